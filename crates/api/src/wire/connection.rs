//! Connections: accounts that can send.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How the line to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    /// TLS from the first byte (port 465).
    Implicit,
    /// STARTTLS, refused when the server does not offer it (port 587).
    StartTls,
    /// No protection.
    None,
}

fn default_max_connections() -> u8 {
    4
}

/// An SMTP account, without its password.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Smtp {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Protection of the line.
    pub tls: TlsMode,
    /// Account name; empty when the server asks for none.
    #[serde(default)]
    pub username: String,
    /// The address that messages come from.
    pub from_email: String,
    /// The name that messages come from.
    #[serde(default)]
    pub from_name: String,
    /// Where answers go, when not to `from_email`.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// Messages per hour at the most; null: no limit.
    #[serde(default)]
    pub max_per_hour: Option<u32>,
    /// Connections held open at once, 1 to 16.
    #[serde(default = "default_max_connections")]
    #[schema(minimum = 1, maximum = 16)]
    pub max_connections: u8,
}

/// A connection.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Connection {
    /// Identity.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Where and how.
    pub smtp: Smtp,
    /// Whether a password is kept; it is never shown again.
    pub has_password: bool,
    /// When a test last succeeded (ms).
    #[schema(required)]
    pub tested_at: Option<i64>,
    /// When it was first saved (ms).
    pub created_at: i64,
    /// When it last changed (ms).
    pub updated_at: i64,
}

/// A new connection.
#[derive(Clone, Deserialize, ToSchema)]
pub struct CreateConnectionRequest {
    /// What people call it.
    pub name: String,
    /// Where and how.
    pub smtp: Smtp,
    /// The password, kept sealed.
    pub password: Option<String>,
}

/// What to change; what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
pub struct ConnectionPatch {
    /// What people call it.
    pub name: Option<String>,
    /// Where and how; replaces it all.
    pub smtp: Option<Smtp>,
    /// A new password; empty: forget the old one.
    pub password: Option<String>,
}

/// Settings to try before saving them.
#[derive(Clone, Deserialize, ToSchema)]
pub struct TestConnectionRequest {
    /// Where and how.
    pub smtp: Smtp,
    /// The password.
    pub password: Option<String>,
    /// Use the password of this saved connection when `password` is absent.
    pub connection_id: Option<Uuid>,
}

/// What a server said to a test.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConnectionTest {
    /// Always true; a failed test is a problem with its cause as `code`.
    pub ok: bool,
    /// How the server greets.
    pub server: String,
    /// TLS version, where the line is protected.
    #[schema(required)]
    pub tls: Option<String>,
    /// How Sellify signed in.
    #[schema(required)]
    pub auth: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}
