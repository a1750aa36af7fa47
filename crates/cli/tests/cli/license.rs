//! The licence from the command line, with the vendor played by the development keys.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SigningKey;
use sellify_licensing::{
    ActivationRequest, Bind, BindMode, Crl, License, Licensee, Quota, sign_crl, sign_license,
};

use crate::House;

const DAY: i64 = 86_400_000;

fn key(name: &str) -> SigningKey {
    let opened: serde_json::Value =
        serde_json::from_str(include_str!("../../../issuer/dev/opened.json")).unwrap();
    let secret = BASE64_STANDARD.decode(opened[name].as_str().unwrap()).unwrap();
    SigningKey::from_bytes(&secret.try_into().unwrap())
}

/// A licence that began with the request and ended or ends so many days after it.
fn answer(request: &str, days: i64) -> License {
    let request = ActivationRequest::parse(request).unwrap();
    let salt = request.subject.salt();
    let begin = request.at.plus_millis(-60 * DAY);
    License {
        lid: salt,
        rev: 1,
        edition: "pro".into(),
        licensee: Licensee { name: "Anne".into(), company: "Cabinet Delorme".into() },
        iat: begin,
        nbf: begin,
        exp: Some(request.at.plus_millis(days * DAY)),
        maint_until: None,
        grace_days: 14,
        bind: Bind { mode: BindMode::Machine, salt, machines: vec![request.machine], max: 1 },
        features: vec!["api".into()],
        quota: Quota::default(),
        req: Some(request.nonce),
    }
}

fn asked(house: &House) -> String {
    let out = house.path("request.txt").display().to_string();
    let made = house.json(&["license", "request", "--out", &out, "--order", "A-1042"]);
    assert_eq!(made["check"].as_str().unwrap().len(), 9);
    std::fs::read_to_string(out).unwrap()
}

#[test]
fn a_licence_is_asked_for_installed_and_given_back() {
    let (house, _) = House::with_vault();
    let before = house.json(&["license", "status"]);
    assert_eq!((&before["state"], &before["edition"]), (&"trial".into(), &serde_json::Value::Null));
    if ActivationRequest::parse(&asked(&house)).unwrap().machine.c.is_empty() {
        println!("skipped: this computer has no identity to bind a licence to");
        return;
    }
    let license = answer(&asked(&house), 365);
    let file = house.file("answer.txt", sign_license(&key("license"), &license).unwrap());
    let installed = house.json(&["license", "activate", &file]);
    assert_eq!((&installed["state"], &installed["edition"]), (&"valid".into(), &"pro".into()));
    let status = house.json(&["license", "status"]);
    assert_eq!(status["expires_at"].as_i64(), license.exp.map(sellify_domain::Timestamp::as_millis));
    assert!(status["reasons"].as_array().unwrap().is_empty());
    let said = house.run(&["license", "status"]);
    assert!(said.out.contains("Licensed to Cabinet Delorme, Anne"), "{}", said.out);

    assert_eq!(house.refusal(&["license", "release"]), (2, "usage".into()), "never by accident");
    let released = house.json(&["license", "release", "--yes"]);
    assert!(released["text"].as_str().unwrap().starts_with("-----BEGIN SELLIFY RELEASE-----"));
    assert_eq!(house.refusal(&["license", "activate", &file]), (3, "license_released".into()));
    assert_eq!(house.refusal(&["license", "release", "--yes"]), (3, "license_missing".into()));
}

#[test]
fn an_ended_licence_stops_sending_and_leaves_everything_else() {
    let (house, _) = House::with_vault();
    let request = asked(&house);
    if ActivationRequest::parse(&request).unwrap().machine.c.is_empty() {
        println!("skipped: this computer has no identity to bind a licence to");
        return;
    }
    let people = house.file("people.csv", "email\nh@example.com\n");
    house.json(&["import", &people]);
    let password = house.file("password", "x");
    let add = |name| {
        [
            "connection",
            "add",
            "smtp",
            "--name",
            name,
            "--host",
            "127.0.0.1",
            "--username",
            "a",
            "--from",
            "a@example.com",
            "--password-file",
            &password,
        ]
    };
    house.json(&add("A"));
    let body = house.file("body.html", "<p>Bonjour</p>");
    house.json(&["template", "add", "--name", "T", "--subject", "S", "--html", &body]);
    house.json(&["campaign", "create", "--name", "C", "--template", "T", "--connection", "A", "--everyone"]);

    let license = answer(&request, -30);
    let file = house.file("answer.txt", sign_license(&key("license"), &license).unwrap());
    let installed = house.json(&["license", "activate", &file]);
    assert_eq!((&installed["state"], &installed["reasons"][0]), (&"expired".into(), &"expired".into()));
    assert_eq!(house.refusal(&["campaign", "send", "C"]), (3, "license_inactive".into()));
    assert_eq!(house.refusal(&add("B")), (3, "license_inactive".into()));
    assert_eq!(house.json(&["contacts", "list"])["items"].as_array().unwrap().len(), 1);
    let out = house.path("out.csv").display().to_string();
    assert_eq!(house.run(&["contacts", "export", "--output", &out]).code, 0);
    assert_eq!(house.run(&["import", &house.file("more.csv", "email\nk@example.com\n")]).code, 0);
}

#[test]
fn what_is_no_licence_is_named_and_changes_nothing() {
    let (house, _) = House::with_vault();
    let text = house.file("text.txt", "hello");
    assert_eq!(house.refusal(&["license", "activate", &text]), (3, "license_format".into()));
    let bytes = house.file("bytes.bin", [0xff; 100]);
    assert_eq!(house.refusal(&["license", "activate", &bytes]), (3, "license_format".into()));
    let huge = house.file("huge.txt", "a".repeat(70_000));
    assert_eq!(house.refusal(&["license", "activate", &huge]), (3, "license_too_large".into()));
    let missing = house.path("nothing").display().to_string();
    assert_eq!(house.refusal(&["license", "activate", &missing]), (3, "file_unreadable".into()));
    let list = sign_crl(&key("crl"), &Crl { seq: 1, ..Crl::default() }).unwrap();
    let list = house.file("list.txt", list);
    assert_eq!(house.refusal(&["license", "activate", &list]), (3, "license_wrong_document".into()));
    assert_eq!(house.json(&["license", "revocations", &list])["state"], "trial");
    assert_eq!(house.json(&["license", "status"])["state"], "trial");
}
