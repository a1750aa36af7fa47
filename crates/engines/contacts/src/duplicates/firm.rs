//! What a firm is called, without its legal form.

use sellify_store::fold;

/// Legal forms and filler that firms write or leave out.
const FORMS: [&str; 39] = [
    "sarl",
    "eurl",
    "sas",
    "sasu",
    "sa",
    "sci",
    "scp",
    "scm",
    "snc",
    "selarl",
    "selas",
    "selafa",
    "scop",
    "gie",
    "ei",
    "eirl",
    "ets",
    "etablissements",
    "etablissement",
    "ste",
    "societe",
    "groupe",
    "cie",
    "compagnie",
    "et",
    "and",
    "gmbh",
    "ag",
    "kg",
    "ug",
    "ltd",
    "limited",
    "inc",
    "llc",
    "plc",
    "srl",
    "spa",
    "sl",
    "bv",
];

/// The folded name of a firm without its legal form; the whole name where nothing else would be left.
pub(super) fn firm(company: &str) -> String {
    let folded = fold(company);
    let kept: Vec<&str> = folded.split(' ').filter(|word| !FORMS.contains(word)).collect();
    if kept.is_empty() { folded } else { kept.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legal_form_does_not_count() {
        assert_eq!(firm("SARL Dupont & Fils"), firm("Dupont et fils"));
        assert_eq!(firm("Établissements Morel SAS"), firm("Ets MOREL"));
        assert_eq!(firm("SAS"), "sas", "a firm may be called that");
        assert_eq!(firm(""), "");
    }
}
