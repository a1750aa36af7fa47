//! `sellify vault rotate` and `check` as people type them, and on disks that refuse.

use std::fs;

use serde_json::Value;

use crate::{House, files};

fn filled() -> (House, String) {
    let (house, code) = House::with_vault();
    let rows: String = (0..2_000).map(|n| format!("Nom{n};p{n}@example.com;{}\n", "n".repeat(300))).collect();
    let people = house.file("people.csv", format!("nom;email;notes\n{rows}"));
    house.json(&["import", &people]);
    house.json(&["backup", "create"]);
    (house, code)
}

fn is_whole(house: &House) {
    let found = house.json(&["vault", "check"]);
    assert_eq!(found["ok"], true, "{found}");
    let contacts =
        found["tables"].as_array().unwrap().iter().find(|table| table["name"] == "contacts").unwrap();
    assert_eq!(contacts["rows"], 2_000);
}

#[test]
fn a_new_database_key_keeps_the_old_file_and_says_which() {
    let (house, _) = filled();
    let before = fs::read(house.data().join("vault.db")).unwrap();
    let rotated = house.json(&["vault", "rotate", "--database"]);
    assert_eq!((&rotated["kind"], &rotated["outcome"]), (&Value::from("database"), &Value::from("done")));
    let kept = house.data().join(rotated["kept_file"].as_str().unwrap());
    assert_eq!(fs::read(kept).unwrap().len(), before.len());
    assert_ne!(fs::read(house.data().join("vault.db")).unwrap()[..16], before[..16], "another salt");
    is_whole(&house);
    let people = house.run(&["vault", "rotate"]);
    assert!(people.code == 0 && people.out.contains("thirty days"), "{} {}", people.out, people.err);
}

#[test]
fn a_new_master_key_needs_a_secret_and_drops_what_it_does_not_know() {
    let (house, code) = House::with_vault();
    assert_eq!(house.refusal(&["vault", "rotate", "--master"]).1, "no_portable_slot");
    let rotated = house.json(&["vault", "rotate", "--master", "--recovery-code", &code]);
    assert_eq!(rotated["dropped"], serde_json::json!([]));
    let house = house.on_another_computer();
    house.json(&["unlock", "--recovery-code", &code]);
}

#[test]
fn one_kind_of_keys_at_a_time() {
    let (house, _) = House::with_vault();
    assert_eq!(house.run(&["vault", "rotate", "--database", "--columns"]).code, 2);
}

#[test]
fn a_damaged_page_is_found() {
    let (house, _) = filled();
    let path = house.data().join("vault.db");
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.len() - 5_000;
    bytes[at] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let ran = house.run(&["vault", "check", "--json"]);
    if ran.code == 0 {
        let found: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(found["ok"], false, "{found}");
    } else {
        assert_eq!(ran.error()["code"], "database_damaged");
    }
    let refused = house.run(&["vault", "rotate", "--database", "--json"]);
    assert_ne!(refused.code, 0, "a damaged database is not copied: {}", refused.out);
    assert!(!house.data().join("vault.db.new").exists() && path.exists());
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_during_a_rotation_is_told_as_full_and_nothing_is_lost() {
    let (house, _) = filled();
    let size = fs::metadata(house.data().join("vault.db")).unwrap().len();
    // Smaller than the copy, larger than everything else that is written.
    let limit = size / 1_024 * 3 / 4;
    let child = house.command(&["vault", "rotate", "--database", "--json"]);
    let mut shell = std::process::Command::new("bash");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\""));
    shell.arg(child.get_program()).args(child.get_args());
    shell.envs(child.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let ran = crate::Ran::from(shell.output().unwrap());
    assert_eq!((ran.code, ran.error()["code"].as_str()), (4, Some("disk_full")), "{}", ran.err);
    assert!(!house.data().join("vault.db.new").exists(), "what there was of the copy does not fill the disk");
    is_whole(&house);
    house.json(&["vault", "rotate", "--database"]);
    is_whole(&house);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_and_left_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let (mut house, _) = filled();
    if !house.obey_rights() {
        return;
    }
    let mode = |mode| fs::set_permissions(house.data(), fs::Permissions::from_mode(mode)).unwrap();
    let before = files(&house.data());
    mode(0o555);
    let refused = house.run(&["vault", "rotate", "--database", "--json"]);
    mode(0o755);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert_eq!(files(&house.data()), before);
    is_whole(&house);
}
