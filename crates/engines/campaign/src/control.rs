//! Steps of a campaign that a person takes, and what a start-up puts right. Each runs inside the caller's
//! transaction, beside the caller's audit entry.

use sellify_domain::{
    Campaign, CampaignId, CampaignState, Recipient, RecipientId, RecipientState, Timestamp,
};
use sellify_store::{RecipientOutcome, Write};

use crate::CampaignError;

/// Pause reason of a person's own pause.
pub const PAUSED_BY_PERSON: &str = "by_person";

/// Whether a campaign may go from one state to another.
///
/// ```text
/// draft → running ⇄ paused → cancelled        running → finished | cancelled
///                   finished → running         only to send again what a person settled as "resend"
/// ```
#[must_use]
pub fn is_allowed(from: CampaignState, to: CampaignState) -> bool {
    use CampaignState::{Cancelled, Draft, Finished, Paused, Running};
    matches!(
        (from, to),
        (Draft | Paused | Finished, Running) | (Running, Paused | Finished | Cancelled) | (Paused, Cancelled)
    )
}

/// Stops a running campaign; what is being sent at this moment is still recorded.
///
/// # Errors
/// [`CampaignError::NotAllowed`] unless it runs.
pub fn pause(
    write: &Write<'_>,
    id: CampaignId,
    reason: &str,
    now: Timestamp,
) -> Result<Campaign, CampaignError> {
    step(write, id, CampaignState::Paused, Some(reason), now)
}

/// Lets a paused campaign run again. Recipients who wait for a later attempt keep their time.
///
/// # Errors
/// [`CampaignError::NotAllowed`] unless it is paused.
pub fn resume(write: &Write<'_>, id: CampaignId, now: Timestamp) -> Result<Campaign, CampaignError> {
    check_step(write, id, CampaignState::Running, &[CampaignState::Paused])?;
    step(write, id, CampaignState::Running, None, now)
}

/// Ends a campaign; whoever still waited receives nothing.
///
/// # Errors
/// [`CampaignError::NotAllowed`] unless it runs or is paused.
pub fn cancel(write: &Write<'_>, id: CampaignId, now: Timestamp) -> Result<Campaign, CampaignError> {
    check_step(write, id, CampaignState::Cancelled, &[CampaignState::Running, CampaignState::Paused])?;
    write.recipients_mut().cancel_pending(id, now)?;
    step(write, id, CampaignState::Cancelled, None, now)
}

/// What a person decides about a message whose outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// It arrived.
    Accepted,
    /// It did not: send it (again).
    Resend,
}

/// Settles one unknown outcome by a person's word. After [`Resolution::Resend`] a finished campaign runs again:
/// the returned campaign's state says whether a runner is wanted.
///
/// # Errors
/// [`CampaignError::RecipientNotFound`], [`CampaignError::NotUnknown`], and
/// [`CampaignError::NotAllowed`] for a resend in a cancelled campaign.
pub fn resolve(
    write: &Write<'_>,
    id: RecipientId,
    resolution: Resolution,
    now: Timestamp,
) -> Result<(Campaign, Recipient), CampaignError> {
    let recipient = write.recipients().get(id)?.ok_or(CampaignError::RecipientNotFound)?;
    if recipient.state != RecipientState::Unknown {
        return Err(CampaignError::NotUnknown);
    }
    let campaign = find(write, recipient.campaign_id)?;
    let state = match resolution {
        Resolution::Accepted => RecipientState::Accepted,
        Resolution::Resend if campaign.state == CampaignState::Cancelled => {
            return Err(CampaignError::NotAllowed { from: campaign.state, to: CampaignState::Running });
        }
        Resolution::Resend => RecipientState::Pending,
    };
    let outcome = RecipientOutcome { id, state, reply: None, due_at: None, counts: true };
    write.recipients_mut().record(&[outcome], now)?;
    if state == RecipientState::Pending && campaign.state == CampaignState::Finished {
        write.campaigns_mut().set_state(campaign.id, CampaignState::Running, None, now)?;
    }
    let recipient = write.recipients().get(id)?.ok_or(CampaignError::RecipientNotFound)?;
    Ok((find(write, campaign.id)?, recipient))
}

/// What a start-up found and put right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered {
    /// Campaigns to run again.
    pub running: Vec<CampaignId>,
    /// Campaigns with messages whose outcome is now unknown, and how many.
    pub unknown: Vec<(CampaignId, u64)>,
}

/// Puts right what the end of the last process left behind, before any campaign runs: whoever was handed over
/// without a recorded answer becomes unknown.
///
/// # Errors
/// The database's own error.
pub fn recover(write: &Write<'_>, now: Timestamp) -> Result<Recovered, CampaignError> {
    let mut recovered =
        Recovered { running: write.campaigns().ids_in_state(CampaignState::Running)?, unknown: Vec::new() };
    // The process may have died while it recorded the last answers of a campaign that was stopped.
    for state in [CampaignState::Running, CampaignState::Paused, CampaignState::Cancelled] {
        for id in write.campaigns().ids_in_state(state)? {
            if write.campaigns().counts(id)?.handed_over > 0 {
                let count = write.recipients_mut().handed_over_to_unknown(id, now)?;
                recovered.unknown.push((id, count));
            }
        }
    }
    Ok(recovered)
}

/// Moves a campaign to a state that its present one allows.
pub(crate) fn step(
    write: &Write<'_>,
    id: CampaignId,
    to: CampaignState,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Campaign, CampaignError> {
    let from = find(write, id)?.state;
    if !is_allowed(from, to) {
        return Err(CampaignError::NotAllowed { from, to });
    }
    write.campaigns_mut().set_state(id, to, reason, now)?;
    find(write, id)
}

pub(crate) fn check_step(
    write: &Write<'_>,
    id: CampaignId,
    to: CampaignState,
    wanted: &[CampaignState],
) -> Result<(), CampaignError> {
    let from = find(write, id)?.state;
    if wanted.contains(&from) { Ok(()) } else { Err(CampaignError::NotAllowed { from, to }) }
}

pub(crate) fn find(write: &Write<'_>, id: CampaignId) -> Result<Campaign, CampaignError> {
    write.campaigns().get(id)?.ok_or(CampaignError::NotFound(id))
}
