//! Merges: both sides find them, several at once share an id, chains are one history.

use sellify_domain::{ConsentId, Contact, ContactId, GroupId, MergeId, Timestamp};
use sellify_store::{ContactMerge, MovedByMerge, StoreError};

use crate::{NOW, TestStore, person};

fn people(store: &TestStore, names: &[&str]) -> Vec<Contact> {
    let people: Vec<_> = names.iter().map(|name| person(name, "Bon")).collect();
    store.change(|w| people.iter().try_for_each(|one| w.contacts_mut().insert(one)));
    people
}

/// Puts the merged one into the bin as well.
fn merge(store: &TestStore, id: MergeId, kept: &Contact, merged: &Contact, at: i64) -> ContactMerge {
    let one = ContactMerge {
        id,
        kept: kept.id,
        merged: merged.id,
        kept_before: kept.details.clone(),
        kept_after: merged.details.clone(),
        moved: MovedByMerge {
            groups: vec![GroupId::generate(NOW)],
            consents: vec![ConsentId::generate(NOW)],
        },
        merged_at: Timestamp::from_millis(NOW.as_millis() + at),
        undone_at: None,
    };
    store.change(|w| {
        w.merges_mut().insert(&one)?;
        w.contacts_mut().set_deleted(merged.id, Some(NOW))
    });
    one
}

fn ids_of(store: &TestStore, of: &Contact) -> Vec<ContactId> {
    store.read_blocking(|r| r.merges().ids_of(of.id)).unwrap()
}

#[test]
fn a_merge_is_found_from_both_sides_until_it_is_taken_back() {
    let store = TestStore::new();
    let people = people(&store, &["A", "B", "C"]);
    let (id, other) = (MergeId::generate(NOW), MergeId::generate(NOW));
    let rows = [merge(&store, id, &people[0], &people[1], 1), merge(&store, id, &people[0], &people[2], 1)];
    assert_eq!(store.read_blocking(|r| r.merges().get(id)).unwrap(), rows);
    assert_eq!(store.read_blocking(|r| r.merges().get(other)).unwrap(), []);
    for one in &people {
        assert_eq!(store.read_blocking(|r| r.merges().of_contact(one.id)).unwrap(), rows, "all of it");
    }
    let kept_for = |of: &Contact| store.read_blocking(|r| r.merges().kept_for(of.id)).unwrap();
    assert_eq!((kept_for(&people[1]), kept_for(&people[0])), (Some(people[0].id), None));
    assert_eq!(ids_of(&store, &people[0]), [people[0].id, people[1].id, people[2].id]);
    store.change(|w| w.merges_mut().set_undone(id, NOW));
    assert_eq!((kept_for(&people[1]), ids_of(&store, &people[0])), (None, vec![people[0].id]));
    let again = store.write_blocking(|w| w.merges_mut().set_undone(id, NOW));
    assert!(matches!(again, Err(StoreError::NotFound { .. })));
}

#[test]
fn one_history_follows_a_chain_and_ends_where_contacts_meet_again() {
    let store = TestStore::new();
    let people = people(&store, &["A", "B", "C"]);
    merge(&store, MergeId::generate(NOW), &people[1], &people[0], 1);
    merge(&store, MergeId::generate(NOW), &people[2], &people[1], 2);
    assert_eq!(ids_of(&store, &people[2]), [people[2].id, people[1].id, people[0].id]);
    // Somebody took the first one out of the bin, and merged round in a circle: the reading ends all the same.
    store.change(|w| w.contacts_mut().set_deleted(people[0].id, None));
    merge(&store, MergeId::generate(NOW), &people[0], &people[2], 3);
    assert_eq!(ids_of(&store, &people[0]), [people[0].id, people[2].id, people[1].id]);
}
