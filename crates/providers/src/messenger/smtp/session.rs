//! From nothing to a session that may send: connect, greet, protect, sign in; and the goodbye.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sellify_campaign::{MessengerError, MessengerSession, Outgoing, SendOutcome};
use sellify_domain::{SmtpSettings, TlsMode};
use zeroize::Zeroizing;

use super::extensions::Extensions;
use super::pipeline;
use super::reply::Reply;
use super::tls::Trust;
use super::wire::{Timeouts, Wire};

/// The goodbye is a courtesy; nobody waits long for it.
const GOODBYE: Duration = Duration::from_secs(5);

/// How much may be sent before an answer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// A message's text and the next one's envelope travel together (RFC 2920, section 3.1).
    AcrossMessages,
    /// Only MAIL, RCPT and DATA of one message travel together.
    WithinMessage,
    /// The server offers no pipelining: one command, one answer.
    OneByOne,
}

/// An open, signed-in connection to one server.
pub(crate) struct SmtpSession {
    pub(super) wire: Wire,
    pub(super) timeouts: Timeouts,
    pub(super) extensions: Extensions,
    pub(super) grouping: Grouping,
    /// A text and the next envelope were once answered in one go.
    pub(super) grouping_proven: bool,
    /// Told to the sessions that come after this one: this server does not bear it.
    pub(super) grouping_fails: Arc<AtomicBool>,
    /// A transaction was begun and refused: RSET must come before the next one.
    pub(super) needs_reset: bool,
    /// Why nothing can be sent any more.
    pub(super) broken: Option<MessengerError>,
    /// The first word of the greeting: mostly the server's name for itself.
    pub(super) server: String,
    /// How we signed in.
    pub(super) mechanism: Option<&'static str>,
}

impl SmtpSession {
    /// Connects, protects the line and signs in.
    pub(super) async fn open(
        settings: &SmtpSettings,
        password: Option<&Zeroizing<String>>,
        trust: &Trust,
        timeouts: Timeouts,
        grouping_fails: Arc<AtomicBool>,
    ) -> Result<Self, MessengerError> {
        let mut wire = Wire::connect(&settings.host, settings.port, &timeouts).await?;
        if settings.tls == TlsMode::Implicit {
            wire = wire.protect(&settings.host, trust, timeouts.command).await?;
        }
        let greeting = wire.read_reply(timeouts.command).await?;
        if !greeting.is_positive() {
            return Err(refusal(&greeting));
        }
        let server =
            greeting.lines.first().and_then(|line| line.split(' ').next()).unwrap_or_default().to_owned();
        let mut session = Self {
            wire,
            timeouts,
            extensions: Extensions::default(),
            grouping: Grouping::OneByOne,
            grouping_proven: false,
            grouping_fails,
            needs_reset: false,
            broken: None,
            server,
            mechanism: None,
        };
        session.greet().await?;
        if settings.tls == TlsMode::StartTls {
            session = session.start_tls(&settings.host, trust).await?;
        }
        if let Some(password) = password.filter(|_| !settings.username.is_empty()) {
            session.sign_in(&settings.username, password).await?;
        }
        Ok(session)
    }

    /// EHLO, and HELO for servers that know nothing newer.
    async fn greet(&mut self) -> Result<(), MessengerError> {
        let name = literal(self.wire.local());
        let reply = self.command(&format!("EHLO {name}\r\n")).await?;
        if reply.is_positive() {
            self.extensions = Extensions::from_ehlo(&reply);
        } else if reply.is_permanent() && !reply.is_about_sign_in() {
            let reply = self.command(&format!("HELO {name}\r\n")).await?;
            if !reply.is_positive() {
                return Err(refusal(&reply));
            }
            self.extensions = Extensions::default();
        } else {
            return Err(refusal(&reply));
        }
        self.grouping = match (self.extensions.pipelining, self.grouping_fails.load(Ordering::Relaxed)) {
            (true, false) => Grouping::AcrossMessages,
            (true, true) => Grouping::WithinMessage,
            (false, _) => Grouping::OneByOne,
        };
        Ok(())
    }

    async fn start_tls(mut self, host: &str, trust: &Trust) -> Result<Self, MessengerError> {
        if !self.extensions.starttls {
            return Err(MessengerError::StarttlsMissing);
        }
        let reply = self.command("STARTTLS\r\n").await?;
        if reply.is_permanent() {
            return Err(MessengerError::StarttlsMissing);
        }
        if !reply.is_positive() {
            return Err(refusal(&reply));
        }
        self.wire = self.wire.protect(host, trust, self.timeouts.command).await?;
        // RFC 3207, section 4.2: nothing the server said before counts any more.
        self.extensions = Extensions::default();
        self.greet().await?;
        Ok(self)
    }

