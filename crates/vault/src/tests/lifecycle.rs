//! A vault's life: created, opened, moved, its computer changed, its files lost one by one.

use std::fs;
use std::sync::Arc;

use super::{LATER, Made, NOW, by_code, machine, made, paths_in};
use crate::{
    Computer, FixedMachineId, HwidUnavailable, KeystoreCopy, NoKeychain, OpenNotice, RecoveryCode,
    VaultError, VaultLock, VaultState, create, finish_creation, open, state,
};

/// A new recovery code in place of the old one.
fn reissue(made: &Made) -> (crate::VaultKeys, RecoveryCode) {
    made.keys.edit(&made.paths).reissue_recovery_code(LATER).unwrap()
}

fn open_err(made: &Made, machine: &Computer) -> VaultError {
    open(&made.paths, machine).unwrap_err()
}

#[test]
fn the_same_computer_opens_silently_with_the_same_keys() {
    let made = made();
    let opened = open(&made.paths, &machine()).unwrap();
    assert!(made.same_keys(&opened.keys));
    assert_eq!(opened.notices, []);
    assert_eq!(opened.keys.generation(), 1);
}

#[test]
fn a_second_vault_does_not_replace_the_first() {
    let made = made();
    let before = made.bytes();
    assert!(matches!(create(&made.paths, &machine(), LATER), Err(VaultError::VaultExists)));
    fs::remove_file(made.paths.keystore()).unwrap();
    assert!(
        matches!(create(&made.paths, &machine(), LATER), Err(VaultError::VaultExists)),
        "a database without its keystore is a vault in trouble, not an empty folder"
    );
    assert_eq!(fs::read(made.paths.keystore_mirror()).unwrap(), before);
}

#[test]
fn an_unfinished_creation_can_be_started_again_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths_in(folder.path());
    create(&paths, &machine(), NOW).unwrap();
    let first = fs::read(paths.keystore()).unwrap();
    fs::write(paths.database(), b"half a database").unwrap();
    assert_eq!(state(&paths), VaultState::Missing, "nobody has seen its recovery code");
    let (_, code) = create(&paths, &machine(), LATER).unwrap();
    finish_creation(&paths).unwrap();
    assert!(!paths.database().exists(), "the pieces do not mix");
    assert!(by_code(&paths, &machine(), &code, LATER).is_ok());
    let kept: Vec<Vec<u8>> = fs::read_dir(&paths.dir)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".orphaned-"))
        .map(|path| fs::read(path).unwrap())
        .collect();
    assert!(kept.contains(&first) && kept.contains(&b"half a database".to_vec()), "kept under other names");
}

#[test]
fn a_vault_that_lost_its_database_is_not_called_missing() {
    let made = made();
    fs::remove_file(made.paths.database()).unwrap();
    assert_eq!(state(&made.paths), VaultState::Present);
}

#[test]
fn a_mirror_left_by_another_vault_is_kept_and_does_not_answer() {
    let made = made();
    let old_mirror = fs::read(made.paths.keystore_mirror()).unwrap();
    fs::remove_dir_all(&made.paths.dir).unwrap();
    assert_eq!(state(&made.paths), VaultState::Missing);
    let (keys, _) = create(&made.paths, &machine(), LATER).unwrap();
    assert_ne!(keys.vault_id(), made.keys.vault_id());
    let aside = fs::read_dir(&made.paths.local_dir).unwrap().map(|f| f.unwrap().path());
    assert!(aside.into_iter().any(|path| fs::read(path).is_ok_and(|bytes| bytes == old_mirror)));
}

#[test]
fn another_computer_is_refused_until_it_types_the_code() {
    let made = made();
    let other = Computer::numbered(2);
    assert_eq!(open_err(&made, &other).code(), "hwid_changed");
    let opened = by_code(&made.paths, &other, &made.code, LATER).unwrap();
    assert!(made.same_keys(&opened.keys));
    assert_eq!((opened.notices, opened.keys.generation()), (vec![OpenNotice::MachineSlotRewrapped], 2));
    assert_eq!(open(&made.paths, &other).unwrap().notices, [], "it is remembered");
    assert_eq!(open(&made.paths, &machine()).unwrap().notices, [], "and the first computer is not forgotten");
}

