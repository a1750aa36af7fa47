//! Tags as such: another name, two that become one, and away with one.

use sellify_domain::{Actor, Timestamp};
use sellify_store::{TagCount, Tags, Write};
use serde_json::json;

use crate::app::App;
use crate::edit_many::{BulkAction, BulkOutcome, Selection};
use crate::error::{AppError, Thing};
use crate::tag_followers::{Followers, follow};
use crate::undo_bulk_edit::Done;

impl App {
    /// Gives a tag another name, everywhere: on contacts, in segments, views and drafts of campaigns. When another tag
    /// has that name, the two become one. Either can be taken back.
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
        let (outcome, lists) = vault
            .store
            .write(move |w| {
                let tag = w.tags().get(&name)?.ok_or(AppError::NotFound(Thing::Tag))?;
                let other = w.tags().get(&new_name)?.filter(|_| !Tags::same(&name, &new_name));
                let carried = other.as_ref().filter(|other| other.count > 0);
                let kept = carried.map_or(&new_name, |other| &other.name).clone();
                let followers = follow(w, &tag.name, &kept, now)?;
                let lists: Vec<_> = followers.lists().collect();
                let outcome = match (carried, &other) {
                    (Some(other), _) => merge(w, &tag, other, followers, now)?,
                    (None, in_the_way) => {
                        // Nobody carries that one: only its name is in the way.
                        if let Some(other) = in_the_way {
                            w.tags_mut().forget_unused(&other.name)?;
                        }
                        w.tags_mut().rename(&tag.name, &kept)?;
                        let done = Done::TagRenamed { from: tag.name.clone(), to: kept.clone(), followers };
                        let (_, undo) = done.begin(w, now)?.finish(true)?;
                        BulkOutcome { changed: tag.count, undo }
                    }
                };
                entry.append_with(
                    w,
                    json!({ "tag": tag.name, "new_name": kept, "changed": outcome.changed }),
                )?;
                Ok::<_, AppError>((outcome, lists))
            })
            .await?;
        self.contacts_changed(outcome.changed);
        for list in ["tags"].into_iter().chain(lists) {
            self.lists_changed(list);
        }
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

fn merge(
    w: &Write<'_>,
    tag: &TagCount,
    into: &TagCount,
    followers: Followers,
    now: Timestamp,
) -> Result<BulkOutcome, AppError> {
    let ids = w.tags().carriers(&tag.name)?;
    let new = w.tags_mut().give(&into.name, &ids)?;
    w.tags_mut().take_away(&tag.name, &ids)?;
    let done = Done::TagsMerged { from: tag.name.clone(), to: into.name.clone(), followers };
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
