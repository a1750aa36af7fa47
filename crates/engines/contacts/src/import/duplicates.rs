//! Which addresses and numbers a file has already had.
//!
//! Only fingerprints are kept: twelve bytes a key instead of the text, so that a million rows fit in tens of
//! megabytes. Two keys of one fingerprint would lose a contact; with 96 bits and random seeds for each run
//! that is one in 10^17 for a million rows, and no file can be built to make it happen.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::{DefaultHashBuilder, HashSet};

/// Fingerprints of one kind of key.
pub(super) struct Seen {
    seeds: (DefaultHashBuilder, DefaultHashBuilder),
    seen: HashSet<Fingerprint, AsItIs>,
}

impl Default for Seen {
    fn default() -> Self {
        let seeds = (DefaultHashBuilder::default(), DefaultHashBuilder::default());
        Self { seeds, seen: HashSet::with_hasher(AsItIs) }
    }
}

impl Seen {
    /// Notes a key; false when it was there before.
    pub(super) fn insert(&mut self, key: &str) -> bool {
        let bytes = key.as_bytes();
        let first = self.seeds.0.hash_one((bytes, 1_u8)).to_le_bytes();
        let [a, b, c, d, ..] = self.seeds.1.hash_one((2_u8, bytes)).to_le_bytes();
        self.seen.insert(Fingerprint { first, second: [a, b, c, d] })
    }
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

    #[test]
    fn a_key_is_new_once() {
        let mut seen = Seen::default();
        assert!((0..20_000).all(|number| seen.insert(&format!("a{number}@exemple.fr"))));
        assert!((0..20_000).all(|number| !seen.insert(&format!("a{number}@exemple.fr"))));
    }
}
