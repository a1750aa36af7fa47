//! Which column is which: by its name in six languages, and by what stands in it.

mod names;
mod values;
mod words;

use std::collections::HashSet;

use sellify_domain::ContactField;
use sellify_validation::text::fold;

use super::normalise::is_refusal;
pub(super) use names::{by_name, is_further_email};
pub(super) use values::{Class, Values, class_of, is_email};

/// A suggestion for one column, and how sure it is (0 to 1).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Suggestion {
    pub(super) field: ContactField,
    pub(super) confidence: f32,
}

/// Suggests a field for each column; a standard field goes to the column that fits it best.
pub(super) fn suggest(headers: &[String], values: &[Values]) -> Vec<Option<Suggestion>> {
    // A file that we wrote ourselves says what it holds.
    if let Some(own) = crate::export::own_columns(headers) {
        let sure = |field| Suggestion { field, confidence: 1.0 };
        return own.into_iter().map(|field| field.map(sure)).collect();
    }
    let mut candidates: Vec<(usize, Suggestion)> = headers
        .iter()
        .zip(values)
        .enumerate()
        .filter_map(|(column, (header, values))| Some((column, candidate(header, values)?)))
        .collect();
    // What is filled goes before what is not. Stable: of two equally sure columns the first one wins.
    let is_filled = |column: usize| values.get(column).is_some_and(|values| values.filled() > 0);
    candidates.sort_by(|(a, one), (b, other)| {
        is_filled(*b).cmp(&is_filled(*a)).then(other.confidence.total_cmp(&one.confidence))
    });
    let mut suggestions = vec![None; headers.len()];
    let mut taken = HashSet::new();
    for (column, suggestion) in candidates {
        let is_new = taken.insert(suggestion.field.clone());
        if (is_new || may_come_twice(&suggestion.field))
            && let Some(place) = suggestions.get_mut(column)
        {
            *place = Some(suggestion);
        }
    }
    settle_names(headers, values, &mut suggestions);
    settle_addresses(headers, values, &mut suggestions);
    suggestions
}

/// Tags are united, and of two words about one consent the stricter one counts.
fn may_come_twice(field: &ContactField) -> bool {
    matches!(field, ContactField::Tags | ContactField::Consent(_))
}

/// What a column that is just called “name” holds shows by the other columns, or by its values.
fn settle_names(headers: &[String], values: &[Values], suggestions: &mut [Option<Suggestion>]) {
    let has = |suggestions: &[Option<Suggestion>], field: &ContactField| {
        suggestions.iter().flatten().any(|suggestion| suggestion.field == *field)
    };
    let (first, last) =
        (has(suggestions, &ContactField::FirstName), has(suggestions, &ContactField::LastName));
    for (header, suggestion) in headers.iter().zip(suggestions.iter_mut()) {
        if let Some(suggestion) = suggestion.as_mut()
            && suggestion.field == ContactField::FullName
            && names::is_just_name(header)
            && first != last
        {
            // `Nome, Cognome` and `Vorname, Name`.
            suggestion.field = if first { ContactField::LastName } else { ContactField::FirstName };
        }
    }
    // One column called “Nom” that holds “Jean Dupont” holds whole names. Beside given names, “García López” is a
    // family's.
    let first = has(suggestions, &ContactField::FirstName);
    for (values, suggestion) in values.iter().zip(suggestions.iter_mut()) {
        if let Some(suggestion) = suggestion.as_mut()
            && suggestion.field == ContactField::LastName
            && !first
            && values.share_of_two_words() > 0.6
        {
            suggestion.field = ContactField::FullName;
        }
    }
    // Only one column of whole names.
    let mut whole = suggestions.iter_mut().filter(|suggestion| {
        suggestion.as_ref().is_some_and(|suggestion| suggestion.field == ContactField::FullName)
    });
    whole.next();
    whole.for_each(|second| *second = None);
}

/// One column that holds street, postcode and town holds whole addresses; a second line joins the first.
fn settle_addresses(headers: &[String], values: &[Values], suggestions: &mut [Option<Suggestion>]) {
    let known: HashSet<ContactField> =
        suggestions.iter().flatten().map(|suggestion| suggestion.field.clone()).collect();
    let has_town = known.contains(&ContactField::Postcode) || known.contains(&ContactField::FullAddress);
    for ((header, values), suggestion) in headers.iter().zip(values).zip(suggestions.iter_mut()) {
        match suggestion {
            Some(suggestion)
                if suggestion.field == ContactField::Street
                    && !has_town
                    && values.share_of_addresses() > 0.6 =>
            {
                suggestion.field = ContactField::FullAddress;
            }
            None => {
                let field = names::second_line(header).filter(|field| known.contains(field));
                *suggestion = field.map(|field| Suggestion { field, confidence: 0.8 });
            }
            Some(_) => {}
        }
    }
}

fn candidate(header: &str, values: &Values) -> Option<Suggestion> {
    let by_values = |field, confidence| Some(Suggestion { field, confidence });
    if let Some((channel, confidence)) = names::consent_by_name(header) {
        let share = values.share_of_consents(is_refusal(header));
        return if values.filled() == 0 || share > 0.8 {
            by_values(ContactField::Consent(channel), confidence)
        } else {
            None
        };
    }
    if let Some((field, confidence)) = by_name(header)
        && !is_contradicted(&field, confidence, values)
    {
        return by_values(field, confidence);
    }
    if values.share_of_emails() > 0.6 {
        return by_values(ContactField::Email, 0.8);
    }
    if values.share_of_plain_phones() > 0.7 {
        return by_values(ContactField::Phone, 0.6);
    }
    None
}

/// Whether what stands in a column cannot be what its name says.
fn is_contradicted(field: &ContactField, confidence: f32, values: &Values) -> bool {
    if values.filled() < 3 {
        return false;
    }
    match field {
        ContactField::Email => values.share_of_emails() < 0.2,
        ContactField::Phone => values.share_of_phones() < 0.2,
        // `Titre` is more often that of a job.
        ContactField::Civility if confidence < 0.8 => values.share_of_civilities() < 0.3,
        ContactField::FirstName | ContactField::LastName | ContactField::FullName => {
            values.share_of_emails() > 0.6 || values.share_of_numbers() > 0.6
        }
        _ => values.share_of_emails() > 0.6,
    }
}

/// The key of a field that only this firm has, made of a column's name: `Créé le` becomes `cree_le`.
/// Different columns get different keys; `taken` remembers them.
pub(crate) fn custom_key(header: &str, column: usize, taken: &mut HashSet<String>) -> String {
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
