//! Copying a database to a new file under another key, and comparing the two.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, InterruptHandle};

use super::digest::tables;
use super::{RotateError, TableDigest};
use crate::open::{self, APPLICATION_ID, PAGE_SIZE, Role};
use crate::{DbKey, StoreError};

/// Lets another thread stop a copy. Clones share it.
#[derive(Clone, Default)]
pub struct CopyStop(Arc<Mutex<Stop>>);

#[derive(Default)]
struct Stop {
    asked: bool,
    running: Option<InterruptHandle>,
}

impl std::fmt::Debug for CopyStop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CopyStop(asked: {})", self.asked())
    }
}

impl CopyStop {
    /// Stops the copy, now or when it begins.
    pub fn stop(&self) {
        let mut stop = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stop.asked = true;
        if let Some(running) = &stop.running {
            running.interrupt();
        }
    }

    /// Whether somebody asked.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).asked
    }

    /// From now on a stop reaches this connection.
    fn watch(&self, conn: &Connection) -> Result<(), RotateError> {
        let mut stop = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stop.running = Some(conn.get_interrupt_handle());
        if stop.asked { Err(RotateError::Stopped) } else { Ok(()) }
    }
}

/// Writes everything that `from` holds under `old` to a new file under `new`, and compares. Nobody may write meanwhile.
/// The file is flushed and has no companions (`-wal`) when this returns.
pub(super) fn copy_under(
    from: &Path,
    old: &DbKey,
    to: &Path,
    new: &DbKey,
    stop: &CopyStop,
) -> Result<Vec<TableDigest>, RotateError> {
    // A connection of its own: what fails here fails far from the ones that go on working.
    let conn = open::connect(from, old, Role::Writer)?;
    stop.watch(&conn)?;
    export(&conn, to, new)?;
    let source = tables(&conn)?;
    drop(conn);
    File::open(to).and_then(|file| file.sync_all()).map_err(RotateError::Files)?;

    // Opening turns the copy's journal into the one the vault works with; closing leaves a single file.
    let copy = open::connect(to, new, Role::Writer)?;
    stop.watch(&copy)?;
    compare(&source, &tables(&copy)?)?;
    compare_header(&copy)?;
    Ok(source)
}

fn export(conn: &Connection, to: &Path, new: &DbKey) -> Result<(), RotateError> {
    let path = std::path::absolute(to).map_err(RotateError::Files)?;
    let path = path.to_str().ok_or_else(|| RotateError::differs("the folder's name is not Unicode"))?;
    // Made by us, so that an existing file is refused here and not written over there.
    File::create_new(path).map_err(RotateError::Files)?;
    // The key as a value: a statement's text would be kept and traced.
    conn.execute("ATTACH DATABASE $1 AS fresh KEY $2", (path, new.digits().as_str()))?;
    conn.execute_batch(&format!(
        "PRAGMA fresh.cipher_page_size = {PAGE_SIZE};
         PRAGMA fresh.cipher_hmac_algorithm = HMAC_SHA256;
         PRAGMA fresh.journal_mode = MEMORY;
         PRAGMA fresh.synchronous = OFF;"
    ))?;
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    // The full-text tables are written straight into the new schema.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    conn.query_row("SELECT sqlcipher_export('fresh')", [], |_| Ok(())).map_err(cause)?;
    conn.execute_batch(&format!(
        "PRAGMA fresh.user_version = {version};
         PRAGMA fresh.application_id = {APPLICATION_ID};
         DETACH DATABASE fresh;"
    ))?;
    Ok(())
}

/// The export is a function of SQL: of what stopped it only the words come out, and the code is that of any error.
fn cause(error: rusqlite::Error) -> RotateError {
    match &error {
        rusqlite::Error::SqliteFailure(_, Some(words))
            if words.contains("disk I/O error") || words.contains("disk is full") =>
        {
            StoreError::DiskFull.into()
        }
        rusqlite::Error::SqliteFailure(_, Some(words)) if words.contains("interrupted") => {
            RotateError::Stopped
        }
        _ => error.into(),
    }
}

fn compare(source: &[TableDigest], copy: &[TableDigest]) -> Result<(), RotateError> {
    for table in source {
        let same = copy.iter().find(|other| other.name == table.name);
        match same {
            None => return Err(RotateError::differs(format!("{} is missing", table.name))),
            Some(other) if other.rows != table.rows => {
                return Err(RotateError::differs(format!(
                    "{} has {} rows of {}",
                    table.name, other.rows, table.rows
                )));
            }
            Some(other) if other != table => {
                return Err(RotateError::differs(format!("{} differs", table.name)));
            }
            Some(_) => {}
        }
    }
    if copy.len() == source.len() { Ok(()) } else { Err(RotateError::differs("a table too many")) }
}

fn compare_header(copy: &Connection) -> Result<(), RotateError> {
    let id: i32 = copy.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    // SQLCipher answers this one in words.
    let page: String = copy.query_row("PRAGMA cipher_page_size", [], |row| row.get(0))?;
    let same = id == APPLICATION_ID && page == PAGE_SIZE.to_string();
    if same { Ok(()) } else { Err(RotateError::differs("the header of the file")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, rows: u64, sum: u8) -> TableDigest {
        TableDigest { name: name.into(), rows, checksum: [sum; 32] }
    }

    #[test]
    fn a_copy_that_lacks_or_changes_anything_is_refused() {
        let source = [table("a", 2, 1), table("b", 0, 2)];
        assert!(compare(&source, &source).is_ok());
        for copy in [
            vec![table("a", 2, 1)],
            vec![table("a", 1, 1), table("b", 0, 2)],
            vec![table("a", 2, 9), table("b", 0, 2)],
            vec![table("a", 2, 1), table("b", 0, 2), table("c", 0, 0)],
        ] {
            let refused = compare(&source, &copy).unwrap_err();
            assert_eq!(refused.code(), "rotation_verify_failed");
        }
    }
}
