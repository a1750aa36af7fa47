//! The bin: one contact, and back.

use sellify_domain::{Actor, ContactId};
use serde_json::json;

use crate::app::App;
use crate::edit_contact::taken;
use crate::error::AppError;
use crate::list_contacts::{ContactView, contact_in, view};

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
}
