//! Yes and no in a column of consents. Whole words only: `inactive` is not `active`. What is neither says nothing.

use std::sync::LazyLock;

use hashbrown::HashMap;
use sellify_validation::text::fold;

/// The longest word that is looked at.
const LONGEST: usize = 32;

const YES: [&str; 18] = [
    "oui",
    "o",
    "yes",
    "y",
    "1",
    "true",
    "vrai",
    "x",
    "ok",
    "ja",
    "j",
    "si",
    "s",
    "sim",
    "on",
    "✓",
    "✔",
    "verdadero",
];
const NO: [&str; 11] = ["non", "n", "no", "0", "false", "faux", "nein", "nao", "off", "falso", "✗"];
/// Words that say by themselves on which side a person stands, whatever the column is called.
const GRANTED: [&str; 27] = [
    "abonne",
    "abonnee",
    "inscrit",
    "inscrite",
    "subscribed",
    "optin",
    "doubleoptin",
    "optedin",
    "granted",
    "accepte",
    "accepted",
    "accord",
    "consenti",
    "consentement",
    "agreed",
    "confirmed",
    "confirme",
    "active",
    "actif",
    "abonniert",
    "angemeldet",
    "suscrito",
    "inscrito",
    "iscritto",
    "iscritta",
    "autorise",
    "authorized",
];
const REFUSED: [&str; 30] = [
    "desabonne",
    "desabonnee",
    "desinscrit",
    "desinscrite",
    "unsubscribed",
    "optout",
    "optedout",
    "refuse",
    "refused",
    "denied",
    "blacklisted",
    "blacklist",
    "blocklisted",
    "blocked",
    "bloque",
    "stop",
    "inactive",
    "inactif",
    "abgemeldet",
    "dadodebaja",
    "baja",
    "disiscritto",
    "cancellato",
    "cancelado",
    "nonabonne",
    "noninscrit",
    "notsubscribed",
    "opposition",
    "oppose",
    "opposee",
];

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Yes,
    No,
    Granted,
    Refused,
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    words.extend(YES.map(|word| (word, Word::Yes)));
    words.extend(NO.map(|word| (word, Word::No)));
    words.extend(GRANTED.map(|word| (word, Word::Granted)));
    words.extend(REFUSED.map(|word| (word, Word::Refused)));
    words
});

/// What a cell says of a consent: yes or no.
pub(crate) fn flag_of(cell: &str) -> Option<bool> {
    said(cell, false)
}

/// The same in a column; `is_refusal`: its yes means no, as under `Unsubscribed`.
pub(super) fn said(cell: &str, is_refusal: bool) -> Option<bool> {
    let cell = cell.trim();
    if cell.is_empty() || cell.len() > LONGEST {
        return None;
    }
    let mut word = fold(cell);
    word.retain(|letter| !matches!(letter, ' ' | '-' | '_' | '.'));
    match WORDS.get(word.as_str()) {
        Some(Word::Granted) => Some(true),
        Some(Word::Refused) => Some(false),
        Some(Word::Yes) => Some(!is_refusal),
        Some(Word::No) => Some(is_refusal),
        // The day on which somebody unsubscribed.
        None => (is_refusal && super::dates::date_shape(cell).is_some()).then_some(false),
    }
}

/// Whether a column of this name lists who does not want to be written to.
pub(crate) fn is_refusal(header: &str) -> bool {
    const WORDS: [&str; 26] = [
        "blacklisted",
        "blacklist",
        "blocklisted",
        "blocklist",
        "unsubscribed",
        "unsubscribe",
        "unsub",
        "desabonne",
        "desabonnee",
        "desabonnement",
        "desinscrit",
        "desinscrite",
        "desinscription",
        "optout",
        "refus",
        "refuse",
        "opposition",
        "oppose",
        "stop",
        "abgemeldet",
        "abmeldung",
        "baja",
        "disiscritto",
        "bloque",
        "excluded",
        "isexcludedfromcampaigns",
    ];
    const PHRASES: [&str; 10] = [
        "opt out",
        "opted out",
        "do not ",
        "ne pas ",
        "ne souhaite",
        "ne veut",
        "no contactar",
        "non contattare",
        "nicht kontaktieren",
        "liste noire",
    ];
    let folded: String =
        fold(header).chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    folded.split_whitespace().any(|word| WORDS.contains(&word))
        || PHRASES.iter().any(|phrase| format!("{folded} ").contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_yes_or_no() {
        for yes in ["oui", "OUI", "x", "1", "Vrai", "abonné", "opt-in", "Opt In", "subscribed"] {
            assert_eq!(flag_of(yes), Some(true), "{yes}");
        }
        for no in ["non", "N", "0", "faux", "désabonnée", "unsubscribed", "OPT_OUT", "inactive"] {
            assert_eq!(flag_of(no), Some(false), "{no}");
        }
        for neither in ["", "peut-être", "oui mais non", "2", "pas actif", "12/03/2024"] {
            assert_eq!(flag_of(neither), None, "{neither}");
        }
    }

    #[test]
    fn a_yes_under_unsubscribed_is_a_no() {
        for header in
            ["EMAIL blacklisted", "Unsubscribed from all email", "Opt-out", "UNSUB_TIME", "Ne pas contacter"]
        {
            assert!(is_refusal(header), "{header}");
        }
        assert!(!is_refusal("Opt-in") && !is_refusal("Newsletter"));
        assert_eq!((said("oui", true), said("non", true)), (Some(false), Some(true)));
        assert_eq!(said("unsubscribed", true), Some(false), "a word that says it by itself");
        assert_eq!(said("2024-03-12 10:00:00", true), Some(false), "since that day");
    }
}
