//! Who a contact is beyond its row: the contacts merged into it, and the words by which rows without an id know them.

use std::collections::{BTreeSet, HashSet};

use rusqlite::OptionalExtension as _;
use sellify_domain::{CampaignId, ContactDetails, ContactId, Recipient, RejectReason, Timestamp};

use super::Contacts;
use crate::table::recipients;
use crate::{StoreError, column, fold::fold};

/// Digits that tell two numbers apart without regard to how the country code is written.
const TAIL: usize = 9;

/// One person: every contact that is this person, and all they were ever called here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The contacts, the one that was kept first.
    pub contacts: Vec<ContactId>,
    /// Addresses, lower-case, present and former.
    pub emails: BTreeSet<String>,
    /// Numbers as digits only, present and former.
    pub phones: BTreeSet<String>,
    /// Given name and family name, folded, where there are both.
    pub names: BTreeSet<(String, String)>,
}

/// One line of a campaign about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMessage {
    /// The campaign's name.
    pub campaign: String,
    /// The subject of its message, once it was sent; with its variables unfilled.
    pub subject: Option<String>,
    /// The line.
    pub recipient: Recipient,
}

/// What a contact said before and after something changed it, kept so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonVersion {
    /// `import`, `bulk_edit` or `merge`.
    pub kind: &'static str,
    /// When.
    pub at: Timestamp,
    /// A file's name, for an import.
    pub source: String,
    /// What it said before.
    pub before: Option<ContactDetails>,
    /// What it said after.
    pub after: Option<ContactDetails>,
}

/// A row of a file that an import refused, and that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFileRow {
    /// The file's name.
    pub file: String,
    /// When it was imported.
    pub at: Timestamp,
    /// The line.
    pub line: u64,
    /// Why it was refused.
    pub reason: RejectReason,
    /// Names of the columns, as far as they are known.
    pub headers: Vec<String>,
    /// The cells.
    pub cells: Vec<String>,
}

/// Finds rows that hold one of these people.
#[derive(Debug)]
pub struct PersonMarks {
    emails: HashSet<String>,
    tails: HashSet<String>,
    names: HashSet<(String, String)>,
}

impl Person {
    /// Notes what these details call the person.
    fn note(&mut self, details: &ContactDetails) {
        self.note_email(details.email.as_ref().map_or("", |email| email.as_str()));
        self.note_email(details.email_typed.as_deref().unwrap_or_default());
        let numbers = [
            details.phone.as_ref().map_or("", |phone| phone.as_str()),
            details.phone_typed.as_deref().unwrap_or(""),
        ];
        self.phones.extend(numbers.into_iter().map(digits).filter(|digits| digits.len() >= TAIL));
        let name = (fold(&details.first_name), fold(&details.last_name));
        if !name.0.is_empty() && !name.1.is_empty() {
            self.names.insert(name);
        }
    }

    fn note_email(&mut self, email: &str) {
        let email = email.trim().to_lowercase();
        if !email.is_empty() {
            self.emails.insert(email);
        }
    }
}

