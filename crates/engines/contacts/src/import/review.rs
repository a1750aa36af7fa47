//! What each row of a file becomes, and why: for a person to look through before anything is written.

use sellify_domain::{Channel, ContactField, ContactId, RejectReason};
use serde::{Deserialize, Serialize};

use super::normalise::Hint;
use super::review_counts::{FilterCount, Narrow, Tallies};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A new contact.
    Created,
    /// A contact of the vault changes.
    Updated,
    /// A contact of the vault stays as it is.
    Unchanged,
    /// The row repeats an earlier one of the file.
    Duplicate,
    /// The row is refused.
    Rejected,
}

/// Why a row has its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The vault knows the address.
    SameEmail,
    /// The vault knows the number.
    SamePhone,
    /// The vault knows the reference, and the names agree.
    SameReference,
    /// An earlier row of the file has the same address, number or reference.
    RepeatsLine,
    /// Why it was refused.
    Rejected(RejectReason),
}

impl Reason {
    /// The code on the wire.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::SameEmail => "same_email".into(),
            Self::SamePhone => "same_phone".into(),
            Self::SameReference => "same_reference".into(),
            Self::RepeatsLine => "repeats_line".into(),
            Self::Rejected(reason) => match serde_json::to_value(reason) {
                Ok(serde_json::Value::String(code)) => code,
                _ => String::new(),
            },
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}

/// One field in its four states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The field.
    pub field: ContactField,
    /// What the vault says.
    pub before: String,
    /// What the file says.
    pub file: String,
    /// What the vault will say; equal to `before` where the file does not win.
    pub after: String,
}

/// What one row becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewRow {
    /// Line in the file (1-based) where the row starts; for a workbook, the sheet's row.
    pub line: u64,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why; none for a new contact that nothing is to be said of.
    pub reason: Option<Reason>,
    /// The earlier row that it repeats.
    pub repeats_line: Option<u64>,
    /// The contact of the vault that it is about.
    pub contact_id: Option<ContactId>,
    /// How a person would call it.
    pub name: String,
    /// What the row says, field by field, in normal form; empty where it was refused.
    pub fields: Vec<(ContactField, String)>,
    /// Where the file and the contact of the vault differ.
    pub changes: Vec<FieldChange>,
    /// The channels on which this person must not be written to.
    pub suppressed: Vec<Channel>,
    /// A value that looks mistyped.
    pub hint: Option<Hint>,
    /// The value that it was refused for, cut to 200 characters.
    pub value: String,
    /// All cells, to correct them; empty where they were not kept (far down a large file).
    pub cells: Vec<String>,
}

/// The first rows of each verdict, in the file's order, with the counts of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// The rows kept.
    pub rows: Vec<ReviewRow>,
    tallies: Tallies,
}

/// Which rows of a review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewFilter {
    /// Only rows of these verdicts; none: all.
    pub verdicts: Vec<Verdict>,
    /// Only rows for this reason, by its code.
    pub reason: Option<String>,
    /// Only rows that hold this text somewhere, without regard to case and accents.
    pub search: Option<String>,
    /// Only rows of people who must not be written to.
    pub suppressed: bool,
    /// Only rows with a value that looks mistyped.
    pub hinted: bool,
}

impl Review {
    /// Counts a row, and keeps it while there is room.
    pub fn add(&mut self, row: ReviewRow) {
        if self.tallies.take(&row) {
            self.rows.push(row);
        }
    }

    /// How many rows of the whole file a filter means; none where only the rows kept could tell.
    #[must_use]
    pub fn total(&self, filter: &ReviewFilter) -> Option<u64> {
        match (&filter.search, filter.narrow()) {
            (None, Some(narrow)) => Some(self.tallies.total(&filter.verdicts, &narrow)),
            _ => self.is_whole().then(|| self.rows.iter().filter(|row| filter.means(row)).count() as u64),
        }
    }

    /// Every filter that means some row, with how many.
    #[must_use]
    pub fn filters(&self) -> Vec<FilterCount> {
        self.tallies.filters()
    }

    /// Whether every row of the file was kept.
    fn is_whole(&self) -> bool {
        self.rows.len() as u64 == self.tallies.total(&[], &Narrow::Every)
    }
}

impl ReviewFilter {
    /// What it narrows the verdicts to; none where it asks for two things at once, which nobody counts.
    fn narrow(&self) -> Option<Narrow> {
        match (&self.reason, self.suppressed, self.hinted) {
            (None, false, false) => Some(Narrow::Every),
            (Some(code), false, false) => Some(Narrow::Reason(code.clone())),
            (None, true, false) => Some(Narrow::Suppressed),
            (None, false, true) => Some(Narrow::Hinted),
            _ => None,
        }
    }

