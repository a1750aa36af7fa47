//! The bin: one contact or many, and back; tags on many.

use sellify_domain::{Actor, ContactId};
use sellify_store::{ContactQuery, Write};
use serde_json::json;

use crate::app::App;
use crate::edit_contact::taken;
use crate::error::AppError;
use crate::events::EventKind;
use crate::list_contacts::{ContactView, contact_in, view};

/// Which contacts a bulk action means.
#[derive(Debug, Clone)]
pub enum Selection {
    /// These.
    Ids(Vec<ContactId>),
    /// Everyone who matches.
    Query(ContactQuery),
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
}

impl BulkAction {
    fn audit_name(&self) -> &'static str {
        match self {
            Self::AddTag(_) => "contacts.tagged",
            Self::RemoveTag(_) => "contacts.untagged",
            Self::Delete => "contacts.deleted",
            Self::Restore => "contacts.restored",
        }
    }

    fn tag(&self) -> Option<&str> {
        match self {
            Self::AddTag(tag) | Self::RemoveTag(tag) => Some(tag),
            Self::Delete | Self::Restore => None,
        }
    }
}

impl App {
    /// Puts a contact into the bin, or takes it out. Doing it twice changes nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::ContactExists`] when somebody else has the address by now.
    pub async fn set_contact_deleted(
        &self,
        by: &Actor,
        id: ContactId,
        deleted: bool,
    ) -> Result<ContactView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let action = if deleted { "contact.deleted" } else { "contact.restored" };
        let entry = vault.entry(by, now, action, id, json!({}));
        let contact = vault
            .store
            .write(move |w| {
                let contact = contact_in(w, id)?;
                if contact.deleted_at.is_some() != deleted {
                    w.contacts_mut().set_deleted(id, deleted.then_some(now)).map_err(taken)?;
                    entry.append(w)?;
                }
                view(w, contact_in(w, id)?)
            })
            .await?;
        self.contact_changed(id);
        Ok(contact)
    }

    /// One action on many contacts, all or none. Answers how many are different now.
    ///
    /// # Errors
    /// The database's own error; [`AppError::ContactExists`] when one of the restored has lost its address to
    /// somebody else.
    pub async fn change_contacts(
        &self,
        by: &Actor,
        who: Selection,
        action: BulkAction,
    ) -> Result<u64, AppError> {
        if action.tag().is_some_and(|tag| tag.trim().is_empty()) {
            return Err(AppError::NameMissing { field: "tag" });
        }
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, action.audit_name(), "contacts", json!({}));
        let changed = vault
            .store
            .write(move |w| {
                let ids = match who {
                    Selection::Ids(ids) => ids,
                    Selection::Query(query) => w.contacts().ids(&query)?,
                };
                let changed = act(w, &ids, &action, now)?;
                if changed > 0 {
                    entry.append_with(w, json!({ "changed": changed, "tag": action.tag() }))?;
                }
                Ok::<_, AppError>(changed)
            })
            .await?;
        if changed > 0 {
            self.events().publish(EventKind::ContactChanged, json!({ "changed": changed }));
        }
        Ok(changed)
    }
}

fn act(
    w: &Write<'_>,
    ids: &[ContactId],
    action: &BulkAction,
    now: sellify_domain::Timestamp,
) -> Result<u64, AppError> {
    let deleted_at = match action {
        BulkAction::AddTag(tag) => return Ok(w.tags_mut().add_to_contacts(tag, ids)?),
        BulkAction::RemoveTag(tag) => return Ok(w.tags_mut().remove_from_contacts(tag, ids)?),
        BulkAction::Delete => Some(now),
        BulkAction::Restore => None,
    };
    let mut changed = 0;
    for id in ids {
        changed += u64::from(w.contacts_mut().set_deleted(*id, deleted_at).map_err(taken)?);
    }
    Ok(changed)
}
