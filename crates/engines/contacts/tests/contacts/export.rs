//! What is written out comes back in as it was.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::support::{Vault, file};
use proptest::prelude::*;
use sellify_contacts::export::{ExportFormat, ExportRequest, Language, export_contacts, rejects_csv};
use sellify_contacts::import::{ImportPlan, Require};
use sellify_domain::{
    Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, Contact, ContactDetails, ContactField,
    ContactId, CustomField, CustomFieldKind, EmailAddress, PhoneNumber, Timestamp,
};
use sellify_store::{ContactQuery, StoreError};

const LIST: &str = "Prénom;Nom;E-mail;Téléphone;Société;Code postal;Date de naissance;Notes;Étiquettes;Casier\n\
    Zoé;Lefèvre;zoe@exemple.fr;06 12 34 56 78;=SOMME(A1);01000;03/05/1984;\"deux\nlignes; et \"\"guillemets\"\"\";client|Île-de-France;-12\n\
    Luc;'t Hooft;luc@exemple.fr;;@lui;75011;;+ tard;;007\n";

fn exported(vault: &Vault, format: ExportFormat) -> Vec<u8> {
    written(vault, ExportRequest { format, ..ExportRequest::default() })
}

fn written(vault: &Vault, request: ExportRequest) -> Vec<u8> {
    let mut bytes = Vec::new();
    let expected = vault.store.read_blocking(|r| r.contacts().count(&request.query)).unwrap();
    assert_eq!(export_contacts(&vault.store, &request, &mut bytes, &|_| {}).unwrap(), expected);
    bytes
}

fn details(vault: &Vault) -> Vec<ContactDetails> {
    vault.contacts().into_iter().map(|one| one.details).collect()
}

fn name(format: ExportFormat) -> &'static str {
    format.file_name()
}

/// The details that a fresh vault has after it has read the file.
fn read_back(format: ExportFormat, bytes: Vec<u8>) -> Vec<ContactDetails> {
    let other = Vault::new();
    let plan = ImportPlan { require: Require::EmailOrPhone, ..ImportPlan::default() };
    other.import_with(&file(name(format), bytes), plan).unwrap();
    details(&other)
}

#[test]
fn an_export_imported_elsewhere_gives_the_same_contacts() {
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    for format in ExportFormat::ALL {
        assert_eq!(read_back(format, exported(&vault, format)), details(&vault), "{format:?}");
        let again = vault.import(&file(name(format), exported(&vault, format))).unwrap().counts;
        assert_eq!((again.unchanged, again.rows), (2, 2), "{format:?}");
    }
}

#[test]
fn french_excel_finds_its_own_dialect_and_no_formula() {
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    let text = String::from_utf8(exported(&vault, ExportFormat::FrenchExcel)).unwrap();
    assert!(text.starts_with("\u{FEFF}\"Civilité\";\"Prénom\";\"Nom\";"), "{text}");
    assert!(text.contains(";\"'+33612345678\";\"'=SOMME(A1)\";"), "{text}");
    assert!(text.ends_with("\"\r\n"));
    let plain = String::from_utf8(exported(&vault, ExportFormat::Plain)).unwrap();
    assert!(plain.starts_with("\"Civilité\",\"Prénom\",\"Nom\","), "{plain}");
}

#[test]
fn a_workbook_has_text_cells_only() {
    use std::io::Read as _;
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    let bytes = exported(&vault, ExportFormat::Xlsx);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains(">=SOMME(A1)</t>") && sheet.contains(">01000</t>"), "as they are: {sheet}");
    assert!(!sheet.contains("<f>") && !sheet.contains("<v>"), "no formula, no number");
    assert_eq!(sheet.matches("<c ").count(), sheet.matches("t=\"inlineStr\"").count());
}

#[test]
fn only_the_columns_asked_for_are_written_in_their_order() {
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    let columns = vec![
        ContactField::Email,
        ContactField::Custom("casier".into()),
        ContactField::FirstName,
        ContactField::Custom("never_heard_of".into()),
    ];
    let query = ContactQuery { tag: Some("client".into()), ..ContactQuery::default() };
    let request = ExportRequest { query, columns: Some(columns), format: ExportFormat::Plain };
    let text = String::from_utf8(written(&vault, request)).unwrap();
    let id = vault.contacts()[0].id;
    assert_eq!(
        text,
        format!(
            "\"E-mail\",\"casier\",\"Prénom\",\"Identifiant Sellify\"\r\n\"zoe@exemple.fr\",\"'-12\",\"Zoé\",\"{id}\"\r\n"
        )
    );
}

