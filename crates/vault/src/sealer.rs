//! Sealing single cells of the database, bound to vault, table, column, row and key.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, Payload};
use parking_lot::RwLock;
use uuid::Uuid;
use zeroize::Zeroizing;

use sellify_domain::VaultId;

use crate::cell::{Cell, KeyPurpose};
use crate::consts::{AAD_FIELD, MAX_SEALS_PER_KEY, NONCE_LEN, TAG_LEN};
use crate::crypto::{Key, cipher, random};
use crate::{SealError, VaultError};

/// First byte of every sealed cell.
const MARK: u8 = 0x53;
const VERSION: u8 = 0x01;
const ALG: u8 = 0x01;
/// Mark, version, algorithm, key number, nonce.
const HEAD: usize = 3 + 4 + NONCE_LEN;

/// Seals and opens cells. Cheap to clone; every clone follows when the keys change, and none opens anything any more
/// once the vault is locked.
#[derive(Clone)]
pub struct Sealer {
    vault_id: VaultId,
    keys: Arc<RwLock<Vec<Arc<FieldKey>>>>,
}

/// One key of one purpose.
pub(crate) struct FieldKey {
    kid: u32,
    purpose: KeyPurpose,
    current: bool,
    cipher: Aes256Gcm,
    /// Cells sealed by this process.
    sealed: AtomicU64,
}

impl FieldKey {
    pub(crate) fn new(kid: u32, purpose: KeyPurpose, current: bool, key: &Key) -> Self {
        Self { kid, purpose, current, cipher: cipher(key), sealed: AtomicU64::new(0) }
    }
}

impl Sealer {
    /// `None` when a purpose has not exactly one current key.
    pub(crate) fn new(vault_id: VaultId, keys: Vec<FieldKey>) -> Option<Self> {
        let sealer = Self { vault_id, keys: Arc::default() };
        sealer.replace(keys).map(|()| sealer)
    }

    /// Gives every clone these keys. `None`, and nothing changed, when a purpose has not exactly one current key.
    pub(crate) fn replace(&self, new: Vec<FieldKey>) -> Option<()> {
        let one_each = KeyPurpose::ALL
            .into_iter()
            .all(|purpose| new.iter().filter(|key| key.current && key.purpose == purpose).count() == 1);
        if !one_each {
            return None;
        }
        let mut keys = self.keys.write();
        for key in &new {
            // The same number is the same key: what it has sealed still counts.
            if let Some(old) = keys.iter().find(|old| old.kid == key.kid) {
                key.sealed.store(old.sealed.load(Ordering::Relaxed), Ordering::Relaxed);
            }
        }
        *keys = new.into_iter().map(Arc::new).collect();
        Some(())
    }

    /// Wipes the keys: no clone of this sealer opens or seals anything from now on.
    pub fn forget(&self) {
        self.keys.write().clear();
    }

