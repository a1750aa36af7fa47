//! Tags: spellings, counts, many contacts at once.

use sellify_domain::{Contact, ContactId};
use sellify_store::{StoreError, TagCount};

use crate::{NOW, TestStore, person};

fn tagged(store: &TestStore, first_name: &str, tags: &[&str]) -> ContactId {
    let mut one: Contact = person(first_name, "Bon");
    one.details.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    store.change(|w| w.contacts_mut().insert(&one));
    one.id
}

fn tags(store: &TestStore) -> Vec<(String, u64)> {
    let tags: Vec<TagCount> = store.read_blocking(|r| r.tags().list()).unwrap();
    tags.into_iter().map(|tag| (tag.name, tag.count)).collect()
}

fn tags_of(store: &TestStore, id: ContactId) -> Vec<String> {
    store.read_blocking(|r| r.contacts().get(id)).unwrap().unwrap().details.tags
}

#[test]
fn spellings_that_differ_in_case_and_accents_are_one_tag_under_its_first_name() {
    let store = TestStore::new();
    tagged(&store, "A", &["Clé usb"]);
    let second = tagged(&store, "B", &[" CLE  USB ", "clé-usb", "", "\u{7}"]);
    assert_eq!(tags(&store), [("Clé usb".to_owned(), 2)]);
    assert_eq!(tags_of(&store, second), ["Clé usb"], "once, as it was first written");
}

#[test]
fn tags_of_signs_only_are_kept_apart() {
    let store = TestStore::new();
    tagged(&store, "A", &["+++", "---"]);
    assert_eq!(tags(&store).len(), 2);
}

#[test]
fn tags_keep_the_order_in_which_a_person_gave_them() {
    let store = TestStore::new();
    tagged(&store, "A", &["z", "a"]);
    let id = tagged(&store, "B", &["a", "m", "z"]);
    assert_eq!(tags_of(&store, id), ["a", "m", "z"]);
}

#[test]
fn many_contacts_get_and_lose_a_tag_and_only_real_changes_count() {
    let store = TestStore::new();
    let ids = [tagged(&store, "A", &["old"]), tagged(&store, "B", &[]), ContactId::generate(NOW)];
    assert_eq!(
        store.change(|w| w.tags_mut().add_to_contacts("Old", &ids)),
        1,
        "one had it, one does not exist"
    );
    assert_eq!(tags(&store), [("old".to_owned(), 2)]);
    assert_eq!(store.change(|w| w.tags_mut().remove_from_contacts("OLD", &ids)), 2);
    assert_eq!(tags(&store), [], "a tag that nobody carries is not listed");
    assert_eq!(store.change(|w| w.tags_mut().remove_from_contacts("never", &ids)), 0);
    assert_eq!(store.change(|w| w.tags_mut().add_to_contacts("  ", &ids)), 0, "no name, no tag");
}

#[test]
fn the_tags_of_one_contact_are_replaced() {
    let store = TestStore::new();
    let id = tagged(&store, "A", &["a", "b"]);
    store.change(|w| w.tags_mut().set_for_contact(id, &["c".to_owned(), "a".to_owned()]));
    assert_eq!(tags_of(&store, id), ["c", "a"]);
    assert_eq!(tags(&store), [("a".to_owned(), 1), ("c".to_owned(), 1)]);
    let nobody =
        store.write_blocking(|w| w.tags_mut().set_for_contact(ContactId::generate(NOW), &["a".to_owned()]));
    assert!(matches!(nobody, Err(StoreError::NotFound { .. })));
}

#[test]
fn tagging_in_the_bin_counts_when_the_contact_comes_back() {
    let store = TestStore::new();
    let id = tagged(&store, "A", &["a"]);
    store.change(|w| w.contacts_mut().set_deleted(id, Some(NOW)));
    store.change(|w| w.tags_mut().add_to_contacts("b", &[id]));
    assert_eq!(tags(&store), []);
    store.change(|w| w.contacts_mut().set_deleted(id, None));
    assert_eq!(tags(&store), [("a".to_owned(), 1), ("b".to_owned(), 1)]);
}
