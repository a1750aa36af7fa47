//! Lists: one page and the cursor of the next.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Where the next page starts; null on the last page. Opaque: pass it back as `cursor`.
    #[schema(required)]
    pub next: Option<String>,
    /// How many items the whole list has, where that is known.
    #[schema(required)]
    pub total: Option<u64>,
}

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// How many items a bulk action changed.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Changed {
    /// Items that are different now.
    pub changed: u64,
}
