//! How likely two contacts are one person. Names decide: what a household or an office shares only supports them.

use sellify_domain::{Contact, DuplicateReason};

use super::name::{Names, compare};
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

/// The weights were set by hand on the fixtures of the tests: a family that shares its telephone, colleagues of one office
/// and namesakes of two towns stay below [`LIKELY`]; a slip, a second address or a married name with one support stand above.
pub(super) fn judge(both: &Profiles, one: &Profile, other: &Profile) -> Option<Judgement> {
    if one.is_firm != other.is_firm {
        // A firm's switchboard is not its employee.
        return None;
    }
    let known = one.gender != Gender::Unknown && other.gender != Gender::Unknown;
    let one_gender = known && one.gender == other.gender;
    let names = compare(both.name(one), both.name(other), one_gender)?;
    let contradicts = known && !one_gender;
    if contradicts && names != Names::Same {
        return None;
    }
    let mut scale = Scale { score: 0, reasons: 0 };
    weigh_names(&mut scale, names, one.is_firm);
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
    // At one firm each has an address of their own.
    let two_mailboxes = one.domain != 0 && one.domain == other.domain && differ(one.mailbox, other.mailbox);
    scale.take_if(two_mailboxes && !matches!(names, Names::Same | Names::Swapped), 250);
    let score = u16::try_from(scale.score.clamp(0, 1_000)).unwrap_or(0);
    Some(Judgement { score, reasons: scale.reasons })
}

fn weigh_names(scale: &mut Scale, names: Names, are_firms: bool) {
    match names {
        Names::Same if are_firms => scale.add(DuplicateReason::SameCompany, 500),
        _ if are_firms => scale.add(DuplicateReason::SimilarName, 420),
        Names::Same => scale.add(DuplicateReason::SameName, 620),
        Names::Swapped => scale.add(DuplicateReason::SwappedNames, 610),
        Names::Slipped | Names::Married => scale.add(DuplicateReason::SimilarName, 510),
        Names::Loosely => scale.add(DuplicateReason::SimilarName, 390),
        Names::FamilyOnly => scale.add(DuplicateReason::SimilarName, 330),
    }
}
