//! Between a row of `contacts` and a [`Contact`].

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, Row};
use sellify_domain::{Contact, ContactDetails, ContactId, EmailAddress, ImportId, PhoneNumber};

use crate::table::tags::TagRow;
use crate::{StoreError, column};

/// What [`Contacts`](super::Contacts) reads, of a table called `c`, in the order that [`RowReader`] expects.
pub(super) const SELECTED: &str = "c.row_id, c.id, c.civility, c.first_name, c.last_name, c.email, c.email_typed, \
    c.phone, c.phone_typed, c.company, c.street, c.postcode, c.city, c.country, c.birthdate, c.reference, c.notes, \
    c.custom, c.tags, c.name_key, c.created_at, c.updated_at, c.import_row, c.deleted_at";

/// A contact with its place in the lists and the rows of its tags.
#[derive(Debug)]
pub(super) struct ContactRow {
    pub row_id: i64,
    pub name_key: String,
    pub tags: Vec<TagRow>,
    pub contact: Contact,
}

/// Reads rows, and remembers the few names that most of them share.
pub(super) struct RowReader<'c> {
    conn: &'c Connection,
    tags: HashMap<TagRow, String>,
    import: Option<(i64, Option<ImportId>)>,
}

impl<'c> RowReader<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { conn, tags: HashMap::new(), import: None }
    }

    pub(super) fn contact_row(&mut self, row: &Row<'_>) -> rusqlite::Result<ContactRow> {
        let tags = tag_rows(row.get_ref(18)?.as_str_or_null()?);
        Ok(ContactRow { row_id: row.get(0)?, name_key: row.get(19)?, tags, contact: self.contact(row)? })
    }

    /// By number, not by name: a million rows are read this way, and each name would cost a search.
    pub(super) fn contact(&mut self, row: &Row<'_>) -> rusqlite::Result<Contact> {
        let has_custom = row.get_ref(17)?.as_str_or_null()?.is_some();
        let mut tags = Vec::new();
        for tag in tag_rows(row.get_ref(18)?.as_str_or_null()?) {
            tags.push(self.tag_name(tag)?);
        }
        Ok(Contact {
            id: column::id(row, 1, ContactId::from_slice)?,
            details: ContactDetails {
                civility: row.get(2)?,
                first_name: row.get(3)?,
                last_name: row.get(4)?,
                email: row.get::<_, Option<String>>(5)?.map(EmailAddress::from_normalised),
                email_typed: row.get(6)?,
                phone: row.get::<_, Option<String>>(7)?.map(PhoneNumber::from_e164),
                phone_typed: row.get(8)?,
                company: row.get(9)?,
                street: row.get(10)?,
                postcode: row.get(11)?,
                city: row.get(12)?,
                country: row.get(13)?,
                birthdate: row.get(14)?,
                reference: row.get(15)?,
                notes: row.get(16)?,
                custom: if has_custom { column::from_json(row, 17)? } else { Default::default() },
                tags,
            },
            created_at: column::time(row, 20)?,
            updated_at: column::time(row, 21)?,
            import_id: row.get::<_, Option<i64>>(22)?.map_or(Ok(None), |import| self.import_id(import))?,
            deleted_at: column::time_or_none(row, 23)?,
        })
    }

    fn tag_name(&mut self, tag: TagRow) -> rusqlite::Result<String> {
        if let Some(name) = self.tags.get(&tag) {
            return Ok(name.clone());
        }
        let name: String = self
            .conn
            .prepare_cached("SELECT name FROM tags WHERE row_id = $1")?
            .query_row([tag.0], |row| row.get(0))?;
        self.tags.insert(tag, name.clone());
        Ok(name)
    }

    fn import_id(&mut self, import_row: i64) -> rusqlite::Result<Option<ImportId>> {
        if let Some((known, id)) = self.import
            && known == import_row
        {
            return Ok(id);
        }
        let id = self
            .conn
            .prepare_cached("SELECT id FROM imports WHERE row_id = $1")?
            .query_row([import_row], |row| column::id(row, 0, ImportId::from_slice))
            .optional()?;
        self.import = Some((import_row, id));
        Ok(id)
    }
}

/// The tags of a contact as its column writes them.
pub(crate) fn tag_rows(column: Option<&str>) -> Vec<TagRow> {
    column.map_or_else(Vec::new, |text| {
        text.split(',').filter_map(|row| row.parse().ok()).map(TagRow).collect()
    })
}

/// The column for tags; none when there are none.
pub(crate) fn tags_column(tags: &[TagRow]) -> Option<String> {
    if tags.is_empty() {
        return None;
    }
    let mut text = String::with_capacity(tags.len() * 3);
    for tag in tags {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&tag.0.to_string());
    }
    Some(text)
}

/// Reads the tags of one contact, and whether it is outside the bin.
pub(crate) fn tags_of(
    conn: &Connection,
    id: ContactId,
) -> Result<Option<(i64, bool, Vec<TagRow>)>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT row_id, deleted_at IS NULL, tags FROM contacts WHERE id = $1")?
        .query_row([&id.as_bytes()[..]], |row| {
            Ok((row.get(0)?, row.get(1)?, tag_rows(row.get_ref(2)?.as_str_or_null()?)))
        })
        .optional()?)
}
