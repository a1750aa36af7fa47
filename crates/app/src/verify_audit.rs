//! Checks the audit log from its first entry to its last.

use sellify_audit::Verification;

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Numbers without gaps, the chain of hashes, every detail against its commitment.
    ///
    /// # Errors
    /// The database's own error. A fault in the log is part of the answer.
    pub async fn verify_audit(&self) -> Result<Verification, AppError> {
        let vault = self.open_vault()?;
        let log = vault.audit.clone();
        vault.store.read(move |r| Ok::<_, AppError>(log.verify(r)?)).await
    }
}
