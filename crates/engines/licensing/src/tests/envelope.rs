//! The text and the envelope: one way to write each block, and no kind passes as another.

use ed25519_dalek::Signer;

use super::*;
use crate::consts::{HEADER_LEN, MAX_TEXT, SIGNATURE_LEN};
use crate::envelope::signed_message;
use crate::sign::{sealed_bytes, sign_payload};
use crate::{
    Document, KeyList, LicenseError, armour, document_of, read_crl, read_key_list, read_license, sign_crl,
    sign_key_list, sign_license,
};

fn text() -> String {
    sign_license(&signer(KeyPurpose::License), &license()).unwrap()
}

fn bytes() -> Vec<u8> {
    armour::read(Document::License, &text()).unwrap()
}

fn code(text: &str) -> &'static str {
    read_license(text, &table()).unwrap_err().code()
}

#[test]
fn a_signed_licence_reads_back_as_it_was_written() {
    let read = read_license(&text(), &table()).unwrap();
    assert_eq!(read.license, license());
    assert_eq!(read.text, text(), "the block is kept as it came");
}

#[test]
fn blank_space_and_line_ends_of_other_systems_do_no_harm() {
    let text = text();
    for told in [
        format!("\r\n  \t{text}\n\n  "),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.trim_end().to_owned(),
    ] {
        assert_eq!(read_license(&told, &table()).unwrap().license, license());
    }
}

#[test]
fn whatever_else_stands_in_or_around_the_block_is_refused() {
    let text = text();
    let lines: Vec<&str> = text.lines().collect();
    let joined = lines[1..lines.len() - 1].concat();
    let mut wrong = vec![
        String::new(),
        "  \n ".into(),
        format!("Hello\n{text}"),
        format!("{text}Kind regards"),
        format!("{text}{text}"),
        format!("\u{a0}{text}"),
        text.replace("SELLIFY LICENSE", "SELLIFY LICENCE"),
        text.replace("SELLIFY LICENSE", "sellify license"),
        text.replace("-----BEGIN", "----BEGIN"),
        text.replace("LICENSE-----\n", "LICENSE-----\nVersion: 1\n\n"),
        text.replacen('\n', "\n\n", 1),
        text.replacen('\n', " \n", 2),
        text.replace('\n', "\r"),
        text.lines().skip(1).collect::<Vec<_>>().join("\n"),
        text.lines().take(lines.len() - 1).collect::<Vec<_>>().join("\n"),
        // The same bytes in other columns.
        format!("{}\n{joined}\n{}\n", lines[0], lines[lines.len() - 1]),
        format!("{}\n{}\n{}\n{}\n", lines[0], &joined[..60], &joined[60..], lines[lines.len() - 1]),
        "x".repeat(MAX_TEXT + 1),
    ];
    // One character less, in every place.
    wrong.extend((0..text.trim_end().len()).map(|at| [&text[..at], &text[at + 1..]].concat()));
    for told in wrong {
        let refused = read_license(&told, &table());
        assert!(refused.is_err(), "{told}");
    }
}

#[test]
fn base64_has_one_spelling() {
    // 1 to 3 bytes at the end leave bits that another spelling could set.
    for length in 40..43 {
        let bytes = vec![7_u8; length];
        let text = armour::write(Document::License, &bytes).unwrap();
        assert_eq!(armour::read(Document::License, &text).unwrap(), bytes);
        let mut spellings = 0;
        let last = text.trim_end().rfind('\n').unwrap();
        for at in last.saturating_sub(5)..last {
            for symbol in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=" {
                let mut other = text.clone().into_bytes();
                other[at] = *symbol;
                let other = String::from_utf8(other).unwrap();
                let same = armour::read(Document::License, &other).is_ok_and(|read| read == bytes);
                spellings += usize::from(same && other != text);
            }
        }
        assert_eq!(spellings, 0, "{length} bytes");
    }
}

#[test]
fn the_length_is_exact() {
    let bytes = bytes();
    for cut in 0..bytes.len() {
        let text = armour::write(Document::License, &bytes[..cut]).unwrap();
        assert!(read_license(&text, &table()).is_err(), "{cut} bytes");
    }
    let longer = armour::write(Document::License, &[&bytes[..], &[0]].concat()).unwrap();
    assert_eq!(code(&longer), "license_format");
}

#[test]
fn another_format_or_algorithm_asks_for_a_newer_program() {
    for place in [0, 1] {
        let mut bytes = bytes();
        bytes[place] = 2;
        assert_eq!(code(&armour::write(Document::License, &bytes).unwrap()), "license_needs_newer_app");
    }
}

