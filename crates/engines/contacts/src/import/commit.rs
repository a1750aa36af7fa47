//! The second half of an import: compare with the vault and write, inside one transaction.

use sellify_domain::{Contact, ContactDetails, ImportCounts, ImportId, RejectedRow, Timestamp};
use sellify_store::{ContactBulk, Read, StoreError, Write};

use super::merge;
use super::normalise::TagKeys;
use super::produce::{Parcel, Prepared};

/// What the vault makes of one row.
enum Verdict {
    New,
    Unchanged,
    Changed { before: Box<Contact>, after: Box<ContactDetails> },
}

/// Compares rows with the vault.
struct Compare {
    /// Nothing to find: no look-up at all.
    vault_is_empty: bool,
    tag_keys: TagKeys,
}

impl Compare {
    fn new(read: &Read<'_>) -> Result<Self, StoreError> {
        Ok(Self { vault_is_empty: read.contacts().count_all()? == 0, tag_keys: TagKeys::default() })
    }

    fn judge(&mut self, read: &Read<'_>, details: &ContactDetails) -> Result<Verdict, StoreError> {
        if self.vault_is_empty {
            return Ok(Verdict::New);
        }
        let contacts = read.contacts();
        let by_email =
            details.email.as_ref().map(|email| contacts.find_by_email(email)).transpose()?.flatten();
        let by_phone = match &details.phone {
            Some(phone)
                if by_email.as_ref().is_none_or(|found| found.details.phone.as_ref() != Some(phone)) =>
            {
                contacts.find_by_phone(phone)?
            }
            _ => None,
        };
        let phone_is_taken = by_email.is_some() && by_phone.is_some();
        let Some(before) = by_email.or(by_phone) else { return Ok(Verdict::New) };
        let after = merge::merge(&before.details, details, phone_is_taken, &mut self.tag_keys);
        Ok(if after == before.details {
            Verdict::Unchanged
        } else {
            Verdict::Changed { before: Box::new(before), after: Box::new(after) }
        })
    }
}

/// Counts what an import would do.
pub(super) struct Rehearsal<'a> {
    read: &'a Read<'a>,
    compare: Compare,
    pub(super) counts: ImportCounts,
    /// The first rows refused, to be looked at before the import.
    pub(super) rejected: Vec<RejectedRow>,
}

/// Refused rows that a rehearsal keeps in memory.
const REJECTED_KEPT: usize = 1_000;

impl<'a> Rehearsal<'a> {
    pub(super) fn new(read: &'a Read<'a>) -> Result<Self, StoreError> {
        let (compare, counts) = (Compare::new(read)?, ImportCounts::default());
        Ok(Self { read, compare, counts, rejected: Vec::new() })
    }

    pub(super) fn take(&mut self, parcel: &Parcel) -> Result<(), StoreError> {
        for prepared in &parcel.contacts {
            match self.compare.judge(self.read, &prepared.contact.details)? {
                Verdict::New => self.counts.created += 1,
                Verdict::Unchanged => self.counts.unchanged += 1,
                Verdict::Changed { .. } => self.counts.updated += 1,
            }
        }
        let room = REJECTED_KEPT.saturating_sub(self.rejected.len());
        self.rejected.extend(parcel.rejected.iter().take(room).cloned());
        Ok(())
    }
}

/// Writes an import.
pub(super) struct Commit<'a> {
    write: &'a Write<'a>,
    import_id: ImportId,
    now: Timestamp,
    expected_rows: u64,
    compare: Compare,
    /// Begun with the first new contact: a file that brings none leaves every index as it is.
    bulk: Option<ContactBulk<'a>>,
    pub(super) counts: ImportCounts,
}

impl<'a> Commit<'a> {
    pub(super) fn new(
        write: &'a Write<'a>,
        import_id: ImportId,
        now: Timestamp,
        expected_rows: u64,
    ) -> Result<Self, StoreError> {
        let compare = Compare::new(write)?;
        Ok(Self {
            write,
            import_id,
            now,
            expected_rows,
            compare,
            bulk: None,
            counts: ImportCounts::default(),
        })
    }

    pub(super) fn take(&mut self, parcel: &Parcel) -> Result<(), StoreError> {
        for prepared in &parcel.contacts {
            match self.compare.judge(self.write, &prepared.contact.details)? {
                Verdict::New => self.create(prepared)?,
                Verdict::Unchanged => self.counts.unchanged += 1,
                Verdict::Changed { before, after } => self.update(*before, *after)?,
            }
        }
        if !parcel.rejected.is_empty() {
            self.write.imports_mut().add_rejected(self.import_id, &parcel.rejected)?;
        }
        Ok(())
    }

    /// Builds the indexes that were left out.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.bulk.map_or(Ok(()), ContactBulk::finish)
    }

    fn create(&mut self, prepared: &Prepared) -> Result<(), StoreError> {
        let bulk = match &mut self.bulk {
            Some(bulk) => bulk,
            empty => empty.insert(self.write.contacts_mut().begin_bulk(self.expected_rows)?),
        };
        match &prepared.derived {
            Some(derived) => bulk.insert_with(&prepared.contact, derived)?,
            None => bulk.insert(&prepared.contact)?,
        }
        self.counts.created += 1;
        Ok(())
    }

    fn update(&mut self, before: Contact, after: ContactDetails) -> Result<(), StoreError> {
        self.write.imports_mut().add_change(self.import_id, before.id, &before.details, &after)?;
        // A clock set back must not make the change look older than the one before.
        let updated_at = self.now.max(before.updated_at);
        let contact = Contact { details: after, updated_at, ..before };
        match &mut self.bulk {
            Some(bulk) => bulk.update(&contact)?,
            None => self.write.contacts_mut().update(&contact)?,
        }
        self.counts.updated += 1;
        Ok(())
    }
}
