//! The keyset in a backup: it makes the same vault again, and nothing else reads as one.

use super::{LATER, by_code, machine, made, paths_in};
use crate::{
    Computer, DbKeyPair, KeyPurpose, VaultState, create_from_backup, database_key_of_backup, finish_creation,
    keys_of_backup, keyset_for_backup, keyset_for_snapshot, open, state,
};

#[test]
fn a_lost_computer_comes_back_with_the_same_keys_by_the_code_alone() {
    let made = made();
    let cell = crate::cells::connection_password([3; 16]);
    let sealed = made.keys.sealer().seal(&cell, b"secret").unwrap();
    let copy = keyset_for_backup(&made.keys).unwrap();
    let paths = paths_in(&made.folder.path().join("another computer"));
    let other = Computer::numbered(2);
    let restored = create_from_backup(&paths, &other, &copy, &made.code, LATER).unwrap();
    assert_eq!(state(&paths), VaultState::Missing, "not complete before its database is");
    std::fs::write(paths.database(), b"db").unwrap();
    finish_creation(&paths).unwrap();
    assert!(made.same_keys(&restored.keys));
    assert_eq!(
        restored.keys.generation(),
        made.keys.generation() + 1,
        "never lower than the database has seen"
    );
    assert_eq!(restored.keys.signing_key().to_bytes(), made.keys.signing_key().to_bytes());
    assert_ne!(restored.keys.master(), made.keys.master(), "a master key of its own");
    let opened = open(&paths, &other).unwrap();
    assert_eq!(&*opened.keys.sealer().open(&cell, &sealed).unwrap(), b"secret");
    assert!(by_code(&paths, &machine(), &made.code, LATER).is_ok());
}

#[test]
fn a_vault_that_is_there_is_not_overwritten() {
    let made = made();
    let copy = keyset_for_backup(&made.keys).unwrap();
    let before = made.bytes();
    let refused = create_from_backup(&made.paths, &machine(), &copy, &made.code, LATER).unwrap_err();
    assert_eq!((refused.code(), made.bytes()), ("vault_exists", before));
}

#[test]
fn a_snapshot_has_a_key_of_its_own_that_becomes_the_restored_database_s() {
    let made = made();
    let own = DbKeyPair::random().unwrap();
    let copy = keyset_for_snapshot(&made.keys, &own).unwrap();
    assert_eq!(database_key_of_backup(&copy).unwrap(), own);
    let inside = keys_of_backup(&copy).unwrap();
    assert_eq!(inside.vault_id(), made.keys.vault_id());
    let sealed = made.keys.sealer().seal(&crate::cells::audit_payload([1; 16]), b"x").unwrap();
    assert!(inside.sealer().open(&crate::cells::audit_payload([1; 16]), &sealed).is_ok());
    assert_eq!(inside.sealer().uses().len(), KeyPurpose::ALL.len());
}

#[test]
fn other_bytes_are_no_keyset() {
    let made = made();
    let copy = String::from_utf8(keyset_for_backup(&made.keys).unwrap().to_vec()).unwrap();
    let paths = paths_in(&made.folder.path().join("x"));
    let refused = |text: &str| {
        create_from_backup(&paths, &machine(), text.as_bytes(), &made.code, LATER).unwrap_err().code()
    };
    assert_eq!(refused(""), "keystore_corrupt");
    assert_eq!(refused("{}"), "keystore_corrupt");
    assert_eq!(refused(&copy.replacen("sellify-keyset/1", "other", 1)), "keystore_corrupt");
    assert_eq!(refused(&copy.replacen("sellify-keyset/1", "sellify-keyset/2", 1)), "keystore_too_new");
    assert_eq!(refused(&copy.replacen("\"state\":\"current\"", "\"state\":\"gone\"", 1)), "keystore_corrupt");
    assert!(!paths.keystore().exists(), "nothing was written");
}
