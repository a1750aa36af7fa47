//! A statement that is put together from pieces, with its values in the order in which they first appear.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::StoreError;

#[derive(Debug, Default)]
pub(crate) struct Statement {
    sql: String,
    values: Vec<Value>,
}

impl Statement {
    pub(crate) fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    pub(crate) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Appends the next placeholder and keeps its value.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.sql.push('$');
        self.sql.push_str(&self.values.len().to_string());
        self
    }

    pub(crate) fn all<T>(
        &self,
        conn: &Connection,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = conn.prepare_cached(&self.sql)?;
        Ok(statement.query_map(params_from_iter(&self.values), read)?.collect::<Result<_, _>>()?)
    }

    pub(crate) fn one<T>(
        &self,
        conn: &Connection,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        Ok(conn.prepare_cached(&self.sql)?.query_row(params_from_iter(&self.values), read)?)
    }

    pub(crate) fn for_each<E: From<StoreError>>(
        &self,
        conn: &Connection,
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = conn.prepare_cached(&self.sql).map_err(StoreError::from)?;
        let mut rows = statement.query(params_from_iter(&self.values)).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(row)?;
        }
        Ok(())
    }

    pub(crate) fn execute(&self, conn: &Connection) -> Result<usize, StoreError> {
        Ok(conn.prepare_cached(&self.sql)?.execute(params_from_iter(&self.values))?)
    }
}

/// Ends statements of a connection that run longer, until it is dropped.
pub(crate) struct TimeLimit<'c> {
    conn: &'c Connection,
}

/// Steps of SQLite's machine between two looks at the clock: some tens of microseconds.
const STEPS: i32 = 20_000;

impl<'c> TimeLimit<'c> {
    pub(crate) fn set(conn: &'c Connection, limit: std::time::Duration) -> Result<Self, StoreError> {
        let end = std::time::Instant::now() + limit;
        conn.progress_handler(STEPS, Some(move || std::time::Instant::now() >= end))?;
        Ok(Self { conn })
    }

    /// Whether a statement was ended by the limit.
    pub(crate) fn ended(error: &rusqlite::Error) -> bool {
        error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
    }
}

impl Drop for TimeLimit<'_> {
    fn drop(&mut self) {
        // Taking the handler away cannot fail; a left-over one would only end a later statement too early.
        let _ = self.conn.progress_handler(0, None::<fn() -> bool>);
    }
}
