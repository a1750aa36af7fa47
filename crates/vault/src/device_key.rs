//! `device.key`: 32 random bytes of this computer and user, outside the data folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use zeroize::Zeroizing;

use crate::crypto::{Key, random};
use crate::paths::with_suffix;
use crate::{VaultError, VaultPaths};

/// Reads the device key; `None` when it is not there or is not 32 bytes.
pub(crate) fn read(paths: &VaultPaths) -> Result<Option<Key>, VaultError> {
    let path = paths.device_key();
    let bytes = match fs::read(&path) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(e) => return Err(VaultError::io(&path, e)),
    };
    restrict(&path);
    let mut key = Zeroizing::new([0_u8; 32]);
    if bytes.len() != key.len() {
        return Ok(None);
    }
    key.copy_from_slice(&bytes);
    Ok(Some(key))
}

/// Reads the device key, or makes one. A damaged one is set aside, never overwritten.
pub(crate) fn read_or_create(paths: &VaultPaths) -> Result<Key, VaultError> {
    if let Some(key) = read(paths)? {
        return Ok(key);
    }
    let path = paths.device_key();
    fs::create_dir_all(&paths.local_dir).map_err(|e| VaultError::io(&paths.local_dir, e))?;
    if path.exists() {
        fs::rename(&path, with_suffix(&path, ".damaged")).map_err(|e| VaultError::io(&path, e))?;
    }
    let key = random::<32>()?;
    write(&path, key.as_slice()).map_err(|e| VaultError::io(&path, e))?;
    Ok(key)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let tmp = with_suffix(path, ".tmp");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(&tmp)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&tmp, path)
}

/// A copy tool may have widened the rights; narrow them again when we may.
#[cfg(unix)]
fn restrict(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let wide = fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0);
    if wide && fs::set_permissions(path, fs::Permissions::from_mode(0o600)).is_err() {
        // Somebody else owns the file: reading it still works, and there is nothing more to do.
    }
}

#[cfg(not(unix))]
fn restrict(_path: &Path) {}
