//! Restoring: looking into a backup, and letting it take the place of what is here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sellify_audit::AuditLog;
use sellify_backup::{Manifest, Swap, UnpackOrder, finish_swap, inspect, unpack};
use sellify_domain::{Actor, CampaignState, Timestamp, UploadId, VaultId};
use sellify_store::{Store, StoreOptions};
use sellify_vault::{Computer, NoKeychain, RecoveryCode, VaultError, VaultKeys, VaultLock, VaultPaths};
use serde_json::json;

use crate::app::App;
use crate::carry_over::{CarriedOver, of_present_vault};
use crate::create_vault::{blocking, key_of};
use crate::error::AppError;
use crate::events::EventKind;
use crate::lock_vault::LockReason;
use crate::quarantine::{PAUSED_BY_RESTORE, Quarantine};
use crate::settings::{RECOVERY_CONFIRMED, Settings};
use crate::unlock_vault::KEYSTORE_GENERATION;
use crate::uploads::{Receiving, Staged};

/// How long to wait for requests that still hold the vault that is being replaced.
const WAIT_FOR_LOCK: Duration = Duration::from_secs(5);

/// Where a backup is.
#[derive(Debug, Clone)]
pub enum BackupSource {
    /// Handed over before.
    Upload(UploadId),
    /// A file of this computer. Only for doors where the person sits at it.
    Path(PathBuf),
}

/// What is inside a backup, and what stands here now.
#[derive(Debug, Clone)]
pub struct BackupContents {
    /// What the file says of itself.
    pub manifest: Manifest,
    /// The file's size.
    pub bytes: u64,
    /// The vault that is here, if there is one.
    pub present: Option<PresentVault>,
}

/// The vault that a restore would replace.
#[derive(Debug, Clone)]
pub struct PresentVault {
    /// Its identity; unknown while it is locked.
    pub vault_id: Option<VaultId>,
    /// Its last change.
    pub changed_at: Timestamp,
    /// Rows per table; unknown while it is locked.
    pub counts: Option<BTreeMap<String, u64>>,
    /// Whether it was changed after the backup was made.
    pub newer: bool,
}

/// A restore that somebody asked for.
pub struct RestoreOrder {
    /// The file.
    pub source: BackupSource,
    /// The recovery code, as it was typed.
    pub code: String,
    /// Whether an older state may take the place of a newer one.
    pub confirm_older: bool,
}

/// A vault that was restored, and is open.
#[derive(Debug, Clone)]
pub struct RestoredVault {
    /// Its identity.
    pub vault_id: VaultId,
    /// The moment of the backup.
    pub backup_at: Timestamp,
    /// Rows per table.
    pub counts: BTreeMap<String, u64>,
    /// Where the vault that was here before is kept.
    pub replaced: Option<String>,
    /// Campaigns that were running and now stand still.
    pub campaigns_paused: u64,
}

/// A file that was opened.
struct Opened {
    file: File,
    name: String,
    bytes: u64,
}

impl App {
    /// Receives a backup for a restore; there need not be a vault yet. Its bytes are encrypted already.
    ///
    /// # Errors
    /// The disk's own refusal.
    pub fn receive_backup(&self, name: &str) -> Result<Receiving, AppError> {
        let dir = &self.inner.config.paths.dir;
        std::fs::create_dir_all(dir).map_err(AppError::staging)?;
        Receiving::start(name, dir)
    }

    /// Looks into a backup by its recovery code.
    ///
    /// # Errors
    /// [`AppError::Backup`] or a mistyped code. Nothing is changed.
    pub async fn inspect_backup(
        &self,
        source: &BackupSource,
        code: &str,
    ) -> Result<BackupContents, AppError> {
        let code = RecoveryCode::parse(code).map_err(VaultError::from)?;
        let opened = self.open_backup(source)?;
        let bytes = opened.bytes;
        let manifest =
            blocking(move || Ok(inspect(opened.file, &code.backup_identity(), &opened.name)?)).await?;
        let present = self.present_vault(manifest.created_at).await?;
        Ok(BackupContents { manifest, bytes, present })
    }

