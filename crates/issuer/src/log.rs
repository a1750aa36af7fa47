//! The issue log: what was signed and withdrawn, one JSON object a line, each bound to the one before it.
//!
//! It is only ever added to. It decides numbers: a licence's next revision, a list's next number.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sellify_domain::{LicenseId, Timestamp};
use sellify_licensing::{KeyId, KeyPurpose, Nonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::failure::Failure;

const NAME: &str = "issue-log.jsonl";
const LABEL: &[u8] = b"sellify/v1/issue-log";
const HASH_MEMBER: &str = ",\"hash\":\"";

/// What happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Happening {
    /// A key pair was made.
    Keygen { name: String, purpose: KeyPurpose, key_id: String },
    /// A licence was signed; `text` is the block, so that it can be sent again.
    Issue {
        lid: LicenseId,
        rev: u32,
        key_id: String,
        order: Option<String>,
        req: Option<Nonce>,
        text: String,
    },
    /// A licence was withdrawn.
    Revoke { lid: LicenseId, max_rev: u32, reason: String },
    /// A revocation list was signed.
    Crl { seq: u64, key_id: String, entries: usize, withdrawn_keys: Vec<String> },
    /// A key list was signed.
    Keylist { seq: u64, key_id: String, keys: Vec<String>, withdrawn_keys: Vec<String> },
}

/// One line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) n: u64,
    /// Unix seconds.
    pub(crate) at: i64,
    prev: String,
    #[serde(flatten)]
    pub(crate) happening: Happening,
}

/// The log, open and locked against a second run of this tool.
pub(crate) struct IssueLog {
    path: PathBuf,
    file: File,
    entries: Vec<Entry>,
    head: String,
}

impl IssueLog {
    /// Opens the folder's log, makes it when there is none, and checks all of it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(NAME);
        let open = || {
            let mut options = OpenOptions::new();
            options.read(true).append(true).create(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(&path)?;
            file.try_lock().map_err(|_| std::io::Error::other("another run of this tool holds it"))?;
            Ok(file)
        };
        let mut file: File = open().map_err(|error: std::io::Error| Failure::unwritable(&path, &error))?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| Failure::unreadable(&path, &error))?;
        let (entries, head) = check(&text).map_err(|fault| Failure::verification(fault.told(&path)))?;
        Ok(Self { path, file, entries, head })
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds a line and waits until it is on the disk.
    pub(crate) fn append(&mut self, now: Timestamp, happening: Happening) -> Result<(), Failure> {
        let n = self.entries.last().map_or(1, |last| last.n + 1);
        let entry = Entry { n, at: now.as_millis().div_euclid(1_000), prev: self.head.clone(), happening };
        let unwritable = |error: std::io::Error| Failure::unwritable(&self.path, &error);
        let json = serde_json::to_string(&entry).map_err(|error| unwritable(error.into()))?;
        let body = json.strip_suffix('}').unwrap_or(&json);
        let hash = hash(body);
        self.file
            .write_all(format!("{body}{HASH_MEMBER}{hash}\"}}\n").as_bytes())
            .and_then(|()| self.file.sync_all())
            .map_err(unwritable)?;
        self.head = hash;
        self.entries.push(entry);
        Ok(())
    }

    /// The newest issue of a licence: its revision and its text.
    pub(crate) fn newest(&self, lid: LicenseId) -> Option<(u32, &str)> {
        self.issues()
            .filter(|(of, ..)| *of == lid)
            .map(|(_, rev, text)| (rev, text))
            .max_by_key(|(rev, _)| *rev)
    }

    /// Every issue: licence, revision, text.
    pub(crate) fn issues(&self) -> impl Iterator<Item = (LicenseId, u32, &str)> {
        self.entries.iter().filter_map(|entry| match &entry.happening {
            Happening::Issue { lid, rev, text, .. } => Some((*lid, *rev, text.as_str())),
            _ => None,
        })
    }

    /// Up to which revision each licence is withdrawn.
    pub(crate) fn revoked(&self) -> std::collections::BTreeMap<LicenseId, u32> {
        let mut all = std::collections::BTreeMap::new();
        for entry in &self.entries {
            if let Happening::Revoke { lid, max_rev, .. } = &entry.happening {
                let highest = all.entry(*lid).or_insert(*max_rev);
                *highest = (*highest).max(*max_rev);
            }
        }
        all
    }

    /// Keys that a list of this tool has withdrawn.
    pub(crate) fn withdrawn_keys(&self) -> impl Iterator<Item = KeyId> {
        self.entries
            .iter()
            .filter_map(|entry| match &entry.happening {
                Happening::Crl { withdrawn_keys, .. } | Happening::Keylist { withdrawn_keys, .. } => {
                    Some(withdrawn_keys)
                }
                _ => None,
            })
            .flatten()
            .filter_map(|id| id.parse().ok())
    }
}

/// What is wrong with a log.
enum Fault {
    /// This line does not hold.
    Line(usize),
    /// The last line was cut short.
    Cut(usize),
}

impl Fault {
    fn told(&self, path: &Path) -> String {
        let path = path.display();
        match self {
            Self::Line(line) => format!(
                "{path} was changed or damaged at line {line}. Nothing was signed. Put back its copy before you go on."
            ),
            Self::Cut(line) => format!(
                "{path} was cut short in line {line}, as by a power cut. Nothing was signed. What that line was about \
                 was not given out: look whether the lines before are all there, then delete that line."
            ),
        }
    }
}

/// All entries and the last hash.
fn check(text: &str) -> Result<(Vec<Entry>, String), Fault> {
    let mut head = hash("");
    let mut entries: Vec<Entry> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let cut = !text.ends_with('\n') && text.lines().count() == index + 1;
        let fault = || if cut { Fault::Cut(index + 1) } else { Fault::Line(index + 1) };
        let (body, rest) = line.rsplit_once(HASH_MEMBER).filter(|_| !cut).ok_or_else(fault)?;
        let named = rest.strip_suffix("\"}").ok_or_else(fault)?;
        let entry: Entry = serde_json::from_str(&format!("{body}}}")).map_err(|_| fault())?;
        let next = u64::try_from(index + 1).map_err(|_| fault())?;
        if named != hash(body) || entry.prev != head || entry.n != next {
            return Err(fault());
        }
        head = named.to_owned();
        entries.push(entry);
    }
    Ok((entries, head))
}

fn hash(body: &str) -> String {
    let hash = Sha256::new().chain_update(LABEL).chain_update([0]).chain_update(body.as_bytes()).finalize();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
