//! The one who writes the ledger of a run: records outcomes and hands out recipients, both in one transaction.

use std::sync::Arc;
use std::time::Duration;

use sellify_domain::{
    CampaignId, CampaignState, Channel, Clock, LedgerCounts, LegalBasis, Recipient, RecipientState,
    Suppression, SuppressionId, SuppressionReason, Timestamp,
};
use sellify_store::{RecipientOutcome, Store, StoreError};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::progress::{Pace, Progress};
use super::round::{Done, Round, Seen, outcome, write_round};
use super::worker::{Answer, Exchange, Job, Settled};
use super::{Change, RetryPolicy, Runner, Witness};
use crate::verdict::{after_transient, is_dead_address};
use crate::{CampaignError, SendOutcome};

/// Progress is told at most this often.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// How long to wait before a failed transaction is tried again.
const WRITE_AGAIN: [Duration; 4] =
    [Duration::from_millis(100), Duration::from_millis(500), Duration::from_secs(2), Duration::from_secs(5)];
/// Nobody sleeps longer: the clock may be set, the computer may have slept.
const LONGEST_NAP: Duration = Duration::from_secs(30);

pub(super) struct Keeper {
    store: Store,
    clock: Arc<dyn Clock>,
    witness: Arc<dyn Witness>,
    campaign: CampaignId,
    policy: RetryPolicy,
    stop: CancellationToken,
    /// Workers for whom nobody is due at present.
    parked: Vec<Exchange>,
    /// What the last transaction saw.
    seen: Seen,
    /// Outcomes of this run, for the judgement of bounces.
    judged: Judged,
    pace: Pace,
    told_at: Option<Instant>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Judged {
    sent: u64,
    bounced: u64,
}

impl Keeper {
    pub(super) fn new(runner: &Runner, campaign: CampaignId, stop: CancellationToken) -> Self {
        Self {
            store: runner.store.clone(),
            clock: Arc::clone(&runner.clock),
            witness: Arc::clone(&runner.witness),
            campaign,
            policy: runner.policy.clone(),
            stop,
            parked: Vec::new(),
            seen: Seen {
                state: CampaignState::Draft,
                pause_reason: None,
                counts: LedgerCounts::default(),
                next_due: None,
            },
            judged: Judged::default(),
            pace: Pace::new(),
            told_at: None,
        }
    }

    /// Puts right what an earlier run left behind, and says where the campaign stands.
    pub(super) async fn open(&mut self) -> Result<CampaignState, CampaignError> {
        self.mark_unknown().await?;
        self.round(Vec::new()).await?;
        Ok(self.seen.state)
    }

    /// Serves the workers until all of them have gone.
    pub(super) async fn serve(
        &mut self,
        mut exchanges: mpsc::Receiver<Exchange>,
    ) -> Result<(), CampaignError> {
        loop {
            let nap = self.nap();
            let arrived = tokio::select! {
                exchange = exchanges.recv() => exchange,
                () = sleep(nap), if !self.parked.is_empty() => {
                    let parked = std::mem::take(&mut self.parked);
                    self.round(parked).await?;
                    continue;
                }
                () = self.stop.cancelled(), if !self.parked.is_empty() => {
                    dismiss(std::mem::take(&mut self.parked));
                    continue;
                }
            };
            let Some(first) = arrived else { return Ok(()) };
            let mut batch = vec![first];
            while let Ok(more) = exchanges.try_recv() {
                batch.push(more);
            }
            // Those who waited may be served by what comes free now.
            batch.append(&mut self.parked);
            self.round(batch).await?;
        }
    }

    /// The last word on the run: where the campaign stands now, whoever brought it there.
    pub(super) async fn close(&mut self, lost_worker: bool) -> Result<CampaignState, CampaignError> {
        let mut round = self.plan(&[]);
        if lost_worker {
            self.mark_unknown().await?;
            round.halt = Some("internal_error");
        }
        self.seen = self.commit(round).await?.seen;
        self.tell(true);
        Ok(self.seen.state)
    }

    fn nap(&self) -> Duration {
        let due = self.seen.next_due.map_or(0, |due| due.as_millis() - self.clock.now().as_millis());
        match self.seen.next_due {
            // Somebody else's message is under way; its outcome will wake us.
            None => LONGEST_NAP,
            Some(_) => Duration::from_millis(u64::try_from(due).unwrap_or(0).max(5)).min(LONGEST_NAP),
        }
    }

    /// Records what the workers bring, hands out what they ask for, and parks or dismisses the rest.
    async fn round(&mut self, mut exchanges: Vec<Exchange>) -> Result<(), CampaignError> {
        let settled: Vec<Settled> =
            exchanges.iter_mut().flat_map(|one| std::mem::take(&mut one.settled)).collect();
        let mut round = self.plan(&settled);
        round.halt = exchanges.iter().find_map(|one| one.halt);
        round.wanted =
            if self.stop.is_cancelled() { 0 } else { exchanges.iter().map(|one| one.wanted).sum() };
        let recorded = round.outcomes.iter().filter(|outcome| outcome.state.is_final()).count() as u64;
        let before = self.seen.state;
        let done = self.commit(round).await?;
        self.seen = done.seen;
        self.pace.add(recorded);
        self.tell(before != self.seen.state);
        self.hand_out(exchanges, done.jobs);
        Ok(())
    }

