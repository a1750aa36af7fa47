//! What is written out comes back in as it was.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use sellify_contacts::export::{Dialect, export_csv, rejects_csv};
use sellify_store::ContactQuery;
use support::{Vault, file};

const LIST: &str = "Prénom;Nom;E-mail;Téléphone;Société;Code postal;Date de naissance;Notes;Étiquettes;N° adhérent\n\
    Zoé;Lefèvre;zoe@exemple.fr;06 12 34 56 78;=SOMME(A1);01000;03/05/1984;\"deux\nlignes; et \"\"guillemets\"\"\";client|Île-de-France;-12\n\
    Luc;'t Hooft;luc@exemple.fr;;@lui;75011;;+ tard;;007\n";

fn exported(vault: &Vault, dialect: Dialect) -> Vec<u8> {
    let mut bytes = Vec::new();
    assert_eq!(export_csv(&vault.store, &ContactQuery::default(), dialect, &mut bytes).unwrap(), 2);
    bytes
}

#[test]
fn an_export_imported_elsewhere_gives_the_same_contacts() {
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    let details = |vault: &Vault| vault.contacts().into_iter().map(|one| one.details).collect::<Vec<_>>();
    for dialect in [Dialect::FrenchExcel, Dialect::Plain] {
        let other = Vault::new();
        other.import(&file("export.csv", exported(&vault, dialect))).unwrap();
        assert_eq!(details(&other), details(&vault), "{dialect:?}");
        let again = vault.import(&file("export.csv", exported(&vault, dialect))).unwrap().counts;
        assert_eq!((again.unchanged, again.rows), (2, 2), "{dialect:?}");
    }
}

#[test]
fn french_excel_finds_its_own_dialect_and_no_formula() {
    let vault = Vault::new();
    vault.import(&file("liste.csv", LIST)).unwrap();
    let text = String::from_utf8(exported(&vault, Dialect::FrenchExcel)).unwrap();
    assert!(text.starts_with("\u{FEFF}Civilité;Prénom;Nom;"));
    assert!(text.contains(";'+33612345678;'=SOMME(A1);"), "{text}");
    assert!(text.ends_with("\r\n"));
}

#[test]
fn refused_rows_corrected_are_imported_as_they_are() {
    let vault = Vault::new();
    let report = vault
        .import(&file("a.csv", "Nom;E-mail;Ville\nDupont;a@x.fr;Lyon\nDurand;luc at x.fr;Gap\n"))
        .unwrap();
    let mut bytes = Vec::new();
    assert_eq!(rejects_csv(&vault.store, report.import_id, &mut bytes).unwrap(), 1);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}Ligne du fichier;Motif du rejet;Nom;E-mail;Ville\r\n3;adresse e-mail incorrecte;Durand;luc at x.fr;Gap\r\n"
    );
    let corrected = text.replace("luc at x.fr", "luc@x.fr");
    assert_eq!(vault.import(&file("rejets.csv", corrected)).unwrap().counts.created, 1);
    let luc = vault.contacts().pop().unwrap().details;
    assert_eq!((luc.last_name.as_str(), luc.city.as_str(), luc.custom.len()), ("Durand", "Gap", 0));
}
