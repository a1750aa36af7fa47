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
    #[arg(long = "tag", value_name = "TAG", required_unless_present_any = ["everyone", "groups", "segment"])]
    tags: Vec<String>,
    /// Contacts of this group, by id or name; several groups add up
    #[arg(long = "group", value_name = "GROUP", conflicts_with_all = ["tags", "everyone", "segment"])]
    groups: Vec<String>,
    /// Contacts that this segment picks, by its rule as it is when the campaign starts
    #[arg(long, conflicts_with_all = ["tags", "everyone"])]
    segment: Option<String>,
    /// Every contact of the address book
    #[arg(long, conflicts_with = "tags")]
    everyone: bool,
}

impl Create {
    async fn audience(&self, app: &App) -> Result<Audience, Failure> {
        if let Some(segment) = &self.segment {
            return Ok(Audience::Segment { segment: find::segment(app, segment).await?.id });
        }
        if !self.groups.is_empty() {
            let mut groups = Vec::with_capacity(self.groups.len());
            for group in &self.groups {
                groups.push(find::group(app, group).await?.id);
            }
            return Ok(Audience::Groups { groups });
        }
        Ok(if self.everyone { Audience::Everyone } else { Audience::Tags { tags: self.tags.clone() } })
    }

    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let template = find::template(app, &self.template).await?;
        let connection = find::connection(app, &self.connection).await?;
        let audience = self.audience(app).await?;
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
