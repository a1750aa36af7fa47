//! What a person is shown before an import, what each policy makes of known contacts, and that no import reaches
//! anybody who said no.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::support::{Vault, file, import_again, import_as};
use sellify_contacts::import::{
    CancelFlag, DuplicatePolicy, ImportPlan, ImportReport, KeptPlan, Require, ReviewFilter, ReviewRow,
    Verdict, Watch, check_row, default_mapping, inspect, run_watched,
};
use sellify_domain::{
    Channel, ConsentState, ContactField, EmailAddress, ImportId, LegalBasis, RejectReason, Suppression,
    SuppressionId, SuppressionReason, SystemClock, Timestamp,
};
use sellify_store::{PageRequest, StoreError};

const KNOWN: &str = "reference;prenom;nom;email;tel;ville;tags\n\
                     C1;Anne;Dupont;anne@x.fr;0612345678;Lyon;client\n\
                     C2;Luc;Petit;luc@x.fr;0698765432;;\n";
const NEW: &str = "reference;prenom;nom;email;tel;ville;tags\n\
                   C1;Anne;Dupont;anne@x.fr;;Brignais;salon\n\
                   ;Luc;Petit;LUC@x.fr;;;\n\
                   ;Zoé;Martin;zoe@gmial.com;0611111111;Gap;\n\
                   ;Zoé;Martin;zoe@gmial.com;;Gap;\n\
                   ;Sans;Adresse;n/a;;;\n\
                   C2;Luc;PETIT;luc@nouveau.fr;;;\n";

fn rehearse(vault: &Vault, text: &str, plan: ImportPlan) -> ImportReport {
    vault.import_with(&file("b.csv", text), ImportPlan { dry_run: true, ..plan }).unwrap()
}

fn rows(report: &ImportReport, filter: &ReviewFilter) -> Vec<ReviewRow> {
    report.review.as_ref().unwrap().rows.iter().filter(|row| filter.means(row)).cloned().collect()
}

fn suppress(vault: &Vault, channel: Channel, address: &str) {
    let (id, address) = (SuppressionId::generate(Timestamp::from_millis(1)), address.to_owned());
    let entry = Suppression {
        id,
        channel,
        address,
        reason: SuppressionReason::Unsubscribed,
        legal_basis: LegalBasis::ConsentWithdrawn,
        source: "lettre".into(),
        created_at: Timestamp::from_millis(1),
    };
    vault.store.write_blocking(move |w| w.suppressions_mut().add_if_absent(&entry)).unwrap();
}

fn suppressed(vault: &Vault, channel: Channel, address: &str) -> bool {
    vault.store.read_blocking(|r| r.suppressions().is_suppressed(channel, address)).unwrap()
}

#[test]
fn every_row_is_shown_with_its_verdict_its_reason_and_what_changes() {
    let vault = Vault::new();
    vault.import(&file("a.csv", KNOWN)).unwrap();
    let report = rehearse(&vault, NEW, ImportPlan::default());
    let seen: Vec<_> = report
        .review
        .as_ref()
        .unwrap()
        .rows
        .iter()
        .map(|row| (row.line, row.verdict, row.reason.map(|reason| reason.code()), row.repeats_line))
        .collect();
    let code = |code: &str| Some(code.to_owned());
    assert_eq!(
        seen,
        [
            (2, Verdict::Updated, code("same_email"), None),
            (3, Verdict::Unchanged, code("same_email"), None),
            (4, Verdict::Created, None, None),
            (5, Verdict::Duplicate, code("repeats_line"), Some(4)),
            (6, Verdict::Rejected, code("email_invalid"), None),
            (7, Verdict::Updated, code("same_reference"), None),
        ]
    );
    let counts = report.counts;
    assert_eq!((counts.created, counts.updated, counts.unchanged), (1, 2, 1));
    assert_eq!((counts.duplicates, counts.rejected, counts.rows), (1, 1, 6));
    let updated = &rows(&report, &ReviewFilter { search: Some("brignais".into()), ..Default::default() })[0];
    let changes: Vec<_> = updated
        .changes
        .iter()
        .map(|change| {
            (change.field.key(), change.before.as_str(), change.file.as_str(), change.after.as_str())
        })
        .collect();
    assert_eq!(
        changes,
        [
            ("city".to_owned(), "Lyon", "Brignais", "Brignais"),
            ("tags".to_owned(), "client", "salon", "client|salon"),
        ],
        "the number stays: the file says nothing of it"
    );
    let rejected =
        &rows(&report, &ReviewFilter { verdicts: vec![Verdict::Rejected], ..Default::default() })[0];
    assert_eq!((rejected.value.as_str(), rejected.cells.len()), ("n/a", 7));
    let hinted = rows(&report, &ReviewFilter { hinted: true, ..Default::default() });
    assert_eq!(hinted[0].hint.as_ref().unwrap().suggestion, "zoe@gmail.com");
    assert_eq!(report.reasons.get("same_email"), Some(&2));
    assert_eq!(vault.count(), 2, "nothing was written");
}

