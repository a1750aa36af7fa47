//! The ledger: claims are exclusive, counts follow every change, attempts tell the story.

use proptest::prelude::*;
use sellify_domain::{
    Campaign, CampaignId, ContactId, EmailAddress, Exclusion, LedgerCounts, Recipient, RecipientId,
    RecipientState, SmtpReply, Timestamp,
};
use sellify_store::{RecipientOutcome, RecipientQuery, StoreError};

use crate::campaigns::campaign;
use crate::{NOW, TestStore};

fn recipient(campaign: CampaignId, n: usize) -> Recipient {
    Recipient {
        id: RecipientId::generate(NOW),
        campaign_id: campaign,
        contact_id: ContactId::generate(NOW),
        email: EmailAddress::from_normalised(format!("r{n}@x.fr")),
        name: format!("Éva {n}"),
        state: RecipientState::Pending,
        exclusion: None,
        attempts: 0,
        due_at: Some(NOW),
        last_reply: None,
        updated_at: NOW,
    }
}

fn ledger(rows: usize) -> (TestStore, CampaignId, Vec<Recipient>) {
    let store = TestStore::new();
    let one: Campaign = campaign("a");
    let rows: Vec<Recipient> = (0..rows).map(|n| recipient(one.id, n)).collect();
    store.change(|w| w.campaigns_mut().insert(&one).and_then(|()| w.recipients_mut().insert_batch(&rows)));
    (store, one.id, rows)
}

fn outcome(id: RecipientId, state: RecipientState, code: Option<u16>) -> RecipientOutcome {
    let reply = code.map(|code| SmtpReply { code, text: "said".into() });
    RecipientOutcome { id, state, reply, due_at: None, counts: true }
}

fn counts(store: &TestStore, id: CampaignId) -> LedgerCounts {
    store.read_blocking(|r| r.campaigns().counts(id)).unwrap()
}

#[test]
fn a_row_reads_back() {
    let (store, id, _) = ledger(0);
    let mut one = recipient(id, 1);
    one.state = RecipientState::Excluded;
    one.exclusion = Some(Exclusion::Suppressed);
    one.due_at = None;
    store.change(|w| w.recipients_mut().insert_batch(std::slice::from_ref(&one)));
    assert_eq!(store.read_blocking(|r| r.recipients().get(one.id)).unwrap(), Some(one));
    assert_eq!(counts(&store, id).excluded, 1);
}

#[test]
fn nobody_stands_twice_in_one_ledger() {
    let (store, _, rows) = ledger(1);
    let twice = Recipient { id: RecipientId::generate(NOW), ..rows[0].clone() };
    let refused = store.write_blocking(|w| w.recipients_mut().insert_batch(&[twice]));
    assert!(matches!(refused, Err(StoreError::UniqueViolation { .. })));
}

#[test]
fn a_claim_takes_the_due_ones_once_with_one_attempt_more() {
    let (store, id, rows) = ledger(5);
    let later = NOW.plus_millis(60_000);
    let retry =
        RecipientOutcome { due_at: Some(later), ..outcome(rows[0].id, RecipientState::Pending, Some(451)) };
    store.change(|w| w.recipients_mut().record(&[retry], NOW));
    assert_eq!(store.read_blocking(|r| r.recipients().next_due(id)).unwrap(), Some(NOW));

    let claim = |at, limit| store.change(|w| w.recipients_mut().claim_due(id, at, limit));
    let first = claim(NOW, 3);
    assert_eq!(first.len(), 3);
    assert!(first.iter().all(|r: &Recipient| r.state == RecipientState::HandedOver && r.attempts == 1));
    let second = claim(NOW, 3);
    assert_eq!(second.len(), 1, "the fifth is not due yet");
    assert!(claim(NOW, 3).is_empty(), "nobody is claimed twice");
    assert_eq!(store.read_blocking(|r| r.recipients().next_due(id)).unwrap(), Some(later));
    assert_eq!(claim(later, 3).len(), 1);
    assert_eq!(store.read_blocking(|r| r.recipients().next_due(id)).unwrap(), None);
    assert_eq!(counts(&store, id).handed_over, 5);
}

