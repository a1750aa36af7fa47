//! Consents: the latest decision counts, a refusal wins a tie, and nothing here touches the suppression list.

use proptest::prelude::*;
use sellify_domain::{
    Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, ContactId, LegalBasis, Suppression,
    SuppressionId, SuppressionReason,
};
use sellify_store::StoreError;

use crate::{NOW, TestStore, person};

fn said(contact: ContactId, channel: Channel, state: ConsentState, at: i64) -> ConsentStatement {
    ConsentStatement {
        id: ConsentId::generate(NOW),
        contact_id: contact,
        channel,
        state,
        legal_basis: ConsentBasis::Consent,
        source: "form".into(),
        decided_at: NOW.plus_millis(at),
        recorded_at: NOW,
    }
}

#[test]
fn a_statement_reads_back_and_the_latest_decision_comes_first() {
    let store = TestStore::new();
    let one = ContactId::generate(NOW);
    let newer = said(one, Channel::Email, ConsentState::Refused, 5);
    let older = said(one, Channel::Email, ConsentState::Granted, 1);
    store.change(|w| w.consents_mut().record(&newer).and_then(|()| w.consents_mut().record(&older)));
    store
        .read_blocking(|r| {
            assert_eq!(r.consents().of_contact(one)?, [newer.clone(), older], "though written down last");
            assert_eq!(r.consents().latest(one, Channel::Email)?, Some(newer));
            assert!(r.consents().is_refused(one, Channel::Email)?);
            assert!(!r.consents().is_refused(one, Channel::Phone)?, "nothing is known");
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn a_fact_joins_what_was_said_and_what_the_list_says() {
    let store = TestStore::new();
    let one = person("Anne", "Roy");
    let email = one.details.email.clone().unwrap();
    let entry = Suppression {
        id: SuppressionId::generate(NOW),
        channel: Channel::Email,
        address: email.to_string(),
        reason: SuppressionReason::Complaint,
        legal_basis: LegalBasis::RightToObject,
        source: "manual".into(),
        created_at: NOW,
    };
    let granted = said(one.id, Channel::Email, ConsentState::Granted, 0);
    store.change(|w| {
        w.suppressions_mut().add_if_absent(&entry)?;
        w.consents_mut().record(&granted)
    });
    let facts = store.read_blocking(|r| r.consents().facts(one.id, Some(&email), None)).unwrap();
    assert_eq!(facts.iter().map(|fact| fact.channel).collect::<Vec<_>>(), Channel::ALL);
    assert_eq!(facts[0].statement, Some(granted));
    assert_eq!(facts[0].suppression, Some(entry), "a consent lifts nothing");
    assert_eq!((&facts[1].statement, &facts[1].suppression), (&None, &None));
}

#[test]
fn a_statement_can_be_taken_back_with_the_act_that_made_it() {
    let store = TestStore::new();
    let one = said(ContactId::generate(NOW), Channel::Post, ConsentState::Granted, 0);
    store.change(|w| w.consents_mut().record(&one));
    assert!(store.change(|w| w.consents_mut().take_back(one.id)));
    assert!(!store.change(|w| w.consents_mut().take_back(one.id)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A whole audience is checked by another statement than one person: both must agree.
    #[test]
    fn everybody_who_refused_is_who_is_refused_one_by_one(
        statements in prop::collection::vec((0_usize..4, any::<bool>(), any::<bool>(), 0_i64..4), 0..24)
    ) {
        let store = TestStore::new();
        let people: Vec<ContactId> = (0..4).map(|_| ContactId::generate(NOW)).collect();
        for (who, email, granted, at) in statements {
            let channel = if email { Channel::Email } else { Channel::WhatsApp };
            let state = if granted { ConsentState::Granted } else { ConsentState::Refused };
            store.change(|w| w.consents_mut().record(&said(people[who], channel, state, at)));
        }
        let all = store.read_blocking(|r| r.consents().refused(Channel::Email)).unwrap();
        for one in people {
            let refused = store.read_blocking(|r| r.consents().is_refused(one, Channel::Email)).unwrap();
            prop_assert_eq!(all.contains(&one), refused);
        }
    }
}
