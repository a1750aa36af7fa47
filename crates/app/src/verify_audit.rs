//! Checks the audit log from its first entry to its last, against everything that is known about it.

use sellify_audit::{Anchor, AuditError, Evidence, Verification};
use sellify_domain::Timestamp;
use sellify_vault::RecoveryCode;

use crate::app::App;
use crate::error::AppError;

/// What a check of the audit log found, and when.
#[derive(Debug, Clone)]
pub struct AuditReport {
    /// What it found.
    pub verification: Verification,
    /// When.
    pub verified_at: Timestamp,
    /// The key that signs the checkpoints, in its short form.
    pub key_fingerprint: Option<String>,
}

impl App {
    /// Numbers without gaps, the chain of hashes, every detail against its commitment, the signatures of the
    /// checkpoints, and the last one noted in the keystore.
    ///
    /// # Errors
    /// The database's own error. A fault in the log is part of the answer.
    pub async fn verify_audit(&self) -> Result<Verification, AppError> {
        Ok(self.verify_audit_with(None, Vec::new()).await?.verification)
    }

    /// The same; with the recovery code the codes of the checkpoints too, and with hashes known from elsewhere.
    ///
    /// # Errors
    /// [`AppError::AuditCodeUnknown`] when the code never belonged to this log; a mistyped code; the database's own.
    pub async fn verify_audit_with(
        &self,
        recovery_code: Option<&str>,
        mut anchors: Vec<Anchor>,
    ) -> Result<AuditReport, AppError> {
        let vault = self.open_vault()?;
        let code = recovery_code.map(RecoveryCode::parse).transpose();
        let first_key = code.map_err(sellify_vault::VaultError::from)?.map(|code| code.audit_key());
        if let Some(known) = vault.keys().audit_anchor() {
            anchors.push(Anchor { place: "keystore".into(), seq: known.seq, hash: known.hash });
        }
        let evidence = Evidence { first_key, anchors, chain_only: false };
        let log = vault.audit.clone();
        let key_fingerprint = log.key_fingerprint();
        let verification = vault
            .store
            .read(move |r| {
                log.verify(r, &evidence).map_err(|error| match error {
                    AuditError::CodeUnknown => AppError::AuditCodeUnknown,
                    other => other.into(),
                })
            })
            .await?;
        Ok(AuditReport { verification, verified_at: self.now(), key_fingerprint })
    }
}
