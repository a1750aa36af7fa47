//! Files that are not what they should be: refused in words, exit code 3, nothing changed.

use crate::House;

#[test]
fn each_bad_file_is_refused_by_its_own_name() {
    let (house, _) = House::with_vault();
    let long_line = "a".repeat(10 * 1024 * 1024);
    let files: [(&str, Vec<u8>, &str); 7] = [
        ("empty.csv", Vec::new(), "file_empty"),
        ("header.csv", b"nom;email\r\n".to_vec(), "header_only"),
        ("blank.csv", b"\r\n\r\n \r\n".to_vec(), "file_empty"),
        ("nul.csv", [b"email\n".as_slice(), &[0; 4_096], b"\xff\x01\x02"].concat(), "not_a_table"),
        ("line.csv", long_line.into_bytes(), "line_too_long"),
        ("phones.csv", b"nom,telephone\nA,0612345678\n".to_vec(), "no_email_column"),
        ("half.xlsx", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00half".to_vec(), "workbook_damaged"),
    ];
    for (name, bytes, code) in files {
        let path = house.file(name, bytes);
        let ran = house.run(&["import", &path, "--json"]);
        assert_eq!((ran.code, ran.error()["code"].as_str()), (3, Some(code)), "{name}: {}", ran.err);
        assert!(ran.error()["message"].as_str().unwrap().len() > 20, "{name}: a sentence, not a word");
    }
    assert_eq!(house.json(&["contacts", "list"])["total"], 0);
}

#[test]
fn a_file_that_is_not_there_or_is_a_folder_is_refused() {
    let (house, _) = House::with_vault();
    assert_eq!(house.refusal(&["import", "/nonexistent/clients.csv"]).0, 3);
    let folder = house.data().display().to_string();
    assert_eq!(house.refusal(&["import", &folder]).0, 3);
}

#[test]
fn an_import_never_succeeds_with_no_rows() {
    let (house, _) = House::with_vault();
    let path = house.file("bad.csv", "email\nnot an address\nneither this\n");
    let ran = house.run(&["import", &path, "--json"]);
    let shown = if ran.code == 0 { serde_json::from_str(&ran.out).unwrap() } else { ran.error() };
    assert!(ran.code == 3 || shown["rejected"] == 2, "{} {}", ran.out, ran.err);
}

#[test]
fn templates_and_connections_with_faults_are_refused() {
    let (house, _) = House::with_vault();
    let body = house.file("body.html", "<p>Bonjour {prenom</p>");
    assert_eq!(
        house.refusal(&["template", "add", "--name", "T", "--subject", "S", "--html", "/nowhere"]).0,
        3
    );
    let added = house.run(&["template", "add", "--name", "T", "--subject", "S", "--html", &body, "--json"]);
    if added.code == 0 {
        assert_eq!(house.refusal(&["template", "render", "T"]), (3, "template_broken".into()));
    } else {
        assert_eq!(added.code, 3);
    }
    let smtp =
        ["connection", "add", "smtp", "--name", "C", "--host", "localhost", "--from", "not an address"];
    assert_eq!(house.refusal(&smtp).0, 3);
    assert_eq!(house.refusal(&["connection", "test", "nothing"]), (3, "not_found".into()));
}
