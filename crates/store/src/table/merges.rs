//! Contacts that became one: what the kept contact said before and after, and what it was given.

use rusqlite::Row;
use sellify_domain::{ConsentId, ContactDetails, ContactId, GroupId, MergeId, Timestamp};
use serde::{Deserialize, Serialize};

use super::handle_types;
use crate::{StoreError, column};

/// What else the kept contact was given by a merge; taking the merge back takes it away again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MovedByMerge {
    /// Groups it was not in before.
    pub groups: Vec<GroupId>,
    /// Statements that were recorded for it.
    pub consents: Vec<ConsentId>,
}

/// One contact that was merged into another. Those merged at once share an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactMerge {
    /// Identity of the merge.
    pub id: MergeId,
    /// The contact that stays.
    pub kept: ContactId,
    /// The contact that went to the bin.
    pub merged: ContactId,
    /// What the kept contact said before.
    pub kept_before: ContactDetails,
    /// What it said right after.
    pub kept_after: ContactDetails,
    /// What else it was given.
    pub moved: MovedByMerge,
    /// When.
    pub merged_at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

handle_types! {
    /// Reads merges.
    Merges,
    /// Changes merges.
    MergesMut
}

const COLUMNS: &str = "id, kept_id, merged_id, kept_before, kept_after, moved, merged_at, undone_at";
/// Longer chains of merges into one another are not followed.
const DEEPEST: i64 = 64;

fn merge(row: &Row<'_>) -> rusqlite::Result<ContactMerge> {
    Ok(ContactMerge {
        id: column::id(row, "id", MergeId::from_slice)?,
        kept: column::id(row, "kept_id", ContactId::from_slice)?,
        merged: column::id(row, "merged_id", ContactId::from_slice)?,
        kept_before: column::from_json(row, "kept_before")?,
        kept_after: column::from_json(row, "kept_after")?,
        moved: column::from_json(row, "moved")?,
        merged_at: column::time(row, "merged_at")?,
        undone_at: column::time_or_none(row, "undone_at")?,
    })
}

impl Merges<'_> {
    /// The rows of one merge, in the order in which they were made; empty when there is none.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: MergeId) -> Result<Vec<ContactMerge>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM contact_merges WHERE id = $1 ORDER BY row_id");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_map([&id.as_bytes()[..]], merge)?
            .collect::<Result<_, _>>()?)
    }

    /// Every merge that a contact was part of, kept or merged, the latest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn of_contact(&self, contact: ContactId) -> Result<Vec<ContactMerge>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM contact_merges
             WHERE id IN (SELECT id FROM contact_merges WHERE kept_id = $1
                          UNION SELECT id FROM contact_merges WHERE merged_id = $1)
             ORDER BY merged_at DESC, row_id"
        );
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_map([&contact.as_bytes()[..]], merge)?
            .collect::<Result<_, _>>()?)
    }

    /// The contact itself, then every contact that was merged into it, also by way of others, and that is not a contact
    /// of its own again: their histories are this person's history.
    ///
    /// # Errors
    /// The database's own error.
    pub fn ids_of(&self, contact: ContactId) -> Result<Vec<ContactId>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "WITH RECURSIVE one (id, depth) AS (
                     SELECT $1, 0
                     UNION ALL
                     SELECT m.merged_id, one.depth + 1 FROM contact_merges AS m JOIN one ON m.kept_id = one.id
                     WHERE m.undone_at IS NULL AND one.depth < $2
                       AND NOT EXISTS (SELECT 1 FROM contacts AS c WHERE c.id = m.merged_id AND c.deleted_at IS NULL))
                 SELECT id FROM one GROUP BY id ORDER BY min(depth), id",
            )?
            .query_map((&contact.as_bytes()[..], DEEPEST), |row| column::id(row, "id", ContactId::from_slice))?
            .collect::<Result<_, _>>()?)
    }

    /// The contact that a merged one became part of, if it did and still is.
    ///
    /// # Errors
    /// The database's own error.
    pub fn kept_for(&self, merged: ContactId) -> Result<Option<ContactId>, StoreError> {
        Ok(self
            .of_contact(merged)?
            .into_iter()
            .find(|one| one.merged == merged && one.undone_at.is_none())
            .map(|one| one.kept))
    }
}

impl MergesMut<'_> {
    /// Keeps one contact's part of a merge.
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert(&self, merge: &ContactMerge) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO contact_merges ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        self.conn.prepare_cached(&sql)?.execute((
            &merge.id.as_bytes()[..],
            &merge.kept.as_bytes()[..],
            &merge.merged.as_bytes()[..],
            column::json(&merge.kept_before, "contact_merges.kept_before")?,
            column::json(&merge.kept_after, "contact_merges.kept_after")?,
            column::json(&merge.moved, "contact_merges.moved")?,
            merge.merged_at.as_millis(),
            column::millis(merge.undone_at),
        ))?;
        Ok(())
    }

    /// Notes that a merge was taken back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_undone(&self, id: MergeId, at: Timestamp) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE contact_merges SET undone_at = $1 WHERE id = $2 AND undone_at IS NULL")?
            .execute((at.as_millis(), &id.as_bytes()[..]))?;
        if changed == 0 { Err(StoreError::NotFound { table: "contact_merges" }) } else { Ok(()) }
    }
}
