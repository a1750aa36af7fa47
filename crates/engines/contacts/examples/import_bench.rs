//! Imports one file into a fresh encrypted vault and prints one JSON line for the peer harness.
//!
//! ```text
//! cargo run --release -p sellify-contacts --example import_bench -- --csv FILE --db FILE [--again] [--dry-run] [--rows-only]
//! ```
//! `--again` imports the file a second time; `--dry-run` compares and counts only; `--rows-only` reads the rows of a workbook and writes nothing.
#![expect(clippy::print_stdout, reason = "its answer is a line on standard output")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sellify_contacts::import::{
    CancelFlag, ImportPlan, ImportReport, ReadOptions, Source, default_mapping, inspect, read_rows, run,
};
use sellify_domain::{Clock, ImportId, SystemClock};
use sellify_store::{DbKey, Store, StoreError, StoreOptions};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let value =
        |name: &str| arguments.iter().position(|arg| arg == name).and_then(|at| arguments.get(at + 1));
    let flag = |name: &str| arguments.iter().any(|arg| arg == name);
    let file = value("--csv").or_else(|| value("--xlsx")).ok_or("--csv FILE or --xlsx FILE is missing")?;
    let source = Source::Path(PathBuf::from(file));
    if flag("--rows-only") {
        return read_only(&source);
    }
    let db = PathBuf::from(value("--db").ok_or("--db FILE is missing")?);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", db.display()));
    }
    let store = Store::create_blocking(&db, DbKey::new([7; 32], [9; 16]), StoreOptions { readers: 1 })?;
    let started = Instant::now();
    let mut report = import(&store, &source, flag("--dry-run"))?;
    if flag("--again") {
        report = import(&store, &source, flag("--dry-run"))?;
    }
    let seconds = started.elapsed().as_secs_f64();
    print(&report, seconds, &db)
}

fn import(store: &Store, source: &Source, dry_run: bool) -> Result<ImportReport, Failure> {
    let found = inspect(source, &ReadOptions::default())?;
    let plan = ImportPlan { mapping: default_mapping(&found), dry_run, ..ImportPlan::default() };
    let id = ImportId::generate(SystemClock.now());
    let cancel = CancelFlag::default();
    Ok(run(store, source, &plan, id, &SystemClock, &|_| {}, &cancel, |_, _| Ok::<(), StoreError>(()))?)
}

fn print(report: &ImportReport, seconds: f64, db: &Path) -> Result<(), Failure> {
    let counts = report.counts;
    println!(
        "{}",
        serde_json::json!({
            "tool": "sellify_import",
            "seconds": (seconds * 1000.0).round() / 1000.0,
            "rows": counts.rows,
            "kept": counts.created + counts.updated + counts.unchanged,
            "created": counts.created,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "invalid": counts.rejected,
            "dup_email": counts.duplicates - report.duplicates_by_phone,
            "dup_phone": report.duplicates_by_phone,
            "db_bytes": std::fs::metadata(db)?.len(),
            "self_peak_rss_mib": peak_rss_mib(),
        })
    );
    Ok(())
}

fn read_only(source: &Source) -> Result<(), Failure> {
    let started = Instant::now();
    let mut cells = 0;
    let read = read_rows(source, &ReadOptions::default(), &mut |row| {
        cells += row.filled();
        ControlFlow::Continue(())
    })?;
    println!(
        "{}",
        serde_json::json!({
            "tool": "sellify_rows",
            "seconds": (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
            "rows": read.rows,
            "cells": cells,
            "self_peak_rss_mib": peak_rss_mib(),
        })
    );
    Ok(())
}

/// Highest resident memory so far; 0 where the system does not say.
fn peak_rss_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
