//! What the vault knows of its backups.

use sellify_store::{BackupRecord, StoreError};

use crate::{NOW, TestStore};

fn record(name: &str) -> BackupRecord {
    BackupRecord {
        name: name.into(),
        folder: "/backups".into(),
        made_at: NOW,
        bytes: 4_096,
        sha256: "ab".repeat(32),
        recovery_key_id: "rkAB12".into(),
        verified_at: NOW,
        counts: [("contacts".to_owned(), 3)].into(),
        automatic: true,
    }
}

#[test]
fn backups_read_back_newest_first_until_they_are_pruned() {
    let store = TestStore::new();
    store.change(|w| ["one", "two"].into_iter().try_for_each(|name| w.backups_mut().insert(&record(name))));
    let list = || store.read_blocking(|r| r.backups().list()).unwrap();
    assert_eq!(list(), [record("two"), record("one")]);
    let later = NOW.plus_millis(5);
    store.change(|w| w.backups_mut().verified("/backups", "one", later));
    assert_eq!(list()[1].verified_at, later);
    store.change(|w| w.backups_mut().removed("/backups", "two", later));
    assert_eq!(list().len(), 1);
    store.change(|w| w.backups_mut().insert(&record("two")));
    assert_eq!(list().len(), 2, "a file that is there again is known again");
}

#[test]
fn a_backup_that_is_not_known_cannot_be_changed() {
    let store = TestStore::new();
    let changed: Result<(), StoreError> = store.write_blocking(|w| w.backups_mut().verified("/x", "y", NOW));
    assert!(matches!(changed, Err(StoreError::NotFound { table: "backups" })));
}