impl PersonMarks {
    /// The marks of one person.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self::of_all([person])
    }

    /// The marks of these people.
    #[must_use]
    pub fn of_all<'a>(people: impl IntoIterator<Item = &'a Person>) -> Self {
        let mut marks = Self { emails: HashSet::new(), tails: HashSet::new(), names: HashSet::new() };
        for person in people {
            marks.emails.extend(person.emails.iter().cloned());
            marks.tails.extend(person.phones.iter().map(|digits| tail(digits)));
            marks.names.extend(person.names.iter().cloned());
        }
        marks
    }

    /// Whether the cells of a row hold one of them: an address, a number, or given and family name. Somebody of
    /// the same name is found too.
    #[must_use]
    pub fn are_in<'a>(&self, cells: impl IntoIterator<Item = &'a str>) -> bool {
        let mut words = HashSet::new();
        for cell in cells {
            if self.address_in(cell) || self.number_in(cell) {
                return true;
            }
            if !self.names.is_empty() {
                words.extend(fold(cell).split(' ').map(str::to_owned));
            }
        }
        let all = |name: &str| name.split(' ').all(|word| words.contains(word));
        self.names.iter().any(|(first, last)| all(first) && all(last))
    }

    fn address_in(&self, cell: &str) -> bool {
        cell.contains('@')
            && cell
                .to_lowercase()
                .split(|c: char| c.is_whitespace() || "<>;,:|()[]\"'".contains(c))
                .any(|word| self.emails.contains(word))
    }

    fn number_in(&self, cell: &str) -> bool {
        let digits = digits(cell);
        digits.len() >= TAIL && self.tails.contains(&tail(&digits))
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn tail(digits: &str) -> String {
    digits[digits.len().saturating_sub(TAIL)..].to_owned()
}

impl Contacts<'_> {
    /// The person that a contact is, in the bin or not; none when there is no such contact.
    ///
    /// # Errors
    /// The database's own error.
    pub fn person(&self, id: ContactId) -> Result<Option<Person>, StoreError> {
        if self.get(id)?.is_none() {
            return Ok(None);
        }
        let mut person = Person { contacts: self.merged_with(id)?, ..Person::default() };
        for id in person.contacts.clone() {
            if let Some(contact) = self.get(id)? {
                person.note(&contact.details);
            }
            for version in self.versions(id)? {
                version.before.iter().chain(&version.after).for_each(|details| person.note(details));
            }
            for email in self.written_to(id)? {
                person.note_email(&email);
            }
        }
        Ok(Some(person))
    }

    /// A contact, the one it was merged into, and all that were merged into that one.
    fn merged_with(&self, id: ContactId) -> Result<Vec<ContactId>, StoreError> {
        let mut root = id;
        let mut passed = HashSet::from([id]);
        let mut into = self.conn.prepare_cached(
            "SELECT kept_id FROM contact_merges WHERE merged_id = $1 AND undone_at IS NULL",
        )?;
        while let Some(kept) = into
            .query_row([&root.as_bytes()[..]], |row| column::id(row, 0, ContactId::from_slice))
            .optional()?
            && passed.insert(kept)
        {
            root = kept;
        }
        let mut of = self.conn.prepare_cached(
            "SELECT merged_id FROM contact_merges WHERE kept_id = $1 AND undone_at IS NULL",
        )?;
        let mut found = vec![root];
        let mut next = 0;
        while let Some(kept) = found.get(next).copied() {
            next += 1;
            let merged: Vec<ContactId> = of
                .query_map([&kept.as_bytes()[..]], |row| column::id(row, 0, ContactId::from_slice))?
                .collect::<Result<_, _>>()?;
            for one in merged {
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        Ok(found)
    }

    /// What a contact said before and after each import, bulk edit and merge, as far as it is kept, oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn versions(&self, id: ContactId) -> Result<Vec<PersonVersion>, StoreError> {
        const KEPT: [(&str, &str); 3] = [
            (
                "import",
                "SELECT i.started_at, i.file_name, c.before, c.after FROM imports AS i
                 JOIN import_changes AS c ON c.import_row = i.row_id AND c.contact_id = $1",
            ),
            (
                "bulk_edit",
                "SELECT b.edited_at, '', c.before, c.after FROM bulk_edits AS b
                 JOIN bulk_edit_changes AS c ON c.bulk_edit_row = b.row_id AND c.contact_id = $1",
            ),
            ("merge", "SELECT merged_at, '', kept_before, kept_after FROM contact_merges WHERE kept_id = $1"),
        ];
        let mut found = Vec::new();
        for (kind, sql) in KEPT {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query([&id.as_bytes()[..]])?;
            while let Some(row) = rows.next()? {
                // Of a group or the bin nothing but the fact is kept.
                let details = |at: usize| -> Option<ContactDetails> {
                    let text = row.get_ref(at).ok()?.as_str_or_null().ok()??;
                    serde_json::from_str(text).ok()
                };
                found.push(PersonVersion {
                    kind,
                    at: column::time(row, 0)?,
                    source: row.get(1)?,
                    before: details(2),
                    after: details(3),
                });
            }
        }
        found.sort_by_key(|version| version.at);
        Ok(found)
    }

    /// Every line of a campaign about these contacts, oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn messages_to(&self, contacts: &[ContactId]) -> Result<Vec<PersonMessage>, StoreError> {
        let sql = format!(
            "SELECT c.id AS campaign_id, c.name AS campaign_name, m.subject, {} FROM recipients AS r
             JOIN campaigns AS c ON c.row_id = r.campaign_row
             LEFT JOIN campaign_messages AS m ON m.campaign_row = r.campaign_row
             WHERE r.contact_id = $1 ORDER BY r.campaign_row",
            recipients::columns_of("r")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut found = Vec::new();
        for id in contacts {
            let mut rows = statement.query([&id.as_bytes()[..]])?;
            while let Some(row) = rows.next()? {
                let campaign = column::id(row, "campaign_id", CampaignId::from_slice)?;
                found.push(PersonMessage {
                    campaign: row.get("campaign_name")?,
                    subject: row.get("subject")?,
                    recipient: recipients::recipient(row, campaign)?,
                });
            }
        }
        Ok(found)
    }

    /// The names of the groups these contacts are in.
    ///
    /// # Errors
    /// The database's own error.
    pub fn groups_of(&self, contacts: &[ContactId]) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT g.name FROM contacts AS c
             JOIN contact_group_members AS m ON m.contact_row = c.row_id
             JOIN contact_groups AS g ON g.row_id = m.group_row WHERE c.id = $1",
        )?;
        let mut found = BTreeSet::new();
        for id in contacts {
            for name in statement.query_map([&id.as_bytes()[..]], |row| row.get::<_, String>(0))? {
                found.insert(name?);
            }
        }
        Ok(found)
    }

    /// Refused rows of imports that hold a person. Reads all of them: they have no index for that.
    ///
    /// # Errors
    /// The database's own error.
    pub fn refused_rows_with(&self, marks: &PersonMarks) -> Result<Vec<PersonFileRow>, StoreError> {
        let mut all = self.conn.prepare_cached(
            "SELECT i.file_name, i.started_at, i.headers, r.line, r.reason, r.value, r.cells
             FROM import_rejects AS r JOIN imports AS i ON i.row_id = r.import_row ORDER BY r.import_row, r.line",
        )?;
        let mut rows = all.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cells: Vec<String> = column::from_json(row, "cells")?;
            let value = row.get_ref("value")?.as_str().unwrap_or_default();
            if !marks.are_in(cells.iter().map(String::as_str).chain([value])) {
                continue;
            }
            let headers = row.get_ref("headers")?.as_str_or_null().ok().flatten();
            found.push(PersonFileRow {
                file: row.get("file_name")?,
                at: column::time(row, "started_at")?,
                line: column::count(row, "line")?,
                reason: column::from_word(row, "reason")?,
                headers: headers.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default(),
                cells,
            });
        }
        Ok(found)
    }

    fn written_to(&self, id: ContactId) -> Result<Vec<String>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT email FROM recipients WHERE contact_id = $1")?
            .query_map([&id.as_bytes()[..]], |row| row.get(0))?
            .collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sellify_domain::{EmailAddress, PhoneNumber};

    fn anne() -> Person {
        let mut person = Person::default();
        person.note(&ContactDetails {
            first_name: "Anne-Laure".into(),
            last_name: "Éthévenin".into(),
            email: Some(EmailAddress::from_normalised("anne@example.fr".to_owned())),
            phone: Some(PhoneNumber::from_e164("+33612345678")),
            ..Default::default()
        });
        person
    }

    #[test]
    fn a_row_is_found_by_address_number_or_full_name() {
        let marks = PersonMarks::of(&anne());
        for row in [
            &["x", "Anne <ANNE@example.fr>"][..],
            &["06 12 34 56 78"],
            &["0033 6 12 34 56 78"],
            &["ETHEVENIN", "anne laure"],
            &["Mme Anne-Laure ÉTHÉVENIN"],
        ] {
            assert!(marks.are_in(row.iter().copied()), "{row:?}");
        }
    }

    #[test]
    fn somebody_else_is_left_alone() {
        let marks = PersonMarks::of(&anne());
        for row in [
            &["marianne@example.fr"][..],
            &["anne@example.fr.org"],
            &["06 12 34 56 79"],
            &["Anne", "Éthévenin"],
            &["345678"],
            &[],
        ] {
            assert!(!marks.are_in(row.iter().copied()), "{row:?}");
        }
        assert!(!PersonMarks::of_all([]).are_in(["anne@example.fr"]));
    }
}
