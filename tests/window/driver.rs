//! The real program under WebKitWebDriver: one session, and the few WebDriver calls these tests need.
//!
//! WebDriver is JSON over HTTP/1.1, one request per connection: forty lines of standard library, no crate.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A window of Sellify on a data folder of its own; closed when dropped.
pub struct Window {
    driver: Child,
    port: u16,
    session: String,
    pub data: tempfile::TempDir,
}

impl Window {
    /// Starts the driver, which starts the program.
    pub fn open() -> Self {
        let data = tempfile::tempdir().expect("a folder for the vault");
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .envs(environment(data.path()))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver starts");
        let mut window = Self { driver, port, session: String::new(), data };
        window.wait_for_driver();
        let options = json!({ "binary": program(), "args": [] });
        let capabilities = json!({ "alwaysMatch": { "webkitgtk:browserOptions": options } });
        let created = window.call("POST", "/session", Some(json!({ "capabilities": capabilities })));
        window.session = created["sessionId"].as_str().expect("a session").to_owned();
        window.call_session("POST", "timeouts", Some(json!({ "script": 60_000 })));
        window
    }

    /// Runs the body of an async function in the page; a rejection fails the test with its words.
    pub fn run(&self, body: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];\
             (async () => {{ {HELPERS} {body} }})().then(\
                 value => done({{ value: value === undefined ? null : value }}),\
                 error => done({{ error: String(error) }}));"
        );
        let outcome =
            self.call_session("POST", "execute/async", Some(json!({ "script": script, "args": [] })));
        assert!(outcome.get("failed").is_none(), "the page said {outcome} to: {body}");
        outcome["value"].clone()
    }

    /// Waits until a condition holds in the page.
    pub fn wait_until(&self, condition: &str) {
        let waited = self.run(&format!(
            "for (let i = 0; i < 300; i += 1) {{ if ({condition}) return true; await sleep(100); }} return false;"
        ));
        assert_eq!(waited, true, "never came true in the page: {condition}");
    }

    /// What the first run does: without a vault the API takes no files.
    pub fn create_vault(&self) {
        let body = json!({ "language": "fr", "firm_name": "Atelier Morel", "country": "FR" });
        let status = self.run(&format!(
            "const headers = {{ 'content-type': 'application/json' }};
             return (await call('/api/vault', {{ method: 'POST', headers, body: JSON.stringify({body}) }})).status;"
        ));
        assert!(status == 200 || status == 201, "the vault is made: {status}");
    }

    /// A second copy of the program beside this one.
    pub fn second_start(&self) -> Child {
        Command::new(program()).envs(environment(self.data.path())).spawn().expect("the program starts")
    }

    fn wait_for_driver(&self) {
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("WebKitWebDriver does not listen");
    }

    fn call_session(&self, method: &str, what: &str, body: Option<Value>) -> Value {
        self.call(method, &format!("/session/{}/{what}", self.session), body)
    }

    fn call(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let answer = self.exchange(method, path, body).expect("WebKitWebDriver answers");
        assert!(answer.get("error").is_none(), "WebKitWebDriver refused {method} {path}: {answer}");
        answer
    }

    fn exchange(&self, method: &str, path: &str, body: Option<Value>) -> std::io::Result<Value> {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(90)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().unwrap_or(0);
                }
                None if line.trim_end().is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let answer: Value = serde_json::from_slice(&body)?;
        Ok(answer["value"].clone())
    }
}

impl Drop for Window {
    /// Closes the window as a person would; what is still running after that is ended.
    fn drop(&mut self) {
        // A failed test unwinds through here: a second panic would hide the first.
        self.exchange("DELETE", &format!("/session/{}/window", self.session), None).ok();
        let program = child_of(self.driver.id());
        for _ in 0..50 {
            if !program.is_some_and(is_running) {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        if let Some(pid) = program.filter(|pid| is_running(*pid)) {
            eprintln!("the window did not end the program: ending it");
            Command::new("sh").args(["-c", &format!("kill -9 {pid}")]).status().ok();
        }
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

/// The program that the driver started.
fn child_of(parent: u32) -> Option<u32> {
    std::fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .find(|pid: &u32| status_field(*pid, "PPid:").is_some_and(|found| found == parent.to_string()))
}

/// A process that ended and was not yet waited for by the driver counts as ended.
fn is_running(pid: u32) -> bool {
    status_field(pid, "State:").is_some_and(|state| !state.starts_with('Z'))
}

fn status_field(pid: u32, name: &str) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()))
}

/// `call` speaks to the API as the page's own client does.
const HELPERS: &str = "
    const sleep = ms => new Promise(wake => setTimeout(wake, ms));
    const token = document.querySelector('meta[name=sellify-door]').content;
    const call = (path, init = {}) =>
        fetch(path, { ...init, headers: { 'x-sellify-door': token, ...init.headers } });
";

fn program() -> &'static str {
    env!("CARGO_BIN_EXE_sellify-desktop")
}

/// Nothing of this run may touch the vault of the person who runs the tests.
fn environment(data: &Path) -> [(&'static str, std::path::PathBuf); 4] {
    [
        ("SELLIFY_DATA_DIR", data.join("data")),
        ("SELLIFY_LOCAL_DIR", data.join("local")),
        ("SELLIFY_KEYCHAIN", "off".into()),
        ("XDG_DATA_HOME", data.join("share")),
    ]
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
