//! Copies of a whole database at one moment: for backups, and back again when one is restored.
//!
//! The copy is encrypted under a key of its own, so that a backup never holds the key of the living vault's file.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::store::snapshot;
use crate::table::audit_entries::{AuditEntries, AuditHead};
use crate::table::sealed_values::{SEALED_COLUMNS, SealedColumn};
use crate::{DbKey, Read, Store, StoreError, open};

/// Pages copied between two reports of progress; 4 MiB.
const STEP: i32 = 256;

/// What a copy holds, counted in the same moment in which it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotFacts {
    /// Schema version of the file.
    pub schema: u32,
    /// Rows per table.
    pub counts: BTreeMap<String, u64>,
    /// The end of the audit chain.
    pub audit: Option<AuditHead>,
}

/// One sealed value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCell {
    /// The column.
    pub column: SealedColumn,
    /// The row's id.
    pub row: [u8; 16],
    /// The sealed value.
    pub blob: Vec<u8>,
}

/// A copy, opened for reading only.
pub struct Snapshot {
    conn: Connection,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Snapshot")
    }
}

impl Store {
    /// Copies the database as it is now to a new file under another key, while others go on reading and writing.
    /// `progress` is told how many bytes of how many are done.
    ///
    /// # Errors
    /// [`StoreError::DatabaseExists`], [`StoreError::DiskFull`] and the like. What was written of the copy stays.
    pub fn snapshot_blocking(
        &self,
        to: &Path,
        key: &DbKey,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<SnapshotFacts, StoreError> {
        let conn = self.reader_blocking()?;
        snapshot(&conn, |read| {
            // The first statement fixes the moment; the copy below stays in it.
            let facts = facts_of(read.conn)?;
            copy(read.conn, to, key, progress)?;
            Ok::<_, StoreError>(facts)
        })
    }
}

impl Read<'_> {
    /// Rows per table, as a copy made now would count them.
    ///
    /// # Errors
    /// The database's own error.
    pub fn row_counts(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        Ok(facts_of(self.conn)?.counts)
    }
}

impl Snapshot {
    /// Opens a copy for reading only.
    ///
    /// # Errors
    /// [`StoreError::DbFileDamaged`] when it is not a database under this key, and why else it does not open.
    pub fn open(path: &Path, key: &DbKey) -> Result<Self, StoreError> {
        let conn = open::read_only(path, key)?;
        conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;")?;
        Ok(Self { conn })
    }

    /// Runs both integrity checks over every page.
    ///
    /// # Errors
    /// [`StoreError::DbFileDamaged`] when anything is wrong.
    pub fn check(&self) -> Result<(), StoreError> {
        let mut faults = self.conn.prepare("PRAGMA cipher_integrity_check")?;
        if faults.query([])?.next()?.is_some() {
            return Err(StoreError::DbFileDamaged);
        }
        let answer: String = self.conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if answer == "ok" { Ok(()) } else { Err(StoreError::DbFileDamaged) }
    }

    /// What it holds.
    ///
    /// # Errors
    /// The database's own error.
    pub fn facts(&self) -> Result<SnapshotFacts, StoreError> {
        facts_of(&self.conn)
    }

    /// Up to `count` sealed values of each sealed column, chosen at random. A copy of an older schema has fewer columns.
    ///
    /// # Errors
    /// The database's own error.
    pub fn sealed_cells(&self, count: usize) -> Result<Vec<SealedCell>, StoreError> {
        let mut cells = Vec::new();
        for of in SEALED_COLUMNS {
            let SealedColumn { table, column, id } = of;
            if !self.conn.column_exists(None, *table, *column)? {
                continue;
            }
            let sql = format!(
                "SELECT {id}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY random() LIMIT {count}"
            );
            let mut statement = self.conn.prepare(&sql)?;
            let found = statement
                .query_map([], |row| Ok(SealedCell { column: *of, row: row.get(0)?, blob: row.get(1)? }))?;
            cells.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(cells)
    }

    /// Writes it to a new file under another key.
    ///
    /// # Errors
    /// As [`Store::snapshot_blocking`].
    pub fn copy_to(
        &self,
        to: &Path,
        key: &DbKey,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        copy(&self.conn, to, key, progress)
    }
}

fn facts_of(conn: &Connection) -> Result<SnapshotFacts, StoreError> {
    let schema = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    // Neither virtual tables nor what they keep for themselves: those follow from the rest.
    let mut tables = conn.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut counts = BTreeMap::new();
    for name in names {
        let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
        let count: i64 = conn.query_row(&sql, [], |row| row.get(0))?;
        counts.insert(name, crate::column::unsigned(count));
    }
    Ok(SnapshotFacts { schema, counts, audit: AuditEntries::new(conn).head()? })
}

fn copy(
    from: &Connection,
    to: &Path,
    key: &DbKey,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::DatabaseExists);
    }
    let mut dest = open::blank(to, key)?;
    // Nobody reads the copy before it is whole, so it needs no journal; it is flushed once, at the end.
    dest.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;")?;
    {
        let steps = Backup::new(from, &mut dest)?;
        let mut waited = 0;
        loop {
            let step = steps.step(STEP)?;
            let about = steps.progress();
            let (left, all) = (u64::try_from(about.remaining), u64::try_from(about.pagecount));
            let (left, all) = (left.unwrap_or(0), all.unwrap_or(0));
            let page = u64::from(open::PAGE_SIZE);
            progress(all.saturating_sub(left) * page, all * page);
            match step {
                StepResult::Done => break,
                StepResult::More => waited = 0,
                // Nothing else knows the new file, and readers never wait: this passes, or something is wrong.
                _ if waited < 50 => {
                    waited += 1;
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                _ => return Err(StoreError::Busy),
            }
        }
    }
    // The copied header says WAL, which would need two more files beside the copy.
    let mode: String = dest.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    dest.close().map_err(|(_, error)| error)?;
    if mode != "delete" {
        return Err(StoreError::Busy);
    }
    File::open(to).and_then(|file| file.sync_all()).map_err(|_| StoreError::DiskFull)
}