#[test]
fn the_firms_own_fields_keep_key_and_label() {
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    let field = |key: &str, label: &str, kind| CustomField {
        key: key.into(),
        label: Some(label.into()),
        kind,
        options: Vec::new(),
    };
    vault
        .store
        .write_blocking(|w| {
            w.contact_fields_mut().define(&field("casier", "Solde", CustomFieldKind::Number))?;
            Ok::<(), StoreError>(())
        })
        .unwrap();
    let text = String::from_utf8(exported(&vault, ExportFormat::Plain)).unwrap();
    assert!(
        text.contains("\"Solde [casier]\"") && text.contains("\"-12\""),
        "a number needs no guard: {text}"
    );
    for format in ExportFormat::ALL {
        assert_eq!(read_back(format, exported(&vault, format)), details(&vault), "{format:?}");
    }
}

#[test]
fn consents_go_along_and_the_suppression_list_beats_them() {
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    let people = vault.contacts();
    let said = |contact: &Contact, channel, state, at| ConsentStatement {
        id: ConsentId::generate(Timestamp::from_millis(at)),
        contact_id: contact.id,
        channel,
        state,
        legal_basis: ConsentBasis::Consent,
        source: "Formulaire".into(),
        decided_at: Timestamp::from_millis(at),
        recorded_at: Timestamp::from_millis(at),
    };
    vault
        .store
        .write_blocking(|w| {
            w.consents_mut().record(&said(&people[0], Channel::Email, ConsentState::Refused, 1))?;
            w.consents_mut().record(&said(&people[0], Channel::Email, ConsentState::Granted, 2))?;
            w.consents_mut().record(&said(&people[1], Channel::Post, ConsentState::Refused, 1))?;
            Ok::<(), StoreError>(())
        })
        .unwrap();
    let request = |columns: &[ContactField]| ExportRequest {
        columns: Some(columns.to_vec()),
        format: ExportFormat::Plain,
        ..ExportRequest::default()
    };
    let consents = [ContactField::Consent(Channel::Email), ContactField::Consent(Channel::Post)];
    let text = String::from_utf8(written(&vault, request(&consents))).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\"Consentement e-mail\",\"Consentement courrier\","), "{text}");
    assert!(lines[1].starts_with("\"oui\",\"\",") && lines[2].starts_with("\"\",\"non\","), "{text}");
    let all = String::from_utf8(exported(&vault, ExportFormat::Plain)).unwrap();
    assert!(all.contains("Consentement e-mail") && !all.contains("WhatsApp"), "only what is known: {all}");
}

#[test]
fn refused_rows_corrected_are_imported_as_they_are_in_either_language() {
    let words = [
        (
            Language::French,
            "\"Ligne du fichier\";\"Motif du rejet\"",
            "adresse e-mail incorrecte",
            "Colonne 4",
        ),
        (
            Language::English,
            "\"Line of the file\";\"Reason for the rejection\"",
            "not an e-mail address",
            "Column 4",
        ),
    ];
    for (language, fixed, reason, unnamed) in words {
        let vault = Vault::new();
        let text = "Nom;E-mail;Ville;\nDupont;a@x.fr;Lyon;=1\nDurand;luc at x.fr;Gap;=2\n";
        let report = vault.import(&file("a.csv", text)).unwrap();
        let mut bytes = Vec::new();
        assert_eq!(rejects_csv(&vault.store, report.import_id, language, &mut bytes).unwrap(), 1);
        let text = String::from_utf8(bytes).unwrap();
        let names = format!("{fixed};\"Nom\";\"E-mail\";\"Ville\";\"{unnamed}\"");
        let row = format!("\"3\";\"{reason}\";\"Durand\";\"luc at x.fr\";\"Gap\";\"'=2\"");
        assert_eq!(text, format!("\u{FEFF}{names}\r\n{row}\r\n"));
        let corrected = text.replace("luc at x.fr", "luc@x.fr");
        assert_eq!(vault.import(&file("rejets.csv", corrected)).unwrap().counts.created, 1);
        let luc = vault.contacts().pop().unwrap().details;
        assert_eq!((luc.last_name.as_str(), luc.city.as_str()), ("Durand", "Gap"), "{language:?}");
        let own: Vec<&str> = luc.custom.values().map(String::as_str).collect();
        assert_eq!(own, ["=2"], "neither line nor reason, and no apostrophe: {language:?}");
    }
}

