//! Segments: rules with names. Whom a rule picks is never kept; it is found when it is asked.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{Segment, SegmentId};

use super::groups::name_key;
use super::handle_types;
use crate::{StoreError, column};

handle_types! {
    /// Reads segments.
    Segments,
    /// Changes segments.
    SegmentsMut
}

const COLUMNS: &str = "id, name, rule, created_at, updated_at";

fn segment(row: &Row<'_>) -> rusqlite::Result<Segment> {
    Ok(Segment {
        id: column::id(row, "id", SegmentId::from_slice)?,
        name: row.get("name")?,
        rule: column::from_json(row, "rule")?,
        created_at: column::time(row, "created_at")?,
        updated_at: column::time(row, "updated_at")?,
    })
}

impl Segments<'_> {
    /// Every segment, in alphabetical order.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<Segment>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM segments ORDER BY name_key");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], segment)?.collect::<Result<_, _>>()?)
    }

    /// One segment.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: SegmentId) -> Result<Option<Segment>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM segments WHERE id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], segment).optional()?)
    }
}

impl SegmentsMut<'_> {
    /// Keeps a new segment.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when a segment is called so, or the database's own error.
    pub fn insert(&self, segment: &Segment) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO segments (id, name, name_key, rule, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )?
            .execute((
                &segment.id.as_bytes()[..],
                &segment.name,
                name_key(&segment.name),
                column::json(&segment.rule, "segments.rule")?,
                segment.created_at.as_millis(),
                segment.updated_at.as_millis(),
            ))?;
        Ok(())
    }

    /// Overwrites name and rule.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::UniqueViolation`] when another segment is called so.
    pub fn update(&self, segment: &Segment) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE segments SET name = $1, name_key = $2, rule = $3, updated_at = $4 WHERE id = $5",
            )?
            .execute((
                &segment.name,
                name_key(&segment.name),
                column::json(&segment.rule, "segments.rule")?,
                segment.updated_at.as_millis(),
                &segment.id.as_bytes()[..],
            ))?;
        if changed == 0 { Err(StoreError::NotFound { table: "segments" }) } else { Ok(()) }
    }

    /// Removes a segment; contacts are not touched.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn remove(&self, id: SegmentId) -> Result<(), StoreError> {
        let sql = "DELETE FROM segments WHERE id = $1";
        let removed = self.conn.prepare_cached(sql)?.execute([&id.as_bytes()[..]])?;
        if removed == 0 { Err(StoreError::NotFound { table: "segments" }) } else { Ok(()) }
    }
}
