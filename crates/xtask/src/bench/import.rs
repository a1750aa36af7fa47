//! A CSV file into an empty vault: unique keys, full-text index and audit entry included.

use super::program::Program;
use super::{Options, contacts};
use anyhow::Result;

pub(super) fn run(options: &Options) -> Result<()> {
    let file = contacts::csv(options.rows)?;
    let program = Program::new()?;
    let mut answer = program.json(&["import", &file.display().to_string()])?;
    answer["bench"] = "import".into();
    println!("{answer}");
    Ok(())
}
