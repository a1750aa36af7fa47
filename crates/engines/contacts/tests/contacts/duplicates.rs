//! Likely duplicates among French names, and merges that can be taken back whole.

use std::collections::BTreeMap;

use crate::support::Vault;
use proptest::prelude::*;
use sellify_contacts::duplicates::{
    Found, LIKELY, MergeError, MergeOrder, SearchStopped, likeness, merge, preview, search, undo_merge,
};
use sellify_contacts::import::CancelFlag;
use sellify_domain::{
    Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, Contact, ContactDetails, ContactField,
    ContactId, DuplicateReason, EmailAddress, LegalBasis, MergeId, PhoneNumber, Suppression, SuppressionId,
    SuppressionReason, Timestamp,
};
use sellify_store::{Store, StoreError};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const LATER: Timestamp = Timestamp::from_millis(1_790_000_900_000);

/// A contact from `field: value` pairs.
/// What a test says of a contact.
type Fields<'a> = &'a [(&'a str, &'a str)];

fn contact(fields: &[(&str, &str)]) -> Contact {
    let mut details = ContactDetails::default();
    for (field, value) in fields {
        let value = (*value).to_owned();
        match *field {
            "civility" => details.civility = value,
            "first" => details.first_name = value,
            "last" => details.last_name = value,
            "email" => details.email = Some(EmailAddress::from_normalised(value)),
            "phone" => details.phone = Some(PhoneNumber::from_e164(&value)),
            "typed" => details.phone_typed = Some(value),
            "company" => details.company = value,
            "street" => details.street = value,
            "postcode" => details.postcode = value,
            "city" => details.city = value,
            "born" => details.birthdate = value,
            "notes" => details.notes = value,
            "tag" => details.tags.push(value),
            other => {
                details.custom.insert(other.to_owned(), value);
            }
        }
    }
    of(details)
}

fn of(details: ContactDetails) -> Contact {
    Contact {
        id: ContactId::generate(NOW),
        details,
        created_at: NOW,
        updated_at: NOW,
        import_id: None,
        deleted_at: None,
    }
}

fn vault_with(contacts: &[&Contact]) -> Vault {
    let vault = Vault::new();
    vault
        .store
        .write_blocking(|w| contacts.iter().try_for_each(|contact| w.contacts_mut().insert(contact)))
        .unwrap();
    vault
}

fn found(store: &Store) -> Found {
    store.read_blocking(|r| search(r, &|_, _| {}, &CancelFlag::default())).unwrap()
}

/// Whether a search shows these two, and why.
fn likely(one: &[(&str, &str)], other: &[(&str, &str)]) -> Option<Vec<DuplicateReason>> {
    let (one, other) = (contact(one), contact(other));
    let vault = vault_with(&[&one, &other]);
    let found = found(&vault.store);
    assert!(found.pairs.len() < 2, "two contacts are one pair: {found:?}");
    found.pairs.into_iter().next().map(|pair| pair.reasons)
}

