//! The keyset: every key the vault works with, sealed in the keystore, and what an open vault hands out.

use std::collections::HashSet;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use sellify_domain::VaultId;

use crate::cell::KeyPurpose;
use crate::consts::KEY_LEN;
use crate::crypto::{Key, random};
use crate::sealer::{FieldKey, Sealer};
use crate::{SealError, VaultError};

/// The keys of an open vault. Wiped from memory when dropped; never printed.
pub struct VaultKeys {
    vault_id: VaultId,
    generation: u64,
    database: (Key, [u8; 16]),
    sealer: Sealer,
}

impl VaultKeys {
    /// The vault these keys belong to.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.vault_id
    }

    /// The keystore's generation. It never decreases: a lower one than last time means that an old file came back.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The database's key and the salt of its file header.
    #[must_use]
    pub fn database_key(&self) -> (Zeroizing<[u8; KEY_LEN]>, [u8; 16]) {
        self.database.clone()
    }

    /// Seals and opens single cells.
    #[must_use]
    pub fn sealer(&self) -> Sealer {
        self.sealer.clone()
    }

    /// Reads a keyset's plain bytes.
    pub(crate) fn read(vault_id: Uuid, generation: u64, keyset: &[u8]) -> Result<Self, VaultError> {
        let corrupt = || VaultError::KeystoreCorrupt { fallback_used: false };
        let wire: KeysetWire<'_> = serde_json::from_slice(keyset).map_err(|_| corrupt())?;
        if wire.v > KEYSET_VERSION {
            return Err(VaultError::KeystoreTooNew);
        }
        let mut current = wire.db.iter().filter(|db| db.state == CURRENT);
        let (Some(db), None) = (current.next(), current.next()) else { return Err(corrupt()) };
        let mut salt = [0_u8; 16];
        decode(db.salt, &mut salt).ok_or_else(corrupt)?;
        let database = (decode_key(db.key).ok_or_else(corrupt)?, salt);
        let fields = field_keys(&wire.fields).ok_or_else(corrupt)?;
        let vault_id = VaultId::from(vault_id);
        let sealer = Sealer::new(vault_id, fields).ok_or_else(corrupt)?;
        Ok(Self { vault_id, generation, database, sealer })
    }
}

impl fmt::Debug for VaultKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultKeys({}, generation {})", self.vault_id, self.generation)
    }
}

const KEYSET_VERSION: u32 = 1;
const CURRENT: &str = "current";

/// The keyset's plain form. Members that this version does not know (audit keys, vault signing key, backup
/// recipient) are passed over; a rewrap seals the same bytes again and never writes them from this structure.
#[derive(Serialize, Deserialize)]
struct KeysetWire<'a> {
    v: u32,
    #[serde(borrow)]
    db: Vec<DatabaseKeyWire<'a>>,
    #[serde(borrow)]
    fields: Vec<FieldKeyWire<'a>>,
}

#[derive(Serialize, Deserialize)]
struct DatabaseKeyWire<'a> {
    state: &'a str,
    key: &'a str,
    salt: &'a str,
}

#[derive(Serialize, Deserialize)]
struct FieldKeyWire<'a> {
    kid: u32,
    purpose: &'a str,
    state: &'a str,
    key: &'a str,
}

/// Makes the keyset of a new vault: every key random and independent. The buffer never grows, so no copy is left behind.
pub(crate) fn generate() -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let text = |bytes: &[u8]| Zeroizing::new(STANDARD_NO_PAD.encode(bytes));
    let (db_key, db_salt) = (text(random::<KEY_LEN>()?.as_slice()), text(random::<16>()?.as_slice()));
    let mut keys = Vec::new();
    for purpose in KeyPurpose::ALL {
        keys.push((purpose, text(random::<KEY_LEN>()?.as_slice())));
    }
    let fields = (1_u32..).zip(&keys).map(|(kid, (purpose, key))| FieldKeyWire {
        kid,
        purpose: purpose.name(),
        state: CURRENT,
        key,
    });
    let db = vec![DatabaseKeyWire { state: CURRENT, key: &db_key, salt: &db_salt }];
    let wire = KeysetWire { v: KEYSET_VERSION, db, fields: fields.collect() };
    let mut bytes = Zeroizing::new(Vec::with_capacity(4_096));
    serde_json::to_writer(&mut *bytes, &wire)
        .map_err(|_| VaultError::KeystoreCorrupt { fallback_used: false })?;
    Ok(bytes)
}

/// Key numbers are unique across purposes: a number alone must name one key.
fn field_keys(wire: &[FieldKeyWire<'_>]) -> Option<Vec<FieldKey>> {
    let mut seen = HashSet::new();
    let mut keys = Vec::with_capacity(wire.len());
    for field in wire {
        if field.kid == 0 || !seen.insert(field.kid) {
            return None;
        }
        // A purpose that only a newer version knows seals nothing here.
        let Some(purpose) = KeyPurpose::ALL.into_iter().find(|p| p.name() == field.purpose) else { continue };
        keys.push(FieldKey::new(field.kid, purpose, field.state == CURRENT, &decode_key(field.key)?));
    }
    Some(keys)
}

fn decode_key(text: &str) -> Option<Key> {
    let mut key = Zeroizing::new([0_u8; KEY_LEN]);
    decode(text, key.as_mut_slice())?;
    Some(key)
}

/// Fills `into` exactly, or fails.
fn decode(text: &str, into: &mut [u8]) -> Option<()> {
    let mut buffer = Zeroizing::new([0_u8; 48]);
    let length = STANDARD_NO_PAD.decode_slice(text, buffer.as_mut_slice()).ok()?;
    if length != into.len() {
        return None;
    }
    into.copy_from_slice(&buffer[..length]);
    Some(())
}

impl From<VaultError> for SealError {
    /// Sealing asks this crate's helpers for nothing but random numbers.
    fn from(_: VaultError) -> Self {
        Self::RandomUnavailable
    }
}
