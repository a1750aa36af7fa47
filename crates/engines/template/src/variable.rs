//! The vocabulary: which names stand for which field of a contact.

use sellify_domain::ContactField;

use crate::name::{distance, fold};

/// A field with every name it answers to, the French one first. The order is that of [`Slot::Standard`].
pub(crate) struct Standard {
    pub(crate) field: ContactField,
    pub(crate) names: &'static [&'static str],
}

pub(crate) const STANDARD: [Standard; 14] = [
    Standard { field: ContactField::Civility, names: &["civilite", "civility"] },
    Standard { field: ContactField::FirstName, names: &["prenom", "first_name", "firstname", "given_name"] },
    Standard {
        field: ContactField::LastName,
        names: &["nom", "last_name", "lastname", "family_name", "surname", "nom_de_famille"],
    },
    Standard {
        field: ContactField::FullName,
        names: &["nom_complet", "full_name", "fullname", "name", "prenom_nom", "nom_prenom"],
    },
    Standard {
        field: ContactField::Email,
        names: &["email", "courriel", "e_mail", "mail", "mel", "adresse_email", "adresse_e_mail"],
    },
    Standard {
        field: ContactField::Phone,
        names: &["telephone", "phone", "mobile", "portable", "tel", "phone_number"],
    },
    Standard {
        field: ContactField::Company,
        names: &["societe", "company", "entreprise", "raison_sociale", "organisation", "organization"],
    },
    Standard { field: ContactField::Street, names: &["adresse", "street", "address", "rue", "voie"] },
    Standard {
        field: ContactField::Postcode,
        names: &["code_postal", "postcode", "cp", "zip", "zip_code", "postal_code"],
    },
    Standard { field: ContactField::City, names: &["ville", "city", "town", "commune"] },
    Standard { field: ContactField::Country, names: &["pays", "country"] },
    Standard {
        field: ContactField::Birthdate,
        names: &["date_naissance", "birthdate", "date_de_naissance", "birth_date", "birthday"],
    },
    Standard { field: ContactField::Reference, names: &["reference", "ref"] },
    Standard { field: ContactField::Notes, names: &["notes", "note"] },
];

/// Where a variable finds its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Index into [`STANDARD`].
    Standard(usize),
    /// A field of the firm's own, by folded key.
    Custom(String),
}

impl Slot {
    pub(crate) fn of(folded: &str) -> Self {
        STANDARD
            .iter()
            .position(|standard| standard.names.contains(&folded))
            .map_or_else(|| Self::Custom(folded.to_owned()), Self::Standard)
    }

    pub(crate) fn field(&self) -> ContactField {
        match self {
            Self::Standard(at) => STANDARD[*at].field.clone(),
            Self::Custom(key) => ContactField::Custom(key.clone()),
        }
    }
}

/// A variable that people may use, for the editor's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownVariable {
    /// The name to write between braces.
    pub name: String,
    /// Other names that mean the same.
    pub aliases: Vec<String>,
    /// The field it stands for.
    pub field: ContactField,
}

/// Every variable of this vault: the standard fields, then the firm's own.
#[must_use]
pub fn known_variables(custom_keys: &[String]) -> Vec<KnownVariable> {
    let standard = STANDARD.iter().map(|standard| KnownVariable {
        name: standard.names[0].to_owned(),
        aliases: standard.names[1..].iter().map(|name| (*name).to_owned()).collect(),
        field: standard.field.clone(),
    });
    let custom =
        custom_keys.iter().filter(|key| matches!(Slot::of(&fold(key)), Slot::Custom(_))).map(|key| {
            KnownVariable { name: key.clone(), aliases: Vec::new(), field: ContactField::Custom(key.clone()) }
        });
    standard.chain(custom).collect()
}

/// A variable that a template uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableUse {
    /// The name as first written.
    pub name: String,
    /// The field it stands for (a custom one when no standard field has this name).
    pub field: ContactField,
    /// Whether every use has a default or only tests the value, so that nobody is left out for it.
    pub has_default: bool,
    /// The parts that use it.
    pub parts: Vec<crate::Part>,
}

/// A variable that no field of this vault answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownVariable {
    /// The name as written.
    pub name: String,
    /// A name that was probably meant.
    pub suggestion: Option<String>,
}

/// The variables of a template that are not fields of this vault.
#[must_use]
pub fn unknown_variables(used: &[VariableUse], custom_keys: &[String]) -> Vec<UnknownVariable> {
    let known = known_variables(custom_keys);
    used.iter()
        .filter(|variable| match &variable.field {
            ContactField::Custom(key) => !custom_keys.iter().any(|custom| fold(custom) == *key),
            _ => false,
        })
        .map(|variable| UnknownVariable {
            name: variable.name.clone(),
            suggestion: closest(&fold(&variable.name), &known),
        })
        .collect()
}

fn closest(folded: &str, known: &[KnownVariable]) -> Option<String> {
    let limit = if folded.chars().count() <= 4 { 1 } else { 2 };
    known
        .iter()
        .flat_map(|variable| {
            std::iter::once(&variable.name).chain(&variable.aliases).map(move |name| (variable, name))
        })
        .map(|(variable, name)| (distance(folded, &fold(name)), variable))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, variable)| variable.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_in_its_folded_form_and_names_one_field() {
        let mut seen = std::collections::HashSet::new();
        for name in STANDARD.iter().flat_map(|standard| standard.names) {
            assert_eq!(fold(name), *name);
            assert!(seen.insert(name), "{name} would mean two fields");
        }
    }

    #[test]
    fn french_and_english_names_mean_the_same_field() {
        assert_eq!(Slot::of("prenom"), Slot::of("first_name"));
        assert_eq!(Slot::of("numero"), Slot::Custom("numero".into()));
    }

    #[test]
    fn a_misspelt_name_gets_the_name_that_was_meant() {
        let used = [VariableUse {
            name: "prenmo".into(),
            field: ContactField::Custom("prenmo".into()),
            has_default: false,
            parts: vec![crate::Part::Html],
        }];
        let unknown = unknown_variables(&used, &["numero".into()]);
        assert_eq!(unknown[0].suggestion.as_deref(), Some("prenom"));
    }
}
