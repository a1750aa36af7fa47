//! Reading and writing files: never over an old one, never too long, and private ones for their owner only.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::failure::Failure;

/// No file that this tool reads is longer.
const LIMIT: u64 = 1024 * 1024;

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Everybody,
    OwnerOnly,
}

/// Reads a text file, or standard input for `-`.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = if path.as_os_str() == "-" { limited(io::stdin()) } else { open(path) };
    let bytes = bytes.map_err(|error| Failure::unreadable(path, &error))?;
    String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{} is not a text file.", path.display())))
}

/// Reads a file of bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    open(path).map_err(|error| Failure::unreadable(path, &error))
}

fn open(path: &Path) -> io::Result<Vec<u8>> {
    limited(File::open(path)?)
}

fn limited(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LIMIT) {
        return Err(io::Error::other("it is too long"));
    }
    Ok(bytes)
}

/// Writes a new file; an existing one is never overwritten.
pub(crate) fn write(path: &Path, bytes: &[u8], access: Access) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::OwnerOnly {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = access;
    let write = || {
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| Failure::unwritable(path, &error))
}

/// Takes the place of an existing file in one step.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = Path::new(&name);
    write(new, bytes, Access::Everybody)?;
    std::fs::rename(new, path).map_err(|error| Failure::unwritable(path, &error))
}

/// Refuses a secret that others on this computer can read or change.
pub(crate) fn refuse_shared(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = std::fs::metadata(path).map_err(|error| Failure::unreadable(path, &error))?;
        if found.is_file() && found.permissions().mode() & 0o077 != 0 {
            return Err(Failure::key(format!(
                "{0} can be read or changed by others on this computer. Make it yours alone (chmod 600 {0}), and \
                 think about whether anybody may have copied it.",
                path.display()
            )));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
