//! Groups, which are fixed lists of contacts, and who is in them. A contact in the bin keeps its place and is not counted.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{ContactId, Group, GroupId};

use super::handle_types;
use crate::{StoreError, column, fold};

handle_types! {
    /// Reads groups.
    Groups,
    /// Changes groups.
    GroupsMut
}

const COLUMNS: &str = "id, name, contacts, created_at";

fn group(row: &Row<'_>) -> rusqlite::Result<Group> {
    Ok(Group {
        id: column::id(row, "id", GroupId::from_slice)?,
        name: row.get("name")?,
        contacts: column::count(row, "contacts")?,
        created_at: column::time(row, "created_at")?,
    })
}

/// What makes two names of groups, segments or views the same.
pub(crate) fn name_key(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { name.to_lowercase() } else { folded }
}

impl Groups<'_> {
    /// Every group, in alphabetical order.
    ///
    /// # Errors
    /// The database's own error.
    pub fn list(&self) -> Result<Vec<Group>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM contact_groups ORDER BY name_key");
        Ok(self.conn.prepare_cached(&sql)?.query_map([], group)?.collect::<Result<_, _>>()?)
    }

    /// One group.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: GroupId) -> Result<Option<Group>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM contact_groups WHERE id = $1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([&id.as_bytes()[..]], group).optional()?)
    }

    /// The groups that a contact is in, in alphabetical order.
    ///
    /// # Errors
    /// The database's own error.
    pub fn of_contact(&self, contact: ContactId) -> Result<Vec<Group>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM contact_groups WHERE row_id IN
                 (SELECT group_row FROM contact_group_members
                  WHERE contact_row = (SELECT row_id FROM contacts WHERE id = $1))
             ORDER BY name_key"
        );
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_map([&contact.as_bytes()[..]], group)?
            .collect::<Result<_, _>>()?)
    }

    /// Everybody in a group, the bin included, in the order of their numbers.
    ///
    /// # Errors
    /// The database's own error.
    pub fn members(&self, id: GroupId) -> Result<Vec<ContactId>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT c.id FROM contact_group_members AS m JOIN contacts AS c ON c.row_id = m.contact_row
                 WHERE m.group_row = (SELECT row_id FROM contact_groups WHERE id = $1)",
            )?
            .query_map([&id.as_bytes()[..]], |row| column::id(row, 0, ContactId::from_slice))?
            .collect::<Result<_, _>>()?)
    }

    /// Row and number of contacts of a group.
    pub(crate) fn find(&self, id: GroupId) -> Result<Option<(i64, u64)>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT row_id, contacts FROM contact_groups WHERE id = $1")?
            .query_row([&id.as_bytes()[..]], |row| Ok((row.get(0)?, column::count(row, 1)?)))
            .optional()?)
    }
}

impl GroupsMut<'_> {
    /// Keeps a new group, which is empty.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when a group is called so, or the database's own error.
    pub fn insert(&self, group: &Group) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO contact_groups (id, name, name_key, contacts, created_at) VALUES ($1, $2, $3, 0, $4)",
            )?
            .execute((
                &group.id.as_bytes()[..],
                &group.name,
                name_key(&group.name),
                group.created_at.as_millis(),
            ))?;
        Ok(())
    }

    /// Gives a group another name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::UniqueViolation`] when another group is called so.
    pub fn rename(&self, id: GroupId, name: &str) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE contact_groups SET name = $1, name_key = $2 WHERE id = $3")?
            .execute((name, name_key(name), &id.as_bytes()[..]))?;
        if changed == 0 { Err(StoreError::NotFound { table: "contact_groups" }) } else { Ok(()) }
    }

    /// Removes a group; its contacts stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn remove(&self, id: GroupId) -> Result<(), StoreError> {
        let row = self.row(id)?;
        self.conn.prepare_cached("DELETE FROM contact_group_members WHERE group_row = $1")?.execute([row])?;
        self.conn.prepare_cached("DELETE FROM contact_groups WHERE row_id = $1")?.execute([row])?;
        Ok(())
    }

    /// Puts contacts into a group; answers those that were not in it. Unknown ids are passed over.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such a group, or the database's own error.
    pub fn add(&self, id: GroupId, contacts: &[ContactId]) -> Result<Vec<ContactId>, StoreError> {
        self.change(
            id,
            contacts,
            "INSERT INTO contact_group_members (group_row, contact_row) VALUES ($1, $2)
             ON CONFLICT (group_row, contact_row) DO NOTHING",
            1,
        )
    }

    /// Takes contacts out of a group; answers those that were in it. Unknown ids are passed over.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such a group, or the database's own error.
    pub fn take_out(&self, id: GroupId, contacts: &[ContactId]) -> Result<Vec<ContactId>, StoreError> {
        let sql = "DELETE FROM contact_group_members WHERE group_row = $1 AND contact_row = $2";
        self.change(id, contacts, sql, -1)
    }

    fn change(
        &self,
        id: GroupId,
        contacts: &[ContactId],
        sql: &str,
        by: i64,
    ) -> Result<Vec<ContactId>, StoreError> {
        let group = self.row(id)?;
        let mut find =
            self.conn.prepare_cached("SELECT row_id, deleted_at IS NULL FROM contacts WHERE id = $1")?;
        let mut change = self.conn.prepare_cached(sql)?;
        let (mut changed, mut counted) = (Vec::new(), 0);
        for contact in contacts {
            let found: Option<(i64, bool)> =
                find.query_row([&contact.as_bytes()[..]], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((row, live)) = found else { continue };
            if change.execute((group, row))? > 0 {
                changed.push(*contact);
                counted += by * i64::from(live);
            }
        }
        self.conn
            .prepare_cached("UPDATE contact_groups SET contacts = contacts + $1 WHERE row_id = $2")?
            .execute((counted, group))?;
        Ok(changed)
    }

    fn row(&self, id: GroupId) -> Result<i64, StoreError> {
        let found = Groups::new(self.conn).find(id)?;
        found.map(|(row, _)| row).ok_or(StoreError::NotFound { table: "contact_groups" })
    }
}
