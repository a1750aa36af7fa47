//! A contact: a person or firm in the address book.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Channel, ContactId, EmailAddress, ImportId, PhoneNumber, Timestamp};

/// What is known of a contact, without its identity in the vault. Texts are trimmed; an absent value is
/// an empty string, never a blank.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactDetails {
    /// Form of address as the firm writes it: `Mme`, `M.`, `Me`, `Dr`.
    pub civility: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Normal form of the address, the key for de-duplication and suppression.
    pub email: Option<EmailAddress>,
    /// The address as it was typed, kept only where it differs from the normal form.
    pub email_typed: Option<String>,
    /// The number in E.164.
    pub phone: Option<PhoneNumber>,
    /// The number as it was typed, kept only where it could not be read or carries more than digits.
    pub phone_typed: Option<String>,
    /// Firm.
    pub company: String,
    /// Street and number.
    pub street: String,
    /// Postcode, always text: `01000` is not 1000.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country as written in the source.
    pub country: String,
    /// Date of birth, ISO 8601 (`YYYY-MM-DD`), or empty.
    pub birthdate: String,
    /// The firm's own reference of this person (customer or file number).
    pub reference: String,
    /// Free notes.
    pub notes: String,
    /// Fields that only this firm has, by key (lower-case ASCII, digits and `_`).
    pub custom: BTreeMap<String, String>,
    /// Tags as people wrote them, without repeats (compared without case and accents).
    pub tags: Vec<String>,
}

/// A contact as the vault holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Identity, never reused.
    pub id: ContactId,
    /// Everything people see and edit.
    #[serde(flatten)]
    pub details: ContactDetails,
    /// When it was first saved.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The import that created it, if one did.
    pub import_id: Option<ImportId>,
    /// Set while the contact is in the bin; it is then in no list and receives nothing.
    pub deleted_at: Option<Timestamp>,
}

impl ContactDetails {
    /// How a person would call this contact: names, else firm, else address, else number.
    #[must_use]
    pub fn display_name(&self) -> String {
        let names = format!("{} {}", self.first_name, self.last_name);
        let candidates =
            [names.trim(), self.company.as_str(), self.email.as_ref().map_or("", EmailAddress::as_str)];
        candidates
            .into_iter()
            .find(|text| !text.is_empty())
            .map(str::to_owned)
            .or_else(|| self.phone.as_ref().map(ToString::to_string))
            .unwrap_or_default()
    }

    /// Street, postcode and town on one line.
    fn full_address(&self) -> String {
        let town = format!("{} {}", self.postcode, self.city);
        let parts = [self.street.trim(), town.trim()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The value of one field as text; tags are joined by `|`. Empty when absent.
    #[must_use]
    pub fn text(&self, field: &ContactField) -> String {
        match field {
            ContactField::Civility => self.civility.clone(),
            ContactField::FirstName => self.first_name.clone(),
            ContactField::LastName => self.last_name.clone(),
            ContactField::FullName => format!("{} {}", self.first_name, self.last_name).trim().to_owned(),
            ContactField::Email => self.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            ContactField::Phone => self
                .phone
                .as_ref()
                .map(ToString::to_string)
                .or_else(|| self.phone_typed.clone())
                .unwrap_or_default(),
            ContactField::Company => self.company.clone(),
            ContactField::Street => self.street.clone(),
            ContactField::FullAddress => self.full_address(),
            ContactField::Postcode => self.postcode.clone(),
            ContactField::City => self.city.clone(),
            ContactField::Country => self.country.clone(),
            ContactField::Birthdate => self.birthdate.clone(),
            ContactField::Reference => self.reference.clone(),
            ContactField::Notes => self.notes.clone(),
            ContactField::Tags => self.tags.join("|"),
            // Consents are kept beside the contact, with their basis, source and date.
            ContactField::Consent(_) => String::new(),
            ContactField::Custom(key) => self.custom.get(key).cloned().unwrap_or_default(),
        }
    }

    /// The keys of the fields in which two contacts differ, `custom` for all the firm's own: what a log may say of a
    /// change without becoming a second address book.
    #[must_use]
    pub fn changed_fields(&self, after: &Self) -> Vec<String> {
        let mut fields: Vec<String> = ContactField::kept()
            .filter(|field| self.text(field) != after.text(field))
            .map(|field| field.key())
            .collect();
        if self.custom != after.custom {
            fields.push("custom".into());
        }
        fields
    }
}

/// A field of a contact, as an import column or a template variable names it.
///
/// On the wire a field is its key: `first_name`, `email`, … or `custom:numero`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ContactField {
    /// See [`ContactDetails::civility`].
    Civility,
    /// See [`ContactDetails::first_name`].
    FirstName,
    /// See [`ContactDetails::last_name`].
    LastName,
    /// Both names in one column; split on import.
    FullName,
    /// See [`ContactDetails::email`].
    Email,
    /// See [`ContactDetails::phone`].
    Phone,
    /// See [`ContactDetails::company`].
    Company,
    /// See [`ContactDetails::street`].
    Street,
    /// Street, postcode and town in one column; split on import.
    FullAddress,
    /// See [`ContactDetails::postcode`].
    Postcode,
    /// See [`ContactDetails::city`].
    City,
    /// See [`ContactDetails::country`].
    Country,
    /// See [`ContactDetails::birthdate`].
    Birthdate,
    /// See [`ContactDetails::reference`].
    Reference,
    /// See [`ContactDetails::notes`].
    Notes,
    /// See [`ContactDetails::tags`].
    Tags,
    /// Whether the person may be written to on a channel: a column of yes and no. Never clears a suppression.
    Consent(Channel),
    /// One of the firm's own fields, by key.
    Custom(String),
}

impl ContactField {
    /// Every field that the product itself knows, in the order in which people read them.
    pub const STANDARD: [ContactField; 16] = [
        ContactField::Civility,
        ContactField::FirstName,
        ContactField::LastName,
        ContactField::FullName,
        ContactField::Email,
        ContactField::Phone,
        ContactField::Company,
        ContactField::Street,
        ContactField::FullAddress,
        ContactField::Postcode,
        ContactField::City,
        ContactField::Country,
        ContactField::Birthdate,
        ContactField::Reference,
        ContactField::Notes,
        ContactField::Tags,
    ];

