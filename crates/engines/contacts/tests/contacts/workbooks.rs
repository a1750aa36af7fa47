//! Workbooks as people keep them: titles above the names, dates, formulas, numbers that were telephone numbers.

use std::io::{Read, Write};
use std::ops::ControlFlow;

use crate::support::{Vault, file, import_as};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sellify_contacts::import::{
    ImportPlan, Question, ReadOptions, ReadWarning, Require, Row, default_columns, default_mapping, inspect,
    read_rows,
};
use sellify_domain::RejectReason;

const HEADERS: [&str; 6] = ["Nom", "E-mail", "Téléphone", "Code postal", "Date de naissance", "Adhérent"];

/// A list of members with a title over two merged rows, numbers for telephones and postcodes, typed dates, and a
/// formula.
fn members() -> Vec<u8> {
    let mut book = Workbook::new();
    // Not the first sheet with something in it, but the first with addresses is the list.
    book.add_worksheet().set_name("Lisez-moi").unwrap().write(0, 0, "Tenu par le secrétariat").unwrap();
    let sheet = book.add_worksheet().set_name("Adhérents").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.merge_range(0, 0, 1, 5, "Adhérents de l’association 2024", &Format::new().set_bold()).unwrap();
    for (column, header) in (0_u16..).zip(HEADERS) {
        sheet.write(3, column, header).unwrap();
    }
    let people = [
        ("Dupont", 612_345_678_f64, 1000.0),
        ("Durand", 123_456_789.0, 69_002.0),
        ("Leroy", 33_698_765_432.0, 29_200.0),
    ];
    for (row, (name, phone, postcode)) in (4_u32..).zip(people) {
        sheet.write(row, 0, name).unwrap();
        let address = format!("{}@exemple.fr", name.to_lowercase());
        sheet.write_formula(row, 1, Formula::new("=LOWER(A5)&\"@exemple.fr\"").set_result(address)).unwrap();
        sheet.write(row, 2, phone).unwrap();
        sheet.write(row, 3, postcode).unwrap();
        sheet.write_with_format(row, 4, ExcelDateTime::from_ymd(1984, 5, 3).unwrap(), &day).unwrap();
        sheet.write(row, 5, true).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_list_of_members_comes_in_right_the_first_time() {
    let source = file("adherents.xlsx", members());
    let found = inspect(&source, &ReadOptions::default()).unwrap();
    assert_eq!((found.header_line, found.columns.len()), (4, 6));
    assert!(found.warnings.kept.contains(&ReadWarning::PreambleSkipped { rows: 1 }), "{:?}", found.warnings);
    let question = |column: usize| found.columns[column].question.clone();
    assert_eq!(
        question(2),
        Some(Question::LostZero { before: "612345678".into(), after: "0612345678".into(), count: 2 })
    );
    assert_eq!(
        question(3),
        Some(Question::LostZero { before: "1000".into(), after: "01000".into(), count: 1 })
    );
    assert_eq!(question(4), None, "a typed date says its order itself");

    let plan = ImportPlan {
        mapping: default_mapping(&found),
        columns: default_columns(&found),
        ..ImportPlan::default()
    };
    let vault = Vault::new();
    import_as(&vault.store, &source, &plan).unwrap();
    let people: Vec<_> = vault.contacts().into_iter().map(|contact| contact.details).collect();
    let phones: Vec<&str> = people.iter().map(|person| person.phone.as_ref().unwrap().as_str()).collect();
    assert_eq!(phones, ["+33612345678", "+33123456789", "+33698765432"]);
    assert_eq!(people[0].email.as_ref().unwrap().as_str(), "dupont@exemple.fr", "what the formula gave");
    assert_eq!((people[0].postcode.as_str(), people[0].birthdate.as_str()), ("01000", "1984-05-03"));
    assert_eq!(people[1].postcode, "69002");
}

#[test]
fn a_zero_is_not_put_back_against_a_person_s_word() {
    let source =
        file("liste.csv", "Nom;E-mail;Tél\nDupont;a@exemple.fr;612345678\nDurand;b@exemple.fr;0612345679\n");
    let found = inspect(&source, &ReadOptions::default()).unwrap();
    let mut columns = default_columns(&found);
    columns[2].restore_zero = Some(false);
    let plan = ImportPlan { mapping: default_mapping(&found), columns, ..ImportPlan::default() };
    let vault = Vault::new();
    import_as(&vault.store, &source, &plan).unwrap();
    let people = vault.contacts();
    assert_eq!(
        (&people[0].details.phone, people[0].details.phone_typed.as_deref()),
        (&None, Some("612345678"))
    );
    assert!(people[1].details.phone.is_some());
}

#[test]
fn numbers_that_a_spreadsheet_has_shortened_are_refused_with_that_reason() {
    let text = "Nom;Téléphone\nDupont;6,12346E+08\nDurand;6,12346E+08\nLeroy;06 12 34 56 78\n";
    let source = file("liste.csv", text);
    let found = inspect(&source, &ReadOptions::default()).unwrap();
    let shortened = ReadWarning::NumbersShortened { header: "Téléphone".into(), column: 1, count: 2 };
    assert!(found.warnings.kept.contains(&shortened), "{:?}", found.warnings);
    let plan = ImportPlan { require: Require::EmailOrPhone, ..ImportPlan::default() };
    let vault = Vault::new();
    let report = vault.import_with(&source, plan).unwrap();
    assert_eq!((report.counts.created, report.counts.rejected), (1, 2));
    let page = sellify_store::PageRequest::default();
    let rejected =
        vault.store.read_blocking(|r| r.imports().rejected_rows(report.import_id, None, &page)).unwrap();
    assert!(rejected.items.iter().all(|row| row.reason == RejectReason::PhoneDamaged));
}

#[test]
fn the_order_of_dates_is_asked_once_and_kept() {
    let text = "Nom,E-mail,Date de naissance,Échéance\nA,a@exemple.fr,03/05/1984,01/31/2024\n\
        B,b@exemple.fr,04/06/1985,02/03/2024\n";
    let source = file("liste.csv", text);
    let found = inspect(&source, &ReadOptions::default()).unwrap();
    let Some(Question::DateOrder { ambiguous: true, sample, .. }) = &found.columns[2].question else {
        panic!("asked: {:?}", found.columns[2])
    };
    assert_eq!(sample, "03/05/1984");
    let own = found.columns[3].new_field.clone().unwrap();
    assert!(matches!(found.columns[3].question, Some(Question::DateOrder { ambiguous: false, .. })));
    let plan = ImportPlan {
        mapping: default_mapping(&found),
        columns: default_columns(&found),
        custom_kinds: std::iter::once((own.key.clone(), own.kind)).collect(),
        ..ImportPlan::default()
    };
    let vault = Vault::new();
    import_as(&vault.store, &source, &plan).unwrap();
    let people = vault.contacts();
    assert_eq!(people[0].details.birthdate, "1984-05-03", "in France the day comes first");
    let due: Vec<&str> = people.iter().map(|person| person.details.custom[&own.key].as_str()).collect();
    assert_eq!(due, ["2024-01-31", "2024-02-03"], "the column has a 31st month: it is American");
}

#[test]
fn both_calendars_of_excel_give_the_same_days() {
    let since_1900 = members();
    let mut since_1904 = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(since_1900)).unwrap();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
        // 1984-05-03 counted from 1904.
        let text = text.replace("<v>30805</v>", "<v>29343</v>");
        since_1904.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        since_1904.write_all(text.as_bytes()).unwrap();
    }
    let bytes = since_1904.finish().unwrap().into_inner();
    let vault = Vault::new();
    vault.import(&file("adherents.xlsx", bytes)).unwrap();
    assert_eq!(vault.contacts()[0].details.birthdate, "1984-05-03");
}