#[test]
fn one_person_in_two_spellings_is_found() {
    use DuplicateReason::{
        SameAddress, SameBirthdate, SameCompany, SameDomain, SameName, SamePhoneTail, SimilarEmail,
        SimilarName, SwappedNames,
    };
    let cases: &[(Fields, Fields, &[DuplicateReason])] = &[
        (
            &[("first", "Hélène"), ("last", "Mariani")],
            &[("first", "HELENE"), ("last", "MARIANI")],
            &[SameName],
        ),
        (
            &[("first", "Jean-Paul"), ("last", "Dupont")],
            &[("first", "Jean Paul"), ("last", "DUPONT")],
            &[SameName],
        ),
        (
            &[("first", "Mariani"), ("last", "Hélène")],
            &[("first", "Hélène"), ("last", "Mariani")],
            &[SwappedNames],
        ),
        (&[("last", "Hélène Mariani")], &[("first", "Hélène"), ("last", "Mariani")], &[SameName]),
        (
            &[("first", "Hélène"), ("last", "Mariani"), ("phone", "+33612345678")],
            &[("first", "Hélène"), ("last", "Marianni"), ("typed", "06 12 34 56 78 (le soir)")],
            &[SimilarName, SamePhoneTail],
        ),
        (
            &[
                ("first", "Anne"),
                ("last", "Durand"),
                ("email", "anne.durand@gmail.com"),
                ("born", "1984-05-12"),
            ],
            &[
                ("first", "Anne"),
                ("last", "Durand-Martin"),
                ("email", "annedm@orange.fr"),
                ("born", "1984-05-12"),
            ],
            &[SimilarName, SameBirthdate],
        ),
        (
            &[("first", "Catherine"), ("last", "Roux"), ("company", "SARL Morel & Fils")],
            &[("first", "Katherine"), ("last", "Roux"), ("company", "Morel et fils")],
            &[SimilarName, SameCompany],
        ),
        (
            &[("first", "Luc"), ("last", "Lefèvre"), ("street", "12 rue de la Paix"), ("postcode", "69002")],
            &[
                ("first", "Luc"),
                ("last", "Lefebvre"),
                ("street", "12, Rue de la paix"),
                ("postcode", "69002"),
            ],
            &[SimilarName, SameAddress],
        ),
        (
            &[("first", "Hélène"), ("last", "Mariani"), ("email", "helene.mariani@gmail.com")],
            &[("first", "Helene"), ("last", "Mariani"), ("email", "helene.mariani@cabinet-x.fr")],
            &[SameName, SimilarEmail],
        ),
        (&[("email", "helene.mariani@gmail.com")], &[("first", "Hélène"), ("last", "Mariani")], &[SameName]),
        (
            &[("company", "Cabinet Roux SELARL"), ("email", "contact@cabinet-roux.fr")],
            &[("company", "CABINET ROUX"), ("email", "info@cabinet-roux.fr")],
            &[SameDomain, SameCompany],
        ),
    ];
    for (one, other, reasons) in cases {
        assert_eq!(likely(one, other).as_deref(), Some(*reasons), "{one:?}\n{other:?}");
        assert_eq!(likely(other, one).as_deref(), Some(*reasons), "the other way round");
    }
}

#[test]
fn families_colleagues_and_namesakes_are_several_people() {
    let household = [
        ("phone", "+33472000001"),
        ("street", "3 rue Haute"),
        ("postcode", "69001"),
        ("company", "Durand SARL"),
    ];
    let typed = [
        ("typed", "04 72 00 00 01"),
        ("street", "3 rue Haute"),
        ("postcode", "69001"),
        ("company", "Durand SARL"),
    ];
    for (one, other) in [
        ("Paul", "Claire"),
        ("Pascal", "Pascale"),
        ("Jean", "Jeanne"),
        ("Daniel", "Danielle"),
        ("Frédéric", "Frédérique"),
    ] {
        let one = [&[("first", one), ("last", "Durand")][..], &household].concat();
        let other = [&[("first", other), ("last", "Durand")][..], &typed].concat();
        assert_eq!(likely(&one, &other), None, "{one:?}\n{other:?}");
    }
    let cases: &[(Fields, Fields)] = &[
        // Dominique may be either.
        (
            &[("civility", "M."), ("first", "Dominique"), ("last", "Petit")],
            &[("civility", "Mme"), ("first", "Dominique"), ("last", "Petit")],
        ),
        // Namesakes of two towns and two firms.
        (
            &[("first", "Jean"), ("last", "Martin"), ("company", "A"), ("postcode", "13001")],
            &[("first", "Jean"), ("last", "Martin"), ("company", "B"), ("postcode", "59000")],
        ),
        (
            &[("first", "Jean"), ("last", "Martin"), ("born", "1950-01-01")],
            &[("first", "Jean"), ("last", "Martin"), ("born", "1980-01-01")],
        ),
        // Colleagues with an address each.
        (
            &[
                ("first", "Marie"),
                ("last", "Martin"),
                ("email", "marie.martin@morel.fr"),
                ("company", "Morel"),
            ],
            &[("first", "Marie"), ("last", "Marin"), ("email", "marie.marin@morel.fr"), ("company", "Morel")],
        ),
        // A switchboard and somebody who works there.
        (
            &[("company", "Morel"), ("phone", "+33472000002")],
            &[("first", "Luc"), ("last", "Morel"), ("company", "Morel"), ("typed", "04 72 00 00 02")],
        ),
        // A slip alone is another name.
        (&[("first", "Luc"), ("last", "Dupont")], &[("first", "Luc"), ("last", "Dupond")]),
        (&[("last", "Durand")], &[("first", "Paul"), ("last", "Durand")]),
    ];
    for (one, other) in cases {
        assert_eq!(likely(one, other), None, "{one:?}\n{other:?}");
    }
}

