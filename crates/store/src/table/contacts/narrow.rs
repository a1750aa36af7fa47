//! Lists that no index holds in their order: a group, a segment, an import, a rule. Few matches are found by one reading of
//! the contacts and then put in order; many are met soon enough when the list is walked in its order.

use std::collections::BinaryHeap;

use sellify_domain::{Combinator, Condition, Contact, RulePart, SegmentRule, SetTest};

use super::list::{COUNTED, Order, Scope};
use super::row::{RowReader, SELECTED};
use super::{ContactQuery, ContactSort, Contacts};
use crate::page::{self, Mark};
use crate::statement::Statement;
use crate::{Page, StoreError};

/// Contacts looked at while walking a list in its order, before all of them are read instead.
const WALKED: usize = 4_000;

/// Where a contact stands in its order: class (those without address come last), text, number, row.
type Place = (u8, String, i64, i64);

/// What `group`, `segment`, `rule` and `import` of a query ask together. None when one of them names what does not exist:
/// then nobody can be meant.
pub(super) fn narrowed(
    conn: &rusqlite::Connection,
    query: &ContactQuery,
) -> Result<Option<SegmentRule>, StoreError> {
    let mut rules = Vec::new();
    if let Some(group) = query.group {
        rules.push(RulePart::Condition(Condition::Groups(SetTest::HasAny(vec![group]))));
    }
    if let Some(id) = query.import {
        rules.push(RulePart::Condition(Condition::Import { id, not: false }));
    }
    rules.extend(query.rule.clone().map(RulePart::Group));
    if let Some(id) = query.segment {
        let Some(segment) = crate::table::segments::Segments::new(conn).get(id)? else { return Ok(None) };
        rules.push(RulePart::Group(segment.rule));
    }
    Ok(Some(SegmentRule { combinator: Combinator::And, not: false, rules }))
}

/// The contacts of a page that were found so far, and how many match.
struct Found {
    first: BinaryHeap<Place>,
    wanted: usize,
    after: Option<Place>,
    count: u64,
}

impl Found {
    fn add(&mut self, place: Place) {
        self.count += 1;
        if self.after.as_ref().is_some_and(|after| place <= *after) {
            return;
        }
        if self.first.len() <= self.wanted {
            self.first.push(place);
        } else if self.first.peek().is_some_and(|last| place < *last) {
            self.first.pop();
            self.first.push(place);
        }
    }
}

