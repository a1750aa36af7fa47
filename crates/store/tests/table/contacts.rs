//! Contacts: what is written is read back, lists page without loss, searches never fail.

use proptest::prelude::*;
use sellify_domain::{Audience, Contact, ContactDetails, EmailAddress, PhoneNumber, Timestamp, Today};
use sellify_store::{BulkMode, ContactQuery, ContactSort, Page, Store, StoreError};

use crate::{NOW, TestStore, contact, person};

pub(crate) fn names(contacts: &[Contact]) -> Vec<String> {
    contacts.iter().map(|c| c.details.display_name()).collect()
}

pub(crate) fn list(store: &Store, query: &ContactQuery) -> Page<Contact> {
    store.read_blocking(|r| r.contacts().list(query)).unwrap()
}

pub(crate) fn search_for(text: &str) -> ContactQuery {
    ContactQuery { search: Some(text.into()), ..Default::default() }
}

pub(crate) fn search(store: &Store, text: &str) -> Vec<String> {
    names(&list(store, &search_for(text)).items)
}

/// All pages of a query, one after the other.
fn all_pages(store: &Store, query: &ContactQuery) -> Vec<Contact> {
    let mut query = query.clone();
    let mut all = Vec::new();
    loop {
        let page = list(store, &query);
        assert!(page.items.len() <= query.limit as usize, "a page is never longer than asked");
        assert!(!page.items.is_empty() || page.next.is_none(), "an empty page has no next one");
        all.extend(page.items);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return all,
        }
    }
}

pub(crate) fn insert_all(store: &TestStore, contacts: &[Contact], mode: BulkMode) {
    store.change(|w| {
        let mut bulk = w.contacts_mut().begin_bulk_as(mode)?;
        for one in contacts {
            bulk.insert(one)?;
        }
        bulk.finish()
    });
}

