//! New keys for the sealed columns, in batches.

use anyhow::{Result, ensure};

use super::{Case, House};

/// Three batches and a bit.
const ENTRIES: usize = 1_600;

pub(crate) const CASE: Case = Case {
    name: "columns",
    prepare: |house| house.add_audit_entries(ENTRIES),
    act: |house, _| Ok(house.command(&["vault", "rotate", "--columns", "--json"])),
    landmarks: &["keystore.sks.tmp", "vault.db-wal"],
    changes: &["rotation_jobs", "connections"],
    replaced: &[],
    check: goes_on_to_its_end,
};

/// What the kill interrupted is taken up where it stood, and ends with nothing under an old key.
fn goes_on_to_its_end(house: &House) -> Result<()> {
    let done = house.json(&["vault", "rotate", "--columns"])?;
    ensure!(done["left"] == 0, "values are left under an old key: {done}");
    let found = house.json(&["vault", "check"])?;
    ensure!(found["ok"] == true, "after the end: {found}");
    Ok(())
}
