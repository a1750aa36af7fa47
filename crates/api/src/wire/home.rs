//! Today.

use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::campaign::Campaign;
use super::import::Import;

/// Something that waits for a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Todo {
    /// Stable code: `confirm_recovery_code`, `add_connection`, `test_connection`, `import_contacts`,
    /// `write_template`, `rejected_rows`, `campaign_paused`, `unknown_recipients`, `license_stopped`,
    /// `license_ending`, `license_clock`, `back_up`.
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
    /// The day, `YYYY-MM-DD`, in the zone of `utc_offset`.
    pub day: String,
    /// How many.
    pub count: u64,
}

/// Whose days are meant.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HomeQuery {
    /// Minutes that the viewer's clock is ahead of UTC (`-new Date().getTimezoneOffset()`); absent: 0.
    #[param(minimum = -840, maximum = 840)]
    pub utc_offset: Option<i32>,
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
}

impl From<sellify_app::Home> for Home {
    fn from(home: sellify_app::Home) -> Self {
        let days = |days: Vec<sellify_app::DayCount>| days.into_iter().map(DayCount::from).collect();
        Self {
            contacts: home.contacts,
            templates: home.templates,
            connections: home.connections,
            campaigns_running: home.campaigns_running.into_iter().map(Campaign::from).collect(),
            campaigns_recent: home.campaigns_recent.into_iter().map(Campaign::from).collect(),
            imports_recent: home.imports_recent.into_iter().map(Import::from).collect(),
            todo: home.todo.into_iter().map(Todo::from).collect(),
            sent_by_day: days(home.sent_by_day),
        }
    }
}

impl From<sellify_app::DayCount> for DayCount {
    fn from(day: sellify_app::DayCount) -> Self {
        Self { day: day.day, count: day.count }
    }
}

impl From<sellify_app::Todo> for Todo {
    fn from(todo: sellify_app::Todo) -> Self {
        Self {
            code: todo.code.to_owned(),
            count: todo.count,
            subject: todo.subject,
            link: todo.link,
            since: todo.since.map(Timestamp::as_millis),
        }
    }
}
