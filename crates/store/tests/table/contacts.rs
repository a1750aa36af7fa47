//! Contacts: what is written is read back, lists page without loss, searches never fail.

use proptest::prelude::*;
use sellify_domain::{Audience, Contact, ContactDetails, PhoneNumber};
use sellify_store::{BulkMode, ContactQuery, ContactSort, Page, Store, StoreError};

use crate::{NOW, TestStore, contact, person};

fn names(contacts: &[Contact]) -> Vec<String> {
    contacts.iter().map(|c| c.details.display_name()).collect()
}

fn list(store: &Store, query: &ContactQuery) -> Page<Contact> {
    store.read_blocking(|r| r.contacts().list(query)).unwrap()
}

fn search(store: &Store, text: &str) -> Vec<String> {
    names(&list(store, &ContactQuery { search: Some(text.into()), ..Default::default() }).items)
}

/// All pages of a query, one after the other.
fn all_pages(store: &Store, query: &ContactQuery) -> Vec<Contact> {
    let mut query = query.clone();
    let mut all = Vec::new();
    loop {
        let page = list(store, &query);
        assert!(page.items.len() <= query.limit as usize, "a page is never longer than asked");
        all.extend(page.items);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return all,
        }
    }
}

fn full() -> Contact {
    contact(ContactDetails {
        civility: "Mme".into(),
        first_name: "Zoé".into(),
        last_name: "D'Arc".into(),
        email: Some(sellify_domain::EmailAddress::from_normalised("zoe@exemple.fr")),
        email_typed: Some("Zoé@Exemple.FR".into()),
        phone: Some(PhoneNumber::from_e164("+33612345678")),
        phone_typed: Some("06 12 34 56 78 poste 3".into()),
        company: "Écurie & Cie".into(),
        street: "1 rue Haute".into(),
        postcode: "01000".into(),
        city: "Bourg-en-Bresse".into(),
        country: "France".into(),
        birthdate: "1980-02-29".into(),
        reference: "C-0042".into(),
        notes: "ligne 1\nligne 2".into(),
        custom: [("numero".to_owned(), "7".to_owned())].into(),
        tags: vec!["Client".into(), "Été 2026".into()],
    })
}

#[test]
fn every_field_of_a_contact_reads_back() {
    let store = TestStore::new();
    let contact = full();
    store.change(|w| w.contacts_mut().insert(&contact));
    let read = store.read_blocking(|r| r.contacts().get(contact.id)).unwrap();
    assert_eq!(read, Some(contact));
    let keys: Vec<String> = store.read_blocking(|r| r.contacts().custom_keys()).unwrap();
    assert_eq!(keys, ["numero"]);
}

#[test]
fn two_contacts_cannot_have_one_address() {
    let store = TestStore::new();
    store.change(|w| w.contacts_mut().insert(&person("Anne", "Bon")));
    let twice = store.write_blocking(|w| w.contacts_mut().insert(&person("Anne", "Bon")));
    assert!(matches!(twice, Err(StoreError::UniqueViolation { column }) if column == "contacts.email"));
}

#[test]
fn search_finds_words_by_their_start_without_case_and_accents() {
    let store = TestStore::new();
    store.change(|w| w.contacts_mut().insert(&full()));
    for text in [
        "zoe",
        "ZOÉ d'a",
        "bourg bresse",
        "ecur",
        "zoe@exemple.fr",
        "06 12 34",
        "+33 6 12",
        "c-0042",
        "0612345678",
    ] {
        assert_eq!(search(&store, text), ["Zoé D'Arc"], "{text}");
    }
    for text in ["oe", "zoe martin", "***", "06 12 99"] {
        assert!(search(&store, text).is_empty(), "{text}");
    }
}

#[test]
fn bulk_smoke() {
    let store = TestStore::new();
    let many: Vec<Contact> = (0..300).map(|n| person("Ana", &format!("Nom{n:03}"))).collect();
    store.change(|w| {
        let mut bulk = w.contacts_mut().begin_bulk_as(BulkMode::Fresh)?;
        for c in &many {
            bulk.insert(c)?;
        }
        bulk.finish()
    });
    let query = ContactQuery { search: Some("ana".into()), limit: 7, ..Default::default() };
    assert_eq!(all_pages(&store, &query).len(), 300);
    let query = ContactQuery { limit: 7, sort: ContactSort::Email, ..Default::default() };
    assert_eq!(all_pages(&store, &query).len(), 300);
    assert_eq!(store.read_blocking(|r| r.contacts().count_audience(&Audience::Everyone)).unwrap(), 300);
    let _ = NOW;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn any_text_can_be_searched(texts in prop::collection::vec("\\PC{0,40}", 50)) {
        let store = TestStore::new();
        store.change(|w| w.contacts_mut().insert(&full()));
        for text in texts {
            let query = ContactQuery { search: Some(text.clone()), ..Default::default() };
            let page = store.read_blocking(|r| r.contacts().list(&query));
            prop_assert!(page.is_ok(), "{text:?}: {page:?}");
        }
    }
}
