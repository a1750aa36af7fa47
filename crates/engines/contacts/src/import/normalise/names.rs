//! Forms of address, and whole names in one cell.

use sellify_validation::text::fold;

/// A name that was in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FullName<'a> {
    pub(super) civility: &'a str,
    pub(super) first: String,
    pub(super) last: String,
}

/// The form of address as French letters write it; unknown ones stay as they are.
pub(super) fn civility(cell: &str) -> &str {
    known_civility(cell).unwrap_or(cell)
}

fn known_civility(word: &str) -> Option<&'static str> {
    match fold(word.trim_end_matches('.')).as_str() {
        "mme" | "madame" | "mrs" | "ms" | "mde" => Some("Mme"),
        "mlle" | "mademoiselle" | "miss" => Some("Mlle"),
        "m" | "mr" | "monsieur" | "mister" => Some("M."),
        "me" | "maitre" => Some("Me"),
        "dr" | "docteur" | "doctor" => Some("Dr"),
        "pr" | "professeur" => Some("Pr"),
        _ => None,
    }
}

/// `Mme DUPONT Anne`, `Anne Dupont`, `Dupont, Anne`. A single word is the family name: better no given name
/// in a letter than a wrong one.
pub(super) fn split(cell: &str) -> FullName<'_> {
    let (first_word, rest) = cell.split_once(char::is_whitespace).unwrap_or((cell, ""));
    let (civility, name) = match known_civility(first_word) {
        Some(civility) if !rest.trim().is_empty() => (civility, rest.trim()),
        _ => ("", cell),
    };
    let (first, last) = parts(name);
    FullName { civility, first, last }
}

fn parts(name: &str) -> (String, String) {
    if let Some((last, first)) = name.split_once(',') {
        return (first.trim().to_owned(), last.trim().to_owned());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capitals = |word: &&&str| {
        let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
        letters >= 2 && !word.chars().any(char::is_lowercase)
    };
    let capitals = words.iter().filter(is_capitals).count();
    if capitals > 0 && capitals < words.len() {
        // French lists write the family name in capitals, before or behind.
        let (last, first): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_capitals(word));
        return (first.join(" "), last.join(" "));
    }
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() => ((*first).to_owned(), rest.join(" ")),
        _ => (String::new(), name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_split_as_lists_write_them() {
        for (cell, civility, first, last) in [
            ("Anne Dupont", "", "Anne", "Dupont"),
            ("DUPONT Anne", "", "Anne", "DUPONT"),
            ("Mme Anne LE GALL", "Mme", "Anne", "LE GALL"),
            ("Dupont, Anne-Marie", "", "Anne-Marie", "Dupont"),
            ("Maître Jean de La Tour", "Me", "Jean", "de La Tour"),
            ("Dupont", "", "", "Dupont"),
            ("M", "", "", "M"),
        ] {
            let expected = FullName { civility, first: first.into(), last: last.into() };
            assert_eq!(split(cell), expected, "{cell}");
        }
    }

    #[test]
    fn forms_of_address_are_unified() {
        assert_eq!((civility("MADAME"), civility("Mr."), civility("Comte")), ("Mme", "M.", "Comte"));
    }
}
