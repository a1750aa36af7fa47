//! Quarantine: a restored vault sends nothing until a person says so.
//!
//! A backup is older than the world: what was sent after it was made is not in its ledger, and would be sent again.

use sellify_domain::{Actor, Timestamp};
use sellify_store::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::error::AppError;
use crate::events::EventKind;

/// The key in the vault's settings.
const QUARANTINE: &str = "quarantine";
/// Why campaigns that were running stand still after a restore.
pub(crate) const PAUSED_BY_RESTORE: &str = "restored";

/// A quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantine {
    /// When the vault was restored.
    pub since: Timestamp,
    /// The moment of the backup: what happened later is not in the vault.
    pub backup_at: Timestamp,
    /// The file it came from.
    pub backup: String,
}

/// Refuses while the vault is in quarantine. Everything that sends asks this first.
pub(crate) fn refuse_in_quarantine(r: &Read<'_>) -> Result<(), AppError> {
    match r.settings().get::<Quarantine>(QUARANTINE)? {
        None => Ok(()),
        Some(_) => Err(AppError::InQuarantine),
    }
}

impl Quarantine {
    pub(crate) fn begin(&self, w: &Write<'_>) -> Result<(), AppError> {
        Ok(w.settings_mut().set(QUARANTINE, self, self.since)?)
    }
}

impl App {
    /// The quarantine the vault is in, if it is.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn quarantine(&self) -> Result<Option<Quarantine>, AppError> {
        let vault = self.open_vault()?;
        vault.store.read(|r| Ok(r.settings().get(QUARANTINE)?)).await
    }

    /// Ends the quarantine. Campaigns that stood still stay so until somebody resumes each of them.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error. Lifting twice is no error.
    pub async fn lift_quarantine(&self, by: &Actor) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "vault.quarantine_lifted", vault.vault_id, json!({}));
        let lifted = vault
            .store
            .write(move |w| {
                let lifted = w.settings_mut().remove(QUARANTINE)?;
                if lifted {
                    entry.append(w)?;
                }
                Ok::<_, AppError>(lifted)
            })
            .await?;
        if lifted {
            self.events().publish(EventKind::QuarantineChanged, json!({ "active": false }));
        }
        Ok(())
    }
}
