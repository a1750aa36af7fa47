//! Long work under way, for the tray at the bottom of the side bar.

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
    /// The import's or campaign's id.
    pub id: Uuid,
    /// The file's or campaign's name.
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
