//! Locking the vault and opening it again: by hand, when nobody is there, after sleep.

use sellify_app::{App, LockReason};
use serde_json::{Value, json};

use crate::house::House;

const WORDS: &str = "cheval pile agrafe correcte";
const MINUTE: i64 = 60_000;

/// A tick of the program's own watch.
async fn tick(app: &App) -> Option<LockReason> {
    app.lock_when_idle().await.expect("no fault")
}

async fn state(house: &House) -> (Value, Value) {
    let vault = house.get("/api/vault").await.expect(200);
    (vault["state"].clone(), vault["reason_code"].clone())
}

#[tokio::test]
async fn a_vault_locked_by_hand_answers_nothing_until_it_is_unlocked() {
    let house = House::window().await;
    house.post("/api/contacts", json!({ "last_name": "Mariani" })).await.expect(201);
    house.post("/api/vault/lock", json!({})).await.expect(204);
    assert_eq!(state(&house).await, (json!("locked"), json!("locked_by_hand")));
    for path in ["/api/contacts", "/api/settings", "/api/vault/slots", "/api/campaigns", "/api/templates"] {
        let refused = house.get(path).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (423, "vault_locked"), "{path}");
    }
    let events = house.get("/api/events?after=0").await.expect(200);
    let locked =
        events["items"].as_array().unwrap().iter().any(|event| event["data"]["reason"] == "locked_by_hand");
    assert!(locked, "other screens are told: {events}");
    house.post("/api/vault/lock", json!({})).await.expect(204);

    let open = house.post("/api/vault/unlock", json!({})).await.expect(200);
    assert_eq!(open["state"], "open");
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 1);
}

#[tokio::test]
async fn a_request_under_way_does_not_keep_a_locked_vault_from_opening_again() {
    let house = House::window().await;
    let held = house.app.open_vault().unwrap();
    let cell = sellify_vault::cells::connection_password([1; 16]);
    let blob = held.sealer.seal(&cell, b"x").unwrap();
    house.post("/api/vault/lock", json!({})).await.expect(204);
    assert_eq!(held.sealer.open(&cell, &blob).unwrap_err().code(), "field_key_missing", "the keys are wiped");
    let closed = held.store.read(|_| Ok::<_, sellify_app::AppError>(())).await.unwrap_err();
    assert_eq!(closed.code(), "vault_closed");
    house.post("/api/vault/unlock", json!({})).await.expect(200);
    assert!(house.app.open_vault().unwrap().sealer.open(&cell, &blob).is_ok());
}

#[tokio::test]
async fn it_locks_itself_after_the_minutes_in_the_settings_without_anybody() {
    let house = House::window().await;
    assert_eq!(house.get("/api/settings").await.expect(200)["auto_lock_minutes"], 0);
    house.clock.advance_millis(600 * MINUTE);
    assert_eq!(tick(&house.app).await, None, "off unless somebody switches it on");
    let absurd = house.patch("/api/settings", json!({ "auto_lock_minutes": 1_441 })).await;
    assert_eq!((absurd.status.as_u16(), absurd.json()["field"].clone()), (422, json!("auto_lock_minutes")));
    house.patch("/api/settings", json!({ "auto_lock_minutes": 5 })).await.expect(200);

    let wait = |minutes: i64| (0..minutes).for_each(|_| house.clock.advance_millis(MINUTE));
    assert_eq!(tick(&house.app).await, None);
    for _ in 0..4 {
        wait(1);
        assert_eq!(tick(&house.app).await, None);
    }
    house.post("/api/vault/activity", json!({})).await.expect(204);
    for _ in 0..4 {
        wait(1);
        // A page that asks by itself is nobody.
        house.get("/api/events?after=0").await.expect(200);
        house.get("/api/vault").await.expect(200);
        assert_eq!(tick(&house.app).await, None, "somebody was here");
    }
    wait(1);
    assert_eq!(tick(&house.app).await, Some(LockReason::Idle));
    assert_eq!(state(&house).await, (json!("locked"), json!("locked_idle")));
    assert_eq!(tick(&house.app).await, None, "locked already");

    house.post("/api/vault/unlock", json!({})).await.expect(200);
    assert_eq!(tick(&house.app).await, None, "whoever unlocked it is here");
    house.clock.advance_millis(10 * MINUTE);
    assert_eq!(tick(&house.app).await, Some(LockReason::Sleep), "ten minutes passed in one tick");
    house.post("/api/vault/unlock", json!({})).await.expect(200);
    let settings = house.patch("/api/settings", json!({ "auto_lock_minutes": 0 })).await.expect(200);
    assert_eq!(settings["auto_lock_minutes"], 0);
}

#[tokio::test]
async fn five_wrong_passphrases_are_free_then_each_costs_a_wait() {
    let house = House::window().await;
    house
        .call(http::Method::PUT, "/api/vault/passphrase", Some(json!({ "passphrase": WORDS })))
        .await
        .expect(204);
    house.post("/api/vault/lock", json!({})).await.expect(204);
    let methods = house.get("/api/vault").await.expect(200)["unlock_methods"].clone();
    assert!(methods.as_array().unwrap().contains(&json!("passphrase")), "{methods}");
    let wrong = json!({ "passphrase": "cheval pile agrafe" });
    for _ in 0..5 {
        let refused = house.post("/api/vault/unlock", wrong.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (423, "slot_wrong_secret"));
    }
    let right = json!({ "passphrase": WORDS });
    let refused = house.post("/api/vault/unlock", right.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "too_many_attempts"));
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(state(&house).await.1, "locked_by_hand", "why it is locked is not forgotten over it");
    house.clock.advance_millis(1_000);
    assert_eq!(house.post("/api/vault/unlock", right).await.expect(200)["state"], "open");
}