    /// Whether a row is meant.
    #[must_use]
    pub fn means(&self, row: &ReviewRow) -> bool {
        (self.verdicts.is_empty() || self.verdicts.contains(&row.verdict))
            && self.reason.as_ref().is_none_or(|code| row.reason.is_some_and(|reason| reason.code() == *code))
            && (!self.suppressed || !row.suppressed.is_empty())
            && (!self.hinted || row.hint.is_some())
            && self.search.as_ref().is_none_or(|words| row.holds(words))
    }
}

impl ReviewRow {
    /// Whether every word stands somewhere in the row.
    fn holds(&self, words: &str) -> bool {
        let mut text = self.name.clone();
        let values = self.fields.iter().map(|(_, value)| value.as_str());
        let changed = self.changes.iter().flat_map(|change| [change.before.as_str(), change.after.as_str()]);
        for part in values.chain(changed).chain(self.cells.iter().map(String::as_str)) {
            text.push('\n');
            text.push_str(part);
        }
        let text = sellify_validation::text::fold(&text);
        sellify_validation::text::fold(words).split_whitespace().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::review_counts::ROWS_KEPT;
    use super::*;

    fn row(line: u64, verdict: Verdict, reason: Option<Reason>) -> ReviewRow {
        ReviewRow {
            line,
            verdict,
            reason,
            repeats_line: None,
            contact_id: None,
            name: format!("Hélène {line}"),
            fields: Vec::new(),
            changes: Vec::new(),
            suppressed: Vec::new(),
            hint: None,
            value: String::new(),
            cells: Vec::new(),
        }
    }

    #[test]
    fn many_rows_are_counted_and_a_rare_reason_is_not_crowded_out() {
        let mut review = Review::default();
        for line in 0..5_000 {
            review.add(row(line, Verdict::Updated, Some(Reason::SameEmail)));
        }
        review.add(row(5_000, Verdict::Updated, Some(Reason::SameReference)));
        assert_eq!(review.rows.len() as u64, u64::from(ROWS_KEPT) + 1);
        let rare = ReviewFilter { reason: Some("same_reference".into()), ..ReviewFilter::default() };
        assert_eq!(review.rows.iter().filter(|row| rare.means(row)).count(), 1);
        assert_eq!(review.total(&rare), Some(1));
        let all = ReviewFilter { verdicts: vec![Verdict::Updated], ..ReviewFilter::default() };
        assert_eq!(review.total(&all), Some(5_001));
        let searched = ReviewFilter { search: Some("helene 12".into()), ..ReviewFilter::default() };
        assert_eq!(review.total(&searched), None, "only the rows kept could tell");
        assert!(searched.means(&row(12, Verdict::Created, None)));
    }

    #[test]
    fn each_filter_has_its_own_count_in_each_verdict() {
        let mut review = Review::default();
        let mut opposed = row(1, Verdict::Created, Some(Reason::SamePhone));
        opposed.suppressed = vec![Channel::Email];
        review.add(opposed);
        review.add(row(2, Verdict::Created, None));
        for line in 3..2_503 {
            review.add(row(line, Verdict::Updated, Some(Reason::SamePhone)));
        }
        let count = |verdict, narrow: Narrow| {
            let found =
                review.filters().into_iter().find(|one| (one.verdict, &one.narrow) == (verdict, &narrow));
            found.map(|one| (one.count, one.kept))
        };
        let same_phone = || Narrow::Reason("same_phone".into());
        assert_eq!(count(Verdict::Created, Narrow::Every), Some((2, 2)));
        assert_eq!(count(Verdict::Created, same_phone()), Some((1, 1)), "not those of another verdict");
        assert_eq!(count(Verdict::Created, Narrow::Suppressed), Some((1, 1)));
        assert_eq!(
            count(Verdict::Updated, Narrow::Suppressed),
            None,
            "a filter that means nobody is not offered"
        );
        assert_eq!(
            count(Verdict::Updated, same_phone()),
            Some((2_500, 2_000)),
            "2,000 of them can be listed"
        );
        let of = |verdict, suppressed| ReviewFilter {
            verdicts: vec![verdict],
            suppressed,
            ..ReviewFilter::default()
        };
        assert_eq!(review.total(&of(Verdict::Created, true)), Some(1));
        assert_eq!(review.total(&of(Verdict::Updated, true)), Some(0));
    }

    #[test]
    fn a_reason_is_called_as_the_refusal_is() {
        assert_eq!(Reason::Rejected(RejectReason::EmailMissing).code(), "email_missing");
        assert_eq!(Reason::Rejected(RejectReason::AlreadyKnown).code(), "already_known");
    }
}
