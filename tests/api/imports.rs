//! Imports: hand over, look, start, follow, read the rejects.

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use crate::house::House;

const FILE: &str = "Prénom;Nom;Courriel;Fidélité\nHélène;Mariani;helene@mariani.example;or\n\
                    Karim;Benali;karim@example.com;argent\nDouble;Benali;KARIM@example.com;\nSans;Adresse;;\n";

/// The file as French Excel saves it.
fn windows_1252() -> Vec<u8> {
    FILE.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect()
}

async fn imported(house: &House, upload: &str, more: Value) -> Value {
    let mut body = json!({ "upload_id": upload, "tags": ["Salon"] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let id = house.post("/api/imports", body).await.expect(202)["import_id"].as_str().unwrap().to_owned();
    house.until(&format!("/api/imports/{id}"), |import| import["state"] != "running").await
}

#[tokio::test]
async fn a_file_is_looked_at_before_it_is_imported() {
    let house = House::window().await;
    let upload = house.upload("clients.csv", windows_1252()).await;
    let seen = house.post("/api/imports/inspect", json!({ "upload_id": upload })).await.expect(200);
    assert_eq!((&seen["kind"], &seen["delimiter"]), (&json!("csv"), &json!(";")));
    assert_eq!(seen["encoding"].as_str().unwrap().to_lowercase(), "windows-1252");
    assert_eq!(seen["columns"][0]["suggestion"], "first_name");
    assert_eq!(seen["default_mapping"], json!(["first_name", "last_name", "email", "custom:fidelite"]));
    assert_eq!(seen["preview"].as_array().unwrap().len(), 4);
    let again = house
        .post("/api/imports/inspect", json!({ "upload_id": upload, "delimiter": "," }))
        .await
        .expect(200);
    assert_eq!(again["columns"].as_array().unwrap().len(), 1, "people can overrule what was detected");
}

#[tokio::test]
async fn an_import_counts_every_row_once_and_lists_what_it_refused() {
    let house = House::window().await;
    let before = house.get("/api/events").await.expect(200)["next"].clone();
    let upload = house.upload("clients.csv", FILE).await;
    let done = imported(&house, &upload, json!({})).await;
    assert_eq!(done["state"], "finished");
    let counts =
        json!({ "rows": 4, "created": 2, "updated": 0, "unchanged": 0, "duplicates": 1, "rejected": 1 });
    assert_eq!(done["counts"], counts);
    let id = done["id"].as_str().unwrap();
    let upload = house.upload("renamed.csv", FILE).await;
    let seen = house.post("/api/imports/inspect", json!({ "upload_id": upload })).await.expect(200);
    assert_eq!(
        (&seen["imported_before"][0]["id"], &seen["imported_before"][0]["created"]),
        (&json!(id), &json!(2))
    );

    let found = house.get("/api/contacts?tag=salon&q=helene").await.expect(200);
    assert_eq!((&found["total"], &found["items"][0]["import_id"]), (&json!(1), &json!(id)));
    let rejects = house.get(&format!("/api/imports/{id}/rejects")).await.expect(200);
    assert_eq!(
        (&rejects["items"][0]["reason"], &rejects["items"][0]["line"]),
        (&json!("email_missing"), &json!(5))
    );
    let none = house.get(&format!("/api/imports/{id}/rejects?reason=email_invalid")).await.expect(200);
    assert_eq!(none["items"], json!([]));
    let csv = String::from_utf8(house.get(&format!("/api/imports/{id}/rejects.csv")).await.body).unwrap();
    assert!(csv.contains("Sans"), "{csv}");
    let news = house.get(&format!("/api/events?after={before}")).await.expect(200);
    let kinds: Vec<&str> =
        news["items"].as_array().unwrap().iter().filter_map(|event| event["kind"].as_str()).collect();
    assert!(kinds.contains(&"import.finished") && kinds.contains(&"contact.changed"), "{kinds:?}");
    assert_eq!(house.get("/api/imports").await.expect(200)["items"][0]["id"], id);
}

#[tokio::test]
async fn a_dry_run_counts_and_writes_nothing() {
    let house = House::window().await;
    let upload = house.upload("clients.csv", FILE).await;
    let done = imported(&house, &upload, json!({ "dry_run": true })).await;
    assert_eq!((&done["dry_run"], &done["counts"]["created"]), (&json!(true), &json!(2)));
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 0);
    assert_eq!(house.get("/api/imports").await.expect(200)["items"], json!([]), "a dry run leaves no record");
    let path = format!("/api/imports/{}", done["id"].as_str().unwrap());
    let filters = house.get(&format!("{path}/filters")).await.expect(200);
    let all = |verdict: &str| {
        let mut found = filters.as_array().unwrap().iter();
        found.find(|one| one["verdict"] == verdict && one["why"].is_null()).map(|one| one["count"].clone())
    };
    assert_eq!((all("created"), all("updated")), (Some(json!(2)), None), "what means nobody is absent");
    assert_eq!(all("rejected"), Some(done["counts"]["rejected"].clone()));
    house.patch("/api/settings", json!({ "language": "en" })).await.expect(200);
    let csv = String::from_utf8(house.get(&format!("{path}/rejects.csv")).await.body).unwrap();
    assert!(csv.contains("Reason for the rejection") && csv.contains("no e-mail address"), "{csv}");
    let real = imported(&house, &upload, json!({})).await;
    assert_eq!(real["counts"], done["counts"], "the file is still there and gives what was foretold");
}

#[tokio::test]
async fn a_mapping_can_leave_columns_out_and_name_new_fields() {
    let house = House::window().await;
    let upload = house.upload("clients.csv", FILE).await;
    let mapping = json!({ "mapping": [null, "last_name", "email", "custom:carte"] });
    imported(&house, &upload, mapping).await;
    let found = house.get("/api/contacts?q=mariani").await.expect(200)["items"][0].clone();
    assert_eq!((&found["first_name"], &found["custom"]), (&json!(""), &json!({ "carte": "or" })));
    let wrong = json!({ "upload_id": upload, "mapping": ["shoe_size"] });
    let refused = house.post("/api/imports", wrong).await;
    assert!(matches!(refused.code().as_str(), "value_invalid" | "upload_gone"));
}

#[tokio::test]
async fn a_file_that_is_no_table_fails_with_its_reason_and_is_remembered() {
    let house = House::window().await;
    for (name, bytes, code) in [
        ("empty.csv", Vec::new(), "file_empty"),
        ("header.csv", b"email;nom\n".to_vec(), "header_only"),
        ("page.pdf", b"%PDF-1.7".to_vec(), "not_a_table"),
        ("no-address.csv", b"nom;ville\nA;Lyon\n".to_vec(), "no_email_column"),
    ] {
        let upload = house.upload(name, bytes).await;
        let done = imported(&house, &upload, json!({})).await;
        assert_eq!((&done["state"], &done["error_code"]), (&json!("failed"), &json!(code)), "{done}");
        assert!(done["error_detail"].as_str().unwrap().contains("Nothing was imported"), "{done}");
    }
    assert_eq!(house.get("/api/imports").await.expect(200)["total"], 4);
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn an_import_that_is_stopped_leaves_nothing() {
    let house = House::window().await;
    let mut file = String::from("email;nom\n");
    for n in 0..200_000 {
        file.push_str(&format!("person{n}@example.com;Name {n}\n"));
    }
    let upload = house.upload("large.csv", file).await;
    let started = house.post("/api/imports", json!({ "upload_id": upload })).await.expect(202);
    let path = format!("/api/imports/{}", started["import_id"].as_str().unwrap());
    let second = house.post("/api/imports", json!({ "upload_id": upload })).await;
    assert_eq!(second.code(), "import_running", "each must see what the one before has written");
    assert_eq!(house.get("/api/jobs").await.expect(200)[0]["kind"], "import");
    house.post(&format!("{path}/cancel"), json!({})).await.expect(200);
    let ended = house.until(&path, |import| import["state"] != "running").await;
    assert_eq!(ended["state"], "cancelled");
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 0);
    assert_eq!(house.post(&format!("{path}/cancel"), json!({})).await.code(), "import_ended");
}

#[tokio::test]
async fn a_file_of_this_computer_is_imported_by_its_path_from_the_window() {
    let house = House::window().await;
    let path = house.dir.path().join("clients.csv");
    std::fs::write(&path, FILE).unwrap();
    let upload = house.post("/api/uploads/path", json!({ "path": path })).await.expect(201);
    assert_eq!((&upload["name"], &upload["bytes"]), (&json!("clients.csv"), &json!(FILE.len())));
    let done = imported(&house, upload["upload_id"].as_str().unwrap(), json!({})).await;
    assert_eq!(done["counts"]["created"], 2);
    let missing = house.post("/api/uploads/path", json!({ "path": house.dir.path().join("gone.csv") })).await;
    assert_eq!(missing.code(), "file_unreadable");
    let folder = house.post("/api/uploads/path", json!({ "path": house.dir.path() })).await;
    assert_eq!(folder.code(), "file_not_a_file");
}

#[tokio::test]
async fn a_file_is_forgotten_after_an_hour_and_larger_than_a_json_body() {
    let house = House::window().await;
    let request = house.ours(Method::PUT, "/api/uploads?name=big.bin").body(Body::from(vec![b'x'; 3 << 20]));
    let upload = house.send(request.unwrap()).await.expect(201);
    assert_eq!(upload["bytes"], 3 << 20, "the limit of JSON bodies is not one of files");
    house.clock.advance_millis(61 * 60 * 1_000);
    let late = house.post("/api/imports/inspect", json!({ "upload_id": upload["upload_id"] })).await;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (409, "upload_gone"));
}