#[test]
fn a_crowd_of_namesakes_is_no_list_of_pairs() {
    let crowd: Vec<Contact> = (0..300).map(|_| contact(&[("first", "Jean"), ("last", "Martin")])).collect();
    let vault = vault_with(&crowd.iter().collect::<Vec<_>>());
    assert_eq!(found(&vault.store).pairs, []);
    let phones = [("+33612345678", ""), ("", "0612345678")].map(|(phone, typed)| {
        let mut one = contact(&[("first", "Jean"), ("last", "Martin")]);
        one.details.phone = (!phone.is_empty()).then(|| PhoneNumber::from_e164(phone));
        one.details.phone_typed = (!typed.is_empty()).then(|| typed.to_owned());
        one
    });
    vault
        .store
        .write_blocking(|w| phones.iter().try_for_each(|contact| w.contacts_mut().insert(contact)))
        .unwrap();
    assert_eq!(found(&vault.store).pairs.len(), 1, "two of the crowd share a number");
}

#[test]
fn a_pair_that_is_two_people_is_not_shown_again() {
    let (one, other) =
        (contact(&[("first", "Luc"), ("last", "Roux")]), contact(&[("first", "Luc"), ("last", "Roux")]));
    let vault = vault_with(&[&one, &other]);
    let pair = found(&vault.store).pairs[0].pair;
    vault.store.write_blocking(|w| w.duplicates_mut().set_distinct(pair, NOW)).unwrap();
    assert_eq!((found(&vault.store).pairs.len(), found(&vault.store).contacts), (0, 2));
    vault.store.write_blocking(|w| w.duplicates_mut().forget_distinct(pair)).unwrap();
    assert_eq!(found(&vault.store).pairs.len(), 1);
}

#[test]
fn a_search_can_be_stopped() {
    let crowd: Vec<Contact> = (0..5_000).map(|_| contact(&[("first", "Jean"), ("last", "Martin")])).collect();
    let vault = vault_with(&crowd.iter().collect::<Vec<_>>());
    let cancel = CancelFlag::default();
    let progress = |_: u64, _: u64| cancel.cancel();
    let stopped: Result<Found, SearchStopped> = vault.store.read_blocking(|r| search(r, &progress, &cancel));
    assert!(matches!(stopped, Err(SearchStopped::Cancelled)));
}

fn take(vault: &Vault, kept: &Contact, order: &MergeOrder) -> Result<MergeId, MergeError> {
    let id = MergeId::generate(NOW);
    vault.store.write_blocking(|w| merge(w, id, kept.id, order, NOW)).map(|_| id)
}

fn into(others: &[&Contact]) -> MergeOrder {
    MergeOrder { merged: others.iter().map(|other| other.id).collect(), choices: BTreeMap::new() }
}

fn now(vault: &Vault, contact: &Contact) -> Contact {
    vault.store.read_blocking(|r| r.contacts().get(contact.id)).unwrap().unwrap()
}

#[test]
fn a_merge_loses_nothing_and_takes_chosen_values() {
    let kept = contact(&[
        ("first", "Hélène"),
        ("last", "Mariani"),
        ("email", "h@x.fr"),
        ("city", "Lyon"),
        ("notes", "cliente"),
        ("tag", "Client"),
        ("dossier", "42"),
    ]);
    let other = contact(&[
        ("last", "MARIANI"),
        ("email", "helene@y.fr"),
        ("phone", "+33612345678"),
        ("street", "1 quai Sud"),
        ("city", "Paris"),
        ("notes", "à rappeler"),
        ("tag", "client"),
        ("tag", "VIP"),
        ("dossier", "7"),
        ("code", "9"),
    ]);
    let vault = vault_with(&[&kept, &other]);
    let mut order = into(&[&other]);
    order.choices.insert(ContactField::Email, other.id);
    order.choices.insert(ContactField::Custom("dossier".into()), other.id);
    let shown = vault.store.read_blocking(|r| preview(r, kept.id, &order)).unwrap();
    take(&vault, &kept, &order).unwrap();
    let after = now(&vault, &kept).details;
    assert_eq!(shown.contact.details, after, "what was shown is what was made");
    assert_eq!((after.first_name.as_str(), after.last_name.as_str()), ("Hélène", "Mariani"));
    assert_eq!(after.email.unwrap().as_str(), "helene@y.fr", "chosen");
    assert_eq!(after.phone.unwrap().as_str(), "+33612345678", "only the other has one");
    assert_eq!((after.street.as_str(), after.city.as_str()), ("", "Lyon"), "no street of Paris in Lyon");
    assert_eq!(after.notes, "cliente\n\nà rappeler");
    assert_eq!(after.tags, ["Client", "VIP"]);
    assert_eq!(after.custom, BTreeMap::from([("code".into(), "9".into()), ("dossier".into(), "7".into())]));
    assert!(now(&vault, &other).deleted_at.is_some());
    assert_eq!(vault.count(), 1);
}

