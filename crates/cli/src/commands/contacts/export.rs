//! `sellify contacts export`: contacts as a file.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use sellify_app::{App, ContactQuery, ExportFormat, ExportRequest};
use sellify_domain::ContactField;
use serde::Serialize;

use super::Shown;
use crate::failure::Failure;
use crate::find;
use crate::output::write;
use crate::progress::Progress;
use crate::session::{BY, Globals};

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write; standard output when left out
    #[arg(long, short, alias = "out", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Kind of file; when left out, what the file's name says (.xlsx, .vcf), else plain
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Only these fields, in this order, such as first_name,email,custom:numero
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = field)]
    columns: Vec<ContactField>,
    /// Only contacts that match these words
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// Only contacts with this tag
    #[arg(long)]
    tag: Option<String>,
    /// Only contacts of this group, by id or name
    #[arg(long)]
    group: Option<String>,
    /// Only contacts that this segment picks, by id or name
    #[arg(long)]
    segment: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Text with commas, UTF-8
    Plain,
    /// Text with semicolons and a byte-order mark, as French Excel expects
    FrenchExcel,
    /// Workbook for Excel, LibreOffice and Numbers
    Xlsx,
    /// Address cards for telephones and mail programs
    Vcard,
}

#[derive(Serialize)]
struct Exported {
    path: String,
    contacts: u64,
    bytes: Option<u64>,
}

impl Exported {
    fn for_people(&self) -> String {
        let Self { path, contacts, .. } = self;
        match self.bytes {
            Some(bytes) => format!(
                "{path}: {contacts} contacts, {bytes} bytes. This file is not encrypted: delete it when it is no \
                 longer needed."
            ),
            None => format!("{path}: {contacts} contacts."),
        }
    }
}

fn field(key: &str) -> Result<ContactField, String> {
    ContactField::try_from(key.trim().to_owned())
}

impl Export {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let format = self.kind();
        let mut query = ContactQuery { search: self.search, tag: self.tag, ..ContactQuery::default() };
        if let Some(group) = &self.group {
            query.group = Some(find::group(app, group).await?.id);
        }
        if let Some(segment) = &self.segment {
            query.segment = Some(find::segment(app, segment).await?.id);
        }
        if globals.json && self.output.is_none() {
            return every_contact_as_json(app, query).await;
        }
        let columns = (!self.columns.is_empty()).then_some(self.columns);
        let export = app.export_contacts(&BY, ExportRequest { query, format, columns }).await?;
        let total = export.contacts;
        let progress = Progress::new(globals.output(), total, "{bar:30} {pos}/{len} contacts");
        let told = move |done| progress.set(done, total, String::new());
        let Some(path) = self.output else {
            export.write_to(Printed(BufWriter::new(std::io::stdout())), told).await?;
            return Ok(());
        };
        let contacts = export.write_file(path.clone(), told).await?;
        // What went into a pipe has no length any more.
        let bytes = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
        let exported = Exported { path: path.display().to_string(), contacts, bytes };
        globals.output().say(&exported, Exported::for_people)
    }

    fn kind(&self) -> ExportFormat {
        let ending = self.output.as_deref().and_then(Path::extension).map(|end| end.to_ascii_lowercase());
        match (self.format, ending.as_ref().and_then(|end| end.to_str())) {
            (Some(Format::Xlsx), _) | (None, Some("xlsx")) => ExportFormat::Xlsx,
            (Some(Format::Vcard), _) | (None, Some("vcf" | "vcard")) => ExportFormat::VCard,
            (Some(Format::FrenchExcel), _) => ExportFormat::FrenchExcel,
            (Some(Format::Plain) | None, _) => ExportFormat::Plain,
        }
    }
}

/// Standard output. A reader that has gone away (`| head`) is no failure.
struct Printed<W: Write>(W);

impl<W: Write> Write for Printed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            other => other,
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

/// One array, written page by page, so that a large address book does not have to fit into memory.
async fn every_contact_as_json(app: &App, which: ContactQuery) -> Result<(), Failure> {
    let mut separator = "[\n";
    let mut cursor = None;
    loop {
        let query = ContactQuery { cursor, limit: 1_000, ..which.clone() };
        let page = app.contacts(query).await?.page;
        for view in &page.items {
            let contact = serde_json::to_string(&Shown::from(view)).unwrap_or_default();
            write(format!("{separator}{contact}").as_bytes())?;
            separator = ",\n";
        }
        cursor = page.next;
        if cursor.is_none() {
            let end = if separator == ",\n" { "\n]\n" } else { "[]\n" };
            return write(end.as_bytes());
        }
    }
}
