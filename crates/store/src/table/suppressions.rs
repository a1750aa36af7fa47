//! Who must not be written to, by channel and address. Nothing but a person's explicit act lifts an entry.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{Channel, Suppression, SuppressionId};

use super::handle_types;
use crate::page::{self, Mark};
use crate::statement::Statement;
use crate::{Page, PageRequest, StoreError, column};

/// Which entries to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuppressionQuery {
    /// Only this channel.
    pub channel: Option<Channel>,
    /// Only addresses that hold this text, in lower case. The list is read for it: it has no index for that.
    pub search: Option<String>,
    /// The page.
    pub page: PageRequest,
}

impl SuppressionQuery {
    fn restrict(&self, sql: &mut Statement) {
        if let Some(channel) = self.channel {
            sql.push(" AND channel = ").bind(column::word(&channel));
        }
        if let Some(search) = self.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            sql.push(" AND instr(address, ").bind(search.to_lowercase()).push(") > 0");
        }
    }
}

handle_types! {
    /// Reads suppressions.
    Suppressions,
    /// Changes suppressions.
    SuppressionsMut
}

const COLUMNS: &str = "id, channel, address, reason, legal_basis, source, created_at";
const ORDER: u8 = b's';

fn suppression(row: &Row<'_>) -> rusqlite::Result<Suppression> {
    Ok(Suppression {
        id: column::id(row, "id", SuppressionId::from_slice)?,
        channel: column::from_word(row, "channel")?,
        address: row.get("address")?,
        reason: column::from_word(row, "reason")?,
        legal_basis: column::from_word(row, "legal_basis")?,
        source: row.get("source")?,
        created_at: column::time(row, "created_at")?,
    })
}

impl Suppressions<'_> {
    /// One entry.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: SuppressionId) -> Result<Option<Suppression>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM suppressions WHERE id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], suppression).optional()?)
    }

    /// The entry of an address, if there is one.
    ///
    /// # Errors
    /// The database's own error.
    pub fn find(&self, channel: Channel, address: &str) -> Result<Option<Suppression>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM suppressions WHERE channel = $1 AND address = $2");
        let key = (column::word(&channel), address);
        Ok(self.conn.prepare_cached(&sql)?.query_row(key, suppression).optional()?)
    }

    /// Whether this normalised address must not be written to.
    ///
    /// # Errors
    /// The database's own error.
    pub fn is_suppressed(&self, channel: Channel, address: &str) -> Result<bool, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM suppressions WHERE channel = $1 AND address = $2)")?
            .query_row((column::word(&channel), address), |row| row.get(0))?)
    }

    /// All addresses of a channel, for checking a whole audience.
    ///
    /// # Errors
    /// The database's own error.
    pub fn all_addresses(&self, channel: Channel) -> Result<HashSet<String>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT address FROM suppressions WHERE channel = $1")?;
        Ok(statement.query_map([column::word(&channel)], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// One page, newest first.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, query: &SuppressionQuery) -> Result<Page<Suppression>, StoreError> {
        let wanted = page::rows_wanted(query.page.limit);
        let before = Mark::of(query.page.cursor.as_deref(), ORDER)?.map_or(i64::MAX, |mark| mark.number);
        let mut sql = Statement::new("SELECT row_id, ");
        sql.push(COLUMNS).push(" FROM suppressions WHERE row_id < ").bind(before);
        query.restrict(&mut sql);
        sql.push(" ORDER BY row_id DESC LIMIT ").bind(page::limit_of(wanted));
        let rows = sql.all(self.conn, |row| Ok((row.get::<_, i64>("row_id")?, suppression(row)?)))?;
        let total = self.count_of(query)?;
        Ok(page::cut(rows, wanted, total, |(row_id, _)| Mark::new(ORDER, *row_id, "")).without_rows())
    }

    /// How many entries each channel has; channels without any are absent.
    ///
    /// # Errors
    /// The database's own error.
    pub fn counts(&self) -> Result<Vec<(Channel, u64)>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT channel, count(*) AS n FROM suppressions GROUP BY channel")?
            .query_map([], |row| Ok((column::from_word(row, "channel")?, column::count(row, "n")?)))?
            .collect::<Result<_, _>>()?)
    }

    /// Every entry, oldest first, one at a time.
    ///
    /// # Errors
    /// The first error of `each`, or the database's own.
    pub fn for_each<E: From<StoreError>>(
        &self,
        each: impl FnMut(Suppression) -> Result<(), E>,
    ) -> Result<(), E> {
        self.for_each_of(&SuppressionQuery::default(), each)
    }

    /// Every entry that `query` means, oldest first, one at a time; its page does not matter.
    ///
    /// # Errors
    /// The first error of `each`, or the database's own.
    pub fn for_each_of<E: From<StoreError>>(
        &self,
        query: &SuppressionQuery,
        mut each: impl FnMut(Suppression) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut sql = Statement::new("SELECT ");
        sql.push(COLUMNS).push(" FROM suppressions WHERE true");
        query.restrict(&mut sql);
        sql.push(" ORDER BY row_id");
        sql.for_each(self.conn, |row| each(suppression(row).map_err(StoreError::from)?))
    }

    /// How many entries `query` means; its page does not matter.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count_of(&self, query: &SuppressionQuery) -> Result<u64, StoreError> {
        let mut sql = Statement::new("SELECT count(*) FROM suppressions WHERE true");
        query.restrict(&mut sql);
        sql.one(self.conn, |row| column::count(row, 0))
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM suppressions";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0).map(column::unsigned))?)
    }
}

impl SuppressionsMut<'_> {
    /// Adds an entry; tells whether it is new. An address that is there already keeps its first entry.
    ///
    /// # Errors
    /// The database's own error.
    pub fn add_if_absent(&self, suppression: &Suppression) -> Result<bool, StoreError> {
        let sql = format!(
            "INSERT INTO suppressions ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (channel, address) DO NOTHING"
        );
        let added = self.conn.prepare_cached(&sql)?.execute((
            &suppression.id.as_bytes()[..],
            column::word(&suppression.channel),
            &suppression.address,
            column::word(&suppression.reason),
            column::word(&suppression.legal_basis),
            &suppression.source,
            suppression.created_at.as_millis(),
        ))?;
        Ok(added > 0)
    }

    /// Lifts an entry because a person said so; returns what it was, for the audit log.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn lift(&self, id: SuppressionId) -> Result<Suppression, StoreError> {
        let sql = format!("DELETE FROM suppressions WHERE id = $1 RETURNING {COLUMNS}");
        self.conn
            .prepare_cached(&sql)?
            .query_row([&id.as_bytes()[..]], suppression)
            .optional()?
            .ok_or(StoreError::NotFound { table: "suppressions" })
    }
}
