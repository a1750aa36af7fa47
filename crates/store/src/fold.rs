//! One folding for everything that people compare or search: no case, no accents, no punctuation.
//!
//! The full-text index is fed with folded text and cut at blanks only. So the words of a query and the words
//! of the index are made by the same function, and the index needs neither a Unicode tokenizer (half of the
//! time of an import) nor a second table of sizes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no accents, ligatures spelled out, everything that is neither letter nor digit turned into
/// one blank; no blank at either end.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

/// Appends the folded words of `text` to `out`, with a blank before them when `out` already has words.
pub(crate) fn fold_into(out: &mut String, text: &str) {
    let mut gap = !out.is_empty();
    if text.is_ascii() {
        // Nearly every cell: no tables needed.
        for byte in text.bytes() {
            push(out, char::from(byte.to_ascii_lowercase()), byte.is_ascii_alphanumeric(), &mut gap);
        }
        return;
    }
    for c in text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)) {
        match spelled_out(c) {
            Some(letters) => letters.chars().for_each(|letter| push(out, letter, true, &mut gap)),
            None => push(out, c, c.is_alphanumeric() || is_combining_mark(c), &mut gap),
        }
    }
}

fn push(out: &mut String, c: char, belongs_to_word: bool, gap: &mut bool) {
    if !belongs_to_word {
        *gap |= !out.is_empty();
        return;
    }
    if std::mem::take(gap) {
        out.push(' ');
    }
    out.push(c);
}

/// The accents of Latin, Greek and Cyrillic letters. Vowel signs of other scripts are letters, and stay.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Letters that Unicode does not take apart, but people do.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        assert_eq!(fold("  Hélène D'ARC-Œuvré "), "helene d arc oeuvre");
        assert_eq!(fold("He\u{301}le\u{300}ne"), fold("Hélène"), "composed or not");
        assert_eq!(fold("Straße ＡＢＣ ①"), "strasse abc 1");
        assert_eq!(fold("—"), "");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn words_stand_one_blank_apart(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(folded.split_whitespace().collect::<Vec<_>>().join(" "), folded);
        }
    }
}
