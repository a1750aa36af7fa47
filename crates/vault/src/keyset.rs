//! The keyset: every key the vault works with, as it lies sealed in the keystore.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use uuid::Uuid;
use zeroize::Zeroizing;

use sellify_domain::Timestamp;

use crate::cell::KeyPurpose;
use crate::consts::KEY_LEN;
use crate::crypto::{Key, random};
use crate::{AuditAnchor, DbKeyPair, VaultError};

const KEYSET_VERSION: u32 = 1;
pub(crate) const CURRENT: &str = "current";
pub(crate) const PENDING: &str = "pending";
/// A key that seals nothing any more while cells under it are being sealed again.
pub(crate) const PREVIOUS: &str = "previous";
pub(crate) const RETIRED: &str = "retired";

/// The keyset in memory. Everything secret in it is wiped when dropped.
#[derive(Clone)]
pub(crate) struct Keyset {
    pub(crate) databases: Vec<DatabaseEntry>,
    pub(crate) fields: Vec<FieldEntry>,
    pub(crate) signing: Vec<SigningEntry>,
    pub(crate) recipient: Option<String>,
    pub(crate) anchor: Option<AuditAnchor>,
    pub(crate) passphrase_required: bool,
    /// Members that only a newer version understands, kept as they were.
    others: Vec<(String, Zeroizing<String>)>,
}

#[derive(Clone)]
pub(crate) struct DatabaseEntry {
    pub(crate) state: String,
    pub(crate) pair: DbKeyPair,
    /// When it became current, and when it ceased to be, in milliseconds.
    pub(crate) made: Option<i64>,
    pub(crate) retired: Option<i64>,
}

#[derive(Clone)]
pub(crate) struct FieldEntry {
    pub(crate) kid: u32,
    pub(crate) purpose: String,
    pub(crate) state: String,
    pub(crate) key: Key,
}

#[derive(Clone)]
pub(crate) struct SigningEntry {
    pub(crate) epoch: u32,
    pub(crate) seed: Key,
}

impl Keyset {
    /// The keyset of a new vault: every key random and independent.
    pub(crate) fn generate(now: Option<Timestamp>) -> Result<Self, VaultError> {
        let mut fields = Vec::new();
        for (kid, purpose) in (1_u32..).zip(KeyPurpose::ALL) {
            fields.push(FieldEntry::generate(kid, purpose)?);
        }
        let made = now.map(Timestamp::as_millis);
        let database =
            DatabaseEntry { state: CURRENT.into(), pair: DbKeyPair::random()?, made, retired: None };
        let mut keyset = Self {
            databases: vec![database],
            fields,
            signing: Vec::new(),
            recipient: None,
            anchor: None,
            passphrase_required: false,
            others: Vec::new(),
        };
        keyset.add_signing_key()?;
        Ok(keyset)
    }

    /// Adds a signing key of the next epoch; the newest one signs.
    pub(crate) fn add_signing_key(&mut self) -> Result<(), VaultError> {
        let epoch = self.signing.iter().map(|entry| entry.epoch).max().unwrap_or(0).saturating_add(1);
        self.signing.push(SigningEntry { epoch, seed: random::<KEY_LEN>()? });
        Ok(())
    }

    /// The only database key in this state.
    pub(crate) fn database(&self, state: &str) -> Option<&DatabaseEntry> {
        self.databases.iter().find(|entry| entry.state == state)
    }

