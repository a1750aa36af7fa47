//! A restored vault takes the place of what stood there, in steps that a kill may interrupt anywhere.
//!
//! Everything new lies complete in the work folder before the mark `ready` is written; from then on the next start
//! goes on where this one stopped. What stood there moves to `replaced-<time>` and is never deleted here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sellify_domain::Timestamp;
use time::OffsetDateTime;
use time::macros::format_description;

use crate::BackupError;
use crate::files::{remove_if_there, sync_folder, write_synced};
use crate::manifest::ATTACHMENTS;

/// The folder, inside the vault's, in which a restored vault is prepared.
pub const WORK_FOLDER: &str = "restoring";
const READY: &str = "ready";
const REPLACED: &str = "replaced-";
/// The restored vault's part of this computer's own folder.
const LOCAL: &str = "this-computer";

const DATABASE: &str = "vault.db";
/// What comes into the vault's folder, the database last: while it lies in the work folder, the swap is not over.
const NEW: [&str; 3] = ["keystore.sks", ATTACHMENTS, DATABASE];
/// What belongs to the old vault alone.
const OLD: [&str; 6] = [
    "vault.db-wal",
    "vault.db-shm",
    "vault.db-journal",
    "keystore.sks.prev",
    "keystore.sks.tmp",
    "vault.creating",
];
const DEVICE_KEY: &str = "device.key";
const MIRROR: &str = "keystore-mirror.sks";

/// The folders of a swap. The caller holds the vault's lock.
#[derive(Debug, Clone, Copy)]
pub struct Swap<'a> {
    /// The vault's folder.
    pub dir: &'a Path,
    /// This computer's own folder.
    pub local_dir: &'a Path,
}

impl Swap<'_> {
    /// The folder in which the restored vault is prepared.
    #[must_use]
    pub fn work(&self) -> PathBuf {
        self.dir.join(WORK_FOLDER)
    }

    /// The place of the restored vault's part of this computer's own folder, with this computer's key if it has one.
    #[must_use]
    pub fn local_work(&self) -> PathBuf {
        self.work().join(LOCAL)
    }

    /// An empty work folder.
    ///
    /// # Errors
    /// [`BackupError::DiskFull`] or the disk's own refusal.
    pub fn begin(&self) -> Result<(), BackupError> {
        remove_if_there(&self.work()).map_err(BackupError::Io)?;
        fs::create_dir_all(self.local_work()).map_err(BackupError::writing)?;
        fs::create_dir_all(self.work().join(ATTACHMENTS)).map_err(BackupError::writing)?;
        let device_key = self.local_dir.join(DEVICE_KEY);
        if device_key.exists() {
            copy(&device_key, &self.local_work().join(DEVICE_KEY)).map_err(BackupError::writing)?;
        }
        Ok(())
    }

    /// Says that the work folder holds the whole vault. From here on there is no way back, and none is needed.
    ///
    /// # Errors
    /// [`BackupError::DiskFull`] or the disk's own refusal; nothing has been replaced then.
    pub fn ready(&self, now: Timestamp) -> Result<(), BackupError> {
        let format = format_description!("[year]-[month]-[day]-[hour][minute][second]");
        let at = OffsetDateTime::from_unix_timestamp(now.as_millis().div_euclid(1_000)).ok();
        let at = at.and_then(|at| at.format(format).ok()).unwrap_or_default();
        let mut name = format!("{REPLACED}{at}");
        while self.dir.join(&name).exists() {
            name.push('x');
        }
        let tmp = self.work().join("ready.tmp");
        write_synced(&tmp, name.as_bytes()).map_err(BackupError::writing)?;
        fs::rename(&tmp, self.work().join(READY)).map_err(BackupError::writing)?;
        sync_folder(&self.work());
        Ok(())
    }
}

/// Ends a swap that was begun, here or in a run that was killed; removes a work folder that never became ready. The
/// folder of what was replaced, when something was.
///
/// # Errors
/// The disk's own refusal; the next call goes on.
pub fn finish_swap(swap: Swap<'_>) -> Result<Option<PathBuf>, BackupError> {
    let work = swap.work();
    if !work.exists() {
        return Ok(None);
    }
    let Ok(name) = fs::read_to_string(work.join(READY)) else {
        remove_if_there(&work).map_err(BackupError::Io)?;
        return Ok(None);
    };
    let harmless = name.starts_with(REPLACED) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !harmless {
        return Err(BackupError::Damaged);
    }
    let replaced = swap.dir.join(name);
    if work.join(DATABASE).exists() {
        put_in_place(swap, &replaced).map_err(BackupError::writing)?;
    }
    // The mark goes first: without it the rest is only rubbish.
    remove_if_there(&work.join(READY)).and_then(|()| remove_if_there(&work)).map_err(BackupError::Io)?;
    Ok(replaced.exists().then_some(replaced))
}

