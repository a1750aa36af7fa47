//! Backups: made, listed, proven again, pruned.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sellify_audit::CheckpointReason;
use sellify_backup::{
    BackupError, BackupName, CreateOrder, Made, create, list_folder, sha256_of_file, superseded,
};
use sellify_domain::{Actor, Timestamp};
use sellify_store::BackupRecord;
use serde_json::json;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::open_vault::OpenVault;
use crate::running_backup::{BackupFailure, BackupProgress};
use crate::settings::Settings;

/// The folder for what is in the making, inside the vault's own.
const SCRATCH: &str = "backup-work";

/// One backup file as screens show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupView {
    /// The file's name.
    pub name: String,
    /// Where it lies.
    pub path: String,
    /// When it was made.
    pub at: Timestamp,
    /// Its size.
    pub bytes: u64,
    /// When it was last proven; nothing for a file that this vault does not know.
    pub verified_at: Option<Timestamp>,
    /// The mark of the recovery code that opens it.
    pub recovery_key_id: String,
    /// Whether the present recovery code opens it.
    pub opens_with_current_code: bool,
    /// Rows per table; nothing for a file that this vault does not know.
    pub counts: Option<BTreeMap<String, u64>>,
    /// Whether the schedule made it.
    pub automatic: bool,
}

/// Everything about backups on one page.
#[derive(Debug, Clone)]
pub struct Backups {
    /// The files, newest first.
    pub items: Vec<BackupView>,
    /// Where new ones go.
    pub folder: String,
    /// Whether that is the vault's own folder.
    pub folder_is_default: bool,
    /// Whether the schedule makes them.
    pub automatic: bool,
    /// When the next one is due, if the schedule is on.
    pub due_at: Option<Timestamp>,
    /// When the latest proof was.
    pub last_verified_at: Option<Timestamp>,
    /// The mark of the present recovery code; nothing until the code is known to this version.
    pub recovery_key_id: Option<String>,
    /// The one under way.
    pub running: Option<BackupProgress>,
    /// How the last attempt failed.
    pub failure: Option<BackupFailure>,
}

impl App {
    /// The backups there are: those the vault knows, and every file in the folder.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error. A folder that is not plugged in is no error.
    pub async fn backups(&self) -> Result<Backups, AppError> {
        let vault = self.open_vault()?;
        let (settings, records) =
            vault.store.read(|r| Ok::<_, AppError>((Settings::read(r)?, r.backups().list()?))).await?;
        let current = vault.keys().recovery_key_id();
        let folder = self.backup_folder(&settings);
        let (found_in, mark, known) = (folder.clone(), current.clone(), records.clone());
        let items = blocking(move || Ok(views(&found_in, &known, mark.as_deref()))).await?;
        let last = records.iter().map(|record| record.made_at).max();
        Ok(Backups {
            items,
            folder: folder.display().to_string(),
            folder_is_default: settings.backup_folder.is_none(),
            automatic: settings.backup_automatic,
            due_at: settings.backup_automatic.then(|| sellify_backup::due_at(last, self.now())),
            last_verified_at: records.iter().map(|record| record.verified_at).max(),
            recovery_key_id: current,
            running: self.inner.backups.running(),
            failure: self.inner.backups.failure(),
        })
    }

    /// Begins a backup; it goes on by itself.
    ///
    /// # Errors
    /// [`AppError::BackupRunning`], [`BackupError::RecipientMissing`], or the vault is not open.
    pub fn begin_backup(&self, by: &Actor) -> Result<BackupProgress, AppError> {
        let vault = self.open_vault()?;
        if vault.keys().backup_recipient().is_none() {
            return Err(BackupError::RecipientMissing.into());
        }
        let progress = self.inner.backups.begin(self.now())?;
        let (app, by) = (self.clone(), by.clone());
        tokio::spawn(async move {
            // Its end is in the list of backups, in the event and in the log.
            let _ = app.run_backup(&vault, &by, false).await;
        });
        Ok(progress)
    }

    /// Makes a backup and waits for it.
    ///
    /// # Errors
    /// As [`App::begin_backup`], and why there is no new backup; every earlier one is as it was.
    pub async fn back_up(&self, by: &Actor) -> Result<BackupView, AppError> {
        let vault = self.open_vault()?;
        self.inner.backups.begin(self.now())?;
        self.run_backup(&vault, by, false).await
    }

