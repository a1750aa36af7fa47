//! An open vault: what use cases need of it, and the audit entry that goes with every change.

use parking_lot::{Mutex, RwLock};
use sellify_audit::AuditLog;
use sellify_domain::{Actor, Timestamp, VaultId};
use sellify_store::{Store, Write};
use sellify_vault::{KeystoreEditor, Sealer, VaultError, VaultKeys, VaultLock, VaultPaths};
use serde_json::Value;

use crate::create_vault::blocking;
use crate::error::AppError;
use crate::license::LicenseDesk;
use crate::retention_reminder::DueCount;
use crate::runners::Runners;

/// An open vault.
pub struct OpenVault {
    /// The database.
    pub store: Store,
    /// Seals and opens single cells; follows every change of the keys.
    pub sealer: Sealer,
    /// The newest keys.
    pub(crate) keys: RwLock<VaultKeys>,
    /// Changes of the keystore happen one after the other.
    pub(crate) editing: tokio::sync::Mutex<()>,
    /// The vault's identity.
    pub vault_id: VaultId,
    pub(crate) license: LicenseDesk,
    pub(crate) audit: AuditLog,
    pub(crate) runners: Runners,
    pub(crate) due: DueCount,
    /// Nobody else opens this vault while it is held.
    pub(crate) lock: Mutex<Option<VaultLock>>,
}

impl OpenVault {
    /// The newest keys.
    #[must_use]
    pub fn keys(&self) -> VaultKeys {
        self.keys.read().clone()
    }

    /// Changes the keystore, one change at a time, and keeps the keys from after it.
    ///
    /// # Errors
    /// Why the change was not made.
    pub(crate) async fn edit_keys<T: Send + 'static>(
        &self,
        paths: &VaultPaths,
        work: impl FnOnce(&KeystoreEditor<'_>) -> Result<(VaultKeys, T), VaultError> + Send + 'static,
    ) -> Result<T, AppError> {
        let _one_at_a_time = self.editing.lock().await;
        if self.lock.lock().is_none() {
            return Err(AppError::VaultLocked);
        }
        let (keys, paths) = (self.keys(), paths.clone());
        let (keys, value) = blocking(move || Ok(work(&keys.edit(&paths))?)).await?;
        *self.keys.write() = keys;
        Ok(value)
    }

    /// Closes the database, wipes the keys of every sealer, and gives the vault free. Whoever still holds this handle, a
    /// request under way, is refused from now on.
    ///
    /// # Errors
    /// The database's own error; the vault is closed and free all the same.
    pub(crate) async fn close(&self) -> Result<(), AppError> {
        let _no_change_under_way = self.editing.lock().await;
        let closed = self.store.close().await;
        self.sealer.forget();
        self.lock.lock().take();
        Ok(closed?)
    }

    /// Prepares the audit entry of a change; the change's own transaction writes it.
    pub(crate) fn entry(
        &self,
        by: &Actor,
        now: Timestamp,
        action: &'static str,
        object: impl ToString,
        details: Value,
    ) -> Entry {
        Entry { log: self.audit.clone(), by: by.clone(), now, action, object: object.to_string(), details }
    }
}

/// An audit entry that waits for its transaction.
#[derive(Clone)]
pub(crate) struct Entry {
    log: AuditLog,
    by: Actor,
    now: Timestamp,
    action: &'static str,
    object: String,
    details: Value,
}

impl Entry {
    /// Writes the entry. When this fails the change fails.
    pub(crate) fn append(&self, tx: &Write<'_>) -> Result<(), AppError> {
        self.log.append(tx, self.now, &self.by, self.action, &self.object, &self.details)?;
        Ok(())
    }

    /// The same with details that are known only inside the transaction.
    pub(crate) fn append_with(mut self, tx: &Write<'_>, details: Value) -> Result<(), AppError> {
        self.details = details;
        self.append(tx)
    }
}
