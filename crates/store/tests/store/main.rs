//! The file itself: who may open it, what a crash or a full disk leaves behind.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod concurrency;
mod crash;
mod disk;
mod opening;
mod rotate;
mod snapshot;

use std::path::{Path, PathBuf};

use sellify_domain::{Contact, ContactDetails, ContactId, Timestamp};
use sellify_store::{DbKey, Store, StoreError, StoreOptions};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn key() -> DbKey {
    DbKey::new([7; 32], [9; 16])
}

fn database() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("vault.db");
    (dir, path)
}

fn create(path: &Path) -> Result<Store, StoreError> {
    Store::create_blocking(path, key(), StoreOptions { readers: 2 })
}

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open_blocking(path, key(), StoreOptions { readers: 2 })
}

fn person(n: usize) -> Contact {
    Contact {
        id: ContactId::generate(NOW),
        details: ContactDetails {
            first_name: "Ana".into(),
            last_name: format!("Nom{n}"),
            notes: "n".repeat(200),
            ..Default::default()
        },
        created_at: NOW,
        updated_at: NOW,
        import_id: None,
        deleted_at: None,
    }
}

fn insert(store: &Store, people: std::ops::Range<usize>) -> Result<(), StoreError> {
    store.write_blocking(|w| people.into_iter().try_for_each(|n| w.contacts_mut().insert(&person(n))))
}

fn count(store: &Store) -> u64 {
    store.read_blocking(|r| r.contacts().count_all()).unwrap()
}

/// Runs one test of this program again in another process that acts as `role`; see [`role`].
fn as_child(test: &str, role: &str, path: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    command.env("SELLIFY_STORE_TEST_ROLE", role).env("SELLIFY_STORE_TEST_DB", path);
    command.env_remove("RUST_BACKTRACE");
    command
}

/// The database of a child process; none in the test itself.
fn role(expected: &str) -> Option<PathBuf> {
    let is = std::env::var("SELLIFY_STORE_TEST_ROLE").is_ok_and(|role| role == expected);
    is.then(|| std::env::var_os("SELLIFY_STORE_TEST_DB").map(PathBuf::from)).flatten()
}
