//! A change of the database's key that was cut off after each of its steps: the next start ends it, and nobody misses
//! anything. The pieces are made here as a power cut would leave them.

use std::fs;
use std::path::{Path, PathBuf};

use sellify_app::{App, ContactQuery, RotationKind, RotationSecrets, SettingsChange};
use sellify_store::{CopyStop, DbKey, Store, StoreOptions};
use sellify_vault::{Computer, DbKeyPair, VaultKeys, VaultPaths};

use crate::evening::{ME, import, program};

const PEOPLE: u64 = 40;

/// A closed vault with people in it, and the keys to it.
struct Closed {
    dir: tempfile::TempDir,
    paths: VaultPaths,
    keys: VaultKeys,
}

async fn closed() -> Closed {
    let dir = tempfile::tempdir().unwrap();
    let app = program(dir.path());
    app.create_vault(&ME, SettingsChange::default()).await.unwrap();
    let rows: String = (0..PEOPLE).map(|n| format!("p{n}@example.com;Prénom {n}\n")).collect();
    import(&app, format!("email;prenom\n{rows}").as_bytes(), "Tous").await;
    app.quit().await.unwrap();
    let paths = VaultPaths { dir: dir.path().join("vault"), local_dir: dir.path().join("computer") };
    let keys = sellify_vault::open(&paths, &Computer::numbered(1)).unwrap().keys;
    Closed { dir, paths, keys }
}

impl Closed {
    fn main(&self) -> PathBuf {
        self.paths.database()
    }

    fn fresh(&self) -> PathBuf {
        self.paths.dir.join("vault.db.new")
    }

    fn old(&self) -> PathBuf {
        self.paths.dir.join("vault.db.old-9")
    }

    /// Step 1: both keys stand in the keystore.
    fn record_keys(&mut self) -> DbKey {
        let (keys, pair) = self.keys.edit(&self.paths).begin_database_key().unwrap();
        self.keys = keys;
        db_key(&pair)
    }

    /// Steps 2 and 3: a whole copy under the new key.
    async fn copy(&self, key: &DbKey) {
        let (current, salt) = self.keys.database_key();
        let store =
            Store::open(&self.main(), DbKey::new(*current, salt), StoreOptions { readers: 1 }).await.unwrap();
        let held = store.hold_writes().await.unwrap();
        held.copy_under(&self.fresh(), key, &CopyStop::default()).await.unwrap();
        drop(held);
        store.close().await.unwrap();
    }

    /// Starts the program; everything must be there, and the rotation over.
    async fn starts(&self, outcome: Option<&str>) -> App {
        let app = program(self.dir.path());
        app.unlock().await.unwrap();
        let found = app.contacts(ContactQuery::default()).await.unwrap();
        assert_eq!(found.page.total, PEOPLE);
        let check = app.check_vault().await.unwrap();
        assert!(check.ok(), "{check:?}");
        let keys = app.open_vault().unwrap().keys().database_keys();
        assert!(keys.pending.is_none(), "the rotation is over");
        assert_eq!(keys.retired.len(), usize::from(outcome == Some("done")));
        // And another one goes through.
        let done = app.rotate(&ME, RotationKind::Database, RotationSecrets::default()).await.unwrap();
        assert!(self.paths.dir.join(done.kept_file.unwrap()).exists());
        assert!(!self.fresh().exists());
        let found = app.contacts(ContactQuery::default()).await.unwrap();
        assert_eq!(found.page.total, PEOPLE);
        app
    }
}

