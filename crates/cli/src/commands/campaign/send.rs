//! `sellify campaign send`: in the foreground, with live progress, until the campaign is finished.

use std::time::Duration;

use clap::Args;
use sellify_app::{App, CampaignView};
use sellify_domain::{CampaignId, CampaignState, LedgerCounts};
use tokio_util::sync::CancellationToken;

use super::{preflight, status};
use crate::failure::Failure;
use crate::find;
use crate::progress::Progress;
use crate::session::{BY, Globals};
use crate::stop;

#[derive(Debug, Args)]
pub(crate) struct Send {
    /// The campaign's name or id
    campaign: String,
    /// Refuse to start when not exactly so many people would receive it
    #[arg(long, value_name = "N")]
    expect: Option<u64>,
}

impl Send {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let stop = stop::asked().map_err(|error| Failure::system(&error))?;
        let view = find::campaign(app, &self.campaign).await?;
        let id = view.campaign.id;
        match view.campaign.state {
            CampaignState::Draft => self.start(app, id).await?,
            CampaignState::Paused => app.resume_campaign(&BY, id).await?,
            CampaignState::Running => app.continue_campaign(id).await?,
            CampaignState::Finished | CampaignState::Cancelled => return Err(already_over(&view)),
        };
        let (view, stopped) = follow(app, globals, id, &stop).await?;
        status::say(globals, &view)?;
        match (view.campaign.state, stopped) {
            (CampaignState::Finished, _) => Ok(()),
            (_, true) => Err(Failure::interrupted(&self.campaign)),
            (CampaignState::Paused, false) => Err(paused(&view)),
            _ => Err(already_over(&view)),
        }
    }

    async fn start(&self, app: &App, id: CampaignId) -> Result<CampaignView, Failure> {
        let found = app.preflight_campaign(id).await?;
        if let Some(blocked) = preflight::blocked(&found) {
            return Err(blocked);
        }
        let expected = self.expect.unwrap_or(found.sendable);
        Ok(app.send_campaign(&BY, id, expected).await?)
    }
}

/// Watches until the campaign no longer runs; Ctrl-C lets the messages under way end and pauses the rest.
async fn follow(
    app: &App,
    globals: &Globals,
    id: CampaignId,
    stop: &CancellationToken,
) -> Result<(CampaignView, bool), Failure> {
    let progress = Progress::new(globals.output(), 0, "{bar:40} {pos}/{len}  {msg}");
    let mut after = app.events().since(None, Duration::ZERO).await.next;
    loop {
        let view = app.campaign(id).await?;
        show(&progress, &view);
        if view.campaign.state != CampaignState::Running {
            return Ok((view, false));
        }
        tokio::select! {
            batch = app.events().since(Some(after), Duration::from_millis(500)) => after = batch.next,
            () = stop.cancelled() => {
                progress.line("Pausing: the messages under way are finished first.");
                app.pause_campaign(&BY, id).await?;
                return Ok((after_the_last(app, id).await?, true));
            }
        }
    }
}

/// Waits for the messages under way. Whatever is still open after that is honestly recorded as unknown at the next start.
async fn after_the_last(app: &App, id: CampaignId) -> Result<CampaignView, Failure> {
    for _ in 0..300 {
        let view = app.campaign(id).await?;
        if view.campaign.counts.handed_over == 0 {
            return Ok(view);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(app.campaign(id).await?)
}

fn show(progress: &Progress, view: &CampaignView) {
    let counts = &view.campaign.counts;
    let LedgerCounts { pending, handed_over, bounced, failed, unknown, .. } = counts;
    let to_send = counts.total - counts.excluded;
    let done = to_send.saturating_sub(pending + handed_over);
    let speed = view.per_second.map_or_else(String::new, |speed| format!("{speed:.0}/s "));
    progress.set(done, to_send, format!("{speed}{bounced} bounced, {failed} failed, {unknown} unknown"));
}

fn already_over(view: &CampaignView) -> Failure {
    let state = super::word(&view.campaign.state);
    Failure::refused("campaign_state_wrong", format!("This campaign is {state}. Nothing was sent."))
        .with_hint("`sellify campaign ledger` shows who got it. Create a new campaign to write again.")
}

fn paused(view: &CampaignView) -> Failure {
    let reason = view.campaign.pause_reason.as_deref().unwrap_or("no reason was recorded");
    Failure::refused(
        "campaign_paused",
        format!("The campaign paused by itself: {reason}. Nobody is lost or written to twice."),
    )
    .with_hint("Test the connection, then run the same command again to go on.")
}
