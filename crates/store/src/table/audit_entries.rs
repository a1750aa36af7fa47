//! The audit log: rows that are only ever added. The chain itself is made and checked by `sellify-audit`.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{AuditEntryId, Timestamp};

use super::handle_types;
use crate::page::{self, Mark};
use crate::statement::Statement;
use crate::{Page, PageRequest, StoreError, column};

/// One row of the log (security.md 6.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Number in the chain, dense from 1.
    pub seq: u64,
    /// Identity; binds the sealed payload to this row.
    pub id: AuditEntryId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: String,
    /// What was done, as `noun.verb`.
    pub action: String,
    /// To what.
    pub object: String,
    /// Salt and details, sealed; none after a lawful erasure.
    pub payload_ct: Option<Vec<u8>>,
    /// Commitment to the details.
    pub commitment: [u8; 32],
    /// Hash of the row before.
    pub prev: [u8; 32],
    /// Hash of this row.
    pub hash: [u8; 32],
}

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditHead {
    /// Number of the last row.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// When it was written.
    pub at: Timestamp,
}

/// Which entries to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Who did it, exactly.
    pub actor: Option<String>,
    /// What was done, as `noun.verb`; a noun alone means all its verbs.
    pub action: Option<String>,
    /// To what, exactly.
    pub object: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before (exclusive).
    pub to: Option<Timestamp>,
    /// Part of the object or the actor, the beginning of a hash, or a number.
    pub text: Option<String>,
    /// The page.
    pub page: PageRequest,
}

/// Everybody and everything that stands in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFacets {
    /// Actors, sorted.
    pub actors: Vec<String>,
    /// Actions, sorted.
    pub actions: Vec<String>,
}

impl AuditQuery {
    fn is_everything(&self) -> bool {
        *self == Self { page: self.page.clone(), ..Self::default() }
    }
}

handle_types! {
    /// Reads the audit log.
    AuditEntries,
    /// Adds to the audit log.
    AuditEntriesMut
}

const COLUMNS: &str = "seq, id, ts_ms, actor, action, object, payload_ct, commitment, prev, hash";
const ORDER: u8 = b'a';

/// By number, not by name: a verification reads the whole log, and each name would cost a search.
fn entry(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        seq: column::count(row, 0)?,
        id: column::id(row, 1, AuditEntryId::from_slice)?,
        at: column::time(row, 2)?,
        actor: row.get(3)?,
        action: row.get(4)?,
        object: row.get(5)?,
        payload_ct: row.get(6)?,
        commitment: row.get(7)?,
        prev: row.get(8)?,
        hash: row.get(9)?,
    })
}

