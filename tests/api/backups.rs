//! Backups through the API: made, listed, proven, restored where there is no vault yet; nothing is sent after that.

use sellify_app::{BackupSource, RestoreOrder};
use sellify_domain::{Actor, Door};
use serde_json::{Value, json};

use crate::house::{House, app_in};

const DAY: i64 = 86_400_000;
const WINDOW: Actor = Actor::Person { door: Door::Window };

/// A vault with one contact, and its recovery code.
async fn firm() -> (House, String) {
    let house = House::empty_window();
    let created = house.post("/api/vault", json!({ "firm_name": "Cabinet Mariani" })).await.expect(201);
    house
        .post("/api/contacts", json!({ "last_name": "Mariani", "email": "anne@exemple.fr" }))
        .await
        .expect(201);
    (house, created["recovery_code"].as_str().unwrap().to_owned())
}

async fn made(house: &House) -> (String, Vec<u8>) {
    let view = house.app.back_up(&WINDOW).await.unwrap();
    (view.name, std::fs::read(view.path).unwrap())
}

#[tokio::test]
async fn a_backup_is_begun_and_then_listed_with_the_code_that_opens_it() {
    let (house, _) = firm().await;
    let before = house.get("/api/backups").await.expect(200);
    assert_eq!((&before["items"], &before["last_verified_at"]), (&json!([]), &Value::Null));
    let begun = house.post("/api/backups", json!({})).await.expect(202);
    assert!(begun["id"].is_string());
    let listed = house.until("/api/backups", |list| list["running"].is_null()).await;
    assert_eq!(listed["failure"], Value::Null);
    let item = &listed["items"][0];
    assert_eq!(item["opens_with_current_code"], true);
    assert_eq!(item["recovery_key_id"], listed["recovery_key_id"]);
    assert_eq!((&item["counts"]["contacts"], &item["automatic"]), (&json!(1), &json!(false)));
    let name = item["name"].as_str().unwrap();
    house.post(&format!("/api/backups/{name}/verify"), json!({})).await.expect(200);
    let missing = house.post("/api/backups/nothing.sellifybak/verify", json!({})).await;
    assert_eq!(missing.code(), "not_found");
}

#[tokio::test]
async fn a_drill_needs_the_code_and_is_remembered() {
    let (house, code) = firm().await;
    let (name, _) = made(&house).await;
    house.clock.advance_millis(5 * DAY);
    let path = format!("/api/backups/{name}/verify");
    let (_, other) = firm().await;
    let wrong = house.post(&path, json!({ "recovery_code": other })).await;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (422, "backup_wrong_recovery_code"));
    let proven = house.post(&path, json!({ "recovery_code": code })).await.expect(200);
    assert_eq!(proven["verified_at"].as_i64(), Some(house.app.now().as_millis()));
}

#[tokio::test]
async fn a_backup_is_restored_where_there_is_no_vault_and_nothing_is_sent_until_somebody_allows_it() {
    let (house, code) = firm().await;
    let (name, bytes) = made(&house).await;
    let there = House::empty_window();
    let id = there.upload(&name, bytes).await;
    let body = json!({ "upload_id": id, "recovery_code": code });
    let inside = there.post("/api/restore/inspect", body.clone()).await.expect(200);
    assert_eq!((&inside["firm"], &inside["counts"]["contacts"]), (&json!("Cabinet Mariani"), &json!(1)));
    assert_eq!(inside["present"], Value::Null);
    let restored = there.post("/api/restore", body).await.expect(200);
    assert_eq!(restored["counts"]["contacts"], 1);
    assert_eq!(there.get("/api/vault").await.expect(200)["recovery_confirmed"], true);
    let people = there.get("/api/contacts").await.expect(200);
    assert_eq!(people["items"][0]["email"], "anne@exemple.fr", "{people}");

    let quarantine = there.get("/api/quarantine").await.expect(200);
    assert_eq!((&quarantine["active"], &quarantine["backup"]), (&json!(true), &json!(name)));
    there.delete("/api/quarantine").await.expect(204);
    there.delete("/api/quarantine").await.expect(204);
    assert_eq!(there.get("/api/quarantine").await.expect(200)["active"], false);
    let log = there.get("/api/audit?limit=50").await.expect(200);
    let lifted = log["items"].as_array().unwrap().iter().filter(|e| e["action"] == "vault.quarantine_lifted");
    assert_eq!(lifted.count(), 1, "lifted once, said once");
    assert!(log["items"].as_array().unwrap().iter().any(|entry| entry["action"] == "vault.restored"));
}

#[tokio::test]
async fn another_computer_has_every_row_of_every_table_back_by_the_code_alone() {
    let (house, code) = firm().await;
    house
        .post("/api/templates", json!({ "name": "Vœux", "subject": "Bonjour", "html": "<p>Bonjour</p>" }))
        .await;
    let before = house.app.check_vault().await.unwrap();
    let view = house.app.back_up(&WINDOW).await.unwrap();
    let other = tempfile::tempdir().unwrap();
    let there = app_in(other.path(), 2, house.clock.clone());
    let order = RestoreOrder { source: BackupSource::Path(view.path.into()), code, confirm_older: false };
    there.restore_backup(&WINDOW, order).await.unwrap();
    let after = there.check_vault().await.unwrap();
    assert!(after.ok(), "{after:?}");
    // What the restore itself writes: its audit entry, the quarantine, the checkpoints of two orderly ends.
    let own = ["audit_entries", "audit_checkpoints", "audit_epochs", "settings", "license_clock"];
    for table in before.tables.iter().filter(|table| !own.contains(&table.name.as_str())) {
        let found = after.tables.iter().find(|found| found.name == table.name);
        assert_eq!(found, Some(table), "{}", table.name);
    }
    there.quit().await.unwrap();
    let again = app_in(other.path(), 2, house.clock.clone());
    again.unlock().await.unwrap();
    let stranger = app_in(other.path(), 3, house.clock.clone());
    assert!(stranger.unlock().await.is_err(), "a third computer is not remembered");
}

