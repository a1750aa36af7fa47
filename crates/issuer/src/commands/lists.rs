//! Signing the two lists: what is withdrawn, and which keys count. Their numbers follow from the log.

use std::collections::BTreeSet;
use std::path::Path;

use sellify_licensing::{
    Crl, Document, KeyId, KeyList, KeyPurpose, read_crl, read_key_list, sign_crl, sign_key_list,
};

use crate::args::{SignCrl, SignKeyList};
use crate::confirm::confirm;
use crate::desk;
use crate::failure::Failure;
use crate::key_file::PrivateKey;
use crate::log::{Happening, IssueLog};
use crate::output::{document, say};

pub(super) fn crl(folder: &Path, args: &SignCrl) -> Result<(), Failure> {
    let now = desk::now();
    let mut log = IssueLog::open(folder)?;
    let mut withdrawn = key_ids(&args.withdraw_key)?;
    let key = PrivateKey::load(&args.key, Document::Crl)?;
    if key.purpose == KeyPurpose::KeyList {
        withdrawn.extend(log.withdrawn_keys());
    } else if !withdrawn.is_empty() {
        return Err(Failure::key("Only a key for key lists may withdraw keys. Sign this list with one."));
    } else if let Some(id) = log.withdrawn_keys().next().filter(|_| !args.without_withdrawn_keys) {
        return Err(Failure::key(format!(
            "Key {id} was withdrawn, and a newer list that does not say so gives it back. Sign this list with a key \
             for key lists. When no program that trusts that key is in use any more: --without-withdrawn-keys."
        )));
    }
    refuse_self(&key, &withdrawn)?;
    let last = log.entries().iter().filter_map(|entry| match entry.happening {
        Happening::Crl { seq, .. } => Some(seq),
        _ => None,
    });
    let seq = last.max().unwrap_or(0) + 1;
    let list = Crl { seq, issued: now, entries: log.revoked(), revoked_key_ids: withdrawn };
    say(format!("Key {} ({}).", key.id(), key.name));
    say(format!(
        "  revocation list {seq}: {} licences, {} keys",
        list.entries.len(),
        list.revoked_key_ids.len()
    ));
    confirm("Sign this list?", args.out.yes)?;
    let text = sign_crl(&key.signing, &list)?;
    if read_crl(&text, &key.table()?)? != list {
        return Err(Failure::verification(
            "The signed list does not read back as it was meant. It was not issued.",
        ));
    }
    let withdrawn_keys = list.revoked_key_ids.iter().map(KeyId::to_string).collect();
    let entries = list.entries.len();
    log.append(now, Happening::Crl { seq, key_id: key.id().to_string(), entries, withdrawn_keys })?;
    document(args.out.out.as_deref(), &text)
}

pub(super) fn key_list(folder: &Path, args: &SignKeyList) -> Result<(), Failure> {
    let now = desk::now();
    let mut log = IssueLog::open(folder)?;
    let mut withdrawn = key_ids(&args.withdraw_key)?;
    withdrawn.extend(log.withdrawn_keys());
    let added = match &args.add {
        Some(path) => desk::table(Some(path))?.keys().to_vec(),
        None => Vec::new(),
    };
    let wanted = |purpose| purpose != KeyPurpose::KeyList;
    let keys =
        added.into_iter().filter(|key| wanted(key.purpose()) && !withdrawn.contains(&key.id())).collect();
    let key = PrivateKey::load(&args.key, Document::KeyList)?;
    refuse_self(&key, &withdrawn)?;
    let last = log.entries().iter().filter_map(|entry| match entry.happening {
        Happening::Keylist { seq, .. } => Some(seq),
        _ => None,
    });
    let list = KeyList { seq: last.max().unwrap_or(0) + 1, issued: now, keys, revoked_key_ids: withdrawn };
    say(format!("Key {} ({}).", key.id(), key.name));
    say(format!("  key list {}", list.seq));
    list.keys.iter().for_each(|key| say(format!("  trust {}", desk::line(key))));
    list.revoked_key_ids.iter().for_each(|id| say(format!("  withdraw {id}")));
    confirm("Sign this list?", args.out.yes)?;
    let text = sign_key_list(&key.signing, &list)?;
    if read_key_list(&text, &key.table()?)? != list {
        return Err(Failure::verification(
            "The signed list does not read back as it was meant. It was not issued.",
        ));
    }
    log.append(
        now,
        Happening::Keylist {
            seq: list.seq,
            key_id: key.id().to_string(),
            keys: list.keys.iter().map(|key| key.id().to_string()).collect(),
            withdrawn_keys: list.revoked_key_ids.iter().map(KeyId::to_string).collect(),
        },
    )?;
    document(args.out.out.as_deref(), &text)
}

fn key_ids(typed: &[String]) -> Result<BTreeSet<KeyId>, Failure> {
    let id = |text: &String| {
        text.parse()
            .map_err(|_| Failure::usage(format!("{text} is not a key id: 16 digits and letters a to f.")))
    };
    typed.iter().map(id).collect()
}

/// A list that withdraws the key under it would be refused by everybody who has read it once.
fn refuse_self(key: &PrivateKey, withdrawn: &BTreeSet<KeyId>) -> Result<(), Failure> {
    if withdrawn.contains(&key.id()) {
        return Err(Failure::key("A list cannot withdraw the key that signs it. Sign it with another key."));
    }
    Ok(())
}
