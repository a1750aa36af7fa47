//! `sellify import`: contacts from a CSV or Excel file, all or nothing.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use sellify_app::{
    App, DuplicatePolicy, Encoding, ImportOrder, ImportView, Inspection, ReadOptions, Require, UndoCounts,
    WholeFile, default_columns, default_mapping,
};
use sellify_domain::{ContactField, ImportCounts, ImportId, ImportState};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;
use crate::progress::Progress;
use crate::session::{BY, Globals};
use crate::stop;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A CSV, Excel, LibreOffice or vCard file
    #[arg(required_unless_present = "undo")]
    file: Option<PathBuf>,
    /// Take a finished import back, by the id that it answered with; later edits stay
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    undo: Option<ImportId>,
    /// A tag for every contact of the file; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Which field a column becomes: header=field or number=field; `ignore` leaves a column out.
    /// Fields: email, phone, first_name, last_name, full_name, civility, company, street, postcode, city,
    /// full_address, country, birthdate, reference, notes, tags, consent:email, consent:whats_app, consent:phone,
    /// consent:post, custom:your_name
    #[arg(long = "map", value_name = "COLUMN=FIELD", value_parser = mapped)]
    map: Vec<(String, Option<ContactField>)>,
    /// Count what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Country of phone numbers without a prefix, as two letters; the firm's country when left out
    #[arg(long, value_name = "FR")]
    country: Option<String>,
    /// What a row must have to become a contact
    #[arg(long, value_enum, default_value = "email")]
    require: Needs,
    /// What becomes of contacts that the vault knows already. Nobody on the suppression list is ever taken off it
    #[arg(long, value_enum, default_value = "update")]
    policy: Policy,
    /// Encoding of a text file, when the one that was found is wrong
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Separator of a text file, when the one that was found is wrong; `tab` for a tab
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<char>,
    /// Sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The first row is a contact, not the names of the columns
    #[arg(long)]
    no_header: bool,
    /// Put right text that was once read in a wrong encoding (Ã© for é), where that is certain
    #[arg(long)]
    repair: bool,
    /// Write what becomes of every row to this file: JSON when its name ends in .json, else CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write the rejected rows, with their reasons, to this CSV file
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    rejects: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Needs {
    /// An e-mail address
    Email,
    /// An e-mail address or a phone number
    EmailOrPhone,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// The file wins where it says something
    Update,
    /// They stay as they are
    Skip,
    /// The row becomes a contact of its own, without the address or number that is taken, or is rejected
    Create,
}

#[derive(Serialize)]
struct Imported {
    #[serde(flatten)]
    counts: ImportCounts,
    /// How many rows for each reason, by its code.
    reasons: BTreeMap<String, u64>,
    seconds: f64,
    import_id: ImportId,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dry_run: bool,
    /// The latest import of the very same file that was not taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported_before: Option<ImportId>,
}

