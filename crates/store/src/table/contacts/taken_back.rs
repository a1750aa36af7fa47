//! Taking back what an import added: contacts that nobody has edited since go to the bin, all at once.

use rusqlite::Connection;
use sellify_domain::{ImportId, Timestamp};

use super::write::import_row;
use super::{Contacts, ContactsMut, words};
use crate::{StoreError, column};

/// Outside the bin, and as the import left it.
const UNTOUCHED: &str = "deleted_at IS NULL AND updated_at = created_at";

impl Contacts<'_> {
    /// How many contacts an import added that are as it left them, and how many were edited or put into the bin since.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count_added_by(&self, import: ImportId) -> Result<(u64, u64), StoreError> {
        let Some(row) = import_row(self.conn, import)? else { return Ok((0, 0)) };
        let untouched = untouched(self.conn, row)?;
        let all: u64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM contacts WHERE import_row = $1")?
            .query_row([row], |row| column::count(row, 0))?;
        Ok((untouched, all - untouched))
    }
}

impl ContactsMut<'_> {
    /// Puts the contacts that an import added into the bin, but for those that were edited since. Tells how many.
    ///
    /// # Errors
    /// The database's own error.
    pub fn bin_added_by(&self, import: ImportId, at: Timestamp) -> Result<u64, StoreError> {
        let Some(row) = import_row(self.conn, import)? else { return Ok(0) };
        let columns = words::SEARCHED.join(", ");
        self.conn.execute(
            &format!(
                "INSERT INTO contacts_fts (contacts_fts, rowid, words)
                 SELECT 'delete', row_id, contact_words({columns}) FROM contacts WHERE import_row = $1 AND {UNTOUCHED}"
            ),
            [row],
        )?;
        self.conn.execute(
            &format!(
                "UPDATE tags SET contacts = contacts - (
                     SELECT count(*) FROM contact_tags AS link JOIN contacts ON row_id = link.contact_row
                     WHERE link.tag_row = tags.row_id AND import_row = $1 AND {UNTOUCHED})"
            ),
            [row],
        )?;
        let binned = self.conn.execute(
            &format!("UPDATE contacts SET deleted_at = $1 WHERE import_row = $2 AND {UNTOUCHED}"),
            (at.as_millis(), row),
        )? as u64;
        self.conn
            .prepare_cached("UPDATE contact_total SET contacts = contacts - $1 WHERE one = 1")?
            .execute([column::signed(binned)])?;
        Ok(binned)
    }
}

fn untouched(conn: &Connection, import_row: i64) -> Result<u64, StoreError> {
    Ok(conn
        .prepare_cached(&format!("SELECT count(*) FROM contacts WHERE import_row = $1 AND {UNTOUCHED}"))?
        .query_row([import_row], |row| column::count(row, 0))?)
}
