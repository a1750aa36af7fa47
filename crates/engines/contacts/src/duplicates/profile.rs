//! What is compared of a contact, kept small: a million of them fit into a hundred megabytes.

use sellify_domain::{ContactDetails, ContactId, EmailAddress, PhoneNumber};
use sellify_store::{ContactSketch, fold};

use super::address::{Mailbox, mailbox};
use super::firm::firm;
use super::name::Name;

/// Numbers that end in so many equal digits are one number, written in two ways.
const TAIL: usize = 8;
/// Names are cut here; nobody's begins alike for so long by chance.
const LONGEST: usize = 60;

/// What is known of the person's gender, by the form of address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Unknown,
    Woman,
    Man,
}

/// One contact, ready to be compared. Zero: there is no such value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    /// Where its name stands in [`Profiles::text`].
    start: u32,
    first: u8,
    last: u8,
    pub gender: Gender,
    /// A firm without a person: `last` is its name.
    pub is_firm: bool,
    pub company: u32,
    /// The name before the @.
    pub mailbox: u32,
    pub domain: u32,
    pub phone_tail: u32,
    pub birthdate: u32,
    pub postcode: u32,
    /// Street and postcode.
    pub address: u32,
}

/// Many profiles, their names in one text.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    pub ids: Vec<ContactId>,
    pub all: Vec<Profile>,
    text: String,
}

impl Profiles {
    pub(super) fn name(&self, profile: &Profile) -> Name<'_> {
        let start = profile.start as usize;
        let middle = start + usize::from(profile.first);
        let end = middle + usize::from(profile.last);
        // Cut where they were joined.
        Name {
            first: self.text.get(start..middle).unwrap_or_default(),
            last: self.text.get(middle..end).unwrap_or_default(),
        }
    }

    /// Takes a contact in; none when nothing of it can be compared.
    pub(super) fn push(&mut self, contact: ContactSketch<'_>) -> Option<&Profile> {
        let mailbox = mailbox(contact.email);
        let company = firm(contact.company);
        let (mut first, mut last) = (fold(contact.first_name), fold(contact.last_name));
        let nameless = first.is_empty() && last.is_empty();
        if nameless && let Some((given, family)) = &mailbox.words {
            (first, last) = (fold(given), fold(family));
        }
        let is_firm = first.is_empty() && last.is_empty();
        if is_firm {
            last.clone_from(&company);
        }
        if last.is_empty() && first.is_empty() {
            return None;
        }
        let start = u32::try_from(self.text.len()).ok()?;
        let (first, last) = (self.keep(&first), self.keep(&last));
        self.ids.push(contact.id);
        self.all.push(profile_of(&contact, &mailbox, &company, Profile::named(start, first, last, is_firm)));
        self.all.last()
    }

    fn keep(&mut self, name: &str) -> u8 {
        let end = name
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8())
            .take_while(|end| *end <= LONGEST)
            .last();
        let kept = &name[..end.unwrap_or(0)];
        self.text.push_str(kept);
        u8::try_from(kept.len()).unwrap_or(0)
    }
}

impl Profile {
    fn named(start: u32, first: u8, last: u8, is_firm: bool) -> Self {
        Self {
            start,
            first,
            last,
            gender: Gender::Unknown,
            is_firm,
            company: 0,
            mailbox: 0,
            domain: 0,
            phone_tail: 0,
            birthdate: 0,
            postcode: 0,
            address: 0,
        }
    }
}

fn profile_of(contact: &ContactSketch<'_>, mailbox: &Mailbox, company: &str, named: Profile) -> Profile {
    let (postcode, street) = (fold(contact.postcode), fold(contact.street));
    let both = !postcode.is_empty() && !street.is_empty();
    Profile {
        gender: gender(contact.civility),
        company: short_hash(company),
        mailbox: short_hash(&mailbox.name),
        domain: short_hash(&mailbox.domain),
        phone_tail: tail(contact.phone).or_else(|| tail(contact.phone_typed)).unwrap_or(0),
        birthdate: short_hash(contact.birthdate),
        postcode: short_hash(&postcode),
        address: if both { short_hash(&format!("{postcode} {street}")) } else { 0 },
        ..named
    }
}

fn tail(number: &str) -> Option<u32> {
    let digits: Vec<u32> = number.chars().filter_map(|sign| sign.to_digit(10)).collect();
    let tail = digits.get(digits.len().checked_sub(TAIL)?..)?;
    // `00 00 00 00` is nobody's number.
    Some(tail.iter().fold(0, |number, digit| number * 10 + digit)).filter(|number| *number != 0)
}

fn gender(civility: &str) -> Gender {
    match fold(civility).as_str() {
        "m" | "mr" | "monsieur" | "herr" | "sr" | "senor" => Gender::Man,
        "mme" | "mlle" | "madame" | "mademoiselle" | "mrs" | "ms" | "miss" | "frau" | "sra" | "signora" => {
            Gender::Woman
        }
        _ => Gender::Unknown,
    }
}

/// Zero only for an empty text.
fn short_hash(text: &str) -> u32 {
    if text.is_empty() {
        return 0;
    }
    let hash = hash(0, text.as_bytes());
    ((hash >> 32) as u32).max(1)
}

/// FNV-1a, then mixed: the same in every run, so that a search finds the same pairs every time.
pub(super) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// What a search would see of a contact with these details.
pub(super) fn sketch(id: ContactId, details: &ContactDetails) -> ContactSketch<'_> {
    ContactSketch {
        id,
        civility: &details.civility,
        first_name: &details.first_name,
        last_name: &details.last_name,
        email: details.email.as_ref().map_or("", EmailAddress::as_str),
        phone: details.phone.as_ref().map_or("", PhoneNumber::as_str),
        phone_typed: details.phone_typed.as_deref().unwrap_or_default(),
        company: &details.company,
        street: &details.street,
        postcode: &details.postcode,
        birthdate: &details.birthdate,
    }
}
