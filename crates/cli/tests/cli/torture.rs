//! The torture cases with a few kills each; `cargo xtask torture` runs hundreds.

#[path = "../../../../tests/torture/mod.rs"]
mod harness;

use std::path::Path;

/// Kills of each case in the normal test run.
const KILLS: usize = 20;
const CONTACTS: usize = 300;

fn survive(name: &str) {
    let case = harness::case(name).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_sellify"));
    let report = harness::torture(program, case, KILLS, CONTACTS, 7).unwrap();
    assert_eq!(report.kills, KILLS);
    assert!(report.losses.is_empty(), "{}", report.losses.join("\n"));
}

#[test]
fn a_keystore_write_killed_at_any_moment_loses_nothing() {
    survive("keystore");
}

#[test]
fn a_rotation_of_the_database_killed_at_any_moment_loses_nothing() {
    survive("database");
}

#[test]
fn a_rotation_of_the_columns_killed_at_any_moment_loses_nothing_and_goes_on() {
    survive("columns");
}

#[test]
fn a_backup_killed_at_any_moment_loses_nothing_and_leaves_no_unproven_file() {
    survive("backup");
}

#[test]
fn a_restore_killed_at_any_moment_leaves_the_old_vault_or_the_restored_one() {
    survive("restore");
}

#[test]
fn every_case_is_in_this_list() {
    let here = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/torture.rs")).unwrap();
    for case in harness::CASES {
        assert!(here.contains(&format!("survive(\"{}\")", case.name)), "{} is not tried here", case.name);
    }
}
