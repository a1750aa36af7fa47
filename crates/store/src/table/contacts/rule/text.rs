//! Conditions on texts: folded, but for addresses and numbers, which people know by their signs.

use rusqlite::Connection;
use sellify_domain::{ContactField, TextTest};

use super::custom;
use crate::StoreError;
use crate::fold::fold;
use crate::statement::Statement;
use crate::table::contacts::words;

/// Words of an equality that the full-text index looks for; the row itself is asked for all of them.
const MAX_WORDS: usize = 8;
/// Rows that are looked up one by one rather than met while reading all.
const MOST_LOOKED_UP: i64 = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Has,
    Is,
    Begins,
    Ends,
}

/// `finder`: looks for rows in the full-text index; absent where an index may not find them.
pub(super) fn condition(
    sql: &mut Statement,
    field: &ContactField,
    test: &TextTest,
    finder: Option<&Connection>,
) -> Result<(), StoreError> {
    let (how, text, not) = match test {
        TextTest::Contains(text) => (How::Has, text, false),
        TextTest::DoesNotContain(text) => (How::Has, text, true),
        TextTest::Is(text) => (How::Is, text, false),
        TextTest::IsNot(text) => (How::Is, text, true),
        TextTest::BeginsWith(text) => (How::Begins, text, false),
        TextTest::DoesNotBeginWith(text) => (How::Begins, text, true),
        TextTest::EndsWith(text) => (How::Ends, text, false),
        TextTest::DoesNotEndWith(text) => (How::Ends, text, true),
        TextTest::IsAnyOf(texts) => return any_of(sql, field, texts, false),
        TextTest::IsNoneOf(texts) => return any_of(sql, field, texts, true),
        TextTest::Empty | TextTest::NotEmpty => {
            empty(sql, field, *test == TextTest::NotEmpty);
            return Ok(());
        }
    };
    if not {
        sql.push("NOT ");
    }
    one(sql, field, how, text, finder.filter(|_| !not))
}

fn one(
    sql: &mut Statement,
    field: &ContactField,
    how: How,
    text: &str,
    finder: Option<&Connection>,
) -> Result<(), StoreError> {
    match field {
        ContactField::Email => email(sql, how, text),
        ContactField::Phone => phone(sql, how, text),
        _ => return folded(sql, field, how, text, finder),
    }
    Ok(())
}

fn any_of(sql: &mut Statement, field: &ContactField, texts: &[String], not: bool) -> Result<(), StoreError> {
    sql.push(if not { "NOT (" } else { "(" });
    if matches!(field, ContactField::Email | ContactField::Phone) {
        for (n, text) in texts.iter().enumerate() {
            sql.push(if n > 0 { " OR " } else { "" });
            one(sql, field, How::Is, text, None)?;
        }
    } else {
        let keys: Vec<String> = texts.iter().map(|text| key_of(text)).collect();
        sql.push("text_is(");
        value(sql, field);
        sql.push(", ").bind(keys.join("\n")).push(")");
    }
    sql.push(")");
    Ok(())
}

fn empty(sql: &mut Statement, field: &ContactField, not: bool) {
    sql.push(if not { "NOT " } else { "" });
    match field {
        ContactField::Email => sql.push("(c.email IS NULL)"),
        ContactField::Phone => sql.push("(c.phone IS NULL AND c.phone_typed IS NULL)"),
        ContactField::FullName => sql.push("(c.first_name = '' AND c.last_name = '')"),
        _ => {
            sql.push("(coalesce(");
            value(sql, field);
            sql.push(", '') = '')")
        }
    };
}

/// What makes two texts the same: their folded form, or, when they are all signs, themselves.
pub(super) fn key_of(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() { text.trim().to_lowercase() } else { folded }
}

/// The text of a field; NULL or empty when it is absent.
fn value(sql: &mut Statement, field: &ContactField) {
    let column = match field {
        ContactField::Custom(key) => return custom(sql, key),
        ContactField::FullName => "c.first_name || ' ' || c.last_name",
        ContactField::Civility => "c.civility",
        ContactField::FirstName => "c.first_name",
        ContactField::LastName => "c.last_name",
        ContactField::Company => "c.company",
        ContactField::Street => "c.street",
        ContactField::Postcode => "c.postcode",
        ContactField::City => "c.city",
        ContactField::Country => "c.country",
        ContactField::Birthdate => "c.birthdate",
        ContactField::Reference => "c.reference",
        ContactField::Notes => "c.notes",
        // The rest is no text; a rule that was read never gets here.
        _ => "''",
    };
    sql.push(column);
}

