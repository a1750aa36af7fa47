//! Searching contacts as people type.
//!
//! Nothing here costs more for more hits. A handful of candidates is taken from indexes in the order in which
//! people expect them (the name itself, that word as a name, names that begin so), each source cut short before
//! anything is ranked; everybody else follows by age, straight from the full-text index.

use std::collections::HashSet;

use sellify_domain::Contact;

use super::list::{COUNTED, Scope};
use super::row::{RowReader, SELECTED};
use super::words::{self, SEARCHED};
use super::{ContactQuery, Contacts};
use crate::fold::fold;
use crate::page::{self, Mark};
use crate::statement::Statement;
use crate::{Page, StoreError, column};

/// Words of a search that count; a person types two or three.
const MAX_WORDS: usize = 8;
/// Candidates of each source of the head.
const CANDIDATES: i64 = 32;
/// How far a source is read for candidates when most of them may lack the tag.
const READ_FOR_TAG: i64 = 2_000;
/// How far the full-text index is counted when each hit must be checked for a tag.
const COUNTED_FOR_TAG: i64 = 20_000;
/// Hits that the first page reads at least.
const READ_FIRST: usize = 1_000;
/// Hits that are read and ranked when a rule must be asked of each.
const MOST_READ: usize = 20_000;
const HEAD: u8 = b'H';
const TAIL: u8 = b'T';
const SMALL: u8 = b'S';

/// A search text, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Search {
    words: Vec<String>,
    /// The same words as a name: as typed, and with the last one first (`marie dupont` is filed under `dupont`).
    names: Vec<String>,
    /// The start of an address.
    email: Option<String>,
    /// How the national number may begin, when nothing but a number was typed.
    phones: Vec<String>,
}

