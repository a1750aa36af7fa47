//! Adding an entry, inside the transaction of the change that it describes.

use sellify_domain::{Actor, AuditEntryId, Timestamp};
use sellify_store::{AuditRow, Read, Write};
use sellify_vault::{Sealer, cells};
use serde_json::Value;

use crate::chain::{SALT_LEN, commitment, entry_hash, genesis};
use crate::verify::{Verification, verify};
use crate::{AuditError, Fault, FaultKind};

/// The audit log of one open vault. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AuditLog {
    sealer: Sealer,
}

/// An entry that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its number in the chain.
    pub seq: u64,
    /// Its id.
    pub id: AuditEntryId,
    /// Its hash: the new head.
    pub hash: [u8; 32],
}

impl AuditLog {
    /// The log of the vault whose cells this sealer seals.
    #[must_use]
    pub fn new(sealer: Sealer) -> Self {
        Self { sealer }
    }

    /// Adds an entry. Call it inside the transaction of the change: when it fails, the change must fail too.
    ///
    /// `action` is `noun.verb` (`contact.deleted`), `object` names what it was done to, `details` is sealed.
    ///
    /// # Errors
    /// Why nothing was recorded.
    pub fn append(
        &self,
        tx: &Write<'_>,
        now: Timestamp,
        actor: &Actor,
        action: &str,
        object: &str,
        details: &Value,
    ) -> Result<Appended, AuditError> {
        let head = tx.audit_entries().head()?;
        let (seq, prev) = match head {
            Some(head) => (head.seq + 1, head.hash),
            None => (1, genesis(self.sealer.vault_id())),
        };
        let (id, salted) = (AuditEntryId::generate(now), salted(details)?);
        let mut row = AuditRow {
            seq,
            id,
            at: now,
            actor: actor.to_string(),
            action: action.to_owned(),
            object: object.to_owned(),
            payload_ct: Some(self.sealer.seal(&cells::audit_payload(*id.as_bytes()), &salted)?),
            commitment: commitment(&salted),
            prev,
            hash: [0; 32],
        };
        row.hash = entry_hash(self.sealer.vault_id(), &row);
        tx.audit_entries_mut().append(&row)?;
        Ok(Appended { seq, id, hash: row.hash })
    }

    /// The details of an entry; `None` when they were lawfully erased.
    ///
    /// # Errors
    /// [`AuditError::Seal`] when they were changed or moved.
    pub fn details(&self, row: &AuditRow) -> Result<Option<Value>, AuditError> {
        let Some(sealed) = &row.payload_ct else { return Ok(None) };
        let salted = self.sealer.open(&cells::audit_payload(*row.id.as_bytes()), sealed)?;
        let details = salted.get(SALT_LEN..).ok_or(AuditError::Details)?;
        serde_json::from_slice(details).map(Some).map_err(|_| AuditError::Details)
    }

    /// Checks the whole log: numbers without gaps, the chain of hashes, and every detail against its commitment.
    ///
    /// Entries cut off the end are not noticed by this alone; see [`AuditLog::verify_from_anchor`].
    ///
    /// # Errors
    /// The database's own error. A fault in the log is not an error but part of the answer.
    pub fn verify(&self, read: &Read<'_>) -> Result<Verification, AuditError> {
        verify(&self.sealer, read)
    }

    /// [`AuditLog::verify`], and that the entry known from elsewhere (a backup, a receipt) is still there unchanged.
    ///
    /// # Errors
    /// As [`AuditLog::verify`].
    pub fn verify_from_anchor(
        &self,
        read: &Read<'_>,
        seq: u64,
        hash: &[u8; 32],
    ) -> Result<Verification, AuditError> {
        let mut found = self.verify(read)?;
        if found.fault.is_none() {
            let mut known = None;
            read.audit_entries().for_each_from::<AuditError>(seq, |row| {
                known.get_or_insert(row.seq == seq && row.hash == *hash);
                Ok(())
            })?;
            found.fault = match known {
                Some(true) => None,
                Some(false) => Some(Fault { seq, kind: FaultKind::Forked }),
                None => Some(Fault { seq: found.entries + 1, kind: FaultKind::Truncated }),
            };
        }
        Ok(found)
    }
}

fn salted(details: &Value) -> Result<Vec<u8>, AuditError> {
    let mut salted = vec![0_u8; SALT_LEN];
    getrandom::fill(&mut salted).map_err(|_| AuditError::RandomUnavailable)?;
    serde_json::to_writer(&mut salted, details).map_err(|_| AuditError::Details)?;
    Ok(salted)
}
