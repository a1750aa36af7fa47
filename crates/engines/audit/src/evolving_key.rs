//! The key of the checkpoints' MACs. It only ever moves forward: who steals today's key cannot forge yesterday's MAC.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const INFO_EVOLVE: &[u8] = b"sellify/v1/audit/evolve";
const LABEL_CHECK: &[u8] = b"sellify/v1/audit/code-check";

/// A key of 32 bytes, wiped when dropped.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// `K_{i+1}`; there is no way back to `K_i`.
pub(crate) fn next(key: &Key) -> Key {
    let mut following = Zeroizing::new([0; 32]);
    let derived = Hkdf::<Sha256>::new(None, key.as_slice()).expand(INFO_EVOLVE, following.as_mut_slice());
    debug_assert!(derived.is_ok(), "HKDF refuses only lengths above 8,160");
    following
}

/// Tells the code an epoch belongs to, and nothing about it: the code has 160 random bits.
pub(crate) fn code_check(first: &Key) -> [u8; 32] {
    Sha256::new().chain_update(LABEL_CHECK).chain_update(first.as_slice()).finalize().into()
}

pub(crate) fn mac(key: &Key, message: &[u8]) -> [u8; 32] {
    keyed(key, message).finalize().into_bytes().into()
}

/// Compares in constant time.
pub(crate) fn mac_matches(key: &Key, message: &[u8], expected: &[u8; 32]) -> bool {
    keyed(key, message).verify(expected.into()).is_ok()
}

fn keyed(key: &Key, message: &[u8]) -> Hmac<Sha256> {
    // A key shorter than the block is padded with zeros: the same MAC as by `new_from_slice`, but infallible.
    let mut block = Zeroizing::new([0_u8; 64]);
    block[..32].copy_from_slice(key.as_slice());
    let block: &[u8; 64] = &block;
    let mut mac = Hmac::<Sha256>::new(block.into());
    mac.update(message);
    mac
}
