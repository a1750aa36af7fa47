//! A process that dies in the middle of a change leaves the state before it.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use sellify_store::{BulkMode, ContactQuery, Store, StoreError, StoreOptions};

use crate::{as_child, count, create, database, insert, key, open, person, role};

/// Says where it is, so that the parent knows when to kill.
#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn say(word: &str) {
    use std::io::Write as _;
    println!("\n{word}");
    std::io::stdout().flush().unwrap();
}

/// Writes until it is killed.
fn write_for_ever(store: &Store, mode: BulkMode) {
    let _ = store.write_blocking(|w| {
        let mut bulk = w.contacts_mut().begin_bulk_as(mode)?;
        // Enough pages that some of them are already in the log.
        for n in 0..60_000 {
            bulk.insert(&person(n))?;
            if n % 20_000 == 9_999 {
                say("ready");
            }
        }
        bulk.finish()?;
        say("ready");
        std::thread::sleep(std::time::Duration::from_secs(60));
        Ok::<_, StoreError>(())
    });
}

#[test]
fn a_bulk_import_killed_at_any_moment_leaves_nothing() {
    const TEST: &str = "crash::a_bulk_import_killed_at_any_moment_leaves_nothing";
    if let Some(path) = role("bulk") {
        let store = open(&path).unwrap();
        let mode = if count(&store) == 0 { BulkMode::Fresh } else { BulkMode::Rebuild };
        return write_for_ever(&store, mode);
    }
    for (moment, before) in [(1, 0), (3, 0), (4, 0), (4, 20)] {
        let (_dir, path) = database();
        let store = create(&path).unwrap();
        insert(&store, 0..before).unwrap();
        drop(store);
        let mut child = as_child(TEST, "bulk", &path).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = lines.map_while(Result::ok).filter(|line| line == "ready").take(moment).count();
        assert_eq!(said, moment, "the child came so far");
        // On Unix this is SIGKILL: nothing is flushed, nothing rolled back.
        child.kill().unwrap();
        child.wait().unwrap();

        let store = open(&path).unwrap();
        assert_eq!(count(&store), before as u64, "killed at {moment}");
        let list = store.read_blocking(|r| r.contacts().list(&ContactQuery::default())).unwrap();
        assert_eq!(list.items.len(), before);
        let search = ContactQuery { search: Some("ana".into()), ..Default::default() };
        assert_eq!(store.read_blocking(|r| r.contacts().list(&search)).unwrap().total, before as u64);
        insert(&store, 1_000..1_010).unwrap();
        assert_eq!(count(&store), before as u64 + 10, "and the vault goes on working");
    }
}

#[test]
fn what_was_committed_is_there_after_a_kill() {
    const TEST: &str = "crash::what_was_committed_is_there_after_a_kill";
    if let Some(path) = role("commits") {
        let store = open(&path).unwrap();
        for n in 0..10_000 {
            insert(&store, n..n + 1).unwrap();
            say("committed");
        }
        return;
    }
    let (_dir, path) = database();
    drop(create(&path).unwrap());
    let mut child = as_child(TEST, "commits", &path).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = lines.map_while(Result::ok).filter(|line| line == "committed").take(30).count() as u64;
    child.kill().unwrap();
    child.wait().unwrap();
    let store = Store::open_blocking(&path, key(), StoreOptions::default()).unwrap();
    assert!(count(&store) >= said, "{} of at least {said} committed rows are there", count(&store));
}

#[test]
fn a_change_that_fails_or_panics_leaves_nothing_and_the_writer_goes_on() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    let failed: Result<(), StoreError> = store.write_blocking(|w| {
        w.contacts_mut().insert(&person(1))?;
        Err(StoreError::CursorInvalid)
    });
    assert!(failed.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write_blocking(|w| {
            w.contacts_mut().insert(&person(2))?;
            assert!(w.contacts().count_all()? == 0, "panics inside the transaction");
            Ok::<_, StoreError>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(count(&store), 0);
    insert(&store, 0..1).unwrap();
    assert_eq!(count(&store), 1);
}
