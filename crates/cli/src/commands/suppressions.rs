//! `sellify suppressions`: the list of people who must not be written to, as a file, in and out.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use sellify_app::{App, CsvFormat, ListOrder, ListOutcome, ReadOptions};
use sellify_domain::{Channel, SuppressionReason};
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{BY, Globals};

#[derive(Debug, Subcommand)]
pub(crate) enum Suppressions {
    /// Write the list to a CSV file
    Export(Export),
    /// Add the addresses of a file; nothing is ever taken off the list
    Import(Import),
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write
    #[arg(long, short, alias = "out", value_name = "FILE")]
    output: PathBuf,
    /// Kind of file
    #[arg(long, value_enum, default_value_t = Format::Plain)]
    format: Format,
    /// Only this channel
    #[arg(long, value_enum)]
    channel: Option<Way>,
    /// Only addresses that hold this text
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file: another tool's unsubscribed or blocked addresses, or one that `suppressions export` wrote
    file: PathBuf,
    /// On which channel these people must not be written to; a file of `suppressions export` says it itself
    #[arg(long, value_enum, default_value_t = Way::Email)]
    channel: Way,
    /// The column with the addresses, by its place from 1, when it is not found
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    column: Option<u32>,
    /// Why; when left out, what the file shows, else that they unsubscribed
    #[arg(long, value_enum)]
    reason: Option<Why>,
    /// Where the addresses come from; when left out, the file's name
    #[arg(long, default_value = "")]
    source: String,
    /// Only count: nothing is written
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Text with commas, UTF-8
    Plain,
    /// Text with semicolons and a byte-order mark, as French Excel expects
    FrenchExcel,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    /// E-mail
    Email,
    /// WhatsApp
    Whatsapp,
    /// Telephone calls
    Phone,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Why {
    /// The person asked
    Unsubscribed,
    /// The address does not exist
    HardBounce,
    /// Reported as spam
    Complaint,
    /// Entered by somebody of the firm
    Manual,
}

impl From<Way> for Channel {
    fn from(way: Way) -> Self {
        match way {
            Way::Email => Self::Email,
            Way::Whatsapp => Self::WhatsApp,
            Way::Phone => Self::Phone,
        }
    }
}

impl From<Why> for SuppressionReason {
    fn from(why: Why) -> Self {
        match why {
            Why::Unsubscribed => Self::Unsubscribed,
            Why::HardBounce => Self::HardBounce,
            Why::Complaint => Self::Complaint,
            Why::Manual => Self::Manual,
        }
    }
}

impl From<Format> for CsvFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Plain => Self::Plain,
            Format::FrenchExcel => Self::FrenchExcel,
        }
    }
}

#[derive(Serialize)]
struct Exported {
    path: String,
    entries: u64,
}

#[derive(Serialize)]
struct Added {
    added: u64,
    known: u64,
    repeated: u64,
    unreadable: u64,
    reason: Option<SuppressionReason>,
    dry_run: bool,
    /// Line and value of the first rows without an address.
    examples: Vec<(u64, String)>,
}

impl Suppressions {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let done = match self {
            Self::Export(export) => export.run(&app, globals).await,
            Self::Import(import) => import.run(&app, globals).await,
        };
        app.quit().await?;
        done
    }
}

impl Export {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let channel = self.channel.map(Into::into);
        let export = app.export_suppressions(&BY, channel, self.search, self.format.into()).await?;
        let entries = export.write_file(self.output.clone()).await?;
        let exported = Exported { path: self.output.display().to_string(), entries };
        globals.output().say(&exported, |Exported { path, entries }| {
            format!(
                "{path}: {entries} entries. This file is not encrypted: delete it when it is no longer needed."
            )
        })
    }
}

impl Import {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let order = ListOrder {
            upload: app.upload_path(&self.file)?.id,
            read: ReadOptions::default(),
            channel: self.channel.into(),
            column: self.column.map(|place| place as usize - 1),
            reason: self.reason.map(Into::into),
            source: self.source,
        };
        let dry_run = self.dry_run;
        let outcome = if dry_run {
            app.preview_suppressions(order).await?
        } else {
            app.suppress_many(&BY, order).await?
        };
        let ListOutcome { reason, new, known, repeated, unreadable, examples, .. } = outcome;
        let added = Added { added: new, known, repeated, unreadable, reason, dry_run, examples };
        globals.output().say(&added, Added::for_people)
    }
}

impl Added {
    fn for_people(&self) -> String {
        let told = if self.dry_run { "Nothing was written. The file would give" } else { "Done" };
        let mut text = format!(
            "{told}:\n  added       {}\n  known       {} (they keep their older entry)\n  repeated    {}\n  \
             unreadable  {}\n",
            self.added, self.known, self.repeated, self.unreadable
        );
        for (line, value) in &self.examples {
            text.push_str(&format!("    line {line}: {value}\n"));
        }
        text
    }
}
