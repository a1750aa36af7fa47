//! Saving one contact: every field is brought into its normal form, or refused by name.

use std::collections::BTreeMap;

use sellify_domain::{Actor, Contact, ContactDetails, ContactField, ContactId, Timestamp};
use sellify_store::{StoreError, Write};
use sellify_validation::text::{clean, same};
use serde_json::json;

use crate::app::App;
use crate::error::AppError;
use crate::events::EventKind;
use crate::list_contacts::{ContactView, contact_in, view};
use crate::settings::Settings;

/// The fields to set; what is absent stays, an empty text empties the field.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are those of `ContactDetails`")]
pub struct ContactChange {
    pub civility: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub company: Option<String>,
    pub street: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub birthdate: Option<String>,
    pub reference: Option<String>,
    pub notes: Option<String>,
    pub custom: Option<BTreeMap<String, String>>,
    pub tags: Option<Vec<String>>,
}

impl App {
    /// Saves a new contact.
    ///
    /// # Errors
    /// Names the field that cannot be kept; [`AppError::ContactExists`] when somebody has this address.
    pub async fn create_contact(&self, by: &Actor, change: ContactChange) -> Result<ContactView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let id = ContactId::generate(now);
        let entry = vault.entry(by, now, "contact.created", id, json!({}));
        let saved = vault
            .store
            .write(move |w| {
                let country = Settings::read(w)?.country;
                let mut details = ContactDetails::default();
                apply(&mut details, change, &country)?;
                in_their_forms(w, &mut details)?;
                let contact = Contact {
                    id,
                    details,
                    created_at: now,
                    updated_at: now,
                    import_id: None,
                    deleted_at: None,
                };
                w.contacts_mut().insert(&contact).map_err(taken)?;
                entry.append(w)?;
                saved(w, id)
            })
            .await?;
        self.contact_changed(id);
        Ok(saved)
    }

    /// Changes some fields of a contact.
    ///
    /// # Errors
    /// Names the field that cannot be kept; [`AppError::ContactExists`] when somebody else has this address.
    pub async fn edit_contact(
        &self,
        by: &Actor,
        id: ContactId,
        change: ContactChange,
    ) -> Result<ContactView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "contact.changed", id, json!({}));
        let saved = vault
            .store
            .write(move |w| {
                let mut contact = contact_in(w, id)?;
                let before = contact.details.clone();
                let country = Settings::read(w)?.country;
                apply(&mut contact.details, change, &country)?;
                in_their_forms(w, &mut contact.details)?;
                if contact.details != before {
                    contact.updated_at = later(now, contact.updated_at);
                    w.contacts_mut().update(&contact).map_err(taken)?;
                    entry.append_with(w, json!({ "fields": before.changed_fields(&contact.details) }))?;
                }
                saved(w, id)
            })
            .await?;
        self.contact_changed(id);
        Ok(saved)
    }

    pub(crate) fn contact_changed(&self, id: ContactId) {
        self.events().publish(EventKind::ContactChanged, json!({ "contact_id": id }));
    }
}

/// A clock set back must not make a change look older than the one before.
pub(crate) fn later(now: Timestamp, before: Timestamp) -> Timestamp {
    now.max(before)
}

/// Brings the firm's own fields into the form of their kind; what cannot be read as one stays as it was typed.
fn in_their_forms(w: &Write<'_>, details: &mut ContactDetails) -> Result<(), AppError> {
    for (key, value) in &mut details.custom {
        let Some(field) = w.contact_fields().get(key)? else { continue };
        if let Some(normal) = field.kind.normal_form(value) {
            *value = normal;
        }
    }
    Ok(())
}

fn saved(w: &Write<'_>, id: ContactId) -> Result<ContactView, AppError> {
    view(w, contact_in(w, id)?)
}

/// The database says which unique index refused.
pub(crate) fn taken(error: StoreError) -> AppError {
    match &error {
        StoreError::UniqueViolation { column } if column.ends_with("email") => {
            AppError::ContactExists { field: "email" }
        }
        StoreError::UniqueViolation { column } if column.ends_with("phone") => {
            AppError::ContactExists { field: "phone" }
        }
        _ => error.into(),
    }
}

fn apply(details: &mut ContactDetails, change: ContactChange, country: &str) -> Result<(), AppError> {
    let texts = [
        (&mut details.civility, change.civility),
        (&mut details.first_name, change.first_name),
        (&mut details.last_name, change.last_name),
        (&mut details.company, change.company),
        (&mut details.street, change.street),
        (&mut details.postcode, change.postcode),
        (&mut details.city, change.city),
        (&mut details.country, change.country),
        (&mut details.reference, change.reference),
    ];
    for (kept, typed) in texts {
        if let Some(typed) = typed {
            *kept = clean(&typed).into_owned();
        }
    }
    if let Some(notes) = change.notes {
        // Notes keep their lines.
        notes.trim().clone_into(&mut details.notes);
    }
    if let Some(email) = change.email {
        set_email(details, &email)?;
    }
    if let Some(phone) = change.phone {
        set_phone(details, &phone, country)?;
    }
    if let Some(birthdate) = change.birthdate {
        details.birthdate = date(&birthdate)?;
    }
    if let Some(custom) = change.custom {
        details.custom = custom_fields(custom)?;
    }
    if let Some(tags) = change.tags {
        details.tags = distinct_tags(tags);
    }
    if details.display_name().is_empty() { Err(AppError::ContactEmpty) } else { Ok(()) }
}

