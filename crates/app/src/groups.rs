//! Groups: fixed lists of contacts.

use sellify_domain::{Actor, Group, GroupId};
use sellify_store::{Read, StoreError};
use serde_json::json;

use crate::api_keys::required_name;
use crate::app::App;
use crate::edit_many::{BulkAction, BulkOutcome, Selection};
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::undo_bulk_edit::Done;

impl App {
    /// Every group, in alphabetical order.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn groups(&self) -> Result<Vec<Group>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.groups().list()?)).await
    }

    /// Makes an empty group.
    ///
    /// # Errors
    /// [`AppError::NameMissing`]; [`AppError::NameTaken`].
    pub async fn create_group(&self, by: &Actor, name: &str) -> Result<Group, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let group =
            Group { id: GroupId::generate(now), name: required_name(name)?, contacts: 0, created_at: now };
        let entry = vault.entry(by, now, "group.created", group.id, json!({ "name": group.name }));
        let made = group.clone();
        vault
            .store
            .write(move |w| {
                w.groups_mut().insert(&made).map_err(name_taken)?;
                entry.append(w)
            })
            .await?;
        self.lists_changed("groups");
        Ok(group)
    }

    /// Gives a group another name.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::NameMissing`]; [`AppError::NameTaken`].
    pub async fn rename_group(&self, by: &Actor, id: GroupId, name: &str) -> Result<Group, AppError> {
        let vault = self.open_vault()?;
        let name = required_name(name)?;
        let entry = vault.entry(by, self.now(), "group.changed", id, json!({ "name": name }));
        let group = vault
            .store
            .write(move |w| {
                group_in(w, id)?;
                w.groups_mut().rename(id, &name).map_err(name_taken)?;
                entry.append(w)?;
                group_in(w, id)
            })
            .await?;
        self.lists_changed("groups");
        Ok(group)
    }

    /// Removes a group; its contacts stay. It can be taken back, with its members.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn delete_group(&self, by: &Actor, id: GroupId) -> Result<BulkOutcome, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "group.deleted", id, json!({}));
        let outcome = vault
            .store
            .write(move |w| {
                let group = group_in(w, id)?;
                let name = group.name.clone();
                let mut edit = Done::GroupDeleted { group }.begin(w, now)?;
                for contact in w.groups().members(id)? {
                    edit.add(contact, "", "")?;
                }
                w.groups_mut().remove(id)?;
                let (changed, undo) = edit.finish(true)?;
                entry.append_with(w, json!({ "name": name, "contacts": changed }))?;
                Ok::<_, AppError>(BulkOutcome { changed, undo })
            })
            .await?;
        self.lists_changed("groups");
        Ok(outcome)
    }

    /// Puts contacts into a group, or takes them out.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn change_group_members(
        &self,
        by: &Actor,
        id: GroupId,
        who: Selection,
        remove: bool,
    ) -> Result<BulkOutcome, AppError> {
        let action = if remove { BulkAction::RemoveFromGroup(id) } else { BulkAction::AddToGroup(id) };
        self.change_contacts(by, who, action).await
    }

    /// Groups, segments, views, fields or tags are not as they were.
    pub(crate) fn lists_changed(&self, what: &str) {
        self.events().publish(EventKind::ListsChanged, json!({ "what": what }));
    }
}

pub(crate) fn group_in(r: &Read<'_>, id: GroupId) -> Result<Group, AppError> {
    r.groups().get(id)?.ok_or(AppError::NotFound(Thing::Group))
}

/// The database says which unique index refused.
pub(crate) fn name_taken(error: StoreError) -> AppError {
    match &error {
        StoreError::UniqueViolation { column } if column.ends_with("name_key") => {
            AppError::NameTaken { field: "name" }
        }
        _ => error.into(),
    }
}
