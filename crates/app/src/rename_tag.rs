//! Tags as such: another name, two that become one, and away with one.

use sellify_domain::{Actor, Audience, CampaignState, Timestamp};
use sellify_store::{TagCount, Tags, Write};
use serde_json::json;

use crate::app::App;
use crate::edit_many::{BulkAction, BulkOutcome, Selection};
use crate::error::{AppError, Thing};
use crate::undo_bulk_edit::Done;

impl App {
    /// Gives a tag another name, everywhere: on contacts, in segments, views and drafts of campaigns. When another tag
    /// has that name, the two become one; that can be taken back.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::NameMissing`].
    pub async fn rename_tag(&self, by: &Actor, name: &str, new_name: &str) -> Result<BulkOutcome, AppError> {
        let new_name = new_name.split_whitespace().collect::<Vec<_>>().join(" ");
        if new_name.is_empty() {
            return Err(AppError::NameMissing { field: "new_name" });
        }
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "tag.renamed", "tags", json!({}));
        let name = name.to_owned();
        let outcome = vault
            .store
            .write(move |w| {
                let tag = w.tags().get(&name)?.ok_or(AppError::NotFound(Thing::Tag))?;
                let other = w.tags().get(&new_name)?.filter(|_| !Tags::same(&name, &new_name));
                let outcome = match &other {
                    Some(other) if other.count > 0 => merge(w, &tag, other, now)?,
                    Some(other) => {
                        // Nobody carries that one: only its name is in the way.
                        w.tags_mut().forget_unused(&other.name)?;
                        w.tags_mut().rename(&tag.name, &new_name)?;
                        BulkOutcome { changed: tag.count, undo: None }
                    }
                    None => {
                        w.tags_mut().rename(&tag.name, &new_name)?;
                        BulkOutcome { changed: tag.count, undo: None }
                    }
                };
                let kept = other.filter(|other| other.count > 0).map_or(new_name, |other| other.name);
                follow(w, &tag.name, &kept, now)?;
                entry.append_with(
                    w,
                    json!({ "tag": tag.name, "new_name": kept, "changed": outcome.changed }),
                )?;
                Ok::<_, AppError>(outcome)
            })
            .await?;
        self.contacts_changed(outcome.changed);
        self.lists_changed("tags");
        Ok(outcome)
    }

    /// Takes a tag from everybody who carries it. It can be taken back.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn delete_tag(&self, by: &Actor, name: &str) -> Result<BulkOutcome, AppError> {
        let wanted = name.to_owned();
        let vault = self.open_vault()?;
        let (tag, ids) = vault
            .store
            .read(move |r| {
                let tag = r.tags().get(&wanted)?.ok_or(AppError::NotFound(Thing::Tag))?;
                let ids = r.tags().carriers(&tag.name)?;
                Ok::<_, AppError>((tag, ids))
            })
            .await?;
        let who = Selection::Ids(ids);
        let outcome = self.change_contacts(by, who, BulkAction::RemoveTag(tag.name)).await?;
        self.lists_changed("tags");
        Ok(outcome)
    }
}

fn merge(w: &Write<'_>, tag: &TagCount, into: &TagCount, now: Timestamp) -> Result<BulkOutcome, AppError> {
    let ids = w.tags().carriers(&tag.name)?;
    let new = w.tags_mut().give(&into.name, &ids)?;
    w.tags_mut().take_away(&tag.name, &ids)?;
    let done = Done::TagsMerged { from: tag.name.clone(), to: into.name.clone() };
    let mut edit = done.begin(w, now)?;
    let mut new = new.into_iter().peekable();
    for id in ids {
        // Both lists are in one order.
        let had_both = new.next_if_eq(&id).is_none();
        edit.add(id, if had_both { "both" } else { "" }, "")?;
    }
    let (changed, undo) = edit.finish(false)?;
    Ok(BulkOutcome { changed, undo })
}

/// Rules, views and drafts name tags; none of them may quietly mean nobody from now on.
fn follow(w: &Write<'_>, old: &str, new: &str, now: Timestamp) -> Result<(), AppError> {
    let is_old = |tag: &str| Tags::same(tag, old);
    for mut segment in w.segments().list()? {
        if segment.rule.rename_tag(&is_old, new) {
            segment.updated_at = now.max(segment.updated_at);
            w.segments_mut().update(&segment)?;
        }
    }
    for mut view in w.views().list()? {
        if view.view.tag.as_deref().is_some_and(is_old) {
            view.view.tag = Some(new.to_owned());
            w.views_mut().update(&view)?;
        }
    }
    for id in w.campaigns().ids_in_state(CampaignState::Draft)? {
        let Some(campaign) = w.campaigns().get(id)? else { continue };
        let mut draft = campaign.draft;
        let Audience::Tags { tags } = &mut draft.audience else { continue };
        let mut renamed = false;
        for tag in tags.iter_mut().filter(|tag| is_old(tag)) {
            new.clone_into(tag);
            renamed = true;
        }
        if renamed {
            w.campaigns_mut().update_draft(id, &draft, now)?;
        }
    }
    Ok(())
}
