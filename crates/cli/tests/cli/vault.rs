//! The vault from the command line: made once, opened by this computer or the code, by one process at a time.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::{House, files};

#[test]
fn init_shows_the_code_once_and_the_vault_then_opens_silently() {
    let house = House::empty();
    let created = house.json(&["init"]);
    let members: Vec<&String> = created.as_object().unwrap().keys().collect();
    assert_eq!(members, ["path", "recovery_code", "vault_id"]);
    assert_eq!(created["path"].as_str().unwrap(), house.data().display().to_string());
    let code = created["recovery_code"].as_str().unwrap();
    assert_eq!((code.len(), &code[..4]), (3 + 9 * 5, "SR1-"));
    let listed = house.run(&["contacts", "list", "--json"]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    for (path, bytes) in files(&house.data()) {
        let shown = bytes.windows(9).any(|window| window == &code.as_bytes()[4..13]);
        assert!(!shown, "{path:?} holds the recovery code");
    }
}

#[test]
fn init_for_people_prints_the_code_with_its_warning() {
    let ran = House::empty().run(&[
        "init",
        "--firm-name",
        "Cabinet Mariani",
        "--country",
        "FR",
        "--language",
        "fr",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("SR1-") && ran.out.contains("once"), "{}", ran.out);
}

#[test]
fn a_folder_named_from_where_one_stands_is_told_in_full() {
    let house = House::empty();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sellify"));
    command.args(["init", "--json", "--data-dir", "here"]).current_dir(house.path(""));
    let ran = crate::Ran::from(command.env("SELLIFY_LOCAL_DIR", house.path("local")).output().unwrap());
    let created: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let told = std::path::Path::new(created["path"].as_str().unwrap()).canonicalize().unwrap();
    assert_eq!(told, house.path("here").canonicalize().unwrap());
}

#[test]
fn a_second_init_leaves_the_vault_as_it_is() {
    let (house, _) = House::with_vault();
    let before = files(&house.data());
    assert_eq!(house.refusal(&["init"]), (4, "vault_exists".into()));
    assert_eq!(files(&house.data()), before);
}

#[test]
fn a_wrong_setting_refuses_init_and_leaves_no_vault() {
    let house = House::empty();
    assert_eq!(house.refusal(&["init", "--language", "xx"]).0, 3);
    assert_eq!(house.refusal(&["contacts", "list"]), (4, "vault_missing".into()));
}

#[test]
fn an_init_killed_at_any_moment_leaves_room_for_another() {
    for wait in (4..124).step_by(8) {
        let house = House::empty();
        let mut child = house.command(&["init", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        let shown = !child.wait_with_output().unwrap().stdout.is_empty();
        let again = house.run(&["init", "--json"]);
        if again.code != 0 {
            assert_eq!(
                again.error()["code"].as_str(),
                Some("vault_exists"),
                "after {wait} ms: {}",
                again.err
            );
            // Complete, and killed in the moment between the last step and the words: a new code can be made.
            assert!(shown || !house.data().join("vault.creating").exists(), "after {wait} ms");
        }
        let listed = house.run(&["contacts", "list"]);
        assert_eq!(listed.code, 0, "after {wait} ms: {}", listed.err);
    }
}

#[test]
fn another_computer_needs_the_code_once() {
    let (house, code) = House::with_vault();
    let house = house.on_another_computer();
    let refused = house.run(&["contacts", "list", "--json"]);
    assert_eq!((refused.code, refused.error()["code"].as_str()), (4, Some("device_key_missing")));
    assert!(refused.error()["hint"].as_str().unwrap().contains("recovery code"));

    let unlocked = house.json(&["unlock", "--recovery-code", &code.to_lowercase().replace('-', " ")]);
    assert_eq!(unlocked["notices"][0], "machine_slot_rewrapped");
    assert_eq!(house.run(&["contacts", "list"]).code, 0, "and is then remembered");
}

#[test]
fn a_computer_that_is_not_known_may_bring_the_code_in_its_environment() {
    let (house, code) = House::with_vault();
    let house = house.on_another_computer();
    let mut command = house.command(&["contacts", "list"]);
    let ran = crate::Ran::from(command.env("SELLIFY_RECOVERY_CODE", &code).output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut command = House::empty().command(&["contacts", "list", "--json"]);
    let ran = crate::Ran::from(command.env("SELLIFY_RECOVERY_CODE", &code).output().unwrap());
    assert_eq!((ran.code, ran.error()["code"].as_str()), (4, Some("vault_missing")), "a code makes no vault");
}

#[test]
fn a_wrong_code_is_told_from_a_mistyped_one() {
    let (house, code) = House::with_vault();
    let (_, other) = House::with_vault();
    let house = house.on_another_computer();
    let refusal = |code: &str| house.refusal(&["unlock", "--recovery-code", code]);
    assert_eq!(refusal(&other), (4, "recovery_code_wrong_vault".into()));
    assert_eq!(refusal(&code[..20]), (4, "recovery_code_wrong_length".into()));
    assert_eq!(refusal(&code.replacen("SR1", "SR2", 1)), (4, "recovery_code_too_new".into()));
    let swapped = format!("{}{}", &code[..code.len() - 1], if code.ends_with('Z') { "Y" } else { "Z" });
    assert_eq!(refusal(&swapped), (4, "recovery_code_typo".into()));
    assert_eq!(refusal("SR1-UUUU"), (4, "recovery_code_bad_symbol".into()));
}

#[test]
fn a_new_code_replaces_the_old_one() {
    let (house, old) = House::with_vault();
    let new = house.json(&["unlock", "--new-code"])["recovery_code"].as_str().unwrap().to_owned();
    let house = house.on_another_computer();
    assert_eq!(house.refusal(&["unlock", "--recovery-code", &old]), (4, "recovery_code_wrong_vault".into()));
    assert_eq!(house.refusal(&["unlock", "--new-code"]).0, 4, "only where the vault opens");
    house.json(&["unlock", "--recovery-code", &new]);
}

#[test]
fn the_code_can_come_from_standard_input() {
    use std::io::Write;
    let (house, code) = House::with_vault();
    let house = house.on_another_computer();
    let mut command = house.command(&["unlock", "--recovery-code", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{code}").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn damaged_keys_are_replaced_by_their_copy_and_said() {
    let (house, _) = House::with_vault();
    fs::write(house.data().join("keystore.sks"), b"garbage").unwrap();
    let ran = house.run(&["contacts", "list"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("no data is lost"), "{}", ran.err);
    assert_eq!(house.run(&["contacts", "list"]).err, "", "said once");
}

#[test]
fn an_old_key_file_that_comes_back_is_said_and_locks_nobody_out() {
    let (house, code) = House::with_vault();
    let keystore = house.data().join("keystore.sks");
    let old = fs::read(&keystore).unwrap();
    let house = house.on_another_computer();
    house.json(&["unlock", "--recovery-code", &code]);
    assert_ne!(fs::read(&keystore).unwrap(), old);
    for name in ["data/keystore.sks", "data/keystore.sks.prev", "one2/keystore-mirror.sks"] {
        fs::write(house.path(name), &old).unwrap();
    }
    let mut first = house;
    first.computer = "one".into();
    let ran = first.run(&["contacts", "list"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("older copy"), "{}", ran.err);
}

#[test]
fn keys_of_a_newer_version_are_left_alone() {
    let (house, _) = House::with_vault();
    let path = house.data().join("keystore.sks");
    let newer = fs::read_to_string(&path).unwrap().replacen("KEYSTORE/1", "KEYSTORE/2", 1);
    fs::write(&path, &newer).unwrap();
    assert_eq!(house.refusal(&["contacts", "list"]), (4, "keystore_too_new".into()));
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn a_database_that_is_not_encrypted_is_refused_and_kept() {
    let (house, _) = House::with_vault();
    let path = house.data().join("vault.db");
    for name in ["vault.db-wal", "vault.db-shm"] {
        let _ = fs::remove_file(house.data().join(name));
    }
    let plain = [b"SQLite format 3\0".as_slice(), &[0; 4_080]].concat();
    fs::write(&path, &plain).unwrap();
    assert_eq!(house.refusal(&["contacts", "list"]), (4, "plaintext_database_refused".into()));
    assert_eq!(fs::read(&path).unwrap(), plain);
}

#[test]
fn a_lost_or_damaged_database_is_not_replaced_by_an_empty_one() {
    let (house, _) = House::with_vault();
    let path = house.data().join("vault.db");
    fs::write(&path, vec![7; 65_536]).unwrap();
    assert_eq!(house.run(&["contacts", "list"]).code, 4);
    fs::remove_file(&path).unwrap();
    assert_eq!(house.run(&["contacts", "list"]).code, 4);
    assert_eq!(house.run(&["init"]).code, 4, "the keys of lost data are not thrown away");
    assert!(!path.exists());
}

#[cfg(unix)]
fn set_rights(folder: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let mut house = House::empty();
    fs::create_dir(house.data()).unwrap();
    if !house.obey_rights() {
        return;
    }
    set_rights(&house.data(), 0o555);
    assert_eq!(house.refusal(&["init"]), (4, "folder_not_writable".into()));
    assert_eq!(fs::read_dir(house.data()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_vault_in_a_read_only_folder_is_named_and_unharmed() {
    let (mut house, _) = House::with_vault();
    fs::remove_file(house.data().join("vault.lock")).unwrap();
    if !house.obey_rights() {
        return;
    }
    let before = files(&house.data());
    set_rights(&house.data(), 0o555);
    let refused = house.refusal(&["contacts", "list"]);
    set_rights(&house.data(), 0o755);
    assert_eq!(refused, (4, "folder_not_writable".into()));
    assert_eq!(files(&house.data()), before);
    assert_eq!(house.run(&["contacts", "list"]).code, 0, "and opens again when it may be written");
}

#[cfg(unix)]
#[test]
fn files_that_became_read_only_are_named_and_unharmed() {
    let (mut house, _) = House::with_vault();
    let csv = house.file("a.csv", "email\na@exemple.fr\n");
    if !house.obey_rights() {
        return;
    }
    for (path, _) in files(&house.data()) {
        if !path.ends_with("vault.lock") {
            set_rights(&path, 0o444);
        }
    }
    set_rights(&house.data(), 0o555);
    let ran = house.run(&["import", &csv, "--json"]);
    set_rights(&house.data(), 0o755);
    assert_eq!(ran.code, 4, "{} {}", ran.out, ran.err);
    assert!(ran.error()["hint"].is_string(), "{}", ran.err);
}

#[test]
fn a_data_folder_that_is_a_file_is_refused() {
    let house = House::empty();
    fs::write(house.data(), b"not a folder").unwrap();
    assert_eq!(house.run(&["init"]).code, 4);
    assert_eq!(house.refusal(&["contacts", "list"]), (4, "vault_missing".into()));
    assert_eq!(fs::read(house.data()).unwrap(), b"not a folder");
}
