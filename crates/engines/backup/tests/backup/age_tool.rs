//! The stock `age` tool opens a backup with the key that the code gives: the way out when Sellify is not at hand.

use std::fs;
use std::process::Command;

use crate::Firm;

#[test]
fn the_stock_tool_opens_a_backup() {
    if Command::new("age").arg("--version").output().is_err() {
        println!("skipped: the `age` tool is not installed (Debian package `age`)");
        return;
    }
    let firm = Firm::with(200);
    let made = firm.back_up().unwrap();
    let key = firm.dir.path().join("key.txt");
    fs::write(&key, format!("{}\n", firm.code.backup_identity().as_str())).unwrap();
    let tar = firm.dir.path().join("opened.tar");
    let ran = Command::new("age")
        .arg("-d")
        .arg("-i")
        .arg(&key)
        .arg("-o")
        .arg(&tar)
        .arg(&made.path)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));

    let listed = Command::new("tar").arg("-tf").arg(&tar).output().unwrap();
    let names = String::from_utf8(listed.stdout).unwrap();
    assert_eq!(names.lines().collect::<Vec<_>>(), ["manifest.json", "keyset.json", "vault.db"]);
    let read = |name: &str| Command::new("tar").arg("-xOf").arg(&tar).arg(name).output().unwrap().stdout;
    assert_eq!(
        serde_json::from_slice::<sellify_backup::Manifest>(&read("manifest.json")).unwrap(),
        made.manifest
    );
    assert!(!read("vault.db").starts_with(b"SQLite format 3"), "the database inside is encrypted as well");
}

#[test]
fn the_stock_tool_refuses_another_key() {
    if Command::new("age").arg("--version").output().is_err() {
        println!("skipped: the `age` tool is not installed (Debian package `age`)");
        return;
    }
    let (firm, other) = (Firm::with(1), Firm::with(1));
    let made = firm.back_up().unwrap();
    let key = firm.dir.path().join("key.txt");
    fs::write(&key, format!("{}\n", other.code.backup_identity().as_str())).unwrap();
    let ran = Command::new("age").arg("-d").arg("-i").arg(&key).arg(&made.path).output().unwrap();
    assert!(!ran.status.success());
}
