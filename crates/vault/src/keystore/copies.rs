//! The copies of a keystore, newest first, and which of them opens.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::{Keystore, Rejected, Slot, SlotRefusal, SlotSecret};
use crate::consts::KS_MAX_BYTES;
use crate::crypto::Key;
use crate::{KeystoreCopy, VaultError, VaultPaths};

/// One copy that has the shape of a keystore.
#[derive(Debug)]
pub(crate) struct FoundCopy {
    pub(crate) copy: KeystoreCopy,
    pub(crate) keystore: Keystore,
    pub(crate) bytes: Vec<u8>,
}

/// What was found in the three places.
#[derive(Debug)]
pub(crate) struct Copies {
    /// Usable copies, highest generation first; at equal generations in the order of the places.
    found: Vec<FoundCopy>,
    /// Why `keystore.sks` itself is not among them, if it is not.
    current_fault: Option<CurrentFault>,
}

/// What is wrong with `keystore.sks` by its looks alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CurrentFault {
    Missing,
    Malformed,
    KdfOutOfRange,
    Unreadable,
}

/// A copy that opened.
pub(crate) struct OpenedCopy<'a> {
    pub(crate) found: &'a FoundCopy,
    /// The slot that the secret fitted.
    pub(crate) slot: uuid::Uuid,
    pub(crate) master: Key,
    /// `keystore.sks` is missing or certainly damaged, so that writing it anew can lose nothing.
    pub(crate) may_repair: bool,
}

impl Copies {
    /// Reads the three places.
    ///
    /// # Errors
    /// [`VaultError::KeystoreTooNew`] when any copy in the data folder is newer than this program: an older copy must
    /// then not be used, and nothing be written. [`VaultError::KeystoreMissing`] when there is no copy at all.
    pub(crate) fn find(paths: &VaultPaths) -> Result<Self, VaultError> {
        let mut found = Vec::new();
        let mut current_fault = None;
        let mut some_file = false;
        let mut unreadable = None;
        let places = [
            (KeystoreCopy::Current, paths.keystore()),
            (KeystoreCopy::Previous, paths.keystore_prev()),
            (KeystoreCopy::Mirror, paths.keystore_mirror()),
        ];
        for (copy, path) in places {
            let fault = match read_bounded(&path) {
                Ok(None) => CurrentFault::Missing,
                // One copy that cannot be read must not keep the others from opening the vault.
                Err(error) => {
                    unreadable.get_or_insert(error);
                    CurrentFault::Unreadable
                }
                Ok(Some(bytes)) => {
                    some_file = true;
                    match Keystore::parse(&bytes) {
                        Ok(keystore) => {
                            found.push(FoundCopy { copy, keystore, bytes });
                            continue;
                        }
                        Err(Rejected::TooNew) if copy != KeystoreCopy::Mirror => {
                            return Err(VaultError::KeystoreTooNew);
                        }
                        Err(Rejected::KdfOutOfRange) => CurrentFault::KdfOutOfRange,
                        Err(_) => CurrentFault::Malformed,
                    }
                }
            };
            if copy == KeystoreCopy::Current {
                current_fault = Some(fault);
            }
        }
        keep_one_vault(&mut found);
        found.sort_by_key(|copy| std::cmp::Reverse(copy.keystore.generation()));
        let copies = Self { found, current_fault };
        match (copies.found.is_empty(), unreadable) {
            (false, _) => Ok(copies),
            (true, Some(error)) => Err(error),
            (true, None) => Err(copies.nothing_found(some_file)),
        }
    }

    /// The highest generation that this secret opens and that Sellify wrote.
    pub(crate) fn unlock(&self, secret: &SlotSecret<'_>) -> Result<OpenedCopy<'_>, CopyRefusal> {
        let mut refusal = None;
        let mut current_tampered = false;
        for (at, found) in self.found.iter().enumerate() {
            let problem = match found.keystore.unwrap_by(secret) {
                Err(SlotRefusal::WrongSecret) => CopyRefusal::WrongSecret,
                Err(SlotRefusal::Corrupt(id)) => CopyRefusal::SlotCorrupt(id),
                Err(SlotRefusal::NoMemory) => return Err(CopyRefusal::NoMemory),
                Ok((_, master)) if !found.keystore.is_genuine(&master) => {
                    current_tampered |= found.copy == KeystoreCopy::Current;
                    CopyRefusal::Tampered
                }
                // A newer copy is whole and does not hold this secret: it was taken out on purpose, and an old file
                // must not bring it back.
                Ok((_, master))
                    if self.found[..at].iter().any(|newer| newer.keystore.is_genuine(&master)) =>
                {
                    return Err(CopyRefusal::WrongSecret);
                }
                Ok((slot, master)) => {
                    let may_repair = current_tampered || self.current_is_ruined(found);
                    return Ok(OpenedCopy { found, slot, master, may_repair });
                }
            };
            refusal.get_or_insert(problem);
        }
        Err(refusal.unwrap_or(CopyRefusal::WrongSecret))
    }

    /// The newest copy that was written under this master key.
    pub(crate) fn genuine(&self, master: &Key) -> Option<&FoundCopy> {
        self.found.iter().find(|found| found.keystore.is_genuine(master))
    }

    /// Every slot of every copy: what the file says about the ways in, proved by nothing yet.
    pub(crate) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.found.iter().flat_map(|found| found.keystore.known_slots())
    }

    /// The newest copy, proved by nothing yet.
    pub(crate) fn newest(&self) -> Option<&Keystore> {
        self.found.first().map(|found| &found.keystore)
    }

    /// Whether `keystore.sks` is missing or certainly damaged, given a copy that opened.
    fn current_is_ruined(&self, opened: &FoundCopy) -> bool {
        let current = self.found.iter().find(|found| found.copy == KeystoreCopy::Current);
        let other_id = current.is_some_and(|found| found.keystore.vault_id() != opened.keystore.vault_id());
        other_id || matches!(self.current_fault, Some(CurrentFault::Missing | CurrentFault::Malformed))
    }

    fn nothing_found(&self, some_file: bool) -> VaultError {
        match self.current_fault {
            Some(CurrentFault::KdfOutOfRange) => VaultError::KdfParamsOutOfRange,
            _ if some_file => {
                let fallback_used = self.current_fault != Some(CurrentFault::Malformed);
                VaultError::KeystoreCorrupt { fallback_used }
            }
            _ => VaultError::KeystoreMissing,
        }
    }
}

/// Why no copy opened; the newest copy's reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CopyRefusal {
    WrongSecret,
    SlotCorrupt(uuid::Uuid),
    Tampered,
    NoMemory,
}

/// The data folder says which vault this is. A mirror left by another vault that stood here must not answer for it.
fn keep_one_vault(found: &mut Vec<FoundCopy>) {
    if let Some(first) = found.first().map(|copy| copy.keystore.clone()) {
        found.retain(|copy| copy.keystore.is_kin_of(&first));
    }
}

/// The file's bytes, at most one more than a keystore may have; `None` when there is no file.
fn read_bounded(path: &Path) -> Result<Option<Vec<u8>>, VaultError> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(e) => return Err(VaultError::Io { path: path.to_owned(), source: e }),
    };
    let mut bytes = Vec::new();
    let limit = u64::try_from(KS_MAX_BYTES).unwrap_or(u64::MAX) + 1;
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|e| VaultError::Io { path: path.to_owned(), source: e })?;
    Ok(Some(bytes))
}
