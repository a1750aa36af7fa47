//! Who is at the door.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The way somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoorKind {
    /// The window.
    Window,
    /// A browser at `sellify serve`.
    Network,
}

/// The door and whether it stands open for this caller.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Session {
    /// The door.
    pub door: DoorKind,
    /// Whether the other routes will answer.
    pub signed_in: bool,
}

/// A one-time code, as printed by `sellify serve`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SignInRequest {
    /// The code of the link; good once, for ten minutes.
    pub code: String,
}
