//! Comparing names of people: the same, swapped, slipped, shortened, married, or another's.

use strsim::osa_distance;

use super::sound::sound;

/// How two words of a name agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    /// Two different names.
    None,
    /// One is a beginning of the other: an initial, or `jean` and `jean paul`.
    Part,
    /// One carries the other and more: `durand` and `durand martin`.
    Joined,
    /// A slip of the fingers, or the same sound.
    Close,
    /// The same letters.
    Same,
}

/// How two people's names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// The same name.
    Same,
    /// The same, given and family name changed round.
    Swapped,
    /// One of the two differs by a slip, the other is the same.
    Slipped,
    /// The same given name, a family name joined to another (marriage).
    Married,
    /// The family name is the same, and one of them has no given name.
    FamilyOnly,
    /// Less than that, and still no contradiction.
    Loosely,
}

/// A folded name: given and family name, words one blank apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub first: &'a str,
    pub last: &'a str,
}

/// How two names agree; none: they are two people's, or there is nothing to compare.
/// `one_gender`: both are known to be men or both to be women, so that `pascal` and `pascale` are one slip apart.
pub(super) fn compare(one: Name<'_>, other: Name<'_>, one_gender: bool) -> Option<Names> {
    if one.last.is_empty() && one.first.is_empty() || other.last.is_empty() && other.first.is_empty() {
        return None;
    }
    if one.first.is_empty() || other.first.is_empty() || one.last.is_empty() || other.last.is_empty() {
        return half(one, other);
    }
    let family = last(one.last, other.last);
    if family == Agreement::Same && same(one.first, other.first) {
        return Some(Names::Same);
    }
    if same(one.first, other.last) && same(one.last, other.first) {
        return Some(Names::Swapped);
    }
    if same_words(one, other) {
        return Some(Names::Slipped);
    }
    if family != Agreement::None
        && let Some(names) = together((first(one.first, other.first, one_gender), family))
    {
        return Some(names);
    }
    // Changed round, and a slip besides.
    let across = slipped(one.first, other.last) && slipped(one.last, other.first);
    across.then_some(Names::Loosely)
}

/// [`compare`] for those that only the same name makes one person, in whichever columns it stands; much cheaper.
pub(super) fn compare_whole(one: Name<'_>, other: Name<'_>) -> Option<Names> {
    let is_half = |name: Name<'_>| name.first.is_empty() || name.last.is_empty();
    if is_half(one) || is_half(other) {
        let nobody = |name: Name<'_>| name.first.is_empty() && name.last.is_empty();
        return (!nobody(one) && !nobody(other) && same_words(one, other)).then_some(Names::Same);
    }
    if same(one.last, other.last) && same(one.first, other.first) {
        return Some(Names::Same);
    }
    (same(one.first, other.last) && same(one.last, other.first)).then_some(Names::Swapped)
}

fn together((first, last): (Agreement, Agreement)) -> Option<Names> {
    use Agreement::{Close, Joined, None as Other, Part, Same};
    match (first, last) {
        (Other | Joined, _) | (_, Other | Part) => None,
        (Same, Close) | (Close, Same) => Some(Names::Slipped),
        (Same, Joined) => Some(Names::Married),
        (Same, Same) => Some(Names::Same),
        (Close, Close | Joined) | (Part, Same | Close | Joined) => Some(Names::Loosely),
    }
}

/// One of them has one name only: it is the other's family name, or the whole of the other's name.
fn half(one: Name<'_>, other: Name<'_>) -> Option<Names> {
    if same_words(one, other) {
        return Some(Names::Same);
    }
    let family = |name: Name<'_>| !name.last.is_empty();
    (family(one) && family(other) && last(one.last, other.last) == Agreement::Same)
        .then_some(Names::FamilyOnly)
}

fn first(one: &str, other: &str, one_gender: bool) -> Agreement {
    if same(one, other) {
        return Agreement::Same;
    }
    let (short, long) = by_length(one, other);
    if begins(short, long) {
        return Agreement::Part;
    }
    if gendered(short, long) && !one_gender {
        return Agreement::None;
    }
    if slipped(one, other) { Agreement::Close } else { Agreement::None }
}

fn last(one: &str, other: &str) -> Agreement {
    if same(one, other) {
        return Agreement::Same;
    }
    if joined(one, other) {
        return Agreement::Joined;
    }
    if slipped(one, other) { Agreement::Close } else { Agreement::None }
}

/// The same letters; blanks do not count (`de la fontaine`, `delafontaine`).
fn same(one: &str, other: &str) -> bool {
    !one.is_empty() && letters(one).eq(letters(other))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| *letter != ' ')
}

