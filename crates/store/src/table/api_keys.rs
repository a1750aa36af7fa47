//! Keys of programs that use the API. Only their SHA-256 is kept.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{ApiKeyId, Timestamp};

use super::handle_types;
use crate::{StoreError, column};

/// One key, without the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyRecord {
    /// Identity.
    pub id: ApiKeyId,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used; kept to the minute by the caller.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked; a revoked key opens nothing.
    pub revoked_at: Option<Timestamp>,
}

handle_types! {
    /// Reads API keys.
    ApiKeys,
    /// Changes API keys.
    ApiKeysMut
}

const COLUMNS: &str = "id, name, created_at, last_used_at, revoked_at";

fn record(row: &Row<'_>) -> rusqlite::Result<ApiKeyRecord> {
    Ok(ApiKeyRecord {
        id: column::id(row, "id", ApiKeyId::from_slice)?,
        name: row.get("name")?,
        created_at: column::time(row, "created_at")?,
        last_used_at: column::time_or_none(row, "last_used_at")?,
        revoked_at: column::time_or_none(row, "revoked_at")?,
    })
}

impl ApiKeys<'_> {
    /// Every key, newest first, revoked ones too.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<ApiKeyRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM api_keys ORDER BY row_id DESC");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], record)?.collect::<Result<_, _>>()?)
    }

    /// The key with this SHA-256, unless it was revoked.
    ///
    /// # Errors
    /// The database's own error.
    pub fn find_by_hash(&self, sha256: &[u8; 32]) -> Result<Option<ApiKeyRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE key_sha256 = $1 AND revoked_at IS NULL");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&sha256[..]], record).optional()?)
    }
}

impl ApiKeysMut<'_> {
    /// Keeps a new key.
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert(
        &self,
        id: ApiKeyId,
        name: &str,
        sha256: &[u8; 32],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO api_keys (id, name, key_sha256, created_at) VALUES ($1, $2, $3, $4)",
            )?
            .execute((&id.as_bytes()[..], name, &sha256[..], now.as_millis()))?;
        Ok(())
    }

    /// Revokes a key for good; tells whether it was valid until now.
    ///
    /// # Errors
    /// The database's own error.
    pub fn revoke(&self, id: ApiKeyId, now: Timestamp) -> Result<bool, StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE api_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")?
            .execute((now.as_millis(), &id.as_bytes()[..]))?;
        Ok(changed > 0)
    }

    /// Notes that a key was used.
    ///
    /// # Errors
    /// The database's own error.
    pub fn touch(&self, id: ApiKeyId, now: Timestamp) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE api_keys SET last_used_at = $1 WHERE id = $2")?
            .execute((now.as_millis(), &id.as_bytes()[..]))?;
        Ok(())
    }
}
