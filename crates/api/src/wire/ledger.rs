//! The ledger: one row per recipient.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Where one recipient's message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecipientState {
    /// Waiting for its turn, or for the next attempt.
    Pending,
    /// Being sent.
    HandedOver,
    /// The server took it.
    Accepted,
    /// A delivery report said so.
    Delivered,
    /// Refused for good.
    Bounced,
    /// Given up after all attempts.
    Failed,
    /// The server's answer was never seen; a person decides.
    Unknown,
    /// Left out before sending.
    Excluded,
    /// Cancelled before its turn.
    Cancelled,
}

/// Why a recipient was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// On the suppression list.
    Suppressed,
    /// A variable has no value and no default.
    VariableMissing,
    /// Not an address that can be written to.
    AddressInvalid,
    /// Another recipient has the same address.
    Duplicate,
}

/// What a server said, verbatim.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SmtpReply {
    /// Three-digit code.
    pub code: u16,
    /// The text.
    pub text: String,
}

/// One row of the ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Recipient {
    /// Identity; also in the message's `Message-ID`.
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The contact.
    pub contact_id: Uuid,
    /// The address at the time of sending.
    pub email: String,
    /// The name at the time of sending.
    pub name: String,
    /// Where the message is.
    pub state: RecipientState,
    /// Why the person was left out.
    #[schema(required)]
    pub exclusion: Option<Exclusion>,
    /// Attempts so far.
    pub attempts: u32,
    /// When the next attempt is due (ms).
    #[schema(required)]
    pub due_at: Option<i64>,
    /// The server's last words.
    #[schema(required)]
    pub last_reply: Option<SmtpReply>,
    /// When the state last changed (ms).
    pub updated_at: i64,
}

/// How many recipients stand in which state.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]

pub struct LedgerCounts {
    pub total: u64,
    pub pending: u64,
    pub handed_over: u64,
    pub accepted: u64,
    pub delivered: u64,
    pub bounced: u64,
    pub failed: u64,
    pub unknown: u64,
    pub excluded: u64,
    pub cancelled: u64,
}

/// Which rows.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LedgerQuery {
    /// Only this state.
    #[param(inline)]
    pub state: Option<RecipientState>,
    /// Search in names and addresses.
    pub q: Option<String>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// One page of the ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LedgerPage {
    /// The rows.
    pub items: Vec<Recipient>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    pub next: Option<String>,
    /// How many of the whole campaign stand in which state.
    pub counts: LedgerCounts,
}

/// How one attempt ended.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attempt {
    /// Which attempt, from 1.
    pub n: u32,
    /// When it began (ms).
    pub started_at: i64,
    /// When it ended (ms); null: never seen to end.
    #[schema(required)]
    pub ended_at: Option<i64>,
    /// `accepted`, `transient`, `permanent`, `unknown`, `not_sent`; null while under way.
    #[schema(required)]
    pub outcome: Option<String>,
    /// What the server said.
    #[schema(required)]
    pub reply: Option<SmtpReply>,
}

/// A message as it was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentMessage {
    /// Subject line.
    pub subject: String,
    /// The whole page: only for `<iframe sandbox srcdoc>`.
    pub html: String,
    /// The plain-text twin.
    pub text: String,
}

/// One recipient's story.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecipientStory {
    /// The row.
    pub recipient: Recipient,
    /// Its attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// The message, as far as it can still be made (the contact's values of today).
    #[schema(required)]
    pub message: Option<SentMessage>,
}

/// What a person decides about an unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It arrived.
    Accepted,
    /// Send it again.
    Resend,
}

/// What a person decides about an unknown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ResolveRequest {
    /// The decision.
    #[serde(rename = "as")]
    pub resolution: Resolution,
}
