//! The engines' own benchmarks: examples named `bench_*` beside the code they measure.

use crate::process::{cargo, show};
use crate::repo;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// One benchmark: an example of one crate.
pub(super) struct Bench {
    example: String,
    manifest: PathBuf,
}

impl Bench {
    /// Its name without `bench_`.
    pub(super) fn name(&self) -> &str {
        self.example.trim_start_matches("bench_")
    }

    pub(super) fn run(&self, more: &[String]) -> Result<()> {
        let mut command = cargo();
        command.args(["run", "--release", "--quiet", "--example", &self.example, "--manifest-path"]);
        show(command.arg(&self.manifest).arg("--").args(more))
    }
}

/// All of them, sorted by name.
pub(super) fn all() -> Result<Vec<Bench>> {
    let mut found = of_folder(&repo::root().join("crates"))?;
    found.sort_by(|a, b| a.example.cmp(&b.example));
    Ok(found)
}

fn of_folder(folder: &Path) -> io::Result<Vec<Bench>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join("Cargo.toml").is_file() {
            found.extend(of_crate(&path)?);
        } else if path.is_dir() {
            found.extend(of_folder(&path)?);
        }
    }
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
        if let Some(example) =
            path.file_stem().and_then(|stem| stem.to_str()).filter(|it| it.starts_with("bench_"))
        {
            found.push(Bench { example: example.to_owned(), manifest: folder.join("Cargo.toml") });
        }
    }
    Ok(found)
}
