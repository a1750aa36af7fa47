//! New keys for the vault, from the screens: database, sealed columns, keystore.

use serde_json::{Value, json};

use crate::house::{House, NOON, app_in};

const DAY: i64 = 24 * 60 * 60 * 1_000;

async fn rotated(house: &House, kind: &str) -> Value {
    let begun = house.post("/api/vault/rotations", json!({ "kind": kind })).await.expect(202);
    assert_eq!(begun["kind"], kind);
    let over = house.until("/api/vault/rotations", |found| found["running"].is_null()).await;
    assert_eq!(
        (&over["last"][0]["id"], &over["last"][0]["outcome"]),
        (&begun["id"], &json!("done")),
        "{over}"
    );
    over
}

/// The actions of the audit log.
async fn actions(house: &House) -> Vec<String> {
    let vault = house.app.open_vault().unwrap();
    let read = vault.store.read(|r| {
        let mut actions = Vec::new();
        r.audit_entries().for_each_from::<sellify_store::StoreError>(1, |row| {
            actions.push(row.action);
            Ok(())
        })?;
        Ok::<_, sellify_store::StoreError>(actions)
    });
    read.await.unwrap()
}

fn old_files(house: &House) -> Vec<String> {
    let entries = std::fs::read_dir(house.dir.path().join("vault")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with("vault.db.old-")).collect()
}

async fn person(house: &House, name: &str) {
    house.post("/api/contacts", json!({ "last_name": name })).await.expect(201);
}

