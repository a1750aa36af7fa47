//! The keys of database and columns, the recovery code's recipient, the audit anchor.

use sellify_domain::Timestamp;

use crate::consts::KEY_LEN;
use crate::crypto::random;
use crate::keyset::{CURRENT, DatabaseEntry, FieldEntry, PENDING, PREVIOUS, RETIRED};
use crate::{AuditAnchor, DbKeyPair, KeyPurpose, KeystoreEditor, VaultError, VaultKeys};

impl KeystoreEditor<'_> {
    /// Makes the database's next key and records it beside the present one, before any byte is written with it.
    ///
    /// # Errors
    /// [`VaultError::RotationPending`] when one is under way.
    pub fn begin_database_key(&self) -> Result<(VaultKeys, DbKeyPair), VaultError> {
        self.change(|_, change| {
            if change.keyset.database(PENDING).is_some() {
                return Err(VaultError::RotationPending);
            }
            let pair = DbKeyPair::random()?;
            let entry =
                DatabaseEntry { state: PENDING.into(), pair: pair.clone(), made: None, retired: None };
            change.keyset.databases.push(entry);
            Ok(pair)
        })
    }

    /// Says that the database lies under the pending key now; the old one is kept as retired.
    ///
    /// # Errors
    /// [`VaultError::NoRotationPending`].
    pub fn commit_database_key(&self, now: Timestamp) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| {
            change.keyset.database(PENDING).ok_or(VaultError::NoRotationPending)?;
            for entry in &mut change.keyset.databases {
                if entry.state == CURRENT {
                    entry.state = RETIRED.into();
                    entry.retired = Some(now.as_millis());
                } else if entry.state == PENDING {
                    entry.state = CURRENT.into();
                    entry.made = Some(now.as_millis());
                }
            }
            Ok(())
        })
    }

    /// Gives the pending key up: the database stays under its present one.
    ///
    /// # Errors
    /// [`VaultError::NoRotationPending`].
    pub fn abandon_database_key(&self) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| {
            change.keyset.database(PENDING).ok_or(VaultError::NoRotationPending)?;
            change.keyset.databases.retain(|entry| entry.state != PENDING);
            Ok(())
        })
    }

    /// Forgets the keys that the database ceased to use before this moment. Files still under them open no more.
    ///
    /// # Errors
    /// Why nothing can be written.
    pub fn forget_retired_database_keys(&self, before: Timestamp) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| {
            let old = |entry: &DatabaseEntry| {
                entry.state == RETIRED && entry.retired.is_some_and(|at| at < before.as_millis())
            };
            change.keyset.databases.retain(|entry| !old(entry));
            Ok(())
        })
    }

    /// Makes a new key for these cells; new ones are sealed with it from now on. Gives its number.
    ///
    /// # Errors
    /// Why nothing can be written; the present key then stays.
    pub fn begin_field_key(&self, purpose: KeyPurpose) -> Result<(VaultKeys, u32), VaultError> {
        self.change(|_, change| {
            let fields = &mut change.keyset.fields;
            let highest = fields.iter().map(|field| field.kid).max().unwrap_or(0);
            let kid = highest.checked_add(1).ok_or(VaultError::TooManyKeys)?;
            for field in fields.iter_mut() {
                if field.state == CURRENT && field.purpose == purpose.name() {
                    field.state = PREVIOUS.into();
                }
            }
            let key = random::<KEY_LEN>()?;
            fields.push(FieldEntry { kid, purpose: purpose.name().into(), state: CURRENT.into(), key });
            Ok(kid)
        })
    }

    /// Says that no cell lies under this key any more. It stays readable until it is forgotten.
    ///
    /// # Errors
    /// [`VaultError::KeyInUse`] for a current key or an unknown number.
    pub fn retire_field_key(&self, kid: u32) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| {
            let field = change.keyset.fields.iter_mut().find(|field| field.kid == kid);
            let field = field.filter(|field| field.state != CURRENT).ok_or(VaultError::KeyInUse { kid })?;
            field.state = RETIRED.into();
            Ok(())
        })
    }

    /// Forgets a retired key. Cells still under it, in old backups too, open no more.
    ///
    /// # Errors
    /// [`VaultError::KeyInUse`] unless it was retired.
    pub fn forget_field_key(&self, kid: u32) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| {
            let fields = &mut change.keyset.fields;
            let retired = fields.iter().position(|field| field.kid == kid && field.state == RETIRED);
            fields.remove(retired.ok_or(VaultError::KeyInUse { kid })?);
            Ok(())
        })
    }

    /// Makes a signing key of the next epoch. The public halves of the earlier ones stay known.
    ///
    /// # Errors
    /// Why nothing can be written.
    pub fn begin_signing_epoch(&self) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| change.keyset.add_signing_key())
    }

    /// Keeps the audit log's last checkpoint where editing the database does not reach. An older one never replaces a
    /// newer one.
    ///
    /// # Errors
    /// Why nothing can be written.
    pub fn note_audit_anchor(&self, anchor: AuditAnchor) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| {
            if change.keyset.anchor.is_none_or(|known| known.seq <= anchor.seq) {
                change.keyset.anchor = Some(anchor);
            }
            Ok(())
        })
    }
}