    /// Reads the plain bytes.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let members: Members<'_> = serde_json::from_slice(bytes).map_err(|_| corrupt())?;
        if members.read::<u32>("v")?.ok_or_else(corrupt)? > KEYSET_VERSION {
            return Err(VaultError::KeystoreTooNew);
        }
        let databases: Vec<DatabaseWire<'_>> = members.read("db")?.ok_or_else(corrupt)?;
        let fields: Vec<FieldWire<'_>> = members.read("fields")?.ok_or_else(corrupt)?;
        let signing: Vec<SigningWire<'_>> = members.read("signing")?.unwrap_or_default();
        let recipient = members.read::<BackupWire>("backup")?.map(|backup| backup.recipient);
        let anchor = members.read::<AnchorWire>("anchor")?.map(AuditAnchor::try_from).transpose()?;
        let keyset = Self {
            databases: databases
                .iter()
                .map(DatabaseWire::owned)
                .collect::<Option<_>>()
                .ok_or_else(corrupt)?,
            fields: fields.iter().map(FieldWire::owned).collect::<Option<_>>().ok_or_else(corrupt)?,
            signing: signing.iter().map(SigningWire::owned).collect::<Option<_>>().ok_or_else(corrupt)?,
            recipient,
            anchor,
            passphrase_required: members.read("passphrase_required")?.unwrap_or(false),
            others: members.others(),
        };
        keyset.check().ok_or_else(corrupt)?;
        Ok(keyset)
    }

    /// One current database key, at most one pending, numbers that name one key each.
    fn check(&self) -> Option<()> {
        let count = |state: &str| self.databases.iter().filter(|entry| entry.state == state).count();
        let mut kids: Vec<u32> = self.fields.iter().map(|field| field.kid).collect();
        kids.sort_unstable();
        kids.dedup();
        let unique = kids.len() == self.fields.len() && kids.first() != Some(&0);
        (count(CURRENT) == 1 && count(PENDING) <= 1 && unique).then_some(())
    }

    /// The plain bytes. The buffer is large enough from the start, so no copy is left behind.
    pub(crate) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let others: usize = self.others.iter().map(|(name, value)| name.len() + value.len() + 8).sum();
        let entries = self.databases.len() + self.fields.len() + self.signing.len();
        let mut bytes = Zeroizing::new(Vec::with_capacity(1_024 + entries * 256 + others));
        serde_json::to_writer(&mut *bytes, self).map_err(|_| corrupt())?;
        Ok(bytes)
    }
}

impl FieldEntry {
    pub(crate) fn generate(kid: u32, purpose: KeyPurpose) -> Result<Self, VaultError> {
        let (purpose, state) = (purpose.name().to_owned(), CURRENT.to_owned());
        Ok(Self { kid, purpose, state, key: random::<KEY_LEN>()? })
    }
}

fn corrupt() -> VaultError {
    VaultError::KeystoreCorrupt { fallback_used: false }
}

/// The members in their order, not looked into yet.
struct Members<'a>(Vec<(String, &'a RawValue)>);

const KNOWN: [&str; 7] = ["v", "db", "fields", "signing", "backup", "anchor", "passphrase_required"];

impl<'a> Members<'a> {
    fn read<T: Deserialize<'a>>(&self, name: &str) -> Result<Option<T>, VaultError> {
        let Some((_, raw)) = self.0.iter().find(|(known, _)| known == name) else { return Ok(None) };
        serde_json::from_str(raw.get()).map(Some).map_err(|_| corrupt())
    }

    fn others(&self) -> Vec<(String, Zeroizing<String>)> {
        let unknown = self.0.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str()));
        unknown.map(|(name, raw)| (name.clone(), Zeroizing::new(raw.get().to_owned()))).collect()
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Walk;
        impl<'de> serde::de::Visitor<'de> for Walk {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a keyset")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &'de RawValue>()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Walk)
    }
}

#[derive(Serialize, Deserialize)]
struct DatabaseWire<'a> {
    state: &'a str,
    key: &'a str,
    salt: &'a str,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retired: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct FieldWire<'a> {
    kid: u32,
    purpose: &'a str,
    state: &'a str,
    key: &'a str,
}

#[derive(Serialize, Deserialize)]
struct SigningWire<'a> {
    epoch: u32,
    seed: &'a str,
}

#[derive(Serialize, Deserialize)]
struct BackupWire {
    recipient: String,
}

