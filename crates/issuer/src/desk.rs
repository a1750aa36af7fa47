//! What every command has at hand: the folder, the moment, and random numbers.

use std::path::Path;

use sellify_domain::{Clock, LicenseId, SystemClock, Timestamp};
use sellify_licensing::{KeyTable, TrustedKey};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::file;

/// Now, to the second: as it is written into documents.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(SystemClock.now().as_millis().div_euclid(1_000) * 1_000)
}

/// Bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, Failure> {
    let mut bytes = Zeroizing::new([0_u8; N]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|_| Failure::key("The system gives no random numbers. Nothing was made."))?;
    Ok(bytes)
}

/// A licence's number as it was typed.
pub(crate) fn license_id(text: &str) -> Result<LicenseId, Failure> {
    text.trim().parse().map_err(|_| Failure::usage(format!("{text} is not the number of a licence.")))
}

/// The public keys to check with: of a file, or those built in.
pub(crate) fn table(keys: Option<&Path>) -> Result<KeyTable, Failure> {
    match keys {
        None => Ok(KeyTable::embedded()),
        Some(path) => KeyTable::parse(&file::read_text(path)?)
            .map_err(|error| Failure::key(format!("{}: {error}.", path.display()))),
    }
}

/// A key in one line, for people.
pub(crate) fn line(key: &TrustedKey) -> String {
    let until =
        key.not_after_iat().map_or_else(String::new, |at| format!(", up to {}", crate::when::day(at)));
    format!("{} {}{until}", key.purpose(), key.id())
}