fn put_in_place(swap: Swap<'_>, replaced: &Path) -> io::Result<()> {
    let work = swap.work();
    for name in OLD {
        set_aside(&swap.dir.join(name), &replaced.join(name))?;
    }
    let mirror = swap.local_dir.join(MIRROR);
    if mirror.exists() {
        // Another disk, perhaps: copied, then removed. The old vault's mirror must not answer for the new one.
        fs::create_dir_all(replaced)?;
        copy(&mirror, &replaced.join(MIRROR))?;
        remove_if_there(&mirror)?;
    }
    let (made, own) = (swap.local_work().join(DEVICE_KEY), swap.local_dir.join(DEVICE_KEY));
    if made.exists() && !own.exists() {
        fs::create_dir_all(swap.local_dir)?;
        copy(&made, &own)?;
    }
    for name in NEW {
        let (new, place) = (work.join(name), swap.dir.join(name));
        // Already in its place when a killed run came so far; what stands there is then not the old one.
        if new.exists() {
            set_aside(&place, &replaced.join(name))?;
            sync_folder(swap.dir);
            fs::rename(&new, &place)?;
            sync_folder(swap.dir);
        }
    }
    Ok(())
}

fn set_aside(path: &Path, to: &Path) -> io::Result<()> {
    if path.exists() {
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::rename(path, to)?;
    }
    Ok(())
}

/// A copy that is whole or absent, readable by this user alone.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let tmp = to.with_extension("copying");
    fs::copy(from, &tmp)?;
    fs::File::open(&tmp)?.sync_all()?;
    fs::rename(&tmp, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    /// A folder with an old vault, and a new one ready in its work folder.
    fn stage() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (dir, local) = (folder.path().join("vault"), folder.path().join("local"));
        for (at, names) in [
            (&dir, &["vault.db", "vault.db-wal", "keystore.sks", "keystore.sks.prev"][..]),
            (&local, &[MIRROR, DEVICE_KEY][..]),
        ] {
            fs::create_dir_all(at).unwrap();
            names.iter().for_each(|name| fs::write(at.join(name), "old").unwrap());
        }
        fs::create_dir(dir.join(ATTACHMENTS)).unwrap();
        fs::write(dir.join(ATTACHMENTS).join("a"), "old").unwrap();
        let swap = Swap { dir: &dir, local_dir: &local };
        swap.begin().unwrap();
        for name in ["vault.db", "keystore.sks"] {
            fs::write(swap.work().join(name), "new").unwrap();
        }
        swap.ready(NOW).unwrap();
        (folder, dir, local)
    }

    fn check(dir: &Path, local: &Path) {
        let read = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            (read(dir.join("vault.db")), read(dir.join("keystore.sks"))),
            ("new".into(), "new".into())
        );
        for gone in ["vault.db-wal", "keystore.sks.prev", WORK_FOLDER, "attachments/a"] {
            assert!(!dir.join(gone).exists(), "{gone}");
        }
        assert!(!local.join(MIRROR).exists(), "an old mirror would answer for the new vault");
        assert_eq!(read(local.join(DEVICE_KEY)), "old", "the computer stays the same");
        let replaced = dir.join("replaced-2026-09-21-141320");
        for kept in ["vault.db", "vault.db-wal", "keystore.sks", "keystore.sks.prev", "attachments/a", MIRROR]
        {
            assert_eq!(read(replaced.join(kept)), "old", "{kept}");
        }
    }

    #[test]
    fn the_old_vault_is_kept_whole_beside_the_new_one() {
        let (_folder, dir, local) = stage();
        let swap = Swap { dir: &dir, local_dir: &local };
        assert_eq!(finish_swap(swap).unwrap(), Some(dir.join("replaced-2026-09-21-141320")));
        check(&dir, &local);
        assert_eq!(finish_swap(swap).unwrap(), None, "and a second call does nothing");
        check(&dir, &local);
    }

    /// Undoes the last steps of a finished swap one after another, as if the run had been killed before them.
    #[test]
    fn a_swap_goes_on_from_wherever_it_was_cut_off() {
        for moved in 0..NEW.len() {
            let (_folder, dir, local) = stage();
            let swap = Swap { dir: &dir, local_dir: &local };
            let replaced = dir.join("replaced-2026-09-21-141320");
            for name in OLD.iter().take(moved + 1) {
                set_aside(&dir.join(name), &replaced.join(name)).unwrap();
            }
            for name in &NEW[..moved] {
                set_aside(&dir.join(name), &replaced.join(name)).unwrap();
                fs::rename(swap.work().join(name), dir.join(name)).unwrap();
            }
            // Killed between the two renames of the next one.
            set_aside(&dir.join(NEW[moved]), &replaced.join(NEW[moved])).unwrap();
            finish_swap(swap).unwrap();
            check(&dir, &local);
        }
    }

    #[test]
    fn a_work_folder_that_never_became_ready_is_only_removed() {
        let (_folder, dir, local) = stage();
        let swap = Swap { dir: &dir, local_dir: &local };
        fs::remove_file(swap.work().join(READY)).unwrap();
        assert_eq!(finish_swap(swap).unwrap(), None);
        assert_eq!(fs::read_to_string(dir.join("vault.db")).unwrap(), "old");
        assert!(!swap.work().exists());
    }

    #[test]
    fn a_mark_that_leads_elsewhere_is_not_followed() {
        let (_folder, dir, local) = stage();
        let swap = Swap { dir: &dir, local_dir: &local };
        fs::write(swap.work().join(READY), "replaced-/../../x").unwrap();
        assert!(finish_swap(swap).is_err());
        assert_eq!(fs::read_to_string(dir.join("vault.db")).unwrap(), "old");
    }
}
