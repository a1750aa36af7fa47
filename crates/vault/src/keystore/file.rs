//! Writing the keystore so that a power cut at any moment leaves a file that opens.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Keystore;
use crate::crypto::Key;
use crate::paths::with_suffix;
use crate::{VaultError, VaultPaths};

/// The moments between which a crash may fall, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Written,
    Verified,
    PreviousKept,
    Replaced,
    Mirrored,
}

/// What becomes of the file that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replaced {
    /// It is good: it becomes `.prev`.
    Previous,
    /// It is damaged or doubtful: it is kept under a name of its own and cannot push a good `.prev` out.
    Aside,
}

/// Replaces the keystore by these bytes: a new file, read back and verified, then renamed over the old one.
///
pub(crate) fn write(
    paths: &VaultPaths,
    bytes: &[u8],
    master: &Key,
    replaced: Replaced,
) -> Result<(), VaultError> {
    write_in_steps(paths, bytes, master, replaced, &mut |_| Ok(()))
}

pub(crate) fn write_in_steps(
    paths: &VaultPaths,
    bytes: &[u8],
    master: &Key,
    replaced: Replaced,
    after: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<(), VaultError> {
    let current = paths.keystore();
    let failed = |e| VaultError::io(&current, e);
    fs::create_dir_all(&paths.dir).map_err(|e| VaultError::io(&paths.dir, e))?;
    let tmp = with_suffix(&current, ".tmp");
    write_synced(&tmp, bytes).map_err(failed)?;
    after(Step::Written).map_err(failed)?;
    verify(&tmp, bytes, master)?;
    after(Step::Verified).map_err(failed)?;
    if current.exists() {
        // A copy, not a move: the current file stands in its place at every moment.
        let old = fs::read(&current).map_err(failed)?;
        let copy = match replaced {
            Replaced::Previous => paths.keystore_prev(),
            Replaced::Aside => name_aside(&current, "damaged", &old),
        };
        replace(&copy, &old).map_err(failed)?;
    }
    after(Step::PreviousKept).map_err(failed)?;
    rename_over(&tmp, &current).map_err(failed)?;
    sync_folder(&paths.dir);
    after(Step::Replaced).map_err(failed)?;
    keep_mirror(paths, bytes);
    after(Step::Mirrored).map_err(failed)
}

/// Brings the second copy up to date. Best effort: a full or missing local folder must not stop anybody from working.
pub(crate) fn keep_mirror(paths: &VaultPaths, bytes: &[u8]) {
    let mirror = paths.keystore_mirror();
    if fs::read(&mirror).is_ok_and(|present| present == bytes) {
        return;
    }
    if fs::create_dir_all(&paths.local_dir).and_then(|()| replace(&mirror, bytes)).is_err() {
        // The next opening tries again.
    }
}

/// Moves a file out of the way under a name of its own; nothing is ever deleted because it could not be opened.
pub(crate) fn set_aside(path: &Path) -> Result<(), VaultError> {
    let bytes = fs::read(path).map_err(|e| VaultError::io(path, e))?;
    fs::rename(path, name_aside(path, "orphaned", &bytes)).map_err(|e| VaultError::io(path, e))
}

/// The same bytes get the same name, so that a fault that comes back does not fill the folder.
fn name_aside(path: &Path, why: &str, bytes: &[u8]) -> PathBuf {
    let hash = Sha256::digest(bytes);
    with_suffix(path, &format!(".{why}-{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3]))
}

fn verify(path: &Path, expected: &[u8], master: &Key) -> Result<(), VaultError> {
    let written = fs::read(path).map_err(|e| VaultError::io(path, e))?;
    let genuine = Keystore::parse(&written).is_ok_and(|keystore| keystore.is_genuine(master));
    if written == expected && genuine {
        Ok(())
    } else {
        Err(VaultError::KeystoreCorrupt { fallback_used: false })
    }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let tmp = with_suffix(path, ".tmp");
    write_synced(&tmp, bytes)?;
    rename_over(&tmp, path)?;
    path.parent().into_iter().for_each(sync_folder);
    Ok(())
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Antivirus programs hold a new file open for a moment, and Windows then refuses to rename it.
fn rename_over(from: &Path, to: &Path) -> io::Result<()> {
    let mut tries = 0_u32;
    loop {
        match fs::rename(from, to) {
            Err(e) if cfg!(windows) && e.kind() == io::ErrorKind::PermissionDenied && tries < 10 => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(u64::from(10 * tries)));
            }
            other => return other,
        }
    }
}

/// Makes the rename itself durable. Windows has no such call; some network folders refuse it, and lose only speed.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(handle) = File::open(folder) {
        let _refused_by_some_network_folders = handle.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}