#[test]
fn a_merge_that_cannot_be_is_refused_by_name_and_changes_nothing() {
    let (kept, other) = (contact(&[("last", "Roux")]), contact(&[("email", "a@x.fr")]));
    let stranger = contact(&[("last", "Blanc")]);
    let vault = vault_with(&[&kept, &other]);
    let code = |order: &MergeOrder| take(&vault, &kept, order).unwrap_err().code();
    assert_eq!(code(&into(&[])), "merge_not_several");
    assert_eq!(code(&into(&[&kept])), "merge_not_several");
    assert_eq!(code(&into(&[&other, &other])), "merge_not_several");
    assert_eq!(code(&into(&[&stranger])), "merge_contact_gone");
    let with = |field: ContactField, from: ContactId| MergeOrder {
        choices: BTreeMap::from([(field, from)]),
        ..into(&[&other])
    };
    assert_eq!(code(&with(ContactField::Tags, other.id)), "merge_field_unknown");
    assert_eq!(code(&with(ContactField::City, stranger.id)), "merge_choice_outside");
    let mut nameless = with(ContactField::LastName, other.id);
    nameless.choices.insert(ContactField::Email, kept.id);
    assert_eq!(code(&nameless), "contact_empty");
    assert_eq!((now(&vault, &kept), now(&vault, &other)), (kept.clone(), other));
}

#[test]
fn taking_back_leaves_later_edits_alone() {
    let kept = contact(&[("last", "Roux"), ("city", "Lyon"), ("tag", "a")]);
    let other = contact(&[("last", "Roux"), ("phone", "+33612345678"), ("postcode", "69001"), ("tag", "b")]);
    let vault = vault_with(&[&kept, &other]);
    let id = take(&vault, &kept, &into(&[&other])).unwrap();
    let mut edited = now(&vault, &kept);
    edited.details.postcode = "69009".into();
    edited.details.tags.push("c".into());
    vault.store.write_blocking(|w| w.contacts_mut().update(&edited)).unwrap();
    let undone = vault.store.write_blocking(|w| undo_merge(w, id, LATER)).unwrap();
    assert!(undone.edited_since);
    let after = now(&vault, &kept).details;
    assert_eq!(
        (after.postcode.as_str(), after.phone, after.tags),
        ("69009", None, vec!["a".into(), "c".into()])
    );
    assert_eq!(now(&vault, &other).details, other.details);
    let again = vault.store.write_blocking(|w| undo_merge(w, id, LATER)).unwrap_err();
    assert_eq!(again.code(), "merge_not_undoable");
    let unknown = vault.store.write_blocking(|w| undo_merge(w, MergeId::generate(NOW), LATER)).unwrap_err();
    assert_eq!(unknown.code(), "not_found");
}

#[test]
fn merges_of_merges_are_one_history_and_are_taken_back_last_first() {
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| contact(&[("last", name)]));
    let vault = vault_with(&[&a, &b, &c, &d]);
    let first = take(&vault, &b, &into(&[&a])).unwrap();
    let second = take(&vault, &c, &into(&[&b, &d])).unwrap();
    let ids = |of: &Contact| vault.store.read_blocking(|r| r.merges().ids_of(of.id)).unwrap();
    assert_eq!(ids(&c), [c.id, b.id, d.id, a.id], "itself first, then the nearest");
    assert_eq!(ids(&a), [a.id]);
    let undo = |id| vault.store.write_blocking(|w| undo_merge(w, id, LATER)).map_err(|error| error.code());
    assert_eq!(undo(first).unwrap_err(), "merge_not_undoable", "its kept contact became part of another");
    assert_eq!(undo(second).unwrap().restored, [b.id, d.id]);
    assert_eq!((ids(&c), ids(&b)), (vec![c.id], vec![b.id, a.id]));
    undo(first).unwrap();
    assert_eq!(vault.count(), 4);
}

