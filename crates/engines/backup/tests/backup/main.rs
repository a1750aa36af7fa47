//! Backups as files: made, proven, opened by other programs, and refused when anything is wrong with them.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed; a skipped one says so"
)]

mod age_tool;
mod damage;
mod making;
mod testkit;

use std::path::{Path, PathBuf};

use sellify_backup::{BackupError, CreateOrder, Made, UnpackOrder, Unpacked, create, unpack};
use sellify_domain::{Contact, ContactDetails, ContactId, Timestamp};
use sellify_store::{DbKey, Store, StoreError, StoreOptions};
use sellify_vault::{Computer, FixedMachineId, NoKeychain, RecoveryCode, VaultKeys, VaultPaths};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// A vault with some people in it, and a folder for its backups.
struct Firm {
    store: Store,
    keys: VaultKeys,
    code: RecoveryCode,
    dir: tempfile::TempDir,
}

impl Firm {
    fn with(people: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let paths = VaultPaths { dir: dir.path().join("vault"), local_dir: dir.path().join("local") };
        let computer = Computer {
            machine: std::sync::Arc::new(FixedMachineId::numbered(7)),
            keychain: std::sync::Arc::new(NoKeychain),
        };
        let (keys, code) = sellify_vault::create(&paths, &computer, NOW).unwrap();
        let (key, salt) = keys.database_key();
        let store =
            Store::create_blocking(&paths.database(), DbKey::new(*key, salt), StoreOptions::default());
        let firm = Self { store: store.unwrap(), keys, code, dir };
        firm.add(people);
        firm
    }

    fn add(&self, people: usize) {
        let person = |n| Contact {
            id: ContactId::generate(NOW),
            details: ContactDetails {
                first_name: "Ana".into(),
                last_name: format!("Nom{n}"),
                notes: "n".repeat(300),
                ..Default::default()
            },
            created_at: NOW,
            updated_at: NOW,
            import_id: None,
            deleted_at: None,
        };
        let added: Result<(), StoreError> =
            self.store.write_blocking(|w| (0..people).try_for_each(|n| w.contacts_mut().insert(&person(n))));
        added.unwrap();
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("backups")
    }

    fn attachments(&self) -> PathBuf {
        self.dir.path().join("vault/attachments")
    }

    fn back_up(&self) -> Result<Made, BackupError> {
        self.back_up_to(&self.folder())
    }

    fn back_up_to(&self, folder: &Path) -> Result<Made, BackupError> {
        let order = CreateOrder {
            store: &self.store,
            keys: &self.keys,
            firm: "Cabinet Mariani".into(),
            app_version: "0.1.0",
            attachments: &self.attachments(),
            folder,
            scratch: &self.dir.path().join("vault/backup-work"),
            now: NOW,
        };
        create(&order, &mut |_, _| {})
    }

    fn unpack(&self, bytes: &[u8]) -> Result<Unpacked, BackupError> {
        unpack_with(bytes, &self.code.backup_identity())
    }
}

/// Unpacks bytes into a folder that goes away; only the answer counts.
fn unpack_with(bytes: &[u8], identity: &str) -> Result<Unpacked, BackupError> {
    let work = tempfile::tempdir().unwrap();
    let order = UnpackOrder {
        identity,
        file_name: "sellify-2026-09-21-141320-rkAB12.sellifybak",
        work: work.path(),
        keep_attachments: true,
    };
    let unpacked = unpack(bytes, &order, &mut |_| {})?;
    // Nothing outside the folder, and nothing in it but what belongs there.
    let names: Vec<_> =
        std::fs::read_dir(work.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| name == "vault.db" || name == "attachments"), "{names:?}");
    Ok(unpacked)
}