fn folded(
    sql: &mut Statement,
    field: &ContactField,
    how: How,
    text: &str,
    finder: Option<&Connection>,
) -> Result<(), StoreError> {
    let folded = fold(text);
    if folded.is_empty() && how != How::Is {
        // All signs, which folding takes away.
        signs(sql, how, text.trim(), |sql| {
            sql.push("coalesce(");
            value(sql, field);
            sql.push(", '')");
        });
        return Ok(());
    }
    sql.push("(");
    if let Some(conn) = finder
        && !folded.is_empty()
        && is_indexed(field)
        && matches!(how, How::Is | How::Begins)
    {
        let words = full_text(&folded, how == How::Begins);
        if are_few(conn, &words)? {
            sql.push("c.row_id IN (SELECT rowid FROM contacts_fts WHERE contacts_fts MATCH ");
            sql.bind(words).push(") AND ");
        }
    }
    sql.push(match how {
        How::Has => "text_has(",
        How::Is => "text_is(",
        How::Begins => "text_begins(",
        How::Ends => "text_ends(",
    });
    value(sql, field);
    let needle = if how == How::Is { key_of(text) } else { folded };
    sql.push(", ").bind(needle).push("))");
    Ok(())
}

/// Whether so few contacts have these words that each can be looked up: rows all over the table cost as many pages as
/// the whole table.
fn are_few(conn: &Connection, words: &str) -> Result<bool, StoreError> {
    let mut sql =
        Statement::new("SELECT count(*) FROM (SELECT 1 FROM contacts_fts WHERE contacts_fts MATCH ");
    sql.bind(words.to_owned()).push(" LIMIT ").bind(MOST_LOOKED_UP + 1).push(")");
    let found: i64 = sql.one(conn, |row| row.get(0))?;
    Ok(found <= MOST_LOOKED_UP)
}

/// The fields whose words are in the full-text index, and are searched folded.
fn is_indexed(field: &ContactField) -> bool {
    matches!(
        field,
        ContactField::FullName
            | ContactField::FirstName
            | ContactField::LastName
            | ContactField::Company
            | ContactField::City
            | ContactField::Reference
    )
}

/// Who has these words at all; the last one may go on.
fn full_text(folded: &str, begins: bool) -> String {
    let words: Vec<&str> = words::split(folded).collect();
    let last = words.len().saturating_sub(1);
    let quoted = words.iter().enumerate().map(|(n, word)| {
        let open = begins && n == last;
        format!("\"{word}\"{}", if open { "*" } else { "" })
    });
    quoted.take(MAX_WORDS).collect::<Vec<_>>().join(" AND ")
}

/// Addresses are kept in lower case, and every sign of them counts.
fn email(sql: &mut Statement, how: How, text: &str) {
    let text = text.trim().to_lowercase();
    match how {
        // As ranges, so that the index of addresses serves them.
        How::Is => {
            sql.push("(c.email IS NOT NULL AND c.email = ").bind(text).push(")");
        }
        How::Begins => {
            let end = format!("{text}\u{10FFFF}");
            sql.push("(c.email IS NOT NULL AND c.email >= ").bind(text).push(" AND c.email < ").bind(end);
            sql.push(")");
        }
        How::Has | How::Ends => signs(sql, how, &text, |sql| {
            sql.push("coalesce(c.email, '')");
        }),
    }
}

fn signs(sql: &mut Statement, how: How, text: &str, value: impl Fn(&mut Statement)) {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    sql.push("(");
    match how {
        How::Has => {
            sql.push("instr(");
            value(sql);
            sql.push(", ").bind(text.to_owned()).push(") > 0");
        }
        How::Is => {
            value(sql);
            sql.push(" = ").bind(text.to_owned());
        }
        How::Begins => {
            sql.push("substr(");
            value(sql);
            sql.push(", 1, ").bind(length).push(") = ").bind(text.to_owned());
        }
        How::Ends => {
            sql.push("substr(");
            value(sql);
            sql.push(", ").bind(-length).push(") = ").bind(text.to_owned());
        }
    }
    sql.push(")");
}

fn phone(sql: &mut Statement, how: How, text: &str) {
    let digits = super::functions::dialled(text);
    sql.push(match how {
        How::Has => "phone_has(",
        How::Is => "phone_is(",
        How::Begins => "phone_begins(",
        How::Ends => "phone_ends(",
    });
    sql.push("coalesce(c.phone, c.phone_typed), ").bind(digits).push(")");
}
