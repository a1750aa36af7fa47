//! Where the files of a vault stand.

use std::path::{Path, PathBuf};

/// The two folders of a vault. They are different on purpose: the data folder alone opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultPaths {
    /// The data folder: database, keystore, attachments. May be copied, moved, backed up.
    pub dir: PathBuf,
    /// The folder of this computer and user: `device.key` and a second copy of the keystore. Never in backups.
    pub local_dir: PathBuf,
}

impl VaultPaths {
    /// The keystore.
    #[must_use]
    pub fn keystore(&self) -> PathBuf {
        self.dir.join("keystore.sks")
    }

    /// The keystore before its last change.
    #[must_use]
    pub fn keystore_prev(&self) -> PathBuf {
        self.dir.join("keystore.sks.prev")
    }

    /// The second copy of the keystore, so that losing the data folder's copies loses no key.
    #[must_use]
    pub fn keystore_mirror(&self) -> PathBuf {
        self.local_dir.join("keystore-mirror.sks")
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.dir.join("vault.db")
    }

    /// The random secret of this computer and user.
    #[must_use]
    pub fn device_key(&self) -> PathBuf {
        self.local_dir.join("device.key")
    }

    /// The file whose lock says that a process has the vault open.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.dir.join("vault.lock")
    }

    /// The database and what SQLite keeps beside it.
    pub(crate) fn database_files(&self) -> [PathBuf; 4] {
        ["", "-wal", "-shm", "-journal"].map(|suffix| with_suffix(&self.database(), suffix))
    }

    /// Present from the first moment of a creation until the vault is complete.
    pub(crate) fn creation_mark(&self) -> PathBuf {
        self.dir.join("vault.creating")
    }
}

/// `file.ext` → `file.ext.tmp`, in the same folder so that a rename stays on one disk.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
