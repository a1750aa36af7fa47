//! Checkpoints: a MAC under a key that only moves forward, and a signature, on the entry that is last just now.

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use sellify_domain::{Timestamp, VaultId};
use sellify_store::{CheckpointRow, EpochRow, Read, Write};
use sellify_vault::cells;
use zeroize::Zeroizing;

use crate::append::AuditLog;
use crate::evolving_key::{self, Key};
use crate::{AuditError, chain};

/// Entries between two checkpoints, at most. The entry whose number it divides makes one by itself.
pub const CHECKPOINT_EVERY: u64 = 256;
/// Milliseconds between two checkpoints, at most, while something is recorded.
pub const CHECKPOINT_EVERY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// In front of everything that the vault's key signs for the audit log.
pub(crate) const SIGNATURE_PREFIX: &[u8] = b"SELLIFY-AUDIT-V1\0";
/// After the prefix: a checkpoint. (A manifest begins with `{`.)
const CHECKPOINT_MARK: u8 = 1;

/// Why a checkpoint is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum CheckpointReason {
    Count,
    Day,
    Exit,
    Opened,
    Rotation,
    Backup,
    Restore,
    Export,
    License,
    RecoveryCode,
    Redaction,
    Asked,
}

impl CheckpointReason {
    /// The word that is recorded and signed.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Day => "day",
            Self::Exit => "exit",
            Self::Opened => "opened",
            Self::Rotation => "rotation",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Export => "export",
            Self::License => "license",
            Self::RecoveryCode => "recovery_code",
            Self::Redaction => "redaction",
            Self::Asked => "asked",
        }
    }
}

/// A checkpoint, as far as it matters outside: what an anchor keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Its number, from 1.
    pub number: u64,
    /// The entry it stands on.
    pub seq: u64,
    /// Hash of that entry.
    pub hash: [u8; 32],
    /// When it was made.
    pub at: Timestamp,
}

impl From<&CheckpointRow> for Checkpoint {
    fn from(row: &CheckpointRow) -> Self {
        Self { number: row.number, seq: row.seq, hash: row.hash, at: row.at }
    }
}

impl AuditLog {
    /// Makes a checkpoint on the last entry, unless there is one on it already. None while the log is empty, or when
    /// the log was opened without the key that signs.
    ///
    /// # Errors
    /// The database's own error, or that of the vault's keys.
    pub fn checkpoint(
        &self,
        tx: &Write<'_>,
        now: Timestamp,
        reason: CheckpointReason,
    ) -> Result<Option<Checkpoint>, AuditError> {
        let Some(signer) = &self.signer else { return Ok(None) };
        let Some(head) = tx.audit_entries().head()? else { return Ok(None) };
        let last = tx.audit_checkpoints().last()?;
        if let Some(last) = last.as_ref().filter(|last| last.seq == head.seq && last.hash == head.hash) {
            return Ok(Some(last.into()));
        }
        let epoch = tx.audit_checkpoints().epoch()?;
        let mut row = CheckpointRow {
            number: last.map_or(0, |last| last.number) + 1,
            seq: head.seq,
            hash: head.hash,
            at: now,
            reason: reason.code().to_owned(),
            epoch: epoch.as_ref().map_or(0, |epoch| epoch.epoch),
            key_index: epoch.as_ref().map_or(0, |epoch| epoch.evolved),
            mac: None,
            public_key: signer.verifying_key().to_bytes(),
            signature: [0; 64],
        };
        let message = message(self.sealer.vault_id(), &row);
        if let Some(epoch) = &epoch {
            let key = self.epoch_key(epoch)?;
            row.mac = Some(evolving_key::mac(&key, &message));
            let sealed = self.seal_key(&epoch.id, &evolving_key::next(&key))?;
            tx.audit_checkpoints_mut().evolve(epoch.epoch, epoch.evolved + 1, &sealed)?;
        }
        row.signature = signer.sign(&message).to_bytes();
        tx.audit_checkpoints_mut().append(&row)?;
        Ok(Some((&row).into()))
    }

