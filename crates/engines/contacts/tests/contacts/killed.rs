//! The process dies in the middle of an import: the vault is as it was before.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use sellify_contacts::import::{
    CancelFlag, ImportPlan, ImportProgress, ReadOptions, Source, default_mapping, inspect, run,
};
use sellify_domain::{ImportId, SystemClock, Timestamp};
use sellify_store::StoreError;

use crate::support::{self, Vault};

const FOLDER: &str = "SELLIFY_TEST_KILLED_IMPORT";

#[test]
fn killing_the_process_at_any_moment_leaves_the_vault_as_it_was() {
    let vault = Vault::new();
    vault.import(&support::file("avant.csv", "email\navant@exemple.fr\n")).unwrap();
    let before = vault.contacts();
    let Vault { store, folder } = vault;
    drop(store);
    let mut file = std::fs::File::create(folder.path().join("liste.csv")).unwrap();
    writeln!(file, "nom;email;tel").unwrap();
    for number in 0..30_000 {
        writeln!(file, "Dupont {number};p{number}@exemple.fr;06{:08}", number * 3).unwrap();
    }
    // Early, late, and while the indexes are built.
    for moment in ["row 512", "row 20480", "finishing"] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::child_that_is_killed", "--ignored", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reached = output.lines().any(|line| line.unwrap().ends_with(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(reached, "the child never reached {moment}");
        let vault = Vault { store: support::open(folder.path()), folder: tempfile::tempdir().unwrap() };
        assert_eq!(vault.contacts(), before, "killed at {moment}");
    }
    let store = support::open(folder.path());
    let found = store.read_blocking(|r| r.imports().list(&Default::default())).unwrap();
    assert_eq!(found.items.len(), 1, "no trace of the killed imports");
}

#[test]
#[ignore = "the other half of the test above, in a process of its own"]
fn child_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = std::path::PathBuf::from(folder);
    let source = Source::Path(folder.join("liste.csv"));
    let found = inspect(&source, &ReadOptions::default()).unwrap();
    let plan = ImportPlan { mapping: default_mapping(&found), ..ImportPlan::default() };
    let store = support::open(&folder);
    let tell = |progress: ImportProgress| {
        if progress.finishing { println!("\nfinishing") } else { println!("\nrow {}", progress.counts.rows) }
    };
    let id = ImportId::generate(Timestamp::from_millis(1));
    let cancel = CancelFlag::default();
    run(&store, &source, &plan, id, &SystemClock, &tell, &cancel, |_, _| {
        // The moment before the commit lasts until the parent strikes.
        std::thread::sleep(std::time::Duration::from_secs(30));
        Ok::<(), StoreError>(())
    })
    .unwrap();
}
