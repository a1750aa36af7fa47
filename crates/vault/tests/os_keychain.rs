//! The operating system's own keychain, by a real gnome-keyring in a session of its own; skipped, loudly, where there is
//! none. Each step is another session, as if the person had logged out and in again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use sellify_domain::{Timestamp, VaultId};
use sellify_vault::{
    Computer, FixedMachineId, Keychain, OpenNotice, OsKeychain, SlotKind, VaultPaths, create,
    finish_creation, open, remember, ways_in,
};

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);
/// Where the steps keep the vault.
const FOLDER: &str = "SELLIFY_KEYCHAIN_TEST";

fn paths() -> Option<VaultPaths> {
    let folder = std::env::var_os(FOLDER).map(std::path::PathBuf::from)?;
    Some(VaultPaths { dir: folder.join("vault"), local_dir: folder.join("computer") })
}

fn computer(number: u8) -> Computer {
    Computer { machine: Arc::new(FixedMachineId::numbered(number)), keychain: Arc::new(OsKeychain) }
}

/// Runs one of the steps below in a session with a keychain.
fn in_session(step: &str, home: &Path) -> Output {
    let script = r#"printf 'login' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
        exec "$0" --exact "$1" --ignored --nocapture"#;
    Command::new("dbus-run-session")
        .args(["--", "sh", "-c", script])
        .arg(std::env::current_exe().unwrap())
        .arg(step)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("share"))
        .env("XDG_RUNTIME_DIR", home)
        .env(FOLDER, home)
        .output()
        .unwrap()
}

fn is_here(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success())
}

#[test]
fn a_real_keychain_keeps_the_secret_over_a_logout_and_opens_the_vault_after_the_identity_changed() {
    if !is_here("dbus-run-session") || !is_here("gnome-keyring-daemon") {
        println!("skipped: dbus-run-session and gnome-keyring-daemon are not both here");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    for step in ["step_1_make_a_vault", "step_2_open_it_on_a_changed_computer", "step_3_forget_it"] {
        let done = in_session(step, home.path());
        let told = String::from_utf8_lossy(&done.stdout);
        assert!(
            done.status.success() && told.contains("1 passed"),
            "{step}: {told}{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

#[test]
#[ignore = "a step of the test above, inside its session"]
fn step_1_make_a_vault() {
    let Some(paths) = paths() else { return };
    let (keys, _) = create(&paths, &computer(1), NOW).unwrap();
    finish_creation(&paths).unwrap();
    std::fs::write(paths.database(), b"db").unwrap();
    assert_eq!(ways_in(&paths).unwrap(), [SlotKind::Machine, SlotKind::Keychain, SlotKind::Recovery]);
    assert!(OsKeychain.read(keys.vault_id()).unwrap().is_some());
    assert!(OsKeychain.read(VaultId::generate(NOW)).unwrap().is_none(), "of another vault it knows nothing");
}

#[test]
#[ignore = "a step of the test above, inside its session"]
fn step_2_open_it_on_a_changed_computer() {
    let Some(paths) = paths() else { return };
    let changed = computer(2);
    let opened = remember(open(&paths, &changed).unwrap(), &paths, &changed, NOW);
    assert_eq!(opened.by.kind, SlotKind::Keychain);
    assert_eq!(opened.notices, [OpenNotice::MachineSlotRewrapped]);
}

#[test]
#[ignore = "a step of the test above, inside its session"]
fn step_3_forget_it() {
    let Some(paths) = paths() else { return };
    let opened = open(&paths, &computer(2)).unwrap();
    assert_eq!(opened.by.kind, SlotKind::Keychain);
    let keys = opened.keys.edit(&paths).set_passphrase("cheval pile agrafe correcte", NOW).unwrap();
    keys.edit(&paths).require_passphrase(true, &computer(2), NOW).unwrap();
    assert!(OsKeychain.read(keys.vault_id()).unwrap().is_none(), "the keychain's own entry goes too");
    assert_eq!(open(&paths, &computer(2)).unwrap_err().code(), "passphrase_required");
}

#[test]
fn without_any_session_the_keychain_is_unavailable_and_says_so_at_once() {
    let alone = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "step_alone", "--ignored", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .output()
        .unwrap();
    assert!(alone.status.success(), "{}", String::from_utf8_lossy(&alone.stdout));
}

#[test]
#[ignore = "a step of the test above, without a session"]
fn step_alone() {
    if cfg!(target_os = "linux")
        && std::env::var("DBUS_SESSION_BUS_ADDRESS").is_ok_and(|bus| bus.contains("nonexistent"))
    {
        let refused = OsKeychain.read(VaultId::generate(NOW)).unwrap_err();
        assert_eq!(refused.backend, "secret-service");
    }
}
