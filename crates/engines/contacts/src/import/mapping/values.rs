//! What stands in a column, counted over its first cells.

use sellify_validation::{email, phone};

use crate::import::normalise::{date_shape, flag_of, is_civility, split_address};

/// Cells looked at in each column.
const LOOKED_AT: u32 = 200;

/// Counts of one column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    filled: u32,
    emails: u32,
    phones: u32,
    /// Numbers that are written as numbers to call: with a zero, a plus or blanks.
    plain_phones: u32,
    two_words: u32,
    numbers: u32,
    /// Words of consent, and those or days, as refusals are noted.
    flags: u32,
    flags_or_days: u32,
    civilities: u32,
    /// Street, postcode and town in one.
    addresses: u32,
    /// The first three different values, for the person to see.
    pub(crate) samples: Vec<String>,
}

impl Values {
    /// Looks at one cell.
    pub(crate) fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() || self.filled >= LOOKED_AT {
            return;
        }
        self.filled += 1;
        if self.samples.len() < 3 && !self.samples.iter().any(|sample| sample == cell) {
            self.samples.push(cell.chars().take(80).collect());
        }
        if is_email(cell) {
            self.emails += 1;
        } else if may_be_phone(cell)
            && let Ok(phone) = phone::parse(cell, "FR")
        {
            // A range that is not in service (yet) is still a number to call, where the column's name says so.
            self.phones += 1;
            self.plain_phones += u32::from(phone.valid && cell.starts_with(['0', '+', '(']));
        } else if phone::is_shortened(cell) {
            // Numbers they were, and each is refused with that reason.
            self.phones += 1;
        } else if cell.split_whitespace().count() >= 2 {
            self.two_words += 1;
        }
        self.add_words(cell);
    }

    fn add_words(&mut self, cell: &str) {
        let is_flag = flag_of(cell).is_some();
        self.flags += u32::from(is_flag);
        self.flags_or_days += u32::from(is_flag || date_shape(cell).is_some());
        self.numbers += u32::from(cell.bytes().all(|byte| byte.is_ascii_digit()));
        self.civilities += u32::from(is_civility(cell));
        let is_address =
            || split_address(cell).is_some_and(|parts| !parts.street.is_empty() && !parts.city.is_empty());
        self.addresses += u32::from(cell.len() > 10 && is_address());
    }

    pub(crate) fn filled(&self) -> u32 {
        self.filled
    }

    pub(crate) fn share_of_emails(&self) -> f32 {
        self.share(self.emails)
    }

    pub(crate) fn share_of_phones(&self) -> f32 {
        self.share(self.phones)
    }

    pub(crate) fn share_of_plain_phones(&self) -> f32 {
        self.share(self.plain_phones)
    }

    pub(crate) fn share_of_numbers(&self) -> f32 {
        self.share(self.numbers)
    }

    /// Of a column of refusals a day says as much as a yes.
    pub(crate) fn share_of_consents(&self, is_refusal: bool) -> f32 {
        self.share(if is_refusal { self.flags_or_days } else { self.flags })
    }

    pub(crate) fn share_of_civilities(&self) -> f32 {
        self.share(self.civilities)
    }

    pub(crate) fn share_of_addresses(&self) -> f32 {
        self.share(self.addresses)
    }

    pub(crate) fn share_of_two_words(&self) -> f32 {
        self.share(self.two_words)
    }

    #[expect(clippy::cast_precision_loss, reason = "at most 200")]
    fn share(&self, count: u32) -> f32 {
        if self.filled == 0 { 0.0 } else { count as f32 / self.filled as f32 }
    }
}

/// Names and sentences are not worth a look into the numbering plan.
fn may_be_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(|letter| letter.is_numeric()).count();
    digits >= 6 && digits * 4 >= cell.chars().count()
}

/// Whether a cell is an address; cheap for the others.
pub(crate) fn is_email(cell: &str) -> bool {
    cell.contains('@') && email::parse_cell(cell).is_ok()
}

/// What kind of thing a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// An address.
    Email,
    /// Digits with the signs of numbers, telephone numbers and dates.
    Number,
    /// Yes, no, or a word for nothing.
    Flag,
    /// Anything else: the only class that names of columns have.
    Text,
}

pub(crate) fn class_of(cell: &str) -> Class {
    let cell = cell.trim();
    let is_sign = |letter: char| ".,-+/: %€$()\u{a0}\u{202f}TZ".contains(letter);
    let has_digit = cell.contains(|letter: char| letter.is_ascii_digit());
    if has_digit && cell.chars().all(|letter| letter.is_ascii_digit() || is_sign(letter)) {
        Class::Number
    } else if FLAGS.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
        Class::Flag
    } else if is_email(cell) {
        Class::Email
    } else {
        Class::Text
    }
}

const FLAGS: [&str; 13] =
    ["na", "n/a", "#n/a", "none", "null", ".", "-", "true", "false", "vrai", "faux", "oui", "non"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_from_names() {
        for value in ["12", "2 666,50", "01/02/2024", "2024-01-02T10:00:00Z", "06 12 34 56 78"] {
            assert_eq!(class_of(value), Class::Number, "{value}");
        }
        assert_eq!((class_of("a@b.fr"), class_of("N/A")), (Class::Email, Class::Flag));
        for name in ["Nom", "T", "adresse 1", "", "E-mail"] {
            assert_eq!(class_of(name), Class::Text, "{name}");
        }
    }
}
