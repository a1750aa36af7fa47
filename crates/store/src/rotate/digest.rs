//! What stands in each table: how many rows, and a checksum over all of them in their order.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::RotateError;

/// One table of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 over every value of every row.
    pub checksum: [u8; 32],
}

/// Every table that keeps rows of its own, the full-text index's included, and the schema itself as the last.
pub(super) fn tables(conn: &Connection) -> Result<Vec<TableDigest>, RotateError> {
    let names: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_schema
             WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut found = Vec::with_capacity(names.len() + 1);
    for name in names {
        // A scan meets the rows in the order of their number or primary key: the same in every copy.
        let sql = format!("SELECT * FROM \"{}\"", name.replace('"', "\"\""));
        found.push(digest(conn, name, &sql)?);
    }
    let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema
                  WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name";
    found.push(digest(conn, "sqlite_schema".into(), schema)?);
    Ok(found)
}

fn digest(conn: &Connection, name: String, sql: &str) -> Result<TableDigest, RotateError> {
    let mut statement = conn.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let (mut hash, mut count) = (Sha256::new(), 0);
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            add(&mut hash, row.get_ref(column)?);
        }
        count += 1;
    }
    Ok(TableDigest { name, rows: count, checksum: hash.finalize().into() })
}

/// Kind and length before the bytes, so that two different rows never look alike.
fn add(hash: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => return hash.update([&[1][..], &number.to_be_bytes()].concat()),
        ValueRef::Real(number) => return hash.update([&[2][..], &number.to_bits().to_be_bytes()].concat()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hash.update([kind]);
    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(bytes);
}
