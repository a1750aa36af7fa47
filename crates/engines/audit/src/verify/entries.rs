//! Levels 1 and 2: numbers without gaps, the chain of hashes, every detail against its commitment.

use std::collections::{BTreeMap, BTreeSet};

use sellify_domain::VaultId;
use sellify_store::AuditRow;
use sellify_vault::{Sealer, cells};

use super::{Fault, FaultKind, Level, Verification};
use crate::append::REDACTED;
use crate::chain::{commitment, entry_hash, genesis};

/// The check, fed with entries in the order in which they stand.
pub(crate) struct Check<'a> {
    sealer: &'a Sealer,
    vault_id: VaultId,
    chain_only: bool,
    /// Hashes that checkpoints stand on, by entry.
    known: BTreeMap<u64, Vec<[u8; 32]>>,
    /// Entries without details for which no erasure was recorded yet.
    erased: BTreeSet<u64>,
    found: Verification,
}

impl<'a> Check<'a> {
    pub(crate) fn new(sealer: &'a Sealer, chain_only: bool, known: BTreeMap<u64, Vec<[u8; 32]>>) -> Self {
        let vault_id = sealer.vault_id();
        let found = Verification::nothing_yet(genesis(vault_id));
        Self { sealer, vault_id, chain_only, known, erased: BTreeSet::new(), found }
    }

    pub(crate) fn next(&mut self, row: &AuditRow) {
        if self.found.fault.is_some() {
            return;
        }
        if let Some((seq, kind)) = self.fault_of(row) {
            self.found.fault = Some(Fault { seq, kind });
            return;
        }
        self.found.entries += 1;
        self.found.head = row.hash;
        self.found.first_at.get_or_insert(row.at);
        if row.payload_ct.is_none() {
            self.found.redacted += 1;
            self.erased.insert(row.seq);
        }
        if row.action == REDACTED
            && let Some(seq) = row.object.strip_prefix("audit:").and_then(|seq| seq.parse().ok())
        {
            self.erased.remove(&seq);
        }
    }

    /// What was found wrong so far.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.found.fault
    }

    pub(crate) fn finish(mut self) -> Verification {
        if self.found.fault.is_none() {
            let silently = self.erased.first().copied();
            self.found.level =
                Some(if self.chain_only || silently.is_some() { Level::L1 } else { Level::L2 });
            self.found.fault = silently.map(|seq| Fault { seq, kind: FaultKind::DetailsMissing });
        }
        self.found
    }

    fn fault_of(&self, row: &AuditRow) -> Option<(u64, FaultKind)> {
        let expected = self.found.entries + 1;
        if row.seq > expected {
            return Some((expected, FaultKind::Missing));
        }
        if row.seq < expected {
            return Some((row.seq, FaultKind::Reordered));
        }
        if entry_hash(self.vault_id, row) != row.hash {
            return Some((row.seq, FaultKind::Edited));
        }
        if row.prev != self.found.head {
            return Some((row.seq, FaultKind::Forked));
        }
        if self.known.get(&row.seq).is_some_and(|hashes| hashes.iter().any(|hash| *hash != row.hash)) {
            return Some((row.seq, FaultKind::Forked));
        }
        if self.chain_only {
            return None;
        }
        let details = row
            .payload_ct
            .as_ref()
            .map(|sealed| self.sealer.open(&cells::audit_payload(*row.id.as_bytes()), sealed));
        match details {
            None => None,
            Some(Ok(salted)) if commitment(&salted) == row.commitment => None,
            Some(_) => Some((row.seq, FaultKind::DetailsEdited)),
        }
    }
}
