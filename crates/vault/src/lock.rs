//! One process per vault: a lock of the operating system, which no crash can leave behind.

use std::fs::{self, File, OpenOptions, TryLockError};

use crate::{VaultError, VaultPaths};

/// Held as long as the process has the vault open. Dropping it, or dying, gives the vault free.
#[derive(Debug)]
pub struct VaultLock {
    _file: File,
}

impl VaultLock {
    /// Takes the lock, creating the data folder when it is not there yet.
    ///
    /// # Errors
    /// [`VaultError::VaultLockedByOtherProcess`] when somebody has it, or why the folder cannot be written.
    pub fn acquire(paths: &VaultPaths) -> Result<Self, VaultError> {
        fs::create_dir_all(&paths.dir).map_err(|e| VaultError::io(&paths.dir, e))?;
        let path = paths.lock();
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|e| VaultError::io(&paths.dir, e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(VaultError::VaultLockedByOtherProcess),
            Err(TryLockError::Error(e)) => Err(VaultError::io(&path, e)),
        }
    }
}
