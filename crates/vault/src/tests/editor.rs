//! Keys of database and columns, the anchor: each change is one generation, and clones of the sealer follow.

use proptest::prelude::*;

use super::{LATER, Made, NOW, by_code, machine, made};
use crate::{AuditAnchor, KeyPurpose, VaultKeys, cells, kid_of, open};

fn step(made: &Made, keys: &VaultKeys) -> VaultKeys {
    // What is on the disk is what the editor answered.
    let opened = open(&made.paths, &machine()).unwrap().keys;
    assert_eq!(opened.generation(), keys.generation());
    assert_eq!(opened.database_key(), keys.database_key());
    assert_eq!(opened.field_keys(), keys.field_keys());
    opened
}

#[test]
fn a_database_key_is_recorded_before_it_is_used_and_the_old_one_is_kept() {
    let made = made();
    let edit = || made.keys.edit(&made.paths);
    assert_eq!(edit().commit_database_key(LATER).unwrap_err().code(), "no_rotation_pending");
    let (keys, next) = edit().begin_database_key().unwrap();
    step(&made, &keys);
    assert_eq!(keys.database_keys().pending, Some(next.clone()));
    assert!(made.same_keys(&keys), "the present one stays in force");
    assert_eq!(edit().begin_database_key().unwrap_err().code(), "rotation_pending");

    let keys = edit().commit_database_key(LATER).unwrap();
    step(&made, &keys);
    let now = keys.database_keys();
    assert_eq!((now.current, now.pending, now.current_since), (next, None, Some(LATER)));
    let (key, salt) = made.keys.database_key();
    assert_eq!((&now.retired[0].pair.key, now.retired[0].pair.salt, now.retired[0].at), (&key, salt, LATER));

    let keys = edit().forget_retired_database_keys(LATER).unwrap();
    assert_eq!(keys.database_keys().retired.len(), 1, "not older than that moment");
    let keys = edit().forget_retired_database_keys(LATER.plus_millis(1)).unwrap();
    assert_eq!(step(&made, &keys).database_keys().retired.len(), 0);
}

#[test]
fn a_pending_database_key_can_be_given_up() {
    let made = made();
    made.keys.edit(&made.paths).begin_database_key().unwrap();
    let keys = made.keys.edit(&made.paths).abandon_database_key().unwrap();
    assert!(made.same_keys(&step(&made, &keys)));
    assert_eq!(keys.database_keys().pending, None);
    assert_eq!(keys.database_keys().current_since, Some(NOW));
}

#[test]
fn every_clone_of_the_sealer_seals_with_the_new_key_and_still_reads_the_old_cells() {
    let made = made();
    let (held, cell) = (made.keys.sealer(), cells::connection_password([4; 16]));
    let old = held.seal(&cell, b"mot de passe").unwrap();
    assert!(!held.needs_rotation(KeyPurpose::Secret, &old));
    let (keys, kid) = made.keys.edit(&made.paths).begin_field_key(KeyPurpose::Secret).unwrap();
    step(&made, &keys);
    assert!(held.needs_rotation(KeyPurpose::Secret, &old), "a sealer from before knows");
    assert!(
        !held.needs_rotation(KeyPurpose::Audit, &held.seal(&cells::audit_payload([1; 16]), b"").unwrap())
    );
    let new = held.reseal(&cell, &old).unwrap();
    assert_eq!((kid_of(&new), kid_of(&old)), (Some(kid), Some(3)));
    assert!(!held.needs_rotation(KeyPurpose::Secret, &new));
    for blob in [&old, &new] {
        assert_eq!(&*keys.sealer().open(&cell, blob).unwrap(), b"mot de passe");
    }
    let edit = || keys.edit(&made.paths);
    assert_eq!(edit().retire_field_key(kid).unwrap_err().code(), "key_in_use", "the current one");
    assert_eq!(edit().forget_field_key(3).unwrap_err().code(), "key_in_use", "not retired yet");
    edit().retire_field_key(3).unwrap();
    assert!(held.open(&cell, &old).is_ok(), "retired is still readable");
    let keys = edit().forget_field_key(3).unwrap();
    step(&made, &keys);
    assert_eq!(held.open(&cell, &old).unwrap_err().code(), "field_key_missing");
    assert!(held.open(&cell, &new).is_ok());
}