#[tokio::test]
async fn an_import_is_taken_back_once_after_saying_what_goes() {
    let house = House::window().await;
    let upload = house.upload("clients.csv", FILE).await;
    let done = imported(&house, &upload, json!({})).await;
    let undo = format!("/api/imports/{}/undo", done["id"].as_str().unwrap());
    let told = house.get(&undo).await.expect(200);
    assert_eq!(told, json!({ "removed": 2, "restored": 0, "kept": 0 }));
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 2, "asking changes nothing");
    assert_eq!(house.post(&undo, json!({})).await.expect(200), told);
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 0);
    assert_eq!(house.get("/api/imports").await.expect(200)["items"][0]["state"], "undone");
    let again = house.post(&undo, json!({})).await.expect(409);
    assert_eq!(again["code"], "import_not_undoable");
}

const KNOWN: &str = "Prénom;Nom;Courriel;Ville\nHélène;Mariani;helene@mariani.example;Oullins\n";
const AGAIN: &str = "Prénom;Nom;Courriel;Ville\nHélène;Mariani;HELENE@mariani.example;Brignais\n\
                     Karim;Benali;karim@gmial.com;\nKarim;Benali;KARIM@gmial.com;\nSans;Adresse;;\nFaux;Signe;karim(at)x.fr;\n";

