//! The database key, and the only function that writes it out.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Key and header salt of the database file. Never derived from anything here: the vault hands it over.
///
/// The salt is part of the key so that a damaged file header can be repaired (SQLCipher keeps the salt in
/// the first 16 bytes of the file).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DbKey {
    key: [u8; 32],
    salt: [u8; 16],
}

impl std::fmt::Debug for DbKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DbKey(hidden)")
    }
}

impl DbKey {
    /// Wraps 32 bytes of key and 16 bytes of salt.
    #[must_use]
    pub fn new(key: [u8; 32], salt: [u8; 16]) -> Self {
        Self { key, salt }
    }

    /// The statement that hands the key to SQLCipher, in the raw form of 96 digits. A shorter form would be
    /// taken for a passphrase without a word (and stretched), so no other code may write one.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut sql = Zeroizing::new(String::with_capacity(128));
        sql.push_str("PRAGMA key = \"");
        sql.push_str(&self.digits());
        sql.push('"');
        sql
    }

    /// The raw form alone, `x'…'`, for a database that is attached. Nothing but [`DbKey::pragma`] and that writes it out.
    pub(crate) fn digits(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // Room for everything from the start: a buffer that grows leaves a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(128));
        text.push_str("x'");
        for byte in self.key.iter().chain(&self.salt) {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text.push('\'');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_written_as_96_digits() {
        let sql = DbKey::new([0xAB; 32], [0x01; 16]).pragma();
        assert_eq!(*sql, format!("PRAGMA key = \"x'{}{}'\"", "ab".repeat(32), "01".repeat(16)));
        assert!(sql.capacity() >= sql.len(), "the buffer never grew, so no copy of the key was left behind");
    }

    #[test]
    fn the_key_is_not_in_debug_output() {
        assert_eq!(format!("{:?}", DbKey::new([7; 32], [7; 16])), "DbKey(hidden)");
    }
}
