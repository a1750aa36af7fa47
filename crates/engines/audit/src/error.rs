//! Why an audit entry could not be written or read. The change it describes then fails with it.

use sellify_store::StoreError;
use sellify_vault::SealError;

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
        }
    }
}
