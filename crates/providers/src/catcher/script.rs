//! How a catcher behaves: what it offers, and what it does to whom.

use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;

/// A whole behaviour. The default is a friendly modern server without TLS and sign-in.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent habit of a server")]
pub struct Script {
    /// Offer PIPELINING.
    pub pipelining: bool,
    /// Offer 8BITMIME.
    pub eight_bit: bool,
    /// Offer SMTPUTF8.
    pub utf8: bool,
    /// Know EHLO at all.
    pub ehlo: bool,
    /// Answer DATA with 354 even when every recipient was refused (RFC 2920 lets a server do so).
    pub data_without_recipients: bool,
    /// What happens to commands that come in the same packet as the end of a text.
    pub behind_text: BehindText,
    /// Offer SIZE with this limit.
    pub size_limit: Option<usize>,
    /// Greet with this instead of 220.
    pub greeting: Option<Answer>,
    /// Answer MAIL with this.
    pub sender: Option<Answer>,
    /// Demand a sign-in.
    pub sign_in: Option<SignIn>,
    /// Protection of the line.
    pub tls: ServerTls,
    /// Plaintext sent in the same packet as the answer to STARTTLS, as an attacker on the way would.
    pub injected: Option<Vec<u8>>,
    /// Wait this long before answers are sent off: a server so far away.
    pub delay: Duration,
    /// What happens to whom; the first rule that fits counts.
    pub rules: Vec<Rule>,
    /// Most messages kept; the oldest go first.
    pub keep: usize,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            pipelining: true,
            eight_bit: true,
            utf8: false,
            ehlo: true,
            data_without_recipients: false,
            behind_text: BehindText::Answered,
            size_limit: Some(25 * 1024 * 1024),
            greeting: None,
            sender: None,
            sign_in: None,
            tls: ServerTls::None,
            injected: None,
            delay: Duration::ZERO,
            rules: Vec::new(),
            keep: 1_000,
        }
    }
}

/// How a server that offers PIPELINING takes commands right behind a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BehindText {
    /// As RFC 2920 says.
    Answered,
    /// Each is answered with 503.
    Refused,
    /// The connection is closed.
    HungUpOn,
}

/// Protection of the line, as the server has it.
#[derive(Clone, Default)]
pub enum ServerTls {
    /// None.
    #[default]
    None,
    /// STARTTLS is offered.
    StartTls(Arc<ServerConfig>),
    /// TLS from the first byte.
    Implicit(Arc<ServerConfig>),
}

/// The account that may sign in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// User name.
    pub username: String,
    /// Password.
    pub password: String,
    /// The mechanisms offered, as they stand behind `AUTH`: `PLAIN LOGIN`.
    pub mechanisms: &'static str,
}

/// A reply; `\n` in the text makes several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Three-digit code. After 421 the connection is closed.
    pub code: u16,
    /// The text.
    pub text: String,
}

impl Answer {
    /// A reply.
    #[must_use]
    pub fn new(code: u16, text: &str) -> Self {
        Self { code, text: text.to_owned() }
    }
}

/// What happens to the messages of some recipients.
#[derive(Debug, Clone)]
pub struct Rule {
    /// An address, with one `*` for any text.
    pub to: String,
    /// How often; none: always.
    pub times: Option<u32>,
    /// What happens.
    pub act: Act,
}

impl Rule {
    /// A rule that always acts.
    #[must_use]
    pub fn always(to: &str, act: Act) -> Self {
        Self { to: to.to_owned(), times: None, act }
    }

    /// A rule that acts so many times and then lets everything through.
    #[must_use]
    pub fn times(times: u32, to: &str, act: Act) -> Self {
        Self { to: to.to_owned(), times: Some(times), act }
    }

    pub(super) fn is_for(&self, address: &str) -> bool {
        match self.to.split_once('*') {
            Some((start, end)) => {
                address.len() >= start.len() + end.len()
                    && address.starts_with(start)
                    && address.ends_with(end)
            }
            None => self.to == address,
        }
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Answers RCPT with this.
    AnswerRecipient(Answer),
    /// Answers DATA with this.
    AnswerData(Answer),
    /// Answers the final dot with this; nothing is kept unless it is 2xx.
    AnswerText(Answer),
    /// Closes the connection instead of answering RCPT.
    CutAtRecipient,
    /// Closes the connection when the text has begun.
    CutInsideText,
    /// Reads the final dot, keeps the message, and closes the connection without an answer.
    CutAfterDot,
    /// Reads the final dot, keeps the message, and never answers.
    SilentAfterDot,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        let fits = |pattern: &str, address| Rule::always(pattern, Act::CutInsideText).is_for(address);
        assert!(fits("*", "a@b.fr") && fits("*@gone.fr", "a@gone.fr") && fits("busy*", "busy7@b.fr"));
        assert!(fits("a@b.fr", "a@b.fr") && !fits("a@b.fr", "aa@b.fr"));
        assert!(!fits("a@b*@b.fr", "a@b.fr"), "start and end must not overlap");
    }
}
