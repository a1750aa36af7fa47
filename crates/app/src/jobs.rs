//! Long work under way, for the tray.

use sellify_domain::{CampaignState, Timestamp};
use uuid::Uuid;

use crate::app::App;
use crate::create_campaign::CampaignView;
use crate::error::AppError;
use crate::find_duplicates::SearchProgress;
use crate::home::under_way;
use crate::rotate_vault::RotationView;
use crate::running_backup::BackupProgress;
use crate::running_imports::ImportView;

/// What kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// An import; counts bytes.
    Import,
    /// A campaign; counts people.
    Campaign,
    /// A change of keys; counts bytes or values.
    Rotation,
    /// A backup; counts bytes over all its passes.
    Backup,
    /// A search for duplicates; counts contacts, each twice.
    Duplicates,
}

/// One piece of work.
#[derive(Debug, Clone)]
pub struct Job {
    /// What kind.
    pub kind: JobKind,
    /// The import's, campaign's or rotation's id.
    pub id: Uuid,
    /// The file's or campaign's name; of a rotation, which keys, as a code.
    pub name: String,
    /// Whether it waits for a person.
    pub paused: bool,
    /// Done so far.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it will end at this pace.
    pub expected_end: Option<Timestamp>,
}

impl App {
    /// A change of keys first, then imports, then campaigns, oldest first.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn jobs(&self) -> Result<Vec<Job>, AppError> {
        let vault = self.open_vault()?;
        let (now, paces) = (self.now(), vault.runners.clone());
        let campaigns = vault
            .store
            .read(move |r| {
                let found = under_way(r)?.into_iter().map(|campaign| paces.view(campaign, now));
                Ok::<_, AppError>(found.collect::<Vec<_>>())
            })
            .await?;
        let imports = self.inner.imports.running().into_iter().map(|view| of_import(view, now));
        let rotation = self.inner.rotation.view().map(|view| of_rotation(view, now));
        let duplicates = self.inner.duplicates.running().map(|view| of_search(view, now));
        let backup = self.inner.backups.running().map(|view| of_backup(view, now));
        Ok(rotation
            .into_iter()
            .chain(backup)
            .chain(imports)
            .chain(duplicates)
            .chain(campaigns.into_iter().map(of_campaign))
            .collect())
    }
}

fn of_backup(view: BackupProgress, now: Timestamp) -> Job {
    Job {
        kind: JobKind::Backup,
        id: view.id,
        name: String::new(),
        paused: false,
        done: view.done,
        total: view.total,
        started_at: Some(view.started_at),
        expected_end: expected_end(view.started_at, now, view.done, view.total),
    }
}

fn of_search(view: SearchProgress, now: Timestamp) -> Job {
    Job {
        kind: JobKind::Duplicates,
        id: view.id,
        name: String::new(),
        paused: false,
        done: view.done,
        total: view.total,
        started_at: Some(view.started_at),
        expected_end: expected_end(view.started_at, now, view.done, view.total),
    }
}

fn of_import(view: ImportView, now: Timestamp) -> Job {
    let progress = view.progress.unwrap_or_default();
    let record = view.record;
    Job {
        kind: JobKind::Import,
        id: record.id.as_uuid(),
        name: record.file_name,
        paused: false,
        done: progress.bytes_read,
        total: progress.bytes_total,
        started_at: Some(record.started_at),
        expected_end: expected_end(record.started_at, now, progress.bytes_read, progress.bytes_total),
    }
}

fn of_rotation(view: RotationView, now: Timestamp) -> Job {
    Job {
        kind: JobKind::Rotation,
        id: view.id,
        name: view.kind.code().to_owned(),
        paused: false,
        done: view.done,
        total: view.total,
        started_at: Some(view.started_at),
        expected_end: expected_end(view.started_at, now, view.done, view.total),
    }
}

fn of_campaign(view: CampaignView) -> Job {
    let counts = view.campaign.counts;
    Job {
        kind: JobKind::Campaign,
        id: view.campaign.id.as_uuid(),
        name: view.campaign.draft.name,
        paused: view.campaign.state == CampaignState::Paused,
        done: counts.total - counts.excluded - counts.pending - counts.handed_over,
        total: counts.total - counts.excluded,
        started_at: view.campaign.started_at,
        expected_end: view.expected_end,
    }
}

/// When work ends that goes on as it went so far.
fn expected_end(begin: Timestamp, now: Timestamp, done: u64, total: u64) -> Option<Timestamp> {
    let elapsed = u64::try_from(now.as_millis() - begin.as_millis()).ok()?;
    let left = elapsed.checked_mul(total.saturating_sub(done))?.checked_div(done)?;
    Some(now.plus_millis(i64::try_from(left).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_has_not_begun_has_no_end() {
        let at = Timestamp::from_millis;
        assert_eq!(expected_end(at(0), at(1_000), 0, 10), None);
        assert_eq!(expected_end(at(0), at(1_000), 5, 10), Some(at(2_000)));
    }
}
