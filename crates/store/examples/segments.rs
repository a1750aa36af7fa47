//! What a rule costs over the contacts of a database that `measure import` made: its count, and the first page of its list.
//!
//! `cargo run --release -p sellify-store --example segments -- DB`. Prints one JSON line per rule.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use sellify_domain::{SegmentRule, Timestamp, Today};
use sellify_store::{ContactQuery, ContactSort, DbKey, Store, StoreError, StoreOptions};
use serde_json::{Value, json};

/// Each question is asked so often; the middle counts.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let db = std::env::args().nth(1).ok_or("DB")?;
    let key = DbKey::new([7; 32], [9; 16]);
    let store = Store::open_blocking(Path::new(&db), key, StoreOptions { readers: 1 })?;
    let tag = store.read_blocking(|r| r.tags().list())?;
    let rarest = tag.iter().min_by_key(|tag| tag.count).map_or(String::new(), |tag| tag.name.clone());
    let commonest = tag.iter().max_by_key(|tag| tag.count).map_or(String::new(), |tag| tag.name.clone());
    for (name, parts) in [
        ("city_is", json!([one("city", "is", "lyon")])),
        ("city_contains", json!([one("city", "contains", "lyon")])),
        ("notes_contains", json!([one("notes", "contains", "rappeler")])),
        ("name_begins", json!([one("last_name", "begins_with", "du")])),
        ("email_domain", json!([one("email_domain", "is", "example.com")])),
        ("birthday_week", json!([one("birthdate", "anniversary_in_next_days", "7")])),
        ("tag_rare", json!([one("tags", "has_any", &rarest)])),
        ("tag_common", json!([one("tags", "has_any", &commonest)])),
        ("no_tag_common", json!([one("tags", "has_none", &commonest)])),
        ("tag_and_city", json!([one("tags", "has_any", &commonest), one("city", "contains", "ly")])),
        ("custom", json!([one("custom:created_at", "contains", "2024")])),
        ("never_reached", json!([one("campaign", "received_none", "")])),
        ("not_suppressed", json!([one("suppressed:email", "is_no", "")])),
        ("consent_unknown", json!([one("consent:email", "is", "unknown")])),
    ] {
        measure(&store, name, &json!({ "combinator": "and", "rules": parts }))?;
    }
    let cities: Vec<Value> = (0..12).map(|n| one("city", "contains", &format!("ville {n}"))).collect();
    measure(&store, "twelve_or", &json!({ "combinator": "or", "rules": cities }))
}

fn one(field: &str, operator: &str, value: &str) -> Value {
    json!({ "field": field, "operator": operator, "value": value })
}

fn measure(store: &Store, name: &str, rule: &Value) -> Result<(), Box<dyn Error>> {
    let today = Today::at(Timestamp::from_millis(1_790_000_000_000));
    let query = ContactQuery { rule: Some(SegmentRule::parse(rule)?), today, ..ContactQuery::default() };
    let mut found = (0, true);
    let count = middle(|| {
        found = store.read_blocking(|r| r.contacts().count_within(&query, Duration::from_secs(60)))?;
        Ok(())
    })?;
    let mut pages = Vec::new();
    for sort in [ContactSort::Name, ContactSort::Created] {
        let query = ContactQuery { sort, ..query.clone() };
        pages.push(middle(|| store.read_blocking(|r| r.contacts().list(&query)).map(drop))?);
    }
    report(
        &json!({ "rule": name, "count": found.0, "count_ms": count, "page_by_name_ms": pages[0], "page_by_age_ms": pages[1] }),
    );
    Ok(())
}

fn middle(mut work: impl FnMut() -> Result<(), StoreError>) -> Result<f64, StoreError> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        work()?;
        times.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[ROUNDS / 2].round())
}

#[expect(clippy::print_stdout, reason = "the results of a probe")]
fn report(line: &Value) {
    println!("{line}");
}