#[test]
fn outcomes_leave_the_story_of_each_attempt() {
    let (store, id, rows) = ledger(1);
    let minute = |n: i64| NOW.plus_millis(n * 60_000);
    store.change(|w| w.recipients_mut().claim_due(id, minute(0), 9));
    let retry = RecipientOutcome {
        due_at: Some(minute(5)),
        ..outcome(rows[0].id, RecipientState::Pending, Some(421))
    };
    store.change(|w| w.recipients_mut().record(&[retry], minute(1)));
    store.change(|w| w.recipients_mut().claim_due(id, minute(5), 9));
    store.change(|w| {
        w.recipients_mut().record(&[outcome(rows[0].id, RecipientState::Accepted, Some(250))], minute(6))
    });
    let story: Vec<_> = store
        .read_blocking(|r| r.recipients().attempts(rows[0].id))
        .unwrap()
        .into_iter()
        .map(|a| (a.n, a.started_at, a.ended_at, a.outcome, a.reply.map(|reply| reply.code)))
        .collect();
    assert_eq!(
        story,
        [
            (1, minute(0), minute(1), RecipientState::Pending, Some(421)),
            (2, minute(5), minute(6), RecipientState::Accepted, Some(250)),
        ]
    );
    let now = store.read_blocking(|r| r.recipients().get(rows[0].id)).unwrap().unwrap();
    assert_eq!((now.attempts, now.due_at, now.last_reply.map(|r| r.code)), (2, None, Some(250)));
}

#[test]
fn a_line_that_broke_before_the_message_is_no_attempt() {
    let (store, id, rows) = ledger(1);
    store.change(|w| w.recipients_mut().claim_due(id, NOW, 9));
    let back = RecipientOutcome {
        counts: false,
        due_at: Some(NOW),
        ..outcome(rows[0].id, RecipientState::Pending, None)
    };
    store.change(|w| w.recipients_mut().record(&[back], NOW));
    let now = store.read_blocking(|r| r.recipients().get(rows[0].id)).unwrap().unwrap();
    assert_eq!((now.state, now.attempts), (RecipientState::Pending, 0));
    assert!(store.read_blocking(|r| r.recipients().attempts(rows[0].id)).unwrap().is_empty());
}

#[test]
fn after_a_crash_whoever_was_handed_over_is_unknown_and_nobody_is_pending_again() {
    let (store, id, rows) = ledger(4);
    store.change(|w| w.recipients_mut().claim_due(id, NOW, 2));
    assert_eq!(store.change(|w| w.recipients_mut().handed_over_to_unknown(id, NOW.plus_millis(9))), 2);
    let now = counts(&store, id);
    assert_eq!((now.unknown, now.pending, now.handed_over, now.total), (2, 2, 0, 4));
    let story = store.read_blocking(|r| r.recipients().attempts(rows[0].id)).unwrap();
    assert_eq!(
        story.iter().map(|a| a.outcome).collect::<Vec<_>>(),
        [RecipientState::Unknown],
        "the story says so"
    );
    assert_eq!(store.change(|w| w.recipients_mut().cancel_pending(id, NOW)), 2);
    assert!(store.change(|w| w.recipients_mut().claim_due(id, NOW, 9)).is_empty());
}

#[test]
fn resuming_makes_waiting_ones_due() {
    let (store, id, rows) = ledger(1);
    let retry = RecipientOutcome {
        due_at: Some(NOW.plus_millis(90)),
        ..outcome(rows[0].id, RecipientState::Pending, None)
    };
    store.change(|w| w.recipients_mut().record(&[retry], NOW));
    assert_eq!(store.change(|w| w.recipients_mut().make_pending_due(id, NOW)), 1);
    assert_eq!(store.change(|w| w.recipients_mut().claim_due(id, NOW, 9)).len(), 1);
}

#[test]
fn accepted_messages_are_counted_by_quarter_of_an_hour_and_once() {
    let (store, id, rows) = ledger(3);
    let quarter = 15 * 60_000;
    let start = Timestamp::from_millis(NOW.as_millis().div_euclid(quarter) * quarter);
    store.change(|w| w.recipients_mut().claim_due(id, NOW, 9));
    store
        .change(|w| w.recipients_mut().record(&[outcome(rows[0].id, RecipientState::Accepted, None)], start));
    let next = start.plus_millis(quarter);
    let both = [
        outcome(rows[1].id, RecipientState::Accepted, None),
        outcome(rows[2].id, RecipientState::Bounced, Some(550)),
    ];
    store.change(|w| w.recipients_mut().record(&both, next));
    let delivered = outcome(rows[0].id, RecipientState::Delivered, None);
    store.change(|w| w.recipients_mut().record(&[delivered], next));
    let between = |from, to| store.read_blocking(|r| r.recipients().accepted_between(from, to)).unwrap();
    assert_eq!(between(start, next), 1);
    assert_eq!(between(start, next.plus_millis(quarter)), 2);
}

