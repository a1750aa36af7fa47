//! Many contacts changed one after the other, inside the caller's one transaction. What every single change would look up and
//! count again is kept from one to the next, a change writes only the columns that differ, and the full-text index is
//! built anew where that costs less than correcting it.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};
use sellify_domain::{Contact, ContactDetails, ContactId, Timestamp};

use super::row::{ContactRow, RowReader, SELECTED, tag_rows};
use super::set_aside::{SCATTERED, SetAside};
use super::{Contacts, ContactsMut, DerivedColumns, words};
use crate::open::{Role, cache_kib};
use crate::statement::Statement;
use crate::table::tags::{TagRow, TagsMut};
use crate::{StoreError, column};

/// Fewer contacts than this are changed with what is at hand.
const MANY: u64 = 5_000;
/// Page cache meanwhile, in KiB. A change of the bin removes an entry of each contact from three indexes in no order of
/// theirs: a page that left the cache is decrypted again for the next one.
const CACHE_KIB: i64 = 64 * 1024;
/// FTS5's `hashsize`: words gathered before they are written, and its own default.
const GATHERED_WORDS: (i64, i64) = (12 << 20, 1 << 20);

/// Words of changes that wait for the index, in bytes.
const MOST_WAITING: usize = 8 << 20;

/// What is going to happen to the words of the contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManyChange {
    /// They go: into the bin.
    Bin,
    /// They come back: out of the bin.
    Unbin,
    /// They become others.
    Edit,
}

#[derive(Debug)]
enum Words {
    /// Each change corrects the index, but not at once: a change of the bin has a trigger, which makes SQLite begin a savepoint,
    /// and FTS5 writes all that it gathered to the file at each of them.
    Corrected { waiting: Vec<Correction>, bytes: usize },
    /// The index is built from all contacts at the end; so many changes asked for it.
    Anew { changed: u64 },
}

/// The words of one contact, before and after; none outside the list.
#[derive(Debug)]
struct Correction {
    row: i64,
    old: Option<String>,
    new: Option<String>,
}

/// A change of many contacts that is going on. Dropping it without [`ManyContacts::finish`] leaves counts and words behind, so
/// the caller's transaction must then be rolled back (return an error).
pub struct ManyContacts<'c> {
    conn: &'c Connection,
    reader: RowReader<'c>,
    words: Words,
    /// Whether they are so many that it is worth more memory.
    many: bool,
    room: Option<Room<'c>>,
    /// Whether most contacts leave the list, so that its indexes are quicker made of those that stay.
    empties: bool,
    aside: Option<SetAside>,
    /// By how much the numbers of contacts of the tags change.
    counted: BTreeMap<TagRow, i64>,
    total: i64,
}

impl std::fmt::Debug for ManyContacts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ManyContacts").field("words", &self.words).finish_non_exhaustive()
    }
}

impl<'c> ContactsMut<'c> {
    /// Begins a change of about so many contacts.
    ///
    /// # Errors
    /// The database's own error.
    pub fn begin_many(&self, expected: u64, change: ManyChange) -> Result<ManyContacts<'c>, StoreError> {
        let live = Contacts::new(self.conn).count_all()?;
        let empties = change == ManyChange::Bin && leaves_few(expected, live);
        // An entry is taken out or put in at one price, and an edit does both.
        let anew = match change {
            ManyChange::Bin => empties,
            ManyChange::Edit => expected.saturating_mul(2) > live,
            ManyChange::Unbin => false,
        };
        Ok(ManyContacts {
            conn: self.conn,
            reader: RowReader::new(self.conn),
            words: if anew && expected >= MANY {
                Words::Anew { changed: 0 }
            } else {
                Words::Corrected { waiting: Vec::new(), bytes: 0 }
            },
            many: expected >= MANY,
            room: None,
            empties,
            aside: None,
            counted: BTreeMap::new(),
            total: 0,
        })
    }
}

