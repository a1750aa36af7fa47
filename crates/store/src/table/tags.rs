//! Tags and who carries them. Two spellings that differ in case or accents only are one tag.

use std::collections::BTreeMap;

use rusqlite::{CachedStatement, OptionalExtension as _};
use sellify_domain::ContactId;

use super::contacts::{tag_rows, tags_column, tags_of};
use super::handle_types;
use crate::{StoreError, column, fold::fold};

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
fn clean(name: &str) -> String {
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
            .query_map([], |row| Ok(TagCount { name: row.get(0)?, count: column::count(row, 1)? }))?
            .collect::<Result<_, _>>()?)
    }

    /// A tag as it was first written, however it is spelled here, and how many contacts carry it.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, name: &str) -> Result<Option<TagCount>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT name, contacts FROM tags WHERE key = $1")?
            .query_row([key_of(name)], |row| {
                Ok(TagCount { name: row.get(0)?, count: column::count(row, 1)? })
            })
            .optional()?)
    }

    /// Everybody who carries a tag, the bin included, in the order of their numbers.
    ///
    /// # Errors
    /// The database's own error.
    pub fn carriers(&self, name: &str) -> Result<Vec<ContactId>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT c.id FROM contact_tags AS t JOIN contacts AS c ON c.row_id = t.contact_row
                 WHERE t.tag_row = (SELECT row_id FROM tags WHERE key = $1)",
            )?
            .query_map([key_of(name)], |row| column::id(row, 0, ContactId::from_slice))?
            .collect::<Result<_, _>>()?)
    }

    /// Whether two names are the same tag.
    #[must_use]
    pub fn same(one: &str, other: &str) -> bool {
        key_of(one) == key_of(other)
    }

    /// Row and number of contacts of a tag, however it is spelled.
    pub(crate) fn find(&self, name: &str) -> Result<Option<(TagRow, u64)>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT row_id, contacts FROM tags WHERE key = $1")?
            .query_row([key_of(name)], |row| Ok((TagRow(row.get(0)?), column::count(row, 1)?)))
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

    /// Gives a tag to many contacts; tells how many did not have it. Unknown ids are passed over.
    ///
    /// # Errors
    /// The database's own error.
    pub fn add_to_contacts(&self, name: &str, contacts: &[ContactId]) -> Result<u64, StoreError> {
        Ok(self.give(name, contacts)?.len() as u64)
    }

    /// [`TagsMut::add_to_contacts`], answering the contacts that did not have the tag.
    ///
    /// # Errors
    /// The database's own error.
    pub fn give(&self, name: &str, contacts: &[ContactId]) -> Result<Vec<ContactId>, StoreError> {
        let Some(tag) = self.ensure(name)? else { return Ok(Vec::new()) };
        self.change_contacts(contacts, |tags| {
            let new = !tags.contains(&tag);
            tags.extend(new.then_some(tag));
        })
    }

    /// Takes a tag from many contacts; tells how many had it. Unknown ids are passed over.
    ///
    /// # Errors
    /// The database's own error.
    pub fn remove_from_contacts(&self, name: &str, contacts: &[ContactId]) -> Result<u64, StoreError> {
        Ok(self.take_away(name, contacts)?.len() as u64)
    }

    /// [`TagsMut::remove_from_contacts`], answering the contacts that had the tag.
    ///
    /// # Errors
    /// The database's own error.
    pub fn take_away(&self, name: &str, contacts: &[ContactId]) -> Result<Vec<ContactId>, StoreError> {
        let Some((tag, _)) = Tags::new(self.conn).find(name)? else { return Ok(Vec::new()) };
        self.change_contacts(contacts, |tags| tags.retain(|present| *present != tag))
    }

    /// Forgets a tag that nobody outside the bin carries; whoever is in the bin loses it.
    ///
    /// # Errors
    /// The database's own error.
    pub fn forget_unused(&self, name: &str) -> Result<(), StoreError> {
        let Some((tag, 0)) = Tags::new(self.conn).find(name)? else { return Ok(()) };
        let holders = Tags::new(self.conn).carriers(name)?;
        self.take_away(name, &holders)?;
        self.conn.prepare_cached("DELETE FROM tags WHERE row_id = $1")?.execute([tag.0])?;
        Ok(())
    }

    /// Gives a tag another spelling or name; contacts need not be touched. A rule on how long people are kept follows.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::UniqueViolation`] when another tag is called so.
    pub fn rename(&self, name: &str, new_name: &str) -> Result<(), StoreError> {
        let (old, new, shown) = (key_of(name), key_of(new_name), clean(new_name));
        let changed = self
            .conn
            .prepare_cached("UPDATE tags SET key = $1, name = $2 WHERE key = $3")?
            .execute((&new, shown, &old))?;
        if changed == 0 {
            return Err(StoreError::NotFound { table: "tags" });
        }
        self.conn
            .prepare_cached(
                "UPDATE retention_rules SET tag_key = $1 WHERE tag_key = $2
                     AND NOT EXISTS (SELECT 1 FROM retention_rules WHERE tag_key = $1)",
            )?
            .execute((&new, &old))?;
        Ok(())
    }

    /// Makes a contact carry exactly these tags.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_for_contact(&self, contact: ContactId, names: &[String]) -> Result<(), StoreError> {
        let wanted = self.ensure_all(names)?;
        if tags_of(self.conn, contact)?.is_none() {
            return Err(StoreError::NotFound { table: "contacts" });
        }
        self.change_contacts(&[contact], |tags| tags.clone_from(&wanted)).map(drop)
    }

    /// The rows of these tags, each once.
    pub(crate) fn ensure_all(&self, names: &[String]) -> Result<Vec<TagRow>, StoreError> {
        let mut rows = Vec::with_capacity(names.len());
        for name in names {
            if let Some(tag) = self.ensure(name)?
                && !rows.contains(&tag)
            {
                rows.push(tag);
            }
        }
        Ok(rows)
    }

    /// Notes the difference between two sets of tags of a contact; the caller writes `contacts.tags`.
    pub(crate) fn relink(
        &self,
        row: i64,
        live: bool,
        before: &[TagRow],
        after: &[TagRow],
    ) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        let mut links = Links::of(self.conn)?;
        links.relink(row, live, before, after)?;
        links.write_counts()
    }

    /// Counts contacts of a tag up or down.
    pub(crate) fn count(&self, tag: TagRow, by: i64) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE tags SET contacts = contacts + $1 WHERE row_id = $2")?
            .execute((by, tag.0))?;
        Ok(())
    }

    fn change_contacts(
        &self,
        contacts: &[ContactId],
        change: impl Fn(&mut Vec<TagRow>),
    ) -> Result<Vec<ContactId>, StoreError> {
        let mut find = self
            .conn
            .prepare_cached("SELECT row_id, deleted_at IS NULL, tags FROM contacts WHERE id = $1")?;
        let mut write = self.conn.prepare_cached("UPDATE contacts SET tags = $1 WHERE row_id = $2")?;
        let mut links = Links::of(self.conn)?;
        let mut changed = Vec::new();
        for contact in contacts {
            let found = find
                .query_row([&contact.as_bytes()[..]], |row| {
                    Ok((row.get(0)?, row.get(1)?, tag_rows(row.get_ref(2)?.as_str_or_null()?)))
                })
                .optional()?;
            let Some((row, live, before)) = found else { continue };
            let mut after = before.clone();
            change(&mut after);
            if before == after {
                continue;
            }
            changed.push(*contact);
            links.relink(row, live, &before, &after)?;
            write.execute((tags_column(&after), row))?;
        }
        links.write_counts()?;
        Ok(changed)
    }
}

