//! The audit log over the wire: pages, filters, details, verification, export.

use serde_json::{Value, json};

use crate::house::House;

async fn with_contacts() -> House {
    let house = House::window().await;
    for name in ["Vasseur", "Dumas", "Mariani"] {
        house.post("/api/contacts", json!({ "last_name": name })).await.expect(201);
    }
    house
}

#[tokio::test]
async fn entries_come_in_pages_newest_first_with_the_names_of_today() {
    let house = with_contacts().await;
    let first = house.get("/api/audit?action=contact&limit=2").await.expect(200);
    assert_eq!(first["total"], 3);
    let names: Vec<&Value> = first["items"].as_array().unwrap().iter().map(|e| &e["object_name"]).collect();
    assert_eq!(names, [&json!("Mariani"), &json!("Dumas")]);
    assert_eq!(first["items"][0]["actor"], "person:window");
    let next = first["next"].as_str().unwrap();
    let second = house.get(&format!("/api/audit?action=contact&limit=2&cursor={next}")).await.expect(200);
    assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (1, &Value::Null));
    assert_eq!(house.get("/api/audit?action=campaign").await.expect(200)["total"], 0);
    assert_eq!(house.get("/api/audit?actor=system&action=contact").await.expect(200)["total"], 0);
    assert_eq!(house.get("/api/audit?to=5").await.expect(200)["total"], 0);
    let hash = first["items"][0]["hash"].as_str().unwrap();
    let found = house.get(&format!("/api/audit?q={}", &hash[..8])).await.expect(200);
    assert_eq!((&found["total"], &found["items"][0]["hash"]), (&json!(1), &json!(hash)));
    let refused = house.get("/api/audit?cursor=nonsense").await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "cursor_invalid"));
}

#[tokio::test]
async fn one_entry_has_its_details_and_its_place_in_the_chain() {
    let house = with_contacts().await;
    let list = house.get("/api/audit?action=vault.created").await.expect(200);
    let seq = list["items"][0]["seq"].as_u64().unwrap();
    let entry = house.get(&format!("/api/audit/{seq}")).await.expect(200);
    assert_eq!(entry["details"], json!({}));
    let after = house.get(&format!("/api/audit/{}", seq + 1)).await.expect(200);
    assert_eq!(after["prev"], entry["hash"]);
    let missing = house.get("/api/audit/4711").await;
    assert_eq!((missing.status.as_u16(), missing.code().as_str()), (404, "not_found"));
    let facets = house.get("/api/audit/facets").await.expect(200);
    assert!(facets["actions"].as_array().unwrap().contains(&json!("contact.created")), "{facets}");
    assert!(facets["actors"].as_array().unwrap().contains(&json!("person:window")), "{facets}");
}

#[tokio::test]
async fn a_verification_tells_how_far_it_went() {
    let house = with_contacts().await;
    let found = house.post("/api/audit/verify", json!({})).await.expect(200);
    assert_eq!(found["fault"], Value::Null, "{found}");
    assert_eq!(found["entries"], house.get("/api/audit").await.expect(200)["total"]);
    let wrong = house.post("/api/audit/verify", json!({ "recovery_code": "SR1-ABCD" })).await;
    assert_eq!(wrong.status.as_u16(), 422);
}

#[tokio::test]
async fn an_export_is_good_and_is_itself_recorded() {
    let house = with_contacts().await;
    let reply = house.get("/api/audit/export").await;
    assert_eq!(reply.status.as_u16(), 200);
    let check = sellify_app::check_audit_export(&reply.body).unwrap();
    assert_eq!(check.fault, None);
    assert!(check.checkpoints > 0, "one is made before an export");
    let recorded = house.get("/api/audit?action=audit.exported").await.expect(200);
    assert_eq!(recorded["total"], 1);
    let found = house.post("/api/audit/verify", json!({})).await.expect(200);
    assert_eq!((&found["level"], &found["unsigned_tail"]), (&json!("L4"), &json!(0)), "{found}");
    let nothing = house.get("/api/audit/export?to=5").await;
    assert_eq!((nothing.status.as_u16(), nothing.code().as_str()), (422, "audit_nothing_to_export"));
    let bare = house.get("/api/audit/export?without_details=true").await;
    assert_eq!(sellify_app::check_audit_export(&bare.body).unwrap().fault, None);
}
