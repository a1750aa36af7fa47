//! One entry, or one checkpoint, as a line of JSON. Written in one way only, so that a changed byte cannot hide.

use sellify_domain::Timestamp;
use sellify_store::{AuditRow, CheckpointRow};
use serde::{Deserialize, Serialize};

use crate::chain::SALT_LEN;
use crate::{AuditError, hex};

/// An entry. Everything in it is covered by its hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryLine {
    pub(super) seq: u64,
    pub(super) at_ms: i64,
    /// The same time for people.
    pub(super) at: String,
    pub(super) actor: String,
    pub(super) action: String,
    pub(super) object: String,
    /// JSON as it was recorded, byte for byte; none when it was erased or left out.
    pub(super) details: Option<String>,
    pub(super) salt: Option<String>,
    pub(super) commitment: String,
    pub(super) prev: String,
    pub(super) hash: String,
}

/// A checkpoint.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckpointLine {
    pub(super) number: u64,
    pub(super) seq: u64,
    pub(super) hash: String,
    pub(super) at_ms: i64,
    pub(super) reason: String,
    pub(super) epoch: u64,
    pub(super) key_index: u64,
    pub(super) mac: Option<String>,
    pub(super) public_key: String,
    pub(super) signature: String,
}

pub(super) fn write(into: &mut Vec<u8>, row: &AuditRow, salted: Option<&[u8]>) -> Result<(), AuditError> {
    let parts =
        salted.map(|salted| salted.split_at_checked(SALT_LEN).ok_or(AuditError::Details)).transpose()?;
    let details = parts.map(|(_, details)| std::str::from_utf8(details).map(str::to_owned)).transpose();
    let line = EntryLine {
        seq: row.seq,
        at_ms: row.at.as_millis(),
        at: row.at.to_rfc3339(),
        actor: row.actor.clone(),
        action: row.action.clone(),
        object: row.object.clone(),
        details: details.map_err(|_| AuditError::Details)?,
        salt: parts.map(|(salt, _)| hex::encode(salt)),
        commitment: hex::encode(&row.commitment),
        prev: hex::encode(&row.prev),
        hash: hex::encode(&row.hash),
    };
    serde_json::to_writer(into, &line).map_err(|_| AuditError::Details)
}

pub(super) fn write_checkpoint(into: &mut Vec<u8>, row: &CheckpointRow) -> Result<(), AuditError> {
    let line = CheckpointLine {
        number: row.number,
        seq: row.seq,
        hash: hex::encode(&row.hash),
        at_ms: row.at.as_millis(),
        reason: row.reason.clone(),
        epoch: row.epoch,
        key_index: row.key_index,
        mac: row.mac.map(|mac| hex::encode(&mac)),
        public_key: hex::encode(&row.public_key),
        signature: hex::encode(&row.signature),
    };
    serde_json::to_writer(into, &line).map_err(|_| AuditError::Details)
}

impl EntryLine {
    /// Reads a line, and refuses one that this program would have written otherwise.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(line).ok()?;
        let same = serde_json::to_vec(&read).is_ok_and(|written| written == line);
        let at = Timestamp::from_millis(read.at_ms);
        (same && read.at == at.to_rfc3339() && read.details.is_some() == read.salt.is_some()).then_some(read)
    }

    /// The entry as the chain hashes it; `prev` and `hash` as the line says.
    pub(super) fn row(&self) -> Option<AuditRow> {
        let at = Timestamp::from_millis(self.at_ms);
        Some(AuditRow {
            seq: self.seq,
            // Not part of the hash, and so not part of the export.
            id: sellify_domain::AuditEntryId::from_slice(&[0; 16]).ok()?,
            at,
            actor: self.actor.clone(),
            action: self.action.clone(),
            object: self.object.clone(),
            payload_ct: None,
            commitment: hex::decode(&self.commitment)?,
            prev: hex::decode(&self.prev)?,
            hash: hex::decode(&self.hash)?,
        })
    }

    /// Salt and details as they were committed to.
    pub(super) fn salted(&self) -> Option<Option<Vec<u8>>> {
        let (Some(salt), Some(details)) = (&self.salt, &self.details) else { return Some(None) };
        Some(Some([&hex::decode::<SALT_LEN>(salt)?[..], details.as_bytes()].concat()))
    }
}

impl CheckpointLine {
    pub(super) fn read(line: &[u8]) -> Option<CheckpointRow> {
        let read: Self = serde_json::from_slice(line).ok()?;
        if serde_json::to_vec(&read).is_ok_and(|written| written != line) {
            return None;
        }
        let mac = match &read.mac {
            Some(mac) => Some(hex::decode(mac)?),
            None => None,
        };
        Some(CheckpointRow {
            number: read.number,
            seq: read.seq,
            hash: hex::decode(&read.hash)?,
            at: Timestamp::from_millis(read.at_ms),
            reason: read.reason,
            epoch: read.epoch,
            key_index: read.key_index,
            mac,
            public_key: hex::decode(&read.public_key)?,
            signature: hex::decode(&read.signature)?,
        })
    }
}
