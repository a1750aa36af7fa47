//! Which addresses and numbers a file has already had.
//!
//! Only fingerprints are kept: twelve bytes a key instead of the text, so that a million rows fit in tens of
//! megabytes. Two keys of one fingerprint would lose a contact; with 96 bits and random seeds for each run
//! that is one in 10^17 for a million rows, and no file can be built to make it happen. Lines are kept beside them
//! only where somebody will look at the rows.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::hash_map::Entry;
use hashbrown::{DefaultHashBuilder, HashMap};
use sellify_domain::ContactDetails;
use sellify_validation::text::fold;

/// What a row repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    Email,
    Phone,
    Reference,
}

/// The addresses, numbers and references that a file has had.
pub(super) struct FileKeys {
    emails: Keys,
    phones: Keys,
    references: References,
}

/// One kind of key.
enum Keys {
    Plain(Seen<()>),
    WithLines(Seen<u64>),
}

impl FileKeys {
    /// For about so many rows. `with_lines`: whether to tell which line a row repeats.
    pub(super) fn new(expected_rows: u64, with_lines: bool) -> Self {
        let keys = || Keys::new(expected_rows, with_lines);
        Self { emails: keys(), phones: keys(), references: References::new(with_lines) }
    }

    /// Notes a row, or tells what it repeats and, where that is kept, of which line. A row that repeats an address
    /// leaves no trace of its number: it is not kept.
    pub(super) fn repeats(&mut self, details: &ContactDetails, line: u64) -> Option<(Repeated, Option<u64>)> {
        let reference = self.references.key(details);
        if let Some(first) = reference.as_ref().and_then(|(key, person)| self.references.find(*key, *person))
        {
            return Some((Repeated::Reference, first));
        }
        let (email, phone) = (details.email.as_ref(), details.phone.as_ref());
        if let Some(first) = email.and_then(|email| self.emails.insert(email.as_str(), line)) {
            return Some((Repeated::Email, first));
        }
        if let Some(first) = phone.and_then(|phone| self.phones.insert(phone.as_str(), line)) {
            return Some((Repeated::Phone, first));
        }
        if let Some((key, person)) = reference {
            self.references.insert(key, person, line);
        }
        None
    }
}

impl Keys {
    fn new(expected: u64, with_lines: bool) -> Self {
        if with_lines { Self::WithLines(Seen::new(expected)) } else { Self::Plain(Seen::new(expected)) }
    }

    /// Notes a key; when it was there before, its line, where that is kept.
    fn insert(&mut self, key: &str, line: u64) -> Option<Option<u64>> {
        match self {
            Self::Plain(seen) => seen.insert(key, ()).map(|()| None),
            Self::WithLines(seen) => seen.insert(key, line).map(Some),
        }
    }
}

/// Fingerprints of one kind of key, with what is known of its first row.
///
/// In several tables, because a table doubles: a single one that is full takes the room of as many keys again, and
/// half as much besides while they move. Between 910,000 people and 990,000 that was 48 MiB.
struct Seen<V> {
    seeds: (DefaultHashBuilder, DefaultHashBuilder),
    tables: Vec<HashMap<Fingerprint, V, AsItIs>>,
}

/// A table of 65,536 places is full at seven eighths; with so many keys on average none of them gets there.
const KEYS_OF_A_TABLE: u64 = 55_000;

impl<V: Copy> Seen<V> {
    /// For about so many keys.
    fn new(expected: u64) -> Self {
        let seeds = (DefaultHashBuilder::default(), DefaultHashBuilder::default());
        let tables = expected.div_ceil(KEYS_OF_A_TABLE).max(1);
        Self { seeds, tables: (0..tables).map(|_| HashMap::with_hasher(AsItIs)).collect() }
    }

    /// Notes a key; what is known of it when it was there before.
    fn insert(&mut self, key: &str, known: V) -> Option<V> {
        let bytes = key.as_bytes();
        let first = self.seeds.0.hash_one((bytes, 1_u8)).to_le_bytes();
        let [a, b, c, d, ..] = self.seeds.1.hash_one((2_u8, bytes)).to_le_bytes();
        let second = [a, b, c, d];
        let at = u32::from_le_bytes(second) as usize % self.tables.len();
        let table = self.tables.get_mut(at)?;
        match table.entry(Fingerprint { first, second }) {
            Entry::Occupied(there) => Some(*there.get()),
            Entry::Vacant(empty) => {
                empty.insert(known);
                None
            }
        }
    }
}

/// The references of a file with the person that each belongs to: a customer number is of one person only where the
/// names say so too, since couples and firms share them.
struct References {
    seeds: (DefaultHashBuilder, DefaultHashBuilder),
    seen: HashMap<u64, Person>,
    lines: Option<HashMap<u64, u64>>,
}

/// Fingerprints of folded names; 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Person {
    last: u32,
    first: u32,
    has_email: bool,
}

