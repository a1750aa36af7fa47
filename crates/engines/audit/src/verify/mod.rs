//! Checking the log: entries, checkpoints, anchors; and naming the first entry that is not as it was written.

mod checkpoints;
mod entries;
mod fault;

use std::collections::BTreeMap;

use sellify_domain::Timestamp;
use sellify_store::{AuditRow, CheckpointRow, EpochRow, Read};
use zeroize::Zeroizing;

pub(crate) use entries::Check;
pub use fault::{Fault, FaultKind};

use crate::append::AuditLog;
use crate::checkpoint::{CHECKPOINT_EVERY, Checkpoint};
use crate::{AuditError, chain, hex};

/// How much was checked (security.md 6.7). Each level includes those below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Numbers without gaps, and the chain of hashes.
    L1,
    /// Every detail against its commitment.
    L2,
    /// Checkpoints: signatures, and MACs when the recovery code was given.
    L3,
    /// Hashes known from outside the database.
    L4,
}

impl Level {
    /// `L1` to `L4`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::L1 => "L1",
            Self::L2 => "L2",
            Self::L3 => "L3",
            Self::L4 => "L4",
        }
    }
}

/// A hash of the log that is kept outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Where it is kept: `keystore`, a backup, an export.
    pub place: String,
    /// The entry.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// Whether the log still holds what an anchor remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorCheck {
    /// Where it is kept.
    pub place: String,
    /// The entry.
    pub seq: u64,
    /// Whether the entry is there, with this hash.
    pub ok: bool,
}

/// What the log is compared with.
#[derive(Default)]
pub struct Evidence {
    /// The audit key of the recovery code: with it the MACs are checked too.
    pub first_key: Option<Zeroizing<[u8; 32]>>,
    /// Hashes known from elsewhere.
    pub anchors: Vec<Anchor>,
    /// Leaves the details sealed: level 1 only, much faster.
    pub chain_only: bool,
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evidence").field("anchors", &self.anchors).finish_non_exhaustive()
    }
}

/// What a check of the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Entries that were checked and are as written.
    pub entries: u64,
    /// Entries whose details were lawfully erased; the rest of them is covered by the chain.
    pub redacted: u64,
    /// Hash of the last good entry, or the genesis value of an empty log.
    pub head: [u8; 32],
    /// When the first entry was written.
    pub first_at: Option<Timestamp>,
    /// The highest level at which everything was as written; none when the chain itself is broken.
    pub level: Option<Level>,
    /// Checkpoints whose signature and place in the log were checked.
    pub checkpoints: u64,
    /// Checkpoints whose MAC was checked as well.
    pub macs: u64,
    /// The last good checkpoint.
    pub last_checkpoint: Option<Checkpoint>,
    /// Entries after the last checkpoint: nothing but the chain protects them yet.
    pub unsigned_tail: u64,
    /// What is known from outside, compared.
    pub anchors: Vec<AnchorCheck>,
    /// The first entry that is not as written, if any.
    pub fault: Option<Fault>,
}

pub(crate) fn verify(
    log: &AuditLog,
    read: &Read<'_>,
    evidence: &Evidence,
) -> Result<Verification, AuditError> {
    let beside =
        Beside { checkpoints: read.audit_checkpoints().all()?, epochs: read.audit_checkpoints().epochs()? };
    verify_rows(log, evidence, &beside, |each| {
        read.audit_entries().for_each_from::<AuditError>(1, |row| {
            each(&row);
            Ok(())
        })
    })
}

/// What stands beside the entries.
pub(crate) struct Beside {
    pub(crate) checkpoints: Vec<CheckpointRow>,
    pub(crate) epochs: Vec<EpochRow>,
}

/// The check itself; `entries` hands out the rows in the order in which they stand.
pub(crate) fn verify_rows(
    log: &AuditLog,
    evidence: &Evidence,
    beside: &Beside,
    entries: impl FnOnce(&mut dyn FnMut(&AuditRow)) -> Result<(), AuditError>,
) -> Result<Verification, AuditError> {
    let mut known: BTreeMap<u64, Vec<[u8; 32]>> = BTreeMap::new();
    for row in &beside.checkpoints {
        known.entry(row.seq).or_default().push(row.hash);
    }
    let mut anchors: Vec<AnchorCheck> = Vec::new();
    let mut check = Check::new(&log.sealer, evidence.chain_only, known);
    entries(&mut |row| {
        for anchor in evidence.anchors.iter().filter(|anchor| anchor.seq == row.seq) {
            let ok = anchor.hash == row.hash;
            anchors.push(AnchorCheck { place: anchor.place.clone(), seq: anchor.seq, ok });
        }
        check.next(row);
    })?;
    let mut found = check.finish();
    checkpoints::check(log, evidence, beside, &mut found)?;
    compare_anchors(evidence, anchors, &mut found);
    Ok(found)
}

/// Anchors beyond the end show what was cut off; others with another hash, that history was written anew.
fn compare_anchors(evidence: &Evidence, seen: Vec<AnchorCheck>, found: &mut Verification) {
    found.anchors = seen;
    let beyond = evidence.anchors.iter().filter(|anchor| {
        let at_the_very_start = anchor.seq == 0;
        !at_the_very_start
            && !found.anchors.iter().any(|seen| seen.place == anchor.place && seen.seq == anchor.seq)
    });
    let cut: Vec<AnchorCheck> = beyond
        .map(|anchor| AnchorCheck { place: anchor.place.clone(), seq: anchor.seq, ok: false })
        .collect();
    if found.fault.is_none() {
        let forked = found.anchors.iter().filter(|anchor| !anchor.ok).map(|anchor| anchor.seq).min();
        found.fault = match (forked, cut.is_empty()) {
            (Some(seq), _) => Some(Fault { seq, kind: FaultKind::Forked }),
            (None, false) => Some(Fault { seq: found.entries + 1, kind: FaultKind::Truncated }),
            (None, true) => None,
        };
        if found.fault.is_none() && !found.anchors.is_empty() && found.level == Some(Level::L3) {
            found.level = Some(Level::L4);
        }
    }
    found.anchors.extend(cut);
}

impl Verification {
    pub(crate) fn nothing_yet(genesis: [u8; 32]) -> Self {
        Self {
            entries: 0,
            redacted: 0,
            head: genesis,
            first_at: None,
            level: None,
            checkpoints: 0,
            macs: 0,
            last_checkpoint: None,
            unsigned_tail: 0,
            anchors: Vec::new(),
            fault: None,
        }
    }

    /// The last hash as text, in full.
    #[must_use]
    pub fn head_hex(&self) -> String {
        hex::encode(&self.head)
    }

    pub(crate) fn count_tail(&mut self) {
        self.unsigned_tail = self.entries - self.last_checkpoint.as_ref().map_or(0, |last| last.seq);
        if self.fault.is_none() && self.unsigned_tail >= CHECKPOINT_EVERY {
            let seq = self.entries - self.unsigned_tail + 1;
            self.fault = Some(Fault { seq, kind: FaultKind::UnsignedTail });
        }
    }

    pub(crate) fn is_empty_log(&self, vault_id: sellify_domain::VaultId) -> bool {
        self.entries == 0 && self.head == chain::genesis(vault_id)
    }
}
