//! Files handed over before an import. Bytes go into a temporary file that has no name on the disk, so
//! nothing readable stays behind, whatever happens to the process.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use parking_lot::Mutex;
use sellify_domain::{Timestamp, UploadId};

use crate::AppError;

/// How long a file waits for its import.
const LIFE_MS: i64 = 60 * 60 * 1_000;
/// The largest file, in bytes.
pub const LARGEST_UPLOAD: u64 = 1 << 30;

/// A file that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Identity.
    pub id: UploadId,
    /// The file's name, without its folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// Where the bytes are.
pub(crate) enum Staged {
    /// In a temporary file without a name.
    Temporary(File),
    /// Where the person keeps them (window and command line).
    Path(PathBuf),
}

struct Waiting {
    upload: Upload,
    staged: Staged,
    until: Timestamp,
}

/// The files that wait.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<HashMap<UploadId, Waiting>>);

/// A file that is being received.
pub struct Receiving {
    name: String,
    file: File,
    bytes: u64,
}

impl Receiving {
    pub(crate) fn start(name: &str, dir: &Path) -> Result<Self, AppError> {
        let file = tempfile::tempfile_in(dir).map_err(AppError::staging)?;
        Ok(Self { name: bare_name(name), file, bytes: 0 })
    }

    /// Takes more bytes.
    ///
    /// # Errors
    /// [`AppError::UploadTooLarge`], or the disk's own refusal. What was received is then gone.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), AppError> {
        self.bytes += chunk.len() as u64;
        if self.bytes > LARGEST_UPLOAD {
            return Err(AppError::UploadTooLarge);
        }
        self.file.write_all(chunk).map_err(AppError::staging)
    }
}

impl Uploads {
    pub(crate) fn keep(&self, received: Receiving, now: Timestamp) -> Result<Upload, AppError> {
        let Receiving { name, mut file, bytes } = received;
        file.seek(SeekFrom::Start(0)).map_err(AppError::staging)?;
        Ok(self.insert(name, bytes, Staged::Temporary(file), now))
    }

    pub(crate) fn keep_path(&self, path: &Path, now: Timestamp) -> Result<Upload, AppError> {
        let about = std::fs::metadata(path).map_err(|error| AppError::file_unreadable(path, &error))?;
        if !about.is_file() {
            return Err(AppError::FileNotAFile { name: bare_name(&path.to_string_lossy()) });
        }
        let name = bare_name(&path.to_string_lossy());
        Ok(self.insert(name, about.len(), Staged::Path(path.to_owned()), now))
    }

    fn insert(&self, name: String, bytes: u64, staged: Staged, now: Timestamp) -> Upload {
        let upload = Upload { id: UploadId::generate(now), name, bytes };
        let until = now.plus_millis(LIFE_MS);
        let mut waiting = self.0.lock();
        waiting.retain(|_, waiting| now < waiting.until);
        waiting.insert(upload.id, Waiting { upload: upload.clone(), staged, until });
        upload
    }

    /// The file and where its bytes are. It stays, so that a person can come back and change the mapping.
    pub(crate) fn find(&self, id: UploadId, now: Timestamp) -> Result<(Upload, Staged), AppError> {
        let mut all = self.0.lock();
        all.retain(|_, waiting| now < waiting.until);
        let waiting = all.get_mut(&id).ok_or(AppError::UploadGone)?;
        waiting.until = now.plus_millis(LIFE_MS);
        let staged = match &waiting.staged {
            Staged::Temporary(file) => Staged::Temporary(file.try_clone().map_err(AppError::staging)?),
            Staged::Path(path) => Staged::Path(path.clone()),
        };
        Ok((waiting.upload.clone(), staged))
    }

    /// Forgets a file whose import is done.
    pub(crate) fn forget(&self, id: UploadId) {
        self.0.lock().remove(&id);
    }

    /// Forgets them all: the vault is closing.
    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }
}

/// The last part of a path, whichever system wrote it.
fn bare_name(name: &str) -> String {
    let bare = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let bare: String = bare.chars().filter(|c| !c.is_control()).take(200).collect();
    if bare.is_empty() { "file".into() } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_file_leaves_no_name_on_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let mut receiving = Receiving::start("C:\\Users\\Anne\\clients.csv", dir.path()).unwrap();
        receiving.push(b"email\n").unwrap();
        let uploads = Uploads::default();
        let upload = uploads.keep(receiving, Timestamp::from_millis(0)).unwrap();
        assert_eq!((upload.name.as_str(), upload.bytes), ("clients.csv", 6));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "a crash must leave nothing readable");
        let (_, Staged::Temporary(mut file)) = uploads.find(upload.id, Timestamp::from_millis(1)).unwrap()
        else {
            panic!("staged bytes lie in a temporary file")
        };
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "email\n");
    }

    #[test]
    fn a_file_is_forgotten_after_an_hour() {
        let dir = tempfile::tempdir().unwrap();
        let uploads = Uploads::default();
        let receiving = Receiving::start("a.csv", dir.path()).unwrap();
        let upload = uploads.keep(receiving, Timestamp::from_millis(0)).unwrap();
        assert!(
            uploads.find(upload.id, Timestamp::from_millis(LIFE_MS - 1)).is_ok(),
            "and looking keeps it alive"
        );
        assert!(uploads.find(upload.id, Timestamp::from_millis(LIFE_MS + 5)).is_ok());
        let gone = uploads.find(upload.id, Timestamp::from_millis(3 * LIFE_MS));
        assert!(matches!(gone, Err(AppError::UploadGone)));
    }
}
