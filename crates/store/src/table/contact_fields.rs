//! The firm's own fields: their names and kinds. Their values stand with the contacts.

use std::collections::HashMap;

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::CustomField;

use super::handle_types;
use crate::statement::TimeLimit;
use crate::{StoreError, column};

handle_types! {
    /// Reads the firm's own fields.
    ContactFields,
    /// Changes the firm's own fields.
    ContactFieldsMut
}

fn field(row: &Row<'_>) -> rusqlite::Result<CustomField> {
    let has_options = row.get_ref("options")?.as_str_or_null()?.is_some();
    Ok(CustomField {
        key: row.get("key")?,
        label: row.get("label")?,
        kind: column::from_word(row, "kind")?,
        options: if has_options { column::from_json(row, "options")? } else { Vec::new() },
    })
}

impl ContactFields<'_> {
    /// Every field, by key.
    ///
    /// # Errors
    /// The database's own error.
    pub fn all(&self) -> Result<Vec<CustomField>, StoreError> {
        let sql = "SELECT key, label, kind, options FROM contact_fields ORDER BY key";
        Ok(self.conn.prepare_cached(sql)?.query_map([], field)?.collect::<Result<_, _>>()?)
    }

    /// One field.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, key: &str) -> Result<Option<CustomField>, StoreError> {
        let sql = "SELECT key, label, kind, options FROM contact_fields WHERE key = $1";
        Ok(self.conn.prepare_cached(sql)?.query_row([key], field).optional()?)
    }

    /// How many contacts outside the bin have a value for each field. None when counting takes longer than `limit`.
    ///
    /// # Errors
    /// The database's own error.
    pub fn uses(&self, limit: std::time::Duration) -> Result<Option<HashMap<String, u64>>, StoreError> {
        let _limit = TimeLimit::set(self.conn, limit)?;
        let mut uses = HashMap::new();
        let mut statement = self
            .conn
            .prepare_cached("SELECT custom FROM contacts WHERE custom IS NOT NULL AND deleted_at IS NULL")?;
        let mut rows = statement.query([])?;
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let values: HashMap<String, serde::de::IgnoredAny> = column::from_json(row, 0)?;
                    for key in values.into_keys() {
                        *uses.entry(key).or_default() += 1;
                    }
                }
                Ok(None) => return Ok(Some(uses)),
                Err(error) if TimeLimit::ended(&error) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl ContactFieldsMut<'_> {
    /// Keeps a field, over what was known of it.
    ///
    /// # Errors
    /// The database's own error.
    pub fn define(&self, field: &CustomField) -> Result<(), StoreError> {
        let options = if field.options.is_empty() {
            None
        } else {
            Some(column::json(&field.options, "contact_fields.options")?)
        };
        self.conn
            .prepare_cached(
                "INSERT INTO contact_fields (key, label, kind, options) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (key) DO UPDATE SET label = excluded.label, kind = excluded.kind,
                     options = excluded.options",
            )?
            .execute((&field.key, &field.label, column::word(&field.kind), options))?;
        Ok(())
    }

    /// Forgets a field. The values of contacts are not touched: a contact that is saved with one brings it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn remove(&self, key: &str) -> Result<(), StoreError> {
        let removed =
            self.conn.prepare_cached("DELETE FROM contact_fields WHERE key = $1")?.execute([key])?;
        if removed == 0 { Err(StoreError::NotFound { table: "contact_fields" }) } else { Ok(()) }
    }
}
