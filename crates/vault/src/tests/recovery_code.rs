//! The recovery code: what people type is read, what they mistype is named.

use proptest::prelude::*;
use zeroize::Zeroizing;

use crate::{RecoveryCode, RecoveryCodeError};

fn parse_err(text: &str) -> RecoveryCodeError {
    RecoveryCode::parse(text).unwrap_err()
}

fn from_bytes(bytes: [u8; 20]) -> RecoveryCode {
    RecoveryCode::for_test(Zeroizing::new(bytes))
}

#[test]
fn the_format_does_not_change() {
    // Worked out by another program from the rules: twenty zero bytes are 32 zeros, then 20 bits of the hash.
    let zeros = from_bytes([0; 20]).to_string();
    assert!(zeros.starts_with("SR1-0000-0000-0000-0000-0000-0000-0000-0000-"), "{zeros}");
    let ones = from_bytes([0xff; 20]).to_string();
    assert!(ones.starts_with("SR1-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-"), "{ones}");
    assert_eq!((from_bytes([0; 20]).group(8), from_bytes([0xff; 20]).group(8)), ("Q2YP", "AB53"));
}

#[test]
fn people_may_type_it_their_way() {
    let code = from_bytes([0x1c; 20]);
    let shown = code.to_string();
    let spaced = shown.replace('-', " ").to_lowercase();
    let dashed = shown.replace('-', "\u{2013}");
    let bare: String = shown.trim_start_matches("SR1-").chars().filter(|c| *c != '-').collect();
    let pasted = format!("\u{feff} {}\u{a0}\r\n", shown.replace('-', "\u{a0}\u{2011}\u{200b}"));
    for typed in [&shown, &spaced, &dashed, &bare, &pasted, &shown.replace("SR1", "sri").replace('0', "o")] {
        assert_eq!(RecoveryCode::parse(typed).unwrap().to_string(), shown, "{typed:?}");
    }
}

#[test]
fn a_code_that_itself_begins_like_the_prefix_is_read_without_one() {
    // "SR1" as the first symbols of the secret: S = 25, R = 24, 1 = 1.
    let mut bytes = [0_u8; 20];
    let first: u64 = (25 << 35) | (24 << 30) | (1 << 25);
    bytes[..5].copy_from_slice(&first.to_be_bytes()[3..]);
    let code = from_bytes(bytes);
    assert!(code.group(0).starts_with("SR1"));
    let bare: String = (0..RecoveryCode::GROUPS).map(|i| code.group(i)).collect();
    assert_eq!(RecoveryCode::parse(&bare).unwrap().to_string(), code.to_string());
    assert_eq!(RecoveryCode::parse(&code.to_string()).unwrap().to_string(), code.to_string());
}

#[test]
fn mistakes_are_named() {
    let shown = from_bytes([7; 20]).to_string();
    let with = |at: usize, symbol: &str| {
        let mut typed = shown.clone();
        typed.replace_range(at..=at, symbol);
        typed
    };
    assert_eq!(parse_err(&with(4, "U")), RecoveryCodeError::BadSymbol { position: 1 });
    assert_eq!(parse_err(&with(9, "é")), RecoveryCodeError::BadSymbol { position: 5 });
    assert_eq!(parse_err(&shown[..20]), RecoveryCodeError::WrongLength { found: 13 });
    assert_eq!(parse_err(&format!("{shown}0")), RecoveryCodeError::WrongLength { found: 37 });
    assert_eq!(parse_err(""), RecoveryCodeError::WrongLength { found: 0 });
    assert_eq!(parse_err("SR1"), RecoveryCodeError::WrongLength { found: 0 });
    assert_eq!(parse_err(&shown.replace("SR1", "SR2")), RecoveryCodeError::TooNew);
}

#[test]
fn a_typed_group_is_compared_generously() {
    let code = from_bytes([0; 20]);
    assert!(code.group_is(0, " oO0o "));
    assert!(!code.group_is(0, ""));
    assert!(!code.group_is(9, ""), "there is no tenth group");
    assert!(!code.group_is(8, "0000"));
}

proptest! {
    #[test]
    fn every_code_reads_back(bytes: [u8; 20]) {
        let code = from_bytes(bytes);
        let again = RecoveryCode::parse(&code.to_string()).unwrap();
        prop_assert_eq!(again.secret(), &bytes);
    }

    #[test]
    fn one_wrong_symbol_is_a_typing_mistake(bytes: [u8; 20], at in 0_usize..36, by in 1_usize..32) {
        let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let shown: String = (0..9).map(|i| from_bytes(bytes).group(i).to_owned()).collect();
        let old = alphabet.find(&shown[at..=at]).unwrap();
        let mut typed = shown;
        typed.replace_range(at..=at, &alphabet[(old + by) % 32..][..1]);
        prop_assert_eq!(parse_err(&typed), RecoveryCodeError::Typo);
    }

    #[test]
    fn exchanged_groups_are_a_typing_mistake(bytes: [u8; 20], one in 0_usize..9, two in 0_usize..9) {
        let code = from_bytes(bytes);
        let mut groups: Vec<&str> = (0..9).map(|i| code.group(i)).collect();
        prop_assume!(groups[one] != groups[two]);
        groups.swap(one, two);
        prop_assert_eq!(parse_err(&groups.join("-")), RecoveryCodeError::Typo);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}") {
        let _ = RecoveryCode::parse(&text);
    }

    #[test]
    fn no_text_like_a_code_makes_it_panic(text in "[SRsr0-9ILOilo \\-\u{2013}U]{30,45}") {
        let _ = RecoveryCode::parse(&text);
    }
}
