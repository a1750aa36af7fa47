//! What the store does by itself, without the import engine: a million contacts in, searches, one-row commits.
//!
//! `cargo run --release -p sellify-store --example measure -- import FILE.csv DB | search DB | commits DB`.
//! Prints one JSON line per step. A probe for docs/decisions; the product's benchmarks are `cargo xtask bench`.

use std::collections::HashSet;
use std::error::Error;
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::time::Instant;

use sellify_domain::{
    AuditEntryId, Clock, Contact, ContactDetails, ContactId, EmailAddress, PhoneNumber, SystemClock,
};
use sellify_store::{
    AuditRow, ContactQuery, ContactSort, DbKey, DerivedColumns, Store, StoreError, StoreOptions,
};

type Batch = Vec<(Contact, DerivedColumns)>;
type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["import", csv, db] => import(Path::new(csv), Path::new(db)),
        ["search", db] => search(Path::new(db)),
        ["commits", db] => commits(Path::new(db)),
        _ => Err("import FILE.csv DB | search DB | commits DB".into()),
    }
}

#[expect(clippy::print_stdout, reason = "the results of a probe")]
fn report(line: &serde_json::Value) {
    println!("{line}");
}

fn key() -> DbKey {
    DbKey::new([7; 32], [9; 16])
}

fn fresh(db: &Path) -> Result<Store, StoreError> {
    for suffix in ["", "-wal", "-shm"] {
        // Left over from the last run, or not there.
        let _ = std::fs::remove_file(format!("{}{suffix}", db.display()));
    }
    Store::create_blocking(db, key(), StoreOptions::default())
}

/// One reader thread that normalises crudely, one writer: the shape of the import engine, without its care.
fn import(csv: &Path, db: &Path) -> Outcome {
    let store = fresh(db)?;
    let (send, receive) = std::sync::mpsc::sync_channel::<Batch>(8);
    let (used, recycled) = std::sync::mpsc::channel::<Batch>();
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_path(csv)?;
    let start = Instant::now();
    let producer = std::thread::spawn(move || {
        let now = SystemClock.now();
        // Fingerprints: the sets of a million addresses must not weigh more than the store.
        let (hasher, mut emails, mut phones) = (RandomState::new(), HashSet::new(), HashSet::new());
        let mut new_email = |email: &str| emails.insert(hasher.hash_one(email));
        let mut new_phone = |phone: &str| phones.insert(hasher.hash_one(phone));
        let mut record = csv::StringRecord::new();
        let mut batch = Vec::with_capacity(512);
        while reader.read_record(&mut record).unwrap_or(false) {
            let Some(contact) = contact_of(&record, now, &mut new_email, &mut new_phone) else { continue };
            let Ok(derived) = DerivedColumns::of(&contact.details) else { continue };
            batch.push((contact, derived));
            if batch.len() == 512
                && send.send(std::mem::replace(&mut batch, Vec::with_capacity(512))).is_err()
            {
                return;
            }
            // Freed here, not by the writer.
            while recycled.try_recv().is_ok() {}
        }
        // The writer is gone only when it failed, and then says so itself.
        let _ = send.send(batch);
    });
    let mut rows = 0.0;
    let mut kept = 0;
    store.write_blocking(|w| {
        let mut bulk = w.contacts_mut().begin_bulk(1_000_000)?;
        for batch in &receive {
            for (contact, derived) in &batch {
                bulk.insert_with(contact, derived)?;
                kept += 1;
            }
            // When the reader has finished nobody takes them back.
            let _ = used.send(batch);
        }
        rows = start.elapsed().as_secs_f64();
        let finished = bulk.finish();
        report(&serde_json::json!({"rows_s": rows, "finished_s": start.elapsed().as_secs_f64()}));
        finished
    })?;
    let committed = start.elapsed().as_secs_f64();
    producer.join().map_err(|_| "the reader panicked")?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(store.close())?;
    report(&serde_json::json!({
        "kept": kept, "rows_s": rows, "committed_s": committed, "seconds": start.elapsed().as_secs_f64(),
        "db_bytes": std::fs::metadata(db)?.len(), "peak_kib": peak_kib(),
    }));
    Ok(())
}

