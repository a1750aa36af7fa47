//! Power cuts in the middle of a campaign: nobody is lost, and nobody is written to twice.
//!
//! The program that sends is this very test binary, started again as a child and ended by SIGKILL; the server is
//! in the parent and remembers every message.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sellify_app::{RecipientQuery, SettingsChange};
use sellify_domain::{CampaignState, RecipientState};
use sellify_providers::catcher::{MailCatcher, Script};

use crate::evening::{ME, campaign, import, program, until_over};

const PEOPLE: usize = 1_500;
/// The child's folder; the child does nothing without it.
const FOLDER: &str = "SELLIFY_STORY_FOLDER";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_that_is_killed_three_times_reaches_everybody_at_most_once() {
    let dir = tempfile::tempdir().unwrap();
    // Far away enough that three kills meet it at work.
    let script = Script { delay: Duration::from_millis(3), keep: 10 * PEOPLE, ..Script::default() };
    let catcher = MailCatcher::start(script).await.unwrap();
    let app = program(dir.path());
    app.create_vault(&ME, SettingsChange::default()).await.unwrap();
    let rows: String = (0..PEOPLE).map(|n| format!("p{n}@example.com;Prénom {n};C-{n}\n")).collect();
    import(&app, format!("email;prenom;commande\n{rows}").as_bytes(), "Tous").await;
    let id = campaign(&app, catcher.address().port(), "tous", 4).await;
    app.send_campaign(&ME, id, PEOPLE as u64).await.unwrap();
    app.quit().await.unwrap();

    for kill in 1..=3_u64 {
        let target = catcher.counts().messages + PEOPLE as u64 / 5;
        let mut child = sender(dir.path());
        while catcher.counts().messages < target {
            assert!(child.try_wait().unwrap().is_none(), "the sender ended by itself before kill {kill}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let app = program(dir.path());
    app.unlock().await.unwrap();
    let done = until_over(&app, id).await.campaign;
    assert_eq!(done.state, CampaignState::Finished, "{:?}", done.pause_reason);
    assert_eq!(done.counts.accepted + done.counts.unknown, PEOPLE as u64, "{:?}", done.counts);
    assert!(
        done.counts.unknown < 3 * 200,
        "only who was under way at a kill may be unknown: {:?}",
        done.counts
    );

    let log = app.verify_audit().await.unwrap();
    assert_eq!(log.fault, None, "every kill fell between two whole entries");

    let mut received: HashMap<String, usize> = HashMap::new();
    for address in catcher.messages().into_iter().flat_map(|message| message.to) {
        *received.entry(address).or_default() += 1;
    }
    assert!(received.values().all(|times| *times == 1), "somebody was written to twice");
    let mut query = RecipientQuery { limit: 500, ..RecipientQuery::default() };
    loop {
        let page = app.ledger(id, query.clone()).await.unwrap().0;
        for row in page.items.iter().filter(|row| row.state == RecipientState::Accepted) {
            assert_eq!(received.get(row.email.as_str()), Some(&1), "{} is said to have it", row.email);
        }
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
    }
}

fn sender(dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::the_sender_of_the_story_above", "--ignored", "--nocapture"])
        .env(FOLDER, dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs as the child of the story above"]
async fn the_sender_of_the_story_above() {
    let Some(dir) = std::env::var_os(FOLDER) else { return };
    let app = program(Path::new(&dir));
    app.unlock().await.unwrap();
    std::future::pending::<()>().await;
}
