//! The ways into the vault: listed, added, taken out.

use sellify_domain::Actor;
use sellify_vault::{SlotInfo, UnlockSecret, VaultError};
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::events::EventKind;
use crate::open_vault::OpenVault;
use crate::settings::Settings;
use crate::unlock_vault::KEYSTORE_GENERATION;

/// The ways into the vault.
#[derive(Debug, Clone)]
pub struct VaultSlots {
    /// Each of them.
    pub slots: Vec<SlotInfo>,
    /// Whether only a passphrase or the recovery code opens the vault.
    pub passphrase_required: bool,
    /// Whether this computer has a keychain that can be used.
    pub keychain_available: bool,
    /// After how many minutes without anybody the vault locks itself; 0 is never.
    pub auto_lock_minutes: u16,
}

impl App {
    /// The ways into the vault.
    ///
    /// # Errors
    /// The vault is not open, or its keystore cannot be read.
    pub async fn slots(&self) -> Result<VaultSlots, AppError> {
        let vault = self.open_vault()?;
        let settings = vault.store.read(Settings::read).await?;
        let (config, keys) = (self.inner.config.clone(), vault.keys());
        blocking(move || {
            let slots = keys.edit(&config.paths).slots(&config.computer)?;
            Ok(VaultSlots {
                slots,
                passphrase_required: keys.passphrase_required(),
                keychain_available: config.computer.keychain.read(keys.vault_id()).is_ok(),
                auto_lock_minutes: settings.auto_lock_minutes,
            })
        })
        .await
    }

    /// Sets the passphrase, or replaces it by another.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`]; the earlier one then still works.
    pub async fn set_passphrase(&self, by: &Actor, passphrase: &str) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let (typed, now) = (Zeroizing::new(passphrase.to_owned()), self.now());
        let paths = &self.inner.config.paths;
        vault.edit_keys(paths, move |editor| Ok((editor.set_passphrase(&typed, now)?, ()))).await?;
        self.slots_changed(&vault, by, "key.passphrase.set", json!({})).await
    }

    /// Takes the passphrase out.
    ///
    /// # Errors
    /// [`VaultError::PassphraseMissing`], [`VaultError::PassphraseInUse`], [`VaultError::NoOtherSlotOpened`].
    pub async fn remove_passphrase(&self, by: &Actor) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let paths = &self.inner.config.paths;
        vault.edit_keys(paths, |editor| Ok((editor.remove_passphrase()?, ()))).await?;
        self.slots_changed(&vault, by, "key.passphrase.removed", json!({})).await
    }

    /// Switches whether only a passphrase or the recovery code opens the vault. `proof` shows that one of them works
    /// where none was typed since the vault was opened.
    ///
    /// # Errors
    /// [`VaultError::PassphraseMissing`], [`VaultError::NoOtherSlotOpened`]; with a proof, those of a wrong one.
    pub async fn require_passphrase(
        &self,
        by: &Actor,
        required: bool,
        proof: Option<&str>,
    ) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        if let Some(passphrase) = proof {
            self.prove_passphrase(&vault, passphrase).await?;
        }
        let (computer, now) = (self.inner.config.computer.clone(), self.now());
        let paths = &self.inner.config.paths;
        vault
            .edit_keys(paths, move |editor| Ok((editor.require_passphrase(required, &computer, now)?, ())))
            .await?;
        let details = json!({ "required": required });
        self.slots_changed(&vault, by, "key.passphrase.required", details).await
    }

    /// Shows that the passphrase opens the vault. Wrong ones count as attempts.
    async fn prove_passphrase(&self, vault: &OpenVault, passphrase: &str) -> Result<(), AppError> {
        self.may_attempt()?;
        let (typed, keys) = (Zeroizing::new(passphrase.to_owned()), vault.keys());
        let paths = self.inner.config.paths.clone();
        let proved = blocking(move || Ok(keys.edit(&paths).prove(UnlockSecret::Passphrase(&typed))?)).await;
        self.note_attempt(&proved);
        proved
    }

    /// Takes one way in out: a computer that is gone, a passphrase.
    ///
    /// # Errors
    /// [`VaultError::SlotNotFound`], [`VaultError::LastPortableSlot`], [`VaultError::NoOtherSlotOpened`].
    pub async fn forget_slot(&self, by: &Actor, id: Uuid) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let computer = self.inner.config.computer.clone();
        let kind = vault
            .edit_keys(&self.inner.config.paths, move |editor| {
                let slot = editor.slots(&computer)?.into_iter().find(|slot| slot.id == id);
                let kind = slot.ok_or(VaultError::SlotNotFound)?.kind;
                Ok((editor.remove_slot(id)?, kind))
            })
            .await?;
        let details = json!({ "slot": id, "kind": kind.code() });
        self.slots_changed(&vault, by, "key.slot.removed", details).await
    }

    /// Writes a change of the ways in to the audit log, together with the keystore's new generation, and tells it.
    pub(crate) async fn slots_changed(
        &self,
        vault: &OpenVault,
        by: &Actor,
        action: &'static str,
        details: Value,
    ) -> Result<(), AppError> {
        let now = self.now();
        let generation = vault.keys().generation();
        let entry = vault.entry(by, now, action, vault.vault_id, details);
        vault
            .store
            .write(move |w| {
                w.settings_mut().set(KEYSTORE_GENERATION, &generation, now)?;
                entry.append(w)
            })
            .await?;
        self.events().publish(EventKind::VaultState, json!({ "state": "open" }));
        Ok(())
    }
}
