//! One writer, several readers, several handles.

use std::sync::mpsc;

use sellify_store::StoreError;

use crate::{count, create, database, insert, open, person};

#[test]
fn readers_see_the_state_before_while_a_change_is_going_on() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    insert(&store, 0..3).unwrap();
    store
        .write_blocking(|w| {
            w.contacts_mut().insert(&person(9))?;
            assert_eq!(w.contacts().count_all()?, 4, "the change sees itself");
            assert_eq!(count(&store), 3, "nobody else does");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(count(&store), 4);
}

#[test]
fn a_reader_keeps_its_snapshot_while_others_write() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    store
        .read_blocking(|r| {
            assert_eq!(r.contacts().count_all()?, 0);
            insert(&store, 0..2)?;
            assert_eq!(r.contacts().count_all()?, 0, "one snapshot for the whole question");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(count(&store), 2);
}

#[test]
fn a_second_store_on_the_same_file_reads_what_the_first_one_commits() {
    let (_dir, path) = database();
    let (first, second) = (create(&path).unwrap(), open(&path).unwrap());
    insert(&first, 0..2).unwrap();
    assert_eq!(count(&second), 2);
    insert(&second, 2..3).unwrap();
    assert_eq!(count(&first), 3);
}

#[test]
fn changes_queue_up_and_none_is_lost() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    std::thread::scope(|scope| {
        for at in 0..4 {
            let store = store.clone();
            scope.spawn(move || {
                (0..25).try_for_each(|n| insert(&store, at * 100 + n..at * 100 + n + 1)).unwrap()
            });
        }
    });
    assert_eq!(count(&store), 100);
}

#[test]
fn a_read_cannot_change_anything() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    drop(store.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let counted: u64 = runtime.block_on(store.read(|r| r.contacts().count_all())).unwrap();
    assert_eq!(counted, 0);
    runtime.block_on(store.write(|w| w.contacts_mut().insert(&person(1)))).unwrap();
    runtime.block_on(store.wal_checkpoint()).unwrap();
    store.release_memory();
    assert_eq!(count(&store), 1, "connections are made anew");
    runtime.block_on(store.close()).unwrap();
}

#[test]
fn closing_waits_for_the_change_that_is_going_on() {
    let (_dir, path) = database();
    let store = create(&path).unwrap();
    let (begun, wait) = mpsc::channel();
    std::thread::scope(|scope| {
        let writer = store.clone();
        scope.spawn(move || {
            writer
                .write_blocking(|w| {
                    begun.send(()).unwrap();
                    std::thread::sleep(std::time::Duration::from_millis(50));
                    w.contacts_mut().insert(&person(1))
                })
                .unwrap();
        });
        wait.recv().unwrap();
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.close()).unwrap();
    });
    assert_eq!(count(&open(&path).unwrap()), 1);
}
