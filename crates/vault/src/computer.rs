//! What this computer has to show: its identity with its device key, and the secret in its keychain.

use zeroize::Zeroizing;

use sellify_domain::VaultId;

use crate::consts::KEY_LEN;
use crate::crypto::{Key, random};
use crate::keystore::{Keystore, SlotSecret};
use crate::{Computer, VaultError, VaultKeys, VaultPaths, device_key};

/// Identity and device key.
pub(crate) struct MachineSecret {
    os_id: Zeroizing<[u8; 16]>,
    device: Key,
}

impl MachineSecret {
    pub(crate) fn as_secret(&self) -> SlotSecret<'_> {
        SlotSecret::Machine { os_id: &self.os_id, device: &self.device }
    }
}

/// What is there without making anything; nothing when either half is missing.
pub(crate) fn machine_secret(
    paths: &VaultPaths,
    computer: &Computer,
) -> Result<Option<MachineSecret>, VaultError> {
    let Ok(os_id) = computer.machine.read() else { return Ok(None) };
    let device = device_key::read(paths)?;
    Ok(device.map(|device| MachineSecret { os_id: Zeroizing::new(os_id), device }))
}

/// The secrets that open a vault silently on this computer.
pub(crate) struct KnownComputer {
    machine: Option<MachineSecret>,
    keychain: Option<Key>,
}

impl KnownComputer {
    /// What is there, without making anything; nothing when there is neither.
    pub(crate) fn read(
        paths: &VaultPaths,
        computer: &Computer,
        vault: VaultId,
    ) -> Result<Option<Self>, VaultError> {
        let machine = machine_secret(paths, computer)?;
        let keychain = computer.keychain.read(vault).ok().flatten();
        Ok((machine.is_some() || keychain.is_some()).then_some(Self { machine, keychain }))
    }

    /// The same, with a device key and a keychain secret made where they are missing.
    ///
    /// # Errors
    /// [`VaultError::HwidUnavailable`] when the computer has neither an identity nor a keychain.
    pub(crate) fn make(paths: &VaultPaths, computer: &Computer, vault: VaultId) -> Result<Self, VaultError> {
        let keychain = keychain_secret(computer, vault)?;
        let machine = match computer.machine.read() {
            Ok(os_id) => {
                let os_id = Zeroizing::new(os_id);
                Some(MachineSecret { os_id, device: device_key::read_or_create(paths)? })
            }
            Err(reason) if keychain.is_none() => return Err(VaultError::HwidUnavailable { reason }),
            Err(_) => None,
        };
        Ok(Self { machine, keychain })
    }

    pub(crate) fn secrets(&self) -> impl Iterator<Item = SlotSecret<'_>> {
        let machine = self.machine.iter().map(MachineSecret::as_secret);
        machine.chain(self.keychain.iter().map(SlotSecret::Keychain))
    }

    /// Notes which slots these secrets open.
    pub(crate) fn note(&self, keystore: &Keystore, keys: &VaultKeys) {
        for secret in self.secrets() {
            if let Ok((slot, _)) = keystore.unwrap_by(&secret) {
                keys.session().note(slot);
            }
        }
    }
}

/// The keychain's secret for this vault, made when there is none, and believed only once it was read back. A keychain
/// that cannot be used is no error: the other ways in remain.
fn keychain_secret(computer: &Computer, vault: VaultId) -> Result<Option<Key>, VaultError> {
    match computer.keychain.read(vault) {
        Ok(Some(secret)) => return Ok(Some(secret)),
        Ok(None) => {}
        Err(_) => return Ok(None),
    }
    let secret = random::<KEY_LEN>()?;
    if computer.keychain.write(vault, &secret).is_err() {
        return Ok(None);
    }
    Ok(computer.keychain.read(vault).ok().flatten().filter(|kept| *kept == secret))
}