impl Import {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let done = self.import(&app, globals).await;
        app.quit().await?;
        done
    }

    async fn import(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        if let Some(id) = self.undo {
            return undo(app, globals, id).await;
        }
        // Without `--undo` a file must be given.
        let file = self.file.clone().unwrap_or_default();
        self.read_in(app, globals, &file).await
    }

    async fn read_in(self, app: &App, globals: &Globals, file: &Path) -> Result<(), Failure> {
        let upload = app.upload_path(file)?;
        // A place that cannot be written to is said before anything is imported.
        let rejects = self.rejects.as_deref().map(|path| (path, WholeFile::create(path)));
        let rejects = match rejects {
            Some((path, Err(error))) => return Err(Failure::unwritable(path, &error)),
            Some((path, Ok(file))) => Some((path.to_owned(), file)),
            None => None,
        };
        let read = ReadOptions {
            encoding: self.encoding,
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            has_header: self.no_header.then_some(false),
            repair_mojibake: self.repair,
        };
        let (mapping, columns) = match self.map.as_slice() {
            // The engine looks at the file itself; looking twice would read it twice.
            [] => (None, Vec::new()),
            map => {
                let found = app.inspect_import(upload.id, read.clone()).await?;
                (Some(mapping(&found, map)?), default_columns(&found))
            }
        };
        let require = match self.require {
            Needs::Email => Require::Email,
            Needs::EmailOrPhone => Require::EmailOrPhone,
        };
        let policy = match self.policy {
            Policy::Update => DuplicatePolicy::Update,
            Policy::Skip => DuplicatePolicy::Skip,
            Policy::Create => DuplicatePolicy::Create,
        };
        let (tags, country, dry_run, report) = (self.tags, self.country, self.dry_run, self.report);
        let given = ImportOrder { mapping, columns, tags, country, ..ImportOrder::of(upload.id) };
        let order = ImportOrder { read, require, policy, dry_run, report, ..given };
        let stop = stop::asked().map_err(|error| Failure::system(&error))?;
        let id = app.start_import(&BY, order).await?;
        let view = ended(follow(app, globals, id, &stop).await?)?;
        let counts = view.record.counts;
        let reasons = view.detail.reasons.clone();
        let same_file = app.imports_of_file(view.record.file_sha256.clone()).await?;
        let imported_before = same_file.iter().map(|record| record.id).find(|earlier| *earlier != id);
        let seconds = seconds(&view);
        let imported = Imported { counts, reasons, seconds, import_id: id, dry_run, imported_before };
        globals.output().say(&imported, Imported::for_people)?;
        if let Some((path, file)) = rejects {
            let rows = app.rejects_csv(id).await?;
            keep(file, &rows).map_err(|error| unwritten(&path, &error))?;
        }
        if let Some(sentence) = &view.error_detail {
            return Err(Failure::by_code("file_not_writable", sentence));
        }
        if counts.rejected == counts.rows {
            return Err(Failure::refused(
                "nothing_imported",
                "Every row of the file was refused, so nothing was imported.",
            )
            .with_hint(
                "The file may have another layout than was found: check --map, --encoding and --delimiter.",
            ));
        }
        Ok(())
    }
}

fn keep(mut file: WholeFile, rows: &[u8]) -> std::io::Result<()> {
    file.write_all(rows)?;
    file.finish()
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    let sentence = format!("The rejected rows could not be written to {}: {error}.", path.display());
    Failure::refused("file_unwritable", sentence)
        .with_hint("The import itself is done. Import the file again with --rejects in another place.")
}

#[derive(Serialize)]
struct Undone {
    import_id: ImportId,
    removed: u64,
    restored: u64,
    kept: u64,
}

async fn undo(app: &App, globals: &Globals, id: ImportId) -> Result<(), Failure> {
    let UndoCounts { removed, restored, kept } = app.undo_import(&BY, id).await?;
    globals.output().say(&Undone { import_id: id, removed, restored, kept }, |_| {
        format!(
            "The import was taken back.\n  to the bin  {removed}\n  restored    {restored}\n  \
             left alone  {kept} (edited since)\n"
        )
    })
}

/// Watches until the import has ended; Ctrl-C cancels it, and nothing is then written.
async fn follow(
    app: &App,
    globals: &Globals,
    id: ImportId,
    stop: &CancellationToken,
) -> Result<ImportView, Failure> {
    let progress = Progress::new(globals.output(), 0, "{bar:40} {percent}%  {msg}");
    let mut stopping = false;
    let mut after = app.events().since(None, Duration::ZERO).await.next;
    loop {
        let view = app.import(id).await?;
        if view.record.state != ImportState::Running {
            return Ok(view);
        }
        if let Some(read) = view.progress {
            progress.set(read.bytes_read, read.bytes_total, format!("{} rows", view.record.counts.rows));
        }
        tokio::select! {
            batch = app.events().since(Some(after), Duration::from_millis(500)) => after = batch.next,
            () = stop.cancelled(), if !stopping => {
                stopping = true;
                app.cancel_import(id).await?;
            }
        }
    }
}

fn ended(view: ImportView) -> Result<ImportView, Failure> {
    match view.record.state {
        ImportState::Failed => {
            let code = view.record.error_code.as_deref().unwrap_or("import_failed");
            let sentence = view.error_detail.as_deref().unwrap_or("The import failed. Nothing was imported.");
            Err(Failure::by_code(code, sentence))
        }
        ImportState::Cancelled => Err(Failure::cancelled()),
        ImportState::Running | ImportState::Finished | ImportState::Undone => Ok(view),
    }
}

