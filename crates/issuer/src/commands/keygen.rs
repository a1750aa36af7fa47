//! Making a key pair. The private half goes into an age file, the public half on the screen and into a table.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use sellify_licensing::{KeyError, KeyPurpose, KeyTable, TrustedKey};
use serde_json::{Value, json};

use crate::args::Keygen;
use crate::failure::Failure;
use crate::key_file::{self, PrivateKey};
use crate::log::{Happening, IssueLog};
use crate::output::{answer, say};
use crate::{desk, file, passphrase, when};

pub(super) fn run(folder: &Path, args: &Keygen) -> Result<(), Failure> {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    if args.name.is_empty() || args.name.len() > 60 || !args.name.chars().all(good) {
        return Err(Failure::usage("A key's name has letters, digits, `-`, `_` and `.`; at most 60."));
    }
    let path = args.out.clone().unwrap_or_else(|| folder.join(format!("{}.key.age", args.name)));
    if path.exists() {
        return Err(Failure::key(format!(
            "{} exists already and is kept. Choose another name.",
            path.display()
        )));
    }
    let last = args.not_after.as_deref().map(when::last_of).transpose()?;
    let purpose = KeyPurpose::from(args.purpose);
    let mut log = IssueLog::open(folder)?;
    let signing = match &args.import {
        Some(pem) => key_file::import(pem)?,
        None => SigningKey::from_bytes(&*desk::random::<32>()?),
    };
    let public = TrustedKey::new(signing.verifying_key().as_bytes(), purpose, last)
        .map_err(|error| Failure::key(format!("This key cannot be used: {error}.")))?;
    let listed = listed(&args.name, &public);
    let table = args.table.as_ref().map(|table| with_key(table, &listed)).transpose()?;
    let passphrase = passphrase::new(args.passphrase_file.as_deref())?;
    let key = PrivateKey { name: args.name.clone(), purpose, signing };
    file::write(&path, &key.seal(passphrase, args.work_factor)?, file::Access::OwnerOnly)?;
    log.append(
        desk::now(),
        Happening::Keygen { name: args.name.clone(), purpose, key_id: public.id().to_string() },
    )?;
    say(format!("The private key {} ({purpose}) is in {}.", public.id(), path.display()));
    say(
        "Keep a copy of this file and of its passphrase in two safe places: without them nothing can be signed.",
    );
    // Before the table: the public half must not be lost when the table cannot be written.
    answer(pretty(&listed))?;
    if let Some((table, text)) = table {
        file::replace(&table, text.as_bytes())?;
        say(format!("Its public half was added to {}.", table.display()));
    }
    Ok(())
}

/// The public half, as a file of public keys lists it.
fn listed(name: &str, key: &TrustedKey) -> Value {
    json!({
        "name": name,
        "id": key.id().to_string(),
        "purpose": key.purpose(),
        "public_key": STANDARD.encode(key.public_key()),
        "not_after_iat": key.not_after_iat().map(|at| at.as_millis() / 1_000),
    })
}

/// The file of public keys with one more, checked as the product will read it.
fn with_key(path: &Path, listed: &Value) -> Result<(PathBuf, String), Failure> {
    let broken = |error: KeyError| Failure::key(format!("{}: {error}. No key was made.", path.display()));
    let text = if path.exists() { file::read_text(path)? } else { r#"{"format":1,"keys":[]}"#.to_owned() };
    KeyTable::parse(&text).map_err(broken)?;
    let mut table: Value = serde_json::from_str(&text).map_err(|_| broken(KeyError::List))?;
    if let Some(keys) = table.get_mut("keys").and_then(Value::as_array_mut) {
        keys.push(listed.clone());
    }
    let text = pretty(&table) + "\n";
    KeyTable::parse(&text).map_err(broken)?;
    Ok((path.to_path_buf(), text))
}

fn pretty(value: &Value) -> String {
    // Values made here always print.
    serde_json::to_string_pretty(value).unwrap_or_default()
}
