//! `sellify contacts person`: everything the vault holds on one person, as a file.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use sellify_app::{App, PersonFormat, WholeFile};
use serde::Serialize;

use crate::failure::Failure;
use crate::find;
use crate::output::write;
use crate::session::{BY, Globals};

#[derive(Debug, Args)]
pub(crate) struct Person {
    /// The contact's id or e-mail address
    contact: String,
    /// The file to write: .html to read and print, else JSON; standard output when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Serialize)]
struct Written {
    path: String,
    bytes: u64,
}

impl Person {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let id = find::contact(app, &self.contact).await?.contact.id;
        let page =
            self.output.as_deref().and_then(|path| path.extension()).is_some_and(|ending| {
                ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
            });
        let format = if page { PersonFormat::Html } else { PersonFormat::Json };
        let file = app.export_person(&BY, id, format).await?;
        let Some(path) = self.output else { return write(&file.bytes) };
        let save = || {
            let mut whole = WholeFile::create(&path)?;
            whole.write_all(&file.bytes)?;
            whole.finish()
        };
        save().map_err(|error| Failure::unwritable(&path, &error))?;
        let written = Written { path: path.display().to_string(), bytes: file.bytes.len() as u64 };
        globals.output().say(&written, |written| {
            format!(
                "{}: {} bytes. This file is not encrypted: delete it when it is no longer needed.",
                written.path, written.bytes
            )
        })
    }
}
