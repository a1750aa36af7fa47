//! Whether the computer's clock can be believed, and from which moment a licence's end is counted.
//!
//! A clock put back does not give more time, and a clock that was wrong once never takes any away for good.

use std::collections::BTreeSet;

use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consts::{
    CLOCK_TOLERANCE, DAY, NETWORK_AGREEMENT, PENDING_AGE, PROVISIONAL_DAYS, PROVISIONAL_JUMP,
};

/// What is known about the time besides the computer's clock. Keep it in the vault, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClockAnchor {
    /// What the vendor signed or built: it has certainly passed.
    signed: Timestamp,
    /// The latest moment of use that is believed.
    seen: Timestamp,
    /// A far jump forward that is not believed yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provisional: Option<Provisional>,
}

/// A clock that jumped far ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Provisional {
    /// The latest moment seen since the jump.
    latest: Timestamp,
    /// The days of use since the jump, counted from 1970.
    days: BTreeSet<i64>,
}

/// Why the computer's clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockDoubt {
    /// It is more than a day behind a moment that has certainly passed.
    Behind {
        /// That moment.
        known: Timestamp,
    },
    /// It jumped more than 30 days ahead since the last use. Counted for now, not remembered yet.
    Ahead {
        /// The last moment before the jump.
        since: Timestamp,
    },
}

/// The time as the rules for licences count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockState {
    /// The computer's clock.
    pub system: Timestamp,
    /// The moment against which ends are counted: never before one that has certainly passed.
    pub effective: Timestamp,
    /// What is wrong with the clock.
    pub doubt: Option<ClockDoubt>,
}

impl ClockState {
    /// A clock that is in order.
    #[must_use]
    pub fn steady(now: Timestamp) -> Self {
        Self { system: now, effective: now, doubt: None }
    }
}

impl ClockAnchor {
    /// For a new vault: the program was built at `built`, and the clock says `now`.
    ///
    /// A first `now` far ahead of the build is not suspicious: programs are used for years.
    #[must_use]
    pub fn starting(built: Timestamp, now: Timestamp) -> Self {
        Self { signed: built, seen: now, provisional: None }
    }

    /// The latest moment that has certainly passed.
    #[must_use]
    pub fn anchor(&self) -> Timestamp {
        self.signed.max(self.seen)
    }

    /// Learns a moment that the vendor vouches for: a licence's or a list's `iat`, the build.
    pub fn learn_signed(&mut self, at: Timestamp) {
        self.signed = self.signed.max(at);
    }

    /// Learns a moment that this computer wrote down itself, such as the newest audit entry's.
    ///
    /// It is worth no more than the clock that made it: one far ahead is left alone.
    pub fn learn_recorded(&mut self, at: Timestamp) {
        if at <= self.anchor().plus_millis(PROVISIONAL_JUMP) {
            self.seen = self.seen.max(at);
        }
    }

    /// Takes note of the computer's clock. Call it at start, every ten minutes, and at exit.
    pub fn observe(&mut self, system: Timestamp) -> ClockState {
        if system <= self.anchor().plus_millis(PROVISIONAL_JUMP) {
            // Near what is known, or behind it: whatever was far ahead has come back and is forgotten.
            self.provisional = None;
            self.seen = self.seen.max(system);
            return self.state(system);
        }
        let day = system.as_millis().div_euclid(DAY);
        let jump =
            self.provisional.get_or_insert_with(|| Provisional { latest: system, days: BTreeSet::new() });
        if system < jump.latest.plus_millis(-CLOCK_TOLERANCE)
            || system > jump.latest.plus_millis(PROVISIONAL_JUMP)
        {
            // Another jump: its days of use are counted anew.
            jump.days.clear();
            jump.latest = system;
        }
        jump.latest = jump.latest.max(system);
        jump.days.insert(day);
        if jump.days.len() >= PROVISIONAL_DAYS {
            self.believe(system);
        }
        self.state(system)
    }

    /// Two services, asked over authenticated connections, gave these times.
    ///
    /// When they agree with each other, the time is known: a far jump is believed at once, and a moment that a wrong
    /// clock left behind is forgotten. What the vendor signed is never forgotten. Returns whether they agree.
    pub fn confirm_by_network(&mut self, one: Timestamp, other: Timestamp) -> bool {
        if one.as_millis().abs_diff(other.as_millis()) > NETWORK_AGREEMENT.unsigned_abs() {
            return false;
        }
        self.believe(one.min(other));
        true
    }

    /// The vendor answered a request of this vault: the licence was issued at `issued`, and the clock says `system`.
    ///
    /// When the clock is not before that moment and not long after it, two parties agree on today, and a moment that a
    /// wrong clock left behind is forgotten. Only an answer that still waited counts: it comes once.
    pub fn confirm_by_answer(&mut self, issued: Timestamp, system: Timestamp) {
        let near =
            system >= issued.plus_millis(-CLOCK_TOLERANCE) && system <= issued.plus_millis(PENDING_AGE);
        self.learn_signed(issued);
        if near && self.seen > system {
            self.believe(system);
        }
    }

    /// The time as licences count it, without taking note of it.
    #[must_use]
    pub fn state(&self, system: Timestamp) -> ClockState {
        let anchor = self.anchor();
        let doubt = if system < anchor.plus_millis(-CLOCK_TOLERANCE) {
            Some(ClockDoubt::Behind { known: anchor })
        } else if system > anchor.plus_millis(PROVISIONAL_JUMP) {
            Some(ClockDoubt::Ahead { since: anchor })
        } else {
            None
        };
        ClockState { system, effective: system.max(anchor), doubt }
    }

    fn believe(&mut self, at: Timestamp) {
        self.seen = at;
        self.provisional = None;
    }
}
