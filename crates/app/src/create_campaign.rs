//! Campaigns as drafts: list, create, change, remove.

use sellify_domain::{
    Actor, Audience, Campaign, CampaignDraft, CampaignId, CampaignState, ConnectionId, LedgerCounts,
    TemplateId, Timestamp,
};
use sellify_store::{Page, PageRequest, Read};
use serde_json::json;

use crate::api_keys::required_name;
use crate::app::App;
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::groups::group_in;
use crate::save_connection::connection_in;
use crate::segments::segment_in;

/// A campaign, and how fast it goes while it runs.
#[derive(Debug, Clone)]
pub struct CampaignView {
    /// The campaign.
    pub campaign: Campaign,
    /// Messages per second lately.
    pub per_second: Option<f64>,
    /// When the last message will be out at this pace.
    pub expected_end: Option<Timestamp>,
}

/// What to change in a draft; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct CampaignChange {
    /// What people call it.
    pub name: Option<String>,
    /// The template.
    pub template_id: Option<TemplateId>,
    /// The connection.
    pub connection_id: Option<ConnectionId>,
    /// Who it is for.
    pub audience: Option<Audience>,
}

impl App {
    /// Campaigns, the latest first.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn campaigns(&self, page: PageRequest) -> Result<Page<CampaignView>, AppError> {
        let vault = self.open_vault()?;
        let found = vault.store.read(move |r| Ok::<_, AppError>(r.campaigns().list(&page)?)).await?;
        let now = self.now();
        let Page { items, next, total, total_is_exact } = found;
        let items = items.into_iter().map(|campaign| vault.runners.view(campaign, now)).collect();
        Ok(Page { items, next, total, total_is_exact })
    }

    /// One campaign.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn campaign(&self, id: CampaignId) -> Result<CampaignView, AppError> {
        let vault = self.open_vault()?;
        let campaign = vault.store.read(move |r| campaign_in(r, id)).await?;
        Ok(vault.runners.view(campaign, self.now()))
    }

    /// Saves a new draft.
    ///
    /// # Errors
    /// [`AppError::NameMissing`]; [`AppError::NotFound`] for a template or connection that is not there.
    pub async fn create_campaign(
        &self,
        by: &Actor,
        change: CampaignChange,
    ) -> Result<CampaignView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let empty = CampaignDraft {
            name: String::new(),
            template_id: None,
            connection_id: None,
            audience: Audience::Everyone,
        };
        let campaign = Campaign {
            id: CampaignId::generate(now),
            draft: changed(empty, change)?,
            state: CampaignState::Draft,
            pause_reason: None,
            counts: LedgerCounts::default(),
            created_at: now,
            updated_at: now,
            started_at: None,
            finished_at: None,
        };
        let entry =
            vault.entry(by, now, "campaign.created", campaign.id, json!({ "name": campaign.draft.name }));
        let saved = campaign.clone();
        vault
            .store
            .write(move |w| {
                check_parts(w, &saved.draft)?;
                w.campaigns_mut().insert(&saved)?;
                entry.append(w)
            })
            .await?;
        self.campaign_changed(&campaign);
        Ok(vault.runners.view(campaign, now))
    }

    /// Changes a draft.
    ///
    /// # Errors
    /// [`AppError::CampaignNotDraft`] once it was started.
    pub async fn edit_campaign(
        &self,
        by: &Actor,
        id: CampaignId,
        change: CampaignChange,
    ) -> Result<CampaignView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "campaign.changed", id, json!({}));
        let campaign = vault
            .store
            .write(move |w| {
                let campaign = draft_in(w, id)?;
                let draft = changed(campaign.draft, change)?;
                check_parts(w, &draft)?;
                w.campaigns_mut().update_draft(id, &draft, now)?;
                entry.append(w)?;
                campaign_in(w, id)
            })
            .await?;
        self.campaign_changed(&campaign);
        Ok(vault.runners.view(campaign, now))
    }

    /// Removes a draft. What was sent is never removed: it is the firm's record of who got what.
    ///
    /// # Errors
    /// [`AppError::CampaignNotDraft`] once it was started.
    pub async fn delete_campaign(&self, by: &Actor, id: CampaignId) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "campaign.deleted", id, json!({}));
        let campaign = vault
            .store
            .write(move |w| {
                let campaign = draft_in(w, id)?;
                w.campaigns_mut().set_deleted(id, now)?;
                entry.append_with(w, json!({ "name": campaign.draft.name }))?;
                Ok::<_, AppError>(campaign)
            })
            .await?;
        self.campaign_changed(&campaign);
        Ok(())
    }

    pub(crate) fn campaign_changed(&self, campaign: &Campaign) {
        let data = json!({
            "campaign_id": campaign.id,
            "state": campaign.state,
            "pause_reason": campaign.pause_reason,
        });
        self.events().publish(EventKind::CampaignState, data);
    }
}

pub(crate) fn campaign_in(r: &Read<'_>, id: CampaignId) -> Result<Campaign, AppError> {
    r.campaigns().get(id)?.ok_or(AppError::NotFound(Thing::Campaign))
}

fn draft_in(r: &Read<'_>, id: CampaignId) -> Result<Campaign, AppError> {
    let campaign = campaign_in(r, id)?;
    if campaign.state == CampaignState::Draft { Ok(campaign) } else { Err(AppError::CampaignNotDraft) }
}

fn changed(mut draft: CampaignDraft, change: CampaignChange) -> Result<CampaignDraft, AppError> {
    draft.name = required_name(&change.name.unwrap_or(draft.name))?;
    draft.template_id = change.template_id.or(draft.template_id);
    draft.connection_id = change.connection_id.or(draft.connection_id);
    draft.audience = change.audience.unwrap_or(draft.audience);
    match &draft.audience {
        Audience::Tags { tags } if tags.iter().all(|tag| tag.trim().is_empty()) => {
            Err(AppError::invalid("audience.tags", "Choose at least one tag, or everyone."))
        }
        Audience::Groups { groups } if groups.is_empty() => {
            Err(AppError::invalid("audience.groups", "Choose at least one group, or everyone."))
        }
        _ => Ok(draft),
    }
}

fn check_parts(r: &Read<'_>, draft: &CampaignDraft) -> Result<(), AppError> {
    if let Some(id) = draft.template_id {
        r.templates().get(id)?.ok_or(AppError::NotFound(Thing::Template))?;
    }
    if let Some(id) = draft.connection_id {
        connection_in(r, id)?;
    }
    match &draft.audience {
        Audience::Groups { groups } => groups.iter().try_for_each(|id| group_in(r, *id).map(drop)),
        Audience::Segment { segment } => segment_in(r, *segment).map(drop),
        Audience::Everyone | Audience::Tags { .. } => Ok(()),
    }
}
