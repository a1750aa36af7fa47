//! Contacts: saving, finding, the bin, many at once, the file to keep.

use serde_json::{Value, json};

use crate::house::House;

async fn saved(house: &House, fields: Value) -> Value {
    house.post("/api/contacts", fields).await.expect(201)
}

#[tokio::test]
async fn a_contact_is_saved_in_its_normal_form() {
    let house = House::window().await;
    let made = saved(
        &house,
        json!({ "first_name": " Hélène ", "last_name": "Mariani", "email": "Helene@Mariani.FR", "phone": "06 39 98 00 01",
                "postcode": "01000", "custom": { "numero": "42" }, "tags": ["Clé", "cle"] }),
    )
    .await;
    assert_eq!(made["display_name"], "Hélène Mariani");
    assert_eq!(made["email"], "helene@mariani.fr");
    assert_eq!(made["phone"], "+33639980001");
    assert_eq!(made["postcode"], "01000", "a postcode is text");
    assert_eq!(made["tags"], json!(["Clé"]));
    let read = house.get(&format!("/api/contacts/{}", made["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(read, made);
}

#[tokio::test]
async fn a_wrong_field_is_named() {
    let house = House::window().await;
    let cases = [
        (json!({ "email": "nobody" }), "email_invalid", "email"),
        (json!({ "last_name": "x", "phone": "abc" }), "phone_invalid", "phone"),
        (json!({ "last_name": "x", "birthdate": "12/05/1984" }), "value_invalid", "birthdate"),
        (json!({ "last_name": "x", "custom": { "Numéro": "1" } }), "value_invalid", "custom.Numéro"),
    ];
    for (fields, code, field) in cases {
        let reply = house.post("/api/contacts", fields).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (422, code));
        assert_eq!(reply.json()["field"], field);
    }
    assert_eq!(house.post("/api/contacts", json!({ "unknown": 1 })).await.code(), "body_unreadable");
    assert_eq!(house.post("/api/contacts", json!({})).await.code(), "contact_empty");
}

#[tokio::test]
async fn an_address_belongs_to_one_contact() {
    let house = House::window().await;
    saved(&house, json!({ "email": "a@example.com" })).await;
    let second = house.post("/api/contacts", json!({ "email": "A@Example.com" })).await;
    assert_eq!((second.status.as_u16(), second.code().as_str()), (409, "contact_exists"));
    assert_eq!(second.json()["field"], "email");
}

#[tokio::test]
async fn search_is_blind_to_accents_and_says_how_long_it_took() {
    let house = House::window().await;
    saved(&house, json!({ "first_name": "Hélène", "email": "h@example.com", "tags": ["Clients"] })).await;
    saved(&house, json!({ "last_name": "Other", "email": "o@example.com" })).await;
    let found = house.get("/api/contacts?q=hel").await.expect(200);
    assert_eq!((found["total"].as_u64(), found["items"].as_array().unwrap().len()), (Some(1), 1));
    assert!(found["took_ms"].as_f64().unwrap() >= 0.0);
    assert_eq!(house.get("/api/contacts?tag=clients").await.expect(200)["total"], 1);
    assert_eq!(house.get("/api/contacts?untagged=true").await.expect(200)["total"], 1);
    assert_eq!(house.get("/api/tags").await.expect(200), json!([{ "name": "Clients", "count": 1 }]));
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let house = House::window().await;
    for n in 0..7 {
        saved(&house, json!({ "last_name": format!("Name {n}") })).await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/contacts?limit=3".to_owned();
    loop {
        let page = house.get(&path).await.expect(200);
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["display_name"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/contacts?limit=3&cursor={next}");
    }
    assert_eq!(seen, (0..7).map(|n| format!("Name {n}")).collect::<Vec<_>>());
    let broken = house.get("/api/contacts?cursor=zzz").await;
    assert_eq!((broken.status.as_u16(), broken.code().as_str()), (422, "cursor_invalid"));
}

#[tokio::test]
async fn a_contact_in_the_bin_is_in_no_list_and_comes_back() {
    let house = House::window().await;
    let id = saved(&house, json!({ "email": "a@example.com" })).await["id"].as_str().unwrap().to_owned();
    house.delete(&format!("/api/contacts/{id}")).await.expect(204);
    house.delete(&format!("/api/contacts/{id}")).await.expect(204);
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 0);
    assert_eq!(house.get("/api/contacts?deleted=true").await.expect(200)["total"], 1);
    let back = house.post(&format!("/api/contacts/{id}/restore"), json!({})).await.expect(200);
    assert_eq!(back["deleted_at"], Value::Null);
}

#[tokio::test]
async fn many_contacts_change_together() {
    let house = House::window().await;
    let one = saved(&house, json!({ "email": "a@example.com" })).await["id"].clone();
    saved(&house, json!({ "email": "b@example.com" })).await;
    let tag = json!({ "query": {}, "action": "add_tag", "tag": "Noël" });
    assert_eq!(house.post("/api/contacts/bulk", tag).await.expect(200)["changed"], 2);
    let untag = json!({ "ids": [one], "action": "remove_tag", "tag": "noel" });
    assert_eq!(house.post("/api/contacts/bulk", untag).await.expect(200)["changed"], 1);
    let bin = json!({ "query": { "tag": "NOËL" }, "action": "delete" });
    assert_eq!(house.post("/api/contacts/bulk", bin).await.expect(200)["changed"], 1);
    let back = json!({ "query": {}, "action": "restore" });
    assert_eq!(house.post("/api/contacts/bulk", back).await.expect(200)["changed"], 1, "from the bin");
    let nobody = house.post("/api/contacts/bulk", json!({ "action": "delete" })).await;
    assert_eq!(nobody.code(), "selection_missing", "an empty request must not mean everybody");
}

#[tokio::test]
async fn an_export_neutralises_formulas() {
    let house = House::window().await;
    saved(&house, json!({ "last_name": "=cmd|' /C calc'!A0", "email": "a@example.com" })).await;
    let reply = house.get("/api/contacts/export?format=french_excel").await;
    assert_eq!(reply.headers["content-disposition"], "attachment; filename=\"contacts.csv\"");
    let text = String::from_utf8(reply.body).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("'=cmd"), "{text}");
}

#[tokio::test]
async fn fields_are_the_products_own_and_then_the_firms() {
    let house = House::window().await;
    saved(&house, json!({ "last_name": "x", "custom": { "numero": "1" } })).await;
    let fields = house.get("/api/fields").await.expect(200);
    assert_eq!(
        fields[0],
        json!({ "key": "civility", "label_code": "field.civility", "label": null, "custom": false,
                "kind": "text", "options": [], "uses": null })
    );
    let last = fields.as_array().unwrap().last().unwrap();
    assert_eq!(
        last,
        &json!({ "key": "custom:numero", "label_code": "numero", "label": null, "custom": true, "kind": "text",
                 "options": [], "uses": null })
    );
}

#[tokio::test]
async fn a_suppressed_address_shows_on_its_contact_and_can_be_lifted() {
    let house = House::window().await;
    let id = saved(&house, json!({ "email": "a@example.com" })).await["id"].as_str().unwrap().to_owned();
    let entry = house.post("/api/suppressions", json!({ "address": "A@example.com" })).await.expect(201);
    assert_eq!((&entry["reason"], &entry["legal_basis"]), (&json!("manual"), &json!("right_to_object")));
    let twice = house.post("/api/suppressions", json!({ "address": "a@example.com" })).await.expect(201);
    assert_eq!(twice["id"], entry["id"], "adding it again keeps the older entry");
    assert_eq!(house.get(&format!("/api/contacts/{id}")).await.expect(200)["suppressed"], true);
    assert_eq!(
        house.get("/api/suppressions?q=a@example.com").await.expect(200)["items"][0]["id"],
        entry["id"]
    );
    house.delete(&format!("/api/suppressions/{}", entry["id"].as_str().unwrap())).await.expect(204);
    assert_eq!(house.get("/api/suppressions").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn a_change_is_told_in_the_event_feed() {
    let house = House::window().await;
    let now = house.get("/api/events").await.expect(200);
    let id = saved(&house, json!({ "last_name": "x" })).await["id"].clone();
    let news = house.get(&format!("/api/events?after={}&wait=5", now["next"])).await.expect(200);
    assert_eq!(news["epoch"], now["epoch"]);
    assert_eq!(news["items"][0]["kind"], "contact.changed");
    assert_eq!(news["items"][0]["data"]["contact_id"], id);
}
