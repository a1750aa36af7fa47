//! Entries a second, written and then verified; one line of JSON. `-- [COUNT] [ENTRIES A COMMIT]`.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on has failed")]

use std::time::Instant;

use ed25519_dalek::SigningKey;
use sellify_audit::{AuditError, AuditLog, Evidence, NewEntry};
use sellify_domain::{Actor, Door, Timestamp};
use sellify_store::{DbKey, Store, StoreOptions};
use sellify_vault::{Computer, VaultPaths};
use serde_json::{Value, json};
use zeroize::Zeroizing;

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);
const WHO: Actor = Actor::Person { door: Door::Window };

fn main() {
    let number = |at: usize, default: u64| {
        std::env::args().nth(at).and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (count, batch) = (number(1, 100_000), number(2, 256));
    let folder = tempfile::tempdir().unwrap();
    let paths = VaultPaths { dir: folder.path().join("data"), local_dir: folder.path().join("local") };
    let (keys, _) = sellify_vault::create(&paths, &Computer::numbered(1), NOW).unwrap();
    let (key, salt) = keys.database_key();
    let store =
        Store::create_blocking(&paths.database(), DbKey::new(*key, salt), StoreOptions::default()).unwrap();
    let log = AuditLog::new(keys.sealer()).signed_by(SigningKey::from_bytes(&[7; 32]));
    store.write_blocking(|tx| log.begin_epoch(tx, NOW, &Zeroizing::new([9; 32]))).unwrap();

    let began = Instant::now();
    let mut written = 0;
    while written < count {
        let many = batch.min(count - written);
        write(&store, &log, written, many);
        written += many;
    }
    let write = began.elapsed().as_secs_f64();
    let verify = |chain_only| {
        let began = Instant::now();
        let evidence = Evidence { chain_only, ..Evidence::default() };
        let found = store.read_blocking(|r| log.verify(r, &evidence)).unwrap();
        assert_eq!((found.entries, found.fault), (count, None));
        began.elapsed().as_secs_f64()
    };
    let (chain, details) = (verify(true), verify(false));
    let rate = |seconds: f64| (count as f64 / seconds).round();
    println!(
        "{}",
        json!({
            "bench": "audit", "entries": count, "a_commit": batch, "s_write": write, "s_verify": details,
            "s_verify_chain": chain, "written_per_s": rate(write), "verified_per_s": rate(details),
            "chain_verified_per_s": rate(chain),
        })
    );
}

fn write(store: &Store, log: &AuditLog, first: u64, many: u64) {
    let details: Vec<(String, Value)> = (first..first + many)
        .map(|n| {
            (
                format!("contact-{n}"),
                json!({ "event": "contact.update", "id": n, "fields": ["email", "phone"] }),
            )
        })
        .collect();
    let entries = details.iter().map(|(object, details)| NewEntry {
        at: NOW,
        actor: &WHO,
        action: "contact.changed",
        object,
        details,
    });
    store.write_blocking::<_, AuditError>(|tx| log.append_all(tx, entries)).unwrap();
}
