//! Making a vault's keys, and giving a vault a new recovery code.

use std::fs;
use std::io::ErrorKind;

use zeroize::Zeroizing;

use sellify_domain::{Timestamp, VaultId};

use crate::consts::KEY_LEN;
use crate::crypto::{Key, random};
use crate::keystore::{Keystore, KeystoreDraft, Replaced, Slot, SlotSecret, set_aside, write};
use crate::open::unlock_with_machine;
use crate::{MachineId, RecoveryCode, VaultError, VaultKeys, VaultPaths, device_key, keyset};

/// Whether there is a vault in a data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultState {
    /// No vault, or one whose creation was cut off before there was any data.
    Missing,
    /// A vault, openable or not.
    Present,
}

/// Looks whether a vault is here, without opening anything.
#[must_use]
pub fn state(paths: &VaultPaths) -> VaultState {
    let something =
        [paths.database(), paths.keystore(), paths.keystore_prev()].iter().any(|path| path.exists());
    if something && !paths.creation_mark().exists() { VaultState::Present } else { VaultState::Missing }
}

/// Makes the keys of a new vault and writes the keystore with a slot for this computer and one for the recovery code.
///
/// A computer without a usable identity gets no slot; its vault opens by recovery code only. The caller makes the
/// database next and then calls [`finish_creation`]. Until then nobody has seen the recovery code, so the creation counts
/// as unfinished: [`state`] says that there is no vault, and creating one sets the pieces aside.
///
/// # Errors
/// [`VaultError::VaultExists`] when there is a vault, or why nothing can be written.
pub fn create(
    paths: &VaultPaths,
    machine: &dyn MachineId,
    now: Timestamp,
) -> Result<(VaultKeys, RecoveryCode), VaultError> {
    if state(paths) == VaultState::Present {
        return Err(VaultError::VaultExists);
    }
    fs::create_dir_all(&paths.dir).map_err(|e| VaultError::io(&paths.dir, e))?;
    fs::write(paths.creation_mark(), b"").map_err(|e| VaultError::io(&paths.dir, e))?;
    set_leftovers_aside(paths)?;

    let vault_id = VaultId::generate(now).as_uuid();
    let master: Key = random::<KEY_LEN>()?;
    let code = RecoveryCode::generate()?;
    let keyset = keyset::generate()?;
    let mut draft = KeystoreDraft::first(vault_id, now.as_millis());
    if let Ok(os_id) = machine.read() {
        let os_id = Zeroizing::new(os_id);
        let device = device_key::read_or_create(paths)?;
        let secret = SlotSecret::Machine { os_id: &os_id, device: &device };
        draft.add(Slot::wrap(&vault_id, &secret, &master, now)?)?;
    }
    draft.add(Slot::wrap(&vault_id, &SlotSecret::Recovery(code.secret()), &master, now)?)?;
    let bytes = draft.finish(&master, &keyset)?;
    write(paths, &bytes, &master, Replaced::Aside)?;
    Ok((VaultKeys::read(vault_id, 1, &keyset)?, code))
}

/// Says that the new vault is complete. Call it before anybody is shown the recovery code.
///
/// # Errors
/// Why that cannot be recorded; the vault must then not be used.
pub fn finish_creation(paths: &VaultPaths) -> Result<(), VaultError> {
    match fs::remove_file(paths.creation_mark()) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(VaultError::io(&paths.dir, error)),
        _ => Ok(()),
    }
}

/// Replaces the recovery code by a new one; the old one stops working. Needs this computer's own slot.
///
/// # Errors
/// Why this computer does not open the vault, or why nothing can be written; the old code then still works.
pub fn reissue_recovery_code(
    paths: &VaultPaths,
    machine: &dyn MachineId,
    now: Timestamp,
) -> Result<(VaultKeys, RecoveryCode), VaultError> {
    let unlocked = unlock_with_machine(paths, machine)?;
    let code = RecoveryCode::generate()?;
    let vault_id = unlocked.keystore.vault_id();
    let mut draft = unlocked.keystore.next_draft();
    draft.drop_recovery_slots();
    draft.add(Slot::wrap(&vault_id, &SlotSecret::Recovery(code.secret()), &unlocked.master, now)?)?;
    let bytes = draft.finish(&unlocked.master, &unlocked.keyset)?;
    write(paths, &bytes, &unlocked.master, unlocked.replaced)?;
    // Once more, so that `.prev` does not keep a slot for the old code.
    write(paths, &bytes, &unlocked.master, Replaced::Previous)?;
    let generation = Keystore::parse(&bytes)?.generation();
    Ok((VaultKeys::read(vault_id, generation, &unlocked.keyset)?, code))
}

/// What an unfinished creation or an earlier vault left: kept under another name, never deleted.
fn set_leftovers_aside(paths: &VaultPaths) -> Result<(), VaultError> {
    let keystores = [paths.keystore(), paths.keystore_prev(), paths.keystore_mirror()];
    for path in keystores.into_iter().chain(paths.database_files()) {
        if path.exists() {
            set_aside(&path)?;
        }
    }
    Ok(())
}
