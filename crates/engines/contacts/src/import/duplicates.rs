//! Which addresses and numbers a file has already had.
//!
//! Only fingerprints are kept: sixteen bytes a key instead of the text, so that a million rows fit in tens of
//! megabytes. Two keys of one fingerprint would lose a contact; with 128 bits and a random seed for each run
//! that is one in 10^26 for a million rows, and no file can be built to make it happen.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashSet};

/// Fingerprints of one kind of key.
pub(super) struct Seen {
    seeds: (DefaultHashBuilder, DefaultHashBuilder),
    seen: HashSet<(u64, u64), Spread>,
}

impl Default for Seen {
    fn default() -> Self {
        let seeds = (DefaultHashBuilder::default(), DefaultHashBuilder::default());
        Self { seeds, seen: HashSet::with_hasher(Spread) }
    }
}

impl Seen {
    /// Notes a key; false when it was there before.
    pub(super) fn insert(&mut self, key: &str) -> bool {
        let bytes = key.as_bytes();
        self.seen.insert((self.seeds.0.hash_one((bytes, 1_u8)), self.seeds.1.hash_one((2_u8, bytes))))
    }
}

/// A fingerprint is its own hash.
#[derive(Clone, Copy, Default)]
struct Spread;

struct First(u64);

impl BuildHasher for Spread {
    type Hasher = First;

    fn build_hasher(&self) -> First {
        First(0)
    }
}

impl std::hash::Hasher for First {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, half: u64) {
        self.0 ^= half;
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
