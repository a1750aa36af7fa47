//! Settings: small values by key, as JSON.

use rusqlite::OptionalExtension as _;
use sellify_domain::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::handle_types;
use crate::{StoreError, column};

handle_types! {
    /// Reads settings.
    Settings,
    /// Changes settings.
    SettingsMut
}

impl Settings<'_> {
    /// The value of a key; none when it was never set.
    ///
    /// # Errors
    /// [`StoreError::ValueUnreadable`] when it holds something else than a `T`.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let text: Option<String> = self
            .conn
            .prepare_cached("SELECT value FROM settings WHERE key = $1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| column::unreadable("settings.value")))
            .transpose()
    }
}

impl SettingsMut<'_> {
    /// Sets a key.
    ///
    /// # Errors
    /// The database's own error.
    pub fn set<T: Serialize>(&self, key: &str, value: &T, now: Timestamp) -> Result<(), StoreError> {
        let value = column::json(value, "settings.value")?;
        self.conn
            .prepare_cached(
                "INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
            )?
            .execute((key, value, now.as_millis()))?;
        Ok(())
    }

    /// Forgets a key; tells whether it was set.
    ///
    /// # Errors
    /// The database's own error.
    pub fn remove(&self, key: &str) -> Result<bool, StoreError> {
        Ok(self.conn.prepare_cached("DELETE FROM settings WHERE key = $1")?.execute([key])? > 0)
    }
}
