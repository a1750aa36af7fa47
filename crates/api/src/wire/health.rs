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
    /// The program's version.
    pub version: String,
}
