//! Reading contacts: pages, one, history, tags, fields.

use std::time::Instant;

use sellify_domain::{Channel, Contact, ContactId};
use sellify_store::{ContactHistoryEntry, ContactQuery, Page, Read, TagCount};

use crate::app::App;
use crate::error::{AppError, Thing};

/// A contact, and whether its address is on the suppression list.
#[derive(Debug, Clone)]
pub struct ContactView {
    /// The contact.
    pub contact: Contact,
    /// Whether nothing may be sent to its address.
    pub suppressed: bool,
}

/// One page of contacts, and how long it took to find.
#[derive(Debug)]
pub struct ContactPage {
    /// The page.
    pub page: Page<ContactView>,
    /// How long the search took, in milliseconds.
    pub took_ms: f64,
}

impl App {
    /// Contacts that match, page by page.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn contacts(&self, query: ContactQuery) -> Result<ContactPage, AppError> {
        let vault = self.open_vault()?;
        let begin = Instant::now();
        let page = vault
            .store
            .read(move |r| {
                let Page { items, next, total, total_is_exact } = r.contacts().list(&query)?;
                let items = items.into_iter().map(|contact| view(r, contact)).collect::<Result<_, _>>()?;
                Ok::<_, AppError>(Page { items, next, total, total_is_exact })
            })
            .await?;
        Ok(ContactPage { page, took_ms: begin.elapsed().as_secs_f64() * 1_000.0 })
    }

    /// One contact, in the bin or not.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn contact(&self, id: ContactId) -> Result<ContactView, AppError> {
        self.open_vault()?.store.read(move |r| view(r, contact_in(r, id)?)).await
    }

    /// The campaigns a contact was part of, the latest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn contact_history(&self, id: ContactId) -> Result<Vec<ContactHistoryEntry>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                contact_in(r, id)?;
                Ok(r.recipients().history_of_contact(id)?)
            })
            .await
    }

    /// Tags, and how many contacts carry each.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn tags(&self) -> Result<Vec<TagCount>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.tags().list()?)).await
    }
}

pub(crate) fn contact_in(r: &Read<'_>, id: ContactId) -> Result<Contact, AppError> {
    r.contacts().get(id)?.ok_or(AppError::NotFound(Thing::Contact))
}

pub(crate) fn view(r: &Read<'_>, contact: Contact) -> Result<ContactView, AppError> {
    let suppressed = match &contact.details.email {
        Some(email) => r.suppressions().is_suppressed(Channel::Email, email.as_str())?,
        None => false,
    };
    Ok(ContactView { contact, suppressed })
}
