//! Forms of address, and whole names in one cell.

use std::sync::LazyLock;

use hashbrown::HashMap;
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

/// Whether a cell is a form of address that is known in one of six languages.
pub(crate) fn is_civility(cell: &str) -> bool {
    known_civility(cell.trim()).is_some()
}

fn known_civility(word: &str) -> Option<&'static str> {
    if word.len() > 16 {
        return None;
    }
    match fold(word.trim_end_matches('.')).as_str() {
        "mme" | "madame" | "mrs" | "ms" | "mde" | "mdme" => Some("Mme"),
        "mlle" | "mademoiselle" | "miss" | "melle" => Some("Mlle"),
        "m" | "mr" | "monsieur" | "mister" | "mons" => Some("M."),
        "me" | "maitre" | "mtre" => Some("Me"),
        "dr" | "docteur" | "doctor" | "dre" => Some("Dr"),
        "pr" | "professeur" | "prof" | "professor" => Some("Pr"),
        "herr" => Some("Herr"),
        "frau" => Some("Frau"),
        "sr" | "senor" | "senhor" => Some("Sr."),
        "sra" | "senora" | "senhora" => Some("Sra."),
        "srta" | "senorita" => Some("Srta."),
        "sig" | "signor" | "signore" => Some("Sig."),
        "sig.ra" | "sigra" | "signora" => Some("Sig.ra"),
        "dott" => Some("Dott."),
        "dott.ssa" | "dottssa" => Some("Dott.ssa"),
        _ => None,
    }
}

/// `Mme DUPONT Anne`, `Anne Dupont`, `Dupont, Anne`, `M. et Mme Dupont`. A single word is the family name: better no
/// given name in a letter than a wrong one.
pub(super) fn split(cell: &str) -> FullName<'_> {
    let (civility, name) = split_civility(cell.trim());
    let (first, last) = parts(name);
    FullName { civility, first, last }
}

/// The form of address in front, and the rest. Two of them stay as they are written.
fn split_civility(cell: &str) -> (&str, &str) {
    let (mut civility, mut known, mut rest) = ("", 0, cell);
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        let after = after.trim_start();
        match known_civility(word) {
            Some(form) if !after.is_empty() => {
                known += 1;
                let length = cell.len() - rest.len() + word.len();
                civility = if known == 1 { form } else { cell.get(..length).unwrap_or(form) };
            }
            // `M. et Mme`: only between two forms of address.
            None if known > 0
                && ["et", "&", "and", "ou", "le", "la", "und", "y", "e"].contains(&word)
                && after.split_whitespace().next().is_some_and(|next| known_civility(next).is_some()) => {}
            _ => break,
        }
        rest = after;
    }
    (civility, rest)
}

fn parts(name: &str) -> (String, String) {
    if let Some((last, first)) = name.split_once(',') {
        return (first.trim().to_owned(), last.trim().to_owned());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words.iter().filter(|word| is_capitals(word)).count();
    if capitals > 0 && capitals < words.len() {
        // French lists write the family name in capitals, before or behind.
        let (last, first): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_capitals(word));
        return (first.join(" "), last.join(" "));
    }
    let [first, .., last] = words.as_slice() else { return (String::new(), name.to_owned()) };
    let is_list = capitals == words.len();
    let names = (given(first), given(last));
    let is_reversed = match names {
        (Given::No, Given::Yes | Given::Maybe) => true,
        // `MARTIN PIERRE`: what is written in capitals comes from a register, and those begin with the family.
        (Given::Maybe, Given::Yes) => is_list,
        _ => false,
    };
    let count = if is_reversed { words.len() - 1 } else { given_words(&words) };
    let (front, back) = words.split_at(count);
    if is_reversed { (back.join(" "), front.join(" ")) } else { (front.join(" "), back.join(" ")) }
}

fn is_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 2 && !word.chars().any(char::is_lowercase)
}

/// How many words in front are given names: `Anne Marie Dupont` has two.
fn given_words(words: &[&str]) -> usize {
    let most = words.len().saturating_sub(1);
    let more = words.iter().skip(1).take(most.saturating_sub(1)).take_while(|word| given(word) == Given::Yes);
    (1 + more.count()).min(most)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Yes,
    /// Given name of some, family name of others.
    Maybe,
    No,
}

fn given(word: &str) -> Given {
    let folded = fold(word);
    // `Jean-Paul` is one, and so is `Anne-Sophie`.
    let name = folded.split('-').next().unwrap_or_default();
    KNOWN.get(name).copied().unwrap_or(Given::No)
}