/// Who carries a tag, changed contact by contact; how many they are is written once.
struct Links<'c> {
    conn: &'c rusqlite::Connection,
    remove: CachedStatement<'c>,
    add: CachedStatement<'c>,
    counted: BTreeMap<TagRow, i64>,
}

impl<'c> Links<'c> {
    fn of(conn: &'c rusqlite::Connection) -> Result<Self, StoreError> {
        Ok(Self {
            conn,
            remove: conn
                .prepare_cached("DELETE FROM contact_tags WHERE tag_row = $1 AND contact_row = $2")?,
            add: conn.prepare_cached("INSERT INTO contact_tags (tag_row, contact_row) VALUES ($1, $2)")?,
            counted: BTreeMap::new(),
        })
    }

    fn relink(
        &mut self,
        row: i64,
        live: bool,
        before: &[TagRow],
        after: &[TagRow],
    ) -> Result<(), StoreError> {
        for tag in before.iter().filter(|tag| !after.contains(tag)) {
            self.remove.execute((tag.0, row))?;
            *self.counted.entry(*tag).or_default() -= i64::from(live);
        }
        for tag in after.iter().filter(|tag| !before.contains(tag)) {
            self.add.execute((tag.0, row))?;
            *self.counted.entry(*tag).or_default() += i64::from(live);
        }
        Ok(())
    }

    fn write_counts(self) -> Result<(), StoreError> {
        for (tag, by) in self.counted {
            TagsMut::new(self.conn).count(tag, by)?;
        }
        Ok(())
    }
}