fn seconds(view: &ImportView) -> f64 {
    let started = view.record.started_at.as_millis();
    let ended = view.record.finished_at.map_or(started, |at| at.as_millis());
    u32::try_from(ended - started).map_or(0.0, f64::from) / 1_000.0
}

impl Imported {
    fn for_people(&self) -> String {
        let ImportCounts { rows, created, updated, unchanged, duplicates, rejected, suppressed } =
            self.counts;
        let told = if self.dry_run { "Nothing was written. An import would give" } else { "Imported" };
        let mut text = format!(
            "{told}: {rows} rows in {:.1} s\n  created     {created}\n  updated     {updated}\n  unchanged   {unchanged}\n  \
             duplicates  {duplicates} (rows that repeat an earlier one)\n  rejected    {rejected}\n",
            self.seconds
        );
        for (code, count) in &self.reasons {
            text.push_str(&format!("    {code:<16} {count}\n"));
        }
        if suppressed > 0 {
            text.push_str(&format!(
                "Of these people, {suppressed} must not be written to on some channel; that stays so.\n"
            ));
        }
        if let Some(earlier) = self.imported_before {
            text.push_str(&format!("This very file was imported before ({earlier}).\n"));
        }
        if rejected > 0 && !self.dry_run {
            text.push_str("Import again with --rejects FILE to see which rows were rejected, and why.\n");
        }
        if created + updated > 0 && !self.dry_run {
            text.push_str(&format!("To take it back: sellify import --undo {}\n", self.import_id));
        }
        text
    }
}

/// The mapping that was found, with the columns that the person decided on.
fn mapping(
    found: &Inspection,
    decided: &[(String, Option<ContactField>)],
) -> Result<Vec<Option<ContactField>>, Failure> {
    let mut mapping = default_mapping(found);
    let mut taken = Vec::new();
    for (column, field) in decided {
        let index = column_called(found, column).ok_or_else(|| no_such_column(found, column))?;
        if let Some(place) = mapping.get_mut(index) {
            place.clone_from(field);
        }
        taken.push(index);
    }
    // A field that the person gave to one column is no longer guessed for another.
    for (index, place) in mapping.iter_mut().enumerate() {
        if !taken.contains(&index) && decided.iter().any(|(_, field)| field.is_some() && field == place) {
            *place = None;
        }
    }
    Ok(mapping)
}

/// By header without regard to case, else by number from 1.
fn column_called(found: &Inspection, wanted: &str) -> Option<usize> {
    let same = |header: &str| header.trim().to_lowercase() == wanted.trim().to_lowercase();
    let by_header = found.columns.iter().find(|column| same(&column.header));
    let by_number = || {
        let number: usize = wanted.trim().parse().ok()?;
        found.columns.iter().find(|column| Some(column.index) == number.checked_sub(1))
    };
    by_header.or_else(by_number).map(|column| column.index)
}

fn no_such_column(found: &Inspection, wanted: &str) -> Failure {
    let headers: Vec<&str> = found.columns.iter().map(|column| column.header.as_str()).collect();
    Failure::refused("unknown_column", format!("The file has no column “{wanted}”. Nothing was imported."))
        .with_hint(format!("Its columns are: {}.", headers.join(", ")))
}

fn mapped(text: &str) -> Result<(String, Option<ContactField>), String> {
    let (column, field) = text.rsplit_once('=').ok_or("write it as column=field")?;
    if matches!(field.trim(), "" | "ignore") {
        return Ok((column.to_owned(), None));
    }
    let field = ContactField::try_from(field.trim().to_owned())?;
    Ok((column.to_owned(), Some(field)))
}

fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::from_label(text)
        .ok_or_else(|| format!("“{text}” is not an encoding: try utf-8 or windows-1252"))
}

fn delimiter(text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(one), None) => Ok(one),
        _ => Err("one character, or `tab`".into()),
    }
}
