//! The operating system's keychain: where a vault keeps 32 random bytes that only this user's session can read.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use keyring_core::api::CredentialPersistence;
use parking_lot::Mutex;
use zeroize::Zeroizing;

use sellify_domain::VaultId;

use crate::consts::{KEY_LEN, KEYCHAIN_SERVICE};
use crate::crypto::Key;
use crate::{FixedMachineId, MachineId, OsMachineId};

/// No keychain can be used: there is none, it is locked, or it would forget what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system's keychain cannot be used ({backend})")]
pub struct KeychainUnavailable {
    /// Which keychain, for support.
    pub backend: &'static str,
}

/// Where a vault's keychain secret is kept.
pub trait Keychain: Send + Sync + fmt::Debug {
    /// The vault's secret; nothing when the keychain has none for it.
    ///
    /// # Errors
    /// [`KeychainUnavailable`].
    fn read(&self, vault: VaultId) -> Result<Option<Zeroizing<[u8; 32]>>, KeychainUnavailable>;

    /// Keeps the vault's secret until it is removed.
    ///
    /// # Errors
    /// [`KeychainUnavailable`].
    fn write(&self, vault: VaultId, secret: &[u8; 32]) -> Result<(), KeychainUnavailable>;

    /// Forgets the vault's secret. Fine when there is none.
    ///
    /// # Errors
    /// [`KeychainUnavailable`].
    fn remove(&self, vault: VaultId) -> Result<(), KeychainUnavailable>;
}

/// What a vault recognises this computer by.
#[derive(Debug, Clone)]
pub struct Computer {
    /// Its identity.
    pub machine: Arc<dyn MachineId>,
    /// Its keychain.
    pub keychain: Arc<dyn Keychain>,
}

impl Computer {
    /// The computer this program runs on. `SELLIFY_KEYCHAIN=off` leaves the keychain alone, for scripts and containers.
    #[must_use]
    pub fn this() -> Self {
        let off = std::env::var_os("SELLIFY_KEYCHAIN").is_some_and(|value| value == "off");
        let keychain: Arc<dyn Keychain> = if off { Arc::new(NoKeychain) } else { Arc::new(OsKeychain) };
        Self { machine: Arc::new(OsMachineId), keychain }
    }

    /// A computer told from others by one number, without a keychain: for tests and for trying things out.
    #[must_use]
    pub fn numbered(number: u8) -> Self {
        Self { machine: Arc::new(FixedMachineId::numbered(number)), keychain: Arc::new(NoKeychain) }
    }
}

/// No keychain at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeychain;

const NONE: KeychainUnavailable = KeychainUnavailable { backend: "none" };

impl Keychain for NoKeychain {
    fn read(&self, _: VaultId) -> Result<Option<Zeroizing<[u8; 32]>>, KeychainUnavailable> {
        Err(NONE)
    }

    fn write(&self, _: VaultId, _: &[u8; 32]) -> Result<(), KeychainUnavailable> {
        Err(NONE)
    }

    fn remove(&self, _: VaultId) -> Result<(), KeychainUnavailable> {
        Err(NONE)
    }
}

/// A keychain that lives as long as the process: for tests. Clones share it.
#[derive(Clone, Default)]
pub struct MemoryKeychain(Arc<Mutex<HashMap<VaultId, Key>>>);

impl Keychain for MemoryKeychain {
    fn read(&self, vault: VaultId) -> Result<Option<Zeroizing<[u8; 32]>>, KeychainUnavailable> {
        Ok(self.0.lock().get(&vault).cloned())
    }

    fn write(&self, vault: VaultId, secret: &[u8; 32]) -> Result<(), KeychainUnavailable> {
        self.0.lock().insert(vault, Zeroizing::new(*secret));
        Ok(())
    }

    fn remove(&self, vault: VaultId) -> Result<(), KeychainUnavailable> {
        self.0.lock().remove(&vault);
        Ok(())
    }
}

impl fmt::Debug for MemoryKeychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryKeychain")
    }
}

/// The operating system's own keychain: Secret Service, Keychain Services or Credential Manager.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsKeychain;

#[cfg(target_os = "macos")]
const BACKEND: &str = "keychain-services";
#[cfg(target_os = "windows")]
const BACKEND: &str = "credential-manager";
#[cfg(not(any(target_os = "macos", target_os = "windows")))]
const BACKEND: &str = "secret-service";

/// How long a keychain may take. One that asks the person something must not hold the vault's opening up.
const PATIENCE: Duration = Duration::from_secs(5);

impl Keychain for OsKeychain {
    fn read(&self, vault: VaultId) -> Result<Option<Zeroizing<[u8; 32]>>, KeychainUnavailable> {
        ask(vault, |entry| match entry.get_secret() {
            // Anything but 32 bytes is not ours: as good as nothing.
            Ok(bytes) => {
                let bytes = Zeroizing::new(bytes);
                Ok(<[u8; KEY_LEN]>::try_from(bytes.as_slice()).ok().map(Zeroizing::new))
            }
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(_) => Err(UNAVAILABLE),
        })
    }

    fn write(&self, vault: VaultId, secret: &[u8; 32]) -> Result<(), KeychainUnavailable> {
        let secret = Zeroizing::new(*secret);
        ask(vault, move |entry| entry.set_secret(secret.as_slice()).map_err(|_| UNAVAILABLE))
    }

    fn remove(&self, vault: VaultId) -> Result<(), KeychainUnavailable> {
        ask(vault, |entry| match entry.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(_) => Err(UNAVAILABLE),
        })
    }
}

const UNAVAILABLE: KeychainUnavailable = KeychainUnavailable { backend: BACKEND };

/// Does one thing with the vault's entry, on a thread of its own and for a limited time.
fn ask<T: Send + 'static>(
    vault: VaultId,
    work: impl FnOnce(&keyring::Entry) -> Result<T, KeychainUnavailable> + Send + 'static,
) -> Result<T, KeychainUnavailable> {
    let (answer, answers) = mpsc::sync_channel(1);
    let asking = std::thread::Builder::new().name("keychain".into()).spawn(move || {
        let done = entry(vault).and_then(|entry| work(&entry));
        // Nobody waits any more: the answer came too late.
        let _too_late = answer.send(done);
    });
    asking.map_err(|_| UNAVAILABLE)?;
    answers.recv_timeout(PATIENCE).unwrap_or(Err(UNAVAILABLE))
}

fn entry(vault: VaultId) -> Result<keyring::Entry, KeychainUnavailable> {
    if keyring::Entry::store_status().is_err() {
        return Err(UNAVAILABLE);
    }
    let entry = keyring::Entry::new(KEYCHAIN_SERVICE, &format!("vault:{vault}")).map_err(|_| UNAVAILABLE)?;
    // A store that forgets at logout would leave a slot that nothing opens.
    let store = keyring_core::get_default_store().ok_or(UNAVAILABLE)?;
    match store.persistence() {
        CredentialPersistence::UntilDelete => Ok(entry),
        _ => Err(KeychainUnavailable { backend: "not persistent" }),
    }
}
