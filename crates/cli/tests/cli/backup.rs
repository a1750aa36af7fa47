//! Backups from the command line: made and proven, restored on a computer that never saw the vault.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use crate::{House, Ran, files};

/// Tables that any start of the program may add to.
const GROWING: [&str; 5] =
    ["audit_entries", "audit_checkpoints", "audit_epochs", "settings", "license_clock"];

/// A vault with people, a template and a connection, and its code.
fn firm() -> (House, String) {
    let (house, code) = House::with_vault();
    let rows: String = (0..300).map(|n| format!("Nom{n};p{n}@exemple.fr\n")).collect();
    house.json(&["import", &house.file("people.csv", format!("nom;email\n{rows}")), "--tag", "clients"]);
    let html = house.file("letter.html", "<p>Bonjour {nom}</p>");
    house.json(&["template", "add", "--name", "Lettre", "--subject", "Bonjour", "--html", &html]);
    let password = house.file("password.txt", "un secret");
    house.json(&[
        "connection",
        "add",
        "smtp",
        "--name",
        "Envoi",
        "--host",
        "127.0.0.1",
        "--port",
        "2525",
        "--tls",
        "none",
        "--username",
        "moi",
        "--password-file",
        &password,
        "--from",
        "moi@exemple.fr",
    ]);
    (house, code)
}

