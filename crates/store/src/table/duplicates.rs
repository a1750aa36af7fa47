//! Likely duplicates: what a search compares, the pairs it found, and the pairs that are two people.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{ContactId, ContactPair, DuplicateReason, Timestamp};

use super::handle_types;
use crate::page::{self, Mark};
use crate::statement::Statement;
use crate::{Page, PageRequest, StoreError, column};

/// What a search for duplicates looks at. Borrowed: a million of them pass by.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields are those of `ContactDetails`")]
pub struct ContactSketch<'r> {
    pub id: ContactId,
    pub civility: &'r str,
    pub first_name: &'r str,
    pub last_name: &'r str,
    pub email: &'r str,
    pub phone: &'r str,
    pub phone_typed: &'r str,
    pub company: &'r str,
    pub street: &'r str,
    pub postcode: &'r str,
    pub birthdate: &'r str,
}

/// Two contacts that may be one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicatePair {
    /// Who.
    pub pair: ContactPair,
    /// How likely, in thousandths.
    pub score: u16,
    /// Why.
    pub reasons: Vec<DuplicateReason>,
}

/// The last search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DuplicateSearch {
    /// When it ended.
    pub searched_at: Timestamp,
    /// Contacts it looked at.
    pub contacts: u64,
    /// Pairs it found, also those beyond the ones kept.
    pub found: u64,
}

handle_types! {
    /// Reads likely duplicates.
    Duplicates,
    /// Changes likely duplicates.
    DuplicatesMut
}

const ORDER: u8 = b'd';
/// Both are outside the bin, and nobody said that they are two people.
const STANDING: &str = "
    EXISTS (SELECT 1 FROM contacts WHERE id = p.first AND deleted_at IS NULL)
    AND EXISTS (SELECT 1 FROM contacts WHERE id = p.second AND deleted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM distinct_contacts AS d WHERE d.first = p.first AND d.second = p.second)";

fn contact_pair(row: &Row<'_>) -> rusqlite::Result<ContactPair> {
    let first = column::id(row, "first", ContactId::from_slice)?;
    let second = column::id(row, "second", ContactId::from_slice)?;
    // Never written otherwise.
    ContactPair::of(first, second).ok_or(rusqlite::Error::QueryReturnedNoRows)
}

fn duplicate_pair(row: &Row<'_>) -> rusqlite::Result<DuplicatePair> {
    Ok(DuplicatePair {
        pair: contact_pair(row)?,
        score: row.get("score")?,
        reasons: column::from_json(row, "reasons")?,
    })
}

fn sketch<'r>(row: &'r Row<'_>) -> Result<ContactSketch<'r>, StoreError> {
    let text = |at: usize| -> Result<&'r str, StoreError> {
        let value = row.get_ref(at)?.as_str_or_null().map_err(|_| column::unreadable("contacts"))?;
        Ok(value.unwrap_or_default())
    };
    Ok(ContactSketch {
        id: column::id(row, 0, ContactId::from_slice)?,
        civility: text(1)?,
        first_name: text(2)?,
        last_name: text(3)?,
        email: text(4)?,
        phone: text(5)?,
        phone_typed: text(6)?,
        company: text(7)?,
        street: text(8)?,
        postcode: text(9)?,
        birthdate: text(10)?,
    })
}