    async fn sign_in(&mut self, username: &str, password: &Zeroizing<String>) -> Result<(), MessengerError> {
        if self.wire.tls_version().is_none() && is_public(self.wire.peer().ip()) {
            return Err(MessengerError::PasswordUnprotected);
        }
        if self.extensions.auth_plain {
            let reply = self.auth_plain(username, password).await?;
            // 504: the mechanism was offered and is not there after all.
            if !(reply.code == 504 && self.extensions.auth_login) {
                self.mechanism = Some("PLAIN");
                return signed_in(&reply);
            }
        }
        if self.extensions.auth_login {
            self.mechanism = Some("LOGIN");
            let reply = self.auth_login(username, password).await?;
            return signed_in(&reply);
        }
        Err(MessengerError::AuthUnsupported)
    }

    async fn auth_plain(
        &mut self,
        username: &str,
        password: &Zeroizing<String>,
    ) -> Result<Reply, MessengerError> {
        let mut plain = Zeroizing::new(Vec::with_capacity(username.len() + password.len() + 2));
        for part in [username, password.as_str()] {
            plain.push(0);
            plain.extend_from_slice(part.as_bytes());
        }
        let mut line = Zeroizing::new(String::with_capacity(plain.len() * 4 / 3 + 20));
        line.push_str("AUTH PLAIN ");
        STANDARD.encode_string(plain.as_slice(), &mut line);
        line.push_str("\r\n");
        self.command(&line).await
    }

    async fn auth_login(
        &mut self,
        username: &str,
        password: &Zeroizing<String>,
    ) -> Result<Reply, MessengerError> {
        let mut reply = self.command("AUTH LOGIN\r\n").await?;
        for answer in [username, password.as_str()] {
            if reply.code != 334 {
                return Ok(reply);
            }
            let mut line = Zeroizing::new(String::with_capacity(answer.len() * 4 / 3 + 8));
            STANDARD.encode_string(answer, &mut line);
            line.push_str("\r\n");
            reply = self.command(&line).await?;
        }
        Ok(reply)
    }

    /// One command, one answer.
    pub(super) async fn command(&mut self, line: &str) -> Result<Reply, MessengerError> {
        self.wire.write(line.as_bytes()).await.map_err(|failure| failure.cause)?;
        self.wire.read_reply(self.timeouts.command).await
    }

    /// QUIT, unless the line is of no use any more.
    pub(super) async fn quit(mut self) {
        if self.broken.is_none() && self.wire.write(b"QUIT\r\n").await.is_ok() {
            let _ = self.wire.read_reply(GOODBYE).await;
            self.wire.close(GOODBYE).await;
        }
    }
}

#[async_trait]
impl MessengerSession for SmtpSession {
    async fn send(&mut self, batch: Vec<Outgoing>) -> Vec<SendOutcome> {
        pipeline::send(self, batch).await
    }

    async fn close(self: Box<Self>) {
        self.quit().await;
    }
}

/// The name we greet with. A desktop has no name in the DNS; RFC 5321 (4.1.3) has the address for that.
fn literal(local: SocketAddr) -> String {
    match local.ip().to_canonical() {
        IpAddr::V4(ip) => format!("[{ip}]"),
        IpAddr::V6(ip) => format!("[IPv6:{ip}]"),
    }
}

/// Whether packets to this address leave the building.
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => !(ip.is_loopback() || ip.is_private() || ip.is_link_local()),
        IpAddr::V6(ip) => !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()),
    }
}

/// What a negative answer to the greeting, EHLO, HELO or STARTTLS means.
fn refusal(reply: &Reply) -> MessengerError {
    if reply.is_transient() {
        MessengerError::TryLater(reply.to_record())
    } else if reply.is_permanent() {
        MessengerError::ServiceRefused(reply.to_record())
    } else {
        MessengerError::Protocol
    }
}

fn signed_in(reply: &Reply) -> Result<(), MessengerError> {
    if reply.is_positive() {
        Ok(())
    } else if reply.is_transient() {
        Err(MessengerError::TryLater(reply.to_record()))
    } else if reply.is_permanent() {
        Err(MessengerError::AuthFailed(reply.to_record()))
    } else {
        Err(MessengerError::Protocol)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_building_may_see_a_bare_password() {
        let public = |ip: &str| is_public(ip.parse().unwrap());
        for ip in ["127.0.0.1", "192.168.1.20", "10.0.0.4", "::1", "fd00::1", "fe80::1", "::ffff:192.168.1.1"]
        {
            assert!(!public(ip), "{ip}");
        }
        for ip in ["8.8.8.8", "100.64.0.1", "2001:db8::1", "::ffff:8.8.8.8", "0.0.0.0"] {
            assert!(public(ip), "{ip}");
        }
    }

    #[test]
    fn we_greet_with_an_address_literal() {
        assert_eq!(literal("127.0.0.1:4000".parse().unwrap()), "[127.0.0.1]");
        assert_eq!(literal("[::1]:4000".parse().unwrap()), "[IPv6:::1]");
        assert_eq!(literal("[::ffff:10.0.0.1]:4000".parse().unwrap()), "[10.0.0.1]");
    }
}
