//! Long work under way, for the tray at the bottom of the side bar.

use sellify_domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// An import; counts bytes.
    Import,
    /// A campaign; counts people.
    Campaign,
    /// A change of keys; counts bytes or values.
    Rotation,
    /// A backup; counts bytes over all its passes. Its name is empty.
    Backup,
    /// A search for duplicates; counts contacts, each twice. Its name is empty.
    Duplicates,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Going on.
    Running,
    /// Waiting for a person.
    Paused,
}

/// One piece of work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    /// What kind.
    pub kind: JobKind,
    /// The import's, campaign's or rotation's id.
    pub id: Uuid,
    /// The file's or campaign's name; of a rotation, its kind.
    pub name: String,
    /// How it stands.
    pub state: JobState,
    /// Done so far.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// When it began (ms).
    #[schema(required)]
    pub started_at: Option<i64>,
    /// When it will end at this pace (ms).
    #[schema(required)]
    pub expected_end: Option<i64>,
}

impl From<sellify_app::Job> for Job {
    fn from(job: sellify_app::Job) -> Self {
        Self {
            kind: match job.kind {
                sellify_app::JobKind::Import => JobKind::Import,
                sellify_app::JobKind::Backup => JobKind::Backup,
                sellify_app::JobKind::Duplicates => JobKind::Duplicates,
                sellify_app::JobKind::Campaign => JobKind::Campaign,
                sellify_app::JobKind::Rotation => JobKind::Rotation,
            },
            id: job.id,
            name: job.name,
            state: if job.paused { JobState::Paused } else { JobState::Running },
            done: job.done,
            total: job.total,
            started_at: job.started_at.map(Timestamp::as_millis),
            expected_end: job.expected_end.map(Timestamp::as_millis),
        }
    }
}
