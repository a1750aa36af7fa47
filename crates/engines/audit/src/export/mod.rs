//! Exports: a tar file with the entries as JSON Lines, their checkpoints, a manifest and its signature. Anybody can
//! check one, without the vault and without this program (docs/SECURITY.md says how).

mod check;
mod container;
mod line;
mod manifest;
mod merkle;

use ed25519_dalek::Signer as _;
use sellify_domain::Timestamp;
use sellify_store::Read;
use sha2::{Digest as _, Sha256};

pub use check::{ExportCheck, ExportFault, check_export};
pub use manifest::Manifest;

use crate::append::AuditLog;
use crate::checkpoint::SIGNATURE_PREFIX;
use crate::verify::Check;
use crate::{AuditError, hex};
use container::Parts;
use merkle::Merkle;

/// Which entries to export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportRange {
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before (exclusive).
    pub to: Option<Timestamp>,
}

/// How to export them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Which entries.
    pub range: ExportRange,
    /// Leaves the details out: they may name people. Their commitments stay, so the chain can still be checked.
    pub without_details: bool,
}

/// An export, with what it says about itself.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The bytes of the `.sellifyaudit` file.
    pub bytes: Vec<u8>,
    /// Its manifest.
    pub manifest: Manifest,
}

impl AuditLog {
    /// Exports the entries of a range. A log that is not as it was written is not exported: its signature would vouch
    /// for it.
    ///
    /// # Errors
    /// [`AuditError::NothingToExport`], [`AuditError::Broken`], [`AuditError::SignerMissing`], or the database's own.
    pub fn export(
        &self,
        read: &Read<'_>,
        options: &ExportOptions,
        now: Timestamp,
    ) -> Result<Exported, AuditError> {
        let signer = self.signer.as_ref().ok_or(AuditError::SignerMissing)?;
        let range = read.audit_entries().range(options.range.from, options.range.to)?;
        let (first, last) = range.ok_or(AuditError::NothingToExport)?;
        let (mut manifest, entries) = self.entries_of(read, first, last, options, now)?;
        let checkpoints = checkpoints_of(read, first, last)?;
        manifest.checkpoints = checkpoints.iter().fold(0, |count, byte| count + u64::from(*byte == b'\n'));
        manifest.checkpoints_sha256 = sha256(&checkpoints);
        manifest.public_key = hex::encode(&signer.verifying_key().to_bytes());
        manifest.earlier_keys = self.earlier.iter().map(|key| hex::encode(key)).collect();
        let text = manifest.to_bytes().ok_or(AuditError::Details)?;
        let signature = signer.sign(&signed_bytes(&text)).to_bytes();
        let parts = Parts {
            public_key: container::pem(&signer.verifying_key().to_bytes()),
            manifest: text,
            signature: signature.to_vec(),
            checkpoints,
            entries,
        };
        Ok(Exported { bytes: container::write(&parts).map_err(|_| AuditError::Details)?, manifest })
    }

    /// The lines, and a manifest that lacks only what does not depend on them. The chain is checked on the way, from
    /// the first entry of the log.
    fn entries_of(
        &self,
        read: &Read<'_>,
        first: u64,
        last: u64,
        options: &ExportOptions,
        now: Timestamp,
    ) -> Result<(Manifest, Vec<u8>), AuditError> {
        let mut check = Check::new(&self.sealer, options.without_details, std::collections::BTreeMap::new());
        let mut manifest = Manifest::begin(self.sealer.vault_id(), first, last, now, options.without_details);
        let (mut merkle, mut entries) = (Merkle::default(), Vec::new());
        read.audit_entries().for_each_from::<AuditError>(1, |row| {
            check.next(&row);
            if let Some(fault) = check.fault() {
                return Err(AuditError::Broken(fault));
            }
            if row.seq < first || row.seq > last {
                return Ok(());
            }
            let salted = if options.without_details { None } else { self.salted_details(&row)? };
            let start = entries.len();
            line::write(&mut entries, &row, salted.as_deref().map(Vec::as_slice))?;
            merkle.push(&entries[start..]);
            entries.push(b'\n');
            manifest.note(&row);
            Ok(())
        })?;
        manifest.merkle_root = hex::encode(&merkle.root());
        manifest.entries_sha256 = sha256(&entries);
        Ok((manifest, entries))
    }
}

fn checkpoints_of(read: &Read<'_>, first: u64, last: u64) -> Result<Vec<u8>, AuditError> {
    let mut lines = Vec::new();
    for row in read.audit_checkpoints().all()? {
        if (first..=last).contains(&row.seq) {
            line::write_checkpoint(&mut lines, &row)?;
            lines.push(b'\n');
        }
    }
    Ok(lines)
}

/// What the detached signature covers.
pub(crate) fn signed_bytes(manifest: &[u8]) -> Vec<u8> {
    [SIGNATURE_PREFIX, manifest].concat()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(&<[u8; 32]>::from(Sha256::digest(bytes)))
}

#[cfg(test)]
pub(crate) mod container_for_tests {
    //! The container as a forger would use it.
    pub(crate) use super::container::{pem, read, write};
}
