//! The two renames that put a database in another one's place, and the room that its copy needs.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::RotateError;
use crate::open::beside;

/// A copy takes as much as the file and its log; a fifth more is left for others.
const ROOM_FIFTHS: u64 = 6;

/// Which file goes where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// The database that everybody uses.
    pub main: PathBuf,
    /// The copy that takes its place.
    pub new: PathBuf,
    /// Where the present one is kept.
    pub old: PathBuf,
}

/// Refuses when the disk has not room for 1.2 times the database and its log.
///
/// # Errors
/// [`RotateError::NoRoom`], or why the system does not tell.
pub fn free_space(database: &Path) -> Result<(), RotateError> {
    let folder = database.parent().unwrap_or(Path::new("."));
    let size = |path: PathBuf| path.metadata().map_or(0, |file| file.len());
    let needed = (size(database.to_owned()) + size(beside(database, "-wal"))) / 5 * ROOM_FIFTHS;
    let free = fs4::available_space(folder).map_err(RotateError::Files)?;
    if free < needed { Err(RotateError::NoRoom { needed, free }) } else { Ok(()) }
}

/// Puts the copy in the database's place. Nobody may have either of them open. A power cut between the two renames
/// leaves both files, each under a name that tells what it is.
///
/// # Errors
/// [`RotateError::Files`]; the database then stands where it stood.
pub fn put_in_place(swap: &Swap) -> Result<(), RotateError> {
    for path in [&swap.main, &swap.new] {
        alone(path)?;
    }
    if swap.old.exists() {
        return Err(RotateError::Files(io::ErrorKind::AlreadyExists.into()));
    }
    // Gone when a cut fell between the two renames.
    let main_was_there = swap.main.exists();
    if main_was_there {
        fs::rename(&swap.main, &swap.old).map_err(RotateError::Files)?;
        flush_folder(&swap.main);
    }
    if let Err(error) = fs::rename(&swap.new, &swap.main) {
        if main_was_there {
            fs::rename(&swap.old, &swap.main).map_err(RotateError::Files)?;
        }
        return Err(RotateError::Files(error));
    }
    flush_folder(&swap.main);
    Ok(())
}

/// A log left beside a file would be replayed into whatever takes the file's name: there must be none with anything in it.
fn alone(database: &Path) -> Result<(), RotateError> {
    for suffix in ["-wal", "-journal"] {
        let path = beside(database, suffix);
        match path.metadata() {
            Ok(file) if file.len() > 0 => return Err(RotateError::differs("the log was not written back")),
            Ok(_) => fs::remove_file(&path).map_err(RotateError::Files)?,
            Err(_) => {}
        }
    }
    match fs::remove_file(beside(database, "-shm")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(RotateError::Files(error)),
        _ => Ok(()),
    }
}

/// Makes a rename durable. Windows has no such call; some network folders refuse it, and lose only speed.
fn flush_folder(file: &Path) {
    #[cfg(unix)]
    if let Some(folder) = file.parent().and_then(|folder| File::open(folder).ok()) {
        let _refused_by_some_network_folders = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = (file, File::open);
}
