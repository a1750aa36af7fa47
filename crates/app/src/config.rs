//! Where the program keeps its files, and what it takes from the outside world.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use directories::ProjectDirs;
use sellify_domain::{Clock, SystemClock};
use sellify_vault::{Computer, VaultPaths};
use sha2::{Digest, Sha256};

use crate::AppError;

/// What the program takes from the outside world.
#[derive(Clone)]
pub struct AppConfig {
    /// The two folders of the vault.
    pub paths: VaultPaths,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What the vault recognises this computer by.
    pub computer: Computer,
}

impl AppConfig {
    /// The real clock and the real computer; the user's own folder, or the one of `--data-dir`.
    ///
    /// # Errors
    /// [`AppError::NoHomeFolder`] when the system does not say where the user's files go.
    pub fn for_this_computer(data_dir: Option<&Path>) -> Result<Self, AppError> {
        let paths = vault_paths(data_dir)?;
        Ok(Self { paths, clock: Arc::new(SystemClock), computer: Computer::this() })
    }
}

/// The data folder and the folder of this computer. They differ on purpose: a copied data folder opens nothing.
///
/// # Errors
/// [`AppError::NoHomeFolder`] when the system does not say where the user's files go.
pub fn vault_paths(data_dir: Option<&Path>) -> Result<VaultPaths, AppError> {
    let chosen = std::env::var_os("SELLIFY_LOCAL_DIR").map(PathBuf::from);
    let project = || ProjectDirs::from("", "", "Sellify").ok_or(AppError::NoHomeFolder);
    let Some(dir) = data_dir else {
        let project = project()?;
        let local_dir = chosen.unwrap_or_else(|| project.data_local_dir().join("this-computer"));
        return Ok(VaultPaths { dir: project.data_dir().join("vault"), local_dir });
    };
    let local_dir = match chosen {
        Some(local_dir) => local_dir,
        None => project()?.data_local_dir().join("this-computer").join(name_of(dir)),
    };
    Ok(VaultPaths { dir: dir.to_owned(), local_dir })
}

/// One name per folder, however the folder was written on the command line.
fn name_of(dir: &Path) -> String {
    let full = dir.canonicalize().or_else(|_| std::path::absolute(dir)).unwrap_or_else(|_| dir.to_owned());
    let hash = Sha256::digest(full.as_os_str().as_encoded_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
