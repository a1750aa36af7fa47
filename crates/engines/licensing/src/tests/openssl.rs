//! Another implementation agrees: OpenSSL verifies the signature of a licence.

use std::process::Command;

use super::*;
use crate::consts::SIGNATURE_LEN;
use crate::envelope::signed_message;
use crate::{Document, armour, sign_license};

/// What stands before the 32 bytes of an Ed25519 public key in DER (RFC 8410).
const DER_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

#[test]
fn openssl_verifies_a_licence_and_refuses_a_changed_one() {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: there is no openssl here");
        return;
    }
    let folder = std::env::temp_dir().join(format!("sellify-licensing-openssl-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let key = signer(KeyPurpose::License);
    let text = sign_license(&key, &license()).unwrap();
    let bytes = armour::read(Document::License, &text).unwrap();
    let (before, signature) = bytes.split_at(bytes.len() - SIGNATURE_LEN);
    let message = signed_message(Document::License, before);
    assert!(
        message.starts_with(b"SELLIFY-LICENSE-V1\0\x01\x01"),
        "the domain, a zero, the format, the algorithm"
    );
    std::fs::write(folder.join("key.der"), [&DER_HEAD[..], key.verifying_key().as_bytes()].concat()).unwrap();
    std::fs::write(folder.join("signature"), signature).unwrap();
    let verify = |message: &[u8]| {
        std::fs::write(folder.join("message"), message).unwrap();
        let ran = Command::new("openssl")
            .args(["pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", "key.der"])
            .args(["-sigfile", "signature", "-in", "message"])
            .current_dir(&folder)
            .output();
        ran.unwrap().status.success()
    };
    assert!(verify(&message));
    let mut changed = message.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(!verify(&changed));
    std::fs::remove_dir_all(&folder).unwrap();
}
