//! Making a backup: the copy, the file in the making, the proof, the name.

use std::fs;

use anyhow::{Result, ensure};

use super::house::answer;
use super::{Case, House};

pub(crate) const CASE: Case = Case {
    name: "backup",
    prepare: |house| house.json(&["backup", "create"]).map(|_| ()),
    act: |house, _| Ok(house.command(&["backup", "create", "--json"])),
    landmarks: &["backup-work", "backups/sellify-"],
    changes: &["backups"],
    replaced: &[],
    check: every_backup_is_whole,
};

/// The earlier backup is there; whatever has the name of a backup opens by the code; and the next one goes through.
fn every_backup_is_whole(house: &House) -> Result<()> {
    let made = house.json(&["backup", "create"])?;
    ensure!(made["verified"] == true, "a backup that was not verified: {made}");
    let mut whole = 0;
    for file in fs::read_dir(house.data().join("backups"))? {
        let path = file?.path();
        let name = path.display().to_string();
        ensure!(!name.ends_with(".part"), "the next backup clears what the killed one left: {name}");
        let drill = ["backup", "verify", &name, "--recovery-code", house.recovery_code(), "--json"];
        let found = answer(house.command_on(&house.path("nowhere"), "other", &drill))?;
        ensure!(found["verified"] == true, "{name}: {found}");
        whole += 1;
    }
    // Those of one day make each other superfluous; the newest is always there.
    ensure!(whole >= 1, "no backup is left");
    Ok(())
}
