//! Opening the vault, by this computer or by what a person types, and taking up what was interrupted.

use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use sellify_domain::Actor;
use sellify_store::{Store, StoreOptions};
use sellify_vault::{Opened, RecoveryCode, SlotKind, UnlockSecret, VaultError, VaultKeys, VaultLock};
use serde_json::json;
use zeroize::Zeroizing;

use crate::app::{App, Refusal};
use crate::audit_checkpoint::log_of;
use crate::create_vault::{blocking, key_of};
use crate::error::AppError;
use crate::events::EventKind;
use crate::license::LicenseDesk;
use crate::open_vault::OpenVault;
use crate::retention_reminder::DueCount;
use crate::rotate_vault::{Settled, settle_database};
use crate::runners::Runners;
use crate::settings::RECOVERY_CONFIRMED;

/// The key under which the vault remembers the keystore's generation.
pub(crate) const KEYSTORE_GENERATION: &str = "keystore_generation";
/// The notice that this computer was remembered anew.
const REWRAPPED: &str = "machine_slot_rewrapped";
/// The notice that an old key file has come back.
const KEYSTORE_ROLLBACK: &str = "keystore_rollback";

/// Whether there is a vault, and whether it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultState {
    /// None yet.
    Missing,
    /// There, and not open.
    Locked,
    /// Open.
    Open,
}

/// What a person typed.
enum Typed {
    Nothing,
    Code(RecoveryCode),
    Passphrase(Zeroizing<String>),
}

/// How the vault stands.
#[derive(Debug, Clone)]
pub struct VaultStatus {
    /// Missing, locked or open.
    pub state: VaultState,
    /// Its identity, once open.
    pub vault_id: Option<sellify_domain::VaultId>,
    /// Why it is locked, as a stable code.
    pub reason_code: Option<&'static str>,
    /// The same in a sentence.
    pub reason: Option<String>,
    /// Whether two groups of the recovery code were typed back.
    pub recovery_confirmed: bool,
    /// What opens it, each kind once: a computer, the passphrase, the recovery code. Known without opening anything.
    pub unlock_methods: Vec<SlotKind>,
    /// What people should know about the last opening, as stable codes.
    pub notices: Vec<String>,
    /// The folder it lies in.
    pub path: String,
}

impl App {
    /// How the vault stands.
    ///
    /// # Errors
    /// The database's own error.
    pub async fn vault_status(&self) -> Result<VaultStatus, AppError> {
        let (open, refusal, notices) = {
            let slot = self.inner.vault.read();
            (slot.open.clone(), slot.refusal.clone(), slot.notices.clone())
        };
        let state = match (&open, sellify_vault::state(&self.inner.config.paths)) {
            (Some(_), _) => VaultState::Open,
            (None, sellify_vault::VaultState::Missing) => VaultState::Missing,
            (None, sellify_vault::VaultState::Present) => VaultState::Locked,
        };
        let recovery_confirmed = match &open {
            Some(vault) => {
                let stored = vault
                    .store
                    .read(|r| Ok::<_, AppError>(r.settings().get::<bool>(RECOVERY_CONFIRMED)?))
                    .await?;
                stored.unwrap_or(false)
            }
            None => false,
        };
        let refusal = refusal.filter(|_| state == VaultState::Locked);
        let ways_in = sellify_vault::ways_in(&self.inner.config.paths).unwrap_or_default();
        Ok(VaultStatus {
            state,
            vault_id: open.map(|vault| vault.vault_id),
            reason_code: refusal.as_ref().map(|refusal| refusal.code),
            reason: refusal.map(|refusal| refusal.sentence),
            recovery_confirmed,
            unlock_methods: ways_in,
            notices,
            path: self.inner.config.paths.dir.display().to_string(),
        })
    }

    /// Opens the vault by this computer, and takes up what was interrupted. Does nothing when it is open.
    ///
    /// # Errors
    /// Why it does not open; [`App::vault_status`] then tells the same.
    pub async fn unlock(&self) -> Result<(), AppError> {
        self.open_with(Typed::Nothing).await
    }

