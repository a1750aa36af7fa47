//! `sellify import` with a policy, a report and corrections of the reading; `sellify imports`.

use serde_json::Value;

use crate::House;

const KNOWN: &str = "Nom;Courriel;Téléphone\nDupont;anne@exemple.fr;0612345678\n";
const AGAIN: &str = "Nom;Courriel;Téléphone\nDurand;anne@exemple.fr;\nPetit;luc@exemple.fr;\nSans;;\n";

fn with_known() -> House {
    let (house, _) = House::with_vault();
    house.json(&["import", &house.file("a.csv", KNOWN)]);
    house
}

#[test]
fn a_policy_decides_what_becomes_of_known_contacts() {
    let house = with_known();
    let file = house.file("b.csv", AGAIN);
    let skipped = house.json(&["import", &file, "--policy", "skip", "--dry-run"]);
    assert_eq!((&skipped["unchanged"], &skipped["updated"]), (&1.into(), &0.into()), "{skipped}");
    let created = house.json(&["import", &file, "--policy", "create"]);
    assert_eq!((&created["created"], &created["rejected"]), (&1.into(), &2.into()), "{created}");
    let shown = house.json(&["contacts", "show", "anne@exemple.fr"]);
    assert_eq!(shown["last_name"], "Dupont", "nobody was changed");
}

#[test]
fn a_report_says_what_became_of_every_row() {
    let house = with_known();
    let file = house.file("b.csv", AGAIN);
    let path = |name: &str| house.file(name, "").replace('\\', "/");
    let json = path("report.json");
    house.json(&["import", &file, "--dry-run", "--report", &json]);
    let rows: Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    let verdicts: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["updated", "created", "rejected"]);
    let csv = path("report.csv");
    house.json(&["import", &file, "--report", &csv]);
    let text = String::from_utf8(std::fs::read(&csv).unwrap()).unwrap();
    assert!(
        text.contains("\"2\";\"updated\";\"same_email\"") && text.contains("last_name: Dupont → Durand"),
        "{text}"
    );
    let folder = house.file("x", "") + "/no/such/place.csv";
    let (code, _) = house.refusal(&["import", &file, "--report", &folder]);
    assert_eq!(code, 3);
}

#[test]
fn imports_are_listed_with_their_result() {
    let house = with_known();
    let listed = house.json(&["imports"]);
    let first = &listed["items"][0];
    assert_eq!((&first["file_name"], &first["state"]), (&"a.csv".into(), &"finished".into()));
    assert_eq!((&first["counts"]["created"], first["file_sha256"].as_str().unwrap().len()), (&1.into(), 64));
    let told = house.run(&["imports"]).out;
    assert!(told.contains("a.csv") && told.contains("finished"), "{told}");
}

#[test]
fn a_country_decides_what_a_number_without_a_code_is() {
    let (house, _) = House::with_vault();
    let file = house.file("reunion.csv", "email;tel\na@exemple.fr;0692123456\n");
    house.json(&["import", &file, "--country", "RE"]);
    assert_eq!(house.json(&["contacts", "show", "a@exemple.fr"])["phone"], "+262692123456");
}

#[test]
fn broken_accents_are_put_right_only_when_asked() {
    let (house, _) = House::with_vault();
    let file = house.file("a.csv", "nom;prenom;email\nLefÃ¨vre;HÃ©lÃ¨ne;h@exemple.fr\n");
    house.json(&["import", &file]);
    assert_eq!(house.json(&["contacts", "show", "h@exemple.fr"])["last_name"], "LefÃ¨vre");
    house.json(&["import", &file, "--repair"]);
    assert_eq!(house.json(&["contacts", "show", "h@exemple.fr"])["last_name"], "Lefèvre");
}

#[test]
fn the_same_file_again_is_said_to_be_so() {
    let (house, _) = House::with_vault();
    let file = house.file("a.csv", KNOWN);
    let first = house.json(&["import", &file]);
    assert_eq!(first.get("imported_before"), None);
    let again = house.json(&["import", &file, "--dry-run"]);
    assert_eq!(again["imported_before"], first["import_id"]);
    assert!(house.run(&["import", &file]).out.contains("imported before"));
    let renamed = house.json(&["import", &house.file("b.csv", KNOWN)]);
    assert!(renamed["imported_before"].is_string(), "by its bytes, not by its name");
    assert_eq!(house.json(&["import", &house.file("c.csv", AGAIN)]).get("imported_before"), None);
}

#[test]
fn a_place_that_takes_no_rejected_rows_is_said_before_anything_is_imported() {
    let (house, _) = House::with_vault();
    let file = house.file("a.csv", AGAIN);
    let nowhere = house.path("no/such/folder.csv").display().to_string();
    assert_eq!(house.refusal(&["import", &file, "--rejects", &nowhere]), (3, "file_unwritable".into()));
    assert_eq!(house.json(&["contacts", "list"])["total"], 0);
}
