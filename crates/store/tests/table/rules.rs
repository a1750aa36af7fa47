//! Rules: the statement that is made of one means what the rule says, over any contacts.

use proptest::prelude::*;
use sellify_domain::{Channel, LegalBasis};
use sellify_domain::{
    Combinator, Condition, ConsentBasis, ConsentId, ConsentStanding, ConsentState, ConsentStatement, Contact,
    ContactDetails, ContactField, ContactId, DayTest, EmailAddress, Group, GroupId, MomentField, MomentTest,
    NumberTest, PhoneNumber, RulePart, SegmentRule, SetTest, Suppression, SuppressionId, SuppressionReason,
    TextTest, Timestamp, Today,
};
use sellify_store::{ContactQuery, ContactSort, fold};
use time::macros::date;

use crate::contacts::list;
use crate::{NOW, TestStore, contact};

/// 21 September 2026, 15:33 in Paris.
const TODAY: Today = Today { now: NOW, utc_offset_minutes: 120 };
const DAY_MS: i64 = 86_400_000;

/// A contact, and what is known of it beside its details.
#[derive(Debug, Clone)]
struct Person {
    contact: Contact,
    groups: Vec<usize>,
    suppressed: bool,
    consent: Option<ConsentState>,
}

fn word() -> impl Strategy<Value = String> {
    let words =
        ["", "Lyon", "LYON 3", "Saint-Étienne", "saint etienne", "Lyonnais", "Œuvré", "+++", "d'Arc", "3e"];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn asked_word() -> impl Strategy<Value = String> {
    let words = ["lyon", "Ly", "saint", "Saint Etienne", "ETIENNE", "oeuv", "+", "3", "d arc", "nais", "é"];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn person() -> impl Strategy<Value = Person> {
    let details = (
        word(),
        word(),
        word(),
        prop::option::of(prop::sample::select(vec!["ana", "bob", "x.lyon"])),
        prop::sample::select(vec!["exemple.fr", "mail.exemple.fr", "autre.com"]),
        prop::option::of(prop::sample::select(vec!["+33612345678", "+32470123456"])),
        prop::sample::select(vec!["", "1984-09-21", "1988-02-29", "2000-12-31", "1971-09-25"]),
    );
    let beside = (
        prop::option::of(prop::sample::select(vec![
            "12,5",
            "1 200",
            "douze",
            "-3",
            "oui",
            "non",
            "2026-09-20",
        ])),
        prop::sample::subsequence(vec!["Clé", "or", "vip"], 0..=3),
        prop::sample::subsequence(vec![0_usize, 1], 0..=2),
        any::<bool>(),
        prop::option::of(prop::sample::select(vec![ConsentState::Granted, ConsentState::Refused])),
        0_i64..40,
        prop::bool::weighted(0.2),
    );
    (details, beside).prop_map(|(details, beside)| {
        let (first_name, last_name, city, local, domain, phone, birthdate) = details;
        let (custom, tags, groups, suppressed, consent, age, binned) = beside;
        let mut one = contact(ContactDetails {
            first_name,
            last_name,
            city,
            email: local.map(|local| EmailAddress::from_normalised(format!("{local}@{domain}"))),
            phone: phone.map(PhoneNumber::from_e164),
            birthdate: birthdate.to_owned(),
            custom: custom.map(|value| ("valeur".to_owned(), value.to_owned())).into_iter().collect(),
            tags: tags.into_iter().map(str::to_owned).collect(),
            ..ContactDetails::default()
        });
        one.created_at = NOW.plus_millis(-age * DAY_MS);
        one.updated_at = one.created_at;
        one.deleted_at = binned.then_some(NOW);
        Person { contact: one, groups, suppressed, consent }
    })
}

fn text_test() -> impl Strategy<Value = TextTest> {
    prop_oneof![
        asked_word().prop_map(TextTest::Contains),
        asked_word().prop_map(TextTest::DoesNotContain),
        asked_word().prop_map(TextTest::Is),
        asked_word().prop_map(TextTest::IsNot),
        asked_word().prop_map(TextTest::BeginsWith),
        asked_word().prop_map(TextTest::DoesNotBeginWith),
        asked_word().prop_map(TextTest::EndsWith),
        asked_word().prop_map(TextTest::DoesNotEndWith),
        prop::collection::vec(asked_word(), 1..3).prop_map(TextTest::IsAnyOf),
        prop::collection::vec(asked_word(), 1..3).prop_map(TextTest::IsNoneOf),
        Just(TextTest::Empty),
        Just(TextTest::NotEmpty),
    ]
}

fn set<T: Clone + std::fmt::Debug + 'static>(items: Vec<T>) -> impl Strategy<Value = SetTest<T>> {
    let some = prop::sample::subsequence(items.clone(), 1..=items.len());
    prop_oneof![
        some.clone().prop_map(SetTest::HasAny),
        some.clone().prop_map(SetTest::HasAll),
        some.prop_map(SetTest::HasNone),
        Just(SetTest::Empty),
        Just(SetTest::NotEmpty),
    ]
}

fn condition(groups: Vec<GroupId>) -> impl Strategy<Value = Condition> {
    let custom = || ContactField::Custom("valeur".into());
    let texts = prop::sample::select(vec![
        ContactField::FullName,
        ContactField::LastName,
        ContactField::City,
        ContactField::Notes,
        custom(),
    ]);
    let number = prop_oneof![
        Just(NumberTest::Is(12.5)),
        Just(NumberTest::IsNot(12.5)),
        Just(NumberTest::Less(0.0)),
        Just(NumberTest::AtLeast(12.5)),
        Just(NumberTest::Between(0.0, 2_000.0)),
    ];
    let day = prop::sample::select(vec![
        DayTest::On(date!(1984 - 09 - 21)),
        DayTest::Before(date!(1990 - 01 - 01)),
        DayTest::After(date!(1990 - 01 - 01)),
        DayTest::InLastDays(3),
        DayTest::AnniversaryInMonth(9),
        DayTest::AnniversaryInNextDays(5),
        DayTest::AnniversaryInNextDays(120),
    ]);
    let moment = prop::sample::select(vec![
        MomentTest::On(date!(2026 - 09 - 11)),
        MomentTest::Before(date!(2026 - 09 - 11)),
        MomentTest::After(date!(2026 - 09 - 11)),
        MomentTest::Between(date!(2026 - 08 - 20), date!(2026 - 09 - 01)),
        MomentTest::InLastDays(7),
        MomentTest::NotInLastDays(7),
    ]);
    let standing = prop::sample::select(vec![
        ConsentStanding::Granted,
        ConsentStanding::Refused,
        ConsentStanding::Unknown,
    ]);
    let tags = vec!["cle".to_owned(), "VIP".to_owned(), "never".to_owned()];
    prop_oneof![
        4 => (texts, text_test()).prop_map(|(field, test)| Condition::Text { field, test }),
        1 => number.prop_map(|test| Condition::Number { key: "valeur".into(), test }),
        1 => any::<bool>().prop_map(|yes| Condition::YesNo { key: "valeur".into(), yes }),
        2 => (prop::sample::select(vec![ContactField::Birthdate, custom()]), day)
            .prop_map(|(field, test)| Condition::Day { field, test }),
        1 => moment.prop_map(|test| Condition::Moment { field: MomentField::Created, test }),
        2 => set(tags).prop_map(Condition::Tags),
        1 => set(groups).prop_map(Condition::Groups),
        1 => (prop::sample::select(vec!["exemple.fr", "autre.com"]), any::<bool>())
            .prop_map(|(domain, not)| Condition::EmailDomain { domain: domain.into(), not }),
        1 => (prop::sample::select(vec![ContactField::Email, ContactField::Phone]), any::<bool>())
            .prop_map(|(field, yes)| Condition::Reachable { field, yes }),
        1 => any::<bool>().prop_map(|yes| Condition::Suppressed { channel: Channel::Email, yes }),
        1 => (standing, any::<bool>()).prop_map(|(standing, not)| Condition::Consent {
            channel: Channel::Post, standing, not
        }),
        1 => (prop::sample::select(vec!["06 12", "+33 6", "470"]), any::<bool>()).prop_map(|(digits, has)| {
            let test = if has { TextTest::Contains(digits.into()) } else { TextTest::BeginsWith(digits.into()) };
            Condition::Text { field: ContactField::Phone, test }
        }),
        1 => prop::sample::select(vec![
            TextTest::Is("ana@exemple.fr".into()),
            TextTest::BeginsWith("BOB@".into()),
            TextTest::Contains("lyon@mail".into()),
            TextTest::EndsWith(".com".into()),
            TextTest::IsNot("ana@exemple.fr".into()),
        ])
        .prop_map(|test| Condition::Text { field: ContactField::Email, test }),
    ]
}

fn rule(groups: Vec<GroupId>) -> impl Strategy<Value = SegmentRule> {
    let leaf = condition(groups).prop_map(RulePart::Condition);
    let parts = leaf.prop_recursive(3, 12, 4, |part| rule_of(part).prop_map(RulePart::Group));
    rule_of(parts)
}

fn rule_of(part: impl Strategy<Value = RulePart>) -> impl Strategy<Value = SegmentRule> {
    (any::<bool>(), any::<bool>(), prop::collection::vec(part, 0..4)).prop_map(|(all, not, rules)| {
        SegmentRule { combinator: if all { Combinator::And } else { Combinator::Or }, not, rules }
    })
}

// The same rules in plain words, without a database.

fn fulfils(person: &Person, rule: &SegmentRule, groups: &[GroupId]) -> bool {
    let parts: Vec<bool> = rule
        .rules
        .iter()
        .filter_map(|part| match part {
            RulePart::Group(group) if group.is_empty() => None,
            RulePart::Group(group) => Some(fulfils(person, group, groups)),
            RulePart::Condition(condition) => Some(meets(person, condition, groups)),
        })
        .collect();
    if parts.is_empty() {
        return true;
    }
    let picked = match rule.combinator {
        Combinator::And => parts.iter().all(|part| *part),
        Combinator::Or => parts.iter().any(|part| *part),
    };
    picked != rule.not
}

fn meets(person: &Person, condition: &Condition, groups: &[GroupId]) -> bool {
    let details = &person.contact.details;
    let own = || details.custom.get("valeur").cloned().unwrap_or_default();
    match condition {
        Condition::Text { field: ContactField::Phone, test } => phone(details, test),
        Condition::Text { field: ContactField::Email, test } => {
            literal(details.email.as_ref().map_or("", |email| email.as_str()), test)
        }
        Condition::Text { field, test } => text(&details.text(field), test),
        Condition::Number { test, .. } => {
            sellify_domain::number_of(&own()).is_some_and(|number| match *test {
                NumberTest::Is(asked) => number == asked,
                NumberTest::IsNot(asked) => number != asked,
                NumberTest::Less(asked) => number < asked,
                NumberTest::AtMost(asked) => number <= asked,
                NumberTest::More(asked) => number > asked,
                NumberTest::AtLeast(asked) => number >= asked,
                NumberTest::Between(from, to) => (from..=to).contains(&number),
            })
        }
        Condition::YesNo { yes, .. } => sellify_domain::yes_no_of(&own()) == Some(*yes),
        Condition::Day { field, test } => {
            sellify_domain::day_of(&details.text(field)).is_some_and(|day| on_day(day, *test))
        }
        Condition::Moment { test, .. } => moment(person.contact.created_at, *test),
        Condition::Tags(test) => {
            let has = |tag: &String| details.tags.iter().any(|own| fold(own) == fold(tag));
            in_set(test, !details.tags.is_empty(), has)
        }
        Condition::Groups(test) => {
            let has = |id: &GroupId| person.groups.iter().any(|at| groups[*at] == *id);
            in_set(test, !person.groups.is_empty(), has)
        }
        Condition::EmailDomain { domain, not } => {
            let is = details.email.as_ref().is_some_and(|email| {
                let own = email.as_str().rsplit('@').next().unwrap();
                own == domain || own.ends_with(&format!(".{domain}"))
            });
            is != *not
        }
        Condition::Reachable { field: ContactField::Phone, yes } => details.phone.is_some() == *yes,
        Condition::Reachable { yes, .. } => details.email.is_some() == *yes,
        Condition::Suppressed { yes, .. } => (person.suppressed && details.email.is_some()) == *yes,
        Condition::Consent { standing, not, .. } => {
            let own = match person.consent {
                None => ConsentStanding::Unknown,
                Some(ConsentState::Granted) => ConsentStanding::Granted,
                Some(ConsentState::Refused) => ConsentStanding::Refused,
            };
            (own == *standing) != *not
        }
        Condition::Import { .. } | Condition::Campaign { .. } => unreachable!("not generated"),
    }
}

fn in_set<T>(test: &SetTest<T>, any: bool, has: impl Fn(&T) -> bool) -> bool {
    match test {
        SetTest::HasAny(items) => items.iter().any(has),
        SetTest::HasAll(items) => items.iter().all(has),
        SetTest::HasNone(items) => !items.iter().any(has),
        SetTest::Empty => !any,
        SetTest::NotEmpty => any,
    }
}

fn text(own: &str, test: &TextTest) -> bool {
    let key = |text: &str| if fold(text).is_empty() { text.trim().to_lowercase() } else { fold(text) };
    // Signs alone are looked for as they are.
    let beside = |asked: &String| if fold(asked).is_empty() { own.to_owned() } else { fold(own) };
    match test {
        TextTest::Contains(asked) => beside(asked).contains(&key(asked)),
        TextTest::DoesNotContain(asked) => !beside(asked).contains(&key(asked)),
        TextTest::BeginsWith(asked) => beside(asked).starts_with(&key(asked)),
        TextTest::DoesNotBeginWith(asked) => !beside(asked).starts_with(&key(asked)),
        TextTest::EndsWith(asked) => beside(asked).ends_with(&key(asked)),
        TextTest::DoesNotEndWith(asked) => !beside(asked).ends_with(&key(asked)),
        TextTest::Is(asked) => key(own) == key(asked),
        TextTest::IsNot(asked) => key(own) != key(asked),
        TextTest::IsAnyOf(asked) => asked.iter().any(|asked| key(own) == key(asked)),
        TextTest::IsNoneOf(asked) => !asked.iter().any(|asked| key(own) == key(asked)),
        TextTest::Empty => own.is_empty(),
        TextTest::NotEmpty => !own.is_empty(),
    }
}

fn literal(own: &str, test: &TextTest) -> bool {
    match test {
        TextTest::Is(asked) => own == asked,
        TextTest::IsNot(asked) => own != asked,
        TextTest::BeginsWith(asked) => own.starts_with(&asked.to_lowercase()),
        TextTest::Contains(asked) => own.contains(asked),
        TextTest::EndsWith(asked) => own.ends_with(asked),
        other => unreachable!("{other:?} is not generated"),
    }
}

fn phone(details: &ContactDetails, test: &TextTest) -> bool {
    let Some(phone) = &details.phone else { return false };
    let national = format!("0{}", &phone.as_str()[3..]);
    let forms = [phone.as_str(), national.as_str()];
    match test {
        TextTest::Contains(asked) => forms.iter().any(|form| form.contains(&asked.replace(' ', ""))),
        TextTest::BeginsWith(asked) => forms.iter().any(|form| form.starts_with(&asked.replace(' ', ""))),
        other => unreachable!("{other:?} is not generated"),
    }
}

fn on_day(day: time::Date, test: DayTest) -> bool {
    let today = date!(2026 - 09 - 21);
    let in_days = |n: u16| {
        // Every day from today on; a 29 February is kept on the 28th where there is none.
        (0..=i64::from(n)).any(|ahead| {
            let that = today + time::Duration::days(ahead);
            let same = (that.month(), that.day()) == (day.month(), day.day());
            let leap_day = (u8::from(day.month()), day.day()) == (2, 29);
            let last = (u8::from(that.month()), that.day()) == (2, 28);
            same || (leap_day && last && !time::util::is_leap_year(that.year()))
        })
    };
    match test {
        DayTest::On(asked) => day == asked,
        DayTest::Before(asked) => day < asked,
        DayTest::After(asked) => day > asked,
        DayTest::Between(from, to) => (from..=to).contains(&day),
        DayTest::InLastDays(n) => (today - time::Duration::days(i64::from(n))..=today).contains(&day),
        DayTest::InNextDays(n) => (today..=today + time::Duration::days(i64::from(n))).contains(&day),
        DayTest::AnniversaryInMonth(month) => u8::from(day.month()) == month,
        DayTest::AnniversaryInNextDays(n) => in_days(n),
    }
}

fn moment(at: Timestamp, test: MomentTest) -> bool {
    // The day on the wall, two hours ahead of UTC.
    let days = (at.as_millis() + 2 * 3_600_000).div_euclid(DAY_MS);
    let day = date!(1970 - 01 - 01) + time::Duration::days(days);
    let age = NOW.as_millis() - at.as_millis();
    match test {
        MomentTest::On(asked) => day == asked,
        MomentTest::Before(asked) => day < asked,
        MomentTest::After(asked) => day > asked,
        MomentTest::Between(from, to) => (from..=to).contains(&day),
        MomentTest::InLastDays(n) => age <= i64::from(n) * DAY_MS,
        MomentTest::NotInLastDays(n) => age > i64::from(n) * DAY_MS,
    }
}

fn keep(store: &TestStore, people: &[Person], groups: &[GroupId]) {
    store.change(|w| {
        for (at, id) in groups.iter().enumerate() {
            let group = Group { id: *id, name: format!("g{at}"), contacts: 0, created_at: NOW };
            w.groups_mut().insert(&group)?;
        }
        for person in people {
            w.contacts_mut().insert(&person.contact)?;
            for at in &person.groups {
                w.groups_mut().add(groups[*at], &[person.contact.id])?;
            }
            if let (true, Some(email)) = (person.suppressed, &person.contact.details.email) {
                w.suppressions_mut().add_if_absent(&Suppression {
                    id: SuppressionId::generate(NOW),
                    channel: Channel::Email,
                    address: email.to_string(),
                    reason: SuppressionReason::Manual,
                    legal_basis: LegalBasis::RightToObject,
                    source: "manual".into(),
                    created_at: NOW,
                })?;
            }
            if let Some(state) = person.consent {
                w.consents_mut().record(&ConsentStatement {
                    id: ConsentId::generate(NOW),
                    contact_id: person.contact.id,
                    channel: Channel::Post,
                    state,
                    legal_basis: ConsentBasis::Consent,
                    source: "test".into(),
                    decided_at: NOW,
                    recorded_at: NOW,
                })?;
            }
        }
        Ok(())
    });
}

/// Addresses and numbers belong to one contact, and a suppression to an address, not to a contact.
fn without_conflicts(people: Vec<Person>) -> Vec<Person> {
    let mut kept: Vec<Person> = Vec::new();
    for (n, mut person) in people.into_iter().enumerate() {
        let id = ContactId::generate(NOW.plus_millis(n as i64));
        person.contact.id = id;
        let taken = |kept: &[Person], same: &dyn Fn(&ContactDetails) -> bool| {
            kept.iter().any(|other| same(&other.contact.details))
        };
        let (email, phone) = (person.contact.details.email.clone(), person.contact.details.phone.clone());
        if email.is_some() && taken(&kept, &|other| other.email == email) {
            person.contact.details.email = None;
        }
        if phone.is_some() && taken(&kept, &|other| other.phone == phone) {
            person.contact.details.phone = None;
        }
        kept.push(person);
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_rule_picks_in_sql_whom_it_picks_in_plain_words(
        people in prop::collection::vec(person(), 1..24),
        rules in prop::collection::vec(rule(ids()), 4),
    ) {
        let store = TestStore::new();
        let people = without_conflicts(people);
        keep(&store, &people, &ids());
        for rule in rules {
            let live = |person: &&Person| person.contact.deleted_at.is_none();
            let expected: Vec<ContactId> = people
                .iter()
                .filter(live)
                .filter(|person| fulfils(person, &rule, &ids()))
                .map(|person| person.contact.id)
                .collect();
            let json = serde_json::to_value(&rule).unwrap();
            prop_assert_eq!(SegmentRule::parse(&json), Ok(rule.clone()), "a rule reads back from its tree");
            let query = ContactQuery { rule: Some(rule), today: TODAY, limit: 5, ..Default::default() };
            let ids = store.read_blocking(|r| r.contacts().ids(&query)).unwrap();
            prop_assert_eq!(&ids, &expected, "{}", json);
            let counted = store
                .read_blocking(|r| r.contacts().count_within(&query, std::time::Duration::from_secs(60)))
                .unwrap();
            prop_assert_eq!(counted, (expected.len() as u64, true));
            for sort in [ContactSort::Name, ContactSort::Created, ContactSort::Updated, ContactSort::Email] {
                let whole = list(&store, &ContactQuery { sort, limit: 100, rule: None, ..query.clone() });
                let in_order: Vec<ContactId> =
                    whole.items.iter().map(|c| c.id).filter(|id| expected.contains(id)).collect();
                let mut query = ContactQuery { sort, ..query.clone() };
                let mut listed = Vec::new();
                loop {
                    let page = list(&store, &query);
                    prop_assert_eq!(page.total, expected.len() as u64);
                    listed.extend(page.items.iter().map(|c| c.id));
                    match page.next {
                        Some(next) => query.cursor = Some(next),
                        None => break,
                    }
                }
                prop_assert_eq!(listed, in_order, "{:?} {}", sort, json);
            }
        }
    }
}

/// The two groups of every case.
fn ids() -> Vec<GroupId> {
    (1..=2_u128).map(|n| GroupId::from_slice(&n.to_be_bytes()).unwrap()).collect()
}

#[test]
fn an_empty_group_asks_nothing() {
    let nothing = SegmentRule { not: true, combinator: Combinator::Or, rules: Vec::new() };
    let store = TestStore::new();
    store.change(|w| w.contacts_mut().insert(&crate::person("A", "Bon")));
    let rule = SegmentRule { rules: vec![RulePart::Group(nothing)], ..SegmentRule::default() };
    let query = ContactQuery { rule: Some(rule), ..Default::default() };
    assert_eq!(list(&store, &query).total, 1, "as if it were not there");
}

#[test]
fn counting_stops_in_time_and_says_so() {
    let store = TestStore::new();
    let people: Vec<Contact> = (0..3_000).map(|n| crate::person(&format!("A{n}"), "Bon")).collect();
    crate::contacts::insert_all(&store, &people, sellify_store::BulkMode::Fresh);
    let tree = serde_json::json!({ "combinator": "and", "rules": [
        { "field": "notes", "operator": "does_not_contain", "value": "x" }
    ] });
    let query = ContactQuery { rule: Some(SegmentRule::parse(&tree).unwrap()), ..Default::default() };
    let count = |limit| {
        store.read_blocking(|r| r.contacts().count_within(&query, std::time::Duration::from_secs(limit)))
    };
    let (some, exact) = count(0).unwrap();
    assert!(!exact && some < 3_000, "{some}");
    assert_eq!(count(60).unwrap(), (3_000, true), "a later statement is not ended by it");
}

#[test]
fn a_long_list_is_walked_in_its_order_and_read_through_where_matches_lie_far_apart() {
    let store = TestStore::new();
    // More than are counted, so that the list is walked; then a rule whose matches all stand at its end.
    let people: Vec<Contact> = (0..16_000)
        .map(|n| {
            let mut one =
                crate::person(&format!("a{n}"), &format!("{}{n:05}", if n < 4_500 { "A" } else { "Z" }));
            one.details.city = if n < 4_500 { "Lyon".into() } else { "Paris".into() };
            one
        })
        .collect();
    crate::contacts::insert_all(&store, &people, sellify_store::BulkMode::Fresh);
    let of = |field: &str, operator: &str, value: &str| {
        let tree = serde_json::json!({ "rules": [{ "field": field, "operator": operator, "value": value }] });
        ContactQuery { rule: Some(SegmentRule::parse(&tree).unwrap()), limit: 2, ..Default::default() }
    };
    let page = list(&store, &of("notes", "empty", ""));
    assert_eq!((page.total, page.total_is_exact), (10_000, false), "walked");
    assert_eq!(page.items[0].details.last_name, "A00000");
    let second = list(&store, &ContactQuery { cursor: page.next, ..of("notes", "empty", "") });
    assert_eq!(second.items[0].details.last_name, "A00002");
    let page = list(&store, &of("city", "contains", "paris"));
    assert_eq!((page.total, page.total_is_exact), (11_500, true), "read through");
    assert_eq!(page.items[0].details.last_name, "Z04500");
    let second = list(&store, &ContactQuery { cursor: page.next, ..of("city", "contains", "paris") });
    assert_eq!(second.items[0].details.last_name, "Z04502");
}
