//! Files that cannot be imported: each has its own code and a sentence, and leaves the vault as it was.

use crate::support::{Vault, file, workbook};
use sellify_contacts::import::ImportError;

fn refusal(name: &str, bytes: impl AsRef<[u8]>) -> ImportError {
    let vault = Vault::new();
    vault.import(&file("avant.csv", "email\navant@exemple.fr\n")).unwrap();
    let error = vault.import(&file(name, bytes)).expect_err(name);
    assert_eq!(vault.count(), 1, "{name}: the vault is as it was");
    let sentence = error.to_string();
    assert!(sentence.contains("Nothing was imported."), "{name}: says what is safe: {sentence}");
    assert!(
        sentence.ends_with('.') && sentence.matches('.').count() >= 2,
        "{name}: says what to do: {sentence}"
    );
    error
}

fn code(name: &str, bytes: impl AsRef<[u8]>) -> &'static str {
    refusal(name, bytes).code()
}

fn some_workbook() -> Vec<u8> {
    let row = |number: u32| vec![format!("Dupont {number}"), format!("p{number}@exemple.fr")];
    workbook(&(0..500).map(row).collect::<Vec<_>>())
}

#[test]
fn every_kind_of_bad_file_has_its_own_code() {
    let half = some_workbook();
    let endless = "a".repeat(10 << 20);
    let wide_table = format!("{}\n{}\n", "a;".repeat(20_000), "1;".repeat(20_000));
    let wide_line = "a;".repeat(5 << 20);
    for (name, bytes, expected) in [
        ("vide.csv", &b""[..], "file_empty"),
        ("blanc.csv", b"\n\r\n  \n;;\n", "file_empty"),
        ("noms.csv", b"nom;prenom;email\n", "header_only"),
        ("noms.csv", b"nom;prenom;email\n;;\n\n", "header_only"),
        ("moitie.xlsx", &half[..half.len() / 2], "workbook_damaged"),
        ("ligne.csv", endless.as_bytes(), "line_too_long"),
        ("ligne.csv", wide_line.as_bytes(), "line_too_long"),
        ("zeros.csv", &[0; 4096], "not_a_table"),
        ("liste.csv", b"nom;ville\nDupont;Lyon\nDurand;Gap\n", "no_email_column"),
        ("refus.csv", b"nom;email\nDupont;n/a\nDurand;\n", "nothing_to_import"),
        ("liste.csv", b"%PDF-1.7 ...", "not_a_table"),
        ("liste.xls", b"<html><p>a@b.fr</p></html>", "not_a_table"),
        ("agenda.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "not_a_table"),
        ("cartes.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", "file_empty"),
        ("large.csv", wide_table.as_bytes(), "too_many_columns"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n....", "not_a_table"),
        ("programme.csv", b"MZ\x90\0\x03\0\0\0", "not_a_table"),
    ] {
        assert_eq!(code(name, bytes), expected, "{name}");
    }
}

#[test]
fn a_workbook_under_the_name_of_a_csv_is_imported() {
    let vault = Vault::new();
    let counts = vault.import(&file("liste.csv", some_workbook())).unwrap().counts;
    assert_eq!(counts.created, 500);
}

#[test]
fn a_workbook_cut_anywhere_is_refused_and_never_half_imported() {
    let whole = some_workbook();
    for part in 1..20 {
        let cut = whole.len() * part / 20;
        assert_eq!(code("moitie.xlsx", &whole[..cut]), "workbook_damaged", "cut at {cut}");
    }
}

#[test]
fn a_workbook_with_a_flipped_byte_is_refused_or_whole() {
    let whole = some_workbook();
    let vault = Vault::new();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x20;
        if let Ok(report) = vault.import(&file("liste.xlsx", flipped)) {
            assert_eq!(report.counts.rows, 500, "byte {at}");
        }
    }
}

#[test]
fn a_few_stray_nuls_are_removed_and_said() {
    let vault = Vault::new();
    let report = vault.import(&file("liste.csv", b"nom;email\nDup\0ont;a@x.fr\n")).unwrap();
    assert_eq!(vault.contacts()[0].details.last_name, "Dupont");
    assert!(!report.warnings.is_empty());
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let source = sellify_contacts::import::Source::Path("/nowhere/liste.csv".into());
    assert_eq!(Vault::new().import(&source).map(drop).map_err(|error| error.code()), Err("file_unreadable"));
}
