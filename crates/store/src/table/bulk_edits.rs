//! Changes of many contacts at once, with what stood there before, so that they can be taken back.

use rusqlite::OptionalExtension as _;
use sellify_domain::{BulkEditId, ContactId, Timestamp};

use super::handle_types;
use crate::{StoreError, column};

/// One change of many contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkEdit {
    /// Identity.
    pub id: BulkEditId,
    /// What was done, as JSON that the caller understands.
    pub action: String,
    /// How many contacts it changed.
    pub changed: u64,
    /// When.
    pub edited_at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// What became of one contact. Both texts are empty where the fact alone says it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkEditChange {
    /// The contact.
    pub contact: ContactId,
    /// What stood there before.
    pub before: String,
    /// What stood there right after.
    pub after: String,
}

handle_types! {
    /// Reads changes of many contacts.
    BulkEdits,
    /// Keeps changes of many contacts.
    BulkEditsMut
}

impl BulkEdits<'_> {
    /// One change of many contacts.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: BulkEditId) -> Result<Option<BulkEdit>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT action, changed, edited_at, undone_at FROM bulk_edits WHERE id = $1")?
            .query_row([&id.as_bytes()[..]], |row| {
                Ok(BulkEdit {
                    id,
                    action: row.get("action")?,
                    changed: column::count(row, "changed")?,
                    edited_at: column::time(row, "edited_at")?,
                    undone_at: column::time_or_none(row, "undone_at")?,
                })
            })
            .optional()?)
    }

    /// What became of the contacts behind `after`, in the order of their ids, at most so many.
    ///
    /// # Errors
    /// The database's own error.
    pub fn changes(
        &self,
        id: BulkEditId,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<BulkEditChange>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.as_bytes().to_vec());
        Ok(self
            .conn
            .prepare_cached(
                "SELECT contact_id, before, after FROM bulk_edit_changes
                 WHERE bulk_edit_row = (SELECT row_id FROM bulk_edits WHERE id = $1) AND contact_id > $2
                 ORDER BY contact_id LIMIT $3",
            )?
            .query_map((&id.as_bytes()[..], after, limit), |row| {
                Ok(BulkEditChange {
                    contact: column::id(row, 0, ContactId::from_slice)?,
                    before: row.get(1)?,
                    after: row.get(2)?,
                })
            })?
            .collect::<Result<_, _>>()?)
    }
}

impl<'c> BulkEditsMut<'c> {
    /// Begins to keep a change of many contacts; what became of each follows by [`BulkEditWriter::add`].
    ///
    /// # Errors
    /// The database's own error.
    pub fn begin(
        &self,
        id: BulkEditId,
        action: &str,
        at: Timestamp,
    ) -> Result<BulkEditWriter<'c>, StoreError> {
        let row: i64 = self
            .conn
            .prepare_cached(
                "INSERT INTO bulk_edits (id, action, changed, edited_at) VALUES ($1, $2, 0, $3) RETURNING row_id",
            )?
            .query_row((&id.as_bytes()[..], action, at.as_millis()), |row| row.get(0))?;
        Ok(BulkEditWriter { conn: self.conn, id, row, changed: 0 })
    }

    /// Marks a change as taken back, and forgets what stood there: it stands there again.
    ///
    /// # Errors
    /// The database's own error.
    pub fn set_undone(&self, id: BulkEditId, at: Timestamp) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE bulk_edits SET undone_at = $1 WHERE id = $2")?
            .execute((at.as_millis(), &id.as_bytes()[..]))?;
        self.conn
            .prepare_cached(
                "DELETE FROM bulk_edit_changes WHERE bulk_edit_row = (SELECT row_id FROM bulk_edits WHERE id = $1)",
            )?
            .execute([&id.as_bytes()[..]])?;
        Ok(())
    }

    /// Forgets changes that were made before a moment: nobody takes them back any more, and they hold what people
    /// have since removed.
    ///
    /// # Errors
    /// The database's own error.
    pub fn forget_before(&self, moment: Timestamp) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "DELETE FROM bulk_edit_changes WHERE bulk_edit_row IN
                     (SELECT row_id FROM bulk_edits WHERE edited_at < $1)",
            )?
            .execute([moment.as_millis()])?;
        self.conn
            .prepare_cached("DELETE FROM bulk_edits WHERE edited_at < $1")?
            .execute([moment.as_millis()])?;
        Ok(())
    }
}

/// A change of many contacts that is going on, one contact after the other, so that memory does not follow their number.
#[derive(Debug)]
pub struct BulkEditWriter<'c> {
    conn: &'c rusqlite::Connection,
    id: BulkEditId,
    row: i64,
    changed: u64,
}

impl BulkEditWriter<'_> {
    /// Keeps what became of one contact.
    ///
    /// # Errors
    /// The database's own error.
    pub fn add(&mut self, contact: ContactId, before: &str, after: &str) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO bulk_edit_changes (bulk_edit_row, contact_id, before, after) VALUES ($1, $2, $3, $4)",
            )?
            .execute((self.row, &contact.as_bytes()[..], before, after))?;
        self.changed += 1;
        Ok(())
    }

    /// Ends it; answers how many contacts were changed and by which name it is taken back. A change of nobody is not
    /// kept, unless it removed a thing that can come back.
    ///
    /// # Errors
    /// The database's own error.
    pub fn finish(self, keep_if_empty: bool) -> Result<(u64, Option<BulkEditId>), StoreError> {
        if self.changed == 0 && !keep_if_empty {
            self.conn.prepare_cached("DELETE FROM bulk_edits WHERE row_id = $1")?.execute([self.row])?;
            return Ok((0, None));
        }
        self.conn
            .prepare_cached("UPDATE bulk_edits SET changed = $1 WHERE row_id = $2")?
            .execute((column::signed(self.changed), self.row))?;
        Ok((self.changed, Some(self.id)))
    }
}
