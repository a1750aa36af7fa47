//! The vault is locked while a campaign sends; the computer's identity changes. Nothing is lost, nobody is locked out.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sellify_app::{App, AppConfig, LockReason, SettingsChange};
use sellify_domain::{CampaignState, SystemClock};
use sellify_providers::catcher::{MailCatcher, Script};
use sellify_vault::{Computer, FixedMachineId, MemoryKeychain, VaultPaths};

use crate::evening::{ME, campaign, import, program, until_over};

const PEOPLE: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_goes_on_where_it_stopped_when_the_vault_was_locked_in_the_middle() {
    let dir = tempfile::tempdir().unwrap();
    let script = Script { delay: Duration::from_millis(3), keep: 10 * PEOPLE, ..Script::default() };
    let catcher = MailCatcher::start(script).await.unwrap();
    let app = program(dir.path());
    app.create_vault(&ME, SettingsChange::default()).await.unwrap();
    let rows: String = (0..PEOPLE).map(|n| format!("p{n}@example.com;Prénom {n};C-{n}\n")).collect();
    import(&app, format!("email;prenom;commande\n{rows}").as_bytes(), "Tous").await;
    let id = campaign(&app, catcher.address().port(), "tous", 2).await;
    app.send_campaign(&ME, id, PEOPLE as u64).await.unwrap();

    for reason in [LockReason::ByHand, LockReason::Sleep] {
        let target = catcher.counts().messages + PEOPLE as u64 / 4;
        while catcher.counts().messages < target {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        app.lock(&ME, reason).await.unwrap();
        let sent = catcher.counts().messages;
        assert!(sent < PEOPLE as u64, "locked in the middle");
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(catcher.counts().messages, sent, "a locked vault sends nothing");
        assert_eq!(app.campaign(id).await.err().map(|error| error.code()), Some("vault_locked"));
        app.unlock().await.unwrap();
    }
    let done = until_over(&app, id).await.campaign;
    assert_eq!(done.state, CampaignState::Finished, "{:?}", done.pause_reason);
    assert_eq!((done.counts.accepted, done.counts.unknown), (PEOPLE as u64, 0), "{:?}", done.counts);
    let mut received: HashMap<String, usize> = HashMap::new();
    for address in catcher.messages().into_iter().flat_map(|message| message.to) {
        *received.entry(address).or_default() += 1;
    }
    assert_eq!(received.len(), PEOPLE, "everybody");
    assert!(received.values().all(|times| *times == 1), "and nobody twice");
}

/// Computer number `number` with a keychain, in one folder.
fn on(dir: &Path, number: u8, keychain: &MemoryKeychain) -> App {
    let paths = VaultPaths { dir: dir.join("vault"), local_dir: dir.join("computer") };
    let computer = Computer {
        machine: Arc::new(FixedMachineId::numbered(number)),
        keychain: Arc::new(keychain.clone()),
    };
    App::new(AppConfig { paths, clock: Arc::new(SystemClock), computer }).expect("an app")
}

#[tokio::test]
async fn a_new_mainboard_is_a_calm_notice_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let keychain = MemoryKeychain::default();
    let before = on(dir.path(), 1, &keychain);
    before.create_vault(&ME, SettingsChange::default()).await.unwrap();
    import(&before, b"email;prenom\na@example.com;Zo\xc3\xa9\n", "Tous").await;
    before.quit().await.unwrap();

    let after = on(dir.path(), 2, &keychain);
    after.unlock().await.unwrap();
    let status = after.vault_status().await.unwrap();
    assert_eq!(status.notices, ["machine_slot_rewrapped"]);
    assert_eq!(after.contacts(Default::default()).await.unwrap().page.total, 1);
    after.quit().await.unwrap();

    let again = on(dir.path(), 2, &MemoryKeychain::default());
    again.unlock().await.unwrap();
    assert_eq!(again.vault_status().await.unwrap().notices, Vec::<String>::new(), "said once");
}
