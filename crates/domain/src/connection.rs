//! A connection: a configured account that can send.

use serde::{Deserialize, Serialize};

use crate::{ConnectionId, EmailAddress, Timestamp};

/// How the line to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    /// TLS from the first byte (port 465, RFC 8314).
    Implicit,
    /// Plain, then STARTTLS, refused when the server does not offer it (port 587, RFC 3207).
    StartTls,
    /// No protection. Only for a server on this computer or a trusted network.
    None,
}

/// An SMTP account, without its password (that is sealed in the vault).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmtpSettings {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Protection of the line.
    pub tls: TlsMode,
    /// Account name; empty when the server asks for none.
    pub username: String,
    /// The address that messages come from.
    pub from_email: EmailAddress,
    /// The name that messages come from.
    pub from_name: String,
    /// Where answers go, when not to `from_email`.
    pub reply_to: Option<EmailAddress>,
    /// Messages per hour at the most, shared by everything that sends through this connection; none: no limit.
    pub max_per_hour: Option<u32>,
    /// Connections held open at once, 1 to 16.
    pub max_connections: u8,
}

/// A connection as the vault holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Identity.
    pub id: ConnectionId,
    /// What people call it.
    pub name: String,
    /// Where and how.
    pub smtp: SmtpSettings,
    /// Whether a password is kept (never shown again).
    pub has_password: bool,
    /// When a test last succeeded.
    pub tested_at: Option<Timestamp>,
    /// When it was first saved.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
