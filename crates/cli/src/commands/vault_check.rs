//! `sellify vault check`: every page, every sealed value, every audit entry.

use clap::Args;
use sellify_app::VaultCheck;
use serde::Serialize;

use crate::failure::Failure;
use crate::session::Globals;

/// Looks through the whole vault and says what is wrong. Changes nothing.
#[derive(Debug, Args)]
pub(crate) struct Check {}

#[derive(Serialize)]
struct Checked {
    ok: bool,
    /// What is wrong with the database file.
    fault: Option<String>,
    tables: Vec<Table>,
    cells: u64,
    locked: u64,
    audit_entries: u64,
    audit_fault: Option<u64>,
}

#[derive(Serialize)]
struct Table {
    name: String,
    rows: u64,
    checksum: String,
}

impl Check {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let checked = told(app.check_vault().await?);
        globals.output().say(&checked, for_people)?;
        Ok(app.quit().await?)
    }
}

fn told(check: VaultCheck) -> Checked {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let table = |table: &sellify_app::TableDigest| Table {
        name: table.name.clone(),
        rows: table.rows,
        checksum: hex(&table.checksum),
    };
    Checked {
        ok: check.ok(),
        tables: check.tables.iter().map(table).collect(),
        cells: check.cells,
        locked: check.locked.iter().map(|(_, values)| values).sum(),
        audit_entries: check.audit.entries,
        audit_fault: check.audit.fault.map(|fault| fault.seq),
        fault: check.fault,
    }
}

fn for_people(checked: &Checked) -> String {
    let mut lines = Vec::new();
    match &checked.fault {
        Some(fault) => {
            lines.push(format!("The database file is damaged ({fault}). Restore the newest backup."))
        }
        None => lines.push(format!("The database file is whole: {} tables.", checked.tables.len())),
    }
    lines.push(format!("{} sealed values open.", checked.cells));
    if checked.locked > 0 {
        lines.push(format!("{} sealed values do not open; the rest can be used.", checked.locked));
    }
    lines.push(match checked.audit_fault {
        Some(seq) => format!("The audit log is not as it was written, from entry {seq} on."),
        None => format!("The audit log is as it was written: {} entries.", checked.audit_entries),
    });
    lines.join("\n")
}
