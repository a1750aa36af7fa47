//! Passphrases: typed unseen at a terminal, or the first line of standard input. Never on the command line, where every
//! user of the computer could read them.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use console::Term;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// No passphrase is longer.
const LONGEST: u64 = 4_096;

/// Whether somebody can be asked.
pub(crate) fn at_a_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Asks for a passphrase.
pub(crate) fn passphrase(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    let failed = |error: io::Error| Failure::system(&error);
    if at_a_terminal() {
        let term = Term::stderr();
        write!(&term, "{prompt}").map_err(failed)?;
        return term.read_secure_line().map(Zeroizing::new).map_err(failed);
    }
    let mut line = Zeroizing::new(String::with_capacity(256));
    io::stdin().lock().take(LONGEST).read_line(&mut line).map_err(failed)?;
    // Only what ended the line goes: a space at the end belongs to the passphrase.
    let typed = line.strip_suffix('\n').unwrap_or(&line);
    Ok(Zeroizing::new(typed.strip_suffix('\r').unwrap_or(typed).to_owned()))
}

/// Asks for a new passphrase; at a terminal twice, because nobody sees it.
pub(crate) fn new_passphrase() -> Result<Zeroizing<String>, Failure> {
    let typed = passphrase("New passphrase: ")?;
    if at_a_terminal() && *passphrase("The same again: ")? != *typed {
        return Err(Failure::refused(
            "passphrase_differs",
            "The two passphrases differ. Nothing was changed.",
        ));
    }
    Ok(typed)
}
