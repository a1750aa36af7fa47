//! What a rotation leaves behind, and when it may go: never before thirty days and a verified backup under the new key.

use std::fs;
use std::path::Path;

use sellify_domain::{Actor, Timestamp};
use sellify_store::Snapshot;
use sellify_vault::{DatabaseKeys, RetiredDbKey, VaultPaths};
use serde_json::json;

use super::RotationKind;
use super::database::{Files, beside, db_key, remove_copy};
use super::settle::Settled;
use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::open_vault::OpenVault;

/// How long the database as it was is kept at least.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Whether the file that lay under this key until then may go now.
fn may_go(retired: Timestamp, now: Timestamp, verified_backup: Option<Timestamp>) -> bool {
    let old_enough = now.as_millis().saturating_sub(retired.as_millis()) >= KEPT_MS;
    old_enough && verified_backup.is_some_and(|backup| backup > retired)
}

impl App {
    /// After the vault has opened: records how a rotation that was cut off ended, and removes what may go.
    pub(crate) async fn tidy_rotation(
        &self,
        vault: &OpenVault,
        settled: Option<Settled>,
    ) -> Result<(), AppError> {
        self.record_settled(vault, settled).await?;
        let keys = vault.keys().database_keys();
        if keys.pending.is_some() {
            return Ok(());
        }
        let backups = vault.store.read(|r| Ok::<_, AppError>(r.backups().list()?)).await?;
        let verified = backups.iter().map(|backup| backup.made_at.min(backup.verified_at)).max();
        let (paths, now) = (self.inner.config.paths.clone(), self.now());
        let gone = blocking(move || remove_what_may_go(&paths, &keys, now, verified)).await?;
        let Some(newest) = gone else { return Ok(()) };
        let before = newest.plus_millis(1);
        vault
            .edit_keys(&self.inner.config.paths, move |editor| {
                Ok((editor.forget_retired_database_keys(before)?, ()))
            })
            .await?;
        let entry = vault.entry(&Actor::System, now, "key.old_database_removed", vault.vault_id, json!({}));
        vault.store.write(move |w| entry.append(w)).await
    }

    /// A rotation of the database that nobody ended: by what the start found, or by the age of the present key.
    async fn record_settled(&self, vault: &OpenVault, settled: Option<Settled>) -> Result<(), AppError> {
        let kind = RotationKind::Database.code();
        let unfinished =
            vault.store.read(move |r| Ok::<_, AppError>(r.rotations().unfinished(kind)?)).await?;
        let Some(row) = unfinished else { return Ok(()) };
        let since = vault.keys().database_keys().current_since;
        let by_age = if since.is_some_and(|since| since >= row.started_at) {
            Settled::Finished
        } else {
            Settled::RolledBack
        };
        let settled = settled.unwrap_or(by_age);
        let action = match settled {
            Settled::Finished => "key.database_rotated",
            Settled::RolledBack => "key.database_rotation_undone",
        };
        let id = uuid::Uuid::from_bytes(row.id);
        let details = json!({ "after_interruption": true });
        self.note_end(vault, id, &Actor::System, settled.outcome(), action, details).await
    }
}

/// Removes a copy that has no key, and files older than the rule asks for. Gives when the newest of these was retired.
fn remove_what_may_go(
    paths: &VaultPaths,
    keys: &DatabaseKeys,
    now: Timestamp,
    verified: Option<Timestamp>,
) -> Result<Option<Timestamp>, AppError> {
    let files = Files::of(paths);
    // The vault is open and no key is pending: whatever lies here, there is no key for it. Unless it is the vault's own.
    if files.new.exists() && Snapshot::open(&files.new, &db_key(&keys.current)).is_err() {
        remove_copy(&files)?;
    }
    let ripe: Vec<&RetiredDbKey> = keys.retired.iter().filter(|key| may_go(key.at, now, verified)).collect();
    if ripe.is_empty() {
        return Ok(None);
    }
    for path in files.every_old() {
        // A file goes only when it opens with a key that is out of use for long enough.
        if ripe.iter().any(|key| Snapshot::open(&path, &db_key(&key.pair)).is_ok()) {
            remove(&path)?;
        }
    }
    Ok(ripe.iter().map(|key| key.at).max())
}

fn remove(path: &Path) -> Result<(), AppError> {
    for suffix in ["-wal", "-shm", "-journal", ""] {
        match fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(sellify_store::RotateError::Files(error).into());
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETIRED: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[test]
    fn an_old_file_goes_after_thirty_days_and_a_backup_made_since() {
        let after = |days: i64| RETIRED.plus_millis(days * 24 * 60 * 60 * 1_000);
        assert!(may_go(RETIRED, after(30), Some(after(1))));
        assert!(!may_go(RETIRED, after(29), Some(after(1))), "too early");
        assert!(!may_go(RETIRED, after(300), None), "no backup");
        assert!(!may_go(RETIRED, after(300), Some(RETIRED)), "the backup was made before");
        assert!(!may_go(RETIRED, after(-900), Some(after(1))), "the clock went back");
    }
}
