//! Measures contacts in a fresh encrypted vault: one JSON line per workload, for `cargo xtask bench contacts` and the
//! peer harness.
//!
//! ```text
//! bench_contacts [--rows N | --data FOLDER]      every workload; FOLDER holds the harness's c100k.csv, f100k.csv, x100k.xlsx
//! bench_contacts import --csv FILE --db FILE     one import (`--xlsx` for a workbook; `--again` twice; `--dry-run`)
//! bench_contacts rows --xlsx FILE                the rows of a workbook, and nothing written
//! ```
//! Seconds mean nothing by themselves on a machine that others share: compare lines of one run, and `cpu_seconds`.
#![expect(clippy::print_stdout, reason = "its answer is a line on standard output")]

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sellify_contacts::export::{ExportFormat, ExportRequest, export_contacts};
use sellify_contacts::import::{
    CancelFlag, ImportPlan, ImportReport, ReadOptions, Source, default_mapping, inspect, read_rows, run,
};
use sellify_domain::{Clock, ImportId, SegmentRule, SystemClock};
use sellify_store::{ContactQuery, DbKey, Store, StoreError, StoreOptions};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

/// Searches and counts are asked so often; the middle and the slow end count.
const ROUNDS: usize = 20;
const TYPED: [&str; 8] = ["du", "dup", "lefe", "helene", "martin ly", "lyon", "p77", "zz"];

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value =
        |name: &str| arguments.iter().position(|arg| arg == name).and_then(|at| arguments.get(at + 1));
    let flag = |name: &str| arguments.iter().any(|arg| arg == name);
    let file = value("--csv").or_else(|| value("--xlsx"));
    match (arguments.first().map(String::as_str), file) {
        (Some("rows"), Some(file)) => say(rows(&Source::Path(file.into()))?),
        (Some("import"), Some(file)) => {
            let db = PathBuf::from(value("--db").ok_or("--db FILE is missing")?);
            let store = empty(&db)?;
            let source = Source::Path(file.into());
            if flag("--again") {
                import(&store, &source, false)?;
            }
            say(measured("import", || Ok(counts(&import(&store, &source, flag("--dry-run"))?)))?);
        }
        (Some("rows" | "import"), None) => return Err("--csv FILE or --xlsx FILE is missing".into()),
        _ => {
            let count = value("--rows").map_or(Ok(100_000), |rows| rows.parse())?;
            every(count, value("--data").map(Path::new))?;
        }
    }
    Ok(())
}

/// Every workload, one after the other.
fn every(rows: u32, data: Option<&Path>) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let own = |name: &str| folder.path().join(name);
    let (plain, french, xlsx) = match data {
        Some(data) => (data.join("c100k.csv"), data.join("f100k.csv"), data.join("x100k.xlsx")),
        None => {
            write_list(&own("plain.csv"), rows, ',')?;
            write_list(&own("french.csv"), rows, ';')?;
            (own("plain.csv"), own("french.csv"), own("contacts.xlsx"))
        }
    };
    let store = empty(&own("vault.db"))?;
    let read = |store: &Store, file: &Path| import(store, &Source::Path(file.to_owned()), false);
    say(measured("import_csv", || Ok(counts(&read(&store, &plain)?)))?);
    for (format, name) in [
        (ExportFormat::FrenchExcel, "export_french_excel"),
        (ExportFormat::Plain, "export_plain"),
        (ExportFormat::Xlsx, "export_xlsx"),
        (ExportFormat::VCard, "export_vcard"),
    ] {
        say(measured(name, || export(&store, format, &own(format.file_name())))?);
    }
    say(search(&store)?);
    say(segment(&store)?);
    let other = empty(&own("french.db"))?;
    say(measured("import_csv_french", || Ok(counts(&read(&other, &french)?)))?);
    say(measured("rows_xlsx", || rows_of(&Source::Path(xlsx.clone())))?);
    let other = empty(&own("xlsx.db"))?;
    say(measured("import_xlsx", || Ok(counts(&read(&other, &xlsx)?)))?);
    Ok(())
}

fn empty(db: &Path) -> Result<Store, Failure> {
    for suffix in ["", "-wal", "-shm"] {
        // Of an earlier run.
        let _ = std::fs::remove_file(format!("{}{suffix}", db.display()));
    }
    Ok(Store::create_blocking(db, DbKey::new([7; 32], [9; 16]), StoreOptions { readers: 1 })?)
}

fn import(store: &Store, source: &Source, dry_run: bool) -> Result<ImportReport, Failure> {
    let found = inspect(source, &ReadOptions::default())?;
    let plan = ImportPlan { mapping: default_mapping(&found), dry_run, ..ImportPlan::default() };
    let id = ImportId::generate(SystemClock.now());
    let cancel = CancelFlag::default();
    Ok(run(store, source, &plan, id, &SystemClock, &|_| {}, &cancel, |_, _| Ok::<(), StoreError>(()))?)
}

fn counts(report: &ImportReport) -> Value {
    let counts = report.counts;
    json!({
        "rows": counts.rows,
        "kept": counts.created + counts.updated + counts.unchanged,
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "invalid": counts.rejected,
        "dup_email": counts.duplicates - report.duplicates_by_phone,
        "dup_phone": report.duplicates_by_phone,
    })
}

fn export(store: &Store, format: ExportFormat, path: &Path) -> Result<Value, Failure> {
    let request = ExportRequest { format, ..ExportRequest::default() };
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    let contacts = export_contacts(store, &request, &mut out, &|_| {})?;
    out.flush()?;
    Ok(json!({ "contacts": contacts, "bytes": std::fs::metadata(path)?.len() }))
}

