//! Checking the log, entry by entry, and naming the first one that is not as it was written.

use sellify_domain::VaultId;
use sellify_store::{AuditRow, Read};
use sellify_vault::{Sealer, cells};

use crate::AuditError;
use crate::chain::{commitment, entry_hash, genesis};

/// What a check of the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Entries that were checked and are as written.
    pub entries: u64,
    /// Entries whose details were lawfully erased; the rest of them is covered by the chain.
    pub redacted: u64,
    /// Hash of the last good entry, or the genesis value of an empty log.
    pub head: [u8; 32],
    /// The first entry that is not as written, if any. Nothing after it is checked.
    pub fault: Option<Fault>,
}

/// The first entry that is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Its number.
    pub seq: u64,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Its words, time or commitment were changed.
    Edited,
    /// Its sealed details were changed, moved, or put in place of others.
    DetailsEdited,
    /// It is not there, but later ones are.
    Missing,
    /// A number that was there before comes again.
    Reordered,
    /// It does not continue the entry before it: that one was replaced, or this one comes from elsewhere.
    Forked,
    /// It and everything after it is gone, although it is known from elsewhere.
    Truncated,
}

impl FaultKind {
    /// The stable name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::DetailsEdited => "details_edited",
            Self::Missing => "missing",
            Self::Reordered => "reordered",
            Self::Forked => "forked",
            Self::Truncated => "truncated",
        }
    }
}

pub(crate) fn verify(sealer: &Sealer, read: &Read<'_>) -> Result<Verification, AuditError> {
    let mut check = Check::new(sealer);
    read.audit_entries().for_each_from::<AuditError>(1, |row| {
        check.next(&row);
        Ok(())
    })?;
    Ok(check.finish())
}

/// The check, fed with entries in the order in which they stand.
pub(crate) struct Check<'a> {
    sealer: &'a Sealer,
    vault_id: VaultId,
    found: Verification,
}

impl<'a> Check<'a> {
    pub(crate) fn new(sealer: &'a Sealer) -> Self {
        let vault_id = sealer.vault_id();
        let found = Verification { entries: 0, redacted: 0, head: genesis(vault_id), fault: None };
        Self { sealer, vault_id, found }
    }

    pub(crate) fn next(&mut self, row: &AuditRow) {
        if self.found.fault.is_some() {
            return;
        }
        match self.fault_of(row) {
            Some((seq, kind)) => self.found.fault = Some(Fault { seq, kind }),
            None => {
                self.found.entries += 1;
                self.found.redacted += u64::from(row.payload_ct.is_none());
                self.found.head = row.hash;
            }
        }
    }

    pub(crate) fn finish(self) -> Verification {
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
