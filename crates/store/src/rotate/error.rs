//! Why a database did not get its new key. Whatever it is, one whole file under one known key remains.

use crate::StoreError;

/// Why a database did not get its new key.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// There is no room for a second copy.
    #[error(
        "The disk has too little space for the copy that a new key needs ({} MB needed, {} MB free). \
         Nothing was changed. Free some space and try again.", megabytes(*.needed), megabytes(*.free)
    )]
    NoRoom {
        /// Bytes that must be free.
        needed: u64,
        /// Bytes that are.
        free: u64,
    },
    /// The copy is not what it was made from, or does not open under its key.
    #[error(
        "The copy of the database did not pass its check ({what}). Nothing was changed and your data is safe. \
         Try again; if it happens again, check the disk."
    )]
    VerifyFailed {
        /// What differed, without any content.
        what: String,
    },
    /// A person asked to stop.
    #[error("The rotation was stopped. Nothing was changed.")]
    Stopped,
    /// A file could not be renamed or flushed.
    #[error("A file of the vault could not be put in its place ({0}). Your data is safe. Restart Sellify.")]
    Files(#[source] std::io::Error),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RotateError {
    /// The stable name of the cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRoom { .. } => "disk_full",
            Self::VerifyFailed { .. } => "rotation_verify_failed",
            Self::Stopped => "rotation_stopped",
            Self::Files(error) if is_full(error) => "disk_full",
            Self::Files(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                "data_folder_read_only"
            }
            Self::Files(_) => "rotation_files",
            Self::Store(error) => error.code(),
        }
    }

    pub(crate) fn differs(what: impl Into<String>) -> Self {
        Self::VerifyFailed { what: what.into() }
    }
}

impl From<rusqlite::Error> for RotateError {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) {
            return Self::Stopped;
        }
        Self::Store(error.into())
    }
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}
