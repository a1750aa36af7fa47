//! Writing the keystore: a new recovery code, made and made again.

use anyhow::Result;

use super::{Case, House};

pub(crate) const CASE: Case = Case {
    name: "keystore",
    prepare: |_| Ok(()),
    act: |house, _| Ok(house.command(&["unlock", "--new-code", "--json"])),
    landmarks: &["keystore.sks.tmp", "keystore.sks.prev.tmp", "keystore.sks.prev"],
    changes: &[],
    replaced: &[],
    check: can_be_written_again,
};

/// A keystore that opens is not enough: the next change must work too.
fn can_be_written_again(house: &House) -> Result<()> {
    house.json(&["unlock", "--new-code"])?;
    house.json(&["contacts", "list", "--limit", "1"])?;
    Ok(())
}
