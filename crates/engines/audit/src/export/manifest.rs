//! What an export says about itself. It is what the signature covers.

use sellify_domain::{Timestamp, VaultId};
use sellify_store::AuditRow;
use serde::{Deserialize, Serialize};

use crate::hex;

/// The only format there is.
pub(super) const FORMAT: &str = "sellify-audit-export/1";
const FAMILY: &str = "sellify-audit-export/";

/// What an export says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `sellify-audit-export/1`.
    pub format: String,
    /// The vault the log belongs to.
    pub vault_id: String,
    /// When it was exported (ms).
    pub created_ms: i64,
    /// Number of the first entry.
    pub first_seq: u64,
    /// Number of the last entry.
    pub last_seq: u64,
    /// Entries.
    pub entries: u64,
    /// Entries whose details were lawfully erased.
    pub redacted: u64,
    /// Time of the first entry (ms).
    pub first_ms: i64,
    /// Time of the last entry (ms).
    pub last_ms: i64,
    /// Whether the details are in it.
    pub with_details: bool,
    /// Hash of the entry before the first one.
    pub prev: String,
    /// Hash of the last entry.
    pub head: String,
    /// Root of the RFC 6962 tree over the lines.
    pub merkle_root: String,
    /// SHA-256 of `entries.jsonl`.
    pub entries_sha256: String,
    /// Checkpoints in this range.
    pub checkpoints: u64,
    /// SHA-256 of `checkpoints.jsonl`.
    pub checkpoints_sha256: String,
    /// Ed25519 key of the vault that signed.
    pub public_key: String,
    /// Keys that signed the vault's checkpoints before it; the signature vouches for them.
    pub earlier_keys: Vec<String>,
}

impl Manifest {
    pub(super) fn begin(
        vault_id: VaultId,
        first_seq: u64,
        last_seq: u64,
        now: Timestamp,
        without_details: bool,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            vault_id: vault_id.to_string(),
            created_ms: now.as_millis(),
            first_seq,
            last_seq,
            entries: 0,
            redacted: 0,
            first_ms: 0,
            last_ms: 0,
            with_details: !without_details,
            prev: String::new(),
            head: String::new(),
            merkle_root: String::new(),
            entries_sha256: String::new(),
            checkpoints: 0,
            checkpoints_sha256: String::new(),
            public_key: String::new(),
            earlier_keys: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, row: &AuditRow) {
        if self.entries == 0 {
            self.first_ms = row.at.as_millis();
            self.prev = hex::encode(&row.prev);
        }
        self.entries += 1;
        self.redacted += u64::from(row.payload_ct.is_none());
        self.last_ms = row.at.as_millis();
        self.head = hex::encode(&row.hash);
    }

    /// One indented document with a line feed at the end: people will open it.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self).ok()?;
        bytes.push(b'\n');
        Some(bytes)
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, crate::ExportError> {
        #[derive(Deserialize)]
        struct Family {
            format: String,
        }
        let unreadable = crate::ExportError::ManifestUnreadable;
        let family: Family = serde_json::from_slice(bytes).map_err(|_| unreadable.clone())?;
        if family.format != FORMAT && family.format.starts_with(FAMILY) {
            return Err(crate::ExportError::TooNew);
        }
        serde_json::from_slice(bytes).map_err(|_| unreadable)
    }

    /// A short form of the key, to be read out and compared: `7be1 04c9 …`.
    #[must_use]
    pub fn key_fingerprint(&self) -> String {
        crate::chain::fingerprint(&hex::decode(&self.public_key).unwrap_or_default())
    }
}
