//! Making a backup: copied, packed, encrypted, read back, proven, and only then given its name.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use sellify_domain::Timestamp;
use sellify_store::{DbKey, Snapshot, Store};
use sellify_vault::{DbKeyPair, VaultKeys, keyset_for_snapshot};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::archive::TarWriter;
use crate::files::{Hashing, Removed, hash_of, remove_if_there, room_for, sync_folder};
use crate::manifest::{
    ATTACHMENTS, AuditMark, DATABASE, KEYSET, MANIFEST, ManifestEntry, attachment_hash, hex,
};
use crate::unpack::{UnpackOrder, unpack};
use crate::{BackupError, BackupName, FORMAT, Manifest, container, open_sealed_cells};

/// What to back up, and where to.
pub struct CreateOrder<'a> {
    /// The database.
    pub store: &'a Store,
    /// Its keys: they say whose code opens the file, and go into it.
    pub keys: &'a VaultKeys,
    /// The firm's name.
    pub firm: String,
    /// Version of the program.
    pub app_version: &'a str,
    /// The vault's attachments; need not exist.
    pub attachments: &'a Path,
    /// The folder that backups go to; made when it is not there.
    pub folder: &'a Path,
    /// A folder of this vault alone for what is in the making; emptied first, removed at the end.
    pub scratch: &'a Path,
    /// The moment.
    pub now: Timestamp,
}

/// A backup that was proven.
#[derive(Debug, Clone)]
pub struct Made {
    /// The file.
    pub path: PathBuf,
    /// Its name.
    pub file_name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// What it holds.
    pub manifest: Manifest,
}

/// Makes a backup. The file has its name only when it was read back and passed every check. `progress` is told how
/// many bytes of how many are done.
///
/// # Errors
/// Why there is no new backup; the vault and every earlier backup are then as they were.
pub fn create(order: &CreateOrder<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<Made, BackupError> {
    let recipient = order.keys.backup_recipient().ok_or(BackupError::RecipientMissing)?;
    let recipient = container::recipient(recipient)?;
    let vault_id = order.keys.vault_id();
    let part = order.folder.join(format!("sellify-{}.sellifybak.part", vault_id.as_uuid().simple()));
    fs::create_dir_all(order.folder).map_err(|error| BackupError::folder(order.folder, error))?;
    // What a killed run left; both are this vault's alone, and one process has the vault.
    remove_if_there(&part).map_err(|error| BackupError::folder(order.folder, error))?;
    remove_if_there(order.scratch).map_err(BackupError::Io)?;
    fs::create_dir_all(order.scratch).map_err(BackupError::writing)?;
    let (_scratch, _part) = (Removed(order.scratch), Removed(&part));

    let size = fs::metadata(order.store.path()).map_or(0, |about| about.len());
    room_for(order.scratch, size + size / 10)?;
    let mut steps = Steps { before: 0, at: 0, size: size.max(1), progress };
    let contents = Contents::gather(order, &mut steps)?;
    room_for(order.folder, contents.manifest.total().unwrap_or(0))?;
    let ephemeral = Identity::generate();
    steps.next();
    let sealed = contents.write(order, &part, &[&recipient, &ephemeral.to_public()], &mut steps)?;
    let manifest = contents.into_manifest()?;
    steps.next();
    prove(order, &part, &ephemeral, &sealed, &mut steps).map_err(as_unverified)?;

    let (path, file_name) = free_name(order);
    fs::rename(&part, &path).map_err(|error| BackupError::folder(order.folder, error))?;
    sync_folder(order.folder);
    steps.end();
    Ok(Made { path, file_name, bytes: sealed.bytes, sha256: hex(&sealed.sha256), manifest })
}

/// Progress over the passes through all bytes: copied, hashed, packed, proven.
struct Steps<'a> {
    before: u64,
    at: u64,
    size: u64,
    progress: &'a mut dyn FnMut(u64, u64),
}

const PASSES: u64 = 4;

impl Steps<'_> {
    fn set(&mut self, at: u64) {
        self.at = at.min(self.size);
        (self.progress)(self.before + self.at, self.size * PASSES);
    }

    fn add(&mut self, bytes: u64) {
        self.set(self.at + bytes);
    }

    fn next(&mut self) {
        self.before += self.size;
        self.set(0);
    }

    fn end(&mut self) {
        self.set(self.size);
    }
}

/// What the tar will hold.
struct Contents {
    manifest: Manifest,
    keyset: Zeroizing<Vec<u8>>,
    database: PathBuf,
}

/// The finished file, by its bytes.
struct Sealed {
    sha256: [u8; 32],
    bytes: u64,
}

impl Contents {
    fn gather(order: &CreateOrder<'_>, steps: &mut Steps<'_>) -> Result<Self, BackupError> {
        let pair = DbKeyPair::random().map_err(|_| BackupError::RandomUnavailable)?;
        let key = DbKey::new(*pair.key, pair.salt);
        let database = order.scratch.join("copy.db");
        let facts = order.store.snapshot_blocking(&database, &key, &mut |done, _| steps.set(done))?;
        steps.next();
        let (sha256, bytes) = File::open(&database)
            .and_then(|file| hash_of(file, &mut |read| steps.add(read)))
            .map_err(BackupError::Io)?;
        // The copy's key goes where the vault's own stood: whoever restores the file opens it at once.
        let keyset =
            keyset_for_snapshot(order.keys, &pair).map_err(|_| BackupError::Unverified { what: KEYSET })?;
        let keyset_entry = ManifestEntry {
            name: KEYSET.to_owned(),
            bytes: keyset.len() as u64,
            sha256: hex(&Sha256::digest(&keyset)),
        };
        let mut entries = vec![keyset_entry, ManifestEntry { name: DATABASE.to_owned(), bytes, sha256 }];
        entries.extend(attachments(order.attachments)?);
        let audit = AuditMark::of(&facts);
        let manifest = Manifest {
            format: FORMAT,
            app_version: order.app_version.to_owned(),
            schema: facts.schema,
            vault_id: order.keys.vault_id(),
            firm: order.firm.clone(),
            created_at: order.now,
            recovery_key_id: mark(order),
            counts: facts.counts,
            audit,
            entries,
        };
        Ok(Self { manifest, keyset, database })
    }