#[test]
fn a_locked_vault_s_sealers_open_nothing() {
    let made = made();
    let (held, cell) = (made.keys.sealer(), cells::audit_payload([4; 16]));
    let blob = held.seal(&cell, b"x").unwrap();
    made.keys.sealer().forget();
    assert_eq!(held.open(&cell, &blob).unwrap_err().code(), "field_key_missing");
    assert!(held.seal(&cell, b"x").is_err());
    assert!(!held.needs_rotation(KeyPurpose::Audit, &blob));
}

#[test]
fn what_is_no_sealed_value_has_no_key_number() {
    assert_eq!(kid_of(b""), None);
    assert_eq!(kid_of(&[0x53, 1, 1, 0, 0, 0, 1]), None, "cut off");
    assert_eq!(kid_of(&[0; 40]), None);
}

#[test]
fn the_anchor_only_goes_forward() {
    let made = made();
    assert_eq!(made.keys.audit_anchor(), None);
    let anchor = |seq| AuditAnchor { seq, hash: [u8::try_from(seq).unwrap(); 32], at: LATER };
    made.keys.edit(&made.paths).note_audit_anchor(anchor(9)).unwrap();
    let keys = made.keys.edit(&made.paths).note_audit_anchor(anchor(7)).unwrap();
    assert_eq!(step(&made, &keys).audit_anchor(), Some(anchor(9)));
}

#[test]
fn signing_epochs_add_up() {
    let made = made();
    assert_eq!(made.keys.signing_epoch(), 1);
    let keys = made.keys.edit(&made.paths).begin_signing_epoch().unwrap();
    assert_eq!(keys.signing_epoch(), 2);
    let public: Vec<_> = keys.verifying_keys();
    assert_eq!(public[0], (1, made.keys.signing_key().verifying_key()));
    assert_eq!(public[1], (2, keys.signing_key().verifying_key()));
}

/// One change of the keystore, chosen by a number.
fn change(made: &Made, keys: &VaultKeys, which: u8) -> Result<VaultKeys, crate::VaultError> {
    let edit = keys.edit(&made.paths);
    match which {
        0 => edit.begin_database_key().map(|(keys, _)| keys),
        1 => edit.commit_database_key(LATER),
        2 => edit.abandon_database_key(),
        3 => edit.forget_retired_database_keys(LATER.plus_millis(1)),
        4 => edit.begin_field_key(KeyPurpose::Secret).map(|(keys, _)| keys),
        5 => edit.retire_field_key(3),
        6 => edit.note_audit_anchor(AuditAnchor { seq: 1, hash: [0; 32], at: NOW }),
        7 => edit.begin_signing_epoch(),
        _ => edit.remember_computer(&machine(), LATER),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// I3 and more: whatever is done in whatever order, the generation never decreases, the code opens the vault, and a
    /// cell sealed at the beginning can be read.
    #[test]
    fn any_sequence_of_changes_leaves_a_vault_that_opens(steps in prop::collection::vec(0_u8..9, 1..12)) {
        let made = made();
        let cell = cells::connection_password([1; 16]);
        let blob = made.keys.sealer().seal(&cell, b"x").unwrap();
        let mut keys = made.keys.clone();
        for which in steps {
            let before = keys.generation();
            if let Ok(changed) = change(&made, &keys, which) {
                keys = changed;
            }
            prop_assert!(keys.generation() >= before);
            prop_assert!(keys.generation() <= before + 1);
        }
        let opened = by_code(&made.paths, &machine(), &made.code, LATER).unwrap().keys;
        prop_assert_eq!(opened.database_key(), keys.database_key());
        prop_assert!(opened.sealer().open(&cell, &blob).is_ok());
        prop_assert_eq!(open(&made.paths, &machine()).unwrap().keys.generation(), keys.generation());
    }
}
