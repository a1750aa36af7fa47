//! Between a row of `contacts` and a [`Contact`].

use rusqlite::Row;
use sellify_domain::{Contact, ContactDetails, ContactId, EmailAddress, ImportId, PhoneNumber};

use crate::column;
use crate::table::tags::SEPARATOR;

/// What [`contact`] reads, of a table called `c`. One statement brings a contact with its tags.
pub(super) const SELECTED: &str = "c.row_id, c.id, c.civility, c.first_name, c.last_name, c.email, c.email_typed, \
    c.phone, c.phone_typed, c.company, c.street, c.postcode, c.city, c.country, c.birthdate, c.reference, c.notes, \
    c.custom, c.name_key, c.created_at, c.updated_at, c.deleted_at, \
    (SELECT i.id FROM imports AS i WHERE i.row_id = c.import_row) AS import_id, \
    (SELECT group_concat(t.name, char(31)) FROM contact_tags AS l JOIN tags AS t ON t.row_id = l.tag_row \
     WHERE l.contact_row = c.row_id) AS tags";

/// A contact with its place in the lists.
#[derive(Debug)]
pub(super) struct ContactRow {
    pub row_id: i64,
    pub name_key: String,
    pub contact: Contact,
}

pub(super) fn contact_row(row: &Row<'_>) -> rusqlite::Result<ContactRow> {
    Ok(ContactRow { row_id: row.get("row_id")?, name_key: row.get("name_key")?, contact: contact(row)? })
}

pub(super) fn contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    // By number, in the order of SELECTED: a million rows are read this way, and names cost a search each.
    let tags = row.get_ref(23)?.as_str_or_null()?;
    let custom = row.get_ref(17)?.as_str_or_null()?.is_some();
    Ok(Contact {
        id: column::id(row, "id", ContactId::from_slice)?,
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
            custom: if custom { column::from_json(row, "custom")? } else { Default::default() },
            tags: tags.map(|tags| tags.split(SEPARATOR).map(str::to_owned).collect()).unwrap_or_default(),
        },
        created_at: column::time(row, "created_at")?,
        updated_at: column::time(row, "updated_at")?,
        import_id: column::id_or_none(row, "import_id", ImportId::from_slice)?,
        deleted_at: column::time_or_none(row, "deleted_at")?,
    })
}