#[test]
fn a_lost_device_key_costs_one_typed_code() {
    let made = made();
    fs::remove_file(made.paths.device_key()).unwrap();
    assert_eq!(open_err(&made, &machine()).code(), "device_key_missing");
    fs::write(made.paths.device_key(), b"half").unwrap();
    assert_eq!(open_err(&made, &machine()).code(), "device_key_missing", "a cut-off file is no key");
    let opened = by_code(&made.paths, &machine(), &made.code, LATER).unwrap();
    assert_eq!(opened.notices, [OpenNotice::MachineSlotRewrapped]);
    assert!(open(&made.paths, &machine()).is_ok());
}

#[test]
fn the_data_folder_alone_opens_nothing_without_the_code() {
    let made = made();
    let elsewhere = paths_in(&made.folder.path().join("cloud"));
    fs::create_dir_all(&elsewhere.dir).unwrap();
    for name in ["keystore.sks", "vault.db"] {
        fs::copy(made.paths.dir.join(name), elsewhere.dir.join(name)).unwrap();
    }
    assert_eq!(open(&elsewhere, &machine()).unwrap_err().code(), "device_key_missing");
    assert!(made.same_keys(&by_code(&elsewhere, &machine(), &made.code, LATER).unwrap().keys));
}

#[test]
fn a_computer_without_identity_opens_by_code_every_time() {
    let machine = Arc::new(FixedMachineId(Err(HwidUnavailable::Empty)));
    let nobody = Computer { machine, keychain: Arc::new(NoKeychain) };
    let folder = tempfile::tempdir().unwrap();
    let paths = paths_in(folder.path());
    let (keys, code) = create(&paths, &nobody, NOW).unwrap();
    assert_eq!(open(&paths, &nobody).unwrap_err().code(), "hwid_unavailable");
    let opened = by_code(&paths, &nobody, &code, LATER).unwrap();
    assert_eq!(opened.keys.database_key(), keys.database_key());
    assert_eq!(opened.notices, [OpenNotice::MachineSlotUnavailable { reason: Some(HwidUnavailable::Empty) }]);
}

#[test]
fn a_fifth_computer_takes_the_place_of_the_oldest() {
    let made = made();
    for number in 2..=5 {
        let machine = Computer::numbered(number);
        let now = NOW.plus_millis(i64::from(number));
        by_code(&made.paths, &machine, &made.code, now).unwrap();
    }
    assert_eq!(open_err(&made, &machine()).code(), "hwid_changed");
    for number in 2..=5 {
        assert!(open(&made.paths, &Computer::numbered(number)).is_ok(), "computer {number}");
    }
}

#[test]
fn any_one_copy_of_the_keystore_is_enough_and_repairs_the_others() {
    for lost in ["missing", "damaged", "empty"] {
        let made = made();
        let good = made.bytes();
        match lost {
            "missing" => fs::remove_file(made.paths.keystore()).unwrap(),
            "damaged" => fs::write(made.paths.keystore(), &good[..200]).unwrap(),
            _ => fs::write(made.paths.keystore(), b"").unwrap(),
        }
        let opened = open(&made.paths, &machine()).unwrap();
        assert!(made.same_keys(&opened.keys), "{lost}");
        let notice = OpenNotice::KeystoreFallbackUsed { copy: KeystoreCopy::Mirror, repaired: true };
        assert_eq!(opened.notices, [notice], "{lost}");
        assert_eq!(made.bytes(), good, "{lost}: written anew");
        assert_eq!(open(&made.paths, &machine()).unwrap().notices, [], "{lost}: said once");
    }
}

#[test]
fn the_mirror_comes_back_by_itself() {
    let made = made();
    fs::remove_file(made.paths.keystore_mirror()).unwrap();
    open(&made.paths, &machine()).unwrap();
    assert_eq!(fs::read(made.paths.keystore_mirror()).unwrap(), made.bytes());
}

