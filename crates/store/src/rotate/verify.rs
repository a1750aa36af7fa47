//! Whether a file is a whole database under a key: asked on a fresh connection, and believed.

use std::path::Path;

use rusqlite::Connection;

use super::RotateError;
use super::digest::{TableDigest, tables};
use crate::open::{self, Role};
use crate::store::checkpoint;
use crate::{DbKey, Read, StoreError};

/// Opens a file that nobody else has open and checks every page, the structure, and what `sentinel` looks for (such
/// as that a sealed value opens). The log is written back first: the check of the pages would raise false alarms otherwise.
///
/// # Errors
/// [`RotateError::VerifyFailed`], or why the file does not open: [`StoreError::DatabaseMissing`],
/// [`StoreError::DbFileDamaged`] (also for another key), …
pub fn verify_file(
    path: &Path,
    key: &DbKey,
    sentinel: impl FnOnce(&Read<'_>) -> bool,
) -> Result<(), RotateError> {
    let conn = open::connect(path, key, Role::Writer)?;
    checkpoint(&conn)?;
    every_page(&conn)?;
    if sentinel(&Read { conn: &conn }) { Ok(()) } else { Err(RotateError::differs("a sealed value")) }
}

/// Every page against its MAC, then the structure of the trees.
pub(super) fn every_page(conn: &Connection) -> Result<(), RotateError> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check").map_err(StoreError::from)?;
    let faults: Vec<String> = statement.query_map([], |row| row.get(0))?.take(3).collect::<Result<_, _>>()?;
    if !faults.is_empty() {
        return Err(RotateError::differs(faults.join(", ")));
    }
    let verdict: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(RotateError::differs("the structure of the database")) }
}

/// Both checks and what stands in every table, on a connection that is in use.
pub(super) fn examine(conn: &Connection) -> Result<Vec<TableDigest>, RotateError> {
    checkpoint(conn)?;
    every_page(conn)?;
    tables(conn)
}