    /// Does everything that a restore does but the last step: a full drill, by the recovery code.
    ///
    /// # Errors
    /// As [`App::inspect_backup`], and what is wrong with the file.
    pub async fn drill_backup(&self, source: &BackupSource, code: &str) -> Result<Manifest, AppError> {
        let code = RecoveryCode::parse(code).map_err(VaultError::from)?;
        let opened = self.open_backup(source)?;
        blocking(move || {
            // What is unpacked is under a key that only the file holds.
            let work = tempfile::tempdir().map_err(AppError::staging)?;
            let identity = code.backup_identity();
            let order = UnpackOrder {
                identity: &identity,
                file_name: &opened.name,
                work: work.path(),
                keep_attachments: false,
            };
            Ok(unpack(opened.file, &order, &mut |_| {})?.manifest)
        })
        .await
    }

    /// A full drill with a backup of the list; the vault remembers that it passed.
    ///
    /// # Errors
    /// As [`App::drill_backup`].
    pub async fn drill_listed_backup(
        &self,
        by: &Actor,
        name: &str,
        code: &str,
    ) -> Result<crate::backups::BackupView, AppError> {
        let vault = self.open_vault()?;
        let view = self.backup(name).await?;
        let path = PathBuf::from(&view.path);
        let manifest = self.drill_backup(&BackupSource::Path(path.clone()), code).await?;
        let (sha256, bytes) =
            blocking(move || Ok(sellify_backup::sha256_of_file(&path, &mut |_| {})?)).await?;
        let folder = Path::new(&view.path).parent().unwrap_or(Path::new(""));
        let record = sellify_store::BackupRecord {
            name: view.name,
            folder: folder.display().to_string(),
            made_at: manifest.created_at,
            bytes,
            sha256,
            recovery_key_id: view.recovery_key_id,
            verified_at: self.now(),
            counts: manifest.counts,
            automatic: view.automatic,
        };
        self.note_verified(&vault, by, record, "drill").await
    }

    /// Restores a backup: everything is unpacked and checked beside the present vault, which is then kept under
    /// `replaced-<time>`. The restored vault is open and in quarantine.
    ///
    /// # Errors
    /// [`AppError::BackupOlder`] when something newer is here and nobody confirmed; why else it was not restored. The
    /// present vault is then as it was, locked perhaps.
    pub async fn restore_backup(&self, by: &Actor, order: RestoreOrder) -> Result<RestoredVault, AppError> {
        let code = RecoveryCode::parse(&order.code).map_err(VaultError::from)?;
        let contents = self.inspect_backup(&order.source, &order.code).await?;
        let backup_at = contents.manifest.created_at;
        if let Some(present) = contents.present.filter(|present| present.newer && !order.confirm_older) {
            return Err(AppError::BackupOlder { backup: backup_at, present: present.changed_at });
        }
        // Before the vault is locked: that forgets what was handed over.
        let opened = self.open_backup(&order.source)?;
        self.lock(by, LockReason::ByHand).await?;
        let restored = self.replace(by, opened, code).await?;
        self.unlock_with_recovery_code(&order.code).await?;
        self.events().publish(EventKind::QuarantineChanged, json!({ "active": true }));
        Ok(restored)
    }

    async fn replace(
        &self,
        by: &Actor,
        opened: Opened,
        code: RecoveryCode,
    ) -> Result<RestoredVault, AppError> {
        let _one_at_a_time = self.inner.opening.lock().await;
        let (paths, computer) = (self.inner.config.paths.clone(), self.inner.config.computer.clone());
        // A screen may have opened it again in the moment between.
        let opened_again = self.inner.vault.write().open.take();
        if let Some(vault) = opened_again {
            vault.runners.stop_all().await;
            vault.store.close().await?;
        }
        let _lock = self.lock_for_restore(&paths).await?;
        let (now, file_name) = (self.now(), opened.name.clone());
        let (swap_paths, events) = (paths.clone(), self.events().clone());
        let (present, this_computer, typed) = (paths.clone(), computer.clone(), code.clone());
        let (manifest, keys) = blocking(move || {
            finish_swap(swap_of(&swap_paths))?;
            let mut told = 0;
            let (total, feed) = (opened.bytes, events);
            prepare(&swap_paths, &computer, opened, &code, now, &mut |done| {
                // Every percent or so.
                if done - told > total / 100 {
                    told = done;
                    feed.publish(EventKind::BackupProgress, json!({ "done": done, "total": total }));
                }
            })
        })
        .await?;
        let carried = of_present_vault(&present, &this_computer, &typed, manifest.vault_id, now).await;
        let campaigns_paused = self.settle_in(by, &paths, &keys, &manifest, file_name, carried).await?;
        let replaced = blocking(move || {
            let swap = swap_of(&paths);
            swap.ready(now)?;
            Ok(finish_swap(swap)?)
        })
        .await?;
        Ok(RestoredVault {
            vault_id: manifest.vault_id,
            backup_at: manifest.created_at,
            counts: manifest.counts,
            replaced: replaced.map(|folder| folder.display().to_string()),
            campaigns_paused,
        })
    }

