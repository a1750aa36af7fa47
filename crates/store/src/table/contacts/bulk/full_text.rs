//! The full-text index of an import into an empty address book, built on a thread of its own.
//!
//! FTS5 took a third of the writing thread's time, and SQLite has one writer. So another connection builds the index
//! in a file of its own, and the finished blocks are copied into the vault's index inside the import's transaction. The
//! format is FTS5's: both tables are declared alike, and nothing but FTS5 ever made or reads a block. The file is
//! encrypted under a key that nobody keeps, and goes with the import; it keeps memory from growing with the list.
//!
//! While rows are read and written both cores of a small machine have enough to do, so the words only wait in the file.
//! They are indexed when the rows are there, while the writer builds the indexes of the table alone.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;

use super::{BULK_FULL_TEXT, full_text_settings};
use crate::open::{self, WORDS_SUFFIX, beside};
use crate::{DbKey, StoreError};

/// Words that go to the other thread at once, in bytes.
const BATCH: usize = 64 * 1024;
/// Batches on their way.
const ON_THE_WAY: usize = 8;
/// Bytes of a leaf of the index: the vault's own setting (V1).
const LEAF: u32 = 16_000;
/// Page cache of the index that is being built, in KiB: FTS5 writes a segment from its start to its end.
const CACHE_KIB: i64 = 4 * 1024;

/// Words of many contacts, in one text.
#[derive(Default)]
struct Batch {
    text: String,
    /// For each contact its row and where its words end.
    ends: Vec<(i64, usize)>,
    /// Nothing comes after it. Where it never comes, nobody wants the index any more.
    is_last: bool,
}

/// A file that goes when it goes.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is unreadable, and removed when the vault is opened.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The finished index; the connection closes before its file is removed.
struct Built {
    conn: Connection,
    _file: Scratch,
}

/// The index that is being built.
pub(super) struct Indexer {
    batch: Batch,
    /// Taken at the end, so that the thread sees that there is one.
    batches: Option<SyncSender<Batch>>,
    thread: Option<JoinHandle<Result<Built, StoreError>>>,
}

/// The next import may use the file's name.
impl Drop for Indexer {
    fn drop(&mut self) {
        self.batches = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Indexer {
    /// Begins with an index like the vault's. None: there are contacts already, or the system gives no thread; the
    /// vault's own index has to be kept up to date row by row.
    pub(super) fn start(vault: &Connection) -> Result<Option<Self>, StoreError> {
        let empty: bool =
            vault.query_row("SELECT NOT EXISTS (SELECT 1 FROM contacts)", [], |row| row.get(0))?;
        if !empty {
            return Ok(None);
        }
        let declared: String =
            vault.query_row("SELECT sql FROM sqlite_schema WHERE name = 'contacts_fts'", [], |row| {
                row.get(0)
            })?;
        let Some(path) = vault.path().filter(|path| !path.is_empty()) else { return Ok(None) };
        let file = Scratch(beside(Path::new(path), WORDS_SUFFIX));
        let key = vault.query_row("SELECT randomblob(32), randomblob(16)", [], |row| {
            Ok(DbKey::new(row.get(0)?, row.get(1)?))
        })?;
        let (batches, arriving) = sync_channel(ON_THE_WAY);
        let thread = std::thread::Builder::new().name("full-text".to_owned());
        let thread = thread.spawn(move || build(file, &key, &declared, &arriving));
        let begun = |thread| Self { batch: Batch::default(), batches: Some(batches), thread: Some(thread) };
        Ok(thread.ok().map(begun))
    }

    /// The words of a row, instead of those that it had before.
    pub(super) fn put(&mut self, row: i64, words: &str) {
        self.batch.text.push_str(words);
        self.batch.ends.push((row, self.batch.text.len()));
        if self.batch.text.len() >= BATCH {
            self.send();
        }
    }

    fn send(&mut self) {
        let text = String::with_capacity(BATCH + 512);
        let next = Batch { text, ends: Vec::with_capacity(1024), is_last: false };
        let batch = std::mem::replace(&mut self.batch, next);
        if let Some(batches) = &self.batches {
            // Nobody takes it: the other thread has failed, and says why in the end.
            drop(batches.send(batch));
        }
    }

    /// No words come any more: from now on they are indexed.
    pub(super) fn close(&mut self) {
        self.batch.is_last = true;
        self.send();
        self.batches = None;
    }

    /// Copies the finished index into the vault, whose own index holds nothing yet.
    pub(super) fn finish(mut self, vault: &Connection) -> Result<(), StoreError> {
        self.close();
        let Some(thread) = self.thread.take() else { return Ok(()) };
        let built = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        vault.execute_batch("INSERT INTO contacts_fts (contacts_fts) VALUES ('delete-all')")?;
        // Shadow tables are FTS5's own; only a copy of another one may be written over them.
        vault.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let copied = copy(&built.conn, vault);
        vault.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        copied?;
        // FTS5 remembers the empty index; going back to a savepoint makes it read again what is there.
        vault.execute_batch("SAVEPOINT copied; ROLLBACK TO copied; RELEASE copied")?;
        Ok(())
    }
}

fn build(file: Scratch, key: &DbKey, declared: &str, batches: &Receiver<Batch>) -> Result<Built, StoreError> {
    drop(std::fs::remove_file(&file.0));
    let conn = open::blank(&file.0, key)?;
    // Nobody needs it after a crash.
    conn.execute_batch(&format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{CACHE_KIB}; {declared};
         INSERT INTO contacts_fts (contacts_fts, rank) VALUES ('pgsz', {LEAF});"
    ))?;
    full_text_settings(&conn, BULK_FULL_TEXT)?;
    conn.execute_batch("BEGIN; CREATE TABLE waiting (row INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")?;
    if !wait(&conn, batches)? {
        // Nobody hears it: the import has ended without an index.
        return Err(StoreError::Closed);
    }
    conn.execute_batch(
        "INSERT INTO contacts_fts (rowid, words) SELECT row, words FROM waiting ORDER BY row; COMMIT",
    )?;
    Ok(Built { conn, _file: file })
}

/// Keeps all words that come; whether the last ones came.
fn wait(conn: &Connection, batches: &Receiver<Batch>) -> Result<bool, StoreError> {
    let mut keep = conn.prepare("REPLACE INTO waiting (row, words) VALUES ($1, $2)")?;
    let mut is_whole = false;
    for batch in batches {
        is_whole = batch.is_last;
        let mut start = 0;
        for (row, end) in batch.ends {
            keep.execute((row, batch.text.get(start..end).unwrap_or_default()))?;
            start = end;
        }
    }
    Ok(is_whole)
}

fn copy(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    let mut blocks = from.prepare("SELECT id, block FROM contacts_fts_data ORDER BY id")?;
    let mut keep = to.prepare("REPLACE INTO contacts_fts_data (id, block) VALUES ($1, $2)")?;
    let mut rows = blocks.query([])?;
    while let Some(row) = rows.next()? {
        keep.execute((row.get::<_, i64>(0)?, ToSqlOutput::Borrowed(row.get_ref(1)?)))?;
    }
    let mut terms = from.prepare("SELECT segid, term, pgno FROM contacts_fts_idx ORDER BY segid, term")?;
    let mut keep = to.prepare("REPLACE INTO contacts_fts_idx (segid, term, pgno) VALUES ($1, $2, $3)")?;
    let mut rows = terms.query([])?;
    while let Some(row) = rows.next()? {
        keep.execute((row.get::<_, i64>(0)?, ToSqlOutput::Borrowed(row.get_ref(1)?), row.get::<_, i64>(2)?))?;
    }
    Ok(())
}
