//! "Is this newer than that": fingerprints in the target folder, so that finished work is not done again.

use anyhow::Result;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The state of some files when a piece of work was last finished.
pub(crate) struct Stamp {
    file: PathBuf,
    fingerprint: String,
}

impl Stamp {
    /// Fingerprints `inputs` (files, or folders with everything in them) for the work called `name`.
    pub(crate) fn of(name: &str, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            hash_tree(input, &mut hasher)?;
        }
        let file = crate::repo::target().join("xtask").join(format!("{name}.stamp"));
        Ok(Self { file, fingerprint: format!("{:016x}", hasher.finish()) })
    }

    /// Whether the work was done for exactly these inputs.
    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|seen| seen == self.fingerprint)
    }

    /// Remembers that the work is done.
    pub(crate) fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(&self.file, &self.fingerprint)?)
    }
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        entries.sort();
        for entry in entries {
            hash_tree(&entry, hasher)?;
        }
    } else if path.is_file() {
        path.file_name().hash(hasher);
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_in_a_folder_changes_the_fingerprint() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("deep").join("a.ts");
        fs::create_dir_all(file.parent().expect("a parent")).expect("made");
        fs::write(&file, "one").expect("written");
        let before = Stamp::of("x", &[dir.path().to_path_buf()]).expect("hashed");
        let same = Stamp::of("x", &[dir.path().to_path_buf()]).expect("hashed");
        fs::write(&file, "two").expect("written");
        let after = Stamp::of("x", &[dir.path().to_path_buf()]).expect("hashed");
        assert_eq!(before.fingerprint, same.fingerprint, "the same files give the same fingerprint");
        assert_ne!(before.fingerprint, after.fingerprint, "a change of content is seen");
    }
}
