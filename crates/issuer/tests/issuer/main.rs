//! The real `sellify-issuer` program, run as the vendor's clerk runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod issuing;
mod keys;
mod lists;
mod log;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sellify_domain::{LicenseId, Timestamp};
use sellify_licensing::{
    ActivationRequest, KeyTable, License, MachineComponents, Nonce, RequestSubject, read_license,
};
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery staple";
/// 2026-11-22T00:00:00Z.
const MADE: Timestamp = Timestamp::from_millis(1_795_305_600_000);

/// A vendor's desk: a folder with the log, the passphrase and what is on it.
struct Desk {
    folder: TempDir,
}

/// What a run left behind.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    #[track_caller]
    fn refused(&self, code: i32, words: &str) {
        assert_eq!(self.code, code, "{}", self.err);
        assert!(self.err.contains(words), "{words:?} is not in {:?}", self.err);
    }
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        desk.secret("pass", PASSPHRASE);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// A file for its owner only.
    fn secret(&self, name: &str, text: &str) -> PathBuf {
        let path = self.write(name, text);
        mode(&path, 0o600);
        path
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.typing(args, "")
    }

    /// With words on standard input.
    fn typing(&self, args: &[&str], typed: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sellify-issuer"))
            .arg("--folder")
            .arg(self.folder.path())
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that reads nothing closes the pipe first.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let ran = child.wait_with_output().unwrap();
        Ran {
            code: ran.status.code().unwrap(),
            out: String::from_utf8(ran.stdout).unwrap(),
            err: String::from_utf8(ran.stderr).unwrap(),
        }
    }

    /// A key of its own, quickly made; adds its public half to `keys.json`.
    fn keygen(&self, purpose: &str, name: &str) -> String {
        let args = ["keygen", "--purpose", purpose, "--name", name, "--table", "keys.json"];
        let rest = ["--passphrase-file", "pass", "--work-factor", "10"];
        let listed: serde_json::Value =
            serde_json::from_str(&self.run(&[&args[..], &rest].concat()).ok()).unwrap();
        listed["id"].as_str().unwrap().to_owned()
    }

    /// Issues with the development key.
    fn issue(&self, args: &[&str]) -> Ran {
        self.run(&[&["issue", "--development", "--yes"], args].concat())
    }

    /// A request for a new licence, as a file.
    fn order(&self, name: &str, code: Option<&str>, computer: &MachineComponents, nonce: u8) -> LicenseId {
        let proposed = LicenseId::generate(MADE);
        let subject = RequestSubject::Order { code: code.map(str::to_owned), proposed };
        self.request(name, subject, computer, nonce);
        proposed
    }

    fn request(&self, name: &str, subject: RequestSubject, computer: &MachineComponents, nonce: u8) {
        let nonce = Nonce::from_bytes([nonce; 16]);
        let request = ActivationRequest::new(subject, computer, "0.1.0", nonce, MADE);
        self.write(name, &request.to_text().unwrap());
    }
}

/// One symbol in the middle of a block is another one.
fn damage(text: &str) -> String {
    let middle = text.len() / 2;
    let at = (middle..).find(|at| text.as_bytes()[*at].is_ascii_alphanumeric()).unwrap();
    let other = if &text[at..=at] == "A" { "B" } else { "A" };
    [&text[..at], other, &text[at + 1..]].concat()
}

/// What a development build reads in the block.
#[track_caller]
fn licensed(text: &str) -> License {
    read_license(text, &KeyTable::development()).unwrap().license
}

fn computer(number: u8) -> MachineComponents {
    MachineComponents {
        os: "linux".into(),
        os_id: Some(format!("0123456789abcdef0123456789abcd{number:02x}")),
        disk: Some(format!("SERIAL-{number}-OF-DISK")),
        board: Some(format!("SERIAL-{number}-OF-BOARD")),
        ..MachineComponents::default()
    }
}

fn mode(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
}

#[test]
fn exit_codes_and_help() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["--help"]).code, 0);
    assert_eq!(desk.run(&["--version"]).code, 0);
    for wrong in
        [&[][..], &["nonsense"], &["issue"], &["verify"], &["keygen", "--purpose", "all", "--name", "x"]]
    {
        assert_eq!(desk.run(wrong).code, 2, "{wrong:?}");
    }
    desk.run(&["verify", "missing.txt"]).refused(2, "cannot be read");
}
