//! Every column that holds values sealed by the vault, read and replaced alike. A new sealed column needs one line here.

use rusqlite::Row;

use super::handle_types;
use crate::{StoreError, column};

/// A column that holds sealed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedColumn {
    /// Its table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The column with the row's immutable id, which the value is bound to.
    pub id: &'static str,
}

/// Every sealed column of the schema; a test compares it with the schema itself.
pub const SEALED_COLUMNS: &[SealedColumn] = &[
    SealedColumn { table: "connections", column: "secret_ct", id: "id" },
    SealedColumn { table: "audit_epochs", column: "key_ct", id: "id" },
    SealedColumn { table: "audit_entries", column: "payload_ct", id: "id" },
];

/// One sealed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedValue {
    /// Place in the table; rises.
    pub row: i64,
    /// The row's id.
    pub id: [u8; 16],
    /// The value as the vault sealed it.
    pub blob: Vec<u8>,
}

handle_types! {
    /// Reads sealed values.
    SealedValues,
    /// Replaces sealed values.
    SealedValuesMut
}

impl SealedColumn {
    /// `table.column`, as progress is noted under it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }
}

fn value(row: &Row<'_>) -> rusqlite::Result<SealedValue> {
    Ok(SealedValue { row: row.get(0)?, id: row.get(1)?, blob: row.get(2)? })
}

impl SealedValues<'_> {
    /// How many values the column holds.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count(&self, of: &SealedColumn) -> Result<u64, StoreError> {
        let sql = format!("SELECT count({}) AS n FROM {}", of.column, of.table);
        Ok(self.conn.prepare_cached(&sql)?.query_row([], |row| column::count(row, "n"))?)
    }

    /// The next values after a place, in the order of the table.
    ///
    /// # Errors
    /// The database's own error.
    pub fn after(&self, of: &SealedColumn, row: i64, limit: u32) -> Result<Vec<SealedValue>, StoreError> {
        let SealedColumn { table, column, id } = of;
        let sql = format!(
            "SELECT rowid, {id}, {column} FROM {table}
             WHERE rowid > $1 AND {column} IS NOT NULL ORDER BY rowid LIMIT $2"
        );
        Ok(self.conn.prepare_cached(&sql)?.query_map((row, limit), value)?.collect::<Result<_, _>>()?)
    }
}

impl SealedValuesMut<'_> {
    /// Replaces a value, unless somebody else replaced it meanwhile; tells whether it did.
    ///
    /// # Errors
    /// The database's own error.
    pub fn replace(&self, of: &SealedColumn, present: &SealedValue, by: &[u8]) -> Result<bool, StoreError> {
        let SealedColumn { table, column, .. } = of;
        let sql = format!("UPDATE {table} SET {column} = $1 WHERE rowid = $2 AND {column} = $3");
        Ok(self.conn.prepare_cached(&sql)?.execute((by, present.row, &present.blob))? > 0)
    }
}
