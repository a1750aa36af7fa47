//! The states a licence can be in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The state of the licence on this computer, now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenseState {
    /// No licence yet, and the days of trial are not over.
    Trial,
    /// Everything in order.
    Valid,
    /// In order, and parts of the computer have changed.
    Drift,
    /// In order, and the computer's clock is behind what is known.
    ClockSuspect,
    /// Past its end, and within its grace.
    Grace,
    /// Past its grace.
    Expired,
    /// Withdrawn by the vendor.
    Revoked,
    /// For another computer.
    WrongMachine,
    /// It begins later.
    NotYetValid,
    /// No licence, and no trial any more.
    None,
}

impl LicenseState {
    /// All of them, in the order of the documents.
    pub const ALL: [Self; 10] = [
        Self::Trial,
        Self::Valid,
        Self::Drift,
        Self::ClockSuspect,
        Self::Grace,
        Self::Expired,
        Self::Revoked,
        Self::WrongMachine,
        Self::NotYetValid,
        Self::None,
    ];

    /// Whether sending and the other licensed parts work.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::Trial | Self::Valid | Self::Drift | Self::ClockSuspect | Self::Grace)
    }

    /// The stable name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Valid => "valid",
            Self::Drift => "drift",
            Self::ClockSuspect => "clock_suspect",
            Self::Grace => "grace",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::WrongMachine => "wrong_machine",
            Self::NotYetValid => "not_yet_valid",
            Self::None => "none",
        }
    }
}

impl fmt::Display for LicenseState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
