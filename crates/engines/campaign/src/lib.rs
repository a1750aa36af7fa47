//! Campaigns: pre-flight, per-recipient ledger, running, retry, suppression of dead addresses.

mod control;
mod error;
mod limit;
mod messenger;
mod preflight;
mod run;
mod screening;
mod start;
mod verdict;

pub use control::{
    PAUSED_BY_PERSON, Recovered, Resolution, cancel, is_allowed, pause, recover, resolve, resume,
};
pub use error::{CampaignError, WitnessError};
pub use limit::{Limiter, RateLimiters};
pub use messenger::{Messenger, MessengerError, MessengerSession, Outgoing, SendOutcome};
pub use preflight::{
    Check, CheckLevel, ExcludedGroup, PersonExample, Preflight, PreflightInput, TemplateReadiness, preflight,
};
pub use run::{Change, ComposeError, Composer, Progress, RetryPolicy, Runner, Witness};
pub use screening::Screen;
pub use start::{StartOrder, start};
