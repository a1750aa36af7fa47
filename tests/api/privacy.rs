//! Consents, refusals that nothing but a person lifts, a person's file, erasure and retention, over the API.

use http::{Method, Request, header};
use sellify_app::{BackupSource, RestoreOrder};
use sellify_domain::{Actor, Door};
use serde_json::{Value, json};

use crate::house::House;

const WINDOW: Actor = Actor::Person { door: Door::Window };
const MONTH: i64 = 31 * 86_400_000;

async fn saved(house: &House, fields: Value) -> String {
    house.post("/api/contacts", fields).await.expect(201)["id"].as_str().unwrap().to_owned()
}

async fn helene(house: &House) -> String {
    let fields = json!({ "first_name": "Hélène", "last_name": "Mariani", "email": "helene@mariani.example",
                         "phone": "06 12 34 56 78", "tags": ["Ancien"], "notes": "<b>portail vert</b>" });
    saved(house, fields).await
}

fn said(channel: &str, state: &str, basis: &str) -> Value {
    json!({ "channel": channel, "state": state, "legal_basis": basis, "source": "formulaire du site" })
}

async fn is_suppressed(house: &House, address: &str) -> bool {
    let found = house.get(&format!("/api/suppressions?q={address}")).await.expect(200);
    found["items"].as_array().unwrap().iter().any(|entry| entry["address"] == address)
}

async fn imported(house: &House, file: &str) {
    let upload = house.upload("encore.csv", file.to_owned()).await;
    let id = house.post("/api/imports", json!({ "upload_id": upload })).await.expect(202);
    let path = format!("/api/imports/{}", id["import_id"].as_str().unwrap());
    let done = house.until(&path, |import| import["state"] != "running").await;
    assert_eq!(done["state"], "finished", "{done}");
}

#[tokio::test]
async fn each_channel_says_what_counts_and_why() {
    let house = House::window().await;
    let id = helene(&house).await;
    let path = format!("/api/contacts/{id}/consents");
    let before = house.get(&format!("/api/contacts/{id}")).await.expect(200);
    let states = |contact: &Value| -> Vec<String> {
        let of = |fact: &Value| {
            format!("{}:{}", fact["channel"].as_str().unwrap(), fact["state"].as_str().unwrap())
        };
        contact["consents"].as_array().unwrap().iter().map(of).collect()
    };
    assert_eq!(states(&before), ["email:unknown", "whats_app:unknown", "phone:unknown", "post:unknown"]);
    house.post(&path, said("email", "granted", "consent")).await.expect(200);
    house.post(&path, said("post", "refused", "right_to_object")).await.expect(200);
    let after = house.post(&path, said("phone", "refused", "right_to_object")).await.expect(200);
    assert_eq!(states(&after), ["email:granted", "whats_app:unknown", "phone:refused", "post:refused"]);
    let phone = &after["consents"][2];
    assert_eq!((&phone["suppressed"], &phone["suppression_reason"]), (&json!(true), &json!("unsubscribed")));
    assert_eq!(
        (&phone["source"], &phone["legal_basis"]),
        (&json!("formulaire du site"), &json!("right_to_object"))
    );
    assert!(is_suppressed(&house, "%2B33612345678").await || is_suppressed(&house, "+33612345678").await);
    assert_eq!(after["suppressed"], false, "the e-mail address may be written to");
    assert_eq!(house.get(&path).await.expect(200).as_array().unwrap().len(), 3);
    let counts = house.get("/api/suppressions/counts").await.expect(200);
    assert_eq!(counts, json!([{ "channel": "phone", "count": 1 }]));
}

#[tokio::test]
async fn a_statement_that_cannot_be_kept_names_its_field() {
    let house = House::window().await;
    let id = helene(&house).await;
    let path = format!("/api/contacts/{id}/consents");
    for (body, field) in [
        (
            json!({ "channel": "email", "state": "granted", "legal_basis": "consent", "source": " " }),
            "source",
        ),
        (said("email", "granted", "right_to_object"), "legal_basis"),
        (
            json!({ "channel": "email", "state": "granted", "legal_basis": "consent", "source": "x",
                    "decided_at": 9_000_000_000_000_i64 }),
            "decided_at",
        ),
    ] {
        let refused = house.post(&path, body).await;
        let problem: Value = serde_json::from_slice(&refused.body).unwrap();
        assert_eq!((refused.status.as_u16(), &problem["field"]), (422, &json!(field)), "{problem}");
    }
    assert_eq!(house.get(&path).await.expect(200), json!([]), "nothing was kept");
}

