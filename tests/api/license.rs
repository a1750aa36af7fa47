//! The licence: asked for, answered, compared, released, withdrawn; and the clock that it is counted by.

use sellify_providers::catcher::{MailCatcher, Script};
use serde_json::{Value, json};

use crate::house::House;
use crate::vendor::{self, DAY, day, license_for, sign};

async fn request(house: &House) -> String {
    let made = house.post("/api/license/request", json!({ "order_code": "A-1042" })).await.expect(201);
    made["text"].as_str().unwrap().to_owned()
}

async fn activate(house: &House, text: &str) -> Value {
    house.post("/api/license/activate", json!({ "text": text })).await.expect(200)
}

async fn state(house: &House) -> String {
    house.get("/api/license").await.expect(200)["state"].as_str().unwrap().to_owned()
}

async fn refused(house: &House, text: &str) -> (u16, String) {
    let reply = house.post("/api/license/activate", json!({ "text": text })).await;
    (reply.status.as_u16(), reply.code())
}

#[tokio::test]
async fn a_new_vault_is_tried_for_thirty_days() {
    let house = House::window().await;
    let fresh = house.get("/api/license").await.expect(200);
    assert_eq!((&fresh["state"], &fresh["trial_days_left"]), (&json!("trial"), &json!(30)));
    assert_eq!((&fresh["allows"]["sending"], &fresh["edition"]), (&json!(true), &Value::Null));
    house.clock.advance_millis(29 * DAY);
    assert_eq!(house.get("/api/license").await.expect(200)["trial_days_left"], 1);
    house.clock.advance_millis(DAY);
    let over = house.get("/api/license").await.expect(200);
    assert_eq!((&over["state"], &over["reasons"][0]), (&json!("none"), &json!("trial_ended")));
    assert_eq!(over["allows"]["sending"], false);
}

#[tokio::test]
async fn a_request_is_answered_and_the_licence_shows_its_holder() {
    let house = House::window().await;
    let made = house.post("/api/license/request", json!({})).await.expect(201);
    let text = made["text"].as_str().unwrap();
    assert!(text.starts_with("-----BEGIN SELLIFY ACTIVATION REQUEST-----\n"), "{text}");
    assert!(made["qr_svg"].as_str().unwrap().contains("<svg"));
    assert_eq!(made["check"].as_str().unwrap().len(), 9);
    assert_eq!(house.get("/api/license").await.expect(200)["request_pending"], true);

    let installed = activate(&house, &sign(&license_for(text))).await;
    assert_eq!((&installed["state"], &installed["edition"]), (&json!("valid"), &json!("pro")));
    assert_eq!(installed["licensee"], json!({ "name": "Anne Delorme", "company": "Cabinet Delorme" }));
    assert_eq!((&installed["machine_match"], &installed["days_left"]), (&json!("exact"), &json!(365)));
    assert_eq!(installed["request_pending"], false, "an answer is taken once");
}

#[tokio::test]
async fn what_happens_to_the_licence_stands_in_the_audit_log() {
    let house = House::window().await;
    let license = license_for(&request(&house).await);
    activate(&house, &sign(&license)).await;
    house
        .post("/api/license/revocations", json!({ "text": vendor::withdraw(&license, 1) }))
        .await
        .expect(200);
    house.post("/api/license/release", json!({})).await.expect(200);
    let vault = house.app.open_vault().unwrap();
    let actions = vault.store.read(|r| {
        let mut actions = Vec::new();
        r.audit_entries().for_each_from::<sellify_store::StoreError>(1, |row| {
            actions.push(row.action);
            Ok(())
        })?;
        Ok::<_, sellify_store::StoreError>(actions)
    });
    let actions = actions.await.unwrap();
    let licence: Vec<&str> =
        actions.iter().map(String::as_str).filter(|action| action.starts_with("license.")).collect();
    assert_eq!(
        licence,
        [
            "license.requested",
            "license.activated",
            "license.state_changed",
            "license.revocations_imported",
            "license.state_changed",
            "license.released",
            "license.state_changed",
        ]
    );
}

#[tokio::test]
async fn a_changed_copied_or_foreign_licence_is_refused_and_nothing_changes() {
    let house = House::window().await;
    let license = license_for(&request(&house).await);
    let text = sign(&license);
    let damaged = text.replacen('A', "B", 1);
    assert_eq!(refused(&house, &damaged).await.0, 422);
    assert_eq!(refused(&house, "hello").await, (422, "license_format".into()));
    assert_eq!(refused(&house, "").await, (422, "license_format".into()));
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let foreign = sellify_licensing::sign_license(&stranger, &license).unwrap();
    assert_eq!(refused(&house, &foreign).await, (422, "license_unknown_key".into()));
    let mut elsewhere = license.clone();
    for machine in &mut elsewhere.bind.machines {
        for part in machine.c.values_mut() {
            *part = sellify_licensing::Nonce::from_bytes([9; 16]);
        }
    }
    assert_eq!(refused(&house, &sign(&elsewhere)).await, (422, "license_wrong_machine".into()));
    assert_eq!(refused(&house, &vendor::withdraw(&license, 1)).await, (422, "license_wrong_document".into()));
    assert_eq!(state(&house).await, "trial");
    assert_eq!(activate(&house, &text).await["state"], "valid", "and the right one still works");
}

