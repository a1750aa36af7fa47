//! SMTP: a client of our own that pipelines across messages (RFC 5321, 2920, 3207, 4954).
//!
//! lettre builds messages but is not used on the wire: it waits 40 ms in every message and takes five round
//! trips for each.

mod data;
mod envelope;
mod extensions;
mod pipeline;
mod reply;
mod session;
mod tls;
mod verdict;
mod verify;
mod wire;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use async_trait::async_trait;
use sellify_campaign::{Messenger, MessengerError, MessengerSession};
use sellify_domain::SmtpSettings;
use zeroize::Zeroizing;

pub use tls::Trust;
pub use verify::{ServerInfo, verify};
pub use wire::Timeouts;

use session::SmtpSession;

/// Sends through one SMTP account.
pub struct SmtpMessenger {
    settings: SmtpSettings,
    password: Option<Zeroizing<String>>,
    trust: Trust,
    timeouts: Timeouts,
    /// This server offers PIPELINING and does not bear commands behind a text; found out by a session.
    grouping_fails: Arc<AtomicBool>,
}

impl SmtpMessenger {
    /// A messenger for this account. The password is wiped from memory with the messenger.
    #[must_use]
    pub fn new(settings: SmtpSettings, password: Option<Zeroizing<String>>) -> Self {
        Self {
            settings,
            password,
            trust: Trust::default(),
            timeouts: Timeouts::sending(),
            grouping_fails: Arc::default(),
        }
    }

    /// Believes other certificates than the computer's own list alone.
    #[must_use]
    pub fn trusting(mut self, trust: Trust) -> Self {
        self.trust = trust;
        self
    }

    /// Waits for other times than RFC 5321 says.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }
}

impl std::fmt::Debug for SmtpMessenger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpMessenger")
            .field("host", &self.settings.host)
            .field("port", &self.settings.port)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Messenger for SmtpMessenger {
    async fn open(&self) -> Result<Box<dyn MessengerSession>, MessengerError> {
        let fails = Arc::clone(&self.grouping_fails);
        let password = self.password.as_ref();
        let opened = SmtpSession::open(&self.settings, password, &self.trust, self.timeouts, fails).await;
        match &opened {
            Ok(session) => {
                tracing::debug!(host = %self.settings.host, server = %session.server, "smtp session open")
            }
            Err(error) => {
                tracing::warn!(host = %self.settings.host, code = error.code(), "smtp session refused")
            }
        }
        Ok(Box::new(opened?))
    }
}
