//! One action on many contacts: all or none, and it can be taken back.

use sellify_domain::{
    Actor, BulkEditId, ContactDetails, ContactField, ContactId, CustomFieldKind, GroupId, Timestamp,
};
use sellify_store::{BulkEditWriter, ContactQuery, ManyChange, Write};
use serde_json::{Value, json};

use crate::app::App;
use crate::edit_contact::{later, normal_value, put, taken};
use crate::error::AppError;
use crate::events::EventKind;
use crate::groups::group_in;
use crate::undo_bulk_edit::Done;

/// Which contacts a bulk action means.
#[derive(Debug, Clone)]
pub enum Selection {
    /// These.
    Ids(Vec<ContactId>),
    /// Everyone who matches.
    Query(Box<ContactQuery>),
}

/// What to do with them.
#[derive(Debug, Clone)]
pub enum BulkAction {
    /// Give a tag.
    AddTag(String),
    /// Take a tag away.
    RemoveTag(String),
    /// Put into the bin.
    Delete,
    /// Take out of the bin.
    Restore,
    /// Write one field; an empty value empties it.
    SetField {
        /// Any field but those that tell people apart (e-mail, phone) and those made of others.
        field: ContactField,
        /// The value, as a person types it.
        value: String,
    },
    /// Put into a group.
    AddToGroup(GroupId),
    /// Take out of a group.
    RemoveFromGroup(GroupId),
}

/// What a change of many contacts did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkOutcome {
    /// Contacts that are different now.
    pub changed: u64,
    /// Hand this to [`App::undo_bulk_edit`]; none: there is nothing to take back.
    pub undo: Option<BulkEditId>,
}

impl BulkAction {
    fn audit_name(&self) -> &'static str {
        match self {
            Self::AddTag(_) => "contacts.tagged",
            Self::RemoveTag(_) => "contacts.untagged",
            Self::Delete => "contacts.deleted",
            Self::Restore => "contacts.restored",
            Self::SetField { .. } => "contacts.changed",
            Self::AddToGroup(_) => "contacts.grouped",
            Self::RemoveFromGroup(_) => "contacts.ungrouped",
        }
    }

    /// What the audit log says beside the number; never a value that was written.
    fn audit_details(&self, changed: u64) -> Value {
        match self {
            Self::AddTag(tag) | Self::RemoveTag(tag) => json!({ "changed": changed, "tag": tag }),
            Self::Delete | Self::Restore => json!({ "changed": changed }),
            Self::SetField { field, .. } => json!({ "changed": changed, "field": field }),
            Self::AddToGroup(group) | Self::RemoveFromGroup(group) => {
                json!({ "changed": changed, "group": group })
            }
        }
    }

    /// What was done, for the day it is taken back.
    fn done(&self) -> Done {
        match self {
            Self::AddTag(tag) => Done::TagGiven { tag: tag.clone() },
            Self::RemoveTag(tag) => Done::TagTaken { tag: tag.clone() },
            Self::Delete => Done::Binned,
            Self::Restore => Done::Unbinned,
            Self::SetField { field, .. } => Done::FieldSet { field: field.clone() },
            Self::AddToGroup(group) => Done::JoinedGroup { group: *group },
            Self::RemoveFromGroup(group) => Done::LeftGroup { group: *group },
        }
    }
}

impl App {
    /// One action on many contacts, all or none. Answers how many are different now, and how to take it back.
    ///
    /// # Errors
    /// The database's own error; [`AppError::ContactExists`] when one of the restored has lost its address to
    /// somebody else; a value that the field cannot hold.
    pub async fn change_contacts(
        &self,
        by: &Actor,
        who: Selection,
        action: BulkAction,
    ) -> Result<BulkOutcome, AppError> {
        if let BulkAction::AddTag(tag) | BulkAction::RemoveTag(tag) = &action
            && tag.trim().is_empty()
        {
            return Err(AppError::NameMissing { field: "tag" });
        }
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, action.audit_name(), "contacts", json!({}));
        let who = match who {
            Selection::Query(query) => Selection::Query(Box::new(self.as_of_now(*query))),
            ids => ids,
        };
        let outcome = vault
            .store
            .write(move |w| {
                let ids = match who {
                    Selection::Ids(ids) => ids,
                    Selection::Query(query) => w.contacts().ids(&query)?,
                };
                let mut edit = action.done().begin(w, now)?;
                act(w, &mut edit, &ids, &action, now)?;
                let (changed, undo) = edit.finish(false)?;
                if changed > 0 {
                    entry.append_with(w, action.audit_details(changed))?;
                }
                Ok::<_, AppError>(BulkOutcome { changed, undo })
            })
            .await?;
        self.contacts_changed(outcome.changed);
        Ok(outcome)
    }

    pub(crate) fn contacts_changed(&self, changed: u64) {
        if changed > 0 {
            self.events().publish(EventKind::ContactChanged, json!({ "changed": changed }));
        }
    }
}

