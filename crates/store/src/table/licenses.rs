//! Licences as they were received, what was asked for and released, the vendor's lists, and the licence's clock.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::handle_types;
use crate::{StoreError, column};

/// Requests that are kept; the oldest give way.
pub const PENDING_REQUESTS: u32 = 5;

/// A licence as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseRecord {
    /// The licence's id.
    pub lid: [u8; 16],
    /// Its revision.
    pub rev: u32,
    /// The block, unchanged.
    pub text: String,
    /// When it was installed.
    pub installed_at: Timestamp,
    /// Since when it is no longer in force.
    pub ended_at: Option<Timestamp>,
}

/// Why a licence is no longer in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseEnd {
    /// Another one took its place.
    Replaced,
    /// This computer was released.
    Released,
}

/// A licence that was released on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TombstoneRecord {
    /// The licence's id.
    pub lid: [u8; 16],
    /// The highest revision that was released.
    pub rev: u32,
    /// When.
    pub released_at: Timestamp,
    /// The block for the vendor.
    pub text: String,
}

/// Which of the vendor's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseListKind {
    /// Licences that were withdrawn.
    Revocations,
    /// Keys to trust or not to trust any more.
    Keys,
}

impl LicenseListKind {
    fn word(self) -> &'static str {
        match self {
            Self::Revocations => "crl",
            Self::Keys => "keylist",
        }
    }
}

/// A list of the vendor as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseListRecord {
    /// Which.
    pub kind: LicenseListKind,
    /// Its number; never lower than one seen before.
    pub seq: u64,
    /// The block, unchanged.
    pub text: String,
    /// When it came.
    pub received_at: Timestamp,
}

/// What the vault remembers of the time, for the licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseClock<A> {
    /// When the trial began.
    pub trial_started: Timestamp,
    /// The latest moments that can be relied on.
    pub anchor: A,
    /// The state that the audit log knows.
    pub known_state: String,
}

handle_types! {
    /// Reads what belongs to the licence.
    Licenses,
    /// Changes what belongs to the licence.
    LicensesMut
}

const COLUMNS: &str = "lid, rev, text, installed_at, ended_at";

fn license(row: &Row<'_>) -> rusqlite::Result<LicenseRecord> {
    Ok(LicenseRecord {
        lid: row.get("lid")?,
        rev: row.get("rev")?,
        text: row.get("text")?,
        installed_at: column::time(row, "installed_at")?,
        ended_at: column::time_or_none(row, "ended_at")?,
    })
}

fn tombstone(row: &Row<'_>) -> rusqlite::Result<TombstoneRecord> {
    Ok(TombstoneRecord {
        lid: row.get("lid")?,
        rev: row.get("rev")?,
        released_at: column::time(row, "released_at")?,
        text: row.get("text")?,
    })
}

impl Licenses<'_> {
    /// The licence in force.
    ///
    /// # Errors
    /// The database's own error.
    pub fn in_force(&self) -> Result<Option<LicenseRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM licenses WHERE ended_at IS NULL");
        Ok(self.conn.prepare_cached(&sql)?.query_row([], license).optional()?)
    }

    /// Every licence this vault ever had, the latest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn history(&self) -> Result<Vec<LicenseRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM licenses ORDER BY row_id DESC");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], license)?.collect::<Result<_, _>>()?)
    }

    /// The nonces of the requests and when each was made, the oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn requests(&self) -> Result<Vec<([u8; 16], Timestamp)>, StoreError> {
        let sql = "SELECT nonce, made_at FROM license_requests ORDER BY row_id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, column::time(row, 1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What was released on this computer, the latest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn tombstones(&self) -> Result<Vec<TombstoneRecord>, StoreError> {
        let sql = "SELECT lid, rev, released_at, text FROM license_tombstones ORDER BY released_at DESC";
        Ok(self.conn.prepare_cached(sql)?.query_map([], tombstone)?.collect::<Result<_, _>>()?)
    }

    /// The newest list of this kind that was received.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self, kind: LicenseListKind) -> Result<Option<LicenseListRecord>, StoreError> {
        let sql = "SELECT seq, text, received_at FROM license_lists WHERE kind = $1";
        let found = self.conn.prepare_cached(sql)?.query_row([kind.word()], |row| {
            Ok(LicenseListRecord {
                kind,
                seq: column::count(row, "seq")?,
                text: row.get("text")?,
                received_at: column::time(row, "received_at")?,
            })
        });
        Ok(found.optional()?)
    }

    /// What the vault remembers of the time; none before the first check.
    ///
    /// # Errors
    /// The database's own error.
    pub fn clock<A: DeserializeOwned>(&self) -> Result<Option<LicenseClock<A>>, StoreError> {
        let sql = "SELECT trial_started, anchor, known_state FROM license_clock WHERE id = 1";
        let found = self.conn.prepare_cached(sql)?.query_row([], |row| {
            Ok(LicenseClock {
                trial_started: column::time(row, "trial_started")?,
                anchor: column::from_json(row, "anchor")?,
                known_state: row.get("known_state")?,
            })
        });
        Ok(found.optional()?)
    }
}

