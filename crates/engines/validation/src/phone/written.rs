//! What people and spreadsheets put around the digits of a number.

use std::borrow::Cow;

/// Words that come before an extension, lower-case. The metadata knows `ext` and `x` by itself, not the
/// French ones.
const EXTENSION_WORDS: [&str; 7] = ["poste", "postes", "interne", "int.", "int", "extension", "p."];

/// Fewest digits of the first of two numbers in one cell.
const FIRST_NUMBER_DIGITS: usize = 6;

/// One way to read a text: the number, and the extension behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading<'a> {
    pub(super) number: Cow<'a, str>,
    pub(super) extension: Option<&'a str>,
}

/// The text with ordinary digits, blanks and dashes, without marks that nobody sees, without the apostrophe
/// and the `.0` that spreadsheets add.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let text = text.trim().trim_start_matches('\'').trim();
    let text = drop_decimals(text);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain: String = text.chars().filter_map(plain_char).collect();
    Cow::Owned(drop_decimals(plain.trim().trim_start_matches('\'')).to_owned())
}

fn plain_char(letter: char) -> Option<char> {
    match letter {
        '\u{FF10}'..='\u{FF19}' => char::from_digit(letter as u32 - 0xFF10, 10),
        '\u{0660}'..='\u{0669}' => char::from_digit(letter as u32 - 0x0660, 10),
        '\u{06F0}'..='\u{06F9}' => char::from_digit(letter as u32 - 0x06F0, 10),
        '\u{FF0B}' => Some('+'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => Some('\''),
        '\u{00B7}' | '\u{2022}' | '\u{2024}' => Some('.'),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => None,
        other if other.is_whitespace() => Some(' '),
        other => Some(other),
    }
}

/// `612345678.0` and `612345678,00` are integers that went through a spreadsheet.
fn drop_decimals(text: &str) -> &str {
    let Some((whole, decimals)) = text.split_once(['.', ',']) else { return text };
    let is_number = whole.len() >= FIRST_NUMBER_DIGITS && whole.bytes().all(|b| b.is_ascii_digit());
    let is_zero = !decimals.is_empty() && decimals.len() <= 2 && decimals.bytes().all(|b| b == b'0');
    if is_number && is_zero { whole } else { text }
}

/// `6,123457E+08`.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let mantissa = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(whole) && digits(decimals) && digits(exponent) && exponent.len() <= 3
}

/// The ways to read a text, best first: all of it, without its extension, the first of two numbers.
pub(super) fn readings(text: &str) -> Vec<Reading<'_>> {
    let mut readings = Vec::with_capacity(3);
    if let Some((number, extension)) = split_extension(text) {
        readings.push(Reading { number: Cow::Borrowed(number), extension: Some(extension) });
    }
    readings.push(Reading { number: Cow::Borrowed(text), extension: None });
    if let Some(first) = first_of_two(text) {
        let (number, extension) = split_extension(first).map_or((first, None), |(n, e)| (n, Some(e)));
        readings.push(Reading { number: Cow::Borrowed(number), extension });
    }
    readings
}

fn split_extension(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    let (start, word) = EXTENSION_WORDS
        .iter()
        .filter_map(|word| lower.rfind(word).map(|at| (at, *word)))
        .min_by_key(|(at, _)| *at)?;
    let digits_before = text.get(..start)?.bytes().filter(u8::is_ascii_digit).count();
    let extension = text.get(start + word.len()..)?.trim_matches(|c: char| !c.is_ascii_digit());
    let plausible = (1..=7).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
    (digits_before >= FIRST_NUMBER_DIGITS && plausible).then(|| (&text[..start], extension))
}

fn first_of_two(text: &str) -> Option<&str> {
    let marks = [" ::: ", " / ", "/", " ou ", " or ", " et ", " and ", ";", "|", ",", "\n", " - "];
    marks.iter().find_map(|mark| {
        let (first, rest) = text.split_once(mark)?;
        let digits = |s: &str| s.bytes().filter(u8::is_ascii_digit).count();
        (digits(first) >= FIRST_NUMBER_DIGITS && digits(rest) >= 2).then_some(first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scientific_notation_is_seen_in_both_languages() {
        assert!(is_scientific("6,123457E+08"));
        assert!(is_scientific("6.12e8"));
        assert!(!is_scientific("06 12 34 56 78"));
        assert!(!is_scientific("2e étage"));
    }

    #[test]
    fn slashes_between_pairs_are_not_two_numbers() {
        assert_eq!(first_of_two("01/23/45/67/89"), None);
        assert_eq!(first_of_two("0123456789/0612345678"), Some("0123456789"));
    }

    #[test]
    fn full_width_digits_become_ordinary_ones() {
        assert_eq!(tidy("０６\u{202f}１２"), "06 12");
    }
}
