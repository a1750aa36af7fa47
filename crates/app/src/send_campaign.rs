//! Sending: the ledger is written in one transaction, then the campaign runs by itself.

use sellify_campaign::{StartOrder, start};
use sellify_domain::{Actor, CampaignId};
use sellify_store::CampaignMessage;
use serde_json::json;

use crate::app::App;
use crate::compose::TemplateScreen;
use crate::create_campaign::{CampaignView, campaign_in};
use crate::error::AppError;
use crate::license::Gate;
use crate::preflight_campaign::Parts;
use crate::quarantine::refuse_in_quarantine;

impl App {
    /// Writes the ledger and starts sending to exactly as many people as were confirmed.
    ///
    /// # Errors
    /// [`AppError::Campaign`] when something blocks or the number is another one. Nothing was sent then.
    pub async fn send_campaign(
        &self,
        by: &Actor,
        id: CampaignId,
        expected: u64,
    ) -> Result<CampaignView, AppError> {
        self.start_campaign(by, id, Some(expected)).await
    }

    /// [`App::send_campaign`] for a caller that does not ask for a number: `expected` may be absent.
    ///
    /// # Errors
    /// As [`App::send_campaign`].
    pub async fn start_campaign(
        &self,
        by: &Actor,
        id: CampaignId,
        expected: Option<u64>,
    ) -> Result<CampaignView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "campaign.started", id, json!({}));
        let license = vault.license.clone();
        let campaign = vault
            .store
            .write(move |w| {
                license.require(w, now, Gate::Sending)?;
                refuse_in_quarantine(w)?;
                let parts = Parts::of(w, campaign_in(w, id)?.draft)?;
                let template = parts.template.as_ref().ok_or(AppError::TemplateNotChosen)?;
                let message =
                    CampaignMessage { content: template.content.clone(), template_version: template.version };
                let order = StartOrder { campaign: id, message, expected_recipients: expected, now };
                let screen = TemplateScreen { compiled: parts.compiled.as_ref() };
                let found = start(w, &order, &parts.input(&screen, now))?;
                let details = json!({
                    "recipients": found.sendable,
                    "excluded": found.audience - found.sendable,
                    "template_version": template.version,
                });
                entry.append_with(w, details)?;
                campaign_in(w, id)
            })
            .await?;
        self.campaign_changed(&campaign);
        self.run_campaign(&vault, id);
        Ok(vault.runners.view(campaign, now))
    }
}
