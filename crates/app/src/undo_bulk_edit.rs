//! Taking a change of many contacts back: what it wrote goes, what somebody wrote since stays.

use sellify_domain::{
    Actor, BulkEditId, ContactField, ContactId, CustomField, Group, GroupId, SavedView, Segment, Timestamp,
};
use sellify_store::{BulkEditChange, BulkEditWriter, ManyChange, ManyContacts, StoreError, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::edit_contact::{later, put};
use crate::error::{AppError, Thing};
use crate::groups::name_taken;
use crate::tag_followers::{Followers, go_back};

/// Changes read at once.
const PAGE: u32 = 1_000;
/// A change of many contacts can be taken back for so long; then what stood there before is forgotten.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// What was done, as the vault remembers it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "done")]
pub(crate) enum Done {
    TagGiven {
        tag: String,
    },
    TagTaken {
        tag: String,
    },
    /// Each contact says `both` where it carried the other tag already.
    TagsMerged {
        from: String,
        to: String,
        #[serde(default)]
        followers: Followers,
    },
    TagRenamed {
        from: String,
        to: String,
        followers: Followers,
    },
    Binned,
    Unbinned,
    FieldSet {
        field: ContactField,
    },
    /// The field as it was defined before; values were brought into another kind's form, or removed.
    FieldRedefined {
        field: CustomField,
    },
    JoinedGroup {
        group: GroupId,
    },
    LeftGroup {
        group: GroupId,
    },
    GroupDeleted {
        group: Group,
    },
    SegmentDeleted {
        segment: Segment,
    },
    ViewDeleted {
        view: SavedView,
    },
}

/// What taking a change back did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BulkUndo {
    /// Contacts that are again as they were.
    pub restored: u64,
    /// Contacts left alone: they were changed since, or are gone.
    pub kept: u64,
}

impl Done {
    /// Begins to remember what is being done.
    pub(crate) fn begin<'w>(&self, w: &'w Write<'_>, now: Timestamp) -> Result<BulkEditWriter<'w>, AppError> {
        w.bulk_edits_mut().forget_before(now.plus_millis(-KEPT_MS))?;
        let action = serde_json::to_string(self).map_err(|_| AppError::Broken)?;
        Ok(w.bulk_edits_mut().begin(BulkEditId::generate(now), &action, now)?)
    }

    /// Brings back a thing that was removed, before its contacts follow.
    fn bring_back(&self, w: &Write<'_>, now: Timestamp) -> Result<(), AppError> {
        match self {
            Self::GroupDeleted { group } => Ok(w.groups_mut().insert(group).map_err(name_taken)?),
            Self::SegmentDeleted { segment } => Ok(w.segments_mut().insert(segment).map_err(name_taken)?),
            Self::ViewDeleted { view } => Ok(w.views_mut().insert(view).map_err(name_taken)?),
            Self::FieldRedefined { field } => Ok(w.contact_fields_mut().define(field)?),
            Self::TagsMerged { followers, .. } => go_back(w, followers, now),
            Self::TagRenamed { from, to, followers } => {
                call_again(w, to, from)?;
                go_back(w, followers, now)
            }
            _ => Ok(()),
        }
    }

    /// Which list of things changes when it is taken back.
    fn list(&self) -> Option<&'static str> {
        match self {
            Self::GroupDeleted { .. } | Self::JoinedGroup { .. } | Self::LeftGroup { .. } => Some("groups"),
            Self::SegmentDeleted { .. } => Some("segments"),
            Self::ViewDeleted { .. } => Some("views"),
            Self::FieldRedefined { .. } => Some("fields"),
            Self::TagGiven { .. }
            | Self::TagTaken { .. }
            | Self::TagsMerged { .. }
            | Self::TagRenamed { .. } => Some("tags"),
            Self::Binned | Self::Unbinned | Self::FieldSet { .. } => None,
        }
    }

    /// Everything that changes with [`Done::list`]: what followed a tag goes back with it.
    fn lists(&self) -> impl Iterator<Item = &'static str> {
        let followers = match self {
            Self::TagsMerged { followers, .. } | Self::TagRenamed { followers, .. } => {
                Some(followers.lists())
            }
            _ => None,
        };
        self.list().into_iter().chain(followers.into_iter().flatten())
    }

    /// What becomes of the contacts when it is taken back.
    fn reverse(&self) -> ManyChange {
        match self {
            Self::Binned => ManyChange::Unbin,
            Self::Unbinned => ManyChange::Bin,
            _ => ManyChange::Edit,
        }
    }

    /// Makes some contacts what they were; answers how many.
    fn take_back(
        &self,
        w: &Write<'_>,
        many: &mut ManyContacts<'_>,
        changes: &[BulkEditChange],
        now: Timestamp,
    ) -> Result<u64, AppError> {
        let ids: Vec<ContactId> = changes.iter().map(|change| change.contact).collect();
        Ok(match self {
            Self::TagGiven { tag } => w.tags_mut().take_away(tag, &ids)?.len() as u64,
            Self::TagTaken { tag } => w.tags_mut().give(tag, &ids)?.len() as u64,
            Self::TagsMerged { from, to, .. } => split_tags(w, from, to, changes)?,
            Self::JoinedGroup { group } => gone_is_nobody(w.groups_mut().take_out(*group, &ids))?,
            Self::LeftGroup { group } => gone_is_nobody(w.groups_mut().add(*group, &ids))?,
            Self::GroupDeleted { group } => w.groups_mut().add(group.id, &ids)?.len() as u64,
            Self::Binned => set_deleted(many, &ids, None)?,
            Self::Unbinned => set_deleted(many, &ids, Some(now))?,
            Self::FieldSet { field } => values(many, field, changes, now)?,
            Self::FieldRedefined { field } => {
                values(many, &ContactField::Custom(field.key.clone()), changes, now)?
            }
            Self::SegmentDeleted { .. } | Self::ViewDeleted { .. } | Self::TagRenamed { .. } => 0,
        })
    }
}

