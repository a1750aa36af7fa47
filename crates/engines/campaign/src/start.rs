//! From draft to running: the whole ledger in one transaction, one row per person, those left out included.

use sellify_domain::{CampaignId, CampaignState, Recipient, RecipientId, RecipientState, Timestamp};
use sellify_store::{CampaignMessage, Write};

use crate::CampaignError;
use crate::control;
use crate::preflight::{CheckLevel, Preflight, PreflightInput, Tally};
use crate::screening::{Screened, screen_audience};

/// Rows written at once; memory does not follow the audience.
const BATCH: usize = 500;

/// What a person confirms when starting.
#[derive(Debug, Clone)]
pub struct StartOrder {
    /// The campaign, still a draft.
    pub campaign: CampaignId,
    /// The template as it is now; a later edit changes nothing.
    pub message: CampaignMessage,
    /// How many people the person confirmed; none: not asked.
    pub expected_recipients: Option<u64>,
    /// When.
    pub now: Timestamp,
}

/// Builds the ledger and lets the campaign run. The caller adds its audit entry in the same transaction.
///
/// # Errors
/// [`CampaignError::NotAllowed`] when it is no draft, [`CampaignError::Blocked`],
/// [`CampaignError::AudienceChanged`]; the transaction must then be rolled back.
pub fn start(
    write: &Write<'_>,
    order: &StartOrder,
    input: &PreflightInput<'_>,
) -> Result<Preflight, CampaignError> {
    control::check_step(write, order.campaign, CampaignState::Running, &[CampaignState::Draft])?;
    let mut tally = Tally::default();
    let mut rows = Vec::with_capacity(BATCH);
    screen_audience(write, input, |person| {
        tally.add(person);
        rows.push(row(order, person));
        if rows.len() < BATCH {
            return Ok(());
        }
        let full = write.recipients_mut().insert_batch(&rows);
        rows.clear();
        full.map_err(CampaignError::from)
    })?;
    write.recipients_mut().insert_batch(&rows)?;
    let found = tally.sendable();
    let preflight = tally.into_preflight(input);
    if !preflight.is_ready() {
        let blocks = preflight.checks.into_iter().filter(|check| check.level == CheckLevel::Block);
        return Err(CampaignError::Blocked(blocks.collect()));
    }
    if let Some(expected) = order.expected_recipients.filter(|expected| *expected != found) {
        return Err(CampaignError::AudienceChanged { expected, found });
    }
    write.campaigns_mut().set_message(order.campaign, &order.message)?;
    write.campaigns_mut().set_state(order.campaign, CampaignState::Running, None, order.now)?;
    Ok(preflight)
}

fn row(order: &StartOrder, person: &Screened<'_>) -> Recipient {
    let state = if person.exclusion.is_some() { RecipientState::Excluded } else { RecipientState::Pending };
    Recipient {
        id: RecipientId::generate(order.now),
        campaign_id: order.campaign,
        contact_id: person.contact.id,
        email: person.email.clone(),
        name: person.contact.details.display_name(),
        state,
        exclusion: person.exclusion,
        attempts: 0,
        due_at: (state == RecipientState::Pending).then_some(order.now),
        last_reply: None,
        updated_at: order.now,
    }
}
