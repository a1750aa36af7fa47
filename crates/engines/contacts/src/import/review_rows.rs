//! Makes the rows of a review: the file's values beside those of the vault.

use sellify_domain::{Channel, ContactDetails, ContactField, ContactId, RejectedRow};

use super::policy::Outcome;
use super::produce::{Repeat, SeenRow};
use super::review::{FieldChange, Reason, ReviewRow, Verdict};

/// A row that the file itself does not let through.
#[must_use]
pub fn rejected_row(row: RejectedRow) -> ReviewRow {
    ReviewRow {
        reason: Some(Reason::Rejected(row.reason)),
        name: row.value.clone(),
        value: row.value,
        cells: row.cells,
        ..bare(row.line, Verdict::Rejected)
    }
}

/// A contact that a finished import changed. The vault keeps no line of it: it is 0.
#[must_use]
pub fn changed_row(contact: ContactId, before: &ContactDetails, after: &ContactDetails) -> ReviewRow {
    let mut row = bare(0, Verdict::Updated);
    row.contact_id = Some(contact);
    row.name = after.display_name();
    row.changes = changes(before, after, after);
    row
}

/// A row that repeats an earlier one.
pub(super) fn repeated_row(repeat: &Repeat, suppressed: Vec<Channel>) -> ReviewRow {
    let mut row = of_file(Verdict::Duplicate, &repeat.details, &repeat.seen, suppressed);
    row.reason = Some(Reason::RepeatsLine);
    row.repeats_line = repeat.of;
    row
}

/// A row that the vault was asked about.
pub(super) fn judged_row(
    outcome: &Outcome,
    file: &ContactDetails,
    seen: &SeenRow,
    suppressed: Vec<Channel>,
) -> ReviewRow {
    match outcome {
        Outcome::New => of_file(Verdict::Created, file, seen, suppressed),
        Outcome::Apart { of, reason, details } => ReviewRow {
            reason: Some(*reason),
            contact_id: Some(of.id),
            ..of_file(Verdict::Created, details, seen, suppressed)
        },
        Outcome::Refused { of, value } => ReviewRow {
            reason: Some(Reason::Rejected(sellify_domain::RejectReason::AlreadyKnown)),
            contact_id: Some(of.id),
            value: value.clone(),
            ..of_file(Verdict::Rejected, file, seen, suppressed)
        },
        Outcome::Known { before, reason, after } => {
            let verdict = if after.is_some() { Verdict::Updated } else { Verdict::Unchanged };
            let after = after.as_deref().unwrap_or(&before.details);
            ReviewRow {
                reason: Some(*reason),
                contact_id: Some(before.id),
                name: after.display_name(),
                changes: changes(&before.details, file, after),
                ..of_file(verdict, file, seen, suppressed)
            }
        }
    }
}

fn of_file(verdict: Verdict, file: &ContactDetails, seen: &SeenRow, suppressed: Vec<Channel>) -> ReviewRow {
    ReviewRow {
        name: file.display_name(),
        fields: fields(file).map(|field| (field.clone(), file.text(&field))).collect(),
        suppressed,
        hint: seen.hint.clone(),
        cells: seen.cells.clone(),
        ..bare(seen.line, verdict)
    }
}

fn bare(line: u64, verdict: Verdict) -> ReviewRow {
    ReviewRow {
        line,
        verdict,
        reason: None,
        repeats_line: None,
        contact_id: None,
        name: String::new(),
        fields: Vec::new(),
        changes: Vec::new(),
        suppressed: Vec::new(),
        hint: None,
        value: String::new(),
        cells: Vec::new(),
    }
}

/// The fields in which somebody says something, each once.
fn fields(details: &ContactDetails) -> impl Iterator<Item = ContactField> {
    let standard = ContactField::kept();
    let custom = details.custom.keys().cloned().map(ContactField::Custom);
    standard.chain(custom).filter(|field| !details.text(field).is_empty())
}

/// Where the file and the contact differ. A tag that the contact has already is no difference.
fn changes(before: &ContactDetails, file: &ContactDetails, after: &ContactDetails) -> Vec<FieldChange> {
    let differs = |field: &ContactField| {
        let (was, is) = (before.text(field), after.text(field));
        was != is || *field != ContactField::Tags && file.text(field) != was
    };
    let change = |field: ContactField| FieldChange {
        before: before.text(&field),
        file: file.text(&field),
        after: after.text(&field),
        field,
    };
    fields(file).filter(differs).map(change).collect()
}
