//! Suppression: who must not be written to. No import, merge or restore can clear it.

use serde::{Deserialize, Serialize};

use crate::{SuppressionId, Timestamp};

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail; keyed by the normal form of the address.
    Email,
    /// WhatsApp; keyed by E.164.
    WhatsApp,
    /// Telephone calls; keyed by E.164.
    Phone,
    /// Letters. There is no address to key them by: a refusal stands with the contact only.
    Post,
}

impl Channel {
    /// Every channel, in the order in which people read them.
    pub const ALL: [Channel; 4] = [Channel::Email, Channel::WhatsApp, Channel::Phone, Channel::Post];
}

/// Why somebody must not be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionReason {
    /// The person asked.
    Unsubscribed,
    /// The address does not exist (hard bounce).
    HardBounce,
    /// The person reported a message as spam.
    Complaint,
    /// Somebody of the firm entered it.
    Manual,
}

/// The legal ground on which the entry is kept (GDPR article 6; CPCE L34-5 in France).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// The person's right to object.
    RightToObject,
    /// Consent withdrawn.
    ConsentWithdrawn,
    /// Deliverability: the address is dead.
    LegitimateInterest,
}

/// One refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// Identity.
    pub id: SuppressionId,
    /// On which channel.
    pub channel: Channel,
    /// Normalised address or number: the key.
    pub address: String,
    /// Why.
    pub reason: SuppressionReason,
    /// On which ground it is kept.
    pub legal_basis: LegalBasis,
    /// Where it comes from: a campaign's name, `manual`, a file.
    pub source: String,
    /// Since when.
    pub created_at: Timestamp,
}
