//! Proofs that need no recovery code: sealed values open, and a file is still the one that was verified.

use std::fs::File;
use std::path::Path;

use sellify_store::{SealedCell, Snapshot};
use sellify_vault::{Cell, Sealer, cells};

use crate::BackupError;
use crate::files::hash_of;

/// How many sealed values are opened, chosen at random.
const SAMPLE: usize = 50;

/// Opens some sealed values of a copy, so that it is known that the vault's keys fit its rows.
///
/// # Errors
/// [`BackupError::Unverified`] when one does not open.
pub fn open_sealed_cells(copy: &Snapshot, sealer: &Sealer) -> Result<usize, BackupError> {
    let found = copy.sealed_cells(SAMPLE)?;
    for cell in &found {
        let opened = place_of(cell).is_some_and(|place| sealer.open(&place, &cell.blob).is_ok());
        if !opened {
            return Err(BackupError::Unverified { what: "a protected value does not open" });
        }
    }
    Ok(found.len())
}

fn place_of(cell: &SealedCell) -> Option<Cell> {
    match (cell.column.table, cell.column.column) {
        ("audit_entries", "payload_ct") => Some(cells::audit_payload(cell.row)),
        ("audit_epochs", "key_ct") => Some(cells::audit_key(cell.row)),
        ("connections", "secret_ct") => Some(cells::connection_password(cell.row)),
        _ => None,
    }
}

/// SHA-256 of a file, in hexadecimal digits, and its size.
///
/// # Errors
/// [`BackupError::Unreadable`].
pub fn sha256_of_file(path: &Path, told: &mut dyn FnMut(u64)) -> Result<(String, u64), BackupError> {
    let unreadable = |source| BackupError::Unreadable { path: path.to_owned(), source };
    hash_of(File::open(path).map_err(unreadable)?, told).map_err(unreadable)
}
