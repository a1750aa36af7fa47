//! How likely two contacts are one person. Names decide: what a household or an office shares only supports them.

use sellify_domain::{Contact, DuplicateReason};

use super::name::{Names, compare, compare_whole};
use super::profile::{Gender, Profile, Profiles, sketch};

/// From so many thousandths on, a pair is shown to a person.
pub const LIKELY: u16 = 600;

/// How likely, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// Thousandths.
    pub score: u16,
    /// What speaks for it.
    pub reasons: Vec<DuplicateReason>,
}

/// Compares two contacts; none when their names are two people's, or one has none. The order of the two does not matter.
#[must_use]
pub fn likeness(one: &Contact, other: &Contact) -> Option<Likeness> {
    let mut both = Profiles::default();
    both.push(sketch(one.id, &one.details))?;
    both.push(sketch(other.id, &other.details))?;
    let [one, other] = both.all.as_slice() else { return None };
    Some(judge(&both, one, other)?.likeness())
}

/// A verdict, as small as a search needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    pub score: u16,
    /// A bit for each of [`REASONS`].
    reasons: u16,
}

const REASONS: [DuplicateReason; 9] = [
    DuplicateReason::SameName,
    DuplicateReason::SwappedNames,
    DuplicateReason::SimilarName,
    DuplicateReason::SamePhoneTail,
    DuplicateReason::SimilarEmail,
    DuplicateReason::SameBirthdate,
    DuplicateReason::SameAddress,
    DuplicateReason::SameDomain,
    DuplicateReason::SameCompany,
];

impl Judgement {
    pub(super) fn likeness(self) -> Likeness {
        Likeness { score: self.score, reasons: self.reasons() }
    }

    pub(super) fn reasons(self) -> Vec<DuplicateReason> {
        let set = |at: &usize| self.reasons & (1 << at) != 0;
        (0..REASONS.len()).filter(set).map(|at| REASONS[at]).collect()
    }

    /// Whether the names are all that speaks for it.
    pub(super) fn by_name_alone(self) -> bool {
        self.reasons >> 3 == 0
    }
}

/// Adds up what speaks for one person and what against.
struct Scale {
    score: i32,
    reasons: u16,
}

impl Scale {
    fn add(&mut self, reason: DuplicateReason, weight: i32) {
        self.score += weight;
        if let Some(at) = REASONS.iter().position(|known| *known == reason) {
            self.reasons |= 1 << at;
        }
    }

    /// Adds the weight where both have the value and it is the same.
    fn add_same(&mut self, reason: DuplicateReason, (one, other): (u32, u32), weight: i32) {
        if one != 0 && one == other {
            self.add(reason, weight);
        }
    }

    fn take_if(&mut self, against: bool, weight: i32) {
        self.score -= if against { weight } else { 0 };
    }
}

fn differ(one: u32, other: u32) -> bool {
    one != 0 && other != 0 && one != other
}

/// What names alone are worth, in thousandths.
fn worth(names: Names, are_firms: bool) -> i32 {
    match names {
        Names::Same if are_firms => 500,
        _ if are_firms => 420,
        Names::Same => 620,
        Names::Swapped => 610,
        Names::Slipped | Names::Married => 510,
        Names::Loosely => 390,
        Names::FamilyOnly => 330,
    }
}

/// The weights were set by hand on the fixtures of the tests: a family that shares its telephone, colleagues of one office
/// and namesakes of two towns stay below [`LIKELY`]; a slip, a second address or a married name with one support stand above.
pub(super) fn judge(both: &Profiles, one: &Profile, other: &Profile) -> Option<Judgement> {
    judge_from(both, one, other, 0)
}

/// [`judge`], where only so many thousandths or more are of interest: a million contacts are some hundred million pairs, and
/// for most of them nothing speaks but a name that would have to be the same.
pub(super) fn judge_from(both: &Profiles, one: &Profile, other: &Profile, least: u16) -> Option<Judgement> {
    if one.is_firm != other.is_firm {
        // A firm's switchboard is not its employee.
        return None;
    }
    let known = one.gender != Gender::Unknown && other.gender != Gender::Unknown;
    let one_gender = known && one.gender == other.gender;
    let contradicts = known && !one_gender;
    let mut scale = beside_names(one, other, contradicts);
    let can_reach = |names| scale.score + worth(names, one.is_firm) >= i32::from(least);
    let (left, right) = (both.name(one), both.name(other));
    let names = if can_reach(Names::Slipped) {
        compare(left, right, one_gender)?
    } else if can_reach(Names::Same) {
        compare_whole(left, right)?
    } else {
        return None;
    };
    if contradicts && names != Names::Same {
        return None;
    }
    scale.add(reason_of(names, one.is_firm), worth(names, one.is_firm));
    // At one firm each has an address of their own.
    let two_mailboxes = one.domain != 0 && one.domain == other.domain && differ(one.mailbox, other.mailbox);
    scale.take_if(two_mailboxes && !matches!(names, Names::Same | Names::Swapped), 250);
    let score = u16::try_from(scale.score.clamp(0, 1_000)).unwrap_or(0);
    (score >= least).then_some(Judgement { score, reasons: scale.reasons })
}

