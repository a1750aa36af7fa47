//! Groups, segments, views, own fields and bulk edits as the vault keeps them.

use sellify_domain::{
    Audience, BulkEditId, Condition, Contact, ContactId, CustomField, CustomFieldKind, Group, GroupId,
    RulePart, SavedView, Segment, SegmentId, SegmentRule, SetTest, Timestamp, Today, ViewContent, ViewId,
};
use sellify_store::{ContactQuery, StoreError};

use crate::{NOW, TestStore, person};

fn group(store: &TestStore, name: &str) -> GroupId {
    let group = Group { id: GroupId::generate(NOW), name: name.into(), contacts: 0, created_at: NOW };
    store.change(|w| w.groups_mut().insert(&group));
    group.id
}

fn people(store: &TestStore, names: &[&str]) -> Vec<ContactId> {
    let people: Vec<Contact> = names.iter().map(|name| person(name, "Bon")).collect();
    store.change(|w| people.iter().try_for_each(|one| w.contacts_mut().insert(one)));
    people.iter().map(|one| one.id).collect()
}

fn count(store: &TestStore, id: GroupId) -> u64 {
    store.read_blocking(|r| r.groups().get(id)).unwrap().unwrap().contacts
}

#[test]
fn a_group_counts_who_is_outside_the_bin_whoever_moves_them() {
    let store = TestStore::new();
    let (id, ids) = (group(&store, "Salon"), people(&store, &["A", "B", "C"]));
    assert_eq!(store.change(|w| w.groups_mut().add(id, &ids)), ids);
    assert!(store.change(|w| w.groups_mut().add(id, &ids[..1])).is_empty(), "in it already");
    store.change(|w| w.contacts_mut().set_deleted(ids[0], Some(NOW)));
    assert_eq!(count(&store, id), 2, "the bin does not count");
    assert_eq!(store.read_blocking(|r| r.groups().members(id)).unwrap().len(), 3, "and keeps its place");
    store.change(|w| w.contacts_mut().set_deleted(ids[0], None));
    assert_eq!(count(&store, id), 3);
    assert_eq!(store.change(|w| w.groups_mut().take_out(id, &ids[1..])), ids[1..]);
    assert_eq!(count(&store, id), 1);
    let of = |at: usize| store.read_blocking(|r| r.groups().of_contact(ids[at])).unwrap().len();
    assert_eq!((of(0), of(1)), (1, 0));
}

#[test]
fn two_groups_cannot_be_called_the_same() {
    let store = TestStore::new();
    let (one, other) = (group(&store, "Clé"), group(&store, "Or"));
    let again = Group { id: GroupId::generate(NOW), name: "CLE".into(), contacts: 0, created_at: NOW };
    let taken = store.write_blocking(|w| w.groups_mut().insert(&again));
    assert!(matches!(taken, Err(StoreError::UniqueViolation { column }) if column.ends_with("name_key")));
    assert!(store.write_blocking(|w| w.groups_mut().rename(other, "cle")).is_err());
    store.change(|w| w.groups_mut().rename(one, "CLÉ"));
    store.change(|w| w.groups_mut().remove(one));
    assert_eq!(store.read_blocking(|r| r.groups().list()).unwrap().len(), 1);
}

