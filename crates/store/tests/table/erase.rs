//! Erasure: the person's words are in no table and in no byte of the file; everybody else, and every total, stays.

use sellify_domain::{
    Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, Contact, ContactDetails, ContactId,
    EmailAddress, ImportCounts, ImportId, ImportRecord, ImportState, LegalBasis, PhoneNumber, Recipient,
    RecipientId, RecipientState, RejectReason, RejectedRow, SmtpReply, Suppression, SuppressionId,
    SuppressionReason,
};
use sellify_store::{ContactQuery, PersonMarks, RecipientOutcome};

use crate::campaigns::campaign;
use crate::{NOW, TestStore, contact, person, raw, run_sql};

/// Parts of the person's words that nobody else's words hold. The search index keeps only the end of a word that begins
/// like the one before, so each is an end.
const TRACES: [&str; 9] = [
    "lgibrte",
    "omowitzka",
    "gibrte.kw",
    "612987654",
    "ntermoyen",
    "vrancheville",
    "ogtreff",
    "rankenwald",
    "eheimnis",
];

fn somebody() -> Contact {
    contact(ContactDetails {
        civility: "Mme".into(),
        first_name: "Walgibrte".into(),
        last_name: "Kwomowitzka".into(),
        email: Some(EmailAddress::from_normalised("walgibrte.kw@example.org".to_owned())),
        phone: Some(PhoneNumber::from_e164("+33612987654")),
        company: "Bintermoyen".into(),
        city: "Avrancheville".into(),
        reference: "Zogtreff".into(),
        notes: "Geheimnis der Frankenwald".into(),
        custom: [("dossier".to_owned(), "Geheimnis".to_owned())].into(),
        tags: vec!["Or".into()],
        ..Default::default()
    })
}

/// A book of so many others, and one person in every table.
struct Book {
    store: TestStore,
    one: Contact,
    campaign: sellify_domain::CampaignId,
    import: ImportId,
}

impl Book {
    fn of(others: usize) -> Self {
        let store = TestStore::new();
        let one = somebody();
        store.change(|w| {
            for n in 0..others {
                let mut other = person(&format!("Prénom{n}"), &format!("Nom{n}"));
                other.details.tags = vec!["Or".into()];
                w.contacts_mut().insert(&other)?;
                if n == others / 2 {
                    w.contacts_mut().insert(&one)?;
                }
            }
            Ok(())
        });
        // A former name: its words were in the index once.
        let mut changed = one.clone();
        changed.details.last_name = "Kwomowitzka-Bintermoyen".into();
        store.change(|w| w.contacts_mut().update(&changed));
        store.change(|w| w.contacts_mut().update(&one));
        let book = Self { campaign: campaign("a").id, import: ImportId::generate(NOW), store, one };
        book.imported().written_to().merged_and_edited()
    }

    fn imported(self) -> Self {
        let record = ImportRecord {
            id: self.import,
            file_name: "clients.csv".into(),
            file_sha256: "00".into(),
            state: ImportState::Finished,
            counts: ImportCounts { rows: 3, rejected: 2, ..Default::default() },
            tags: Vec::new(),
            started_at: NOW,
            finished_at: Some(NOW),
            error_code: None,
        };
        let row = |line, cells: [&str; 2]| RejectedRow {
            line,
            reason: RejectReason::EmailInvalid,
            value: cells[0].to_owned(),
            cells: cells.map(str::to_owned).to_vec(),
        };
        let before = ContactDetails { notes: "Geheimnis".into(), ..self.one.details.clone() };
        self.store.change(|w| {
            w.imports_mut().insert(&record)?;
            w.imports_mut().add_rejected(
                self.import,
                &[row(2, ["KWOMOWITZKA", "Walgibrte"]), row(3, ["Martin", "Paul"])],
            )?;
            w.imports_mut().add_change(self.import, self.one.id, &before, &self.one.details)
        });
        run_sql(
            &self.store,
            "UPDATE imports SET plan = '{\"corrections\":{\"4\":[\"walgibrte.kw@example.org\"],\"5\":[\"b@x.fr\"]}}'",
        )
        .unwrap();
        self
    }

