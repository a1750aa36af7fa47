//! What a column is called, and which field that usually is.

use hashbrown::HashMap;
use std::sync::LazyLock;

use sellify_domain::{Channel, ContactField};
use sellify_validation::text::fold;

use super::words::{CONTEXT, NAMES, OTHER_MATTERS, SECOND_LINES};

/// How sure a name is that is known only after words about whose it is were left out.
const IN_CONTEXT: f32 = 0.93;

static KNOWN: LazyLock<HashMap<&'static str, (&'static ContactField, f32)>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (field, confidence, names) in &NAMES {
        for name in names.split_whitespace() {
            known.entry(name).or_insert((field, *confidence));
        }
    }
    known
});

/// The field that a column of this name usually holds, and how sure that is.
pub(crate) fn by_name(header: &str) -> Option<(ContactField, f32)> {
    let folded = fold(header);
    let words = words(&folded);
    let joined = words.concat();
    if joined.is_empty() {
        return None;
    }
    if let Some((field, confidence)) = KNOWN.get(joined.as_str()) {
        return Some(((*field).clone(), *confidence));
    }
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let has_email = has(&["email", "mail", "courriel", "mel"]) || joined.contains("email");
    if let Some(found) = in_context(&words) {
        return Some(found);
    }
    if words.iter().any(|word| is_in(OTHER_MATTERS, word)) || words.len() > 6 {
        return None;
    }
    if has_email {
        Some((ContactField::Email, 0.7))
    } else if has(&["mobile", "portable", "gsm", "cellulare", "movil", "handy"]) {
        Some((ContactField::Phone, 0.65))
    } else if has(&["telephone", "tel", "phone", "telefon", "telefono", "telefone"]) {
        Some((ContactField::Phone, 0.6))
    } else if has(&["prenom", "vorname"]) {
        Some((ContactField::FirstName, 0.6))
    } else if joined == "codepostale" || words == ["code", "post"] {
        Some((ContactField::Postcode, 0.7))
    } else {
        None
    }
}

/// `Rue (bureau)`, `Business City`, `Telefon geschäftlich`: the name without the words about whose it is.
fn in_context(words: &[&str]) -> Option<(ContactField, f32)> {
    let rest: String = words.iter().filter(|word| !is_in(CONTEXT, word)).copied().collect();
    if rest.len() < 2 || rest.len() == words.concat().len() {
        return None;
    }
    // A person's own comes after the firm's, and where goods go after where bills go.
    let is_private = words
        .iter()
        .any(|word| is_in("home domicile privat perso personnel casa abit shipping livraison", word));
    let (field, confidence) = KNOWN.get(rest.as_str())?;
    let less = if is_private { IN_CONTEXT - 0.03 } else { IN_CONTEXT };
    Some(((*field).clone(), confidence * less))
}

/// The field to which a column is joined as a second line: `Adresse 2`.
pub(super) fn second_line(header: &str) -> Option<ContactField> {
    let folded = fold(header);
    let words = words(&folded);
    // The number of the line is one of the words that say nothing elsewhere.
    let rest: Vec<&str> = words.iter().filter(|word| !is_in(CONTEXT, word)).copied().collect();
    let joined = [words.concat(), rest.concat()];
    let is_one = |names: &str| joined.iter().any(|joined| is_in(names, joined));
    SECOND_LINES.iter().find(|(_, names)| is_one(names)).map(|(field, _)| field.clone())
}

/// Whether a column holds further addresses: `E-mail 2`, `Autre e-mail`.
pub(crate) fn is_further_email(header: &str) -> bool {
    const FURTHER: &str = "2 3 4 autre other otro otra altro altra outro outra andere weitere secondaire secondary \
        alternate alternatif alternative";
    let folded = fold(header);
    let rest: Vec<&str> = words(&folded).into_iter().filter(|word| !is_in(FURTHER, word)).collect();
    by_name(&rest.join(" ")).is_some_and(|(field, _)| field == ContactField::Email)
}

/// Whether a name says no more than “name”: which one shows by the other columns.
pub(super) fn is_just_name(header: &str) -> bool {
    ["name", "nome", "nombre", "naam"].contains(&fold(header.trim()).as_str())
}

/// The channel of a column of consents or refusals, and how sure that is.
pub(super) fn consent_by_name(header: &str) -> Option<(Channel, f32)> {
    const SAYS_SO: &str = "optin optout consent consentement consentements consenti accord accepte autorise         autorisation abonne abonnee abonnes abonnement desabonne desabonnee desabonnement desinscrit desinscrite         desinscription subscribed subscription unsubscribed unsubscribe unsub newsletter newsletters infolettre         blacklisted blacklist blocklisted blocklist opposition rgpd gdpr dsgvo permission einwilligung         consentimiento consenso consentimento suscrito iscritto inscrito abonniert bloctel emailing accepts excluded isexcludedfromcampaigns stop refus";
    // When and where it was said, not what.
    const BESIDE_IT: &str = "date ip source time heure origine campaign title reason raison motif lien url";
    let folded = fold(header);
    let words = words(&folded);
    let has = |wanted: &str| words.iter().any(|word| is_in(wanted, word));
    let phrase = words.join(" ");
    let says_so = has(SAYS_SO)
        || [
            "opt in",
            "opt out",
            "do not call",
            "do not contact",
            "do not email",
            "ne pas ",
            "ne souhaite",
            "ne veut",
            "marketing emails",
            "liste noire",
            "mailing list",
            "lettre d information",
        ]
        .iter()
        .any(|known| phrase.contains(known));
    let is_day_of_refusal = words == ["unsub", "time"];
    if !says_so || has(BESIDE_IT) && !is_day_of_refusal {
        return None;
    }
    let is_electronic = has("email emails mail courriel electronique newsletter newsletters infolettre");
    Some(if has("whatsapp") {
        (Channel::WhatsApp, 0.85)
    } else if has(
        "telephone telephonique tel phone call calls appel appels bloctel sms telefon telefono telefone",
    ) {
        (Channel::Phone, 0.75)
    } else if has("postal postale poste courrier courriers post correo") && !is_electronic {
        (Channel::Post, 0.8)
    } else if is_electronic || has("subscribed unsubscribed unsub subscription abonne desabonne") {
        (Channel::Email, 0.85)
    } else {
        (Channel::Email, 0.6)
    })
}

fn words(folded: &str) -> Vec<&str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(header: &str) -> Option<ContactField> {
        by_name(header).map(|(field, _)| field)
    }

    #[test]
    fn the_exports_of_other_programs_are_known() {
        use ContactField as F;
        for (header, expected) in [
            ("E-mail 1 - Value", Some(F::Email)),
            ("E-mail 1 - Label", None),
            ("E-mail Address", Some(F::Email)),
            ("Adresse e-mail", Some(F::Email)),
            ("Mél.", Some(F::Email)),
            ("EMAIL", Some(F::Email)),
            ("SMS", Some(F::Phone)),
            ("N° tél. portable", Some(F::Phone)),
            ("Fax tél", None),
            ("Given Name", Some(F::FirstName)),
            ("Nom de famille", Some(F::LastName)),
            ("Raison sociale", Some(F::Company)),
            ("C.P.", Some(F::Postcode)),
            ("Né(e) le", Some(F::Birthdate)),
            ("Mots-clés", Some(F::Tags)),
            ("Email status", None),
            ("", None),
        ] {
            assert_eq!(field(header), expected, "{header}");
        }
    }
}
