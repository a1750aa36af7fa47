//! Contacts by the hundred thousand, inside the caller's one transaction.
//!
//! Keeping seven indexes up to date row by row touches a random page of each; above a few thousand rows it is
//! cheaper to drop what can be rebuilt, append the rows, and build it by sorting. All of that is part of the
//! transaction: a crash or an error leaves the old indexes as they were.

mod full_text;

use std::collections::{HashMap, HashSet};

use rusqlite::{CachedStatement, Connection};
use sellify_domain::{Contact, ContactId, ImportId};

use self::full_text::Indexer;
use super::set_aside::{SCATTERED, SetAside};
use super::write::{import_row, insert_row, insert_statement, keep_field_key};
use super::{Contacts, ContactsMut, DerivedColumns, tags_column, tags_of};
use crate::StoreError;
use crate::open::{Role, cache_kib};
use crate::table::tags::{TagRow, TagsMut};

/// Fewer rows than this are inserted one by one.
const WORTH_REBUILDING: u64 = 5_000;
/// Page cache while rows are appended, in KiB: 48 MiB took 24 MiB more and no less time.
const BULK_CACHE_KIB: i64 = 24 * 1024;

/// Sorted runs of an index are this long, in KiB. SQLite's own sorting threads work only with temporary files, which
/// would hold addresses in clear.
const SORT_CACHE_KIB: i64 = 8 * 1024;
/// FTS5's (`hashsize`, `automerge`): words are gathered longer, so that a million contacts make ten segments and
/// not a hundred, and merged once at the end. Each segment costs every later search a look-up; 24 MiB instead of 12
/// cost 44 MiB more at the peak.
const BULK_FULL_TEXT: (i64, i64) = (12 << 20, 0);
/// FTS5's own defaults.
const USUAL_FULL_TEXT: (i64, i64) = (1 << 20, 4);

/// What is rebuilt at the end instead of being kept up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkMode {
    /// The address book was empty: every index but the ids'. Addresses and numbers cannot be looked up until
    /// [`ContactBulk::finish`], and need not be: what the file repeats, the importer knows.
    Fresh,
    /// The file is large beside what is there: the orders of lists. Addresses and numbers can be looked up.
    Rebuild,
    /// Nothing: few rows, or a large address book.
    Incremental,
}

/// An import that is going on. Dropping it without [`ContactBulk::finish`] leaves indexes out, so the caller's
/// transaction must then be rolled back (return an error).
pub struct ContactBulk<'c> {
    conn: &'c Connection,
    mode: BulkMode,
    aside: SetAside,
    insert: CachedStatement<'c>,
    index: CachedStatement<'c>,
    /// Builds the full-text index beside the rows, where it starts from nothing.
    indexer: Option<Indexer>,
    tags: HashMap<String, Option<TagRow>>,
    /// Contacts of each tag, in the order of their numbers: appended to `contact_tags` at the end.
    links: HashMap<TagRow, Vec<i64>>,
    /// How many of them are outside the bin.
    counted: HashMap<TagRow, i64>,
    added: i64,
    first_row: Option<i64>,
    field_keys: HashSet<String>,
    import: Option<(ImportId, Option<i64>)>,
}

impl std::fmt::Debug for ContactBulk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactBulk")
            .field("mode", &self.mode)
            .field("added", &self.added)
            .finish_non_exhaustive()
    }
}

impl<'c> ContactBulk<'c> {
    pub(super) fn begin(conn: &'c Connection, expected_rows: u64) -> Result<Self, StoreError> {
        let present: u64 = conn.query_row("SELECT coalesce(max(row_id), 0) FROM contacts", [], |row| {
            row.get::<_, i64>(0).map(crate::column::unsigned)
        })?;
        let mode = if expected_rows < WORTH_REBUILDING || present > expected_rows {
            BulkMode::Incremental
        } else if present == 0 {
            BulkMode::Fresh
        } else {
            BulkMode::Rebuild
        };
        Self::begin_as(conn, mode)
    }

    pub(super) fn begin_as(conn: &'c Connection, mode: BulkMode) -> Result<Self, StoreError> {
        let aside = SetAside::begin(conn, left_out(mode))?;
        conn.pragma_update(None, "cache_size", -BULK_CACHE_KIB)?;
        let indexer = if mode == BulkMode::Fresh { Indexer::start(conn)? } else { None };
        if indexer.is_none() {
            full_text_settings(conn, BULK_FULL_TEXT)?;
        }
        Ok(Self {
            conn,
            mode,
            aside,
            insert: insert_statement(conn)?,
            index: conn.prepare_cached("INSERT INTO contacts_fts (rowid, words) VALUES ($1, $2)")?,
            indexer,
            tags: HashMap::new(),
            links: HashMap::new(),
            counted: HashMap::new(),
            added: 0,
            first_row: None,
            field_keys: HashSet::new(),
            import: None,
        })
    }

    /// What is rebuilt at the end. With [`BulkMode::Fresh`] nothing needs to be looked up in the vault.
    #[must_use]
    pub fn mode(&self) -> BulkMode {
        self.mode
    }

    /// Adds a contact with its tags. Ids that rise are the fastest.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] now or, with [`BulkMode::Fresh`], from [`ContactBulk::finish`].
    pub fn insert(&mut self, contact: &Contact) -> Result<(), StoreError> {
        self.insert_with(contact, &DerivedColumns::of(&contact.details)?)
    }

