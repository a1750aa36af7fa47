//! `sellify contacts merge`: contacts made one, and two again.

use std::collections::BTreeMap;

use clap::Args;
use sellify_app::{App, ContactView, MergeOrder};
use sellify_domain::{ContactField, ContactId, MergeId};
use serde::Serialize;

use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The contact that stays: its id or e-mail address
    #[arg(required_unless_present = "undo")]
    keep: Option<String>,
    /// Those that become part of it
    #[arg(required_unless_present = "undo")]
    others: Vec<String>,
    /// Whose value a field gets: `email=ID` (repeat for more fields); else the kept contact's, or the first there is
    #[arg(long, value_name = "FIELD=CONTACT")]
    field: Vec<String>,
    /// Only show what the contact would be
    #[arg(long)]
    dry_run: bool,
    /// Take a merge back
    #[arg(long, value_name = "MERGE", conflicts_with_all = ["keep", "others", "field", "dry_run"])]
    undo: Option<String>,
}

#[derive(Serialize)]
struct Done {
    merge_id: Option<MergeId>,
    contact: sellify_domain::Contact,
    name: String,
}

impl Done {
    fn of(merge_id: Option<MergeId>, view: ContactView) -> Self {
        let name = view.contact.details.display_name();
        Self { merge_id, contact: view.contact, name }
    }
}

impl Merge {
    pub(crate) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        if let Some(undo) = &self.undo {
            let id = undo.parse::<MergeId>().map_err(|_| {
                Failure::refused("not_found", "This is not the id of a merge. Nothing was changed.")
            })?;
            let done = Done::of(None, app.undo_merge(&BY, id).await?);
            return globals.output().say(&done, |done| {
                format!(
                    "Taken back. {} and what was merged into it are contacts of their own again.",
                    done.name
                )
            });
        }
        let keep = contact(app, self.keep.as_deref().unwrap_or_default()).await?;
        let mut order = MergeOrder::default();
        for other in &self.others {
            order.merged.push(contact(app, other).await?);
        }
        order.choices = choices(app, &self.field).await?;
        if self.dry_run {
            let shown = app.preview_merge(keep, order).await?;
            let done = Done::of(None, shown.contact);
            return globals
                .output()
                .say(&done, |done| format!("Would be kept: {}. Nothing was changed.", done.name));
        }
        let (id, view) = app.merge_contacts(&BY, keep, order).await?;
        globals.output().say(&Done::of(Some(id), view), |done| {
            format!("Merged into {}. Take it back: sellify contacts merge --undo {id}", done.name)
        })
    }
}

async fn contact(app: &App, wanted: &str) -> Result<ContactId, Failure> {
    Ok(find::contact(app, wanted).await?.contact.id)
}

async fn choices(app: &App, typed: &[String]) -> Result<BTreeMap<ContactField, ContactId>, Failure> {
    let mut choices = BTreeMap::new();
    for pair in typed {
        let (field, from) = pair.split_once('=').ok_or_else(|| {
            Failure::usage(format!("`{pair}` is not FIELD=CONTACT, such as email=anne@example.com"))
        })?;
        let field = ContactField::try_from(field.to_owned()).map_err(Failure::usage)?;
        choices.insert(field, contact(app, from).await?);
    }
    Ok(choices)
}