fn db_key(pair: &DbKeyPair) -> DbKey {
    DbKey::new(*pair.key, pair.salt)
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn cut_after_the_keys_were_recorded_it_is_taken_back() {
    let mut vault = closed().await;
    vault.record_keys();
    vault.starts(None).await;
}

#[tokio::test]
async fn cut_in_the_middle_of_the_copy_it_is_taken_back() {
    let mut vault = closed().await;
    vault.record_keys();
    fs::write(vault.fresh(), vec![7; 40_000]).unwrap();
    fs::write(vault.paths.dir.join("vault.db.new-journal"), b"half").unwrap();
    vault.starts(None).await;
}

#[tokio::test]
async fn cut_before_the_renames_it_is_taken_back_because_people_may_have_gone_on() {
    let mut vault = closed().await;
    let key = vault.record_keys();
    vault.copy(&key).await;
    vault.starts(None).await;
}

#[tokio::test]
async fn cut_between_the_renames_the_whole_copy_takes_its_place() {
    let mut vault = closed().await;
    let key = vault.record_keys();
    vault.copy(&key).await;
    fs::rename(vault.main(), vault.old()).unwrap();
    vault.starts(Some("done")).await;
    assert!(vault.old().exists(), "the old file stays");
}

#[tokio::test]
async fn cut_between_the_renames_with_a_spoiled_copy_the_old_file_comes_back() {
    let mut vault = closed().await;
    let key = vault.record_keys();
    vault.copy(&key).await;
    fs::rename(vault.main(), vault.old()).unwrap();
    let mut bytes = fs::read(vault.fresh()).unwrap();
    bytes[20_000] ^= 1;
    fs::write(vault.fresh(), bytes).unwrap();
    vault.starts(None).await;
}

#[tokio::test]
async fn cut_before_the_new_key_was_made_the_present_one_it_is_finished() {
    let mut vault = closed().await;
    let key = vault.record_keys();
    vault.copy(&key).await;
    fs::rename(vault.main(), vault.old()).unwrap();
    fs::rename(vault.fresh(), vault.main()).unwrap();
    vault.starts(Some("done")).await;
}

#[tokio::test]
async fn a_database_damaged_during_a_rotation_is_replaced_by_its_whole_copy_and_kept() {
    let mut vault = closed().await;
    let key = vault.record_keys();
    vault.copy(&key).await;
    let mut bytes = fs::read(vault.main()).unwrap();
    bytes[17_000] ^= 1;
    fs::write(vault.main(), bytes).unwrap();
    vault.starts(Some("done")).await;
    let kept = files(&vault.paths.dir);
    assert_eq!(kept.iter().filter(|name| name.starts_with("vault.db.old-")).count(), 2, "{kept:?}");
}

#[tokio::test]
async fn when_no_file_verifies_the_start_says_so_and_touches_nothing() {
    let mut vault = closed().await;
    let key = vault.record_keys();
    vault.copy(&key).await;
    for path in [vault.main(), vault.fresh()] {
        let mut bytes = fs::read(&path).unwrap();
        bytes[17_000] ^= 1;
        fs::write(path, bytes).unwrap();
    }
    let before = (files(&vault.paths.dir), fs::read(vault.main()).unwrap(), fs::read(vault.fresh()).unwrap());
    for _ in 0..2 {
        let refused = program(vault.dir.path()).unlock().await.unwrap_err();
        assert_eq!(refused.code(), "database_damaged");
    }
    assert_eq!((fs::read(vault.main()).unwrap(), fs::read(vault.fresh()).unwrap()), (before.1, before.2));
    assert!(files(&vault.paths.dir).iter().all(|name| before.0.contains(name) || name.ends_with("-shm")));
}

#[tokio::test]
async fn a_log_that_was_not_written_back_is_not_lost_by_the_start() {
    let mut vault = closed().await;
    // Somebody worked after the keys were recorded: the last change is in the log only.
    let app = program(vault.dir.path());
    app.unlock().await.unwrap();
    let log = vault.paths.dir.join("vault.db-wal");
    app.change_settings(&ME, SettingsChange { firm_name: Some("Delorme".into()), ..Default::default() })
        .await
        .unwrap();
    let (database, written) = (fs::read(vault.main()).unwrap(), fs::read(&log).unwrap());
    app.quit().await.unwrap();
    vault.keys = sellify_vault::open(&vault.paths, &Computer::numbered(1)).unwrap().keys;
    vault.record_keys();
    fs::write(vault.main(), database).unwrap();
    fs::write(&log, written).unwrap();
    let app = vault.starts(None).await;
    assert_eq!(app.settings().await.unwrap().firm_name, "Delorme");
}
