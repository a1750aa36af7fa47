//! The words under which a contact is found, and the key by which it is sorted.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use sellify_domain::ContactDetails;

use crate::fold::{fold, fold_into};
use crate::{StoreError, column};

/// The columns that are searched, in the order of the arguments of the SQL function `contact_words`.
pub(super) const SEARCHED: [&str; 7] =
    ["first_name", "last_name", "company", "email", "phone", "city", "reference"];

/// What is computed from a contact before it is kept. An import can do it on another thread than the one that
/// writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedColumns {
    pub(super) words: String,
    pub(super) name_key: String,
    pub(super) custom: Option<String>,
}

impl DerivedColumns {
    /// Computes them.
    ///
    /// # Errors
    /// [`StoreError::ValueUnreadable`] when the own fields cannot be written as JSON.
    pub fn of(details: &ContactDetails) -> Result<Self, StoreError> {
        let custom = if details.custom.is_empty() {
            None
        } else {
            Some(column::json(&details.custom, "contacts.custom")?)
        };
        Ok(Self { words: of(details), name_key: name_key(details), custom })
    }
}

/// The words of a contact, folded, each once, one blank apart.
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
    let mut folded = String::with_capacity(128);
    for (at, part) in parts.into_iter().enumerate() {
        // A French person types 06…, not 336…: a number is found under its national digits.
        let part = if SEARCHED[at] == "phone" { national_digits(part).unwrap_or(part) } else { part };
        fold_into(&mut folded, part);
    }
    let mut words = String::with_capacity(folded.len() + 8);
    let mut known: [&str; 16] = [""; 16];
    for (at, word) in split(&folded).enumerate() {
        // The first sixteen only: a name repeats in the address, and looking further costs more than it saves.
        if known.iter().take(at).any(|known| *known == word) {
            continue;
        }
        if let Some(place) = known.get_mut(at) {
            *place = word;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// Cuts folded text into words, also between letters and digits: `dupont75@…` is found as `dupont`, and the index
/// is not filled with words that stand in one contact each (they made every search for a name slow).
pub(super) fn split(folded: &str) -> impl Iterator<Item = &str> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(' ');
        let bytes = rest.as_bytes();
        let digits = bytes.first()?.is_ascii_digit();
        // Blanks and digits are single bytes, so every cut lies between two characters.
        let end =
            bytes.iter().position(|b| *b == b' ' || b.is_ascii_digit() != digits).unwrap_or(bytes.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// An E.164 number without its country code (ITU-T E.164 annex: one digit for 1 and 7, else two or three).
pub(super) fn national_digits(e164: &str) -> Option<&str> {
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

/// Makes `fold(text)`, `contact_words(…)` and `words_match(words, query, phones)` known to SQL.
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
        Ok(super::search::matches(
            text(0)?.unwrap_or_default(),
            text(1)?.unwrap_or_default(),
            text(2)?.unwrap_or_default(),
        ))
    })?;
    super::rule::register(conn)
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
    fn words_are_cut_at_blanks_and_between_letters_and_digits() {
        assert_eq!(
            split("ana bon75 x1y é2").collect::<Vec<_>>(),
            ["ana", "bon", "75", "x", "1", "y", "é", "2"]
        );
        let twice =
            ContactDetails { first_name: "Ana".into(), last_name: "Ana Bon".into(), ..Default::default() };
        assert_eq!(of(&twice), "ana bon");
    }

    #[test]
    fn a_contact_without_names_is_sorted_by_what_it_has() {
        let firm = ContactDetails { company: "Écuries".into(), ..Default::default() };
        assert_eq!(name_key(&firm), "ecuries");
        assert_eq!(name_key(&ContactDetails::default()), "~");
    }
}
