//! The ledger: who got what. And one recipient's story.

use sellify_campaign::Resolution;
use sellify_domain::{Actor, CampaignId, CampaignState, LedgerCounts, Recipient, RecipientId};
use sellify_store::{Attempt, Page, Read, RecipientQuery};
use sellify_template::{Rendered, values_of};
use serde_json::json;

use crate::app::App;
use crate::create_campaign::campaign_in;
use crate::error::{AppError, Thing};

/// One recipient's story.
#[derive(Debug)]
pub struct RecipientStory {
    /// The row.
    pub recipient: Recipient,
    /// Its attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// The message: the template as it was sent, with the contact's values of today.
    pub message: Option<Rendered>,
}

impl App {
    /// One page of the ledger, and how many of the whole campaign stand in which state.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn ledger(
        &self,
        id: CampaignId,
        query: RecipientQuery,
    ) -> Result<(Page<Recipient>, LedgerCounts), AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let counts = campaign_in(r, id)?.counts;
                Ok((r.recipients().list(id, &query)?, counts))
            })
            .await
    }

    /// One recipient's story.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn recipient_story(
        &self,
        campaign: CampaignId,
        id: RecipientId,
    ) -> Result<RecipientStory, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let recipient = recipient_in(r, campaign, id)?;
                let attempts = r.recipients().attempts(id)?;
                let message = message_of(r, &recipient)?;
                Ok(RecipientStory { recipient, attempts, message })
            })
            .await
    }

    /// Settles a message whose outcome was never seen: it arrived, or it is sent again.
    ///
    /// # Errors
    /// [`AppError::Campaign`] unless its state is unknown.
    pub async fn resolve_unknown(
        &self,
        by: &Actor,
        campaign: CampaignId,
        id: RecipientId,
        resend: bool,
    ) -> Result<Recipient, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let resolution = if resend { Resolution::Resend } else { Resolution::Accepted };
        let entry = vault.entry(by, now, "recipient.resolved", id, json!({ "resend": resend }));
        let (campaign, recipient) = vault
            .store
            .write(move |w| {
                recipient_in(w, campaign, id)?;
                let settled = sellify_campaign::resolve(w, id, resolution, now)?;
                entry.append(w)?;
                Ok::<_, AppError>(settled)
            })
            .await?;
        self.campaign_changed(&campaign);
        if resend && campaign.state == CampaignState::Running {
            self.run_campaign(&vault, campaign.id);
        }
        Ok(recipient)
    }
}

fn recipient_in(r: &Read<'_>, campaign: CampaignId, id: RecipientId) -> Result<Recipient, AppError> {
    let found = r.recipients().get(id)?.filter(|recipient| recipient.campaign_id == campaign);
    found.ok_or(AppError::NotFound(Thing::Recipient))
}

/// Nothing when the contact is gone, or today's values no longer make a message.
fn message_of(r: &Read<'_>, recipient: &Recipient) -> Result<Option<Rendered>, AppError> {
    let (Some(message), Some(contact)) =
        (r.campaigns().message(recipient.campaign_id)?, r.contacts().get(recipient.contact_id)?)
    else {
        return Ok(None);
    };
    let compiled = sellify_template::compile(&message.content).ok();
    let preview = compiled.and_then(|compiled| compiled.preview(&values_of(&contact.details)).ok());
    Ok(preview.map(|preview| preview.rendered))
}