impl Duplicates<'_> {
    /// Every contact outside the bin, oldest first, with what makes it known.
    ///
    /// # Errors
    /// The first error of `each`, or the database's own.
    pub fn for_each_sketch<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(ContactSketch<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = Statement::new(
            "SELECT id, civility, first_name, last_name, email, phone, phone_typed, company, street, postcode,
                    birthdate
             FROM contacts WHERE deleted_at IS NULL ORDER BY row_id",
        );
        sql.for_each(self.conn, |row| each(sketch(row)?))
    }

    /// One page of the pairs that still stand, the likeliest first.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, request: &PageRequest) -> Result<Page<DuplicatePair>, StoreError> {
        let wanted = page::rows_wanted(request.limit);
        let after = Mark::of(request.cursor.as_deref(), ORDER)?.map_or(0, |mark| mark.number);
        let sql = format!(
            "SELECT row_id, first, second, score, reasons FROM duplicate_pairs AS p
             WHERE row_id > $1 AND {STANDING} ORDER BY row_id LIMIT $2"
        );
        let rows: Vec<(i64, DuplicatePair)> = self
            .conn
            .prepare_cached(&sql)?
            .query_map((after, page::limit_of(wanted)), |row| Ok((row.get("row_id")?, duplicate_pair(row)?)))?
            .collect::<Result<_, _>>()?;
        Ok(page::cut(rows, wanted, self.count()?, |(row_id, _)| Mark::new(ORDER, *row_id, "")).without_rows())
    }

    /// How many pairs still stand.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count(&self) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM duplicate_pairs AS p WHERE {STANDING}");
        Ok(self.conn.prepare_cached(&sql)?.query_row([], |row| column::count(row, 0))?)
    }

    /// The last search, if there was one.
    ///
    /// # Errors
    /// The database's own error.
    pub fn last_search(&self) -> Result<Option<DuplicateSearch>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT searched_at, contacts, found FROM duplicate_searches WHERE one = 1")?
            .query_row([], |row| {
                Ok(DuplicateSearch {
                    searched_at: column::time(row, "searched_at")?,
                    contacts: column::count(row, "contacts")?,
                    found: column::count(row, "found")?,
                })
            })
            .optional()?)
    }

    /// Every pair that somebody said is two people.
    ///
    /// # Errors
    /// The database's own error.
    pub fn distinct_pairs(&self) -> Result<HashSet<ContactPair>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT first, second FROM distinct_contacts")?
            .query_map([], contact_pair)?
            .collect::<Result<_, _>>()?)
    }

    /// Whether somebody said that these are two people.
    ///
    /// # Errors
    /// The database's own error.
    pub fn is_distinct(&self, pair: ContactPair) -> Result<bool, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM distinct_contacts WHERE first = $1 AND second = $2)",
            )?
            .query_row(key(&pair), |row| row.get(0))?)
    }
}

impl DuplicatesMut<'_> {
    /// Keeps what a search found, the likeliest first, in place of what the one before found.
    ///
    /// # Errors
    /// The database's own error.
    pub fn replace(&self, pairs: &[DuplicatePair], search: DuplicateSearch) -> Result<(), StoreError> {
        self.conn.execute("DELETE FROM duplicate_pairs", [])?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO duplicate_pairs (first, second, score, reasons) VALUES ($1, $2, $3, $4)",
        )?;
        for DuplicatePair { pair, score, reasons } in pairs {
            let (first, second) = key(pair);
            insert.execute((first, second, score, column::json(reasons, "duplicate_pairs.reasons")?))?;
        }
        self.conn
            .prepare_cached(
                "INSERT INTO duplicate_searches (one, searched_at, contacts, found) VALUES (1, $1, $2, $3)
                 ON CONFLICT (one) DO UPDATE SET searched_at = excluded.searched_at,
                     contacts = excluded.contacts, found = excluded.found",
            )?
            .execute((
                search.searched_at.as_millis(),
                column::signed(search.contacts),
                column::signed(search.found),
            ))?;
        Ok(())
    }

    /// Remembers that these are two people; tells whether that is news.
    ///
    /// # Errors
    /// The database's own error.
    pub fn set_distinct(&self, pair: ContactPair, at: Timestamp) -> Result<bool, StoreError> {
        let (first, second) = key(&pair);
        let new = self
            .conn
            .prepare_cached(
                "INSERT INTO distinct_contacts (first, second, decided_at) VALUES ($1, $2, $3)
                 ON CONFLICT (first, second) DO NOTHING",
            )?
            .execute((first, second, at.as_millis()))?;
        Ok(new > 0)
    }

    /// Forgets that these are two people; tells whether somebody had said so.
    ///
    /// # Errors
    /// The database's own error.
    pub fn forget_distinct(&self, pair: ContactPair) -> Result<bool, StoreError> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM distinct_contacts WHERE first = $1 AND second = $2")?
            .execute(key(&pair))?;
        Ok(gone > 0)
    }
}

fn key(pair: &ContactPair) -> ([u8; 16], [u8; 16]) {
    (*pair.first().as_bytes(), *pair.second().as_bytes())
}