    /// The backup whose place was taken: made, recorded, and only then the superfluous ones pruned.
    pub(crate) async fn run_backup(
        &self,
        vault: &Arc<OpenVault>,
        by: &Actor,
        automatic: bool,
    ) -> Result<BackupView, AppError> {
        // A panic must not leave the place taken for ever.
        let (app, open, who) = (self.clone(), vault.clone(), by.clone());
        let ended = tokio::spawn(async move { app.make_and_record(&open, &who, automatic).await }).await;
        let ended = ended.unwrap_or(Err(AppError::Broken));
        let failure = ended.as_ref().err().map(|error| BackupFailure {
            at: self.now(),
            code: error.code(),
            sentence: error.to_string(),
        });
        if let Err(error) = &ended {
            tracing::error!(code = error.code(), "there is no new backup");
        }
        self.inner.backups.end(failure);
        let news = match &ended {
            Ok(view) => json!({ "state": "finished", "name": view.name }),
            Err(error) => json!({ "state": "failed", "error_code": error.code() }),
        };
        self.events().publish(EventKind::BackupFinished, news);
        ended
    }

    async fn make_and_record(
        &self,
        vault: &Arc<OpenVault>,
        by: &Actor,
        automatic: bool,
    ) -> Result<BackupView, AppError> {
        let settings = vault.store.read(Settings::read).await?;
        let folder = self.backup_folder(&settings);
        // Only the vault's own folder is made: an unplugged disk must not be replaced by an empty folder of its name.
        if settings.backup_folder.is_some() && !folder.is_dir() {
            return Err(BackupError::FolderUnusable { folder }.into());
        }
        let now = self.now();
        self.checkpoint_beside(vault, CheckpointReason::Backup).await;
        let (app, open, into) = (self.clone(), vault.clone(), folder.clone());
        let made = blocking(move || app.make(&open, settings.firm_name, &into, now)).await?;
        let record = record_of(&made, &folder, self.now(), automatic);
        let details = json!({
            "bytes": record.bytes, "recovery_key_id": record.recovery_key_id, "sha256": record.sha256, "automatic": automatic,
        });
        let entry = vault.entry(by, now, "backup.created", &record.name, details);
        let kept = record.clone();
        vault
            .store
            .write(move |w| {
                w.backups_mut().insert(&kept)?;
                entry.append(w)
            })
            .await?;
        if let Err(error) = self.prune(vault, by, &folder, &record.name).await {
            // The new backup stands; the old ones are one too many until the next time.
            tracing::warn!(code = error.code(), "old backups could not be pruned");
        }
        self.checkpoint_beside(vault, CheckpointReason::Backup).await;
        let current = vault.keys().recovery_key_id();
        Ok(view_of_record(&record, &made.path, current.as_deref()))
    }

    fn make(&self, vault: &OpenVault, firm: String, folder: &Path, now: Timestamp) -> Result<Made, AppError> {
        let dir = &self.inner.config.paths.dir;
        let keys = vault.keys();
        let order = CreateOrder {
            store: &vault.store,
            keys: &keys,
            firm,
            app_version: env!("CARGO_PKG_VERSION"),
            attachments: &dir.join("attachments"),
            folder,
            scratch: &dir.join(SCRATCH),
            now,
        };
        let made = create(&order, &mut |done, total| {
            if self.inner.backups.note(done, total) {
                self.events().publish(EventKind::BackupProgress, json!({ "done": done, "total": total }));
            }
        })?;
        Ok(made)
    }

    /// Removes what newer verified backups make superfluous; only files that this vault made and that are unchanged.
    async fn prune(
        &self,
        vault: &OpenVault,
        by: &Actor,
        folder: &Path,
        newest: &str,
    ) -> Result<(), AppError> {
        let place = folder.display().to_string();
        let known = vault.store.read(|r| Ok::<_, AppError>(r.backups().list()?)).await?;
        let known: Vec<BackupRecord> = known.into_iter().filter(|record| record.folder == place).collect();
        let Some(newest) = known.iter().position(|record| record.name == newest) else { return Ok(()) };
        let made: Vec<Timestamp> = known.iter().map(|record| record.made_at).collect();
        let gone: Vec<BackupRecord> =
            superseded(&made, newest).into_iter().filter_map(|index| known.get(index).cloned()).collect();
        let folder = folder.to_owned();
        let gone = blocking(move || Ok(remove_files(&folder, gone))).await?;
        if gone.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let names: Vec<String> = gone.into_iter().map(|record| record.name).collect();
        let entry = vault.entry(by, now, "backup.pruned", vault.vault_id, json!({ "names": names }));
        vault
            .store
            .write(move |w| {
                names.iter().try_for_each(|name| w.backups_mut().removed(&place, name, now))?;
                entry.append(w)
            })
            .await
    }

