//! Anything at all is read or refused, and nothing panics: arbitrary text, real blocks with bytes changed, real
//! payloads with values changed and signed.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;
use crate::sign::sign_payload;
use crate::{
    ActivationRequest, Document, KeyList, Release, RequestSubject, armour, document_of, read_crl,
    read_key_list, read_license, sign_crl, sign_key_list, sign_license, strict_json,
};

/// It came back: that is all that is asked.
fn seen<T>(_: T) {}

/// Every reader once.
fn read_all(text: &str) {
    let keys = table();
    seen(document_of(text));
    seen(read_license(text, &keys));
    seen(read_crl(text, &keys));
    seen(read_key_list(text, &keys));
    seen(ActivationRequest::parse(text));
    seen(Release::parse(text));
    seen(KeyTable::parse(text));
    seen(text.parse::<crate::KeyId>());
    seen(Nonce::parse(text));
}

fn documents() -> Vec<(Document, String)> {
    let subject = RequestSubject::Order { code: Some("A".into()), proposed: lid() };
    vec![
        (Document::License, sign_license(&signer(KeyPurpose::License), &license()).unwrap()),
        (Document::Crl, sign_crl(&signer(KeyPurpose::Crl), &revocations(2)).unwrap()),
        (Document::KeyList, sign_key_list(&signer(KeyPurpose::KeyList), &KeyList::default()).unwrap()),
        (
            Document::Request,
            ActivationRequest::new(subject, &computer(), "1", nonce(1), TODAY).to_text().unwrap(),
        ),
        (Document::Release, Release::new(&license(), &computer(), TODAY).to_text().unwrap()),
    ]
}

/// JSON of any shape, with the members' own names among the names.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::from("01a2013b-a9a8-7219-8f36-2b8509da9d7e")),
        Just(Value::from("AAAAAAAAAAAAAAAAAAAAAA")),
    ];
    let name = prop_oneof![
        "[a-z_]{1,8}",
        proptest::sample::select(vec![
            "mode", "machines", "salt", "max", "os", "c", "os_id", "crit", "lid", "max_rev"
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text(text in "\\PC{0,400}") {
        read_all(&text);
    }

    #[test]
    fn any_bytes_in_armour(bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 0_usize..5) {
        read_all(&armour::write(Document::ALL[kind], &bytes).unwrap());
    }

    #[test]
    fn a_real_block_with_a_piece_changed(
        kind in 0_usize..5, place in any::<prop::sample::Index>(), piece in "\\PC{0,6}", cut in 0_usize..8,
    ) {
        let (_, text) = &documents()[kind];
        let start = place.index(text.len());
        let end = (start + cut).min(text.len());
        let changed = [&text[..start], piece.as_str(), &text[end..]].concat();
        read_all(&changed);
        let same = changed.trim() == text.trim();
        let read = read_license(&changed, &table()).is_ok() || ActivationRequest::parse(&changed).is_ok();
        prop_assert!(same || !read, "a changed block was read: {}", changed);
    }

    #[test]
    fn a_signed_payload_with_any_value_in_any_place(
        name in proptest::sample::select(vec![
            "v", "typ", "product", "lid", "rev", "edition", "licensee", "iat", "nbf", "exp", "maint_until",
            "grace_days", "bind", "features", "quota", "req", "crit",
        ]),
        value in json(),
    ) {
        let (_, text) = &documents()[0];
        let bytes = armour::read(Document::License, text).unwrap();
        let mut payload: Value = serde_json::from_slice(&bytes[14..bytes.len() - 64]).unwrap();
        payload[name] = value;
        let payload = payload.to_string();
        if let Ok(text) = sign_payload(Document::License, &signer(KeyPurpose::License), payload.as_bytes())
            && let Ok(read) = read_license(&text, &table())
        {
            // Whatever is read keeps to the rules, and can be decided upon.
            prop_assert!(crate::check_license(&read.license).is_ok());
            seen(computer().matches(&read.license.bind));
        }
    }

    #[test]
    fn any_json_is_read_strictly_or_refused(value in json()) {
        let text = value.to_string();
        if let Ok(read) = strict_json::read_object(text.as_bytes()) {
            prop_assert_eq!(Value::Object(read), value, "what is read is what was written");
        }
    }
}
