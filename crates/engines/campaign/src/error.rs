//! Why a campaign could not be started, changed or run.

use sellify_domain::{CampaignId, CampaignState};
use sellify_store::StoreError;

use crate::preflight::Check;

/// What the witness of a transaction (the audit log) answers when it cannot write its entry.
pub type WitnessError = Box<dyn std::error::Error + Send + Sync>;

/// Why a campaign could not be started, changed or run. The sentence is for people.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// There is no such campaign.
    #[error("This campaign no longer exists.")]
    NotFound(CampaignId),
    /// There is no such recipient.
    #[error("This recipient no longer exists.")]
    RecipientNotFound,
    /// The campaign's state does not allow this step.
    #[error("This campaign is {}, so this cannot be done.", word(*from))]
    NotAllowed {
        /// Where it stands.
        from: CampaignState,
        /// Where it should have gone.
        to: CampaignState,
    },
    /// Something must be mended before sending.
    #[error("Sending waits until the points in red are mended. Nothing was sent.")]
    Blocked(Vec<Check>),
    /// The audience is not the one that the person confirmed.
    #[error(
        "You confirmed {expected} people, but {found} would now receive this campaign. Nothing was sent."
    )]
    AudienceChanged {
        /// What the person confirmed.
        expected: u64,
        /// What the vault says now.
        found: u64,
    },
    /// Only a recipient whose outcome is unknown can be settled by hand.
    #[error("The outcome of this message is known, so there is nothing to settle.")]
    NotUnknown,
    /// The database refused; nothing of the step was kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The audit entry could not be written; nothing of the step was kept.
    #[error("The audit entry could not be written. Nothing was changed.")]
    Witness(#[source] WitnessError),
}

impl CampaignError {
    /// The stable name of the cause, for the API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) | Self::RecipientNotFound => "not_found",
            Self::NotAllowed { .. } => "campaign_state",
            Self::Blocked(_) => "campaign_blocked",
            Self::AudienceChanged { .. } => "audience_changed",
            Self::NotUnknown => "outcome_known",
            Self::Store(error) => error.code(),
            Self::Witness(_) => "audit_failed",
        }
    }
}

fn word(state: CampaignState) -> &'static str {
    match state {
        CampaignState::Draft => "a draft",
        CampaignState::Running => "being sent",
        CampaignState::Paused => "paused",
        CampaignState::Finished => "finished",
        CampaignState::Cancelled => "cancelled",
    }
}
