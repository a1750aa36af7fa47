//! A new master key for the keystore: for when somebody else may know an old code or passphrase.

use std::sync::Arc;

use sellify_domain::Actor;
use sellify_vault::{RecoveryCode, UnlockSecret, VaultError};
use serde_json::json;

use super::running::Ticket;
use super::{RotationOutcome, RotationSecrets};
use crate::app::App;
use crate::error::AppError;
use crate::open_vault::OpenVault;

impl App {
    pub(super) async fn rotate_master(
        &self,
        vault: &Arc<OpenVault>,
        ticket: &Ticket,
        by: &Actor,
        secrets: RotationSecrets,
    ) -> Result<RotationOutcome, AppError> {
        let code = secrets.recovery_code.as_ref().map(|code| RecoveryCode::parse(code)).transpose();
        let code = code.map_err(VaultError::from)?;
        let (computer, now) = (self.inner.config.computer.clone(), self.now());
        let dropped = vault
            .edit_keys(&self.inner.config.paths, move |editor| {
                let code = code.as_ref().map(UnlockSecret::RecoveryCode);
                let passphrase = secrets.passphrase.as_ref().map(|typed| UnlockSecret::Passphrase(typed));
                let typed: Vec<UnlockSecret<'_>> = code.into_iter().chain(passphrase).collect();
                editor.rotate_master(&computer, &typed, now)
            })
            .await?;
        self.note_begin(vault, ticket, by).await?;
        let lost: Vec<_> = dropped.iter().map(|slot| slot.kind.code()).collect();
        let details = json!({ "dropped": lost, "generation": vault.keys().generation() });
        self.note_end(vault, ticket.view().id, by, "done", "key.master_rotated", details).await?;
        Ok(RotationOutcome { dropped, ..RotationOutcome::default() })
    }
}
