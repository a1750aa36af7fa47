//! `sellify serve`: a link, an answer, one vault for one process, a clean end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::House;

struct Server {
    child: Child,
    addr: SocketAddr,
    link: String,
}

impl Server {
    fn start(house: &House) -> Self {
        Self::start_with(house, &[])
    }

    fn start_with(house: &House, more: &[&str]) -> Self {
        let mut command = house.command(&[&["serve", "--addr", "127.0.0.1:0", "--json"], more].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut text = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        while !text.trim_end().ends_with('}') {
            assert!(out.read_line(&mut text).unwrap() > 0, "{text}");
        }
        let said: Value = serde_json::from_str(&text).unwrap();
        let addr = said["addr"].as_str().unwrap().parse().unwrap();
        Self { child, addr, link: said["sign_in_link"].as_str().unwrap().to_owned() }
    }

    fn get(&self, path: &str) -> String {
        let mut line = TcpStream::connect(self.addr).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(line, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.addr).unwrap();
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn serve_prints_a_link_and_answers() {
    let (house, _) = House::with_vault();
    let server = Server::start(&house);
    assert!(server.link.starts_with(&format!("http://{}/sign-in?code=", server.addr)), "{}", server.link);
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
    assert!(server.get("/api/contacts").starts_with("HTTP/1.1 401"), "nobody comes in without signing in");
}

#[test]
fn a_vault_that_is_being_served_is_not_opened_twice() {
    let (house, _) = House::with_vault();
    let _server = Server::start(&house);
    let refused = house.run(&["contacts", "list", "--json"]);
    assert_eq!((refused.code, refused.error()["code"].as_str()), (4, Some("vault_locked_by_other_process")));
    let second = house.refusal(&["serve", "--addr", "127.0.0.1:0"]);
    assert_eq!(second, (4, "vault_locked_by_other_process".into()));
}

#[test]
fn a_killed_server_gives_the_vault_free() {
    let (house, _) = House::with_vault();
    drop(Server::start(&house));
    assert_eq!(house.run(&["contacts", "list"]).code, 0);
}

#[test]
fn serve_without_a_vault_lets_the_browser_make_one() {
    let house = House::empty();
    let server = Server::start(&house);
    assert!(server.get("/health").starts_with("HTTP/1.1 "));
}

#[test]
fn an_address_in_use_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (house, _) = House::with_vault();
    let addr = taken.local_addr().unwrap().to_string();
    assert_eq!(house.refusal(&["serve", "--addr", &addr]), (3, "address_in_use".into()));
}

#[cfg(unix)]
#[test]
fn the_system_can_end_it_cleanly() {
    let (house, _) = House::with_vault();
    let mut server = Server::start(&house);
    let id = server.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(server.child.wait().unwrap().success());
    assert!(!house.data().join("vault.db-wal").exists(), "the log was written back");
}

#[test]
fn the_sample_needs_no_vault_and_leaves_none() {
    let house = House::empty();
    let server = Server::start_with(&house, &["--sample"]);
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
    assert!(!house.data().exists());
}