impl App {
    /// Takes a change of many contacts back, or brings back the group, segment, view, field or tag that was removed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is too long ago; [`AppError::BulkEditUndone`]; [`AppError::NameTaken`] when
    /// something else is called so by now. Nothing was changed then.
    pub async fn undo_bulk_edit(&self, by: &Actor, id: BulkEditId) -> Result<BulkUndo, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "bulk_edit.undone", id, json!({}));
        let (undo, done) = vault
            .store
            .write(move |w| {
                let edit = w.bulk_edits().get(id)?.ok_or(AppError::NotFound(Thing::BulkEdit))?;
                if edit.undone_at.is_some() {
                    return Err(AppError::BulkEditUndone);
                }
                let done: Done = serde_json::from_str(&edit.action).map_err(|_| AppError::Broken)?;
                done.bring_back(w, now)?;
                let mut many = w.contacts_mut().begin_many(edit.changed, done.reverse())?;
                let (mut undo, mut after) = (BulkUndo::default(), None);
                loop {
                    let changes = w.bulk_edits().changes(id, after, PAGE)?;
                    let Some(last) = changes.last() else { break };
                    after = Some(last.contact);
                    let restored = done.take_back(w, &mut many, &changes, now)?;
                    undo.restored += restored;
                    undo.kept += changes.len() as u64 - restored;
                }
                many.finish()?;
                w.bulk_edits_mut().set_undone(id, now)?;
                entry.append_with(w, json!({ "restored": undo.restored, "kept": undo.kept }))?;
                Ok((undo, done))
            })
            .await?;
        self.contacts_changed(undo.restored);
        for what in done.lists() {
            self.lists_changed(what);
        }
        Ok(undo)
    }
}

/// A tag gets its older name again. One that is gone by now needs none.
fn call_again(w: &Write<'_>, name: &str, before: &str) -> Result<(), AppError> {
    match w.tags_mut().rename(name, before) {
        Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
        Err(StoreError::UniqueViolation { .. }) => Err(AppError::NameTaken { field: "name" }),
        Err(error) => Err(error.into()),
    }
}

/// A group that was removed since has no members to put back or take out.
fn gone_is_nobody(changed: Result<Vec<ContactId>, StoreError>) -> Result<u64, AppError> {
    match changed {
        Ok(changed) => Ok(changed.len() as u64),
        Err(StoreError::NotFound { .. }) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// Somebody whose address belongs to another contact by now stays in the bin.
fn set_deleted(
    many: &mut ManyContacts<'_>,
    ids: &[ContactId],
    deleted_at: Option<Timestamp>,
) -> Result<u64, AppError> {
    let mut changed = 0;
    for id in ids {
        match many.set_deleted(*id, deleted_at) {
            Ok(moved) => changed += u64::from(moved),
            Err(StoreError::UniqueViolation { .. } | StoreError::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(changed)
}

/// Three states in, one out: only where the contact still says what was written, it says again what stood there.
fn values(
    many: &mut ManyContacts<'_>,
    field: &ContactField,
    changes: &[BulkEditChange],
    now: Timestamp,
) -> Result<u64, AppError> {
    let mut restored = 0;
    for change in changes {
        let changed = many.change(change.contact, |contact| {
            if contact.details.text(field) != change.after
                || !put(&mut contact.details, field, &change.before)
            {
                return false;
            }
            contact.updated_at = later(now, contact.updated_at);
            true
        })?;
        restored += u64::from(changed);
    }
    Ok(restored)
}

fn split_tags(w: &Write<'_>, from: &str, to: &str, changes: &[BulkEditChange]) -> Result<u64, AppError> {
    let mut restored = 0;
    for change in changes {
        let only_from = change.before.is_empty();
        if only_from && w.tags_mut().take_away(to, &[change.contact])?.is_empty() {
            // Somebody took the tag away since.
            continue;
        }
        restored += w.tags_mut().give(from, &[change.contact])?.len() as u64;
    }
    Ok(restored)
}
