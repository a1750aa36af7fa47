//! Sends a batch in as few round trips as the server allows (RFC 2920), every answer matched to its command.
//!
//! With PIPELINING, a message's text and the next message's MAIL, RCPT and DATA are one write, so that a
//! message costs one round trip. What this file must never get wrong is which message a lost connection leaves
//! *unknown* (its final dot may have been read) and which it leaves certainly *not sent*.

use std::sync::atomic::Ordering;
use std::time::Duration;

use sellify_campaign::{MessengerError, Outgoing, SendOutcome};

use super::data;
use super::envelope::{DATA, Envelope};
use super::reply::Reply;
use super::session::{Grouping, SmtpSession};
use super::verdict::{self, Verdict};
use super::wire::WriteFailure;

/// A server that hung up while we wrote may have said why; the answer is already here or never comes.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What the server still waits for from the message before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Nothing.
    Nothing,
    /// DATA was answered by 354: the text of this message and the final dot.
    Text(usize),
    /// DATA was answered by 354 although the recipient was refused: a dot alone ends it (RFC 2920, section 3.1).
    LoneDot,
    /// MAIL was taken and the rest refused: RSET.
    Reset,
}

/// The answers to MAIL, RCPT and DATA. RCPT and DATA were perhaps not asked.
struct Answers {
    mail: Reply,
    rcpt: Option<Reply>,
    data: Option<Reply>,
}

/// Why the session ends here.
type Broken = MessengerError;

/// Sends the messages in order; one outcome each, in the same order.
pub(super) async fn send(session: &mut SmtpSession, batch: Vec<Outgoing>) -> Vec<SendOutcome> {
    let mut run = Run { outcomes: vec![None; batch.len()], batch, at: 0, lead: Lead::Nothing, session };
    if run.session.broken.is_none() {
        // Whoever drops this future in the middle leaves a line that nobody may write to again.
        run.session.broken = Some(MessengerError::Lost);
        run.session.broken = run.all().await.err();
    }
    let broken = run.session.broken.clone().unwrap_or(MessengerError::Lost);
    run.outcomes.into_iter().map(|outcome| outcome.unwrap_or(SendOutcome::NotSent(broken.clone()))).collect()
}

struct Run<'a> {
    session: &'a mut SmtpSession,
    batch: Vec<Outgoing>,
    outcomes: Vec<Option<SendOutcome>>,
    /// The next message whose envelope was not sent yet.
    at: usize,
    lead: Lead,
}

