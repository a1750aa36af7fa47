//! A copy of the whole database: one moment, another key, and back again.

use sellify_store::{DbKey, Snapshot, Store, StoreError, StoreOptions};

use crate::{count, create, database, insert};

fn other_key() -> DbKey {
    DbKey::new([21; 32], [22; 16])
}

#[test]
fn a_copy_holds_every_row_under_a_key_of_its_own() {
    let (dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..3_000).unwrap();
    let copy = dir.path().join("copy.db");
    let mut last = (0, 0);
    let facts = store
        .snapshot_blocking(&copy, &other_key(), &mut |done, total| {
            assert!(done >= last.0, "progress never goes back");
            last = (done, total);
        })
        .unwrap();
    assert_eq!(facts.counts["contacts"], 3_000);
    assert!(last.0 == last.1 && last.0 > 0, "the last report is the whole: {last:?}");
    let names: Vec<_> =
        std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with("copy.db-")), "{names:?}");

    let opened = Snapshot::open(&copy, &other_key()).unwrap();
    opened.check().unwrap();
    assert_eq!(opened.facts().unwrap(), facts);
    let wrong = Snapshot::open(&copy, &DbKey::new([7; 32], [9; 16]));
    assert!(matches!(wrong, Err(StoreError::DbFileDamaged)), "the living vault's key does not open it");

    let back = dir.path().join("back.db");
    opened.copy_to(&back, &DbKey::new([1; 32], [2; 16]), &mut |_, _| {}).unwrap();
    let back = Store::open_blocking(&back, DbKey::new([1; 32], [2; 16]), StoreOptions::default()).unwrap();
    assert_eq!(count(&back), 3_000);
    insert(&back, 3_000..3_010).unwrap();
    assert_eq!(count(&back), 3_010, "and it works like any other vault");
}

#[test]
fn a_copy_is_of_one_moment_while_others_write() {
    let (dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..2_000).unwrap();
    let copy = dir.path().join("copy.db");
    let mut written = 0;
    let facts = store
        .snapshot_blocking(&copy, &other_key(), &mut |_, _| {
            insert(&store, 10_000 + written..10_001 + written).unwrap();
            written += 1;
        })
        .unwrap();
    assert!(written > 0, "somebody wrote meanwhile");
    assert_eq!(facts.counts["contacts"], 2_000);
    assert_eq!(Snapshot::open(&copy, &other_key()).unwrap().facts().unwrap().counts["contacts"], 2_000);
    assert_eq!(count(&store), 2_000 + written as u64);
}

#[test]
fn a_damaged_copy_is_found() {
    let (dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..2_000).unwrap();
    let copy = dir.path().join("copy.db");
    store.snapshot_blocking(&copy, &other_key(), &mut |_, _| {}).unwrap();
    let again = store.snapshot_blocking(&copy, &other_key(), &mut |_, _| {});
    assert!(matches!(again, Err(StoreError::DatabaseExists)), "a copy is never overwritten");
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&copy, bytes).unwrap();
    let found = Snapshot::open(&copy, &other_key()).and_then(|copy| copy.check());
    assert!(matches!(found, Err(StoreError::DbFileDamaged)), "{found:?}");
}
