//! Connections: accounts that can send.

use sellify_app::TypedSmtp;
use sellify_domain::Timestamp;
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

impl From<sellify_domain::Connection> for Connection {
    fn from(connection: sellify_domain::Connection) -> Self {
        let smtp = connection.smtp;
        Self {
            id: connection.id.as_uuid(),
            name: connection.name,
            smtp: Smtp {
                host: smtp.host,
                port: smtp.port,
                tls: smtp.tls.into(),
                username: smtp.username,
                from_email: smtp.from_email.to_string(),
                from_name: smtp.from_name,
                reply_to: smtp.reply_to.map(|address| address.to_string()),
                max_per_hour: smtp.max_per_hour,
                max_connections: smtp.max_connections,
            },
            has_password: connection.has_password,
            tested_at: connection.tested_at.map(Timestamp::as_millis),
            created_at: connection.created_at.as_millis(),
            updated_at: connection.updated_at.as_millis(),
        }
    }
}

impl From<Smtp> for TypedSmtp {
    fn from(smtp: Smtp) -> Self {
        Self {
            host: smtp.host,
            port: smtp.port,
            tls: smtp.tls.into(),
            username: smtp.username,
            from_email: smtp.from_email,
            from_name: smtp.from_name,
            reply_to: smtp.reply_to,
            max_per_hour: smtp.max_per_hour,
            max_connections: smtp.max_connections,
        }
    }
}

impl From<sellify_domain::TlsMode> for TlsMode {
    fn from(mode: sellify_domain::TlsMode) -> Self {
        match mode {
            sellify_domain::TlsMode::Implicit => Self::Implicit,
            sellify_domain::TlsMode::StartTls => Self::StartTls,
            sellify_domain::TlsMode::None => Self::None,
        }
    }
}

impl From<TlsMode> for sellify_domain::TlsMode {
    fn from(mode: TlsMode) -> Self {
        match mode {
            TlsMode::Implicit => Self::Implicit,
            TlsMode::StartTls => Self::StartTls,
            TlsMode::None => Self::None,
        }
    }
}

impl From<sellify_app::ConnectionTest> for ConnectionTest {
    fn from(test: sellify_app::ConnectionTest) -> Self {
        Self {
            ok: true,
            server: test.server.server,
            tls: test.server.tls.map(str::to_owned),
            auth: test.server.auth.map(str::to_owned),
            took_ms: test.took_ms,
        }
    }
}
