//! Import, look, export, and back again.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::House;

const CLIENTS: &str = "Nom;Prénom;Courriel;Téléphone;Société;Code postal;Ville;Étiquettes\r\n\
    Lefèvre;Hélène;Helene.Lefevre@exemple.fr;06 12 34 56 78;Mairie de Lyon;01000;Lyon;clients|VIP\r\n\
    O'Neil;Jean-François;jf@exemple.fr;;;69002;Lyon;\r\n\
    \"Dupont;frères\";;contact@dupont.fr;+33 1 44 55 66 77;\"=1+1\";75001;Paris;prospects\r\n\
    Lefevre;H.;helene.lefevre@EXEMPLE.fr;;;;;\r\n\
    Sans;Adresse;;;;;;\r\n\
    Faux;Adresse;pas-une-adresse;;;;;\r\n";

fn cp1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn imported() -> House {
    let (house, _) = House::with_vault();
    let file = house.file("clients.csv", cp1252(CLIENTS));
    let counts = house.json(&["import", &file, "--tag", "été"]);
    let number = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!(
        (number("rows"), number("created"), number("duplicates"), number("rejected"), number("updated")),
        (6, 3, 1, 2, 0),
        "{counts}"
    );
    assert!(counts["seconds"].is_number() && counts["import_id"].is_string(), "{counts}");
    house
}

fn emails(contacts: &Value) -> Vec<&str> {
    let items = contacts["items"].as_array().unwrap_or_else(|| contacts.as_array().unwrap());
    let mut emails: Vec<&str> = items.iter().map(|contact| contact["email"].as_str().unwrap()).collect();
    emails.sort_unstable();
    emails
}

#[test]
fn a_french_windows_file_is_imported_found_and_shown() {
    let house = imported();
    let all = house.json(&["contacts", "list"]);
    assert_eq!(emails(&all), ["contact@dupont.fr", "helene.lefevre@exemple.fr", "jf@exemple.fr"]);
    assert_eq!(emails(&house.json(&["contacts", "search", "lefev", "hel"])), ["helene.lefevre@exemple.fr"]);
    assert_eq!(
        emails(&house.json(&["contacts", "list", "--tag", "ete"])).len(),
        3,
        "tags are blind to accents"
    );
    let shown = house.json(&["contacts", "show", "Helene.Lefevre@exemple.fr"]);
    assert_eq!(shown["phone"], "+33612345678");
    assert_eq!(shown["postcode"], "01000");
    assert_eq!(shown["first_name"], "Hélène");
    let for_people = house.run(&["contacts", "show", "jf@exemple.fr"]);
    assert!(for_people.out.contains("Jean-François"), "{}", for_people.out);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let house = imported();
    let file = house.path("clients.csv").display().to_string();
    let counts = house.json(&["import", &file, "--tag", "été"]);
    assert_eq!((counts["created"].as_u64(), counts["unchanged"].as_u64()), (Some(0), Some(3)), "{counts}");
}

#[test]
fn an_import_is_taken_back_by_its_id_and_only_once() {
    let (house, _) = House::with_vault();
    let file = house.file("clients.csv", cp1252(CLIENTS));
    let id = house.json(&["import", &file])["import_id"].as_str().unwrap().to_owned();
    let undone = house.json(&["import", "--undo", &id]);
    assert_eq!((undone["removed"].as_u64(), undone["kept"].as_u64()), (Some(3), Some(0)), "{undone}");
    assert!(emails(&house.json(&["contacts", "list"])).is_empty());
    let again = house.run(&["import", "--undo", &id]);
    assert!(again.err.contains("only once"), "{}", again.err);
}

#[test]
fn what_is_exported_can_be_imported_elsewhere_without_loss() {
    let house = imported();
    for format in ["plain", "french-excel"] {
        let file = house.path("out.csv").display().to_string();
        let exported = house.json(&["contacts", "export", "--output", &file, "--format", format]);
        assert_eq!(exported["bytes"].as_u64().unwrap(), std::fs::metadata(&file).unwrap().len());
        let (elsewhere, _) = House::with_vault();
        let counts = elsewhere.json(&["import", &file]);
        assert_eq!(
            (counts["created"].as_u64(), counts["rejected"].as_u64()),
            (Some(3), Some(0)),
            "{format}: {counts}"
        );
        for email in ["helene.lefevre@exemple.fr", "jf@exemple.fr", "contact@dupont.fr"] {
            let (one, two) =
                (house.json(&["contacts", "show", email]), elsewhere.json(&["contacts", "show", email]));
            for field in
                ["civility", "first_name", "last_name", "email", "phone", "company", "postcode", "city"]
            {
                assert_eq!(one[field], two[field], "{format}: {email}: {field}");
            }
            let tags = |contact: &Value| contact["tags"].as_array().unwrap().len();
            assert_eq!(tags(&one), tags(&two), "{format}: {email}: tags");
        }
    }
}

#[test]
fn an_export_cannot_start_a_formula() {
    let house = imported();
    let csv = house.run(&["contacts", "export"]).out;
    assert!(csv.contains("'=1+1"), "{csv}");
    assert!(!csv.contains(",=1+1") && !csv.contains("\"=1+1"), "{csv}");
}

#[test]
fn an_export_as_json_is_one_array_of_everybody() {
    let house = imported();
    let all: Value = serde_json::from_str(&house.run(&["contacts", "export", "--json"]).out).unwrap();
    assert_eq!(emails(&all).len(), 3);
    let some: Value =
        serde_json::from_str(&house.run(&["contacts", "export", "--json", "--tag", "nobody"]).out).unwrap();
    assert_eq!(some, serde_json::json!([]));
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let (house, _) = House::with_vault();
    let file = house.file("clients.csv", cp1252(CLIENTS));
    let counts = house.json(&["import", &file, "--dry-run"]);
    assert_eq!(counts["created"], 3, "{counts}");
    assert_eq!(house.json(&["contacts", "list"])["total"], 0);
}

