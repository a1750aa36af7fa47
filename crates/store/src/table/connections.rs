//! Connections: accounts that can send. The password is kept as the vault sealed it, never in the clear.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{Connection, ConnectionId, Timestamp};

use super::handle_types;
use crate::{StoreError, column};

handle_types! {
    /// Reads connections.
    Connections,
    /// Changes connections.
    ConnectionsMut
}

const COLUMNS: &str =
    "id, name, smtp, secret_ct IS NOT NULL AS has_password, tested_at, created_at, updated_at";

fn connection(row: &Row<'_>) -> rusqlite::Result<Connection> {
    Ok(Connection {
        id: column::id(row, "id", ConnectionId::from_slice)?,
        name: row.get("name")?,
        smtp: column::from_json(row, "smtp")?,
        has_password: row.get("has_password")?,
        tested_at: column::time_or_none(row, "tested_at")?,
        created_at: column::time(row, "created_at")?,
        updated_at: column::time(row, "updated_at")?,
    })
}

impl Connections<'_> {
    /// One connection.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: ConnectionId) -> Result<Option<Connection>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM connections WHERE id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], connection).optional()?)
    }

    /// Every connection, oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<Connection>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM connections ORDER BY row_id");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], connection)?.collect::<Result<_, _>>()?)
    }

    /// The sealed password; none when none is kept.
    ///
    /// # Errors
    /// The database's own error.
    pub fn sealed_password(&self, id: ConnectionId) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT secret_ct FROM connections WHERE id = $1";
        let found =
            self.conn.prepare_cached(sql)?.query_row([&id.as_bytes()[..]], |row| row.get(0)).optional()?;
        Ok(found.flatten())
    }
}

impl ConnectionsMut<'_> {
    /// Keeps a new connection. `has_password` of the argument does not matter; see
    /// [`ConnectionsMut::set_sealed_password`].
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert(&self, connection: &Connection) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO connections (id, name, smtp, tested_at, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )?
            .execute((
                &connection.id.as_bytes()[..],
                &connection.name,
                column::json(&connection.smtp, "connections.smtp")?,
                column::millis(connection.tested_at),
                connection.created_at.as_millis(),
                connection.updated_at.as_millis(),
            ))?;
        Ok(())
    }

    /// Overwrites name, settings and times; the password stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn update(&self, connection: &Connection) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE connections SET name = $1, smtp = $2, tested_at = $3, updated_at = $4 WHERE id = $5",
            )?
            .execute((
                &connection.name,
                column::json(&connection.smtp, "connections.smtp")?,
                column::millis(connection.tested_at),
                connection.updated_at.as_millis(),
                &connection.id.as_bytes()[..],
            ))?;
        found(changed)
    }

    /// Keeps the password as the vault sealed it, or forgets it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_sealed_password(&self, id: ConnectionId, sealed: Option<&[u8]>) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE connections SET secret_ct = $1 WHERE id = $2")?
            .execute((sealed, &id.as_bytes()[..]))?;
        found(changed)
    }

    /// Notes when a test last succeeded; none: the settings changed since.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_tested(&self, id: ConnectionId, at: Option<Timestamp>) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE connections SET tested_at = $1 WHERE id = $2")?
            .execute((column::millis(at), &id.as_bytes()[..]))?;
        found(changed)
    }

    /// Removes a connection and its password for good; tells whether it was there. The caller makes sure that
    /// no running campaign needs it.
    ///
    /// # Errors
    /// The database's own error.
    pub fn delete(&self, id: ConnectionId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM connections WHERE id = $1";
        Ok(self.conn.prepare_cached(sql)?.execute([&id.as_bytes()[..]])? > 0)
    }
}

fn found(changed: usize) -> Result<(), StoreError> {
    if changed == 0 { Err(StoreError::NotFound { table: "connections" }) } else { Ok(()) }
}