#[test]
fn a_contact_taken_out_of_the_bin_has_its_own_history_again() {
    let (kept, other) = (contact(&[("last", "a")]), contact(&[("last", "b")]));
    let vault = vault_with(&[&kept, &other]);
    take(&vault, &kept, &into(&[&other])).unwrap();
    vault.store.write_blocking(|w| w.contacts_mut().set_deleted(other.id, None)).unwrap();
    assert_eq!(vault.store.read_blocking(|r| r.merges().ids_of(kept.id)).unwrap(), [kept.id]);
}

#[test]
fn an_address_that_is_somebody_elses_by_now_stops_the_undo() {
    let (kept, other) = (contact(&[("last", "a")]), contact(&[("last", "b"), ("email", "b@x.fr")]));
    let vault = vault_with(&[&kept, &other]);
    let mut order = into(&[&other]);
    order.choices.insert(ContactField::Email, kept.id);
    let id = take(&vault, &kept, &order).unwrap();
    vault.store.write_blocking(|w| w.contacts_mut().insert(&contact(&[("email", "b@x.fr")]))).unwrap();
    let refused = vault.store.write_blocking(|w| undo_merge(w, id, LATER)).unwrap_err();
    assert!(matches!(refused, MergeError::Store(StoreError::UniqueViolation { .. })), "{refused:?}");
    assert!(now(&vault, &other).deleted_at.is_some(), "nothing was changed");
}

fn say(vault: &Vault, contact: &Contact, state: ConsentState, at: i64) {
    let statement = ConsentStatement {
        id: ConsentId::generate(NOW),
        contact_id: contact.id,
        channel: Channel::Email,
        state,
        legal_basis: ConsentBasis::Consent,
        source: "salon".into(),
        decided_at: Timestamp::from_millis(at),
        recorded_at: NOW,
    };
    vault.store.write_blocking(|w| w.consents_mut().record(&statement)).unwrap();
}

fn consent(vault: &Vault, contact: &Contact) -> Option<ConsentState> {
    let said = vault.store.read_blocking(|r| r.consents().latest(contact.id, Channel::Email)).unwrap();
    said.map(|said| said.state)
}

#[test]
fn the_stricter_consent_wins_and_goes_back_with_the_merge() {
    use ConsentState::{Granted, Refused};
    for (own, theirs, after) in [
        (Some(Granted), Some(Refused), Some(Refused)),
        (Some(Refused), Some(Granted), Some(Refused)),
        (None, Some(Granted), Some(Granted)),
        (None, Some(Refused), Some(Refused)),
        (Some(Granted), None, Some(Granted)),
        (None, None, None),
    ] {
        let (kept, other) = (contact(&[("last", "a")]), contact(&[("last", "b")]));
        let vault = vault_with(&[&kept, &other]);
        // The refusal is the older one: it wins all the same.
        own.inspect(|state| say(&vault, &kept, *state, if *state == Refused { 1_000 } else { 2_000 }));
        theirs.inspect(|state| say(&vault, &other, *state, if *state == Refused { 1_000 } else { 2_000 }));
        let id = take(&vault, &kept, &into(&[&other])).unwrap();
        assert_eq!(consent(&vault, &kept), after, "{own:?} and {theirs:?}");
        vault.store.write_blocking(|w| undo_merge(w, id, LATER)).unwrap();
        assert_eq!((consent(&vault, &kept), consent(&vault, &other)), (own, theirs), "as before");
    }
}

