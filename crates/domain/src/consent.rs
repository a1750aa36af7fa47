//! Consent: what a person said about being written to, channel by channel, and how long people are kept.

use serde::{Deserialize, Serialize};

use crate::{Channel, ConsentId, ContactId, RetentionRuleId, Timestamp};

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// The person may be written to.
    Granted,
    /// The person must not be written to.
    Refused,
}

/// The legal ground of a statement (GDPR article 6; CPCE L34-5 in France).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentBasis {
    /// The person agreed beforehand.
    Consent,
    /// A customer of the firm, for products like those bought.
    ExistingCustomer,
    /// The firm's legitimate interest: a professional, told of it and free to object.
    LegitimateInterest,
    /// The message sells nothing.
    NonCommercial,
    /// The person objected.
    RightToObject,
}

impl ConsentBasis {
    /// Every basis, in the order in which people read them.
    pub const ALL: [ConsentBasis; 5] = [
        ConsentBasis::Consent,
        ConsentBasis::ExistingCustomer,
        ConsentBasis::LegitimateInterest,
        ConsentBasis::NonCommercial,
        ConsentBasis::RightToObject,
    ];

    /// Whether this ground can carry that state: nobody is written to by right of having objected.
    #[must_use]
    pub fn carries(self, state: ConsentState) -> bool {
        !(self == ConsentBasis::RightToObject && state == ConsentState::Granted)
    }
}

/// One statement. Statements are added, never changed: the latest one of a channel counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentStatement {
    /// Identity.
    pub id: ConsentId,
    /// Whose.
    pub contact_id: ContactId,
    /// On which channel.
    pub channel: Channel,
    /// What was said.
    pub state: ConsentState,
    /// On which ground.
    pub legal_basis: ConsentBasis,
    /// Where it comes from: a form, a call, a file.
    pub source: String,
    /// When the person said so.
    pub decided_at: Timestamp,
    /// When it was written down.
    pub recorded_at: Timestamp,
}

/// How long contacts with a tag are kept without news of them. Nothing happens to them by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionRule {
    /// Identity.
    pub id: RetentionRuleId,
    /// The tag, as people write it.
    pub tag: String,
    /// Calendar months since the last change or message, 1 to [`RetentionRule::MAX_MONTHS`].
    pub months: u32,
    /// When the rule was made.
    pub created_at: Timestamp,
}

impl RetentionRule {
    /// Longer than any legal duty to keep a file.
    pub const MAX_MONTHS: u32 = 600;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_objection_permits_nothing() {
        for basis in ConsentBasis::ALL {
            assert!(basis.carries(ConsentState::Refused), "{basis:?}");
            assert_eq!(basis.carries(ConsentState::Granted), basis != ConsentBasis::RightToObject);
        }
    }
}
