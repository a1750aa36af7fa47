//! One run of one campaign: from "running" until nobody is pending, somebody stops it, or the server is gone.
//!
//! Several workers each hold one wire connection. One ledger keeper records their outcomes and hands out the
//! next recipients in the same transaction, so that what waits between two commits is all that a power cut can
//! make `unknown`: connections × burst messages at most.

mod health;
mod keeper;
mod progress;
mod round;
mod worker;

use std::sync::Arc;
use std::time::Duration;

use sellify_domain::{
    CampaignId, CampaignState, Clock, Contact, EmailAddress, Exclusion, Recipient, RecipientId,
    RecipientState, Suppression,
};
use sellify_store::{Store, Write};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{CampaignError, Limiter, Messenger, WitnessError};
use health::Health;
use keeper::Keeper;
pub use progress::Progress;
use worker::Worker;

/// Makes the message of one recipient. The app implements it with templates and mail building.
pub trait Composer: Send + Sync {
    /// The message (RFC 5322), lines ended by CRLF.
    ///
    /// # Errors
    /// Why this person cannot get this message; the others can.
    fn compose(&self, recipient: &Recipient, contact: &Contact) -> Result<Vec<u8>, ComposeError>;
}

/// Why one message could not be made, since something changed after the ledger was built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// Variables without a value that can be used.
    #[error("no value that can be used for: {}", .0.join(", "))]
    VariableMissing(Vec<String>),
    /// The address cannot stand in a message.
    #[error("the address cannot be written to")]
    AddressInvalid,
}

impl ComposeError {
    fn exclusion(&self) -> Exclusion {
        match self {
            Self::VariableMissing(_) => Exclusion::VariableMissing,
            Self::AddressInvalid => Exclusion::AddressInvalid,
        }
    }
}

/// What a run changed in one transaction, for the audit log.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Messages got an outcome.
    Settled(Vec<(RecipientId, RecipientState)>),
    /// People were left out when their turn came.
    Excluded(Vec<(RecipientId, Exclusion)>),
    /// A dead address is not written to any more.
    Suppressed(Suppression),
    /// The last process left messages without a known outcome.
    MarkedUnknown(u64),
    /// The run stopped by itself; stable code.
    Paused(String),
    /// Everybody has a final state.
    Finished,
}

/// Sees everything that a run does.
pub trait Witness: Send + Sync {
    /// Called inside the transaction of each change; an error rolls the whole transaction back.
    ///
    /// # Errors
    /// When the entry cannot be written.
    fn record(&self, write: &Write<'_>, campaign: CampaignId, change: &Change) -> Result<(), WitnessError>;

    /// Called after commits, a few times a second at most, and after each change of state.
    fn progress(&self, progress: &Progress);
}

/// How patient a run is.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    /// Pause before each further attempt of one message; after the last, a 4xx means failed.
    pub again_after: Vec<Duration>,
    /// Pause before each further attempt to reach the server; after the last, the campaign pauses.
    pub reconnect_after: Vec<Duration>,
    /// Pause of the whole campaign when the server asks to slow down; the last one repeats.
    pub slow_down: Vec<Duration>,
    /// Messages after which the share of bounces is judged.
    pub judge_bounces_after: u64,
    /// The campaign pauses when more than this share bounces, in percent.
    pub most_bounces_percent: u64,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        let minutes = |list: &[u64]| list.iter().map(|n| Duration::from_secs(n * 60)).collect();
        let seconds = |list: &[u64]| list.iter().map(|n| Duration::from_secs(*n)).collect();
        Self {
            again_after: minutes(&[1, 5, 15, 60, 240]),
            reconnect_after: seconds(&[1, 2, 4, 8, 15]),
            slow_down: seconds(&[5, 15, 30, 60, 120]),
            judge_bounces_after: 100,
            most_bounces_percent: 5,
        }
    }
}

/// Everything a run needs. One run per campaign at a time; the app sees to that.
pub struct Runner {
    /// The vault's database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The way to send.
    pub messenger: Arc<dyn Messenger>,
    /// Makes the messages.
    pub composer: Arc<dyn Composer>,
    /// The connection's limiter, from [`RateLimiters`](crate::RateLimiters).
    pub limiter: Arc<Limiter>,
    /// Sees everything.
    pub witness: Arc<dyn Witness>,
    /// Envelope sender.
    pub from: EmailAddress,
    /// Wire connections at once.
    pub connections: u8,
    /// How patient the run is.
    pub policy: RetryPolicy,
}

/// Messages that may be between "handed over" and "recorded" in the whole run, up to eight connections.
const IN_FLIGHT: usize = 64;
const LONGEST_BURST: usize = 32;

impl Runner {
    /// Runs until the campaign is finished, paused or cancelled, or `stop` is cancelled (messages under way are
    /// finished and recorded first). Returns the state the campaign is then in.
    ///
    /// # Errors
    /// The database's own error, or the witness's: what was sent and could not be recorded is `unknown` at the
    /// next run.
    pub async fn run(
        self,
        campaign: CampaignId,
        stop: CancellationToken,
    ) -> Result<CampaignState, CampaignError> {
        let connections = usize::from(self.connections.clamp(1, 16));
        let (to_keeper, exchanges) = mpsc::channel(connections);
        let mut keeper = Keeper::new(&self, campaign, stop.clone());
        if keeper.open().await? != CampaignState::Running {
            return keeper.close(false).await;
        }
        let health = Arc::new(Health::new(&self.policy));
        let mut workers = JoinSet::new();
        for _ in 0..connections {
            let worker = Worker {
                messenger: Arc::clone(&self.messenger),
                composer: Arc::clone(&self.composer),
                limiter: Arc::clone(&self.limiter),
                health: Arc::clone(&health),
                from: self.from.clone(),
                longest_burst: (IN_FLIGHT / connections).clamp(8, LONGEST_BURST),
                to_keeper: to_keeper.clone(),
                stop: stop.clone(),
            };
            workers.spawn(worker.run());
        }
        drop(to_keeper);
        keeper.serve(exchanges).await?;
        let mut lost_worker = false;
        while let Some(ended) = workers.join_next().await {
            lost_worker |= ended.is_err();
        }
        keeper.close(lost_worker).await
    }
}
