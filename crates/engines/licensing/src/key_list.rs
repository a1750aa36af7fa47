//! The key list: new keys to trust and old ones to withdraw, between two releases of the program.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};

use crate::envelope;
use crate::keys::{KeyId, KeyPurpose, KeyTable, TrustedKey};
use crate::wire::{self, moment};
use crate::{Document, LicenseError};

const KEY_LIST: Document = Document::KeyList;

/// A key list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyList {
    /// Its number; a lower one than the highest seen is refused.
    pub seq: u64,
    /// When it was issued.
    pub issued: Timestamp,
    /// Keys to trust from now on. Never keys for key lists: those come with a release only.
    pub keys: Vec<TrustedKey>,
    /// Keys not to trust any more.
    pub revoked_key_ids: BTreeSet<KeyId>,
}

impl KeyList {
    /// Whether this list may take the place of the one in use.
    ///
    /// # Errors
    /// [`LicenseError::OlderList`] when its number is lower.
    pub fn may_replace(&self, current: &Self) -> Result<(), LicenseError> {
        if self.seq < current.seq {
            return Err(LicenseError::OlderList { wanted: KEY_LIST, current: current.seq, found: self.seq });
        }
        Ok(())
    }
}

impl KeyTable {
    /// This table with the keys of the list, and without those that it withdraws.
    #[must_use]
    pub fn with_list(mut self, list: &KeyList) -> Self {
        for key in &list.keys {
            self.add(key.clone());
        }
        self.revoke(list.revoked_key_ids.iter().copied());
        self
    }
}

/// Reads a key list.
///
/// # Errors
/// The first rule that it breaks.
pub fn read_key_list(text: &str, keys: &KeyTable) -> Result<KeyList, LicenseError> {
    let opened = envelope::open(KEY_LIST, text, keys)?;
    let list = from_payload(&opened.payload)?;
    opened.key.vouches(KEY_LIST, list.issued)?;
    Ok(list)
}

#[derive(Serialize, Deserialize)]
pub(crate) struct KeyListPayload {
    pub(crate) v: u32,
    pub(crate) typ: String,
    pub(crate) product: String,
    pub(crate) seq: u64,
    /// Unix seconds.
    pub(crate) issued: i64,
    pub(crate) keys: Vec<ListedKey>,
    #[serde(default)]
    pub(crate) revoked_key_ids: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ListedKey {
    pub(crate) purpose: KeyPurpose,
    pub(crate) public_key: String,
    /// Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) not_after_iat: Option<i64>,
}

const KNOWN: &[&str] = &["v", "typ", "product", "seq", "issued", "keys", "revoked_key_ids", "crit"];

pub(crate) fn from_payload(payload: &[u8]) -> Result<KeyList, LicenseError> {
    let read: KeyListPayload = wire::read(KEY_LIST, payload, KNOWN)?;
    let broken = |member| LicenseError::Payload { wanted: KEY_LIST, member };
    let mut keys = Vec::new();
    for listed in read.keys {
        let bytes = STANDARD.decode(&listed.public_key).ok().and_then(|bytes| bytes.try_into().ok());
        let last = listed.not_after_iat.map(|at| moment(KEY_LIST, "not_after_iat", at)).transpose()?;
        let key = bytes.and_then(|bytes: [u8; 32]| TrustedKey::new(&bytes, listed.purpose, last).ok());
        match key {
            Some(key) if key.purpose() != KeyPurpose::KeyList => keys.push(key),
            _ => return Err(broken("keys")),
        }
    }
    let ids = read.revoked_key_ids.iter().map(|id| id.parse());
    Ok(KeyList {
        seq: read.seq,
        issued: moment(KEY_LIST, "issued", read.issued)?,
        keys,
        revoked_key_ids: ids.collect::<Result<_, _>>().map_err(|_| broken("revoked_key_ids"))?,
    })
}
