//! The values of one recipient.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sellify_domain::{ContactDetails, EmailAddress, PhoneNumber};

use crate::name::fold;
use crate::variable::{STANDARD, Slot};

/// What each variable stands for, for one recipient. An empty value counts as missing.
#[derive(Debug, Clone, Default)]
pub struct Values<'a> {
    standard: [Cow<'a, str>; STANDARD.len()],
    custom: Option<&'a BTreeMap<String, String>>,
    added: BTreeMap<String, Cow<'a, str>>,
}

impl<'a> Values<'a> {
    /// Values from names and texts, for samples and machines; names in any spelling.
    #[must_use]
    pub fn from_pairs<N: AsRef<str>, V: Into<Cow<'a, str>>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut values = Self::default();
        for (name, value) in pairs {
            values.set(name.as_ref(), value);
        }
        values
    }

    /// Sets or replaces one value.
    pub fn set(&mut self, name: &str, value: impl Into<Cow<'a, str>>) {
        let folded = fold(name);
        match Slot::of(&folded) {
            Slot::Standard(at) => self.standard[at] = value.into(),
            Slot::Custom(key) => {
                self.added.insert(key, value.into());
            }
        }
    }

    /// The value, unless it is missing or blank.
    pub(crate) fn get(&self, slot: &Slot) -> Option<&str> {
        let value = match slot {
            Slot::Standard(at) => self.standard[*at].as_ref(),
            Slot::Custom(key) => match self.added.get(key) {
                Some(value) => value.as_ref(),
                None => self.custom.and_then(|custom| custom.get(key)).map_or("", String::as_str),
            },
        };
        (!value.trim().is_empty()).then_some(value)
    }
}

/// The values of a contact.
#[must_use]
pub fn values_of(details: &ContactDetails) -> Values<'_> {
    let phone = details.phone.as_ref().map(PhoneNumber::as_str).or(details.phone_typed.as_deref());
    let standard: [Cow<'_, str>; STANDARD.len()] = [
        Cow::Borrowed(&details.civility),
        Cow::Borrowed(&details.first_name),
        Cow::Borrowed(&details.last_name),
        full_name(details),
        Cow::Borrowed(details.email.as_ref().map_or("", EmailAddress::as_str)),
        Cow::Borrowed(phone.unwrap_or("")),
        Cow::Borrowed(&details.company),
        Cow::Borrowed(&details.street),
        Cow::Borrowed(&details.postcode),
        Cow::Borrowed(&details.city),
        Cow::Borrowed(&details.country),
        Cow::Borrowed(&details.birthdate),
        Cow::Borrowed(&details.reference),
        Cow::Borrowed(&details.notes),
    ];
    Values { standard, custom: Some(&details.custom), added: BTreeMap::new() }
}

fn full_name(details: &ContactDetails) -> Cow<'_, str> {
    match (details.first_name.as_str(), details.last_name.as_str()) {
        ("", name) | (name, "") => Cow::Borrowed(name),
        (first, last) => Cow::Owned(format!("{first} {last}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_values_is_the_order_of_the_vocabulary() {
        let details = ContactDetails {
            civility: "civility".into(),
            first_name: "first_name".into(),
            last_name: "last_name".into(),
            email: Some(EmailAddress::from_normalised("email")),
            phone: Some(PhoneNumber::from_e164("phone")),
            company: "company".into(),
            street: "street".into(),
            postcode: "postcode".into(),
            city: "city".into(),
            country: "country".into(),
            birthdate: "birthdate".into(),
            reference: "reference".into(),
            notes: "notes".into(),
            ..Default::default()
        };
        let values = values_of(&details);
        for (at, standard) in STANDARD.iter().enumerate() {
            assert_eq!(values.get(&Slot::Standard(at)), Some(details.text(&standard.field).as_str()));
        }
    }

    #[test]
    fn a_blank_value_is_no_value() {
        let values = Values::from_pairs([("Prénom", " \u{a0}"), ("numero", "7")]);
        assert_eq!(values.get(&Slot::of("prenom")), None);
        assert_eq!(values.get(&Slot::of("numero")), Some("7"));
    }
}
