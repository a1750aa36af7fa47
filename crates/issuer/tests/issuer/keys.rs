//! Keys: made, kept under a passphrase and for their owner only, used for what they are for.

use super::*;

fn issue(desk: &Desk, key: &str, passphrase: &str) -> Ran {
    let rest =
        ["--passphrase-file", passphrase, "--any-computer", "--plan", "solo", "--licensee", "x", "--yes"];
    desk.run(&[&["issue", "--key", key], &rest[..]].concat())
}

#[test]
fn a_new_key_signs_and_its_public_half_verifies() {
    let desk = Desk::new();
    let id = desk.keygen("license", "license-2026");
    let text = issue(&desk, "license-2026.key.age", "pass").ok();
    desk.write("license.txt", &text);
    assert!(desk.run(&["verify", "license.txt", "--keys", "keys.json"]).ok().starts_with("Holds"));
    assert!(desk.run(&["inspect", "license.txt", "--keys", "keys.json"]).ok().contains(&id));
    desk.run(&["verify", "license.txt"]).refused(3, "license_unknown_key");
    let hidden = desk.run(&["inspect", "license.txt"]);
    hidden.refused(3, "license_unknown_key");
    assert_eq!(hidden.out, "", "nothing is shown of what nobody vouches for");
}

#[test]
fn the_private_key_is_nowhere_in_the_open() {
    let desk = Desk::new();
    desk.keygen("license", "k");
    let bytes = std::fs::read(desk.path("k.key.age")).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "), "a standard age file");
    assert!(!String::from_utf8_lossy(&bytes).contains("sellify"), "and nothing of its inside shows");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["k.key.age", "issue-log.jsonl"] {
            let mode = std::fs::metadata(desk.path(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_refused() {
    let desk = Desk::new();
    desk.keygen("license", "k");
    for shared in [0o644, 0o640, 0o604, 0o620, 0o602, 0o601] {
        mode(&desk.path("k.key.age"), shared);
        issue(&desk, "k.key.age", "pass").refused(4, "chmod 600");
    }
    mode(&desk.path("k.key.age"), 0o400);
    issue(&desk, "k.key.age", "pass").ok();
    mode(&desk.path("pass"), 0o644);
    issue(&desk, "k.key.age", "pass").refused(4, "chmod 600");
}

#[test]
fn a_key_that_cannot_be_opened_is_told() {
    let desk = Desk::new();
    desk.keygen("license", "k");
    desk.secret("wrong", "wrong horse battery staple");
    issue(&desk, "k.key.age", "wrong").refused(4, "passphrase does not open");
    desk.secret("garbage.key.age", "not a key");
    issue(&desk, "garbage.key.age", "pass").refused(4, "not a private key");
    let mut cut = std::fs::read(desk.path("k.key.age")).unwrap();
    cut.truncate(cut.len() - 1);
    std::fs::write(desk.path("cut.key.age"), cut).unwrap();
    mode(&desk.path("cut.key.age"), 0o600);
    assert_eq!(issue(&desk, "cut.key.age", "pass").code, 4);
    assert_eq!(issue(&desk, "missing.key.age", "pass").code, 4);
    assert!(!desk.run(&["log"]).ok().contains("issued"));
}

#[test]
fn the_passphrase_can_come_on_standard_input() {
    let desk = Desk::new();
    desk.keygen("license", "k");
    let args =
        ["issue", "--key", "k.key.age", "--any-computer", "--plan", "solo", "--licensee", "x", "--yes"];
    desk.typing(&[&args[..], &["--passphrase-file", "-"]].concat(), &format!("{PASSPHRASE}\n")).ok();
}

#[test]
fn a_key_is_made_once_and_not_with_a_short_passphrase() {
    let desk = Desk::new();
    desk.keygen("license", "k");
    let args = ["keygen", "--purpose", "license", "--work-factor", "10", "--passphrase-file"];
    desk.run(&[&args[..], &["pass", "--name", "k"]].concat()).refused(4, "exists already");
    desk.secret("short", "elevenchars");
    desk.run(&[&args[..], &["short", "--name", "other"]].concat()).refused(2, "12 characters");
    desk.run(&[&args[..], &["pass", "--name", "../k"]].concat()).refused(2, "letters, digits");
    assert!(!desk.path("other.key.age").exists());
}

#[test]
fn each_key_signs_only_what_it_is_for() {
    let desk = Desk::new();
    for purpose in ["license", "crl", "keylist"] {
        desk.keygen(purpose, purpose);
    }
    let with = |command: &str, key: &str| {
        let key = format!("{key}.key.age");
        desk.run(&[command, "--key", &key, "--passphrase-file", "pass", "--yes"]).code
    };
    assert_eq!(issue(&desk, "crl.key.age", "pass").code, 4);
    assert_eq!(issue(&desk, "keylist.key.age", "pass").code, 4);
    assert_eq!((with("crl", "license"), with("crl", "crl"), with("crl", "keylist")), (4, 0, 0));
    assert_eq!((with("keylist", "license"), with("keylist", "crl"), with("keylist", "keylist")), (4, 4, 0));
}

#[test]
fn a_key_of_openssl_can_be_taken_over() {
    let desk = Desk::new();
    let made = Command::new("openssl").args(["genpkey", "-algorithm", "ed25519"]).output();
    let Ok(made) = made else { return };
    let pem = String::from_utf8(made.stdout).unwrap();
    desk.secret("openssl.pem", &pem);
    desk.secret("rsa.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    let import = |file: &str| {
        let args =
            ["keygen", "--purpose", "license", "--name", "o", "--passphrase-file", "pass", "--import", file];
        desk.run(&[&args[..], &["--work-factor", "10"]].concat())
    };
    import("rsa.pem").refused(4, "not an Ed25519 private key");
    import("openssl.pem").ok();
    issue(&desk, "o.key.age", "pass").ok();
}

/// What the vendor will do before the first release: the four keys, in one file, complete.
#[test]
fn a_table_of_public_keys_grows_key_by_key() {
    let desk = Desk::new();
    for (purpose, name) in
        [("license", "now"), ("license", "next"), ("crl", "lists"), ("keylist", "emergency")]
    {
        desk.keygen(purpose, name);
    }
    let table = KeyTable::parse(&desk.read("keys.json")).unwrap();
    assert_eq!(table.keys().len(), 4);
    desk.write("keys.json", "{}");
    let args = [
        "keygen",
        "--purpose",
        "license",
        "--name",
        "z",
        "--table",
        "keys.json",
        "--passphrase-file",
        "pass",
    ];
    desk.run(&args).refused(4, "No key was made");
    assert!(!desk.path("z.key.age").exists());
}