#[test]
fn an_audience_is_whom_its_groups_or_its_segment_pick_at_that_moment() {
    let store = TestStore::new();
    let (salon, vip) = (group(&store, "Salon"), group(&store, "VIP"));
    let ids = people(&store, &["A", "B", "C", "D"]);
    store.change(|w| w.groups_mut().add(salon, &ids[..2]));
    store.change(|w| w.groups_mut().add(vip, &ids[1..3]));
    let of = |audience: Audience| {
        let mut found = Vec::new();
        store
            .read_blocking(|r| {
                r.contacts().for_each_in_audience(&audience, Today::default(), |c| {
                    found.push(c.id);
                    Ok::<_, StoreError>(())
                })
            })
            .unwrap();
        let counted = store.read_blocking(|r| r.contacts().count_audience(&audience, Today::default()));
        assert_eq!(counted.unwrap(), found.len() as u64);
        found
    };
    assert_eq!(of(Audience::Groups { groups: vec![salon, vip] }), ids[..3], "everybody once");
    assert!(of(Audience::Groups { groups: vec![GroupId::generate(NOW)] }).is_empty(), "no such group");
    let rule = |groups| SegmentRule {
        rules: vec![RulePart::Condition(Condition::Groups(SetTest::HasAny(groups)))],
        ..SegmentRule::default()
    };
    let id = SegmentId::generate(NOW);
    let mut segment =
        Segment { id, name: "S".into(), rule: rule(vec![salon]), created_at: NOW, updated_at: NOW };
    store.change(|w| w.segments_mut().insert(&segment));
    assert_eq!(of(Audience::Segment { segment: id }), ids[..2]);
    segment.rule = rule(vec![vip]);
    store.change(|w| w.segments_mut().update(&segment));
    assert_eq!(of(Audience::Segment { segment: id }), ids[1..3], "the rule as it is now");
    store.change(|w| w.segments_mut().remove(id));
    assert!(of(Audience::Segment { segment: id }).is_empty(), "nobody, never everybody");
    let gone = ContactQuery { segment: Some(id), ..ContactQuery::default() };
    assert_eq!(store.read_blocking(|r| r.contacts().list(&gone)).unwrap().total, 0);
}

#[test]
fn views_and_fields_are_kept_and_overwritten() {
    let store = TestStore::new();
    let content = ViewContent { tag: Some("vip".into()), columns: vec!["city".into()], ..Default::default() };
    let mut view =
        SavedView { id: ViewId::generate(NOW), name: "Mes".into(), view: content, created_at: NOW };
    store.change(|w| w.views_mut().insert(&view));
    view.view.sort = Some("updated".into());
    store.change(|w| w.views_mut().update(&view));
    assert_eq!(store.read_blocking(|r| r.views().get(view.id)).unwrap(), Some(view.clone()));
    store.change(|w| w.views_mut().remove(view.id));
    assert!(store.read_blocking(|r| r.views().list()).unwrap().is_empty());

    let mut one = person("A", "Bon");
    one.details.custom.insert("dossier".into(), "12".into());
    store.change(|w| w.contacts_mut().insert(&one));
    let all = || store.read_blocking(|r| r.contact_fields().all()).unwrap();
    assert_eq!(all()[0].kind, CustomFieldKind::Text, "a field that an import brought");
    let field = CustomField {
        key: "dossier".into(),
        label: Some("N° de dossier".into()),
        kind: CustomFieldKind::Number,
        options: Vec::new(),
    };
    store.change(|w| w.contact_fields_mut().define(&field));
    assert_eq!(all(), [field]);
    let limit = std::time::Duration::from_secs(60);
    let uses = store.read_blocking(|r| r.contact_fields().uses(limit)).unwrap().unwrap();
    assert_eq!(uses["dossier"], 1);
    assert_eq!(store.read_blocking(|r| r.contacts().ids_with_field("dossier")).unwrap(), [one.id]);
}

#[test]
fn a_bulk_edit_is_read_back_in_pages_and_forgotten_in_time() {
    let store = TestStore::new();
    let ids = people(&store, &["A", "B", "C"]);
    let id = BulkEditId::generate(NOW);
    let finished = store.change(|w| {
        let mut edit = w.bulk_edits_mut().begin(id, "{}", NOW)?;
        for one in &ids {
            edit.add(*one, "before", "after")?;
        }
        edit.finish(false)
    });
    assert_eq!(finished, (3, Some(id)));
    let page = |after| store.read_blocking(|r| r.bulk_edits().changes(id, after, 2)).unwrap();
    assert_eq!(page(None).iter().map(|change| change.contact).collect::<Vec<_>>(), ids[..2]);
    assert_eq!(page(Some(ids[1])).len(), 1);
    let nothing = BulkEditId::generate(NOW);
    let empty = store.change(|w| w.bulk_edits_mut().begin(nothing, "{}", NOW)?.finish(false));
    assert_eq!(empty, (0, None));
    assert_eq!(store.read_blocking(|r| r.bulk_edits().get(nothing)).unwrap(), None);
    store.change(|w| w.bulk_edits_mut().forget_before(Timestamp::from_millis(NOW.as_millis() + 1)));
    assert_eq!(store.read_blocking(|r| r.bulk_edits().get(id)).unwrap(), None);
}
