//! Making the vault, and making sure that its recovery code was written down.

use std::sync::Arc;

use sellify_domain::{Actor, Door, VaultId};
use sellify_store::{DbKey, Store, StoreOptions};
use sellify_vault::{RecoveryCode, VaultKeys, VaultLock};
use serde_json::json;

use crate::app::{App, Unconfirmed};
use crate::error::AppError;
use crate::events::EventKind;
use crate::settings::{RECOVERY_CONFIRMED, Settings, SettingsChange};
use crate::unlock_vault::KEYSTORE_GENERATION;

/// Groups of a recovery code.
const GROUPS: u8 = 9;

/// The new vault, with its recovery code: shown now and never again.
pub struct CreatedVault {
    /// Its identity.
    pub vault_id: VaultId,
    /// Its recovery code.
    pub recovery_code: String,
    /// The folder it lies in.
    pub path: String,
}

impl App {
    /// Makes the vault and opens it.
    ///
    /// # Errors
    /// Why it could not be made; nothing that was there is touched.
    pub async fn create_vault(&self, by: &Actor, settings: SettingsChange) -> Result<CreatedVault, AppError> {
        let _one_at_a_time = self.inner.opening.lock().await;
        self.finish_interrupted_restore().await?;
        let first = Settings::default().changed_by(settings)?;
        let config = self.inner.config.clone();
        let now = self.now();
        let (lock, keys, code) = blocking(move || {
            let lock = VaultLock::acquire(&config.paths)?;
            let (keys, code) = sellify_vault::create(&config.paths, &config.computer, now)?;
            Ok::<_, AppError>((lock, keys, code))
        })
        .await?;
        let path = self.inner.config.paths.database();
        let store = Store::create(&path, key_of(&keys), StoreOptions::default()).await?;
        let vault = self.build_open(store, &keys, lock);
        let entry = vault.entry(by, now, "vault.created", vault.vault_id, json!({}));
        // On the command line the code is printed into the person's own hands; only the screens ask it back.
        let printed = matches!(by, Actor::Person { door: Door::CommandLine });
        let (log, audit_key) = (vault.audit.clone(), code.audit_key());
        vault
            .store
            .write(move |w| {
                log.begin_epoch(w, now, &audit_key)?;
                first.save(w, now)?;
                if printed {
                    w.settings_mut().set(RECOVERY_CONFIRMED, &true, now)?;
                }
                entry.append(w)
            })
            .await?;
        let created = CreatedVault {
            vault_id: vault.vault_id,
            recovery_code: code.to_string(),
            path: self.inner.config.paths.dir.display().to_string(),
        };
        self.show(code)?;
        // From here on it is a vault; a kill before leaves only pieces that the next attempt sets aside.
        sellify_vault::finish_creation(&self.inner.config.paths)?;
        let vault = Arc::new(vault);
        self.set_open(vault.clone(), Vec::new());
        // The trial begins with the vault.
        self.watch_license(&vault).await;
        Ok(created)
    }

    /// Which two groups of the recovery code to type back, from 1.
    ///
    /// # Errors
    /// [`AppError::RecoveryCodeNotShown`] when the code was made in an earlier run.
    pub fn recovery_question(&self) -> Result<[u8; 2], AppError> {
        let slot = self.inner.vault.read();
        let unconfirmed = slot.unconfirmed.as_ref().ok_or(AppError::RecoveryCodeNotShown)?;
        Ok(unconfirmed.asked.map(|index| index + 1))
    }

    /// Checks the two groups typed back, and remembers that they were right.
    ///
    /// # Errors
    /// [`AppError::RecoveryGroupWrong`] for the first wrong one.
    pub async fn confirm_recovery(&self, by: &Actor, groups: &[(u8, String)]) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        {
            let slot = self.inner.vault.read();
            let unconfirmed = slot.unconfirmed.as_ref().ok_or(AppError::RecoveryCodeNotShown)?;
            check_groups(unconfirmed, groups)?;
        }
        let now = self.now();
        let entry = vault.entry(by, now, "vault.recovery_confirmed", vault.vault_id, json!({}));
        vault
            .store
            .write(move |w| {
                w.settings_mut().set(RECOVERY_CONFIRMED, &true, now)?;
                entry.append(w)
            })
            .await?;
        self.inner.vault.write().unconfirmed = None;
        self.events().publish(EventKind::VaultState, json!({ "state": "open" }));
        Ok(())
    }

    /// Replaces the recovery code by a new one; the old one stops working.
    ///
    /// # Errors
    /// Why no new code could be made; the old one then still works.
    pub async fn reissue_recovery_code(&self, by: &Actor) -> Result<CreatedVault, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let paths = &self.inner.config.paths;
        let code = vault.edit_keys(paths, move |editor| editor.reissue_recovery_code(now)).await?;
        let entry = vault.entry(by, now, "vault.recovery_code_replaced", vault.vault_id, json!({}));
        let (log, audit_key) = (vault.audit.clone(), code.audit_key());
        let generation = vault.keys().generation();
        vault
            .store
            .write(move |w| {
                w.settings_mut().set(RECOVERY_CONFIRMED, &false, now)?;
                w.settings_mut().set(KEYSTORE_GENERATION, &generation, now)?;
                log.begin_epoch(w, now, &audit_key)?;
                entry.append(w)
            })
            .await?;
        let path = paths.dir.display().to_string();
        let created = CreatedVault { vault_id: vault.vault_id, recovery_code: code.to_string(), path };
        self.show(code)?;
        Ok(created)
    }

    fn show(&self, code: RecoveryCode) -> Result<(), AppError> {
        let asked = two_groups()?;
        self.inner.vault.write().unconfirmed = Some(Unconfirmed { code, asked });
        Ok(())
    }
}

fn check_groups(unconfirmed: &Unconfirmed, groups: &[(u8, String)]) -> Result<(), AppError> {
    for asked in unconfirmed.asked {
        let index = asked + 1;
        let typed = groups.iter().find(|(given, _)| *given == index).map_or("", |(_, text)| text.as_str());
        if !unconfirmed.code.group_is(usize::from(asked), typed) {
            return Err(AppError::RecoveryGroupWrong { index });
        }
    }
    Ok(())
}

/// Two different groups, in reading order.
fn two_groups() -> Result<[u8; 2], AppError> {
    let mut random = [0_u8; 2];
    getrandom::fill(&mut random).map_err(|_| AppError::NoRandomness)?;
    let first = random[0] % GROUPS;
    let second = (first + 1 + random[1] % (GROUPS - 1)) % GROUPS;
    Ok([first.min(second), first.max(second)])
}

pub(crate) fn key_of(keys: &VaultKeys) -> DbKey {
    let (key, salt) = keys.database_key();
    DbKey::new(*key, salt)
}

/// Runs work that reads and writes files away from the threads that answer requests.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| AppError::Broken)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_different_groups_are_asked_in_reading_order() {
        for _ in 0..1_000 {
            let [first, second] = two_groups().unwrap();
            assert!(first < second && second < GROUPS);
        }
    }
}
