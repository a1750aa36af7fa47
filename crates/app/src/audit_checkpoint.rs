//! Checkpoints of the audit log: made before and after what matters, and noted outside the database.

use std::sync::{Arc, Weak};
use std::time::Duration;

use sellify_audit::{AuditLog, Checkpoint, CheckpointReason};
use sellify_domain::Timestamp;
use sellify_vault::{AuditAnchor, VaultKeys, VaultPaths};
use zeroize::Zeroizing;

use crate::app::{App, Inner};
use crate::error::AppError;
use crate::open_vault::OpenVault;
use crate::unlock_vault::KEYSTORE_GENERATION;

/// How often somebody looks whether a checkpoint is due, while the vault is open.
const TICK: Duration = Duration::from_secs(15 * 60);

/// The log of the vault with these keys.
pub(crate) fn log_of(keys: &VaultKeys) -> AuditLog {
    let log = AuditLog::new(keys.sealer());
    let present = keys.signing_epoch();
    // A key that could not be kept would sign what nobody can check tomorrow.
    if present == 0 {
        return log;
    }
    let earlier = keys.verifying_keys().into_iter().filter(|(epoch, _)| *epoch != present);
    log.signed_by(keys.signing_key().clone()).signed_before_by(earlier.map(|(_, key)| key.to_bytes()))
}

impl OpenVault {
    /// Makes a checkpoint, and notes it in the keystore, where editing the database does not reach.
    ///
    /// # Errors
    /// Why there is none. One that could not be noted in the keystore is made all the same.
    pub async fn checkpoint(
        &self,
        paths: &VaultPaths,
        now: Timestamp,
        reason: CheckpointReason,
    ) -> Result<Option<Checkpoint>, AppError> {
        let log = self.audit.clone();
        let made = self.store.write(move |w| Ok::<_, AppError>(log.checkpoint(w, now, reason)?)).await?;
        if let Some(checkpoint) = &made
            && let Err(error) = self.note_anchor(paths, now, checkpoint).await
        {
            tracing::warn!(code = error.code(), "a checkpoint was not noted in the keystore");
        }
        Ok(made)
    }

    async fn note_anchor(
        &self,
        paths: &VaultPaths,
        now: Timestamp,
        checkpoint: &Checkpoint,
    ) -> Result<(), AppError> {
        let (seq, hash) = (checkpoint.seq, checkpoint.hash);
        if self.keys().audit_anchor().is_some_and(|known| known.seq >= seq) {
            return Ok(());
        }
        let anchor = AuditAnchor { seq, hash, at: now };
        let generation = self
            .edit_keys(paths, move |editor| {
                let keys = editor.note_audit_anchor(anchor)?;
                let generation = keys.generation();
                Ok((keys, generation))
            })
            .await?;
        // Otherwise the next opening would wonder who changed the keystore.
        self.store
            .write(move |w| Ok::<_, AppError>(w.settings_mut().set(KEYSTORE_GENERATION, &generation, now)?))
            .await
    }
}

impl App {
    /// Makes a checkpoint on the audit log of the open vault.
    ///
    /// # Errors
    /// [`OpenVault::checkpoint`].
    pub async fn checkpoint_audit(&self, reason: CheckpointReason) -> Result<Option<Checkpoint>, AppError> {
        self.open_vault()?.checkpoint(&self.inner.config.paths, self.now(), reason).await
    }

    /// After opening: a recovery code that was typed begins its epoch unless it already has one, and a checkpoint that
    /// is due is made. That this fails is no reason to keep a vault shut.
    pub(crate) async fn settle_audit(&self, vault: &OpenVault, first_key: Option<Zeroizing<[u8; 32]>>) {
        let (log, now) = (vault.audit.clone(), self.now());
        let begun = vault
            .store
            .write(move |w| {
                if let Some(first_key) = &first_key {
                    log.begin_epoch(w, now, first_key)?;
                }
                Ok::<_, AppError>(log.checkpoint_is_due(w, now)?)
            })
            .await;
        let done = match begun {
            Ok(true) => self.checkpoint_of(vault, CheckpointReason::Opened).await,
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::warn!(code = error.code(), "no checkpoint was made when the vault was opened");
        }
    }

    /// The last checkpoint before the vault is closed. A full disk must not keep it open.
    pub(crate) async fn last_checkpoint(&self, vault: &OpenVault) {
        self.checkpoint_beside(vault, CheckpointReason::Exit).await;
    }

    /// A checkpoint beside something that must not fail for the lack of one.
    pub(crate) async fn checkpoint_beside(&self, vault: &OpenVault, reason: CheckpointReason) {
        if let Err(error) = self.checkpoint_of(vault, reason).await {
            tracing::warn!(code = error.code(), reason = reason.code(), "no checkpoint was made");
        }
    }

    async fn checkpoint_of(&self, vault: &OpenVault, reason: CheckpointReason) -> Result<(), AppError> {
        vault.checkpoint(&self.inner.config.paths, self.now(), reason).await.map(drop)
    }

    /// Looks from now on, until this vault is closed.
    pub(crate) fn watch_audit(&self, vault: &Arc<OpenVault>) {
        tokio::spawn(watch(Arc::downgrade(&self.inner), Arc::downgrade(vault)));
    }
}

async fn watch(inner: Weak<Inner>, vault: Weak<OpenVault>) {
    loop {
        tokio::time::sleep(TICK).await;
        let (Some(inner), Some(vault)) = (inner.upgrade(), vault.upgrade()) else { return };
        let app = App { inner };
        if let Err(error) = app.checkpoint_when_due(&vault).await {
            tracing::warn!(code = error.code(), "a checkpoint that is due was not made");
        }
    }
}

impl App {
    /// Makes the daily checkpoint when it is due, and notes in the keystore those that were made meanwhile.
    ///
    /// # Errors
    /// [`OpenVault::checkpoint`].
    pub(crate) async fn checkpoint_when_due(&self, vault: &OpenVault) -> Result<(), AppError> {
        let (log, now) = (vault.audit.clone(), self.now());
        let (due, last) = vault
            .store
            .read(move |r| Ok::<_, AppError>((log.checkpoint_is_due(r, now)?, log.last_checkpoint(r)?)))
            .await?;
        if due {
            return self.checkpoint_of(vault, CheckpointReason::Day).await;
        }
        match last {
            Some(last) => vault.note_anchor(&self.inner.config.paths, now, &last).await,
            None => Ok(()),
        }
    }
}
