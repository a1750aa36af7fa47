//! The words under which a contact is found, and the key by which it is sorted.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use sellify_domain::ContactDetails;

use crate::StoreError;
use crate::fold::{fold, fold_into};

/// The columns that are searched, in the order of the arguments of the SQL function `contact_words`.
pub(super) const SEARCHED: [&str; 7] =
    ["first_name", "last_name", "company", "email", "phone", "city", "reference"];

/// The words of a contact, folded, one blank apart.
pub(super) fn of(details: &ContactDetails) -> String {
    join([
        &details.first_name,
        &details.last_name,
        &details.company,
        details.email.as_ref().map_or("", |email| email.as_str()),
        details.phone.as_ref().map_or("", |phone| phone.as_str()),
        &details.city,
        &details.reference,
    ])
}

fn join(parts: [&str; 7]) -> String {
    let mut words = String::with_capacity(96);
    for (at, part) in parts.into_iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        fold_into(&mut words, part);
        // A French person types 06…, not 336…: the number is found without its country code too.
        if SEARCHED[at] == "phone"
            && let Some(national) = national_digits(part)
        {
            fold_into(&mut words, national);
        }
    }
    words
}

/// An E.164 number without its country code (ITU-T E.164 annex: one digit for 1 and 7, else two or three).
fn national_digits(e164: &str) -> Option<&str> {
    let digits = e164.strip_prefix('+')?;
    let two: u32 = digits.get(..2)?.parse().ok()?;
    let code = match two {
        10..=19 | 70..=79 => 1,
        20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98 => {
            2
        }
        _ => 3,
    };
    digits.get(code..).filter(|rest| !rest.is_empty())
}

/// What a contact is sorted by: family name and given name, else firm, else address, else number.
pub(super) fn name_key(details: &ContactDetails) -> String {
    let mut key = String::with_capacity(24);
    fold_into(&mut key, &details.last_name);
    fold_into(&mut key, &details.first_name);
    let others = [
        details.company.as_str(),
        details.email.as_ref().map_or("", |email| email.as_str()),
        details.phone.as_ref().map_or("", |phone| phone.as_str()),
    ];
    for other in others {
        if key.is_empty() {
            fold_into(&mut key, other);
        }
    }
    // Behind every letter: a contact without any name is not what people look for first.
    if key.is_empty() { "~".to_owned() } else { key }
}

/// Makes `fold(text)`, `contact_words(…)` and `words_match(words, query, phone)` known to SQL.
pub(crate) fn register(conn: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("fold", 1, flags, |call| Ok(call.get_raw(0).as_str_or_null()?.map(fold)))?;
    conn.create_scalar_function("contact_words", 7, flags, |call| {
        let mut parts = [""; 7];
        for (at, part) in parts.iter_mut().enumerate() {
            *part = call.get_raw(at).as_str_or_null()?.unwrap_or_default();
        }
        Ok(join(parts))
    })?;
    conn.create_scalar_function("words_match", 3, flags, |call| {
        let text = |at: usize| call.get_raw(at).as_str_or_null();
        Ok(super::search::matches(text(0)?.unwrap_or_default(), text(1)?.unwrap_or_default(), text(2)?))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_with_and_without_its_country_code() {
        assert_eq!(national_digits("+33612345678"), Some("612345678"));
        assert_eq!(national_digits("+12025550123"), Some("2025550123"));
        assert_eq!(national_digits("+352621123456"), Some("621123456"));
        assert_eq!(national_digits("0612345678"), None, "not E.164");
    }

    #[test]
    fn a_contact_without_names_is_sorted_by_what_it_has() {
        let firm = ContactDetails { company: "Écuries".into(), ..Default::default() };
        assert_eq!(name_key(&firm), "ecuries");
        assert_eq!(name_key(&ContactDetails::default()), "~");
    }
}
