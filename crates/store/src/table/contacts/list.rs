//! Lists of contacts in a fixed order, one page at a time. Every order is served by an index, so that the first
//! page of a million contacts costs what the first page of a hundred does.

use rusqlite::Connection;
use sellify_domain::{Contact, ContactId, SegmentRule, Timestamp, Today};

use super::narrow;
use super::row::{ContactRow, RowReader, SELECTED};
use super::rule::RuleSql;
use super::search::Search;
use super::{ContactQuery, ContactSort, Contacts};
use crate::page::{self, Mark};
use crate::statement::Statement;
use crate::table::tags::{TagRow, Tags};
use crate::{Page, StoreError, column};

/// A tag with at most so many contacts is read through its links and sorted; a larger one is met often enough
/// when walking the list in its order.
pub(super) const SMALL_TAG: u64 = 5_000;
/// Lists are counted up to here, then called "more than".
pub(super) const COUNTED: u64 = 10_000;

/// Where a query looks, with its tag found and its text taken apart.
#[derive(Debug)]
pub(super) struct Scope {
    pub tag: Option<(TagRow, u64)>,
    pub untagged: bool,
    pub deleted: bool,
    search: Option<Search>,
    /// Group, segment, rule and import.
    rule: SegmentRule,
    created_after: Option<Timestamp>,
    only: Vec<ContactId>,
    today: Today,
}

impl Scope {
    /// None when nothing can be meant: an unknown tag, or a text without a letter or digit.
    pub(super) fn of(conn: &Connection, query: &ContactQuery) -> Result<Option<Self>, StoreError> {
        let tag = match &query.tag {
            None => None,
            Some(name) => match Tags::new(conn).find(name)? {
                None => return Ok(None),
                found => found,
            },
        };
        let text = query.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let search = text.map(Search::of);
        if search.as_ref().is_some_and(Search::is_empty) {
            return Ok(None);
        }
        let Some(rule) = narrow::narrowed(conn, query)? else { return Ok(None) };
        Ok(Some(Self {
            tag,
            untagged: query.untagged,
            deleted: query.deleted,
            search,
            rule,
            created_after: query.created_after,
            only: query.only.clone(),
            today: query.today,
        }))
    }

    pub(super) fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// The rows are few enough to look at each, or there is no index that finds them.
    pub(super) fn is_read_through(&self) -> bool {
        self.deleted
            || self.untagged
            || self.is_narrowed()
            || self.tag.is_some_and(|(_, contacts)| contacts <= SMALL_TAG)
    }

    /// Whether more is asked than a tag.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.rule.is_empty() || self.created_after.is_some() || !self.only.is_empty()
    }

    /// What a row `c` must fulfil, the search text aside.
    pub(super) fn condition(&self, conn: &Connection, sql: &mut Statement) -> Result<(), StoreError> {
        sql.push(if self.deleted { "c.deleted_at IS NOT NULL" } else { "c.deleted_at IS NULL" });
        if self.untagged {
            sql.push(" AND c.tags IS NULL");
        }
        self.tag_condition(sql, "c.row_id");
        if self.is_narrowed() {
            sql.push(" AND ");
            self.narrow_condition(conn, sql, !self.deleted)?;
        }
        Ok(())
    }

    /// The same for a row outside the bin that is there already: nothing is looked for in an index.
    pub(super) fn asked_row_by_row(&self, conn: &Connection, sql: &mut Statement) -> Result<(), StoreError> {
        sql.push("(");
        self.narrow_condition(conn, sql, false)?;
        if self.untagged {
            sql.push(" AND c.tags IS NULL");
        }
        self.tag_condition(sql, "c.row_id");
        sql.push(")");
        Ok(())
    }

    fn narrow_condition(
        &self,
        conn: &Connection,
        sql: &mut Statement,
        drives: bool,
    ) -> Result<(), StoreError> {
        RuleSql { conn, today: self.today, drives }.push(sql, &self.rule)?;
        if let Some(moment) = self.created_after {
            sql.push(" AND ");
            created_since(sql, moment, drives);
        }
        for (n, id) in self.only.iter().enumerate() {
            sql.push(if n == 0 { " AND c.id IN (" } else { ", " }).bind(id.as_bytes().to_vec());
        }
        if !self.only.is_empty() {
            sql.push(")");
        }
        Ok(())
    }

    /// The part about the tag, for a contact whose number stands in `row_id`.
    pub(super) fn tag_condition(&self, sql: &mut Statement, row_id: &str) {
        if let Some((tag, contacts)) = self.tag {
            if contacts <= SMALL_TAG {
                sql.push(" AND ")
                    .push(row_id)
                    .push(" IN (SELECT contact_row FROM contact_tags WHERE tag_row = ");
                sql.bind(tag.0).push(")");
            } else {
                // As a value, so that the planner cannot turn it into a join that sorts.
                sql.push(" AND (SELECT 1 FROM contact_tags WHERE tag_row = ").bind(tag.0);
                sql.push(" AND contact_row = ").push(row_id).push(") IS NOT NULL");
            }
        }
    }
}

