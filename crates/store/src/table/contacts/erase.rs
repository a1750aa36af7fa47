//! Erasing people for good: every row that holds them goes, or loses what it says of them.
//!
//! What stays on purpose: the suppression list (it keeps them from being written to again), the counts of campaigns,
//! and the audit chain, whose sealed details the caller redacts.

use std::collections::BTreeMap;

use sellify_domain::{Channel, ConsentState, ContactId, Timestamp};
use serde_json::Value;

use super::person::{Person, PersonMarks};
use super::{Contacts, ContactsMut};
use crate::table::consents::Consents;
use crate::table::contacts::tags_of;
use crate::table::recipients::RecipientsMut;
use crate::{StoreError, column};

/// How much went, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ErasedCounts {
    /// Contacts, with those merged into them.
    pub contacts: u64,
    /// Statements of consent.
    pub consents: u64,
    /// Lines of campaigns that lost name and address.
    pub messages: u64,
    /// Earlier versions kept for taking back imports, bulk edits and merges.
    pub versions: u64,
}

impl ErasedCounts {
    /// By name, as the proof keeps them.
    #[must_use]
    pub fn by_name(self) -> BTreeMap<String, u64> {
        [
            ("contacts", self.contacts),
            ("consents", self.consents),
            ("messages", self.messages),
            ("versions", self.versions),
        ]
        .map(|(name, count)| (name.to_owned(), count))
        .into()
    }
}

impl Contacts<'_> {
    /// Whether a message to one of these contacts is in the hands of a server this very moment.
    ///
    /// # Errors
    /// The database's own error.
    pub fn are_being_written_to(&self, contacts: &[ContactId]) -> Result<bool, StoreError> {
        let mut found = self.conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM recipients AS r JOIN campaigns AS c ON c.row_id = r.campaign_row
                            WHERE r.contact_id = $1 AND r.state = 1 AND c.state = 'running')",
        )?;
        for id in contacts {
            if found.query_row([&id.as_bytes()[..]], |row| row.get(0))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The refusals that would be lost with a contact: said by the person, and not in the suppression list.
    ///
    /// # Errors
    /// The database's own error.
    pub fn refusals_without_suppression(
        &self,
        contacts: &[ContactId],
    ) -> Result<Vec<(Channel, String)>, StoreError> {
        let mut found = Vec::new();
        for id in contacts {
            let Some(contact) = self.get(*id)? else { continue };
            let phone = contact.details.phone.as_ref().map(|phone| phone.as_str());
            for fact in Consents::new(self.conn).facts(*id, contact.details.email.as_ref(), phone)? {
                let refused = fact.statement.is_some_and(|said| said.state == ConsentState::Refused);
                let address = match fact.channel {
                    Channel::Email => contact.details.email.as_ref().map(|email| email.as_str()),
                    Channel::WhatsApp | Channel::Phone => phone,
                    Channel::Post => None,
                };
                if let (true, None, Some(address)) = (refused, fact.suppression, address) {
                    found.push((fact.channel, address.to_owned()));
                }
            }
        }
        Ok(found)
    }
}

