//! The vault's door: first run, the recovery code, another computer.

use serde_json::{Value, json};

use crate::house::{House, app_in};

#[tokio::test]
async fn before_the_first_run_everything_asks_for_a_vault() {
    let house = House::empty_window();
    let vault = house.get("/api/vault").await.expect(200);
    assert_eq!((&vault["state"], &vault["vault_id"]), (&json!("missing"), &Value::Null));
    let reply = house.get("/api/contacts").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (409, "vault_missing"));
}

#[tokio::test]
async fn the_first_run_shows_the_recovery_code_once_and_asks_two_groups_back() {
    let house = House::empty_window();
    let firm = json!({ "language": "en", "firm_name": "Delorme", "country": "be" });
    let created = house.post("/api/vault", firm).await.expect(201);
    let code = created["recovery_code"].as_str().unwrap();
    assert!(code.starts_with("SR1-"), "{code}");
    assert_eq!(house.get("/api/settings").await.expect(200)["country"], "BE");

    let indexes = house.get("/api/vault/confirm").await.expect(200)["indexes"].clone();
    let groups = |wrong: bool| -> Value {
        let group = |index: &Value| {
            let text = code.split('-').nth(usize::try_from(index.as_u64().unwrap()).unwrap()).unwrap();
            json!({ "index": index, "text": if wrong { "0000" } else { text } })
        };
        json!({ "groups": indexes.as_array().unwrap().iter().map(group).collect::<Vec<_>>() })
    };
    let refused = house.post("/api/vault/confirm", groups(true)).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "recovery_group_wrong"));
    assert_eq!(house.get("/api/vault").await.expect(200)["recovery_confirmed"], false);
    house.post("/api/vault/confirm", groups(false)).await.expect(204);
    let vault = house.get("/api/vault").await;
    assert!(!String::from_utf8_lossy(&vault.body).contains(code), "the code is shown once");
    assert_eq!(vault.expect(200)["recovery_confirmed"], true);
}

#[tokio::test]
async fn a_second_vault_in_the_same_folder_is_refused() {
    let house = House::window().await;
    let reply = house.post("/api/vault", json!({})).await;
    assert_eq!(reply.status.as_u16(), 409);
    house.get("/api/settings").await.expect(200);
}

#[tokio::test]
async fn another_computer_needs_the_recovery_code_and_is_then_remembered() {
    let house = House::empty_window();
    let created = house.post("/api/vault", json!({})).await.expect(201);
    let code = created["recovery_code"].as_str().unwrap().to_owned();
    house.post("/api/contacts", json!({ "last_name": "Mariani" })).await.expect(201);
    house.app.quit().await.unwrap();

    let there = app_in(house.dir.path(), 2, house.clock.clone());
    assert!(there.unlock().await.is_err());
    let status = there.vault_status().await.unwrap();
    assert!(status.reason_code.is_some() && status.reason.is_some(), "the screen must say why: {status:?}");
    let wrong = there.unlock_with_recovery_code("SR1-not-a-code").await.unwrap_err();
    assert_eq!(wrong.code(), "recovery_code_wrong_length");
    there.unlock_with_recovery_code(&code).await.unwrap();
    assert_eq!(there.contacts(Default::default()).await.unwrap().page.total, 1);
    there.quit().await.unwrap();

    let again = app_in(house.dir.path(), 2, house.clock.clone());
    again.unlock().await.unwrap();
}

#[tokio::test]
async fn a_vault_is_open_in_one_program_at_a_time() {
    let house = House::window().await;
    let second = app_in(house.dir.path(), 1, house.clock.clone());
    let error = second.unlock().await.unwrap_err();
    assert_eq!(error.code(), "vault_locked_by_other_process");
    house.app.quit().await.unwrap();
    second.unlock().await.unwrap();
}

#[tokio::test]
async fn a_new_recovery_code_ends_the_old_one() {
    let house = House::empty_window();
    let old = house.post("/api/vault", json!({})).await.expect(201)["recovery_code"].clone();
    let new = house.post("/api/vault/recovery-code", json!({})).await.expect(201)["recovery_code"].clone();
    assert_ne!(old, new);
    house.app.quit().await.unwrap();
    let there = app_in(house.dir.path(), 2, house.clock.clone());
    let refused = there.unlock_with_recovery_code(old.as_str().unwrap()).await.unwrap_err();
    assert_eq!(refused.code(), "recovery_code_wrong_vault");
    there.unlock_with_recovery_code(new.as_str().unwrap()).await.unwrap();
}
