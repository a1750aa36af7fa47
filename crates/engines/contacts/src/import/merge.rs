//! What becomes of a contact when a file knows it too.

use sellify_domain::ContactDetails;

use super::normalise::{TagKeys, add_tags};

/// The contact after the file: what the file says wins, what it does not say stays, tags are added and never
/// removed. The address is the person's identity and is never replaced, only filled in; nor is a number when
/// it is another contact's (`phone_is_taken`).
pub(super) fn merge(
    vault: &ContactDetails,
    file: &ContactDetails,
    phone_is_taken: bool,
    tag_keys: &mut TagKeys,
) -> ContactDetails {
    let mut merged = vault.clone();
    for (place, text) in [
        (&mut merged.civility, &file.civility),
        (&mut merged.first_name, &file.first_name),
        (&mut merged.last_name, &file.last_name),
        (&mut merged.company, &file.company),
        (&mut merged.street, &file.street),
        (&mut merged.postcode, &file.postcode),
        (&mut merged.city, &file.city),
        (&mut merged.country, &file.country),
        (&mut merged.birthdate, &file.birthdate),
        (&mut merged.reference, &file.reference),
        (&mut merged.notes, &file.notes),
    ] {
        if !text.is_empty() && place != text {
            place.clone_from(text);
        }
    }
    if merged.email.is_none() && file.email.is_some() {
        merged.email.clone_from(&file.email);
        merged.email_typed.clone_from(&file.email_typed);
    }
    if !phone_is_taken && file.phone.is_some() && merged.phone != file.phone {
        merged.phone.clone_from(&file.phone);
        merged.phone_typed.clone_from(&file.phone_typed);
    }
    if merged.phone.is_none() && file.phone_typed.is_some() {
        merged.phone_typed.clone_from(&file.phone_typed);
    }
    for (key, value) in &file.custom {
        if merged.custom.get(key) != Some(value) {
            merged.custom.insert(key.clone(), value.clone());
        }
    }
    add_tags(&mut merged.tags, file.tags.iter().map(String::as_str), tag_keys);
    merged
}

#[cfg(test)]
mod tests {
    use sellify_domain::{EmailAddress, PhoneNumber};

    use super::*;

    fn details(email: Option<&str>, phone: Option<&str>, city: &str, tags: &[&str]) -> ContactDetails {
        ContactDetails {
            email: email.map(EmailAddress::from_normalised),
            phone: phone.map(PhoneNumber::from_e164),
            city: city.into(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..ContactDetails::default()
        }
    }

    #[test]
    fn the_file_wins_where_it_says_something() {
        let vault = details(Some("a@b.fr"), None, "Lyon", &["Client"]);
        let file = details(Some("a@b.fr"), Some("+33612345678"), "", &["client", "vip"]);
        let merged = merge(&vault, &file, false, &mut TagKeys::default());
        assert_eq!(merged, details(Some("a@b.fr"), Some("+33612345678"), "Lyon", &["Client", "vip"]));
    }

    #[test]
    fn an_address_is_never_replaced_and_a_number_never_taken_from_somebody() {
        let vault = details(Some("a@b.fr"), Some("+33612345678"), "", &[]);
        let file = details(Some("c@d.fr"), Some("+33698765432"), "", &[]);
        assert_eq!(merge(&vault, &file, true, &mut TagKeys::default()), vault);
    }
}
