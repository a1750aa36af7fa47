//! The outer shell: a standard age file for X25519 recipients, streamed in both directions.

use std::io::{self, BufRead, Read, Write};
use std::str::FromStr;

use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};

use crate::BackupError;

/// The first line of every age file.
const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";

/// An age public key.
pub(crate) fn recipient(text: &str) -> Result<Recipient, BackupError> {
    Recipient::from_str(text).map_err(|_| BackupError::RecipientMissing)
}

/// An age secret key.
pub(crate) fn identity(text: &str) -> Result<Identity, BackupError> {
    Identity::from_str(text).map_err(|_| BackupError::WrongRecoveryCode { expected: None })
}

/// Begins a file that each of these keys opens.
pub(crate) fn seal<W: Write>(
    out: W,
    recipients: &[&Recipient],
) -> Result<age::stream::StreamWriter<W>, BackupError> {
    let all = recipients.iter().map(|recipient| *recipient as &dyn age::Recipient);
    // Fails only for an empty list or a mixture with passphrases.
    let encryptor = Encryptor::with_recipients(all).map_err(|_| BackupError::RecipientMissing)?;
    encryptor.wrap_output(out).map_err(BackupError::writing)
}

/// Begins to read a file. What comes out may be used only when the last byte has come out without an error.
pub(crate) fn unseal<R: BufRead>(mut input: R, key: &Identity) -> Result<impl Read, BackupError> {
    let start = input.fill_buf().map_err(BackupError::reading)?;
    if !start.starts_with(FIRST_LINE) {
        return Err(BackupError::NotABackup);
    }
    let decryptor = Decryptor::new_buffered(input).map_err(opening)?;
    // Only a passphrase's stanza, which no backup of ours has: its work is not done for a stranger.
    if decryptor.is_scrypt() {
        return Err(BackupError::NotABackup);
    }
    let stream = decryptor.decrypt(std::iter::once(key as &dyn age::Identity)).map_err(opening)?;
    Ok(Named(stream))
}

fn opening(error: DecryptError) -> BackupError {
    match error {
        DecryptError::NoMatchingKeys => BackupError::WrongRecoveryCode { expected: None },
        DecryptError::UnknownFormat => BackupError::TooNew,
        DecryptError::Io(error) => BackupError::reading(error),
        _ => BackupError::Damaged,
    }
}

/// Gives everything that age finds wrong one kind, so that it is told apart from a disk that fails.
struct Named<R>(R);

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}
