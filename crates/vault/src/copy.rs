//! The keyset on its way into a backup, and out of one.

use serde_json::value::RawValue;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::keyset::{CURRENT, Keyset, KeysetCopy};
use crate::{DbKeyPair, VaultError, VaultKeys};

const FORMAT: &str = "sellify-keyset/1";

/// Every key of the vault as plain bytes, for the inside of an encrypted backup and nowhere else.
///
/// # Errors
/// [`VaultError::KeystoreCorrupt`] when they cannot be written down, which no keyset that opened does.
pub fn keyset_for_backup(keys: &VaultKeys) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    copy_of(keys, keys.keyset())
}

/// The same for a backup whose database lies under a key of its own: restored, that key is the database's.
///
/// # Errors
/// Like [`keyset_for_backup`].
pub fn keyset_for_snapshot(keys: &VaultKeys, snapshot: &DbKeyPair) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let mut keyset = keys.keyset().clone();
    keyset.databases.retain(|entry| entry.state == CURRENT);
    for entry in &mut keyset.databases {
        entry.pair = snapshot.clone();
    }
    copy_of(keys, &keyset)
}

/// The database key inside a backup's keyset: what its snapshot opens with.
///
/// # Errors
/// Like [`crate::create_from_backup`].
pub fn database_key_of_backup(keyset: &[u8]) -> Result<DbKeyPair, VaultError> {
    let (_, _, keyset) = read_keyset_copy(keyset)?;
    keyset.database(CURRENT).map(|entry| entry.pair.clone()).ok_or_else(corrupt)
}

/// The keys inside a backup's keyset, without any keystore: for looking into a backup and trying its cells. Nothing can
/// be edited with them.
///
/// # Errors
/// Like [`crate::create_from_backup`].
pub fn keys_of_backup(keyset: &[u8]) -> Result<VaultKeys, VaultError> {
    let (vault_id, generation, keyset) = read_keyset_copy(keyset)?;
    VaultKeys::of(vault_id, generation, &crate::crypto::random()?, keyset)
}

fn copy_of(keys: &VaultKeys, keyset: &Keyset) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let plain = keyset.to_bytes()?;
    let raw: &RawValue = serde_json::from_slice(&plain).map_err(|_| corrupt())?;
    let copy = KeysetCopy {
        format: FORMAT.to_owned(),
        vault_id: keys.vault_id().as_uuid(),
        generation: keys.generation(),
        keyset: raw,
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(plain.len() + 256));
    serde_json::to_writer(&mut *bytes, &copy).map_err(|_| corrupt())?;
    Ok(bytes)
}

pub(crate) fn read_keyset_copy(bytes: &[u8]) -> Result<(Uuid, u64, Keyset), VaultError> {
    let copy: KeysetCopy<'_> = serde_json::from_slice(bytes).map_err(|_| corrupt())?;
    if copy.format != FORMAT {
        let newer = copy.format.starts_with("sellify-keyset/");
        return Err(if newer { VaultError::KeystoreTooNew } else { corrupt() });
    }
    Ok((copy.vault_id, copy.generation, Keyset::parse(copy.keyset.get().as_bytes())?))
}

fn corrupt() -> VaultError {
    VaultError::KeystoreCorrupt { fallback_used: false }
}
