//! A new key for the database file (security.md 6.6): both keys recorded first, the copy verified on a connection of its
//! own, two renames, and the old file kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sellify_domain::{Actor, Timestamp};
use sellify_store::{BackupRecord, DbKey, RotateError, Swap, TableDigest, free_space, verify_file};
use sellify_vault::{DbKeyPair, VaultPaths};
use serde_json::json;

use super::running::{RotationPhase, Ticket};
use super::{RotationOutcome, settle};
use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::open_vault::OpenVault;

/// How often a copy under way says how far it is.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Where the pieces of a rotation lie.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) main: PathBuf,
    pub(super) new: PathBuf,
}

impl Files {
    pub(super) fn of(paths: &VaultPaths) -> Self {
        let main = paths.database();
        Self { new: beside(&main, ".new"), main }
    }

    /// Where the present file goes; the keystore's generation makes the name its own.
    pub(super) fn old(&self, generation: u64) -> PathBuf {
        beside(&self.main, &format!("{OLD}{generation}"))
    }

    /// Every file that was the database before.
    pub(super) fn every_old(&self) -> Vec<PathBuf> {
        let (Some(folder), Some(name)) = (self.main.parent(), self.main.file_name()) else {
            return Vec::new();
        };
        let beginning = format!("{}{OLD}", name.to_string_lossy());
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        // Not what SQLite keeps beside such a file.
        let is_old = |name: &str| {
            name.strip_prefix(&beginning).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        entries
            .filter(|entry| is_old(&entry.file_name().to_string_lossy()))
            .map(|entry| entry.path())
            .collect()
    }
}

/// How old the last verified backup may be.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

const OLD: &str = ".old-";

pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(super) fn db_key(pair: &DbKeyPair) -> DbKey {
    DbKey::new(*pair.key, pair.salt)
}

impl App {
    pub(super) async fn rotate_database(
        &self,
        vault: &Arc<OpenVault>,
        ticket: &Ticket,
        by: &Actor,
    ) -> Result<RotationOutcome, AppError> {
        let paths = self.inner.config.paths.clone();
        let files = Files::of(&paths);
        if vault.keys().database_keys().pending.is_some() {
            return Err(sellify_vault::VaultError::RotationPending.into());
        }
        let database = files.main.clone();
        blocking(move || Ok(free_space(&database)?)).await?;
        self.have_a_backup(vault, by).await?;
        self.note_begin(vault, ticket, by).await?;
        // Campaigns stop between two messages and go on afterwards: a message handed over must be recorded at once.
        let held = vault.runners.hold().await;
        let rotated = self.copy_and_switch(vault, ticket, &paths, files).await;
        drop(held);
        let resumed = self.resume_running().await;
        if vault.keys().database_keys().pending.is_some() {
            // The keystore could not be written at the end. The next opening finds out which file it is, and notes it.
            return rotated.and(Err(sellify_vault::VaultError::RotationPending.into()));
        }
        let outcome = match &rotated {
            Ok(_) => "done",
            Err(AppError::Rotate(RotateError::Stopped)) => "stopped",
            Err(error) => error.code(),
        };
        let action = if rotated.is_ok() { "key.database_rotated" } else { "key.database_rotation_undone" };
        self.note_end(vault, ticket.view().id, by, outcome, action, json!({})).await?;
        resumed?;
        Ok(RotationOutcome { kept_file: Some(rotated?), ..RotationOutcome::default() })
    }

    /// A verified backup of the last day comes first; one is made when there is none. A vault whose code was made by the
    /// first version has nobody to encrypt to yet, and the old file is kept anyhow.
    async fn have_a_backup(&self, vault: &Arc<OpenVault>, by: &Actor) -> Result<(), AppError> {
        if vault.keys().backup_recipient().is_none() {
            return Ok(());
        }
        self.inner.backups.wait_for_end().await;
        let records = vault.store.read(|r| Ok::<_, AppError>(r.backups().list()?)).await?;
        let age = |at: Timestamp| self.now().as_millis().saturating_sub(at.as_millis());
        let fresh =
            |record: &BackupRecord| age(record.made_at) < DAY_MS && record.verified_at >= record.made_at;
        if records.iter().any(fresh) {
            return Ok(());
        }
        self.back_up(by).await.map(drop)
    }

    /// Steps 0 to 5. Gives the name of the file that is kept.
    async fn copy_and_switch(
        &self,
        vault: &Arc<OpenVault>,
        ticket: &Ticket,
        paths: &VaultPaths,
        files: Files,
    ) -> Result<String, AppError> {
        // From here on nobody writes; people go on reading.
        let held = vault.store.hold_writes().await?;
        let leftovers = files.clone();
        // A copy whose key was given up is no data. The vault is open under its one key, so this is such a copy.
        blocking(move || remove_copy(&leftovers)).await?;
        let pair = vault.edit_keys(paths, |editor| editor.begin_database_key()).await?;
        let swap = Swap {
            main: files.main.clone(),
            new: files.new.clone(),
            old: files.old(vault.keys().generation()),
        };
        let copied = held.copy_under(&files.new, &db_key(&pair), &ticket.stop.copy);
        let ready = copy_and_check(vault, ticket, copied, &files, db_key(&pair)).await;
        let ready = ready.and_then(|()| ticket.enter(RotationPhase::Switching, 0));
        if let Err(error) = ready {
            drop(held);
            self.give_up(vault, paths, files).await?;
            return Err(error);
        }
        let kept = swap.old.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Err(error) = held.put_in_place(swap, db_key(&pair)).await {
            // Everybody goes on with the old file when it can still be read; otherwise the next start decides.
            if vault.store.read(|r| Ok::<_, AppError>(r.audit_entries().head()?)).await.is_ok() {
                self.give_up(vault, paths, files).await?;
            }
            return Err(error.into());
        }
        let now = self.now();
        vault.edit_keys(paths, move |editor| Ok((editor.commit_database_key(now)?, ()))).await?;
        Ok(kept)
    }

    /// The database stays under its present key; first the key of the copy goes, then the copy.
    async fn give_up(
        &self,
        vault: &Arc<OpenVault>,
        paths: &VaultPaths,
        files: Files,
    ) -> Result<(), AppError> {
        vault.edit_keys(paths, |editor| Ok((editor.abandon_database_key()?, ()))).await?;
        blocking(move || remove_copy(&files)).await
    }
}

async fn copy_and_check(
    vault: &Arc<OpenVault>,
    ticket: &Ticket,
    copied: impl Future<Output = Result<Vec<TableDigest>, RotateError>>,
    files: &Files,
    key: DbKey,
) -> Result<(), AppError> {
    let size = files.main.metadata().map_or(0, |file| file.len());
    ticket.enter(RotationPhase::Copying, size)?;
    tokio::pin!(copied);
    loop {
        tokio::select! {
            done = &mut copied => { done?; break }
            () = tokio::time::sleep(TELL_EVERY) => {
                ticket.progress(files.new.metadata().map_or(0, |file| file.len()));
            }
        }
    }
    ticket.enter(RotationPhase::Checking, 0)?;
    let (new, sealer) = (files.new.clone(), vault.sealer.clone());
    blocking(move || Ok(verify_file(&new, &key, |read| settle::sentinel(read, &sealer))?)).await
}

/// Removes what there is of a copy that nobody has a key for any more.
pub(super) fn remove_copy(files: &Files) -> Result<(), AppError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        match fs::remove_file(beside(&files.new, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(RotateError::Files(error).into());
            }
            _ => {}
        }
    }
    Ok(())
}