#[tokio::test]
async fn a_dry_run_shows_every_row_by_verdict_reason_and_words() {
    let house = House::window().await;
    let upload = house.upload("a.csv", KNOWN).await;
    imported(&house, &upload, json!({})).await;
    let upload = house.upload("b.csv", AGAIN).await;
    let done = imported(&house, &upload, json!({ "dry_run": true })).await;
    assert_eq!((&done["hints"], &done["suppressed"]), (&json!(2), &json!(0)));
    let reasons = json!({ "same_email": 1, "repeats_line": 1, "email_missing": 1, "email_invalid": 1 });
    assert_eq!(done["reasons"], reasons);
    let rows = format!("/api/imports/{}/rows", done["id"].as_str().unwrap());

    let updated = house.get(&format!("{rows}?verdict=updated")).await.expect(200);
    assert_eq!((&updated["total"], &updated["kept"]), (&json!(1), &json!(1)));
    let row = &updated["items"][0];
    assert_eq!(
        (&row["line"], &row["reason"], &row["name"]),
        (&json!(2), &json!("same_email"), &json!("Hélène Mariani"))
    );
    let change = json!({ "field": "city", "before": "Oullins", "file": "Brignais", "after": "Brignais" });
    assert_eq!(row["changes"], json!([change]), "the address differs in case only");
    assert!(row["contact_id"].is_string());

    let repeated = house.get(&format!("{rows}?verdict=duplicate")).await.expect(200);
    assert_eq!(
        (&repeated["items"][0]["repeats_line"], &repeated["items"][0]["reason"]),
        (&json!(3), &json!("repeats_line"))
    );
    let refused = house.get(&format!("{rows}?verdict=rejected&reason=email_missing")).await.expect(200);
    assert_eq!((&refused["total"], &refused["items"][0]["cells"][0]), (&json!(1), &json!("Sans")));
    let found = house.get(&format!("{rows}?q=BENALI")).await.expect(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 2);
    let hinted = house.get(&format!("{rows}?hinted=true&verdict=created")).await.expect(200);
    assert_eq!(hinted["items"][0]["hint"]["suggestion"], "karim@gmail.com");
    let first = house.get(&format!("{rows}?limit=2")).await.expect(200);
    let second =
        house.get(&format!("{rows}?limit=500&cursor={}", first["next"].as_str().unwrap())).await.expect(200);
    assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (3, &json!(null)));
    assert_eq!(house.get(&format!("{rows}?verdict=perhaps")).await.code(), "value_invalid");
}

