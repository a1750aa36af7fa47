//! One wire connection: asks the keeper for recipients, makes their messages, sends them, reports.

use std::sync::Arc;
use std::time::Duration;

use sellify_domain::{Contact, EmailAddress, Recipient};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::health::Health;
use super::{ComposeError, Composer};
use crate::verdict::asks_to_slow_down;
use crate::{Limiter, Messenger, MessengerError, MessengerSession, Outgoing, SendOutcome};

/// A connection that has had nothing to do for this long is given back; servers close it soon anyway.
const IDLE: Duration = Duration::from_secs(20);
/// How long a burst should take. Against a far server short bursts cost nothing and leave few unknown when the
/// process dies; against a near one long bursts spare commits.
const BURST_TIME: Duration = Duration::from_millis(400);
/// Below this, a burst spends its time waiting for commits.
const SHORTEST_BURST: usize = 8;

/// A recipient whose message is to be sent now.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) recipient: Recipient,
    pub(super) contact: Contact,
}

/// What became of a job.
#[derive(Debug)]
pub(super) enum Settled {
    Sent(Recipient, SendOutcome),
    NotMade(Recipient, ComposeError),
}

/// What a worker brings to the keeper, and what it asks for.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) settled: Vec<Settled>,
    /// Recipients wanted; 0 just to have outcomes recorded.
    pub(super) wanted: usize,
    /// The campaign must pause, with this code.
    pub(super) halt: Option<&'static str>,
    pub(super) answer: oneshot::Sender<Answer>,
}

#[derive(Debug)]
pub(super) enum Answer {
    Jobs(Vec<Job>),
    Stop,
}

pub(super) struct Worker {
    pub(super) messenger: Arc<dyn Messenger>,
    pub(super) composer: Arc<dyn Composer>,
    pub(super) limiter: Arc<Limiter>,
    pub(super) health: Arc<Health>,
    pub(super) from: EmailAddress,
    /// Messages in a burst at the most.
    pub(super) longest_burst: usize,
    pub(super) to_keeper: mpsc::Sender<Exchange>,
    pub(super) stop: CancellationToken,
}

type Session = Option<Box<dyn MessengerSession>>;

impl Worker {
    pub(super) async fn run(self) {
        let mut session: Session = None;
        let mut settled = Vec::new();
        let mut halt = None;
        let mut burst = SHORTEST_BURST.min(self.longest_burst);
        loop {
            if halt.is_none() {
                halt = self.be_ready(&mut session, &mut settled).await;
            }
            let wanted = if halt.is_some() || session.is_none() {
                0
            } else {
                self.permits(burst, &mut session, &mut settled).await
            };
            let exchanged =
                self.exchange(&mut session, std::mem::take(&mut settled), wanted, halt.take()).await;
            let Some(jobs) = exchanged else { break };
            if !jobs.is_empty() {
                let (began, messages) = (Instant::now(), jobs.len());
                (settled, halt) = self.send(&mut session, jobs).await;
                burst = next_burst(began.elapsed(), messages, self.longest_burst);
            }
        }
        close(&mut session).await;
    }