#[test]
fn what_was_foretold_is_what_happens() {
    for policy in [DuplicatePolicy::Update, DuplicatePolicy::Skip, DuplicatePolicy::Create] {
        for require in [Require::Email, Require::EmailOrPhone] {
            let vault = Vault::new();
            vault.import(&file("a.csv", KNOWN)).unwrap();
            suppress(&vault, Channel::Phone, "+33611111111");
            let plan = ImportPlan { policy, require, ..ImportPlan::default() };
            let foretold = rehearse(&vault, NEW, plan.clone());
            let done = vault.import_with(&file("b.csv", NEW), plan).unwrap();
            assert_eq!(done.counts, foretold.counts, "{policy:?} {require:?}");
            assert_eq!(done.reasons, foretold.reasons, "{policy:?} {require:?}");
            assert_eq!(done.counts.suppressed, 1, "Zoé's number");
            let counts = done.counts;
            let sum =
                counts.created + counts.updated + counts.unchanged + counts.duplicates + counts.rejected;
            assert_eq!(sum, counts.rows);
        }
    }
}

#[test]
fn skip_leaves_known_contacts_as_they_are() {
    let vault = Vault::new();
    vault.import(&file("a.csv", KNOWN)).unwrap();
    let before = vault.contacts();
    let plan = ImportPlan { policy: DuplicatePolicy::Skip, ..ImportPlan::default() };
    let report = vault.import_with(&file("b.csv", NEW), plan).unwrap();
    assert_eq!((report.counts.updated, report.counts.unchanged), (0, 3));
    assert_eq!(vault.contacts()[..2], before[..]);
}

#[test]
fn create_never_stores_a_key_twice_and_loses_nothing() {
    let vault = Vault::new();
    vault.import(&file("a.csv", KNOWN)).unwrap();
    let before = vault.contacts();
    let text = "nom;email;tel\nDurand;anne@x.fr;0622222222\nBlanc;blanc@x.fr;0612345678\nNoir;luc@x.fr;\n";
    let plan = ImportPlan {
        policy: DuplicatePolicy::Create,
        require: Require::EmailOrPhone,
        ..ImportPlan::default()
    };
    let report = vault.import_with(&file("b.csv", text), plan).unwrap();
    assert_eq!((report.counts.created, report.counts.rejected), (2, 1));
    let all = vault.contacts();
    assert_eq!(all[..2], before[..], "those that were there are as they were");
    let apart = |contact: &sellify_domain::Contact| {
        let details = &contact.details;
        (
            details.email.clone(),
            details.email_typed.clone(),
            details.phone.clone(),
            details.phone_typed.clone(),
        )
    };
    let (durand, blanc) = (apart(&all[2]), apart(&all[3]));
    assert_eq!((durand.0, durand.1.as_deref()), (None, Some("anne@x.fr")));
    assert!(durand.2.is_some());
    assert_eq!((blanc.2, blanc.3.as_deref()), (None, Some("+33612345678")));
    let refused = vault
        .store
        .read_blocking(|r| r.imports().rejected_rows(report.import_id, None, &PageRequest::first(10)))
        .unwrap()
        .items;
    assert_eq!((refused[0].line, refused[0].reason), (4, RejectReason::AlreadyKnown));
    assert_eq!(refused[0].cells, ["Noir", "luc@x.fr", ""], "to be corrected and imported again");
}

#[test]
fn a_reference_brings_a_new_address_but_never_around_a_refusal() {
    let vault = Vault::new();
    vault.import(&file("a.csv", KNOWN)).unwrap();
    suppress(&vault, Channel::Email, "luc@x.fr");
    let text = "reference;prenom;nom;email\nC1;Anne;Dupont;anne@nouveau.fr\nC2;Luc;Petit;luc@nouveau.fr\n";
    let report = vault.import(&file("b.csv", text)).unwrap();
    assert_eq!((report.counts.updated, report.counts.unchanged), (1, 1));
    let emails: Vec<_> =
        vault.contacts().into_iter().map(|contact| contact.details.email.unwrap().to_string()).collect();
    assert_eq!(emails, ["anne@nouveau.fr", "luc@x.fr"]);
    let other = "reference;prenom;nom;email\nC1;Marc;Dupont;marc@x.fr\n";
    assert_eq!(
        vault.import(&file("c.csv", other)).unwrap().counts.created,
        1,
        "her husband is somebody else"
    );
}

