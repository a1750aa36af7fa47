//! An e-mail address in its normal form. The rules that make one stand in `sellify-validation`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A normalised address: trimmed, lower-case, its domain in ASCII (IDNA). Two people are the same for
/// de-duplication and suppression exactly when these are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Wraps an address that `sellify_validation::email::parse` made, or that was stored as such.
    #[must_use]
    pub fn from_normalised(address: impl Into<String>) -> Self {
        Self(address.into())
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the last `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