/// What people type: letters of several scripts, every sign that means something to some format, several lines.
fn text() -> impl Strategy<Value = String> {
    let signs = "[ -~éÉœçÀ–’«»€漢Жß🙂\n\t]{0,24}";
    prop_oneof![
        3 => signs.prop_map(|text| sellify_validation::text::clean(&text).into_owned()),
        1 => prop_oneof![
            "'{0,3}[=+@|%-][a-z0-9()]{1,8}",
            Just("'".to_owned()),
            Just("''".to_owned()),
            Just("' =1".to_owned()),
            Just("_x000D_".to_owned()),
            Just("007".to_owned()),
            Just("1E5".to_owned()),
            Just("oui".to_owned()),
            Just("a\\nb\\,c;d".to_owned()),
        ],
        1 => Just(String::new()),
    ]
}

/// Tags with every sign that means something to some format, those between two tags among them. The vault
/// keeps a tag on one line, with single blanks.
fn tags() -> impl Strategy<Value = Vec<String>> {
    let plain = "['=+@(){}!?.-]{0,2}[a-zé]{1,8}['=+@(){}!?.-]{0,2}";
    let signs =
        "(\\* )?['\"=+@|,;:\\\\*-]{0,3}[a-zé]{1,5}([ '\"=|,;:\\\\-]{1,3}[a-zé]{1,3}){0,2}['\"|,;:.-]{0,3}";
    let one = prop_oneof![1 => plain, 2 => signs]
        .prop_map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" "));
    proptest::collection::vec(one, 0..4)
}

/// Tags of the same letters are one tag, whoever has them: the first spelling stays.
fn tags_once(people: &mut [ContactDetails]) {
    let mut seen = HashMap::<String, String>::new();
    for details in people {
        let letters = |tag: &str| tag.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        let spelt: Vec<String> = details
            .tags
            .drain(..)
            .map(|tag| seen.entry(sellify_validation::text::fold(&letters(&tag))).or_insert(tag).clone())
            .collect();
        let mut own = HashSet::new();
        details.tags = spelt.into_iter().filter(|tag| own.insert(tag.clone())).collect();
    }
}

fn person() -> impl Strategy<Value = ContactDetails> {
    let names = (text(), text(), text(), text(), text());
    let rest = (text(), text(), text(), text(), tags());
    let custom = proptest::collection::btree_map("[a-z]{1,3}_?[a-z0-9]{1,6}", text(), 0..3);
    let civility = prop_oneof![Just(""), Just("Mme"), Just("M."), Just("Me"), Just("Dr")];
    let birthdate = prop_oneof![Just(""), Just("1984-05-03"), Just("2000-02-29")];
    (names, rest, custom, civility, birthdate, proptest::bool::ANY).prop_map(
        |(names, rest, custom, civility, birthdate, has_phone)| ContactDetails {
            civility: civility.into(),
            first_name: names.0,
            last_name: names.1,
            company: names.2,
            street: names.3,
            city: names.4,
            postcode: rest.0,
            country: rest.1,
            reference: rest.2,
            notes: rest.3,
            tags: rest.4,
            birthdate: birthdate.into(),
            phone: has_phone.then(|| PhoneNumber::from_e164("")),
            custom: custom.into_iter().filter(|(_, value)| !value.is_empty()).collect::<BTreeMap<_, _>>(),
            ..ContactDetails::default()
        },
    )
}

/// Nobody has another's address or number.
fn people() -> impl Strategy<Value = Vec<ContactDetails>> {
    proptest::collection::vec(person(), 1..6).prop_map(|people| {
        let numbered = people.into_iter().enumerate();
        let unique = numbered.map(|(at, details)| ContactDetails {
            email: Some(EmailAddress::from_normalised(format!("p{at}@exemple.fr"))),
            email_typed: (at % 2 == 1).then(|| format!("P{at}@Exemple.fr")),
            phone: details.phone.map(|_| PhoneNumber::from_e164(format!("+3361234567{at}"))),
            ..details
        });
        let mut people: Vec<ContactDetails> = unique.collect();
        tags_once(&mut people);
        people
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn anybody_comes_back_the_same_from_every_format(people in people()) {
        let vault = Vault::new();
        let now = Timestamp::from_millis(1_790_000_000_000);
        vault.store.write_blocking(|w| {
            for details in &people {
                w.contacts_mut().insert(&Contact {
                    id: ContactId::generate(now),
                    details: details.clone(),
                    created_at: now,
                    updated_at: now,
                    import_id: None,
                    deleted_at: None,
                })?;
            }
            Ok::<(), StoreError>(())
        }).unwrap();
        for format in ExportFormat::ALL {
            prop_assert_eq!(&read_back(format, exported(&vault, format)), &people, "{:?}", format);
        }
    }
}
