//! Whole imports: the right people, once, in every dialect, and the vault as it was when something goes wrong.

use crate::support::{Vault, file, import_as, workbook};
use sellify_contacts::import::{CancelFlag, ImportError, ImportPlan, Require, Source, run};
use sellify_domain::{ContactField, ImportId, ImportState, RejectReason, SystemClock, Timestamp};
use sellify_store::{PageRequest, StoreError};

/// Rows with known numbers of new people (6,000), repeats by address (300) and by number (200), and refusals
/// (100), mixed.
fn people() -> Vec<Vec<String>> {
    let mut rows =
        vec!["Prénom;Nom;E-mail;Téléphone;Ville;Étiquettes;Créé le".split(';').map(str::to_owned).collect()];
    for number in 0..6_000_u32 {
        let phone = format!("06{:08}", 10_000_000 + number * 7);
        rows.push(person(number, &format!("p{number}@exemple.fr"), &phone));
        if number % 20 == 19 {
            let again = number - 7;
            let typed = ["  P{}@Exemple.FR", "P{}@EXEMPLE.fr "][usize::from(number % 40 == 39)];
            rows.push(person(number, &typed.replace("{}", &again.to_string()), ""));
        }
        if number % 30 == 29 {
            let old = 10_000_000 + (number - 3) * 7;
            rows.push(person(number, &format!("autre{number}@exemple.fr"), &format!("+33 6 {old:08}")));
        }
        if number % 60 == 59 {
            let wrong = ["", "n/a", "p at exemple.fr", "p@@exemple.fr", "@exemple.fr"];
            rows.push(person(number, wrong[number as usize % 5], &format!("07{number:08}")));
        }
    }
    rows
}

fn person(number: u32, email: &str, phone: &str) -> Vec<String> {
    let tags = if number.is_multiple_of(2) { "client|Île-de-France" } else { "Client" };
    let cells = ["Zoé", &format!("Lefèvre {number}"), email, phone, "Besançon", tags, "01/02/2024"];
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn text(rows: &[Vec<String>], separator: &str, line_end: &str) -> String {
    rows.iter().map(|row| row.join(separator) + line_end).collect()
}

#[test]
fn every_dialect_gives_the_same_people() {
    let rows = people();
    let french = encoding_rs::WINDOWS_1252.encode(&text(&rows, ";", "\r\n")).0.into_owned();
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text(&rows, "\t", "\r\n").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let dialects = [
        ("utf8.csv", text(&rows, ",", "\n").into_bytes()),
        ("excel.csv", french),
        ("unicode.txt", wide),
        ("classeur.csv", workbook(&rows)),
    ];
    let mut first = None;
    for (name, bytes) in dialects {
        let vault = Vault::new();
        let report = vault.import(&file(name, bytes)).unwrap();
        let counts = report.counts;
        assert_eq!(
            (counts.rows, counts.created, counts.duplicates, counts.rejected),
            (6_600, 6_000, 500, 100),
            "{name}"
        );
        assert_eq!(report.duplicates_by_phone, 200, "{name}");
        let details: Vec<_> = vault.contacts().into_iter().map(|contact| contact.details).collect();
        assert_eq!(details.len(), 6_000, "{name}");
        assert_eq!(*first.get_or_insert_with(|| details.clone()), details, "{name}");
    }
    let details = first.unwrap_or_default();
    let zoe = &details[0];
    assert_eq!((zoe.first_name.as_str(), zoe.city.as_str()), ("Zoé", "Besançon"));
    assert_eq!(zoe.phone.as_ref().map(|phone| phone.as_str()), Some("+33610000000"));
    assert_eq!(zoe.custom.get("cree_le").map(String::as_str), Some("01/02/2024"), "no column is lost");
}

#[test]
fn the_same_file_again_changes_nothing() {
    let (vault, source) = (Vault::new(), file("liste.csv", text(&people(), ";", "\n")));
    vault.import(&source).unwrap();
    let before = vault.contacts();
    let again = vault.import(&source).unwrap().counts;
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 6_000));
    assert_eq!((again.duplicates, again.rejected), (500, 100));
    assert_eq!(vault.contacts(), before);
    let hash = again_hash(&vault);
    assert_eq!(hash, 2, "both imports are known by the file's hash");
}

