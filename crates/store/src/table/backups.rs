//! What the vault knows of its backups. The files themselves lie elsewhere and may come and go without it.

use std::collections::BTreeMap;

use rusqlite::Row;
use sellify_domain::Timestamp;

use super::handle_types;
use crate::{StoreError, column};

/// One backup that was made and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRecord {
    /// The file's name.
    pub name: String,
    /// The folder it was written to.
    pub folder: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The mark of the recovery code that opens it.
    pub recovery_key_id: String,
    /// When it was last proven.
    pub verified_at: Timestamp,
    /// Rows per table.
    pub counts: BTreeMap<String, u64>,
    /// Whether the schedule made it, not a person.
    pub automatic: bool,
}

handle_types! {
    /// Reads what is known of backups.
    Backups,
    /// Changes what is known of backups.
    BackupsMut
}

const COLUMNS: &str = "name, folder, made_at, bytes, sha256, recovery_key_id, verified_at, counts, automatic";

fn record(row: &Row<'_>) -> rusqlite::Result<BackupRecord> {
    Ok(BackupRecord {
        name: row.get("name")?,
        folder: row.get("folder")?,
        made_at: column::time(row, "made_at")?,
        bytes: column::count(row, "bytes")?,
        sha256: row.get("sha256")?,
        recovery_key_id: row.get("recovery_key_id")?,
        verified_at: column::time(row, "verified_at")?,
        counts: column::from_json(row, "counts")?,
        automatic: row.get("automatic")?,
    })
}

impl Backups<'_> {
    /// Every backup that was not pruned, the last made first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<BackupRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM backups WHERE removed_at IS NULL ORDER BY row_id DESC");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], record)?.collect::<Result<_, _>>()?)
    }
}

impl BackupsMut<'_> {
    /// Remembers a new backup.
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert(&self, backup: &BackupRecord) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO backups ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (folder, name) DO UPDATE SET made_at = excluded.made_at, bytes = excluded.bytes,
               sha256 = excluded.sha256, recovery_key_id = excluded.recovery_key_id,
               verified_at = excluded.verified_at, counts = excluded.counts, automatic = excluded.automatic,
               removed_at = NULL"
        );
        self.conn.prepare_cached(&sql)?.execute((
            &backup.name,
            &backup.folder,
            backup.made_at.as_millis(),
            column::signed(backup.bytes),
            &backup.sha256,
            &backup.recovery_key_id,
            backup.verified_at.as_millis(),
            column::json(&backup.counts, "backups.counts")?,
            backup.automatic,
        ))?;
        Ok(())
    }

    /// Notes that a backup was proven again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the vault does not know it.
    pub fn verified(&self, folder: &str, name: &str, now: Timestamp) -> Result<(), StoreError> {
        self.change("UPDATE backups SET verified_at = $1 WHERE folder = $2 AND name = $3", folder, name, now)
    }

    /// Notes that a file was pruned.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the vault does not know it.
    pub fn removed(&self, folder: &str, name: &str, now: Timestamp) -> Result<(), StoreError> {
        self.change("UPDATE backups SET removed_at = $1 WHERE folder = $2 AND name = $3", folder, name, now)
    }

    fn change(&self, sql: &str, folder: &str, name: &str, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.conn.prepare_cached(sql)?.execute((now.as_millis(), folder, name))?;
        if changed == 0 { Err(StoreError::NotFound { table: "backups" }) } else { Ok(()) }
    }
}
