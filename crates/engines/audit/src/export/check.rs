//! Checking an export on any machine: no vault, no keys, no network. Names the first line that is not as it was written.

use sellify_domain::VaultId;

use super::container::{self, CHECKPOINTS, ENTRIES, MANIFEST, Parts};
use super::line::{CheckpointLine, EntryLine};
use super::merkle::Merkle;
use super::{Manifest, sha256, signed_bytes};
use crate::chain::{commitment, entry_hash};
use crate::checkpoint::{is_signed, signature_is_good};
use crate::{ExportError, FaultKind, hex};

/// What a check of an export found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportCheck {
    /// What the export says about itself. Believe it only when there is no fault.
    pub manifest: Manifest,
    /// Entries that are as written.
    pub entries: u64,
    /// Checkpoints that are as written.
    pub checkpoints: u64,
    /// The first thing that is not as written.
    pub fault: Option<ExportFault>,
}

/// The first thing in an export that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFault {
    /// The file inside the export.
    pub file: &'static str,
    /// The line in it, from 1; 0: the whole file.
    pub line: u64,
    /// The entry's number, where there is one.
    pub seq: Option<u64>,
    /// What is wrong, as a stable code: those of [`FaultKind`], `signature` or `unreadable`.
    pub kind: &'static str,
}

/// Checks the bytes of a `.sellifyaudit` file.
///
/// The signature proves that the holder of the manifest's key made this export. Whether that key is the firm's own is
/// for the reader to compare: [`Manifest::key_fingerprint`].
///
/// # Errors
/// [`ExportError`] when the file is no export at all.
pub fn check_export(bytes: &[u8]) -> Result<ExportCheck, ExportError> {
    let parts = container::read(bytes)?;
    let manifest = Manifest::read(&parts.manifest)?;
    let mut check = ExportCheck { manifest, entries: 0, checkpoints: 0, fault: None };
    check.fault = check.entries_fault(&parts.entries).err();
    check.fault = check.fault.take().or_else(|| check.checkpoints_fault(&parts).err());
    check.fault = check.fault.take().or_else(|| check.manifest_fault(&parts, bytes).err());
    Ok(check)
}

fn fault(file: &'static str, line: u64, seq: Option<u64>, kind: &'static str) -> ExportFault {
    ExportFault { file, line, seq, kind }
}

impl ExportCheck {
    fn vault_id(&self) -> Option<VaultId> {
        self.manifest.vault_id.parse().ok()
    }

    /// The chain, line by line, from the hash that stands before the first one.
    fn entries_fault(&mut self, entries: &[u8]) -> Result<(), ExportFault> {
        let whole = |kind| fault(MANIFEST, 0, None, kind);
        let vault_id = self.vault_id().ok_or_else(|| whole("unreadable"))?;
        let mut prev = hex::decode::<32>(&self.manifest.prev).ok_or_else(|| whole("unreadable"))?;
        let mut expected = self.manifest.first_seq;
        let mut merkle = Merkle::default();
        for (number, line) in (1_u64..).zip(lines(entries)) {
            let at = |seq, kind: FaultKind| fault(ENTRIES, number, Some(seq), kind.code());
            let read = EntryLine::read(line).and_then(|line| Some((line.row()?, line.salted()?)));
            let Some((row, salted)) = read else {
                return Err(fault(ENTRIES, number, None, FaultKind::Edited.code()));
            };
            if row.seq != expected {
                let kind = if row.seq > expected { FaultKind::Missing } else { FaultKind::Reordered };
                return Err(at(row.seq.min(expected), kind));
            }
            if entry_hash(vault_id, &row) != row.hash {
                return Err(at(row.seq, FaultKind::Edited));
            }
            if row.prev != prev {
                return Err(at(row.seq, FaultKind::Forked));
            }
            if salted.is_some_and(|salted| commitment(&salted) != row.commitment) {
                return Err(at(row.seq, FaultKind::DetailsEdited));
            }
            merkle.push(line);
            prev = row.hash;
            expected += 1;
            self.entries += 1;
        }
        let next = Some(expected);
        if hex::encode(&prev) != self.manifest.head || self.entries != self.manifest.entries {
            let kind =
                if self.entries < self.manifest.entries { FaultKind::Truncated } else { FaultKind::Forked };
            return Err(fault(ENTRIES, self.entries + 1, next, kind.code()));
        }
        if hex::encode(&merkle.root()) != self.manifest.merkle_root
            || sha256(entries) != self.manifest.entries_sha256
        {
            // Every line holds together: details were taken out, or the manifest is another export's.
            return Err(fault(ENTRIES, 0, None, FaultKind::Edited.code()));
        }
        Ok(())
    }

    fn checkpoints_fault(&mut self, parts: &Parts) -> Result<(), ExportFault> {
        let vault_id = self.vault_id().ok_or_else(|| fault(MANIFEST, 0, None, "unreadable"))?;
        for (number, line) in (1_u64..).zip(lines(&parts.checkpoints)) {
            let row = CheckpointLine::read(line);
            let row = row.ok_or_else(|| fault(CHECKPOINTS, number, None, "checkpoint_edited"))?;
            let signer = hex::encode(&row.public_key);
            let known = signer == self.manifest.public_key || self.manifest.earlier_keys.contains(&signer);
            if !known || !is_signed(vault_id, &row) {
                return Err(fault(CHECKPOINTS, number, Some(row.seq), "checkpoint_edited"));
            }
            let index = row.seq.checked_sub(self.manifest.first_seq);
            let index = index.and_then(|index| usize::try_from(index).ok());
            let entry = index.and_then(|index| lines(&parts.entries).nth(index)).and_then(EntryLine::read);
            if entry.is_none_or(|entry| entry.hash != hex::encode(&row.hash)) {
                return Err(fault(CHECKPOINTS, number, Some(row.seq), FaultKind::Forked.code()));
            }
            self.checkpoints += 1;
        }
        let complete = self.checkpoints == self.manifest.checkpoints
            && sha256(&parts.checkpoints) == self.manifest.checkpoints_sha256;
        if complete { Ok(()) } else { Err(fault(CHECKPOINTS, 0, None, "checkpoint_missing")) }
    }

    fn manifest_fault(&self, parts: &Parts, bytes: &[u8]) -> Result<(), ExportFault> {
        let forged = || fault(MANIFEST, 0, None, "signature");
        let key = hex::decode::<32>(&self.manifest.public_key).ok_or_else(forged)?;
        let signature = <[u8; 64]>::try_from(parts.signature.as_slice()).map_err(|_| forged())?;
        if !signature_is_good(&key, &signed_bytes(&parts.manifest), &signature) {
            return Err(forged());
        }
        // The key for people's own tools, the order of the files, their padding: all as this program writes them.
        let same = parts.public_key == container::pem(&key)
            && container::write(parts).is_ok_and(|written| written == bytes);
        if same { Ok(()) } else { Err(fault(MANIFEST, 0, None, FaultKind::Edited.code())) }
    }
}

/// Lines without their line feed. A last line without one is a line too: it was cut off.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').filter(move |_| !bytes.is_empty())
}
