//! Suppressions: one entry per channel and address; the first one stays.

use sellify_domain::{Channel, LegalBasis, Suppression, SuppressionId, SuppressionReason};
use sellify_store::{PageRequest, StoreError, SuppressionQuery};

use crate::{NOW, TestStore};

fn entry(channel: Channel, address: &str, reason: SuppressionReason) -> Suppression {
    Suppression {
        id: SuppressionId::generate(NOW),
        channel,
        address: address.into(),
        reason,
        legal_basis: LegalBasis::RightToObject,
        source: "manual".into(),
        created_at: NOW,
    }
}

#[test]
fn an_address_is_suppressed_once_and_keeps_its_first_entry() {
    let store = TestStore::new();
    let first = entry(Channel::Email, "a@x.fr", SuppressionReason::Unsubscribed);
    assert!(store.change(|w| w.suppressions_mut().add_if_absent(&first)));
    let again = entry(Channel::Email, "a@x.fr", SuppressionReason::HardBounce);
    assert!(!store.change(|w| w.suppressions_mut().add_if_absent(&again)));
    assert_eq!(
        store.read_blocking(|r| r.suppressions().find(Channel::Email, "a@x.fr")).unwrap(),
        Some(first)
    );
    let is = |channel, address: &'static str| {
        store.read_blocking(|r| r.suppressions().is_suppressed(channel, address)).unwrap()
    };
    assert!(is(Channel::Email, "a@x.fr"));
    assert!(!is(Channel::WhatsApp, "a@x.fr"), "another channel");
    assert!(!is(Channel::Email, "b@x.fr"));
}

#[test]
fn only_lifting_removes_an_entry_and_says_what_it_was() {
    let store = TestStore::new();
    let one = entry(Channel::Email, "a@x.fr", SuppressionReason::Complaint);
    store.change(|w| w.suppressions_mut().add_if_absent(&one));
    assert_eq!(store.change(|w| w.suppressions_mut().lift(one.id)), one);
    assert_eq!(store.read_blocking(|r| r.suppressions().get(one.id)).unwrap(), None);
    let twice = store.write_blocking(|w| w.suppressions_mut().lift(one.id));
    assert!(matches!(twice, Err(StoreError::NotFound { .. })));
}

#[test]
fn all_addresses_of_a_channel_and_pages_of_all_entries() {
    let store = TestStore::new();
    for n in 0..5 {
        let channel = if n == 4 { Channel::WhatsApp } else { Channel::Email };
        store.change(|w| {
            w.suppressions_mut().add_if_absent(&entry(channel, &format!("{n}"), SuppressionReason::Manual))
        });
    }
    assert_eq!(store.read_blocking(|r| r.suppressions().all_addresses(Channel::Email)).unwrap().len(), 4);
    let first = store
        .read_blocking(|r| {
            r.suppressions().list(&SuppressionQuery { page: PageRequest::first(3), ..Default::default() })
        })
        .unwrap();
    let page = PageRequest { cursor: first.next.clone(), limit: 3 };
    let rest = SuppressionQuery { page, ..Default::default() };
    let second = store.read_blocking(|r| r.suppressions().list(&rest)).unwrap();
    let addresses: Vec<String> =
        first.items.into_iter().chain(second.items).map(|entry: Suppression| entry.address).collect();
    assert_eq!(addresses, ["4", "3", "2", "1", "0"], "newest first");
    assert_eq!((first.total, second.next), (5, None));
}
