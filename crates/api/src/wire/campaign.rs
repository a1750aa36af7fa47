//! Campaigns.

use sellify_domain::Timestamp;
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
    /// Contacts in at least one of these groups.
    Groups {
        /// The groups.
        groups: Vec<Uuid>,
    },
    /// Contacts that a segment picks, by its rule as it is when the campaign starts.
    Segment {
        /// The segment.
        segment: Uuid,
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

impl From<sellify_domain::CampaignState> for CampaignState {
    fn from(value: sellify_domain::CampaignState) -> Self {
        match value {
            sellify_domain::CampaignState::Draft => Self::Draft,
            sellify_domain::CampaignState::Running => Self::Running,
            sellify_domain::CampaignState::Paused => Self::Paused,
            sellify_domain::CampaignState::Finished => Self::Finished,
            sellify_domain::CampaignState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<sellify_domain::Audience> for Audience {
    fn from(audience: sellify_domain::Audience) -> Self {
        match audience {
            sellify_domain::Audience::Everyone => Self::Everyone,
            sellify_domain::Audience::Tags { tags } => Self::Tags { tags },
            sellify_domain::Audience::Groups { groups } => {
                Self::Groups { groups: groups.iter().map(|id| id.as_uuid()).collect() }
            }
            sellify_domain::Audience::Segment { segment } => Self::Segment { segment: segment.as_uuid() },
        }
    }
}

impl From<Audience> for sellify_domain::Audience {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Everyone => Self::Everyone,
            Audience::Tags { tags } => Self::Tags { tags },
            Audience::Groups { groups } => {
                Self::Groups { groups: groups.into_iter().map(Into::into).collect() }
            }
            Audience::Segment { segment } => Self::Segment { segment: segment.into() },
        }
    }
}

impl From<sellify_app::CampaignView> for Campaign {
    fn from(view: sellify_app::CampaignView) -> Self {
        let campaign = view.campaign;
        Self {
            id: campaign.id.as_uuid(),
            name: campaign.draft.name,
            template_id: campaign.draft.template_id.map(|id| id.as_uuid()),
            connection_id: campaign.draft.connection_id.map(|id| id.as_uuid()),
            audience: campaign.draft.audience.into(),
            state: campaign.state.into(),
            pause_reason: campaign.pause_reason,
            counts: campaign.counts.into(),
            per_second: view.per_second,
            expected_end: view.expected_end.map(Timestamp::as_millis),
            created_at: campaign.created_at.as_millis(),
            updated_at: campaign.updated_at.as_millis(),
            started_at: campaign.started_at.map(Timestamp::as_millis),
            finished_at: campaign.finished_at.map(Timestamp::as_millis),
        }
    }
}

impl From<CampaignPatch> for sellify_app::CampaignChange {
    fn from(patch: CampaignPatch) -> Self {
        Self {
            name: patch.name,
            template_id: patch.template_id.map(Into::into),
            connection_id: patch.connection_id.map(Into::into),
            audience: patch.audience.map(Into::into),
        }
    }
}

impl From<sellify_app::TestMessage> for TestMessageResult {
    fn from(sent: sellify_app::TestMessage) -> Self {
        Self { reply: sent.reply.into(), subject: sent.subject, took_ms: sent.took_ms }
    }
}
