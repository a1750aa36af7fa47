//! Why a file could not be written.

use sellify_store::StoreError;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file takes no more.
    #[error(
        "The file cannot be written ({0}). The contacts are unchanged. Choose another place for it, or make room there."
    )]
    Io(#[from] std::io::Error),
}

impl ExportError {
    /// The stable name of the cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Io(_) => "file_not_writable",
        }
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<zip::result::ZipError> for ExportError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Io(error.into())
    }
}