#[tokio::test]
async fn a_row_is_corrected_in_place_and_becomes_what_was_foretold() {
    let house = House::window().await;
    let upload = house.upload("b.csv", AGAIN).await;
    let mapping = json!(["first_name", "last_name", "email", "city"]);
    let cells = json!(["Faux", "Signe", "karim.signe@x.example", ""]);
    let question = json!({ "upload_id": upload, "mapping": mapping, "line": 6, "cells": cells });
    let foretold = house.post("/api/imports/check-row", question).await.expect(200);
    assert_eq!((&foretold["verdict"], &foretold["line"]), (&json!("created"), &json!(6)));
    let done = imported(&house, &upload, json!({ "corrections": [{ "line": 6, "cells": cells }] })).await;
    assert_eq!((&done["counts"]["created"], &done["counts"]["rejected"]), (&json!(3), &json!(1)));
    assert_eq!(
        house.get("/api/contacts?q=signe").await.expect(200)["items"][0]["email"],
        "karim.signe@x.example"
    );
    let kept = house.get(&format!("/api/imports/{}", done["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(kept["plan"]["corrected"], 1);
}

#[tokio::test]
async fn choices_are_remembered_for_files_of_one_shape_and_kept_with_the_import() {
    let house = House::window().await;
    let upload = house.upload("a.csv", FILE).await;
    let new_field =
        json!({ "key": "carte", "label": "Carte", "kind": "choice", "options": ["or", "argent"] });
    let order = json!({
        "mapping": ["first_name", "last_name", "email", "custom:carte"],
        "policy": "skip",
        "country": "RE",
        "new_fields": [new_field],
    });
    let done = imported(&house, &upload, order).await;
    assert_eq!(done["state"], "finished", "{done}");
    let plan = &done["plan"];
    assert_eq!((&plan["policy"], &plan["country"]), (&json!("skip"), &json!("RE")));
    assert_eq!(plan["columns"][3], json!({ "header": "Fidélité", "field": "custom:carte" }));
    assert_eq!(done["headers"][0], "Prénom");

    let next = "PRENOM;NOM;COURRIEL;FIDELITE\nZoé;Petit;zoe@x.example;or\n";
    let upload = house.upload("plus-tard.csv", next).await;
    let seen = house.post("/api/imports/inspect", json!({ "upload_id": upload })).await.expect(200);
    let remembered = &seen["remembered"];
    assert_eq!((&remembered["policy"], &remembered["country"]), (&json!("skip"), &json!("RE")));
    assert_eq!(remembered["mapping"][3], "custom:carte");
    let upload = house.upload("autre.csv", "email;age\nb@x.example;3\n").await;
    let seen = house.post("/api/imports/inspect", json!({ "upload_id": upload })).await.expect(200);
    assert_eq!(seen["remembered"], json!(null));
    let wrong = json!({ "upload_id": upload, "new_fields": [{ "key": "Été" }] });
    assert_eq!(house.post("/api/imports", wrong).await.code(), "value_invalid");
}

#[tokio::test]
async fn a_finished_import_still_shows_what_it_changed_and_refused() {
    let house = House::window().await;
    let upload = house.upload("a.csv", KNOWN).await;
    imported(&house, &upload, json!({})).await;
    let upload = house.upload("b.csv", AGAIN).await;
    let done = imported(&house, &upload, json!({})).await;
    let rows = format!("/api/imports/{}/rows", done["id"].as_str().unwrap());
    let updated = house.get(&format!("{rows}?verdict=updated")).await.expect(200);
    assert_eq!(updated["items"][0]["changes"][0]["after"], "Brignais");
    let refused = house.get(&format!("{rows}?verdict=rejected")).await.expect(200);
    assert_eq!((&refused["total"], &refused["items"][1]["reason"]), (&json!(2), &json!("email_invalid")));
    let nowhere = house.get("/api/imports/01900000-0000-7000-8000-000000000000/rows").await;
    assert_eq!(nowhere.code(), "not_found");
}

#[tokio::test]
async fn no_import_takes_anybody_off_the_suppression_list() {
    let house = House::window().await;
    let text = "email;nom;accord\nnon@x.example;Non;non\noui@x.example;Oui;oui\n";
    let mapping = json!({ "mapping": ["email", "last_name", "consent:email"] });
    let upload = house.upload("a.csv", text).await;
    let first = imported(&house, &upload, mapping.clone()).await;
    assert_eq!(first["suppressed"], 1);
    let list = house.get("/api/suppressions").await.expect(200);
    assert_eq!((&list["total"], &list["items"][0]["address"]), (&json!(1), &json!("non@x.example")));
    let upload = house.upload("b.csv", text.replace(";non", ";oui")).await;
    let second = imported(&house, &upload, mapping).await;
    assert_eq!(second["suppressed"], 1, "they are imported, counted, and stay suppressed");
    let undo = format!("/api/imports/{}/undo", first["id"].as_str().unwrap());
    house.post(&undo, json!({})).await.expect(200);
    assert_eq!(house.get("/api/suppressions").await.expect(200)["total"], 1, "nor does taking it back");
}
