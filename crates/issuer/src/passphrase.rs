//! The passphrase of a key file: from a file, from standard input, or typed without being shown.

use std::path::Path;

use age::secrecy::SecretString;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::file;

/// Shorter ones are not taken for new keys.
const SHORTEST: usize = 12;

/// The passphrase of an existing key.
pub(crate) fn known(from: Option<&Path>) -> Result<SecretString, Failure> {
    let text = match from {
        Some(path) => read(path)?,
        None => prompt("Passphrase of the key: ")?,
    };
    Ok(secret(&text))
}

/// The passphrase of a new key: typed twice, and not short.
pub(crate) fn new(from: Option<&Path>) -> Result<SecretString, Failure> {
    let text = match from {
        Some(path) => read(path)?,
        None => {
            let first = prompt("New passphrase: ")?;
            if *first != *prompt("The same again: ")? {
                return Err(Failure::usage("The two passphrases differ. No key was made."));
            }
            first
        }
    };
    if text.chars().count() < SHORTEST {
        return Err(Failure::usage(format!(
            "A passphrase has at least {SHORTEST} characters. No key was made; several words are easy to remember."
        )));
    }
    Ok(secret(&text))
}

fn read(path: &Path) -> Result<Zeroizing<String>, Failure> {
    if path.as_os_str() != "-" {
        file::refuse_shared(path)?;
    }
    let text = Zeroizing::new(file::read_text(path)?);
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

fn prompt(question: &str) -> Result<Zeroizing<String>, Failure> {
    let typed = rpassword::prompt_password(question);
    typed.map(Zeroizing::new).map_err(|_| {
        Failure::usage("There is no terminal to type the passphrase in. Use --passphrase-file FILE, or `-`.")
    })
}

fn secret(text: &Zeroizing<String>) -> SecretString {
    SecretString::from(text.as_str().to_owned())
}
