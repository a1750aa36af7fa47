//! Contacts by the hundred thousand, inside the caller's one transaction.
//!
//! Keeping five indexes and the full-text index up to date row by row touches a random page each time; above a
//! few thousand rows it is cheaper to drop what can be rebuilt, append the rows, and build it by sorting. All of
//! that is part of the transaction: a crash or an error leaves the old indexes as they were.

use std::collections::{HashMap, HashSet};

use rusqlite::{CachedStatement, Connection};
use sellify_domain::{Contact, ContactId, ImportId};

use super::write::{import_row, insert_row, insert_statement, keep_field_key};
use super::{Contacts, ContactsMut};
use crate::StoreError;
use crate::open::{Role, cache_kib};
use crate::table::tags::{TagRow, TagsMut};

/// Fewer rows than this are inserted one by one.
const WORTH_REBUILDING: u64 = 5_000;
/// Page cache while rows are appended and sorted, in KiB (performance.md I5 bounds the whole import).
const BULK_CACHE_KIB: i64 = 48 * 1024;

/// What is rebuilt at the end instead of being kept up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkMode {
    /// The address book was empty: every index but the ids'. Addresses and numbers cannot be looked up until
    /// [`ContactBulk::finish`], and need not be: what the file repeats, the importer knows.
    Fresh,
    /// The file is large beside what is there: the orders of lists and the full-text index. Addresses and
    /// numbers can be looked up.
    Rebuild,
    /// Nothing: few rows, or a large address book.
    Incremental,
}

/// An import that is going on. Dropping it without [`ContactBulk::finish`] leaves indexes out, so the caller's
/// transaction must then be rolled back (return an error).
pub struct ContactBulk<'c> {
    conn: &'c Connection,
    mode: BulkMode,
    insert: CachedStatement<'c>,
    link: CachedStatement<'c>,
    index: Option<CachedStatement<'c>>,
    tags: HashMap<String, Option<TagRow>>,
    counted: HashMap<TagRow, i64>,
    added: i64,
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

/// Indexes that only lists need.
const LIST_INDEXES: [(&str, &str); 5] = [
    ("contacts_name", "CREATE INDEX contacts_name ON contacts (name_key) WHERE deleted_at IS NULL"),
    ("contacts_updated", "CREATE INDEX contacts_updated ON contacts (updated_at) WHERE deleted_at IS NULL"),
    (
        "contacts_without_email",
        "CREATE INDEX contacts_without_email ON contacts (name_key) WHERE email IS NULL AND deleted_at IS NULL",
    ),
    (
        "contacts_deleted",
        "CREATE INDEX contacts_deleted ON contacts (deleted_at) WHERE deleted_at IS NOT NULL",
    ),
    ("contact_tags_tag", "CREATE INDEX contact_tags_tag ON contact_tags (tag_row, contact_row)"),
];
/// Indexes that keep two contacts from having the same address or number.
const KEY_INDEXES: [(&str, &str); 2] = [
    (
        "contacts_email",
        "CREATE UNIQUE INDEX contacts_email ON contacts (email) WHERE email IS NOT NULL AND deleted_at IS NULL",
    ),
    (
        "contacts_phone",
        "CREATE UNIQUE INDEX contacts_phone ON contacts (phone) WHERE phone IS NOT NULL AND deleted_at IS NULL",
    ),
];

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
        for (name, _) in dropped(mode) {
            conn.execute_batch(&format!("DROP INDEX {name}"))?;
        }
        conn.pragma_update(None, "cache_size", -BULK_CACHE_KIB)?;
        let index = match mode {
            BulkMode::Incremental => {
                Some(conn.prepare_cached("INSERT INTO contacts_fts (rowid, words) VALUES ($1, $2)")?)
            }
            BulkMode::Fresh | BulkMode::Rebuild => None,
        };
        Ok(Self {
            conn,
            mode,
            insert: insert_statement(conn)?,
            link: conn.prepare_cached(
                "INSERT INTO contact_tags (contact_row, tag_row) VALUES ($1, $2)
                 ON CONFLICT (contact_row, tag_row) DO NOTHING",
            )?,
            index,
            tags: HashMap::new(),
            counted: HashMap::new(),
            added: 0,
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
        let import = self.import_row(contact.import_id)?;
        let row = insert_row(&mut self.insert, contact, import)?;
        let live = contact.deleted_at.is_none();
        for name in &contact.details.tags {
            let Some(tag) = self.tag(name)? else { continue };
            let added = self.link.execute((row, tag.0))?;
            if live {
                *self.counted.entry(tag).or_default() += added as i64;
            }
        }
        for key in contact.details.custom.keys() {
            if !self.field_keys.contains(key) {
                keep_field_key(self.conn, key)?;
                self.field_keys.insert(key.clone());
            }
        }
        if live {
            self.added += 1;
            if let Some(index) = &mut self.index {
                index.execute((row, super::words::of(&contact.details)))?;
            }
        }
        Ok(())
    }

    /// Overwrites a contact of the vault; see [`ContactsMut::update`].
    ///
    /// # Errors
    /// As [`ContactsMut::update`].
    pub fn update(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let contacts = ContactsMut::new(self.conn);
        match self.mode {
            BulkMode::Incremental => contacts.update(contact),
            // The full-text index is built anew at the end.
            BulkMode::Fresh | BulkMode::Rebuild => contacts.overwrite(&contacts.row(contact.id)?, contact),
        }
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
    pub fn finish(self) -> Result<(), StoreError> {
        let Self { conn, mode, insert, link, index, counted, added, .. } = self;
        drop((insert, link, index));
        for (tag, by) in counted {
            conn.prepare_cached("UPDATE tags SET contacts = contacts + $1 WHERE row_id = $2")?
                .execute((by, tag.0))?;
        }
        conn.prepare_cached("UPDATE contact_total SET contacts = contacts + $1 WHERE one = 1")?
            .execute([added])?;
        for (_, create) in dropped(mode) {
            conn.execute_batch(create)?;
        }
        if mode != BulkMode::Incremental {
            ContactsMut::new(conn).rebuild_search()?;
        }
        conn.pragma_update(None, "cache_size", -cache_kib(Role::Writer))?;
        Ok(())
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

fn dropped(mode: BulkMode) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let keys: &[_] = if mode == BulkMode::Fresh { &KEY_INDEXES } else { &[] };
    let lists: &[_] = if mode == BulkMode::Incremental { &[] } else { &LIST_INDEXES };
    keys.iter().chain(lists)
}
