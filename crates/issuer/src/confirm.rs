//! The last question before something is signed or withdrawn.

use std::io::{self, BufRead, Write};

use crate::failure::Failure;

/// Goes on when the person says yes, or said so on the command line.
pub(crate) fn confirm(question: &str, yes: bool) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    let _ = write!(io::stderr(), "{question} [yes/no] ");
    let mut typed = String::new();
    let read = io::stdin().lock().read_line(&mut typed);
    match typed.trim().to_lowercase().as_str() {
        "y" | "yes" | "o" | "oui" if read.is_ok() => Ok(()),
        _ => Err(Failure::usage("Stopped. Nothing was signed or withdrawn.")),
    }
}
