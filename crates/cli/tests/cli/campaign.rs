//! A campaign from the command line against a real SMTP server: sent, refused, paused, killed, gone on with.

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::time::Duration;

use sellify_providers::catcher::{Act, Answer, MailCatcher, Rule, Script};
use serde_json::Value;

use crate::House;

/// A vault with people, a template and a connection to a server of our own.
struct Post {
    house: House,
    catcher: MailCatcher,
    _runtime: tokio::runtime::Runtime,
}

impl Post {
    fn with(people: usize, script: Script) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let catcher = runtime.block_on(MailCatcher::start(script)).unwrap();
        let (house, _) = House::with_vault();
        let rows: String = (0..people).map(|n| format!("personne{n}@exemple.fr;Prénom{n}\n")).collect();
        house.json(&[
            "import",
            &house.file("people.csv", format!("email;prenom\n{rows}")),
            "--tag",
            "clients",
        ]);
        let body = house.file("body.html", "<p>Bonjour {prenom},</p><p>À bientôt.</p>");
        house.json(&["template", "add", "--name", "Vœux", "--subject", "Pour {prenom}", "--html", &body]);
        let port = catcher.address().port().to_string();
        house.json(&[
            "connection",
            "add",
            "smtp",
            "--name",
            "Local",
            "--host",
            "127.0.0.1",
            "--port",
            &port,
            "--tls",
            "none",
            "--from",
            "cabinet@exemple.fr",
            "--from-name",
            "Cabinet Mariani",
        ]);
        house.json(&[
            "campaign",
            "create",
            "--name",
            "Été",
            "--template",
            "Vœux",
            "--connection",
            "Local",
            "--tag",
            "clients",
        ]);
        Self { house, catcher, _runtime: runtime }
    }

    /// How many messages each address received.
    fn received(&self) -> BTreeMap<String, usize> {
        let mut received = BTreeMap::new();
        for address in self.catcher.messages().into_iter().flat_map(|message| message.to) {
            *received.entry(address).or_default() += 1;
        }
        received
    }

    fn counts(&self) -> Value {
        self.house.json(&["campaign", "status", "Été"])["counts"].clone()
    }

    fn in_state(&self, state: &str) -> Vec<String> {
        let ledger = self.house.json(&["campaign", "ledger", "Été", "--state", state, "--all"]);
        let items = ledger["items"].as_array().unwrap().iter();
        items.map(|recipient| recipient["email"].as_str().unwrap().to_owned()).collect()
    }

    fn start_sending(&self) -> Child {
        let mut command = self.house.command(&["campaign", "send", "Été"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn wait_for_messages(&self, count: u64) {
        while self.catcher.counts().messages < count {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn slow(keep: usize) -> Script {
    Script { delay: Duration::from_millis(15), keep, ..Script::default() }
}

#[test]
fn everybody_gets_one_personal_message() {
    let post = Post::with(60, Script::default());
    let found = post.house.json(&["campaign", "preflight", "Été"]);
    assert_eq!((found["sendable"].as_u64(), found["ready"].as_bool()), (Some(60), Some(true)), "{found}");
    assert_eq!(post.catcher.counts().messages, 0, "checking sends nothing");
    let done = post.house.json(&["campaign", "send", "Été"]);
    assert_eq!(
        (done["state"].as_str(), done["counts"]["accepted"].as_u64()),
        (Some("finished"), Some(60)),
        "{done}"
    );
    let received = post.received();
    assert_eq!((received.len(), received.values().max()), (60, Some(&1)));
    let message = String::from_utf8_lossy(&post.catcher.messages()[0].data).into_owned();
    assert!(message.contains("List-Unsubscribe: <mailto:"), "{message}");
    assert_eq!(post.in_state("accepted").len(), 60);
    assert_eq!(post.house.refusal(&["campaign", "send", "Été"]), (3, "campaign_state_wrong".into()));
}

#[test]
fn another_number_of_people_than_expected_stops_before_the_first_message() {
    let post = Post::with(3, Script::default());
    assert_eq!(
        post.house.refusal(&["campaign", "send", "Été", "--expect", "4"]),
        (3, "audience_changed".into())
    );
    assert_eq!(post.catcher.counts().messages, 0);
    assert_eq!(post.counts()["total"], 0);
}

#[test]
fn a_refused_address_bounces_and_the_others_get_their_message() {
    let gone = Act::AnswerRecipient(Answer::new(550, "5.1.1 no such user"));
    let script = Script { rules: vec![Rule::always("personne7@*", gone)], ..Script::default() };
    let post = Post::with(20, script);
    post.house.json(&["campaign", "send", "Été"]);
    assert_eq!(post.in_state("bounced"), ["personne7@exemple.fr"]);
    assert_eq!(post.received().len(), 19);
    let told = post.house.run(&["campaign", "ledger", "Été", "--state", "bounced"]);
    assert!(told.out.contains("550"), "{}", told.out);
}

#[test]
fn an_answer_that_never_came_is_unknown_and_not_sent_again() {
    let script = Script { rules: vec![Rule::times(1, "personne3@*", Act::CutAfterDot)], ..Script::default() };
    let post = Post::with(10, script);
    post.house.json(&["campaign", "send", "Été"]);
    assert!(post.in_state("unknown").contains(&"personne3@exemple.fr".to_owned()));
    assert_eq!(post.received().values().max(), Some(&1), "nobody is written to twice");
}

#[cfg(unix)]
#[test]
fn ctrl_c_pauses_and_the_same_command_goes_on() {
    let post = Post::with(200, slow(1_000));
    let mut child = post.start_sending();
    post.wait_for_messages(20);
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let counts = post.counts();
    assert_eq!((counts["unknown"].as_u64(), counts["handed_over"].as_u64()), (Some(0), Some(0)), "{counts}");
    assert_eq!(post.house.json(&["campaign", "status", "Été"])["state"], "paused");
    assert!(counts["pending"].as_u64().unwrap() > 0, "{counts}");
    let done = post.house.json(&["campaign", "send", "Été"]);
    assert_eq!(done["counts"]["accepted"], 200, "{done}");
    assert_eq!((post.received().len(), post.received().values().max()), (200, Some(&1)));
}

#[test]
fn killed_at_any_moment_nobody_is_lost_and_nobody_is_written_to_twice() {
    let people = 300;
    let post = Post::with(people, slow(2_000));
    for messages in [15, 90, 180] {
        let mut child = post.start_sending();
        post.wait_for_messages(messages);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(post.house.run(&["contacts", "list"]).code, 0, "looking sends nothing and harms nothing");
        let before = post.catcher.counts().messages;
        assert_eq!(post.house.json(&["campaign", "status", "Été"])["state"], "running");
        assert_eq!(post.catcher.counts().messages, before, "a look does not go on sending");
    }
    let done = post.house.json(&["campaign", "send", "Été"]);
    assert_eq!(done["state"], "finished", "{done}");
    let (received, unknown) = (post.received(), post.in_state("unknown"));
    assert_eq!(received.values().max(), Some(&1), "nobody twice");
    let accepted = post.in_state("accepted");
    assert_eq!(accepted.len() + unknown.len(), people, "nobody lost");
    assert!(
        accepted.iter().all(|address| received.contains_key(address)),
        "what is called accepted was accepted"
    );
    for n in 0..people {
        let address = format!("personne{n}@exemple.fr");
        assert!(received.contains_key(&address) || unknown.contains(&address), "{address} was forgotten");
    }
}

#[test]
fn a_server_that_is_not_there_is_said_by_the_test() {
    let post = Post::with(1, Script::default());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let add = [
        "connection",
        "add",
        "smtp",
        "--name",
        "Gone",
        "--host",
        "127.0.0.1",
        "--tls",
        "none",
        "--from",
        "a@b.fr",
    ];
    post.house.json(&[&add[..], &["--port", &free]].concat());
    let ran = post.house.run(&["connection", "test", "Gone", "--json"]);
    assert_eq!(ran.code, 3);
    assert!(ran.error()["message"].as_str().unwrap().len() > 20, "{}", ran.err);
    assert_eq!(post.house.json(&["connection", "test", "Local"])["ok"], true);
}

#[test]
fn a_password_is_never_shown_again() {
    let (house, _) = House::with_vault();
    let password = house.file("password", "CANARY-pass-4711\n");
    let add = ["connection", "add", "smtp", "--name", "P", "--host", "mail.exemple.fr", "--from", "a@b.fr"];
    let added = house.run(&[&add[..], &["--username", "u", "--password-file", &password, "--json"]].concat());
    assert_eq!(added.code, 0, "{}", added.err);
    let shown =
        [added.out, house.run(&["connection", "list", "--json"]).out, house.run(&["connection", "list"]).out];
    assert!(shown.iter().all(|text| !text.contains("CANARY")), "{shown:?}");
    assert!(shown[1].contains("\"has_password\":true"), "{}", shown[1]);
    for (path, bytes) in crate::files(&house.data()) {
        assert!(!bytes.windows(6).any(|window| window == b"CANARY"), "{path:?}");
    }
}
