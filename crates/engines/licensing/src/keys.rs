//! Which keys this program trusts, for which kind of document, and until when.

mod embedded;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, SignatureError, VerifyingKey};
use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::consts::{KEY_ID_LEN, LABEL_KEY_ID};
use crate::{Document, LicenseError};

/// The first 8 bytes of a labelled hash of the public key; written as 16 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; KEY_ID_LEN]);

impl KeyId {
    /// The id of this public key.
    #[must_use]
    pub fn of(public_key: &[u8; 32]) -> Self {
        let hash: [u8; 32] =
            Sha256::new().chain_update(LABEL_KEY_ID).chain_update(public_key).finalize().into();
        let mut id = [0; KEY_ID_LEN];
        id.copy_from_slice(&hash[..KEY_ID_LEN]);
        Self(id)
    }

    pub(crate) fn from_bytes(bytes: [u8; KEY_ID_LEN]) -> Self {
        Self(bytes)
    }

    #[cfg(any(test, feature = "issue"))]
    pub(crate) fn as_bytes(self) -> [u8; KEY_ID_LEN] {
        self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let digits: Vec<u8> = text
            .chars()
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()
            .ok_or(KeyError::Id)?;
        if digits.len() != 2 * KEY_ID_LEN || text.chars().any(|c| c.is_ascii_uppercase()) {
            return Err(KeyError::Id);
        }
        let mut id = [0; KEY_ID_LEN];
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Ok(Self(id))
    }
}

/// What a key may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyPurpose {
    /// Licences.
    License,
    /// Revocation lists.
    Crl,
    /// Key lists, and revocation lists that withdraw keys. Kept offline.
    KeyList,
}

impl KeyPurpose {
    fn may_sign(self, document: Document) -> bool {
        match document {
            Document::License => self == Self::License,
            Document::Crl => self != Self::License,
            Document::KeyList => self == Self::KeyList,
            Document::Request | Document::Release => false,
        }
    }
}

impl fmt::Display for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::License => "license",
            Self::Crl => "crl",
            Self::KeyList => "keylist",
        })
    }
}

/// Why a key cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not 32 bytes that are a point of the curve.
    #[error("these are not the 32 bytes of an Ed25519 public key")]
    NotAKey,
    /// A point under which anything verifies.
    #[error("this public key is weak: signatures under it prove nothing")]
    Weak,
    /// Not 16 lower-case hex digits, or not the id of its key.
    #[error("this is not the id of the key")]
    Id,
    /// The list of keys cannot be read.
    #[error("the list of keys cannot be read")]
    List,
}

/// A public key, what it may sign, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedKey {
    id: KeyId,
    public_key: VerifyingKey,
    purpose: KeyPurpose,
    not_after_iat: Option<Timestamp>,
}

impl TrustedKey {
    /// A key for documents issued up to `not_after_iat` (`None`: without end).
    ///
    /// # Errors
    /// Why it cannot be trusted.
    pub fn new(
        public_key: &[u8; 32],
        purpose: KeyPurpose,
        not_after_iat: Option<Timestamp>,
    ) -> Result<Self, KeyError> {
        let key = VerifyingKey::from_bytes(public_key).map_err(|_| KeyError::NotAKey)?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        Ok(Self { id: KeyId::of(public_key), public_key: key, purpose, not_after_iat })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What it may sign.
    #[must_use]
    pub fn purpose(&self) -> KeyPurpose {
        self.purpose
    }

    /// The 32 public bytes.
    #[must_use]
    pub fn public_key(&self) -> &[u8; 32] {
        self.public_key.as_bytes()
    }

    /// The last moment of issue that it vouches for.
    #[must_use]
    pub fn not_after_iat(&self) -> Option<Timestamp> {
        self.not_after_iat
    }

    /// The strict check: no small-order points, no second form of a signature.
    pub(crate) fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        self.public_key.verify_strict(message, signature)
    }

    /// A key vouches only for what was issued while it was in use.
    pub(crate) fn vouches(&self, wanted: Document, iat: Timestamp) -> Result<(), LicenseError> {
        match self.not_after_iat {
            Some(last) if iat > last => Err(LicenseError::KeyRetired { wanted, key_id: self.id }),
            _ => Ok(()),
        }
    }
}

/// The keys that are trusted, and those that were withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyTable {
    keys: Vec<TrustedKey>,
    revoked: BTreeSet<KeyId>,
}

impl KeyTable {
    /// A table of these keys; of two with the same id the first counts.
    #[must_use]
    pub fn with(keys: impl IntoIterator<Item = TrustedKey>) -> Self {
        let mut table = Self::default();
        for key in keys {
            table.add(key);
        }
        table
    }

    /// The keys in the table.
    #[must_use]
    pub fn keys(&self) -> &[TrustedKey] {
        &self.keys
    }

    /// Whether a key has been withdrawn.
    #[must_use]
    pub fn is_revoked(&self, id: KeyId) -> bool {
        self.revoked.contains(&id)
    }

    pub(crate) fn add(&mut self, key: TrustedKey) {
        if self.keys.iter().all(|known| known.id != key.id) {
            self.keys.push(key);
        }
    }

    pub(crate) fn revoke(&mut self, ids: impl IntoIterator<Item = KeyId>) {
        self.revoked.extend(ids);
    }

    pub(crate) fn find(&self, wanted: Document, key_id: KeyId) -> Result<&TrustedKey, LicenseError> {
        let key = self.keys.iter().find(|key| key.id == key_id);
        let key = key.ok_or(LicenseError::UnknownKey { wanted, key_id })?;
        if self.is_revoked(key_id) {
            return Err(LicenseError::KeyRevoked { wanted, key_id });
        }
        if !key.purpose.may_sign(wanted) {
            return Err(LicenseError::KeyPurpose { wanted, key_id });
        }
        Ok(key)
    }
}
