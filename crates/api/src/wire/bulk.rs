//! One action on many contacts, and how it is taken back.

use sellify_app::{AppError, BulkOutcome, BulkUndo, ContactQuery, Selection};
use sellify_domain::{ContactField, SegmentRule, Timestamp, Today};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// What to do with many contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    /// Give a tag.
    AddTag,
    /// Take a tag away.
    RemoveTag,
    /// Put into the bin.
    Delete,
    /// Take out of the bin.
    Restore,
    /// Write one field.
    SetField,
    /// Put into a group.
    AddToGroup,
    /// Take out of a group.
    RemoveFromGroup,
}

/// Contacts named by a question instead of one by one.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkSelection {
    /// Search text.
    pub q: Option<String>,
    /// Only contacts that carry this tag.
    pub tag: Option<String>,
    /// Only contacts without any tag.
    pub untagged: Option<bool>,
    /// Only contacts of this group.
    pub group: Option<Uuid>,
    /// Only contacts that this segment picks.
    pub segment: Option<Uuid>,
    /// Only contacts that this import brought.
    pub import: Option<Uuid>,
    /// Only contacts that this rule picks.
    #[schema(value_type = Option<Object>)]
    pub rule: Option<Value>,
    /// Only contacts first saved at this moment or later (ms).
    pub created_after: Option<i64>,
    /// How many minutes the viewer's clock is ahead of UTC, for rules that ask about days.
    pub utc_offset_minutes: Option<i32>,
}

/// One action on many contacts: give `ids` or `query`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct BulkRequest {
    /// The contacts.
    pub ids: Option<Vec<Uuid>>,
    /// Or everyone who matches.
    pub query: Option<BulkSelection>,
    /// What to do.
    pub action: BulkAction,
    /// The tag, for `add_tag` and `remove_tag`.
    pub tag: Option<String>,
    /// The field's key, for `set_field`: any but `email`, `phone` and those made of others.
    pub field: Option<String>,
    /// Its value, for `set_field`; an empty text empties the field.
    pub value: Option<String>,
    /// The group, for `add_to_group` and `remove_from_group`.
    pub group: Option<Uuid>,
}

/// What a change of many contacts did.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct BulkResult {
    /// Contacts that are different now.
    pub changed: u64,
    /// Hand it to `/api/bulk-edits/{id}/undo` within 30 days; null: there is nothing to take back.
    #[schema(required)]
    pub undo_id: Option<Uuid>,
}

/// What taking a change of many contacts back did.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct BulkUndoResult {
    /// Contacts that are again as they were.
    pub restored: u64,
    /// Contacts left alone: they were changed since, or are gone.
    pub kept: u64,
}

impl From<BulkOutcome> for BulkResult {
    fn from(outcome: BulkOutcome) -> Self {
        Self { changed: outcome.changed, undo_id: outcome.undo.map(|id| id.as_uuid()) }
    }
}

impl From<BulkUndo> for BulkUndoResult {
    fn from(undo: BulkUndo) -> Self {
        Self { restored: undo.restored, kept: undo.kept }
    }
}

/// Whom: the ids or the question, exactly one of the two.
pub(crate) fn selection(
    ids: Option<Vec<Uuid>>,
    query: Option<BulkSelection>,
    deleted: bool,
) -> Result<Selection, AppError> {
    match (ids, query) {
        (Some(ids), None) => Ok(Selection::Ids(ids.into_iter().map(Into::into).collect())),
        (None, Some(query)) => Ok(Selection::Query(Box::new(query.into_query(deleted)?))),
        _ => Err(AppError::SelectionMissing),
    }
}

impl BulkRequest {
    /// Whom and what, or the field that is missing.
    pub(crate) fn checked(self) -> Result<(Selection, sellify_app::BulkAction), AppError> {
        let who = selection(self.ids, self.query, self.action == BulkAction::Restore)?;
        let tag = self.tag.unwrap_or_default();
        let group = || self.group.map(Into::into).ok_or(AppError::NameMissing { field: "group" });
        let action = match self.action {
            BulkAction::AddTag => sellify_app::BulkAction::AddTag(tag),
            BulkAction::RemoveTag => sellify_app::BulkAction::RemoveTag(tag),
            BulkAction::Delete => sellify_app::BulkAction::Delete,
            BulkAction::Restore => sellify_app::BulkAction::Restore,
            BulkAction::AddToGroup => sellify_app::BulkAction::AddToGroup(group()?),
            BulkAction::RemoveFromGroup => sellify_app::BulkAction::RemoveFromGroup(group()?),
            BulkAction::SetField => {
                let key = self.field.ok_or(AppError::NameMissing { field: "field" })?;
                let field = ContactField::try_from(key).map_err(|_| AppError::ValueInvalid {
                    field: "field".into(),
                    reason: "There is no such field.".into(),
                })?;
                sellify_app::BulkAction::SetField { field, value: self.value.unwrap_or_default() }
            }
        };
        Ok((who, action))
    }
}

impl BulkSelection {
    fn into_query(self, deleted: bool) -> Result<ContactQuery, AppError> {
        Ok(ContactQuery {
            search: self.q,
            tag: self.tag,
            untagged: self.untagged.unwrap_or(false),
            group: self.group.map(Into::into),
            segment: self.segment.map(Into::into),
            import: self.import.map(Into::into),
            rule: self.rule.as_ref().map(SegmentRule::parse).transpose()?,
            created_after: self.created_after.map(Timestamp::from_millis),
            today: Today { utc_offset_minutes: self.utc_offset_minutes.unwrap_or(0), ..Today::default() },
            deleted,
            ..ContactQuery::default()
        })
    }
}
