//! Checkpoints of the audit log and the epochs of their keys. What they mean is known to `sellify-audit`.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::Timestamp;

use super::handle_types;
use crate::{StoreError, column};

/// One checkpoint (security.md 6.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRow {
    /// Dense from 1.
    pub number: u64,
    /// The entry it stands on.
    pub seq: u64,
    /// Hash of that entry.
    pub hash: [u8; 32],
    /// When it was made.
    pub at: Timestamp,
    /// Why it was made.
    pub reason: String,
    /// Epoch of the MAC's key; 0: no MAC.
    pub epoch: u64,
    /// How often the key had evolved.
    pub key_index: u64,
    /// HMAC-SHA256 under the epoch's key.
    pub mac: Option<[u8; 32]>,
    /// Who signed.
    pub public_key: [u8; 32],
    /// Ed25519.
    pub signature: [u8; 64],
}

/// One epoch of the MAC's key.
#[derive(Clone, PartialEq, Eq)]
pub struct EpochRow {
    /// Dense from 1.
    pub epoch: u64,
    /// Binds the sealed key to this row.
    pub id: [u8; 16],
    /// When it began.
    pub started_at: Timestamp,
    /// Tells which recovery code it belongs to.
    pub code_check: [u8; 32],
    /// Checkpoints made in it.
    pub evolved: u64,
    /// The present key, sealed; none once the epoch has ended.
    pub key_ct: Option<Vec<u8>>,
}

impl std::fmt::Debug for EpochRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EpochRow({}, evolved {})", self.epoch, self.evolved)
    }
}

handle_types! {
    /// Reads checkpoints.
    AuditCheckpoints,
    /// Adds checkpoints and moves their key on.
    AuditCheckpointsMut
}

const COLUMNS: &str = "number, seq, hash, ts_ms, reason, epoch, key_index, mac, public_key, signature";
const EPOCH_COLUMNS: &str = "epoch, id, started_ms, code_check, evolved, key_ct";

fn checkpoint(row: &Row<'_>) -> rusqlite::Result<CheckpointRow> {
    Ok(CheckpointRow {
        number: column::count(row, "number")?,
        seq: column::count(row, "seq")?,
        hash: row.get("hash")?,
        at: column::time(row, "ts_ms")?,
        reason: row.get("reason")?,
        epoch: column::count(row, "epoch")?,
        key_index: column::count(row, "key_index")?,
        mac: row.get("mac")?,
        public_key: row.get("public_key")?,
        signature: row.get("signature")?,
    })
}

fn epoch(row: &Row<'_>) -> rusqlite::Result<EpochRow> {
    Ok(EpochRow {
        epoch: column::count(row, "epoch")?,
        id: row.get("id")?,
        started_at: column::time(row, "started_ms")?,
        code_check: row.get("code_check")?,
        evolved: column::count(row, "evolved")?,
        key_ct: row.get("key_ct")?,
    })
}

impl AuditCheckpoints<'_> {
    /// The last checkpoint.
    ///
    /// # Errors
    /// The database's own error.
    pub fn last(&self) -> Result<Option<CheckpointRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM audit_checkpoints ORDER BY number DESC LIMIT 1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([], checkpoint).optional()?)
    }

    /// Every checkpoint, the oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn all(&self) -> Result<Vec<CheckpointRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM audit_checkpoints ORDER BY number");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], checkpoint)?.collect::<Result<_, _>>()?)
    }

    /// Every epoch, the oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn epochs(&self) -> Result<Vec<EpochRow>, StoreError> {
        let sql = format!("SELECT {EPOCH_COLUMNS} FROM audit_epochs ORDER BY epoch");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], epoch)?.collect::<Result<_, _>>()?)
    }

    /// The epoch that is under way.
    ///
    /// # Errors
    /// The database's own error.
    pub fn epoch(&self) -> Result<Option<EpochRow>, StoreError> {
        let sql = format!("SELECT {EPOCH_COLUMNS} FROM audit_epochs ORDER BY epoch DESC LIMIT 1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([], epoch).optional()?)
    }
}

impl AuditCheckpointsMut<'_> {
    /// Adds the next checkpoint. The database itself refuses a number that does not follow the last one.
    ///
    /// # Errors
    /// The database's own error.
    pub fn append(&self, row: &CheckpointRow) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO audit_checkpoints ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        );
        self.conn.prepare_cached(&sql)?.execute((
            column::signed(row.number),
            column::signed(row.seq),
            &row.hash[..],
            row.at.as_millis(),
            &row.reason,
            column::signed(row.epoch),
            column::signed(row.key_index),
            row.mac.as_ref().map(|mac| &mac[..]),
            &row.public_key[..],
            &row.signature[..],
        ))?;
        Ok(())
    }

    /// Begins an epoch and ends the one before, whose key is forgotten.
    ///
    /// # Errors
    /// The database's own error.
    pub fn begin_epoch(&self, row: &EpochRow) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE audit_epochs SET key_ct = NULL WHERE key_ct IS NOT NULL")?
            .execute([])?;
        let sql = format!("INSERT INTO audit_epochs ({EPOCH_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)");
        self.conn.prepare_cached(&sql)?.execute((
            column::signed(row.epoch),
            &row.id[..],
            row.started_at.as_millis(),
            &row.code_check[..],
            column::signed(row.evolved),
            &row.key_ct,
        ))?;
        Ok(())
    }

    /// Replaces the key of an epoch by the next one. The old bytes are overwritten (`secure_delete`).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such epoch.
    pub fn evolve(&self, epoch: u64, evolved: u64, key_ct: &[u8]) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE audit_epochs SET evolved = $1, key_ct = $2 WHERE epoch = $3")?
            .execute((column::signed(evolved), key_ct, column::signed(epoch)))?;
        if changed == 0 { Err(StoreError::NotFound { table: "audit_epochs" }) } else { Ok(()) }
    }
}
