//! `sellify contacts duplicates`: contacts that are likely one person.

use clap::Args;
use sellify_app::{App, DuplicateView, PageRequest};
use sellify_domain::{Contact, DuplicateReason, Timestamp};
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{BY, Globals};
use crate::table::Table;

#[derive(Debug, Args)]
pub(crate) struct Duplicates {
    /// Search again; without it, the pairs of the last search are shown, or of a first one
    #[arg(long)]
    search: bool,
    /// How many pairs to show
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// Go on where the page before ended (`next` of its JSON)
    #[arg(long)]
    cursor: Option<String>,
}

#[derive(Serialize)]
struct Listed {
    items: Vec<Pair>,
    next: Option<String>,
    total: u64,
    searched_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Pair {
    id: String,
    score: f64,
    reasons: Vec<DuplicateReason>,
    contacts: [Contact; 2],
}

impl From<DuplicateView> for Pair {
    fn from(view: DuplicateView) -> Self {
        Self {
            id: view.pair.to_string(),
            score: f64::from(view.score) / 1_000.0,
            reasons: view.reasons,
            contacts: view.contacts.map(|view| view.contact),
        }
    }
}

impl Duplicates {
    pub(crate) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let request = PageRequest { cursor: self.cursor, limit: self.limit };
        let mut found = app.duplicates(request.clone()).await?;
        if self.search || found.search.is_none() {
            app.find_duplicates(&BY).await?;
            found = app.duplicates(request).await?;
        }
        let listed = Listed {
            items: found.page.items.into_iter().map(Pair::from).collect(),
            next: found.page.next,
            total: found.page.total,
            searched_at: found.search.map(|search| search.searched_at),
        };
        globals.output().say(&listed, for_people)
    }
}

fn for_people(listed: &Listed) -> String {
    if listed.items.is_empty() {
        return "No likely duplicates. `--search` looks again.".into();
    }
    let mut table = Table::new(&["likely", "keep", "other", "why"]);
    for pair in &listed.items {
        let [one, other] = &pair.contacts;
        let why: Vec<String> = pair.reasons.iter().map(|reason| word(*reason).to_owned()).collect();
        table.row([format!("{:.0} %", pair.score * 100.0), named(one), named(other), why.join(", ")]);
    }
    let shown = listed.items.len() as u64;
    let more =
        if shown < listed.total { format!("\n{shown} of {} pairs.", listed.total) } else { String::new() };
    format!("{}{more}\nMerge two: sellify contacts merge KEEP OTHER (ids: --json)", table.text())
}

fn named(contact: &Contact) -> String {
    let name = contact.details.display_name();
    match &contact.details.email {
        Some(email) if email.as_str() != name => format!("{name} <{email}>"),
        _ => name,
    }
}

fn word(reason: DuplicateReason) -> &'static str {
    match reason {
        DuplicateReason::SameName => "same name",
        DuplicateReason::SwappedNames => "names changed round",
        DuplicateReason::SimilarName => "similar name",
        DuplicateReason::SameCompany => "same firm",
        DuplicateReason::SameDomain => "same domain",
        DuplicateReason::SimilarEmail => "similar address",
        DuplicateReason::SamePhoneTail => "same number",
        DuplicateReason::SameBirthdate => "same birthday",
        DuplicateReason::SameAddress => "same street",
    }
}
