//! Who must not be written to.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    #[default]
    Email,
    /// WhatsApp.
    WhatsApp,
    /// Telephone calls.
    Phone,
    /// Letters; a refusal stands with the contact, not in the list.
    Post,
}

/// Why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionReason {
    /// The person asked.
    Unsubscribed,
    /// The address does not exist.
    HardBounce,
    /// Reported as spam.
    Complaint,
    /// Entered by somebody of the firm.
    #[default]
    Manual,
}

/// On which ground it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// Right to object.
    RightToObject,
    /// Consent withdrawn.
    ConsentWithdrawn,
    /// The address is dead.
    LegitimateInterest,
}

/// One refusal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Suppression {
    /// Identity.
    pub id: Uuid,
    /// On which channel.
    pub channel: Channel,
    /// Address or number.
    pub address: String,
    /// Why.
    pub reason: SuppressionReason,
    /// On which ground it is kept.
    pub legal_basis: LegalBasis,
    /// Where it comes from.
    pub source: String,
    /// Since when (ms).
    pub created_at: i64,
}

/// Somebody who must not be written to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SuppressRequest {
    /// Address or number.
    pub address: String,
    /// On which channel; absent: e-mail.
    #[serde(default)]
    pub channel: Channel,
    /// Why; absent: `manual`.
    #[serde(default)]
    pub reason: SuppressionReason,
    /// On which ground; absent: the one that goes with the reason.
    pub legal_basis: Option<LegalBasis>,
    /// Where it comes from: a letter, a call; absent: entered by hand.
    #[serde(default)]
    pub source: String,
}

/// How many entries a channel has.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct SuppressionCount {
    /// The channel.
    pub channel: Channel,
    /// Its entries.
    pub count: u64,
}

/// Which refusals.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuppressionQuery {
    /// Only this channel.
    #[param(inline)]
    pub channel: Option<Channel>,
    /// Search in addresses.
    pub q: Option<String>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

impl From<SuppressRequest> for sellify_app::SuppressOrder {
    fn from(request: SuppressRequest) -> Self {
        Self {
            channel: request.channel.into(),
            address: request.address,
            reason: request.reason.into(),
            legal_basis: request.legal_basis.map(Into::into),
            source: request.source,
        }
    }
}

impl From<(sellify_domain::Channel, u64)> for SuppressionCount {
    fn from((channel, count): (sellify_domain::Channel, u64)) -> Self {
        Self { channel: channel.into(), count }
    }
}

impl From<LegalBasis> for sellify_domain::LegalBasis {
    fn from(basis: LegalBasis) -> Self {
        match basis {
            LegalBasis::RightToObject => Self::RightToObject,
            LegalBasis::ConsentWithdrawn => Self::ConsentWithdrawn,
            LegalBasis::LegitimateInterest => Self::LegitimateInterest,
        }
    }
}

impl From<sellify_domain::Suppression> for Suppression {
    fn from(suppression: sellify_domain::Suppression) -> Self {
        Self {
            id: suppression.id.as_uuid(),
            channel: suppression.channel.into(),
            address: suppression.address,
            reason: suppression.reason.into(),
            legal_basis: suppression.legal_basis.into(),
            source: suppression.source,
            created_at: suppression.created_at.as_millis(),
        }
    }
}

impl From<sellify_domain::Channel> for Channel {
    fn from(value: sellify_domain::Channel) -> Self {
        match value {
            sellify_domain::Channel::Email => Self::Email,
            sellify_domain::Channel::WhatsApp => Self::WhatsApp,
            sellify_domain::Channel::Phone => Self::Phone,
            sellify_domain::Channel::Post => Self::Post,
        }
    }
}

impl From<Channel> for sellify_domain::Channel {
    fn from(value: Channel) -> Self {
        match value {
            Channel::Email => Self::Email,
            Channel::WhatsApp => Self::WhatsApp,
            Channel::Phone => Self::Phone,
            Channel::Post => Self::Post,
        }
    }
}

impl From<sellify_domain::SuppressionReason> for SuppressionReason {
    fn from(value: sellify_domain::SuppressionReason) -> Self {
        match value {
            sellify_domain::SuppressionReason::Unsubscribed => Self::Unsubscribed,
            sellify_domain::SuppressionReason::HardBounce => Self::HardBounce,
            sellify_domain::SuppressionReason::Complaint => Self::Complaint,
            sellify_domain::SuppressionReason::Manual => Self::Manual,
        }
    }
}

impl From<SuppressionReason> for sellify_domain::SuppressionReason {
    fn from(value: SuppressionReason) -> Self {
        match value {
            SuppressionReason::Unsubscribed => Self::Unsubscribed,
            SuppressionReason::HardBounce => Self::HardBounce,
            SuppressionReason::Complaint => Self::Complaint,
            SuppressionReason::Manual => Self::Manual,
        }
    }
}

impl From<sellify_domain::LegalBasis> for LegalBasis {
    fn from(value: sellify_domain::LegalBasis) -> Self {
        match value {
            sellify_domain::LegalBasis::RightToObject => Self::RightToObject,
            sellify_domain::LegalBasis::ConsentWithdrawn => Self::ConsentWithdrawn,
            sellify_domain::LegalBasis::LegitimateInterest => Self::LegitimateInterest,
        }
    }
}