#[tokio::test]
async fn a_better_licence_is_not_replaced_without_saying_so() {
    let house = House::window().await;
    let license = license_for(&request(&house).await);
    activate(&house, &sign(&license)).await;
    let mut shorter = license.clone();
    shorter.rev = 2;
    shorter.exp = Some(day(30));
    shorter.features = vec!["api".into()];
    let text = sign(&shorter);
    assert_eq!(refused(&house, &text).await, (409, "license_worse".into()));
    assert_eq!(house.get("/api/license").await.expect(200)["revision"], 1, "the better one stays");
    let body = json!({ "text": text, "replace": true });
    let replaced = house.post("/api/license/activate", body).await.expect(200);
    assert_eq!((&replaced["revision"], &replaced["days_left"]), (&json!(2), &json!(30)));
    assert_eq!(refused(&house, &sign(&license)).await, (422, "license_older_revision".into()));
}

#[tokio::test]
async fn a_released_computer_refuses_what_it_released() {
    let house = House::window().await;
    let mut license = license_for(&request(&house).await);
    activate(&house, &sign(&license)).await;
    let released = house.post("/api/license/release", json!({})).await.expect(200);
    assert!(released["text"].as_str().unwrap().starts_with("-----BEGIN SELLIFY RELEASE-----"));
    let after = house.get("/api/license").await.expect(200);
    assert_eq!((&after["edition"], &after["released"]["text"]), (&Value::Null, &released["text"]));
    assert_eq!(refused(&house, &sign(&license)).await, (422, "license_released".into()));
    assert_eq!(house.post("/api/license/release", json!({})).await.code(), "license_missing");
    license.rev = 2;
    assert_eq!(activate(&house, &sign(&license)).await["state"], "valid", "the vendor can give it back");
}

#[tokio::test]
async fn an_older_revocation_list_is_refused() {
    let house = House::window().await;
    let license = license_for(&request(&house).await);
    activate(&house, &sign(&license)).await;
    let import = |number| json!({ "text": vendor::withdraw(&license, number) });
    let seen = house.post("/api/license/revocations", import(7)).await.expect(200);
    assert_eq!(seen["state"], "revoked");
    let older = house.post("/api/license/revocations", import(6)).await;
    assert_eq!((older.status.as_u16(), older.code()), (422, "license_older_list".into()));
    let mut fresh = license.clone();
    fresh.rev = 2;
    assert_eq!(activate(&house, &sign(&fresh)).await["state"], "valid", "a new revision is not withdrawn");
}

#[tokio::test]
async fn an_answer_to_another_request_is_not_taken_on_a_changed_computer() {
    let house = House::window().await;
    let mut license = license_for(&request(&house).await);
    license.bind.mode = sellify_licensing::BindMode::None;
    license.bind.machines.clear();
    license.req = Some(sellify_licensing::Nonce::from_bytes([3; 16]));
    assert_eq!(refused(&house, &sign(&license)).await, (422, "license_request_unknown".into()));
}

#[tokio::test]
async fn a_clock_put_back_gives_no_time_and_takes_none() {
    let house = House::window().await;
    let mut license = license_for(&request(&house).await);
    license.exp = Some(day(20));
    activate(&house, &sign(&license)).await;
    house.clock.advance_millis(25 * DAY);
    // The program writes the time down when it is closed.
    house.app.quit().await.unwrap();
    house.post("/api/vault/unlock", json!({})).await.expect(200);
    assert_eq!(state(&house).await, "grace");
    house.clock.advance_millis(-24 * DAY);
    let back = house.get("/api/license").await.expect(200);
    assert_eq!(
        (&back["state"], &back["clock_suspect"]),
        (&json!("grace"), &json!(true)),
        "its end still counts"
    );
}

#[tokio::test]
async fn a_clock_that_was_years_ahead_once_does_not_end_a_licence() {
    let house = House::window().await;
    activate(&house, &sign(&license_for(&request(&house).await))).await;
    house.clock.advance_millis(4_000 * DAY);
    house.app.quit().await.unwrap();
    house.post("/api/vault/unlock", json!({})).await.expect(200);
    assert_eq!(state(&house).await, "expired");
    house.clock.advance_millis(-3_999 * DAY);
    assert_eq!(state(&house).await, "valid");
}

#[tokio::test]
async fn an_answer_of_the_vendor_puts_right_what_a_wrong_clock_left_behind() {
    let house = House::empty_window();
    house.clock.advance_millis(4_000 * DAY);
    house.post("/api/vault", json!({})).await.expect(201);
    house.clock.advance_millis(-4_000 * DAY);
    assert_eq!(house.get("/api/license").await.expect(200)["clock_suspect"], true);
    let license = license_for(&request(&house).await);
    assert_eq!(activate(&house, &sign(&license)).await["state"], "valid", "and not ended in eleven years");
}