/// First saved at this moment or later. No index knows when a contact was first saved; but nothing was last changed before
/// it was saved, and that an index knows.
pub(super) fn created_since(sql: &mut Statement, moment: Timestamp, drives: bool) {
    sql.push("c.created_at >= ").bind(moment.as_millis());
    if drives {
        sql.push(" AND c.updated_at >= ").bind(moment.as_millis());
    }
}

impl Contacts<'_> {
    /// One page of contacts.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, query: &ContactQuery) -> Result<Page<Contact>, StoreError> {
        let Some(scope) = Scope::of(self.conn, query)? else {
            return Ok(Page::exact(Vec::new(), None, 0));
        };
        if scope.search().is_some() {
            return self.search_page(query, &scope);
        }
        if scope.is_narrowed() {
            return self.narrowed_page(query, &scope);
        }
        let wanted = page::rows_wanted(query.limit);
        let (total, total_is_exact) = self.total(&scope)?;
        let (rows, next) = if query.deleted {
            self.ordered(&DELETED, &scope, query, wanted)?
        } else {
            match query.sort {
                ContactSort::Name => self.ordered(&NAME, &scope, query, wanted)?,
                ContactSort::Created => self.ordered(&CREATED, &scope, query, wanted)?,
                ContactSort::Updated => self.ordered(&UPDATED, &scope, query, wanted)?,
                ContactSort::Email => self.by_email(&scope, query, wanted)?,
            }
        };
        Ok(Page { items: rows.into_iter().map(|row| row.contact).collect(), next, total, total_is_exact })
    }

    fn total(&self, scope: &Scope) -> Result<(u64, bool), StoreError> {
        if !scope.untagged && !scope.deleted {
            let total = match scope.tag {
                Some((_, contacts)) => contacts,
                None => self.count_all()?,
            };
            return Ok((total, true));
        }
        let mut sql = Statement::new("SELECT count(*) FROM (SELECT 1 FROM contacts AS c WHERE ");
        scope.condition(self.conn, &mut sql)?;
        sql.push(" LIMIT ").bind(column::signed(COUNTED + 1)).push(")");
        let counted = sql.one(self.conn, |row| row.get(0).map(column::unsigned))?;
        Ok((counted.min(COUNTED), counted <= COUNTED))
    }

    /// Contacts with an address by address, then those without by name.
    fn by_email(
        &self,
        scope: &Scope,
        query: &ContactQuery,
        wanted: usize,
    ) -> Result<(Vec<ContactRow>, Option<String>), StoreError> {
        let rest = query
            .cursor
            .as_deref()
            .map(Mark::read)
            .transpose()?
            .is_some_and(|mark| mark.order == NO_EMAIL.mark);
        if rest {
            return self.ordered(&NO_EMAIL, scope, query, wanted);
        }
        let (mut rows, next) = self.ordered(&EMAIL, scope, query, wanted)?;
        if next.is_some() {
            return Ok((rows, next));
        }
        let from_start = ContactQuery { cursor: None, ..query.clone() };
        let (more, next) = self.ordered(&NO_EMAIL, scope, &from_start, wanted)?;
        let room = wanted - rows.len();
        if more.len() <= room {
            rows.extend(more);
            return Ok((rows, next));
        }
        let ends_with_an_address = room == 0;
        rows.extend(more.into_iter().take(room));
        let next = match rows.last() {
            // The others begin from their start on the next page.
            Some(_) if ends_with_an_address => Some(Mark::new(NO_EMAIL.mark, i64::MIN, "").write()),
            Some(last) => Some(NO_EMAIL.mark_of(last).write()),
            None => None,
        };
        Ok((rows, next))
    }

    fn ordered(
        &self,
        order: &Order,
        scope: &Scope,
        query: &ContactQuery,
        wanted: usize,
    ) -> Result<(Vec<ContactRow>, Option<String>), StoreError> {
        let mut sql = Statement::new("SELECT ");
        sql.push(SELECTED).push(" FROM contacts AS c").push(order.found_by).push(" WHERE ");
        scope.condition(self.conn, &mut sql)?;
        sql.push(order.condition);
        if let Some(mark) = Mark::of(query.cursor.as_deref(), order.mark)? {
            order.place(&mut sql, &mark)?;
        }
        sql.push(" ORDER BY ").push(order.by).push(" LIMIT ").bind(page::limit_of(wanted));
        let mut reader = RowReader::new(self.conn);
        let mut rows = sql.all(self.conn, |row| reader.contact_row(row))?;
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = rows.last().filter(|_| more).map(|last| order.mark_of(last).write());
        Ok((rows, next))
    }
}

