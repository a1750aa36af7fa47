//! What people said about being written to, and what is left of them when they are erased.

use std::collections::BTreeMap;

use sellify_app::ConsentOrder;
use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::suppression::{Channel, SuppressionReason};

/// What counts on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentStanding {
    /// May be written to.
    Granted,
    /// Must not be written to.
    Refused,
    /// Nothing was said.
    Unknown,
}

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// May be written to.
    Granted,
    /// Must not be written to.
    Refused,
}

/// On which legal ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentBasis {
    /// Agreed beforehand.
    Consent,
    /// A customer, for products like those bought.
    ExistingCustomer,
    /// A professional, told of it and free to object.
    LegitimateInterest,
    /// The message sells nothing.
    NonCommercial,
    /// Objected.
    RightToObject,
}

/// What counts for a contact on one channel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Consent {
    /// The channel.
    pub channel: Channel,
    /// What counts.
    pub state: ConsentStanding,
    /// On which ground; null while nothing was said.
    #[schema(required)]
    pub legal_basis: Option<ConsentBasis>,
    /// Where it comes from; empty while nothing was said.
    pub source: String,
    /// When it was said (ms).
    #[schema(required)]
    pub decided_at: Option<i64>,
    /// Whether the contact's address is on the suppression list of this channel: that beats any consent.
    pub suppressed: bool,
    /// Why it is on the list.
    #[schema(required)]
    pub suppression_reason: Option<SuppressionReason>,
}

/// One statement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConsentStatement {
    /// Identity.
    pub id: Uuid,
    /// On which channel.
    pub channel: Channel,
    /// What was said.
    pub state: ConsentState,
    /// On which ground.
    pub legal_basis: ConsentBasis,
    /// Where it comes from.
    pub source: String,
    /// When it was said (ms).
    pub decided_at: i64,
    /// When it was written down (ms).
    pub recorded_at: i64,
}

/// Something a person said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordConsentRequest {
    /// On which channel.
    pub channel: Channel,
    /// What was said. A refusal also puts the address on the suppression list.
    pub state: ConsentState,
    /// On which ground.
    pub legal_basis: ConsentBasis,
    /// Where it comes from: a form, a call, a letter.
    pub source: String,
    /// When it was said (ms); absent: now.
    pub decided_at: Option<i64>,
    /// With a consent for an address on the suppression list: whether that entry is lifted too. Only for persons.
    #[serde(default)]
    pub lift_suppression: bool,
}

/// A person to erase.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseRequest {
    /// Why; stays in the proof, so it must not name the person.
    pub reason: String,
    /// The contact's name as it is shown, typed by the person who erases it.
    pub confirm: String,
}

/// What stays on purpose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeptByErasure {
    /// Entries of the suppression list: without them the person could be written to again.
    pub suppressions: u64,
    /// The audit log keeps who did what and when, without details.
    pub audit: bool,
}

/// What an erasure did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErasureReport {
    /// Names the proof.
    pub erasure_id: Uuid,
    /// What went, by kind.
    pub counts: BTreeMap<String, u64>,
    /// What stays.
    pub kept: KeptByErasure,
    /// Whether the bytes are gone from the file already; else they go at the latest when the vault is next opened.
    pub swept: bool,
}

/// One proof of an erasure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Erasure {
    /// Identity.
    pub id: Uuid,
    /// The contact that was; leads nowhere.
    pub contact_id: Uuid,
    /// Why.
    pub reason: String,
    /// What went, by kind.
    pub counts: BTreeMap<String, u64>,
    /// When (ms).
    pub erased_at: i64,
}

impl From<sellify_app::ConsentFact> for Consent {
    fn from(fact: sellify_app::ConsentFact) -> Self {
        let said = fact.statement;
        Self {
            channel: fact.channel.into(),
            state: match said.as_ref().map(|said| said.state) {
                Some(sellify_domain::ConsentState::Granted) => ConsentStanding::Granted,
                Some(sellify_domain::ConsentState::Refused) => ConsentStanding::Refused,
                None => ConsentStanding::Unknown,
            },
            legal_basis: said.as_ref().map(|said| said.legal_basis.into()),
            decided_at: said.as_ref().map(|said| said.decided_at.as_millis()),
            source: said.map(|said| said.source).unwrap_or_default(),
            suppressed: fact.suppression.is_some(),
            suppression_reason: fact.suppression.map(|entry| entry.reason.into()),
        }
    }
}

impl From<sellify_domain::ConsentStatement> for ConsentStatement {
    fn from(said: sellify_domain::ConsentStatement) -> Self {
        Self {
            id: said.id.as_uuid(),
            channel: said.channel.into(),
            state: match said.state {
                sellify_domain::ConsentState::Granted => ConsentState::Granted,
                sellify_domain::ConsentState::Refused => ConsentState::Refused,
            },
            legal_basis: said.legal_basis.into(),
            source: said.source,
            decided_at: said.decided_at.as_millis(),
            recorded_at: said.recorded_at.as_millis(),
        }
    }
}

impl From<RecordConsentRequest> for ConsentOrder {
    fn from(request: RecordConsentRequest) -> Self {
        Self {
            channel: request.channel.into(),
            state: match request.state {
                ConsentState::Granted => sellify_domain::ConsentState::Granted,
                ConsentState::Refused => sellify_domain::ConsentState::Refused,
            },
            legal_basis: request.legal_basis.into(),
            source: request.source,
            decided_at: request.decided_at.map(Timestamp::from_millis),
            lift_suppression: request.lift_suppression,
        }
    }
}

impl From<sellify_app::ErasureReport> for ErasureReport {
    fn from(report: sellify_app::ErasureReport) -> Self {
        Self {
            erasure_id: report.id.as_uuid(),
            counts: report.counts,
            kept: KeptByErasure { suppressions: report.suppressions_kept, audit: true },
            swept: report.swept,
        }
    }
}

impl From<sellify_app::Erasure> for Erasure {
    fn from(erasure: sellify_app::Erasure) -> Self {
        Self {
            id: erasure.id.as_uuid(),
            contact_id: erasure.contact_id.as_uuid(),
            reason: erasure.reason,
            counts: erasure.counts,
            erased_at: erasure.erased_at.as_millis(),
        }
    }
}

impl From<sellify_domain::ConsentBasis> for ConsentBasis {
    fn from(basis: sellify_domain::ConsentBasis) -> Self {
        match basis {
            sellify_domain::ConsentBasis::Consent => Self::Consent,
            sellify_domain::ConsentBasis::ExistingCustomer => Self::ExistingCustomer,
            sellify_domain::ConsentBasis::LegitimateInterest => Self::LegitimateInterest,
            sellify_domain::ConsentBasis::NonCommercial => Self::NonCommercial,
            sellify_domain::ConsentBasis::RightToObject => Self::RightToObject,
        }
    }
}

impl From<ConsentBasis> for sellify_domain::ConsentBasis {
    fn from(basis: ConsentBasis) -> Self {
        match basis {
            ConsentBasis::Consent => Self::Consent,
            ConsentBasis::ExistingCustomer => Self::ExistingCustomer,
            ConsentBasis::LegitimateInterest => Self::LegitimateInterest,
            ConsentBasis::NonCommercial => Self::NonCommercial,
            ConsentBasis::RightToObject => Self::RightToObject,
        }
    }
}

/// The name of a person's file.
pub(crate) fn file_name(id: Uuid, ending: &str) -> String {
    // By id, not by name: a folder of downloads should tell nothing.
    format!("person-{id}.{ending}")
}
