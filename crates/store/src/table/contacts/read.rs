//! Reading contacts one by one, or all of them in a stream.

use rusqlite::OptionalExtension as _;
use sellify_domain::{Audience, Contact, ContactId, EmailAddress, PhoneNumber, Today};

use super::list::Scope;
use super::row::{RowReader, SELECTED};
use super::rule::RuleSql;
use super::{ContactQuery, Contacts};
use crate::statement::{Statement, TimeLimit};
use crate::table::groups::Groups;
use crate::table::segments::Segments;
use crate::table::tags::{TagRow, Tags};
use crate::{StoreError, column};

impl Contacts<'_> {
    /// One contact, in the bin or not.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.first("c.id = $1", &id.as_bytes()[..])
    }

    /// Those of these contacts that exist, in the order asked for.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get_many(&self, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.get(*id)?);
        }
        Ok(found)
    }

    /// The contact outside the bin with this address.
    ///
    /// # Errors
    /// The database's own error.
    pub fn find_by_email(&self, email: &EmailAddress) -> Result<Option<Contact>, StoreError> {
        self.first("c.email = $1 AND c.deleted_at IS NULL", email.as_str())
    }

    /// The contact outside the bin with this number.
    ///
    /// # Errors
    /// The database's own error.
    pub fn find_by_phone(&self, phone: &PhoneNumber) -> Result<Option<Contact>, StoreError> {
        self.first("c.phone = $1 AND c.deleted_at IS NULL", phone.as_str())
    }

    /// The id of the contact outside the bin with this address; cheaper than the contact.
    ///
    /// # Errors
    /// The database's own error.
    pub fn id_by_email(&self, email: &EmailAddress) -> Result<Option<ContactId>, StoreError> {
        let sql = "SELECT id FROM contacts WHERE email = $1 AND deleted_at IS NULL";
        self.id(sql, email.as_str())
    }

    /// The id of the contact outside the bin with this number; cheaper than the contact.
    ///
    /// # Errors
    /// The database's own error.
    pub fn id_by_phone(&self, phone: &PhoneNumber) -> Result<Option<ContactId>, StoreError> {
        let sql = "SELECT id FROM contacts WHERE phone = $1 AND deleted_at IS NULL";
        self.id(sql, phone.as_str())
    }

    /// How many contacts there are outside the bin. Costs nothing.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count_all(&self) -> Result<u64, StoreError> {
        Statement::new("SELECT contacts FROM contact_total WHERE one = 1")
            .one(self.conn, |row| row.get(0).map(column::unsigned))
    }

    /// Keys of the fields that only this firm has, in alphabetical order.
    ///
    /// # Errors
    /// The database's own error.
    pub fn custom_keys(&self) -> Result<Vec<String>, StoreError> {
        Statement::new("SELECT key FROM contact_fields ORDER BY key").all(self.conn, |row| row.get(0))
    }

    /// Every contact that a query means, oldest first, one at a time; its cursor and limit do not matter.
    ///
    /// # Errors
    /// The first error of `each`, or the database's own.
    pub fn for_each<E: From<StoreError>>(
        &self,
        query: &ContactQuery,
        mut each: impl FnMut(Contact) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(sql) = self.all_of(query, SELECTED)? else { return Ok(()) };
        let mut reader = RowReader::new(self.conn);
        sql.for_each(self.conn, |row| each(reader.contact(row).map_err(StoreError::from)?))
    }

    /// The ids of every contact that a query means, oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn ids(&self, query: &ContactQuery) -> Result<Vec<ContactId>, StoreError> {
        let Some(sql) = self.all_of(query, "c.id")? else { return Ok(Vec::new()) };
        sql.all(self.conn, |row| column::id(row, "id", ContactId::from_slice))
    }

    /// How many contacts a query means, counted to the end.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count(&self, query: &ContactQuery) -> Result<u64, StoreError> {
        let plain = query.is_plain();
        match &query.tag {
            None if plain => self.count_all(),
            Some(tag) if plain => Ok(Tags::new(self.conn).find(tag)?.map_or(0, |(_, contacts)| contacts)),
            _ => match self.all_of(query, "count(*)")? {
                Some(sql) => sql.one(self.conn, |row| row.get(0).map(column::unsigned)),
                None => Ok(0),
            },
        }
    }

    /// [`Contacts::count`] that gives up after so long; tells whether it came to the end.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count_within(
        &self,
        query: &ContactQuery,
        limit: std::time::Duration,
    ) -> Result<(u64, bool), StoreError> {
        if query.is_plain() {
            return Ok((self.count(query)?, true));
        }
        let Some(sql) = self.all_of(query, "c.row_id")? else { return Ok((0, true)) };
        let _limit = TimeLimit::set(self.conn, limit)?;
        let mut count = 0;
        let counted = sql.for_each(self.conn, |_| {
            count += 1;
            Ok::<_, StoreError>(())
        });
        match counted {
            Ok(()) => Ok((count, true)),
            Err(StoreError::Sqlite(error)) if TimeLimit::ended(&error) => Ok((count, false)),
            Err(error) => Err(error),
        }
    }

    /// Everybody who has a value for a field of the firm's own, the bin included, oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn ids_with_field(&self, key: &str) -> Result<Vec<ContactId>, StoreError> {
        let mut sql =
            Statement::new("SELECT id FROM contacts WHERE custom IS NOT NULL AND json_extract(custom, ");
        sql.bind(format!("$.{key}")).push(") IS NOT NULL ORDER BY row_id");
        sql.all(self.conn, |row| column::id(row, 0, ContactId::from_slice))
    }

    /// Everybody a campaign is for who is outside the bin and has an address, oldest first, one at a time.
    ///
    /// # Errors
    /// The first error of `each`, or the database's own.
    pub fn for_each_in_audience<E: From<StoreError>>(
        &self,
        audience: &Audience,
        today: Today,
        mut each: impl FnMut(Contact) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(sql) = self.audience(audience, today, SELECTED, " ORDER BY c.row_id")? else {
            return Ok(());
        };
        let mut reader = RowReader::new(self.conn);
        sql.for_each(self.conn, |row| each(reader.contact(row).map_err(StoreError::from)?))
    }

    /// How many contacts an audience has.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count_audience(&self, audience: &Audience, today: Today) -> Result<u64, StoreError> {
        match self.audience(audience, today, "count(*)", "")? {
            Some(sql) => sql.one(self.conn, |row| row.get(0).map(column::unsigned)),
            None => Ok(0),
        }
    }

    fn audience(
        &self,
        audience: &Audience,
        today: Today,
        selected: &str,
        order: &str,
    ) -> Result<Option<Statement>, StoreError> {
        let mut sql = Statement::new("SELECT ");
        sql.push(selected).push(" FROM contacts AS c WHERE c.email IS NOT NULL AND c.deleted_at IS NULL");
        // No such tag, group or segment is nobody, never everybody.
        match audience {
            Audience::Everyone => {}
            Audience::Tags { tags } => {
                let rows: Vec<i64> = self.known_tags(tags)?.into_iter().map(|tag| tag.0).collect();
                if rows.is_empty() {
                    return Ok(None);
                }
                in_any(&mut sql, "contact_tags", "tag_row", &rows);
            }
            Audience::Groups { groups } => {
                let mut rows = Vec::with_capacity(groups.len());
                for id in groups {
                    rows.extend(Groups::new(self.conn).find(*id)?.map(|(row, _)| row));
                }
                if rows.is_empty() {
                    return Ok(None);
                }
                in_any(&mut sql, "contact_group_members", "group_row", &rows);
            }
            Audience::Segment { segment } => {
                let Some(segment) = Segments::new(self.conn).get(*segment)? else { return Ok(None) };
                sql.push(" AND ");
                RuleSql { conn: self.conn, today, drives: true }.push(&mut sql, &segment.rule)?;
            }
        }
        sql.push(order);
        Ok(Some(sql))
    }

    fn known_tags(&self, names: &[String]) -> Result<Vec<TagRow>, StoreError> {
        let mut rows = Vec::with_capacity(names.len());
        for name in names {
            rows.extend(Tags::new(self.conn).find(name)?.map(|(row, _)| row));
        }
        Ok(rows)
    }

    /// A statement over all contacts that a query means; none: it cannot mean any.
    fn all_of(&self, query: &ContactQuery, selected: &str) -> Result<Option<Statement>, StoreError> {
        let Some(scope) = Scope::of(self.conn, query)? else { return Ok(None) };
        let mut sql = Statement::new("SELECT ");
        sql.push(selected).push(" FROM contacts AS c WHERE ");
        scope.condition(self.conn, &mut sql)?;
        if let Some(search) = scope.search() {
            search.condition(&mut sql, scope.deleted);
        }
        if !selected.starts_with("count") {
            sql.push(" ORDER BY c.row_id");
        }
        Ok(Some(sql))
    }

    fn first(&self, condition: &str, value: impl rusqlite::ToSql) -> Result<Option<Contact>, StoreError> {
        let sql = format!("SELECT {SELECTED} FROM contacts AS c WHERE {condition}");
        let mut reader = RowReader::new(self.conn);
        Ok(self.conn.prepare_cached(&sql)?.query_row([value], |row| reader.contact(row)).optional()?)
    }

    fn id(&self, sql: &str, value: &str) -> Result<Option<ContactId>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([value], |row| column::id(row, "id", ContactId::from_slice))
            .optional()?)
    }
}

/// Restricts rows `c` to those that one of these lists holds.
fn in_any(sql: &mut Statement, table: &str, key: &str, lists: &[i64]) {
    sql.push(" AND c.row_id IN (SELECT contact_row FROM ")
        .push(table)
        .push(" WHERE ")
        .push(key)
        .push(" IN (");
    for (n, row) in lists.iter().enumerate() {
        sql.push(if n > 0 { ", " } else { "" }).bind(*row);
    }
    sql.push("))");
}