#[tokio::test]
async fn a_consent_lifts_a_refusal_only_when_a_person_says_so() {
    let house = House::window().await;
    let id = helene(&house).await;
    let path = format!("/api/contacts/{id}/consents");
    house.post(&path, said("email", "refused", "right_to_object")).await.expect(200);
    assert!(is_suppressed(&house, "helene@mariani.example").await);
    let refused = house.post(&path, said("email", "granted", "consent")).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (409, "consent_suppressed"));
    assert_eq!(house.get(&path).await.expect(200).as_array().unwrap().len(), 1, "nothing was kept");
    house.clock.advance_millis(1_000);
    let mut lifting = said("email", "granted", "consent");
    lifting["lift_suppression"] = json!(true);
    let after = house.post(&path, lifting).await.expect(200);
    assert_eq!((&after["suppressed"], &after["consents"][0]["state"]), (&json!(false), &json!("granted")));
    let acts = house.get("/api/audit?action=suppression.lifted").await.expect(200);
    assert_eq!(acts["items"].as_array().unwrap().len(), 1, "an act of its own");
}

#[tokio::test]
async fn nothing_but_a_person_lifts_a_refusal() {
    let house = House::window().await;
    let id = helene(&house).await;
    let address = "helene@mariani.example";
    let path = format!("/api/contacts/{id}/consents");
    house.post(&path, said("email", "refused", "right_to_object")).await.expect(200);
    imported(&house, "Prénom;Nom;E-mail;Consentement e-mail\nHélène;Mariani;helene@mariani.example;oui\n")
        .await;
    assert!(is_suppressed(&house, address).await, "no import lifts it");
    let other =
        saved(&house, json!({ "first_name": "Helene", "last_name": "MARIANI", "email": "h@m.example" }))
            .await;
    house
        .post("/api/contacts/merge", json!({ "keep": other, "merge": [id], "fields": {} }))
        .await
        .expect(200);
    assert!(is_suppressed(&house, address).await, "no merge lifts it");
    house.delete(&format!("/api/contacts/{other}")).await.expect(204);
    house.post(&format!("/api/contacts/{other}/restore"), json!({})).await.expect(200);
    assert!(is_suppressed(&house, address).await, "the bin and back lift nothing");
    let name = house.get(&format!("/api/contacts/{other}")).await.expect(200)["display_name"].clone();
    let body = json!({ "reason": "à sa demande", "confirm": name });
    house.post(&format!("/api/contacts/{other}/erase"), body).await.expect(200);
    assert!(is_suppressed(&house, address).await, "erasing the person does not lift it");
    imported(&house, "Prénom;Nom;E-mail\nHélène;Mariani;helene@mariani.example\n").await;
    let back = house.get("/api/contacts?q=helene").await.expect(200);
    assert_eq!(back["items"][0]["suppressed"], true, "whoever is imported again stays refused");
}

#[tokio::test]
async fn a_program_with_a_key_may_refuse_but_neither_lift_nor_erase() {
    let house = House::window().await;
    let id = helene(&house).await;
    let entry =
        house.post("/api/suppressions", json!({ "address": "helene@mariani.example" })).await.expect(201);
    let key = house.post("/api/api-keys", json!({ "name": "caisse" })).await.expect(201)["key"].clone();
    let network =
        sellify_api::router(house.app.clone(), sellify_api::DoorConfig::Network { auth: house.auth.clone() });
    let call = async |method: Method, path: String, body: Value| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, crate::house::HOST)
            .header(header::AUTHORIZATION, format!("Bearer {}", key.as_str().unwrap()))
            .header(header::CONTENT_TYPE, "application/json")
            .body(axum::body::Body::from(body.to_string()))
            .unwrap();
        use tower::ServiceExt as _;
        network.clone().oneshot(request).await.unwrap().status().as_u16()
    };
    let mut lifting = said("email", "granted", "consent");
    lifting["lift_suppression"] = json!(true);
    let consents = format!("/api/contacts/{id}/consents");
    assert_eq!(call(Method::POST, consents.clone(), lifting).await, 403);
    let lift = format!("/api/suppressions/{}", entry["id"].as_str().unwrap());
    assert_eq!(call(Method::DELETE, lift, Value::Null).await, 403);
    let erase = json!({ "reason": "x", "confirm": "Hélène Mariani" });
    assert_eq!(call(Method::POST, format!("/api/contacts/{id}/erase"), erase).await, 403);
    assert_eq!(call(Method::POST, consents, said("phone", "refused", "right_to_object")).await, 200);
    assert!(is_suppressed(&house, "helene@mariani.example").await);
}

