//! Imports: records, refused rows, what was changed.

use sellify_domain::{
    ContactDetails, ContactId, ImportCounts, ImportId, ImportRecord, ImportState, RejectReason, RejectedRow,
};
use sellify_store::{ImportChange, PageRequest, StoreError};

use crate::{NOW, TestStore, person};

fn import(state: ImportState) -> ImportRecord {
    ImportRecord {
        id: ImportId::generate(NOW),
        file_name: "clients.csv".into(),
        file_sha256: "ab".repeat(32),
        state,
        counts: ImportCounts::default(),
        tags: vec!["salon".into()],
        started_at: NOW,
        finished_at: None,
        error_code: None,
    }
}

fn refused(line: u64, reason: RejectReason) -> RejectedRow {
    RejectedRow { line, reason, value: "x@".into(), cells: vec!["Ana".into(), "x@".into(), String::new()] }
}

#[test]
fn a_record_reads_back_with_its_counts() {
    let store = TestStore::new();
    let mut one = import(ImportState::Running);
    store.change(|w| w.imports_mut().insert(&one));
    assert!(
        store.read_blocking(|r| r.imports().find_by_sha256(&one.file_sha256)).unwrap().is_empty(),
        "not finished"
    );
    one.state = ImportState::Finished;
    one.counts = ImportCounts {
        rows: 6,
        created: 1,
        updated: 1,
        unchanged: 1,
        duplicates: 1,
        rejected: 2,
        suppressed: 1,
    };
    one.finished_at = Some(NOW.plus_millis(9));
    store.change(|w| w.imports_mut().update_record(&one));
    assert_eq!(store.read_blocking(|r| r.imports().get(one.id)).unwrap(), Some(one.clone()));
    assert_eq!(store.read_blocking(|r| r.imports().find_by_sha256(&one.file_sha256)).unwrap(), [one]);
}

#[test]
fn a_contact_remembers_the_import_that_created_it() {
    let store = TestStore::new();
    let one = import(ImportState::Running);
    let mut contact = person("Ana", "Bon");
    contact.import_id = Some(one.id);
    store.change(|w| {
        w.imports_mut().insert(&one)?;
        let mut bulk = w.contacts_mut().begin_bulk(1)?;
        bulk.insert(&contact)?;
        bulk.finish()
    });
    let read = store.read_blocking(|r| r.contacts().get(contact.id)).unwrap().unwrap();
    assert_eq!(read.import_id, Some(one.id));
}

