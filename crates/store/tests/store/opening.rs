//! Who may open the file, and what is said to whom may not.

use std::fs;

use sellify_store::{ContactQuery, DbKey, SCHEMA_VERSION, Store, StoreError, StoreOptions};

use crate::{count, create, database, insert, key, open};

#[test]
fn nothing_in_the_files_is_readable_without_the_key() {
    let (dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..50).unwrap();
    for file in fs::read_dir(dir.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for secret in [&b"SQLite format 3"[..], b"CREATE TABLE", b"Nom1", b"nnnnnnnn"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[test]
fn a_closed_store_opens_again_and_has_everything_in_one_file() {
    let (dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..50).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(store.close()).unwrap();
    assert!(matches!(store.read_blocking(|r| r.contacts().count_all()), Err(StoreError::Closed)));
    let log = dir.path().join("vault.db-wal");
    assert_eq!(fs::metadata(log).map_or(0, |log| log.len()), 0, "the log was written back");
    assert_eq!(count(&open(&path).unwrap()), 50);
}

#[test]
fn another_key_opens_nothing_and_changes_nothing() {
    let (_dir, path) = database();
    drop(create(&path).unwrap());
    let before = fs::read(&path).unwrap();
    for other in [DbKey::new([8; 32], [9; 16]), DbKey::new([0; 32], [9; 16])] {
        let refused = Store::open_blocking(&path, other, StoreOptions::default());
        assert!(matches!(refused, Err(StoreError::DbFileDamaged)), "{refused:?}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_without_encryption_is_refused_and_left_alone() {
    let (_dir, path) = database();
    let plain = rusqlite::Connection::open(&path).unwrap();
    plain.execute_batch("CREATE TABLE contacts (name TEXT); INSERT INTO contacts VALUES ('x');").unwrap();
    drop(plain);
    let before = fs::read(&path).unwrap();
    assert!(matches!(open(&path), Err(StoreError::PlaintextDatabaseRefused)));
    assert!(matches!(create(&path), Err(StoreError::DatabaseExists)));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_new_vault_takes_the_place_of_an_empty_file_that_a_crash_left() {
    let (_dir, path) = database();
    fs::write(&path, []).unwrap();
    insert(&create(&path).unwrap(), 0..1).unwrap();
    assert_eq!(count(&open(&path).unwrap()), 1);
}

#[test]
fn a_missing_file_is_never_made_by_opening() {
    let (_dir, path) = database();
    assert!(matches!(open(&path), Err(StoreError::DatabaseMissing)));
    assert!(!path.exists());
}

#[test]
fn files_that_are_no_database_are_damaged_ones() {
    let (_dir, path) = database();
    for content in [vec![], vec![b'x'; 10], vec![0; 4096], vec![0xA5; 100_000]] {
        fs::write(&path, &content).unwrap();
        let result = open(&path);
        assert!(matches!(result, Err(StoreError::DbFileDamaged)), "{} bytes: {result:?}", content.len());
        assert_eq!(fs::read(&path).unwrap(), content, "left as it was");
    }
}

#[test]
fn a_cut_or_changed_file_is_told_as_damaged() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..200).unwrap();
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.close()).unwrap();
    let whole = fs::read(&path).unwrap();
    let everywhere_but_the_first_page: Vec<usize> =
        (1..whole.len() / 16_384).map(|page| page * 16_384 + 9).collect();
    for flipped in [vec![20], vec![5_000], everywhere_but_the_first_page] {
        let mut bytes = whole.clone();
        flipped.iter().for_each(|at| bytes[*at] ^= 1);
        fs::write(&path, &bytes).unwrap();
        let read = |store: Store| store.read_blocking(|r| r.contacts().list(&ContactQuery::default()));
        let code = open(&path).and_then(read).map(|page| page.total).map_err(|error| error.code());
        assert_eq!(code, Err("database_damaged"), "{} bits", flipped.len());
    }
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(open(&path), Err(StoreError::DbFileDamaged)), "half a file");
    fs::write(&path, &whole).unwrap();
    assert_eq!(count(&open(&path).unwrap()), 200, "and whole again");
}

#[test]
fn a_damaged_salt_in_the_header_is_repaired_from_the_key() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..5).unwrap();
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.close()).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[..16].fill(0);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(count(&open(&path).unwrap()), 5);
}

#[test]
fn a_vault_of_a_newer_version_is_refused_with_both_numbers() {
    let (_dir, path) = database();
    drop(create(&path).unwrap());
    let conn = rusqlite::Connection::open(&path).unwrap();
    let hex = format!("{}{}", "07".repeat(32), "09".repeat(16));
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_page_size = 16384; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
         PRAGMA user_version = {};",
        SCHEMA_VERSION + 1
    ))
    .unwrap();
    drop(conn);
    let result = open(&path);
    assert!(matches!(result, Err(StoreError::VaultFromNewerVersion { found, known })
        if found == SCHEMA_VERSION + 1 && known == SCHEMA_VERSION));
}

#[test]
fn a_folder_with_the_name_of_a_database_uri_is_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("file:a?mode=memory");
    fs::create_dir(&folder).unwrap();
    let store = create(&folder.join("vault.db")).unwrap();
    insert(&store, 0..1).unwrap();
    drop(store);
    assert!(folder.join("vault.db").exists());
}

#[test]
fn every_error_has_a_code_and_a_sentence_without_the_key() {
    let (_dir, path) = database();
    drop(create(&path).unwrap());
    let error =
        Store::open_blocking(&path, DbKey::new([0xAB; 32], [9; 16]), StoreOptions::default()).unwrap_err();
    let told = format!("{error} {error:?}");
    assert!(!told.contains("abab"), "{told}");
    assert_eq!(error.code(), "database_damaged");
    assert!(!format!("{:?}", key()).contains('7'));
}
