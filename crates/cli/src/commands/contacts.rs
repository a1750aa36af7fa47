//! `sellify contacts`: listing, searching and showing; each other command has a file of its own.

mod consent;
mod duplicates;
mod erase;
mod export;
mod group;
mod merge;
mod person;
mod segment;

use clap::{Args, Subcommand};
use sellify_app::{App, ContactQuery, ContactView};
use sellify_domain::{Contact, ContactField};
use serde::Serialize;

use crate::failure::Failure;
use crate::find;
use crate::session::Globals;
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Contacts {
    /// List contacts, page by page
    List(List),
    /// Find contacts by the beginning of any word, without regard to case and accents
    Search(Search),
    /// Show one contact
    Show(Show),
    /// Write contacts to a file: CSV, workbook or address cards; as JSON with --json
    Export(export::Export),
    /// List, make and fill groups, which are fixed lists
    #[command(subcommand)]
    Group(group::Group),
    /// List, save and count segments, which are rules
    #[command(subcommand)]
    Segment(segment::Segment),
    /// Show contacts that are likely one person
    Duplicates(duplicates::Duplicates),
    /// Make contacts one, or take a merge back
    Merge(merge::Merge),
    /// Show what a contact said about being written to, or write it down
    Consent(consent::Consent),
    /// Write everything held on one person to a file
    Person(person::Person),
    /// Erase a person for good
    Erase(erase::Erase),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    page: Page,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// The words to look for
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    page: Page,
}

#[derive(Debug, Args)]
struct Which {
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

#[derive(Debug, Args)]
struct Page {
    /// How many to show
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
    /// Go on where the page before ended (`next` of its JSON)
    #[arg(long)]
    cursor: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The contact's id or e-mail address
    contact: String,
}

/// A contact as it is printed.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    contact: &'a Contact,
    display_name: String,
    suppressed: bool,
}

impl<'a> From<&'a ContactView> for Shown<'a> {
    fn from(view: &'a ContactView) -> Self {
        let display_name = view.contact.details.display_name();
        Self { contact: &view.contact, display_name, suppressed: view.suppressed }
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    items: Vec<Shown<'a>>,
    next: Option<String>,
    total: u64,
    total_is_exact: bool,
    took_ms: f64,
}

impl Contacts {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let done = match self {
            Self::List(List { which, page }) => list(&app, globals, None, which, page).await,
            Self::Search(Search { words, which, page }) => {
                list(&app, globals, Some(words.join(" ")), which, page).await
            }
            Self::Group(group) => group.run(&app, globals).await,
            Self::Segment(segment) => segment.run(&app, globals).await,
            Self::Show(Show { contact }) => show(&app, globals, &contact).await,
            Self::Duplicates(duplicates) => duplicates.run(&app, globals).await,
            Self::Merge(merge) => merge.run(&app, globals).await,
            Self::Consent(consent) => consent.run(&app, globals).await,
            Self::Person(person) => person.run(&app, globals).await,
            Self::Erase(erase) => erase.run(&app, globals).await,
            Self::Export(export) => export.run(&app, globals).await,
        };
        app.quit().await?;
        done
    }
}

async fn list(
    app: &App,
    globals: &Globals,
    search: Option<String>,
    which: Which,
    page: Page,
) -> Result<(), Failure> {
    let Which { tag, group, segment } = which;
    let mut query =
        ContactQuery { search, tag, cursor: page.cursor, limit: page.limit, ..ContactQuery::default() };
    if let Some(group) = group {
        query.group = Some(find::group(app, &group).await?.id);
    }
    if let Some(segment) = segment {
        query.segment = Some(find::segment(app, &segment).await?.id);
    }
    let found = app.contacts(query).await?;
    let listed = Listed {
        items: found.page.items.iter().map(Shown::from).collect(),
        next: found.page.next.clone(),
        total: found.page.total,
        total_is_exact: found.page.total_is_exact,
        took_ms: found.took_ms,
    };
    globals.output().say(&listed, |listed| listed.table())
}

impl Listed<'_> {
    fn table(&self) -> String {
        let mut table = Table::new(&["name", "e-mail", "phone", "company", "city", "tags"]);
        for shown in &self.items {
            let details = &shown.contact.details;
            let fields = [
                ContactField::Email,
                ContactField::Phone,
                ContactField::Company,
                ContactField::City,
                ContactField::Tags,
            ];
            let name = [shown.display_name.clone()];
            table.row(name.into_iter().chain(fields.iter().map(|field| details.text(field))));
        }
        let total =
            if self.total_is_exact { self.total.to_string() } else { format!("{} or more", self.total) };
        format!("{}\n{} of {total} contacts\n", table.text(), self.items.len())
    }
}

async fn show(app: &App, globals: &Globals, wanted: &str) -> Result<(), Failure> {
    let view = find::contact(app, wanted).await?;
    globals.output().say(&Shown::from(&view), |shown| {
        let mut table = Table::new(&["field", "value"]);
        table.row(["id".into(), shown.contact.id.to_string()]);
        let details = &shown.contact.details;
        let custom = details.custom.keys().cloned().map(ContactField::Custom);
        for field in ContactField::STANDARD.into_iter().chain(custom) {
            let value = details.text(&field);
            if !value.is_empty() {
                table.row([field.key(), value]);
            }
        }
        if shown.suppressed {
            table.row(["suppressed".into(), "nothing is sent to this address".into()]);
        }
        table.text()
    })
}