impl Search {
    pub(super) fn of(text: &str) -> Self {
        let folded = fold(text);
        let name: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
        let mut names = vec![name.join(" ")];
        if let Some((last, others)) = name.split_last().filter(|(_, others)| !others.is_empty()) {
            names.push(format!("{last} {}", others.join(" ")));
        }
        let words = words::split(&names[0]).map(str::to_owned).collect();
        let email = text.contains('@').then(|| text.trim().to_lowercase()).filter(|_| name.len() < MAX_WORDS);
        Self { words, names, email, phones: phone_starts(text) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The full-text query. Words hold letters and digits only, so quoting them is enough.
    fn query(&self, suffix: &str) -> String {
        let words: Vec<String> = self.words.iter().map(|word| format!("\"{word}\"{suffix}")).collect();
        let phones = self.phones.iter().map(|digits| format!(" OR \"{digits}\"{suffix}"));
        format!("({}){}", words.join(" AND "), phones.collect::<String>())
    }

    fn prefixes(&self) -> String {
        self.query("*")
    }

    /// Restricts rows `c` to those that match. The bin is not in the full-text index.
    pub(super) fn condition(&self, sql: &mut Statement, deleted: bool) {
        if !deleted {
            sql.push(" AND c.row_id IN (SELECT rowid FROM contacts_fts WHERE contacts_fts MATCH ");
            sql.bind(self.prefixes()).push(")");
            return;
        }
        self.by_reading(sql);
    }

    /// The same by looking at the words of each row.
    fn by_reading(&self, sql: &mut Statement) {
        let columns: Vec<String> = SEARCHED.iter().map(|column| format!("c.{column}")).collect();
        sql.push(" AND words_match(contact_words(").push(&columns.join(", ")).push("), ");
        sql.bind(self.words.join(" ")).push(", ").bind(self.phones.join(" ")).push(")");
    }

    /// How good a match is, by the name alone; smaller is better.
    fn class(&self, name_key: &str) -> u8 {
        let is = |name: &String| {
            name_key == name || name_key.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '))
        };
        if self.names.iter().any(is) {
            0
        } else if self.words.iter().all(|word| name_key.split(' ').any(|part| part == word)) {
            1
        } else if self.names.iter().any(|name| name_key.starts_with(name.as_str())) {
            2
        } else if matches(name_key, &self.words.join(" "), "") {
            3
        } else {
            4
        }
    }
}

/// Whether every word of `query` begins a word of `words`, or one of the numbers does.
pub(super) fn matches(words: &str, query: &str, phones: &str) -> bool {
    let begins = |start: &str| words.split(' ').any(|word| word.starts_with(start));
    query.split(' ').all(begins) || phones.split(' ').any(|start| !start.is_empty() && begins(start))
}

fn phone_starts(text: &str) -> Vec<String> {
    let text = text.trim();
    let only_a_number = text.chars().all(|c| c.is_ascii_digit() || " +().-/\u{a0}\u{202f}".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !only_a_number || digits.len() < 2 {
        return Vec::new();
    }
    let without_zeros = digits.trim_start_matches('0');
    let with_country = text.starts_with('+') || digits.starts_with("00");
    let national = words::national_digits(&format!("+{without_zeros}")).map(str::to_owned);
    let mut starts = Vec::new();
    if !with_country {
        starts.push(without_zeros.to_owned());
    }
    // Long enough to hold a country code although none was announced.
    if with_country || (digits.len() > 9 && !digits.starts_with('0')) {
        starts.extend(national);
    }
    starts.retain(|start| !start.is_empty());
    starts
}

impl Contacts<'_> {
    pub(super) fn search_page(
        &self,
        query: &ContactQuery,
        scope: &Scope,
    ) -> Result<Page<Contact>, StoreError> {
        let Some(search) = scope.search() else { return Ok(Page::exact(Vec::new(), None, 0)) };
        if scope.is_read_through() {
            return self.search_few(query, scope, search);
        }
        let wanted = page::rows_wanted(query.limit);
        let mark = query.cursor.as_deref().map(Mark::read).transpose()?;
        let head = self.head(scope, search)?;
        let mut after = -1;
        let mut rows = Vec::new();
        match mark {
            Some(mark) if mark.order == TAIL => after = mark.number,
            Some(mark) if mark.order != HEAD => return Err(StoreError::CursorInvalid),
            other => {
                let from =
                    other.and_then(|mark| usize::try_from(mark.number).ok()).unwrap_or(0).min(head.len());
                let to = (from + wanted).min(head.len());
                rows.extend_from_slice(&head[from..to]);
                if to < head.len() {
                    let next = Mark::new(HEAD, to as i64, "").write();
                    return self.found(&rows, Some(next), scope, search);
                }
            }
        }
        let room = wanted - rows.len();
        let (tail, total) = self.tail(scope, search, &head, after, room + 1)?;
        rows.extend(tail.iter().take(room));
        let last = tail.get(room.wrapping_sub(1)).copied().unwrap_or(after);
        let next = (tail.len() > room).then(|| Mark::new(TAIL, last, "").write());
        match total {
            Some(total) => Ok(Page::exact(self.rows(&rows)?, next, total)),
            None => self.found(&rows, next, scope, search),
        }
    }

    fn found(
        &self,
        rows: &[i64],
        next: Option<String>,
        scope: &Scope,
        search: &Search,
    ) -> Result<Page<Contact>, StoreError> {
        let (total, total_is_exact) = self.hits(scope, search)?;
        Ok(Page { items: self.rows(rows)?, next, total, total_is_exact })
    }

    pub(super) fn rows(&self, rows: &[i64]) -> Result<Vec<Contact>, StoreError> {
        let sql = format!("SELECT {SELECTED} FROM contacts AS c WHERE c.row_id = $1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut reader = RowReader::new(self.conn);
        rows.iter().map(|row| Ok(statement.query_row([row], |row| reader.contact(row))?)).collect()
    }

    /// The best matches, at most a few dozen of each kind.
    fn head(&self, scope: &Scope, search: &Search) -> Result<Vec<i64>, StoreError> {
        let mut head = Vec::new();
        let mut seen = HashSet::new();
        let mut add = |rows: Vec<i64>| head.extend(rows.into_iter().filter(|row| seen.insert(*row)));
        // `!` follows the blank: exactly this name, alone or before a second one.
        for name in &search.names {
            add(self.between(scope, "name_key", name, &format!("{name}!"))?);
        }
        add(self.exact_words(scope, search)?);
        for name in &search.names {
            add(self.between(scope, "name_key", name, &format!("{name}\u{10FFFF}"))?);
        }
        if let Some(email) = &search.email {
            add(self.between(scope, "email", email, &format!("{email}\u{10FFFF}"))?);
        }
        Ok(head)
    }

    fn between(&self, scope: &Scope, key: &str, from: &str, to: &str) -> Result<Vec<i64>, StoreError> {
        let filtered = scope.tag.is_some();
        let mut sql = Statement::new("SELECT c.row_id FROM (SELECT row_id, ");
        sql.push(key).push(" AS k FROM contacts WHERE deleted_at IS NULL AND ");
        sql.push(key).push(" >= ").bind(from.to_owned()).push(" AND ");
        sql.push(key).push(" < ").bind(to.to_owned());
        sql.push(" ORDER BY ").push(key).push(", row_id LIMIT ");
        sql.bind(if filtered { READ_FOR_TAG } else { CANDIDATES }).push(") AS c WHERE true");
        scope.tag_condition(&mut sql, "c.row_id");
        sql.push(" ORDER BY c.k, c.row_id LIMIT ").bind(CANDIDATES);
        sql.all(self.conn, |row| row.get(0))
    }

    /// Contacts that carry the words themselves, not only words that begin so, in their name.
    fn exact_words(&self, scope: &Scope, search: &Search) -> Result<Vec<i64>, StoreError> {
        let filtered = scope.tag.is_some();
        let mut sql =
            Statement::new("SELECT c.row_id, c.name_key FROM (SELECT rowid AS row_id FROM contacts_fts");
        sql.push(" WHERE contacts_fts MATCH ").bind(search.query("")).push(" ORDER BY rowid LIMIT ");
        sql.bind(if filtered { READ_FOR_TAG } else { CANDIDATES });
        sql.push(") AS f CROSS JOIN contacts AS c ON c.row_id = f.row_id WHERE true");
        scope.tag_condition(&mut sql, "c.row_id");
        sql.push(" LIMIT ").bind(CANDIDATES);
        let rows: Vec<(i64, String)> = sql.all(self.conn, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().filter(|(_, name)| search.class(name) <= 1).map(|(row, _)| row).collect())
    }

    /// Everybody else, by age; and the number of all hits when this read them all.
    fn tail(
        &self,
        scope: &Scope,
        search: &Search,
        head: &[i64],
        after: i64,
        wanted: usize,
    ) -> Result<(Vec<i64>, Option<u64>), StoreError> {
        // A first page reads further than it needs: most searches have fewer hits than that, and are counted by it.
        let further = if after < 0 { READ_FIRST } else { 0 };
        let limit = page::limit_of((wanted + head.len()).max(further));
        let mut sql = Statement::new("SELECT c.rowid FROM contacts_fts AS c WHERE contacts_fts MATCH ");
        sql.bind(search.prefixes()).push(" AND c.rowid > ").bind(after);
        scope.tag_condition(&mut sql, "c.rowid");
        sql.push(" ORDER BY c.rowid LIMIT ").bind(limit);
        let mut rows: Vec<i64> = sql.all(self.conn, |row| row.get(0))?;
        let read = rows.len() as u64;
        let all = (after < 0 && read < column::unsigned(limit)).then_some(read);
        let head: HashSet<i64> = head.iter().copied().collect();
        rows.retain(|row| !head.contains(row));
        rows.truncate(wanted);
        Ok((rows, all))
    }

    fn hits(&self, scope: &Scope, search: &Search) -> Result<(u64, bool), StoreError> {
        let read = if scope.tag.is_some() { COUNTED_FOR_TAG } else { column::signed(COUNTED) };
        let mut sql = Statement::new("SELECT count(*)");
        if let Some((tag, _)) = scope.tag {
            sql.push(", count((SELECT 1 FROM contact_tags WHERE tag_row = ").bind(tag.0);
            sql.push(" AND contact_row = c.row_id))");
        }
        sql.push(" FROM (SELECT rowid AS row_id FROM contacts_fts WHERE contacts_fts MATCH ");
        sql.bind(search.prefixes()).push(" LIMIT ").bind(read + 1).push(") AS c");
        let (looked_at, tagged): (i64, i64) = sql.one(self.conn, |row| {
            Ok((row.get(0)?, if scope.tag.is_some() { row.get(1)? } else { row.get(0)? }))
        })?;
        Ok((column::unsigned(tagged.min(read)), looked_at <= read))
    }

    /// The bin, a tag with few contacts, or a rule: all hits are found by reading, then ranked.
    fn search_few(
        &self,
        query: &ContactQuery,
        scope: &Scope,
        search: &Search,
    ) -> Result<Page<Contact>, StoreError> {
        let wanted = page::rows_wanted(query.limit);
        let from = Mark::of(query.cursor.as_deref(), SMALL)?.map_or(0, |mark| mark.number);
        let from = usize::try_from(from).map_err(|_| StoreError::CursorInvalid)?;
        let mut sql = Statement::new("SELECT c.row_id, c.name_key FROM contacts AS c WHERE ");
        scope.condition(self.conn, &mut sql)?;
        if scope.is_narrowed() {
            search.condition(&mut sql, scope.deleted);
        } else {
            search.by_reading(&mut sql);
        }
        sql.push(" LIMIT ").bind(page::limit_of(MOST_READ));
        let mut hits: Vec<(i64, String)> = sql.all(self.conn, |row| Ok((row.get(0)?, row.get(1)?)))?;
        hits.sort_by_cached_key(|(row, name)| (search.class(name), name.clone(), *row));
        let rows: Vec<i64> = hits.iter().skip(from).take(wanted).map(|(row, _)| *row).collect();
        let to = from + rows.len();
        let next = (to < hits.len()).then(|| Mark::new(SMALL, to as i64, "").write());
        let (total, total_is_exact) = (hits.len().min(MOST_READ) as u64, hits.len() <= MOST_READ);
        Ok(Page { items: self.rows(&rows)?, next, total, total_is_exact })
    }
}
