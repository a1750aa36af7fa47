//! Changes of keys: their history, and how far each sealed column has come.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::Timestamp;

use super::handle_types;
use crate::{StoreError, column};

/// One change of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationRow {
    /// Its identity.
    pub id: [u8; 16],
    /// `database`, `columns` or `master`.
    pub kind: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// `done`, `stopped`, `rolled_back` or the code of an error.
    pub outcome: Option<String>,
}

/// How far one sealed column has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationJob {
    /// `table.column`.
    pub column: String,
    /// Number of the key that its values get.
    pub to_kid: u32,
    /// Everything up to this row is done.
    pub last_row: i64,
    /// Values sealed anew.
    pub resealed: u64,
    /// Values that did not open; left as they are.
    pub locked: u64,
    /// Values when it began.
    pub total: u64,
    /// Whether the end of the table was reached.
    pub done: bool,
}

handle_types! {
    /// Reads changes of keys.
    Rotations,
    /// Records changes of keys.
    RotationsMut
}

fn rotation(row: &Row<'_>) -> rusqlite::Result<RotationRow> {
    Ok(RotationRow {
        id: row.get("id")?,
        kind: row.get("kind")?,
        started_at: column::time(row, "started_at")?,
        finished_at: column::time_or_none(row, "finished_at")?,
        outcome: row.get("outcome")?,
    })
}

fn job(row: &Row<'_>) -> rusqlite::Result<RotationJob> {
    Ok(RotationJob {
        column: row.get("column_name")?,
        to_kid: row.get("to_kid")?,
        last_row: row.get("last_row")?,
        resealed: column::count(row, "resealed")?,
        locked: column::count(row, "locked")?,
        total: column::count(row, "total")?,
        done: row.get("done")?,
    })
}

impl Rotations<'_> {
    /// The latest ones, newest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn latest(&self, limit: u32) -> Result<Vec<RotationRow>, StoreError> {
        let sql = "SELECT * FROM rotations ORDER BY row_id DESC LIMIT $1";
        Ok(self.conn.prepare_cached(sql)?.query_map([limit], rotation)?.collect::<Result<_, _>>()?)
    }

    /// The latest one of a kind that has not ended.
    ///
    /// # Errors
    /// The database's own error.
    pub fn unfinished(&self, kind: &str) -> Result<Option<RotationRow>, StoreError> {
        let sql =
            "SELECT * FROM rotations WHERE kind = $1 AND finished_at IS NULL ORDER BY row_id DESC LIMIT 1";
        Ok(self.conn.prepare_cached(sql)?.query_row([kind], rotation).optional()?)
    }

    /// When the last one of a kind was done.
    ///
    /// # Errors
    /// The database's own error.
    pub fn last_done(&self, kind: &str) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(finished_at) FROM rotations WHERE kind = $1 AND outcome = 'done'";
        Ok(self.conn.prepare_cached(sql)?.query_row([kind], |row| column::time_or_none(row, 0))?)
    }

    /// The columns of a rotation, in no order that means anything.
    ///
    /// # Errors
    /// The database's own error.
    pub fn jobs(&self, id: &[u8; 16]) -> Result<Vec<RotationJob>, StoreError> {
        let sql = "SELECT j.* FROM rotation_jobs j JOIN rotations r ON r.row_id = j.rotation_row
                   WHERE r.id = $1 ORDER BY j.column_name";
        Ok(self.conn.prepare_cached(sql)?.query_map([&id[..]], job)?.collect::<Result<_, _>>()?)
    }
}

impl RotationsMut<'_> {
    /// Records that one begins.
    ///
    /// # Errors
    /// The database's own error.
    pub fn begin(&self, id: &[u8; 16], kind: &str, now: Timestamp) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO rotations (id, kind, started_at) VALUES ($1, $2, $3)")?
            .execute((&id[..], kind, now.as_millis()))?;
        Ok(())
    }

    /// Records how one ended.
    ///
    /// # Errors
    /// The database's own error.
    pub fn finish(&self, id: &[u8; 16], outcome: &str, now: Timestamp) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE rotations SET finished_at = $1, outcome = $2 WHERE id = $3")?
            .execute((now.as_millis(), outcome, &id[..]))?;
        Ok(())
    }

    /// Records the column's place, in the transaction that changed its values.
    ///
    /// # Errors
    /// The database's own error.
    pub fn keep_job(&self, rotation: &[u8; 16], job: &RotationJob) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO rotation_jobs
                     (rotation_row, column_name, to_kid, last_row, resealed, locked, total, done)
                 VALUES ((SELECT row_id FROM rotations WHERE id = $1), $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (rotation_row, column_name) DO UPDATE SET to_kid = excluded.to_kid,
                     last_row = excluded.last_row, resealed = excluded.resealed, locked = excluded.locked,
                     total = excluded.total, done = excluded.done",
            )?
            .execute((
                &rotation[..],
                &job.column,
                job.to_kid,
                job.last_row,
                column::signed(job.resealed),
                column::signed(job.locked),
                column::signed(job.total),
                job.done,
            ))?;
        Ok(())
    }
}