    fn written_to(mut self) -> Self {
        let one = campaign("a");
        self.campaign = one.id;
        let recipient = |contact: ContactId, email: &str, name: &str| Recipient {
            id: RecipientId::generate(NOW),
            campaign_id: one.id,
            contact_id: contact,
            email: EmailAddress::from_normalised(email.to_owned()),
            name: name.into(),
            state: RecipientState::Pending,
            exclusion: None,
            attempts: 0,
            due_at: Some(NOW),
            last_reply: None,
            updated_at: NOW,
        };
        let rows = [
            recipient(self.one.id, "walgibrte.kw@example.org", "Walgibrte Kwomowitzka"),
            recipient(ContactId::generate(NOW), "b@x.fr", "Paul Martin"),
        ];
        self.store.change(|w| {
            w.campaigns_mut().insert(&one)?;
            w.recipients_mut().insert_batch(&rows)?;
            let claimed = w.recipients_mut().claim_due(one.id, NOW, 10)?;
            let outcomes: Vec<RecipientOutcome> = claimed
                .iter()
                .map(|recipient| RecipientOutcome {
                    id: recipient.id,
                    state: RecipientState::Bounced,
                    reply: Some(SmtpReply { code: 550, text: format!("<{}> unknown", recipient.email) }),
                    due_at: None,
                    counts: true,
                })
                .collect();
            w.recipients_mut().record(&outcomes, NOW)
        });
        self
    }

    fn merged_and_edited(self) -> Self {
        let hex = |id: ContactId| id.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let merged = person("Walgibrte", "Zogtreff");
        self.store.change(|w| {
            w.contacts_mut().insert(&merged)?;
            w.contacts_mut().set_deleted(merged.id, Some(NOW))?;
            w.consents_mut().record(&said(self.one.id, ConsentState::Refused, 0))
        });
        let (kept, gone) = (hex(self.one.id), hex(merged.id));
        run_sql(
            &self.store,
            &format!(
                "INSERT INTO contact_merges (id, kept_id, merged_id, kept_before, kept_after, moved, merged_at)
                 VALUES (x'01', x'{kept}', x'{gone}', '{{\"notes\":\"Geheimnis\"}}', '{{}}', '{{}}', 1);
                 INSERT INTO duplicate_pairs (first, second, score, reasons) VALUES (x'{kept}', x'{gone}', 1, '[]');
                 INSERT INTO bulk_edits (id, action, changed, edited_at) VALUES (x'02', '{{}}', 1, 1);
                 INSERT INTO bulk_edit_changes VALUES (1, x'{kept}', '{{\"city\":\"Avrancheville\"}}', '{{}}');
                 INSERT INTO contact_groups (id, name, name_key, contacts, created_at) VALUES (x'03', 'G', 'g', 1, 1);
                 INSERT INTO contact_group_members SELECT 1, row_id FROM contacts WHERE id = x'{kept}';"
            ),
        )
        .unwrap();
        self
    }

    fn erase(&self) {
        self.store.change(|w| {
            let person = w.contacts().person(self.one.id)?.unwrap();
            assert_eq!(person.contacts.len(), 2, "the merged contact is the same person");
            let counts = w.contacts_mut().erase(&person, NOW)?;
            assert_eq!((counts.contacts, counts.consents, counts.messages), (2, 1, 1));
            assert_eq!(counts.versions, 3, "an import's, a bulk edit's and a merge's");
            assert_eq!(w.contacts_mut().erase_import_rows(&PersonMarks::of(&person))?, 2);
            Ok(())
        });
        self.store.change(|w| w.contacts_mut().sweep_search());
        tokio_free(self.store.wal_checkpoint());
    }
}

/// The store's own future needs a runtime to block in.
fn tokio_free<T, E: std::fmt::Debug>(work: impl Future<Output = Result<T, E>>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work).unwrap()
}

fn said(contact: ContactId, state: ConsentState, at: i64) -> ConsentStatement {
    ConsentStatement {
        id: ConsentId::generate(NOW),
        contact_id: contact,
        channel: Channel::Email,
        state,
        legal_basis: ConsentBasis::Consent,
        source: "Frau Kwomowitzka rief an".into(),
        decided_at: NOW.plus_millis(at),
        recorded_at: NOW,
    }
}

/// Which traces the decrypted pages of the file still hold, free pages and gaps included.
fn traces(store: &TestStore) -> Vec<&'static str> {
    let conn = raw(store).unwrap();
    let pages = conn.serialize("main").unwrap().to_ascii_lowercase();
    assert_eq!(pages.len() % 16_384, 0, "whole pages, decrypted");
    assert!(pages.starts_with(b"sqlite format 3\0"));
    TRACES
        .into_iter()
        .filter(|trace| pages.windows(trace.len()).any(|bytes| bytes == trace.as_bytes()))
        .collect()
}

