//! The keychain's slot, and what happens when keychain or computer change.

use std::fs;
use std::sync::Arc;

use zeroize::Zeroizing;

use sellify_domain::VaultId;

use super::{LATER, NOW, by_code, paths_in};
use crate::{
    Computer, FixedMachineId, HwidUnavailable, Keychain, KeychainUnavailable, MemoryKeychain, NoKeychain,
    OpenNotice, SlotKind, VaultPaths, create, finish_creation, open, remember, ways_in,
};

/// Computer number `number` with this keychain.
fn with(number: u8, keychain: &MemoryKeychain) -> Computer {
    Computer { machine: Arc::new(FixedMachineId::numbered(number)), keychain: Arc::new(keychain.clone()) }
}

fn vault(computer: &Computer) -> (tempfile::TempDir, VaultPaths, crate::VaultKeys, crate::RecoveryCode) {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths_in(folder.path());
    let (keys, code) = create(&paths, computer, NOW).unwrap();
    finish_creation(&paths).unwrap();
    (folder, paths, keys, code)
}

#[test]
fn a_changed_identity_is_calm_where_the_keychain_still_knows_the_vault() {
    let keychain = MemoryKeychain::default();
    let (_folder, paths, keys, _) = vault(&with(1, &keychain));
    let changed = with(2, &keychain);
    let opened = open(&paths, &changed).unwrap();
    assert_eq!((opened.by.kind, opened.notices.len()), (SlotKind::Keychain, 0));
    let opened = remember(opened, &paths, &changed, LATER);
    assert_eq!(opened.notices, [OpenNotice::MachineSlotRewrapped]);
    assert_eq!(opened.keys.database_key(), keys.database_key());
    let without = Computer { keychain: Arc::new(NoKeychain), ..changed.clone() };
    assert_eq!(open(&paths, &without).unwrap().by.kind, SlotKind::Machine, "its own slot was made");
    let again = open(&paths, &changed).unwrap();
    assert_eq!(remember(again, &paths, &changed, LATER).notices, [], "said once");
}

#[test]
fn a_lost_device_key_is_calm_too() {
    let keychain = MemoryKeychain::default();
    let computer = with(1, &keychain);
    let (_folder, paths, _, _) = vault(&computer);
    fs::remove_file(paths.device_key()).unwrap();
    let opened = remember(open(&paths, &computer).unwrap(), &paths, &computer, LATER);
    assert_eq!(opened.notices, [OpenNotice::MachineSlotRewrapped]);
}

#[test]
fn a_lost_keychain_costs_nothing_and_is_filled_again() {
    let keychain = MemoryKeychain::default();
    let computer = with(1, &keychain);
    let (_folder, paths, keys, _) = vault(&computer);
    keychain.remove(keys.vault_id()).unwrap();
    let opened = remember(open(&paths, &computer).unwrap(), &paths, &computer, LATER);
    assert_eq!((opened.by.kind, opened.notices.len()), (SlotKind::Machine, 0));
    assert!(keychain.read(keys.vault_id()).unwrap().is_some());
    assert_eq!(open(&paths, &computer).unwrap().by.kind, SlotKind::Keychain);
}

#[test]
fn a_keychain_secret_of_something_else_does_not_stop_the_machine_slot() {
    let keychain = MemoryKeychain::default();
    let computer = with(1, &keychain);
    let (_folder, paths, keys, _) = vault(&computer);
    keychain.write(keys.vault_id(), &[7; 32]).unwrap();
    let opened = open(&paths, &computer).unwrap();
    assert_eq!(opened.by.kind, SlotKind::Machine);
    let _ = remember(opened, &paths, &computer, LATER);
    assert_eq!(open(&paths, &computer).unwrap().by.kind, SlotKind::Keychain, "a slot for what is there now");
}

#[test]
fn a_vault_of_the_first_version_gets_a_keychain_slot_without_a_word() {
    let keychain = MemoryKeychain::default();
    let computer = with(1, &keychain);
    let without = Computer { keychain: Arc::new(NoKeychain), ..computer.clone() };
    let (_folder, paths, _, _) = vault(&without);
    assert_eq!(ways_in(&paths).unwrap(), [SlotKind::Machine, SlotKind::Recovery]);
    let opened = remember(open(&paths, &computer).unwrap(), &paths, &computer, LATER);
    assert_eq!(opened.notices, []);
    assert_eq!(ways_in(&paths).unwrap(), [SlotKind::Machine, SlotKind::Keychain, SlotKind::Recovery]);
    let generation = opened.keys.generation();
    let again = remember(open(&paths, &computer).unwrap(), &paths, &computer, LATER);
    assert_eq!(again.keys.generation(), generation, "and nothing is written again");
}

#[test]
fn a_keychain_alone_is_enough_for_a_computer_without_identity() {
    let keychain = MemoryKeychain::default();
    let machine = Arc::new(FixedMachineId(Err(HwidUnavailable::Uninitialized)));
    let computer = Computer { machine, keychain: Arc::new(keychain.clone()) };
    let (_folder, paths, _, code) = vault(&computer);
    assert_eq!(ways_in(&paths).unwrap(), [SlotKind::Keychain, SlotKind::Recovery]);
    let opened = remember(open(&paths, &computer).unwrap(), &paths, &computer, LATER);
    assert_eq!(opened.notices, []);
    let locked = Computer { keychain: Arc::new(NoKeychain), ..computer };
    assert_eq!(open(&paths, &locked).unwrap_err().code(), "keychain_unavailable");
    assert!(by_code(&paths, &locked, &code, LATER).is_ok());
}

/// A keychain that takes everything and keeps nothing.
#[derive(Debug)]
struct Forgetful;

impl Keychain for Forgetful {
    fn read(&self, _: VaultId) -> Result<Option<Zeroizing<[u8; 32]>>, KeychainUnavailable> {
        Ok(None)
    }

    fn write(&self, _: VaultId, _: &[u8; 32]) -> Result<(), KeychainUnavailable> {
        Ok(())
    }

    fn remove(&self, _: VaultId) -> Result<(), KeychainUnavailable> {
        Ok(())
    }
}

#[test]
fn a_keychain_that_forgets_gets_no_slot() {
    let computer = Computer { machine: Arc::new(FixedMachineId::numbered(1)), keychain: Arc::new(Forgetful) };
    let (_folder, paths, _, _) = vault(&computer);
    assert_eq!(ways_in(&paths).unwrap(), [SlotKind::Machine, SlotKind::Recovery]);
}

#[test]
fn the_data_folder_with_the_mirror_but_without_the_keychain_opens_nothing() {
    let keychain = MemoryKeychain::default();
    let (_folder, paths, _, _) = vault(&with(1, &keychain));
    fs::remove_file(paths.device_key()).unwrap();
    let thief = with(1, &MemoryKeychain::default());
    assert_eq!(open(&paths, &thief).unwrap_err().code(), "device_key_missing");
}