    /// The vault whose cells these keys seal.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.vault_id
    }

    /// How many cells each current key has sealed since the vault was opened: (purpose, key number, cells).
    #[must_use]
    pub fn uses(&self) -> Vec<(KeyPurpose, u32, u64)> {
        let keys = self.keys.read();
        let current = keys.iter().filter(|key| key.current);
        current.map(|key| (key.purpose, key.kid, key.sealed.load(Ordering::Relaxed))).collect()
    }

    /// Seals a value for this one place. The empty value is sealed like any other.
    ///
    /// # Errors
    /// [`SealError::KeyWornOut`] or [`SealError::RandomUnavailable`].
    pub fn seal(&self, cell: &Cell, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let wanted = |key: &FieldKey| key.current && key.purpose == cell.purpose;
        let key = self.key(wanted).ok_or(SealError::FieldKeyMissing { kid: 0 })?;
        if key.sealed.fetch_add(1, Ordering::Relaxed) >= MAX_SEALS_PER_KEY {
            return Err(SealError::KeyWornOut { kid: key.kid });
        }
        let nonce: Zeroizing<[u8; NONCE_LEN]> = random()?;
        let nonce: &[u8; NONCE_LEN] = &nonce;
        let aad = self.aad(cell, key.kid);
        let sealed = key.cipher.encrypt(nonce.into(), Payload { msg: plain, aad: &aad });
        // AES-GCM refuses only values above 64 GiB.
        let sealed = sealed.map_err(|_| auth_failed(cell))?;
        let mut blob = Vec::with_capacity(HEAD + sealed.len());
        blob.extend_from_slice(&[MARK, VERSION, ALG]);
        blob.extend_from_slice(&key.kid.to_be_bytes());
        blob.extend_from_slice(nonce);
        blob.extend_from_slice(&sealed);
        Ok(blob)
    }

    /// Opens a value that was sealed for this very place.
    ///
    /// # Errors
    /// [`SealError::FieldKeyMissing`] for an unknown manner or key, [`SealError::FieldAuthFailed`] for changed or moved bytes.
    pub fn open(&self, cell: &Cell, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let Some((head, sealed)) = blob.split_at_checked(HEAD) else { return Err(auth_failed(cell)) };
        if head[0] != MARK || sealed.len() < TAG_LEN {
            return Err(auth_failed(cell));
        }
        if head[1] != VERSION || head[2] != ALG {
            return Err(SealError::FieldKeyMissing { kid: 0 });
        }
        let kid = u32::from_be_bytes([head[3], head[4], head[5], head[6]]);
        let key = self.key(|key| key.kid == kid).ok_or(SealError::FieldKeyMissing { kid })?;
        if key.purpose != cell.purpose {
            return Err(auth_failed(cell));
        }
        let nonce: &[u8; NONCE_LEN] = head[7..].try_into().map_err(|_| auth_failed(cell))?;
        let aad = self.aad(cell, kid);
        let plain = key.cipher.decrypt(nonce.into(), Payload { msg: sealed, aad: &aad });
        plain.map(Zeroizing::new).map_err(|_| auth_failed(cell))
    }

    /// Whether this value lies under another key than the present one of its purpose. Bytes that are no sealed value
    /// are left to [`Sealer::open`] to name.
    #[must_use]
    pub fn needs_rotation(&self, purpose: KeyPurpose, blob: &[u8]) -> bool {
        let Some(kid) = kid_of(blob) else { return false };
        self.key(|key| key.current && key.purpose == purpose).is_some_and(|key| key.kid != kid)
    }

    /// Opens a value and seals it again, for the same place, with the present key.
    ///
    /// # Errors
    /// Those of [`Sealer::open`] and [`Sealer::seal`]; the value in hand stays good.
    pub fn reseal(&self, cell: &Cell, blob: &[u8]) -> Result<Vec<u8>, SealError> {
        self.seal(cell, &self.open(cell, blob)?)
    }

    fn key(&self, wanted: impl Fn(&FieldKey) -> bool) -> Option<Arc<FieldKey>> {
        self.keys.read().iter().find(|key| wanted(key)).cloned()
    }

    fn aad(&self, cell: &Cell, kid: u32) -> Vec<u8> {
        let mut aad = Vec::with_capacity(AAD_FIELD.len() + 41);
        aad.extend_from_slice(AAD_FIELD.as_bytes());
        aad.push(0);
        aad.extend_from_slice(self.vault_id.as_bytes());
        aad.extend_from_slice(&cell.table.to_be_bytes());
        aad.extend_from_slice(&cell.column.to_be_bytes());
        aad.extend_from_slice(&cell.row);
        aad.extend_from_slice(&kid.to_be_bytes());
        aad
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer({})", self.vault_id)
    }
}

/// The number of the key that a sealed value lies under; nothing for bytes that are no sealed value.
#[must_use]
pub fn kid_of(blob: &[u8]) -> Option<u32> {
    match blob {
        [MARK, VERSION, ALG, a, b, c, d, rest @ ..] if rest.len() >= NONCE_LEN + TAG_LEN => {
            Some(u32::from_be_bytes([*a, *b, *c, *d]))
        }
        _ => None,
    }
}

fn auth_failed(cell: &Cell) -> SealError {
    SealError::FieldAuthFailed { table: cell.table, column: cell.column, row: Uuid::from_bytes(cell.row) }
}

impl From<VaultError> for SealError {
    /// Sealing asks this crate's helpers for nothing but random numbers.
    fn from(_: VaultError) -> Self {
        Self::RandomUnavailable
    }
}
