//! Searching as a person types, through the API of the served vault.

use super::program::Program;
use super::{Options, contacts};
use anyhow::Result;
use serde_json::json;
use std::time::Instant;

/// The beginnings of names, firms, towns and references; some rare, some in every third row.
const TYPED: [&str; 12] = [
    "du",
    "dup",
    "lefe",
    "helene",
    "elodie mar",
    "atel",
    "lyon",
    "saint",
    "cl-4",
    "p77",
    "martin lyon",
    "zz",
];
const ROUNDS: usize = 20;

pub(super) fn run(options: &Options) -> Result<()> {
    let file = contacts::csv(options.rows)?;
    let program = Program::new()?;
    program.json(&["import", &file.display().to_string()])?;
    let served = program.serve()?;
    let mut client = served.signed_in()?;
    let mut millis = Vec::with_capacity(TYPED.len() * ROUNDS);
    let mut hits = 0;
    for round in 0..=ROUNDS {
        for typed in TYPED {
            let begun = Instant::now();
            let page = client.get(&format!("/api/contacts?limit=50&q={}", typed.replace(' ', "%20")))?;
            hits += page["items"].as_array().map_or(0, Vec::len);
            // The first round fills the page cache, as the first search of a morning does.
            if round > 0 {
                millis.push(begun.elapsed().as_secs_f64() * 1_000.0);
            }
        }
    }
    millis.sort_by(f64::total_cmp);
    let at = |part: usize| millis[(millis.len() - 1) * part / 100];
    let line = json!({
        "bench": "search", "contacts": options.rows, "searches": millis.len(), "hits": hits,
        "p50_ms": at(50), "p95_ms": at(95), "max_ms": at(100),
    });
    println!("{line}");
    Ok(())
}
