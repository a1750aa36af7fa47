//! Several contacts made one inside the caller's transaction, and two again.

use std::collections::{BTreeMap, BTreeSet};

use sellify_domain::{Contact, ContactField, ContactId, GroupId, MergeId, Suppression, Timestamp};
use sellify_store::{ContactMerge, MovedByMerge, Read, StoreError, Write};

use super::consent::{self, ConsentTaken};
use super::details::united;
use super::error::MergeError;
use crate::undo::restore::restored;

/// The most contacts of one merge, the kept one included.
pub(super) const MOST_AT_ONCE: usize = 20;

/// Which contacts become one, and whose value stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeOrder {
    /// Those that become part of the kept one.
    pub merged: Vec<ContactId>,
    /// Whose value a field has; a field that is not here has the kept contact's, or the first one there is.
    pub choices: BTreeMap<ContactField, ContactId>,
}

/// What a merge would make; nothing is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePreview {
    /// The kept contact as it would be.
    pub contact: Contact,
    /// What it would take over of consents.
    pub consents: Vec<ConsentTaken>,
    /// Entries of the suppression list for any address of all of them. They stay as they are.
    pub suppressions: Vec<Suppression>,
}

/// What a merge made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The kept contact as it is now.
    pub contact: Contact,
    /// Names of the fields that changed; never their values.
    pub fields: Vec<String>,
    /// Groups it was given.
    pub groups: usize,
    /// Consents it took over.
    pub consents: usize,
}

/// What taking a merge back made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneMerge {
    /// The kept contact.
    pub kept: ContactId,
    /// Those that are contacts of their own again.
    pub restored: Vec<ContactId>,
    /// Whether something that the merge wrote was edited since, and stays.
    pub edited_since: bool,
}

/// Shows what [`merge`] would make.
///
/// # Errors
/// As [`merge`].
pub fn preview(read: &Read<'_>, kept: ContactId, order: &MergeOrder) -> Result<MergePreview, MergeError> {
    let (kept, others) = contacts_of(read, kept, &order.merged)?;
    let details = united(&kept, &others, &order.choices)?;
    let consents = consent::taken(read, &kept, &others, &details)?;
    let everybody: Vec<&Contact> = std::iter::once(&kept).chain(&others).collect();
    let suppressions = consent::suppressions(read, &everybody)?;
    Ok(MergePreview { contact: Contact { details, ..kept }, consents, suppressions })
}

/// Makes contacts one: the others go to the bin, what they have goes to the kept one. Their histories stay on their own
/// rows, and are found by [`sellify_store::Merges::ids_of`]. The suppression list is not touched.
///
/// # Errors
/// [`MergeError`]; the transaction must then be rolled back.
pub fn merge(
    write: &Write<'_>,
    id: MergeId,
    kept: ContactId,
    order: &MergeOrder,
    now: Timestamp,
) -> Result<Merged, MergeError> {
    let (kept, others) = contacts_of(write, kept, &order.merged)?;
    let before = kept.details.clone();
    let after = united(&kept, &others, &order.choices)?;
    let consents = consent::taken(write, &kept, &others, &after)?;
    // First: the kept contact may get an address of theirs.
    for other in &others {
        write.contacts_mut().set_deleted(other.id, Some(now))?;
    }
    let updated_at = now.max(kept.updated_at);
    let contact = Contact { details: after.clone(), updated_at, ..kept };
    write.contacts_mut().update(&contact)?;
    let (mut given_groups, mut first) = (0, Some(before.clone()));
    for other in &others {
        let groups = give_groups(write, contact.id, other.id)?;
        given_groups += groups.len();
        let from_here =
            |taken: &&ConsentTaken| taken.from == other.id || taken.from == contact.id && first.is_some();
        let statements: Vec<_> =
            consents.iter().filter(from_here).map(|taken| taken.statement(contact.id, now)).collect();
        for statement in &statements {
            write.consents_mut().record(statement)?;
        }
        let consents = statements.into_iter().map(|statement| statement.id).collect();
        write.merges_mut().insert(&ContactMerge {
            id,
            kept: contact.id,
            merged: other.id,
            kept_before: first.take().unwrap_or_else(|| after.clone()),
            kept_after: after.clone(),
            moved: MovedByMerge { groups, consents },
            merged_at: now,
            undone_at: None,
        })?;
    }
    let fields = before.changed_fields(&after);
    let contact = write.contacts().get(contact.id)?.ok_or(MergeError::ContactGone)?;
    Ok(Merged { contact, fields, groups: given_groups, consents: consents.len() })
}