impl Person {
    /// Whether two rows of one reference are one person: no name contradicts the other, and two different addresses
    /// need a family name that vouches for them.
    fn agrees(self, other: Self) -> bool {
        let same = |one: u32, other: u32| one == other || one == 0 || other == 0;
        let vouched = self.last != 0 && self.last == other.last || !(self.has_email && other.has_email);
        same(self.last, other.last) && same(self.first, other.first) && vouched
    }
}

impl References {
    fn new(with_lines: bool) -> Self {
        let seeds = (DefaultHashBuilder::default(), DefaultHashBuilder::default());
        Self { seeds, seen: HashMap::new(), lines: with_lines.then(HashMap::new) }
    }

    fn key(&self, details: &ContactDetails) -> Option<(u64, Person)> {
        if details.reference.is_empty() {
            return None;
        }
        let person = Person {
            last: self.name(&details.last_name),
            first: self.name(&details.first_name),
            has_email: details.email.is_some(),
        };
        Some((self.seeds.0.hash_one(details.reference.as_bytes()), person))
    }

    fn name(&self, name: &str) -> u32 {
        if name.is_empty() {
            return 0;
        }
        let [a, b, c, d, ..] = self.seeds.1.hash_one(fold(name)).to_le_bytes();
        u32::from_le_bytes([a, b, c, d]).max(1)
    }

    fn find(&self, key: u64, person: Person) -> Option<Option<u64>> {
        let known = self.seen.get(&key)?;
        known.agrees(person).then(|| self.lines.as_ref()?.get(&key).copied())
    }

    fn insert(&mut self, key: u64, person: Person, line: u64) {
        if let Entry::Vacant(empty) = self.seen.entry(key) {
            empty.insert(person);
            if let Some(lines) = &mut self.lines {
                lines.insert(key, line);
            }
        }
    }
}

/// Whether two contacts of one reference are one person; see the rows of a file.
pub(super) fn same_person(one: &ContactDetails, other: &ContactDetails) -> bool {
    let same = |one: &str, other: &str| one.is_empty() || other.is_empty() || fold(one) == fold(other);
    let named = !one.last_name.is_empty() && !other.last_name.is_empty();
    let one_address = one.email.is_none() || other.email.is_none() || one.email == other.email;
    same(&one.last_name, &other.last_name)
        && same(&one.first_name, &other.first_name)
        && (named || one_address)
}

/// 96 bits, in bytes so that nothing is lost to alignment.
#[derive(PartialEq, Eq)]
struct Fingerprint {
    first: [u8; 8],
    second: [u8; 4],
}

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from_le_bytes(self.first));
    }
}

/// A fingerprint is random already.
#[derive(Clone, Copy, Default)]
struct AsItIs;

impl BuildHasher for AsItIs {
    type Hasher = First;

    fn build_hasher(&self) -> First {
        First(0)
    }
}

struct First(u64);

impl Hasher for First {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, half: u64) {
        self.0 = half;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(reference: &str, last: &str, first: &str, email: &str) -> ContactDetails {
        ContactDetails {
            reference: reference.into(),
            last_name: last.into(),
            first_name: first.into(),
            email: (!email.is_empty()).then(|| sellify_domain::EmailAddress::from_normalised(email)),
            ..ContactDetails::default()
        }
    }

    #[test]
    fn a_key_is_new_once_whatever_was_expected() {
        for expected in [0, 20_000, 1_000_000] {
            let mut seen = Seen::new(expected);
            assert!(
                (0..20_000).all(|number| seen.insert(&format!("a{number}@exemple.fr"), number).is_none())
            );
            assert!(
                (0..20_000).all(|number| seen.insert(&format!("a{number}@exemple.fr"), 0) == Some(number))
            );
        }
    }

    #[test]
    fn a_reference_is_of_one_person_only_where_the_names_say_so() {
        let mut keys = FileKeys::new(10, true);
        assert_eq!(keys.repeats(&row("C1", "Dupont", "Anne", "anne@x.fr"), 2), None);
        let moved = keys.repeats(&row("C1", "DUPONT", "Anne", "anne@y.fr"), 3);
        assert_eq!(moved, Some((Repeated::Reference, Some(2))));
        assert_eq!(keys.repeats(&row("C1", "Dupont", "Luc", "luc@x.fr"), 4), None, "her husband");
        assert_eq!(
            keys.repeats(&row("C1", "", "", "bureau@x.fr"), 5),
            None,
            "nobody vouches for the address"
        );
        assert_eq!(keys.repeats(&row("C2", "", "", "bureau@x.fr"), 6), Some((Repeated::Email, Some(5))));
    }

    #[test]
    fn a_file_and_a_contact_agree_by_the_same_rule() {
        let known = row("C1", "Dupont", "Anne", "anne@x.fr");
        assert!(same_person(&known, &row("C1", "dupont", "", "autre@x.fr")));
        assert!(!same_person(&known, &row("C1", "Dupont", "Luc", "")));
        assert!(!same_person(&known, &row("C1", "", "", "autre@x.fr")));
        assert!(same_person(&known, &row("C1", "", "", "")));
    }
}