/// Everything but the names.
fn beside_names(one: &Profile, other: &Profile, contradicts: bool) -> Scale {
    let mut scale = Scale { score: 0, reasons: 0 };
    scale.add_same(DuplicateReason::SamePhoneTail, (one.phone_tail, other.phone_tail), 200);
    scale.add_same(DuplicateReason::SameBirthdate, (one.birthdate, other.birthdate), 250);
    scale.add_same(DuplicateReason::SimilarEmail, (one.mailbox, other.mailbox), 180);
    scale.add_same(DuplicateReason::SameAddress, (one.address, other.address), 140);
    scale.add_same(DuplicateReason::SameDomain, (one.domain, other.domain), 120);
    if !one.is_firm {
        scale.add_same(DuplicateReason::SameCompany, (one.company, other.company), 120);
    }
    scale.take_if(contradicts, 150);
    scale.take_if(differ(one.birthdate, other.birthdate), 400);
    scale.take_if(differ(one.postcode, other.postcode), 80);
    scale.take_if(!one.is_firm && differ(one.company, other.company), 60);
    scale
}

fn reason_of(names: Names, are_firms: bool) -> DuplicateReason {
    match names {
        Names::Same if are_firms => DuplicateReason::SameCompany,
        _ if are_firms => DuplicateReason::SimilarName,
        Names::Same => DuplicateReason::SameName,
        Names::Swapped => DuplicateReason::SwappedNames,
        Names::Slipped | Names::Married | Names::Loosely | Names::FamilyOnly => DuplicateReason::SimilarName,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sellify_domain::ContactId;
    use sellify_store::ContactSketch;

    use super::*;

    fn word(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
        prop::sample::select(words)
    }

    prop_compose! {
        fn person()(
            civility in word(&["", "M.", "Mme"]),
            first_name in word(&["", "Hélène", "Helene", "Hélèna", "H", "Luc", "Mariani", "Jean Paul"]),
            last_name in word(&["", "Mariani", "Marianni", "Mariani Durand", "Durand", "Hélène", "Luc"]),
            email in word(&["", "h.mariani@firm.example", "helene.mariani@firm.example", "luc@other.example"]),
            phone in word(&["", "+33612345678", "+33687654321"]),
            company in word(&["", "Atelier Morel", "Atelier Morell", "Durand"]),
            place in word(&["", "rue Haute|69003", "rue Basse|75011"]),
            birthdate in word(&["", "1980-05-01", "1981-06-02"]),
        ) -> [&'static str; 9] {
            let (street, postcode) = place.split_once('|').unwrap_or_default();
            [civility, first_name, last_name, email, phone, company, street, postcode, birthdate]
        }
    }

    fn put(both: &mut Profiles, fields: [&'static str; 9]) -> Option<Profile> {
        let [civility, first_name, last_name, email, phone, company, street, postcode, birthdate] = fields;
        let id = ContactId::generate(sellify_domain::Timestamp::from_millis(0));
        let phone_typed = "";
        let contact = ContactSketch {
            id,
            civility,
            first_name,
            last_name,
            email,
            phone,
            phone_typed,
            company,
            street,
            postcode,
            birthdate,
        };
        both.push(contact).copied()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_096))]
        #[test]
        fn what_is_left_out_for_speed_would_not_have_counted(one in person(), other in person(), least in 0..1_000_u16) {
            let mut both = Profiles::default();
            if let (Some(one), Some(other)) = (put(&mut both, one), put(&mut both, other)) {
                let all = judge(&both, &one, &other).filter(|judgement| judgement.score >= least);
                prop_assert_eq!(judge_from(&both, &one, &other, least), all);
            }
        }
    }
}
