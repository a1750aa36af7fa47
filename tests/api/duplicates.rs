//! Likely duplicates, merges and their way back, over the API.

use serde_json::{Value, json};

use crate::house::House;

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

async fn saved(house: &House, fields: Value) -> String {
    let made = house.post("/api/contacts", fields).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// Two spellings of one person, the older one first.
async fn twice(house: &House) -> (String, String) {
    let one = saved(
        house,
        json!({ "first_name": "Hélène", "last_name": "Mariani", "email": "helene@gmail.com", "city": "Lyon", "tags": ["Client"] }),
    )
    .await;
    let other = saved(
        house,
        json!({ "first_name": "HELENE", "last_name": "MARIANI", "phone": "06 39 98 00 01", "tags": ["VIP"] }),
    )
    .await;
    (one, other)
}

async fn searched(house: &House) -> Value {
    house.post("/api/duplicates/search", json!({})).await.expect(202);
    house.until("/api/duplicates", |page| page["running"] == false && !page["searched_at"].is_null()).await
}

#[tokio::test]
async fn a_search_finds_a_pair_and_says_why() {
    let house = House::window().await;
    let before = house.get("/api/duplicates").await.expect(200);
    assert_eq!((&before["searched_at"], &before["total"]), (&Value::Null, &json!(0)));
    let (one, other) = twice(&house).await;
    saved(&house, json!({ "first_name": "Paul", "last_name": "Mariani" })).await;
    let page = searched(&house).await;
    assert_eq!(page["total"], 1, "{page}");
    let pair = &page["items"][0];
    assert_eq!(pair["id"], format!("{one}.{other}"));
    assert_eq!(pair["reasons"], json!(["same_name"]));
    assert!(pair["score"].as_f64().unwrap() >= 0.6);
    assert_eq!(pair["contacts"][1]["display_name"], "HELENE MARIANI");
    let alone = house.get(&format!("/api/duplicates/{one}.{other}")).await.expect(200);
    assert_eq!(alone["reasons"], pair["reasons"]);
    assert_eq!(house.get("/api/duplicates/nonsense").await.code(), "not_found");
    assert_eq!(house.get(&format!("/api/duplicates/{one}.{one}")).await.code(), "not_found");
}

#[tokio::test]
async fn two_people_stay_two_people_until_somebody_takes_that_back() {
    let house = House::window().await;
    let (one, other) = twice(&house).await;
    searched(&house).await;
    let path = format!("/api/duplicates/{one}.{other}/distinct");
    house.post(&path, json!({})).await.expect(204);
    assert_eq!(house.get("/api/duplicates").await.expect(200)["total"], 0, "at once");
    assert_eq!(searched(&house).await["found"], 0, "and in every later search");
    let beside = house.get(&format!("/api/duplicates/{one}.{other}")).await.expect(200);
    assert_eq!(beside["distinct"], true);
    house.delete(&path).await.expect(204);
    assert_eq!(searched(&house).await["total"], 1);
}

#[tokio::test]
async fn a_merge_is_shown_done_and_taken_back() {
    let house = House::window().await;
    let (one, other) = twice(&house).await;
    searched(&house).await;
    let order = json!({ "keep": one, "merge": [other], "fields": { "last_name": other } });
    let shown = house.post("/api/contacts/merge/preview", order.clone()).await.expect(200);
    assert_eq!(shown["contact"]["last_name"], "MARIANI");
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 2, "a preview writes nothing");

    let merged = house.post("/api/contacts/merge", order).await.expect(200);
    let kept = &merged["contact"];
    assert_eq!(kept["phone"], "+33639980001");
    assert_eq!(kept["tags"], json!(["Client", "VIP"]));
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 1);
    assert_eq!(house.get("/api/duplicates").await.expect(200)["total"], 0, "nothing is left to decide");

    let history = house.get(&format!("/api/merges?contact={one}")).await.expect(200);
    assert_eq!(history[0]["merged"][0]["display_name"], "HELENE MARIANI");
    assert_eq!((&history[0]["can_undo"], &history[0]["undone_at"]), (&json!(true), &Value::Null));
    let from_the_other_side = house.get(&format!("/api/merges?contact={other}")).await.expect(200);
    assert_eq!(from_the_other_side, history);

    house.patch(&format!("/api/contacts/{one}"), json!({ "city": "Paris" })).await.expect(200);
    let undo = format!("/api/merges/{}/undo", merged["merge_id"].as_str().unwrap());
    let after = house.post(&undo, json!({})).await.expect(200);
    assert_eq!((&after["last_name"], &after["phone"]), (&json!("Mariani"), &Value::Null));
    assert_eq!(after["city"], "Paris", "a later edit stays");
    let again = house.get(&format!("/api/contacts/{other}")).await.expect(200);
    assert_eq!((&again["phone"], &again["deleted_at"]), (&json!("+33639980001"), &Value::Null));
    let twice = house.post(&undo, json!({})).await;
    assert_eq!((twice.status.as_u16(), twice.code().as_str()), (409, "merge_not_undoable"));
}

#[tokio::test]
async fn a_merge_that_cannot_be_names_what_is_wrong() {
    let house = House::window().await;
    let (one, other) = twice(&house).await;
    let cases = [
        (json!({ "keep": one, "merge": [] }), 422, "merge_not_several"),
        (json!({ "keep": one, "merge": [one] }), 422, "merge_not_several"),
        (json!({ "keep": one, "merge": [NOBODY] }), 409, "merge_contact_gone"),
        (json!({ "keep": one, "merge": [other], "fields": { "nonsense": one } }), 422, "value_invalid"),
        (json!({ "keep": one, "merge": [other], "fields": { "tags": one } }), 422, "merge_field_unknown"),
        (json!({ "keep": one, "merge": [other], "fields": { "city": NOBODY } }), 422, "merge_choice_outside"),
    ];
    for (order, status, code) in cases {
        let reply = house.post("/api/contacts/merge", order.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (status, code), "{order}");
    }
    let unknown = house.post(&format!("/api/merges/{}/undo", NOBODY), json!({})).await;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (404, "not_found"));
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 2);
}

#[tokio::test]
async fn the_audit_log_names_fields_and_holds_no_values() {
    let house = House::window().await;
    let (one, other) = twice(&house).await;
    house.post("/api/contacts/merge", json!({ "keep": one, "merge": [other] })).await.expect(200);
    let log = house.get("/api/audit?limit=5").await.expect(200);
    let entry = &log["items"][0];
    assert_eq!(entry["action"], "contacts.merged");
    let details = house.get(&format!("/api/audit/{}", entry["seq"])).await.expect(200).to_string();
    assert!(details.contains("phone") && details.contains("tags"), "{details}");
    assert!(!details.contains("39980001") && !details.contains("VIP"), "{details}");
}
