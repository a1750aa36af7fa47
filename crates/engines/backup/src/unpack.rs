//! Reading a backup: what it is, or all of it into a folder where everything is checked before anybody may use it.

use std::fs::{self, File};
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

use age::x25519::Identity;
use sellify_store::{DbKey, Snapshot};
use sellify_vault::{VaultError, VaultKeys, database_key_of_backup, keys_of_backup};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::archive::{Entry, TarReader, rejected};
use crate::files::room_for;
use crate::manifest::{ATTACHMENTS, DATABASE, KEYSET, LARGEST_KEYSET, LARGEST_MANIFEST, MANIFEST, hex};
use crate::{BackupError, BackupName, Manifest, container, open_sealed_cells};

/// The database's name in the work folder.
const UNPACKED: &str = "vault.db";

/// What to do with a backup.
pub struct UnpackOrder<'a> {
    /// The age secret key: of the recovery code, or the ephemeral one of a new file.
    pub identity: &'a str,
    /// The file's name, which says whose code opens it.
    pub file_name: &'a str,
    /// An empty folder for the copy of the database.
    pub work: &'a Path,
    /// Whether attachments are written as well, not only hashed.
    pub keep_attachments: bool,
}

/// A backup that passed every check that needs no vault.
pub struct Unpacked {
    /// What it is.
    pub manifest: Manifest,
    /// The vault's keys, as the vault wrote them.
    pub keyset: Zeroizing<Vec<u8>>,
    /// The same keys, read: good for looking, not for changing anything.
    pub keys: VaultKeys,
    /// The copy of the database, under a key of its own.
    pub database: PathBuf,
    /// How many sealed values were opened on trial.
    pub cells: usize,
}

impl Unpacked {
    /// The key of the copy.
    ///
    /// # Errors
    /// [`BackupError::EntryRejected`] when the keyset holds none.
    pub fn key(&self) -> Result<DbKey, BackupError> {
        key_of(&self.keyset)
    }
}

fn key_of(keyset: &[u8]) -> Result<DbKey, BackupError> {
    let pair = database_key_of_backup(keyset).map_err(keys_refused)?;
    Ok(DbKey::new(*pair.key, pair.salt))
}

fn keys_refused(error: VaultError) -> BackupError {
    match error {
        VaultError::KeystoreTooNew => BackupError::TooNew,
        _ => rejected(KEYSET),
    }
}

impl std::fmt::Debug for Unpacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacked").field("manifest", &self.manifest).finish_non_exhaustive()
    }
}

/// Opens a file with a key and reads what it is. Only its beginning is read.
///
/// # Errors
/// [`BackupError::WrongRecoveryCode`], [`BackupError::NotABackup`], [`BackupError::TooNew`], [`BackupError::Damaged`].
pub fn inspect(input: impl Read, identity: &str, file_name: &str) -> Result<Manifest, BackupError> {
    let key = container::identity(identity)?;
    let mut tar = open(input, &key, file_name)?;
    read_manifest(&mut tar)
}

/// Unpacks a backup into a work folder and checks it: names, sizes, hashes, both integrity checks, every count, some sealed
/// values.
/// Nothing that it wrote may be used when this fails.
///
/// # Errors
/// As [`inspect`], and [`BackupError::EntryRejected`], [`BackupError::Unverified`], [`BackupError::DiskFull`].
pub fn unpack(
    input: impl Read,
    order: &UnpackOrder<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Unpacked, BackupError> {
    let key = container::identity(order.identity)?;
    let mut tar = open(input, &key, order.file_name)?;
    let manifest = read_manifest(&mut tar)?;
    let total = manifest.total().ok_or_else(|| rejected(MANIFEST))?;
    room_for(order.work, total)?;
    let keyset = unpack_entries(&mut tar, &manifest, order, progress)?;
    let keys = keys_of_backup(&keyset).map_err(keys_refused)?;
    if keys.vault_id() != manifest.vault_id {
        return Err(rejected(KEYSET));
    }
    let database = order.work.join(UNPACKED);
    let copy = Snapshot::open(&database, &key_of(&keyset)?)?;
    copy.check()?;
    if !manifest.agrees_with(&copy.facts()?) {
        return Err(BackupError::Damaged);
    }
    let cells = open_sealed_cells(&copy, &keys.sealer())?;
    Ok(Unpacked { manifest, keyset, keys, database, cells })
}

fn open(input: impl Read, key: &Identity, file_name: &str) -> Result<TarReader<impl Read>, BackupError> {
    let stream = container::unseal(BufReader::with_capacity(256 * 1024, input), key);
    let stream = stream.map_err(|error| match error {
        BackupError::WrongRecoveryCode { .. } => {
            let expected = BackupName::parse(file_name).map(|name| name.recovery_key_id);
            BackupError::WrongRecoveryCode { expected }
        }
        other => other,
    })?;
    Ok(TarReader::new(stream))
}

fn read_manifest(tar: &mut TarReader<impl Read>) -> Result<Manifest, BackupError> {
    let first = tar.next()?.ok_or(BackupError::NotABackup)?;
    if first.name != MANIFEST {
        return Err(rejected(&first.name));
    }
    Manifest::parse(&tar.small(&first, LARGEST_MANIFEST)?)
}

/// Every entry of the manifest, each once, and nothing else. The keys stay in memory.
fn unpack_entries(
    tar: &mut TarReader<impl Read>,
    manifest: &Manifest,
    order: &UnpackOrder<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Zeroizing<Vec<u8>>, BackupError> {
    let mut keyset = None;
    let mut seen = std::collections::HashSet::new();
    if order.keep_attachments {
        fs::create_dir_all(order.work.join(ATTACHMENTS)).map_err(BackupError::writing)?;
    }
    while let Some(entry) = tar.next()? {
        let promised = manifest.entry(&entry.name).filter(|promised| promised.bytes == entry.bytes);
        let promised = promised.ok_or_else(|| rejected(&entry.name))?;
        if !seen.insert(entry.name.clone()) {
            return Err(rejected(&entry.name));
        }
        let hash = if entry.name == KEYSET {
            let bytes = Zeroizing::new(tar.small(&entry, LARGEST_KEYSET)?);
            let hash = hex(&Sha256::digest(&bytes));
            keyset = Some(bytes);
            hash
        } else {
            write_entry(tar, &entry, order, progress)?
        };
        if hash != promised.sha256 {
            return Err(BackupError::Damaged);
        }
    }
    if seen.len() != manifest.entries.len() {
        return Err(BackupError::Damaged);
    }
    keyset.ok_or_else(|| rejected(KEYSET))
}

/// Writes one file, and gives its hash. Its name was allowed, so it is either the database or a hash.
fn write_entry(
    tar: &mut TarReader<impl Read>,
    entry: &Entry,
    order: &UnpackOrder<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<String, BackupError> {
    let path = match entry.name.as_str() {
        DATABASE => Some(order.work.join(UNPACKED)),
        name => order.keep_attachments.then(|| order.work.join(name)),
    };
    let mut file = match path {
        Some(path) => Some(File::create_new(path).map_err(BackupError::writing)?),
        None => None,
    };
    let mut hash = Sha256::new();
    tar.body(entry, &mut |part| {
        hash.update(part);
        progress(part.len() as u64);
        file.as_mut().map_or(Ok(()), |file| file.write_all(part)).map_err(BackupError::writing)
    })?;
    if let Some(file) = file {
        file.sync_all().map_err(BackupError::writing)?;
    }
    Ok(hex(&hash.finalize()))
}
