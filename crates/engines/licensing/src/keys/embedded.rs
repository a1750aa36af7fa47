//! The keys that are built into the program: the vendor's from `assets/license-keys.json`, and in development builds
//! the development keys, whose private halves everybody has.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};

use super::{KeyError, KeyPurpose, KeyTable, TrustedKey};

const VENDOR: &str = include_str!("../../../../../assets/license-keys.json");

/// Their private halves lie in `crates/issuer/dev` under the passphrase `development`.
#[cfg(any(debug_assertions, feature = "dev-key"))]
const DEVELOPMENT: [(KeyPurpose, &str); 3] = [
    (KeyPurpose::License, "sBHUzosIU6Fzv478JdToKbj+flc3mkuaZTts2HXzdoA="),
    (KeyPurpose::Crl, "Hdu9Em84+Be7gt1C6JkXcYIGGGenbnCxqFZTC36f0kA="),
    (KeyPurpose::KeyList, "liJLrfpZkKFz1GaM5FcZoIduZC39VAQVLNz2rqGBCQI="),
];

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    format: u32,
    keys: Vec<ListedKey>,
}

/// One key in the file; `id` is there for people and must be the key's own.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ListedKey {
    name: String,
    id: String,
    purpose: KeyPurpose,
    public_key: String,
    /// Unix seconds.
    not_after_iat: Option<i64>,
}

impl KeyTable {
    /// What this build trusts: the vendor's keys, and the development keys in development builds only.
    #[must_use]
    pub fn embedded() -> Self {
        #[cfg(any(debug_assertions, feature = "dev-key"))]
        let table = Self::development();
        #[cfg(not(any(debug_assertions, feature = "dev-key")))]
        let table = Self::released();
        table
    }

    /// What a released build trusts: the vendor's keys alone.
    #[must_use]
    pub fn released() -> Self {
        // The file is part of the program, and a test reads it: an unreadable one trusts nobody.
        Self::parse(VENDOR).unwrap_or_default()
    }

    /// What a development build trusts: the vendor's keys and the development keys.
    #[cfg(any(debug_assertions, feature = "dev-key"))]
    #[must_use]
    pub fn development() -> Self {
        let mut table = Self::released();
        for (purpose, text) in DEVELOPMENT {
            if let Ok(key) = public_key(text).and_then(|bytes| TrustedKey::new(&bytes, purpose, None)) {
                table.add(key);
            }
        }
        table
    }

    /// Reads a file of public keys as `assets/license-keys.json` is one.
    ///
    /// # Errors
    /// Why no key of it is trusted: one bad key spoils the file.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let file: ListFile = serde_json::from_str(text).map_err(|_| KeyError::List)?;
        if file.format != 1 {
            return Err(KeyError::List);
        }
        let mut table = Self::default();
        for listed in &file.keys {
            let last =
                listed.not_after_iat.map(|seconds| Timestamp::from_millis(seconds.saturating_mul(1_000)));
            let key = TrustedKey::new(&public_key(&listed.public_key)?, listed.purpose, last)?;
            if key.id.to_string() != listed.id || table.keys.iter().any(|known| known.id == key.id) {
                return Err(KeyError::Id);
            }
            table.add(key);
        }
        Ok(table)
    }
}

pub(crate) fn public_key(text: &str) -> Result<[u8; 32], KeyError> {
    STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(KeyError::NotAKey)
}
