//! Opening one connection: the key first, then the settings that every connection must have.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::{DbKey, StoreError, table};

/// Marks the file as Sellify's (`SLFY`), for tools that look at header fields.
pub(crate) const APPLICATION_ID: i32 = 0x534C_4659;
/// docs/decisions/0002-cipher-settings.md; cannot change without rewriting every vault.
pub(crate) const PAGE_SIZE: u32 = 16_384;
/// The file in which an import gathers its full-text index, behind the database's name. Gone when the import is.
pub(crate) const WORDS_SUFFIX: &str = "-words";
const PLAINTEXT_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// SQLite says that it is ready before SQLCipher's own set-up has run (`sqlite3_initialize` calls `SQLITE_EXTRA_INIT` last,
/// outside its lock). Two first connections at once would then find no cipher, so the very first one is made alone.
static CIPHER_READY: LazyLock<bool> = LazyLock::new(|| Connection::open_in_memory().is_ok());

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
}

/// Opens an existing database file, keyed and hardened.
pub(crate) fn connect(path: &Path, key: &DbKey, role: Role) -> Result<Connection, StoreError> {
    refuse_wrong_file(path)?;
    let conn = open_file(path, OpenFlags::empty())?;
    unlock(&conn, key)?;
    harden(&conn, role)?;
    Ok(conn)
}

/// Makes a new, empty database file; the caller has checked that there is none.
pub(crate) fn create(path: &Path, key: &DbKey) -> Result<Connection, StoreError> {
    let conn = open_file(path, OpenFlags::SQLITE_OPEN_CREATE)?;
    unlock(&conn, key)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    harden(&conn, Role::Writer)?;
    refuse_wrong_file(path)?;
    Ok(conn)
}

/// Makes a new, empty file for a copy of a whole database; nothing is set but the key.
pub(crate) fn blank(path: &Path, key: &DbKey) -> Result<Connection, StoreError> {
    let conn = open_file(path, OpenFlags::SQLITE_OPEN_CREATE)?;
    unlock(&conn, key)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(conn)
}

/// Opens a finished copy without ever writing to it.
pub(crate) fn read_only(path: &Path, key: &DbKey) -> Result<Connection, StoreError> {
    refuse_wrong_file(path)?;
    let path: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    LazyLock::force(&CIPHER_READY);
    let conn = Connection::open_with_flags(path, flags)?;
    unlock(&conn, key)?;
    Ok(conn)
}

/// What lies beside a database under its name and a suffix.
pub(crate) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(suffix);
    name.into()
}

fn open_file(path: &Path, extra: OpenFlags) -> Result<Connection, StoreError> {
    // An absolute path, and never SQLITE_OPEN_URI: a folder called `file:x?mode=ro` is a folder.
    let path: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
    LazyLock::force(&CIPHER_READY);
    Ok(Connection::open_with_flags(path, flags)?)
}

/// A plain SQLite file would open without a word, and everything written to it would be readable.
fn refuse_wrong_file(path: &Path) -> Result<(), StoreError> {
    let mut start = [0_u8; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) if start == *PLAINTEXT_MAGIC => Err(StoreError::PlaintextDatabaseRefused),
        // SQLite takes an empty file for a new database; in a vault it is one that lost everything.
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(StoreError::DbFileDamaged),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(StoreError::DatabaseMissing),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(StoreError::ReadOnly),
        // SQLite will say what is wrong with it.
        _ => Ok(()),
    }
}

fn unlock(conn: &Connection, key: &DbKey) -> Result<(), StoreError> {
    // Before the key: SQLCipher writes errors to stderr by itself, and they name files.
    conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    conn.execute_batch(&key.pragma())?;
    conn.execute_batch(&format!(
        "PRAGMA cipher_page_size = {PAGE_SIZE}; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
    ))?;
    let version: String = conn
        .query_row("PRAGMA cipher_version", [], |row| row.get(0))
        .map_err(|_| StoreError::CipherUnavailable("no SQLCipher"))?;
    if !version.starts_with("4.") {
        return Err(StoreError::CipherUnavailable("another SQLCipher version"));
    }
    // The first read: fails when the key is wrong or the first page is damaged.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let status: String = conn
        .query_row("PRAGMA cipher_status", [], |row| row.get(0))
        .map_err(|_| StoreError::CipherUnavailable("no cipher status"))?;
    if status == "1" {
        Ok(())
    } else {
        Err(StoreError::CipherUnavailable("the file was opened without a key"))
    }
}

fn harden(conn: &Connection, role: Role) -> Result<(), StoreError> {
    conn.execute_batch(
        "PRAGMA busy_timeout = 5000;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;",
    )?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.pragma_update(None, "cache_size", -cache_kib(role))?;
    if role == Role::Reader {
        conn.pragma_update(None, "query_only", true)?;
    }
    conn.set_prepared_statement_cache_capacity(64);
    table::contacts::register_functions(conn)
}

/// Page cache of a connection at rest, in KiB; an idle program stays small (performance.md B3).
pub(crate) fn cache_kib(role: Role) -> i64 {
    match role {
        Role::Writer => 8 * 1024,
        Role::Reader => 4 * 1024,
    }
}