    /// Writes into the restored database, before it takes its place, that nothing may be sent, and who said no since the
    /// backup.
    async fn settle_in(
        &self,
        by: &Actor,
        paths: &VaultPaths,
        keys: &VaultKeys,
        manifest: &Manifest,
        backup: String,
        carried: CarriedOver,
    ) -> Result<u64, AppError> {
        let database = work_paths(paths).database();
        let store = Store::open(&database, key_of(keys), StoreOptions { readers: 1 }).await?;
        let (now, generation) = (self.now(), keys.generation());
        let audit = AuditLog::new(keys.sealer());
        let (by, vault_id, counts) = (by.clone(), manifest.vault_id, manifest.counts.clone());
        let quarantine = Quarantine { since: now, backup_at: manifest.created_at, backup };
        let written = store
            .write(move |w| {
                quarantine.begin(w)?;
                w.settings_mut().set(KEYSTORE_GENERATION, &generation, now)?;
                // Whoever restores has the code at hand.
                w.settings_mut().set(RECOVERY_CONFIRMED, &true, now)?;
                let mut settings = Settings::read(w)?;
                let elsewhere =
                    settings.backup_folder.as_ref().is_some_and(|folder| !Path::new(folder).is_dir());
                if elsewhere {
                    settings.backup_folder = None;
                    settings.save(w, now)?;
                }
                let running = w.campaigns().ids_in_state(CampaignState::Running)?;
                for id in &running {
                    sellify_campaign::pause(w, *id, PAUSED_BY_RESTORE, now)?;
                }
                let details = json!({
                    "backup": quarantine.backup, "backup_at": quarantine.backup_at, "counts": counts,
                    "campaigns_paused": running.len(),
                });
                audit.append(w, now, &by, "vault.restored", &vault_id.to_string(), &details)?;
                carried.settle_in(w, &audit, &by, now, vault_id)?;
                Ok::<_, AppError>(running.len() as u64)
            })
            .await;
        let closed = store.close().await;
        let paused = written?;
        closed?;
        // SQLite removes its log when the last connection closes; a database moved without it would lack its end.
        let mut log = database.into_os_string();
        log.push("-wal");
        if Path::new(&log).metadata().is_ok_and(|log| log.len() > 0) {
            return Err(AppError::Broken);
        }
        Ok(paused)
    }

    /// Ends a restore that was cut off after it had begun to replace files. Called before anything looks at the folder.
    pub(crate) async fn finish_interrupted_restore(&self) -> Result<(), AppError> {
        let paths = self.inner.config.paths.clone();
        if !paths.dir.join(sellify_backup::WORK_FOLDER).exists() {
            return Ok(());
        }
        blocking(move || {
            let _lock = VaultLock::acquire(&paths)?;
            finish_swap(swap_of(&paths))?;
            Ok(())
        })
        .await
    }

    async fn lock_for_restore(&self, paths: &VaultPaths) -> Result<VaultLock, AppError> {
        const PAUSE: Duration = Duration::from_millis(100);
        let mut waited = Duration::ZERO;
        loop {
            let of = paths.clone();
            match blocking(move || Ok(VaultLock::acquire(&of)?)).await {
                // A request that was under way still holds the old vault.
                Err(AppError::Vault(VaultError::VaultLockedByOtherProcess)) if waited < WAIT_FOR_LOCK => {
                    tokio::time::sleep(PAUSE).await;
                    waited += PAUSE;
                }
                other => return other,
            }
        }
    }