impl ContactsMut<'_> {
    /// Removes a person from every table that knows them by an id. Not the suppression list: it keeps them from being
    /// written to again. [`ContactsMut::erase_import_rows`] and [`ContactsMut::sweep_search`] do the rest.
    ///
    /// # Errors
    /// The database's own error.
    pub fn erase(&self, person: &Person, now: Timestamp) -> Result<ErasedCounts, StoreError> {
        let mut counts = ErasedCounts::default();
        for id in &person.contacts {
            counts.contacts += u64::from(self.erase_row(*id, now)?);
            counts.consents += self.delete("DELETE FROM consents WHERE contact_id = $1", *id)?;
            counts.versions += self.erase_versions(*id)?;
            counts.messages += self.erase_from_ledgers(*id, now)?;
        }
        Ok(counts)
    }

    /// Empties what imports kept of these people without an id: refused rows, and rows corrected by hand. Reads all of
    /// them. Tells how many there were.
    ///
    /// # Errors
    /// The database's own error.
    pub fn erase_import_rows(&self, marks: &PersonMarks) -> Result<u64, StoreError> {
        Ok(self.erase_rejects(marks)? + self.erase_corrections(marks)?)
    }

    /// Rewrites the search index, so that the words of erased rows are in none of its pages. In a transaction of its own,
    /// after the erasure: it reads all of the index.
    ///
    /// # Errors
    /// The database's own error.
    pub fn sweep_search(&self) -> Result<(), StoreError> {
        self.conn.execute_batch("INSERT INTO contacts_fts (contacts_fts) VALUES ('optimize');")?;
        Ok(())
    }

    /// The contact itself, its tags and its groups.
    fn erase_row(&self, id: ContactId, now: Timestamp) -> Result<bool, StoreError> {
        let Some((row, live, tags)) = tags_of(self.conn, id)? else { return Ok(false) };
        if live {
            // Counts of tags and groups, and the search index, follow.
            self.set_deleted(id, Some(now))?;
        }
        for tag in tags {
            self.conn
                .prepare_cached("DELETE FROM contact_tags WHERE tag_row = $1 AND contact_row = $2")?
                .execute((tag.0, row))?;
        }
        self.conn
            .prepare_cached("DELETE FROM contact_group_members WHERE contact_row = $1")?
            .execute([row])?;
        self.conn.prepare_cached("DELETE FROM contacts WHERE row_id = $1")?.execute([row])?;
        Ok(true)
    }

    /// What was kept to take changes back, and what was said of pairs.
    fn erase_versions(&self, id: ContactId) -> Result<u64, StoreError> {
        const VERSIONS: [&str; 3] = [
            "DELETE FROM import_changes WHERE import_row IN (SELECT row_id FROM imports) AND contact_id = $1",
            "DELETE FROM bulk_edit_changes
             WHERE bulk_edit_row IN (SELECT row_id FROM bulk_edits) AND contact_id = $1",
            "DELETE FROM contact_merges WHERE kept_id = $1 OR merged_id = $1",
        ];
        const PAIRS: [&str; 2] = [
            "DELETE FROM duplicate_pairs WHERE first = $1 OR second = $1",
            "DELETE FROM distinct_contacts WHERE first = $1 OR second = $1",
        ];
        let mut versions = 0;
        for sql in VERSIONS {
            versions += self.delete(sql, id)?;
        }
        for sql in PAIRS {
            self.delete(sql, id)?;
        }
        Ok(versions)
    }

    /// Lines of campaigns keep their state, so that totals stay true; nobody is named any more. Who had not been written
    /// to yet is cancelled.
    fn erase_from_ledgers(&self, id: ContactId, now: Timestamp) -> Result<u64, StoreError> {
        RecipientsMut::new(self.conn).cancel_pending_of(id, now)?;
        self.delete(
            "UPDATE recipient_attempts SET text = NULL
             WHERE recipient_row IN (SELECT row_id FROM recipients WHERE contact_id = $1)",
            id,
        )?;
        self.delete(
            "UPDATE recipients SET email = '', name = '', reply_text = NULL WHERE contact_id = $1",
            id,
        )
    }

    /// A refused row keeps its line and its reason: the counts of the import stay true.
    fn erase_rejects(&self, marks: &PersonMarks) -> Result<u64, StoreError> {
        let mut found = Vec::new();
        let mut all =
            self.conn.prepare_cached("SELECT import_row, line, value, cells FROM import_rejects")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let mut cells: Vec<String> = column::from_json(row, "cells")?;
            cells.push(row.get("value")?);
            if marks.are_in(cells.iter().map(String::as_str)) {
                found.push((row.get::<_, i64>("import_row")?, row.get::<_, i64>("line")?));
            }
        }
        let mut empty = self.conn.prepare_cached(
            "UPDATE import_rejects SET value = '', cells = '[]' WHERE import_row = $1 AND line = $2",
        )?;
        for key in &found {
            empty.execute(*key)?;
        }
        Ok(found.len() as u64)
    }

    /// Rows that somebody corrected by hand before an import are kept with its plan.
    fn erase_corrections(&self, marks: &PersonMarks) -> Result<u64, StoreError> {
        let plans: Vec<(i64, String)> = self
            .conn
            .prepare_cached(
                "SELECT row_id, plan FROM imports WHERE plan IS NOT NULL AND instr(plan, 'corrections') > 0",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut erased = 0;
        for (row, plan) in plans {
            let mut plan: Value =
                serde_json::from_str(&plan).map_err(|_| column::unreadable("imports.plan"))?;
            let gone = forget_corrections(&mut plan, marks);
            if gone > 0 {
                let plan = column::json(&plan, "imports.plan")?;
                self.conn
                    .prepare_cached("UPDATE imports SET plan = $1 WHERE row_id = $2")?
                    .execute((plan, row))?;
            }
            erased += gone;
        }
        Ok(erased)
    }

    fn delete(&self, sql: &str, id: ContactId) -> Result<u64, StoreError> {
        Ok(self.conn.prepare_cached(sql)?.execute([&id.as_bytes()[..]])? as u64)
    }
}

/// `corrections` is an object of rows by line, or an array of objects with `cells`.
fn forget_corrections(plan: &mut Value, marks: &PersonMarks) -> u64 {
    let holds = |value: &Value| {
        let cells = value.get("cells").unwrap_or(value);
        cells.as_array().is_some_and(|cells| marks.are_in(cells.iter().filter_map(Value::as_str)))
    };
    let before;
    let after = match plan.get_mut("corrections") {
        Some(Value::Object(rows)) => {
            before = rows.len();
            rows.retain(|_, row| !holds(row));
            rows.len()
        }
        Some(Value::Array(rows)) => {
            before = rows.len();
            rows.retain(|row| !holds(row));
            rows.len()
        }
        _ => return 0,
    };
    (before - after) as u64
}
