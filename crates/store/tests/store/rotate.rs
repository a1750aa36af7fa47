//! A new key for the database: every table goes over, the old key stops opening, nobody notices but the writers.

use std::path::Path;

use sellify_store::{
    CopyStop, DbKey, RotateError, Store, StoreError, StoreOptions, Swap, free_space, put_in_place,
    verify_file,
};

use crate::{as_child, count, create, database, insert, key, open, role};

fn new_key() -> DbKey {
    DbKey::new([8; 32], [3; 16])
}

fn swap(path: &Path) -> Swap {
    let beside = |suffix: &str| path.with_file_name(format!("vault.db.{suffix}"));
    Swap { main: path.to_owned(), new: beside("new"), old: beside("old-1") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_vault_goes_on_under_its_new_key_and_readers_see_nothing_of_it() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..300).unwrap();
    let before = store.examine().await.unwrap();
    let files = swap(&path);

    let held = store.hold_writes().await.unwrap();
    let late = tokio::spawn({
        let store = store.clone();
        async move { store.write(|w| w.contacts_mut().insert(&crate::person(900))).await }
    });
    let copied = held.copy_under(&files.new, &new_key(), &CopyStop::default()).await.unwrap();
    assert_eq!(copied, before, "what was compared is what was there");
    assert_eq!(store.read(|r| r.contacts().count_all()).await.unwrap(), 300, "reading goes on");
    verify_file(&files.new, &new_key(), |r| r.contacts().count_all().is_ok_and(|n| n == 300)).unwrap();
    held.put_in_place(files.clone(), new_key()).await.unwrap();

    late.await.unwrap().unwrap();
    assert_eq!(
        store.read(|r| r.contacts().count_all()).await.unwrap(),
        301,
        "the change that waited is there"
    );
    let found = store
        .read(|r| {
            r.contacts()
                .list(&sellify_store::ContactQuery { search: Some("nom12".into()), ..Default::default() })
        })
        .await
        .unwrap();
    assert!(found.total > 0, "the full-text index went over");
    store.examine().await.unwrap();
    store.close().await.unwrap();

    assert!(matches!(open(&path), Err(StoreError::DbFileDamaged)), "the old key opens nothing here");
    let again = Store::open_blocking(&path, new_key(), StoreOptions { readers: 1 }).unwrap();
    assert_eq!(count(&again), 301);
    let kept = Store::open_blocking(&files.old, key(), StoreOptions { readers: 1 }).unwrap();
    assert_eq!(count(&kept), 300, "the old file stays, under the old key");
}

#[tokio::test]
async fn a_copy_that_is_stopped_leaves_everything_as_it_was() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..50).unwrap();
    let (files, stop) = (swap(&path), CopyStop::default());
    stop.stop();
    let held = store.hold_writes().await.unwrap();
    let refused = held.copy_under(&files.new, &new_key(), &stop).await.unwrap_err();
    assert_eq!(refused.code(), "rotation_stopped");
    drop(held);
    store.write(|w| w.contacts_mut().insert(&crate::person(70))).await.unwrap();
    assert_eq!(store.read(|r| r.contacts().count_all()).await.unwrap(), 51);
}

#[tokio::test]
async fn an_existing_file_is_never_copied_over() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    let files = swap(&path);
    std::fs::write(&files.new, b"somebody's").unwrap();
    let held = store.hold_writes().await.unwrap();
    let refused = held.copy_under(&files.new, &new_key(), &CopyStop::default()).await;
    assert!(matches!(refused, Err(RotateError::Files(_))), "{refused:?}");
    assert_eq!(std::fs::read(&files.new).unwrap(), b"somebody's");
}

#[tokio::test]
async fn a_swap_that_fails_lets_everybody_go_on_with_the_old_file() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..5).unwrap();
    let files = swap(&path);
    let held = store.hold_writes().await.unwrap();
    // There is no new file.
    let refused = held.put_in_place(files.clone(), new_key()).await.unwrap_err();
    assert_eq!(refused.code(), "rotation_files");
    insert(&store, 5..9).unwrap();
    assert_eq!(count(&store), 9);
    assert!(!files.old.exists());
}

