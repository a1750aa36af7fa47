//! The traits through which a campaign hands messages over; vendors implement them in `sellify-providers`.

use async_trait::async_trait;
use sellify_domain::{EmailAddress, RecipientId, SmtpReply};

/// A configured way to send. One value serves a whole campaign; each [`open`](Messenger::open) is a wire connection.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Connects, protects the line and signs in.
    ///
    /// # Errors
    /// Why the server could not be used; nothing was sent.
    async fn open(&self) -> Result<Box<dyn MessengerSession>, MessengerError>;
}

/// One open wire connection.
#[async_trait]
pub trait MessengerSession: Send {
    /// Sends the messages in order, pipelined when the server allows it.
    ///
    /// Answers exactly one outcome per message, in the same order. After an outcome of
    /// [`SendOutcome::NotSent`] or [`SendOutcome::Unknown`] the session is not used again.
    async fn send(&mut self, batch: Vec<Outgoing>) -> Vec<SendOutcome>;

    /// Says goodbye; errors are of no interest any more.
    async fn close(self: Box<Self>);
}

/// One message, ready for the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The ledger row this message belongs to.
    pub recipient: RecipientId,
    /// Envelope sender.
    pub from: EmailAddress,
    /// Envelope recipient.
    pub to: EmailAddress,
    /// The message (RFC 5322), lines ended by CRLF, not dot-stuffed.
    pub message: Vec<u8>,
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// 2xx after DATA: the server took responsibility.
    Accepted(SmtpReply),
    /// A 4xx to RCPT or after DATA: this message may be tried again later.
    Transient(SmtpReply),
    /// A 5xx to RCPT or after DATA: this message is refused for good.
    Permanent(SmtpReply),
    /// The message text was under way and no answer came: nobody can tell whether it was taken.
    Unknown,
    /// The message certainly was not taken: the connection ended before its final dot could have been read,
    /// or the server refused this sender or this sign-in rather than this recipient.
    NotSent(MessengerError),
}

/// Why a server could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessengerError {
    /// The host name has no address.
    #[error("The server's name could not be found.")]
    Dns,
    /// No program listens there, or a firewall refuses.
    #[error("The server refused the connection.")]
    Refused,
    /// No answer in time.
    #[error("The server did not answer in time.")]
    Timeout,
    /// The line broke.
    #[error("The connection to the server was lost.")]
    Lost,
    /// The certificate is not trusted, is expired or names another host.
    #[error("The server's certificate is not valid for this name.")]
    TlsCertificate,
    /// The secure line could not be set up for another reason.
    #[error("A secure line to the server could not be set up.")]
    TlsHandshake,
    /// STARTTLS is demanded and the server does not offer it.
    #[error("The server does not offer STARTTLS.")]
    StarttlsMissing,
    /// User name or password refused (530, 534, 535, 538).
    #[error("The server refused the user name or the password: {} {}", .0.code, .0.text)]
    AuthFailed(SmtpReply),
    /// The server offers no way to sign in that Sellify knows.
    #[error("The server offers no way to sign in that Sellify knows.")]
    AuthUnsupported,
    /// A password would cross a public network without TLS.
    #[error("The password would travel unprotected: choose STARTTLS or TLS for this server.")]
    PasswordUnprotected,
    /// This account may not send as the chosen sender (5xx to MAIL).
    #[error("The server refuses this sender: {} {}", .0.code, .0.text)]
    SenderRefused(SmtpReply),
    /// The server is busy or closing (421, or a 4xx to the greeting, EHLO or MAIL).
    #[error("The server asks to come back later: {} {}", .0.code, .0.text)]
    TryLater(SmtpReply),
    /// The server refuses service (554 greeting, 5xx to EHLO).
    #[error("The server refuses service: {} {}", .0.code, .0.text)]
    ServiceRefused(SmtpReply),
    /// The server said something that is not SMTP.
    #[error("The server's answer could not be understood.")]
    Protocol,
}

impl MessengerError {
    /// The stable code that the API, the pause reason and the UI's texts use.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Refused => "connection_refused",
            Self::Timeout => "timeout",
            Self::Lost => "connection_lost",
            Self::TlsCertificate => "tls_certificate",
            Self::TlsHandshake => "tls_handshake",
            Self::StarttlsMissing => "starttls_missing",
            Self::AuthFailed(_) => "auth_failed",
            Self::AuthUnsupported => "auth_unsupported",
            Self::PasswordUnprotected => "password_unprotected",
            Self::SenderRefused(_) => "sender_refused",
            Self::TryLater(_) => "server_busy",
            Self::ServiceRefused(_) => "service_refused",
            Self::Protocol => "protocol",
        }
    }

    /// Whether trying again soon may help; the others need a person.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Dns | Self::Refused | Self::Timeout | Self::Lost | Self::TryLater(_) | Self::Protocol
        )
    }

    /// What the server said, when it said something.
    #[must_use]
    pub fn reply(&self) -> Option<&SmtpReply> {
        match self {
            Self::AuthFailed(reply)
            | Self::SenderRefused(reply)
            | Self::TryLater(reply)
            | Self::ServiceRefused(reply) => Some(reply),
            _ => None,
        }
    }
}