#[tokio::test]
async fn an_older_backup_replaces_an_open_vault_only_when_somebody_says_so() {
    let (house, code) = firm().await;
    let (name, bytes) = made(&house).await;
    house.clock.advance_millis(DAY);
    house.post("/api/contacts", json!({ "last_name": "Dupont" })).await.expect(201);
    let id = house.upload(&name, bytes).await;
    let body = json!({ "upload_id": id, "recovery_code": code });
    let inside = house.post("/api/restore/inspect", body.clone()).await.expect(200);
    assert_eq!(
        (&inside["present"]["newer"], &inside["present"]["counts"]["contacts"]),
        (&json!(true), &json!(2))
    );
    let refused = house.post("/api/restore", body.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (409, "backup_older"));
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 2);
    let mut confirmed = body;
    confirmed["confirm_older"] = json!(true);
    let restored = house.post("/api/restore", confirmed).await.expect(200);
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 1);
    let replaced = std::path::PathBuf::from(restored["replaced"].as_str().unwrap());
    assert!(replaced.join("vault.db").exists() && replaced.join("keystore.sks").exists());
}

#[tokio::test]
async fn a_browser_names_no_paths_of_this_computer() {
    let house = House::empty_window();
    let (other, code) = firm().await;
    let (_, bytes) = made(&other).await;
    let file = house.dir.path().join("kept.sellifybak");
    std::fs::write(&file, bytes).unwrap();
    let body = json!({ "path": file.display().to_string(), "recovery_code": code });
    house.post("/api/restore/inspect", body.clone()).await.expect(200);
    let both = house.post("/api/restore/inspect", json!({ "recovery_code": code })).await;
    assert_eq!(both.code(), "value_invalid");
}

#[tokio::test]
async fn backups_are_made_when_they_are_due_and_old_ones_are_thinned_out() {
    let (house, _) = firm().await;
    assert!(house.app.back_up_if_due().await.unwrap(), "there is none yet");
    assert!(!house.app.back_up_if_due().await.unwrap(), "an hour has not passed");
    for _ in 0..12 {
        house.clock.advance_millis(DAY);
        assert!(house.app.back_up_if_due().await.unwrap());
    }
    let listed = house.get("/api/backups").await.expect(200);
    let items = listed["items"].as_array().unwrap();
    assert!((7..=11).contains(&items.len()), "{} of 13 are kept", items.len());
    assert!(items.iter().all(|item| item["automatic"] == true && item["verified_at"].is_number()));
    // The computer slept for a month: one backup, at once, not thirty.
    house.clock.advance_millis(30 * DAY);
    assert!(house.app.back_up_if_due().await.unwrap());
    assert!(!house.app.back_up_if_due().await.unwrap());
    let patch = json!({ "backup_automatic": false });
    house.patch("/api/settings", patch).await.expect(200);
    house.clock.advance_millis(3 * DAY);
    assert!(!house.app.back_up_if_due().await.unwrap(), "switched off");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_refused_and_one_that_vanishes_is_told() {
    let (house, _) = firm().await;
    let patch = |folder: String| house.patch("/api/settings", json!({ "backup_folder": folder }));
    let elsewhere = house.dir.path().join("disk");
    let refused = patch(elsewhere.display().to_string()).await;
    assert_eq!(refused.json()["field"], "backup_folder");
    assert_eq!(patch("relative/folder".into()).await.code(), "value_invalid");
    std::fs::create_dir(&elsewhere).unwrap();
    patch(elsewhere.display().to_string()).await.expect(200);
    let (name, _) = made(&house).await;
    assert!(elsewhere.join(&name).exists());
    std::fs::remove_dir_all(&elsewhere).unwrap();
    let refused = house.app.back_up(&WINDOW).await.unwrap_err();
    assert_eq!(refused.code(), "backup_folder_unusable");
    assert!(!elsewhere.exists(), "an unplugged disk is not replaced by an empty folder");
    let listed = house.get("/api/backups").await.expect(200);
    assert_eq!(listed["failure"]["code"], "backup_folder_unusable");
    assert_eq!(listed["items"], json!([]), "what cannot be reached is not shown as safe");
}

#[tokio::test]
async fn a_restore_that_was_cut_off_goes_on_at_the_next_start() {
    let (house, code) = firm().await;
    let (name, bytes) = made(&house).await;
    // Everything but the swap, as a kill right before it leaves it; and then the start.
    let there = House::empty_window();
    let id = there.upload(&name, bytes).await;
    there.post("/api/restore", json!({ "upload_id": id, "recovery_code": code })).await.expect(200);
    there.app.quit().await.unwrap();
    let dir = there.dir.path().join("vault");
    let work = dir.join("restoring");
    std::fs::create_dir_all(work.join("attachments")).unwrap();
    for file in ["vault.db", "keystore.sks"] {
        std::fs::rename(dir.join(file), work.join(file)).unwrap();
    }
    std::fs::write(work.join("ready"), "replaced-2026-11-21-120000").unwrap();
    let again = app_in(there.dir.path(), 1, there.clock.clone());
    again.unlock().await.unwrap();
    assert!(!work.exists());
    assert!(again.quarantine().await.unwrap().is_some());
}
