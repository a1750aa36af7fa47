//! The log in a real encrypted database, and every manner of tampering with it.

mod checkpoints;
mod export;
mod log;
mod openssl;
mod rotation;
mod tampering;

use ed25519_dalek::SigningKey;
use sellify_domain::{Actor, Timestamp};
use sellify_store::{AuditRow, DbKey, Store, StoreOptions};
use sellify_vault::{Computer, VaultKeys, VaultPaths};
use serde_json::json;
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::verify::Beside;
use crate::{AuditError, AuditLog, Evidence, Verification};

pub(crate) struct Vault {
    _folder: TempDir,
    pub(crate) paths: VaultPaths,
    pub(crate) keys: VaultKeys,
    pub(crate) store: Store,
    pub(crate) log: AuditLog,
}

pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

/// A vault whose log is not signed: nothing but the chain.
pub(crate) fn vault() -> Vault {
    let folder = tempfile::tempdir().unwrap();
    let paths = VaultPaths { dir: folder.path().join("data"), local_dir: folder.path().join("local") };
    let (keys, _) = sellify_vault::create(&paths, &Computer::numbered(1), NOW).unwrap();
    let (key, salt) = keys.database_key();
    let store =
        Store::create_blocking(&paths.database(), DbKey::new(*key, salt), StoreOptions::default()).unwrap();
    let log = AuditLog::new(keys.sealer());
    Vault { _folder: folder, paths, keys, store, log }
}

/// A vault whose log is signed, with the first epoch begun.
pub(crate) fn signed_vault() -> Vault {
    let mut vault = vault();
    vault.log = vault.log.clone().signed_by(SigningKey::from_bytes(&[7; 32]));
    vault.store.write_blocking(|tx| vault.log.begin_epoch(tx, NOW, &first_key())).unwrap();
    vault
}

/// The audit key of the recovery code.
pub(crate) fn first_key() -> Zeroizing<[u8; 32]> {
    Zeroizing::new([9; 32])
}

impl Vault {
    pub(crate) fn append(&self, count: u64) {
        self.store
            .write_blocking::<_, AuditError>(|tx| {
                for n in 0..count {
                    let now = NOW.plus_millis(i64::try_from(n).unwrap());
                    let object = format!("contact {n}");
                    self.log.append(
                        tx,
                        now,
                        &Actor::System,
                        "contact.created",
                        &object,
                        &json!({ "n": n }),
                    )?;
                }
                Ok(())
            })
            .unwrap();
    }

    pub(crate) fn verify(&self, evidence: &Evidence) -> Verification {
        self.store.read_blocking(|r| self.log.verify(r, evidence)).unwrap()
    }

    /// Everything that is written down, so that a test can write it otherwise.
    pub(crate) fn rows(&self) -> (Vec<AuditRow>, Beside) {
        self.store
            .read_blocking::<_, AuditError>(|r| {
                let mut rows = Vec::new();
                r.audit_entries().for_each_from::<AuditError>(1, |row| {
                    rows.push(row);
                    Ok(())
                })?;
                let checkpoints = r.audit_checkpoints();
                Ok((rows, Beside { checkpoints: checkpoints.all()?, epochs: checkpoints.epochs()? }))
            })
            .unwrap()
    }
}