    /// Waits out a pause and opens a connection, before any recipient is claimed: whoever waits here stays
    /// pending. Answers the code with which the campaign must pause, if it must.
    async fn be_ready(&self, session: &mut Session, settled: &mut Vec<Settled>) -> Option<&'static str> {
        loop {
            if let Some(until) = self.health.quiet_until() {
                self.record(settled).await;
                tokio::select! {
                    () = sleep_until(until) => continue,
                    () = self.stop.cancelled() => return None,
                    () = self.to_keeper.closed() => return None,
                }
            }
            if session.is_some() || self.stop.is_cancelled() {
                return None;
            }
            self.record(settled).await;
            tokio::select! {
                opened = self.messenger.open() => match opened {
                    Ok(open) => *session = Some(open),
                    Err(error) => {
                        tracing::info!(code = error.code(), "the server could not be reached");
                        if let Some(code) = self.health.failed(&error) {
                            return Some(code);
                        }
                    }
                },
                () = self.stop.cancelled() => return None,
            }
        }
    }

    /// Has outcomes recorded at once, before a wait of unknown length.
    async fn record(&self, settled: &mut Vec<Settled>) {
        if !settled.is_empty() {
            let (answer, _) = oneshot::channel();
            let settled = std::mem::take(settled);
            let _ = self.to_keeper.send(Exchange { settled, wanted: 0, halt: None, answer }).await;
        }
    }

    /// Takes what the limit allows, at least one permit unless the run is stopped.
    async fn permits(&self, burst: usize, session: &mut Session, settled: &mut Vec<Settled>) -> usize {
        let available = self.limiter.take_available(burst);
        if available > 0 {
            return available;
        }
        self.record(settled).await;
        let permit = self.limiter.take_one();
        tokio::pin!(permit);
        tokio::select! {
            () = &mut permit => return 1,
            () = self.stop.cancelled() => return 0,
            () = sleep(IDLE) => close(session).await,
        }
        tokio::select! {
            () = permit => 1,
            () = self.stop.cancelled() => 0,
        }
    }

    /// Reports and asks; waits as long as nobody is due. None: the run is over.
    async fn exchange(
        &self,
        session: &mut Session,
        settled: Vec<Settled>,
        wanted: usize,
        halt: Option<&'static str>,
    ) -> Option<Vec<Job>> {
        let (answer, mut answered) = oneshot::channel();
        self.to_keeper.send(Exchange { settled, wanted, halt, answer }).await.ok()?;
        let answer = tokio::select! {
            answer = &mut answered => answer,
            () = sleep(IDLE) => {
                close(session).await;
                answered.await
            }
        };
        match answer {
            Ok(Answer::Jobs(jobs)) => Some(jobs),
            Ok(Answer::Stop) | Err(_) => None,
        }
    }

    /// Makes and sends the messages of one burst.
    async fn send(&self, session: &mut Session, jobs: Vec<Job>) -> (Vec<Settled>, Option<&'static str>) {
        let mut settled = Vec::with_capacity(jobs.len());
        let mut recipients = Vec::with_capacity(jobs.len());
        let mut batch = Vec::with_capacity(jobs.len());
        for Job { recipient, contact } in jobs {
            match self.composer.compose(&recipient, &contact) {
                Ok(message) => {
                    batch.push(self.outgoing(&recipient, message));
                    recipients.push(recipient);
                }
                Err(error) => settled.push(Settled::NotMade(recipient, error)),
            }
        }
        if batch.is_empty() {
            return (settled, None);
        }
        let outcomes = self.send_batch(session, batch).await;
        let mut broken = outcomes.len() != recipients.len();
        let mut halt = None;
        for outcome in &outcomes {
            broken |= self.notice(outcome);
        }
        if let Some(error) = outcomes.iter().find_map(not_sent) {
            halt = self.health.failed(error);
        }
        if broken {
            *session = None;
        }
        // A messenger that answers for fewer messages than it was given has left the rest unknown.
        let mut outcomes = outcomes.into_iter();
        settled.extend(recipients.into_iter().map(|recipient| {
            let outcome = outcomes.next().unwrap_or(SendOutcome::Unknown);
            Settled::Sent(recipient, outcome)
        }));
        (settled, halt)
    }

    fn outgoing(&self, recipient: &Recipient, message: Vec<u8>) -> Outgoing {
        Outgoing { recipient: recipient.id, from: self.from.clone(), to: recipient.email.clone(), message }
    }

    /// The connection may have been given back while this worker waited: it is then opened once more.
    async fn send_batch(&self, session: &mut Session, batch: Vec<Outgoing>) -> Vec<SendOutcome> {
        if session.is_none() {
            match self.messenger.open().await {
                Ok(open) => *session = Some(open),
                Err(error) => return batch.iter().map(|_| SendOutcome::NotSent(error.clone())).collect(),
            }
        }
        match session {
            Some(open) => open.send(batch).await,
            None => batch.iter().map(|_| SendOutcome::NotSent(MessengerError::Lost)).collect(),
        }
    }

    /// Tells the others how the server is; answers whether this connection is of no more use.
    fn notice(&self, outcome: &SendOutcome) -> bool {
        match outcome {
            SendOutcome::Accepted(_) => {
                self.health.accepted();
                false
            }
            SendOutcome::Permanent(_) => {
                self.health.settled();
                false
            }
            SendOutcome::Transient(reply) => {
                self.health.settled();
                if asks_to_slow_down(reply) {
                    self.health.slow_down();
                }
                reply.code == 421
            }
            SendOutcome::Unknown | SendOutcome::NotSent(_) => true,
        }
    }
}

/// How many messages of the pace just seen fit into [`BURST_TIME`].
fn next_burst(took: Duration, messages: usize, longest: usize) -> usize {
    let each = took.as_micros() / (messages.max(1) as u128);
    let fitting = usize::try_from(BURST_TIME.as_micros() / each.max(1)).unwrap_or(longest);
    fitting.clamp(SHORTEST_BURST.min(longest), longest)
}

fn not_sent(outcome: &SendOutcome) -> Option<&MessengerError> {
    if let SendOutcome::NotSent(error) = outcome { Some(error) } else { None }
}

async fn close(session: &mut Session) {
    if let Some(open) = session.take() {
        open.close().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bursts_follow_the_pace_of_the_server() {
        assert_eq!(next_burst(Duration::from_millis(1), 8, 32), 32, "a near server");
        assert_eq!(next_burst(Duration::from_millis(168), 8, 32), 19, "a relay 20 ms away");
        assert_eq!(next_burst(Duration::from_secs(8), 8, 32), 8, "a slow one");
        assert_eq!(next_burst(Duration::ZERO, 0, 4), 4);
    }
}
