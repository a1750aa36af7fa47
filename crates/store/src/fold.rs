//! One folding for everything that people compare or search: no case, no accents, no punctuation.
//!
//! The full-text index is fed with folded text and cut at blanks only. So the words of a query and the words
//! of the index are made by the same function, and the index needs neither a Unicode tokenizer (half of the
//! time of an import) nor a second table of sizes.

use std::sync::LazyLock;

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
    let start = out.len();
    let mut gap = start > 0;
    for c in text.chars() {
        if c.is_ascii() {
            push(out, c.to_ascii_lowercase(), c.is_ascii_alphanumeric(), &mut gap);
        } else if let Some(letters) = LATIN.get((c as usize).wrapping_sub(LATIN_START)) {
            // Nearly every other letter of European names: made by the slow way, once.
            letters.chars().for_each(|letter| push(out, letter, letter != ' ', &mut gap));
        } else {
            // Marks can change places, so the text is taken as a whole.
            out.truncate(start);
            return fold_slowly(out, text);
        }
    }
}

const LATIN_START: usize = 0x80;
const LATIN_END: u32 = 0x250;
/// What each sign up to Latin Extended-B folds to; a blank separates words (`ŀ` is an `l` and a dot).
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let signs = (0x80..LATIN_END).filter_map(char::from_u32);
    signs.map(|sign| unfolded(sign.encode_utf8(&mut [0; 4])).collect()).collect()
});

fn fold_slowly(out: &mut String, text: &str) {
    let mut gap = !out.is_empty();
    unfolded(text).for_each(|letter| push(out, letter, letter != ' ', &mut gap));
}

/// Letters without case and accents, and blanks for everything that separates words.
fn unfolded(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)).flat_map(|c| {
        let belongs_to_word = c.is_alphanumeric() || is_combining_mark(c);
        let letters = spelled_out(c).unwrap_or_default();
        let itself = letters.is_empty().then_some(if belongs_to_word { c } else { ' ' });
        letters.chars().chain(itself)
    })
}

#[inline]
fn push(out: &mut String, c: char, belongs_to_word: bool, gap: &mut bool) {
    if !belongs_to_word {
        *gap |= !out.is_empty();
        return;
    }
    if *gap {
        out.push(' ');
        *gap = false;
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

    #[test]
    fn the_table_of_latin_letters_folds_as_the_slow_way_does() {
        for c in (0x80..LATIN_END).filter_map(char::from_u32) {
            for text in [format!("a{c}b"), format!("{c}"), format!("x {c}{c} y")] {
                let mut slowly = String::new();
                fold_slowly(&mut slowly, &text);
                assert_eq!(fold(&text), slowly, "{text:?} ({:x})", c as u32);
            }
        }
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
