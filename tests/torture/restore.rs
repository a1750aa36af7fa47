//! Restoring over a vault: unpacked, proven, and put in its place file by file.

use anyhow::{Context, Result, ensure};

use super::house::answer;
use super::{Case, House};

/// Where the backup lies, outside the vault.
const FILE: &str = "kept.sellifybak";

pub(crate) const CASE: Case = Case {
    name: "restore",
    prepare: |house| {
        let made = house.json(&["backup", "create"])?;
        std::fs::copy(made["path"].as_str().context("create tells the path")?, house.path(FILE))?;
        Ok(())
    },
    act: |house, _| Ok(restore(house)),
    landmarks: &["restoring", "replaced-", "restoring/vault.db", "restoring/keystore.sks", "restoring/ready"],
    changes: &[],
    replaced: &["backups", "audit_entries", "audit_checkpoints", "settings"],
    check: another_computer_has_everything,
};

fn restore(house: &House) -> std::process::Command {
    let file = house.path(FILE).display().to_string();
    let code = house.recovery_code();
    house.command(&["backup", "restore", &file, "--recovery-code", code, "--confirm-older", "--json"])
}

/// Whatever the kill left, the same file restores here and on a computer that never saw the vault.
fn another_computer_has_everything(house: &House) -> Result<()> {
    answer(restore(house)).context("restored once more")?;
    let file = house.path(FILE).display().to_string();
    let words = ["backup", "restore", &file, "--recovery-code", house.recovery_code(), "--json"];
    let elsewhere = house.path("elsewhere");
    answer(house.command_on(&elsewhere, "other", &words)).context("restored elsewhere")?;
    let found = answer(house.command_on(&elsewhere, "other", &["vault", "check", "--json"]))?;
    ensure!(found["ok"] == true, "elsewhere: {found}");
    Ok(())
}
