//! Likely duplicates: what a search looks at, pages of pairs that stand, pairs that are two people.

use sellify_domain::{ContactId, ContactPair, DuplicateReason, PhoneNumber, Timestamp};
use sellify_store::{DuplicatePair, DuplicateSearch, PageRequest, StoreError};

use crate::{NOW, TestStore, person};

fn people(store: &TestStore, names: &[&str]) -> Vec<ContactId> {
    let people: Vec<_> = names.iter().map(|name| person(name, "Bon")).collect();
    store.change(|w| people.iter().try_for_each(|one| w.contacts_mut().insert(one)));
    people.into_iter().map(|one| one.id).collect()
}

fn pair(one: ContactId, other: ContactId, score: u16) -> DuplicatePair {
    let reasons = vec![DuplicateReason::SameName, DuplicateReason::SamePhoneTail];
    DuplicatePair { pair: ContactPair::of(one, other).unwrap(), score, reasons }
}

const SEARCH: DuplicateSearch = DuplicateSearch { searched_at: NOW, contacts: 4, found: 9 };

fn shown(store: &TestStore) -> Vec<u16> {
    let page = store.read_blocking(|r| r.duplicates().list(&PageRequest::default())).unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|pair| pair.score).collect()
}

#[test]
fn a_search_looks_at_everybody_outside_the_bin() {
    let store = TestStore::new();
    let mut one = person("Anne", "Bon");
    one.details.phone = Some(PhoneNumber::from_e164("+33612345678"));
    one.details.postcode = "01000".into();
    let gone = person("Luc", "Bon");
    store.change(|w| {
        w.contacts_mut().insert(&one)?;
        w.contacts_mut().insert(&gone)?;
        w.contacts_mut().set_deleted(gone.id, Some(NOW))
    });
    let mut seen = Vec::new();
    store
        .read_blocking(|r| {
            r.duplicates().for_each_sketch(|sketch| {
                assert_eq!((sketch.first_name, sketch.email), ("Anne", "anne.bon@example.com"));
                assert_eq!((sketch.phone, sketch.phone_typed), ("+33612345678", ""));
                assert_eq!(sketch.postcode, "01000");
                seen.push(sketch.id);
                Ok::<_, StoreError>(())
            })
        })
        .unwrap();
    assert_eq!(seen, [one.id]);
}

#[test]
fn pairs_come_best_first_page_by_page_and_a_new_search_replaces_them() {
    let store = TestStore::new();
    let ids = people(&store, &["A", "B", "C", "D"]);
    let found = [pair(ids[0], ids[1], 900), pair(ids[2], ids[3], 800), pair(ids[0], ids[2], 700)];
    assert_eq!(store.read_blocking(|r| r.duplicates().last_search()).unwrap(), None);
    store.change(|w| w.duplicates_mut().replace(&found, SEARCH));
    assert_eq!(store.read_blocking(|r| r.duplicates().last_search()).unwrap(), Some(SEARCH));
    let first = store.read_blocking(|r| r.duplicates().list(&PageRequest::first(2))).unwrap();
    assert_eq!((first.items.as_slice(), first.total), (&found[..2], 3));
    let rest = PageRequest { cursor: first.next, limit: 2 };
    let rest = store.read_blocking(|r| r.duplicates().list(&rest)).unwrap();
    assert_eq!((rest.items.as_slice(), rest.next), (&found[2..], None));
    let later = DuplicateSearch { searched_at: Timestamp::from_millis(NOW.as_millis() + 1), ..SEARCH };
    store.change(|w| w.duplicates_mut().replace(&found[..1], later));
    assert_eq!(shown(&store), [900]);
    assert_eq!(store.read_blocking(|r| r.duplicates().last_search()).unwrap(), Some(later));
}

#[test]
fn a_pair_stands_while_both_are_there_and_nobody_said_otherwise() {
    let store = TestStore::new();
    let ids = people(&store, &["A", "B", "C"]);
    let found = [pair(ids[0], ids[1], 900), pair(ids[1], ids[2], 800)];
    store.change(|w| w.duplicates_mut().replace(&found, SEARCH));
    store.change(|w| w.contacts_mut().set_deleted(ids[0], Some(NOW)));
    assert_eq!(shown(&store), [800]);
    store.change(|w| w.contacts_mut().set_deleted(ids[0], None));
    let two = found[1].pair;
    assert!(store.change(|w| w.duplicates_mut().set_distinct(two, NOW)));
    assert!(!store.change(|w| w.duplicates_mut().set_distinct(two, NOW)), "no news");
    assert_eq!(shown(&store), [900]);
    let said = store.read_blocking(|r| {
        Ok::<_, StoreError>((r.duplicates().distinct_pairs()?, r.duplicates().is_distinct(two)?))
    });
    let (all, this) = said.unwrap();
    assert!(this && all.contains(&two) && all.len() == 1);
    assert!(store.change(|w| w.duplicates_mut().forget_distinct(two)));
    assert!(!store.change(|w| w.duplicates_mut().forget_distinct(two)));
    assert_eq!(shown(&store), [900, 800]);
}
