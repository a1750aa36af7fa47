//! What can go wrong with the database, by cause.

use rusqlite::ErrorCode;
use rusqlite::ffi;

/// Why the database could not do what was asked. The sentence is for people; [`StoreError::code`] is stable.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No space, or the system refuses to let the file grow.
    #[error(
        "The disk is full, or refuses to take more data. Nothing was changed. Free some space and try again."
    )]
    DiskFull,
    /// The file or its folder cannot be written.
    #[error(
        "The data folder cannot be written to. Nothing was changed. Check its permissions and try again."
    )]
    ReadOnly,
    /// A file without encryption lies where the vault should be.
    #[error(
        "The file where the vault should be is not encrypted. It was left untouched and will not be opened."
    )]
    PlaintextDatabaseRefused,
    /// The key is right (the vault checked it) and the file still does not open.
    #[error("The database file is damaged. Nothing was deleted. Restore it from the newest backup.")]
    DbFileDamaged,
    /// A newer Sellify wrote this vault.
    #[error(
        "This vault was written by a newer version of Sellify ({found}, this one knows {known}). Nothing was \
         changed. Update Sellify to open it."
    )]
    VaultFromNewerVersion {
        /// Schema version of the file.
        found: u32,
        /// Schema version of this program.
        known: u32,
    },
    /// There is no database where one is expected.
    #[error("The database file is missing from the data folder. Restore it from a backup.")]
    DatabaseMissing,
    /// There is a file where a new database should be made.
    #[error("There is already a database in this folder. It was left untouched.")]
    DatabaseExists,
    /// Somebody else holds the database.
    #[error("Another program is using the database. Close it and try again.")]
    Busy,
    /// The store was closed (the vault is being locked).
    #[error("The vault is closed.")]
    Closed,
    /// Two rows would carry the same key.
    #[error("This value is already used by another entry ({column}).")]
    UniqueViolation {
        /// Table and column, such as `contacts.email`.
        column: String,
    },
    /// The row that should change is not there.
    #[error("This entry no longer exists ({table}).")]
    NotFound {
        /// The table.
        table: &'static str,
    },
    /// A page mark that this program did not make.
    #[error("The list changed its order. Start again from its first page.")]
    CursorInvalid,
    /// A stored value that this program cannot read.
    #[error("A stored value could not be read ({column}).")]
    ValueUnreadable {
        /// Table and column.
        column: &'static str,
    },
    /// The schema could not be brought up to date.
    #[error("The database could not be prepared for this version of Sellify. Nothing was lost.")]
    Migration(#[source] Box<refinery::Error>),
    /// SQLCipher is missing or too old in this build.
    #[error("This build of Sellify has no encryption ({0}). It will not open the vault.")]
    CipherUnavailable(&'static str),
    /// Anything else that SQLite reports.
    #[error("The database reported an error.")]
    Sqlite(#[source] rusqlite::Error),
}

impl StoreError {
    /// The stable name of the cause, for the API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "data_folder_read_only",
            Self::PlaintextDatabaseRefused => "plaintext_database_refused",
            Self::DbFileDamaged => "database_damaged",
            Self::VaultFromNewerVersion { .. } => "vault_from_newer_version",
            Self::DatabaseMissing => "database_missing",
            Self::DatabaseExists => "database_exists",
            Self::Busy => "database_busy",
            Self::Closed => "vault_closed",
            Self::UniqueViolation { .. } => "already_exists",
            Self::NotFound { .. } => "not_found",
            Self::CursorInvalid => "cursor_invalid",
            Self::ValueUnreadable { .. } => "value_unreadable",
            Self::Migration(_) => "migration_failed",
            Self::CipherUnavailable(_) => "cipher_unavailable",
            Self::Sqlite(_) => "database_error",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Sqlite(error);
        };
        match failure.extended_code {
            // EFBIG (a size limit) and EDQUOT (a quota) reach us as a failed write, not as "full".
            ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE => return Self::DiskFull,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                return Self::UniqueViolation { column: column_of(message.as_deref()) };
            }
            ffi::SQLITE_IOERR_ACCESS | ffi::SQLITE_IOERR_SHMOPEN | ffi::SQLITE_CANTOPEN_DIRTYWAL => {
                return Self::ReadOnly;
            }
            _ => {}
        }
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::ReadOnly,
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::DbFileDamaged,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            _ => Self::Sqlite(error),
        }
    }
}

/// `UNIQUE constraint failed: contacts.email` → `contacts.email`.
fn column_of(message: Option<&str>) -> String {
    message.and_then(|text| text.rsplit_once(": ")).map_or_else(String::new, |(_, column)| column.to_owned())
}
