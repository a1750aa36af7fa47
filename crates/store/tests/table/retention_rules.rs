//! Retention: a rule names a tag; due is who had neither a change nor a message since.

use sellify_domain::{
    Contact, Recipient, RecipientId, RecipientState, RetentionRule, RetentionRuleId, Timestamp,
};
use sellify_store::{PageRequest, StoreError};

use crate::campaigns::campaign;
use crate::{NOW, TestStore, person, run_sql};

fn rule(tag: &str, months: u32) -> RetentionRule {
    RetentionRule { id: RetentionRuleId::generate(NOW), tag: tag.into(), months, created_at: NOW }
}

/// A contact with a tag that last changed so many milliseconds ago.
fn tagged(name: &str, tag: &str, ago: i64) -> Contact {
    let mut one = person(name, "Roy");
    one.details.tags = vec![tag.into()];
    one.updated_at = NOW.plus_millis(-ago);
    one
}

fn due(store: &TestStore, rule: RetentionRuleId, cutoff: Timestamp) -> Vec<String> {
    store
        .read_blocking(|r| {
            let page = r.retention_rules().due(rule, cutoff, &PageRequest::default())?;
            assert_eq!(page.total, r.retention_rules().count_due(rule, cutoff)?);
            let found = r.contacts().get_many(&page.items)?;
            Ok::<_, StoreError>(found.into_iter().map(|contact| contact.details.first_name).collect())
        })
        .unwrap()
}

#[test]
fn a_tag_has_one_rule_however_it_is_spelled() {
    let store = TestStore::new();
    store.change(|w| w.contacts_mut().insert(&tagged("A", "Ancien élève", 0)));
    let first = store.change(|w| w.retention_rules_mut().set(&rule("ancien eleve", 12))).unwrap();
    let second = store.change(|w| w.retention_rules_mut().set(&rule("ANCIEN ÉLÈVE", 24))).unwrap();
    assert_eq!((first.id, second.months, second.tag.as_str()), (second.id, 24, "Ancien élève"));
    assert_eq!(store.read_blocking(|r| r.retention_rules().list()).unwrap(), [second]);
    assert_eq!(store.change(|w| w.retention_rules_mut().set(&rule("  ", 24))), None);
    assert!(store.change(|w| w.retention_rules_mut().remove(first.id)));
    assert!(!store.change(|w| w.retention_rules_mut().remove(first.id)));
}

#[test]
fn due_is_who_neither_changed_nor_received_anything() {
    let store = TestStore::new();
    let one = campaign("a");
    let (old, written, fresh, binned, other) = (
        tagged("Old", "T", 100),
        tagged("Written", "T", 100),
        tagged("Fresh", "T", 10),
        tagged("Binned", "T", 100),
        tagged("Other", "U", 100),
    );
    let message = |contact: &Contact, state, at: i64| Recipient {
        id: RecipientId::generate(NOW),
        campaign_id: one.id,
        contact_id: contact.id,
        email: contact.details.email.clone().unwrap(),
        name: String::new(),
        state,
        exclusion: None,
        attempts: 1,
        due_at: None,
        last_reply: None,
        updated_at: NOW.plus_millis(at),
    };
    store.change(|w| {
        for contact in [&old, &written, &fresh, &binned, &other] {
            w.contacts_mut().insert(contact)?;
        }
        w.contacts_mut().set_deleted(binned.id, Some(NOW))?;
        w.campaigns_mut().insert(&one)?;
        w.recipients_mut().insert_batch(&[
            message(&written, RecipientState::Accepted, -5),
            message(&old, RecipientState::Failed, -5),
        ])
    });
    let rule = store.change(|w| w.retention_rules_mut().set(&rule("t", 1))).unwrap();
    assert_eq!(due(&store, rule.id, NOW.plus_millis(-50)), ["Old"], "a message that failed reached nobody");
    assert_eq!(due(&store, rule.id, NOW.plus_millis(-1)), ["Old", "Written", "Fresh"]);
    assert_eq!(due(&store, rule.id, NOW.plus_millis(-500)), [""; 0]);
    let last = store.read_blocking(|r| r.retention_rules().last_message(written.id)).unwrap();
    assert_eq!(last, Some(NOW.plus_millis(-5)));
}

#[test]
fn pages_follow_each_other_and_a_renamed_tag_keeps_its_rule() {
    let store = TestStore::new();
    store.change(|w| {
        for n in 0..5 {
            w.contacts_mut().insert(&tagged(&format!("P{n}"), "T", 100))?;
        }
        Ok(())
    });
    let rule = store.change(|w| w.retention_rules_mut().set(&rule("t", 1))).unwrap();
    let page = |cursor| {
        let request = PageRequest { cursor, limit: 2 };
        store.read_blocking(|r| r.retention_rules().due(rule.id, NOW, &request)).unwrap()
    };
    let first = page(None);
    let second = page(first.next.clone());
    let third = page(second.next.clone());
    assert_eq!((first.items.len(), second.items.len(), third.items.len(), third.next), (2, 2, 1, None));
    run_sql(&store, "UPDATE tags SET key = 'neu', name = 'Neu' WHERE key = 't'").unwrap();
    assert_eq!(store.read_blocking(|r| r.retention_rules().get(rule.id)).unwrap().unwrap().tag, "Neu");
    assert_eq!(due(&store, rule.id, NOW).len(), 5);
}
