//! The columns of a file of contacts, and how our own import knows them again.

use std::collections::HashSet;

use sellify_domain::{Channel, ContactField, CustomFieldKind};
use sellify_store::{Read, StoreError};

use super::answers::Answers;
use super::cell::original;
use super::rejects::is_reason;
use crate::import::custom_key;

/// The last column. It holds the contact's id; its name is the mark by which our import knows our own files.
pub(crate) const MARK: &str = "Identifiant Sellify";

/// French names, which people read and our own import knows.
const STANDARD: [(ContactField, &str); 20] = [
    (ContactField::Civility, "Civilité"),
    (ContactField::FirstName, "Prénom"),
    (ContactField::LastName, "Nom"),
    (ContactField::FullName, "Nom complet"),
    (ContactField::Email, "E-mail"),
    (ContactField::Phone, "Téléphone"),
    (ContactField::Company, "Société"),
    (ContactField::Street, "Adresse"),
    (ContactField::FullAddress, "Adresse complète"),
    (ContactField::Postcode, "Code postal"),
    (ContactField::City, "Ville"),
    (ContactField::Country, "Pays"),
    (ContactField::Birthdate, "Date de naissance"),
    (ContactField::Reference, "Référence"),
    (ContactField::Notes, "Notes"),
    (ContactField::Tags, "Étiquettes"),
    (ContactField::Consent(Channel::Email), "Consentement e-mail"),
    (ContactField::Consent(Channel::WhatsApp), "Consentement WhatsApp"),
    (ContactField::Consent(Channel::Phone), "Consentement téléphone"),
    (ContactField::Consent(Channel::Post), "Consentement courrier"),
];

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// What is in it; none: the contact's id.
    pub(super) field: Option<ContactField>,
    /// Its name.
    pub(super) header: String,
    /// Whether it is one of the firm's own fields that hold numbers.
    pub(super) numeric: bool,
}

/// The columns that were asked for, or all that can hold something; the mark comes last.
pub(super) fn columns(
    read: &Read<'_>,
    answers: &Answers,
    wanted: Option<&[ContactField]>,
) -> Result<Vec<Column>, StoreError> {
    let own = read.contact_fields().all()?;
    let mut headers: HashSet<String> = STANDARD.iter().map(|(_, header)| (*header).to_owned()).collect();
    headers.insert(MARK.to_owned());
    let standard = STANDARD.iter().map(|(field, header)| Column {
        field: Some(field.clone()),
        header: (*header).to_owned(),
        numeric: false,
    });
    let own = own.into_iter().map(|own| Column {
        header: header_of(&own.key, own.label.as_deref(), &mut headers),
        numeric: own.kind == CustomFieldKind::Number,
        field: Some(ContactField::Custom(own.key)),
    });
    let all: Vec<Column> = standard.chain(own).collect();
    let mut chosen: Vec<Column> = match wanted {
        Some(wanted) => wanted
            .iter()
            .filter_map(|field| all.iter().find(|column| column.field.as_ref() == Some(field)))
            .cloned()
            .collect(),
        None => all.into_iter().filter(|column| is_usual(column, answers)).collect(),
    };
    chosen.push(Column { field: None, header: MARK.to_owned(), numeric: false });
    Ok(chosen)
}

/// Not those that only repeat two others, nor consent on a channel of which nothing is known.
fn is_usual(column: &Column, answers: &Answers) -> bool {
    match column.field {
        Some(ContactField::FullName | ContactField::FullAddress) => false,
        Some(ContactField::Consent(channel)) => answers.knows(channel),
        _ => true,
    }
}

/// The label, where an import would make the same key of it; otherwise the key stands behind it.
fn header_of(key: &str, label: Option<&str>, headers: &mut HashSet<String>) -> String {
    let label = label.map(str::trim).filter(|label| !label.is_empty()).unwrap_or(key);
    let says_it = custom_key(label, 0, &mut HashSet::new()) == key && bracketed(label).is_none();
    if says_it && headers.insert(label.to_owned()) {
        return label.to_owned();
    }
    let header = format!("{label} [{key}]");
    headers.insert(header.clone());
    header
}

/// The key behind a label.
fn bracketed(header: &str) -> Option<&str> {
    let (_, key) = header.strip_suffix(']')?.rsplit_once(" [")?;
    (!key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'))
        .then_some(key)
}

/// Whether a file with these columns is one that we wrote: its cells carry our apostrophes.
pub(crate) fn is_guarded(headers: &[String]) -> bool {
    is_ours(headers) || headers.iter().any(|header| is_reason(header))
}

/// Whether a file is an export of ours: every cell then says what the contact said, and nothing has to be guessed.
pub(crate) fn is_ours(headers: &[String]) -> bool {
    headers.iter().any(|header| header == MARK)
}

/// The name of the column for a field, in our own files; a field of the firm's own is called by its key.
pub(super) fn name_of(field: &ContactField) -> String {
    match (field, STANDARD.iter().find(|(known, _)| known == field)) {
        (_, Some((_, name))) => (*name).to_owned(),
        (ContactField::Custom(key), None) => format!("{key} [{key}]"),
        (_, None) => field.key(),
    }
}

/// What the columns of one of our own exports hold: exactly what was in them. None: the file is not ours.
pub(crate) fn own_columns(headers: &[String]) -> Option<Vec<Option<ContactField>>> {
    is_ours(headers).then(|| {
        let mut taken = HashSet::new();
        headers.iter().map(|header| own_column(original(header), &mut taken)).collect()
    })
}

fn own_column(header: &str, taken: &mut HashSet<ContactField>) -> Option<ContactField> {
    if header.is_empty() || header == MARK {
        return None;
    }
    let known = STANDARD.iter().find(|(_, name)| *name == header).map(|(field, _)| field.clone());
    let field = known.unwrap_or_else(|| {
        let key = bracketed(header).map_or_else(|| custom_key(header, 0, &mut HashSet::new()), str::to_owned);
        ContactField::Custom(key)
    });
    taken.insert(field.clone()).then_some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_makes_another_key_carries_its_own() {
        let mut headers = HashSet::from(["Nom".to_owned()]);
        assert_eq!(header_of("n_adherent", Some("N° adhérent"), &mut headers), "N° adhérent");
        assert_eq!(header_of("numero", Some("N° de client"), &mut headers), "N° de client [numero]");
        assert_eq!(
            header_of("nom", Some("Nom"), &mut headers),
            "Nom [nom]",
            "a column of that name is there"
        );
        assert_eq!(header_of("ville_2", None, &mut headers), "ville_2");
    }

    #[test]
    fn our_own_columns_come_back_exactly() {
        let headers = ["Prénom", "N° adhérent", "Nom [nom]", "'=x [x]", MARK].map(str::to_owned);
        let custom = |key: &str| Some(ContactField::Custom(key.to_owned()));
        assert_eq!(
            own_columns(&headers),
            Some(vec![Some(ContactField::FirstName), custom("n_adherent"), custom("nom"), custom("x"), None])
        );
        assert_eq!(own_columns(&["Prénom".to_owned()]), None);
    }
}