fn again_hash(vault: &Vault) -> usize {
    let list = vault.store.read_blocking(|r| r.imports().list(&PageRequest::default())).unwrap();
    let hash = list.items.first().map(|import| import.file_sha256.clone()).unwrap_or_default();
    vault.store.read_blocking(|r| r.imports().find_by_sha256(&hash)).unwrap().len()
}

#[test]
fn a_file_about_known_people_updates_them_and_keeps_what_they_were() {
    let vault = Vault::new();
    vault
        .import(&file("a.csv", "nom,email,tel,ville\nDupont,a@x.fr,0612345678,Lyon\nDurand,b@x.fr,,Gap\n"))
        .unwrap();
    let second = "nom,email,tel,ville,tags\n\
                  Dupont,A@X.fr,0612345678,Paris,vip\n\
                  Dupond,c@x.fr,06 12 34 56 78,Nice,\n\
                  Martin,d@x.fr,0698765432,Brest,\n\
                  Durand,b@x.fr,,,\n";
    // The third row of the file repeats a number of the first.
    let report = vault.import(&file("b.csv", second)).unwrap();
    let counts = report.counts;
    assert_eq!((counts.created, counts.updated, counts.unchanged, counts.duplicates), (1, 1, 1, 1));
    let contacts = vault.contacts();
    assert_eq!(
        (contacts[0].details.city.as_str(), &contacts[0].details.tags[..]),
        ("Paris", &["vip".to_owned()][..])
    );
    assert_eq!(contacts[1].details.city, "Gap", "an empty cell takes nothing away");
    let mut changes = Vec::new();
    let import = report.import_id;
    vault
        .store
        .read_blocking(|r| {
            r.imports().for_each_change(import, |change| {
                let after = change.after.map(|after| after.city);
                changes.push((change.contact, change.before.city, after));
                Ok::<(), StoreError>(())
            })
        })
        .unwrap();
    assert_eq!(changes, [(contacts[0].id, "Lyon".to_owned(), Some("Paris".to_owned()))]);
}

#[test]
fn a_number_of_somebody_else_is_not_taken_from_them() {
    let vault = Vault::new();
    vault.import(&file("a.csv", "email,tel\na@x.fr,0612345678\nb@x.fr,\n")).unwrap();
    vault.import(&file("b.csv", "email,tel\nb@x.fr,0612345678\nz@x.fr,0712345678\n")).unwrap();
    let phones: Vec<_> =
        vault.contacts().into_iter().map(|one| one.details.phone.map(|p| p.to_string())).collect();
    assert_eq!(phones, [Some("+33612345678".to_owned()), None, Some("+33712345678".to_owned())]);
}

#[test]
fn refused_rows_are_kept_with_reason_line_and_cells() {
    let vault = Vault::new();
    let report = vault.import(&file("a.csv", "nom;email\nDupont;a@x.fr\nDurand;n/a\n\nMartin;\n")).unwrap();
    let rejects = vault
        .store
        .read_blocking(|r| r.imports().rejected_rows(report.import_id, None, &PageRequest::default()))
        .unwrap();
    let seen: Vec<_> = rejects.items.iter().map(|row| (row.line, row.reason, row.value.as_str())).collect();
    assert_eq!(seen, [(3, RejectReason::EmailInvalid, "n/a"), (5, RejectReason::EmailMissing, "")]);
    assert_eq!(rejects.items[0].cells, ["Durand", "n/a"]);
}

