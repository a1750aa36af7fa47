//! The event feed.

use sellify_app::EventBatch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub enum EventKind {
    /// An import read more rows: `{import_id, counts, progress}`.
    #[serde(rename = "import.progress")]
    ImportProgress,
    /// An import ended: `{import_id, state, counts, error_code, dry_run}`.
    #[serde(rename = "import.finished")]
    ImportFinished,
    /// A campaign's counts changed: `{campaign_id, counts, per_second}`.
    #[serde(rename = "campaign.progress")]
    CampaignProgress,
    /// A campaign was created, changed, started, paused or ended: `{campaign_id, state, pause_reason}`.
    #[serde(rename = "campaign.state")]
    CampaignState,
    /// Contacts changed: `{contact_id}` for one, `{changed}` for many.
    #[serde(rename = "contact.changed")]
    ContactChanged,
    /// Likely duplicates were searched (`{job_id, found, searched_at}` or `{job_id, error_code}`), merged (`{contact_id}`) or
    /// kept apart (`{pair}`).
    #[serde(rename = "duplicates.found")]
    DuplicatesFound,
    /// Groups, segments, views, fields or tags changed: `{what}`, one of these words.
    #[serde(rename = "lists.changed")]
    ListsChanged,
    /// A template changed: `{template_id}`.
    #[serde(rename = "template.changed")]
    TemplateChanged,
    /// A connection changed: `{connection_id}`.
    #[serde(rename = "connection.changed")]
    ConnectionChanged,
    /// The suppression list changed: `{suppression_id}`.
    #[serde(rename = "suppression.changed")]
    SuppressionChanged,
    /// Settings changed: `{}`.
    #[serde(rename = "settings.changed")]
    SettingsChanged,
    /// A change of keys got further: `{rotation_id, kind, phase, done, total}`.
    #[serde(rename = "rotation.progress")]
    RotationProgress,
    /// A change of keys ended: `{rotation_id, kind, outcome}`.
    #[serde(rename = "rotation.finished")]
    RotationFinished,
    /// A backup or a restore got further: `{done, total}` in bytes.
    #[serde(rename = "backup.progress")]
    BackupProgress,
    /// A backup was made, failed or was proven again: `{state, name, error_code}`.
    #[serde(rename = "backup.finished")]
    BackupFinished,
    /// A restored vault went into quarantine, or came out of it: `{active}`.
    #[serde(rename = "quarantine.changed")]
    QuarantineChanged,
    /// The vault was made, opened or locked: `{state}`.
    #[serde(rename = "vault.state")]
    VaultState,
    /// The licence was asked for, installed, released, or its state changed: `{state}`.
    #[serde(rename = "license.state")]
    LicenseState,
}

/// One event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Event {
    /// Its number; rises by one within an epoch.
    pub seq: u64,
    /// What happened.
    pub kind: EventKind,
    /// When (ms).
    pub at: i64,
    /// To what; see the kind.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub data: serde_json::Value,
}

/// Events since `after`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventPage {
    /// Changes when the program restarts: numbers then start again, so reload what is on screen.
    pub epoch: String,
    /// Pass it as `after` next time.
    pub next: u64,
    /// Whether events between `after` and the first item are lost (too old): reload what is on screen.
    pub gap: bool,
    /// The events, oldest first.
    pub items: Vec<Event>,
}

/// Since when, and how long to wait for something new.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// `next` of the answer before; absent: from now on.
    pub after: Option<u64>,
    /// Seconds to wait when there is nothing yet, at most 25; absent: none.
    #[param(maximum = 25)]
    pub wait: Option<u64>,
}

impl From<sellify_app::EventKind> for EventKind {
    fn from(value: sellify_app::EventKind) -> Self {
        match value {
            sellify_app::EventKind::ImportProgress => Self::ImportProgress,
            sellify_app::EventKind::ImportFinished => Self::ImportFinished,
            sellify_app::EventKind::CampaignProgress => Self::CampaignProgress,
            sellify_app::EventKind::CampaignState => Self::CampaignState,
            sellify_app::EventKind::ContactChanged => Self::ContactChanged,
            sellify_app::EventKind::DuplicatesFound => Self::DuplicatesFound,
            sellify_app::EventKind::ListsChanged => Self::ListsChanged,
            sellify_app::EventKind::TemplateChanged => Self::TemplateChanged,
            sellify_app::EventKind::ConnectionChanged => Self::ConnectionChanged,
            sellify_app::EventKind::SuppressionChanged => Self::SuppressionChanged,
            sellify_app::EventKind::SettingsChanged => Self::SettingsChanged,
            sellify_app::EventKind::RotationProgress => Self::RotationProgress,
            sellify_app::EventKind::RotationFinished => Self::RotationFinished,
            sellify_app::EventKind::BackupProgress => Self::BackupProgress,
            sellify_app::EventKind::BackupFinished => Self::BackupFinished,
            sellify_app::EventKind::QuarantineChanged => Self::QuarantineChanged,
            sellify_app::EventKind::VaultState => Self::VaultState,
            sellify_app::EventKind::LicenseState => Self::LicenseState,
        }
    }
}

impl From<EventBatch> for EventPage {
    fn from(batch: EventBatch) -> Self {
        let items = batch.items.into_iter().map(Event::from).collect();
        Self { epoch: batch.epoch, next: batch.next, gap: batch.gap, items }
    }
}

impl From<sellify_app::Event> for Event {
    fn from(event: sellify_app::Event) -> Self {
        Self { seq: event.seq, kind: event.kind.into(), at: event.at.as_millis(), data: event.data }
    }
}
