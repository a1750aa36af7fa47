//! Reading contacts: pages, one, history, tags, fields.

use std::time::Instant;

use sellify_domain::{Channel, Contact, ContactId, Group, PhoneNumber, Today};
use sellify_store::{ConsentFact, ContactHistoryEntry, ContactQuery, Page, Read, TagCount};

use crate::app::App;
use crate::error::{AppError, Thing};

/// A contact, and whether its address is on the suppression list.
#[derive(Debug, Clone)]
pub struct ContactView {
    /// The contact.
    pub contact: Contact,
    /// Whether nothing may be sent to its address.
    pub suppressed: bool,
    /// The groups it is in.
    pub groups: Vec<Group>,
    /// What counts on each channel.
    pub consents: Vec<ConsentFact>,
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
        let query = self.as_of_now(query);
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

    /// The query with the present moment, for rules that ask about days.
    pub(crate) fn as_of_now(&self, query: ContactQuery) -> ContactQuery {
        let today = Today { now: self.now(), ..query.today };
        ContactQuery { today, ..query }
    }

    /// One contact, in the bin or not.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn contact(&self, id: ContactId) -> Result<ContactView, AppError> {
        self.open_vault()?.store.read(move |r| view(r, contact_in(r, id)?)).await
    }

    /// The campaigns a contact, or one that was merged into it, was part of, the latest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn contact_history(&self, id: ContactId) -> Result<Vec<ContactHistoryEntry>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                contact_in(r, id)?;
                let mut history = Vec::new();
                for id in r.merges().ids_of(id)? {
                    history.extend(r.recipients().history_of_contact(id)?);
                }
                // Ids of campaigns sort by age.
                history.sort_by_key(|entry| std::cmp::Reverse(entry.campaign_id));
                Ok(history)
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
    let phone = contact.details.phone.as_ref().map(PhoneNumber::as_str);
    let consents = r.consents().facts(contact.id, contact.details.email.as_ref(), phone)?;
    let suppressed = consents.iter().any(|fact| fact.channel == Channel::Email && fact.suppression.is_some());
    let groups = r.groups().of_contact(contact.id)?;
    Ok(ContactView { contact, suppressed, groups, consents })
}
