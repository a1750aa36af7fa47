//! The audit log from the command line: read, verified, exported, and an export checked where there is no vault.

use std::fs;

use serde_json::Value;

use crate::House;

fn with_entries() -> (House, String) {
    let (house, code) = House::with_vault();
    let file = house.file("clients.csv", "email,nom\nhelene@exemple.fr,Vasseur\npaul@exemple.fr,Dumas\n");
    house.json(&["import", &file]);
    (house, code)
}

#[test]
fn entries_are_listed_filtered_and_shown() {
    let (house, _) = with_entries();
    let all = house.json(&["audit", "list"]);
    let items = all["items"].as_array().unwrap();
    assert_eq!(items.last().unwrap()["action"], "vault.created", "the last one is the first");
    let imports = house.json(&["audit", "list", "--action", "import", "--actor", "person:command-line"]);
    assert_eq!(imports["total"], 1, "{imports}");
    let entry = &imports["items"][0];
    assert_eq!((&entry["action"], &entry["object_name"]), (&"import.finished".into(), &"clients.csv".into()));
    let seq = entry["seq"].to_string();
    let shown = house.json(&["audit", "show", &seq]);
    assert_eq!(shown["details"]["counts"]["rows"], 2, "{shown}");
    assert_eq!(house.json(&["audit", "list", "--to", "1999-12-31"])["total"], 0);
    assert_eq!(house.refusal(&["audit", "show", "9999"]), (3, "not_found".into()));
    assert_eq!(house.run(&["audit", "list", "--from", "yesterday"]).code, 2);
}

#[test]
fn the_log_verifies_alone_with_the_code_and_against_an_export() {
    let (house, code) = with_entries();
    let found = house.json(&["audit", "verify"]);
    assert_eq!((&found["fault"], &found["level"]), (&Value::Null, &"L4".into()), "{found}");
    assert_eq!(found["anchors"][0]["where"], "keystore");
    let found = house.json(&["audit", "verify", "--recovery-code", &code]);
    assert!(found["macs"].as_u64().unwrap() > 0, "{found}");
    assert_eq!(found["macs"], found["checkpoints"]);
    let (_, other) = House::with_vault();
    let refused = house.refusal(&["audit", "verify", "--recovery-code", &other]);
    assert_eq!(refused, (3, "recovery_code_wrong_vault".into()));
    let file = house.path("log.sellifyaudit").display().to_string();
    house.json(&["audit", "export", "--out", &file]);
    let found = house.json(&["audit", "verify", "--against", &file]);
    assert_eq!((found["anchors"].as_array().unwrap().len(), &found["fault"]), (2, &Value::Null));
    let (other, _) = with_entries();
    let forked = other.run(&["audit", "verify", "--against", &file, "--json"]);
    assert_eq!((forked.code, forked.error()["code"].as_str()), (3, Some("audit_broken")));
    let report: Value = serde_json::from_str(&forked.out).unwrap();
    assert_ne!(report["fault"], Value::Null, "the report comes first: {report}");
}

#[test]
fn an_export_is_checked_without_any_vault() {
    let (house, _) = with_entries();
    let file = house.path("log.sellifyaudit").display().to_string();
    let made = house.json(&["audit", "export", "--out", &file]);
    let stranger = House::empty();
    let checked = stranger.json(&["audit", "check", &file]);
    assert_eq!((&checked["good"], &checked["entries"]), (&true.into(), &made["entries"]));
    assert!(!stranger.data().exists(), "no vault is needed, and none is made");
    let key = made["key"].as_str().unwrap();
    let confirmed = stranger.json(&["audit", "check", &file, "--key", &key.to_uppercase()]);
    assert_eq!(confirmed["key_confirmed"], true);
    let another = stranger.refusal(&["audit", "check", &file, "--key", "0000 0000 0000 0000"]);
    assert_eq!(another, (3, "audit_export_key".into()));
}

#[test]
fn a_changed_export_names_its_first_bad_line() {
    let (house, _) = with_entries();
    let file = house.path("log.sellifyaudit").display().to_string();
    house.json(&["audit", "export", "--out", &file]);
    let mut bytes = fs::read(&file).unwrap();
    let word = b"\"action\":\"import.finished\"";
    let at = bytes.windows(word.len()).position(|window| window == word).unwrap();
    bytes[at + 10] = b'I';
    let changed = house.file("changed.sellifyaudit", &bytes);
    let ran = house.run(&["audit", "check", &changed, "--json"]);
    assert_eq!((ran.code, ran.error()["code"].as_str()), (3, Some("audit_export_broken")));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&report["fault"]["kind"], &report["good"]), (&"edited".into(), &false.into()));
    assert!(report["fault"]["line"].as_u64().unwrap() > 1, "{report}");
    let picture = house.file("picture.png", b"\x89PNG and more");
    assert_eq!(house.refusal(&["audit", "check", &picture]), (3, "not_an_audit_export".into()));
    assert_eq!(house.refusal(&["audit", "check", "nowhere"]), (3, "file_unreadable".into()));
}

#[test]
fn a_new_recovery_code_carries_on_and_the_old_one_still_proves_the_past() {
    let (house, old) = with_entries();
    let new = house.json(&["unlock", "--new-code"])["recovery_code"].as_str().unwrap().to_owned();
    for code in [old, new] {
        let found = house.json(&["audit", "verify", "--recovery-code", &code]);
        assert_eq!(found["fault"], Value::Null, "{found}");
        assert!(found["macs"].as_u64().unwrap() > 0, "{found}");
    }
}