    /// Opens the vault by its recovery code; this computer is then remembered.
    ///
    /// # Errors
    /// Why it does not open; nothing was changed.
    pub async fn unlock_with_recovery_code(&self, code: &str) -> Result<(), AppError> {
        let code = RecoveryCode::parse(code).map_err(VaultError::from)?;
        self.open_with(Typed::Code(code)).await
    }

    /// Opens the vault by its passphrase; this computer is then remembered, unless the vault asks for its passphrase
    /// every time.
    ///
    /// # Errors
    /// [`VaultError::SlotWrongSecret`]; [`AppError::TooManyAttempts`] after several wrong ones.
    pub async fn unlock_with_passphrase(&self, passphrase: &str) -> Result<(), AppError> {
        self.may_attempt()?;
        let opened = self.open_with(Typed::Passphrase(Zeroizing::new(passphrase.to_owned()))).await;
        self.note_attempt(&opened);
        opened
    }

    /// Whether a passphrase may be tried now.
    pub(crate) fn may_attempt(&self) -> Result<(), AppError> {
        match self.inner.attempts.lock().seconds_to_wait(self.now()) {
            0 => Ok(()),
            seconds => Err(AppError::TooManyAttempts { seconds }),
        }
    }

    /// Counts wrong passphrases, and forgets them after a right one.
    pub(crate) fn note_attempt<T>(&self, outcome: &Result<T, AppError>) {
        let mut attempts = self.inner.attempts.lock();
        match outcome {
            Ok(_) => attempts.succeeded(),
            Err(AppError::Vault(VaultError::SlotWrongSecret)) => attempts.failed(self.now()),
            Err(_) => {}
        }
    }

    async fn open_with(&self, typed: Typed) -> Result<(), AppError> {
        let _one_at_a_time = self.inner.opening.lock().await;
        if self.inner.vault.read().open.is_some() {
            return Ok(());
        }
        let silent = matches!(typed, Typed::Nothing);
        let audit_key = if let Typed::Code(code) = &typed { Some(code.audit_key()) } else { None };
        let opened = self.open_files(typed).await;
        // A mistyped passphrase or code says nothing new about why the vault is locked.
        if let (Err(error), true) = (&opened, silent) {
            let refusal = Refusal { code: error.code(), sentence: error.to_string() };
            self.inner.vault.write().refusal = Some(refusal);
        }
        let (vault, generation, mut notices, settled) = opened?;
        if self.record_keys(&vault, generation, &notices).await? {
            notices.push(KEYSTORE_ROLLBACK.to_owned());
        }
        let settings = vault.store.read(crate::settings::Settings::read).await?;
        self.inner.idleness.set_minutes(settings.auto_lock_minutes);
        self.take_up(&vault).await?;
        self.keep_erasures(&vault).await?;
        self.settle_audit(&vault, audit_key).await;
        self.tidy_rotation(&vault, settled).await?;
        let vault = Arc::new(vault);
        self.set_open(vault.clone(), notices);
        self.watch_license(&vault).await;
        self.resume_rotation().await;
        self.resume_running().await
    }

