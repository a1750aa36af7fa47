//! The same client against a server that is not ours: `smtp-sink` of Debian's postfix.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod stage;

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sellify_campaign::{Messenger, SendOutcome};
use sellify_providers::SmtpMessenger;
use stage::{people, settings, told};
use tokio::net::TcpStream;

const SINK: &str = "/usr/sbin/smtp-sink";

struct Sink {
    child: Child,
    port: u16,
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the sink with these options, or says that it is not there.
#[expect(clippy::print_stdout, reason = "a test that did not run must say so")]
async fn sink(options: &[&str]) -> Option<Sink> {
    if !std::path::Path::new(SINK).exists() {
        println!("skipped: {SINK} is not installed (package postfix)");
        return None;
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new(SINK);
    if Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n")) {
        command.args(["-u", "nobody"]);
    }
    let child = command
        .args(options)
        .args([&format!("127.0.0.1:{port}"), "100"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let sink = Sink { child, port };
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Some(sink);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("smtp-sink did not start");
}

async fn outcomes(port: u16, count: usize) -> Vec<SendOutcome> {
    let settings = sellify_domain::SmtpSettings { host: "127.0.0.1".to_owned(), ..settings(port) };
    let mut session = SmtpMessenger::new(settings, None).open().await.unwrap();
    let outcomes = session.send(people(count)).await;
    session.close().await;
    outcomes
}

#[tokio::test]
async fn postfix_takes_a_pipelined_batch_and_a_plain_one() {
    // -p: no PIPELINING; -e: no EHLO; -8: no 8BITMIME.
    for options in [&[][..], &["-p"], &["-e"], &["-8"]] {
        let Some(sink) = sink(options).await else { return };
        let outcomes = outcomes(sink.port, 200).await;
        let accepted = outcomes.iter().filter(|outcome| matches!(outcome, SendOutcome::Accepted(_))).count();
        assert_eq!(accepted, 200, "{options:?}");
    }
}

#[tokio::test]
async fn refusals_of_postfix_are_told_by_their_kind() {
    // -f: 5xx to these commands; -r: 4xx; `.` is the end of a text.
    for (options, expected) in [
        (["-f", "RCPT"], "permanent 500"),
        (["-r", "RCPT"], "transient 450"),
        (["-f", "."], "permanent 500"),
        (["-r", "."], "transient 450"),
        (["-r", "DATA"], "transient 450"),
        (["-q", "RCPT"], "not sent connection_lost"),
    ] {
        let Some(sink) = sink(&options).await else { return };
        let outcomes = outcomes(sink.port, 3).await;
        assert_eq!(told(&outcomes[0]), expected, "{options:?}: {:?}", outcomes[0]);
    }
}
