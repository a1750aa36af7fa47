//! Adding entries, inside the transaction of the change that they describe; reading and lawfully erasing details.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use sellify_domain::{Actor, AuditEntryId, Timestamp};
use sellify_store::{AuditRow, Read, StoreError, Write};
use sellify_vault::{Sealer, cells};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::AuditError;
use crate::chain::{SALT_LEN, commitment, entry_hash, genesis};
use crate::checkpoint::{CHECKPOINT_EVERY, CheckpointReason};
use crate::verify::{Evidence, Verification, verify};

/// What a lawful erasure is recorded as.
pub(crate) const REDACTED: &str = "audit.redacted";

/// The audit log of one open vault. Cheap to clone.
#[derive(Clone)]
pub struct AuditLog {
    pub(crate) sealer: Sealer,
    /// Signs checkpoints and exports; it wipes itself when dropped.
    pub(crate) signer: Option<Arc<SigningKey>>,
    /// Public halves of the keys that signed before it.
    pub(crate) earlier: Arc<[[u8; 32]]>,
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

/// An entry to add.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: &'a Actor,
    /// What was done, as `noun.verb` (`contact.deleted`).
    pub action: &'a str,
    /// To what.
    pub object: &'a str,
    /// The rest; sealed.
    pub details: &'a Value,
}

impl AuditLog {
    /// The log of the vault whose cells this sealer seals. It makes no checkpoints until it is
    /// [signed](AuditLog::signed_by).
    #[must_use]
    pub fn new(sealer: Sealer) -> Self {
        Self { sealer, signer: None, earlier: Arc::default() }
    }

    /// The same log, with the vault's key that signs checkpoints and exports.
    #[must_use]
    pub fn signed_by(mut self, key: SigningKey) -> Self {
        self.signer = Some(Arc::new(key));
        self
    }

    /// The same log, with the public halves of the keys that signed before: what they signed stays good.
    #[must_use]
    pub fn signed_before_by(mut self, public_keys: impl IntoIterator<Item = [u8; 32]>) -> Self {
        self.earlier = public_keys.into_iter().collect();
        self
    }

    /// The public half of the key that signs.
    #[must_use]
    pub fn public_key(&self) -> Option<[u8; 32]> {
        self.signer.as_ref().map(|signer| signer.verifying_key().to_bytes())
    }

    /// That public half in a short form, to be read out and compared.
    #[must_use]
    pub fn key_fingerprint(&self) -> Option<String> {
        self.public_key().map(|key| crate::chain::fingerprint(&key))
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
        self.add(tx, self.end(tx)?, &NewEntry { at: now, actor, action, object, details })
    }

    /// Adds many entries, in order; faster than one by one.
    ///
    /// # Errors
    /// Why nothing was recorded.
    pub fn append_all<'a>(
        &self,
        tx: &Write<'_>,
        entries: impl IntoIterator<Item = NewEntry<'a>>,
    ) -> Result<Option<Appended>, AuditError> {
        let (mut end, mut added) = (self.end(tx)?, None);
        for entry in entries {
            let last = self.add(tx, end, &entry)?;
            end = (last.seq, last.hash);
            added = Some(last);
        }
        Ok(added)
    }

    /// Number and hash of the last entry.
    fn end(&self, read: &Read<'_>) -> Result<(u64, [u8; 32]), AuditError> {
        let head = read.audit_entries().head()?;
        Ok(head.map_or_else(|| (0, genesis(self.sealer.vault_id())), |head| (head.seq, head.hash)))
    }

    fn add(
        &self,
        tx: &Write<'_>,
        (last, prev): (u64, [u8; 32]),
        entry: &NewEntry<'_>,
    ) -> Result<Appended, AuditError> {
        let (id, salted) = (AuditEntryId::generate(entry.at), salted(entry.details)?);
        let mut row = AuditRow {
            seq: last + 1,
            id,
            at: entry.at,
            actor: entry.actor.to_string(),
            action: entry.action.to_owned(),
            object: entry.object.to_owned(),
            payload_ct: Some(self.sealer.seal(&cells::audit_payload(*id.as_bytes()), &salted)?),
            commitment: commitment(&salted),
            prev,
            hash: [0; 32],
        };
        row.hash = entry_hash(self.sealer.vault_id(), &row);
        tx.audit_entries_mut().append(&row)?;
        if row.seq.is_multiple_of(CHECKPOINT_EVERY) {
            self.checkpoint(tx, entry.at, CheckpointReason::Count)?;
        }
        Ok(Appended { seq: row.seq, id, hash: row.hash })
    }

    /// The details of an entry; `None` when they were lawfully erased.
    ///
    /// # Errors
    /// [`AuditError::Seal`] when they were changed or moved.
    pub fn details(&self, row: &AuditRow) -> Result<Option<Value>, AuditError> {
        let Some(salted) = self.salted_details(row)? else { return Ok(None) };
        let details = salted.get(SALT_LEN..).ok_or(AuditError::Details)?;
        serde_json::from_slice(details).map(Some).map_err(|_| AuditError::Details)
    }

    /// Salt and details as they were sealed.
    pub(crate) fn salted_details(&self, row: &AuditRow) -> Result<Option<Zeroizing<Vec<u8>>>, AuditError> {
        let Some(sealed) = &row.payload_ct else { return Ok(None) };
        Ok(Some(self.sealer.open(&cells::audit_payload(*row.id.as_bytes()), sealed)?))
    }

    /// Erases the details of an entry for good (a right to erasure), and records that this was done, by whom and why.
    /// The chain covers only the commitment, so it still verifies.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such entry, or its details are erased already.
    pub fn redact(
        &self,
        tx: &Write<'_>,
        now: Timestamp,
        actor: &Actor,
        seq: u64,
        reason: &str,
    ) -> Result<Appended, AuditError> {
        let row = tx.audit_entries().get(seq)?.filter(|row| row.payload_ct.is_some());
        row.ok_or(StoreError::NotFound { table: "audit_entries" })?;
        tx.audit_entries_mut().redact(seq)?;
        self.append(tx, now, actor, REDACTED, &redaction_object(seq), &json!({ "reason": reason }))
    }

    /// Checks the whole log as far as the evidence allows: see [`crate::Level`].
    ///
    /// # Errors
    /// The database's own error, or [`AuditError::CodeUnknown`]. A fault in the log is not an error but part of the
    /// answer.
    pub fn verify(&self, read: &Read<'_>, evidence: &Evidence) -> Result<Verification, AuditError> {
        verify(self, read, evidence)
    }
}

impl std::fmt::Debug for AuditLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuditLog").field("vault", &self.sealer.vault_id()).finish_non_exhaustive()
    }
}

/// How an entry is named by the entry that records its erasure.
pub(crate) fn redaction_object(seq: u64) -> String {
    format!("audit:{seq}")
}

fn salted(details: &Value) -> Result<Zeroizing<Vec<u8>>, AuditError> {
    let mut salted = Zeroizing::new(Vec::with_capacity(256));
    salted.resize(SALT_LEN, 0);
    getrandom::fill(&mut salted).map_err(|_| AuditError::RandomUnavailable)?;
    serde_json::to_writer(&mut *salted, details).map_err(|_| AuditError::Details)?;
    Ok(salted)
}
