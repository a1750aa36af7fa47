//! Contacts by the hundred: the same as one by one, or nothing at all.

use sellify_domain::{Contact, PhoneNumber};
use sellify_store::{BulkMode, ContactBulk, ContactQuery, DerivedColumns, Store, StoreError, StoreOptions};

use crate::contacts::{insert_all, list, names, search, search_for};
use crate::{TestStore, key, person};

#[test]
fn a_bulk_import_leaves_the_same_as_single_inserts() {
    let people: Vec<Contact> = (0..400)
        .map(|n| {
            let mut one = person(["Ana", "Éva", "Léo"][n % 3], &format!("Nom{n:03}"));
            one.details.tags =
                [vec![], vec!["a".to_owned()], vec!["b".to_owned(), "A".to_owned()]][n % 3].clone();
            one.details.phone = (n % 2 == 0).then(|| PhoneNumber::from_e164(format!("+336{n:08}")));
            one
        })
        .collect();
    let single = TestStore::new();
    single.change(|w| people.iter().try_for_each(|one| w.contacts_mut().insert(one)));
    for mode in [BulkMode::Fresh, BulkMode::Rebuild, BulkMode::Incremental] {
        let bulk = TestStore::new();
        if mode == BulkMode::Rebuild {
            insert_all(&bulk, &people[..100], BulkMode::Incremental);
            insert_all(&bulk, &people[100..], mode);
        } else {
            insert_all(&bulk, &people, mode);
        }
        for query in [
            ContactQuery::default(),
            search_for("eva"),
            search_for("nom01"),
            ContactQuery { tag: Some("A".into()), ..Default::default() },
        ] {
            let all = ContactQuery { limit: 1_000, ..query };
            let (left, right) = (list(&bulk, &all), list(&single, &all));
            assert_eq!(names(&left.items), names(&right.items), "{mode:?} {all:?}");
            assert_eq!(left.total, right.total, "{mode:?} {all:?}");
        }
        let tags = |store: &TestStore| store.read_blocking(|r| r.tags().list()).unwrap();
        assert_eq!(tags(&bulk), tags(&single), "{mode:?}");
        let twice = bulk.write_blocking(|w| w.contacts_mut().insert(&person("Ana", "Nom000")));
        assert!(
            matches!(twice, Err(StoreError::UniqueViolation { .. })),
            "the index is there again: {mode:?}"
        );
    }
}

#[test]
fn the_file_of_words_is_encrypted_and_goes_with_the_import() {
    let store = TestStore::new();
    let words = store.path().with_file_name("vault.db-words");
    let insert_some = |bulk: &mut ContactBulk<'_>| {
        (0..2_000).try_for_each(|n| bulk.insert(&person("Hélène", &format!("Mariani{n}"))))
    };
    let cancelled = store.write_blocking(|w| {
        let mut bulk = w.contacts_mut().begin_bulk_as(BulkMode::Fresh)?;
        insert_some(&mut bulk)?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(cancelled.is_err() && !words.exists(), "gone with an import that was cancelled");
    store.change(|w| {
        let mut bulk = w.contacts_mut().begin_bulk_as(BulkMode::Fresh)?;
        insert_some(&mut bulk)?;
        // Another thread makes it.
        let begun = || std::fs::read(&words).ok().filter(|bytes| bytes.len() >= 16);
        let bytes = (0..4_000).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(5));
            begun()
        });
        assert!(bytes.is_some_and(|bytes| !bytes.starts_with(b"SQLite format 3")), "there, and encrypted");
        bulk.finish()
    });
    assert!(!words.exists(), "gone with an import that ended");
    assert_eq!(search(&store, "mariani1999").len(), 1);
    // A crash leaves it; the next opening clears it away.
    std::fs::write(&words, b"left").unwrap();
    drop(Store::open_blocking(store.path(), key(), StoreOptions { readers: 1 }).unwrap());
    assert!(!words.exists());
}

#[test]
fn a_bulk_import_with_two_equal_addresses_leaves_nothing() {
    let store = TestStore::new();
    let result = store.write_blocking(|w| {
        let mut bulk = w.contacts_mut().begin_bulk_as(BulkMode::Fresh)?;
        bulk.insert(&person("Ana", "Bon"))?;
        bulk.insert_with(&person("Ana", "Bon"), &DerivedColumns::of(&person("Ana", "Bon").details)?)?;
        bulk.finish()
    });
    assert!(matches!(result, Err(StoreError::UniqueViolation { .. })));
    assert_eq!(list(&store, &ContactQuery::default()).total, 0);
    store.change(|w| w.contacts_mut().insert(&person("Ana", "Bon")));
    assert_eq!(search(&store, "bon"), ["Ana Bon"], "the indexes are as they were");
}

#[test]
fn an_import_may_update_what_it_has_just_inserted() {
    for mode in [BulkMode::Fresh, BulkMode::Incremental] {
        let store = TestStore::new();
        let mut one = person("Ana", "Bon");
        one.details.tags = vec!["a".into()];
        store.change(|w| {
            let mut bulk = w.contacts_mut().begin_bulk_as(mode)?;
            bulk.insert(&one)?;
            bulk.insert(&person("Éva", "Bonnet"))?;
            one.details.tags = vec!["b".into()];
            one.details.last_name = "Sel".into();
            one.details.email = None;
            bulk.update(&one)?;
            bulk.finish()
        });
        let tags = store.read_blocking(|r| r.tags().list()).unwrap();
        assert_eq!(tags.iter().map(|t| (t.name.as_str(), t.count)).collect::<Vec<_>>(), [("b", 1)]);
        assert_eq!(search(&store, "sel"), ["Ana Sel"], "{mode:?}");
        assert_eq!(search(&store, "bon"), ["Éva Bonnet"], "the old name finds nobody: {mode:?}");
    }
}

#[test]
fn an_index_that_was_built_beside_is_kept_up_to_date_like_any_other() {
    let store = TestStore::new();
    let mut people: Vec<Contact> = (0..3_000).map(|n| person("Ana", &format!("Nom{n:04}"))).collect();
    insert_all(&store, &people, BulkMode::Fresh);
    let mut changed = people.swap_remove(7);
    changed.details.last_name = "Zut".into();
    store.change(|w| w.contacts_mut().update(&changed));
    let gone = people.pop().unwrap();
    store.change(|w| w.contacts_mut().set_deleted(gone.id, Some(gone.created_at)).map(drop));
    store.change(|w| w.contacts_mut().insert(&person("Léo", "Nom9999")));
    assert_eq!(search(&store, "zut"), ["Ana Zut"]);
    assert_eq!(search(&store, "nom0007"), ["Ana Zut"], "its address is the old one");
    assert_eq!(list(&store, &search_for("nom")).total, 3_000, "one in the bin, one new");
    let more: Vec<Contact> = (4_000..4_100).map(|n| person("Ana", &format!("Nom{n:04}"))).collect();
    insert_all(&store, &more, BulkMode::Fresh);
    assert_eq!(
        list(&store, &search_for("nom")).total,
        3_100,
        "nothing is thrown away where there are contacts"
    );
}
