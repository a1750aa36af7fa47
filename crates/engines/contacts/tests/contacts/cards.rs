//! Address cards as telephones and mail programs write them.

use crate::support::{Vault, file};
use sellify_contacts::import::{FileKind, ImportError, ImportPlan, NotATable, ReadOptions, Require, inspect};
use sellify_domain::ContactDetails;

fn people(text: impl AsRef<[u8]>) -> Vec<ContactDetails> {
    let vault = Vault::new();
    let plan = ImportPlan { require: Require::EmailOrPhone, ..ImportPlan::default() };
    vault.import_with(&file("contacts.vcf", text), plan).unwrap();
    vault.contacts().into_iter().map(|contact| contact.details).collect()
}

fn email(person: &ContactDetails) -> &str {
    person.email.as_ref().map(|email| email.as_str()).unwrap_or_default()
}

fn phone(person: &ContactDetails) -> &str {
    person.phone.as_ref().map(|phone| phone.as_str()).unwrap_or_default()
}

#[test]
fn an_iphone_writes_version_3_with_groups_and_folds() {
    let text = "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iPhone OS 17.4//EN\r\nN:Dupont;Anne;;Mme;\r\n\
        FN:Mme Anne Dupont\r\nORG:Cabinet Durand;Contentieux\r\nTITLE:Associée\r\n\
        item1.EMAIL;type=INTERNET:perso@exemple.fr\r\nitem2.EMAIL;type=INTERNET;type=WORK;type=pref:anne@exemple.fr\r\n\
        TEL;type=HOME;type=VOICE:01 23 45 67 89\r\nTEL;type=CELL;type=VOICE;type=pref:06 12 34 56 78\r\n\
        item3.ADR;type=WORK;type=pref:;;12 rue Haute;Lyon;;69002;France\r\nBDAY:1984-05-03\r\n\
        NOTE:Première ligne\\nseconde\\, avec une vir\r\n gule\\; et un point-virgule\r\n\
        CATEGORIES:Client,VIP\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAA\r\n SGVsbG8gV29ybGQ=\r\n\
        END:VCARD\r\n";
    let anne = people(text).remove(0);
    assert_eq!(
        (anne.civility.as_str(), anne.first_name.as_str(), anne.last_name.as_str()),
        ("Mme", "Anne", "Dupont")
    );
    assert_eq!((email(&anne), phone(&anne)), ("anne@exemple.fr", "+33612345678"), "the preferred ones");
    assert_eq!(
        anne.custom.get("e_mail_2").map(String::as_str),
        Some("perso@exemple.fr"),
        "the other is kept"
    );
    assert_eq!(anne.custom.get("telephone_2").map(String::as_str), Some("01 23 45 67 89"));
    assert_eq!(
        [anne.street.as_str(), anne.postcode.as_str(), anne.city.as_str(), anne.country.as_str()],
        ["12 rue Haute", "69002", "Lyon", "France"]
    );
    assert_eq!(anne.notes, "Première ligne\nseconde, avec une virgule; et un point-virgule");
    assert_eq!((anne.birthdate.as_str(), anne.tags.len()), ("1984-05-03", 2));
    assert_eq!(anne.company, "Cabinet Durand");
}

#[test]
fn an_old_telephone_writes_version_2_1_in_quoted_printable() {
    let text = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre;H=C3=A9l=C3=A8ne;;;\n\
        FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:H=C3=A9l=C3=A8ne=20Lef=C3=A8vre\nTEL;CELL:0612345678\n\
        TEL;HOME;FAX:0123456789\nEMAIL;HOME:helene@exemple.fr\n\
        NOTE;ENCODING=QUOTED-PRINTABLE:d=C3=A9j=C3=A0 cliente, =\nrappeler\nEND:VCARD\n\n\
        BEGIN:VCARD\nVERSION:2.1\nN:Durand;Jean\nTEL;WORK;PREF:+33 1 23 45 67 89\nTEL;CELL:+33 6 98 76 54 32\nEND:VCARD\n";
    let all = people(text);
    assert_eq!((all[0].first_name.as_str(), all[0].last_name.as_str()), ("Hélène", "Lefèvre"));
    assert_eq!((phone(&all[0]), email(&all[0])), ("+33612345678", "helene@exemple.fr"));
    assert_eq!(all[0].notes, "déjà cliente, rappeler", "UTF-8 though it does not say so");
    assert_eq!(phone(&all[1]), "+33698765432", "a mobile is worth more than a line");
}

