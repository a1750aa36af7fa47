//! Documents go to standard output or a file, words for people to standard error.

use std::io::{self, Write};
use std::path::Path;

use crate::failure::Failure;
use crate::file;

/// A line for the person.
pub(crate) fn say(line: impl AsRef<str>) {
    // A closed error output is no reason to stop.
    let _ = writeln!(io::stderr(), "{}", line.as_ref());
}

/// A line that is the answer.
pub(crate) fn answer(line: impl AsRef<str>) -> Result<(), Failure> {
    let line = format!("{}\n", line.as_ref());
    io::stdout()
        .write_all(line.as_bytes())
        .map_err(|error| Failure::unwritable(Path::new("the answer"), &error))
}

/// A document, to a new file or to standard output.
pub(crate) fn document(out: Option<&Path>, text: &str) -> Result<(), Failure> {
    match out {
        Some(path) => {
            file::write(path, text.as_bytes(), file::Access::Everybody)?;
            say(format!("Written to {}.", path.display()));
            Ok(())
        }
        None => io::stdout()
            .write_all(text.as_bytes())
            .map_err(|error| Failure::unwritable(Path::new("the document"), &error)),
    }
}