/// The same words, two or more, in whatever order and column.
fn same_words(one: Name<'_>, other: Name<'_>) -> bool {
    let count = |name: Name<'_>| words(name).count();
    let held = |word: &str, name: Name<'_>| words(name).filter(|other| *other == word).count();
    count(one) > 1
        && count(one) == count(other)
        && words(one).all(|word| held(word, one) == held(word, other))
}

fn words<'a>(name: Name<'a>) -> impl Iterator<Item = &'a str> {
    name.first.split(' ').chain(name.last.split(' ')).filter(|word| !word.is_empty())
}

fn by_length<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    // By letters when as long, so that both orders do the same.
    if (one.len(), one) <= (other.len(), other) { (one, other) } else { (other, one) }
}

/// An initial (`j`, `j p` for `jean paul`), or the first of several given names.
fn begins(short: &str, long: &str) -> bool {
    let (mut short_words, mut long_words) = (short.split(' '), long.split(' '));
    loop {
        match (short_words.next(), long_words.next()) {
            (None, _) => return true,
            (Some(_), None) => return false,
            (Some(word), Some(whole)) => {
                let initial = word.chars().count() == 1 && whole.starts_with(word);
                if word != whole && !initial {
                    return false;
                }
            }
        }
    }
}

/// Words that stand between two family names and are none.
const BETWEEN: [&str; 11] = ["nee", "ne", "epouse", "ep", "epx", "veuve", "vve", "ex", "dit", "dite", "et"];

/// Every word of one family name is a word of the other.
fn joined(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(' ').filter(|word| !BETWEEN.contains(word)).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let (few, many) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    // `de` alone is no family name.
    few.iter().any(|word| word.chars().count() > 2) && few.iter().all(|word| many.contains(word))
}

/// A man's and a woman's form of one name: two people, often of one household. In most languages of Europe they differ at the
/// end, so that no slip of the last letter counts.
fn gendered(short: &str, long: &str) -> bool {
    if let Some(rest) = long.strip_prefix(short) {
        // `pascal` and `pascale`; `daniel` and `danielle`.
        let doubled = short.chars().next_back().and_then(|last| rest.strip_prefix(last));
        return matches!(rest, "e" | "a" | "o" | "i") || doubled == Some("e");
    }
    let stem = |name: &str| {
        let mut letters = name.chars();
        letters.next_back();
        letters.as_str().len()
    };
    // `mario` and `maria`; `frederic` and `frederique`.
    short[..stem(short)] == long[..stem(long)]
        || short.strip_suffix('c').is_some_and(|stem| long.strip_prefix(stem) == Some("que"))
}

/// One slip of the fingers in a word of five letters or more, two from nine on, or the same sound.
fn slipped(one: &str, other: &str) -> bool {
    let lengths = (letters(one).count(), letters(other).count());
    let (shorter, longer) = (lengths.0.min(lengths.1), lengths.0.max(lengths.1));
    // Most names are told apart here, before anything is copied.
    if shorter < 4 || longer - shorter > 3 || !alike_at_either_end(one, other) {
        return false;
    }
    let allowed = match longer {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    };
    let (one, other): (String, String) = (letters(one).collect(), letters(other).collect());
    longer - shorter <= allowed && osa_distance(&one, &other) <= allowed || sound(&one) == sound(&other)
}