impl<'c> ManyContacts<'c> {
    /// [`ContactsMut::set_deleted`] for one of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::UniqueViolation`] when somebody else has got the address meanwhile: this
    /// contact is as it was.
    pub fn set_deleted(&mut self, id: ContactId, deleted_at: Option<Timestamp>) -> Result<bool, StoreError> {
        let searched = match self.words {
            Words::Corrected { .. } => format!("contact_words({})", words::SEARCHED.join(", ")),
            Words::Anew { .. } => "''".to_owned(),
        };
        let sql =
            format!("SELECT row_id, deleted_at IS NOT NULL, tags, {searched} FROM contacts WHERE id = $1");
        let found: Option<(i64, bool, Vec<TagRow>, String)> = self
            .conn
            .prepare_cached(&sql)?
            .query_row([&id.as_bytes()[..]], |row| {
                Ok((row.get(0)?, row.get(1)?, tag_rows(row.get_ref(2)?.as_str_or_null()?), row.get(3)?))
            })
            .optional()?;
        let (row, in_bin, tags, words) = found.ok_or(StoreError::NotFound { table: "contacts" })?;
        if in_bin == deleted_at.is_some() {
            return Ok(false);
        }
        self.make_room()?;
        self.conn
            .prepare_cached("UPDATE contacts SET deleted_at = $1 WHERE row_id = $2")?
            .execute((column::millis(deleted_at), row))?;
        let by = if deleted_at.is_some() { -1 } else { 1 };
        let (old, new) = if by < 0 { (Some(words), None) } else { (None, Some(words)) };
        self.reindex(Correction { row, old, new })?;
        self.total += by;
        for tag in tags {
            *self.counted.entry(tag).or_default() += by;
        }
        Ok(true)
    }

    /// Changes one of them, in the bin or not; tells whether there was something to write. `change` gets the contact as it is,
    /// and answers whether it made another of it. Not its identity, its times but the last change, its import, the bin.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when an address or number is another contact's, or the database's own error.
    pub fn change(
        &mut self,
        id: ContactId,
        change: impl FnOnce(&mut Contact) -> bool,
    ) -> Result<bool, StoreError> {
        let sql = format!("SELECT {SELECTED} FROM contacts AS c WHERE c.id = $1");
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row([&id.as_bytes()[..]], |row| self.reader.contact_row(row))
            .optional()?;
        let Some(before) = found else { return Ok(false) };
        let mut after = before.contact.clone();
        if !change(&mut after) {
            return Ok(false);
        }
        self.make_room()?;
        if beyond_texts(&before.contact.details, &after.details) {
            self.write_words()?;
            if let Words::Anew { changed } = &mut self.words {
                *changed += 1;
            }
            ContactsMut::new(self.conn).update(&after)?;
            return Ok(true);
        }
        self.write_texts(&before, &after)?;
        Ok(true)
    }

