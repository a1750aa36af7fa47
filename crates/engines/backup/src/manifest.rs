//! The first entry of a backup: what it is, what it holds, and the hash of every other entry.

use std::collections::{BTreeMap, HashSet};

use sellify_domain::{Timestamp, VaultId};
use sellify_store::{SCHEMA_VERSION, SnapshotFacts};
use serde::{Deserialize, Serialize};

use crate::BackupError;
use crate::archive::rejected;

/// The only format so far.
pub const FORMAT: u32 = 1;

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const DATABASE: &str = "vault.db";
pub(crate) const KEYSET: &str = "keyset.json";
pub(crate) const ATTACHMENTS: &str = "attachments";
/// Longest manifest that is read; enough for a hundred thousand attachments.
pub(crate) const LARGEST_MANIFEST: u64 = 16 << 20;
/// Longest keyset that is read.
pub(crate) const LARGEST_KEYSET: u64 = 256 << 10;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the file format; [`FORMAT`].
    pub format: u32,
    /// Version of the program that wrote it.
    pub app_version: String,
    /// Schema version of the database.
    pub schema: u32,
    /// The vault.
    pub vault_id: VaultId,
    /// The firm's name, for a person who looks at several files.
    pub firm: String,
    /// The moment of the copy.
    pub created_at: Timestamp,
    /// The mark of the recovery code that opens the file.
    pub recovery_key_id: String,
    /// Rows per table.
    pub counts: BTreeMap<String, u64>,
    /// The end of the audit chain: an anchor outside the vault.
    pub audit: Option<AuditMark>,
    /// Every other entry.
    pub entries: Vec<ManifestEntry>,
}

/// One entry of the audit log, known from outside the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditMark {
    /// Number in the chain.
    pub seq: u64,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
    /// When it was written.
    pub at: Timestamp,
}

/// One entry of the tar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// The one member that every later format keeps.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl Manifest {
    /// Reads the bytes of a manifest.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, BackupError> {
        let damaged = |_| rejected(MANIFEST);
        let Format { format } = serde_json::from_slice(bytes).map_err(damaged)?;
        if format > FORMAT {
            return Err(BackupError::TooNew);
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(damaged)?;
        if manifest.schema > SCHEMA_VERSION {
            return Err(BackupError::TooNew);
        }
        manifest.check_entries()?;
        Ok(manifest)
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, BackupError> {
        serde_json::to_vec_pretty(self).map_err(|_| BackupError::Unverified { what: MANIFEST })
    }

    fn check_entries(&self) -> Result<(), BackupError> {
        let mut seen = HashSet::new();
        for entry in &self.entries {
            let ours =
                entry.name == DATABASE || entry.name == KEYSET || attachment_hash(&entry.name).is_some();
            // An attachment is named by its content.
            let agrees = attachment_hash(&entry.name).is_none_or(|hash| hash == entry.sha256);
            if !ours || !agrees || !is_hash(&entry.sha256) || !seen.insert(entry.name.as_str()) {
                return Err(rejected(&entry.name));
            }
        }
        let both = [DATABASE, KEYSET].iter().all(|name| seen.contains(name));
        if both && self.format == FORMAT { Ok(()) } else { Err(rejected(MANIFEST)) }
    }

    /// What an entry must be.
    pub(crate) fn entry(&self, name: &str) -> Option<&ManifestEntry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// Bytes of all entries together; nothing when the sum cannot be one.
    pub(crate) fn total(&self) -> Option<u64> {
        self.entries.iter().try_fold(0_u64, |sum, entry| sum.checked_add(entry.bytes))
    }

    /// Whether a database holds what was written down.
    pub(crate) fn agrees_with(&self, facts: &SnapshotFacts) -> bool {
        self.schema == facts.schema && self.counts == facts.counts && self.audit == AuditMark::of(facts)
    }
}

impl AuditMark {
    pub(crate) fn of(facts: &SnapshotFacts) -> Option<Self> {
        facts.audit.map(|head| Self { seq: head.seq, hash: hex(&head.hash), at: head.at })
    }
}

/// The hash in the name of an attachment.
pub(crate) fn attachment_hash(name: &str) -> Option<&str> {
    name.strip_prefix(ATTACHMENTS)?.strip_prefix('/').filter(|hash| is_hash(hash))
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn good() -> Value {
        let hash = "ab".repeat(32);
        json!({
            "format": 1, "app_version": "0.1.0", "schema": 5, "vault_id": "0199a0c4-2a5e-7c3b-8d1f-0123456789ab",
            "firm": "Cabinet Mariani", "created_at": 1_790_000_000_000_i64, "recovery_key_id": "rkAB12",
            "counts": {"contacts": 3}, "audit": {"seq": 1, "hash": hash, "at": 1},
            "entries": [
                {"name": "keyset.json", "bytes": 10, "sha256": hash},
                {"name": "vault.db", "bytes": 10, "sha256": hash},
                {"name": format!("attachments/{hash}"), "bytes": 1, "sha256": hash},
            ],
        })
    }

    fn read(value: &Value) -> Result<Manifest, BackupError> {
        Manifest::parse(value.to_string().as_bytes())
    }

    #[test]
    fn a_manifest_reads_back_and_unknown_members_are_passed_over() {
        let mut value = good();
        value["later"] = json!("something");
        let manifest = read(&value).unwrap();
        assert_eq!(Manifest::parse(&manifest.bytes().unwrap()).unwrap(), manifest);
    }

    #[test]
    fn a_later_format_is_told_as_such_whatever_else_it_holds() {
        assert!(matches!(read(&json!({"format": 2, "entries": "other"})), Err(BackupError::TooNew)));
        let mut newer = good();
        newer["schema"] = json!(SCHEMA_VERSION + 1);
        assert!(matches!(read(&newer), Err(BackupError::TooNew)));
    }

    #[test]
    fn wrong_lists_of_entries_are_refused() {
        for (path, wrong) in [
            ("/entries/0/name", json!("../keyset.json")),
            ("/entries/0/name", json!("vault.db")),
            ("/entries/2/name", json!(format!("attachments/{}", "cd".repeat(32)))),
            ("/entries/2/name", json!("attachments/x")),
            ("/entries/1/sha256", json!("AB".repeat(32))),
            ("/entries/1/bytes", json!(-1)),
            ("/entries", json!([])),
            ("/format", json!(0)),
        ] {
            let mut value = good();
            *value.pointer_mut(path).unwrap() = wrong.clone();
            assert!(matches!(read(&value), Err(BackupError::EntryRejected { .. })), "{path}: {wrong}");
        }
        let twice = good().to_string().replacen("{", "{\"format\":1,", 1);
        assert!(Manifest::parse(twice.as_bytes()).is_err(), "a member that stands there twice");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Manifest::parse(&bytes);
        }

        #[test]
        fn any_damage_to_a_good_one_is_read_or_refused_without_a_panic(at in 0_usize..700, byte: u8) {
            let mut bytes = good().to_string().into_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = Manifest::parse(&bytes);
        }
    }
}
