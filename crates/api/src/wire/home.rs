//! Today.

use serde::Serialize;
use utoipa::ToSchema;

use super::campaign::Campaign;
use super::import::Import;

/// Something that waits for a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Todo {
    /// Stable code: `confirm_recovery_code`, `add_connection`, `test_connection`, `import_contacts`,
    /// `write_template`, `rejected_rows`, `campaign_paused`, `unknown_recipients`.
    pub code: String,
    /// How many, where it counts something.
    pub count: u64,
    /// What it is about: a file's or a campaign's name; empty where there is none.
    pub subject: String,
    /// Where the screen is that mends it, as a path of the UI.
    pub link: String,
    /// Since when (ms).
    #[schema(required)]
    pub since: Option<i64>,
}

/// One day's figure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayCount {
    /// The day, `YYYY-MM-DD`, in UTC.
    pub day: String,
    /// How many.
    pub count: u64,
}

/// Today, in one answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Home {
    /// Contacts in the vault.
    pub contacts: u64,
    /// Templates.
    pub templates: u64,
    /// Connections.
    pub connections: u64,
    /// Campaigns that are sending or paused.
    pub campaigns_running: Vec<Campaign>,
    /// Other campaigns, the latest first.
    pub campaigns_recent: Vec<Campaign>,
    /// The latest imports.
    pub imports_recent: Vec<Import>,
    /// What waits for a person, the gravest first.
    pub todo: Vec<Todo>,
    /// Messages accepted per day, the last 14 days, oldest first.
    pub sent_by_day: Vec<DayCount>,
    /// New contacts per day, the last 14 days, oldest first.
    pub contacts_by_day: Vec<DayCount>,
}
