//! Backups, restoring, and the quarantine that follows.

use std::collections::BTreeMap;

use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One backup file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Backup {
    /// The file's name.
    pub name: String,
    /// Where it lies.
    pub path: String,
    /// When it was made (ms).
    pub at: i64,
    /// Its size.
    pub bytes: u64,
    /// When it was last proven (ms); null for a file that this vault did not make.
    #[schema(required)]
    pub verified_at: Option<i64>,
    /// The mark of the recovery code that opens it, such as `rkAB12`.
    pub recovery_key_id: String,
    /// Whether the present recovery code opens it.
    pub opens_with_current_code: bool,
    /// Rows per table; null for a file that this vault did not make.
    #[schema(required)]
    pub counts: Option<BTreeMap<String, u64>>,
    /// Whether the schedule made it.
    pub automatic: bool,
}

/// A backup under way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BackupProgress {
    /// Identity of the job.
    pub id: Uuid,
    /// Bytes done, over all passes.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// When it began (ms).
    pub started_at: i64,
}

/// Why the last attempt of this run made no backup.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BackupFailure {
    /// When (ms).
    pub at: i64,
    /// Stable code.
    pub code: String,
    /// The same in a sentence.
    pub detail: String,
}

/// Everything about backups.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BackupList {
    /// The files, newest first.
    pub items: Vec<Backup>,
    /// Where new ones go.
    pub folder: String,
    /// Whether that is the vault's own folder.
    pub folder_is_default: bool,
    /// Whether they are made daily by themselves.
    pub automatic: bool,
    /// When the next one is due (ms); null when the schedule is off.
    #[schema(required)]
    pub due_at: Option<i64>,
    /// When the latest proof was (ms).
    #[schema(required)]
    pub last_verified_at: Option<i64>,
    /// The mark of the present recovery code; null until the code was typed once.
    #[schema(required)]
    pub recovery_key_id: Option<String>,
    /// The one under way.
    #[schema(required)]
    pub running: Option<BackupProgress>,
    /// How the last attempt failed.
    #[schema(required)]
    pub failure: Option<BackupFailure>,
}

/// Proves a backup: by its code in full, without one that it is still the file that was verified.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct VerifyBackupRequest {
    /// The recovery code that opens it.
    pub recovery_code: Option<String>,
}

/// A backup file and the code that opens it.
#[derive(Deserialize, ToSchema)]
pub struct InspectBackupRequest {
    /// A file handed over before.
    pub upload_id: Option<Uuid>,
    /// A file of this computer (window door only).
    pub path: Option<String>,
    /// The recovery code.
    pub recovery_code: String,
}

/// Lets a backup take the place of what is here.
#[derive(Deserialize, ToSchema)]
pub struct RestoreRequest {
    /// A file handed over before.
    pub upload_id: Option<Uuid>,
    /// A file of this computer (window door only).
    pub path: Option<String>,
    /// The recovery code.
    pub recovery_code: String,
    /// Whether an older state may take the place of a newer one.
    pub confirm_older: Option<bool>,
}

/// The vault that a restore would replace.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PresentVault {
    /// Its identity; null while it is locked.
    #[schema(required)]
    pub vault_id: Option<Uuid>,
    /// Its last change (ms).
    pub changed_at: i64,
    /// Rows per table; null while it is locked.
    #[schema(required)]
    pub counts: Option<BTreeMap<String, u64>>,
    /// Whether it was changed after the backup was made: then `confirm_older` is needed.
    pub newer: bool,
}

/// What is inside a backup.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BackupContents {
    /// The firm's name.
    pub firm: String,
    /// The vault.
    pub vault_id: Uuid,
    /// The moment of the backup (ms).
    pub created_at: i64,
    /// Version of the program that wrote it.
    pub app_version: String,
    /// The mark of its recovery code.
    pub recovery_key_id: String,
    /// The file's size.
    pub bytes: u64,
    /// Rows per table.
    pub counts: BTreeMap<String, u64>,
    /// The vault that is here, if there is one.
    #[schema(required)]
    pub present: Option<PresentVault>,
}

