//! A new key for the database: the copy, the two renames, the three generations of the keystore.

use anyhow::Result;

use super::{Case, House};

pub(crate) const CASE: Case = Case {
    name: "database",
    // Made by the rotation itself otherwise, which would be most of what is killed.
    prepare: |house| house.json(&["backup", "create"]).map(|_| ()),
    act: |house, _| Ok(house.command(&["vault", "rotate", "--database", "--json"])),
    landmarks: &["vault.db.new", "vault.db.old-", "keystore.sks.tmp", "vault.db.new-"],
    changes: &["rotation_jobs"],
    replaced: &[],
    check: can_be_rotated_again,
};

/// Whatever the kill left, the next rotation goes through.
fn can_be_rotated_again(house: &House) -> Result<()> {
    house.json(&["vault", "rotate", "--database"])?;
    house.json(&["contacts", "list", "--limit", "1"])?;
    Ok(())
}
