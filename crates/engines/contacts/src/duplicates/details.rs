//! What a merged contact says: a chosen value where somebody chose, else the kept contact's, else the first other one.

use std::collections::{BTreeMap, BTreeSet};

use sellify_domain::{Contact, ContactDetails, ContactField, ContactId};
use sellify_store::fold;

use super::error::MergeError;

/// Fields that a person can choose; an address and a number bring along how they were typed.
const CHOOSABLE: [ContactField; 13] = [
    ContactField::Civility,
    ContactField::FirstName,
    ContactField::LastName,
    ContactField::Email,
    ContactField::Phone,
    ContactField::Company,
    ContactField::Street,
    ContactField::Postcode,
    ContactField::City,
    ContactField::Country,
    ContactField::Birthdate,
    ContactField::Reference,
    ContactField::Notes,
];

/// The details of `kept` after `others` became part of it.
///
/// # Errors
/// [`MergeError::FieldUnknown`], [`MergeError::ChoiceOutside`], [`MergeError::Nameless`].
pub(super) fn united(
    kept: &Contact,
    others: &[Contact],
    choices: &BTreeMap<ContactField, ContactId>,
) -> Result<ContactDetails, MergeError> {
    let mut details = kept.details.clone();
    for other in others {
        fill(&mut details, &other.details);
    }
    for (field, from) in choices {
        let known = matches!(field, ContactField::Custom(_)) || CHOOSABLE.contains(field);
        if !known {
            return Err(MergeError::FieldUnknown(field.clone()));
        }
        let chosen = std::iter::once(kept).chain(others).find(|contact| contact.id == *from);
        let chosen = chosen.ok_or_else(|| MergeError::ChoiceOutside(field.clone()))?;
        choose(&mut details, &chosen.details, field);
    }
    if details.display_name().is_empty() { Err(MergeError::Nameless) } else { Ok(details) }
}

/// Takes what `details` lacks from `other`. Nothing of either is lost but what both say differently.
fn fill(details: &mut ContactDetails, other: &ContactDetails) {
    for field in [
        ContactField::Civility,
        ContactField::FirstName,
        ContactField::LastName,
        ContactField::Email,
        ContactField::Phone,
        ContactField::Company,
        ContactField::Birthdate,
        ContactField::Reference,
    ] {
        if details.text(&field).is_empty() {
            choose(details, other, &field);
        }
    }
    fill_address(details, other);
    add_notes(details, &other.notes);
    for (key, value) in &other.custom {
        details.custom.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let held: BTreeSet<String> = details.tags.iter().map(|tag| fold(tag)).collect();
    details.tags.extend(other.tags.iter().filter(|tag| !held.contains(&fold(tag))).cloned());
}

/// Half of one address and half of another are no address: gaps are filled only where the rest agrees.
fn fill_address(details: &mut ContactDetails, other: &ContactDetails) {
    let parts = [ContactField::Street, ContactField::Postcode, ContactField::City, ContactField::Country];
    let agree = |field: &ContactField| {
        let (one, two) = (fold(&details.text(field)), fold(&other.text(field)));
        one.is_empty() || two.is_empty() || one == two
    };
    if !parts.iter().all(agree) {
        return;
    }
    for field in parts {
        if details.text(&field).is_empty() {
            choose(details, other, &field);
        }
    }
}

fn add_notes(details: &mut ContactDetails, notes: &str) {
    if notes.is_empty() || details.notes.contains(notes) {
        return;
    }
    if !details.notes.is_empty() {
        details.notes.push_str("\n\n");
    }
    details.notes.push_str(notes);
}

fn choose(details: &mut ContactDetails, from: &ContactDetails, field: &ContactField) {
    match field {
        ContactField::Civility => details.civility.clone_from(&from.civility),
        ContactField::FirstName => details.first_name.clone_from(&from.first_name),
        ContactField::LastName => details.last_name.clone_from(&from.last_name),
        ContactField::Email => {
            details.email.clone_from(&from.email);
            details.email_typed.clone_from(&from.email_typed);
        }
        ContactField::Phone => {
            details.phone.clone_from(&from.phone);
            details.phone_typed.clone_from(&from.phone_typed);
        }
        ContactField::Company => details.company.clone_from(&from.company),
        ContactField::Street => details.street.clone_from(&from.street),
        ContactField::Postcode => details.postcode.clone_from(&from.postcode),
        ContactField::City => details.city.clone_from(&from.city),
        ContactField::Country => details.country.clone_from(&from.country),
        ContactField::Birthdate => details.birthdate.clone_from(&from.birthdate),
        ContactField::Reference => details.reference.clone_from(&from.reference),
        ContactField::Notes => details.notes.clone_from(&from.notes),
        ContactField::Custom(key) => {
            match from.custom.get(key) {
                Some(value) => details.custom.insert(key.clone(), value.clone()),
                None => details.custom.remove(key),
            };
        }
        // Made of others, united, or kept elsewhere: nobody can choose them.
        ContactField::FullName
        | ContactField::FullAddress
        | ContactField::Tags
        | ContactField::Consent(_) => {}
    }
}
