//! `sellify campaign status`.

use clap::Args;
use sellify_app::{App, CampaignView, PageRequest};
use sellify_domain::{Campaign, LedgerCounts, Timestamp};
use serde::Serialize;

use super::word;
use crate::failure::Failure;
use crate::find;
use crate::session::Globals;
use crate::table::Table;

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The campaign's name or id; all of them when left out
    campaign: Option<String>,
}

/// A campaign as it is printed.
#[derive(Serialize)]
pub(super) struct Shown<'a> {
    #[serde(flatten)]
    pub(super) campaign: &'a Campaign,
    per_second: Option<f64>,
    expected_end: Option<Timestamp>,
}

impl<'a> From<&'a CampaignView> for Shown<'a> {
    fn from(view: &'a CampaignView) -> Self {
        Self { campaign: &view.campaign, per_second: view.per_second, expected_end: view.expected_end }
    }
}

impl Status {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        match self.campaign {
            Some(wanted) => say(globals, &find::campaign(app, &wanted).await?),
            None => all(app, globals).await,
        }
    }
}

/// One campaign with its counts.
pub(super) fn say(globals: &Globals, view: &CampaignView) -> Result<(), Failure> {
    globals.output().say(&Shown::from(view), |shown| {
        let campaign = shown.campaign;
        let mut text = format!("{} — {}\n", campaign.draft.name, word(&campaign.state));
        if let Some(reason) = &campaign.pause_reason {
            text.push_str(&format!("paused because of: {reason}\n"));
        }
        let mut table = Table::new(&["state", "people"]);
        for (name, count) in counted(&campaign.counts) {
            table.row([name.into(), count.to_string()]);
        }
        format!("{text}{}", table.text())
    })
}

async fn all(app: &App, globals: &Globals) -> Result<(), Failure> {
    let page = app.campaigns(PageRequest { cursor: None, limit: 500 }).await?;
    let shown: Vec<Shown<'_>> = page.items.iter().map(Shown::from).collect();
    globals.output().say(&shown, |shown| {
        let mut table = Table::new(&["name", "state", "total", "accepted", "waiting", "id"]);
        for Shown { campaign, .. } in shown {
            let counts = &campaign.counts;
            table.row([
                campaign.draft.name.clone(),
                word(&campaign.state),
                counts.total.to_string(),
                (counts.accepted + counts.delivered).to_string(),
                (counts.pending + counts.handed_over).to_string(),
                campaign.id.to_string(),
            ]);
        }
        table.text()
    })
}

/// The counts that are not zero, in the order of a message's life.
pub(super) fn counted(counts: &LedgerCounts) -> Vec<(&'static str, u64)> {
    let all = [
        ("total", counts.total),
        ("pending", counts.pending),
        ("handed over", counts.handed_over),
        ("accepted", counts.accepted),
        ("delivered", counts.delivered),
        ("bounced", counts.bounced),
        ("failed", counts.failed),
        ("unknown", counts.unknown),
        ("excluded", counts.excluded),
        ("cancelled", counts.cancelled),
    ];
    all.into_iter().filter(|(name, count)| *count > 0 || *name == "total").collect()
}
