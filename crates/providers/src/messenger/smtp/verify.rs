//! The test button: everything that sending needs, short of sending.

use std::sync::Arc;

use sellify_campaign::MessengerError;
use sellify_domain::SmtpSettings;
use zeroize::Zeroizing;

use super::envelope::refused_address;
use super::session::SmtpSession;
use super::tls::Trust;
use super::verdict::{self, Verdict};
use super::wire::Timeouts;

/// What a test found out about a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerInfo {
    /// The name the server greeted with.
    pub server: String,
    /// Version of TLS; none when the line is plain.
    pub tls: Option<&'static str>,
    /// How the sign-in was done (`PLAIN`, `LOGIN`); none without one.
    pub auth: Option<&'static str>,
    /// Whether messages cost one round trip each instead of four.
    pub pipelining: bool,
    /// The largest message in bytes, when the server names a limit.
    pub size_limit: Option<u64>,
}

/// Connects, protects the line, signs in and asks whether the sender may send. Nothing is sent.
///
/// # Errors
/// What stands in the way, by cause.
pub async fn verify(
    settings: &SmtpSettings,
    password: Option<&Zeroizing<String>>,
    trust: &Trust,
) -> Result<ServerInfo, MessengerError> {
    let mut session =
        SmtpSession::open(settings, password, trust, Timeouts::person_waiting(), Arc::default()).await?;
    let may_send = ask_for_sender(&mut session, settings.from_email.as_str()).await;
    let info = ServerInfo {
        server: session.server.clone(),
        tls: session.wire.tls_version(),
        auth: session.mechanism,
        pipelining: session.extensions.pipelining,
        size_limit: session.extensions.size_limit,
    };
    session.quit().await;
    may_send.map(|()| info)
}

/// Most servers say here, and not at the sign-in, that an account may not send as somebody else.
async fn ask_for_sender(session: &mut SmtpSession, sender: &str) -> Result<(), MessengerError> {
    if let Some(refusal) = refused_address(sender, &session.extensions) {
        return Err(MessengerError::SenderRefused(refusal));
    }
    let utf8 = if sender.is_ascii() { "" } else { " SMTPUTF8" };
    let mail = session.command(&format!("MAIL FROM:<{sender}>{utf8}\r\n")).await?;
    if !mail.is_positive()
        && let Verdict::Broken(cause) = verdict::of_envelope(&mail, None, None)
    {
        return Err(cause);
    }
    session.command("RSET\r\n").await?;
    Ok(())
}
