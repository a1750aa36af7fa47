//! The rules against addresses and numbers that nobody on the team wrote.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a test that says what it compared")]

use std::path::PathBuf;

use sellify_validation::{email, phone};
use serde_json::Value;

fn corpus(name: &str) -> Option<Value> {
    let root = std::env::var_os("SELLIFY_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora"),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(root.join("addresses").join(name)) else {
        println!("skipped: no corpus {name}");
        return None;
    };
    Some(serde_json::from_slice(&bytes).expect("the corpus is JSON"))
}

fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry[key].as_str().unwrap_or_default()
}

#[test]
fn addresses_are_judged_as_the_campaign_policy_says() {
    let Some(corpus) = corpus("isemail.json") else { return };
    let (mut right, mut faults) = (0, Vec::new());
    for entry in corpus.as_array().expect("a list") {
        let address = text(entry, "address");
        // Blanks around an address are trimmed, as spreadsheets add them; a domain without a dot is refused
        // (`test@io` may have had a mail server in 2011, `jean@local` never does).
        let trimmed = email::parse(address.trim()).is_ok() && address.trim() != address;
        let dotless = !address.contains('.') && text(entry, "campaign_policy") == "accept";
        let expected = match text(entry, "campaign_policy") {
            "accept" if !dotless => true,
            "reject" if !trimmed => false,
            _ => continue,
        };
        if email::parse(address).is_ok() == expected {
            right += 1;
        } else {
            faults.push(format!(
                "{address:?}: {:?}, policy {}",
                email::parse(address),
                text(entry, "diagnosis")
            ));
        }
    }
    assert!(faults.is_empty(), "{right} right, these not:\n{}", faults.join("\n"));
    assert!(right > 100, "only {right} addresses were compared");
}

#[test]
fn plain_mailboxes_of_the_large_providers_are_accepted() {
    let Some(corpus) = corpus("email-validator.json") else { return };
    let mut faults = Vec::new();
    for entry in corpus.as_array().expect("a list") {
        let address = text(entry, "address");
        let plain = address.is_ascii() && !address.contains(['"', '[']) && address.contains('.');
        if text(entry, "test") == "test_email_valid" && plain && email::parse_cell(address).is_err() {
            faults.push(format!("{address:?}: {:?}", email::parse_cell(address)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn numbers_reach_the_e164_that_the_corpus_gives() {
    let Some(corpus) = corpus("phones.json") else { return };
    let (mut right, mut exotic, mut faults) = (0, 0, Vec::new());
    for entry in corpus["numbers"].as_array().expect("a list") {
        let expected = entry["after_cleaning_e164"].as_str().or(entry["e164"].as_str());
        let Some(expected) = expected else { continue };
        let (input, region) = (text(entry, "input"), text(entry, "region"));
        let read = phone::parse(input, region);
        if read.as_ref().is_ok_and(|phone| phone.number.as_str() == expected) {
            right += 1;
            continue;
        }
        let note = text(entry, "note");
        let everyday = note.starts_with("mobile") || note.starts_with("fixed_line");
        if everyday {
            faults.push(format!("{input:?} in {region}: {read:?}, expected {expected} ({note})"));
        } else {
            exotic += 1;
            println!("exotic: {input:?} in {region}: {read:?}, expected {expected} ({note})");
        }
    }
    println!("{right} numbers right, {exotic} exotic ones not, {} everyday ones not", faults.len());
    assert!(faults.is_empty(), "{right} right, these not:\n{}", faults.join("\n"));
    assert!(exotic * 50 <= right, "{exotic} exotic numbers differ");
}

#[test]
fn scientific_notation_is_never_a_number() {
    let Some(corpus) = corpus("phones.json") else { return };
    for entry in corpus["numbers"].as_array().expect("a list") {
        if text(entry, "note").contains("scientific") {
            let input = text(entry, "input");
            assert_eq!(
                phone::parse(input, text(entry, "region")),
                Err(phone::PhoneViolation::Scientific),
                "{input:?}"
            );
        }
    }
}