#[test]
fn not_a_byte_of_the_person_is_left_in_the_file() {
    let book = Book::of(3_000);
    tokio_free(book.store.wal_checkpoint());
    assert_eq!(traces(&book.store), TRACES, "the test must see what it looks for");
    book.erase();
    assert_eq!(traces(&book.store), [""; 0]);
    let log = book.store.path().with_file_name("vault.db-wal");
    assert_eq!(std::fs::metadata(log).map_or(0, |log| log.len()), 0, "nor in the log");
}

#[test]
fn everybody_else_and_every_total_stays() {
    let book = Book::of(20);
    book.erase();
    book.store
        .read_blocking(|r| {
            assert_eq!(r.contacts().get(book.one.id)?, None);
            assert_eq!(r.contacts().count_all()?, 20);
            assert_eq!(r.tags().list()?[0].count, 20);
            let found = |search: &str| {
                let query = ContactQuery { search: Some(search.into()), ..Default::default() };
                r.contacts().list(&query).map(|page| page.items.len())
            };
            assert_eq!((found("walgibrte")?, found("kwomowitzka")?, found("prenom7")?), (0, 0, 1));
            let counts = r.campaigns().counts(book.campaign)?;
            assert_eq!((counts.total, counts.bounced), (2, 2), "totals count the nameless line too");
            let rows = r.imports().rejected_rows(book.import, None, &Default::default())?.items;
            assert_eq!((rows.len(), rows[0].cells.len(), rows[1].cells.len()), (2, 0, 2));
            Ok::<_, sellify_store::StoreError>(())
        })
        .unwrap();
    let count = |sql: &str| raw(&book.store).unwrap().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM contact_tags"), 20);
    assert_eq!(count("SELECT count(*) FROM contact_group_members"), 0);
    assert_eq!(count("SELECT count(*) FROM duplicate_pairs"), 0);
    assert_eq!(count("SELECT instr(plan, 'b@x.fr') > 0 FROM imports"), 1, "the other's correction stays");
    run_sql(&book.store, "INSERT INTO contacts_fts (contacts_fts) VALUES ('integrity-check')").unwrap();
}

#[test]
fn what_was_not_sent_yet_is_cancelled() {
    let book = Book::of(2);
    let mut waiting = campaign("later");
    waiting.draft.name = "later".into();
    let row = Recipient {
        id: RecipientId::generate(NOW),
        campaign_id: waiting.id,
        contact_id: book.one.id,
        email: EmailAddress::from_normalised("walgibrte.kw@example.org".to_owned()),
        name: "W".into(),
        state: RecipientState::Pending,
        exclusion: None,
        attempts: 0,
        due_at: Some(NOW),
        last_reply: None,
        updated_at: NOW,
    };
    book.store.change(|w| {
        w.campaigns_mut().insert(&waiting)?;
        w.recipients_mut().insert_batch(std::slice::from_ref(&row))?;
        let person = w.contacts().person(book.one.id)?.unwrap();
        w.contacts_mut().erase(&person, NOW)
    });
    let counts = book.store.read_blocking(|r| r.campaigns().counts(waiting.id)).unwrap();
    assert_eq!((counts.pending, counts.cancelled, counts.total), (0, 1, 1));
    assert!(book.store.change(|w| w.recipients_mut().claim_due(waiting.id, NOW, 5)).is_empty());
}

#[test]
fn the_suppression_list_survives_and_tells_which_refusals_it_lacks() {
    let book = Book::of(2);
    let refusals =
        book.store.read_blocking(|r| r.contacts().refusals_without_suppression(&[book.one.id])).unwrap();
    assert_eq!(refusals, [(Channel::Email, "walgibrte.kw@example.org".to_owned())]);
    let entry = Suppression {
        id: SuppressionId::generate(NOW),
        channel: Channel::Email,
        address: "walgibrte.kw@example.org".into(),
        reason: SuppressionReason::Unsubscribed,
        legal_basis: LegalBasis::RightToObject,
        source: "letter".into(),
        created_at: NOW,
    };
    book.store.change(|w| w.suppressions_mut().add_if_absent(&entry));
    let refusals = book.store.read_blocking(|r| r.contacts().refusals_without_suppression(&[book.one.id]));
    assert_eq!(refusals.unwrap(), []);
    book.erase();
    let kept = book.store.read_blocking(|r| r.suppressions().find(Channel::Email, &entry.address)).unwrap();
    assert_eq!(kept, Some(entry));
}