#[tokio::test]
async fn a_vault_made_in_the_future_has_no_trial_without_end() {
    let house = House::empty_window();
    house.clock.advance_millis(4_000 * DAY);
    house.post("/api/vault", json!({})).await.expect(201);
    house.clock.advance_millis(-4_000 * DAY);
    for _ in 0..31 {
        house.clock.advance_millis(DAY);
        house.app.quit().await.unwrap();
        house.post("/api/vault/unlock", json!({})).await.expect(200);
    }
    assert_eq!(state(&house).await, "none");
}

#[tokio::test]
async fn more_connections_than_the_licence_allows_are_refused_and_those_there_stay() {
    let house = House::window().await;
    let mut license = license_for(&request(&house).await);
    license.quota.mailboxes = Some(1);
    activate(&house, &sign(&license)).await;
    let smtp = json!({ "host": "127.0.0.1", "port": 2525, "tls": "none", "from_email": "a@example.com",
                       "from_name": "A", "max_connections": 1 });
    let body = json!({ "name": "One", "smtp": smtp });
    let first = house.post("/api/connections", body.clone()).await.expect(201);
    let second = house.post("/api/connections", body).await;
    assert_eq!((second.status.as_u16(), second.code()), (403, "license_quota".into()));
    let path = format!("/api/connections/{}", first["id"].as_str().unwrap());
    house.patch(&path, json!({ "name": "Renamed" })).await.expect(200);
}

#[tokio::test]
async fn a_campaign_that_sends_when_the_licence_ends_waits_and_goes_on_with_a_new_one() {
    let house = House::window().await;
    let text = request(&house).await;
    let catcher = MailCatcher::start(Script::default()).await.unwrap();
    for email in ["a@example.com", "b@example.com", "c@example.com"] {
        house.post("/api/contacts", json!({ "email": email })).await.expect(201);
    }
    let smtp = json!({ "host": "127.0.0.1", "port": catcher.address().port(), "tls": "none",
                       "from_email": "x@example.com", "from_name": "X", "max_connections": 1, "max_per_hour": 1 });
    let connection = house.post("/api/connections", json!({ "name": "One", "smtp": smtp })).await.expect(201);
    let template = json!({ "name": "T", "subject": "S", "html": "<p>B</p>" });
    let template = house.post("/api/templates", template).await.expect(201);
    let campaign = json!({ "name": "C", "template_id": template["id"], "connection_id": connection["id"] });
    let campaign = house.post("/api/campaigns", campaign).await.expect(201);
    let path = format!("/api/campaigns/{}", campaign["id"].as_str().unwrap());
    house.post(&format!("{path}/send"), json!({ "expected_recipients": 3 })).await.expect(202);

    house.clock.advance_millis(31 * DAY);
    // Anything that happens to the licence makes the program look; otherwise it looks every ten minutes.
    let license = license_for(&text);
    house
        .post("/api/license/revocations", json!({ "text": vendor::withdraw(&license, 1) }))
        .await
        .expect(200);
    let waiting = house.until(&path, |campaign| campaign["state"] == "paused").await;
    assert_eq!(waiting["pause_reason"], "license_inactive");
    assert_eq!(waiting["counts"]["total"], 3, "nobody is forgotten");
    assert_eq!(house.post(&format!("{path}/resume"), json!({})).await.code(), "license_inactive");

    let mut fresh = license;
    fresh.rev = 2;
    activate(&house, &sign(&fresh)).await;
    assert_eq!(house.post(&format!("{path}/resume"), json!({})).await.expect(200)["state"], "running");
}

#[tokio::test]
async fn the_checks_before_sending_say_that_the_licence_is_over() {
    let house = House::window().await;
    let campaign = house.post("/api/campaigns", json!({ "name": "C" })).await.expect(201);
    let path = format!("/api/campaigns/{}/preflight", campaign["id"].as_str().unwrap());
    let blocked = async || {
        let found = house.get(&path).await.expect(200);
        let checks = found["checks"].as_array().unwrap().clone();
        checks.iter().any(|check| check["code"] == "license_inactive" && check["level"] == "block")
    };
    assert!(!blocked().await);
    house.clock.advance_millis(31 * DAY);
    assert!(blocked().await);
}

#[tokio::test]
async fn the_first_screen_says_when_an_end_comes_near_and_when_sending_is_stopped() {
    let house = House::window().await;
    let codes = async || {
        let home = house.get("/api/home").await.expect(200);
        let todo = home["todo"].as_array().unwrap().clone();
        todo.iter().filter_map(|todo| todo["code"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert!(codes().await.iter().all(|code| !code.starts_with("license")));
    house.clock.advance_millis(20 * DAY);
    assert!(codes().await.contains(&"license_ending".to_owned()));
    house.clock.advance_millis(10 * DAY);
    assert!(codes().await.contains(&"license_stopped".to_owned()));
    let health = house.get("/health").await.expect(200);
    assert_eq!((&health["license"], &health["database"]), (&json!("failing"), &json!("ok")));
}