static KNOWN: LazyLock<HashMap<&'static str, Given>> = LazyLock::new(|| {
    let either = EITHER.split_whitespace().map(|name| (name, Given::Maybe));
    GIVEN.split_whitespace().map(|name| (name, Given::Yes)).chain(either).collect()
});

/// Given names that hardly anybody has as a family name.
const GIVEN: &str = "adele adeline adrien agathe agnes aicha alain alexandre alexandra alexis alice aline alix \
    amandine amelie anais andre andrea andree angela angelique anna anne annick annie anouk antoine antonio ariane \
    arthur audrey aurelie aurelien axelle beatrice berangere brigitte bruno camille carine carla carmen carole \
    caroline catherine cecile cecilia celia celine chantal charlotte christel christelle christian christiane \
    christine christophe claire clara clarisse claude claudia claudine clement clemence colette coralie corinne \
    cyril damien daniele danielle delphine denise diane didier dominique dorothee edith edouard eleonore elena \
    elisabeth elise elodie eloise elsa emeline emilie emma emmanuel emmanuelle enzo eric erwan estelle esther \
    etienne eugenie eva evelyne fabien fabienne fabrice fanny fatima fatou florence florent florian francine \
    francisco franck francois francoise frederic frederique gabriel gabrielle gael gaelle genevieve georges \
    geraldine ghislaine gilles giovanni giulia giuseppe gregory guillaume guy gwenaelle hans hassan helene heloise \
    herve hugo ines ingrid irene isabelle jacqueline jacques jean jeanne jennifer jeremy jerome jessica joao joel \
    joelle johanna jonathan jorge jose josephine josette josiane joseph juan judith jules julia julie julien \
    juliette justine karim karine kevin khadija laetitia lara laura laure lea leila lena leo leon leonie liliane \
    lionel lisa loic lola louis louise luc lucia lucie lucien lucienne ludovic luigi luis madeleine maelle magali \
    manon manuel marc marcel marcelle margaux margot marguerite maria mariam mariama marianne marie marina marine \
    marion marius marjorie marlene marthe martine mathieu mathilde matteo matthieu maud maurice maxime mehdi \
    melanie melissa michele micheline miguel mireille mohamed mohammed monica monique morgane muriel myriam nadege \
    nadia nadine natacha nathalie nathan nicole noelle noemie odette odile olivier ophelie oriane oscar pablo paolo \
    pascal pascale patrice patricia patrick paula paulette pauline pedro peter philippe pierre pierrette quentin \
    rachel rachid raphael raphaelle raymonde regine regis remi renee romain rosalie roxane sabine sabrina samira \
    samuel sandra sandrine sara sarah sebastien severine simone sofia sonia sophie stefan stephane stephanie \
    suzanne sylvain sylvaine sylvia sylvie tatiana teresa theo therese thibault thierry tiphaine tristan ulrike \
    valentine valerie vanessa veronique victoire victoria violette virginie viviane xavier yann yannick yasmine \
    youssef yves yvette yvonne zoe";

/// Names of both kinds.
const EITHER: &str = "albert alfred aubert armand arnaud auguste barthelemy bastien baptiste benjamin benoit \
    bernard bertrand blanche charles claude daniel david denis dimitri emile ernest felix fernand ferdinand \
    francis gaston gautier gerard germain gilbert guerin guy henri henry hubert jacob jourdan klein lambert lambert \
    laurent leroy lucas marcel marin martin mathis maurice michel morgan nicolas noel olive oscar paul perrin rene \
    raymond remy renaud richard robert robin roger roland rose roy sacha salomon simon tanguy thomas urbain valentin \
    victor vincent vidal william yvon";

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
            ("Mme DUPONT Anne", "Mme", "Anne", "DUPONT"),
            ("Maître Jean de La Tour", "Me", "Jean", "de La Tour"),
            ("Dupont Jean-Paul", "", "Jean-Paul", "Dupont"),
            ("DUPONT JEAN", "", "JEAN", "DUPONT"),
            ("MARTIN PIERRE", "", "PIERRE", "MARTIN"),
            ("Thomas Pierre", "", "Thomas", "Pierre"),
            ("Anne Marie Dupont", "", "Anne Marie", "Dupont"),
            ("De La Tour Isabelle", "", "Isabelle", "De La Tour"),
            ("M. et Mme Jean Dupont", "M. et Mme", "Jean", "Dupont"),
            ("Frau Ulrike Meier", "Frau", "Ulrike", "Meier"),
            ("Xiu Zhang", "", "Xiu", "Zhang"),
            ("Dupont", "", "", "Dupont"),
            ("M", "", "", "M"),
            ("Mme Dupont", "Mme", "", "Dupont"),
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
