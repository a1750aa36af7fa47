//! `sellify contacts group`: fixed lists of contacts.

use clap::{Args, Subcommand};
use sellify_app::{App, Selection};
use sellify_domain::{ContactId, Group as Kept};
use serde::Serialize;

use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    /// List groups
    List,
    /// Make an empty group
    Add(Add),
    /// Give a group another name
    Rename(Rename),
    /// Put contacts into a group
    Join(Members),
    /// Take contacts out of a group
    Leave(Members),
    /// Remove a group; its contacts stay
    Remove(Named),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What to call it
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Rename {
    /// The group's id or name
    group: String,
    /// What to call it
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Members {
    /// The group's id or name
    group: String,
    /// Contacts, by id or e-mail address
    #[arg(required = true)]
    contacts: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// The group's id or name
    group: String,
}

#[derive(Serialize)]
struct Changed {
    changed: u64,
}

impl Group {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        match self {
            Self::List => globals.output().say(&app.groups().await?, |groups| listed(groups)),
            Self::Add(Add { name }) => {
                let made = app.create_group(&BY, &name).await?;
                globals.output().say(&made, |made| format!("Group “{}” made: {}", made.name, made.id))
            }
            Self::Rename(Rename { group, name }) => {
                let found = find::group(app, &group).await?;
                let renamed = app.rename_group(&BY, found.id, &name).await?;
                globals
                    .output()
                    .say(&renamed, |renamed| format!("The group is now called “{}”.", renamed.name))
            }
            Self::Join(members) => members.change(app, globals, false).await,
            Self::Leave(members) => members.change(app, globals, true).await,
            Self::Remove(Named { group }) => {
                let found = find::group(app, &group).await?;
                app.delete_group(&BY, found.id).await?;
                globals
                    .output()
                    .say(&found, |found| format!("Group “{}” removed; its contacts stay.", found.name))
            }
        }
    }
}

impl Members {
    async fn change(self, app: &App, globals: &Globals, remove: bool) -> Result<(), Failure> {
        let group = find::group(app, &self.group).await?;
        let mut ids: Vec<ContactId> = Vec::with_capacity(self.contacts.len());
        for contact in &self.contacts {
            ids.push(find::contact(app, contact).await?.contact.id);
        }
        let outcome = app.change_group_members(&BY, group.id, Selection::Ids(ids), remove).await?;
        globals.output().say(&Changed { changed: outcome.changed }, |done| {
            let how = if remove { "left" } else { "joined" };
            format!("{} contacts {how} “{}”.", done.changed, group.name)
        })
    }
}

fn listed(groups: &[Kept]) -> String {
    let mut table = Table::new(&["name", "contacts", "id"]);
    for group in groups {
        table.row([group.name.clone(), group.contacts.to_string(), group.id.to_string()]);
    }
    table.text()
}
