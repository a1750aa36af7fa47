//! Opening a vault: silently by this computer, or by the recovery code, which then remembers this computer.

use zeroize::Zeroizing;

use sellify_domain::Timestamp;

use crate::consts::KEY_LEN;
use crate::crypto::Key;
use crate::keystore::{
    Copies, CopyRefusal, Keystore, OpenedCopy, Replaced, Slot, SlotSecret, keep_mirror, write,
};
use crate::{
    HwidUnavailable, KeystoreCopy, MachineId, OpenNotice, RecoveryCode, VaultError, VaultKeys, VaultPaths,
    device_key,
};

/// An opened vault.
#[derive(Debug)]
pub struct Opened {
    /// Its keys.
    pub keys: VaultKeys,
    /// What the person should know.
    pub notices: Vec<OpenNotice>,
}

/// Opens the vault by this computer's slot.
///
/// # Errors
/// Why this computer does not open it. Nothing is changed, and the recovery code still works.
pub fn open(paths: &VaultPaths, machine: &dyn MachineId) -> Result<Opened, VaultError> {
    let unlocked = unlock_with_machine(paths, machine)?;
    Ok(Opened { keys: unlocked.keys()?, notices: unlocked.notices })
}

/// Opens the vault by its recovery code, and remembers this computer so that the code is not needed next time.
///
/// # Errors
/// [`VaultError::RecoveryCodeWrongVault`] when the code is well-formed but not this vault's.
pub fn open_with_recovery_code(
    paths: &VaultPaths,
    machine: &dyn MachineId,
    code: &RecoveryCode,
    now: Timestamp,
) -> Result<Opened, VaultError> {
    let copies = Copies::find(paths)?;
    let opened = copies.unlock(&SlotSecret::Recovery(code.secret())).map_err(|refusal| match refusal {
        CopyRefusal::WrongSecret => VaultError::RecoveryCodeWrongVault,
        other => other.into(),
    })?;
    let mut unlocked = Unlocked::settle(paths, &opened)?;
    let generation = match remember_machine(paths, machine, &unlocked, now) {
        Ok(Some(generation)) => {
            unlocked.notices.push(OpenNotice::MachineSlotRewrapped);
            generation
        }
        Ok(None) => unlocked.keystore.generation(),
        // The vault is open; that this computer will ask again is worth a notice, not a refusal.
        Err(error) => {
            let reason = if let VaultError::HwidUnavailable { reason } = error { Some(reason) } else { None };
            unlocked.notices.push(OpenNotice::MachineSlotUnavailable { reason });
            unlocked.keystore.generation()
        }
    };
    let keys = VaultKeys::read(unlocked.keystore.vault_id(), generation, &unlocked.keyset)?;
    Ok(Opened { keys, notices: unlocked.notices })
}

/// A keystore that opened, with its master key for as long as the caller needs it.
pub(crate) struct Unlocked {
    pub(crate) keystore: Keystore,
    pub(crate) master: Key,
    pub(crate) keyset: Zeroizing<Vec<u8>>,
    /// What the next write does with the present `keystore.sks`.
    pub(crate) replaced: Replaced,
    pub(crate) notices: Vec<OpenNotice>,
}

impl Unlocked {
    /// Opens the keyset, repairs `keystore.sks` when that can lose nothing, and brings the mirror up to date.
    fn settle(paths: &VaultPaths, opened: &OpenedCopy<'_>) -> Result<Self, VaultError> {
        let found = opened.found;
        let keyset = found.keystore.open_keyset(&opened.master)?;
        let mut notices = Vec::new();
        let mut current_is_good = found.copy == KeystoreCopy::Current;
        if !current_is_good {
            let repaired =
                opened.may_repair && write(paths, &found.bytes, &opened.master, Replaced::Aside).is_ok();
            current_is_good = repaired;
            notices.push(OpenNotice::KeystoreFallbackUsed { copy: found.copy, repaired });
        }
        if current_is_good {
            keep_mirror(paths, &found.bytes);
        }
        let replaced = if current_is_good { Replaced::Previous } else { Replaced::Aside };
        let (keystore, master) = (found.keystore.clone(), opened.master.clone());
        Ok(Self { keystore, master, keyset, replaced, notices })
    }

    fn keys(&self) -> Result<VaultKeys, VaultError> {
        VaultKeys::read(self.keystore.vault_id(), self.keystore.generation(), &self.keyset)
    }
}

pub(crate) fn unlock_with_machine(
    paths: &VaultPaths,
    machine: &dyn MachineId,
) -> Result<Unlocked, VaultError> {
    let copies = Copies::find(paths)?;
    let os_id = machine.read().map_err(|reason| VaultError::HwidUnavailable { reason })?;
    let os_id = Zeroizing::new(os_id);
    let device = device_key::read(paths)?.ok_or(VaultError::DeviceKeyMissing)?;
    let secret = SlotSecret::Machine { os_id: &os_id, device: &device };
    let opened = copies.unlock(&secret).map_err(|refusal| match refusal {
        CopyRefusal::WrongSecret => VaultError::HwidChanged,
        other => other.into(),
    })?;
    Unlocked::settle(paths, &opened)
}

/// Adds a slot for this computer unless it already opens the keystore. The new generation, when one was written.
fn remember_machine(
    paths: &VaultPaths,
    machine: &dyn MachineId,
    unlocked: &Unlocked,
    now: Timestamp,
) -> Result<Option<u64>, VaultError> {
    let unavailable = |reason: HwidUnavailable| VaultError::HwidUnavailable { reason };
    let os_id = Zeroizing::new(machine.read().map_err(unavailable)?);
    let device: Zeroizing<[u8; KEY_LEN]> = device_key::read_or_create(paths)?;
    let secret = SlotSecret::Machine { os_id: &os_id, device: &device };
    if unlocked.keystore.unwrap(&secret).is_ok() {
        return Ok(None);
    }
    let mut draft = unlocked.keystore.next_draft();
    draft.add(Slot::wrap(&unlocked.keystore.vault_id(), &secret, &unlocked.master, now)?)?;
    // The keyset's bytes as they were: members this version does not know survive.
    let bytes = draft.finish(&unlocked.master, &unlocked.keyset)?;
    write(paths, &bytes, &unlocked.master, unlocked.replaced)?;
    Ok(Some(Keystore::parse(&bytes)?.generation()))
}

impl From<CopyRefusal> for VaultError {
    fn from(refusal: CopyRefusal) -> Self {
        match refusal {
            CopyRefusal::WrongSecret => Self::SlotWrongSecret,
            CopyRefusal::SlotCorrupt(id) => Self::SlotCorrupt { id },
            CopyRefusal::Tampered => Self::KeystoreTampered,
        }
    }
}
