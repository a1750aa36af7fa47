//! A file for a person, which gets its name when it is complete: half an export must not be taken for a whole one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is being written.
///
/// It is written beside its place (`contacts.csv.part`) and takes it at [`WholeFile::finish`]; dropped before, it
/// leaves nothing behind, and what stood there stays. Only its owner reads it. Two kinds of places are other than
/// a file: a link is followed, so that it goes on pointing where it did, and a device or a pipe (`/dev/stdout`) is
/// written into as it is, because there is nothing to take the place of.
#[derive(Debug)]
pub struct WholeFile {
    file: File,
    /// Where it is written until it is complete, and where it then stands; none when it is written in place.
    places: Option<(PathBuf, PathBuf)>,
}

impl WholeFile {
    /// Begins a file at `path`.
    ///
    /// # Errors
    /// Why nothing can be written there; what stands there is as it was.
    pub fn create(path: &Path) -> io::Result<Self> {
        let path = followed(path.to_owned())?;
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                return Ok(Self { file: OpenOptions::new().write(true).open(&path)?, places: None });
            }
            Ok(_) | Err(_) => {}
        }
        let mut unfinished = path.clone().into_os_string();
        unfinished.push(".part");
        let unfinished = PathBuf::from(unfinished);
        // What an export that was killed has left, or a link that somebody put in the way.
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { file: options.open(&unfinished)?, places: Some((unfinished, path)) })
    }

    /// Gives the complete file its name.
    ///
    /// # Errors
    /// Why it could not be; what stood there before is as it was.
    pub fn finish(mut self) -> io::Result<()> {
        let Some((unfinished, path)) = &self.places else { return self.file.flush() };
        // Its bytes first, then its name: after a power cut the name never stands on an empty file.
        self.file.sync_all()?;
        fs::rename(unfinished, path)?;
        self.places = None;
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some((unfinished, _)) = &self.places {
            // The first error is the one to tell.
            let _ = fs::remove_file(unfinished);
        }
    }
}

/// Where a link leads, though nothing may stand there yet.
fn followed(mut path: PathBuf) -> io::Result<PathBuf> {
    // Refuses links that lead in a circle, so that the loop ends.
    match fs::metadata(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    while fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
        let target = fs::read_link(&path)?;
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &Path, text: &str) -> io::Result<()> {
        let mut file = WholeFile::create(path)?;
        file.write_all(text.as_bytes())?;
        file.finish()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_gets_its_name_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contacts.csv");
        fs::write(&path, "before").unwrap();
        let mut half = WholeFile::create(&path).unwrap();
        half.write_all(b"half").unwrap();
        drop(half);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        written(&path, "after").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(names(folder.path()), ["contacts.csv"]);
        assert_eq!(written(folder.path(), "x").unwrap_err().kind(), io::ErrorKind::IsADirectory);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_goes_on_pointing_where_it_did() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("share")).unwrap();
        fs::write(at("share/real.csv"), "before").unwrap();
        symlink("share/real.csv", at("near")).unwrap();
        symlink(at("near"), at("far")).unwrap();
        symlink("share/new.csv", at("dangling")).unwrap();
        symlink("round", at("round")).unwrap();
        written(&at("far"), "after").unwrap();
        written(&at("dangling"), "first").unwrap();
        assert_eq!(fs::read_to_string(at("share/real.csv")).unwrap(), "after");
        assert_eq!(fs::read_to_string(at("share/new.csv")).unwrap(), "first");
        assert!(["near", "far", "dangling"].iter().all(|link| at(link).is_symlink()));
        assert!(written(&at("round"), "never").is_err(), "a circle has no end");
        assert_eq!(names(&at("share")), ["new.csv", "real.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_into_and_stays_one() {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        written(&pipe, "through").unwrap();
        assert_eq!(reader.join().unwrap(), "through");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!(names(folder.path()), ["pipe"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_way_of_the_unfinished_file_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("precious"), "mine").unwrap();
        std::os::unix::fs::symlink(at("precious"), at("a.csv.part")).unwrap();
        written(&at("a.csv"), "list").unwrap();
        assert_eq!(fs::read_to_string(at("precious")).unwrap(), "mine");
        assert_eq!(fs::read_to_string(at("a.csv")).unwrap(), "list");
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(at("a.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
