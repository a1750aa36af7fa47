//! Signing, for the vendor's tool and for tests. What is signed keeps to every rule that the reader checks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde::Serialize;

use crate::armour;
use crate::consts::{ALG_ED25519, FORMAT, HEADER_LEN, MAX_DECODED, PRODUCT, SIGNATURE_LEN};
use crate::crl::{self, CrlEntry, CrlPayload};
use crate::envelope::signed_message;
use crate::key_list::{self, KeyListPayload, ListedKey};
use crate::keys::KeyId;
use crate::license::{self, LicensePayload};
use crate::wire::seconds;
use crate::{Crl, Document, KeyList, License, LicenseError};

/// Signs a licence and armours it.
///
/// # Errors
/// The rule that the licence breaks; nothing is signed then.
pub fn sign_license(key: &SigningKey, license: &License) -> Result<String, LicenseError> {
    let payload = json(Document::License, &license_payload(license))?;
    if license::from_payload(&payload)? != *license {
        return Err(LicenseError::Payload { wanted: Document::License, member: "times are whole seconds" });
    }
    sign_payload(Document::License, key, &payload)
}

/// Whether a licence keeps to the rules, before anybody is asked to sign it.
///
/// # Errors
/// The rule that it breaks.
pub fn check_license(license: &License) -> Result<(), LicenseError> {
    let payload = json(Document::License, &license_payload(license))?;
    license::from_payload(&payload).map(drop)
}

/// Reads a licence that a trusted log vouches for, whichever key signed it: for a next revision of it.
///
/// # Errors
/// The rule that it breaks. Its signature is not looked at.
pub fn read_own_license(text: &str) -> Result<License, LicenseError> {
    let bytes = armour::read(Document::License, text)?;
    let payload = bytes.get(HEADER_LEN..bytes.len().saturating_sub(SIGNATURE_LEN));
    license::from_payload(payload.unwrap_or_default())
}

/// Signs a revocation list and armours it.
///
/// # Errors
/// The rule that it breaks.
pub fn sign_crl(key: &SigningKey, list: &Crl) -> Result<String, LicenseError> {
    let payload = CrlPayload {
        v: 1,
        typ: Document::Crl.typ().to_owned(),
        product: PRODUCT.to_owned(),
        seq: list.seq,
        issued: seconds(list.issued),
        entries: list
            .entries
            .iter()
            .map(|(lid, max_rev)| CrlEntry { lid: *lid, max_rev: *max_rev })
            .collect(),
        revoked_key_ids: list.revoked_key_ids.iter().map(KeyId::to_string).collect(),
    };
    let payload = json(Document::Crl, &payload)?;
    crl::from_payload(&payload)?;
    sign_payload(Document::Crl, key, &payload)
}

/// Signs a key list and armours it.
///
/// # Errors
/// The rule that it breaks.
pub fn sign_key_list(key: &SigningKey, list: &KeyList) -> Result<String, LicenseError> {
    let keys = list.keys.iter().map(|key| ListedKey {
        purpose: key.purpose(),
        public_key: STANDARD.encode(key.public_key()),
        not_after_iat: key.not_after_iat().map(seconds),
    });
    let payload = KeyListPayload {
        v: 1,
        typ: Document::KeyList.typ().to_owned(),
        product: PRODUCT.to_owned(),
        seq: list.seq,
        issued: seconds(list.issued),
        keys: keys.collect(),
        revoked_key_ids: list.revoked_key_ids.iter().map(KeyId::to_string).collect(),
    };
    let payload = json(Document::KeyList, &payload)?;
    key_list::from_payload(&payload)?;
    sign_payload(Document::KeyList, key, &payload)
}

/// Puts the envelope around bytes, whatever they say.
pub(crate) fn sign_payload(kind: Document, key: &SigningKey, payload: &[u8]) -> Result<String, LicenseError> {
    armour::write(kind, &sealed_bytes(kind, key, payload)?)
}

/// The envelope without its armour.
pub(crate) fn sealed_bytes(
    kind: Document,
    key: &SigningKey,
    payload: &[u8],
) -> Result<Vec<u8>, LicenseError> {
    let length = u32::try_from(payload.len()).map_err(|_| LicenseError::TooLarge { wanted: kind })?;
    let id = KeyId::of(key.verifying_key().as_bytes());
    let mut bytes = vec![FORMAT, ALG_ED25519];
    bytes.extend_from_slice(&id.as_bytes());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(payload);
    let signature = key.sign(&signed_message(kind, &bytes));
    bytes.extend_from_slice(&signature.to_bytes());
    if bytes.len() > MAX_DECODED {
        return Err(LicenseError::TooLarge { wanted: kind });
    }
    Ok(bytes)
}

fn license_payload(license: &License) -> LicensePayload {
    LicensePayload {
        v: 1,
        typ: Document::License.typ().to_owned(),
        product: PRODUCT.to_owned(),
        lid: license.lid,
        rev: license.rev,
        edition: license.edition.clone(),
        licensee: license.licensee.clone(),
        iat: seconds(license.iat),
        nbf: seconds(license.nbf),
        exp: license.exp.map(seconds),
        maint_until: license.maint_until.map(seconds),
        grace_days: license.grace_days,
        bind: license.bind.clone(),
        features: license.features.clone(),
        quota: license.quota,
        req: license.req,
        crit: Vec::new(),
    }
}

fn json<T: Serialize>(kind: Document, payload: &T) -> Result<Vec<u8>, LicenseError> {
    serde_json::to_vec(payload)
        .map_err(|_| LicenseError::Payload { wanted: kind, member: "a member cannot be written" })
}
