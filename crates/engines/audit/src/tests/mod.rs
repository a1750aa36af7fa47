//! The log in a real encrypted database, and every manner of tampering with it.

mod log;
mod tampering;

use sellify_domain::Timestamp;
use sellify_store::{DbKey, Store, StoreOptions};
use sellify_vault::{FixedMachineId, VaultKeys, VaultPaths};
use tempfile::TempDir;

use crate::AuditLog;

pub(crate) struct Vault {
    _folder: TempDir,
    pub(crate) keys: VaultKeys,
    pub(crate) store: Store,
    pub(crate) log: AuditLog,
}

pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

pub(crate) fn vault() -> Vault {
    let folder = tempfile::tempdir().unwrap();
    let paths = VaultPaths { dir: folder.path().join("data"), local_dir: folder.path().join("local") };
    let (keys, _) = sellify_vault::create(&paths, &FixedMachineId::numbered(1), NOW).unwrap();
    let (key, salt) = keys.database_key();
    let store =
        Store::create_blocking(&paths.database(), DbKey::new(*key, salt), StoreOptions::default()).unwrap();
    let log = AuditLog::new(keys.sealer());
    Vault { _folder: folder, keys, store, log }
}
