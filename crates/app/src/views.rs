//! Saved views of the list of contacts.

use sellify_domain::{Actor, SavedView, ViewContent, ViewId};
use sellify_store::Read;
use serde_json::json;

use crate::api_keys::required_name;
use crate::app::App;
use crate::edit_many::BulkOutcome;
use crate::error::{AppError, Thing};
use crate::groups::name_taken;
use crate::undo_bulk_edit::Done;

/// More columns than any screen shows.
const MOST_COLUMNS: usize = 100;

impl App {
    /// Every view, in alphabetical order.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn views(&self) -> Result<Vec<SavedView>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.views().list()?)).await
    }

    /// Saves a new view.
    ///
    /// # Errors
    /// [`AppError::NameMissing`]; [`AppError::NameTaken`].
    pub async fn create_view(
        &self,
        by: &Actor,
        name: &str,
        view: ViewContent,
    ) -> Result<SavedView, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let view = SavedView {
            id: ViewId::generate(now),
            name: required_name(name)?,
            view: checked(view)?,
            created_at: now,
        };
        let entry = vault.entry(by, now, "view.created", view.id, json!({ "name": view.name }));
        let made = view.clone();
        vault
            .store
            .write(move |w| {
                w.views_mut().insert(&made).map_err(name_taken)?;
                entry.append(w)
            })
            .await?;
        self.lists_changed("views");
        Ok(view)
    }

    /// Changes a view's name, what it shows, or both.
    ///
    /// # Errors
    /// As [`App::create_view`], and [`AppError::NotFound`].
    pub async fn edit_view(
        &self,
        by: &Actor,
        id: ViewId,
        name: Option<String>,
        view: Option<ViewContent>,
    ) -> Result<SavedView, AppError> {
        let vault = self.open_vault()?;
        let name = name.map(|name| required_name(&name)).transpose()?;
        let content = view.map(checked).transpose()?;
        let entry = vault.entry(by, self.now(), "view.changed", id, json!({}));
        let view = vault
            .store
            .write(move |w| {
                let mut view = view_in(w, id)?;
                view.name = name.unwrap_or(view.name);
                view.view = content.unwrap_or(view.view);
                w.views_mut().update(&view).map_err(name_taken)?;
                entry.append(w)?;
                Ok::<_, AppError>(view)
            })
            .await?;
        self.lists_changed("views");
        Ok(view)
    }

    /// Removes a view. It can be taken back.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn delete_view(&self, by: &Actor, id: ViewId) -> Result<BulkOutcome, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "view.deleted", id, json!({}));
        let outcome = vault
            .store
            .write(move |w| {
                let view = view_in(w, id)?;
                w.views_mut().remove(id)?;
                entry.append_with(w, json!({ "name": view.name }))?;
                let (changed, undo) = Done::ViewDeleted { view }.begin(w, now)?.finish(true)?;
                Ok::<_, AppError>(BulkOutcome { changed, undo })
            })
            .await?;
        self.lists_changed("views");
        Ok(outcome)
    }
}

fn view_in(r: &Read<'_>, id: ViewId) -> Result<SavedView, AppError> {
    r.views().get(id)?.ok_or(AppError::NotFound(Thing::View))
}

fn checked(view: ViewContent) -> Result<ViewContent, AppError> {
    if view.sort.as_deref().is_some_and(|sort| !["name", "email", "created", "updated"].contains(&sort)) {
        return Err(AppError::invalid("view.sort", "The order is name, email, created or updated."));
    }
    if view.columns.len() > MOST_COLUMNS {
        return Err(AppError::invalid("view.columns", "These are more columns than a list can show."));
    }
    Ok(view)
}