#[test]
fn a_payload_written_again_is_refused_although_it_says_the_same() {
    let bytes = bytes();
    let (before, signature) = bytes.split_at(bytes.len() - SIGNATURE_LEN);
    let payload = std::str::from_utf8(&before[HEADER_LEN..]).unwrap();
    let value: serde_json::Value = serde_json::from_str(payload).unwrap();
    let other = [
        serde_json::to_string_pretty(&value).unwrap(),
        serde_json::to_string(&value).unwrap() + " ",
        payload.replace("\":", "\": "),
        payload.replace('é', "\\u00e9"),
        payload.replace("office", "office\\u0020").replace("\\u0020", ""),
    ];
    for payload in other.iter().filter(|other| *other != payload) {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let bytes = [&before[..HEADER_LEN - 4], &length, payload.as_bytes(), signature].concat();
        assert_eq!(code(&armour::write(Document::License, &bytes).unwrap()), "license_signature");
    }
}

#[test]
fn no_kind_of_document_passes_as_another() {
    let keys = [KeyPurpose::License, KeyPurpose::Crl, KeyPurpose::KeyList];
    let signed = [Document::License, Document::Crl, Document::KeyList];
    // Everything signed under every domain, with every key, under every label: only the right one is read.
    for purpose in keys {
        for domain in signed {
            let key = signer(purpose);
            let payloads =
                [payload_of(Document::License), payload_of(Document::Crl), payload_of(Document::KeyList)];
            for (payload, meant) in payloads.iter().zip(signed) {
                let bytes = sealed_bytes(domain, &key, payload).unwrap();
                for label in Document::ALL {
                    let text = armour::write(label, &bytes).unwrap();
                    let read = match label {
                        Document::License => read_license(&text, &table()).is_ok(),
                        Document::Crl => read_crl(&text, &table()).is_ok(),
                        Document::KeyList => read_key_list(&text, &table()).is_ok(),
                        Document::Request => crate::ActivationRequest::parse(&text).is_ok(),
                        Document::Release => crate::Release::parse(&text).is_ok(),
                    };
                    let may = match label {
                        Document::License => purpose == KeyPurpose::License,
                        Document::Crl => purpose != KeyPurpose::License,
                        Document::KeyList => purpose == KeyPurpose::KeyList,
                        _ => false,
                    };
                    let right = label == domain && label == meant && may;
                    assert_eq!(read, right, "{meant} signed as {domain} with {purpose}, labelled {label}");
                }
            }
        }
    }
}

fn payload_of(kind: Document) -> Vec<u8> {
    let text = match kind {
        Document::License => text(),
        Document::Crl => sign_crl(&signer(KeyPurpose::Crl), &revocations(1)).unwrap(),
        _ => sign_key_list(&signer(KeyPurpose::KeyList), &KeyList::default()).unwrap(),
    };
    let bytes = armour::read(kind, &text).unwrap();
    bytes[HEADER_LEN..bytes.len() - SIGNATURE_LEN].to_vec()
}

#[test]
fn signatures_for_the_audit_log_and_for_backups_are_no_licences() {
    let key = signer(KeyPurpose::License);
    let bytes = bytes();
    let before = &bytes[..bytes.len() - SIGNATURE_LEN];
    for domain in ["SELLIFY-AUDIT-V1", "SELLIFY-BACKUP-V1", "SELLIFY-LICENSE-V2", "", "sellify-license-v1"] {
        let message = [domain.as_bytes(), &[0], before].concat();
        let text =
            armour::write(Document::License, &[before, &key.sign(&message).to_bytes()].concat()).unwrap();
        assert_eq!(code(&text), "license_signature", "{domain}");
    }
    // Without the zero byte in between, and with the right one as a proof that the test would notice.
    let run_on = [Document::License.domain(), before].concat();
    let text = armour::write(Document::License, &[before, &key.sign(&run_on).to_bytes()].concat()).unwrap();
    assert_eq!(code(&text), "license_signature");
    let right = signed_message(Document::License, before);
    let text = armour::write(Document::License, &[before, &key.sign(&right).to_bytes()].concat()).unwrap();
    assert!(read_license(&text, &table()).is_ok());
}

#[test]
fn another_block_is_named_by_what_it_is() {
    let list = sign_crl(&signer(KeyPurpose::Crl), &revocations(1)).unwrap();
    assert_eq!(
        read_license(&list, &table()),
        Err(LicenseError::WrongDocument { found: Document::Crl, wanted: Document::License })
    );
    assert_eq!(document_of(&format!("\n {list}")), Some(Document::Crl));
    assert_eq!(document_of("-----BEGIN PRIVATE KEY-----\n"), None);
}

