//! Why an audit entry could not be written or read. The change it describes then fails with it.

use sellify_store::StoreError;
use sellify_vault::SealError;

use crate::Fault;

/// Why the audit log could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The details could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers, so nothing can be recorded")]
    RandomUnavailable,
    /// The details are not JSON that can be written.
    #[error("the details of an audit entry could not be written")]
    Details,
    /// The log is not as it was written.
    #[error("entry {} of the audit log is not as it was written ({})", .0.seq, .0.kind.code())]
    Broken(Fault),
    /// The log was opened without the key that signs.
    #[error("the key that signs the audit log is not at hand")]
    SignerMissing,
    /// The typed recovery code never began an epoch of this log.
    #[error("this recovery code does not belong to the audit log")]
    CodeUnknown,
    /// Nothing lies in the range that was asked for.
    #[error("there is no entry in this period")]
    NothingToExport,
}

impl AuditError {
    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Seal(error) => error.code(),
            Self::RandomUnavailable => "random_unavailable",
            Self::Details => "audit_details",
            Self::Broken(_) => "audit_broken",
            Self::SignerMissing => "audit_signer_missing",
            Self::CodeUnknown => "recovery_code_wrong_vault",
            Self::NothingToExport => "audit_nothing_to_export",
        }
    }
}

/// Why a file is not an export that can be checked at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// Not a tar file, or a damaged one.
    #[error("This file is not an export of an audit log, or it was cut off.")]
    NotAnExport,
    /// A file in it that does not belong there.
    #[error("This export holds something that does not belong there ({name}).")]
    EntryRejected {
        /// Its name.
        name: String,
    },
    /// One of its files is not there.
    #[error("This export is incomplete: {name} is missing.")]
    EntryMissing {
        /// Its name.
        name: &'static str,
    },
    /// A newer program wrote it.
    #[error("This export was written by a newer version of Sellify.")]
    TooNew,
    /// Its manifest cannot be read.
    #[error("The manifest of this export cannot be read.")]
    ManifestUnreadable,
}

impl ExportError {
    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnExport => "not_an_audit_export",
            Self::EntryRejected { .. } => "audit_export_entry_rejected",
            Self::EntryMissing { .. } => "audit_export_incomplete",
            Self::TooNew => "audit_export_too_new",
            Self::ManifestUnreadable => "audit_export_manifest",
        }
    }
}