/// Makes contacts of a merge contacts of their own again, inside the caller's transaction. What was edited since stays.
///
/// # Errors
/// [`MergeError::MergeMissing`], [`MergeError::NotUndoable`]; [`StoreError::UniqueViolation`] when somebody else has got
/// an address of theirs. The transaction must then be rolled back.
pub fn undo_merge(write: &Write<'_>, id: MergeId, now: Timestamp) -> Result<UndoneMerge, MergeError> {
    let rows = write.merges().get(id)?;
    let first = rows.first().ok_or(MergeError::MergeMissing)?;
    let again = |contact| -> Result<bool, StoreError> { Ok(write.merges().kept_for(contact)?.is_some()) };
    if first.undone_at.is_some() || again(first.kept)? {
        return Err(MergeError::NotUndoable);
    }
    let kept = write.contacts().get(first.kept)?.ok_or(MergeError::NotUndoable)?;
    let (details, edited_since) = restored(&first.kept_before, &first.kept_after, &kept.details);
    if details.display_name().is_empty() {
        return Err(MergeError::NotUndoable);
    }
    if details != kept.details {
        // First: the others get their addresses back from it.
        let updated_at = now.max(kept.updated_at);
        write.contacts_mut().update(&Contact { details, updated_at, ..kept })?;
    }
    write.merges_mut().set_undone(id, now)?;
    for row in &rows {
        if write.contacts().get(row.merged)?.is_none() {
            return Err(MergeError::NotUndoable);
        }
        write.contacts_mut().set_deleted(row.merged, None)?;
        for group in &row.moved.groups {
            // A group may be gone by now.
            if write.groups().get(*group)?.is_some() {
                write.groups_mut().take_out(*group, &[row.kept])?;
            }
        }
        for consent in &row.moved.consents {
            write.consents_mut().take_back(*consent)?;
        }
    }
    let restored = rows.iter().map(|row| row.merged).collect();
    Ok(UndoneMerge { kept: first.kept, restored, edited_since })
}

fn contacts_of(
    read: &Read<'_>,
    kept: ContactId,
    merged: &[ContactId],
) -> Result<(Contact, Vec<Contact>), MergeError> {
    let different: BTreeSet<ContactId> = std::iter::once(kept).chain(merged.iter().copied()).collect();
    if merged.is_empty() || different.len() != merged.len() + 1 || different.len() > MOST_AT_ONCE {
        return Err(MergeError::NotSeveral);
    }
    let live = |id: ContactId| -> Result<Contact, MergeError> {
        let found = read.contacts().get(id)?.filter(|contact| contact.deleted_at.is_none());
        found.ok_or(MergeError::ContactGone)
    };
    Ok((live(kept)?, merged.iter().map(|id| live(*id)).collect::<Result<_, _>>()?))
}

/// Puts the kept contact into every group of the merged one; tells which are new to it.
fn give_groups(write: &Write<'_>, kept: ContactId, merged: ContactId) -> Result<Vec<GroupId>, StoreError> {
    let mut given = Vec::new();
    for group in write.groups().of_contact(merged)? {
        if !write.groups_mut().add(group.id, &[kept])?.is_empty() {
            given.push(group.id);
        }
    }
    Ok(given)
}
