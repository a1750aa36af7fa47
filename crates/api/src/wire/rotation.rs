//! New keys for the vault: what is under way, what was done, what may be asked for.

use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which keys are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RotationKind {
    /// The key of the database file.
    Database,
    /// The keys of the sealed columns.
    Columns,
    /// The master key of the keystore; needs `secrets`.
    Master,
}

/// What a rotation is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RotationPhase {
    /// Waiting for what runs to stop.
    Preparing,
    /// The database is being copied; counts bytes.
    Copying,
    /// The copy is being checked.
    Checking,
    /// The copy is being put in place; cannot be stopped.
    Switching,
    /// Values get their new key; counts values.
    Resealing,
    /// The file is being written anew.
    Tidying,
}

/// The rotation under way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunningRotation {
    /// Its identity, also that of its job.
    pub id: Uuid,
    /// Which keys.
    pub kind: RotationKind,
    /// What it is at.
    pub phase: RotationPhase,
    /// Done so far, in the phase's unit.
    pub done: u64,
    /// Of how many; 0 when that is not known.
    pub total: u64,
    /// When it began (ms).
    pub started_at: i64,
}

/// One rotation of the past.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PastRotation {
    /// Its identity.
    pub id: Uuid,
    /// Which keys.
    pub kind: RotationKind,
    /// When it began (ms).
    pub started_at: i64,
    /// When it ended (ms).
    #[schema(required)]
    pub finished_at: Option<i64>,
    /// `done`, `stopped`, `rolled_back` or the code of an error; none while it is not over.
    #[schema(required)]
    pub outcome: Option<String>,
}

/// How the vault's keys stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Rotations {
    /// The rotation under way.
    #[schema(required)]
    pub running: Option<RunningRotation>,
    /// The latest ones, newest first.
    pub last: Vec<PastRotation>,
    /// Since when the database has its present key (ms); unknown for the oldest vaults.
    #[schema(required)]
    pub database_key_since: Option<i64>,
    /// Whether a rotation of the columns waits to be taken up again: begin it again to go on.
    pub pending: bool,
}

/// What a person types for a new master key. Ways into the vault whose secret is not given are dropped.
#[derive(Default, Deserialize, ToSchema)]
pub struct RotationSecrets {
    /// The passphrase.
    pub passphrase: Option<String>,
    /// The recovery code.
    pub recovery_code: Option<String>,
}

/// Begins a rotation.
#[derive(Deserialize, ToSchema)]
pub struct StartRotationRequest {
    /// Which keys.
    pub kind: RotationKind,
    /// For a new master key.
    pub secrets: Option<RotationSecrets>,
}

impl From<RotationKind> for sellify_app::RotationKind {
    fn from(kind: RotationKind) -> Self {
        match kind {
            RotationKind::Database => Self::Database,
            RotationKind::Columns => Self::Columns,
            RotationKind::Master => Self::Master,
        }
    }
}

impl From<sellify_app::RotationKind> for RotationKind {
    fn from(kind: sellify_app::RotationKind) -> Self {
        match kind {
            sellify_app::RotationKind::Database => Self::Database,
            sellify_app::RotationKind::Columns => Self::Columns,
            sellify_app::RotationKind::Master => Self::Master,
        }
    }
}

impl From<sellify_app::RotationPhase> for RotationPhase {
    fn from(phase: sellify_app::RotationPhase) -> Self {
        use sellify_app::RotationPhase as App;
        match phase {
            App::Preparing => Self::Preparing,
            App::Copying => Self::Copying,
            App::Checking => Self::Checking,
            App::Switching => Self::Switching,
            App::Resealing => Self::Resealing,
            App::Tidying => Self::Tidying,
        }
    }
}

impl From<sellify_app::RotationView> for RunningRotation {
    fn from(view: sellify_app::RotationView) -> Self {
        Self {
            id: view.id,
            kind: view.kind.into(),
            phase: view.phase.into(),
            done: view.done,
            total: view.total,
            started_at: view.started_at.as_millis(),
        }
    }
}

impl From<sellify_app::Rotations> for Rotations {
    fn from(rotations: sellify_app::Rotations) -> Self {
        let past = |record: sellify_app::RotationRecord| PastRotation {
            id: record.id,
            kind: record.kind.into(),
            started_at: record.started_at.as_millis(),
            finished_at: record.finished_at.map(Timestamp::as_millis),
            outcome: record.outcome,
        };
        Self {
            running: rotations.running.map(Into::into),
            last: rotations.last.into_iter().map(past).collect(),
            database_key_since: rotations.database_key_since.map(Timestamp::as_millis),
            pending: rotations.pending,
        }
    }
}

impl From<RotationSecrets> for sellify_app::RotationSecrets {
    fn from(secrets: RotationSecrets) -> Self {
        let kept = |text: Option<String>| text.filter(|text| !text.is_empty()).map(Into::into);
        Self { passphrase: kept(secrets.passphrase), recovery_code: kept(secrets.recovery_code) }
    }
}
