//! Pause, resume, cancel, and what a start-up puts right.

use std::sync::Arc;

use sellify_domain::{Actor, Campaign, CampaignId};
use sellify_store::Write;
use serde_json::json;

use crate::app::App;
use crate::create_campaign::CampaignView;
use crate::error::AppError;
use crate::license::Gate;
use crate::open_vault::OpenVault;
use crate::quarantine::refuse_in_quarantine;

type Step = fn(
    &Write<'_>,
    CampaignId,
    sellify_domain::Timestamp,
) -> Result<Campaign, sellify_campaign::CampaignError>;

impl App {
    /// Stops sending. What is under way at this moment is still recorded.
    ///
    /// # Errors
    /// [`AppError::Campaign`] unless it runs.
    pub async fn pause_campaign(&self, by: &Actor, id: CampaignId) -> Result<CampaignView, AppError> {
        let pause: Step =
            |w, id, now| sellify_campaign::pause(w, id, sellify_campaign::PAUSED_BY_PERSON, now);
        let vault = self.open_vault()?;
        let view = self.step(&vault, by, id, "campaign.paused", pause).await?;
        vault.runners.stop(id);
        Ok(view)
    }

    /// Goes on sending.
    ///
    /// # Errors
    /// [`AppError::Campaign`] unless it is paused.
    pub async fn resume_campaign(&self, by: &Actor, id: CampaignId) -> Result<CampaignView, AppError> {
        let vault = self.open_vault()?;
        let (license, now) = (vault.license.clone(), self.now());
        vault
            .store
            .read(move |r| {
                license.require(r, now, Gate::Sending)?;
                refuse_in_quarantine(r)
            })
            .await?;
        let view = self.step(&vault, by, id, "campaign.resumed", sellify_campaign::resume).await?;
        self.run_campaign(&vault, id);
        Ok(view)
    }

    /// Ends a campaign; who still waited receives nothing.
    ///
    /// # Errors
    /// [`AppError::Campaign`] unless it runs or is paused.
    pub async fn cancel_campaign(&self, by: &Actor, id: CampaignId) -> Result<CampaignView, AppError> {
        let vault = self.open_vault()?;
        let view = self.step(&vault, by, id, "campaign.cancelled", sellify_campaign::cancel).await?;
        vault.runners.stop(id);
        Ok(view)
    }

    async fn step(
        &self,
        vault: &Arc<OpenVault>,
        by: &Actor,
        id: CampaignId,
        action: &'static str,
        step: Step,
    ) -> Result<CampaignView, AppError> {
        let now = self.now();
        let entry = vault.entry(by, now, action, id, json!({}));
        let campaign = vault
            .store
            .write(move |w| {
                let campaign = step(w, id, now)?;
                entry.append_with(w, json!({ "counts": campaign.counts }))?;
                Ok::<_, AppError>(campaign)
            })
            .await?;
        self.campaign_changed(&campaign);
        Ok(vault.runners.view(campaign, now))
    }

    /// After the last process ended in the middle: who was being written to is unknown.
    pub(crate) async fn recover_campaigns(&self, vault: &OpenVault) -> Result<(), AppError> {
        let now = self.now();
        let entry = vault.entry(&Actor::System, now, "campaign.recovered", vault.vault_id, json!({}));
        vault
            .store
            .write(move |w| {
                let recovered = sellify_campaign::recover(w, now)?;
                for (campaign, unknown) in &recovered.unknown {
                    let details = json!({ "campaign": campaign, "unknown": unknown });
                    entry.clone().append_with(w, details)?;
                }
                Ok::<_, AppError>(())
            })
            .await
    }
}
