//! A firm's own fields: what people call them, and what kind of value they hold.

use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::format_description;

/// What kind of value a field holds. Values are kept as text, in the normal form of their kind; what cannot be read as
/// that kind stays as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomFieldKind {
    /// Any text.
    #[default]
    Text,
    /// A number: `-1234.5`, without blanks between the digits.
    Number,
    /// A day: `YYYY-MM-DD`.
    Date,
    /// `yes` or `no`.
    YesNo,
    /// One of the field's options, spelled as the field spells it.
    Choice,
}

/// A field that only this firm has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomField {
    /// Lower-case ASCII letters, digits and `_`; never changes.
    pub key: String,
    /// What people call it; none: the key.
    pub label: Option<String>,
    /// What kind of value it holds.
    pub kind: CustomFieldKind,
    /// What can be chosen, for [`CustomFieldKind::Choice`].
    pub options: Vec<String>,
}

impl CustomFieldKind {
    /// Every kind, in the order in which people choose.
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Date, Self::YesNo, Self::Choice];

    /// The normal form of what was typed, or none when it is no value of this kind. Days are read in ISO form and, day
    /// first, as `3/11/2026`, `3.11.2026` or `3-11-2026`. A choice is only known to its field: its text is trimmed.
    #[must_use]
    pub fn normal_form(self, typed: &str) -> Option<String> {
        let typed = typed.trim();
        match self {
            Self::Text | Self::Choice => Some(typed.to_owned()),
            Self::Number => number_text(typed),
            Self::Date => day_of(typed).map(iso),
            Self::YesNo => yes_no_of(typed).map(|yes| if yes { "yes" } else { "no" }.to_owned()),
        }
    }
}

/// The number that a text holds: `1 234,50 €` and `1234.5` are the same; none when it holds no number.
#[must_use]
pub fn number_of(text: &str) -> Option<f64> {
    number_text(text).and_then(|text| text.parse().ok())
}

/// A sign that stands alone is the decimal one, and so is the last of two kinds; one that repeats stands between thousands.
fn number_text(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_end_matches(['€', '$', '£', '%']).trim_end();
    let (sign, digits) = match typed.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", typed.strip_prefix('+').unwrap_or(typed)),
    };
    let mut plain = String::with_capacity(digits.len());
    for c in digits.chars() {
        match c {
            '0'..='9' | '.' | ',' => plain.push(c),
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}' if !plain.is_empty() => {}
            _ => return None,
        }
    }
    let (points, commas) = (plain.matches('.').count(), plain.matches(',').count());
    let decimal = match (points, commas) {
        (1, 0) => Some('.'),
        (0, 1) => Some(','),
        (_, 0) | (0, _) => None,
        (_, 1) if plain.rfind(',') > plain.rfind('.') => Some(','),
        (1, _) if plain.rfind('.') > plain.rfind(',') => Some('.'),
        _ => return None,
    };
    let (whole, part) = decimal.and_then(|sign| plain.rsplit_once(sign)).unwrap_or((plain.as_str(), ""));
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let part = part.trim_end_matches('0');
    if whole.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && part.is_empty() { "" } else { sign };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// Yes or no in the words people use, in six languages; none for anything else.
#[must_use]
pub fn yes_no_of(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "oui" | "o" | "true" | "vrai" | "1" | "x" | "ja" | "j" | "si" | "sí" | "sì" | "sim" => {
            Some(true)
        }
        "no" | "n" | "non" | "false" | "faux" | "0" | "nein" | "não" | "nao" => Some(false),
        _ => None,
    }
}

/// The day that a text holds, in ISO form or day first; none for anything else and for days that no calendar has.
#[must_use]
pub fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(day) = Date::parse(text, format_description!("[year]-[month]-[day]")) {
        return Some(day);
    }
    let mut parts = text.split(['/', '.', '-']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// `YYYY-MM-DD`.
#[must_use]
pub fn iso(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_the_same_in_french_and_in_english() {
        for typed in ["1 234,50 €", "1\u{202f}234,5", "1234.5", "1,234.50", "1.234,5", "01234,500"] {
            assert_eq!(CustomFieldKind::Number.normal_form(typed).as_deref(), Some("1234.5"), "{typed}");
        }
        assert_eq!(number_of("-3"), Some(-3.0));
        assert_eq!(CustomFieldKind::Number.normal_form("-0,00").as_deref(), Some("0"));
        for typed in ["", "douze", "12 rue Haute", "1,2,3.4.5", "-"] {
            assert_eq!(CustomFieldKind::Number.normal_form(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_day_is_read_day_first_and_a_day_that_no_calendar_has_is_none() {
        assert_eq!(CustomFieldKind::Date.normal_form("3/11/2026").as_deref(), Some("2026-11-03"));
        assert_eq!(CustomFieldKind::Date.normal_form("2026-11-03").as_deref(), Some("2026-11-03"));
        assert_eq!(CustomFieldKind::Date.normal_form("30/02/2026"), None);
        assert_eq!(CustomFieldKind::Date.normal_form("03/11/26"), None, "the century is anybody's guess");
    }

    #[test]
    fn yes_and_no_are_words_that_people_use_and_nothing_else() {
        assert_eq!(CustomFieldKind::YesNo.normal_form(" Oui ").as_deref(), Some("yes"));
        assert_eq!(CustomFieldKind::YesNo.normal_form("FAUX").as_deref(), Some("no"));
        assert_eq!(CustomFieldKind::YesNo.normal_form("peut-être"), None);
    }
}
