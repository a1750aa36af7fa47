//! What an open vault hands out: its keys, and the right to change the keystore they came from.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use parking_lot::Mutex;
use uuid::Uuid;
use zeroize::Zeroizing;

use sellify_domain::{Timestamp, VaultId};

use crate::cell::KeyPurpose;
use crate::consts::KEY_LEN;
use crate::crypto::{Key, random};
use crate::keyset::{CURRENT, Keyset, PENDING, RETIRED};
use crate::recovery_code::key_id_of;
use crate::sealer::{FieldKey, Sealer};
use crate::{KeystoreEditor, SlotKind, VaultError, VaultPaths};

/// The key of a database and the salt of its file header. Wiped when dropped; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DbKeyPair {
    /// The raw key.
    pub key: Zeroizing<[u8; 32]>,
    /// The salt.
    pub salt: [u8; 16],
}

impl DbKeyPair {
    /// A new pair.
    ///
    /// # Errors
    /// [`VaultError::RandomUnavailable`].
    pub fn random() -> Result<Self, VaultError> {
        Ok(Self { key: random::<KEY_LEN>()?, salt: *random::<16>()? })
    }
}

impl fmt::Debug for DbKeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DbKeyPair(hidden)")
    }
}

/// The keys that the database has, is getting, and had.
#[derive(Debug, Clone)]
pub struct DatabaseKeys {
    /// The key it opens with.
    pub current: DbKeyPair,
    /// Since when; unknown for vaults of the first version.
    pub current_since: Option<Timestamp>,
    /// The key of a rotation under way.
    pub pending: Option<DbKeyPair>,
    /// Keys it had; a file left from then still opens.
    pub retired: Vec<RetiredDbKey>,
}

/// A key that the database had.
#[derive(Debug, Clone)]
pub struct RetiredDbKey {
    /// The key.
    pub pair: DbKeyPair,
    /// Until when it was in use.
    pub at: Timestamp,
}

/// The last checkpoint of the audit log, kept where editing the database does not reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditAnchor {
    /// Number of the entry.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// When it was noted.
    pub at: Timestamp,
}

/// The state of one key that seals cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldKeyInfo {
    /// Its number.
    pub kid: u32,
    /// What it seals.
    pub purpose: KeyPurpose,
    /// Whether new cells are sealed with it.
    pub current: bool,
    /// Whether no cell should be sealed with it any more.
    pub retired: bool,
}

/// The keys of an open vault. Cheap to clone; wiped from memory with the last clone; never printed.
#[derive(Clone)]
pub struct VaultKeys(Arc<Inner>);

struct Inner {
    vault_id: VaultId,
    generation: u64,
    master: Key,
    keyset: Keyset,
    database: DbKeyPair,
    signing: SigningKey,
    signing_epoch: u32,
    sealer: Sealer,
    session: Session,
}

/// What was seen to open since the vault was opened. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Session {
    opened: Arc<Mutex<HashSet<Uuid>>>,
}

impl Session {
    pub(crate) fn note(&self, slot: Uuid) {
        self.opened.lock().insert(slot);
    }

    pub(crate) fn has(&self, slot: Uuid) -> bool {
        self.opened.lock().contains(&slot)
    }
}

