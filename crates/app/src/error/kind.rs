//! What kind of refusal an error is: doors turn that into a status or an exit code.

use std::io;

use sellify_backup::BackupError;
use sellify_contacts::duplicates::MergeError;
use sellify_contacts::export::ExportError;
use sellify_store::{RotateError, StoreError};
use sellify_vault::VaultError;

use super::AppError;

/// What kind of refusal it is: doors turn it into a status or an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked cannot be done as it was asked.
    Invalid,
    /// It is not there.
    NotFound,
    /// It does not fit what is there.
    Conflict,
    /// Not through this door.
    Forbidden,
    /// The vault is not open.
    Locked,
    /// More than is taken at once.
    TooLarge,
    /// Somebody else's server refused.
    Outside,
    /// Not now.
    Unavailable,
    /// The disk is full.
    NoSpace,
    /// Something of ours broke.
    Broken,
}

/// A thing that people name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Thing {
    Contact,
    Template,
    Connection,
    Campaign,
    Recipient,
    Import,
    Merge,
    Suppression,
    ApiKey,
    AuditEntry,
    Backup,
    Group,
    Segment,
    View,
    Field,
    Tag,
    BulkEdit,
    RetentionRule,
}

impl Thing {
    /// Its name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Template => "template",
            Self::Connection => "connection",
            Self::Campaign => "campaign",
            Self::Recipient => "recipient",
            Self::Import => "import",
            Self::Merge => "merge",
            Self::Suppression => "suppression",
            Self::ApiKey => "API key",
            Self::AuditEntry => "audit entry",
            Self::Backup => "backup",
            Self::Group => "group",
            Self::Segment => "segment",
            Self::View => "view",
            Self::Field => "field",
            Self::Tag => "tag",
            Self::BulkEdit => "change of many contacts",
            Self::RetentionRule => "retention rule",
        }
    }
}

impl AppError {
    /// What kind of refusal it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Vault(error) => kind_of_vault(error),
            Self::Store(error) => kind_of_store(error),
            Self::Rotate(error) => kind_of_rotate(error),
            Self::Backup(error) => kind_of_backup(error),
            Self::InQuarantine | Self::PersonNeeded => ErrorKind::Forbidden,
            Self::Export(ExportError::Store(error)) => kind_of_store(error),
            Self::Merge(MergeError::ContactGone | MergeError::NotUndoable) | Self::SearchStopped => {
                ErrorKind::Conflict
            }
            Self::Import(error) => kind_of_import(error.code()),
            Self::Campaign(error) => kind_of_campaign(error.code()),
            Self::Messenger(_) | Self::TestRefused(_) | Self::TestUnknown => ErrorKind::Outside,
            Self::TooManyAttempts { .. } => ErrorKind::Unavailable,
            Self::VaultLocked => ErrorKind::Locked,
            Self::NotFound(_) => ErrorKind::NotFound,
            Self::VaultMissing
            | Self::AuditBroken { .. }
            | Self::RecoveryCodeNotShown
            | Self::ContactExists { .. }
            | Self::ConsentSuppressed
            | Self::ErasureDuringSend
            | Self::RetentionCountChanged { .. }
            | Self::ChangedElsewhere
            | Self::NameTaken { .. }
            | Self::BulkEditUndone
            | Self::ConnectionInUse
            | Self::CampaignNotDraft
            | Self::UploadGone
            | Self::ImportEnded
            | Self::ImportNotUndoable
            | Self::BackupRunning
            | Self::BackupOlder { .. }
            | Self::RotationRunning
            | Self::RotationNotRunning
            | Self::RotationPastStopping
            | Self::ImportRunning => ErrorKind::Conflict,
            Self::LicenseInactive { .. } | Self::LicenseLacks { .. } | Self::LicenseQuota { .. } => {
                ErrorKind::Forbidden
            }
            Self::LicenseWorse { .. } | Self::LicenseMissing => ErrorKind::Conflict,
            Self::UploadTooLarge => ErrorKind::TooLarge,
            Self::Staging(error) if is_full(error) => ErrorKind::NoSpace,
            // The place was chosen by a person; the vault is well.
            Self::Export(ExportError::Io(_)) => ErrorKind::Invalid,
            Self::Seal(_) | Self::Audit(_) | Self::NoHomeFolder | Self::Staging(_) => ErrorKind::Broken,
            Self::NoRandomness | Self::Broken => ErrorKind::Broken,
            _ => ErrorKind::Invalid,
        }
    }
}

pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn kind_of_vault(error: &VaultError) -> ErrorKind {
    match error {
        VaultError::VaultExists | VaultError::VaultLockedByOtherProcess => ErrorKind::Conflict,
        VaultError::RecoveryCode(_) | VaultError::PassphraseTooShort | VaultError::PassphraseTooLong => {
            ErrorKind::Invalid
        }
        VaultError::SlotNotFound => ErrorKind::NotFound,
        VaultError::PassphraseMissing
        | VaultError::PassphraseInUse
        | VaultError::LastPortableSlot
        | VaultError::NoOtherSlotOpened
        | VaultError::NoPortableSlot
        | VaultError::RotationPending
        | VaultError::NoRotationPending
        | VaultError::KeyInUse { .. }
        | VaultError::TooManyKeys
        | VaultError::TooManySlots => ErrorKind::Conflict,
        VaultError::MemoryShort => ErrorKind::Unavailable,
        VaultError::DiskFull => ErrorKind::NoSpace,
        VaultError::Io { .. } | VaultError::FolderNotWritable { .. } | VaultError::RandomUnavailable => {
            ErrorKind::Unavailable
        }
        _ => ErrorKind::Locked,
    }
}

fn kind_of_store(error: &StoreError) -> ErrorKind {
    match error {
        StoreError::DiskFull => ErrorKind::NoSpace,
        StoreError::ReadOnly | StoreError::Busy | StoreError::DatabaseMissing => ErrorKind::Unavailable,
        StoreError::Closed => ErrorKind::Locked,
        StoreError::UniqueViolation { .. } | StoreError::DatabaseExists => ErrorKind::Conflict,
        StoreError::NotFound { .. } => ErrorKind::NotFound,
        StoreError::CursorInvalid => ErrorKind::Invalid,
        _ => ErrorKind::Broken,
    }
}

fn kind_of_backup(error: &BackupError) -> ErrorKind {
    match error {
        BackupError::DiskFull { .. } => ErrorKind::NoSpace,
        BackupError::FolderUnusable { .. } | BackupError::Io(_) | BackupError::Unverified { .. } => {
            ErrorKind::Unavailable
        }
        BackupError::RecipientMissing => ErrorKind::Conflict,
        // The database inside a file that somebody handed over is no fault of ours.
        BackupError::Store(error) if matches!(kind_of_store(error), ErrorKind::Broken) => ErrorKind::Invalid,
        BackupError::Store(error) => kind_of_store(error),
        BackupError::RandomUnavailable => ErrorKind::Broken,
        _ => ErrorKind::Invalid,
    }
}

fn kind_of_rotate(error: &RotateError) -> ErrorKind {
    match error {
        RotateError::NoRoom { .. } => ErrorKind::NoSpace,
        RotateError::Stopped => ErrorKind::Conflict,
        RotateError::VerifyFailed { .. } => ErrorKind::Broken,
        RotateError::Files(error) if is_full(error) => ErrorKind::NoSpace,
        RotateError::Files(_) => ErrorKind::Unavailable,
        RotateError::Store(error) => kind_of_store(error),
    }
}

fn kind_of_import(code: &str) -> ErrorKind {
    match code {
        "file_too_large" => ErrorKind::TooLarge,
        "disk_full" => ErrorKind::NoSpace,
        "data_folder_read_only" | "database_busy" => ErrorKind::Unavailable,
        _ => ErrorKind::Invalid,
    }
}

fn kind_of_campaign(code: &str) -> ErrorKind {
    match code {
        "disk_full" => ErrorKind::NoSpace,
        "data_folder_read_only" | "database_busy" => ErrorKind::Unavailable,
        "not_found" => ErrorKind::NotFound,
        _ => ErrorKind::Conflict,
    }
}
