//! `sellify campaign create`.

use clap::Args;
use sellify_app::{App, CampaignChange};
use sellify_domain::Audience;

use super::status::Shown;
use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// What to call it
    #[arg(long)]
    name: String,
    /// The template's name or id
    #[arg(long)]
    template: String,
    /// The connection's name or id
    #[arg(long)]
    connection: String,
    /// Contacts with this tag; several tags add up
    #[arg(long = "tag", value_name = "TAG", required_unless_present = "everyone")]
    tags: Vec<String>,
    /// Every contact of the address book
    #[arg(long, conflicts_with = "tags")]
    everyone: bool,
}

impl Create {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let template = find::template(app, &self.template).await?;
        let connection = find::connection(app, &self.connection).await?;
        let audience = if self.everyone { Audience::Everyone } else { Audience::Tags { tags: self.tags } };
        let change = CampaignChange {
            name: Some(self.name),
            template_id: Some(template.id),
            connection_id: Some(connection.id),
            audience: Some(audience),
        };
        let created = app.create_campaign(&BY, change).await?;
        globals.output().say(&Shown::from(&created), |shown| {
            let campaign = shown.campaign;
            format!(
                "Campaign “{}” created: {}\nCheck it with `sellify campaign preflight`; nothing is sent before `sellify campaign send`.",
                campaign.draft.name, campaign.id
            )
        })
    }
}
