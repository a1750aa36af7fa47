//! One cell into one field of a contact.

use sellify_domain::{Channel, ContactDetails, ContactField, CustomFieldKind};
use sellify_validation::phone::{self, ParsedPhone, PhoneViolation};

use super::mapped::Mapped;
use super::tags::{TagKeys, add_tags, split as split_tags};
use super::{address, consent, dates, firms, names};

/// Keeps what was typed only where the number does not say it all.
pub(super) fn set_phone(
    details: &mut ContactDetails,
    cell: &str,
    mapped: &Mapped,
    home: &str,
    lives_in: Option<&str>,
) -> Result<(), PhoneViolation> {
    if mapped.choice.restore_zero == Some(false) && has_lost_its_zero(cell) {
        details.phone_typed.get_or_insert_with(|| cell.to_owned());
        return Ok(());
    }
    match parse_phone(cell, home, lives_in) {
        Ok(phone) => {
            details.phone_typed = phone.extension.is_some().then(|| cell.to_owned());
            details.phone = Some(phone.number);
            Ok(())
        }
        Err(violation) => {
            details.phone_typed.get_or_insert_with(|| cell.to_owned());
            Err(violation)
        }
    }
}

/// A number as it is written where the person lives, where such a number exists there; else as at home.
pub(super) fn parse_phone(
    cell: &str,
    home: &str,
    lives_in: Option<&str>,
) -> Result<ParsedPhone, PhoneViolation> {
    let abroad = lives_in.filter(|country| *country != home).map(|country| phone::parse(cell, country));
    match abroad {
        Some(Ok(phone)) if phone.valid => Ok(phone),
        Some(abroad) => match phone::parse(cell, home) {
            Ok(phone) if phone.valid => Ok(phone),
            at_home => abroad.or(at_home),
        },
        None => phone::parse(cell, home),
    }
}

/// Digits alone, too few for a country code and a number, and no zero in front.
fn has_lost_its_zero(cell: &str) -> bool {
    let digits = cell.strip_suffix(".0").unwrap_or(cell);
    digits.len() <= 9 && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn add_tags_of(details: &mut ContactDetails, cell: &str, keys: &mut TagKeys) {
    add_tags(&mut details.tags, split_tags(cell), keys);
}

/// Of two columns for one channel a no wins: nobody is written to against their word.
pub(super) fn set_consent(
    consents: &mut Vec<(Channel, bool)>,
    channel: Channel,
    cell: &str,
    mapped: &Mapped,
) {
    let Some(said) = consent::said(cell, mapped.is_refusal) else { return };
    match consents.iter_mut().find(|(known, _)| *known == channel) {
        Some((_, before)) => *before &= said,
        None => consents.push((channel, said)),
    }
}

pub(super) fn set_text(details: &mut ContactDetails, mapped: &Mapped, cell: &str) {
    let place = match &mapped.field {
        ContactField::Civility => return set_once(&mut details.civility, names::civility(cell)),
        ContactField::FullName => return set_full_name(details, cell),
        ContactField::FullAddress => return set_address(details, cell),
        ContactField::Birthdate => return set_birthdate(details, mapped, cell),
        ContactField::Custom(key) => return set_custom(details, key, mapped, cell),
        ContactField::Postcode => return set_postcode(details, mapped, cell),
        ContactField::FirstName => &mut details.first_name,
        ContactField::LastName => &mut details.last_name,
        ContactField::Company => &mut details.company,
        ContactField::Street => &mut details.street,
        ContactField::City => &mut details.city,
        ContactField::Country => &mut details.country,
        ContactField::Reference => &mut details.reference,
        ContactField::Notes => &mut details.notes,
        ContactField::Email | ContactField::Phone | ContactField::Tags | ContactField::Consent(_) => return,
    };
    join(place, cell, &mapped.join);
}

/// A person's name, or the company's where no column says another.
pub(super) fn set_full_name(details: &mut ContactDetails, cell: &str) {
    if !firms::is_firm(cell) {
        let name = names::split(cell);
        set_once(&mut details.civility, name.civility);
        set_once(&mut details.first_name, &name.first);
        set_once(&mut details.last_name, &name.last);
    } else if details.company.is_empty() {
        cell.clone_into(&mut details.company);
    } else if details.company != cell {
        set_once(&mut details.last_name, cell);
    }
}

fn set_address(details: &mut ContactDetails, cell: &str) {
    let Some(address) = address::split(cell) else { return set_once(&mut details.street, cell) };
    set_once(&mut details.street, &address.street);
    set_once(&mut details.postcode, &address.postcode);
    set_once(&mut details.city, &address.city);
    set_once(&mut details.country, &address.country);
}

/// Nothing is lost: what cannot be read as a date is kept beside.
fn set_birthdate(details: &mut ContactDetails, mapped: &Mapped, cell: &str) {
    match dates::iso(cell, mapped.choice.date_order) {
        Some(date) => set_once(&mut details.birthdate, &date),
        None if dates::is_nothing(cell) => {}
        None => drop(details.custom.insert("birthdate_typed".into(), cell.to_owned())),
    }
}

/// What cannot be read as the field's kind stays as typed.
fn set_custom(details: &mut ContactDetails, key: &str, mapped: &Mapped, cell: &str) {
    let value = match mapped.kind {
        CustomFieldKind::Text | CustomFieldKind::Choice => None,
        CustomFieldKind::Date => dates::iso(cell, mapped.choice.date_order),
        CustomFieldKind::Number | CustomFieldKind::YesNo => mapped.kind.normal_form(cell),
    };
    match details.custom.get_mut(key) {
        Some(place) if mapped.kind == CustomFieldKind::Text => join(place, cell, &mapped.join),
        Some(_) => {}
        None => drop(details.custom.insert(key.to_owned(), value.unwrap_or_else(|| cell.to_owned()))),
    }
}

fn set_postcode(details: &mut ContactDetails, mapped: &Mapped, cell: &str) {
    // The mark by which a program keeps Excel from taking the zero.
    let is_marked = |rest: &&str| rest.starts_with(|letter: char| letter.is_ascii_digit());
    let cell = cell.strip_prefix('\'').filter(is_marked).unwrap_or(cell);
    let digits = cell.strip_suffix(".0").unwrap_or(cell);
    let is_short = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_short && mapped.choice.restore_zero == Some(true) {
        set_once(&mut details.postcode, &format!("0{digits}"));
    } else {
        join(&mut details.postcode, cell, &mapped.join);
    }
}

/// A column that says again what another has said adds nothing.
fn join(place: &mut String, cell: &str, between: &str) {
    if place.is_empty() {
        cell.clone_into(place);
    } else if place != cell {
        place.push_str(between);
        place.push_str(cell);
    }
}

/// Of two columns for one field the first one that says something wins.
fn set_once(place: &mut String, text: &str) {
    if place.is_empty() {
        text.clone_into(place);
    }
}