impl Run<'_> {
    async fn all(&mut self) -> Result<(), Broken> {
        if self.session.needs_reset {
            self.lead = Lead::Reset;
            self.session.needs_reset = false;
        }
        loop {
            let next = self.next_envelope();
            if next.is_none() && matches!(self.lead, Lead::Nothing | Lead::Reset) {
                self.session.needs_reset = self.lead == Lead::Reset;
                return Ok(());
            }
            self.step(next).await?;
        }
    }

    /// The next message that this server can take; those that it never can are settled on the way.
    fn next_envelope(&mut self) -> Option<Envelope> {
        while let Some(outgoing) = self.batch.get(self.at) {
            match Envelope::of(outgoing, &self.session.extensions) {
                Ok(envelope) => return Some(envelope),
                Err(outcome) => self.outcomes[self.at] = Some(outcome),
            }
            self.at += 1;
        }
        None
    }

    /// One group and its answers: what the last message still needs, and the next envelope.
    async fn step(&mut self, next: Option<Envelope>) -> Result<(), Broken> {
        let mut group = Vec::new();
        match self.lead {
            Lead::Nothing => {}
            Lead::Text(index) => data::append(&mut group, &self.batch[index].message),
            Lead::LoneDot => group.extend_from_slice(b".\r\n"),
            Lead::Reset => group.extend_from_slice(b"RSET\r\n"),
        }
        let lead_end = group.len();
        let across = self.session.grouping == Grouping::AcrossMessages;
        if across && let Some(envelope) = &next {
            write_all_three(&mut group, envelope);
        }
        if !group.is_empty() {
            self.write_lead(&group, lead_end).await?;
            self.settle_lead().await?;
        }
        let Some(envelope) = next else { return Ok(()) };
        let after_text = across && lead_end > 0;
        let answers = match self.session.grouping {
            Grouping::AcrossMessages => {
                let answers = self.read_all_three().await;
                if after_text {
                    self.learn(answers.is_ok());
                }
                answers
            }
            Grouping::WithinMessage => {
                write_all_three(&mut group, &envelope);
                self.write(&group[lead_end..]).await?;
                self.read_all_three().await
            }
            Grouping::OneByOne => self.one_by_one(&envelope).await,
        }?;
        self.judge(answers, after_text)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        self.session.wire.write(bytes).await.map_err(|failure| failure.cause)
    }

    /// Writes the group; when that fails, decides what it means for the message whose text was in it.
    async fn write_lead(&mut self, group: &[u8], lead_end: usize) -> Result<(), Broken> {
        let Err(WriteFailure { written, cause }) = self.session.wire.write(group).await else {
            return Ok(());
        };
        let Lead::Text(index) = self.lead else { return Err(cause) };
        // An answer before the final dot left is an answer all the same; RFC 5321 (4.2.5) allows 4xx and 5xx here.
        let last_words = self.session.wire.read_reply(LAST_WORDS).await.ok();
        let dot_is_out = written >= lead_end;
        self.outcomes[index] = Some(match last_words {
            Some(reply) if dot_is_out || !reply.is_positive() => verdict::of_text(&reply),
            // Taken before its end? No server should say so; a person decides.
            Some(_) => SendOutcome::Unknown,
            None if dot_is_out => SendOutcome::Unknown,
            None => SendOutcome::NotSent(cause.clone()),
        });
        Err(cause)
    }

    /// Reads the answer to the lead and settles the message it belongs to.
    async fn settle_lead(&mut self) -> Result<(), Broken> {
        let limit = match self.lead {
            Lead::Nothing => return Ok(()),
            Lead::Text(_) => self.session.timeouts.data_end,
            Lead::LoneDot | Lead::Reset => self.session.timeouts.command,
        };
        let answer = self.session.wire.read_reply(limit).await;
        let mut about_account = None;
        if let Lead::Text(index) = self.lead {
            // Without an answer: the dot is out and nobody can tell whether it was read.
            let outcome = answer.as_ref().map_or(SendOutcome::Unknown, verdict::of_text);
            if let SendOutcome::NotSent(cause) = &outcome {
                about_account = Some(cause.clone());
            }
            self.outcomes[index] = Some(outcome);
        }
        self.lead = Lead::Nothing;
        let reply = answer?;
        if let Some(cause) = about_account {
            return Err(cause);
        }
        if reply.closes() {
            return Err(MessengerError::TryLater(reply.to_record()));
        }
        // 334 or 354 here means that we and the server no longer talk about the same command.
        if reply.code / 100 == 3 { Err(MessengerError::Protocol) } else { Ok(()) }
    }

    /// A server that loses or drops the very first envelope behind a text would do so in every session, and each
    /// would get one message through: the next ones take smaller steps.
    fn learn(&mut self, answered: bool) {
        if answered {
            self.session.grouping_proven = true;
        } else if !self.session.grouping_proven {
            self.session.grouping_fails.store(true, Ordering::Relaxed);
        }
    }

    async fn read_all_three(&mut self) -> Result<Answers, Broken> {
        let limit = self.session.timeouts.command;
        let mail = self.session.wire.read_reply(limit).await?;
        if mail.closes() {
            return Ok(Answers { mail, rcpt: None, data: None });
        }
        let rcpt = self.session.wire.read_reply(limit).await?;
        if rcpt.closes() {
            return Ok(Answers { mail, rcpt: Some(rcpt), data: None });
        }
        let data = self.session.wire.read_reply(self.session.timeouts.data_start).await;
        if data.is_err() && !(mail.is_positive() && rcpt.is_positive()) {
            // What was refused is refused, whatever became of the line.
            return Ok(Answers { mail, rcpt: Some(rcpt), data: None });
        }
        Ok(Answers { mail, rcpt: Some(rcpt), data: Some(data?) })
    }

    async fn one_by_one(&mut self, envelope: &Envelope) -> Result<Answers, Broken> {
        let mail = self.session.command(&envelope.mail).await?;
        if !mail.is_positive() {
            return Ok(Answers { mail, rcpt: None, data: None });
        }
        let rcpt = self.session.command(&envelope.rcpt).await?;
        if !rcpt.is_positive() {
            return Ok(Answers { mail, rcpt: Some(rcpt), data: None });
        }
        self.write(DATA.as_bytes()).await?;
        let data = self.session.wire.read_reply(self.session.timeouts.data_start).await?;
        Ok(Answers { mail, rcpt: Some(rcpt), data: Some(data) })
    }

    /// Decides what the answers to the envelope mean for this message and for the session.
    fn judge(&mut self, answers: Answers, after_text: bool) -> Result<(), Broken> {
        let data_is_open = answers.data.as_ref().is_some_and(|data| data.code == 354);
        self.lead = match &answers {
            _ if data_is_open => Lead::LoneDot,
            Answers { mail, .. } if mail.is_positive() => Lead::Reset,
            _ => Lead::Nothing,
        };
        if after_text && verdict::is_confused_by_grouping(&answers.mail) {
            // It offers PIPELINING and loses its way when commands follow the text. Nothing of this message
            // but its envelope went out, so it may be tried again in smaller steps.
            self.session.grouping = Grouping::WithinMessage;
            self.session.grouping_fails.store(true, Ordering::Relaxed);
            return Ok(());
        }
        let verdict = verdict::of_envelope(&answers.mail, answers.rcpt.as_ref(), answers.data.as_ref());
        let index = self.at;
        self.at += 1;
        match verdict {
            Verdict::Go => self.lead = Lead::Text(index),
            Verdict::Refused(outcome) => self.outcomes[index] = Some(outcome),
            Verdict::RefusedAndClosing(outcome, broken) => {
                self.outcomes[index] = Some(outcome);
                return Err(broken);
            }
            Verdict::Broken(broken) => return Err(broken),
        }
        Ok(())
    }
}

fn write_all_three(group: &mut Vec<u8>, envelope: &Envelope) {
    group.extend_from_slice(envelope.mail.as_bytes());
    group.extend_from_slice(envelope.rcpt.as_bytes());
    group.extend_from_slice(DATA.as_bytes());
}