/// A slip at the first letter leaves the last ones alone.
fn alike_at_either_end(one: &str, other: &str) -> bool {
    let begin = |text: &str| {
        letters(text).find(|letter| *letter != 'h').map(|letter| match letter {
            'k' | 'q' => 'c',
            'f' => 'p',
            'w' => 'v',
            'y' => 'i',
            'z' => 's',
            other => other,
        })
    };
    begin(one) == begin(other) || one.bytes().rev().take(3).eq(other.bytes().rev().take(3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sellify_store::fold;

    use super::*;

    fn names(one: (&str, &str), other: (&str, &str)) -> Option<Names> {
        let folded = [one.0, one.1, other.0, other.1].map(fold);
        let one = Name { first: &folded[0], last: &folded[1] };
        compare(one, Name { first: &folded[2], last: &folded[3] }, false)
    }

    #[test]
    fn accents_case_hyphens_and_blanks_do_not_count() {
        for (one, other) in [
            (("Hélène", "Mariani"), ("HELENE", "MARIANI")),
            (("Jean-Paul", "Dupont"), ("Jean Paul", "Dupont")),
            (("Jeanpaul", "Dupont"), ("Jean-Paul", "DUPONT")),
            (("Luc", "de La Fontaine"), ("Luc", "Delafontaine")),
            (("Anne", "D'Arc"), ("Anne", "Darc")),
            (("", "Hélène Mariani"), ("Hélène", "Mariani")),
        ] {
            assert_eq!(names(one, other), Some(Names::Same), "{one:?} {other:?}");
        }
    }

    #[test]
    fn names_in_the_wrong_columns_are_found() {
        assert_eq!(names(("Mariani", "Hélène"), ("Hélène", "Mariani")), Some(Names::Swapped));
        assert_eq!(names(("Jean", "Paul Dupont"), ("Jean Paul", "Dupont")), Some(Names::Slipped));
    }

    #[test]
    fn slips_and_sounds_are_found() {
        for (one, other) in [
            (("Hélène", "Mariani"), ("Hélène", "Marianni")),
            (("Hélène", "Mariani"), ("Héléne", "Mairani")),
            (("Catherine", "Dupont"), ("Katherine", "Dupont")),
            (("Luc", "Dupont"), ("Luc", "Dupond")),
            (("Matthieu", "Roux"), ("Mathieu", "Roux")),
            (("Luc", "Lefebvre"), ("Luc", "Lefèvre")),
        ] {
            assert_eq!(names(one, other), Some(Names::Slipped), "{one:?} {other:?}");
        }
    }

    #[test]
    fn married_and_double_names_are_found() {
        for last in ["Durand-Martin", "Martin Durand", "Martin née Durand", "MARTIN épouse DURAND"] {
            assert_eq!(names(("Anne", "Durand"), ("Anne", last)), Some(Names::Married), "{last}");
        }
    }

    #[test]
    fn initials_and_first_of_two_given_names_agree_loosely() {
        for first in ["J.", "Jean", "J-P"] {
            assert_eq!(names((first, "Dupont"), ("Jean-Paul", "Dupont")), Some(Names::Loosely), "{first}");
        }
    }

    #[test]
    fn one_family_is_several_people() {
        for (one, other) in [
            ("Paul", "Claire"),
            ("Pascal", "Pascale"),
            ("Daniel", "Danielle"),
            ("Frédéric", "Frédérique"),
            ("René", "Renée"),
            ("Adrien", "Adrienne"),
            ("Jean", "Jeanne"),
            ("Louis", "Louise"),
            ("Mario", "Maria"),
            ("Marie", "Mario"),
            ("Gabriel", "Gabriela"),
            ("Paul", "Raoul"),
            ("Anne", "Anna"),
        ] {
            let found = names((one, "Durand"), (other, "Durand"));
            assert!(found.is_none(), "{one} and {other}: {found:?}");
        }
    }

    #[test]
    fn men_or_women_both_may_have_slipped() {
        let (one, other) =
            (Name { first: "stephan", last: "roux" }, Name { first: "stephane", last: "roux" });
        assert_eq!(compare(one, other, false), None);
        assert_eq!(compare(one, other, true), Some(Names::Slipped));
    }

    #[test]
    fn nobody_without_a_name_agrees_with_anybody() {
        assert_eq!(names(("", ""), ("Paul", "Durand")), None);
        assert_eq!(names(("", ""), ("", "")), None);
        assert_eq!(names(("Paul", ""), ("Paul", "Durand")), None, "a given name alone is everybody's");
        assert_eq!(names(("", "Durand"), ("Paul", "Durand")), Some(Names::FamilyOnly));
    }

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(String::new()),
            prop::sample::select(vec![
                "jean",
                "jean paul",
                "jeanne",
                "j",
                "durand",
                "durand martin",
                "dupont",
                "dupond"
            ])
            .prop_map(str::to_owned),
            "[a-e ]{0,8}",
        ]
    }

    proptest! {
        #[test]
        fn comparing_is_symmetric(a in word(), b in word(), c in word(), d in word(), gender in any::<bool>()) {
            let folded = [a, b, c, d].map(|text| fold(&text));
            let one = Name { first: &folded[0], last: &folded[1] };
            let other = Name { first: &folded[2], last: &folded[3] };
            prop_assert_eq!(compare(one, other, gender), compare(other, one, gender));
        }

        #[test]
        fn everybody_is_called_as_they_are(a in "[a-zé-]{1,9}", b in "[a-zé-]{1,9}") {
            prop_assume!(!fold(&a).is_empty() && !fold(&b).is_empty());
            prop_assert_eq!(names((&a, &b), (&a, &b)), Some(Names::Same));
        }
    }
}
