//! `cargo xtask bench`: the benchmarks, which are examples named `bench_*` beside the code they measure.

use crate::process::{cargo, show};
use crate::repo;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these, by name without `bench_`; none means all
    names: Vec<String>,
    /// Arguments for the benchmark itself
    #[arg(last = true)]
    more: Vec<String>,
}

/// One benchmark: an example of one crate.
struct Bench {
    name: String,
    manifest: PathBuf,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let all = find(&repo::root().join("crates"))?;
    for name in &options.names {
        if !all.iter().any(|bench| bench.name == *name) {
            let known: Vec<_> = all.iter().map(|bench| bench.name.as_str()).collect();
            bail!("there is no benchmark {name:?}; there are: {}", known.join(", "));
        }
    }
    for bench in all.iter().filter(|bench| options.names.is_empty() || options.names.contains(&bench.name)) {
        let example = format!("bench_{}", bench.name);
        let mut command = cargo();
        command
            .args(["run", "--release", "--quiet", "--example", &example, "--manifest-path"])
            .arg(&bench.manifest);
        show(command.arg("--").args(&options.more))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Every `examples/bench_NAME.rs` under a folder, sorted by name.
fn find(folder: &Path) -> io::Result<Vec<Bench>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join("Cargo.toml").is_file() {
            found.extend(of_crate(&path)?);
        } else if path.is_dir() {
            found.extend(find(&path)?);
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn of_crate(folder: &Path) -> io::Result<Vec<Bench>> {
    let examples = folder.join("examples");
    if !examples.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(examples)? {
        let path = entry?.path();
        let name =
            path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.strip_prefix("bench_"));
        if let Some(name) = name {
            found.push(Bench { name: name.to_owned(), manifest: folder.join("Cargo.toml") });
        }
    }
    Ok(found)
}
