//! A telephone number in E.164. The rules that make one stand in `sellify-validation`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number in E.164: `+` and 7 to 15 digits (ITU-T E.164).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Wraps a number that `sellify_validation::phone::parse` made, or that was stored as such.
    #[must_use]
    pub fn from_e164(number: impl Into<String>) -> Self {
        Self(number.into())
    }

    /// The number, `+` first.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