/// The normal form of a value for one field that many contacts may share.
pub(crate) fn normal_value(field: &ContactField, typed: &str) -> Result<String, AppError> {
    match field {
        ContactField::Birthdate => date(typed),
        ContactField::Notes => Ok(typed.trim().to_owned()),
        _ if text_of(&mut ContactDetails::default(), field).is_some() => Ok(clean(typed).into_owned()),
        _ => Err(AppError::invalid("field", "This field cannot be written on many contacts at once.")),
    }
}

/// Writes one field; tells whether it is one that can be written so. An empty value empties it.
pub(crate) fn put(details: &mut ContactDetails, field: &ContactField, value: &str) -> bool {
    if let ContactField::Custom(key) = field {
        if value.is_empty() {
            details.custom.remove(key);
        } else {
            details.custom.insert(key.clone(), value.to_owned());
        }
        return true;
    }
    let Some(text) = text_of(details, field) else { return false };
    value.clone_into(text);
    true
}

/// The fields that are nothing but a text.
fn text_of<'a>(details: &'a mut ContactDetails, field: &ContactField) -> Option<&'a mut String> {
    Some(match field {
        ContactField::Civility => &mut details.civility,
        ContactField::FirstName => &mut details.first_name,
        ContactField::LastName => &mut details.last_name,
        ContactField::Company => &mut details.company,
        ContactField::Street => &mut details.street,
        ContactField::Postcode => &mut details.postcode,
        ContactField::City => &mut details.city,
        ContactField::Country => &mut details.country,
        ContactField::Birthdate => &mut details.birthdate,
        ContactField::Reference => &mut details.reference,
        ContactField::Notes => &mut details.notes,
        _ => return None,
    })
}

fn set_email(details: &mut ContactDetails, typed: &str) -> Result<(), AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        (details.email, details.email_typed) = (None, None);
        return Ok(());
    }
    let email = sellify_validation::email::parse(typed)
        .map_err(|violation| AppError::EmailInvalid { field: "email", violation })?;
    details.email_typed = (email.as_str() != typed).then(|| typed.to_owned());
    details.email = Some(email);
    Ok(())
}

fn set_phone(details: &mut ContactDetails, typed: &str, country: &str) -> Result<(), AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        (details.phone, details.phone_typed) = (None, None);
        return Ok(());
    }
    let parsed = sellify_validation::phone::parse(typed, country)
        .map_err(|violation| AppError::PhoneInvalid { violation })?;
    // Kept as typed only where the normal form does not say it all.
    details.phone_typed = parsed.extension.is_some().then(|| typed.to_owned());
    details.phone = Some(parsed.number);
    Ok(())
}

fn date(typed: &str) -> Result<String, AppError> {
    let typed = typed.trim();
    let form = time::macros::format_description!("[year]-[month]-[day]");
    if typed.is_empty() || time::Date::parse(typed, &form).is_ok() {
        return Ok(typed.to_owned());
    }
    Err(AppError::invalid("birthdate", "A date is written YYYY-MM-DD, such as 1984-05-12."))
}

fn custom_fields(typed: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, AppError> {
    let mut kept = BTreeMap::new();
    for (key, value) in typed {
        if ContactField::try_from(format!("custom:{key}")).is_err() {
            let reason = "A field's key holds only a-z, 0-9 and _.";
            return Err(AppError::invalid(format!("custom.{key}"), reason));
        }
        let value = value.trim();
        if !value.is_empty() {
            kept.insert(key, value.to_owned());
        }
    }
    Ok(kept)
}

fn distinct_tags(typed: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in typed {
        let tag = clean(&tag).into_owned();
        if !tag.is_empty() && !kept.iter().any(|known| same(known, &tag)) {
            kept.push(tag);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(change: ContactChange) -> Result<ContactDetails, AppError> {
        let mut details = ContactDetails { last_name: "Mariani".into(), ..Default::default() };
        apply(&mut details, change, "FR").map(|()| details)
    }

    #[test]
    fn an_address_is_kept_as_typed_only_where_that_differs() {
        let one =
            edited(ContactChange { email: Some("Helene@Mariani.FR".into()), ..Default::default() }).unwrap();
        assert_eq!(one.email.unwrap().as_str(), "helene@mariani.fr");
        assert_eq!(one.email_typed.as_deref(), Some("Helene@Mariani.FR"));
    }

    #[test]
    fn a_contact_cannot_lose_the_last_thing_it_is_called_by() {
        let emptied = edited(ContactChange { last_name: Some(" ".into()), ..Default::default() });
        assert!(matches!(emptied, Err(AppError::ContactEmpty)));
    }

    #[test]
    fn two_spellings_of_a_tag_are_one_tag() {
        let tags = vec!["Clé".into(), "cle".into(), " ".into(), "Or".into()];
        assert_eq!(
            edited(ContactChange { tags: Some(tags), ..Default::default() }).unwrap().tags,
            ["Clé", "Or"]
        );
    }

    #[test]
    fn a_date_that_no_calendar_has_is_refused_by_name() {
        let error =
            edited(ContactChange { birthdate: Some("2025-02-30".into()), ..Default::default() }).unwrap_err();
        assert_eq!(error.field().as_deref(), Some("birthdate"));
    }
}