impl Contacts<'_> {
    pub(super) fn narrowed_page(
        &self,
        query: &ContactQuery,
        scope: &Scope,
    ) -> Result<Page<Contact>, StoreError> {
        let wanted = page::rows_wanted(query.limit);
        let mark = query.cursor.as_deref().map(Mark::read).transpose()?;
        let sort = if scope.deleted { None } else { Some(query.sort) };
        let after = mark.as_ref().map(|mark| place_of(sort, mark)).transpose()?;
        let (found, all) = self.read_through(scope, sort, wanted, after.clone(), COUNTED)?;
        if all {
            return self.page_of(sort, found, wanted, true);
        }
        if let Some(order) = sort.and_then(Order::of)
            && let Some(page) = self.walk(order, scope, mark.as_ref(), wanted)?
        {
            return Ok(page);
        }
        let (found, _) = self.read_through(scope, sort, wanted, after, u64::MAX)?;
        self.page_of(sort, found, wanted, true)
    }

    /// Reads contacts in the order of their numbers until so many match; tells whether those were all.
    fn read_through(
        &self,
        scope: &Scope,
        sort: Option<ContactSort>,
        wanted: usize,
        after: Option<Place>,
        until: u64,
    ) -> Result<(Found, bool), StoreError> {
        let mut sql = Statement::new("SELECT c.row_id, ");
        sql.push(match sort {
            Some(ContactSort::Name) => "0, c.name_key, 0, c.row_id",
            Some(ContactSort::Email) => "c.email IS NULL, coalesce(c.email, c.name_key), 0, c.row_id",
            Some(ContactSort::Created) => "0, '', 0, -c.row_id",
            Some(ContactSort::Updated) => "0, '', -c.updated_at, -c.row_id",
            None => "0, '', -c.deleted_at, -c.row_id",
        });
        sql.push(" FROM contacts AS c WHERE ");
        scope.condition(self.conn, &mut sql)?;
        let mut found = Found { first: BinaryHeap::new(), wanted, after, count: 0 };
        let mut all = true;
        let read = sql.for_each(self.conn, |row| {
            let read = || Ok((row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
            found.add(read().map_err(|error: rusqlite::Error| Stop::Broken(error.into()))?);
            if found.count > until { Err(Stop::Enough) } else { Ok(()) }
        });
        match read {
            Ok(()) => {}
            Err(Stop::Enough) => all = false,
            Err(Stop::Broken(error)) => return Err(error),
        }
        Ok((found, all))
    }

    fn page_of(
        &self,
        sort: Option<ContactSort>,
        found: Found,
        wanted: usize,
        total_is_exact: bool,
    ) -> Result<Page<Contact>, StoreError> {
        let Found { first, count: total, .. } = found;
        let mut places = first.into_sorted_vec();
        let more = places.len() > wanted;
        places.truncate(wanted);
        let next = places.last().filter(|_| more).map(|last| mark_of(sort, last).write());
        let rows: Vec<i64> = places.iter().map(|place| place.3.abs()).collect();
        Ok(Page { items: self.rows(&rows)?, next, total, total_is_exact })
    }

    /// One page by walking the list in its order; none when the matches are too far apart there.
    fn walk(
        &self,
        order: &Order,
        scope: &Scope,
        mark: Option<&Mark>,
        wanted: usize,
    ) -> Result<Option<Page<Contact>>, StoreError> {
        let mut sql = Statement::new("SELECT ");
        sql.push(SELECTED).push(", ");
        scope.asked_row_by_row(self.conn, &mut sql)?;
        sql.push(" FROM contacts AS c WHERE c.deleted_at IS NULL");
        if let Some(mark) = mark {
            order.place(&mut sql, mark)?;
        }
        sql.push(" ORDER BY ").push(order.by);
        let mut reader = RowReader::new(self.conn);
        let (mut rows, mut walked) = (Vec::new(), 0);
        let read = sql.for_each(self.conn, |row| {
            walked += 1;
            let hit: bool = row.get(24).map_err(|error| Stop::Broken(error.into()))?;
            if hit {
                rows.push(reader.contact_row(row).map_err(|error| Stop::Broken(error.into()))?);
            }
            if rows.len() > wanted || walked >= WALKED { Err(Stop::Enough) } else { Ok(()) }
        });
        match read {
            Err(Stop::Broken(error)) => return Err(error),
            Err(Stop::Enough) if rows.len() <= wanted => return Ok(None),
            Ok(()) | Err(Stop::Enough) => {}
        }
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = rows.last().filter(|_| more).map(|last| order.mark_of(last).write());
        let items = rows.into_iter().map(|row| row.contact).collect();
        Ok(Some(Page { items, next, total: COUNTED, total_is_exact: false }))
    }
}

/// Why reading stopped.
enum Stop {
    Enough,
    Broken(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Broken(error)
    }
}

/// The marks are those of the whole lists: a filter that comes or goes does not lose the place. None: the bin.
fn place_of(sort: Option<ContactSort>, mark: &Mark) -> Result<Place, StoreError> {
    let time = || mark.text.parse::<i64>().map_err(|_| StoreError::CursorInvalid);
    let text = || mark.text.clone();
    Ok(match (sort, mark.order) {
        (Some(ContactSort::Name), b'N') | (Some(ContactSort::Email), b'E') => (0, text(), 0, mark.number),
        (Some(ContactSort::Email), b'W') => (1, text(), 0, mark.number),
        (Some(ContactSort::Created), b'C') => (0, String::new(), 0, mark.number.saturating_neg()),
        (Some(ContactSort::Updated), b'U') | (None, b'D') => {
            (0, String::new(), time()?.saturating_neg(), mark.number.saturating_neg())
        }
        _ => return Err(StoreError::CursorInvalid),
    })
}

fn mark_of(sort: Option<ContactSort>, place: &Place) -> Mark {
    let (class, text, number, row) = place;
    let time = || (-number).to_string();
    match sort {
        Some(ContactSort::Name) => Mark::new(b'N', *row, text.clone()),
        Some(ContactSort::Email) => Mark::new(if *class == 0 { b'E' } else { b'W' }, *row, text.clone()),
        Some(ContactSort::Created) => Mark::new(b'C', row.abs(), ""),
        Some(ContactSort::Updated) => Mark::new(b'U', row.abs(), time()),
        None => Mark::new(b'D', row.abs(), time()),
    }
}
