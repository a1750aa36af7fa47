//! Campaigns: pre-flight, per-recipient ledger, running, retry, suppression of dead addresses.

mod messenger;

pub use messenger::{Messenger, MessengerError, MessengerSession, Outgoing, SendOutcome};
