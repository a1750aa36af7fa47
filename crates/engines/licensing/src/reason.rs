//! Why a licence is in its state: for the screen, the command line and the vendor on the phone.

use sellify_domain::{LicenseId, Timestamp};
use serde::Serialize;

use crate::{ClockDoubt, Component};

/// One reason. Several can hold at once; the first is the one that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The trial runs.
    #[error("You are trying Sellify without a licence: {days_left} days are left.")]
    TrialRunning {
        /// Whole or begun days.
        days_left: u32,
    },
    /// The trial is over.
    #[error("The trial is over.")]
    TrialEnded {
        /// When it ended.
        at: Timestamp,
    },
    /// There is no licence, and no trial has begun.
    #[error("There is no licence.")]
    NoLicense,
    /// The licence was released on this computer.
    #[error("The licence was released on this computer.")]
    Released {
        /// Which licence.
        lid: LicenseId,
        /// Up to which revision.
        rev: u32,
    },
    /// The vendor has withdrawn it.
    #[error("The vendor has withdrawn this licence.")]
    Revoked {
        /// Which licence.
        lid: LicenseId,
        /// Up to which revision.
        max_rev: u32,
    },
    /// It is for another computer.
    #[error("The licence is for another computer.")]
    WrongMachine {
        /// The parts known on both sides that differ.
        differing: Vec<Component>,
    },
    /// Parts of this computer have changed since the licence was made.
    #[error("Parts of this computer have changed since the licence was made.")]
    MachineChanged {
        /// The parts that differ.
        differing: Vec<Component>,
    },
    /// It begins later.
    #[error("The licence begins on {}.", day(*from))]
    NotYetValid {
        /// When.
        from: Timestamp,
    },
    /// Its end has passed, and its grace has not.
    #[error("The licence ended on {}. Everything goes on working until {}.", day(*at), day(*grace_until))]
    InGrace {
        /// When it ended.
        at: Timestamp,
        /// When its grace ends.
        grace_until: Timestamp,
    },
    /// Its grace has passed.
    #[error("The licence ended on {}.", day(*at))]
    Expired {
        /// When it ended.
        at: Timestamp,
    },
    /// The clock is behind a moment that has certainly passed.
    #[error("This computer's clock is behind: it was already {} once.", day(*known))]
    ClockBehind {
        /// That moment.
        known: Timestamp,
    },
    /// The clock jumped far ahead.
    #[error("This computer's clock jumped ahead by more than 30 days.")]
    ClockAhead {
        /// The last moment before the jump.
        since: Timestamp,
    },
    /// New versions are not included any more. Nothing stops.
    #[error("New versions were included until {}.", day(*at))]
    MaintenanceEnded {
        /// When.
        at: Timestamp,
    },
}

impl Reason {
    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TrialRunning { .. } => "trial_running",
            Self::TrialEnded { .. } => "trial_ended",
            Self::NoLicense => "no_license",
            Self::Released { .. } => "released",
            Self::Revoked { .. } => "revoked",
            Self::WrongMachine { .. } => "wrong_machine",
            Self::MachineChanged { .. } => "machine_changed",
            Self::NotYetValid { .. } => "not_yet_valid",
            Self::InGrace { .. } => "in_grace",
            Self::Expired { .. } => "expired",
            Self::ClockBehind { .. } => "clock_behind",
            Self::ClockAhead { .. } => "clock_ahead",
            Self::MaintenanceEnded { .. } => "maintenance_ended",
        }
    }

    /// What to do next, as a sentence.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::TrialRunning { .. } | Self::TrialEnded { .. } | Self::NoLicense | Self::Released { .. } => {
                "Order a licence, then make a request on the licence page and send it to the vendor."
            }
            Self::Revoked { .. } => {
                "Ask the vendor. Your data stays readable, and can be exported and backed up."
            }
            Self::WrongMachine { .. } => "Make a request on this computer and send it to the vendor.",
            Self::MachineChanged { .. } => {
                "Make a request when you have time, so that the vendor can renew the licence for this computer."
            }
            Self::NotYetValid { .. } => "Wait until then, or check this computer's date.",
            Self::InGrace { .. } | Self::Expired { .. } => {
                "Renew the licence with the vendor. Your data stays readable, and can be exported and backed up."
            }
            Self::ClockBehind { .. } | Self::ClockAhead { .. } => "Check this computer's date and time.",
            Self::MaintenanceEnded { .. } => "Renew before you install a newer version.",
        }
    }

    pub(crate) fn of_clock(doubt: ClockDoubt) -> Self {
        match doubt {
            ClockDoubt::Behind { known } => Self::ClockBehind { known },
            ClockDoubt::Ahead { since } => Self::ClockAhead { since },
        }
    }
}

fn day(at: Timestamp) -> String {
    at.to_rfc3339().chars().take(10).collect()
}