    /// Writes what was kept back. Must be the last call before the transaction ends.
    ///
    /// # Errors
    /// The database's own error.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.write_words()?;
        for (tag, by) in std::mem::take(&mut self.counted) {
            TagsMut::new(self.conn).count(tag, by)?;
        }
        if self.total != 0 {
            self.conn
                .prepare_cached("UPDATE contact_total SET contacts = contacts + $1 WHERE one = 1")?
                .execute([self.total])?;
        }
        if matches!(self.words, Words::Anew { changed: 1.. }) {
            ContactsMut::new(self.conn).rebuild_search()?;
        }
        self.room.take().map_or(Ok(()), Room::leave)?;
        self.aside.take().map_or(Ok(()), |aside| aside.end(self.conn))
    }

    /// The columns that differ, and what is made from them. An update of every column would write every index anew.
    fn write_texts(&mut self, before: &ContactRow, after: &Contact) -> Result<(), StoreError> {
        let derived = DerivedColumns::of(&after.details)?;
        let mut sql = Statement::new("UPDATE contacts SET updated_at = ");
        sql.bind(after.updated_at.as_millis());
        for ((column, old), (_, new)) in texts(&before.contact.details).into_iter().zip(texts(&after.details))
        {
            if old != new {
                sql.push(", ").push(column).push(" = ").bind(new.to_owned());
            }
        }
        if before.contact.details.custom != after.details.custom {
            sql.push(", custom = ").bind(derived.custom);
            for key in after.details.custom.keys() {
                super::write::keep_field_key(self.conn, key)?;
            }
        }
        if before.name_key != derived.name_key {
            sql.push(", name_key = ").bind(derived.name_key);
        }
        sql.push(" WHERE row_id = ").bind(before.row_id);
        sql.execute(self.conn)?;
        let old = words::of(&before.contact.details);
        if after.deleted_at.is_none() && old != derived.words {
            self.reindex(Correction { row: before.row_id, old: Some(old), new: Some(derived.words) })?;
        }
        Ok(())
    }

    fn reindex(&mut self, correction: Correction) -> Result<(), StoreError> {
        let full = match &mut self.words {
            Words::Anew { changed } => {
                *changed += 1;
                false
            }
            Words::Corrected { waiting, bytes } => {
                let length = |words: &Option<String>| words.as_ref().map_or(0, String::len);
                *bytes += size_of::<Correction>() + length(&correction.old) + length(&correction.new);
                waiting.push(correction);
                *bytes > MOST_WAITING
            }
        };
        if full { self.write_words() } else { Ok(()) }
    }

    /// Corrects the index by what waits.
    fn write_words(&mut self) -> Result<(), StoreError> {
        let Words::Corrected { waiting, bytes } = &mut self.words else { return Ok(()) };
        *bytes = 0;
        let mut take = self.conn.prepare_cached(
            "INSERT INTO contacts_fts (contacts_fts, rowid, words) VALUES ('delete', $1, $2)",
        )?;
        let mut put = self.conn.prepare_cached("INSERT INTO contacts_fts (rowid, words) VALUES ($1, $2)")?;
        for Correction { row, old, new } in waiting.drain(..) {
            if let Some(old) = old {
                take.execute((row, old))?;
            }
            if let Some(new) = new {
                put.execute((row, new))?;
            }
        }
        Ok(())
    }

    fn make_room(&mut self) -> Result<(), StoreError> {
        if self.many && self.room.is_none() {
            self.room = Some(Room::take(self.conn)?);
            self.aside = if self.empties { Some(SetAside::begin(self.conn, &SCATTERED)?) } else { None };
        }
        Ok(())
    }
}

/// Whether more differs than texts that stand for themselves.
fn beyond_texts(before: &ContactDetails, after: &ContactDetails) -> bool {
    let keys = |details: &ContactDetails| {
        (
            details.email.clone(),
            details.email_typed.clone(),
            details.phone.clone(),
            details.phone_typed.clone(),
            details.tags.clone(),
        )
    };
    keys(before) != keys(after)
}

/// The columns that are nothing but a text.
fn texts(details: &ContactDetails) -> [(&'static str, &str); 11] {
    [
        ("civility", &details.civility),
        ("first_name", &details.first_name),
        ("last_name", &details.last_name),
        ("company", &details.company),
        ("street", &details.street),
        ("postcode", &details.postcode),
        ("city", &details.city),
        ("country", &details.country),
        ("birthdate", &details.birthdate),
        ("reference", &details.reference),
        ("notes", &details.notes),
    ]
}

/// Whether what stays of so many contacts is quicker gathered than what leaves is taken away.
pub(super) fn leaves_few(leaving: u64, live: u64) -> bool {
    leaving >= MANY && leaving > live.saturating_sub(leaving)
}

/// More memory for the writing connection, given back at the end in any case.
pub(super) struct Room<'c> {
    conn: &'c Connection,
}

impl<'c> Room<'c> {
    pub(super) fn take(conn: &'c Connection) -> Result<Self, StoreError> {
        let room = Self { conn };
        conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
        gather_words(conn, GATHERED_WORDS.0)?;
        Ok(room)
    }

    pub(super) fn leave(self) -> Result<(), StoreError> {
        gather_words(self.conn, GATHERED_WORDS.1)
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        // A cache that stays large is no fault of the change.
        drop(self.conn.pragma_update(None, "cache_size", -cache_kib(Role::Writer)));
    }
}

fn gather_words(conn: &Connection, bytes: i64) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO contacts_fts (contacts_fts, rank) VALUES ('hashsize', $1)")?
        .execute([bytes])?;
    Ok(())
}