/// One order of a list: its index is `(key, row_id)`, walked up or down.
pub(super) struct Order {
    mark: u8,
    condition: &'static str,
    /// Which index must find the rows, where the planner would take another that holds the same order of more rows.
    found_by: &'static str,
    key: Key,
    pub by: &'static str,
}

#[derive(Clone, Copy)]
enum Key {
    Name,
    Email,
    Row,
    Updated,
    Deleted,
}

static NAME: Order =
    Order { mark: b'N', condition: "", found_by: "", key: Key::Name, by: "c.name_key, c.row_id" };
static CREATED: Order = Order { mark: b'C', condition: "", found_by: "", key: Key::Row, by: "c.row_id DESC" };
static UPDATED: Order = Order {
    mark: b'U',
    condition: "",
    found_by: "",
    key: Key::Updated,
    by: "c.updated_at DESC, c.row_id DESC",
};
const DELETED: Order = Order {
    mark: b'D',
    condition: "",
    found_by: "",
    key: Key::Deleted,
    by: "c.deleted_at DESC, c.row_id DESC",
};
const EMAIL: Order = Order {
    mark: b'E',
    condition: " AND c.email IS NOT NULL",
    found_by: "",
    key: Key::Email,
    by: "c.email, c.row_id",
};
const NO_EMAIL: Order = Order {
    mark: b'W',
    condition: " AND c.email IS NULL",
    found_by: " INDEXED BY contacts_without_email",
    key: Key::Name,
    by: "c.name_key, c.row_id",
};

impl Order {
    /// The order that one index holds; an order by address needs two.
    pub(super) fn of(sort: ContactSort) -> Option<&'static Self> {
        match sort {
            ContactSort::Name => Some(&NAME),
            ContactSort::Created => Some(&CREATED),
            ContactSort::Updated => Some(&UPDATED),
            ContactSort::Email => None,
        }
    }

    pub(super) fn place(&self, sql: &mut Statement, mark: &Mark) -> Result<(), StoreError> {
        let time = || mark.text.parse::<i64>().map_err(|_| StoreError::CursorInvalid);
        match self.key {
            Key::Row => sql.push(" AND c.row_id < "),
            Key::Name => sql.push(" AND (c.name_key, c.row_id) > (").bind(mark.text.clone()).push(", "),
            Key::Email => sql.push(" AND (c.email, c.row_id) > (").bind(mark.text.clone()).push(", "),
            Key::Updated => sql.push(" AND (c.updated_at, c.row_id) < (").bind(time()?).push(", "),
            Key::Deleted => sql.push(" AND (c.deleted_at, c.row_id) < (").bind(time()?).push(", "),
        };
        sql.bind(mark.number);
        if !matches!(self.key, Key::Row) {
            sql.push(")");
        }
        Ok(())
    }

    pub(super) fn mark_of(&self, row: &ContactRow) -> Mark {
        let contact = &row.contact;
        let text = match self.key {
            Key::Row => String::new(),
            Key::Name => row.name_key.clone(),
            Key::Email => contact.details.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            Key::Updated => contact.updated_at.as_millis().to_string(),
            Key::Deleted => contact.deleted_at.map(|at| at.as_millis().to_string()).unwrap_or_default(),
        };
        Mark::new(self.mark, row.row_id, text)
    }
}
