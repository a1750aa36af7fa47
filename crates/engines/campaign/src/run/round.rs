//! One transaction of a run: what was sent is recorded, and what is sent next is claimed.

use std::collections::HashMap;

use sellify_domain::{
    CampaignId, CampaignState, Channel, Contact, ContactId, Exclusion, LedgerCounts, Recipient, RecipientId,
    RecipientState, SmtpReply, Suppression, Timestamp,
};
use sellify_store::{RecipientOutcome, Write};

use super::worker::Job;
use super::{Change, Witness};
use crate::{CampaignError, control};

/// The campaign as the last transaction saw it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) state: CampaignState,
    pub(super) pause_reason: Option<String>,
    pub(super) counts: LedgerCounts,
    pub(super) next_due: Option<Timestamp>,
}

/// One transaction's work, owned, so that it can be tried again.
#[derive(Clone)]
pub(super) struct Round {
    pub(super) campaign: CampaignId,
    pub(super) outcomes: Vec<RecipientOutcome>,
    pub(super) excluded: Vec<(RecipientId, Exclusion)>,
    pub(super) suppressions: Vec<Suppression>,
    pub(super) wanted: usize,
    pub(super) halt: Option<&'static str>,
    pub(super) now: Timestamp,
}

/// What a transaction saw and claimed.
pub(super) struct Done {
    pub(super) seen: Seen,
    pub(super) jobs: Vec<Job>,
}

/// The outcome of an attempt that counts.
pub(super) fn outcome(
    recipient: &Recipient,
    state: RecipientState,
    reply: Option<SmtpReply>,
) -> RecipientOutcome {
    RecipientOutcome { id: recipient.id, state, reply, due_at: None, counts: true }
}

/// The transaction of a round.
pub(super) fn write_round(
    w: &Write<'_>,
    round: &Round,
    witness: &dyn Witness,
    bounces: bool,
) -> Result<Done, CampaignError> {
    let id = round.campaign;
    let record = |change: &Change| witness.record(w, id, change).map_err(CampaignError::Witness);
    let mut campaign = control::find(w, id)?;
    record_outcomes(w, round, campaign.state, &record)?;
    if campaign.state == CampaignState::Running
        && let Some(code) = round.halt.or(bounces.then_some("too_many_bounces"))
    {
        campaign = control::step(w, id, CampaignState::Paused, Some(code), round.now)?;
        record(&Change::Paused(code.to_owned()))?;
    }
    let mut jobs = Vec::new();
    if campaign.state == CampaignState::Running {
        jobs = claim(w, round, &record)?;
        let counts = w.campaigns().counts(id)?;
        if counts.pending == 0 && counts.handed_over == 0 {
            campaign = control::step(w, id, CampaignState::Finished, None, round.now)?;
            record(&Change::Finished)?;
        }
    }
    let next_due = if jobs.len() < round.wanted { w.recipients().next_due(id)? } else { None };
    let counts = w.campaigns().counts(id)?;
    let seen = Seen { state: campaign.state, pause_reason: campaign.pause_reason, counts, next_due };
    Ok(Done { seen, jobs })
}

fn record_outcomes(
    w: &Write<'_>,
    round: &Round,
    state: CampaignState,
    record: &dyn Fn(&Change) -> Result<(), CampaignError>,
) -> Result<(), CampaignError> {
    if !round.outcomes.is_empty() {
        let mut outcomes = round.outcomes.clone();
        if state == CampaignState::Cancelled {
            // Nobody will try again.
            let waiting = outcomes.iter_mut().filter(|outcome| outcome.state == RecipientState::Pending);
            waiting.for_each(|outcome| outcome.state = RecipientState::Cancelled);
        }
        w.recipients_mut().record(&outcomes, round.now)?;
        record(&Change::Settled(outcomes.iter().map(|outcome| (outcome.id, outcome.state)).collect()))?;
    }
    if !round.excluded.is_empty() {
        w.recipients_mut().exclude(&round.excluded, round.now)?;
        record(&Change::Excluded(round.excluded.clone()))?;
    }
    for suppression in &round.suppressions {
        if w.suppressions_mut().add_if_absent(suppression)? {
            record(&Change::Suppressed(suppression.clone()))?;
        }
    }
    Ok(())
}

/// Claims recipients whose turn it is. Whoever was suppressed, refused or was deleted since the ledger was built is left
/// out.
fn claim(
    w: &Write<'_>,
    round: &Round,
    record: &dyn Fn(&Change) -> Result<(), CampaignError>,
) -> Result<Vec<Job>, CampaignError> {
    let mut jobs = Vec::with_capacity(round.wanted);
    while jobs.len() < round.wanted {
        let wanted = u32::try_from(round.wanted - jobs.len()).unwrap_or(u32::MAX);
        let claimed = w.recipients_mut().claim_due(round.campaign, round.now, wanted)?;
        if claimed.is_empty() {
            break;
        }
        let ids: Vec<ContactId> = claimed.iter().map(|recipient| recipient.contact_id).collect();
        let found = w.contacts().get_many(&ids)?;
        let mut contacts: HashMap<ContactId, Contact> = found
            .into_iter()
            .filter(|contact| contact.deleted_at.is_none())
            .map(|one| (one.id, one))
            .collect();
        let (mut excluded, mut gone) = (Vec::new(), Vec::new());
        for recipient in claimed {
            if w.suppressions().is_suppressed(Channel::Email, recipient.email.as_str())? {
                excluded.push((recipient.id, Exclusion::Suppressed));
            } else if w.consents().is_refused(recipient.contact_id, Channel::Email)? {
                excluded.push((recipient.id, Exclusion::ConsentRefused));
            } else if let Some(contact) = contacts.remove(&recipient.contact_id) {
                jobs.push(Job { recipient, contact });
            } else {
                let cancelled = outcome(&recipient, RecipientState::Cancelled, None);
                gone.push(RecipientOutcome { counts: false, ..cancelled });
            }
        }
        if !excluded.is_empty() {
            w.recipients_mut().exclude(&excluded, round.now)?;
            record(&Change::Excluded(excluded))?;
        }
        if !gone.is_empty() {
            w.recipients_mut().record(&gone, round.now)?;
            record(&Change::Settled(gone.iter().map(|one| (one.id, one.state)).collect()))?;
        }
    }
    Ok(jobs)
}
