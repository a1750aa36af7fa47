//! Tags and their links to contacts. Two spellings that differ in case or accents only are one tag.

use rusqlite::OptionalExtension as _;
use sellify_domain::ContactId;

use super::handle_types;
use crate::{StoreError, column, fold::fold};

/// Separates tag names inside one column of a query; `clean` keeps it out of names.
pub(crate) const SEPARATOR: char = '\u{1F}';

/// A tag and how many contacts outside the bin carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// As it was first written.
    pub name: String,
    /// Contacts that carry it.
    pub count: u64,
}

/// A tag inside the database; only of use within the transaction that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagRow(pub(crate) i64);

handle_types! {
    /// Reads tags.
    Tags,
    /// Changes tags.
    TagsMut
}

/// What makes two tags the same: the folded name, or the name itself when it is all signs (`+++`).
pub(crate) fn key_of(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { clean(name) } else { folded }
}

/// One line, no control characters, no blanks at the ends.
pub(crate) fn clean(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Tags<'_> {
    /// Every tag that a contact carries, in alphabetical order.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<TagCount>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT name, contacts FROM tags WHERE contacts > 0 ORDER BY key")?
            .query_map([], |row| Ok(TagCount { name: row.get(0)?, count: column::count(row, "contacts")? }))?
            .collect::<Result<_, _>>()?)
    }

    /// Row and number of contacts of a tag, however it is spelled.
    pub(crate) fn find(&self, name: &str) -> Result<Option<(TagRow, u64)>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT row_id, contacts FROM tags WHERE key = $1")?
            .query_row([key_of(name)], |row| Ok((TagRow(row.get(0)?), column::count(row, "contacts")?)))
            .optional()?)
    }
}

impl TagsMut<'_> {
    /// The row of a tag, made if it is new; none for a name without a visible sign.
    ///
    /// # Errors
    /// The database's own error.
    pub fn ensure(&self, name: &str) -> Result<Option<TagRow>, StoreError> {
        let name = clean(name);
        if name.is_empty() {
            return Ok(None);
        }
        if let Some((row, _)) = Tags::new(self.conn).find(&name)? {
            return Ok(Some(row));
        }
        let row = self
            .conn
            .prepare_cached("INSERT INTO tags (key, name) VALUES ($1, $2) RETURNING row_id")?
            .query_row((key_of(&name), &name), |row| row.get(0))?;
        Ok(Some(TagRow(row)))
    }

    /// Gives a tag to many contacts; tells how many did not have it.
    ///
    /// # Errors
    /// The database's own error.
    pub fn add_to_contacts(&self, name: &str, contacts: &[ContactId]) -> Result<u64, StoreError> {
        let Some(tag) = self.ensure(name)? else { return Ok(0) };
        let mut changed = 0;
        for contact in contacts {
            if let Some((row, live)) = self.contact_row(*contact)? {
                changed += u64::from(self.link(row, tag, live)?);
            }
        }
        Ok(changed)
    }

    /// Takes a tag from many contacts; tells how many had it.
    ///
    /// # Errors
    /// The database's own error.
    pub fn remove_from_contacts(&self, name: &str, contacts: &[ContactId]) -> Result<u64, StoreError> {
        let Some((tag, _)) = Tags::new(self.conn).find(name)? else { return Ok(0) };
        let mut changed = 0;
        for contact in contacts {
            if let Some((row, live)) = self.contact_row(*contact)? {
                changed += u64::from(self.unlink(row, tag, live)?);
            }
        }
        Ok(changed)
    }

    /// Makes a contact carry exactly these tags.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_for_contact(&self, contact: ContactId, names: &[String]) -> Result<(), StoreError> {
        let (row, live) = self.contact_row(contact)?.ok_or(StoreError::NotFound { table: "contacts" })?;
        self.set_for_row(row, live, names)
    }

    pub(crate) fn set_for_row(&self, row: i64, live: bool, names: &[String]) -> Result<(), StoreError> {
        let mut wanted = Vec::with_capacity(names.len());
        for name in names {
            wanted.extend(self.ensure(name)?);
        }
        let present: Vec<TagRow> = self
            .conn
            .prepare_cached("SELECT tag_row FROM contact_tags WHERE contact_row = $1")?
            .query_map([row], |row| row.get(0).map(TagRow))?
            .collect::<Result<_, _>>()?;
        for tag in present.iter().filter(|tag| !wanted.contains(tag)) {
            self.unlink(row, *tag, live)?;
        }
        for tag in wanted.iter().filter(|tag| !present.contains(tag)) {
            self.link(row, *tag, live)?;
        }
        Ok(())
    }

    /// Counts all tags of a contact up or down when it leaves or enters the bin.
    pub(crate) fn count_contact(&self, row: i64, by: i64) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "UPDATE tags SET contacts = contacts + $1
                 WHERE row_id IN (SELECT tag_row FROM contact_tags WHERE contact_row = $2)",
            )?
            .execute((by, row))?;
        Ok(())
    }

    fn link(&self, row: i64, tag: TagRow, live: bool) -> Result<bool, StoreError> {
        let added = self
            .conn
            .prepare_cached(
                "INSERT INTO contact_tags (contact_row, tag_row) VALUES ($1, $2)
                 ON CONFLICT (contact_row, tag_row) DO NOTHING",
            )?
            .execute((row, tag.0))?
            > 0;
        if added && live {
            self.count_tag(tag, 1)?;
        }
        Ok(added)
    }

    fn unlink(&self, row: i64, tag: TagRow, live: bool) -> Result<bool, StoreError> {
        let removed = self
            .conn
            .prepare_cached("DELETE FROM contact_tags WHERE contact_row = $1 AND tag_row = $2")?
            .execute((row, tag.0))?
            > 0;
        if removed && live {
            self.count_tag(tag, -1)?;
        }
        Ok(removed)
    }

    fn count_tag(&self, tag: TagRow, by: i64) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE tags SET contacts = contacts + $1 WHERE row_id = $2")?
            .execute((by, tag.0))?;
        Ok(())
    }

    fn contact_row(&self, id: ContactId) -> Result<Option<(i64, bool)>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT row_id, deleted_at IS NULL FROM contacts WHERE id = $1")?
            .query_row([&id.as_bytes()[..]], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }
}
