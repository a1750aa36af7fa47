//! Taking an import back, also weeks later: what it added goes to the bin, what it changed says again what it said
//! before, and whatever a person has edited since is left alone.

pub(crate) mod restore;

use sellify_domain::{Contact, ImportId, Timestamp};
use sellify_store::{ImportChange, Read, StoreError, Write};

use restore::restored;

/// What taking an import back does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UndoCounts {
    /// Contacts that the import added, and that go to the bin.
    pub removed: u64,
    /// Contacts that say again what they said before.
    pub restored: u64,
    /// Contacts of this import that were edited or put into the bin since: their edits stay.
    pub kept: u64,
}

impl UndoCounts {
    fn count(&mut self, verdict: &Verdict) {
        self.restored += u64::from(verdict.contact.is_some());
        self.kept += u64::from(verdict.edited_since);
    }
}

/// What becomes of one contact that the import changed.
struct Verdict {
    /// The contact as it is to be; none when nothing of it changes.
    contact: Option<Contact>,
    edited_since: bool,
}

/// Counts what [`undo`] would do, and writes nothing.
///
/// # Errors
/// The database's own error.
pub fn rehearse_undo(read: &Read<'_>, import: ImportId) -> Result<UndoCounts, StoreError> {
    let (removed, kept) = read.contacts().count_added_by(import)?;
    let mut counts = UndoCounts { removed, kept, restored: 0 };
    read.imports().for_each_change(import, |change| {
        counts.count(&judge(read, &change)?);
        Ok::<_, StoreError>(())
    })?;
    Ok(counts)
}

/// Takes an import back, inside the caller's transaction.
///
/// # Errors
/// The database's own error; the transaction must then be rolled back.
pub fn undo(write: &Write<'_>, import: ImportId, now: Timestamp) -> Result<UndoCounts, StoreError> {
    let (_, kept) = write.contacts().count_added_by(import)?;
    // First: a number that an added contact holds may have been another's before.
    let removed = write.contacts_mut().bin_added_by(import, now)?;
    let mut counts = UndoCounts { removed, kept, restored: 0 };
    write.imports().for_each_change(import, |change| {
        let verdict = judge(write, &change)?;
        counts.count(&verdict);
        if let Some(contact) = verdict.contact {
            let updated_at = now.max(contact.updated_at);
            write.contacts_mut().update(&Contact { updated_at, ..contact })?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(counts)
}

fn judge(read: &Read<'_>, change: &ImportChange) -> Result<Verdict, StoreError> {
    let unchanged = Verdict { contact: None, edited_since: true };
    let Some(after) = &change.after else { return Ok(unchanged) };
    let Some(contact) = read.contacts().get(change.contact)?.filter(|contact| contact.deleted_at.is_none())
    else {
        return Ok(unchanged);
    };
    let (mut details, edited_since) = restored(&change.before, after, &contact.details);
    // Somebody else may have got the address or the number meanwhile.
    if details.email != contact.details.email
        && let Some(email) = &details.email
        && read.contacts().find_by_email(email)?.is_some()
    {
        details.email.clone_from(&contact.details.email);
        details.email_typed.clone_from(&contact.details.email_typed);
    }
    if details.phone != contact.details.phone
        && let Some(phone) = &details.phone
        && read.contacts().find_by_phone(phone)?.is_some()
    {
        details.phone.clone_from(&contact.details.phone);
        details.phone_typed.clone_from(&contact.details.phone_typed);
    }
    let contact = (details != contact.details).then_some(Contact { details, ..contact });
    Ok(Verdict { contact, edited_since })
}
