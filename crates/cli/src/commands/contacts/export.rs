//! `sellify contacts export`: contacts as a file.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sellify_app::{App, ContactQuery, Dialect};
use serde::Serialize;

use super::Shown;
use crate::failure::Failure;
use crate::output::write;
use crate::session::{BY, Globals};

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write; standard output when left out
    #[arg(long, short, alias = "out", value_name = "FILE")]
    output: Option<PathBuf>,
    /// How spreadsheets should read it
    #[arg(long, value_enum, default_value = "plain")]
    format: Format,
    /// Only contacts that match these words
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// Only contacts with this tag
    #[arg(long)]
    tag: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Commas, UTF-8
    Plain,
    /// Semicolons and a byte-order mark, as French Excel expects
    FrenchExcel,
}

#[derive(Serialize)]
struct Exported {
    path: String,
    bytes: usize,
}

impl Export {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let which = ContactQuery { search: self.search, tag: self.tag, ..ContactQuery::default() };
        if globals.json && self.output.is_none() {
            return every_contact_as_json(app, which).await;
        }
        let dialect = match self.format {
            Format::Plain => Dialect::Plain,
            Format::FrenchExcel => Dialect::FrenchExcel,
        };
        let bytes = app.export_contacts(&BY, which, dialect).await?;
        let Some(path) = self.output else { return write(&bytes) };
        std::fs::write(&path, &bytes).map_err(|error| Failure::unwritable(&path, &error))?;
        let exported = Exported { path: path.display().to_string(), bytes: bytes.len() };
        globals.output().say(&exported, |exported| {
            format!(
                "{} ({} bytes). This file is not encrypted: delete it when it is no longer needed.",
                exported.path, exported.bytes
            )
        })
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
