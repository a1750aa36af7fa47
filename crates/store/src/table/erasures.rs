//! Proof of what was erased, without the person: an id that leads nowhere, a reason, and counts.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{ContactId, ErasureId, Timestamp};

use super::handle_types;
use crate::page::{self, Mark};
use crate::{Page, PageRequest, StoreError, column};

/// One lawful erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Identity.
    pub id: ErasureId,
    /// The contact that was; nothing bears this id any more.
    pub contact_id: ContactId,
    /// Why, as somebody of the firm wrote it. Names nobody.
    pub reason: String,
    /// What went, by kind.
    pub counts: BTreeMap<String, u64>,
    /// When.
    pub erased_at: Timestamp,
}

handle_types! {
    /// Reads the proofs.
    Erasures,
    /// Adds proofs.
    ErasuresMut
}

const COLUMNS: &str = "id, contact_id, reason, counts, erased_at";
const ORDER: u8 = b'e';

fn erasure(row: &Row<'_>) -> rusqlite::Result<Erasure> {
    Ok(Erasure {
        id: column::id(row, "id", ErasureId::from_slice)?,
        contact_id: column::id(row, "contact_id", ContactId::from_slice)?,
        reason: row.get("reason")?,
        counts: column::from_json(row, "counts")?,
        erased_at: column::time(row, "erased_at")?,
    })
}

impl Erasures<'_> {
    /// One proof.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: ErasureId) -> Result<Option<Erasure>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM erasures WHERE id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], erasure).optional()?)
    }

    /// One page, newest first.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, request: &PageRequest) -> Result<Page<Erasure>, StoreError> {
        let wanted = page::rows_wanted(request.limit);
        let before = Mark::of(request.cursor.as_deref(), ORDER)?.map_or(i64::MAX, |mark| mark.number);
        let sql =
            format!("SELECT row_id, {COLUMNS} FROM erasures WHERE row_id < $1 ORDER BY row_id DESC LIMIT $2");
        let rows: Vec<(i64, Erasure)> = self
            .conn
            .prepare_cached(&sql)?
            .query_map((before, page::limit_of(wanted)), |row| Ok((row.get("row_id")?, erasure(row)?)))?
            .collect::<Result<_, _>>()?;
        let total = self
            .conn
            .prepare_cached("SELECT count(*) FROM erasures")?
            .query_row([], |row| column::count(row, 0))?;
        Ok(page::cut(rows, wanted, total, |(row_id, _)| Mark::new(ORDER, *row_id, "")).without_rows())
    }
}

impl Erasures<'_> {
    /// Every proof with the ids that it made lead nowhere, oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn with_contacts(&self) -> Result<Vec<(Erasure, Vec<ContactId>)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM erasures ORDER BY row_id");
        let proofs: Vec<Erasure> =
            self.conn.prepare_cached(&sql)?.query_map([], erasure)?.collect::<Result<_, _>>()?;
        let mut contacts: HashMap<ErasureId, Vec<ContactId>> = HashMap::new();
        let mut all = self.conn.prepare_cached("SELECT contact_id, erasure_id FROM erased_contacts")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let contact = column::id(row, "contact_id", ContactId::from_slice)?;
            contacts.entry(column::id(row, "erasure_id", ErasureId::from_slice)?).or_default().push(contact);
        }
        let with = |proof: Erasure| {
            let contacts = contacts.remove(&proof.id).unwrap_or_default();
            (proof, contacts)
        };
        Ok(proofs.into_iter().map(with).collect())
    }

    /// Contacts that were erased and are there all the same: they came back with an older backup.
    ///
    /// # Errors
    /// The database's own error.
    pub fn returned(&self) -> Result<Vec<ContactId>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT c.id FROM erased_contacts AS e JOIN contacts AS c ON c.id = e.contact_id",
            )?
            .query_map([], |row| column::id(row, 0, ContactId::from_slice))?
            .collect::<Result<_, _>>()?)
    }
}

impl ErasuresMut<'_> {
    /// Adds a proof for these contacts, unless it is there already; tells whether it is new.
    ///
    /// # Errors
    /// The database's own error.
    pub fn add_if_absent(&self, erasure: &Erasure, contacts: &[ContactId]) -> Result<bool, StoreError> {
        let sql = format!(
            "INSERT INTO erasures ({COLUMNS}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING"
        );
        let added = self.conn.prepare_cached(&sql)?.execute((
            &erasure.id.as_bytes()[..],
            &erasure.contact_id.as_bytes()[..],
            &erasure.reason,
            column::json(&erasure.counts, "erasures.counts")?,
            erasure.erased_at.as_millis(),
        ))?;
        let mut gone = self.conn.prepare_cached(
            "INSERT INTO erased_contacts (contact_id, erasure_id) VALUES ($1, $2) ON CONFLICT (contact_id) DO NOTHING",
        )?;
        for contact in contacts {
            gone.execute((&contact.as_bytes()[..], &erasure.id.as_bytes()[..]))?;
        }
        Ok(added > 0)
    }
}
