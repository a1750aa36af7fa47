//! API keys: found by their hash until they are revoked.

use sellify_domain::ApiKeyId;
use sellify_store::StoreError;

use crate::{NOW, TestStore};

#[test]
fn a_key_is_found_by_its_hash_until_it_is_revoked() {
    let store = TestStore::new();
    let id = ApiKeyId::generate(NOW);
    store.change(|w| w.api_keys_mut().insert(id, "crm", &[5; 32], NOW));
    let find = |hash: [u8; 32]| store.read_blocking(|r| r.api_keys().find_by_hash(&hash)).unwrap();
    assert_eq!(find([5; 32]).map(|key| key.name), Some("crm".to_owned()));
    assert_eq!(find([6; 32]), None);

    store.change(|w| w.api_keys_mut().touch(id, NOW.plus_millis(1)));
    assert_eq!(find([5; 32]).and_then(|key| key.last_used_at), Some(NOW.plus_millis(1)));

    assert!(store.change(|w| w.api_keys_mut().revoke(id, NOW)));
    assert!(!store.change(|w| w.api_keys_mut().revoke(id, NOW)), "revoked once");
    assert_eq!(find([5; 32]), None);
    let all = store.read_blocking(|r| r.api_keys().list()).unwrap();
    assert_eq!(all[0].revoked_at, Some(NOW), "a revoked key stays in the list");
}

#[test]
fn two_keys_cannot_be_the_same() {
    let store = TestStore::new();
    store.change(|w| w.api_keys_mut().insert(ApiKeyId::generate(NOW), "a", &[5; 32], NOW));
    let twice =
        store.write_blocking(|w| w.api_keys_mut().insert(ApiKeyId::generate(NOW), "b", &[5; 32], NOW));
    assert!(matches!(twice, Err(StoreError::UniqueViolation { .. })));
}