fn act(
    w: &Write<'_>,
    edit: &mut BulkEditWriter<'_>,
    ids: &[ContactId],
    action: &BulkAction,
    now: Timestamp,
) -> Result<(), AppError> {
    let changed = match action {
        BulkAction::AddTag(tag) => w.tags_mut().give(tag, ids)?,
        BulkAction::RemoveTag(tag) => w.tags_mut().take_away(tag, ids)?,
        BulkAction::AddToGroup(group) => {
            group_in(w, *group)?;
            w.groups_mut().add(*group, ids)?
        }
        BulkAction::RemoveFromGroup(group) => {
            group_in(w, *group)?;
            w.groups_mut().take_out(*group, ids)?
        }
        BulkAction::Delete => return bin(w, edit, ids, Some(now)),
        BulkAction::Restore => return bin(w, edit, ids, None),
        BulkAction::SetField { field, value } => return set_field(w, edit, ids, (field, value), now),
    };
    for id in changed {
        edit.add(id, "", "")?;
    }
    Ok(())
}

fn bin(
    w: &Write<'_>,
    edit: &mut BulkEditWriter<'_>,
    ids: &[ContactId],
    deleted_at: Option<Timestamp>,
) -> Result<(), AppError> {
    let change = if deleted_at.is_some() { ManyChange::Bin } else { ManyChange::Unbin };
    let mut many = w.contacts_mut().begin_many(ids.len() as u64, change)?;
    for id in ids {
        if many.set_deleted(*id, deleted_at).map_err(taken)? {
            edit.add(*id, "", "")?;
        }
    }
    Ok(many.finish()?)
}

fn set_field(
    w: &Write<'_>,
    edit: &mut BulkEditWriter<'_>,
    ids: &[ContactId],
    (field, typed): (&ContactField, &str),
    now: Timestamp,
) -> Result<(), AppError> {
    let value = checked_value(w, field, typed)?;
    let mut many = w.contacts_mut().begin_many(ids.len() as u64, ManyChange::Edit)?;
    for id in ids {
        let mut before = String::new();
        let changed = many.change(*id, |contact| {
            before = contact.details.text(field);
            if before == value || !put(&mut contact.details, field, &value) || nameless(&contact.details) {
                return false;
            }
            contact.updated_at = later(now, contact.updated_at);
            true
        });
        if changed.map_err(taken)? {
            edit.add(*id, &before, &value)?;
        }
    }
    Ok(many.finish()?)
}

/// Nobody may lose the last thing they are called by to an action on many.
fn nameless(details: &ContactDetails) -> bool {
    details.display_name().is_empty()
}

/// The value in the field's normal form.
fn checked_value(w: &Write<'_>, field: &ContactField, typed: &str) -> Result<String, AppError> {
    let ContactField::Custom(key) = field else { return normal_value(field, typed) };
    let typed = typed.trim();
    let Some(known) = w.contact_fields().get(key)? else {
        return Err(AppError::NotFound(crate::error::Thing::Field));
    };
    if typed.is_empty() {
        return Ok(String::new());
    }
    if known.kind == CustomFieldKind::Choice {
        let same = |option: &&String| sellify_validation::text::same(option, typed);
        let choice = known.options.iter().find(same);
        return choice
            .cloned()
            .ok_or_else(|| AppError::invalid("value", "This is not one of the field's choices."));
    }
    known.kind.normal_form(typed).ok_or_else(|| AppError::invalid("value", expected(known.kind)))
}

fn expected(kind: CustomFieldKind) -> &'static str {
    match kind {
        CustomFieldKind::Number => "This field holds a number, such as 1250 or 12,50.",
        CustomFieldKind::Date => "This field holds a day, such as 2026-05-12.",
        CustomFieldKind::YesNo => "This field holds yes or no.",
        CustomFieldKind::Text | CustomFieldKind::Choice => "This field cannot hold this.",
    }
}
