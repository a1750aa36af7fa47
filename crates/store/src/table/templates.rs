//! Templates. A deleted one stays for the campaigns that sent it, and can be restored.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{Template, TemplateContent, TemplateId, Timestamp};

use super::handle_types;
use crate::{StoreError, column};

handle_types! {
    /// Reads templates.
    Templates,
    /// Changes templates.
    TemplatesMut
}

const COLUMNS: &str = "id, name, subject, html, text, version, created_at, updated_at";

fn template(row: &Row<'_>) -> rusqlite::Result<Template> {
    Ok(Template {
        id: column::id(row, "id", TemplateId::from_slice)?,
        name: row.get("name")?,
        content: TemplateContent {
            subject: row.get("subject")?,
            html: row.get("html")?,
            text: row.get("text")?,
        },
        version: row.get("version")?,
        created_at: column::time(row, "created_at")?,
        updated_at: column::time(row, "updated_at")?,
    })
}

impl Templates<'_> {
    /// One template, deleted or not.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: TemplateId) -> Result<Option<Template>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM templates WHERE id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], template).optional()?)
    }

    /// Every template that is not deleted, last changed first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<Template>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM templates WHERE deleted_at IS NULL ORDER BY updated_at DESC, row_id DESC"
        );
        Ok(self.conn.prepare_cached(&sql)?.query_map([], template)?.collect::<Result<_, _>>()?)
    }

    /// How many there are.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM templates WHERE deleted_at IS NULL";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0).map(column::unsigned))?)
    }
}

impl TemplatesMut<'_> {
    /// Keeps a new template.
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert(&self, template: &Template) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO templates ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        self.conn.prepare_cached(&sql)?.execute((
            &template.id.as_bytes()[..],
            &template.name,
            &template.content.subject,
            &template.content.html,
            &template.content.text,
            template.version,
            template.created_at.as_millis(),
            template.updated_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Overwrites a template; the caller raises its version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn update(&self, template: &Template) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE templates SET name = $1, subject = $2, html = $3, text = $4, version = $5, updated_at = $6
                 WHERE id = $7",
            )?
            .execute((
                &template.name,
                &template.content.subject,
                &template.content.html,
                &template.content.text,
                template.version,
                template.updated_at.as_millis(),
                &template.id.as_bytes()[..],
            ))?;
        if changed == 0 { Err(StoreError::NotFound { table: "templates" }) } else { Ok(()) }
    }

    /// Deletes (a time) or restores (none) a template; tells whether that changed anything.
    ///
    /// # Errors
    /// The database's own error.
    pub fn set_deleted(&self, id: TemplateId, deleted_at: Option<Timestamp>) -> Result<bool, StoreError> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE templates SET deleted_at = $1 WHERE id = $2 AND (deleted_at IS NULL) <> ($1 IS NULL)",
            )?
            .execute((column::millis(deleted_at), &id.as_bytes()[..]))?;
        Ok(changed > 0)
    }
}
