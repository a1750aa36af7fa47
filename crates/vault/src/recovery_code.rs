//! The recovery code: 160 random bits a person can print, read out and type back.

use std::fmt;

use bech32::{Bech32, Hrp};
use curve25519_dalek::MontgomeryPoint;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::consts::{
    INFO_AUDIT_K0, INFO_BACKUP, RECOVERY_BYTES, RECOVERY_CHECK, RECOVERY_KEY_ID, RECOVERY_PREFIX,
};
use crate::crypto::{Key, hkdf, random};
use crate::{RecoveryCodeError, VaultError};

/// The human-readable parts of age's bech32 strings.
const AGE_RECIPIENT: Hrp = Hrp::parse_unchecked("age");
const AGE_IDENTITY: Hrp = Hrp::parse_unchecked("age-secret-key-");

/// Crockford's base32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SECRET_SYMBOLS: usize = RECOVERY_BYTES * 8 / 5;
const CHECK_SYMBOLS: usize = 4;
const SYMBOLS: usize = SECRET_SYMBOLS + CHECK_SYMBOLS;
const GROUP: usize = 4;

/// A recovery code. Shown once, printed, never stored; wiped from memory when dropped.
#[derive(Clone)]
pub struct RecoveryCode {
    bytes: Zeroizing<[u8; RECOVERY_BYTES]>,
    symbols: Zeroizing<String>,
}

impl RecoveryCode {
    /// How many groups of four symbols there are.
    pub const GROUPS: usize = SYMBOLS / GROUP;

    pub(crate) fn generate() -> Result<Self, VaultError> {
        Ok(Self::from_bytes(random::<RECOVERY_BYTES>()?))
    }

    fn from_bytes(bytes: Zeroizing<[u8; RECOVERY_BYTES]>) -> Self {
        let mut symbols = Zeroizing::new(String::with_capacity(SYMBOLS));
        for fives in bytes.chunks_exact(5) {
            let forty = fives.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            push_symbols(&mut symbols, forty, 8);
        }
        push_symbols(&mut symbols, u64::from(check_bits(&bytes)), CHECK_SYMBOLS);
        Self { bytes, symbols }
    }

    /// Reads a typed code: case, spaces and dashes do not matter; O is 0; I and L are 1; `SR1` may be left out.
    ///
    /// # Errors
    /// What is wrong with it, so that a person can correct it.
    pub fn parse(text: &str) -> Result<Self, RecoveryCodeError> {
        let typed =
            without_prefix(Zeroizing::new(text.chars().filter(|c| !is_filler(*c)).map(fold).collect()))?;
        let mut values = Zeroizing::new([0_u8; SYMBOLS]);
        for (index, symbol) in typed.iter().enumerate() {
            let value = value_of(*symbol).ok_or(RecoveryCodeError::BadSymbol { position: index + 1 })?;
            if let Some(place) = values.get_mut(index) {
                *place = value;
            }
        }
        if typed.len() != SYMBOLS {
            return Err(RecoveryCodeError::WrongLength { found: typed.len() });
        }
        let mut bytes = Zeroizing::new([0_u8; RECOVERY_BYTES]);
        for (five, eight) in bytes.chunks_exact_mut(5).zip(values.chunks_exact(8)) {
            let forty = eight.iter().fold(0_u64, |bits, value| (bits << 5) | u64::from(*value));
            five.copy_from_slice(&forty.to_be_bytes()[3..]);
        }
        let check =
            values[SECRET_SYMBOLS..].iter().fold(0_u32, |bits, value| (bits << 5) | u32::from(*value));
        if check != check_bits(&bytes) {
            return Err(RecoveryCodeError::Typo);
        }
        Ok(Self::from_bytes(bytes))
    }

    /// The group of four symbols with this number, counted from 0; empty beyond the last one.
    #[must_use]
    pub fn group(&self, index: usize) -> &str {
        self.symbols.get(index * GROUP..(index + 1) * GROUP).unwrap_or_default()
    }

    /// Whether somebody typed this group back, as generously as [`RecoveryCode::parse`] reads.
    #[must_use]
    pub fn group_is(&self, index: usize, typed: &str) -> bool {
        let typed: Zeroizing<String> =
            Zeroizing::new(typed.chars().filter(|c| !is_filler(*c)).map(fold).collect());
        !typed.is_empty() && self.group(index) == typed.as_str()
    }