    /// [`ContactBulk::insert`] with columns that another thread has computed from the same details.
    ///
    /// # Errors
    /// As [`ContactBulk::insert`].
    pub fn insert_with(&mut self, contact: &Contact, derived: &DerivedColumns) -> Result<(), StoreError> {
        let import = self.import_row(contact.import_id)?;
        let tags = self.tag_rows(&contact.details.tags)?;
        let row = insert_row(&mut self.insert, contact, derived, tags_column(&tags), import)?;
        self.first_row.get_or_insert(row);
        let live = contact.deleted_at.is_none();
        for tag in tags {
            self.links.entry(tag).or_default().push(row);
            *self.counted.entry(tag).or_default() += i64::from(live);
        }
        for key in contact.details.custom.keys() {
            if !self.field_keys.contains(key) {
                keep_field_key(self.conn, key)?;
                self.field_keys.insert(key.clone());
            }
        }
        if live {
            self.added += 1;
            match &mut self.indexer {
                Some(indexer) => indexer.put(row, &derived.words),
                None => drop(self.index.execute((row, &derived.words))?),
            }
        }
        Ok(())
    }

    /// Overwrites a contact; see [`ContactsMut::update`].
    ///
    /// # Errors
    /// As [`ContactsMut::update`].
    pub fn update(&mut self, contact: &Contact) -> Result<(), StoreError> {
        if tags_of(self.conn, contact.id)?
            .is_some_and(|(row, ..)| self.first_row.is_some_and(|first| row >= first))
        {
            // One of our own: its tags must be where an update looks for them.
            self.write_links()?;
        }
        let Some(indexer) = &mut self.indexer else { return ContactsMut::new(self.conn).update(contact) };
        if let Some(changed) = ContactsMut::new(self.conn).update_row(contact)? {
            indexer.put(changed.row, &changed.new);
        }
        Ok(())
    }

    /// The contact with this id, as it is now.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        Contacts::new(self.conn).get(id)
    }

    /// Builds what was left out. Must be the last call before the transaction ends.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when two contacts have the same address or number; the transaction must
    /// then be rolled back.
    pub fn finish(mut self) -> Result<(), StoreError> {
        if let Some(indexer) = &mut self.indexer {
            indexer.close();
        }
        self.write_links()?;
        let Self { conn, aside, insert, index, indexer, added, .. } = self;
        drop((insert, index));
        conn.prepare_cached("UPDATE contact_total SET contacts = contacts + $1 WHERE one = 1")?
            .execute([added])?;
        if indexer.is_none() {
            full_text_settings(conn, USUAL_FULL_TEXT)?;
        }
        conn.pragma_update(None, "cache_size", -SORT_CACHE_KIB)?;
        aside.end(conn)?;
        if let Some(indexer) = indexer {
            indexer.finish(conn)?;
        }
        conn.pragma_update(None, "cache_size", -cache_kib(Role::Writer))?;
        Ok(())
    }

    fn write_links(&mut self) -> Result<(), StoreError> {
        let mut link =
            self.conn.prepare_cached("INSERT INTO contact_tags (tag_row, contact_row) VALUES ($1, $2)")?;
        let mut links: Vec<(TagRow, Vec<i64>)> = self.links.drain().collect();
        links.sort_unstable();
        for (tag, rows) in links {
            for row in rows {
                link.execute((tag.0, row))?;
            }
        }
        for (tag, by) in self.counted.drain() {
            TagsMut::new(self.conn).count(tag, by)?;
        }
        Ok(())
    }

    fn tag_rows(&mut self, names: &[String]) -> Result<Vec<TagRow>, StoreError> {
        let mut rows = Vec::with_capacity(names.len());
        for name in names {
            if let Some(tag) = self.tag(name)?
                && !rows.contains(&tag)
            {
                rows.push(tag);
            }
        }
        Ok(rows)
    }

    fn tag(&mut self, name: &str) -> Result<Option<TagRow>, StoreError> {
        if let Some(tag) = self.tags.get(name) {
            return Ok(*tag);
        }
        let tag = TagsMut::new(self.conn).ensure(name)?;
        self.tags.insert(name.to_owned(), tag);
        Ok(tag)
    }

    fn import_row(&mut self, id: Option<ImportId>) -> Result<Option<i64>, StoreError> {
        let Some(id) = id else { return Ok(None) };
        if let Some((known, row)) = self.import
            && known == id
        {
            return Ok(row);
        }
        let row = import_row(self.conn, id)?;
        self.import = Some((id, row));
        Ok(row)
    }
}

fn full_text_settings(conn: &Connection, (hashsize, automerge): (i64, i64)) -> Result<(), StoreError> {
    let mut set = conn.prepare_cached("INSERT INTO contacts_fts (contacts_fts, rank) VALUES ($1, $2)")?;
    set.execute(("hashsize", hashsize))?;
    set.execute(("automerge", automerge))?;
    Ok(())
}

/// That of the last change stays, for an import appends to it; so do those of the bin and of contacts without address,
/// for few rows are in them.
fn left_out(mode: BulkMode) -> &'static [&'static str] {
    match mode {
        BulkMode::Fresh => &SCATTERED,
        BulkMode::Rebuild => &["contacts_name"],
        BulkMode::Incremental => &[],
    }
}
