//! The ledger: one row per recipient.

use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::page::limit;

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
    /// The person refused messages.
    ConsentRefused,
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
    /// When its end was recorded (ms).
    pub ended_at: i64,
    /// The state it led to; `pending`: to be tried again.
    pub outcome: RecipientState,
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

impl From<sellify_domain::RecipientState> for RecipientState {
    fn from(value: sellify_domain::RecipientState) -> Self {
        match value {
            sellify_domain::RecipientState::Pending => Self::Pending,
            sellify_domain::RecipientState::HandedOver => Self::HandedOver,
            sellify_domain::RecipientState::Accepted => Self::Accepted,
            sellify_domain::RecipientState::Delivered => Self::Delivered,
            sellify_domain::RecipientState::Bounced => Self::Bounced,
            sellify_domain::RecipientState::Failed => Self::Failed,
            sellify_domain::RecipientState::Unknown => Self::Unknown,
            sellify_domain::RecipientState::Excluded => Self::Excluded,
            sellify_domain::RecipientState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<RecipientState> for sellify_domain::RecipientState {
    fn from(value: RecipientState) -> Self {
        match value {
            RecipientState::Pending => Self::Pending,
            RecipientState::HandedOver => Self::HandedOver,
            RecipientState::Accepted => Self::Accepted,
            RecipientState::Delivered => Self::Delivered,
            RecipientState::Bounced => Self::Bounced,
            RecipientState::Failed => Self::Failed,
            RecipientState::Unknown => Self::Unknown,
            RecipientState::Excluded => Self::Excluded,
            RecipientState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<sellify_domain::Exclusion> for Exclusion {
    fn from(value: sellify_domain::Exclusion) -> Self {
        match value {
            sellify_domain::Exclusion::Suppressed => Self::Suppressed,
            sellify_domain::Exclusion::ConsentRefused => Self::ConsentRefused,
            sellify_domain::Exclusion::VariableMissing => Self::VariableMissing,
            sellify_domain::Exclusion::AddressInvalid => Self::AddressInvalid,
            sellify_domain::Exclusion::Duplicate => Self::Duplicate,
        }
    }
}

impl From<sellify_domain::SmtpReply> for SmtpReply {
    fn from(reply: sellify_domain::SmtpReply) -> Self {
        Self { code: reply.code, text: reply.text }
    }
}

impl From<sellify_domain::Recipient> for Recipient {
    fn from(recipient: sellify_domain::Recipient) -> Self {
        Self {
            id: recipient.id.as_uuid(),
            campaign_id: recipient.campaign_id.as_uuid(),
            contact_id: recipient.contact_id.as_uuid(),
            email: recipient.email.to_string(),
            name: recipient.name,
            state: recipient.state.into(),
            exclusion: recipient.exclusion.map(Exclusion::from),
            attempts: recipient.attempts,
            due_at: recipient.due_at.map(Timestamp::as_millis),
            last_reply: recipient.last_reply.map(SmtpReply::from),
            updated_at: recipient.updated_at.as_millis(),
        }
    }
}

impl From<sellify_domain::LedgerCounts> for LedgerCounts {
    fn from(counts: sellify_domain::LedgerCounts) -> Self {
        Self {
            total: counts.total,
            pending: counts.pending,
            handed_over: counts.handed_over,
            accepted: counts.accepted,
            delivered: counts.delivered,
            bounced: counts.bounced,
            failed: counts.failed,
            unknown: counts.unknown,
            excluded: counts.excluded,
            cancelled: counts.cancelled,
        }
    }
}

impl From<LedgerQuery> for sellify_app::RecipientQuery {
    fn from(query: LedgerQuery) -> Self {
        let search = query.q.filter(|text| !text.trim().is_empty());
        Self { state: query.state.map(Into::into), search, cursor: query.cursor, limit: limit(query.limit) }
    }
}

impl From<sellify_app::Attempt> for Attempt {
    fn from(attempt: sellify_app::Attempt) -> Self {
        Self {
            n: attempt.n,
            started_at: attempt.started_at.as_millis(),
            ended_at: attempt.ended_at.as_millis(),
            outcome: attempt.outcome.into(),
            reply: attempt.reply.map(SmtpReply::from),
        }
    }
}

impl From<sellify_app::RecipientStory> for RecipientStory {
    fn from(story: sellify_app::RecipientStory) -> Self {
        let message = |rendered: sellify_app::Rendered| SentMessage {
            subject: rendered.subject,
            html: rendered.html,
            text: rendered.text,
        };
        Self {
            recipient: story.recipient.into(),
            attempts: story.attempts.into_iter().map(Attempt::from).collect(),
            message: story.message.map(message),
        }
    }
}
