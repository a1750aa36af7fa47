//! A backup is there when it was proven, and not before; a failed one leaves everything as it was.

use std::fs;

use sellify_backup::{BackupError, BackupName, list_folder, sha256_of_file};

use crate::{Firm, unpack_with};

#[test]
fn a_backup_opens_by_the_code_and_holds_everything() {
    let firm = Firm::with(1_500);
    fs::create_dir_all(firm.attachments()).unwrap();
    // SHA-256 of "hello".
    let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    fs::write(firm.attachments().join(hash), "hello").unwrap();
    fs::write(firm.attachments().join("stray.tmp"), "not ours").unwrap();
    let mut last = (0, 0);
    let made = firm.back_up().unwrap();
    assert_eq!(made.manifest.counts["contacts"], 1_500);
    assert_eq!(made.manifest.firm, "Cabinet Mariani");
    let name = BackupName::parse(&made.file_name).unwrap();
    assert_eq!(name.recovery_key_id, firm.code.key_id(), "the name says which code opens it");
    let (sha256, bytes) = sha256_of_file(&made.path, &mut |read| last.0 += read).unwrap();
    assert_eq!((sha256, bytes), (made.sha256.clone(), made.bytes));
    last.1 = bytes;
    assert_eq!(last.0, last.1);

    let unpacked = firm.unpack(&fs::read(&made.path).unwrap()).unwrap();
    assert_eq!(unpacked.manifest, made.manifest);
    assert!(unpacked.manifest.entries.iter().any(|entry| entry.name == format!("attachments/{hash}")));
    assert_eq!(unpacked.keys.vault_id(), firm.keys.vault_id());
    let left: Vec<_> = fs::read_dir(firm.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [made.file_name.as_str()], "no part of the making is left");
    assert!(!firm.dir.path().join("vault/backup-work").exists());
}

#[test]
fn two_backups_of_one_second_have_two_names() {
    let firm = Firm::with(3);
    let (first, second) = (firm.back_up().unwrap(), firm.back_up().unwrap());
    assert_ne!(first.path, second.path);
    assert!(first.path.exists());
    let listed = list_folder(&firm.folder()).unwrap();
    assert_eq!(listed.len(), 2);
    assert!(list_folder(&firm.dir.path().join("nowhere")).unwrap().is_empty());
}

#[test]
fn what_a_killed_run_left_is_cleared_and_what_is_not_ours_stays() {
    let firm = Firm::with(3);
    fs::create_dir_all(firm.folder()).unwrap();
    let own = format!("sellify-{}.sellifybak.part", firm.keys.vault_id().as_uuid().simple());
    let other = "sellify-0199a0c42a5e7c3b8d1f0123456789ab.sellifybak.part";
    for name in [own.as_str(), other, "holiday.jpg"] {
        fs::write(firm.folder().join(name), "x").unwrap();
    }
    firm.back_up().unwrap();
    assert!(!firm.folder().join(own).exists());
    assert!(firm.folder().join(other).exists(), "another vault may be writing it");
    assert!(firm.folder().join("holiday.jpg").exists());
}

#[test]
fn an_attachment_that_changed_on_the_disk_makes_no_backup() {
    let firm = Firm::with(3);
    fs::create_dir_all(firm.attachments()).unwrap();
    fs::write(firm.attachments().join("ab".repeat(32)), "not what its name says").unwrap();
    let made = firm.back_up();
    assert!(matches!(made, Err(BackupError::Unverified { .. })), "{made:?}");
    assert!(list_folder(&firm.folder()).unwrap().is_empty(), "nothing unproven is left");
}

#[test]
fn a_folder_that_cannot_be_used_is_named() {
    let firm = Firm::with(3);
    let file = firm.dir.path().join("file");
    fs::write(&file, "x").unwrap();
    let made = firm.back_up_to(&file);
    assert!(matches!(made, Err(BackupError::FolderUnusable { .. })), "{made:?}");
    assert!(matches!(list_folder(&file), Err(BackupError::FolderUnusable { .. })));
}

#[test]
fn the_code_of_another_vault_does_not_open_it() {
    let (firm, other) = (Firm::with(3), Firm::with(1));
    let bytes = fs::read(firm.back_up().unwrap().path).unwrap();
    let refused = unpack_with(&bytes, &other.code.backup_identity());
    let Err(BackupError::WrongRecoveryCode { expected }) = refused else { panic!("{refused:?}") };
    assert_eq!(expected.as_deref(), Some("rkAB12"), "the name tells whose code it was");
}

/// The test program again, with files limited to so many KiB: writes fail as they do on a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_leaves_the_earlier_backups() {
    const TEST: &str = "making::a_full_disk_is_told_and_leaves_the_earlier_backups";
    if std::env::var_os("SELLIFY_BACKUP_FULL_DISK").is_some() {
        let firm = Firm::with(300);
        fs::create_dir_all(firm.folder()).unwrap();
        let earlier = firm.folder().join("sellify-2026-09-20-141320-rkAB12.sellifybak");
        fs::write(&earlier, "earlier").unwrap();
        let limit = std::process::Command::new("prlimit")
            .args(["--pid", &std::process::id().to_string(), "--fsize=100000"])
            .status();
        if !limit.is_ok_and(|status| status.success()) {
            println!("skipped: the size of files cannot be limited here");
            return;
        }
        let made = firm.back_up();
        assert!(matches!(made, Err(BackupError::DiskFull { .. })), "{made:?}");
        assert_eq!(fs::read_to_string(&earlier).unwrap(), "earlier");
        assert_eq!(list_folder(&firm.folder()).unwrap().len(), 1);
        return;
    }
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    shell.args(["--exact", TEST, "--nocapture", "--test-threads=1"]).env("SELLIFY_BACKUP_FULL_DISK", "1");
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
