//! Every row's verdict as a file: CSV for people, JSON for programs.

use std::io::{self, Write};

use serde_json::json;

use super::review::{Reason, ReviewRow};
use crate::export::guarded;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportForm {
    /// `;`, CRLF, UTF-8 with a byte-order mark; no cell can become a formula.
    Csv,
    /// One array with one row a line.
    Json,
}

/// Writes the rows of a review one by one.
#[derive(Debug)]
pub struct ReportWriter<W: Write> {
    out: W,
    form: ReportForm,
    rows: u64,
}

const COLUMNS: [&str; 9] =
    ["line", "verdict", "reason", "repeats_line", "name", "value", "changes", "suppressed", "suggestion"];

impl<W: Write> ReportWriter<W> {
    /// Begins a report.
    ///
    /// # Errors
    /// The disk's own refusal.
    pub fn begin(mut out: W, form: ReportForm) -> io::Result<Self> {
        match form {
            ReportForm::Csv => {
                out.write_all("\u{FEFF}".as_bytes())?;
                write_line(&mut out, COLUMNS.map(str::to_owned))?;
            }
            ReportForm::Json => out.write_all(b"[")?,
        }
        Ok(Self { out, form, rows: 0 })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// The disk's own refusal.
    pub fn add(&mut self, row: &ReviewRow) -> io::Result<()> {
        let first = self.rows == 0;
        self.rows += 1;
        match self.form {
            ReportForm::Csv => write_line(&mut self.out, cells(row)),
            ReportForm::Json => {
                self.out.write_all(if first { b"\n" } else { b",\n" })?;
                self.out.write_all(document(row).to_string().as_bytes())
            }
        }
    }

    /// Ends the report.
    ///
    /// # Errors
    /// The disk's own refusal.
    pub fn finish(mut self) -> io::Result<W> {
        if self.form == ReportForm::Json {
            self.out.write_all(b"\n]\n")?;
        }
        self.out.flush()?;
        Ok(self.out)
    }
}

fn write_line(out: &mut impl Write, cells: [String; COLUMNS.len()]) -> io::Result<()> {
    let cells = cells.map(|cell| format!("\"{}\"", guarded(cell.into()).replace('"', "\"\"")));
    out.write_all(cells.join(";").as_bytes())?;
    out.write_all(b"\r\n")
}

/// The variant as it is written on the wire.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn cells(row: &ReviewRow) -> [String; COLUMNS.len()] {
    let changed = row.changes.iter().filter(|change| change.before != change.after);
    let changes: Vec<String> = changed
        .map(|change| format!("{}: {} → {}", change.field.key(), change.before, change.after))
        .collect();
    [
        row.line.to_string(),
        word(&row.verdict),
        row.reason.map(Reason::code).unwrap_or_default(),
        row.repeats_line.map(|line| line.to_string()).unwrap_or_default(),
        row.name.clone(),
        row.value.clone(),
        changes.join(" | "),
        row.suppressed.iter().map(word).collect::<Vec<_>>().join(" | "),
        row.hint.as_ref().map(|hint| hint.suggestion.clone()).unwrap_or_default(),
    ]
}

fn document(row: &ReviewRow) -> serde_json::Value {
    let fields: serde_json::Map<String, serde_json::Value> =
        row.fields.iter().map(|(field, value)| (field.key(), json!(value))).collect();
    json!({
        "line": row.line,
        "verdict": row.verdict,
        "reason": row.reason,
        "repeats_line": row.repeats_line,
        "contact_id": row.contact_id,
        "name": row.name,
        "value": row.value,
        "fields": fields,
        "changes": row.changes,
        "suppressed": row.suppressed,
        "hint": row.hint,
    })
}

#[cfg(test)]
mod tests {
    use sellify_domain::{RejectReason, RejectedRow};

    use super::super::review_rows::rejected_row;
    use super::*;

    fn report(form: ReportForm) -> String {
        let mut report = ReportWriter::begin(Vec::new(), form).unwrap();
        for line in 2..4 {
            let (reason, value) = (RejectReason::EmailInvalid, "=1;\"x\"".to_owned());
            report.add(&rejected_row(RejectedRow { line, reason, value, cells: Vec::new() })).unwrap();
        }
        String::from_utf8(report.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_report_reads_back_and_no_cell_runs() {
        let json: serde_json::Value = serde_json::from_str(&report(ReportForm::Json)).unwrap();
        assert_eq!((&json[1]["line"], &json[1]["reason"]), (&json!(3), &json!("email_invalid")));
        let csv = report(ReportForm::Csv);
        let mut read = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.as_bytes());
        let rows: Vec<_> = read.records().collect::<Result<_, _>>().unwrap();
        assert_eq!((rows.len(), &rows[0][1], &rows[0][5]), (2, "rejected", "'=1;\"x\""));
    }
}
