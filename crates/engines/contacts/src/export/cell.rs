//! Cells that a spreadsheet cannot run, and what they were before.

use std::borrow::Cow;

/// What a formula, or what some program takes for one, starts with.
const SIGNS: [char; 14] = ['=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would run the text.
fn runs(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(SIGNS)
}

/// Whether [`original`] would take an apostrophe off: the text's own one must survive the way back.
fn looks_guarded(text: &str) -> bool {
    original(text).len() < text.len()
}

/// The text with an apostrophe in front where a spreadsheet would run it.
pub(crate) fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    if runs(&text) || looks_guarded(&text) { Cow::Owned(format!("'{text}")) } else { text }
}

/// [`guarded`] for cells that are text whatever they start with.
pub(super) fn marked(text: Cow<'_, str>) -> Cow<'_, str> {
    if looks_guarded(&text) { Cow::Owned(format!("'{text}")) } else { text }
}

/// Whether a cell of a column of numbers is one, and nothing else: it needs no guard.
pub(super) fn is_strict_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(rest)
}

/// What a cell was before one of the two put an apostrophe in front.
pub(crate) fn original(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inner) if runs(inner) || inner.trim_start_matches(' ').starts_with('\'') => inner,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_run() {
        for text in ["=1+1", "+33612345678", "-1", "@SUM(A1)", "\t=1", "  =1", "|calc", "＝1", "\0=1"] {
            assert_eq!(guarded(text.into()), format!("'{text}"), "{text:?}");
        }
        for text in ["", "Dupont", "a=b", "'t Hooft", "1-2", "'"] {
            assert_eq!(guarded(text.into()), text);
        }
        assert_eq!(guarded("'=1".into()), "''=1");
    }

    #[test]
    fn exactly_one_apostrophe_is_taken_off_again() {
        for text in [
            "",
            "'",
            "''",
            "'''",
            "'t Hooft",
            "''t Hooft",
            "=1",
            "'=1",
            "''=1",
            "' =1",
            " =1",
            "' ",
            "''a",
            "' 'a",
        ] {
            assert_eq!(original(&guarded(text.into())), text, "guarded {text:?}");
            assert_eq!(original(&marked(text.into())), text, "marked {text:?}");
        }
    }

    #[test]
    fn a_number_is_digits_a_sign_and_one_point() {
        for text in ["0", "-12", "3.50", "-0.5"] {
            assert!(is_strict_number(text), "{text}");
        }
        for text in ["", "-", "+1", "1e9", "1.", ".5", "1,5", "=1", "--1", "-1+1"] {
            assert!(!is_strict_number(text), "{text}");
        }
    }
}
