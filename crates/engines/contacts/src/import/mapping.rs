//! Which column is which: by its name in French and English, and by what stands in it.

mod names;
mod values;

use std::collections::HashSet;

use sellify_domain::ContactField;
use sellify_validation::text::fold;

pub(super) use names::by_name;
pub(super) use values::{Class, Values, class_of, is_email};

/// A suggestion for one column, and how sure it is (0 to 1).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Suggestion {
    pub(super) field: ContactField,
    pub(super) confidence: f32,
}

/// Suggests a field for each column; a standard field goes to the column that fits it best.
pub(super) fn suggest(headers: &[String], values: &[Values]) -> Vec<Option<Suggestion>> {
    let mut candidates: Vec<(usize, Suggestion)> = headers
        .iter()
        .zip(values)
        .enumerate()
        .filter_map(|(column, (header, values))| Some((column, candidate(header, values)?)))
        .collect();
    // Stable: of two equally sure columns the first one wins.
    candidates.sort_by(|(_, a), (_, b)| b.confidence.total_cmp(&a.confidence));
    let mut suggestions = vec![None; headers.len()];
    let mut taken = HashSet::new();
    for (column, suggestion) in candidates {
        if taken.insert(suggestion.field.clone())
            && let Some(place) = suggestions.get_mut(column)
        {
            *place = Some(suggestion);
        }
    }
    // One column called “Nom” that holds “Jean Dupont” holds whole names.
    if !taken.contains(&ContactField::FirstName) && !taken.contains(&ContactField::FullName) {
        for (suggestion, values) in suggestions.iter_mut().zip(values) {
            if let Some(suggestion) = suggestion.as_mut()
                && suggestion.field == ContactField::LastName
                && values.share_of_two_words() > 0.6
            {
                suggestion.field = ContactField::FullName;
            }
        }
    }
    suggestions
}

fn candidate(header: &str, values: &Values) -> Option<Suggestion> {
    let named = by_name(header);
    let by_values = |field, confidence| Some(Suggestion { field, confidence });
    if let Some((field, confidence)) = named {
        let contradicted = match field {
            ContactField::Email => values.filled() >= 3 && values.share_of_emails() < 0.2,
            ContactField::Phone => values.filled() >= 3 && values.share_of_phones() < 0.2,
            _ => values.filled() >= 3 && values.share_of_emails() > 0.6,
        };
        if !contradicted {
            return by_values(field, confidence);
        }
    }
    if values.share_of_emails() > 0.6 {
        return by_values(ContactField::Email, 0.8);
    }
    if values.share_of_plain_phones() > 0.7 {
        return by_values(ContactField::Phone, 0.6);
    }
    None
}

/// The key of a field that only this firm has, made of a column's name: `Créé le` becomes `cree_le`.
/// Different columns get different keys; `taken` remembers them.
pub(super) fn custom_key(header: &str, column: usize, taken: &mut HashSet<String>) -> String {
    let words: Vec<String> = fold(header)
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut base = words.join("_");
    base.truncate(40);
    if base.is_empty() {
        base = format!("colonne_{}", column + 1);
    }
    let mut key = base.clone();
    let mut number = 2;
    while !taken.insert(key.clone()) {
        key = format!("{base}_{number}");
        number += 1;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(headers: &[&str], columns: &[&[&str]]) -> Vec<Option<ContactField>> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let values: Vec<Values> = columns
            .iter()
            .map(|cells| {
                let mut values = Values::default();
                cells.iter().for_each(|cell| values.add(cell));
                values
            })
            .collect();
        suggest(&headers, &values).into_iter().map(|found| found.map(|found| found.field)).collect()
    }

    #[test]
    fn names_are_matched_without_case_and_accents() {
        use ContactField as F;
        assert_eq!(
            fields(&["PRENOM", "Nom", "É-mail", "Tél. portable", "Créé le"], &[&[], &[], &[], &[], &[]]),
            [Some(F::FirstName), Some(F::LastName), Some(F::Email), Some(F::Phone), None]
        );
    }

    #[test]
    fn values_decide_where_the_name_says_nothing_or_lies() {
        use ContactField as F;
        let mails: &[&str] = &["a@b.fr", "c@d.fr", "e@f.fr"];
        assert_eq!(fields(&["colonne1"], &[mails]), [Some(F::Email)]);
        assert_eq!(fields(&["Email", "Contact"], &[&["oui", "non", "oui"], mails]), [None, Some(F::Email)]);
        assert_eq!(fields(&["x"], &[&["06 12 34 56 78", "+33612345679", "0612345670"]]), [Some(F::Phone)]);
        assert_eq!(fields(&["siren"], &[&["552100554", "732829320", "612345678"]]), [None]);
    }

    #[test]
    fn a_column_called_phone_keeps_its_name_when_the_numbers_are_of_no_range_in_service() {
        use ContactField as F;
        let reserved: &[&str] = &["06 39 98 49 01", "0639983591", "06 00 00 00 47", "06 39 98 92 89"];
        assert_eq!(fields(&["Téléphone", "Code interne"], &[reserved, reserved]), [Some(F::Phone), None]);
    }

    #[test]
    fn a_field_is_suggested_once() {
        use ContactField as F;
        let found = fields(&["Téléphone fixe", "Portable", "E-mail", "E-mail 2"], &[&[], &[], &[], &[]]);
        assert_eq!(found, [None, Some(F::Phone), Some(F::Email), None], "a mobile is worth more than a line");
    }

    #[test]
    fn one_column_of_whole_names_is_split_later() {
        assert_eq!(
            fields(&["Nom", "Email"], &[&["Jean Dupont", "Marie Durand"], &[]]).first(),
            Some(&Some(ContactField::FullName))
        );
    }

    #[test]
    fn keys_of_own_fields_differ() {
        let mut taken = HashSet::new();
        assert_eq!(custom_key("Créé le", 0, &mut taken), "cree_le");
        assert_eq!(custom_key("créé LE", 1, &mut taken), "cree_le_2");
        assert_eq!(custom_key("  ", 6, &mut taken), "colonne_7");
    }
}