/// A vault that was restored, and is open and in quarantine.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestoredVault {
    /// Its identity.
    pub vault_id: Uuid,
    /// The moment of the backup (ms).
    pub backup_at: i64,
    /// Rows per table.
    pub counts: BTreeMap<String, u64>,
    /// The folder in which the vault that was here before is kept.
    #[schema(required)]
    pub replaced: Option<String>,
    /// Campaigns that were running and now stand still.
    pub campaigns_paused: u64,
}

/// Whether the vault may send.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Quarantine {
    /// Whether nothing is sent.
    pub active: bool,
    /// Since when (ms).
    #[schema(required)]
    pub since: Option<i64>,
    /// The moment of the backup (ms).
    #[schema(required)]
    pub backup_at: Option<i64>,
    /// The file it came from.
    #[schema(required)]
    pub backup: Option<String>,
}

impl From<sellify_app::BackupView> for Backup {
    fn from(view: sellify_app::BackupView) -> Self {
        Self {
            name: view.name,
            path: view.path,
            at: view.at.as_millis(),
            bytes: view.bytes,
            verified_at: view.verified_at.map(Timestamp::as_millis),
            recovery_key_id: view.recovery_key_id,
            opens_with_current_code: view.opens_with_current_code,
            counts: view.counts,
            automatic: view.automatic,
        }
    }
}

impl From<sellify_app::BackupProgress> for BackupProgress {
    fn from(progress: sellify_app::BackupProgress) -> Self {
        Self {
            id: progress.id,
            done: progress.done,
            total: progress.total,
            started_at: progress.started_at.as_millis(),
        }
    }
}

impl From<sellify_app::Backups> for BackupList {
    fn from(backups: sellify_app::Backups) -> Self {
        let failure = backups.failure.map(|failure| BackupFailure {
            at: failure.at.as_millis(),
            code: failure.code.to_owned(),
            detail: failure.sentence,
        });
        Self {
            items: backups.items.into_iter().map(Backup::from).collect(),
            folder: backups.folder,
            folder_is_default: backups.folder_is_default,
            automatic: backups.automatic,
            due_at: backups.due_at.map(Timestamp::as_millis),
            last_verified_at: backups.last_verified_at.map(Timestamp::as_millis),
            recovery_key_id: backups.recovery_key_id,
            running: backups.running.map(BackupProgress::from),
            failure,
        }
    }
}

impl From<sellify_app::BackupContents> for BackupContents {
    fn from(contents: sellify_app::BackupContents) -> Self {
        let manifest = contents.manifest;
        Self {
            firm: manifest.firm,
            vault_id: manifest.vault_id.as_uuid(),
            created_at: manifest.created_at.as_millis(),
            app_version: manifest.app_version,
            recovery_key_id: manifest.recovery_key_id,
            bytes: contents.bytes,
            counts: manifest.counts,
            present: contents.present.map(|present| PresentVault {
                vault_id: present.vault_id.map(|id| id.as_uuid()),
                changed_at: present.changed_at.as_millis(),
                counts: present.counts,
                newer: present.newer,
            }),
        }
    }
}

impl From<sellify_app::RestoredVault> for RestoredVault {
    fn from(restored: sellify_app::RestoredVault) -> Self {
        Self {
            vault_id: restored.vault_id.as_uuid(),
            backup_at: restored.backup_at.as_millis(),
            counts: restored.counts,
            replaced: restored.replaced,
            campaigns_paused: restored.campaigns_paused,
        }
    }
}

impl From<Option<sellify_app::Quarantine>> for Quarantine {
    fn from(quarantine: Option<sellify_app::Quarantine>) -> Self {
        Self {
            active: quarantine.is_some(),
            since: quarantine.as_ref().map(|quarantine| quarantine.since.as_millis()),
            backup_at: quarantine.as_ref().map(|quarantine| quarantine.backup_at.as_millis()),
            backup: quarantine.map(|quarantine| quarantine.backup),
        }
    }
}
