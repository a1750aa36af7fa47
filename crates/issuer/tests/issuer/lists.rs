//! Withdrawing, and the two lists that tell it.

use sellify_licensing::{Release, RequestSubject, read_crl, read_key_list};

use super::*;

fn two_revisions(desk: &Desk) -> LicenseId {
    let lid = desk.order("request.txt", None, &computer(1), 1);
    desk.issue(&["--request", "request.txt", "--plan", "solo", "--licensee", "x"]).ok();
    desk.issue(&["--lid", &lid.to_string(), "--exp", "30d"]).ok();
    lid
}

fn crl(desk: &Desk) -> sellify_licensing::Crl {
    read_crl(&desk.run(&["crl", "--development", "--yes"]).ok(), &KeyTable::development()).unwrap()
}

#[test]
fn a_withdrawn_licence_is_on_the_next_list() {
    let desk = Desk::new();
    let lid = two_revisions(&desk);
    assert_eq!((crl(&desk).seq, crl(&desk).seq), (1, 2), "numbers only rise");
    desk.typing(&["revoke", "--lid", &lid.to_string()], "no\n").refused(2, "Nothing was");
    assert_eq!(crl(&desk).revoked_up_to(lid), None);
    desk.run(&["revoke", "--lid", &lid.to_string(), "--rev", "1", "--yes"]).ok();
    assert_eq!(crl(&desk).revoked_up_to(lid), Some(1));
    desk.run(&["revoke", "--lid", &lid.to_string(), "--yes", "--reason", "not paid"]).ok();
    assert_eq!(crl(&desk).revoked_up_to(lid), Some(2));
    desk.run(&["revoke", "--lid", &lid.to_string(), "--rev", "1", "--yes"]).ok();
    assert_eq!(crl(&desk).revoked_up_to(lid), Some(2), "withdrawing less gives nothing back");
    desk.run(&["revoke", "--lid", &lid.to_string(), "--rev", "9", "--yes"]).refused(2, "revisions 1 to 2");
    let stranger = "01a2013b-a9a8-7219-8f36-2b8509da9d7e";
    desk.run(&["revoke", "--lid", stranger, "--yes"]).refused(2, "does not know");
}

#[test]
fn verify_holds_a_licence_against_the_list() {
    let desk = Desk::new();
    let lid = two_revisions(&desk).to_string();
    desk.run(&["resend", "--lid", &lid, "--rev", "1", "--out", "one.txt"]).ok();
    desk.run(&["resend", "--lid", &lid, "--out", "two.txt"]).ok();
    desk.run(&["revoke", "--lid", &lid, "--rev", "1", "--yes"]).ok();
    desk.run(&["crl", "--development", "--yes", "--out", "crl.txt"]).ok();
    desk.run(&["verify", "one.txt"]).ok();
    desk.run(&["verify", "one.txt", "--crl", "crl.txt"]).refused(3, "license_revoked");
    desk.run(&["verify", "two.txt", "--crl", "crl.txt"]).ok();
    desk.run(&["verify", "crl.txt"]).ok();
    desk.run(&["verify", "two.txt", "--crl", "two.txt"]).refused(3, "license_wrong_document");
    desk.run(&["verify", "request.txt"]).refused(2, "inspect");
    assert!(desk.run(&["inspect", "request.txt"]).ok().contains("asks for     a new licence"));
    assert!(desk.run(&["inspect", "crl.txt"]).ok().contains(&lid));
    desk.write("nothing.txt", "hello");
    desk.run(&["inspect", "nothing.txt"]).refused(3, "none of Sellify's documents");
    desk.run(&["verify", "nothing.txt"]).refused(3, "license_format");
}

#[test]
fn a_release_of_the_customer_withdraws_what_it_gives_back() {
    let desk = Desk::new();
    let lid = two_revisions(&desk);
    let license = licensed(&desk.run(&["resend", "--lid", &lid.to_string(), "--rev", "1"]).ok());
    let release = Release::new(&license, &computer(1), MADE).to_text().unwrap();
    desk.write("release.txt", &release);
    assert!(desk.run(&["inspect", "release.txt"]).ok().contains("gives back"));
    desk.run(&["revoke", "--release", "release.txt", "--yes"]).ok();
    assert_eq!(crl(&desk).revoked_up_to(lid), Some(1));
    desk.write("damaged.txt", &damage(&release));
    desk.run(&["revoke", "--release", "damaged.txt", "--yes"]).refused(3, "license_checksum");
    // After a release, a new computer asks by the licence's number and gets the next revision.
    desk.request("new.txt", RequestSubject::License(lid), &computer(2), 5);
    assert_eq!(licensed(&desk.issue(&["--request", "new.txt"]).ok()).rev, 3);
}

#[test]
fn keys_are_withdrawn_by_the_key_for_that_only_and_stay_withdrawn() {
    let desk = Desk::new();
    let id = desk.keygen("license", "stolen");
    desk.keygen("crl", "lists");
    desk.keygen("keylist", "emergency");
    let sign = |command: &str, key: &str, rest: &[&str]| {
        let key = format!("{key}.key.age");
        desk.run(&[&[command, "--key", &key, "--passphrase-file", "pass", "--yes"], rest].concat())
    };
    sign("crl", "lists", &["--withdraw-key", &id]).refused(4, "Only a key for key lists");
    sign("crl", "emergency", &["--withdraw-key", "xyz"]).refused(2, "not a key id");
    let keys = KeyTable::parse(&desk.read("keys.json")).unwrap();
    let list = read_crl(&sign("crl", "emergency", &["--withdraw-key", &id]).ok(), &keys).unwrap();
    assert!(keys.clone().after(&list).is_revoked(id.parse().unwrap()));
    let next = read_crl(&sign("crl", "emergency", &[]).ok(), &keys).unwrap();
    assert_eq!(next.revoked_key_ids, list.revoked_key_ids, "a later list does not forget it");
    sign("crl", "lists", &[]).refused(4, "gives it back");
    sign("crl", "lists", &["--without-withdrawn-keys"]).ok();
    let fresh = desk.keygen("license", "fresh");
    let key_list = sign("keylist", "emergency", &["--add", "keys.json"]).ok();
    let key_list = read_key_list(&key_list, &keys).unwrap();
    let trusted: Vec<String> = key_list.keys.iter().map(|key| key.id().to_string()).collect();
    assert!(trusted.contains(&fresh) && !trusted.contains(&id), "{trusted:?}");
    assert!(key_list.revoked_key_ids.contains(&id.parse().unwrap()));
    let own = desk.run(&["inspect", "emergency.key.age"]);
    assert_eq!(own.code, 2, "a private key is no document");
}

#[test]
fn a_list_cannot_withdraw_its_own_key() {
    let desk = Desk::new();
    let id = desk.keygen("keylist", "emergency");
    for command in ["crl", "keylist"] {
        let args = [command, "--key", "emergency.key.age", "--passphrase-file", "pass", "--yes"];
        desk.run(&[&args[..], &["--withdraw-key", &id]].concat())
            .refused(4, "cannot withdraw the key that signs it");
    }
}