    /// Whether the field only puts others together, and is split into them on import.
    #[must_use]
    pub const fn is_composed(&self) -> bool {
        matches!(self, ContactField::FullName | ContactField::FullAddress)
    }

    /// The standard fields that a contact keeps.
    pub fn kept() -> impl Iterator<Item = ContactField> {
        Self::STANDARD.into_iter().filter(|field| !field.is_composed())
    }

    /// The key on the wire and on the command line.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            ContactField::Civility => "civility".into(),
            ContactField::FirstName => "first_name".into(),
            ContactField::LastName => "last_name".into(),
            ContactField::FullName => "full_name".into(),
            ContactField::Email => "email".into(),
            ContactField::Phone => "phone".into(),
            ContactField::Company => "company".into(),
            ContactField::Street => "street".into(),
            ContactField::FullAddress => "full_address".into(),
            ContactField::Postcode => "postcode".into(),
            ContactField::City => "city".into(),
            ContactField::Country => "country".into(),
            ContactField::Birthdate => "birthdate".into(),
            ContactField::Reference => "reference".into(),
            ContactField::Notes => "notes".into(),
            ContactField::Tags => "tags".into(),
            ContactField::Consent(channel) => format!("consent:{}", channel_key(*channel)),
            ContactField::Custom(key) => format!("custom:{key}"),
        }
    }
}

/// As serde writes the channel.
fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "email",
        Channel::WhatsApp => "whats_app",
        Channel::Phone => "phone",
        Channel::Post => "post",
    }
}

impl From<ContactField> for String {
    fn from(field: ContactField) -> Self {
        field.key()
    }
}

impl TryFrom<String> for ContactField {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        if let Some(custom) = key.strip_prefix("custom:") {
            let legal = custom.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            return if legal && !custom.is_empty() {
                Ok(ContactField::Custom(custom.to_owned()))
            } else {
                Err(format!("`{custom}` is not a field key: use a-z, 0-9 and _"))
            };
        }
        if let Some(channel) = key.strip_prefix("consent:") {
            return Channel::ALL
                .into_iter()
                .find(|known| channel_key(*known) == channel)
                .map(ContactField::Consent)
                .ok_or_else(|| format!("`{channel}` is not a channel: use email, whats_app, phone or post"));
        }
        Self::STANDARD
            .iter()
            .find(|field| field.key() == key)
            .cloned()
            .ok_or_else(|| format!("unknown field `{key}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_by_the_fields_it_was_made_in() {
        let before = ContactDetails::default();
        let after = ContactDetails { city: "Lyon".into(), ..Default::default() };
        assert_eq!(before.changed_fields(&after), ["city"]);
    }

    #[test]
    fn every_standard_field_reads_back_from_its_key() {
        for field in ContactField::STANDARD {
            assert_eq!(ContactField::try_from(field.key()), Ok(field));
        }
        for channel in Channel::ALL {
            let field = ContactField::Consent(channel);
            assert_eq!(ContactField::try_from(field.key()), Ok(field));
        }
    }

    #[test]
    fn a_custom_key_with_other_letters_is_refused() {
        assert!(ContactField::try_from("custom:Numéro".to_owned()).is_err());
        assert!(ContactField::try_from("custom:".to_owned()).is_err());
    }

    #[test]
    fn a_contact_without_names_is_called_by_what_it_has() {
        let firm = ContactDetails { company: "Mairie".into(), ..Default::default() };
        assert_eq!(firm.display_name(), "Mairie");
        let phone =
            ContactDetails { phone: Some(PhoneNumber::from_e164("+33612345678")), ..Default::default() };
        assert_eq!(phone.display_name(), "+33612345678");
    }
}