    /// Packs, encrypts and flushes.
    fn write(
        &self,
        order: &CreateOrder<'_>,
        part: &Path,
        recipients: &[&Recipient],
        steps: &mut Steps<'_>,
    ) -> Result<Sealed, BackupError> {
        let file = File::create_new(part).map_err(|error| BackupError::folder(order.folder, error))?;
        let out = Hashing::new(BufWriter::with_capacity(256 * 1024, file));
        let seconds = u64::try_from(order.now.as_millis() / 1_000).unwrap_or(0);
        let mut tar = TarWriter::new(container::seal(out, recipients)?, seconds);
        let manifest = self.manifest.bytes()?;
        tar.entry(MANIFEST, manifest.len() as u64, &mut manifest.as_slice(), &mut |_| {})?;
        for entry in &self.manifest.entries {
            let mut from: Box<dyn Read> = match entry.name.as_str() {
                KEYSET => Box::new(self.keyset.as_slice()),
                DATABASE => Box::new(File::open(&self.database).map_err(BackupError::Io)?),
                name => {
                    let hash = attachment_hash(name).unwrap_or_default();
                    Box::new(File::open(order.attachments.join(hash)).map_err(BackupError::Io)?)
                }
            };
            tar.entry(&entry.name, entry.bytes, &mut from, &mut |read| steps.add(read))?;
        }
        let out = tar.finish()?.finish().map_err(BackupError::writing)?;
        let (out, sha256, bytes) = out.finish();
        let file = out.into_inner().map_err(|error| BackupError::writing(error.into_error()))?;
        file.sync_all().map_err(BackupError::writing)?;
        Ok(Sealed { sha256, bytes })
    }

    /// The copy has done its duty; its room is wanted for the proof.
    fn into_manifest(self) -> Result<Manifest, BackupError> {
        fs::remove_file(&self.database).map_err(BackupError::Io)?;
        Ok(self.manifest)
    }
}

/// The vault's attachments, each named by its hash; their content is proven when the file is read back.
fn attachments(folder: &Path) -> Result<Vec<ManifestEntry>, BackupError> {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(BackupError::Io(error)),
    };
    let mut entries = Vec::new();
    for file in files {
        let file = file.map_err(BackupError::Io)?;
        let name = format!("{ATTACHMENTS}/{}", file.file_name().to_string_lossy());
        let Some(sha256) = attachment_hash(&name).map(str::to_owned) else { continue };
        let bytes = file.metadata().map_err(BackupError::Io)?.len();
        entries.push(ManifestEntry { name, bytes, sha256 });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// Reads the file back from the disk and does with it everything that a restore does, by the ephemeral key: the
/// recovery code itself is not here. The key dies with this run.
fn prove(
    order: &CreateOrder<'_>,
    part: &Path,
    ephemeral: &Identity,
    sealed: &Sealed,
    steps: &mut Steps<'_>,
) -> Result<(), BackupError> {
    let work = order.scratch.join("proof");
    fs::create_dir(&work).map_err(BackupError::writing)?;
    let mut file =
        Counting { inner: File::open(part).map_err(BackupError::Io)?, hash: Sha256::new(), bytes: 0 };
    let secret = ephemeral.to_string();
    let unpack_order =
        UnpackOrder { identity: secret.expose_secret(), file_name: "", work: &work, keep_attachments: false };
    let unpacked = unpack(&mut file, &unpack_order, &mut |read| steps.add(read))?;
    if file.bytes != sealed.bytes || <[u8; 32]>::from(file.hash.finalize()) != sealed.sha256 {
        return Err(BackupError::Unverified { what: "the disk gives back other bytes" });
    }
    // By the file's own keys that was done; by the living vault's it must go as well.
    open_sealed_cells(&Snapshot::open(&unpacked.database, &unpacked.key()?)?, &order.keys.sealer())?;
    Ok(())
}

/// A fault in what was just written is the new file's fault, not a fault of the data.
fn as_unverified(error: BackupError) -> BackupError {
    match error {
        full @ BackupError::DiskFull { .. } => full,
        named @ BackupError::Unverified { .. } => named,
        BackupError::Store(_) => BackupError::Unverified { what: "the copied database has a fault" },
        _ => BackupError::Unverified { what: "it cannot be read back" },
    }
}

/// The mark of the code that opens the file.
fn mark(order: &CreateOrder<'_>) -> String {
    order.keys.recovery_key_id().unwrap_or_default()
}

/// A name that no file has yet.
fn free_name(order: &CreateOrder<'_>) -> (PathBuf, String) {
    let mut name = BackupName { at: order.now, recovery_key_id: mark(order), number: 1 };
    loop {
        let file_name = name.to_string();
        let path = order.folder.join(&file_name);
        if !path.exists() {
            return (path, file_name);
        }
        name.number += 1;
    }
}

/// Hashes what is read back.
struct Counting<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}