fn full() -> Contact {
    contact(ContactDetails {
        civility: "Mme".into(),
        first_name: "Zoé".into(),
        last_name: "D'Arc".into(),
        email: Some(EmailAddress::from_normalised("zoe@exemple.fr")),
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
fn what_was_typed_is_kept_only_where_it_says_more() {
    let store = TestStore::new();
    let mut same = full();
    same.details.email_typed = Some("zoe@exemple.fr".into());
    same.details.phone_typed = Some("+33612345678".into());
    store.change(|w| w.contacts_mut().insert(&same));
    let read = store.read_blocking(|r| r.contacts().get(same.id)).unwrap().unwrap();
    assert_eq!((read.details.email_typed, read.details.phone_typed), (None, None));
}

#[test]
fn an_update_replaces_every_field_and_the_words_it_is_found_by() {
    let store = TestStore::new();
    let mut one = full();
    store.change(|w| w.contacts_mut().insert(&one));
    one.details = ContactDetails {
        first_name: "Ines".into(),
        last_name: "Moreau".into(),
        tags: vec!["presse".into()],
        ..Default::default()
    };
    one.updated_at = NOW.plus_millis(5);
    store.change(|w| w.contacts_mut().update(&one));
    assert_eq!(store.read_blocking(|r| r.contacts().get(one.id)).unwrap(), Some(one));
    assert!(search(&store, "zoe").is_empty(), "the old name leads nowhere");
    assert_eq!(search(&store, "moreau"), ["Ines Moreau"]);
    let tags = store.read_blocking(|r| r.tags().list()).unwrap();
    assert_eq!(tags.len(), 1, "the old tags count nobody any more: {tags:?}");
}

#[test]
fn two_contacts_cannot_have_one_address_but_the_bin_does_not_hold_it() {
    let store = TestStore::new();
    let first = person("Anne", "Bon");
    store.change(|w| w.contacts_mut().insert(&first));
    let twice = store.write_blocking(|w| w.contacts_mut().insert(&person("Anne", "Bon")));
    assert!(matches!(twice, Err(StoreError::UniqueViolation { column }) if column == "contacts.email"));

    store.change(|w| w.contacts_mut().set_deleted(first.id, Some(NOW)));
    store.change(|w| w.contacts_mut().insert(&person("Anne", "Bon")));
    let back = store.write_blocking(|w| w.contacts_mut().set_deleted(first.id, None));
    assert!(matches!(back, Err(StoreError::UniqueViolation { .. })), "somebody else has the address now");
}

#[test]
fn a_deleted_contact_is_in_no_list_until_it_is_restored() {
    let store = TestStore::new();
    let one = full();
    store.change(|w| w.contacts_mut().insert(&one));
    assert!(store.change(|w| w.contacts_mut().set_deleted(one.id, Some(NOW))));
    assert!(!store.change(|w| w.contacts_mut().set_deleted(one.id, Some(NOW))), "already there");
    assert!(search(&store, "zoe").is_empty());
    assert_eq!(list(&store, &ContactQuery::default()).total, 0);
    assert!(store.read_blocking(|r| r.tags().list()).unwrap().is_empty());
    let bin = ContactQuery { deleted: true, ..Default::default() };
    assert_eq!(list(&store, &bin).total, 1);
    assert_eq!(
        names(&list(&store, &ContactQuery { deleted: true, ..search_for("zo") }).items),
        ["Zoé D'Arc"]
    );
    let everyone =
        store.read_blocking(|r| r.contacts().count_audience(&Audience::Everyone, Today::default())).unwrap();
    assert_eq!(everyone, 0, "nobody in the bin is written to");

    assert!(store.change(|w| w.contacts_mut().set_deleted(one.id, None)));
    assert_eq!(search(&store, "zoe"), ["Zoé D'Arc"]);
    assert_eq!(store.read_blocking(|r| r.tags().list()).unwrap().len(), 2);
}

#[test]
fn search_finds_words_by_their_start_without_case_and_accents() {
    let store = TestStore::new();
    store.change(|w| w.contacts_mut().insert(&full()));
    let found = [
        "zoe",
        "ZOÉ d'a",
        "bourg bresse",
        "ecur",
        "zoe@exemple.fr",
        "06 12 34",
        "+33 6 12",
        "0033 6 12",
        "c-0042",
        "0612345678",
        "+33612345678",
        "33612345678",
        "06.12.34.56.78",
        "z",
        "ex",
    ];
    for text in found {
        assert_eq!(search(&store, text), ["Zoé D'Arc"], "{text}");
    }
    for text in ["oe", "zoe martin", "***", "06 12 99", "7", "ligne"] {
        assert!(search(&store, text).is_empty(), "{text}");
    }
    assert_eq!(list(&store, &search_for("   ")).total, 1, "blanks are no search");
}

#[test]
fn the_name_itself_comes_before_names_that_begin_so_and_before_the_rest() {
    let store = TestStore::new();
    let mut town = person("Paul", "Aubert");
    town.details.city = "Marie".into();
    let people = [town, person("Luc", "Marier"), person("Marie", "Zola"), person("Jean", "Marie")];
    insert_all(&store, &people, BulkMode::Incremental);
    assert_eq!(search(&store, "marie"), ["Jean Marie", "Marie Zola", "Luc Marier", "Paul Aubert"]);
    assert_eq!(search(&store, "marie zola"), ["Marie Zola"]);
    assert_eq!(search(&store, "zola marie"), ["Marie Zola"]);
}

#[test]
fn totals_are_exact_until_there_are_too_many() {
    let store = TestStore::new();
    let many: Vec<Contact> = (0..10_050).map(|n| person("Ana", &format!("Nom{n:05}"))).collect();
    insert_all(&store, &many, BulkMode::Fresh);
    let page = list(&store, &search_for("nom00"));
    assert_eq!((page.total, page.total_is_exact), (1_000, true));
    let page = list(&store, &search_for("ana"));
    assert_eq!((page.total, page.total_is_exact), (10_000, false));
    let page = list(&store, &ContactQuery::default());
    assert_eq!(
        (page.total, page.total_is_exact),
        (10_050, true),
        "a list that nothing filters is never counted"
    );
}

#[test]
fn a_tag_that_is_unknown_means_nobody() {
    let store = TestStore::new();
    store.change(|w| w.contacts_mut().insert(&full()));
    let query = ContactQuery { tag: Some("vip".into()), ..Default::default() };
    assert_eq!(list(&store, &query).total, 0);
    let audience = Audience::Tags { tags: vec!["vip".into()] };
    assert_eq!(store.read_blocking(|r| r.contacts().count_audience(&audience, Today::default())).unwrap(), 0);
    assert!(store.read_blocking(|r| r.contacts().ids(&query)).unwrap().is_empty());
}

#[test]
fn an_audience_is_everybody_with_an_address_once_and_oldest_first() {
    let store = TestStore::new();
    let mut people: Vec<Contact> = ["A", "B", "C", "D"].into_iter().map(|name| person(name, "X")).collect();
    people[0].details.tags = vec!["Client".into(), "vip".into()];
    people[1].details.tags = vec!["client".into()];
    people[2].details.email = None;
    people[2].details.tags = vec!["client".into()];
    insert_all(&store, &people, BulkMode::Incremental);
    let of = |audience: &Audience| {
        let mut seen = Vec::new();
        store
            .read_blocking(|r| {
                r.contacts().for_each_in_audience(audience, Today::default(), |c| {
                    seen.push(c.details.first_name);
                    Ok::<_, StoreError>(())
                })
            })
            .unwrap();
        assert_eq!(
            store.read_blocking(|r| r.contacts().count_audience(audience, Today::default())).unwrap(),
            seen.len() as u64
        );
        seen
    };
    assert_eq!(of(&Audience::Everyone), ["A", "B", "D"]);
    assert_eq!(of(&Audience::Tags { tags: vec!["CLIENT".into(), "VIP".into()] }), ["A", "B"]);
    assert!(of(&Audience::Tags { tags: vec![] }).is_empty(), "no tag is nobody, never everybody");
}

#[test]
fn the_search_index_can_be_built_anew() {
    let store = TestStore::new();
    insert_all(&store, &[full(), person("Ana", "Bon")], BulkMode::Incremental);
    store.change(|w| w.contacts_mut().rebuild_search());
    assert_eq!(search(&store, "ana"), ["Ana Bon"]);
    assert_eq!(list(&store, &search_for("b")).total, 2, "Bon and Bourg");
}

#[test]
fn contacts_without_an_address_follow_those_with_one() {
    let store = TestStore::new();
    let mut people: Vec<Contact> = ["C", "A", "B", "D"].into_iter().map(|name| person(name, name)).collect();
    people[0].details.email = None;
    people[1].details.email = None;
    insert_all(&store, &people, BulkMode::Incremental);
    for limit in 1..=4 {
        let query = ContactQuery { sort: ContactSort::Email, limit, ..Default::default() };
        assert_eq!(names(&all_pages(&store, &query)), ["B B", "D D", "A A", "C C"], "{limit} a page");
    }
}

#[test]
fn a_cursor_of_another_order_is_refused() {
    let store = TestStore::new();
    insert_all(
        &store,
        &(0..9).map(|n| person("A", &format!("B{n}"))).collect::<Vec<_>>(),
        BulkMode::Incremental,
    );
    let by_name = ContactQuery { limit: 2, ..Default::default() };
    let cursor = list(&store, &by_name).next;
    let by_age = ContactQuery { sort: ContactSort::Created, cursor, ..by_name };
    let refused = store.read_blocking(|r| r.contacts().list(&by_age));
    assert!(matches!(refused, Err(StoreError::CursorInvalid)));
}

/// Few names, so that equal sort keys, shared words and empty fields all occur.
fn some_contact() -> impl Strategy<Value = ContactDetails> {
    let word = prop::sample::select(vec!["", "Ana", "Anaïs", "Martin", "Marty", "Le Goff", "É", "x1"]);
    let tags = prop::sample::subsequence(vec!["a".to_owned(), "b".to_owned()], 0..=2);
    (word.clone(), word.clone(), word, any::<bool>(), tags).prop_map(|(first, last, company, email, tags)| {
        ContactDetails {
            first_name: first.into(),
            last_name: last.into(),
            company: company.into(),
            email: email.then(|| EmailAddress::from_normalised("to be numbered")),
            tags,
            ..Default::default()
        }
    })
}

fn filled(details: Vec<ContactDetails>) -> (TestStore, usize) {
    let store = TestStore::new();
    let contacts: Vec<Contact> = details
        .into_iter()
        .enumerate()
        .map(|(n, mut details)| {
            details.email =
                details.email.map(|_| EmailAddress::from_normalised(format!("m{}@x.fr", n % 7 * 100 + n)));
            let mut one = contact(details);
            one.updated_at = Timestamp::from_millis(NOW.as_millis() + (n % 3) as i64);
            one
        })
        .collect();
    insert_all(&store, &contacts, BulkMode::Incremental);
    (store, contacts.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pages_put_together_are_the_whole_list_without_repeats(
        details in prop::collection::vec(some_contact(), 0..60),
        limit in 1_u32..9,
    ) {
        let (store, count) = filled(details);
        let sorts = [ContactSort::Name, ContactSort::Created, ContactSort::Updated, ContactSort::Email];
        let mut queries: Vec<ContactQuery> =
            sorts.into_iter().map(|sort| ContactQuery { sort, limit, ..Default::default() }).collect();
        queries.extend(["a", "mart", "martin ana", "m", "x1"].map(|text| ContactQuery { limit, ..search_for(text) }));
        queries.push(ContactQuery { tag: Some("a".into()), limit, ..Default::default() });
        queries.push(ContactQuery { tag: Some("a".into()), limit, ..search_for("mart") });
        queries.push(ContactQuery { untagged: true, limit, ..Default::default() });
        for query in queries {
            let paged: Vec<_> = all_pages(&store, &query).into_iter().map(|c| c.id).collect();
            let whole: Vec<_> = list(&store, &ContactQuery { limit: 1_000, ..query.clone() }).items.into_iter().map(|c| c.id).collect();
            prop_assert_eq!(&paged, &whole, "{:?}", query);
            let total = list(&store, &query).total;
            prop_assert_eq!(total, paged.len() as u64, "the total is what the pages bring: {:?}", query);
            let mut ids = store.read_blocking(|r| r.contacts().ids(&query)).unwrap();
            let mut sorted = paged;
            sorted.sort();
            ids.sort();
            prop_assert_eq!(sorted, ids, "ids() means the same contacts: {:?}", query);
            prop_assert_eq!(store.read_blocking(|r| r.contacts().count(&query)).unwrap(), total);
        }
        prop_assert_eq!(list(&store, &ContactQuery::default()).total, count as u64);
    }

    #[test]
    fn a_contact_is_found_by_the_start_of_each_of_its_words(text in "[\\p{L}\\p{N}' .-]{1,30}", cut in 1_usize..30) {
        let store = TestStore::new();
        let one = contact(ContactDetails { last_name: text.clone(), ..Default::default() });
        store.change(|w| w.contacts_mut().insert(&one));
        let folded = sellify_store::fold(&text);
        let typed: String = folded.chars().take(cut).collect();
        prop_assume!(!typed.trim().is_empty());
        prop_assert_eq!(list(&store, &search_for(&typed)).total, 1, "{:?} in {:?}", typed, text);
    }

    #[test]
    fn any_text_can_be_searched(texts in prop::collection::vec("\\PC{0,40}|[\"*():^+{}-]{1,12}|(AND|OR|NOT|NEAR| )+", 40)) {
        let store = TestStore::new();
        store.change(|w| w.contacts_mut().insert(&full()));
        for text in texts {
            for query in [search_for(&text), ContactQuery { tag: Some(text.clone()), deleted: true, ..search_for(&text) }] {
                let page = store.read_blocking(|r| r.contacts().list(&query));
                prop_assert!(page.is_ok(), "{text:?}: {page:?}");
                prop_assert!(store.read_blocking(|r| r.contacts().ids(&query)).is_ok());
            }
        }
    }
}