#[tokio::test]
async fn a_persons_file_holds_everything_and_no_markup_of_theirs() {
    let house = House::window().await;
    let id = helene(&house).await;
    imported(&house, "Prénom;Nom;E-mail\nHélène;MARIANI;pas une adresse\nPaul;Autre;p@x.example\n").await;
    house
        .post(&format!("/api/contacts/{id}/consents"), said("email", "refused", "right_to_object"))
        .await
        .expect(200);
    let file = house.get(&format!("/api/contacts/{id}/person.json")).await;
    let held: Value = serde_json::from_slice(&file.body).unwrap();
    assert_eq!(held["format"], "sellify-person/1");
    let one = &held["contacts"][0];
    assert_eq!((&one["fields"]["last_name"], &one["tags"]), (&json!("Mariani"), &json!(["Ancien"])));
    assert_eq!(held["consents"][0]["state"], "refused");
    assert_eq!(held["suppressions"][0]["address"], "helene@mariani.example");
    assert_eq!(held["refused_rows"][0]["line"], 2, "the row that an import refused is hers");
    assert_eq!(held["refused_rows"].as_array().unwrap().len(), 1, "and nobody else's");
    assert!(held["acts"].as_array().unwrap().iter().any(|act| act["action"] == "contact.created"));
    let page = house.get(&format!("/api/contacts/{id}/person.html")).await;
    let html = String::from_utf8(page.body).unwrap();
    assert!(html.contains("<html lang=\"fr\">") && html.contains("Fiche de Hélène Mariani"));
    assert!(
        html.contains("&lt;b&gt;portail vert&lt;/b&gt;") && !html.contains("<b>portail"),
        "text stays text"
    );
    assert!(
        !html.contains("<script") && !html.contains("src=") && !html.contains("href="),
        "it stands alone"
    );
    let exports = house.get("/api/audit?action=contact.exported").await.expect(200);
    assert_eq!(exports["items"].as_array().unwrap().len(), 2, "taking it out is recorded");
    house.patch("/api/settings", json!({ "language": "en" })).await.expect(200);
    let page = house.get(&format!("/api/contacts/{id}/person.html")).await;
    assert!(String::from_utf8(page.body).unwrap().contains("Record of Hélène Mariani"));
}

#[tokio::test]
async fn an_erased_person_leaves_proof_and_a_chain_that_verifies() {
    let house = House::window().await;
    let id = helene(&house).await;
    imported(&house, "Prénom;Nom;E-mail\nHélène;MARIANI;pas une adresse\nPaul;Autre;p@x.example\n").await;
    house
        .post(&format!("/api/contacts/{id}/consents"), said("email", "refused", "consent"))
        .await
        .expect(200);
    let path = format!("/api/contacts/{id}/erase");
    let wrong = house.post(&path, json!({ "reason": "demande", "confirm": "Helene Martin" })).await;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (422, "erasure_not_confirmed"));
    let naming = json!({ "reason": "demande de Hélène Mariani", "confirm": "Hélène Mariani" });
    assert_eq!(house.post(&path, naming).await.status.as_u16(), 422, "the proof must not name the person");
    house.get(&format!("/api/contacts/{id}")).await.expect(200);
    let report =
        house.post(&path, json!({ "reason": "à sa demande", "confirm": "helene mariani" })).await.expect(200);
    assert_eq!(
        (&report["counts"]["contacts"], &report["counts"]["import_rows"]),
        (&json!(1), &json!(1)),
        "{report}"
    );
    assert_eq!((&report["kept"]["suppressions"], &report["swept"]), (&json!(1), &json!(true)));
    assert_eq!(house.get(&format!("/api/contacts/{id}")).await.code(), "not_found");
    assert_eq!(house.get("/api/contacts?q=mariani").await.expect(200)["total"], 0);
    let proofs = house.get("/api/erasures").await.expect(200);
    let proof = &proofs["items"][0];
    assert_eq!((&proof["id"], &proof["reason"]), (&report["erasure_id"], &json!("à sa demande")));
    let verified = house.post("/api/audit/verify", json!({})).await.expect(200);
    assert!(verified["fault"].is_null(), "{verified}");
    let erased = house.get("/api/audit?action=contact.erased").await.expect(200);
    assert_eq!(erased["items"][0]["object"], json!(id));
    let created = house.get(&format!("/api/audit?action=contact.created&object={id}")).await.expect(200);
    let entry = house.get(&format!("/api/audit/{}", created["items"][0]["seq"])).await.expect(200);
    assert!(entry["details"].is_null(), "the details of entries about the person are gone: {entry}");
    let again = house.post(&path, json!({ "reason": "x", "confirm": "Hélène Mariani" })).await;
    assert_eq!(again.code(), "not_found");
}