    fn open_backup(&self, source: &BackupSource) -> Result<Opened, AppError> {
        let (name, file) = match source {
            BackupSource::Path(path) => {
                let file = File::open(path).map_err(|error| AppError::file_unreadable(path, &error))?;
                (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), file)
            }
            BackupSource::Upload(id) => {
                let (upload, staged) = self.inner.uploads.find(*id, self.now())?;
                let file = match staged {
                    Staged::Temporary(mut file) => {
                        file.seek(SeekFrom::Start(0)).map_err(AppError::staging)?;
                        file
                    }
                    Staged::Path(path) => {
                        File::open(&path).map_err(|error| AppError::file_unreadable(&path, &error))?
                    }
                };
                (upload.name, file)
            }
        };
        let about = file.metadata().map_err(AppError::staging)?;
        if !about.is_file() {
            return Err(AppError::Backup(sellify_backup::BackupError::NotABackup));
        }
        Ok(Opened { file, name, bytes: about.len() })
    }

    /// What is here now, and whether it changed after a moment.
    async fn present_vault(&self, backup_at: Timestamp) -> Result<Option<PresentVault>, AppError> {
        let paths = &self.inner.config.paths;
        if sellify_vault::state(paths) == sellify_vault::VaultState::Missing {
            return Ok(None);
        }
        let Ok(vault) = self.open_vault() else {
            let changed_at = changed_at(paths).unwrap_or(self.now());
            let newer = changed_at > backup_at;
            return Ok(Some(PresentVault { vault_id: None, changed_at, counts: None, newer }));
        };
        let (last, counts) = vault
            .store
            .read(|r| Ok::<_, AppError>((r.audit_entries().head()?.map(|head| head.at), r.row_counts()?)))
            .await?;
        let changed_at = last.unwrap_or(Timestamp::from_millis(0));
        let newer = changed_at > backup_at;
        Ok(Some(PresentVault { vault_id: Some(vault.vault_id), changed_at, counts: Some(counts), newer }))
    }
}

/// The restored vault, complete in the work folder: database, attachments, keystore.
fn prepare(
    paths: &VaultPaths,
    computer: &Computer,
    opened: Opened,
    code: &RecoveryCode,
    now: Timestamp,
    progress: &mut dyn FnMut(u64),
) -> Result<(Manifest, VaultKeys), AppError> {
    let (swap, work) = (swap_of(paths), work_paths(paths));
    swap.begin()?;
    let identity = code.backup_identity();
    let order =
        UnpackOrder { identity: &identity, file_name: &opened.name, work: &work.dir, keep_attachments: true };
    let mut done = 0;
    let unpacked = unpack(opened.file, &order, &mut |bytes| {
        done += bytes;
        progress(done);
    })?;
    // The database is put aside while the keystore is made: a folder with a database counts as a vault.
    let aside = work.dir.join("database");
    std::fs::rename(&unpacked.database, &aside).map_err(AppError::staging)?;
    // Not the keychain yet: until the swap is over, what it holds belongs to the vault that is here.
    let alone = Computer { machine: computer.machine.clone(), keychain: Arc::new(NoKeychain) };
    let made = sellify_vault::create_from_backup(&work, &alone, &unpacked.keyset, code, now)?;
    std::fs::rename(&aside, &unpacked.database).map_err(AppError::staging)?;
    sellify_vault::finish_creation(&work)?;
    Ok((unpacked.manifest, made.keys))
}

/// The vault's folders while it is being prepared.
fn work_paths(paths: &VaultPaths) -> VaultPaths {
    let swap = swap_of(paths);
    VaultPaths { dir: swap.work(), local_dir: swap.local_work() }
}

fn swap_of(paths: &VaultPaths) -> Swap<'_> {
    Swap { dir: &paths.dir, local_dir: &paths.local_dir }
}

/// When a database that cannot be opened was last written.
fn changed_at(paths: &VaultPaths) -> Option<Timestamp> {
    let written = std::fs::metadata(paths.database()).and_then(|file| file.modified()).ok()?;
    let since = written.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
}