#[derive(Serialize, Deserialize)]
struct AnchorWire {
    seq: u64,
    hash: String,
    at: i64,
}

impl DatabaseWire<'_> {
    fn owned(&self) -> Option<DatabaseEntry> {
        let mut salt = [0_u8; 16];
        decode(self.salt, &mut salt)?;
        let pair = DbKeyPair { key: decode_key(self.key)?, salt };
        Some(DatabaseEntry { state: self.state.into(), pair, made: self.made, retired: self.retired })
    }
}

impl FieldWire<'_> {
    fn owned(&self) -> Option<FieldEntry> {
        let (purpose, state) = (self.purpose.to_owned(), self.state.to_owned());
        Some(FieldEntry { kid: self.kid, purpose, state, key: decode_key(self.key)? })
    }
}

impl SigningWire<'_> {
    fn owned(&self) -> Option<SigningEntry> {
        Some(SigningEntry { epoch: self.epoch, seed: decode_key(self.seed)? })
    }
}

impl TryFrom<AnchorWire> for AuditAnchor {
    type Error = VaultError;

    fn try_from(wire: AnchorWire) -> Result<Self, VaultError> {
        let mut hash = [0_u8; 32];
        decode(&wire.hash, &mut hash).ok_or_else(corrupt)?;
        Ok(Self { seq: wire.seq, hash, at: Timestamp::from_millis(wire.at) })
    }
}

impl Serialize for Keyset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = |bytes: &[u8]| Zeroizing::new(STANDARD_NO_PAD.encode(bytes));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("v", &KEYSET_VERSION)?;
        let keys: Vec<_> =
            self.databases.iter().map(|d| (text(d.pair.key.as_slice()), text(&d.pair.salt))).collect();
        let databases = self.databases.iter().zip(&keys).map(|(entry, (key, salt))| DatabaseWire {
            state: &entry.state,
            key,
            salt,
            made: entry.made,
            retired: entry.retired,
        });
        map.serialize_entry("db", &databases.collect::<Vec<_>>())?;
        let keys: Vec<_> = self.fields.iter().map(|field| text(field.key.as_slice())).collect();
        let fields = self.fields.iter().zip(&keys).map(|(field, key)| FieldWire {
            kid: field.kid,
            purpose: &field.purpose,
            state: &field.state,
            key,
        });
        map.serialize_entry("fields", &fields.collect::<Vec<_>>())?;
        let seeds: Vec<_> = self.signing.iter().map(|entry| text(entry.seed.as_slice())).collect();
        let signing = self.signing.iter().zip(&seeds);
        let signing = signing.map(|(entry, seed)| SigningWire { epoch: entry.epoch, seed });
        map.serialize_entry("signing", &signing.collect::<Vec<_>>())?;
        if let Some(recipient) = &self.recipient {
            map.serialize_entry("backup", &BackupWire { recipient: recipient.clone() })?;
        }
        if let Some(anchor) = &self.anchor {
            let hash = STANDARD_NO_PAD.encode(anchor.hash);
            map.serialize_entry("anchor", &AnchorWire { seq: anchor.seq, hash, at: anchor.at.as_millis() })?;
        }
        if self.passphrase_required {
            map.serialize_entry("passphrase_required", &true)?;
        }
        for (name, value) in &self.others {
            let raw: &RawValue = serde_json::from_str(value).map_err(serde::ser::Error::custom)?;
            map.serialize_entry(name, raw)?;
        }
        map.end()
    }
}

pub(crate) fn decode_key(text: &str) -> Option<Key> {
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

/// A keyset on its way into a backup, or out of one: the keys with the vault they belong to.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeysetCopy<'a> {
    pub(crate) format: String,
    pub(crate) vault_id: Uuid,
    /// The keystore's generation when the copy was made.
    pub(crate) generation: u64,
    #[serde(borrow)]
    pub(crate) keyset: &'a RawValue,
}
