//! The revocation list: which revisions of which licences the vendor has withdrawn. It never touches access to data.

use std::collections::{BTreeMap, BTreeSet};

use sellify_domain::{LicenseId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::envelope;
use crate::keys::{KeyId, KeyPurpose, KeyTable};
use crate::wire::{self, moment};
use crate::{Document, LicenseError};

const CRL: Document = Document::Crl;

/// The list that this build brings along; an empty file is no list.
const EMBEDDED: &str = include_str!("../../../../assets/license-revocations.txt");

/// A revocation list. The default is the empty list, number 0: nothing is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crl {
    /// Its number; a lower one than the highest seen is refused.
    pub seq: u64,
    /// When it was issued.
    pub issued: Timestamp,
    /// Up to which revision each licence is withdrawn.
    pub entries: BTreeMap<LicenseId, u32>,
    /// Keys that are withdrawn; only a list signed by a key for key lists may name any.
    pub revoked_key_ids: BTreeSet<KeyId>,
}

impl Crl {
    /// Up to which revision this licence is withdrawn.
    #[must_use]
    pub fn revoked_up_to(&self, lid: LicenseId) -> Option<u32> {
        self.entries.get(&lid).copied()
    }

    /// Whether this list may take the place of the one in use; the same one again may.
    ///
    /// # Errors
    /// [`LicenseError::OlderList`] when its number is lower.
    pub fn may_replace(&self, current: &Self) -> Result<(), LicenseError> {
        if self.seq < current.seq {
            return Err(LicenseError::OlderList { wanted: CRL, current: current.seq, found: self.seq });
        }
        Ok(())
    }
}

impl KeyTable {
    /// This table without the keys that the list withdraws.
    #[must_use]
    pub fn after(mut self, list: &Crl) -> Self {
        self.revoke(list.revoked_key_ids.iter().copied());
        self
    }
}

/// Reads a revocation list.
///
/// # Errors
/// The first rule that it breaks.
pub fn read_crl(text: &str, keys: &KeyTable) -> Result<Crl, LicenseError> {
    let opened = envelope::open(CRL, text, keys)?;
    let list = from_payload(&opened.payload)?;
    opened.key.vouches(CRL, list.issued)?;
    if !list.revoked_key_ids.is_empty() && opened.key.purpose() != KeyPurpose::KeyList {
        return Err(LicenseError::KeyPurpose { wanted: CRL, key_id: opened.key.id() });
    }
    Ok(list)
}

/// The list that this build brings along, or the empty one. A list that these keys did not sign is not one.
#[must_use]
pub fn embedded_crl(keys: &KeyTable) -> Crl {
    read_crl(EMBEDDED, keys).unwrap_or_default()
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CrlPayload {
    pub(crate) v: u32,
    pub(crate) typ: String,
    pub(crate) product: String,
    pub(crate) seq: u64,
    /// Unix seconds.
    pub(crate) issued: i64,
    pub(crate) entries: Vec<CrlEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) revoked_key_ids: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CrlEntry {
    pub(crate) lid: LicenseId,
    pub(crate) max_rev: u32,
}

const KNOWN: &[&str] = &["v", "typ", "product", "seq", "issued", "entries", "revoked_key_ids", "crit"];

pub(crate) fn from_payload(payload: &[u8]) -> Result<Crl, LicenseError> {
    let read: CrlPayload = wire::read(CRL, payload, KNOWN)?;
    let broken = |member| LicenseError::Payload { wanted: CRL, member };
    let mut entries = BTreeMap::new();
    for entry in read.entries {
        if entries.insert(entry.lid, entry.max_rev).is_some() {
            return Err(broken("entries"));
        }
    }
    let ids = read.revoked_key_ids.iter().map(|id| id.parse());
    Ok(Crl {
        seq: read.seq,
        issued: moment(CRL, "issued", read.issued)?,
        entries,
        revoked_key_ids: ids.collect::<Result<_, _>>().map_err(|_| broken("revoked_key_ids"))?,
    })
}