/// Rows and checksum of every table that nothing adds to by itself.
fn tables(house: &House) -> Vec<(String, u64, String)> {
    let found = house.json(&["vault", "check"]);
    assert_eq!(found["ok"], true, "{found}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let tables = found["tables"].as_array().unwrap().iter();
    tables
        .map(|table| (text(&table["name"]), table["rows"].as_u64().unwrap(), text(&table["checksum"])))
        .filter(|(name, ..)| !GROWING.contains(&name.as_str()))
        .collect()
}

/// Makes a backup and puts it where no vault is.
fn kept_backup(house: &House) -> String {
    let made = house.json(&["backup", "create"]);
    let kept = house.path("kept").join(PathBuf::from(made["path"].as_str().unwrap()).file_name().unwrap());
    fs::create_dir_all(house.path("kept")).unwrap();
    fs::copy(made["path"].as_str().unwrap(), &kept).unwrap();
    kept.display().to_string()
}

/// A folder without a vault, on a computer that never saw one.
fn elsewhere(house: &House, computer: &str) -> House {
    let mut other = House::empty();
    other.computer = computer.to_owned();
    // The same temporary folder keeps the backup; only data and computer are others.
    assert_ne!(other.data(), house.data());
    other
}

#[test]
fn create_tells_path_size_and_proof_and_list_tells_which_code_opens_it() {
    let (house, _) = firm();
    let made = house.json(&["backup", "create"]);
    assert_eq!(made["verified"], true);
    let path = PathBuf::from(made["path"].as_str().unwrap());
    assert_eq!(made["bytes"], fs::metadata(&path).unwrap().len());
    assert!(path.starts_with(house.data().join("backups")), "{path:?}");
    let listed = house.json(&["backup", "list"]);
    let item = &listed["items"][0];
    assert_eq!(item["opens_with_current_code"], true);
    assert_eq!(item["recovery_key_id"], made["recovery_key_id"]);
    assert!(item["verified_at"].is_number() && listed["due_at"].is_number());

    house.json(&["vault", "recovery-code"]);
    let listed = house.json(&["backup", "list"]);
    assert_eq!(listed["items"][0]["opens_with_current_code"], false, "made for the code before");
    let again = house.json(&["backup", "create"]);
    assert_ne!(again["recovery_key_id"], made["recovery_key_id"]);
}

#[test]
fn another_computer_has_everything_back_by_the_code_alone() {
    let (house, code) = firm();
    let before = tables(&house);
    let file = kept_backup(&house);
    let other = elsewhere(&house, "two");
    let restored = other.json(&["backup", "restore", &file, "--recovery-code", &code]);
    assert_eq!((&restored["counts"]["contacts"], &restored["quarantine"]), (&300.into(), &true.into()));
    assert_eq!(restored["replaced"], Value::Null);
    assert_eq!(tables(&other), before, "every row of every table");
    assert_eq!(other.run(&["contacts", "list"]).code, 0, "and this computer is remembered");
    let send = [
        "campaign",
        "create",
        "--name",
        "C",
        "--template",
        "Lettre",
        "--connection",
        "Envoi",
        "--tag",
        "clients",
    ];
    other.json(&send);
    let (_, refused) = other.refusal(&["campaign", "send", "C"]);
    assert_eq!(refused, "in_quarantine");
    assert_eq!(other.json(&["backup", "allow-sending"])["lifted"], true);
    assert_eq!(other.json(&["backup", "allow-sending"])["lifted"], false, "once is enough");
    let third = other.on_another_computer();
    assert_eq!(third.run(&["contacts", "list"]).code, 4, "but no third one");
    third.json(&["unlock", "--recovery-code", &code]);
}

#[test]
fn the_code_can_come_from_standard_input_or_the_environment() {
    let (house, code) = firm();
    let file = kept_backup(&house);
    let other = elsewhere(&house, "two");
    let mut command = other.command(&["backup", "restore", &file, "--recovery-code", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", code.to_lowercase()).unwrap();
    assert!(child.wait().unwrap().success());
    let third = elsewhere(&house, "three");
    let mut command = third.command(&["backup", "restore", &file]);
    let ran = Ran::from(command.env("SELLIFY_RECOVERY_CODE", &code).output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Nothing is sent"), "{}", ran.out);
}

#[test]
fn what_is_wrong_with_a_file_or_a_code_is_named_and_changes_nothing() {
    let (house, code) = firm();
    let (_, stranger) = House::with_vault();
    let file = kept_backup(&house);
    let other = elsewhere(&house, "two");
    let refusal = |file: &str, code: &str| {
        let refused = other.refusal(&["backup", "restore", file, "--recovery-code", code]);
        assert_eq!(other.run(&["contacts", "list", "--json"]).error()["code"], "vault_missing");
        refused
    };
    assert_eq!(refusal(&file, &stranger), (3, "backup_wrong_recovery_code".into()));
    assert_eq!(refusal(&file, &code[..20]).1, "recovery_code_wrong_length");
    assert_eq!(refusal(&other.path("none").display().to_string(), &code), (3, "file_unreadable".into()));
    assert_eq!(refusal(&house.path("kept").display().to_string(), &code).0, 3, "a folder");
    assert_eq!(refusal(&other.file("a.csv", "x"), &code), (3, "not_a_backup".into()));
    let bytes = fs::read(&file).unwrap();
    let cut = other.file("cut.sellifybak", &bytes[..bytes.len() - 70_000]);
    assert_eq!(refusal(&cut, &code), (3, "backup_damaged".into()));
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let flipped = other.file("flipped.sellifybak", flipped);
    assert_eq!(refusal(&flipped, &code), (3, "backup_damaged".into()));
    assert!(!other.data().join("restoring").exists(), "what was unpacked of them is gone");
    other.json(&["backup", "restore", &file, "--recovery-code", &code]);
}

#[test]
fn an_older_backup_takes_the_place_of_a_newer_vault_only_when_somebody_says_so() {
    let (house, code) = firm();
    let file = kept_backup(&house);
    house.json(&["import", &house.file("more.csv", "nom;email\nNeuf;neuf@exemple.fr\n")]);
    assert_eq!(
        house.refusal(&["backup", "restore", &file, "--recovery-code", &code]),
        (3, "backup_older".into())
    );
    assert_eq!(house.json(&["contacts", "list", "--limit", "1"])["total"], 301, "nothing was changed");
    let restored = house.json(&["backup", "restore", &file, "--recovery-code", &code, "--confirm-older"]);
    assert_eq!(house.json(&["contacts", "list", "--limit", "1"])["total"], 300);
    let replaced = PathBuf::from(restored["replaced"].as_str().unwrap());
    let kept: Vec<_> = files(&replaced)
        .into_iter()
        .filter_map(|(path, _)| path.file_name().map(|name| name.to_owned()))
        .collect();
    assert!(
        kept.iter().any(|name| name == "vault.db") && kept.iter().any(|name| name == "keystore.sks"),
        "{kept:?}"
    );
}

#[test]
fn a_vault_that_no_longer_opens_is_replaced_and_kept() {
    let (house, code) = firm();
    let file = kept_backup(&house);
    fs::write(house.data().join("vault.db"), vec![7; 65_536]).unwrap();
    assert_eq!(house.run(&["contacts", "list"]).code, 4);
    let restore = ["backup", "restore", &file, "--recovery-code", &code];
    assert_eq!(house.refusal(&restore).1, "backup_older", "its date is that of the file");
    house.json(&[&restore[..], &["--confirm-older"]].concat());
    assert_eq!(house.json(&["contacts", "list", "--limit", "1"])["total"], 300);
}

#[test]
fn a_restored_vault_sends_nothing_until_somebody_allows_it() {
    let (house, code) = firm();
    house.json(&[
        "campaign",
        "create",
        "--name",
        "Été",
        "--template",
        "Lettre",
        "--connection",
        "Envoi",
        "--tag",
        "clients",
    ]);
    let file = kept_backup(&house);
    let other = elsewhere(&house, "two");
    other.json(&["backup", "restore", &file, "--recovery-code", &code]);
    let refused = other.refusal(&["campaign", "send", "Été"]);
    assert_eq!(refused.1, "in_quarantine", "{refused:?}");
}

#[test]
fn a_file_is_proven_with_the_code_anywhere_and_without_it_by_the_vault_that_made_it() {
    let (house, code) = firm();
    let made = house.json(&["backup", "create"]);
    let path = made["path"].as_str().unwrap();
    assert_eq!(house.json(&["backup", "verify", path])["how"], "unchanged");
    let other = elsewhere(&house, "two");
    assert_eq!(other.json(&["backup", "verify", path, "--recovery-code", &code])["how"], "drill");
    assert!(!other.data().exists(), "looking makes no vault");
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
    assert_eq!(house.refusal(&["backup", "verify", path]), (3, "backup_damaged".into()));
    assert_eq!(house.refusal(&["backup", "verify", "nothing.sellifybak"]).1, "not_found");
}
