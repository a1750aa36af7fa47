//! Lists: one page and the cursor of the next.

use sellify_app::PageRequest;
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

/// A page of at most 500; 0 lets the store choose.
pub(crate) fn limit(asked: Option<u32>) -> u32 {
    asked.map_or(0, |limit| limit.clamp(1, 500))
}

impl From<PageQuery> for PageRequest {
    fn from(query: PageQuery) -> Self {
        Self { cursor: query.cursor, limit: limit(query.limit) }
    }
}

impl<T> Page<T> {
    /// A page of the store, its items turned into those of the wire.
    pub(crate) fn of<S>(page: sellify_app::Page<S>) -> Self
    where
        T: From<S>,
    {
        Self {
            items: page.items.into_iter().map(T::from).collect(),
            next: page.next,
            total: page.total_is_exact.then_some(page.total),
        }
    }

    /// A list that always fits one page.
    pub(crate) fn whole<S>(items: Vec<S>) -> Self
    where
        T: From<S>,
    {
        let total = Some(items.len() as u64);
        Self { items: items.into_iter().map(T::from).collect(), next: None, total }
    }
}
