//! Imports: one record per file, the rows it refused, and what it changed.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{
    ContactDetails, ContactId, ImportCounts, ImportId, ImportRecord, RejectReason, RejectedRow,
};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::handle_types;
use crate::page::{self, Mark};
use crate::{Page, PageRequest, StoreError, column};

/// What an import made of a contact that was there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportChange {
    /// The contact.
    pub contact: ContactId,
    /// What it said before the import.
    pub before: ContactDetails,
    /// What it said right after; none in vaults that did not keep it yet.
    pub after: Option<ContactDetails>,
}

handle_types! {
    /// Reads imports.
    Imports,
    /// Changes imports.
    ImportsMut
}

const COLUMNS: &str = "id, file_name, file_sha256, state, rows, created, updated, unchanged, duplicates, \
                       rejected, suppressed, tags, started_at, finished_at, error_code";
const ORDER: u8 = b'i';
const ORDER_REJECTS: u8 = b'r';

fn record(row: &Row<'_>) -> rusqlite::Result<ImportRecord> {
    Ok(ImportRecord {
        id: column::id(row, "id", ImportId::from_slice)?,
        file_name: row.get("file_name")?,
        file_sha256: row.get("file_sha256")?,
        state: column::from_word(row, "state")?,
        counts: ImportCounts {
            rows: column::count(row, "rows")?,
            created: column::count(row, "created")?,
            updated: column::count(row, "updated")?,
            unchanged: column::count(row, "unchanged")?,
            duplicates: column::count(row, "duplicates")?,
            rejected: column::count(row, "rejected")?,
            suppressed: column::count(row, "suppressed")?,
        },
        tags: column::from_json(row, "tags")?,
        started_at: column::time(row, "started_at")?,
        finished_at: column::time_or_none(row, "finished_at")?,
        error_code: row.get("error_code")?,
    })
}

fn reject(row: &Row<'_>) -> rusqlite::Result<RejectedRow> {
    Ok(RejectedRow {
        line: column::count(row, "line")?,
        reason: column::from_word(row, "reason")?,
        value: row.get("value")?,
        cells: column::from_json(row, "cells")?,
    })
}

fn change(row: &Row<'_>) -> rusqlite::Result<ImportChange> {
    let kept = row.get_ref("after")?.as_str_or_null()?.is_some();
    Ok(ImportChange {
        contact: column::id(row, "contact_id", ContactId::from_slice)?,
        before: column::from_json(row, "before")?,
        after: kept.then(|| column::from_json(row, "after")).transpose()?,
    })
}