#[tokio::test]
async fn a_restore_brings_back_neither_a_lifted_guard_nor_somebody_erased() {
    let house = House::empty_window();
    let created = house.post("/api/vault", json!({})).await.expect(201);
    let code = created["recovery_code"].as_str().unwrap().to_owned();
    let gone = helene(&house).await;
    let stays = saved(&house, json!({ "last_name": "Benali", "email": "k@benali.example" })).await;
    let backup = house.app.back_up(&WINDOW).await.unwrap();
    house.clock.advance_millis(60_000);
    house.post("/api/suppressions", json!({ "address": "k@benali.example" })).await.expect(201);
    let body = json!({ "reason": "à sa demande", "confirm": "Hélène Mariani" });
    house.post(&format!("/api/contacts/{gone}/erase"), body).await.expect(200);
    let order = RestoreOrder { source: BackupSource::Path(backup.path.into()), code, confirm_older: true };
    house.app.restore_backup(&WINDOW, order).await.unwrap();
    let back = house.get(&format!("/api/contacts/{stays}")).await.expect(200);
    assert_eq!(back["suppressed"], true, "a refusal younger than the backup is carried over");
    assert_eq!(house.get(&format!("/api/contacts/{gone}")).await.code(), "not_found", "and so is an erasure");
    assert_eq!(house.get("/api/contacts?q=mariani").await.expect(200)["total"], 0);
    let verified = house.post("/api/audit/verify", json!({})).await.expect(200);
    assert!(verified["fault"].is_null(), "{verified}");
}

#[tokio::test]
async fn whoever_is_kept_too_long_is_listed_and_only_a_typed_count_moves_them() {
    let house = House::window().await;
    let old = helene(&house).await;
    saved(&house, json!({ "last_name": "Sans", "email": "s@x.example" })).await;
    house.clock.advance_millis(14 * MONTH);
    let fresh =
        saved(&house, json!({ "last_name": "Neuf", "email": "n@x.example", "tags": ["ancien"] })).await;
    let rule = house.post("/api/retention-rules", json!({ "tag": "ANCIEN", "months": 12 })).await.expect(200);
    assert_eq!((&rule["tag"], &rule["due"]), (&json!("Ancien"), &json!(1)));
    let reminder = async || {
        let home = house.get("/api/home").await.expect(200);
        let mut todo = home["todo"].as_array().unwrap().iter();
        todo.find(|todo| todo["code"] == "retention_due")
            .map(|todo| (todo["count"].clone(), todo["subject"].clone()))
    };
    assert_eq!(reminder().await, Some((json!(1), json!("Ancien"))), "today says so");
    let bad = house.post("/api/retention-rules", json!({ "tag": "x", "months": 0 })).await;
    assert_eq!(bad.status.as_u16(), 422);
    let due = house.get("/api/retention/due").await.expect(200);
    assert_eq!((&due["total"], &due["items"][0]["id"]), (&json!(1), &json!(old)));
    let of_rule = house.get(&format!("/api/retention/due?rule_id={}", rule["id"].as_str().unwrap())).await;
    assert_eq!(of_rule.expect(200)["items"], due["items"]);
    let apply =
        |action: &str, count: u64| json!({ "rule_id": rule["id"], "action": action, "confirm_count": count });
    let other = house.post("/api/retention/apply", apply("erase", 2)).await;
    assert_eq!((other.status.as_u16(), other.code().as_str()), (409, "retention_count_changed"));
    house.get(&format!("/api/contacts/{old}")).await.expect(200);
    let binned = house.post("/api/retention/apply", apply("bin", 1)).await.expect(200);
    assert_eq!(binned["changed"], 1);
    assert_eq!(reminder().await, None, "decided is decided");
    assert!(!house.get(&format!("/api/contacts/{old}")).await.expect(200)["deleted_at"].is_null());
    house.post(&format!("/api/contacts/{old}/restore"), json!({})).await.expect(200);
    let erased = house.post("/api/retention/apply", apply("erase", 1)).await.expect(200);
    assert_eq!(erased["changed"], 1);
    assert_eq!(house.get(&format!("/api/contacts/{old}")).await.code(), "not_found");
    house.get(&format!("/api/contacts/{fresh}")).await.expect(200);
    assert_eq!(house.get("/api/erasures").await.expect(200)["items"][0]["reason"], "retention");
    house.delete(&format!("/api/retention-rules/{}", rule["id"].as_str().unwrap())).await.expect(204);
    assert_eq!(house.get("/api/retention-rules").await.expect(200), json!([]));
}
