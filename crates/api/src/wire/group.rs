//! Groups and tags.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::bulk::BulkSelection;

/// A fixed list of contacts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Group {
    /// Identity.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// How many contacts outside the bin are in it.
    pub count: u64,
    /// When it was made (ms).
    pub created_at: i64,
}

/// A group that a contact is in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroupRef {
    /// Identity.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
}

/// A name, for a group that is made or renamed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct GroupRequest {
    /// What people will call it.
    pub name: String,
}

/// Who joins or leaves a group: give `ids` or `query`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MembersRequest {
    /// The contacts.
    pub ids: Option<Vec<Uuid>>,
    /// Or everyone who matches.
    pub query: Option<BulkSelection>,
    /// Whether they leave; absent: they join.
    pub remove: Option<bool>,
}

/// A tag and how many carry it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Tag {
    /// The tag as first written.
    pub name: String,
    /// Contacts that carry it.
    pub count: u64,
}

/// A tag's name, and the one it gets.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct RenameTagRequest {
    /// The tag.
    pub name: String,
    /// Its new name; the name of another tag makes the two one.
    pub new_name: String,
}

/// A tag's name.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct DeleteTagRequest {
    /// The tag.
    pub name: String,
}

impl From<sellify_domain::Group> for Group {
    fn from(group: sellify_domain::Group) -> Self {
        Self {
            id: group.id.as_uuid(),
            name: group.name,
            count: group.contacts,
            created_at: group.created_at.as_millis(),
        }
    }
}

impl From<sellify_domain::Group> for GroupRef {
    fn from(group: sellify_domain::Group) -> Self {
        Self { id: group.id.as_uuid(), name: group.name }
    }
}

impl From<sellify_app::TagCount> for Tag {
    fn from(tag: sellify_app::TagCount) -> Self {
        Self { name: tag.name, count: tag.count }
    }
}
