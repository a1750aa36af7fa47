//! Taking back what an import added: contacts that nobody has edited since go to the bin, all at once.

use std::collections::BTreeMap;

use rusqlite::Connection;
use sellify_domain::{ImportId, Timestamp};

use super::many::{Room, leaves_few};
use super::set_aside::{SCATTERED, SetAside};
use super::write::import_row;
use super::{Contacts, ContactsMut, tag_rows, words};
use crate::table::tags::{TagRow, TagsMut};
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
        let (binned, tags) = leaving(self.conn, row)?;
        if binned == 0 {
            return Ok(0);
        }
        let few_stay = leaves_few(binned, Contacts::new(self.conn).count_all()?);
        let room = Room::take(self.conn)?;
        let aside = if few_stay { Some(SetAside::begin(self.conn, &SCATTERED)?) } else { None };
        if !few_stay {
            self.unindex_added_by(row)?;
        }
        self.conn.execute(
            &format!("UPDATE contacts SET deleted_at = $1 WHERE import_row = $2 AND {UNTOUCHED}"),
            (at.as_millis(), row),
        )?;
        if few_stay {
            self.rebuild_search()?;
        }
        room.leave()?;
        aside.map_or(Ok(()), |aside| aside.end(self.conn))?;
        for (tag, contacts) in tags {
            TagsMut::new(self.conn).count(tag, -contacts)?;
        }
        self.conn
            .prepare_cached("UPDATE contact_total SET contacts = contacts - $1 WHERE one = 1")?
            .execute([column::signed(binned)])?;
        Ok(binned)
    }

    fn unindex_added_by(&self, import_row: i64) -> Result<(), StoreError> {
        let columns = words::SEARCHED.join(", ");
        self.conn.execute(
            &format!(
                "INSERT INTO contacts_fts (contacts_fts, rowid, words)
                 SELECT 'delete', row_id, contact_words({columns}) FROM contacts WHERE import_row = $1 AND {UNTOUCHED}"
            ),
            [import_row],
        )?;
        Ok(())
    }
}

/// How many contacts go, and how many of each tag.
fn leaving(conn: &Connection, import_row: i64) -> Result<(u64, BTreeMap<TagRow, i64>), StoreError> {
    let (mut contacts, mut tags) = (0, BTreeMap::new());
    // People carry the same few sets of tags.
    let mut sets = conn.prepare_cached(&format!(
        "SELECT tags, count(*) FROM contacts WHERE import_row = $1 AND {UNTOUCHED} GROUP BY tags"
    ))?;
    let mut rows = sets.query([import_row])?;
    while let Some(row) = rows.next()? {
        let carriers: i64 = row.get(1)?;
        contacts += column::unsigned(carriers);
        for tag in
            tag_rows(row.get_ref(0)?.as_str_or_null().map_err(|_| column::unreadable("contacts.tags"))?)
        {
            *tags.entry(tag).or_default() += carriers;
        }
    }
    Ok((contacts, tags))
}

fn untouched(conn: &Connection, import_row: i64) -> Result<u64, StoreError> {
    Ok(conn
        .prepare_cached(&format!("SELECT count(*) FROM contacts WHERE import_row = $1 AND {UNTOUCHED}"))?
        .query_row([import_row], |row| column::count(row, 0))?)
}