    async fn open_files(
        &self,
        typed: Typed,
    ) -> Result<(OpenVault, u64, Vec<String>, Option<Settled>), AppError> {
        self.finish_interrupted_restore().await?;
        let config = self.inner.config.clone();
        if sellify_vault::state(&config.paths) == sellify_vault::VaultState::Missing {
            return Err(AppError::VaultMissing);
        }
        let now = self.now();
        let (lock, keys, notices, settled) = blocking(move || {
            let lock = VaultLock::acquire(&config.paths)?;
            let (paths, computer) = (&config.paths, &config.computer);
            let secret = match &typed {
                Typed::Nothing => None,
                Typed::Code(code) => Some(UnlockSecret::RecoveryCode(code)),
                Typed::Passphrase(passphrase) => Some(UnlockSecret::Passphrase(passphrase)),
            };
            let opened = match secret {
                // A changed identity is no news worth stopping for: the computer is remembered again.
                None => sellify_vault::remember(sellify_vault::open(paths, computer)?, paths, computer, now),
                Some(secret) => sellify_vault::open_with(paths, computer, secret, now)?,
            };
            let Opened { keys, notices, .. } = opened;
            // A rotation of the database that was cut off ends here, one way or the other.
            let (keys, settled) = settle_database(paths, keys, now)?;
            Ok::<_, AppError>((lock, keys, notices, settled))
        })
        .await?;
        let database = self.inner.config.paths.database();
        let store = Store::open(&database, key_of(&keys), StoreOptions::default()).await?;
        let notices = notices.iter().map(|notice| notice.code().to_owned()).collect();
        Ok((self.build_open(store, &keys, lock), keys.generation(), notices, settled))
    }

    /// Writes into the vault what happened to its keys, and remembers their generation. `true`: they are older than
    /// last time, so an old key file has come back; that is worth a warning, never a lock-out.
    async fn record_keys(
        &self,
        vault: &OpenVault,
        generation: u64,
        notices: &[String],
    ) -> Result<bool, AppError> {
        let now = self.now();
        let seen =
            vault.store.read(|r| Ok::<_, AppError>(r.settings().get::<u64>(KEYSTORE_GENERATION)?)).await?;
        let older = seen.is_some_and(|seen| generation < seen);
        if !older && notices.is_empty() && seen == Some(generation) {
            return Ok(false);
        }
        let action = match (older, notices.iter().any(|notice| notice == REWRAPPED)) {
            (true, _) => "key.rollback",
            (false, true) => "key.slot.rewrapped",
            (false, false) => "key.changed",
        };
        let details = json!({ "generation": generation, "seen": seen, "notices": notices });
        let entry = vault.entry(&Actor::System, now, action, vault.vault_id, details);
        let first = seen.is_none() && notices.is_empty();
        vault
            .store
            .write(move |w| {
                w.settings_mut().set(KEYSTORE_GENERATION, &generation.max(seen.unwrap_or(0)), now)?;
                if first { Ok(()) } else { entry.append(w) }
            })
            .await?;
        Ok(older)
    }

    pub(crate) fn build_open(&self, store: Store, keys: &VaultKeys, lock: VaultLock) -> OpenVault {
        let sealer = keys.sealer();
        OpenVault {
            store,
            license: LicenseDesk::of_this_computer(self.inner.config.computer.machine.as_ref()),
            audit: log_of(keys),
            sealer,
            keys: RwLock::new(keys.clone()),
            editing: tokio::sync::Mutex::default(),
            vault_id: keys.vault_id(),
            runners: Runners::default(),
            due: DueCount::default(),
            lock: Mutex::new(Some(lock)),
        }
    }

    /// What a killed process left: imports wrote nothing, messages under way are honestly unknown.
    async fn take_up(&self, vault: &OpenVault) -> Result<(), AppError> {
        let now = self.now();
        let interrupted = vault.entry(&Actor::System, now, "imports.interrupted", vault.vault_id, json!({}));
        vault
            .store
            .write(move |w| {
                let failed = w.imports_mut().fail_running(now)?;
                if failed > 0 {
                    interrupted.append_with(w, json!({ "imports": failed }))?;
                }
                Ok::<_, AppError>(())
            })
            .await?;
        self.recover_campaigns(vault).await
    }

    pub(crate) fn set_open(&self, vault: Arc<OpenVault>, notices: Vec<String>) {
        self.watch_audit(&vault);
        let mut slot = self.inner.vault.write();
        slot.open = Some(vault);
        slot.refusal = None;
        slot.notices = notices;
        drop(slot);
        self.note_person();
        self.watch_for_idleness();
        self.events().publish(EventKind::VaultState, json!({ "state": "open" }));
    }
}