#[test]
fn a_no_in_the_file_is_recorded_and_a_yes_lifts_nothing() {
    let vault = Vault::new();
    vault.import(&file("a.csv", KNOWN)).unwrap();
    suppress(&vault, Channel::Email, "luc@x.fr");
    let text = "email;tel;accord\nanne@x.fr;;non\nluc@x.fr;;oui\nneuf@x.fr;;oui\nnon@x.fr;;non\nflou@x.fr;;peut-être\n";
    let mapping = vec![
        Some(ContactField::Email),
        Some(ContactField::Phone),
        Some(ContactField::Consent(Channel::Email)),
    ];
    for again in 0..2 {
        let plan = ImportPlan { mapping: mapping.clone(), ..ImportPlan::default() };
        import_again(&vault.store, &file("b.csv", text), &plan, again).unwrap();
        for (address, kept) in [
            ("anne@x.fr", true),
            ("luc@x.fr", true),
            ("neuf@x.fr", false),
            ("non@x.fr", true),
            ("flou@x.fr", false),
        ] {
            assert_eq!(suppressed(&vault, Channel::Email, address), kept, "{address}");
        }
        let states: BTreeMap<String, Vec<ConsentState>> = vault
            .contacts()
            .into_iter()
            .map(|contact| {
                let said = vault.store.read_blocking(|r| r.consents().of_contact(contact.id)).unwrap();
                let email = contact.details.email.unwrap().to_string();
                (email, said.into_iter().map(|said| said.state).collect())
            })
            .collect();
        assert_eq!(states["anne@x.fr"], [ConsentState::Refused]);
        assert_eq!(states["luc@x.fr"], [], "a yes of somebody who objected is no statement");
        assert_eq!(states["neuf@x.fr"], [ConsentState::Granted]);
        assert_eq!(states["flou@x.fr"], [], "exact words only");
    }
}

#[test]
fn a_refusal_counts_even_where_the_row_repeats_another() {
    let vault = Vault::new();
    let text = "email;accord\na@x.fr;oui\na@x.fr;non\n";
    let mapping = vec![Some(ContactField::Email), Some(ContactField::Consent(Channel::Email))];
    let plan = ImportPlan { mapping, ..ImportPlan::default() };
    let counts = import_as(&vault.store, &file("a.csv", text), &plan).unwrap().counts;
    assert_eq!((counts.created, counts.duplicates), (1, 1));
    assert!(suppressed(&vault, Channel::Email, "a@x.fr"));
}

#[test]
fn a_corrected_row_becomes_what_was_foretold_of_it() {
    let vault = Vault::new();
    let text = "nom;email\nDupont;anne(at)x.fr\nPetit;luc@x.fr\n";
    let source = file("a.csv", text);
    let found = inspect(&source, &ImportPlan::default().read).unwrap();
    let plan = ImportPlan { mapping: default_mapping(&found), ..ImportPlan::default() };
    let cells = vec!["Dupont".to_owned(), "anne@x.fr".to_owned()];
    let foretold = vault.store.read_blocking(|r| check_row(r, &plan, &[], 2, &cells)).unwrap();
    assert_eq!((foretold.verdict, foretold.line, foretold.name.as_str()), (Verdict::Created, 2, "Dupont"));
    let still_wrong =
        vault.store.read_blocking(|r| check_row(r, &plan, &[], 2, &["Dupont".into(), "x".into()]));
    assert_eq!(still_wrong.unwrap().verdict, Verdict::Rejected);
    let plan = ImportPlan { corrections: [(2, cells)].into(), ..plan };
    let report = import_as(&vault.store, &source, &plan).unwrap();
    assert_eq!((report.counts.created, report.counts.rejected), (2, 0));
    let kept: KeptPlan = vault.store.read_blocking(|r| r.imports().plan(report.import_id)).unwrap().unwrap();
    assert_eq!((kept.corrected, &kept.choices.mapping), (1, &plan.mapping));
    assert!(
        vault
            .store
            .read_blocking(|r| r.contacts().find_by_email(&EmailAddress::from_normalised("anne@x.fr")))
            .unwrap()
            .is_some()
    );
}

