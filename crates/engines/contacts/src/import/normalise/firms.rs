//! Firms in a column of names: `SARL Le Fournil` has no given name, and no letter says “Bonjour SARL”.

use sellify_validation::text::fold;

/// Legal forms, wherever they stand.
const FORMS: &str = "sarl sas sasu eurl sci scp scm scop selarl selas selasu selafa snc earl gaec scea gie eirl asbl \
    sprl gmbh ltd llc inc srl spa plc";
/// What a firm, an office or a body is called by, as the first word.
const KINDS: &str = "association boucherie boulangerie cabinet clinique college commune communaute comite compagnie \
    coiffure cooperative departement ecole entreprise entreprises epicerie etablissement etablissements ets \
    federation fiduciaire fromagerie garage groupe groupement hotel imprimerie laboratoire librairie lycee mairie \
    menuiserie ministere notaire office paroisse patisserie pharmacie prefecture restaurant societe syndic syndicat \
    tribunal universite";
/// What stands behind an “et”.
const PARTNERS: &str = "associes associees fils filles freres cie co";

/// Whether a cell of names holds the name of a firm.
pub(super) fn is_firm(name: &str) -> bool {
    let folded = fold(name);
    let mut words = folded.split(|letter: char| letter.is_whitespace() || letter == ',');
    let Some(first) = words.next() else { return false };
    let is_form = |word: &str| {
        // `S.A.R.L.`; a single dot ends a word.
        let bare: String = word.chars().filter(|letter| *letter != '.').collect();
        is_in(FORMS, &bare)
    };
    let rest: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if rest.is_empty() {
        return false;
    }
    let has_partners = || {
        rest.windows(2).any(|pair| {
            matches!(pair[0], "&" | "et" | "and") && is_in(PARTNERS, pair[1].trim_end_matches('.'))
        })
    };
    is_in(KINDS, first) || is_form(first) || rest.iter().any(|word| is_form(word)) || has_partners()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firms_are_told_from_people() {
        for firm in [
            "SARL LE FOURNIL",
            "Le Fournil SARL",
            "S.A.R.L. Martin",
            "SCP X & Associés",
            "Dupont & Fils",
            "Durand et associés",
            "Mairie de Lyon",
            "Cabinet Durand",
            "Boulangerie Paul",
            "Ets Martin",
        ] {
            assert!(is_firm(firm), "{firm}");
        }
        for person in [
            "Jean Dupont",
            "Paul Garage",
            "Sarl",
            "Anne Cabinet",
            "M. et Mme Dupont",
            "Dupont et Durand",
            "Lefils Jean",
            "",
        ] {
            assert!(!is_firm(person), "{person}");
        }
    }
}
