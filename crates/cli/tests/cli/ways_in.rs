//! `sellify vault slots|forget|passphrase|recovery-code`, and opening a vault that asks for its passphrase.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::{House, Ran, files};

const WORDS: &str = "cheval pile agrafe corrècte ";

/// Runs a command with this on its standard input.
fn typing(house: &House, args: &[&str], typed: &str) -> Ran {
    let mut command = house.command(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    Ran::from(child.wait_with_output().unwrap())
}

fn kinds(listed: &Value) -> Vec<&str> {
    listed["slots"].as_array().unwrap().iter().map(|slot| slot["kind"].as_str().unwrap()).collect()
}

#[test]
fn a_passphrase_set_here_opens_the_vault_on_another_computer() {
    let (house, _) = House::with_vault();
    assert!(kinds(&house.json(&["vault", "slots"])).contains(&"recovery"));
    let short = typing(&house, &["vault", "passphrase", "set", "--json"], "trop court\n");
    assert_eq!((short.code, short.error()["code"].as_str()), (3, Some("passphrase_too_short")));
    let set = typing(&house, &["vault", "passphrase", "set", "--json"], &format!("{WORDS}\r\n"));
    assert_eq!(set.code, 0, "{}", set.err);
    assert!(kinds(&serde_json::from_str(&set.out).unwrap()).contains(&"passphrase"));
    for (path, bytes) in files(&house.data()) {
        assert!(!bytes.windows(6).any(|window| window == b"cheval"), "{path:?} holds the passphrase");
    }

    let there = house.on_another_computer();
    let wrong = typing(&there, &["unlock", "--passphrase", "--json"], "cheval pile agrafe\n");
    assert_eq!((wrong.code, wrong.error()["code"].as_str()), (4, Some("slot_wrong_secret")));
    let opened = typing(&there, &["unlock", "--passphrase", "--json"], &format!("{WORDS}\n"));
    assert_eq!(opened.code, 0, "{}", opened.err);
    assert_eq!(there.run(&["contacts", "list"]).code, 0, "it is remembered");
}

#[test]
fn a_vault_that_requires_its_passphrase_takes_it_from_the_environment_and_not_from_the_command_line() {
    let (house, _) = House::with_vault();
    let early = typing(&house, &["vault", "passphrase", "require", "--json"], WORDS);
    assert_eq!(
        (early.code, early.error()["code"].as_str()),
        (3, Some("passphrase_missing")),
        "there is none yet"
    );
    typing(&house, &["vault", "passphrase", "set"], WORDS);
    let required = typing(&house, &["vault", "passphrase", "require", "--json"], WORDS);
    assert_eq!(required.code, 0, "{}", required.err);
    let listed: Value = serde_json::from_str(&required.out).unwrap();
    assert_eq!(
        (kinds(&listed), &listed["passphrase_required"]),
        (vec!["recovery", "passphrase"], &Value::Bool(true))
    );

    assert_eq!(house.refusal(&["contacts", "list"]), (4, "passphrase_required".into()));
    assert_eq!(house.run(&["contacts", "list", "--passphrase", WORDS]).code, 2, "there is no such option");
    let mut command = house.command(&["vault", "passphrase", "require", "--off", "--json"]);
    let off = Ran::from(command.env("SELLIFY_PASSPHRASE", WORDS).output().unwrap());
    assert_eq!(off.code, 0, "{}", off.err);
    assert_eq!(house.run(&["contacts", "list"]).code, 0, "silently again");
    assert_eq!(house.run(&["vault", "passphrase", "remove"]).code, 0);
}

#[test]
fn a_new_recovery_code_and_a_forgotten_computer() {
    let (house, old) = House::with_vault();
    let new = house.json(&["vault", "recovery-code"])["recovery_code"].as_str().unwrap().to_owned();
    let own = house.json(&["vault", "slots"]);
    let own = own["slots"].as_array().unwrap().iter().find(|slot| slot["this_computer"] == true).cloned();
    if let Some(own) = own {
        let refused = house.refusal(&["vault", "forget", own["id"].as_str().unwrap()]);
        assert_eq!(refused, (3, "no_other_slot_opened".into()));
    }
    let there = house.on_another_computer();
    assert_eq!(there.refusal(&["unlock", "--recovery-code", &old]).1, "recovery_code_wrong_vault");
    assert_eq!(there.run(&["unlock", "--recovery-code", &new]).code, 0);
}
