//! What can go wrong with a backup, by cause; each sentence says what is safe and what to do next.

use std::io;
use std::path::{Path, PathBuf};

use sellify_store::StoreError;

/// Why a backup could not be made, verified or restored. The codes are stable.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The vault does not know yet to which recovery code its backups should open.
    #[error(
        "Backups need the recovery code's public half, and this vault does not have it yet. Nothing was written. \
         Type the recovery code once, or make a new one, in Settings under Security."
    )]
    RecipientMissing,
    /// The new file did not pass its check, so it was thrown away.
    #[error(
        "The new backup did not pass its check ({what}) and was thrown away. Your data and the earlier backups are \
         as they were. Try again, on another disk if it happens twice."
    )]
    Unverified {
        /// Which check.
        what: &'static str,
    },
    /// The code is not the one this file was made for.
    #[error(
        "This recovery code does not open this backup. Nothing was changed. {}",
        match expected { Some(id) => format!("The file's name says that the code with the mark {id} opens it; the \
         mark stands on the printed kit."), None => "Look for the code that was valid when the backup was made.".to_owned() }
    )]
    WrongRecoveryCode {
        /// The mark of the code that opens it, from the file's name.
        expected: Option<String>,
    },
    /// The file is not a backup at all.
    #[error(
        "This file is not a Sellify backup. Nothing was changed. Choose a file that ends in .sellifybak."
    )]
    NotABackup,
    /// Cut off, or changed after it was written.
    #[error(
        "This backup file is damaged: it was cut off or changed after it was written. Nothing was changed. Choose \
         another backup, or copy this one again from where it is kept."
    )]
    Damaged,
    /// Written by a newer version.
    #[error(
        "This backup was written by a newer version of Sellify. Nothing was changed. Update Sellify, then restore it."
    )]
    TooNew,
    /// Something that no backup of ours contains.
    #[error(
        "This backup contains something that Sellify never writes ({name}). Nothing was unpacked and nothing was \
         changed. Choose another backup."
    )]
    EntryRejected {
        /// Its name, made harmless.
        name: String,
    },
    /// Not enough space.
    #[error("The disk is full{}. Your data and the earlier backups are as they were. Free some space and try again.", wanted(*.needed, *.free))]
    DiskFull {
        /// Bytes needed; 0 when not known.
        needed: u64,
        /// Bytes free; 0 when not known.
        free: u64,
    },
    /// The folder is not there, or cannot be written.
    #[error(
        "The folder {} cannot be used for backups. Nothing was written. Plug the disk in, or choose another folder.",
        folder.display()
    )]
    FolderUnusable {
        /// The folder.
        folder: PathBuf,
    },
    /// The file cannot be read.
    #[error("{} cannot be read: {source}. Nothing was changed. Check that it exists and that you may open it.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database refused.
    #[error(transparent)]
    Store(StoreError),
    /// Any other failure of the file system.
    #[error(
        "The backup could not be read or written: {0}. Your data is as it was. Check the disk and try again."
    )]
    Io(#[source] io::Error),
    /// The system gives no random numbers.
    #[error("The operating system gave no random numbers. Nothing was written. Try again.")]
    RandomUnavailable,
}

fn wanted(needed: u64, free: u64) -> String {
    const MB: u64 = 1_000_000;
    if needed == 0 {
        return String::new();
    }
    format!(": {} MB are needed and {} MB are free", needed.div_ceil(MB), free / MB)
}

impl BackupError {
    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::RecipientMissing => "backup_recipient_missing",
            Self::Unverified { .. } => "backup_unverified",
            Self::WrongRecoveryCode { .. } => "backup_wrong_recovery_code",
            Self::NotABackup => "not_a_backup",
            Self::Damaged => "backup_damaged",
            Self::TooNew => "backup_too_new",
            Self::EntryRejected { .. } => "backup_entry_rejected",
            Self::DiskFull { .. } => "disk_full",
            Self::FolderUnusable { .. } => "backup_folder_unusable",
            Self::Unreadable { .. } => "file_unreadable",
            Self::Store(error) => error.code(),
            Self::Io(_) => "backup_io",
            Self::RandomUnavailable => "no_randomness",
        }
    }

    /// A failure while something was written.
    pub(crate) fn writing(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull { needed: 0, free: 0 }
            }
            _ => Self::Io(error),
        }
    }

    /// A failure of the folder that backups go to.
    pub(crate) fn folder(folder: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull { needed: 0, free: 0 }
            }
            _ => Self::FolderUnusable { folder: folder.to_owned() },
        }
    }

    /// A failure while a backup was read: what age finds wrong arrives as one of two kinds.
    pub(crate) fn reading(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => {
                Self::Damaged
            }
            _ => Self::Io(error),
        }
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::DiskFull { needed: 0, free: 0 },
            other => Self::Store(other),
        }
    }
}
