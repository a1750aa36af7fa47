//! `sellify campaign ledger`.

use clap::Args;
use sellify_app::{App, RecipientQuery};
use sellify_domain::{LedgerCounts, Recipient, RecipientState};
use serde::Serialize;

use super::word;
use crate::failure::Failure;
use crate::find;
use crate::session::Globals;
use crate::table::Table;

#[derive(Debug, Args)]
pub(crate) struct Ledger {
    /// The campaign's name or id
    campaign: String,
    /// Only people in this state: pending, handed_over, accepted, delivered, bounced, failed, unknown, excluded, cancelled
    #[arg(long, value_parser = state)]
    state: Option<RecipientState>,
    /// Only people whose name or address matches
    #[arg(long)]
    search: Option<String>,
    /// How many to show
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
    /// Go on where the page before ended (`next` of its JSON)
    #[arg(long)]
    cursor: Option<String>,
    /// Every row, however many there are
    #[arg(long, conflicts_with_all = ["limit", "cursor"])]
    all: bool,
}

#[derive(Serialize)]
struct Shown {
    items: Vec<Recipient>,
    next: Option<String>,
    counts: LedgerCounts,
}

impl Ledger {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let id = find::campaign(app, &self.campaign).await?.campaign.id;
        let limit = if self.all { 1_000 } else { self.limit };
        let mut shown = Shown { items: Vec::new(), next: self.cursor, counts: LedgerCounts::default() };
        loop {
            let (state, search, cursor) = (self.state, self.search.clone(), shown.next.take());
            let (page, counts) = app.ledger(id, RecipientQuery { state, search, cursor, limit }).await?;
            shown.items.extend(page.items);
            (shown.next, shown.counts) = (page.next, counts);
            if !self.all || shown.next.is_none() {
                break;
            }
        }
        globals.output().say(&shown, Shown::table)
    }
}

impl Shown {
    fn table(&self) -> String {
        let mut table = Table::new(&["e-mail", "name", "state", "tries", "answer"]);
        for recipient in &self.items {
            let why = recipient.exclusion.map(|exclusion| word(&exclusion));
            let answer = recipient.last_reply.as_ref().map(|reply| format!("{} {}", reply.code, reply.text));
            table.row([
                recipient.email.to_string(),
                recipient.name.clone(),
                word(&recipient.state),
                recipient.attempts.to_string(),
                why.or(answer).unwrap_or_default(),
            ]);
        }
        let more = if self.next.is_some() { ", more with --all" } else { "" };
        format!("{}\n{} of {} people{more}\n", table.text(), self.items.len(), self.counts.total)
    }
}

fn state(text: &str) -> Result<RecipientState, String> {
    let known = serde_json::from_value(serde_json::Value::String(text.replace('-', "_")));
    known.map_err(|_| format!("“{text}” is not a state of a recipient"))
}
