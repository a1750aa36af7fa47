//! Segments, views and drafts of campaigns name tags. They follow a tag that gets another name, and go back with it
//! when that is taken back.

use sellify_domain::{Audience, CampaignId, CampaignState, SegmentId, SegmentRule, Timestamp, ViewId};
use sellify_store::{Tags, Write};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What followed a tag: for each what it said before, and what it says since.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Followers {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    segments: Vec<Followed<SegmentId, SegmentRule>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    views: Vec<Followed<ViewId, Option<String>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    drafts: Vec<Followed<CampaignId, Vec<String>>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Followed<Id, Said> {
    id: Id,
    before: Said,
    after: Said,
}

impl Followers {
    /// Which lists of things follow, for the event feed.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &'static str> {
        let segments = (!self.segments.is_empty()).then_some("segments");
        segments.into_iter().chain((!self.views.is_empty()).then_some("views"))
    }
}

/// Lets everything that names the old tag name the new one; none of it may quietly mean nobody from now on.
pub(crate) fn follow(w: &Write<'_>, old: &str, new: &str, now: Timestamp) -> Result<Followers, AppError> {
    let is_old = |tag: &str| Tags::same(tag, old);
    let mut followers = Followers::default();
    for mut segment in w.segments().list()? {
        let before = segment.rule.clone();
        if segment.rule.rename_tag(&is_old, new) {
            segment.updated_at = now.max(segment.updated_at);
            w.segments_mut().update(&segment)?;
            followers.segments.push(Followed { id: segment.id, before, after: segment.rule });
        }
    }
    for mut view in w.views().list()? {
        if view.view.tag.as_deref().is_some_and(is_old) {
            let before = view.view.tag.replace(new.to_owned());
            w.views_mut().update(&view)?;
            followers.views.push(Followed { id: view.id, before, after: view.view.tag });
        }
    }
    for id in w.campaigns().ids_in_state(CampaignState::Draft)? {
        let Some(campaign) = w.campaigns().get(id)? else { continue };
        let mut draft = campaign.draft;
        let Audience::Tags { tags } = &mut draft.audience else { continue };
        if !tags.iter().any(|tag| is_old(tag)) {
            continue;
        }
        let before = tags.clone();
        for tag in tags.iter_mut().filter(|tag| is_old(tag)) {
            new.clone_into(tag);
        }
        let after = tags.clone();
        w.campaigns_mut().update_draft(id, &draft, now)?;
        followers.drafts.push(Followed { id, before, after });
    }
    Ok(followers)
}

/// Lets everything that followed say again what it said before. What somebody wrote into it since stays, and so does
/// a campaign that is no draft any more.
pub(crate) fn go_back(w: &Write<'_>, followers: &Followers, now: Timestamp) -> Result<(), AppError> {
    for Followed { id, before, after } in &followers.segments {
        let Some(mut segment) = w.segments().get(*id)?.filter(|segment| segment.rule == *after) else {
            continue;
        };
        segment.rule.clone_from(before);
        segment.updated_at = now.max(segment.updated_at);
        w.segments_mut().update(&segment)?;
    }
    for Followed { id, before, after } in &followers.views {
        let Some(mut view) = w.views().get(*id)?.filter(|view| view.view.tag == *after) else { continue };
        view.view.tag.clone_from(before);
        w.views_mut().update(&view)?;
    }
    for Followed { id, before, after } in &followers.drafts {
        let Some(campaign) = w.campaigns().get(*id)?.filter(|one| one.state == CampaignState::Draft) else {
            continue;
        };
        let mut draft = campaign.draft;
        let Audience::Tags { tags } = &mut draft.audience else { continue };
        if tags == after {
            tags.clone_from(before);
            w.campaigns_mut().update_draft(*id, &draft, now)?;
        }
    }
    Ok(())
}
