//! Making a vault's keys, new ones or those of a backup.

use std::fs;
use std::io::ErrorKind;

use uuid::Uuid;

use sellify_domain::{Timestamp, VaultId};

use crate::computer::KnownComputer;
use crate::consts::KEY_LEN;
use crate::copy::read_keyset_copy;
use crate::crypto::{Key, random};
use crate::keys::OpenedBy;
use crate::keyset::Keyset;
use crate::keystore::{KeystoreDraft, Replaced, Slot, SlotSecret, set_aside, write};
use crate::{Computer, Opened, RecoveryCode, SlotKind, VaultError, VaultKeys, VaultPaths};

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
/// A computer with neither a usable identity nor a keychain gets no slot; its vault opens by recovery code only. The caller makes the
/// database next and then calls [`finish_creation`]. Until then nobody has seen the recovery code, so the creation counts
/// as unfinished: [`state`] says that there is no vault, and creating one sets the pieces aside.
///
/// # Errors
/// [`VaultError::VaultExists`] when there is a vault, or why nothing can be written.
pub fn create(
    paths: &VaultPaths,
    computer: &Computer,
    now: Timestamp,
) -> Result<(VaultKeys, RecoveryCode), VaultError> {
    begin(paths)?;
    let vault_id = VaultId::generate(now).as_uuid();
    let code = RecoveryCode::generate()?;
    let keyset = Keyset::generate(Some(now))?;
    let opened = write_first(paths, computer, Origin { vault_id, generation: 1, keyset }, &code, now)?;
    Ok((opened.keys, code))
}

/// Makes the keystore of a vault that comes back from a backup: the same vault and the same keys under a new master key,
/// with a slot for this computer and one for the code that opened the backup. The caller puts the database in its place
/// and then calls [`finish_creation`]; until then the creation counts as unfinished.
///
/// # Errors
/// [`VaultError::VaultExists`] when there is a vault, [`VaultError::KeystoreCorrupt`] when the bytes are no keyset,
/// [`VaultError::KeystoreTooNew`] when a newer version wrote them.
pub fn create_from_backup(
    paths: &VaultPaths,
    computer: &Computer,
    keyset: &[u8],
    code: &RecoveryCode,
    now: Timestamp,
) -> Result<Opened, VaultError> {
    let (vault_id, generation, keyset) = read_keyset_copy(keyset)?;
    begin(paths)?;
    write_first(
        paths,
        computer,
        Origin { vault_id, generation: generation.saturating_add(1), keyset },
        code,
        now,
    )
}

/// What a first keystore is made of.
struct Origin {
    vault_id: Uuid,
    generation: u64,
    keyset: Keyset,
}

fn write_first(
    paths: &VaultPaths,
    computer: &Computer,
    origin: Origin,
    code: &RecoveryCode,
    now: Timestamp,
) -> Result<Opened, VaultError> {
    let Origin { vault_id, generation, mut keyset } = origin;
    let master: Key = random::<KEY_LEN>()?;
    keyset.recipient = Some(code.backup_recipient());
    if keyset.signing.is_empty() {
        keyset.add_signing_key()?;
    }
    // It asked for a passphrase that has no slot here: the person sets one again.
    keyset.passphrase_required = false;
    let mut draft = KeystoreDraft::at(vault_id, generation, now.as_millis());
    match KnownComputer::make(paths, computer, VaultId::from(vault_id)) {
        Ok(known) => {
            for secret in known.secrets() {
                let slot = Slot::wrap(&vault_id, &secret, &master, now)?;
                draft.add(slot.labelled(&computer.machine.label()))?;
            }
        }
        Err(VaultError::HwidUnavailable { .. }) => {}
        Err(error) => return Err(error),
    }
    let recovery = Slot::wrap(&vault_id, &SlotSecret::Recovery(code.secret()), &master, now)?;
    let by = OpenedBy { kind: SlotKind::Recovery, slot: recovery.id };
    draft.add(recovery)?;
    let made: Vec<Uuid> = draft.known_slots().map(|slot| slot.id).collect();
    let bytes = draft.finish(&master, &keyset.to_bytes()?)?;
    write(paths, &bytes, &master, Replaced::Aside)?;
    let keys = VaultKeys::of(vault_id, generation, &master, keyset)?;
    made.into_iter().for_each(|slot| keys.session().note(slot));
    Ok(Opened::new(keys, by))
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

/// Refuses to begin where a vault is; marks the creation as unfinished; keeps what an earlier one left.
fn begin(paths: &VaultPaths) -> Result<(), VaultError> {
    if state(paths) == VaultState::Present {
        return Err(VaultError::VaultExists);
    }
    fs::create_dir_all(&paths.dir).map_err(|e| VaultError::io(&paths.dir, e))?;
    fs::write(paths.creation_mark(), b"").map_err(|e| VaultError::io(&paths.dir, e))?;
    set_leftovers_aside(paths)
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
