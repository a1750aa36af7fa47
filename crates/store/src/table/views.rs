//! Saved views: a filter, an order and columns under a name.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{SavedView, ViewId};

use super::groups::name_key;
use super::handle_types;
use crate::{StoreError, column};

handle_types! {
    /// Reads saved views.
    Views,
    /// Changes saved views.
    ViewsMut
}

fn view(row: &Row<'_>) -> rusqlite::Result<SavedView> {
    Ok(SavedView {
        id: column::id(row, "id", ViewId::from_slice)?,
        name: row.get("name")?,
        view: column::from_json(row, "view")?,
        created_at: column::time(row, "created_at")?,
    })
}

impl Views<'_> {
    /// Every view, in alphabetical order.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<SavedView>, StoreError> {
        let sql = "SELECT id, name, view, created_at FROM contact_views ORDER BY name_key";
        Ok(self.conn.prepare_cached(sql)?.query_map([], view)?.collect::<Result<_, _>>()?)
    }

    /// One view.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: ViewId) -> Result<Option<SavedView>, StoreError> {
        let sql = "SELECT id, name, view, created_at FROM contact_views WHERE id = $1";
        Ok(self.conn.prepare_cached(sql)?.query_row([&id.as_bytes()[..]], view).optional()?)
    }
}

impl ViewsMut<'_> {
    /// Keeps a new view.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when a view is called so, or the database's own error.
    pub fn insert(&self, view: &SavedView) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO contact_views (id, name, name_key, view, created_at) VALUES ($1, $2, $3, $4, $5)",
            )?
            .execute((
                &view.id.as_bytes()[..],
                &view.name,
                name_key(&view.name),
                column::json(&view.view, "contact_views.view")?,
                view.created_at.as_millis(),
            ))?;
        Ok(())
    }

    /// Overwrites name and content.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::UniqueViolation`] when another view is called so.
    pub fn update(&self, view: &SavedView) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE contact_views SET name = $1, name_key = $2, view = $3 WHERE id = $4")?
            .execute((
                &view.name,
                name_key(&view.name),
                column::json(&view.view, "contact_views.view")?,
                &view.id.as_bytes()[..],
            ))?;
        if changed == 0 { Err(StoreError::NotFound { table: "contact_views" }) } else { Ok(()) }
    }

    /// Removes a view.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn remove(&self, id: ViewId) -> Result<(), StoreError> {
        let sql = "DELETE FROM contact_views WHERE id = $1";
        let removed = self.conn.prepare_cached(sql)?.execute([&id.as_bytes()[..]])?;
        if removed == 0 { Err(StoreError::NotFound { table: "contact_views" }) } else { Ok(()) }
    }
}
