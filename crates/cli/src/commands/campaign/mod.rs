//! `sellify campaign`: one file per command.

mod create;
mod ledger;
mod preflight;
mod send;
mod status;

use clap::Subcommand;

use crate::failure::Failure;
use crate::session::Globals;

#[derive(Debug, Subcommand)]
pub(crate) enum Campaign {
    /// Create a campaign: one template, one audience, one connection
    Create(create::Create),
    /// Check a campaign without sending anything
    Preflight(preflight::Check),
    /// Send a campaign, or go on with one that was paused or interrupted; Ctrl-C pauses it
    Send(send::Send),
    /// Show one campaign, or all of them
    Status(status::Status),
    /// Show who got the message, and who did not
    Ledger(ledger::Ledger),
}

impl Campaign {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let done = match self {
            Self::Create(create) => create.run(&app, globals).await,
            Self::Preflight(check) => check.run(&app, globals).await,
            Self::Send(send) => send.run(&app, globals).await,
            Self::Status(status) => status.run(&app, globals).await,
            Self::Ledger(ledger) => ledger.run(&app, globals).await,
        };
        app.quit().await?;
        done
    }
}

/// A state as programs know it.
pub(super) fn word<T: serde::Serialize>(state: &T) -> String {
    serde_json::to_value(state).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
