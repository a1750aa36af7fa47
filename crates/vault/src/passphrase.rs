//! A passphrase: read in one spelling, and stretched so that guessing is slow.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use parking_lot::Mutex;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::consts::{
    ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES, KEY_LEN, PASSPHRASE_MAX_BYTES, PASSPHRASE_MIN_CHARS,
    SALT_LEN,
};
use crate::crypto::Key;

/// A passphrase as it was typed, in Unicode's composed compatibility form (NFKC): the same letters are the same
/// passphrase on every keyboard and system. Wiped when dropped.
pub struct Passphrase {
    text: Zeroizing<String>,
    /// What was derived already, so that trying several copies of one slot costs one derivation.
    derived: Mutex<Vec<(Recipe, Key)>>,
}

/// Salt and settings of one derivation.
type Recipe = ([u8; SALT_LEN], u32, u32, u32);

impl Passphrase {
    /// The fewest characters, counted after normalisation.
    pub const MIN_CHARS: usize = PASSPHRASE_MIN_CHARS;

    /// A passphrase to be set.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`] or [`VaultError::PassphraseTooLong`].
    pub fn new(typed: &str) -> Result<Self, VaultError> {
        let passphrase = Self::typed(typed)?;
        if passphrase.text.chars().count() < Self::MIN_CHARS {
            return Err(VaultError::PassphraseTooShort);
        }
        Ok(passphrase)
    }

    /// A passphrase to be tried: a short one is merely wrong.
    pub(crate) fn typed(typed: &str) -> Result<Self, VaultError> {
        if typed.len() > PASSPHRASE_MAX_BYTES {
            return Err(VaultError::PassphraseTooLong);
        }
        // NFKC makes no text more than 18 times as long; the buffer never grows, so no copy is left behind.
        let mut text = Zeroizing::new(String::with_capacity(typed.len() * 18));
        text.extend(typed.nfkc());
        Ok(Self { text, derived: Mutex::default() })
    }

    /// Argon2id, version 0x13. The settings were checked when the keystore was parsed, and are once more before any
    /// memory is taken.
    pub(crate) fn stretch(
        &self,
        salt: &[u8; SALT_LEN],
        memory_kib: u32,
        passes: u32,
        lanes: u32,
    ) -> Result<Key, VaultError> {
        let recipe: Recipe = (*salt, memory_kib, passes, lanes);
        let mut derived = self.derived.lock();
        if let Some((_, key)) = derived.iter().find(|(known, _)| *known == recipe) {
            return Ok(key.clone());
        }
        let key = argon2id(self.text.as_bytes(), salt, memory_kib, passes, lanes)?;
        derived.push((recipe, key.clone()));
        Ok(key)
    }
}

/// Argon2id with settings inside the allowed range only.
pub(crate) fn argon2id(
    secret: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
    lanes: u32,
) -> Result<Key, VaultError> {
    let within = |value: u32, (low, high): (u32, u32)| (low..=high).contains(&value);
    let allowed =
        within(memory_kib, ARGON2_MEMORY_KIB) && within(passes, ARGON2_PASSES) && within(lanes, ARGON2_LANES);
    if !allowed {
        return Err(VaultError::KdfParamsOutOfRange);
    }
    let params = Params::new(memory_kib, passes, lanes, Some(KEY_LEN));
    let params = params.map_err(|_| VaultError::KdfParamsOutOfRange)?;
    let mut key = Zeroizing::new([0_u8; KEY_LEN]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let stretched = argon2.hash_password_into(secret, salt, key.as_mut_slice());
    stretched.map_err(|_| VaultError::MemoryShort).map(|()| key)
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(hidden)")
    }
}
