//! A full disk and a folder that cannot be written: told as such, and nothing lost.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use sellify_store::{BulkMode, StoreError};

use crate::{as_child, count, create, database, insert, open, person, role};

/// The test program again, with files limited to so many KiB. The signal is ignored, so that writes fail as they do
/// on a full disk instead of ending the process.
pub(crate) fn with_small_files(child: &Command, kib: u32) -> Command {
    let mut shell = Command::new("bash");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\""));
    shell.arg(child.get_program()).args(child.get_args());
    shell.envs(child.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
}

fn bulk(path: &Path, rows: usize) -> Result<(), StoreError> {
    open(path)?.write_blocking(|w| {
        let mut bulk = w.contacts_mut().begin_bulk_as(BulkMode::Fresh)?;
        (0..rows).try_for_each(|n| bulk.insert(&person(n)))?;
        bulk.finish()
    })
}

#[test]
fn a_file_that_cannot_grow_is_a_full_disk_and_leaves_everything_as_it_was() {
    const TEST: &str = "disk::a_file_that_cannot_grow_is_a_full_disk_and_leaves_everything_as_it_was";
    if let Some(path) = role("full disk") {
        let error = bulk(&path, 20_000).unwrap_err();
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
        let store = open(&path).unwrap();
        assert_eq!(count(&store), 0, "the same process goes on with what was there");
        return;
    }
    let (_dir, path) = database();
    drop(create(&path).unwrap());
    let child = as_child(TEST, "full disk", &path);
    let output = with_small_files(&child, 2_048).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let store = open(&path).unwrap();
    assert_eq!(count(&store), 0);
    insert(&store, 0..5).unwrap();
    assert_eq!(count(&store), 5, "with space again, everything works");
}

#[test]
fn a_new_vault_on_a_full_disk_is_told_as_full() {
    const TEST: &str = "disk::a_new_vault_on_a_full_disk_is_told_as_full";
    if let Some(path) = role("no space") {
        let error = create(&path).unwrap_err();
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
        return;
    }
    let (_dir, path) = database();
    let output = with_small_files(&as_child(TEST, "no space", &path), 20).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Runs as another user where this one may write everywhere (root).
#[test]
fn a_folder_that_cannot_be_written_is_told_as_read_only() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    const TEST: &str = "disk::a_folder_that_cannot_be_written_is_told_as_read_only";
    if let Some(path) = role("read only") {
        let new = create(&path.with_file_name("new.db")).unwrap_err();
        assert!(matches!(new, StoreError::ReadOnly), "{new:?}");
        let result = open(&path).and_then(|store| insert(&store, 0..1));
        assert!(matches!(result, Err(StoreError::ReadOnly)), "{result:?}");
        return;
    }
    let (dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..3).unwrap();
    drop(store);
    let mode =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        mode(&file.unwrap().path(), 0o444);
    }
    mode(dir.path(), 0o555);
    let program = std::env::current_exe().unwrap();
    let mut child = as_child(TEST, "read only", &path);
    if std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
        child.uid(65_534);
    }
    match child.output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => eprintln!("skipped: another user cannot start {}: {error}", program.display()),
    }
    mode(dir.path(), 0o755);
    for file in std::fs::read_dir(dir.path()).unwrap() {
        mode(&file.unwrap().path(), 0o644);
    }
    assert_eq!(count(&open(&path).unwrap()), 3);
}
