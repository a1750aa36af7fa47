//! What lies in a folder of backups, by its names: the folder itself is asked, not only the vault's own list.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{BackupError, BackupName};

/// One backup file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// The file.
    pub path: PathBuf,
    /// Its name.
    pub file_name: String,
    /// What the name says.
    pub name: BackupName,
    /// Its size.
    pub bytes: u64,
}

/// The backups in a folder, newest first. A folder that does not exist yet holds none.
///
/// # Errors
/// [`BackupError::FolderUnusable`].
pub fn list_folder(folder: &Path) -> Result<Vec<FoundFile>, BackupError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(BackupError::folder(folder, error)),
    };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let Some(file_name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let Some(name) = BackupName::parse(&file_name) else { continue };
        let Some(about) = entry.metadata().ok().filter(fs::Metadata::is_file) else { continue };
        found.push(FoundFile { path: entry.path(), file_name, name, bytes: about.len() });
    }
    found.sort_by(|a, b| (b.name.at, &b.file_name).cmp(&(a.name.at, &a.file_name)));
    Ok(found)
}