fn search(store: &Store) -> Result<Value, Failure> {
    let mut hits = 0;
    let mut line = asked("search", |round| {
        let typed = TYPED.get(round % TYPED.len()).copied().unwrap_or_default();
        let query = ContactQuery { search: Some(typed.to_owned()), limit: 50, ..ContactQuery::default() };
        hits += store.read_blocking(|r| r.contacts().list(&query))?.items.len();
        Ok(())
    })?;
    line["hits"] = hits.into();
    Ok(line)
}

fn segment(store: &Store) -> Result<Value, Failure> {
    let rule = json!({ "combinator": "and", "rules": [
        { "field": "city", "operator": "contains", "value": "lyon" },
        { "field": "email", "operator": "ends_with", "value": ".fr" },
    ] });
    let query = ContactQuery { rule: Some(SegmentRule::parse(&rule)?), ..ContactQuery::default() };
    let mut found = 0;
    let mut line = asked("segment_count", |_| {
        found = store.read_blocking(|r| r.contacts().count(&query))?;
        Ok(())
    })?;
    line["count"] = found.into();
    Ok(line)
}

/// Asks again and again; the first round fills the page cache, as the first question of a morning does.
fn asked(workload: &str, mut ask: impl FnMut(usize) -> Result<(), Failure>) -> Result<Value, Failure> {
    (0..TYPED.len()).try_for_each(&mut ask)?;
    let mut millis = Vec::with_capacity(ROUNDS * TYPED.len());
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    for round in 0..ROUNDS * TYPED.len() {
        let begun = Instant::now();
        ask(round)?;
        millis.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    millis.sort_by(f64::total_cmp);
    let at = |part: usize| millis.get((millis.len() - 1) * part / 100).copied().unwrap_or_default();
    Ok(json!({
        "bench": "contacts", "tool": "sellify", "workload": workload, "seconds": rounded(begun.elapsed().as_secs_f64()),
        "cpu_seconds": rounded(cpu_seconds() - cpu), "asked": millis.len(), "p50_ms": rounded(at(50)),
        "p95_ms": rounded(at(95)),
    }))
}

fn rows(source: &Source) -> Result<Value, Failure> {
    measured("rows", || rows_of(source))
}

fn rows_of(source: &Source) -> Result<Value, Failure> {
    let mut cells = 0;
    let read = read_rows(source, &ReadOptions::default(), &mut |row| {
        cells += row.filled();
        ControlFlow::Continue(())
    })?;
    Ok(json!({ "rows": read.rows, "cells": cells }))
}

fn measured(workload: &str, work: impl FnOnce() -> Result<Value, Failure>) -> Result<Value, Failure> {
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let mut line = work()?;
    line["bench"] = "contacts".into();
    line["tool"] = "sellify".into();
    line["workload"] = workload.into();
    line["seconds"] = rounded(begun.elapsed().as_secs_f64()).into();
    line["cpu_seconds"] = rounded(cpu_seconds() - cpu).into();
    line["self_peak_rss_mib"] = peak_rss_mib().into();
    Ok(line)
}

fn say(line: Value) {
    println!("{line}");
}

fn rounded(number: f64) -> f64 {
    (number * 1_000.0).round() / 1_000.0
}

/// Processor time of the whole process; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}

/// Highest resident memory so far; 0 where the system does not say.
fn peak_rss_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Invented people, the same ones every time; one row in fifty repeats another. With `;` it is Windows-1252.
fn write_list(path: &Path, rows: u32, separator: char) -> Result<(), Failure> {
    const FIRST: [&str; 8] = ["Camille", "Inès", "Élodie", "Hélène", "Lucas", "Jérôme", "Étienne", "Karim"];
    const LAST: [&str; 8] =
        ["Martin", "Dubois", "Lefèvre", "Moreau", "Dupré", "Guérin", "D'Almeida", "Le Gall"];
    const TOWN: [&str; 6] =
        ["Lyon;69003", "Paris;75011", "Nantes;44000", "Nice;06000", "Besançon;25000", "Bron;69500"];
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    let mut line = |text: String| {
        if separator == ';' {
            // Every letter here is the same byte in Windows-1252 as its number in Unicode.
            let bytes: Vec<u8> =
                text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect();
            file.write_all(&bytes)
        } else {
            file.write_all(text.replace(';', ",").as_bytes())
        }
    };
    line("Prénom;Nom;E-mail;Téléphone;Société;Code postal;Ville;Référence;Étiquettes\r\n".to_owned())?;
    for row in 0..rows {
        let person = if row % 50 == 49 { row / 2 } else { row };
        let pick = |of: usize, step: usize| (person as usize / step) % of;
        let (town, code) = TOWN[pick(6, 3)].split_once(';').unwrap_or_default();
        line(format!(
            "{};{};p{person}@firm{}.example.fr;06 {:02} {:02} {:02} {:02};Atelier {};{code};{town};CL-{person};clients|{}\r\n",
            FIRST[pick(8, 1)],
            LAST[pick(8, 8)],
            person % 40_000,
            person / 1_000_000 % 100,
            person / 10_000 % 100,
            person / 100 % 100,
            person % 100,
            LAST[pick(8, 5)],
            if person % 3 == 0 { "fidèle" } else { "newsletter" },
        ))?;
    }
    file.flush()?;
    Ok(())
}