    /// Whether the last checkpoint is older than a day while entries follow it.
    ///
    /// # Errors
    /// The database's own error.
    pub fn checkpoint_is_due(&self, read: &Read<'_>, now: Timestamp) -> Result<bool, AuditError> {
        let Some(head) = read.audit_entries().head()? else { return Ok(false) };
        Ok(read.audit_checkpoints().last()?.is_none_or(|last| {
            last.seq < head.seq && now.as_millis() - last.at.as_millis() >= CHECKPOINT_EVERY_MILLIS
        }))
    }

    /// Begins the epoch of a new recovery code: its audit key is the first key of the MACs. The epoch before is closed
    /// by a last checkpoint, and its key forgotten.
    ///
    /// # Errors
    /// The database's own error, or that of the vault's keys.
    pub fn begin_epoch(
        &self,
        tx: &Write<'_>,
        now: Timestamp,
        first_key: &Zeroizing<[u8; 32]>,
    ) -> Result<(), AuditError> {
        let code_check = evolving_key::code_check(first_key);
        let running = tx.audit_checkpoints().epoch()?;
        if running.as_ref().is_some_and(|epoch| epoch.code_check == code_check) {
            return Ok(());
        }
        self.checkpoint(tx, now, CheckpointReason::RecoveryCode)?;
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| AuditError::RandomUnavailable)?;
        let row = EpochRow {
            epoch: running.map_or(0, |epoch| epoch.epoch) + 1,
            id,
            started_at: now,
            code_check,
            evolved: 0,
            key_ct: Some(self.seal_key(&id, first_key)?),
        };
        Ok(tx.audit_checkpoints_mut().begin_epoch(&row)?)
    }

    /// The last checkpoint.
    ///
    /// # Errors
    /// The database's own error.
    pub fn last_checkpoint(&self, read: &Read<'_>) -> Result<Option<Checkpoint>, AuditError> {
        Ok(read.audit_checkpoints().last()?.as_ref().map(Checkpoint::from))
    }

    /// Seals the present key of the MACs anew, under the newest key of its purpose. Part of rotating those.
    ///
    /// # Errors
    /// The database's own error, or that of the vault's keys.
    pub fn reseal_key(&self, tx: &Write<'_>) -> Result<(), AuditError> {
        let Some(epoch) = tx.audit_checkpoints().epoch()? else { return Ok(()) };
        let key = self.epoch_key(&epoch)?;
        let sealed = self.seal_key(&epoch.id, &key)?;
        Ok(tx.audit_checkpoints_mut().evolve(epoch.epoch, epoch.evolved, &sealed)?)
    }

    pub(crate) fn epoch_key(&self, epoch: &EpochRow) -> Result<Key, AuditError> {
        let sealed = epoch.key_ct.as_deref().unwrap_or_default();
        let opened = self.sealer.open(&cells::audit_key(epoch.id), sealed)?;
        let key: &[u8; 32] = opened.as_slice().try_into().map_err(|_| AuditError::Details)?;
        Ok(Zeroizing::new(*key))
    }

    fn seal_key(&self, id: &[u8; 16], key: &Key) -> Result<Vec<u8>, AuditError> {
        Ok(self.sealer.seal(&cells::audit_key(*id), key.as_slice())?)
    }
}

/// What is signed, and what the MAC covers.
pub(crate) fn message(vault_id: VaultId, row: &CheckpointRow) -> Vec<u8> {
    let mut message = Vec::with_capacity(160);
    message.extend_from_slice(SIGNATURE_PREFIX);
    message.push(CHECKPOINT_MARK);
    message.extend_from_slice(vault_id.as_bytes());
    for number in [row.number, row.seq] {
        message.extend_from_slice(&number.to_be_bytes());
    }
    message.extend_from_slice(&row.hash);
    message.extend_from_slice(&row.at.as_millis().to_be_bytes());
    for number in [row.epoch, row.key_index] {
        message.extend_from_slice(&number.to_be_bytes());
    }
    message.extend_from_slice(&chain::length_of(&row.reason));
    message.extend_from_slice(row.reason.as_bytes());
    message
}

/// Whether the key that the checkpoint names has signed it.
pub(crate) fn is_signed(vault_id: VaultId, row: &CheckpointRow) -> bool {
    signature_is_good(&row.public_key, &message(vault_id, row), &row.signature)
}

pub(crate) fn signature_is_good(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}
