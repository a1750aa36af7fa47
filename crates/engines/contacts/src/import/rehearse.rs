//! What an import would do: the same judgement, every row shown, nothing written.

use sellify_domain::{ContactDetails, ImportCounts, RejectReason};
use sellify_store::{Read, StoreError};

use super::commit::Reasons;
use super::error::ImportError;
use super::normalise::Normaliser;
use super::plan::ImportPlan;
use super::policy::{Compare, Outcome};
use super::produce::{Parcel, Prepared, SeenRow};
use super::review::{Reason, Review, ReviewRow};
use super::review_rows::{judged_row, rejected_row, repeated_row};
use super::row::Row;

/// Counts what an import would do.
pub(super) struct Rehearsal<'a> {
    read: &'a Read<'a>,
    compare: Compare<'a>,
    each: Option<&'a dyn Fn(ReviewRow)>,
    pub(super) counts: ImportCounts,
    pub(super) reasons: Reasons,
    pub(super) review: Review,
}

impl<'a> Rehearsal<'a> {
    pub(super) fn new(
        read: &'a Read<'a>,
        plan: &ImportPlan,
        each: Option<&'a dyn Fn(ReviewRow)>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            read,
            compare: Compare::new(read, plan)?,
            each,
            counts: ImportCounts::default(),
            reasons: Reasons::new(),
            review: Review::default(),
        })
    }

    pub(super) fn take(&mut self, parcel: Parcel) -> Result<Vec<Prepared>, StoreError> {
        let mut rows = Vec::with_capacity(parcel.contacts.len());
        for prepared in &parcel.contacts {
            self.take_one(prepared, &mut rows)?;
        }
        for repeat in &parcel.repeats {
            let channels = self.compare.opposed.channels(self.read, &repeat.details, &repeat.consents)?;
            rows.push(repeated_row(repeat, channels));
        }
        for row in parcel.rejected {
            *self.reasons.entry(Reason::Rejected(row.reason)).or_default() += 1;
            rows.push(rejected_row(row));
        }
        rows.sort_by_key(|row: &ReviewRow| row.line);
        for row in rows {
            if let Some(each) = self.each {
                each(row.clone());
            }
            self.review.add(row);
        }
        Ok(parcel.contacts)
    }

    fn take_one(&mut self, prepared: &Prepared, rows: &mut Vec<ReviewRow>) -> Result<(), StoreError> {
        let Prepared { contact, consents, seen, .. } = prepared;
        let outcome = self.compare.judge(self.read, &contact.details)?;
        let channels = self.compare.opposed.channels(self.read, &contact.details, consents)?;
        let counts = &mut self.counts;
        let reason = match &outcome {
            Outcome::New => None,
            Outcome::Apart { reason, .. } | Outcome::Known { reason, .. } => Some(*reason),
            Outcome::Refused { .. } => Some(Reason::Rejected(RejectReason::AlreadyKnown)),
        };
        match &outcome {
            Outcome::New | Outcome::Apart { .. } => counts.created += 1,
            Outcome::Refused { .. } => counts.rejected += 1,
            Outcome::Known { after: Some(_), .. } => counts.updated += 1,
            Outcome::Known { after: None, .. } => counts.unchanged += 1,
        }
        let kept = !matches!(outcome, Outcome::Refused { .. });
        counts.suppressed += u64::from(kept && !channels.is_empty());
        if let Some(reason) = reason {
            *self.reasons.entry(reason).or_default() += 1;
        }
        if let Some(seen) = seen {
            rows.push(judged_row(&outcome, &contact.details, seen, channels));
        }
        Ok(())
    }
}

/// What one row would become, with these cells. `headers`: the names of the file's columns, which tell a column of
/// refusals from one of consents; they may be left out where no column holds consents.
///
/// # Errors
/// [`ImportError::NoEmailColumn`], or the database's own error. A row that is refused is no error.
pub fn check_row(
    read: &Read<'_>,
    plan: &ImportPlan,
    headers: &[String],
    line: u64,
    cells: &[String],
) -> Result<ReviewRow, ImportError> {
    let mut headers = headers.to_vec();
    headers.resize(headers.len().max(cells.len()).max(plan.mapping.len()), String::new());
    let mut row: Row = cells.iter().map(String::as_str).collect();
    row.line = line;
    let said = match Normaliser::new(plan, &headers)?.read(&row) {
        Ok(said) => said,
        Err(rejected) => return Ok(rejected_row(rejected)),
    };
    let mut compare = Compare::for_one(read, plan)?;
    let details: &ContactDetails = &said.details;
    let outcome = compare.judge(read, details)?;
    let channels = compare.opposed.channels(read, details, &said.consents)?;
    let seen = SeenRow { line, hint: said.hint.clone(), cells: cells.to_vec() };
    Ok(judged_row(&outcome, details, &seen, channels))
}
