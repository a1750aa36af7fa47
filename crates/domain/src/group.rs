//! Groups, which are fixed lists of contacts, and views, which are lists as somebody likes to see them.

use serde::{Deserialize, Serialize};

use crate::{GroupId, Timestamp, ViewId};

/// A fixed list of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Identity.
    pub id: GroupId,
    /// What people call it.
    pub name: String,
    /// How many contacts outside the bin are in it.
    pub contacts: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A list of contacts with a name: filter, order and columns, as the screen that shows it wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Identity.
    pub id: ViewId,
    /// What people call it.
    pub name: String,
    /// What to show.
    pub view: ViewContent,
    /// When it was first saved.
    pub created_at: Timestamp,
}

/// What a view shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewContent {
    /// Search text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only contacts that carry this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Only contacts of this group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// Only contacts that this segment picks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<crate::SegmentId>,
    /// Only contacts without any tag.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub untagged: bool,
    /// The order: `name`, `email`, `created` or `updated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Keys of the columns, in their order; empty: the usual ones.
    pub columns: Vec<String>,
}
