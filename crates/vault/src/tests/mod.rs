//! Tests that need the crate's inside: formats, slots, crashes.

mod backup_copy;
mod crash;
mod editor;
mod keychain;
mod lifecycle;
mod parser;
mod passphrase;
mod recovery_code;
mod sealer;
mod slots;
mod tampering;
mod vectors;
mod ways_in;

use std::path::Path;

use sellify_domain::Timestamp;
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::crypto::Key;
use crate::keystore::{Keystore, SlotSecret};
use crate::{
    Computer, Opened, RecoveryCode, UnlockSecret, VaultError, VaultKeys, VaultPaths, create, device_key,
    finish_creation, open_with,
};

pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);
pub(crate) const LATER: Timestamp = Timestamp::from_millis(1_795_086_400_000);

/// A new vault in a folder of its own, made on computer 1.
pub(crate) struct Made {
    pub(crate) folder: TempDir,
    pub(crate) paths: VaultPaths,
    pub(crate) keys: VaultKeys,
    pub(crate) code: RecoveryCode,
}

pub(crate) fn machine() -> Computer {
    Computer::numbered(1)
}

/// Opens by the recovery code.
pub(crate) fn by_code(
    paths: &VaultPaths,
    computer: &Computer,
    code: &RecoveryCode,
    now: Timestamp,
) -> Result<Opened, VaultError> {
    open_with(paths, computer, UnlockSecret::RecoveryCode(code), now)
}

/// Opens by a passphrase.
pub(crate) fn by_passphrase(
    paths: &VaultPaths,
    computer: &Computer,
    passphrase: &str,
) -> Result<Opened, VaultError> {
    open_with(paths, computer, UnlockSecret::Passphrase(passphrase), LATER)
}

pub(crate) fn made() -> Made {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths_in(folder.path());
    let (keys, code) = create(&paths, &machine(), NOW).unwrap();
    std::fs::write(paths.database(), b"the database").unwrap();
    finish_creation(&paths).unwrap();
    Made { folder, paths, keys, code }
}

pub(crate) fn paths_in(folder: &Path) -> VaultPaths {
    VaultPaths { dir: folder.join("data"), local_dir: folder.join("local") }
}

impl Made {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.paths.keystore()).unwrap()
    }

    pub(crate) fn device(&self) -> Key {
        device_key::read(&self.paths).unwrap().unwrap()
    }

    pub(crate) fn master(&self) -> Key {
        let keystore = Keystore::parse(&self.bytes()).unwrap();
        keystore.unwrap(&SlotSecret::Recovery(self.code.secret())).unwrap()
    }

    /// Leaves `keystore.sks` as the only copy.
    pub(crate) fn keep_only_current(&self) {
        let _ = std::fs::remove_file(self.paths.keystore_mirror());
        let _ = std::fs::remove_file(self.paths.keystore_prev());
    }

    pub(crate) fn same_keys(&self, other: &VaultKeys) -> bool {
        other.vault_id() == self.keys.vault_id() && other.database_key() == self.keys.database_key()
    }
}

pub(crate) fn key(byte: u8) -> Key {
    Zeroizing::new([byte; 32])
}
