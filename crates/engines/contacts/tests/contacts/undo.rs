//! Taking an import back: nobody's later edit is lost, the tags and the search agree, and an import may follow.

use crate::support::{Vault, file};
use sellify_contacts::undo::{UndoCounts, rehearse_undo, undo};
use sellify_domain::{Contact, ImportId, Timestamp};
use sellify_store::{ContactQuery, StoreError};

const LATER: Timestamp = Timestamp::from_millis(4_000_000_000_000);

fn take_back(vault: &Vault, import: ImportId) -> UndoCounts {
    let told = vault.store.read_blocking(|r| rehearse_undo(r, import)).unwrap();
    let done = vault.store.write_blocking(|w| undo(w, import, LATER)).unwrap();
    assert_eq!(told, done, "what was announced is what happens");
    done
}

fn found(vault: &Vault, search: &str) -> usize {
    let query = ContactQuery { search: Some(search.into()), ..ContactQuery::default() };
    vault.store.read_blocking(|r| Ok::<_, StoreError>(r.contacts().list(&query)?.items.len())).unwrap()
}

fn edit(vault: &Vault, email: &str, change: impl FnOnce(&mut Contact) + Send + 'static) {
    let email = sellify_domain::EmailAddress::from_normalised(email);
    vault
        .store
        .write_blocking(move |w| {
            let mut contact = w.contacts().find_by_email(&email)?.unwrap();
            change(&mut contact);
            contact.updated_at = LATER;
            w.contacts_mut().update(&contact)
        })
        .unwrap();
}

#[test]
fn an_import_goes_and_later_edits_stay() {
    let vault = Vault::new();
    vault
        .import(&file("a.csv", "nom,email,ville,tags\nDupont,a@x.fr,Lyon,client\nDurand,b@x.fr,Gap,\n"))
        .unwrap();
    let second = "nom,email,ville,tags\nDupont,a@x.fr,Paris,salon\nDurand,b@x.fr,Nice,salon\n\
                  Martin,c@x.fr,Brest,salon\nPetit,d@x.fr,Brest,salon\n";
    let import = vault.import(&file("b.csv", second)).unwrap().import_id;
    edit(&vault, "b@x.fr", |contact| contact.details.city = "Cannes".into());
    edit(&vault, "d@x.fr", |contact| contact.details.notes = "à rappeler".into());

    assert_eq!(take_back(&vault, import), UndoCounts { removed: 1, restored: 2, kept: 2 });
    let cities: Vec<_> =
        vault.contacts().into_iter().map(|one| (one.details.city, one.details.tags)).collect();
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        cities,
        [
            ("Lyon".to_owned(), tags(&["client"])),
            ("Cannes".to_owned(), tags(&[])),
            ("Brest".to_owned(), tags(&["salon"])),
        ]
    );
    assert_eq!((found(&vault, "paris"), found(&vault, "lyon"), found(&vault, "martin")), (0, 1, 0));
    let counts = vault.store.read_blocking(|r| r.tags().list()).unwrap();
    let counts: Vec<_> = counts.into_iter().map(|tag| (tag.name, tag.count)).collect();
    assert_eq!(counts, [("client".to_owned(), 1), ("salon".to_owned(), 1)]);
}

#[test]
fn a_large_import_goes_whole_and_can_come_again() {
    let vault = Vault::new();
    let mut text = String::from("nom,email,tags\n");
    for number in 0..6_000 {
        text.push_str(&format!("Nom{number},p{number}@x.fr,liste\n"));
    }
    let import = vault.import(&file("a.csv", &text)).unwrap().import_id;
    assert_eq!(take_back(&vault, import), UndoCounts { removed: 6_000, ..UndoCounts::default() });
    assert_eq!((vault.contacts().len(), found(&vault, "nom")), (0, 0));
    let total = vault.store.read_blocking(|r| r.contacts().count(&ContactQuery::default())).unwrap();
    assert_eq!(total, 0);
    assert_eq!(
        vault.import(&file("a.csv", &text)).unwrap().counts.created,
        6_000,
        "its addresses are free again"
    );
    assert_eq!(found(&vault, "nom"), 50, "one page");
}

#[test]
fn a_number_that_went_to_somebody_else_is_not_taken_from_them() {
    let vault = Vault::new();
    vault.import(&file("a.csv", "email,tel\na@x.fr,0612345678\n")).unwrap();
    let import = vault.import(&file("b.csv", "email,tel\na@x.fr,0712345678\n")).unwrap().import_id;
    vault.import(&file("c.csv", "email,tel\nz@x.fr,0612345678\n")).unwrap();
    take_back(&vault, import);
    let phones: Vec<_> =
        vault.contacts().into_iter().map(|one| one.details.phone.map(|p| p.to_string())).collect();
    assert_eq!(phones, [Some("+33712345678".to_owned()), Some("+33612345678".to_owned())]);
}