#[test]
fn keys_that_are_unknown_withdrawn_retired_or_meant_for_something_else_are_told_apart() {
    let key = signer(KeyPurpose::License);
    let id = crate::KeyId::of(key.verifying_key().as_bytes());
    let text = text();
    let refused = |table: &KeyTable| read_license(&text, table).unwrap_err();
    let wanted = Document::License;
    assert_eq!(refused(&KeyTable::default()), LicenseError::UnknownKey { wanted, key_id: id });
    let as_crl = KeyTable::with([trusted(&key, KeyPurpose::Crl, None)]);
    assert_eq!(refused(&as_crl), LicenseError::KeyPurpose { wanted, key_id: id });
    let retired = KeyTable::with([trusted(&key, KeyPurpose::License, Some(days(-1)))]);
    assert_eq!(refused(&retired), LicenseError::KeyRetired { wanted, key_id: id });
    let on_its_last_day = KeyTable::with([trusted(&key, KeyPurpose::License, Some(TODAY))]);
    assert!(read_license(&text, &on_its_last_day).is_ok());
    let withdrawing = Crl { revoked_key_ids: [id].into(), ..Crl::default() };
    assert_eq!(refused(&table().after(&withdrawing)), LicenseError::KeyRevoked { wanted, key_id: id });
    // Another key under the same id cannot be made; another key with the table's id would not verify.
    let stranger = sign_payload(wanted, &SigningKey::from_bytes(&[9; 32]), b"{}").unwrap();
    assert_eq!(code(&stranger), "license_unknown_key");
}

#[test]
fn nothing_of_an_unsigned_payload_is_told() {
    let mut license = license();
    license.licensee.name = "CANARY-NAME".into();
    let text = sign_license(&SigningKey::from_bytes(&[9; 32]), &license).unwrap();
    let refused = read_license(&text, &table()).unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("CANARY"));
}

#[test]
fn a_list_that_withdraws_keys_needs_the_key_for_that() {
    let id = crate::KeyId::of(&[5; 32]);
    let list = Crl { revoked_key_ids: [id].into(), ..revocations(1) };
    let by_crl_key = sign_crl(&signer(KeyPurpose::Crl), &list).unwrap();
    assert_eq!(read_crl(&by_crl_key, &table()).unwrap_err().code(), "license_key_purpose");
    let by_list_key = sign_crl(&signer(KeyPurpose::KeyList), &list).unwrap();
    assert_eq!(read_crl(&by_list_key, &table()), Ok(list));
}

#[test]
fn a_retired_key_signs_no_lists_either() {
    let retired = |purpose| KeyTable::with([trusted(&signer(purpose), purpose, Some(days(-1)))]);
    let list = sign_crl(&signer(KeyPurpose::Crl), &revocations(1)).unwrap();
    assert_eq!(read_crl(&list, &retired(KeyPurpose::Crl)).unwrap_err().code(), "license_key_retired");
    let keys = KeyList { issued: TODAY, ..KeyList::default() };
    let keys = sign_key_list(&signer(KeyPurpose::KeyList), &keys).unwrap();
    assert_eq!(
        read_key_list(&keys, &retired(KeyPurpose::KeyList)).unwrap_err().code(),
        "license_key_retired"
    );
}

#[test]
fn lists_never_go_back() {
    let (old, new) = (revocations(1), Crl { seq: 5, ..revocations(1) });
    assert_eq!(old.may_replace(&new).unwrap_err().code(), "license_older_list");
    assert!(new.may_replace(&old).is_ok() && new.may_replace(&new).is_ok());
    let (old, new) = (KeyList::default(), KeyList { seq: 1, ..KeyList::default() });
    assert_eq!(old.may_replace(&new).unwrap_err().code(), "license_older_list");
    assert!(new.may_replace(&old).is_ok());
}

#[test]
fn a_key_list_brings_keys_and_withdraws_others_and_cannot_make_its_own_kind() {
    let fresh = SigningKey::from_bytes(&[8; 32]);
    let old = crate::KeyId::of(signer(KeyPurpose::License).verifying_key().as_bytes());
    let list = KeyList {
        seq: 1,
        issued: TODAY,
        keys: vec![trusted(&fresh, KeyPurpose::License, Some(days(500)))],
        revoked_key_ids: [old].into(),
    };
    let text = sign_key_list(&signer(KeyPurpose::KeyList), &list).unwrap();
    let read = read_key_list(&text, &table()).unwrap();
    assert_eq!(read, list);
    let table = table().with_list(&read);
    let license_text = sign_license(&fresh, &license()).unwrap();
    assert!(read_license(&license_text, &table).is_ok(), "the new key counts");
    assert_eq!(read_license(&self::text(), &table).unwrap_err().code(), "license_key_revoked");
    let own_kind = KeyList { keys: vec![trusted(&fresh, KeyPurpose::KeyList, None)], ..list };
    let refused = sign_key_list(&signer(KeyPurpose::KeyList), &own_kind);
    assert_eq!(refused.unwrap_err().code(), "license_payload");
}
