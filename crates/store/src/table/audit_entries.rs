//! The audit log: rows that are only ever added. The chain itself is made and checked by `sellify-audit`.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{AuditEntryId, Timestamp};

use super::handle_types;
use crate::page::{self, Mark};
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

handle_types! {
    /// Reads the audit log.
    AuditEntries,
    /// Adds to the audit log.
    AuditEntriesMut
}

const COLUMNS: &str = "seq, id, ts_ms, actor, action, object, payload_ct, commitment, prev, hash";
const ORDER: u8 = b'a';

fn entry(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        seq: column::count(row, "seq")?,
        id: column::id(row, "id", AuditEntryId::from_slice)?,
        at: column::time(row, "ts_ms")?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        object: row.get("object")?,
        payload_ct: row.get("payload_ct")?,
        commitment: row.get("commitment")?,
        prev: row.get("prev")?,
        hash: row.get("hash")?,
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
