//! How long contacts with a tag are kept, and who is due. Listing somebody here does nothing to them.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{ContactId, RetentionRule, RetentionRuleId, Timestamp};

use super::handle_types;
use super::tags::key_of;
use crate::page::{self, Mark};
use crate::{Page, PageRequest, StoreError, column};

handle_types! {
    /// Reads retention rules.
    RetentionRules,
    /// Changes retention rules.
    RetentionRulesMut
}

const SELECT: &str = "SELECT r.id, coalesce(t.name, r.tag_key) AS tag, r.months, r.created_at
                      FROM retention_rules AS r LEFT JOIN tags AS t ON t.key = r.tag_key";
const ORDER: u8 = b'R';

/// Carries the tag of rule `$1`, is outside the bin, and neither changed nor received anything since `$2`.
/// States 2 and 3 of the ledger: a server took the message.
const DUE: &str = "
    FROM retention_rules AS r
    JOIN tags AS t ON t.key = r.tag_key
    JOIN contact_tags AS link ON link.tag_row = t.row_id
    JOIN contacts AS c ON c.row_id = link.contact_row
    WHERE r.id = $1 AND c.deleted_at IS NULL AND c.updated_at < $2
      AND NOT EXISTS (SELECT 1 FROM recipients AS m
                      WHERE m.contact_id = c.id AND m.state IN (2, 3) AND m.updated_at >= $2)";

fn rule(row: &Row<'_>) -> rusqlite::Result<RetentionRule> {
    Ok(RetentionRule {
        id: column::id(row, "id", RetentionRuleId::from_slice)?,
        tag: row.get("tag")?,
        months: row.get("months")?,
        created_at: column::time(row, "created_at")?,
    })
}

impl RetentionRules<'_> {
    /// Every rule, by tag.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<RetentionRule>, StoreError> {
        let sql = format!("{SELECT} ORDER BY r.tag_key");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], rule)?.collect::<Result<_, _>>()?)
    }

    /// One rule.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: RetentionRuleId) -> Result<Option<RetentionRule>, StoreError> {
        let sql = format!("{SELECT} WHERE r.id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], rule).optional()?)
    }

    /// How many contacts of a rule had neither a change nor a message since `cutoff`.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count_due(&self, id: RetentionRuleId, cutoff: Timestamp) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) {DUE}");
        let key = (&id.as_bytes()[..], cutoff.as_millis());
        Ok(self.conn.prepare_cached(&sql)?.query_row(key, |row| column::count(row, 0))?)
    }

    /// One page of those contacts, oldest entry first.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn due(
        &self,
        id: RetentionRuleId,
        cutoff: Timestamp,
        request: &PageRequest,
    ) -> Result<Page<ContactId>, StoreError> {
        let wanted = page::rows_wanted(request.limit);
        let after = Mark::of(request.cursor.as_deref(), ORDER)?.map_or(0, |mark| mark.number);
        let sql = format!(
            "SELECT c.row_id, c.id {DUE} AND link.contact_row > $3 ORDER BY link.contact_row LIMIT $4"
        );
        let key = (&id.as_bytes()[..], cutoff.as_millis(), after, page::limit_of(wanted));
        let rows: Vec<(i64, ContactId)> = self
            .conn
            .prepare_cached(&sql)?
            .query_map(key, |row| Ok((row.get("row_id")?, column::id(row, "id", ContactId::from_slice)?)))?
            .collect::<Result<_, _>>()?;
        let total = self.count_due(id, cutoff)?;
        Ok(page::cut(rows, wanted, total, |(row_id, _)| Mark::new(ORDER, *row_id, "")).without_rows())
    }

    /// When a server last took a message for a contact.
    ///
    /// # Errors
    /// The database's own error.
    pub fn last_message(&self, contact: ContactId) -> Result<Option<Timestamp>, StoreError> {
        let last: Option<i64> = self
            .conn
            .prepare_cached(
                "SELECT max(updated_at) FROM recipients WHERE contact_id = $1 AND state IN (2, 3)",
            )?
            .query_row([&contact.as_bytes()[..]], |row| row.get(0))?;
        Ok(last.map(Timestamp::from_millis))
    }
}

impl RetentionRulesMut<'_> {
    /// Sets the rule of a tag: a tag has one. Returns the rule as it is kept, with the older one's identity if
    /// there was one; none for a tag without a visible sign.
    ///
    /// # Errors
    /// The database's own error.
    pub fn set(&self, rule: &RetentionRule) -> Result<Option<RetentionRule>, StoreError> {
        let key = key_of(&rule.tag);
        if key.is_empty() {
            return Ok(None);
        }
        let id = self
            .conn
            .prepare_cached(
                "INSERT INTO retention_rules (id, tag_key, months, created_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (tag_key) DO UPDATE SET months = excluded.months RETURNING id",
            )?
            .query_row((&rule.id.as_bytes()[..], key, rule.months, rule.created_at.as_millis()), |row| {
                column::id(row, "id", RetentionRuleId::from_slice)
            })?;
        RetentionRules::new(self.conn).get(id)
    }

    /// Removes a rule; tells whether there was one.
    ///
    /// # Errors
    /// The database's own error.
    pub fn remove(&self, id: RetentionRuleId) -> Result<bool, StoreError> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM retention_rules WHERE id = $1")?
            .execute([&id.as_bytes()[..]])?;
        Ok(gone > 0)
    }
}
