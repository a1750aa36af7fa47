//! A file with every row's verdict, for whoever asks for it on this computer: JSON where its name says so, else CSV.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use parking_lot::Mutex;
use sellify_contacts::import::{ReportForm, ReportWriter, ReviewRow};

use crate::error::AppError;

/// A report that is being written.
pub(crate) struct ReportFile(Mutex<io::Result<ReportWriter<BufWriter<File>>>>);

impl ReportFile {
    /// Makes the file before anything is imported; one that is there already is overwritten.
    ///
    /// # Errors
    /// [`AppError::ReportNotWritable`].
    pub(crate) fn create(path: &Path) -> Result<Self, AppError> {
        let as_json = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("json"));
        let form = if as_json { ReportForm::Json } else { ReportForm::Csv };
        let begun = File::create(path).and_then(|file| ReportWriter::begin(BufWriter::new(file), form));
        match begun {
            Ok(report) => Ok(Self(Mutex::new(Ok(report)))),
            Err(error) => Err(AppError::ReportNotWritable { what: "Nothing was imported", error }),
        }
    }

    /// Writes a row. The disk's first refusal is kept for the end: the import itself goes on.
    pub(crate) fn add(&self, row: &ReviewRow) {
        let mut report = self.0.lock();
        if let Ok(writer) = report.as_mut()
            && let Err(error) = writer.add(row)
        {
            *report = Err(error);
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`AppError::ReportNotWritable`]; what was imported stays.
    pub(crate) fn finish(self, dry_run: bool) -> Result<(), AppError> {
        let what = if dry_run { "Nothing was imported" } else { "The import itself is done" };
        let ended = self.0.into_inner().and_then(ReportWriter::finish);
        ended.map(drop).map_err(|error| AppError::ReportNotWritable { what, error })
    }
}
