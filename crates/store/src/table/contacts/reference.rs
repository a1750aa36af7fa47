//! Finding contacts by the firm's own reference. There is no index: most address books have none, and an import
//! builds a map once.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use rusqlite::Connection;
use sellify_domain::Contact;

use super::Contacts;
use super::row::{RowReader, SELECTED};
use crate::StoreError;

/// The references of the address book as it was when this was built: sixteen bytes a contact, so that a million
/// fit in some tens of megabytes. What it finds is compared with the reference itself.
pub struct References<'c> {
    conn: &'c Connection,
    seed: RandomState,
    first: HashMap<u64, i64>,
    /// Further contacts with a reference that the first has too; there are few.
    others: HashMap<u64, Vec<i64>>,
}

impl std::fmt::Debug for References<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("References").field("known", &self.first.len()).finish_non_exhaustive()
    }
}

/// Contacts looked at for one reference; one that more share is no reference of a person.
const LOOKED_AT: usize = 20;

impl References<'_> {
    /// The contacts outside the bin with this reference, oldest first, at most 20.
    ///
    /// # Errors
    /// The database's own error.
    pub fn find(&self, reference: &str) -> Result<Vec<Contact>, StoreError> {
        let key = self.seed.hash_one(reference);
        let Some(first) = self.first.get(&key) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {SELECTED} FROM contacts AS c WHERE c.row_id = $1 AND c.reference = $2 AND c.deleted_at IS NULL"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut reader = RowReader::new(self.conn);
        let mut found = Vec::new();
        for row in std::iter::once(first).chain(self.others.get(&key).into_iter().flatten()) {
            let mut rows = statement.query((row, reference))?;
            if let Some(row) = rows.next()? {
                found.push(reader.contact(row)?);
            }
        }
        Ok(found)
    }
}

impl<'c> Contacts<'c> {
    /// Reads every reference once, for many look-ups.
    ///
    /// # Errors
    /// The database's own error.
    pub fn references(&self) -> Result<References<'c>, StoreError> {
        let mut all = References {
            conn: self.conn,
            seed: RandomState::new(),
            first: HashMap::new(),
            others: HashMap::new(),
        };
        let mut statement = self.conn.prepare_cached(
            "SELECT row_id, reference FROM contacts WHERE reference <> '' AND deleted_at IS NULL ORDER BY row_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let key = all.seed.hash_one(row.get_ref(1)?.as_str().unwrap_or_default());
            if *all.first.entry(key).or_insert(number) != number {
                let others = all.others.entry(key).or_default();
                if others.len() < LOOKED_AT - 1 {
                    others.push(number);
                }
            }
        }
        Ok(all)
    }

    /// The contacts outside the bin with this reference, oldest first, at most 20. Reads the whole table: for one
    /// look-up, not for many.
    ///
    /// # Errors
    /// The database's own error.
    pub fn find_by_reference(&self, reference: &str) -> Result<Vec<Contact>, StoreError> {
        let sql = format!(
            "SELECT {SELECTED} FROM contacts AS c WHERE c.reference = $1 AND c.deleted_at IS NULL
             ORDER BY c.row_id LIMIT {LOOKED_AT}"
        );
        let mut reader = RowReader::new(self.conn);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_map([reference], |row| reader.contact(row))?.collect::<Result<_, _>>()?;
        Ok(found)
    }
}