    fn hand_out(&mut self, exchanges: Vec<Exchange>, mut jobs: Vec<Job>) {
        let over = self.seen.state != CampaignState::Running || self.stop.is_cancelled();
        for exchange in exchanges {
            let share = exchange.wanted.min(jobs.len());
            if share > 0 {
                let rest = jobs.split_off(share);
                let mine = std::mem::replace(&mut jobs, rest);
                // A worker that has gone took nothing with it: its run is being torn down.
                let _ = exchange.answer.send(Answer::Jobs(mine));
            } else if over {
                dismiss(vec![exchange]);
            } else if exchange.wanted == 0 {
                let _ = exchange.answer.send(Answer::Jobs(Vec::new()));
            } else {
                self.parked.push(Exchange { settled: Vec::new(), halt: None, ..exchange });
            }
        }
    }

    /// Turns what the workers bring into rows to write.
    fn plan(&mut self, settled: &[Settled]) -> Round {
        let now = self.clock.now();
        let mut round = Round {
            campaign: self.campaign,
            outcomes: Vec::with_capacity(settled.len()),
            excluded: Vec::new(),
            suppressions: Vec::new(),
            wanted: 0,
            halt: None,
            now,
        };
        for one in settled {
            match one {
                Settled::NotMade(recipient, error) => round.excluded.push((recipient.id, error.exclusion())),
                Settled::Sent(recipient, sent) => {
                    round.outcomes.push(self.outcome_of(recipient, sent, now));
                    if let SendOutcome::Permanent(reply) = sent
                        && is_dead_address(reply)
                    {
                        round.suppressions.push(self.suppression(recipient, now));
                    }
                }
            }
        }
        round
    }

    fn outcome_of(&mut self, recipient: &Recipient, sent: &SendOutcome, now: Timestamp) -> RecipientOutcome {
        match sent {
            SendOutcome::Accepted(reply) => {
                self.judged.sent += 1;
                outcome(recipient, RecipientState::Accepted, Some(reply.clone()))
            }
            SendOutcome::Permanent(reply) => {
                self.judged.sent += 1;
                self.judged.bounced += 1;
                outcome(recipient, RecipientState::Bounced, Some(reply.clone()))
            }
            SendOutcome::Transient(reply) => {
                let verdict = after_transient(recipient.attempts, &self.policy, now);
                let outcome = outcome(recipient, verdict.state, Some(reply.clone()));
                RecipientOutcome { due_at: verdict.due_at, ..outcome }
            }
            SendOutcome::Unknown => outcome(recipient, RecipientState::Unknown, None),
            SendOutcome::NotSent(_) => {
                let outcome = outcome(recipient, RecipientState::Pending, None);
                RecipientOutcome { due_at: Some(now), counts: false, ..outcome }
            }
        }
    }

    fn suppression(&self, recipient: &Recipient, now: Timestamp) -> Suppression {
        Suppression {
            id: SuppressionId::generate(now),
            channel: Channel::Email,
            address: recipient.email.as_str().to_owned(),
            reason: SuppressionReason::HardBounce,
            legal_basis: LegalBasis::LegitimateInterest,
            source: format!("campaign:{}", self.campaign),
            created_at: now,
        }
    }

    /// Writes a round. What was sent must not be forgotten because the disk is full for a moment, so a failed
    /// transaction is tried again before the run gives up.
    async fn commit(&self, round: Round) -> Result<Done, CampaignError> {
        let mut again = WRITE_AGAIN.iter();
        loop {
            let (this, witness, bounces) =
                (round.clone(), Arc::clone(&self.witness), self.too_many_bounces());
            let written = self.store.write(move |w| write_round(w, &this, witness.as_ref(), bounces)).await;
            match (written, again.next()) {
                (
                    Err(CampaignError::Store(error @ (StoreError::DiskFull | StoreError::Busy))),
                    Some(pause),
                ) => {
                    tracing::warn!(code = error.code(), "outcomes could not be recorded; trying again");
                    sleep(*pause).await;
                }
                (written, _) => return written,
            }
        }
    }

    fn too_many_bounces(&self) -> bool {
        let Judged { sent, bounced } = self.judged;
        sent >= self.policy.judge_bounces_after && bounced * 100 > sent * self.policy.most_bounces_percent
    }

    async fn mark_unknown(&self) -> Result<(), CampaignError> {
        let (id, now, witness) = (self.campaign, self.clock.now(), Arc::clone(&self.witness));
        self.store
            .write(move |w| {
                let count = w.recipients_mut().handed_over_to_unknown(id, now)?;
                if count > 0 {
                    witness.record(w, id, &Change::MarkedUnknown(count)).map_err(CampaignError::Witness)?;
                }
                Ok::<_, CampaignError>(())
            })
            .await
    }

    fn tell(&mut self, at_once: bool) {
        if !at_once && self.told_at.is_some_and(|at| at.elapsed() < TELL_EVERY) {
            return;
        }
        self.told_at = Some(Instant::now());
        let counts = self.seen.counts;
        self.witness.progress(&Progress {
            campaign_id: self.campaign,
            state: self.seen.state,
            pause_reason: self.seen.pause_reason.clone(),
            counts,
            per_second: self.pace.per_second(),
            seconds_left: self.pace.seconds_left(counts.pending + counts.handed_over),
        });
    }
}

fn dismiss(exchanges: Vec<Exchange>) {
    for exchange in exchanges {
        let _ = exchange.answer.send(Answer::Stop);
    }
}
