//! A campaign and its ledger: one row per recipient, with an honest state.

use serde::{Deserialize, Serialize};

use crate::{
    CampaignId, ConnectionId, ContactId, EmailAddress, GroupId, RecipientId, SegmentId, TemplateId, Timestamp,
};

/// Who a campaign is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Audience {
    /// Every contact with an address.
    Everyone,
    /// Contacts that carry at least one of these tags (compared without case and accents).
    Tags {
        /// The tags.
        tags: Vec<String>,
    },
    /// Contacts that are in at least one of these groups.
    Groups {
        /// The groups.
        groups: Vec<GroupId>,
    },
    /// Contacts that a segment picks, by its rule as it is when the campaign starts.
    Segment {
        /// The segment.
        segment: SegmentId,
    },
}

/// How far a campaign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Being written; has no ledger.
    Draft,
    /// Sending; goes on by itself after a restart.
    Running,
    /// Stopped by a person or by a failing server; the ledger is kept.
    Paused,
    /// Every recipient has a final state.
    Finished,
    /// Ended by a person; who was still waiting received nothing.
    Cancelled,
}

/// What a person decides about a campaign before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignDraft {
    /// What people call it.
    pub name: String,
    /// The template to send.
    pub template_id: Option<TemplateId>,
    /// The connection to send through.
    pub connection_id: Option<ConnectionId>,
    /// Who it is for.
    pub audience: Audience,
}

/// A campaign as the vault holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Identity.
    pub id: CampaignId,
    /// What a person decided.
    #[serde(flatten)]
    pub draft: CampaignDraft,
    /// How far it is.
    pub state: CampaignState,
    /// Why it is paused, as a stable code (`connection_refused`, `auth_failed`, `by_person`, …).
    pub pause_reason: Option<String>,
    /// How many recipients stand in which state.
    pub counts: LedgerCounts,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When sending began.
    pub started_at: Option<Timestamp>,
    /// When the last recipient got a final state.
    pub finished_at: Option<Timestamp>,
}

/// Where one recipient's message is.
///
/// `pending → handed_over → accepted → delivered | bounced`, or `failed`, or `unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientState {
    /// Waiting for its turn, or for the next attempt.
    Pending,
    /// Recorded as being sent: from here on the server may have it. Becomes `unknown` when the process dies.
    HandedOver,
    /// The server took responsibility (2xx after DATA).
    Accepted,
    /// A delivery report said so.
    Delivered,
    /// Refused for good (5xx, or a delivery report).
    Bounced,
    /// Given up after all attempts, without the server ever taking it.
    Failed,
    /// The answer after DATA was never seen. A person decides; never resent by itself.
    Unknown,
    /// Left out before sending; see [`Exclusion`].
    Excluded,
    /// The campaign was cancelled before its turn.
    Cancelled,
}

impl RecipientState {
    /// Whether nothing more happens to this recipient by itself.
    #[must_use]
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::HandedOver)
    }
}

/// Why a recipient was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// Is on the suppression list.
    Suppressed,
    /// The person refused messages on this channel, whatever address they have by now.
    ConsentRefused,
    /// A variable of the template has no value and no default for this person.
    VariableMissing,
    /// The address is not one that can be written to.
    AddressInvalid,
    /// Another recipient has the same address.
    Duplicate,
}

/// What a server said, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmtpReply {
    /// Three-digit code (RFC 5321, section 4.2).
    pub code: u16,
    /// The text, lines joined by ` / `, with the enhanced code if the server gave one.
    pub text: String,
}

/// One row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Identity; also the left part of the message's `Message-ID`.
    pub id: RecipientId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The contact, as long as it exists.
    pub contact_id: ContactId,
    /// The address at the time of sending.
    pub email: EmailAddress,
    /// What the person was called at the time of sending.
    pub name: String,
    /// Where the message is.
    pub state: RecipientState,
    /// Why the person was left out.
    pub exclusion: Option<Exclusion>,
    /// Attempts so far.
    pub attempts: u32,
    /// When the next attempt is due, while pending.
    pub due_at: Option<Timestamp>,
    /// The server's last words.
    pub last_reply: Option<SmtpReply>,
    /// When the state last changed.
    pub updated_at: Timestamp,
}

/// How many recipients stand in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field counts the state of the same name")]
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