impl VaultKeys {
    /// The vault these keys belong to.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.0.vault_id
    }

    /// The keystore's generation. It never decreases: a lower one than last time means that an old file came back.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.0.generation
    }

    /// The database's present key and the salt of its file header.
    #[must_use]
    pub fn database_key(&self) -> (Zeroizing<[u8; KEY_LEN]>, [u8; 16]) {
        let DbKeyPair { key, salt } = self.0.database.clone();
        (key, salt)
    }

    /// Every key of the database.
    #[must_use]
    pub fn database_keys(&self) -> DatabaseKeys {
        let keyset = &self.0.keyset;
        let current = keyset.database(CURRENT);
        let retired = keyset.databases.iter().filter(|entry| entry.state == RETIRED);
        DatabaseKeys {
            current: self.0.database.clone(),
            current_since: current.and_then(|entry| entry.made).map(Timestamp::from_millis),
            pending: keyset.database(PENDING).map(|entry| entry.pair.clone()),
            retired: retired
                .map(|entry| RetiredDbKey {
                    pair: entry.pair.clone(),
                    at: Timestamp::from_millis(entry.retired.unwrap_or_default()),
                })
                .collect(),
        }
    }

    /// Seals and opens single cells. Follows every later change of the keys by itself.
    #[must_use]
    pub fn sealer(&self) -> Sealer {
        self.0.sealer.clone()
    }

    /// The keys that seal cells, without the keys themselves.
    #[must_use]
    pub fn field_keys(&self) -> Vec<FieldKeyInfo> {
        let fields = self.0.keyset.fields.iter();
        let known = fields.filter_map(|field| Some((field, KeyPurpose::named(&field.purpose)?)));
        known
            .map(|(field, purpose)| FieldKeyInfo {
                kid: field.kid,
                purpose,
                current: field.state == CURRENT,
                retired: field.state == RETIRED,
            })
            .collect()
    }

    /// The vault's signing key.
    #[must_use]
    pub fn signing_key(&self) -> &SigningKey {
        &self.0.signing
    }

    /// The number of the signing key; 0 when it could not be kept and lasts only until the vault is closed.
    #[must_use]
    pub fn signing_epoch(&self) -> u32 {
        self.0.signing_epoch
    }

    /// The public halves of every signing key this vault has had, with their numbers.
    #[must_use]
    pub fn verifying_keys(&self) -> Vec<(u32, ed25519_dalek::VerifyingKey)> {
        let signing = self.0.keyset.signing.iter();
        signing.map(|entry| (entry.epoch, SigningKey::from_bytes(&entry.seed).verifying_key())).collect()
    }

    /// Whom backups are written to, as `age1…`; nothing until the recovery code is known to this version.
    #[must_use]
    pub fn backup_recipient(&self) -> Option<&str> {
        self.0.keyset.recipient.as_deref()
    }

    /// The name of the recovery code that opens the backups, `rkXXXX`.
    #[must_use]
    pub fn recovery_key_id(&self) -> Option<String> {
        self.backup_recipient().map(key_id_of)
    }

    /// The last checkpoint of the audit log that was noted in the keystore.
    #[must_use]
    pub fn audit_anchor(&self) -> Option<AuditAnchor> {
        self.0.keyset.anchor
    }

    /// Whether this vault opens by passphrase or recovery code only.
    #[must_use]
    pub fn passphrase_required(&self) -> bool {
        self.0.keyset.passphrase_required
    }

    /// Changes the keystore.
    #[must_use]
    pub fn edit<'a>(&self, paths: &'a VaultPaths) -> KeystoreEditor<'a> {
        KeystoreEditor::new(paths, self.clone())
    }

    /// Notes that this slot was seen to open.
    pub(crate) fn session(&self) -> &Session {
        &self.0.session
    }

    pub(crate) fn master(&self) -> &Key {
        &self.0.master
    }

    pub(crate) fn keyset(&self) -> &Keyset {
        &self.0.keyset
    }

    /// The keys of a keyset that was just opened.
    pub(crate) fn of(
        vault_id: Uuid,
        generation: u64,
        master: &Key,
        keyset: Keyset,
    ) -> Result<Self, VaultError> {
        let vault_id = VaultId::from(vault_id);
        let sealer = Sealer::new(vault_id, field_keys(&keyset));
        let sealer = sealer.ok_or(VaultError::KeystoreCorrupt { fallback_used: false })?;
        Self::with(vault_id, generation, master, keyset, sealer, Session::default())
    }

    /// The keys after a change: whoever holds the sealer seals with the new keys from now on.
    pub(crate) fn changed(&self, generation: u64, master: &Key, keyset: Keyset) -> Result<Self, VaultError> {
        let (sealer, session) = (self.0.sealer.clone(), self.0.session.clone());
        sealer.replace(field_keys(&keyset)).ok_or(VaultError::KeystoreCorrupt { fallback_used: false })?;
        Self::with(self.0.vault_id, generation, master, keyset, sealer, session)
    }

    fn with(
        vault_id: VaultId,
        generation: u64,
        master: &Key,
        keyset: Keyset,
        sealer: Sealer,
        session: Session,
    ) -> Result<Self, VaultError> {
        let database = keyset.database(CURRENT).map(|entry| entry.pair.clone());
        let database = database.ok_or(VaultError::KeystoreCorrupt { fallback_used: false })?;
        let newest = keyset.signing.iter().max_by_key(|entry| entry.epoch);
        let (signing_epoch, seed) = match newest {
            Some(entry) => (entry.epoch, entry.seed.clone()),
            None => (0, random::<KEY_LEN>()?),
        };
        let signing = SigningKey::from_bytes(&seed);
        let master = master.clone();
        Ok(Self(Arc::new(Inner {
            vault_id,
            generation,
            master,
            keyset,
            database,
            signing,
            signing_epoch,
            sealer,
            session,
        })))
    }
}

/// A purpose that only a newer version knows seals nothing here.
fn field_keys(keyset: &Keyset) -> Vec<FieldKey> {
    let fields = keyset.fields.iter();
    let known = fields.filter_map(|field| Some((field, KeyPurpose::named(&field.purpose)?)));
    known
        .map(|(field, purpose)| FieldKey::new(field.kid, purpose, field.state == CURRENT, &field.key))
        .collect()
}

impl fmt::Debug for VaultKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultKeys({}, generation {})", self.0.vault_id, self.0.generation)
    }
}

/// How a vault was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenedBy {
    /// What fitted.
    pub kind: SlotKind,
    /// The slot.
    pub slot: Uuid,
}
