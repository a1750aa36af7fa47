//! Changing contacts one by one. Each function keeps tags, totals and the full-text index beside the row.

use rusqlite::{CachedStatement, Connection, OptionalExtension as _};
use sellify_domain::{Contact, ContactDetails, ContactId, ImportId, Timestamp};

use super::row::{ContactRow, RowReader, SELECTED, tags_column};
use super::{BulkMode, ContactBulk, ContactsMut, DerivedColumns, words};
use crate::statement::Statement;
use crate::table::tags::TagsMut;
use crate::{StoreError, column};

/// The words of a contact before and after a change.
pub(super) struct ChangedWords {
    pub(super) row: i64,
    pub(super) old: String,
    pub(super) new: String,
}

impl<'c> ContactsMut<'c> {
    /// Adds a contact with its tags.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when its address or number is another contact's.
    pub fn insert(&self, contact: &Contact) -> Result<(), StoreError> {
        let import_row = contact.import_id.map(|id| import_row(self.conn, id)).transpose()?.flatten();
        let derived = DerivedColumns::of(&contact.details)?;
        let tags = TagsMut::new(self.conn).ensure_all(&contact.details.tags)?;
        let mut insert = insert_statement(self.conn)?;
        let row = insert_row(&mut insert, contact, &derived, tags_column(&tags), import_row)?;
        let live = contact.deleted_at.is_none();
        keep_field_keys(self.conn, &contact.details)?;
        TagsMut::new(self.conn).relink(row, live, &[], &tags)?;
        if live {
            self.count(1)?;
            self.index(row, &derived.words)?;
        }
        Ok(())
    }

    /// Overwrites everything but the identity, the time of creation and the import.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::UniqueViolation`] when the address or number is another contact's.
    pub fn update(&self, contact: &Contact) -> Result<(), StoreError> {
        if let Some(changed) = self.update_row(contact)? {
            self.unindex(changed.row, &changed.old)?;
            self.index(changed.row, &changed.new)?;
        }
        Ok(())
    }

    /// [`ContactsMut::update`] without the full-text index; tells what has to change there.
    pub(super) fn update_row(&self, contact: &Contact) -> Result<Option<ChangedWords>, StoreError> {
        let before = self.row(contact.id)?;
        let derived = DerivedColumns::of(&contact.details)?;
        self.overwrite(&before, contact, &derived)?;
        let (old, new) = (words::of(&before.contact.details), derived.words);
        let changed = before.contact.deleted_at.is_none() && old != new;
        Ok(changed.then_some(ChangedWords { row: before.row_id, old, new }))
    }

    /// Puts a contact into the bin (a time) or takes it out (none); tells whether that changed anything.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::UniqueViolation`] when somebody else has got the address meanwhile.
    pub fn set_deleted(&self, id: ContactId, deleted_at: Option<Timestamp>) -> Result<bool, StoreError> {
        let before = self.row(id)?;
        if before.contact.deleted_at.is_some() == deleted_at.is_some() {
            return Ok(false);
        }
        self.conn
            .prepare_cached("UPDATE contacts SET deleted_at = $1 WHERE row_id = $2")?
            .execute((column::millis(deleted_at), before.row_id))?;
        let words = words::of(&before.contact.details);
        let by = if deleted_at.is_some() {
            self.unindex(before.row_id, &words)?;
            -1
        } else {
            self.index(before.row_id, &words)?;
            1
        };
        self.count(by)?;
        for tag in before.tags {
            TagsMut::new(self.conn).count(tag, by)?;
        }
        Ok(true)
    }

