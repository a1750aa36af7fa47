//! How a file with these column names was read the last time, one row for each list of names.

use rusqlite::OptionalExtension as _;
use sellify_domain::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::handle_types;
use crate::{StoreError, column};

handle_types! {
    /// Reads what is remembered of files.
    ImportShapes,
    /// Remembers files.
    ImportShapesMut
}

/// Shapes kept; the one that was used the longest time ago goes first.
const KEPT: i64 = 500;

impl ImportShapes<'_> {
    /// What was chosen for files of this shape, and when. Choices that an earlier version wrote and this one cannot
    /// read are none: they are a help, and nothing depends on them.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get<T: DeserializeOwned>(&self, shape: &[u8; 32]) -> Result<Option<(T, Timestamp)>, StoreError> {
        let kept: Option<(String, Timestamp)> = self
            .conn
            .prepare_cached("SELECT choices, used_at FROM import_shapes WHERE shape = $1")?
            .query_row([&shape[..]], |row| Ok((row.get(0)?, column::time(row, 1)?)))
            .optional()?;
        Ok(kept.and_then(|(choices, used_at)| Some((serde_json::from_str(&choices).ok()?, used_at))))
    }
}

impl ImportShapesMut<'_> {
    /// Remembers what was chosen for files of this shape.
    ///
    /// # Errors
    /// The database's own error.
    pub fn remember(
        &self,
        shape: &[u8; 32],
        choices: &impl Serialize,
        used_at: Timestamp,
    ) -> Result<(), StoreError> {
        let choices = column::json(choices, "import_shapes.choices")?;
        self.conn
            .prepare_cached(
                "INSERT INTO import_shapes (shape, choices, used_at) VALUES ($1, $2, $3)
                 ON CONFLICT (shape) DO UPDATE SET choices = excluded.choices, used_at = excluded.used_at",
            )?
            .execute((&shape[..], choices, used_at.as_millis()))?;
        self.conn
            .prepare_cached(
                "DELETE FROM import_shapes WHERE shape IN
                   (SELECT shape FROM import_shapes ORDER BY used_at DESC LIMIT -1 OFFSET $1)",
            )?
            .execute([KEPT])?;
        Ok(())
    }
}
