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

impl BulkEditsMut<'_> {
    /// Keeps a change of many contacts, and with it what became of each.
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert<'a>(
        &self,
        edit: &BulkEdit,
        changes: impl IntoIterator<Item = &'a BulkEditChange>,
    ) -> Result<(), StoreError> {
        let row: i64 = self
            .conn
            .prepare_cached(
                "INSERT INTO bulk_edits (id, action, changed, edited_at) VALUES ($1, $2, $3, $4) RETURNING row_id",
            )?
            .query_row(
                (
                    &edit.id.as_bytes()[..],
                    &edit.action,
                    column::signed(edit.changed),
                    edit.edited_at.as_millis(),
                ),
                |row| row.get(0),
            )?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO bulk_edit_changes (bulk_edit_row, contact_id, before, after) VALUES ($1, $2, $3, $4)",
        )?;
        for change in changes {
            insert.execute((row, &change.contact.as_bytes()[..], &change.before, &change.after))?;
        }
        Ok(())
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