    /// Begins an import of about so many rows; see [`ContactBulk`].
    ///
    /// # Errors
    /// The database's own error.
    pub fn begin_bulk(&self, expected_rows: u64) -> Result<ContactBulk<'c>, StoreError> {
        ContactBulk::begin(self.conn, expected_rows)
    }

    /// [`ContactsMut::begin_bulk`] in a mode that the caller knows to be right.
    ///
    /// # Errors
    /// The database's own error.
    pub fn begin_bulk_as(&self, mode: BulkMode) -> Result<ContactBulk<'c>, StoreError> {
        ContactBulk::begin_as(self.conn, mode)
    }

    /// Builds the full-text index from the contacts.
    ///
    /// # Errors
    /// The database's own error.
    pub fn rebuild_search(&self) -> Result<(), StoreError> {
        let columns = words::SEARCHED.join(", ");
        self.conn.execute_batch(&format!(
            "INSERT INTO contacts_fts (contacts_fts) VALUES ('delete-all');
             INSERT INTO contacts_fts (rowid, words)
             SELECT row_id, contact_words({columns}) FROM contacts WHERE deleted_at IS NULL ORDER BY row_id;"
        ))?;
        Ok(())
    }

    fn row(&self, id: ContactId) -> Result<ContactRow, StoreError> {
        let sql = format!("SELECT {SELECTED} FROM contacts AS c WHERE c.id = $1");
        self.conn
            .prepare_cached(&sql)?
            .query_row([&id.as_bytes()[..]], |row| RowReader::new(self.conn).contact_row(row))
            .optional()?
            .ok_or(StoreError::NotFound { table: "contacts" })
    }

    /// Everything of an update but the full-text index.
    fn overwrite(
        &self,
        before: &ContactRow,
        contact: &Contact,
        derived: &DerivedColumns,
    ) -> Result<(), StoreError> {
        let details = &contact.details;
        let tags = TagsMut::new(self.conn).ensure_all(&details.tags)?;
        self.conn
            .prepare_cached(
                "UPDATE contacts SET civility = $1, first_name = $2, last_name = $3, email = $4, email_typed = $5,
                        phone = $6, phone_typed = $7, company = $8, street = $9, postcode = $10, city = $11,
                        country = $12, birthdate = $13, reference = $14, notes = $15, custom = $16, tags = $17,
                        name_key = $18, updated_at = $19
                 WHERE row_id = $20",
            )?
            .execute(rusqlite::params![
                details.civility,
                details.first_name,
                details.last_name,
                details.email.as_ref().map(|email| email.as_str()),
                typed(details.email_typed.as_deref(), details.email.as_ref().map(|email| email.as_str())),
                details.phone.as_ref().map(|phone| phone.as_str()),
                typed(details.phone_typed.as_deref(), details.phone.as_ref().map(|phone| phone.as_str())),
                details.company,
                details.street,
                details.postcode,
                details.city,
                details.country,
                details.birthdate,
                details.reference,
                details.notes,
                derived.custom,
                tags_column(&tags),
                derived.name_key,
                contact.updated_at.as_millis(),
                before.row_id,
            ])?;
        keep_field_keys(self.conn, details)?;
        let live = before.contact.deleted_at.is_none();
        TagsMut::new(self.conn).relink(before.row_id, live, &before.tags, &tags)
    }

    fn index(&self, row: i64, words: &str) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO contacts_fts (rowid, words) VALUES ($1, $2)")?
            .execute((row, words))?;
        Ok(())
    }

    fn unindex(&self, row: i64, words: &str) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO contacts_fts (contacts_fts, rowid, words) VALUES ('delete', $1, $2)",
            )?
            .execute((row, words))?;
        Ok(())
    }

    fn count(&self, by: i64) -> Result<(), StoreError> {
        let mut sql = Statement::new("UPDATE contact_total SET contacts = contacts + ");
        sql.bind(by).push(" WHERE one = 1").execute(self.conn)?;
        Ok(())
    }
}

pub(super) fn insert_statement(conn: &Connection) -> Result<CachedStatement<'_>, StoreError> {
    Ok(conn.prepare_cached(
        "INSERT INTO contacts (id, civility, first_name, last_name, email, email_typed, phone, phone_typed, company,
                               street, postcode, city, country, birthdate, reference, notes, custom, tags,
                               name_key, created_at, updated_at, import_row, deleted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23)",
    )?)
}

/// Inserts the row alone and returns its number.
pub(super) fn insert_row(
    statement: &mut CachedStatement<'_>,
    contact: &Contact,
    derived: &DerivedColumns,
    tags: Option<String>,
    import_row: Option<i64>,
) -> Result<i64, StoreError> {
    let details = &contact.details;
    let email = details.email.as_ref().map(|email| email.as_str());
    let phone = details.phone.as_ref().map(|phone| phone.as_str());
    Ok(statement.insert(rusqlite::params![
        &contact.id.as_bytes()[..],
        details.civility,
        details.first_name,
        details.last_name,
        email,
        typed(details.email_typed.as_deref(), email),
        phone,
        typed(details.phone_typed.as_deref(), phone),
        details.company,
        details.street,
        details.postcode,
        details.city,
        details.country,
        details.birthdate,
        details.reference,
        details.notes,
        derived.custom,
        tags,
        derived.name_key,
        contact.created_at.as_millis(),
        contact.updated_at.as_millis(),
        import_row,
        column::millis(contact.deleted_at),
    ])?)
}

pub(super) fn import_row(conn: &Connection, id: ImportId) -> Result<Option<i64>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT row_id FROM imports WHERE id = $1")?
        .query_row([&id.as_bytes()[..]], |row| row.get(0))
        .optional()?)
}

/// What was typed, where it says more than the normal form: a million copies are 40 MB.
fn typed<'a>(typed: Option<&'a str>, normal: Option<&str>) -> Option<&'a str> {
    typed.filter(|typed| !typed.is_empty() && Some(*typed) != normal)
}

fn keep_field_keys(conn: &Connection, details: &ContactDetails) -> Result<(), StoreError> {
    for key in details.custom.keys() {
        keep_field_key(conn, key)?;
    }
    Ok(())
}

pub(super) fn keep_field_key(conn: &Connection, key: &str) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO contact_fields (key) VALUES ($1) ON CONFLICT (key) DO NOTHING")?
        .execute([key])?;
    Ok(())
}