#[test]
fn a_wrong_key_a_changed_bit_and_a_missing_sentinel_do_not_verify() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..200).unwrap();
    drop(store);
    verify_file(&path, &key(), |_| true).unwrap();
    assert_eq!(verify_file(&path, &new_key(), |_| true).unwrap_err().code(), "database_damaged");
    assert_eq!(verify_file(&path, &key(), |_| false).unwrap_err().code(), "rotation_verify_failed");
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.len() - 5_000;
    bytes[at] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let refused = verify_file(&path, &key(), |_| true).unwrap_err();
    assert!(["rotation_verify_failed", "database_damaged"].contains(&refused.code()), "{refused:?}");
    let nowhere = path.with_file_name("no.db");
    assert_eq!(verify_file(&nowhere, &key(), |_| true).unwrap_err().code(), "database_missing");
    assert!(!nowhere.exists());
}

#[test]
fn a_log_with_something_in_it_is_never_left_behind() {
    let (_dir, path) = database();
    drop(create(&path).unwrap());
    let files = swap(&path);
    std::fs::copy(&path, &files.new).unwrap();
    std::fs::write(path.with_file_name("vault.db-wal"), b"frames").unwrap();
    assert_eq!(put_in_place(&files).unwrap_err().code(), "rotation_verify_failed");
    assert!(path.exists() && files.new.exists() && !files.old.exists());
}

#[test]
fn there_is_room_for_a_small_database() {
    let (_dir, path) = database();
    drop(create(&path).unwrap());
    free_space(&path).unwrap();
}

/// A file-size limit below the database's size, as a full disk is.
#[test]
fn a_full_disk_during_the_copy_leaves_everything_as_it_was() {
    const TEST: &str = "rotate::a_full_disk_during_the_copy_leaves_everything_as_it_was";
    if let Some(path) = role("rotate on a full disk") {
        let store = open(&path).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let refused = runtime.block_on(async {
            let held = store.hold_writes().await.unwrap();
            held.copy_under(&swap(&path).new, &new_key(), &CopyStop::default()).await.unwrap_err()
        });
        assert_eq!(refused.code(), "disk_full", "{refused:?}");
        return;
    }
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..5_000).unwrap();
    drop(store);
    let child = as_child(TEST, "rotate on a full disk", &path);
    let output = crate::disk::with_small_files(&child, 1_024).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    verify_file(&path, &key(), |r| r.contacts().count_all().is_ok_and(|n| n == 5_000)).unwrap();
}

#[test]
fn every_sealed_column_of_the_schema_is_known() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    let known: Vec<String> = sellify_store::SEALED_COLUMNS.iter().map(|column| column.name()).collect();
    let in_schema = sealed_columns();
    assert_eq!(
        known.iter().collect::<std::collections::BTreeSet<_>>(),
        in_schema.iter().collect(),
        "name a new sealed column in table/sealed_values.rs, and its cell in the vault"
    );
    store
        .read_blocking(|r| {
            for column in sellify_store::SEALED_COLUMNS {
                assert_eq!(r.sealed_values().count(column)?, 0);
                assert!(r.sealed_values().after(column, 0, 10)?.is_empty());
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

/// Columns whose names end in `_ct`, read from the migrations.
fn sealed_columns() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/migrations");
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut table = String::new();
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => (*name).clone_into(&mut table),
                [column, "BLOB" | "BLOB,", ..] if column.ends_with("_ct") => {
                    found.push(format!("{table}.{column}"))
                }
                ["ALTER", "TABLE", name, "ADD", "COLUMN", column, ..] if column.ends_with("_ct") => {
                    found.push(format!("{name}.{column}"));
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn every_kind_of_table_is_compared() {
    // A table without row numbers and one with generated ones, in the same copy.
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..3).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let digests = runtime.block_on(store.examine()).unwrap();
    for name in
        ["contact_fields", "settings", "refinery_schema_history", "contacts_fts_data", "sqlite_schema"]
    {
        assert!(digests.iter().any(|table| table.name == name), "{name}: {digests:?}");
    }
}