#[test]
fn a_sheet_of_libreoffice_is_read_with_its_merged_title() {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: &[&str]| {
        format!(
            "<table:table-row>{}</table:table-row>",
            cells.iter().map(|text| cell(text)).collect::<String>()
        )
    };
    let title = "<table:table-row><table:table-cell table:number-columns-spanned=\"3\" office:value-type=\"string\">\
        <text:p>Nos clients</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated=\"2\"/>\
        </table:table-row>";
    let day = "<table:table-cell office:value-type=\"date\" office:date-value=\"1984-05-03\"><text:p>03/05/84</text:p>\
        </table:table-cell>";
    let body = format!(
        "{title}{}<table:table-row>{}{}{day}</table:table-row>{}",
        row(&["Nom", "E-mail", "Date de naissance"]),
        cell("Dupont"),
        cell("anne@exemple.fr"),
        row(&["Durand", "luc@exemple.fr", ""]),
    );
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Feuille1\">{body}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", content.as_str()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let vault = Vault::new();
    vault.import(&file("clients.ods", zip.finish().unwrap().into_inner())).unwrap();
    let people = vault.contacts();
    assert_eq!(people.len(), 2);
    assert_eq!(people[0].details.birthdate, "1984-05-03");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_in_a_workbook_reads_back_equal(
        rows in proptest::collection::vec(proptest::collection::vec("[a-zA-Zéèçœ漢🙂<>&\"' \n=+@-]{0,12}", 3), 1..20),
    ) {
        prop_assume!(rows.iter().any(|row| row.iter().any(|cell| !cell.trim().is_empty())));
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, row) in (0_u32..).zip(&rows) {
            for (column, cell) in (0_u16..).zip(row) {
                sheet.write_string(at, column, cell).unwrap();
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let options = ReadOptions { has_header: Some(false), ..ReadOptions::default() };
        let mut found: Vec<Vec<String>> = Vec::new();
        read_rows(&file("t.xlsx", bytes), &options, &mut |row: &Row| {
            found.push((0..3).map(|column| row.cell(column).to_owned()).collect());
            ControlFlow::Continue(())
        })
        .unwrap();
        let expected: Vec<Vec<String>> =
            rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        prop_assert_eq!(found, expected);
    }
}
