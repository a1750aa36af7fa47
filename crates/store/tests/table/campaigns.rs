//! Campaigns: drafts, states, the message snapshot.

use sellify_domain::{
    Audience, Campaign, CampaignDraft, CampaignId, CampaignState, LedgerCounts, TemplateContent, TemplateId,
};
use sellify_store::{CampaignMessage, PageRequest, StoreError};

use crate::{NOW, TestStore};

pub(crate) fn campaign(name: &str) -> Campaign {
    Campaign {
        id: CampaignId::generate(NOW),
        draft: CampaignDraft {
            name: name.into(),
            template_id: None,
            connection_id: None,
            audience: Audience::Tags { tags: vec!["vip".into()] },
        },
        state: CampaignState::Draft,
        pause_reason: None,
        counts: LedgerCounts::default(),
        created_at: NOW,
        updated_at: NOW,
        started_at: None,
        finished_at: None,
    }
}

#[test]
fn a_draft_reads_back_and_changes() {
    let store = TestStore::new();
    let mut one = campaign("Vœux");
    store.change(|w| w.campaigns_mut().insert(&one));
    one.draft.template_id = Some(TemplateId::generate(NOW));
    one.draft.audience = Audience::Everyone;
    one.updated_at = NOW.plus_millis(3);
    store.change(|w| w.campaigns_mut().update_draft(one.id, &one.draft, one.updated_at));
    assert_eq!(store.read_blocking(|r| r.campaigns().get(one.id)).unwrap(), Some(one));
}

#[test]
fn the_first_start_and_the_end_are_kept_through_pauses() {
    let store = TestStore::new();
    let one = campaign("a");
    store.change(|w| w.campaigns_mut().insert(&one));
    let set = |state, reason: Option<&'static str>, at| {
        store.change(|w| w.campaigns_mut().set_state(one.id, state, reason, NOW.plus_millis(at)));
        store.read_blocking(|r| r.campaigns().get(one.id)).unwrap().unwrap()
    };
    set(CampaignState::Running, None, 1);
    let paused = set(CampaignState::Paused, Some("by_person"), 2);
    assert_eq!(paused.pause_reason.as_deref(), Some("by_person"));
    let resumed = set(CampaignState::Running, None, 3);
    assert_eq!((resumed.pause_reason, resumed.started_at), (None, Some(NOW.plus_millis(1))));
    let ended = set(CampaignState::Finished, None, 4);
    assert_eq!((ended.started_at, ended.finished_at), (Some(NOW.plus_millis(1)), Some(NOW.plus_millis(4))));
    assert!(store.read_blocking(|r| r.campaigns().ids_in_state(CampaignState::Running)).unwrap().is_empty());
    let finished = store.read_blocking(|r| r.campaigns().ids_in_state(CampaignState::Finished)).unwrap();
    assert_eq!(finished, [one.id]);
}

#[test]
fn the_message_is_kept_as_it_was_when_sending_began() {
    let store = TestStore::new();
    let one = campaign("a");
    store.change(|w| w.campaigns_mut().insert(&one));
    assert_eq!(store.read_blocking(|r| r.campaigns().message(one.id)).unwrap(), None);
    let message = |subject: &str| CampaignMessage {
        content: TemplateContent { subject: subject.into(), html: "<p>".into(), text: None },
        template_version: 3,
    };
    store.change(|w| w.campaigns_mut().set_message(one.id, &message("a")));
    store.change(|w| w.campaigns_mut().set_message(one.id, &message("b")));
    assert_eq!(store.read_blocking(|r| r.campaigns().message(one.id)).unwrap(), Some(message("b")));
}

#[test]
fn deleted_campaigns_are_in_no_list() {
    let store = TestStore::new();
    let many: Vec<Campaign> = (0..5).map(|n| campaign(&n.to_string())).collect();
    store.change(|w| many.iter().try_for_each(|one| w.campaigns_mut().insert(one)));
    store.change(|w| w.campaigns_mut().set_deleted(many[4].id, NOW));
    let first = store.read_blocking(|r| r.campaigns().list(&PageRequest::first(3))).unwrap();
    let names: Vec<&str> = first.items.iter().map(|c: &Campaign| c.draft.name.as_str()).collect();
    assert_eq!((names, first.total), (vec!["3", "2", "1"], 4));
    let next = PageRequest { cursor: first.next, limit: 3 };
    assert_eq!(store.read_blocking(|r| r.campaigns().list(&next)).unwrap().items.len(), 1);
    assert_eq!(store.read_blocking(|r| r.campaigns().get(many[4].id)).unwrap(), None);
    let again = store.write_blocking(|w| w.campaigns_mut().set_deleted(many[4].id, NOW));
    assert!(matches!(again, Err(StoreError::NotFound { .. })));
}
