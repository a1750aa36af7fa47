//! `sellify contacts erase`: removing a person for good.

use std::collections::BTreeMap;

use clap::Args;
use sellify_app::App;
use sellify_domain::ErasureId;
use serde::Serialize;

use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};

#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// The contact's id or e-mail address
    contact: String,
    /// Why; it stays in the proof, so it must not name the person
    #[arg(long)]
    reason: String,
    /// The contact's name as `contacts show` prints it: erasing cannot be taken back
    #[arg(long, value_name = "NAME")]
    yes_erase: String,
}

#[derive(Serialize)]
struct Erased {
    erasure_id: ErasureId,
    counts: BTreeMap<String, u64>,
    suppressions_kept: u64,
    swept: bool,
}

impl Erase {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let id = find::contact(app, &self.contact).await?.contact.id;
        let report = app.erase_contact(&BY, id, &self.reason, &self.yes_erase).await?;
        let erased = Erased {
            erasure_id: report.id,
            counts: report.counts,
            suppressions_kept: report.suppressions_kept,
            swept: report.swept,
        };
        globals.output().say(&erased, sentence)
    }
}

fn sentence(erased: &Erased) -> String {
    let mut text = format!("Erased; the proof is {}.\n", erased.erasure_id);
    for (what, count) in erased.counts.iter().filter(|(_, count)| **count > 0) {
        text.push_str(&format!("  {}: {count}\n", what.replace('_', " ")));
    }
    if erased.suppressions_kept > 0 {
        text.push_str(&format!(
            "{} entries of the suppression list stay, so that the person is never written to again.\n",
            erased.suppressions_kept
        ));
    }
    if !erased.swept {
        text.push_str("The last bytes leave the file when the vault is next opened.\n");
    }
    text.push_str("Older backups still hold the person until you delete them.");
    text
}