#[test]
fn choices_are_remembered_for_the_next_file_of_the_shape() {
    let vault = Vault::new();
    let source = file("novembre.csv", "Nom;Courriel\nDupont;a@x.fr\n");
    let mapping = vec![Some(ContactField::Company), Some(ContactField::Email)];
    let plan =
        ImportPlan { mapping, policy: DuplicatePolicy::Skip, country: "RE".into(), ..ImportPlan::default() };
    import_as(&vault.store, &source, &plan).unwrap();
    let next = inspect(&file("décembre.csv", "NOM;courriel\nDurand;b@x.fr\n"), &plan.read).unwrap();
    let kept: Option<(sellify_contacts::import::ImportChoices, _)> =
        vault.store.read_blocking(|r| r.import_shapes().get(&next.shape)).unwrap();
    let (choices, _) = kept.expect("case and accents do not matter");
    assert_eq!(
        (choices.mapping, choices.policy, choices.country.as_str()),
        (plan.mapping, plan.policy, "RE")
    );
    let other = inspect(&file("autre.csv", "Nom;Ville;Courriel\nDurand;Gap;b@x.fr\n"), &plan.read).unwrap();
    let none: Option<(sellify_contacts::import::ImportChoices, _)> =
        vault.store.read_blocking(|r| r.import_shapes().get(&other.shape)).unwrap();
    assert_eq!(none, None);
}

#[test]
fn every_row_is_told_once_and_in_order_while_an_import_writes() {
    let vault = Vault::new();
    vault.import(&file("a.csv", KNOWN)).unwrap();
    let source = file("b.csv", NEW);
    let found = inspect(&source, &ImportPlan::default().read).unwrap();
    let plan = ImportPlan { mapping: default_mapping(&found), ..ImportPlan::default() };
    let told = RefCell::new(Vec::new());
    let each = |row: ReviewRow| told.borrow_mut().push((row.line, row.verdict));
    let (cancel, id) = (CancelFlag::default(), ImportId::generate(Timestamp::from_millis(9)));
    let watch = Watch { progress: &|_| {}, cancel: &cancel, each: Some(&each) };
    run_watched(&vault.store, &source, &plan, id, &SystemClock, &watch, |_, _| Ok::<(), StoreError>(()))
        .unwrap();
    let told = told.into_inner();
    let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7]);
    assert_eq!(told[5].1, Verdict::Updated);
}

#[test]
fn a_large_file_is_counted_whole_and_shown_in_part() {
    let vault = Vault::new();
    let mut text = String::from("nom;email\n");
    for number in 0..9_000 {
        text.push_str(&format!("Nom {number};p{number}@x.fr\n"));
    }
    text.push_str("Dernier;n/a\n");
    let report = rehearse(&vault, &text, ImportPlan::default());
    let review = report.review.as_ref().unwrap();
    let created = ReviewFilter { verdicts: vec![Verdict::Created], ..ReviewFilter::default() };
    assert_eq!((rows(&report, &created).len(), review.total(&created)), (2_000, Some(9_000)));
    let rejected = ReviewFilter { verdicts: vec![Verdict::Rejected], ..ReviewFilter::default() };
    assert_eq!(rows(&report, &rejected)[0].line, 9_002, "a late row is not crowded out");
}

#[test]
fn two_imports_at_once_wait_for_one_another_and_nothing_is_mixed() {
    let vault = Vault::new();
    let text = |who: &str| {
        let mut text = String::from("nom;email;tel\n");
        for number in 0..4_000 {
            text.push_str(&format!("{who} {number};p{number}@x.fr;06{number:08}\n"));
        }
        text
    };
    let (one, two) = (file("un.csv", text("Un")), file("deux.csv", text("Deux")));
    let reports: Vec<ImportReport> = std::thread::scope(|scope| {
        let both = [(&one, 1), (&two, 2)];
        let running = both.map(|(source, number)| {
            let vault = &vault;
            scope.spawn(move || {
                let found = inspect(source, &ImportPlan::default().read).unwrap();
                let plan = ImportPlan { mapping: default_mapping(&found), ..ImportPlan::default() };
                import_again(&vault.store, source, &plan, number).unwrap()
            })
        });
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let created: u64 = reports.iter().map(|report| report.counts.created).sum();
    let updated: u64 = reports.iter().map(|report| report.counts.updated).sum();
    assert_eq!(
        (created, updated, vault.count()),
        (4_000, 4_000, 4_000),
        "the second saw what the first wrote"
    );
    let second = reports.iter().find(|report| report.counts.updated > 0).unwrap();
    let name = if second.file_name == "un.csv" { "Un" } else { "Deux" };
    assert!(vault.contacts().iter().all(|contact| contact.details.first_name == name));
}
