//! Settings: any JSON by key.

use sellify_store::StoreError;

use crate::{NOW, TestStore};

#[test]
fn a_setting_reads_back_and_is_replaced() {
    let store = TestStore::new();
    let get = |key: &'static str| store.read_blocking(|r| r.settings().get::<Vec<u32>>(key)).unwrap();
    assert_eq!(get("numbers"), None);
    store.change(|w| w.settings_mut().set("numbers", &[1, 2], NOW));
    store.change(|w| w.settings_mut().set("numbers", &[3], NOW));
    assert_eq!(get("numbers"), Some(vec![3]));
    assert!(store.change(|w| w.settings_mut().remove("numbers")));
    assert!(!store.change(|w| w.settings_mut().remove("numbers")));
    assert_eq!(get("numbers"), None);
}

#[test]
fn a_setting_of_another_type_is_an_error_and_not_a_default() {
    let store = TestStore::new();
    store.change(|w| w.settings_mut().set("language", &"fr", NOW));
    let read = store.read_blocking(|r| r.settings().get::<u32>("language"));
    assert!(matches!(read, Err(StoreError::ValueUnreadable { .. })));
}