#[test]
fn who_unsubscribed_at_one_address_is_not_written_to_at_the_other() {
    let kept = contact(&[("last", "Roux"), ("email", "new@x.fr")]);
    let other = contact(&[("last", "Roux"), ("email", "old@x.fr")]);
    let vault = vault_with(&[&kept, &other]);
    let entry = Suppression {
        id: SuppressionId::generate(NOW),
        channel: Channel::Email,
        address: "old@x.fr".into(),
        reason: SuppressionReason::Unsubscribed,
        legal_basis: LegalBasis::RightToObject,
        source: "Vœux".into(),
        created_at: NOW,
    };
    vault.store.write_blocking(|w| w.suppressions_mut().add_if_absent(&entry).map(|_| ())).unwrap();
    say(&vault, &kept, ConsentState::Granted, 5);
    let shown = vault.store.read_blocking(|r| preview(r, kept.id, &into(&[&other]))).unwrap();
    assert_eq!((shown.suppressions.len(), shown.consents.len()), (1, 1));
    let id = take(&vault, &kept, &into(&[&other])).unwrap();
    let listed = || vault.store.read_blocking(|r| r.suppressions().find(Channel::Email, "old@x.fr")).unwrap();
    assert_eq!((consent(&vault, &kept), listed()), (Some(ConsentState::Refused), Some(entry.clone())));
    vault.store.write_blocking(|w| undo_merge(w, id, LATER)).unwrap();
    assert_eq!((consent(&vault, &kept), listed()), (Some(ConsentState::Granted), Some(entry)));
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "a", "b", "Hélène", "Jean-Paul"]).prop_map(str::to_owned)
}

prop_compose! {
    fn details()(
        names in [word(), word(), word(), word()],
        address in [word(), word(), word(), word()],
        rest in [word(), word(), word()],
        email in prop::option::of("[a-c]"),
        tags in prop::sample::subsequence(vec!["x", "y", "z"], 0..=3),
    ) -> ContactDetails {
        let [civility, first_name, last_name, company] = names;
        let [street, postcode, city, country] = address;
        let [reference, notes, custom] = rest;
        let mut details = ContactDetails {
            civility, first_name, last_name, company, street, postcode, city, country, reference, notes,
            tags: tags.into_iter().map(str::to_owned).collect(),
            ..Default::default()
        };
        if !custom.is_empty() {
            details.custom.insert("numero".into(), custom);
        }
        details.email = email.map(|local| EmailAddress::from_normalised(format!("{local}@x.fr")));
        details
    }
}

fn choices() -> impl Strategy<Value = Vec<(ContactField, bool)>> {
    let fields = vec![
        ContactField::LastName,
        ContactField::Email,
        ContactField::City,
        ContactField::Notes,
        ContactField::Custom("numero".into()),
    ];
    prop::sample::subsequence(fields, 0..=5).prop_flat_map(|fields| {
        fields.into_iter().map(|field| (Just(field), any::<bool>())).collect::<Vec<_>>()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_merge_taken_back_gives_back_every_contact(all in prop::collection::vec(details(), 2..4), choices in choices()) {
        let mut all: Vec<Contact> = all.into_iter().map(of).collect();
        for (at, one) in all.iter_mut().enumerate() {
            // Something to be called by, and an address of their own.
            one.details.phone = Some(PhoneNumber::from_e164(format!("+3361234567{at}")));
            if let Some(email) = &one.details.email {
                one.details.email = Some(EmailAddress::from_normalised(format!("{at}{email}")));
            }
        }
        let vault = vault_with(&all.iter().collect::<Vec<_>>());
        let (kept, others) = all.split_first().unwrap();
        let mut order = into(&others.iter().collect::<Vec<_>>());
        order.choices = choices.into_iter().map(|(field, own)| (field, if own { kept.id } else { others[0].id })).collect();
        let id = take(&vault, kept, &order).unwrap();
        prop_assert_eq!(vault.count(), 1);
        vault.store.write_blocking(|w| undo_merge(w, id, LATER)).unwrap();
        for one in &all {
            let after = now(&vault, one);
            prop_assert_eq!((&after.details, after.deleted_at), (&one.details, None));
        }
        let tags = vault.store.read_blocking(|r| r.tags().list()).unwrap();
        for tag in tags {
            let carriers = all.iter().filter(|one| one.details.tags.contains(&tag.name)).count();
            prop_assert_eq!(tag.count, carriers as u64, "{}", tag.name);
        }
    }
}

proptest! {
    #[test]
    fn likeness_is_symmetric(one in details(), other in details()) {
        let (one, other) = (of(one), of(other));
        let (there, back) = (likeness(&one, &other), likeness(&other, &one));
        prop_assert_eq!(&there, &back);
        if let Some(like) = there {
            prop_assert!(like.score <= 1_000);
            prop_assert!(like.score < LIKELY || !like.reasons.is_empty());
        }
    }
}
