//! From the start of the process to the first answer with the vault open.

use super::Options;
use super::program::Program;
use anyhow::Result;
use serde_json::json;
use std::time::Instant;

const ROUNDS: usize = 10;

pub(super) fn run(_: &Options) -> Result<()> {
    let program = Program::new()?;
    let mut millis = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let served = program.serve()?;
        served.client().get("/health")?;
        millis.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    millis.sort_by(f64::total_cmp);
    let line = json!({
        "bench": "start", "rounds": ROUNDS, "seconds": millis[ROUNDS / 2] / 1_000.0, "p50_ms": millis[ROUNDS / 2],
        "max_ms": millis[ROUNDS - 1],
    });
    println!("{line}");
    Ok(())
}