async fn connection(house: &House, password: &str) -> Value {
    let smtp = json!({ "host": "127.0.0.1", "port": 2525, "tls": "none", "username": "moi", "from_email": "moi@example.com" });
    house
        .post("/api/connections", json!({ "name": "Envoi", "smtp": smtp, "password": password }))
        .await
        .expect(201)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_database_key_changes_nothing_that_people_see() {
    let house = House::window().await;
    person(&house, "Mariani").await;
    let before = house.get("/api/contacts").await.expect(200)["items"].clone();
    let since = house.get("/api/vault/rotations").await.expect(200)["database_key_since"].clone();
    house.clock.advance_millis(DAY);
    let over = rotated(&house, "database").await;
    assert_eq!((&since, &over["database_key_since"]), (&json!(NOON), &json!(NOON + DAY)));
    assert_eq!(house.get("/api/contacts").await.expect(200)["items"], before);
    person(&house, "Delorme").await;
    assert_eq!(old_files(&house).len(), 1, "the file under the old key stays");
    let backups = house.get("/api/backups").await.expect(200);
    assert_eq!(backups["items"].as_array().unwrap().len(), 1, "a verified backup comes first: {backups}");
    let log = actions(&house).await;
    assert!(
        log.contains(&"key.rotation_started".into()) && log.contains(&"key.database_rotated".into()),
        "{log:?}"
    );
    assert!(house.app.verify_audit().await.unwrap().fault.is_none());

    house.app.quit().await.unwrap();
    let again = app_in(house.dir.path(), 1, house.clock.clone());
    again.unlock().await.unwrap();
    assert_eq!(again.contacts(Default::default()).await.unwrap().page.total, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_go_on_working_while_the_database_gets_its_key() {
    let house = House::window().await;
    for n in 0..5 {
        person(&house, &format!("Avant {n}")).await;
    }
    house.post("/api/vault/rotations", json!({ "kind": "database" })).await.expect(202);
    for n in 0..5 {
        // Reading goes on; a change waits for its turn and is not refused.
        house.get("/api/contacts").await.expect(200);
        person(&house, &format!("Pendant {n}")).await;
    }
    house.until("/api/vault/rotations", |found| found["running"].is_null()).await;
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sealed_value_gets_its_new_key_and_still_opens() {
    let house = House::window().await;
    connection(&house, "un mot de passe").await;
    for n in 0..30 {
        house.patch("/api/settings", json!({ "firm_name": format!("Cabinet {n}") })).await.expect(200);
    }
    let kids = |house: &House| {
        let keys = house.app.open_vault().unwrap().keys().field_keys();
        keys.into_iter().filter(|key| key.current).map(|key| key.kid).collect::<Vec<_>>()
    };
    let before = kids(&house);
    rotated(&house, "columns").await;
    let after = kids(&house);
    assert_ne!(before, after);
    let check = house.app.check_vault().await.unwrap();
    assert!(check.ok() && check.cells > 30, "{check:?}");
    let keys = house.app.open_vault().unwrap().keys().field_keys();
    assert!(keys.iter().any(|key| key.retired), "the old keys are out of use, and still readable");
    assert!(actions(&house).await.contains(&"key.columns_rotated".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_does_not_open_stays_as_it_is_and_keeps_its_key() {
    let house = House::window().await;
    connection(&house, "un mot de passe").await;
    let vault = house.app.open_vault().unwrap();
    let column = sellify_store::SEALED_COLUMNS.iter().find(|column| column.table == "connections").unwrap();
    let spoiled = vault
        .store
        .write(|w| {
            let value = w.sealed_values().after(column, 0, 1)?.remove(0);
            let mut blob = value.blob.clone();
            *blob.last_mut().unwrap() ^= 1;
            w.sealed_values_mut().replace(column, &value, &blob)?;
            Ok::<_, sellify_store::StoreError>(blob)
        })
        .await
        .unwrap();
    rotated(&house, "columns").await;
    let stays = vault.store.read(|r| r.sealed_values().after(column, 0, 1)).await.unwrap().remove(0);
    assert_eq!(stays.blob, spoiled, "never overwritten");
    let check = house.app.check_vault().await.unwrap();
    assert_eq!(check.locked, [("connections.secret_ct".to_owned(), 1)]);
    assert!(vault.keys().field_keys().iter().all(|key| !key.retired), "its key is still needed");
}

#[tokio::test]
async fn a_new_master_key_needs_the_code_and_lists_what_it_drops() {
    let house = House::empty_window();
    let created = house.post("/api/vault", json!({})).await.expect(201);
    let code = created["recovery_code"].clone();
    let ask =
        |secrets: Value| house.post("/api/vault/rotations", json!({ "kind": "master", "secrets": secrets }));
    assert_eq!(ask(json!({})).await.code(), "no_portable_slot");
    let wrong = "SR1-0000-0000-0000-0000-0000-0000-0000-0000-0000";
    let refused = ask(json!({ "recovery_code": wrong })).await;
    assert!(refused.status.is_client_error(), "{refused:?}");
    assert!(
        house.get("/api/vault/rotations").await.expect(200)["running"].is_null(),
        "nothing is left under way"
    );
    ask(json!({ "recovery_code": code })).await.expect(202);
    assert!(actions(&house).await.contains(&"key.master_rotated".into()));
    house.app.quit().await.unwrap();
    let there = app_in(house.dir.path(), 2, house.clock.clone());
    there.unlock_with_recovery_code(code.as_str().unwrap()).await.unwrap();
}

#[tokio::test]
async fn there_is_nothing_to_stop_when_nothing_runs() {
    let house = House::window().await;
    let refused = house.post("/api/vault/rotations/cancel", json!({})).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (409, "rotation_not_running"));
    let unknown = house.post("/api/vault/rotations", json!({ "kind": "everything" })).await;
    assert!(unknown.status.is_client_error());
    assert!(house.get("/api/vault/rotations").await.expect(200)["last"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_old_file_goes_after_thirty_days_and_a_backup_and_never_before() {
    let house = House::window().await;
    rotated(&house, "database").await;
    let open_at = async |days: i64| {
        house.app.quit().await.unwrap();
        let now = sellify_domain::Clock::now(&*house.clock).as_millis();
        house.clock.advance_millis(NOON + days * DAY - now);
        house.app.unlock().await.unwrap();
        old_files(&house).len()
    };
    assert_eq!(open_at(31).await, 1, "no backup was made since");
    let backup = sellify_store::BackupRecord {
        name: "Sellify.sellifybak".into(),
        folder: "there".into(),
        made_at: sellify_domain::Timestamp::from_millis(NOON + 2 * DAY),
        verified_at: sellify_domain::Timestamp::from_millis(NOON + 2 * DAY),
        bytes: 1,
        sha256: "0".repeat(64),
        recovery_key_id: "rkAAAA".into(),
        counts: Default::default(),
        automatic: true,
    };
    let vault = house.app.open_vault().unwrap();
    vault.store.write(move |w| w.backups_mut().insert(&backup)).await.unwrap();
    drop(vault);
    assert_eq!(open_at(29).await, 1, "too early");
    assert_eq!(open_at(33).await, 0);
    let keys = house.app.open_vault().unwrap().keys().database_keys();
    assert!(keys.retired.is_empty(), "and its key with it");
    assert!(actions(&house).await.contains(&"key.old_database_removed".into()));
}
