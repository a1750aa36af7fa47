//! Names of variables: compared without case, accents and the sign between words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form under which names are compared: `Prénom` is `prenom`, `Code postal` is `code_postal`.
#[must_use]
pub fn fold(name: &str) -> String {
    if is_folded(name) {
        return name.to_owned();
    }
    let mut folded = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            c if c.is_alphanumeric() => folded.push(c),
            c if is_joint(c) && !folded.is_empty() && !folded.ends_with('_') => folded.push('_'),
            _ => {}
        }
    }
    folded.truncate(folded.trim_end_matches('_').len());
    folded
}

fn is_folded(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && !name.starts_with('_')
        && !name.ends_with('_')
        && !name.contains("__")
}

/// Signs that people put between the words of a name.
pub(crate) fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_' | '-' | '\'' | '’' | '.' | '\u{2010}' | '\u{2011}')
}

/// How many single-letter changes lie between two folded names (for "did you mean").
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_separate_names() {
        for written in ["prenom", "Prénom", "PRÉNOM", "pre\u{301}nom", " prénom "] {
            assert_eq!(fold(written), "prenom", "{written:?}");
        }
        for written in ["code_postal", "Code postal", "code-postal", "code\u{a0}postal"] {
            assert_eq!(fold(written), "code_postal", "{written:?}");
        }
        assert_eq!(fold("Cœur"), "coeur");
        assert_eq!(fold("date d’échéance"), "date_d_echeance");
    }

    #[test]
    fn distance_counts_single_letter_changes() {
        assert_eq!(distance("prenom", "prenom"), 0);
        assert_eq!(distance("prenmo", "prenom"), 2);
        assert_eq!(distance("", "nom"), 3);
    }
}