#[test]
fn a_contact_knows_its_campaigns() {
    let (store, id, rows) = ledger(2);
    let history = store.read_blocking(|r| r.recipients().history_of_contact(rows[1].contact_id)).unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!((history[0].campaign_id, history[0].recipient_id), (id, rows[1].id));
}

#[test]
fn a_ledger_is_searched_without_case_and_accents() {
    let (store, id, _) = ledger(12);
    for (text, found) in [("EVA 1", 3), ("r11@", 1), ("R11@X.FR", 1), ("nobody", 0), ("%", 0)] {
        let query = RecipientQuery { search: Some(text.into()), ..Default::default() };
        let page = store.read_blocking(|r| r.recipients().list(id, &query)).unwrap();
        assert_eq!((page.items.len(), page.total), (found, found as u64), "{text}");
    }
}

#[test]
fn an_unknown_recipient_or_campaign_is_not_found() {
    let (store, _, _) = ledger(0);
    let unknown = outcome(RecipientId::generate(NOW), RecipientState::Accepted, None);
    let recorded = store.write_blocking(|w| w.recipients_mut().record(&[unknown], NOW));
    assert!(matches!(recorded, Err(StoreError::NotFound { .. })));
    let other = CampaignId::generate(NOW);
    let listed = store.read_blocking(|r| r.recipients().list(other, &RecipientQuery::default()));
    assert!(matches!(listed, Err(StoreError::NotFound { .. })));
}

fn counted(store: &TestStore, id: CampaignId) -> LedgerCounts {
    let mut counts = LedgerCounts::default();
    let all = store
        .read_blocking(|r| r.recipients().list(id, &RecipientQuery { limit: 1_000, ..Default::default() }));
    for one in all.unwrap().items {
        counts.total += 1;
        *match one.state {
            RecipientState::Pending => &mut counts.pending,
            RecipientState::HandedOver => &mut counts.handed_over,
            RecipientState::Accepted => &mut counts.accepted,
            RecipientState::Delivered => &mut counts.delivered,
            RecipientState::Bounced => &mut counts.bounced,
            RecipientState::Failed => &mut counts.failed,
            RecipientState::Unknown => &mut counts.unknown,
            RecipientState::Excluded => &mut counts.excluded,
            RecipientState::Cancelled => &mut counts.cancelled,
        } += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn counts_and_pages_agree_with_the_rows_after_any_sequence(steps in prop::collection::vec((0_u8..6, 0_usize..12), 1..25)) {
        let (store, id, rows) = ledger(12);
        for (n, (step, at)) in steps.into_iter().enumerate() {
            let now = NOW.plus_millis(n as i64);
            let one = rows[at].id;
            store.change(|w| match step {
                0 => w.recipients_mut().claim_due(id, now, at as u32).map(|_| ()),
                1 => w.recipients_mut().record(&[outcome(one, RecipientState::Accepted, Some(250))], now),
                2 => w.recipients_mut().record(&[
                    outcome(one, RecipientState::Pending, None),
                    outcome(rows[(at + 1) % 12].id, RecipientState::Bounced, Some(550)),
                ], now),
                3 => w.recipients_mut().handed_over_to_unknown(id, now).map(|_| ()),
                4 => w.recipients_mut().exclude(&[(one, Exclusion::Suppressed)], now),
                _ => w.recipients_mut().record(&[outcome(one, RecipientState::Delivered, None)], now),
            });
            prop_assert_eq!(counts(&store, id), counted(&store, id), "after step {} on {}", step, at);
        }
        for state in [None, Some(RecipientState::Pending), Some(RecipientState::Bounced), Some(RecipientState::Accepted)] {
            let whole = store.read_blocking(|r| r.recipients().list(id, &RecipientQuery { state, limit: 1_000, ..Default::default() })).unwrap();
            let mut query = RecipientQuery { state, limit: 2, ..Default::default() };
            let mut paged = Vec::new();
            loop {
                let page = store.read_blocking(|r| r.recipients().list(id, &query)).unwrap();
                prop_assert_eq!(page.total, whole.items.len() as u64);
                paged.extend(page.items);
                match page.next { Some(next) => query.cursor = Some(next), None => break }
            }
            prop_assert_eq!(paged, whole.items);
        }
    }
}