fn contact_of(
    record: &csv::StringRecord,
    now: sellify_domain::Timestamp,
    new_email: &mut impl FnMut(&str) -> bool,
    new_phone: &mut impl FnMut(&str) -> bool,
) -> Option<Contact> {
    let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
    let email = cell(2).to_lowercase();
    let (local, domain) = email.split_once('@')?;
    let legal = !local.is_empty() && domain.contains('.') && !email.contains(char::is_whitespace);
    if !legal || domain.contains('@') || !new_email(&email) {
        return None;
    }
    let digits: String = cell(3).chars().filter(char::is_ascii_digit).collect();
    let national = digits.trim_start_matches('0').trim_start_matches("33");
    let phone = (national.len() == 9).then(|| format!("+33{national}"));
    if phone.as_ref().is_some_and(|phone| !new_phone(phone)) {
        return None;
    }
    Some(Contact {
        id: ContactId::generate(now),
        details: ContactDetails {
            first_name: cell(0),
            last_name: cell(1),
            email: Some(EmailAddress::from_normalised(email)),
            phone: phone.map(PhoneNumber::from_e164),
            company: cell(4),
            city: cell(5),
            postcode: cell(6),
            country: cell(7),
            birthdate: cell(8),
            tags: cell(9).split(['|', ',', ';']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            notes: cell(10),
            custom: [("created_at".to_owned(), cell(11))].into(),
            ..ContactDetails::default()
        },
        created_at: now,
        updated_at: now,
        import_id: None,
        deleted_at: None,
    })
}

/// The shapes of peers/search.py, and the lists.
fn search(db: &Path) -> Outcome {
    let store = Store::open_blocking(db, key(), StoreOptions { readers: 1 })?;
    let sample = sample(&store)?;
    let shapes: [(&str, Vec<String>); 7] = [
        ("one_name", sample.iter().map(|c| c.details.last_name.clone()).collect()),
        (
            "two_terms",
            sample.iter().map(|c| format!("{} {}", c.details.first_name, c.details.last_name)).collect(),
        ),
        ("prefix3", sample.iter().map(|c| c.details.last_name.chars().take(3).collect()).collect()),
        ("prefix1", sample.iter().map(|c| c.details.last_name.chars().take(1).collect()).collect()),
        ("prefix4", sample.iter().map(|c| c.details.last_name.chars().take(4).collect()).collect()),
        (
            "unique_local",
            sample
                .iter()
                .map(|c| {
                    c.details
                        .email
                        .as_ref()
                        .map_or("", |e| e.as_str())
                        .split('@')
                        .next()
                        .unwrap_or("")
                        .to_owned()
                })
                .collect(),
        ),
        ("no_hit", (0..sample.len()).map(|n| format!("zzq{n}x")).collect()),
    ];
    for (name, texts) in shapes {
        let queries =
            texts.into_iter().map(|text| ContactQuery { search: Some(text), ..ContactQuery::default() });
        timed(&store, name, queries.collect())?;
    }
    for (name, sort) in [
        ("list_name", ContactSort::Name),
        ("list_email", ContactSort::Email),
        ("list_created", ContactSort::Created),
        ("list_updated", ContactSort::Updated),
    ] {
        timed(&store, name, vec![ContactQuery { sort, ..ContactQuery::default() }; 20])?;
    }
    for tag in ["vip", "client"] {
        let tagged = ContactQuery { tag: Some(tag.to_owned()), ..ContactQuery::default() };
        timed(&store, &format!("list_tag_{tag}"), vec![tagged.clone(); 20])?;
        let query = ContactQuery { search: Some("mar".to_owned()), ..tagged };
        timed(&store, &format!("search_tag_{tag}"), vec![query; 20])?;
    }
    let start = Instant::now();
    let mut seen = 0_u64;
    store.read_blocking(|r| {
        r.contacts().for_each_in_audience(&sellify_domain::Audience::Everyone, Default::default(), |_| {
            seen += 1;
            Ok::<_, StoreError>(())
        })
    })?;
    report(
        &serde_json::json!({"audience": seen, "seconds": start.elapsed().as_secs_f64(), "peak_kib": peak_kib()}),
    );
    Ok(())
}

fn sample(store: &Store) -> Result<Vec<Contact>, StoreError> {
    store.read_blocking(|r| {
        let ids = r.contacts().ids(&ContactQuery::default())?;
        let step = (ids.len() / 40).max(1);
        r.contacts().get_many(&ids.iter().copied().step_by(step).take(40).collect::<Vec<_>>())
    })
}

fn timed(store: &Store, name: &str, queries: Vec<ContactQuery>) -> Outcome {
    let (mut times, mut hits, mut total) = (Vec::new(), 0, 0);
    for query in &queries {
        let start = Instant::now();
        let page = store.read_blocking(|r| r.contacts().list(query))?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        hits += page.items.len();
        total += page.total;
    }
    times.sort_by(f64::total_cmp);
    let at =
        |share: f64| times.get(((times.len() - 1) as f64 * share).round() as usize).copied().unwrap_or(0.0);
    report(&serde_json::json!({
        "shape": name, "p50_ms": at(0.5), "p95_ms": at(0.95), "max_ms": at(1.0), "hits": hits, "total": total,
    }));
    Ok(())
}

/// Audit rows, one commit each and 256 a commit.
fn commits(db: &Path) -> Outcome {
    let store = fresh(db)?;
    let mut seq = 0;
    for (name, commits, rows) in [("one_row", 2_000, 1), ("group_256", 200, 256), ("one_row_again", 2_000, 1)]
    {
        let start = Instant::now();
        for _ in 0..commits {
            store.write_blocking(|w| {
                for _ in 0..rows {
                    seq += 1;
                    w.audit_entries_mut().append(&audit_row(seq))?;
                }
                Ok::<_, StoreError>(())
            })?;
        }
        let seconds = start.elapsed().as_secs_f64();
        let events = f64::from(commits * rows);
        report(
            &serde_json::json!({"commits": name, "us_per_commit": seconds * 1e6 / f64::from(commits), "events_per_s": events / seconds}),
        );
    }
    Ok(())
}

fn audit_row(seq: u64) -> AuditRow {
    let now = SystemClock.now();
    AuditRow {
        seq,
        id: AuditEntryId::generate(now),
        at: now,
        actor: "person:window".to_owned(),
        action: "contact.updated".to_owned(),
        object: "contact:018f2f2e-0000-7000-8000-000000000000".to_owned(),
        payload_ct: Some(vec![7; 240]),
        commitment: [1; 32],
        prev: [2; 32],
        hash: [3; 32],
    }
}

fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .trim()
        .strip_suffix(" kB")?
        .trim()
        .parse()
        .ok()
}
