//! Groups, segments, duplicates, merges, consents, one person's file and erasure, from the command line.

use serde_json::Value;

use crate::House;

const CLIENTS: &str = "Nom;Prénom;Courriel;Société;Ville\r\n\
    Mariani;Hélène;helene@exemple.fr;Garage Mariani;Lyon\r\n\
    Mariani;Helene;h.mariani@exemple.fr;Garage Mariani;Lyon\r\n\
    Petit;Luc;luc@exemple.fr;;Nantes\r\n";

fn with_clients() -> House {
    let (house, _) = House::with_vault();
    house.json(&["import", &house.file("clients.csv", CLIENTS)]);
    house
}

/// The addresses in a file that is exported for somebody.
fn exported(house: &House, whom: &[&str]) -> Vec<String> {
    let path = house.path("out.csv").display().to_string();
    let columns = ["contacts", "export", "--output", &path, "--format", "plain", "--columns", "email"];
    house.json(&[&columns, whom].concat());
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').next().unwrap().trim_matches('"').to_owned()).collect()
}

#[test]
fn groups_and_segments_say_whom_a_file_holds() {
    let house = with_clients();
    house.json(&["contacts", "group", "add", "Garages"]);
    let joined = house.json(&["contacts", "group", "join", "garages", "helene@exemple.fr"]);
    assert_eq!(joined["changed"], 1);
    assert_eq!(exported(&house, &["--group", "Garages"]), ["helene@exemple.fr"]);
    let counted = house.json(&["contacts", "segment", "count", "--where", "city is lyon"]);
    assert_eq!((&counted["count"], &counted["exact"]), (&2.into(), &true.into()));
    house.json(&["contacts", "segment", "add", "Lyonnais", "--where", "city is Lyon"]);
    assert_eq!(exported(&house, &["--segment", "lyonnais"]), ["helene@exemple.fr", "h.mariani@exemple.fr"]);
    let (code, _) = house.refusal(&["contacts", "segment", "count", "--where", "shoe is 42"]);
    assert!([2, 3].contains(&code), "a field that nobody has: {code}");
    assert_eq!(house.refusal(&["contacts", "export", "--group", "nobody"]), (3, "not_found".into()));
}

#[test]
fn another_tools_refusals_are_added_and_ours_go_out_and_come_back() {
    let house = with_clients();
    let cleaned = "Email Address,First Name,CLEAN_TIME\r\nhelene@exemple.fr,Hélène,2024-02-03 10:11:12\r\n\
        nobody,,\r\nLUC@exemple.fr,Luc,\r\nluc@exemple.fr,Luc,\r\n";
    let file = house.file("cleaned.csv", cleaned);
    let shown = house.json(&["suppressions", "import", &file, "--dry-run"]);
    assert_eq!((&shown["added"], &shown["reason"]), (&2.into(), &"hard_bounce".into()));
    let added = house.json(&["suppressions", "import", &file]);
    assert_eq!((&added["added"], &added["known"]), (&2.into(), &0.into()), "the rehearsal wrote nothing");
    assert_eq!((&added["repeated"], &added["unreadable"]), (&1.into(), &1.into()));
    assert_eq!(added["examples"][0], serde_json::json!([3, "nobody"]));
    assert_eq!(house.json(&["suppressions", "import", &file])["known"], 2, "twice adds nothing");
    let path = house.path("list.csv").display().to_string();
    assert_eq!(house.json(&["suppressions", "export", "--output", &path])["entries"], 2);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"helene@exemple.fr\",\"Adresse inexistante\""), "{text}");
    assert!(text.contains("\"cleaned.csv\",\"2024-02-03\""), "{text}");
    let (other, _) = House::with_vault();
    assert_eq!(other.json(&["suppressions", "import", &path])["added"], 2);
    assert_eq!(
        house.refusal(&["suppressions", "import", &house.file("x.csv", "a,b\n1,2\n")]).1,
        "no_address_column"
    );
}

#[test]
fn a_pair_is_found_merged_and_taken_back() {
    let house = with_clients();
    let found = house.json(&["contacts", "duplicates", "--search"]);
    let pair: Vec<&str> =
        found["items"][0]["contacts"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
    let [keep, other] = pair[..] else { panic!("a pair in {found}") };
    let total = |house: &House| house.json(&["contacts", "list"])["total"].as_u64();
    let shown = house.json(&["contacts", "merge", keep, other, "--dry-run"]);
    assert_eq!((&shown["merge_id"], total(&house)), (&Value::Null, Some(3)), "nothing was changed");
    let email = format!("email={other}");
    let merged = house.json(&["contacts", "merge", keep, other, "--field", &email]);
    assert_eq!((&merged["contact"]["id"], total(&house)), (&keep.into(), Some(2)));
    house.json(&["contacts", "merge", "--undo", merged["merge_id"].as_str().unwrap()]);
    assert_eq!(total(&house), Some(3));
    let twice = house.run(&["contacts", "merge", "--undo", merged["merge_id"].as_str().unwrap()]);
    assert_ne!(twice.code, 0);
}

#[test]
fn a_refusal_is_kept_and_no_import_takes_it_back() {
    let house = with_clients();
    let said =
        house.json(&["contacts", "consent", "luc@exemple.fr", "--refuse", "email", "--source", "appel"]);
    assert_eq!((&said[0]["state"], &said[0]["source"]), (&"refused".into(), &"appel".into()), "{said}");
    let again = house.file("again.csv", "Nom;Courriel;Consentement\nPetit;luc@exemple.fr;oui\n");
    assert_eq!(house.json(&["import", &again])["suppressed"], 1);
    assert_eq!(house.json(&["contacts", "consent", "luc@exemple.fr"])[0]["state"], "refused");
}

#[test]
fn a_person_gets_everything_held_on_them_and_is_then_erased() {
    let house = with_clients();
    let page = house.path("luc.html").display().to_string();
    house.json(&["contacts", "person", "luc@exemple.fr", "--output", &page]);
    assert!(std::fs::read_to_string(&page).unwrap().contains("luc@exemple.fr"));
    let file: Value =
        serde_json::from_str(&house.run(&["contacts", "person", "luc@exemple.fr"]).out).unwrap();
    assert!(file.to_string().contains("Nantes"), "{file}");
    let erase = ["contacts", "erase", "luc@exemple.fr", "--reason", "sa demande du 3", "--yes-erase"];
    let wrong = house.run(&[&erase[..], &["Luc"]].concat());
    assert_ne!(wrong.code, 0, "the name must be typed whole");
    assert_eq!(house.run(&["contacts", "show", "luc@exemple.fr"]).code, 0);
    let erased = house.json(&[&erase[..], &["Luc Petit"]].concat());
    assert!(erased["erasure_id"].is_string() && erased["counts"]["contacts"] == 1, "{erased}");
    assert_eq!(house.refusal(&["contacts", "show", "luc@exemple.fr"]), (3, "not_found".into()));
}
