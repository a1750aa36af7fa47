//! Reading, hashing and moving files, each in one manner only.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::BackupError;
use crate::manifest::hex;

/// SHA-256 of everything that is left to read, in hexadecimal digits, and how many bytes there were.
pub(crate) fn hash_of(mut input: impl Read, told: &mut dyn FnMut(u64)) -> io::Result<(String, u64)> {
    let (mut hash, mut bytes) = (Sha256::new(), 0_u64);
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            return Ok((hex(&hash.finalize()), bytes));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
        told(read as u64);
    }
}

/// Hashes what passes through.
pub(crate) struct Hashing<T> {
    inner: T,
    hash: Sha256,
    bytes: u64,
}

impl<T> Hashing<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    pub(crate) fn finish(self) -> (T, [u8; 32], u64) {
        (self.inner, self.hash.finalize().into(), self.bytes)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether there is room for so many bytes more; a folder that does not tell is trusted.
pub(crate) fn room_for(folder: &Path, needed: u64) -> Result<(), BackupError> {
    match fs4::available_space(folder) {
        Ok(free) if free < needed => Err(BackupError::DiskFull { needed, free }),
        _ => Ok(()),
    }
}

/// Makes a rename itself durable. Windows has no such call; some network folders refuse it, and lose only speed.
pub(crate) fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(handle) = File::open(folder) {
        let _refused_by_some_network_folders = handle.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Removes what may not be there.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a small file through to the disk.
pub(crate) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes a file or folder when it goes out of scope, whatever happened in between.
pub(crate) struct Removed<'a>(pub(crate) &'a Path);

impl Drop for Removed<'_> {
    fn drop(&mut self) {
        if remove_if_there(self.0).is_err() {
            // The next backup tries again; nothing in it can be read without the recovery code.
        }
    }
}
