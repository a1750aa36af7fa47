//! The few primitives, each used in one manner only: HKDF-SHA256, AES-256-GCM, HMAC-SHA256, random bytes.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::consts::{KEY_LEN, NONCE_LEN};

/// A key that is wiped when dropped.
pub(crate) type Key = Zeroizing<[u8; KEY_LEN]>;

/// The opener was wrong or the bytes were changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotAuthentic;

/// Bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0_u8; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::RandomUnavailable)?;
    Ok(bytes)
}

/// HKDF-SHA256, extract then expand. `N` is at most 64 here, far below the limit of 8,160.
pub(crate) fn hkdf<const N: usize>(salt: &[u8], ikm: &[u8], info: &[&[u8]]) -> Zeroizing<[u8; N]> {
    let mut okm = Zeroizing::new([0_u8; N]);
    let derived = Hkdf::<Sha256>::new(Some(salt), ikm).expand_multi_info(info, okm.as_mut_slice());
    debug_assert!(derived.is_ok(), "HKDF refuses only lengths above 8,160");
    okm
}

/// AES-256-GCM; the tag is at the end.
pub(crate) fn encrypt(
    key: &Key,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    cipher(key).encrypt(nonce.into(), Payload { msg: plain, aad }).map_err(|_| NotAuthentic)
}

/// Reverse of [`encrypt`].
pub(crate) fn decrypt(
    key: &Key,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, NotAuthentic> {
    let opened = cipher(key).decrypt(nonce.into(), Payload { msg: sealed, aad });
    opened.map(Zeroizing::new).map_err(|_| NotAuthentic)
}

/// The cipher under this key; wiped when dropped.
pub(crate) fn cipher(key: &Key) -> Aes256Gcm {
    let bytes: &[u8; KEY_LEN] = key;
    Aes256Gcm::new(bytes.into())
}

/// HMAC-SHA256.
pub(crate) fn hmac(key: &Key, message: &[u8]) -> [u8; 32] {
    mac(key, message).finalize().into_bytes().into()
}

/// Compares in constant time.
pub(crate) fn hmac_matches(key: &Key, message: &[u8], expected: &[u8; 32]) -> bool {
    mac(key, message).verify(expected.into()).is_ok()
}

fn mac(key: &Key, message: &[u8]) -> Hmac<Sha256> {
    let bytes: &[u8; KEY_LEN] = key;
    // A key shorter than the block is padded with zeros: the same MAC as by `new_from_slice`, but infallible.
    let mut block = Zeroizing::new([0_u8; 64]);
    block[..KEY_LEN].copy_from_slice(bytes);
    let block: &[u8; 64] = &block;
    let mut mac = <Hmac<Sha256> as KeyInit>::new(block.into());
    mac.update(message);
    mac
}
