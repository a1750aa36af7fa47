//! Text as people compare it: without case and accents, without the invisible characters that files carry.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without accents and ligatures: `Éléonore Bœuf` becomes `eleonore boeuf`.
///
/// Used to compare tags, column headers and names; never shown.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match letter {
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ß' | 'ẞ' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'þ' | 'Þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            '’' | 'ʼ' | '‘' => folded.push('\''),
            other if other.is_whitespace() => folded.push(' '),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded
}

/// Whether two texts are the same for a person: see [`fold`].
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a == b || fold(a) == fold(b)
}

/// The text without blanks around it (no-break spaces too), and without characters that nobody can see:
/// byte-order marks, zero-width spaces, bidirectional marks, control characters. Line breaks become `\n`, and an accent
/// that stands behind its letter joins it.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    // Nearly every cell of a file: no tables needed, and nothing to change inside.
    let trimmed = text.trim_ascii();
    if trimmed.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(trimmed);
    }
    let trimmed = text.trim_matches(is_edge);
    if !trimmed.chars().any(|letter| is_invisible(letter) || is_accent(letter)) {
        return Cow::Borrowed(trimmed);
    }
    let unified = trimmed.replace("\r\n", "\n").replace('\r', "\n");
    let visible: String = unified.chars().filter(|c| !is_invisible(*c)).nfc().collect();
    Cow::Owned(visible.trim_matches(is_edge).to_owned())
}

fn is_edge(letter: char) -> bool {
    letter.is_whitespace() || is_invisible(letter)
}

/// An accent that stands behind its letter, as a Mac writes it.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

/// Zero-width joiners are kept: names in several scripts and emoji are written with them.
fn is_invisible(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}' | '\u{00AD}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_ligatures_fold_away() {
        assert_eq!(fold("Éléonore Bœuf"), "eleonore boeuf");
        assert_eq!(fold("ÎLE-DE-FRANCE"), "ile-de-france");
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("L’Haÿ"), "l'hay", "typographic apostrophes are typed as straight ones");
    }

    #[test]
    fn composed_and_decomposed_accents_are_the_same() {
        assert!(same("Prénom", "PRE\u{301}NOM"));
        assert!(!same("Prénom", "Nom"));
    }

    #[test]
    fn clean_drops_what_nobody_sees_and_keeps_line_breaks() {
        assert_eq!(clean("\u{a0} Dupont\u{200b}\t "), "Dupont");
        assert_eq!(clean("a\r\nb\rc\0"), "a\nb\nc");
        assert_eq!(clean("He\u{301}le\u{300}ne"), "Hélène");
        assert!(matches!(clean(" Dupont "), Cow::Borrowed("Dupont")));
    }
}
