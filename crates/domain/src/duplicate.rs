//! Duplicates: two contacts that may be one person, and why somebody thinks so.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ContactId, IdError};

/// Two different contacts, the older one first: the same pair however it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactPair {
    first: ContactId,
    second: ContactId,
}

impl ContactPair {
    /// The pair of these two; none when they are one.
    #[must_use]
    pub fn of(one: ContactId, other: ContactId) -> Option<Self> {
        (one != other).then(|| Self { first: one.min(other), second: one.max(other) })
    }

    /// The older one.
    #[must_use]
    pub fn first(&self) -> ContactId {
        self.first
    }

    /// The younger one.
    #[must_use]
    pub fn second(&self) -> ContactId {
        self.second
    }
}

impl fmt::Display for ContactPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.first, self.second)
    }
}

impl FromStr for ContactPair {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (one, other) = text.split_once('.').ok_or(IdError)?;
        Self::of(one.parse()?, other.parse()?).ok_or(IdError)
    }
}

/// Why two contacts may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateReason {
    /// Given and family name are the same, but for case, accents and hyphens.
    SameName,
    /// The given name of one is the family name of the other.
    SwappedNames,
    /// The names differ by a slip of the fingers, an initial, or a married name.
    SimilarName,
    /// The same firm.
    SameCompany,
    /// Addresses at one domain that is not everybody's.
    SameDomain,
    /// The same name before the @.
    SimilarEmail,
    /// Numbers that end alike.
    SamePhoneTail,
    /// The same date of birth.
    SameBirthdate,
    /// The same street and postcode.
    SameAddress,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn a_pair_is_the_same_from_either_side_and_reads_back() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let (one, other) = (ContactId::generate(now), ContactId::generate(now));
        let pair = ContactPair::of(other, one).unwrap();
        assert_eq!(Some(pair), ContactPair::of(one, other));
        assert_eq!((pair.first(), pair.second()), (one, other));
        assert_eq!(pair.to_string().parse(), Ok(pair));
    }

    #[test]
    fn nobody_is_a_pair_with_themselves() {
        let one = ContactId::generate(Timestamp::from_millis(1));
        assert_eq!(ContactPair::of(one, one), None);
        assert_eq!(format!("{one}.{one}").parse::<ContactPair>(), Err(IdError));
        assert_eq!("a".parse::<ContactPair>(), Err(IdError));
    }
}