impl Imports<'_> {
    /// One import.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: ImportId) -> Result<Option<ImportRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM imports WHERE id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], record).optional()?)
    }

    /// Finished imports of a file with this content, newest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn find_by_sha256(&self, sha256: &str) -> Result<Vec<ImportRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM imports WHERE file_sha256 = $1 AND state = 'finished' ORDER BY row_id DESC"
        );
        Ok(self.conn.prepare_cached(&sql)?.query_map([sha256], record)?.collect::<Result<_, _>>()?)
    }

    /// One page, newest first.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, request: &PageRequest) -> Result<Page<ImportRecord>, StoreError> {
        let wanted = page::rows_wanted(request.limit);
        let before = Mark::of(request.cursor.as_deref(), ORDER)?.map_or(i64::MAX, |mark| mark.number);
        let sql =
            format!("SELECT row_id, {COLUMNS} FROM imports WHERE row_id < $1 ORDER BY row_id DESC LIMIT $2");
        let rows: Vec<(i64, ImportRecord)> = self
            .conn
            .prepare_cached(&sql)?
            .query_map((before, page::limit_of(wanted)), |row| Ok((row.get("row_id")?, record(row)?)))?
            .collect::<Result<_, _>>()?;
        let total = self
            .conn
            .prepare_cached("SELECT count(*) FROM imports")?
            .query_row([], |row| row.get(0).map(column::unsigned))?;
        Ok(page::cut(rows, wanted, total, |(row_id, _)| Mark::new(ORDER, *row_id, "")).without_rows())
    }

    /// Rows that an import refused, by line; `reason`: only those.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn rejected_rows(
        &self,
        id: ImportId,
        reason: Option<RejectReason>,
        request: &PageRequest,
    ) -> Result<Page<RejectedRow>, StoreError> {
        let wanted = page::rows_wanted(request.limit);
        let after = Mark::of(request.cursor.as_deref(), ORDER_REJECTS)?.map_or(-1, |mark| mark.number);
        let reason = reason.map(|reason| column::word(&reason));
        let items: Vec<RejectedRow> = self
            .conn
            .prepare_cached(
                "SELECT line, reason, value, cells FROM import_rejects
                 WHERE import_row = (SELECT row_id FROM imports WHERE id = $1)
                   AND ($2 IS NULL OR reason = $2) AND line > $3
                 ORDER BY line LIMIT $4",
            )?
            .query_map((&id.as_bytes()[..], &reason, after, page::limit_of(wanted)), reject)?
            .collect::<Result<_, _>>()?;
        let total = self
            .conn
            .prepare_cached(
                "SELECT count(*) FROM import_rejects
                 WHERE import_row = (SELECT row_id FROM imports WHERE id = $1) AND ($2 IS NULL OR reason = $2)",
            )?
            .query_row((&id.as_bytes()[..], &reason), |row| row.get(0).map(column::unsigned))?;
        Ok(page::cut(items, wanted, total, |last| Mark::new(ORDER_REJECTS, column::signed(last.line), "")))
    }

    /// The names of the file's columns; none when they were not kept.
    ///
    /// # Errors
    /// The database's own error.
    pub fn headers(&self, id: ImportId) -> Result<Vec<String>, StoreError> {
        let kept: Option<String> = self
            .conn
            .prepare_cached("SELECT headers FROM imports WHERE id = $1")?
            .query_row([&id.as_bytes()[..]], |row| row.get(0))
            .optional()?
            .flatten();
        let Some(kept) = kept else { return Ok(Vec::new()) };
        serde_json::from_str(&kept).map_err(|_| StoreError::ValueUnreadable { column: "imports.headers" })
    }

    /// What a person confirmed; none for imports of earlier versions, and while one runs.
    ///
    /// # Errors
    /// [`StoreError::ValueUnreadable`], or the database's own error.
    pub fn plan<T: DeserializeOwned>(&self, id: ImportId) -> Result<Option<T>, StoreError> {
        let kept: Option<String> = self
            .conn
            .prepare_cached("SELECT plan FROM imports WHERE id = $1")?
            .query_row([&id.as_bytes()[..]], |row| row.get(0))
            .optional()?
            .flatten();
        let Some(kept) = kept else { return Ok(None) };
        let plan = serde_json::from_str(&kept);
        plan.map(Some).map_err(|_| StoreError::ValueUnreadable { column: "imports.plan" })
    }

    /// How many rows an import refused, by reason.
    ///
    /// # Errors
    /// The database's own error.
    pub fn reject_counts(&self, id: ImportId) -> Result<Vec<(RejectReason, u64)>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT reason, count(*) AS n FROM import_rejects
                 WHERE import_row = (SELECT row_id FROM imports WHERE id = $1) GROUP BY reason ORDER BY n DESC",
            )?
            .query_map([&id.as_bytes()[..]], |row| {
                Ok((column::from_word(row, "reason")?, column::count(row, "n")?))
            })?
            .collect::<Result<_, _>>()?)
    }

    /// What this import changed, contact by contact.
    ///
    /// # Errors
    /// The first error of `each`, or the database's own.
    pub fn for_each_change<E: From<StoreError>>(
        &self,
        id: ImportId,
        mut each: impl FnMut(ImportChange) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self
            .conn
            .prepare_cached(
                "SELECT contact_id, before, after FROM import_changes
                 WHERE import_row = (SELECT row_id FROM imports WHERE id = $1)",
            )
            .map_err(StoreError::from)?;
        let mut rows = statement.query([&id.as_bytes()[..]]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(change(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }
}

impl ImportsMut<'_> {
    /// Keeps a new record.
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert(&self, import: &ImportRecord) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO imports ({COLUMNS})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        );
        let counts = &import.counts;
        self.conn.prepare_cached(&sql)?.execute((
            &import.id.as_bytes()[..],
            &import.file_name,
            &import.file_sha256,
            column::word(&import.state),
            column::signed(counts.rows),
            column::signed(counts.created),
            column::signed(counts.updated),
            column::signed(counts.unchanged),
            column::signed(counts.duplicates),
            column::signed(counts.rejected),
            column::signed(counts.suppressed),
            column::json(&import.tags, "imports.tags")?,
            import.started_at.as_millis(),
            column::millis(import.finished_at),
            &import.error_code,
        ))?;
        Ok(())
    }

    /// Overwrites everything but identity, name, tags and start.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn update_record(&self, import: &ImportRecord) -> Result<(), StoreError> {
        let counts = &import.counts;
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE imports SET file_sha256 = $1, state = $2, rows = $3, created = $4, updated = $5,
                        unchanged = $6, duplicates = $7, rejected = $8, suppressed = $9, finished_at = $10,
                        error_code = $11
                 WHERE id = $12",
            )?
            .execute((
                &import.file_sha256,
                column::word(&import.state),
                column::signed(counts.rows),
                column::signed(counts.created),
                column::signed(counts.updated),
                column::signed(counts.unchanged),
                column::signed(counts.duplicates),
                column::signed(counts.rejected),
                column::signed(counts.suppressed),
                column::millis(import.finished_at),
                &import.error_code,
                &import.id.as_bytes()[..],
            ))?;
        if changed == 0 { Err(StoreError::NotFound { table: "imports" }) } else { Ok(()) }
    }

    /// Keeps the names of the file's columns. The import's record must be there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_headers(&self, id: ImportId, headers: &[String]) -> Result<(), StoreError> {
        let row = self.row_of(id)?;
        let headers = column::json(&headers, "imports.headers")?;
        self.conn
            .prepare_cached("UPDATE imports SET headers = $1 WHERE row_id = $2")?
            .execute((headers, row))?;
        Ok(())
    }

    /// Keeps what a person confirmed. The import's record must be there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_plan(&self, id: ImportId, plan: &impl Serialize) -> Result<(), StoreError> {
        let row = self.row_of(id)?;
        let plan = column::json(plan, "imports.plan")?;
        self.conn.prepare_cached("UPDATE imports SET plan = $1 WHERE row_id = $2")?.execute((plan, row))?;
        Ok(())
    }

    /// Keeps refused rows. The import's record must be there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn add_rejected(&self, id: ImportId, rows: &[RejectedRow]) -> Result<(), StoreError> {
        let import_row = self.row_of(id)?;
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO import_rejects (import_row, line, reason, value, cells) VALUES ($1, $2, $3, $4, $5)",
        )?;
        for row in rows {
            let cells = column::json(&row.cells, "import_rejects.cells")?;
            statement.execute((
                import_row,
                column::signed(row.line),
                column::word(&row.reason),
                &row.value,
                cells,
            ))?;
        }
        Ok(())
    }

    /// Keeps what this import makes of a contact. When it changes one twice, the first state before and the last
    /// state after count.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn add_change(
        &self,
        id: ImportId,
        contact: ContactId,
        before: &ContactDetails,
        after: &ContactDetails,
    ) -> Result<(), StoreError> {
        let import_row = self.row_of(id)?;
        self.conn
            .prepare_cached(
                "INSERT INTO import_changes (import_row, contact_id, before, after) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (import_row, contact_id) DO UPDATE SET after = excluded.after",
            )?
            .execute((
                import_row,
                &contact.as_bytes()[..],
                column::json(before, "import_changes.before")?,
                column::json(after, "import_changes.after")?,
            ))?;
        Ok(())
    }

    /// Marks every import that still runs as failed: its process died, so nothing of it was written.
    ///
    /// # Errors
    /// The database's own error.
    pub fn fail_running(&self, now: sellify_domain::Timestamp) -> Result<u64, StoreError> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE imports SET state = 'failed', error_code = 'interrupted', finished_at = $1
                 WHERE state = 'running'",
            )?
            .execute([now.as_millis()])?;
        Ok(changed as u64)
    }

    fn row_of(&self, id: ImportId) -> Result<i64, StoreError> {
        self.conn
            .prepare_cached("SELECT row_id FROM imports WHERE id = $1")?
            .query_row([&id.as_bytes()[..]], |row| row.get(0))
            .optional()?
            .ok_or(StoreError::NotFound { table: "imports" })
    }
}
