//! Campaigns.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ledger::{LedgerCounts, SmtpReply};

/// Who a campaign is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Audience {
    /// Every contact with an address.
    Everyone,
    /// Contacts with at least one of these tags.
    Tags {
        /// The tags.
        tags: Vec<String>,
    },
}

/// How far a campaign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Being written.
    Draft,
    /// Sending.
    Running,
    /// Stopped; the ledger is kept.
    Paused,
    /// Everybody has a final state.
    Finished,
    /// Ended by a person.
    Cancelled,
}

/// A campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Campaign {
    /// Identity.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The template.
    #[schema(required)]
    pub template_id: Option<Uuid>,
    /// The connection.
    #[schema(required)]
    pub connection_id: Option<Uuid>,
    /// Who it is for.
    pub audience: Audience,
    /// How far it is.
    pub state: CampaignState,
    /// Why it is paused, as a stable code.
    #[schema(required)]
    pub pause_reason: Option<String>,
    /// How many stand in which state.
    pub counts: LedgerCounts,
    /// Messages accepted per second lately, while it runs.
    #[schema(required)]
    pub per_second: Option<f64>,
    /// When the last message will be out at this pace (ms), while it runs.
    #[schema(required)]
    pub expected_end: Option<i64>,
    /// When it was created (ms).
    pub created_at: i64,
    /// When it last changed (ms).
    pub updated_at: i64,
    /// When sending began (ms).
    #[schema(required)]
    pub started_at: Option<i64>,
    /// When it ended (ms).
    #[schema(required)]
    pub finished_at: Option<i64>,
}

/// A new campaign.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CreateCampaignRequest {
    /// What people call it.
    pub name: String,
    /// The template.
    pub template_id: Option<Uuid>,
    /// The connection.
    pub connection_id: Option<Uuid>,
    /// Who it is for; absent: everyone.
    pub audience: Option<Audience>,
}

/// What to change in a draft; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct CampaignPatch {
    /// What people call it.
    pub name: Option<String>,
    /// The template.
    pub template_id: Option<Uuid>,
    /// The connection.
    pub connection_id: Option<Uuid>,
    /// Who it is for.
    pub audience: Option<Audience>,
}

/// Sends one message to the person who writes it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct TestMessageRequest {
    /// Where to.
    pub to: String,
    /// As whom; absent: the first of the audience, else an invented contact.
    pub contact_id: Option<Uuid>,
}

/// A test message that the server took.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TestMessageResult {
    /// What the server said.
    pub reply: SmtpReply,
    /// The subject as sent.
    pub subject: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// Starts sending.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SendRequest {
    /// How many people the sender expects to write to, as typed; another number in the vault is refused.
    pub expected_recipients: u64,
}
