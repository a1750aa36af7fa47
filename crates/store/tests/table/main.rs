//! One file per table, mirrored from `src/table/`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api_keys;
mod audit_entries;
mod backups;
mod campaigns;
mod connections;
mod consents;
mod contacts;
mod contacts_bulk;
mod contacts_many;
mod duplicates;
mod erase;
mod imports;
mod licenses;
mod merges;
mod organise;
mod recipients;
mod retention_rules;
mod rules;
mod settings;
mod suppressions;
mod tags;
mod templates;

use std::path::PathBuf;

use sellify_domain::{Contact, ContactDetails, ContactId, EmailAddress, Timestamp};
use sellify_store::{DbKey, Store, StoreError, StoreOptions, Write};

/// A vault database in a folder that goes away with it.
struct TestStore {
    store: Store,
    _dir: tempfile::TempDir,
}

impl std::ops::Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path: PathBuf = dir.path().join("vault.db");
        let store = Store::create_blocking(&path, key(), StoreOptions { readers: 2 }).unwrap();
        Self { store, _dir: dir }
    }

    /// A change that must succeed.
    fn change<T>(&self, change: impl FnOnce(&Write<'_>) -> Result<T, StoreError>) -> T {
        self.store.write_blocking(change).unwrap()
    }
}

fn key() -> DbKey {
    DbKey::new([7; 32], [9; 16])
}

/// A connection past the store, as of a person with a database tool and the key.
fn raw(store: &TestStore) -> rusqlite::Result<rusqlite::Connection> {
    let conn = rusqlite::Connection::open(store.path())?;
    let key = format!("{}{}", "07".repeat(32), "09".repeat(16));
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 16384; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
    ))?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(conn)
}

/// Runs a statement past the store.
fn run_sql(store: &TestStore, sql: &str) -> rusqlite::Result<()> {
    raw(store)?.execute_batch(sql)
}

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn person(first_name: &str, last_name: &str) -> Contact {
    let email = format!("{}.{}@example.com", first_name.to_lowercase(), last_name.to_lowercase());
    contact(ContactDetails {
        first_name: first_name.into(),
        last_name: last_name.into(),
        email: Some(EmailAddress::from_normalised(email.replace(' ', "-"))),
        ..Default::default()
    })
}

fn contact(details: ContactDetails) -> Contact {
    Contact {
        id: ContactId::generate(NOW),
        details,
        created_at: NOW,
        updated_at: NOW,
        import_id: None,
        deleted_at: None,
    }
}