#[test]
fn refused_rows_page_by_line_and_by_reason() {
    let store = TestStore::new();
    let one = import(ImportState::Running);
    let rows: Vec<RejectedRow> = (0..7)
        .map(|n| {
            refused(
                n * 10 + 2,
                if n % 2 == 0 { RejectReason::EmailInvalid } else { RejectReason::EmailMissing },
            )
        })
        .collect();
    store.change(|w| w.imports_mut().insert(&one).and_then(|()| w.imports_mut().add_rejected(one.id, &rows)));
    let mut seen = Vec::new();
    let mut request = PageRequest::first(3);
    loop {
        let page = store.read_blocking(|r| r.imports().rejected_rows(one.id, None, &request)).unwrap();
        assert_eq!(page.total, 7);
        seen.extend(page.items);
        match page.next {
            Some(next) => request.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, rows);
    let missing = Some(RejectReason::EmailMissing);
    let page =
        store.read_blocking(|r| r.imports().rejected_rows(one.id, missing, &PageRequest::default())).unwrap();
    assert_eq!((page.total, page.items.len()), (3, 3));
    let counts = store.read_blocking(|r| r.imports().reject_counts(one.id)).unwrap();
    assert_eq!(counts, [(RejectReason::EmailInvalid, 4), (RejectReason::EmailMissing, 3)]);
    let unknown = store.write_blocking(|w| w.imports_mut().add_rejected(ImportId::generate(NOW), &rows));
    assert!(matches!(unknown, Err(StoreError::NotFound { .. })));
}

#[test]
fn the_first_state_before_and_the_last_state_after_are_kept() {
    let store = TestStore::new();
    let (one, contact) = (import(ImportState::Running), ContactId::generate(NOW));
    let named = |name: &str| ContactDetails { first_name: name.into(), ..Default::default() };
    store.change(|w| {
        w.imports_mut().insert(&one)?;
        w.imports_mut().add_change(one.id, contact, &named("first"), &named("second"))?;
        w.imports_mut().add_change(one.id, contact, &named("second"), &named("third"))
    });
    let mut seen = Vec::new();
    store
        .read_blocking(|r| {
            r.imports().for_each_change(one.id, |change| {
                seen.push(change);
                Ok::<_, StoreError>(())
            })
        })
        .unwrap();
    let kept = ImportChange { contact, before: named("first"), after: Some(named("third")) };
    assert_eq!(seen, [kept]);
}

#[test]
fn headers_read_back() {
    let store = TestStore::new();
    let one = import(ImportState::Running);
    store.change(|w| w.imports_mut().insert(&one));
    assert!(store.read_blocking(|r| r.imports().headers(one.id)).unwrap().is_empty());
    let headers = ["Nom".to_owned(), "E-mail".to_owned()];
    store.change(|w| w.imports_mut().set_headers(one.id, &headers));
    assert_eq!(store.read_blocking(|r| r.imports().headers(one.id)).unwrap(), headers);
}

#[test]
fn an_import_whose_process_died_is_told_as_failed() {
    let store = TestStore::new();
    let (running, done) = (import(ImportState::Running), import(ImportState::Finished));
    store.change(|w| w.imports_mut().insert(&running).and_then(|()| w.imports_mut().insert(&done)));
    assert_eq!(store.change(|w| w.imports_mut().fail_running(NOW)), 1);
    let page = store.read_blocking(|r| r.imports().list(&PageRequest::default())).unwrap();
    let states: Vec<ImportState> = page.items.iter().map(|i: &ImportRecord| i.state).collect();
    assert_eq!(states, [ImportState::Finished, ImportState::Failed], "newest first");
    assert_eq!(page.items[1].error_code.as_deref(), Some("interrupted"));
}

#[test]
fn a_plan_reads_back_and_a_shape_is_remembered() {
    let store = TestStore::new();
    let one = import(ImportState::Finished);
    store.change(|w| w.imports_mut().insert(&one));
    let none: Option<Vec<u8>> = store.read_blocking(|r| r.imports().plan(one.id)).unwrap();
    assert_eq!(none, None, "not kept yet");
    store.change(|w| w.imports_mut().set_plan(one.id, &[1, 2]));
    assert_eq!(store.read_blocking(|r| r.imports().plan(one.id)).unwrap(), Some(vec![1, 2]));

    let shape = [7; 32];
    store.change(|w| w.import_shapes_mut().remember(&shape, &"old", NOW));
    store.change(|w| w.import_shapes_mut().remember(&shape, &"new", NOW.plus_millis(1)));
    let kept: Option<(String, _)> = store.read_blocking(|r| r.import_shapes().get(&shape)).unwrap();
    assert_eq!(kept, Some(("new".to_owned(), NOW.plus_millis(1))));
    let unreadable: Option<(u64, _)> = store.read_blocking(|r| r.import_shapes().get(&shape)).unwrap();
    assert_eq!(unreadable, None, "choices of another version are no error");
}

#[test]
fn contacts_are_found_by_reference_and_the_bin_is_not() {
    let store = TestStore::new();
    let mut people = [person("Ana", "Bon"), person("Luc", "Bon"), person("Zoé", "Petit")];
    for (contact, reference) in people.iter_mut().zip(["C1", "C1", "C2"]) {
        contact.details.reference = reference.into();
    }
    store.change(|w| people.iter().try_for_each(|contact| w.contacts_mut().insert(contact)));
    store.change(|w| w.contacts_mut().set_deleted(people[2].id, Some(NOW)).map(drop));
    let found = |reference: &str| -> Vec<Vec<String>> {
        let names = |found: Vec<sellify_domain::Contact>| {
            found.into_iter().map(|one| one.details.first_name).collect()
        };
        store
            .read_blocking(|r| {
                let once = names(r.contacts().find_by_reference(reference)?);
                let by_map = names(r.contacts().references()?.find(reference)?);
                Ok::<_, StoreError>(vec![once, by_map])
            })
            .unwrap()
    };
    assert_eq!(found("C1"), vec![vec!["Ana", "Luc"]; 2]);
    assert!(found("C2").iter().all(Vec::is_empty), "in the bin");
    assert!(found("C3").iter().all(Vec::is_empty));
}
