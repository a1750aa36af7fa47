//! The strict parser: one spelling of each keystore, no panics on anything.

use proptest::prelude::*;

use super::made;
use crate::keystore::{Keystore, Rejected};

fn refused(text: &str) -> bool {
    matches!(Keystore::parse(text.as_bytes()), Err(Rejected::Malformed))
}

#[test]
fn only_the_written_spelling_is_read() {
    let good = String::from_utf8(made().bytes()).unwrap();
    assert!(Keystore::parse(good.as_bytes()).is_ok());
    let generation = "\"generation\":1,";
    let respelled = [
        ("CR LF", good.replace('\n', "\r\n")),
        ("a space", good.replacen(generation, "\"generation\": 1,", 1)),
        ("a duplicate member", good.replacen(generation, "\"generation\":1,\"generation\":1,", 1)),
        ("an unknown member", good.replacen(generation, "\"generation\":1,\"x\":1,", 1)),
        ("an unknown slot member", good.replacen("\"label\":\"\"", "\"label\":\"\",\"x\":1", 1)),
        ("a duplicate slot member", good.replacen("\"label\":\"\"", "\"label\":\"\",\"label\":\"\"", 1)),
        ("a space in a slot", good.replacen("\"label\":\"\"", "\"label\": \"\"", 1)),
        ("an escape", good.replacen("hwid", "\\u0068wid", 1)),
        ("a fraction", good.replacen(generation, "\"generation\":1.0,", 1)),
        ("a sign", good.replacen(generation, "\"generation\":-1,", 1)),
        ("an upper-case id", good.replacen("\"vault_id\":\"0", "\"vault_id\":\"{0", 1)),
        ("padding", good.trim_end().to_owned() + "=\n"),
        ("another alphabet", good.replacen("\"type\":\"hwid\"", "\"type\":\"hwïd\"", 1)),
        ("no last line feed", good.trim_end().to_owned()),
        ("a fourth line", good.clone() + "\n"),
        ("a byte-order mark", format!("\u{feff}{good}")),
        ("version 0", good.replacen("KEYSTORE/1", "KEYSTORE/0", 1)),
        ("version 01", good.replacen("KEYSTORE/1", "KEYSTORE/01", 1)),
        ("no version", good.replacen("KEYSTORE/1", "KEYSTORE/", 1)),
        ("a slot of version 0", good.replacen("\"v\":1", "\"v\":0", 1)),
        (
            "the size limit",
            good.replacen("\"label\":\"\"", &format!("\"label\":\"{}\"", "x".repeat(65_536)), 1),
        ),
    ];
    for (what, text) in respelled {
        assert!(refused(&text), "{what} must be refused");
    }
}

#[test]
fn base64_has_one_spelling() {
    let good = String::from_utf8(made().bytes()).unwrap();
    // 32 bytes are 43 symbols of which the last carries two unused bits: a non-zero tail is another spelling.
    let at = good.find("\"salt\":\"").unwrap() + 8 + 42;
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = alphabet.find(&good[at..=at]).unwrap();
    assert_eq!(value % 4, 0, "written canonically");
    let mut other = good;
    other.replace_range(at..=at, &alphabet[value + 1..value + 2]);
    assert!(refused(&other));
}

#[test]
fn deep_and_odd_json_is_refused() {
    let line = |json: &str| format!("SELLIFY-KEYSTORE/1\n{json}\nmac: {}\n", "A".repeat(43));
    for json in ["", "{}", "[]", "null", "1", "{\"slots\":[]}", &"[".repeat(5_000), &"{\"a\":".repeat(5_000)]
    {
        assert!(refused(&line(json)), "{}", &json[..json.len().min(20)]);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        prop_assert!(Keystore::parse(&bytes).is_err());
    }

    #[test]
    fn no_json_makes_it_panic(json in "[\\[\\]{}\",:a-z0-9\\\\ ]{0,200}", mac in "[A-Za-z0-9+/=]{0,50}") {
        let text = format!("SELLIFY-KEYSTORE/1\n{json}\nmac: {mac}\n");
        prop_assert!(Keystore::parse(text.as_bytes()).is_err());
    }

    #[test]
    fn later_versions_are_recognised_whatever_follows(version in 2_u32.., rest: Vec<u8>) {
        let bytes = [format!("SELLIFY-KEYSTORE/{version}\n").as_bytes(), &rest].concat();
        prop_assert_eq!(Keystore::parse(&bytes).unwrap_err(), Rejected::TooNew);
    }
}