    /// The secret key that opens the backups, `AGE-SECRET-KEY-1…`, as the stock `age` tool reads it.
    #[must_use]
    pub fn backup_identity(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(128));
        let written =
            bech32::encode_upper_to_fmt::<Bech32, _>(&mut *text, AGE_IDENTITY, self.backup_key().as_slice());
        debug_assert!(written.is_ok(), "32 bytes always fit a bech32 string");
        text
    }

    /// Whom backups are written to, `age1…`. Public.
    #[must_use]
    pub fn backup_recipient(&self) -> String {
        let public = MontgomeryPoint::mul_base_clamped(*self.backup_key());
        let text = bech32::encode_lower::<Bech32>(AGE_RECIPIENT, public.as_bytes());
        debug_assert!(text.is_ok(), "32 bytes always fit a bech32 string");
        text.unwrap_or_default()
    }

    /// The first key of the audit log's message authentication codes: whoever holds the code can verify the log.
    #[must_use]
    pub fn audit_key(&self) -> Zeroizing<[u8; 32]> {
        hkdf(&[], self.bytes.as_slice(), &[INFO_AUDIT_K0.as_bytes()])
    }

    /// A name for this code that tells nothing of it, `rkXXXX`: which code opens which backup.
    #[must_use]
    pub fn key_id(&self) -> String {
        key_id_of(&self.backup_recipient())
    }

    fn backup_key(&self) -> Key {
        hkdf(&[], self.bytes.as_slice(), &[INFO_BACKUP.as_bytes()])
    }

    /// A code with known bytes.
    #[cfg(test)]
    pub(crate) fn for_test(bytes: Zeroizing<[u8; RECOVERY_BYTES]>) -> Self {
        Self::from_bytes(bytes)
    }

    pub(crate) fn secret(&self) -> &[u8; RECOVERY_BYTES] {
        &self.bytes
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(RECOVERY_PREFIX)?;
        (0..Self::GROUPS).try_for_each(|index| write!(f, "-{}", self.group(index)))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

/// `rk` and the first 20 bits of the recipient's hash.
pub(crate) fn key_id_of(recipient: &str) -> String {
    let hash =
        Sha256::new().chain_update(RECOVERY_KEY_ID).chain_update([0]).chain_update(recipient).finalize();
    let bits = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) >> 12;
    let mut id = String::from("rk");
    push_symbols(&mut id, u64::from(bits), 4);
    id
}

/// The first 20 bits of the hash: any one wrong symbol, or two exchanged groups, show with odds of a million to one.
fn check_bits(bytes: &[u8; RECOVERY_BYTES]) -> u32 {
    let hash = Sha256::new().chain_update(RECOVERY_CHECK).chain_update(bytes).finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) >> 12
}

fn push_symbols(text: &mut String, bits: u64, count: usize) {
    for place in (0..count).rev() {
        let value = (bits >> (5 * place)) & 31;
        text.push(char::from(ALPHABET[usize::try_from(value).unwrap_or_default()]));
    }
}

fn value_of(symbol: char) -> Option<u8> {
    let byte = u8::try_from(symbol).ok()?;
    ALPHABET.iter().position(|known| *known == byte).and_then(|value| u8::try_from(value).ok())
}

/// Spaces, dashes of every kind, and the invisible marks that come along when text is copied from a document.
fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '_' | '\u{ad}' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn fold(c: char) -> char {
    match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// Takes `SR1` away. A code without it is accepted, and a code may itself begin with these symbols: length decides.
fn without_prefix(mut typed: Zeroizing<Vec<char>>) -> Result<Zeroizing<Vec<char>>, RecoveryCodeError> {
    if typed.len() > SYMBOLS && typed.starts_with(&['S', 'R']) && typed[2].is_ascii_digit() {
        if typed[2] != '1' {
            return Err(RecoveryCodeError::TooNew);
        }
        typed.drain(..RECOVERY_PREFIX.len());
    } else if typed.len() < SYMBOLS && typed.starts_with(&['S', 'R', '1']) {
        // Too short either way; count only what stands after the prefix.
        typed.drain(..RECOVERY_PREFIX.len());
    }
    Ok(typed)
}
