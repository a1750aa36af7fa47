//! The ways into the vault, through the router: listed, added, taken out, each with its audit entry.

use http::Method;
use serde_json::{Value, json};

use crate::house::{House, app_in};

const WORDS: &str = "cheval pile agrafe correcte";

async fn kinds(house: &House) -> Vec<String> {
    let slots = house.get("/api/vault/slots").await.expect(200)["slots"].clone();
    slots.as_array().unwrap().iter().map(|slot| slot["kind"].as_str().unwrap().to_owned()).collect()
}

async fn set(house: &House, passphrase: &str) -> crate::house::Reply {
    house.call(Method::PUT, "/api/vault/passphrase", Some(json!({ "passphrase": passphrase }))).await
}

async fn require(house: &House, required: bool, proof: Option<&str>) -> crate::house::Reply {
    let body = json!({ "required": required, "passphrase": proof });
    house.call(Method::PUT, "/api/vault/passphrase-required", Some(body)).await
}

/// The actions in the audit log, oldest first.
async fn actions(house: &House) -> Vec<String> {
    let found = house.get("/api/audit?limit=100").await.expect(200);
    let mut actions: Vec<String> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].as_str().unwrap().to_owned())
        .collect();
    actions.reverse();
    actions
}

#[tokio::test]
async fn the_ways_in_are_listed_with_what_they_are() {
    let house = House::window().await;
    let found = house.get("/api/vault/slots").await.expect(200);
    let slots = found["slots"].as_array().unwrap();
    assert_eq!(slots.len(), 2, "{found}");
    assert_eq!((&slots[0]["kind"], &slots[0]["this_computer"]), (&json!("machine"), &json!(true)));
    assert_eq!((&slots[1]["kind"], &slots[1]["this_computer"]), (&json!("recovery"), &json!(false)));
    let rest = (&found["passphrase_required"], &found["keychain_available"], &found["auto_lock_minutes"]);
    assert_eq!(rest, (&json!(false), &json!(false), &json!(0)));
}

#[tokio::test]
async fn a_passphrase_is_set_replaced_and_removed() {
    let house = House::window().await;
    let short = set(&house, "court").await;
    assert_eq!((short.status.as_u16(), short.code().as_str()), (422, "passphrase_too_short"));
    let missing = house.delete("/api/vault/passphrase").await;
    assert_eq!((missing.status.as_u16(), missing.code().as_str()), (409, "passphrase_missing"));
    set(&house, WORDS).await.expect(204);
    set(&house, "une tout autre phrase").await.expect(204);
    assert_eq!(kinds(&house).await, ["machine", "recovery", "passphrase"]);
    house.delete("/api/vault/passphrase").await.expect(204);
    assert_eq!(kinds(&house).await, ["machine", "recovery"]);
    let written = actions(&house).await;
    let keys: Vec<&str> =
        written.iter().map(String::as_str).filter(|action| action.starts_with("key.")).collect();
    assert_eq!(keys, ["key.passphrase.set", "key.passphrase.set", "key.passphrase.removed"]);
    let page = house.get("/api/audit?limit=100").await;
    assert!(!String::from_utf8_lossy(&page.body).contains("cheval"), "never the passphrase itself");
}

#[tokio::test]
async fn a_vault_that_requires_its_passphrase_opens_by_nothing_else_silently() {
    let house = House::window().await;
    assert_eq!(require(&house, true, None).await.code(), "passphrase_missing");
    set(&house, WORDS).await.expect(204);
    house.app.quit().await.unwrap();
    house.app.unlock().await.unwrap();
    let unproved = require(&house, true, None).await;
    assert_eq!((unproved.status.as_u16(), unproved.code().as_str()), (409, "no_other_slot_opened"));
    assert_eq!(require(&house, true, Some("cheval pile agrafe !")).await.code(), "slot_wrong_secret");
    require(&house, true, Some(WORDS)).await.expect(204);
    assert_eq!(kinds(&house).await, ["recovery", "passphrase"]);
    assert_eq!(house.delete("/api/vault/passphrase").await.code(), "passphrase_in_use");

    house.post("/api/vault/lock", json!({})).await.expect(204);
    let silent = house.post("/api/vault/unlock", json!({})).await;
    assert_eq!((silent.status.as_u16(), silent.code().as_str()), (423, "passphrase_required"));
    let vault = house.get("/api/vault").await.expect(200);
    assert_eq!(vault["reason_code"], "passphrase_required");
    let open = house.post("/api/vault/unlock", json!({ "passphrase": WORDS })).await.expect(200);
    assert_eq!((&open["state"], &open["notices"]), (&json!("open"), &json!([])));

    require(&house, false, None).await.expect(204);
    assert_eq!(kinds(&house).await, ["recovery", "passphrase", "machine"]);
    house.post("/api/vault/lock", json!({})).await.expect(204);
    house.post("/api/vault/unlock", json!({})).await.expect(200);
}

#[tokio::test]
async fn a_computer_that_is_gone_is_forgotten() {
    let house = House::empty_window();
    let created = house.post("/api/vault", json!({})).await.expect(201);
    house.app.quit().await.unwrap();
    let gone = app_in(house.dir.path(), 2, house.clock.clone());
    gone.unlock_with_recovery_code(created["recovery_code"].as_str().unwrap()).await.unwrap();
    gone.quit().await.unwrap();
    house.app.unlock().await.unwrap();

    let slots = house.get("/api/vault/slots").await.expect(200)["slots"].clone();
    let slot = |wanted: bool| -> Value {
        let mut slots = slots.as_array().unwrap().iter();
        slots.find(|slot| slot["kind"] == "machine" && slot["this_computer"] == wanted).unwrap()["id"].clone()
    };
    let path = |id: &Value| format!("/api/vault/slots/{}", id.as_str().unwrap());
    let own = house.delete(&path(&slot(true))).await;
    assert_eq!((own.status.as_u16(), own.code().as_str()), (409, "no_other_slot_opened"));
    house.delete(&path(&slot(false))).await.expect(204);
    let again = house.delete(&path(&slot(false))).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (404, "slot_not_found"));
    house.app.quit().await.unwrap();
    let refused = app_in(house.dir.path(), 2, house.clock.clone()).unlock().await.unwrap_err();
    assert_eq!(refused.code(), "hwid_changed");
}

#[tokio::test]
async fn a_computer_that_had_to_be_remembered_anew_is_in_the_audit_log() {
    let house = House::empty_window();
    let created = house.post("/api/vault", json!({})).await.expect(201);
    house.app.quit().await.unwrap();
    std::fs::remove_file(house.dir.path().join("computer-1/device.key")).unwrap();
    assert_eq!(house.post("/api/vault/unlock", json!({})).await.code(), "device_key_missing");
    let code = created["recovery_code"].clone();
    let open = house.post("/api/vault/unlock", json!({ "recovery_code": code })).await.expect(200);
    assert_eq!(open["notices"], json!(["machine_slot_rewrapped"]));
    assert!(actions(&house).await.contains(&"key.slot.rewrapped".to_owned()));
}
