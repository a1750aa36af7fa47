//! Whether the program is well.

use serde::Serialize;
use utoipa::ToSchema;

/// How a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Works.
    Ok,
    /// Not set up, or locked: nothing is wrong.
    Off,
    /// Does not work.
    Failing,
}

/// The program's parts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Health {
    /// The worst of all parts.
    pub status: PartState,
    /// The database.
    pub database: PartState,
    /// Sending: whether a connection is set up and no campaign was stopped by its server.
    pub smtp: PartState,
    /// The licence: failing when it lets nothing be sent; reading and export always work.
    pub license: PartState,
    /// The program's version.
    pub version: String,
}

impl From<sellify_app::Health> for Health {
    fn from(health: sellify_app::Health) -> Self {
        Self {
            status: health.worst().into(),
            database: health.database.into(),
            smtp: health.smtp.into(),
            license: health.license.into(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

impl From<sellify_app::PartState> for PartState {
    fn from(state: sellify_app::PartState) -> Self {
        match state {
            sellify_app::PartState::Ok => Self::Ok,
            sellify_app::PartState::Off => Self::Off,
            sellify_app::PartState::Failing => Self::Failing,
        }
    }
}