    /// Proves that a backup is still the file that was verified when it was made, to the last bit. Needs no code.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`BackupError::Damaged`] when it changed; [`BackupError::Unverified`] for a file that
    /// this vault did not make: there the recovery code is needed.
    pub async fn verify_backup(&self, by: &Actor, name: &str) -> Result<BackupView, AppError> {
        let vault = self.open_vault()?;
        let view = self.backup(name).await?;
        let records = vault.store.read(|r| Ok::<_, AppError>(r.backups().list()?)).await?;
        let known = records.into_iter().find(|record| {
            record.name == view.name && Path::new(&record.folder).join(&record.name) == Path::new(&view.path)
        });
        let known = known.ok_or(AppError::BackupCodeNeeded)?;
        let path = PathBuf::from(&view.path);
        let (sha256, _) = blocking(move || Ok(sha256_of_file(&path, &mut |_| {})?)).await?;
        if sha256 != known.sha256 {
            return Err(BackupError::Damaged.into());
        }
        self.note_verified(&vault, by, known, "unchanged").await
    }

    /// One backup of the list.
    pub(crate) async fn backup(&self, name: &str) -> Result<BackupView, AppError> {
        let found = self.backups().await?.items.into_iter().find(|view| view.name == name);
        found.ok_or(AppError::NotFound(Thing::Backup))
    }

    pub(crate) async fn note_verified(
        &self,
        vault: &OpenVault,
        by: &Actor,
        mut record: BackupRecord,
        how: &'static str,
    ) -> Result<BackupView, AppError> {
        let now = self.now();
        record.verified_at = now;
        let entry = vault.entry(by, now, "backup.verified", &record.name, json!({ "how": how }));
        let kept = record.clone();
        vault
            .store
            .write(move |w| {
                w.backups_mut().insert(&kept)?;
                entry.append(w)
            })
            .await?;
        self.events().publish(EventKind::BackupFinished, json!({ "state": "verified", "name": record.name }));
        let path = Path::new(&record.folder).join(&record.name);
        Ok(view_of_record(&record, &path, vault.keys().recovery_key_id().as_deref()))
    }

    /// Where backups go.
    pub(crate) fn backup_folder(&self, settings: &Settings) -> PathBuf {
        match &settings.backup_folder {
            Some(folder) => PathBuf::from(folder),
            None => {
                // The vault remembers where a backup lies, whatever folder the program was started in.
                let folder = self.inner.config.paths.dir.join("backups");
                std::path::absolute(&folder).unwrap_or(folder)
            }
        }
    }
}

fn record_of(made: &Made, folder: &Path, now: Timestamp, automatic: bool) -> BackupRecord {
    BackupRecord {
        name: made.file_name.clone(),
        folder: folder.display().to_string(),
        made_at: made.manifest.created_at,
        bytes: made.bytes,
        sha256: made.sha256.clone(),
        recovery_key_id: made.manifest.recovery_key_id.clone(),
        verified_at: now,
        counts: made.manifest.counts.clone(),
        automatic,
    }
}

fn view_of_record(record: &BackupRecord, path: &Path, current: Option<&str>) -> BackupView {
    BackupView {
        name: record.name.clone(),
        path: path.display().to_string(),
        at: record.made_at,
        bytes: record.bytes,
        verified_at: Some(record.verified_at),
        opens_with_current_code: current == Some(record.recovery_key_id.as_str()),
        recovery_key_id: record.recovery_key_id.clone(),
        counts: Some(record.counts.clone()),
        automatic: record.automatic,
    }
}

/// What the vault knows and still finds, wherever it lies, and what else lies in the folder.
fn views(folder: &Path, records: &[BackupRecord], current: Option<&str>) -> Vec<BackupView> {
    let mut views: Vec<BackupView> = Vec::new();
    for record in records {
        let path = Path::new(&record.folder).join(&record.name);
        // Another size is another file: it is listed as one that the vault does not know.
        if std::fs::metadata(&path).is_ok_and(|file| file.len() == record.bytes) {
            views.push(view_of_record(record, &path, current));
        }
    }
    for file in list_folder(folder).unwrap_or_default() {
        let path = file.path.display().to_string();
        if views.iter().any(|view| view.path == path) {
            continue;
        }
        let BackupName { at, recovery_key_id, .. } = file.name;
        views.push(BackupView {
            name: file.file_name,
            path,
            at,
            bytes: file.bytes,
            verified_at: None,
            opens_with_current_code: current == Some(recovery_key_id.as_str()),
            recovery_key_id,
            counts: None,
            automatic: false,
        });
    }
    views.sort_by(|a, b| (b.at, &b.name).cmp(&(a.at, &a.name)));
    views
}

/// The records whose files are gone now.
fn remove_files(folder: &Path, records: Vec<BackupRecord>) -> Vec<BackupRecord> {
    records
        .into_iter()
        .filter(|record| {
            let path = folder.join(&record.name);
            match std::fs::metadata(&path) {
                Ok(file) if file.len() == record.bytes => std::fs::remove_file(&path).is_ok(),
                // Somebody put another file there: it is not ours to remove, and the record is of no use.
                Ok(_) => false,
                Err(_) => true,
            }
        })
        .collect()
}