impl AuditEntries<'_> {
    /// The last row's number and hash; none while the log is empty.
    ///
    /// # Errors
    /// The database's own error.
    pub fn head(&self) -> Result<Option<AuditHead>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT seq, ts_ms, hash FROM audit_entries ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| {
                Ok(AuditHead {
                    seq: column::count(row, "seq")?,
                    at: column::time(row, "ts_ms")?,
                    hash: row.get("hash")?,
                })
            })
            .optional()?)
    }

    /// One page, newest first.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, request: &PageRequest) -> Result<Page<AuditRow>, StoreError> {
        let wanted = page::rows_wanted(request.limit);
        let before = Mark::of(request.cursor.as_deref(), ORDER)?.map_or(i64::MAX, |mark| mark.number);
        let sql = format!("SELECT {COLUMNS} FROM audit_entries WHERE seq < $1 ORDER BY seq DESC LIMIT $2");
        let items: Vec<AuditRow> = self
            .conn
            .prepare_cached(&sql)?
            .query_map((before, page::limit_of(wanted)), entry)?
            .collect::<Result<_, _>>()?;
        let total = self.head()?.map_or(0, |head| head.seq);
        Ok(page::cut(items, wanted, total, |last| Mark::new(ORDER, column::signed(last.seq), "")))
    }

    /// One page of the entries that match, newest first, and how many match altogether.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn find(&self, query: &AuditQuery) -> Result<Page<AuditRow>, StoreError> {
        if query.is_everything() {
            return self.list(&query.page);
        }
        let wanted = page::rows_wanted(query.page.limit);
        let before = Mark::of(query.page.cursor.as_deref(), ORDER)?;
        let mut count = Statement::new("SELECT count(*) FROM audit_entries WHERE true");
        restrict(&mut count, query);
        let total = count.one(self.conn, |row| row.get::<_, i64>(0)).map(column::unsigned)?;
        let mut select = Statement::new(&format!("SELECT {COLUMNS} FROM audit_entries WHERE true"));
        restrict(&mut select, query);
        if let Some(mark) = before {
            select.push(" AND seq < ").bind(mark.number);
        }
        select.push(" ORDER BY seq DESC LIMIT ").bind(page::limit_of(wanted));
        let items = select.all(self.conn, entry)?;
        Ok(page::cut(items, wanted, total, |last| Mark::new(ORDER, column::signed(last.seq), "")))
    }

    /// One entry.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, seq: u64) -> Result<Option<AuditRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM audit_entries WHERE seq = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([column::signed(seq)], entry).optional()?)
    }

    /// The entries about these objects, oldest first. Reads the whole log: it has no index for that.
    ///
    /// # Errors
    /// The database's own error.
    pub fn about(&self, objects: &[String]) -> Result<Vec<AuditRow>, StoreError> {
        let Some((first, others)) = objects.split_first() else { return Ok(Vec::new()) };
        let mut sql = Statement::new("SELECT ");
        sql.push(COLUMNS).push(" FROM audit_entries WHERE object IN (").bind(first.clone());
        for object in others {
            sql.push(", ").bind(object.clone());
        }
        sql.push(") ORDER BY seq");
        sql.all(self.conn, entry)
    }

    /// Who and what stands in the log.
    ///
    /// # Errors
    /// The database's own error.
    pub fn facets(&self) -> Result<AuditFacets, StoreError> {
        Ok(AuditFacets { actors: self.words_of("actor")?, actions: self.words_of("action")? })
    }

    fn words_of(&self, column: &'static str) -> Result<Vec<String>, StoreError> {
        let sql = format!("SELECT DISTINCT {column} FROM audit_entries ORDER BY {column}");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Numbers of the first and the last entry whose time lies in `from..to`.
    ///
    /// # Errors
    /// The database's own error.
    pub fn range(
        &self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<Option<(u64, u64)>, StoreError> {
        let mut ask = Statement::new("SELECT min(seq), max(seq) FROM audit_entries WHERE true");
        restrict(&mut ask, &AuditQuery { from, to, ..AuditQuery::default() });
        let (first, last): (Option<i64>, Option<i64>) =
            ask.one(self.conn, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(first.map(column::unsigned).zip(last.map(column::unsigned)))
    }

    /// Every row from number `from` on, in the order of the chain, one at a time.
    ///
    /// # Errors
    /// The first error of `each`, or the database's own.
    pub fn for_each_from<E: From<StoreError>>(
        &self,
        from: u64,
        mut each: impl FnMut(AuditRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!("SELECT {COLUMNS} FROM audit_entries WHERE seq >= $1 ORDER BY seq");
        let mut statement = self.conn.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([column::signed(from)]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(entry(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }
}

/// Appends the conditions of `query`.
fn restrict(statement: &mut Statement, query: &AuditQuery) {
    if let Some(actor) = &query.actor {
        statement.push(" AND actor = ").bind(actor.clone());
    }
    match &query.action {
        Some(action) if action.contains('.') => {
            statement.push(" AND action = ").bind(action.clone());
        }
        Some(noun) => {
            // `/` follows `.` in ASCII: everything that begins with the noun and a full stop.
            statement.push(" AND action > ").bind(format!("{noun}."));
            statement.push(" AND action < ").bind(format!("{noun}/"));
        }
        None => {}
    }
    if let Some(object) = &query.object {
        statement.push(" AND object = ").bind(object.clone());
    }
    if let Some(from) = query.from {
        statement.push(" AND ts_ms >= ").bind(from.as_millis());
    }
    if let Some(to) = query.to {
        statement.push(" AND ts_ms < ").bind(to.as_millis());
    }
    if let Some(text) = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        contains(statement, text);
    }
}

fn contains(statement: &mut Statement, text: &str) {
    let text = text.to_lowercase();
    statement.push(" AND (instr(lower(object), ").bind(text.clone());
    statement.push(") > 0 OR instr(lower(actor), ").bind(text.clone()).push(") > 0");
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.len() >= 4 && compact.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        statement.push(" OR instr(lower(hex(hash)), ").bind(compact.clone()).push(") = 1");
    }
    if let Ok(seq) = compact.parse::<i64>() {
        statement.push(" OR seq = ").bind(seq);
    }
    statement.push(")");
}

impl AuditEntriesMut<'_> {
    /// Adds the next row. The database itself refuses a number that does not follow the last one.
    ///
    /// # Errors
    /// The database's own error.
    pub fn append(&self, row: &AuditRow) -> Result<(), StoreError> {
        let sql =
            format!("INSERT INTO audit_entries ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
        self.conn.prepare_cached(&sql)?.execute((
            column::signed(row.seq),
            &row.id.as_bytes()[..],
            row.at.as_millis(),
            &row.actor,
            &row.action,
            &row.object,
            &row.payload_ct,
            &row.commitment[..],
            &row.prev[..],
            &row.hash[..],
        ))?;
        Ok(())
    }

    /// Replaces the sealed details by the same details under another key, unless somebody replaced them meanwhile;
    /// tells whether it did.
    ///
    /// # Errors
    /// The database refuses what cannot be the same details: another length, or bytes that are not sealed.
    pub fn reseal(&self, seq: u64, present: &[u8], by: &[u8]) -> Result<bool, StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE audit_entries SET payload_ct = $1 WHERE seq = $2 AND payload_ct = $3")?
            .execute((by, column::signed(seq), present))?;
        Ok(changed > 0)
    }

    /// Erases the details of a row for good (a right to erasure); the chain still verifies.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such row.
    pub fn redact(&self, seq: u64) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE audit_entries SET payload_ct = NULL WHERE seq = $1")?
            .execute([column::signed(seq)])?;
        if changed == 0 { Err(StoreError::NotFound { table: "audit_entries" }) } else { Ok(()) }
    }
}
