//! What a start does when a rotation of the database was cut off: whichever file verifies under a known key wins.

use std::fs;
use std::path::Path;

use sellify_domain::Timestamp;
use sellify_store::{DbKey, Read, RotateError, StoreError, Swap, put_in_place, verify_file};
use sellify_vault::{DatabaseKeys, Sealer, VaultKeys, VaultPaths, cells};

use super::database::{Files, db_key};
use crate::error::AppError;

/// How a rotation that was cut off came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// The database lies under its new key.
    Finished,
    /// The database stays under the key it had.
    RolledBack,
}

impl Settled {
    /// As the vault's history calls it.
    pub(super) fn outcome(self) -> &'static str {
        match self {
            Self::Finished => "done",
            Self::RolledBack => "rolled_back",
        }
    }
}

/// Ends a rotation of the database that was cut off, if there is one. Call it before the database is opened. Deletes
/// nothing: a copy that is not needed stays until the vault has opened without it.
///
/// # Errors
/// [`StoreError::DbFileDamaged`] when no file verifies under any key; what keeps a file from being looked at (a full
/// disk, missing rights), and then nothing was decided.
pub(crate) fn settle_database(
    paths: &VaultPaths,
    keys: VaultKeys,
    now: Timestamp,
) -> Result<(VaultKeys, Option<Settled>), AppError> {
    let known = keys.database_keys();
    let Some(pending) = known.pending.as_ref().map(db_key) else { return Ok((keys, None)) };
    let files = Files::of(paths);
    let sealer = keys.sealer();
    let settled = find(&files, &known, &pending, keys.generation(), &sealer)?;
    let editor = keys.edit(paths);
    let keys = match settled {
        Settled::Finished => editor.commit_database_key(now)?,
        Settled::RolledBack => editor.abandon_database_key()?,
    };
    Ok((keys, Some(settled)))
}

fn find(
    files: &Files,
    known: &DatabaseKeys,
    pending: &DbKey,
    generation: u64,
    sealer: &Sealer,
) -> Result<Settled, AppError> {
    let current = db_key(&known.current);
    if verifies(&files.main, &current, sealer)? {
        return Ok(Settled::RolledBack);
    }
    if verifies(&files.main, pending, sealer)? {
        return Ok(Settled::Finished);
    }
    // The cut fell between the two renames, or the database was damaged while its copy was whole.
    if verifies(&files.new, pending, sealer)? {
        let (main, new) = (files.main.clone(), files.new.clone());
        put_in_place(&Swap { main, new, old: free_name(files, generation) })?;
        return Ok(Settled::Finished);
    }
    for old in files.every_old() {
        if !files.main.exists() && verifies(&old, &current, sealer)? {
            fs::rename(&old, &files.main).map_err(RotateError::Files)?;
            return Ok(Settled::RolledBack);
        }
    }
    Err(StoreError::DbFileDamaged.into())
}

/// The first name that no file has.
fn free_name(files: &Files, generation: u64) -> std::path::PathBuf {
    let mut number = generation;
    while files.old(number).exists() {
        number += 1;
    }
    files.old(number)
}

/// Whether this file is whole under this key. An error when that could not be found out.
fn verifies(path: &Path, key: &DbKey, sealer: &Sealer) -> Result<bool, AppError> {
    match verify_file(path, key, |read| sentinel(read, sealer)) {
        Ok(()) => Ok(true),
        Err(
            RotateError::VerifyFailed { .. }
            | RotateError::Store(StoreError::DbFileDamaged | StoreError::DatabaseMissing),
        ) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The first and the last audit entry open under the vault's keys: this is the vault's own database, and up to date.
pub(super) fn sentinel(read: &Read<'_>, sealer: &Sealer) -> bool {
    let opens = |seq: u64| {
        let row = read.audit_entries().get(seq).ok().flatten();
        row.is_some_and(|row| {
            let sealed = row.payload_ct.as_ref();
            sealed.is_none_or(|sealed| sealer.open(&cells::audit_payload(*row.id.as_bytes()), sealed).is_ok())
        })
    };
    // A vault has had its first entry since the moment it was made.
    read.audit_entries().head().is_ok_and(|head| head.is_some_and(|head| opens(1) && opens(head.seq)))
}
