//! `sellify imports`: what was imported when, from which file, and with what result.

use clap::Args;
use sellify_app::{ImportView, PageRequest};
use sellify_domain::ImportState;
use serde_json::json;

use crate::failure::Failure;
use crate::session::Globals;
use crate::table::Table;

#[derive(Debug, Args)]
pub(crate) struct Imports {
    /// How many, at most 500
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// `next` of the page before
    #[arg(long)]
    cursor: Option<String>,
}

impl Imports {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let listed = app.imports(PageRequest { cursor: self.cursor, limit: self.limit }).await;
        let said = match listed {
            Ok(page) => {
                let items: Vec<_> = page.items.iter().map(document).collect();
                let whole = json!({ "items": items, "next": page.next, "total": page.total });
                globals.output().say(&whole, |_| for_people(&page.items))
            }
            Err(error) => Err(error.into()),
        };
        app.quit().await?;
        said
    }
}

fn document(view: &ImportView) -> serde_json::Value {
    let record = &view.record;
    json!({
        "id": record.id,
        "file_name": record.file_name,
        "file_sha256": record.file_sha256,
        "state": record.state,
        "counts": record.counts,
        "tags": record.tags,
        "started_at": record.started_at,
        "finished_at": record.finished_at,
        "error_code": record.error_code,
    })
}

fn for_people(views: &[ImportView]) -> String {
    if views.is_empty() {
        return "Nothing was imported yet.\n".into();
    }
    let heading = ["when", "file", "state", "rows", "created", "updated", "rejected", "id"];
    let mut table = Table::new(&heading);
    for ImportView { record, .. } in views {
        let counts = record.counts;
        table.row([
            record.started_at.to_rfc3339(),
            record.file_name.clone(),
            state(record.state).to_owned(),
            counts.rows.to_string(),
            counts.created.to_string(),
            counts.updated.to_string(),
            counts.rejected.to_string(),
            record.id.to_string(),
        ]);
    }
    table.text()
}

fn state(state: ImportState) -> &'static str {
    match state {
        ImportState::Running => "running",
        ImportState::Finished => "finished",
        ImportState::Cancelled => "cancelled",
        ImportState::Failed => "failed",
        ImportState::Undone => "taken back",
    }
}
