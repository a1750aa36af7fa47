//! Indexes that are left out while many contacts come or go, and built by sorting at the end.

use rusqlite::Connection;

use crate::StoreError;

/// Indexes whose order is not that of the rows: keeping one up to date touches a page of it for every contact.
pub(super) const SCATTERED: [&str; 3] = ["contacts_email", "contacts_phone", "contacts_name"];

/// Indexes that are missing. Nothing is kept unique meanwhile, and who drops this without [`SetAside::end`] must roll the
/// transaction back.
pub(super) struct SetAside {
    /// Each with the statement that makes it, as the schema has it.
    indexes: Vec<(&'static str, String)>,
}

impl SetAside {
    /// Leaves out the indexes of these names.
    pub(super) fn begin(conn: &Connection, names: &[&'static str]) -> Result<Self, StoreError> {
        let mut indexes = Vec::with_capacity(names.len());
        for name in names {
            let sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = $1";
            indexes.push((*name, conn.query_row(sql, [name], |row| row.get(0))?));
            conn.execute_batch(&format!("DROP INDEX {name}"))?;
        }
        Ok(Self { indexes })
    }

    /// Builds them; [`StoreError::UniqueViolation`] when two contacts have the same address or number by now.
    pub(super) fn end(self, conn: &Connection) -> Result<(), StoreError> {
        for (name, create) in self.indexes {
            let start = std::time::Instant::now();
            conn.execute_batch(&create)?;
            tracing::debug!(index = name, millis = start.elapsed().as_millis(), "index built");
        }
        Ok(())
    }
}
