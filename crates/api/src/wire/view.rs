//! Saved views of the list of contacts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a view shows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewContent {
    /// Search text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only contacts that carry this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Only contacts without any tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untagged: Option<bool>,
    /// Only contacts of this group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Uuid>,
    /// Only contacts that this segment picks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Uuid>,
    /// The order: `name`, `email`, `created` or `updated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Keys of the columns, in their order; empty: the usual ones.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// A list of contacts with a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct View {
    /// Identity.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// What it shows.
    pub view: ViewContent,
    /// When it was first saved (ms).
    pub created_at: i64,
}

/// A new view.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ViewRequest {
    /// What people will call it.
    pub name: String,
    /// What it shows.
    pub view: ViewContent,
}

/// What to change of a view; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct ViewPatch {
    /// What people will call it.
    pub name: Option<String>,
    /// What it shows.
    pub view: Option<ViewContent>,
}

impl From<sellify_domain::ViewContent> for ViewContent {
    fn from(view: sellify_domain::ViewContent) -> Self {
        Self {
            q: view.q,
            tag: view.tag,
            untagged: view.untagged.then_some(true),
            group: view.group.map(|id| id.as_uuid()),
            segment: view.segment.map(|id| id.as_uuid()),
            sort: view.sort,
            columns: view.columns,
        }
    }
}

impl From<ViewContent> for sellify_domain::ViewContent {
    fn from(view: ViewContent) -> Self {
        Self {
            q: view.q,
            tag: view.tag,
            untagged: view.untagged.unwrap_or(false),
            group: view.group.map(Into::into),
            segment: view.segment.map(Into::into),
            sort: view.sort,
            columns: view.columns,
        }
    }
}

impl From<sellify_domain::SavedView> for View {
    fn from(view: sellify_domain::SavedView) -> Self {
        Self {
            id: view.id.as_uuid(),
            name: view.name,
            view: view.view.into(),
            created_at: view.created_at.as_millis(),
        }
    }
}