#[test]
fn a_number_is_enough_where_that_is_allowed() {
    let vault = Vault::new();
    let plan =
        ImportPlan { require: Require::EmailOrPhone, tags: vec!["Salon".into()], ..ImportPlan::default() };
    let counts = vault
        .import_with(&file("a.csv", "nom;email;tel\nA;;0612345678\nB;b@x.fr;\nC;;\n"), plan)
        .unwrap()
        .counts;
    assert_eq!((counts.created, counts.rejected), (2, 1));
    assert!(vault.contacts().iter().all(|contact| contact.details.tags == ["Salon"]));
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let (vault, source) = (Vault::new(), file("liste.csv", text(&people(), ";", "\n")));
    let plan = ImportPlan { dry_run: true, ..ImportPlan::default() };
    let counts = vault.import_with(&source, plan).unwrap().counts;
    assert_eq!((counts.created, counts.duplicates, counts.rejected), (6_000, 500, 100));
    assert_eq!(vault.count(), 0);
    let imports = vault.store.read_blocking(|r| r.imports().list(&PageRequest::default())).unwrap();
    assert!(imports.items.is_empty());
}

#[test]
fn a_cancelled_import_leaves_the_vault_as_it_was() {
    let vault = Vault::new();
    let source = file("liste.csv", text(&people(), ";", "\n"));
    let (cancel, plan) = (CancelFlag::default(), plan_for(&source));
    let progress = |progress: sellify_contacts::import::ImportProgress| {
        if progress.counts.rows > 2_000 {
            cancel.cancel();
        }
    };
    let id = ImportId::generate(Timestamp::from_millis(1));
    let ended = run(&vault.store, &source, &plan, id, &SystemClock, &progress, &cancel, |_, _| {
        Ok::<(), StoreError>(())
    });
    assert!(matches!(ended, Err(ImportError::Cancelled)));
    assert_eq!(vault.count(), 0);
    assert_eq!(vault.import(&source).unwrap().counts.created, 6_000, "and can be begun again");
}

#[test]
fn what_cannot_be_recorded_is_not_imported() {
    let vault = Vault::new();
    let source = file("liste.csv", text(&people(), ";", "\n"));
    let id = ImportId::generate(Timestamp::from_millis(1));
    let cancel = CancelFlag::default();
    let plan = plan_for(&source);
    let ended = run(&vault.store, &source, &plan, id, &SystemClock, &|_| {}, &cancel, |_, counts| {
        assert_eq!(counts.created, 6_000, "the hook sees what was done");
        Err(std::io::Error::other("no"))
    });
    assert!(matches!(ended, Err(ImportError::Recording(_))));
    assert_eq!(vault.count(), 0);
}

fn plan_for(source: &Source) -> ImportPlan {
    let found = sellify_contacts::import::inspect(source, &ImportPlan::default().read).unwrap();
    ImportPlan { mapping: sellify_contacts::import::default_mapping(&found), ..ImportPlan::default() }
}

#[test]
fn the_record_tells_what_happened() {
    let vault = Vault::new();
    let report = vault.import(&file("liste.csv", "nom;email\nDupont;a@x.fr\nDurand;n/a\n")).unwrap();
    let record = vault.store.read_blocking(|r| r.imports().get(report.import_id)).unwrap().unwrap();
    assert_eq!((record.state, record.file_name.as_str()), (ImportState::Finished, "liste.csv"));
    assert_eq!((record.counts.created, record.counts.rejected), (1, 1));
    assert!(vault.contacts()[0].import_id == Some(report.import_id));
}

#[test]
fn a_bare_list_of_addresses_is_a_table_too() {
    let vault = Vault::new();
    let counts =
        vault.import(&file("adresses.txt", "a@x.fr\nb@x.fr\nJean Dupont <c@x.fr>\n")).unwrap().counts;
    assert_eq!((counts.rows, counts.created), (3, 3), "the first line is a person, not a header");
}

#[test]
fn a_mapping_for_another_file_is_refused() {
    let vault = Vault::new();
    let mapping = vec![None, None, Some(ContactField::Email)];
    let plan = ImportPlan { mapping, ..ImportPlan::default() };
    let refused = import_as(&vault.store, &file("a.csv", "nom,email\nA,a@x.fr\n"), &plan);
    assert!(matches!(refused, Err(ImportError::UnknownColumn(column)) if column == "3"));
}
