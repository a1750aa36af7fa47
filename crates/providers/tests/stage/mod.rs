//! What the tests of the wire share: a catcher, an account for it, messages to send.
#![expect(dead_code, reason = "each test file uses its own part")]

use std::time::Duration;

use sellify_campaign::{Messenger, MessengerError, MessengerSession, Outgoing, SendOutcome};
use sellify_domain::{EmailAddress, RecipientId, SmtpSettings, Timestamp, TlsMode};
use sellify_providers::catcher::{MailCatcher, Script};
use sellify_providers::{SmtpMessenger, Timeouts};

/// An account without sign-in on this computer.
pub fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port,
        tls: TlsMode::None,
        username: String::new(),
        from_email: EmailAddress::from_normalised("news@sellify.test"),
        from_name: "Sellify".to_owned(),
        reply_to: None,
        max_per_hour: None,
        max_connections: 1,
    }
}

/// Waits short enough for tests of silence; long enough for a busy machine everywhere else.
pub fn patience(data_end: Duration) -> Timeouts {
    let wait = Duration::from_secs(30);
    Timeouts { connect: wait, command: wait, data_start: wait, data_block: wait, data_end }
}

pub async fn catcher(script: Script) -> MailCatcher {
    MailCatcher::start(script).await.unwrap()
}

pub fn messenger(catcher: &MailCatcher) -> SmtpMessenger {
    SmtpMessenger::new(settings(catcher.address().port()), None)
        .with_timeouts(patience(Duration::from_secs(30)))
}

pub async fn open(catcher: &MailCatcher) -> Box<dyn MessengerSession> {
    messenger(catcher).open().await.unwrap()
}

pub async fn refused(messenger: &SmtpMessenger) -> MessengerError {
    messenger.open().await.err().expect("the server must not be usable")
}

pub fn to(address: &str) -> Outgoing {
    with_body(address, &format!("Bonjour {address}\r\n.\r\n..dots\r\n"))
}

pub fn with_body(address: &str, body: &str) -> Outgoing {
    Outgoing {
        recipient: RecipientId::generate(Timestamp::from_millis(0)),
        from: EmailAddress::from_normalised("news@sellify.test"),
        to: EmailAddress::from_normalised(address),
        message: format!("Subject: test\r\n\r\n{body}").into_bytes(),
    }
}

pub fn people(count: usize) -> Vec<Outgoing> {
    (0..count).map(|n| to(&format!("person{n}@example.com"))).collect()
}

/// Sends to these addresses in one batch and says, for each, what became of it.
pub async fn send(session: &mut dyn MessengerSession, addresses: &[&str]) -> Vec<String> {
    let outcomes = session.send(addresses.iter().map(|address| to(address)).collect()).await;
    outcomes.iter().map(told).collect()
}

/// An outcome in one word and its code.
pub fn told(outcome: &SendOutcome) -> String {
    match outcome {
        SendOutcome::Accepted(reply) => format!("accepted {}", reply.code),
        SendOutcome::Transient(reply) => format!("transient {}", reply.code),
        SendOutcome::Permanent(reply) => format!("permanent {}", reply.code),
        SendOutcome::Unknown => "unknown".to_owned(),
        SendOutcome::NotSent(cause) => format!("not sent {}", cause.code()),
    }
}

/// The recipients whose messages the catcher holds.
pub fn caught(catcher: &MailCatcher) -> Vec<String> {
    catcher.messages().iter().flat_map(|message| message.to.clone()).collect()
}