#[test]
fn an_old_keystore_put_back_does_not_win_over_a_newer_copy() {
    let made = made();
    let old = made.bytes();
    by_code(&made.paths, &Computer::numbered(2), &made.code, LATER).unwrap();
    fs::write(made.paths.keystore(), &old).unwrap();
    let opened = open(&made.paths, &machine()).unwrap();
    assert_eq!(opened.keys.generation(), 2);
    assert!(matches!(
        opened.notices[..],
        [OpenNotice::KeystoreFallbackUsed { copy: KeystoreCopy::Mirror, .. }]
    ));
}

#[test]
fn no_keystore_anywhere_is_said_plainly() {
    let made = made();
    fs::remove_file(made.paths.keystore()).unwrap();
    fs::remove_file(made.paths.keystore_mirror()).unwrap();
    assert_eq!(open_err(&made, &machine()).code(), "keystore_missing");
    assert!(made.paths.database().exists());
    let nowhere = paths_in(std::path::Path::new("/nonexistent/sellify"));
    assert_eq!(open(&nowhere, &machine()).unwrap_err().code(), "keystore_missing");
}

#[test]
fn a_replaced_recovery_code_stops_working_and_the_new_one_works() {
    let made = made();
    let (keys, new) = reissue(&made);
    assert!(made.same_keys(&keys));
    let old = by_code(&made.paths, &machine(), &made.code, LATER);
    assert_eq!(fs::read(made.paths.keystore_prev()).unwrap(), made.bytes(), "no copy keeps the old slot");
    assert_eq!(old.unwrap_err().code(), "recovery_code_wrong_vault");
    assert!(by_code(&made.paths, &machine(), &new, LATER).is_ok());
}

#[test]
fn an_old_copy_does_not_bring_a_removed_secret_back() {
    let made = made();
    let old = made.bytes();
    reissue(&made);
    fs::write(made.paths.keystore_prev(), &old).unwrap();
    let refused = by_code(&made.paths, &machine(), &made.code, LATER);
    assert_eq!(refused.unwrap_err().code(), "recovery_code_wrong_vault");
}

#[test]
fn a_code_of_another_vault_is_told_from_a_typing_mistake() {
    let (made, other) = (made(), super::made());
    let wrong = by_code(&made.paths, &machine(), &other.code, LATER).unwrap_err();
    assert_eq!(wrong.code(), "recovery_code_wrong_vault");
    let typed = made.code.to_string().replacen(made.code.group(3), other.code.group(3), 1);
    assert_eq!(RecoveryCode::parse(&typed).unwrap_err().code(), "recovery_code_typo");
}

#[test]
fn two_processes_cannot_hold_one_vault() {
    let made = made();
    let lock = VaultLock::acquire(&made.paths).unwrap();
    let second = VaultLock::acquire(&made.paths).unwrap_err();
    assert_eq!(second.code(), "vault_locked_by_other_process");
    drop(lock);
    assert!(VaultLock::acquire(&made.paths).is_ok());
}

#[test]
fn a_data_folder_below_a_file_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let paths = paths_in(&file);
    assert!(VaultLock::acquire(&paths).is_err());
    assert!(create(&paths, &machine(), NOW).is_err());
}

#[cfg(unix)]
#[test]
fn the_device_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let made = made();
    let mode = || fs::metadata(made.paths.device_key()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    fs::set_permissions(made.paths.device_key(), fs::Permissions::from_mode(0o644)).unwrap();
    open(&made.paths, &machine()).unwrap();
    assert_eq!(mode(), 0o600, "widened rights are narrowed again");
}

#[test]
fn nothing_secret_is_printed() {
    let made = made();
    let opened = open(&made.paths, &machine()).unwrap();
    let shown = format!("{opened:?} {:?} {:?} {:?}", made.keys, made.code, made.keys.sealer());
    for group in 0..RecoveryCode::GROUPS {
        assert!(!shown.contains(made.code.group(group)), "{shown}");
    }
    let (key, _) = made.keys.database_key();
    assert!(!shown.contains(&format!("{:?}", &key[..4])), "{shown}");
    assert!(shown.len() < 400, "{shown}");
}

#[test]
fn secrets_are_not_in_the_files_they_open() {
    let made = made();
    let text = String::from_utf8(made.bytes()).unwrap();
    assert!(!text.contains(made.code.group(0)) || !text.contains(made.code.group(1)));
    let device = made.device();
    assert!(!made.bytes().windows(8).any(|w| w == &device[..8]));
}
