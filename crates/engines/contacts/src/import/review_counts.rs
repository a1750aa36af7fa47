//! How many rows of a whole file each filter of its review means, and how many of them were kept to be listed.

use std::collections::BTreeMap;

use super::review::{Reason, ReviewRow, Verdict};

/// Rows kept of each verdict.
pub const ROWS_KEPT: u32 = 2_000;
/// Rows kept of each reason, and of those on the suppression list or with a hint, even when their verdict is full.
const KEPT_OF_A_KIND: u64 = 200;

/// What the rows of a verdict can be narrowed to. `Reason` goes by its code, as filters name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrow {
    /// All of them.
    Every,
    /// Those with this reason, by its code.
    Reason(String),
    /// Those of people who must not be written to.
    Suppressed,
    /// Those with a value that looks mistyped.
    Hinted,
}

impl Narrow {
    /// The code on the wire; none for all of them.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Every => None,
            Self::Reason(code) => Some(code),
            Self::Suppressed => Some("suppressed"),
            Self::Hinted => Some("hinted"),
        }
    }
}

/// How many rows of the whole file one filter means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterCount {
    /// Rows with this verdict.
    pub verdict: Verdict,
    /// Which of them.
    pub narrow: Narrow,
    /// How many there are.
    pub count: u64,
    /// How many of them were kept and can be listed.
    pub kept: u64,
}

/// A filter as rows are counted by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Every,
    Reason(Reason),
    Suppressed,
    Hinted,
}

impl Kind {
    fn narrow(self) -> Narrow {
        match self {
            Self::Every => Narrow::Every,
            Self::Reason(reason) => Narrow::Reason(reason.code()),
            Self::Suppressed => Narrow::Suppressed,
            Self::Hinted => Narrow::Hinted,
        }
    }

    /// Every filter that means a row.
    fn of(row: &ReviewRow) -> impl Iterator<Item = Self> + Clone {
        let suppressed = (!row.suppressed.is_empty()).then_some(Self::Suppressed);
        let hinted = row.hint.is_some().then_some(Self::Hinted);
        [Some(Self::Every), row.reason.map(Self::Reason), suppressed, hinted].into_iter().flatten()
    }

    fn room(self) -> u64 {
        if self == Self::Every { u64::from(ROWS_KEPT) } else { KEPT_OF_A_KIND }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    count: u64,
    kept: u64,
}

/// What was counted and kept, by verdict and filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tallies(BTreeMap<(Verdict, Kind), Tally>);

impl Tallies {
    /// Counts a row; tells whether it is to be kept, because one of its filters has room.
    pub(super) fn take(&mut self, row: &ReviewRow) -> bool {
        let kinds = Kind::of(row);
        let mut keep = false;
        for kind in kinds.clone() {
            let tally = self.0.entry((row.verdict, kind)).or_default();
            tally.count += 1;
            keep |= tally.kept < kind.room();
        }
        for kind in kinds.filter(|_| keep) {
            self.0.entry((row.verdict, kind)).or_default().kept += 1;
        }
        keep
    }

    /// How many rows of these verdicts, or of all when none is named, a filter means.
    pub(super) fn total(&self, verdicts: &[Verdict], narrow: &Narrow) -> u64 {
        let wanted = |verdict: &Verdict| verdicts.is_empty() || verdicts.contains(verdict);
        let meant = self.0.iter().filter(|((verdict, kind), _)| wanted(verdict) && kind.narrow() == *narrow);
        meant.map(|(_, tally)| tally.count).sum()
    }

    pub(super) fn filters(&self) -> Vec<FilterCount> {
        let count = |(&(verdict, kind), tally): (&(Verdict, Kind), &Tally)| FilterCount {
            verdict,
            narrow: kind.narrow(),
            count: tally.count,
            kept: tally.kept,
        };
        self.0.iter().map(count).collect()
    }
}
