//! Asking the ledger.

use rusqlite::OptionalExtension as _;
use sellify_domain::{CampaignId, ContactId, Recipient, RecipientId, RecipientState, Timestamp};

use super::{
    Attempt, COLUMNS, ContactHistoryEntry, RecipientQuery, Recipients, code, recipient, reply, state,
};
use crate::page::{self, Mark};
use crate::statement::Statement;
use crate::table::campaigns::row_of;
use crate::{Page, StoreError, column, fold::fold};

const ORDER_ALL: u8 = b'l';
const ORDER_STATE: u8 = b'm';
const ORDER_PENDING: u8 = b'n';

impl Recipients<'_> {
    /// One row of a ledger.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: RecipientId) -> Result<Option<Recipient>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, (SELECT c.id FROM campaigns AS c WHERE c.row_id = campaign_row) AS campaign_id
             FROM recipients WHERE id = $1"
        );
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([&id.as_bytes()[..]], |row| {
                recipient(row, column::id(row, "campaign_id", CampaignId::from_slice)?)
            })
            .optional()?)
    }

    /// One page of a ledger in the order in which it was built; pending ones by the time they are due.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, id: CampaignId, query: &RecipientQuery) -> Result<Page<Recipient>, StoreError> {
        let campaign_row = row_of(self.conn, id)?;
        let wanted = page::rows_wanted(query.limit);
        let order = match query.state {
            None => ORDER_ALL,
            Some(RecipientState::Pending) => ORDER_PENDING,
            Some(_) => ORDER_STATE,
        };
        let mut sql = Statement::new("SELECT row_id, ");
        sql.push(COLUMNS).push(" FROM recipients");
        filter(&mut sql, campaign_row, query);
        if let Some(mark) = Mark::of(query.cursor.as_deref(), order)? {
            if order == ORDER_PENDING {
                let due: i64 = mark.text.parse().map_err(|_| StoreError::CursorInvalid)?;
                sql.push(" AND (due_at, row_id) > (").bind(due).push(", ").bind(mark.number).push(")");
            } else {
                sql.push(" AND row_id > ").bind(mark.number);
            }
        }
        sql.push(if order == ORDER_PENDING { " ORDER BY due_at, row_id" } else { " ORDER BY row_id" });
        sql.push(" LIMIT ").bind(page::limit_of(wanted));
        let rows = sql.all(self.conn, |row| Ok((row.get::<_, i64>("row_id")?, recipient(row, id)?)))?;
        let total = self.total(campaign_row, query)?;
        let due = |one: &Recipient| one.due_at.map(|at| at.as_millis().to_string()).unwrap_or_default();
        Ok(page::cut(rows, wanted, total, |(row, one)| Mark::new(order, *row, due(one))).without_rows())
    }

    fn total(&self, campaign_row: i64, query: &RecipientQuery) -> Result<u64, StoreError> {
        let mut sql = if searched(query).is_some() {
            Statement::new("SELECT count(*) FROM recipients")
        } else {
            Statement::new("SELECT coalesce(sum(recipients), 0) FROM ledger_counts")
        };
        filter(&mut sql, campaign_row, query);
        sql.one(self.conn, |row| row.get(0).map(column::unsigned))
    }

    /// The attempts that were made for a recipient, first one first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn attempts(&self, id: RecipientId) -> Result<Vec<Attempt>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT n, started_at, ended_at, outcome, code, text FROM recipient_attempts
                 WHERE recipient_row = (SELECT row_id FROM recipients WHERE id = $1) ORDER BY n",
            )?
            .query_map([&id.as_bytes()[..]], |row| {
                Ok(Attempt {
                    n: row.get("n")?,
                    started_at: column::time(row, "started_at")?,
                    ended_at: column::time(row, "ended_at")?,
                    outcome: state(row, "outcome")?,
                    reply: reply(row, "code", "text")?,
                })
            })?
            .collect::<Result<_, _>>()?)
    }

    /// When the next pending recipient of a campaign is due; none: nobody is pending.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn next_due(&self, id: CampaignId) -> Result<Option<Timestamp>, StoreError> {
        let due: Option<i64> = self
            .conn
            .prepare_cached("SELECT min(due_at) FROM recipients WHERE campaign_row = $1 AND state = $2")?
            .query_row((row_of(self.conn, id)?, code(RecipientState::Pending)), |row| row.get(0))?;
        Ok(due.map(Timestamp::from_millis))
    }

    /// The campaigns that a contact stands in, newest first, at most 200.
    ///
    /// # Errors
    /// The database's own error.
    pub fn history_of_contact(&self, contact: ContactId) -> Result<Vec<ContactHistoryEntry>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT c.id AS campaign_id, c.name AS campaign_name, r.id AS recipient_id, r.state, r.updated_at
                 FROM recipients AS r JOIN campaigns AS c ON c.row_id = r.campaign_row
                 WHERE r.contact_id = $1 ORDER BY r.campaign_row DESC LIMIT 200",
            )?
            .query_map([&contact.as_bytes()[..]], |row| {
                Ok(ContactHistoryEntry {
                    campaign_id: column::id(row, "campaign_id", CampaignId::from_slice)?,
                    campaign_name: row.get("campaign_name")?,
                    recipient_id: column::id(row, "recipient_id", RecipientId::from_slice)?,
                    state: state(row, "state")?,
                    at: column::time(row, "updated_at")?,
                })
            })?
            .collect::<Result<_, _>>()?)
    }

    /// Messages that servers accepted from one moment up to, not including, another. Both are rounded down to a
    /// quarter of an hour.
    ///
    /// # Errors
    /// The database's own error.
    pub fn accepted_between(&self, from: Timestamp, to: Timestamp) -> Result<u64, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT coalesce(sum(messages), 0) FROM accepted_by_quarter WHERE starts_at >= $1 AND starts_at < $2",
            )?
            .query_row((super::quarter(from), super::quarter(to)), |row| row.get(0).map(column::unsigned))?)
    }
}

/// The rows that a query means, without its place. Works on `recipients` and on `ledger_counts`.
fn filter(sql: &mut Statement, campaign_row: i64, query: &RecipientQuery) {
    sql.push(" WHERE campaign_row = ").bind(campaign_row);
    if let Some(state) = query.state {
        sql.push(" AND state = ").bind(code(state));
    }
    if let Some(search) = searched(query) {
        // A ledger is searched by reading it: it has no index for that, and needs none at its size.
        sql.push(" AND (instr(email, ").bind(search.to_lowercase()).push(") > 0");
        let name = fold(search);
        if !name.is_empty() {
            sql.push(" OR instr(fold(name), ").bind(name).push(") > 0");
        }
        sql.push(")");
    }
}

/// What is searched; blanks are no search.
fn searched(query: &RecipientQuery) -> Option<&str> {
    query.search.as_deref().map(str::trim).filter(|text| !text.is_empty())
}
