//! Eight symbols that two people can compare on the phone, to know that a block arrived whole.

use sha2::{Digest, Sha256};

/// In front of the text that is hashed.
const LABEL: &[u8] = b"sellify/v1/phone-check";
/// Crockford's alphabet: no letter looks or sounds like a digit.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The check of a block as it is sent, such as `K7QF-2M9D`. Line ends and blank space around it do not count.
///
/// 40 bits: enough against a mangled mail, and no protection against forgery, which a signature is for.
#[must_use]
pub fn phone_check(block: &str) -> String {
    let block = block.trim().replace("\r\n", "\n");
    let hash = Sha256::new().chain_update(LABEL).chain_update([0]).chain_update(block).finalize();
    let bits = hash.iter().take(5).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let symbol = |at: u32| char::from(SYMBOLS[usize::try_from((bits >> (35 - 5 * at)) & 31).unwrap_or(0)]);
    let (first, last): (String, String) = ((0..4).map(symbol).collect(), (4..8).map(symbol).collect());
    format!("{first}-{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_one_check_however_its_lines_end() {
        let check = phone_check("-----BEGIN A-----\nabc\n-----END A-----\n");
        assert_eq!(check, phone_check("\r\n-----BEGIN A-----\r\nabc\r\n-----END A-----"));
        assert_ne!(check, phone_check("-----BEGIN A-----\nabd\n-----END A-----\n"));
        assert_eq!((check.len(), check.as_bytes()[4]), (9, b'-'));
    }
}