#[test]
fn a_column_can_be_mapped_by_hand() {
    let (house, _) = House::with_vault();
    let file = house.file("odd.csv", "joindre,surnom,x\nzoe@exemple.fr,Zoé,secret\n");
    let map = ["--map", "joindre=email", "--map", "surnom=first_name", "--map", "3=ignore"];
    house.json(&[&["import", &file], &map[..]].concat());
    let shown = house.json(&["contacts", "show", "zoe@exemple.fr"]);
    assert_eq!((shown["first_name"].as_str(), &shown["custom"]), (Some("Zoé"), &serde_json::json!({})));
    assert_eq!(house.refusal(&["import", &file, "--map", "nothere=email"]), (3, "unknown_column".into()));
    assert_eq!(house.run(&["import", &file, "--map", "joindre=nofield"]).code, 2);
    assert_eq!(house.run(&["import", &file, "--map", "joindre"]).code, 2);
}

#[test]
fn pages_go_through_everybody_once() {
    let (house, _) = House::with_vault();
    let rows: String = (0..25).map(|n| format!("person{n}@exemple.fr\n")).collect();
    house.json(&["import", &house.file("many.csv", format!("email\n{rows}"))]);
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut args = vec!["contacts", "list", "--limit", "10"];
        if let Some(cursor) = &cursor {
            args.extend(["--cursor", cursor]);
        }
        let page = house.json(&args);
        seen.extend(emails(&page).into_iter().map(str::to_owned));
        cursor = page["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 25);
}

#[test]
fn nobody_of_that_name_is_refused() {
    let house = imported();
    assert_eq!(house.refusal(&["contacts", "show", "nobody@exemple.fr"]), (3, "not_found".into()));
}

/// A file that takes a while.
fn large(house: &House, rows: usize) -> String {
    let lines: String =
        (0..rows).map(|n| format!("personne{n}@exemple.fr,Prénom {n},Société {n}\n")).collect();
    house.file("large.csv", format!("email,prenom,societe\n{lines}"))
}

#[test]
fn an_import_killed_at_any_moment_is_all_or_nothing() {
    let (house, _) = House::with_vault();
    let (rows, file) = (6_000, large(&house, 6_000));
    for wait in [20, 120, 300, 700] {
        let mut child = house.command(&["import", &file, "--json"]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let total = house.json(&["contacts", "list", "--limit", "1"])["total"].as_u64().unwrap();
        assert!(total == 0 || total == rows, "{total} after {wait} ms");
    }
    let counts = house.json(&["import", &file]);
    assert_eq!(counts["created"].as_u64().unwrap() + counts["unchanged"].as_u64().unwrap(), rows, "{counts}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_cancels_an_import_and_nothing_is_written() {
    let (house, _) = House::with_vault();
    let file = large(&house, 40_000);
    let mut command = house.command(&["import", &file, "--json"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // The write-ahead log grows once rows are being written.
    let log = house.data().join("vault.db-wal");
    while std::fs::metadata(&log).map_or(0, |about| about.len()) < 100_000
        && child.try_wait().unwrap().is_none()
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ran = crate::Ran::from(child.wait_with_output().unwrap());
    let total = house.json(&["contacts", "list"])["total"].as_u64();
    match ran.code {
        130 => assert_eq!((ran.error()["code"].as_str(), total), (Some("cancelled"), Some(0))),
        // The signal came after the last row.
        code => assert_eq!((code, total), (0, Some(40_000)), "{}", ran.err),
    }
}

#[test]
fn rejected_rows_can_be_kept_with_their_reasons() {
    let (house, _) = House::with_vault();
    let file = house.file("clients.csv", cp1252(CLIENTS));
    let rejects = house.path("rejects.csv");
    house.json(&["import", &file, "--rejects", &rejects.display().to_string()]);
    let text = std::fs::read_to_string(rejects).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("pas-une-adresse"), "{text}");
}

#[cfg(unix)]
#[test]
fn an_export_follows_a_link_and_goes_through_a_pipe() {
    use std::os::unix::fs::FileTypeExt as _;
    let house = imported();
    std::fs::write(house.path("real.csv"), "before").unwrap();
    std::os::unix::fs::symlink("real.csv", house.path("link.csv")).unwrap();
    house.json(&["contacts", "export", "--output", &house.path("link.csv").display().to_string()]);
    assert!(house.path("link.csv").is_symlink());
    let real = std::fs::read_to_string(house.path("real.csv")).unwrap();
    assert!(real.contains("jf@exemple.fr"), "{real}");

    let pipe = house.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    let told = house.json(&["contacts", "export", "--output", &pipe.display().to_string()]);
    assert_eq!((&told["contacts"], &told["bytes"]), (&3.into(), &Value::Null));
    assert_eq!(reader.join().unwrap(), real);
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo(), "and stays a pipe");
}

#[test]
fn an_export_that_cannot_be_written_leaves_what_stood_there() {
    let house = imported();
    let folder = house.path("folder");
    std::fs::create_dir(&folder).unwrap();
    let (code, name) = house.refusal(&["contacts", "export", "--output", &folder.display().to_string()]);
    assert_eq!((code, name.as_str()), (3, "file_not_writable"));
    assert!(std::fs::read_dir(&folder).unwrap().next().is_none());
    assert!(!house.path("folder.part").exists());
}
