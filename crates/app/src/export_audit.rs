//! Exports of the audit log: who took one, and when, is in the log itself.

use sellify_audit::{AuditError, CheckpointReason, ExportOptions, Exported, Fault};
use sellify_domain::Actor;
use serde_json::json;

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Exports a part of the audit log as a `.sellifyaudit` file, which anybody can check without the vault. Checkpoints
    /// are made before and after.
    ///
    /// # Errors
    /// [`AppError::AuditBroken`]: a log that is not as it was written is not exported; [`AppError::AuditNothingToExport`].
    pub async fn export_audit(&self, by: &Actor, options: ExportOptions) -> Result<Exported, AppError> {
        let vault = self.open_vault()?;
        let paths = &self.inner.config.paths;
        let now = self.now();
        vault.checkpoint(paths, now, CheckpointReason::Export).await?;
        let log = vault.audit.clone();
        let exported = vault.store.read(move |r| log.export(r, &options, now).map_err(refused)).await?;
        let manifest = &exported.manifest;
        let details = json!({
            "first_seq": manifest.first_seq,
            "last_seq": manifest.last_seq,
            "with_details": manifest.with_details,
            "head": manifest.head,
            "merkle_root": manifest.merkle_root,
        });
        let entry = vault.entry(by, now, "audit.exported", "audit", details);
        vault.store.write(move |w| entry.append(w)).await?;
        vault.checkpoint(paths, now, CheckpointReason::Export).await?;
        Ok(exported)
    }
}

fn refused(error: AuditError) -> AppError {
    match error {
        AuditError::Broken(Fault { seq, kind }) => AppError::AuditBroken { seq, kind: kind.code() },
        AuditError::NothingToExport => AppError::AuditNothingToExport,
        other => other.into(),
    }
}