impl LicensesMut<'_> {
    /// Puts a licence in force; the one before it ends.
    ///
    /// # Errors
    /// The database's own error.
    pub fn install(&self, lid: &[u8; 16], rev: u32, text: &str, now: Timestamp) -> Result<(), StoreError> {
        self.end(LicenseEnd::Replaced, now)?;
        self.conn
            .prepare_cached("INSERT INTO licenses (lid, rev, text, installed_at) VALUES ($1, $2, $3, $4)")?
            .execute((&lid[..], rev, text, now.as_millis()))?;
        Ok(())
    }

    /// Ends the licence in force; tells whether there was one.
    ///
    /// # Errors
    /// The database's own error.
    pub fn end(&self, why: LicenseEnd, now: Timestamp) -> Result<bool, StoreError> {
        let why = match why {
            LicenseEnd::Replaced => "replaced",
            LicenseEnd::Released => "released",
        };
        let sql = "UPDATE licenses SET ended_at = $1, ended_by = $2 WHERE ended_at IS NULL";
        Ok(self.conn.prepare_cached(sql)?.execute((now.as_millis(), why))? > 0)
    }

    /// Remembers a request; only the last [`PENDING_REQUESTS`] are kept.
    ///
    /// # Errors
    /// The database's own error.
    pub fn remember_request(&self, nonce: &[u8; 16], now: Timestamp) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO license_requests (nonce, made_at) VALUES ($1, $2)")?
            .execute((&nonce[..], now.as_millis()))?;
        let sql = "DELETE FROM license_requests WHERE row_id NOT IN
            (SELECT row_id FROM license_requests ORDER BY row_id DESC LIMIT $1)";
        self.conn.prepare_cached(sql)?.execute([PENDING_REQUESTS])?;
        Ok(())
    }

    /// Forgets a request: it was answered.
    ///
    /// # Errors
    /// The database's own error.
    pub fn forget_request(&self, nonce: &[u8; 16]) -> Result<(), StoreError> {
        self.conn.prepare_cached("DELETE FROM license_requests WHERE nonce = $1")?.execute([&nonce[..]])?;
        Ok(())
    }

    /// Remembers that a licence was released here; the revision never goes down.
    ///
    /// # Errors
    /// The database's own error.
    pub fn bury(&self, released: &TombstoneRecord) -> Result<(), StoreError> {
        let sql = "INSERT INTO license_tombstones (lid, rev, released_at, text) VALUES ($1, $2, $3, $4)
            ON CONFLICT (lid) DO UPDATE SET rev = max(rev, excluded.rev),
                released_at = excluded.released_at, text = excluded.text";
        self.conn.prepare_cached(sql)?.execute((
            &released.lid[..],
            released.rev,
            released.released_at.as_millis(),
            &released.text,
        ))?;
        Ok(())
    }

    /// Keeps a list of the vendor. The database itself refuses one that is older than the last.
    ///
    /// # Errors
    /// The database's own error.
    pub fn keep_list(&self, list: &LicenseListRecord) -> Result<(), StoreError> {
        let sql = "INSERT INTO license_lists (kind, seq, text, received_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (kind) DO UPDATE SET seq = excluded.seq, text = excluded.text,
                received_at = excluded.received_at";
        self.conn.prepare_cached(sql)?.execute((
            list.kind.word(),
            column::signed(list.seq),
            &list.text,
            list.received_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Keeps the time. The beginning of the trial is taken from the first call and stays.
    ///
    /// # Errors
    /// The database's own error.
    pub fn keep_clock<A: Serialize>(
        &self,
        clock: &LicenseClock<A>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let anchor = column::json(&clock.anchor, "license_clock.anchor")?;
        let sql = "INSERT INTO license_clock (id, trial_started, anchor, known_state, updated_at)
            VALUES (1, $1, $2, $3, $4)
            ON CONFLICT (id) DO UPDATE SET anchor = excluded.anchor, known_state = excluded.known_state,
                updated_at = excluded.updated_at";
        self.conn.prepare_cached(sql)?.execute((
            clock.trial_started.as_millis(),
            anchor,
            &clock.known_state,
            now.as_millis(),
        ))?;
        Ok(())
    }
}
