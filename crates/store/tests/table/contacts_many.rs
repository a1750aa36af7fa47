//! Many contacts changed at once are what they would be if each had been changed by itself.

use sellify_domain::{Contact, ContactDetails, ContactId, EmailAddress, Timestamp};
use sellify_store::{ContactQuery, ContactSort, ManyChange, StoreError, Write};

use crate::{NOW, TestStore, contact};

/// Enough for the index to be built anew and for indexes to be set aside.
const PEOPLE: usize = 5_200;
/// Most of them.
const MOST: usize = 5_100;
const TOWNS: [&str; 3] = ["Lyon", "Nantes", "Bron"];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    Bin(usize),
    Unbin(usize),
    Town(usize, &'static str),
    Name(usize, &'static str),
}

fn later(minutes: i64) -> Timestamp {
    NOW.plus_millis(minutes * 60_000)
}

fn at(address: String) -> Contact {
    contact(ContactDetails {
        email: Some(EmailAddress::from_normalised(address)),
        ..ContactDetails::default()
    })
}

fn people(store: &TestStore) -> Vec<ContactId> {
    store.change(|w| {
        let mut bulk = w.contacts_mut().begin_bulk(PEOPLE as u64)?;
        let mut ids = Vec::new();
        for n in 0..PEOPLE {
            let mut person = at(format!("p{n}@firm.example"));
            person.details.last_name = format!("Nom{}", n % 700);
            person.details.city = TOWNS[n % 3].into();
            person.details.tags = if n % 2 == 0 { vec!["pair".into()] } else { Vec::new() };
            ids.push(person.id);
            bulk.insert(&person)?;
        }
        bulk.finish()?;
        Ok(ids)
    })
}

fn edit(contact: &mut Contact, change: Change) -> bool {
    match change {
        Change::Town(_, town) => contact.details.city = town.into(),
        Change::Name(_, name) => contact.details.last_name = name.into(),
        Change::Bin(_) | Change::Unbin(_) => return false,
    }
    contact.updated_at = later(99);
    true
}

fn at_once(w: &Write<'_>, ids: &[ContactId], change: Change) -> Result<(), StoreError> {
    let (count, kind) = match change {
        Change::Bin(count) => (count, ManyChange::Bin),
        Change::Unbin(count) => (count, ManyChange::Unbin),
        Change::Town(count, _) | Change::Name(count, _) => (count, ManyChange::Edit),
    };
    let mut many = w.contacts_mut().begin_many(count as u64, kind)?;
    for id in &ids[..count] {
        match kind {
            ManyChange::Bin => many.set_deleted(*id, Some(later(50)))?,
            ManyChange::Unbin => many.set_deleted(*id, None)?,
            ManyChange::Edit => many.change(*id, |contact| edit(contact, change))?,
        };
    }
    many.finish()
}

fn one_by_one(w: &Write<'_>, ids: &[ContactId], change: Change) -> Result<(), StoreError> {
    let (Change::Bin(count) | Change::Unbin(count) | Change::Town(count, _) | Change::Name(count, _)) =
        change;
    for id in &ids[..count] {
        match change {
            Change::Bin(_) => w.contacts_mut().set_deleted(*id, Some(later(50)))?,
            Change::Unbin(_) => w.contacts_mut().set_deleted(*id, None)?,
            Change::Town(..) | Change::Name(..) => {
                let mut contact = w.contacts().get(*id)?.unwrap();
                edit(&mut contact, change);
                w.contacts_mut().update(&contact)?;
                true
            }
        };
    }
    Ok(())
}

/// Everything that a list, a search, a tag or a look-up by address tells.
fn seen(store: &TestStore) -> Vec<String> {
    store
        .read_blocking(|r| {
            let mut seen = vec![format!("{:?} {}", r.tags().list()?, r.contacts().count_all()?)];
            for deleted in [false, true] {
                r.contacts().for_each(&ContactQuery { deleted, ..ContactQuery::default() }, |contact| {
                    let Contact { details, updated_at, deleted_at, .. } = contact;
                    seen.push(format!("{details:?} {updated_at:?} {deleted_at:?}"));
                    Ok::<_, StoreError>(())
                })?;
            }
            for (sort, search) in [
                (ContactSort::Name, None),
                (ContactSort::Email, None),
                (ContactSort::Updated, None),
                (ContactSort::Name, Some("lyon")),
                (ContactSort::Name, Some("villeurbanne")),
                (ContactSort::Name, Some("morel")),
                (ContactSort::Name, Some("nom 12")),
            ] {
                let search = search.map(str::to_owned);
                let query = ContactQuery { sort, search, limit: 1_000, ..ContactQuery::default() };
                let page = r.contacts().list(&query)?;
                let emails: Vec<_> = page.items.into_iter().map(|contact| contact.details.email).collect();
                seen.push(format!("{} {} {emails:?}", page.total, r.contacts().count(&query)?));
            }
            Ok::<_, StoreError>(seen)
        })
        .unwrap()
}

#[test]
fn many_at_once_are_what_one_by_one_would_have_made_of_them() {
    let (many, single) = (TestStore::new(), TestStore::new());
    let (many_ids, single_ids) = (people(&many), people(&single));
    for change in [
        Change::Town(300, "Villeurbanne"),
        Change::Bin(200),
        Change::Town(MOST, "Lyon"),
        Change::Bin(MOST),
        Change::Name(MOST, "Morel"),
        Change::Unbin(4_000),
        Change::Name(MOST, "Morin"),
        Change::Unbin(MOST),
    ] {
        many.change(|w| at_once(w, &many_ids, change));
        single.change(|w| one_by_one(w, &single_ids, change));
        assert!(seen(&many) == seen(&single), "after {change:?}");
    }
}

#[test]
fn whoever_has_lost_an_address_to_another_stays_in_the_bin_alone() {
    let store = TestStore::new();
    let ids = people(&store);
    store.change(|w| at_once(w, &ids, Change::Bin(MOST)));
    store.change(|w| w.contacts_mut().insert(&at("p7@firm.example".into())));
    let restored = store.change(|w| {
        let mut many = w.contacts_mut().begin_many(MOST as u64, ManyChange::Unbin)?;
        let mut restored = 0;
        for id in &ids[..MOST] {
            match many.set_deleted(*id, None) {
                Ok(moved) => restored += usize::from(moved),
                Err(StoreError::UniqueViolation { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        many.finish()?;
        Ok(restored)
    });
    assert_eq!(restored, MOST - 1);
    let firm = ContactQuery { search: Some("firm".into()), ..ContactQuery::default() };
    assert_eq!(store.read_blocking(|r| r.contacts().count_all()).unwrap(), PEOPLE as u64);
    let found = store.read_blocking(|r| r.contacts().count(&firm)).unwrap();
    assert_eq!(found, PEOPLE as u64, "whoever stays in the bin is not found, and the heir is");
}
