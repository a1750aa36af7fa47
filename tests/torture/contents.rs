//! What stands in a vault, as `sellify vault check` tells it: nothing may be missing after a kill.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use super::House;

/// Tables that any start of the program may add to; they may only grow.
const GROWING: [&str; 6] =
    ["audit_entries", "settings", "audit_checkpoints", "audit_epochs", "license_clock", "rotations"];

/// Rows and checksum of every table, and the state of what is sealed.
pub(super) struct Contents {
    tables: BTreeMap<String, (u64, String)>,
    cells: u64,
}

impl Contents {
    /// Opens the vault and checks everything in it.
    pub(super) fn of(house: &House) -> Result<Self> {
        let found = house.json(&["vault", "check"])?;
        ensure!(found["ok"] == true, "the check found faults: {found}");
        let tables = found["tables"].as_array().context("the check lists tables")?;
        let tables = tables.iter().map(|table| {
            let name = table["name"].as_str().unwrap_or_default().to_owned();
            let checksum = table["checksum"].as_str().unwrap_or_default().to_owned();
            (name, (table["rows"].as_u64().unwrap_or(0), checksum))
        });
        Ok(Self { tables: tables.collect(), cells: found["cells"].as_u64().unwrap_or(0) })
    }

    /// Everything of `before` is still here.
    pub(super) fn must_hold(&self, before: &Self, changed: &[&str], replaced: &[&str]) -> Result<()> {
        // An earlier state has fewer audit entries, each with a sealed value.
        if replaced.is_empty() {
            ensure!(self.cells >= before.cells, "{} sealed values became {}", before.cells, self.cells);
        }
        for (name, (rows, checksum)) in &before.tables {
            let (rows_now, checksum_now) =
                self.tables.get(name).with_context(|| format!("the table {name} is gone"))?;
            if replaced.contains(&name.as_str()) {
                continue;
            }
            if changed.contains(&name.as_str()) || GROWING.contains(&name.as_str()) {
                ensure!(rows_now >= rows, "{name}: {rows} rows became {rows_now}");
            } else {
                ensure!(rows_now == rows, "{name}: {rows} rows became {rows_now}");
                ensure!(checksum_now == checksum, "{name}: the rows are not what they were");
            }
        }
        Ok(())
    }
}