#[test]
fn version_4_has_addresses_of_its_own_kind() {
    let text = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jean Durand\r\nN:Durand;Jean;;;\r\n\
        TEL;VALUE=uri;PREF=1;TYPE=\"voice,cell\":tel:+33-6-12-34-56-78\r\nEMAIL;TYPE=work:jean@exemple.fr\r\n\
        BDAY:19840503\r\nORG:Mairie de Gap\r\nEND:VCARD\r\n\
        BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anne Marie Dupont\r\nEMAIL:am@exemple.fr\r\nEND:VCARD\r\n\
        BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Mairie de Lyon\r\nORG:Mairie de Lyon\r\nEMAIL:mairie@exemple.fr\r\nEND:VCARD\r\n";
    let found = inspect(&file("a.vcf", text), &ReadOptions::default()).unwrap();
    assert!(matches!(&found.kind, FileKind::VCard { version, .. } if version == "4.0"));
    let all = people(text);
    assert_eq!((phone(&all[0]), all[0].birthdate.as_str()), ("+33612345678", "1984-05-03"));
    assert_eq!(
        (all[1].first_name.as_str(), all[1].last_name.as_str()),
        ("Anne Marie", "Dupont"),
        "cut as a list's"
    );
    assert_eq!(
        (all[2].company.as_str(), all[2].last_name.as_str()),
        ("Mairie de Lyon", ""),
        "a firm is no person"
    );
}

#[test]
fn cards_that_are_cut_or_odd_cost_only_themselves() {
    let text = "\u{feff}BEGIN:VCARD\rVERSION:3.0\rN:Dupont;Anne\rEMAIL:a@exemple.fr\rEND:VCARD\r\
        BEGIN:VCARD\rVERSION:3.0\rEND:VCARD\r\
        BEGIN:VCARD\rVERSION:3.0\rN:Durand;Luc\rEMAIL:l@exemple.fr\r\
        BEGIN:VCARD\rVERSION:3.0\rN:Leroy;Eve\rnonsense without a colon\rEMAIL:e@exemple.fr";
    let all = people(text);
    let names: Vec<&str> = all.iter().map(|person| person.last_name.as_str()).collect();
    assert_eq!(names, ["Dupont", "Durand", "Leroy"]);
}

#[test]
fn pictures_do_not_count_and_utf_16_is_read() {
    let photo = "QUJD".repeat(700_000);
    let text = format!(
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Dupont;Ève\r\nPHOTO;ENCODING=BASE64;JPEG:{photo}\r\n\r\n\
         EMAIL:a@exemple.fr\r\nEND:VCARD\r\n"
    );
    assert_eq!(email(&people(&text)[0]), "a@exemple.fr");
    let small = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Dupont;Ève\r\nEMAIL:a@exemple.fr\r\nEND:VCARD\r\n";
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(small.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(people(wide)[0].first_name, "Ève");
    let latin = encoding_rs::WINDOWS_1252.encode(small).0.into_owned();
    assert_eq!(people(latin)[0].first_name, "Ève");
}

#[test]
fn a_calendar_is_said_to_be_one() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let refused = inspect(&file("a.vcf", text), &ReadOptions::default()).expect_err("no contacts");
    assert!(matches!(refused, ImportError::NotATable(NotATable::Calendar)));
}
