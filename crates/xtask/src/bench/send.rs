//! A campaign over SMTP to `smtp-sink`: personalised messages, one ledger row per recipient, the audit entry.

use super::program::Program;
use super::{Options, contacts};
use crate::process::{answer, on_path};
use anyhow::{Context, Result};
use serde_json::json;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const BODY: &str = r#"<h2>L'automne à l'atelier</h2><p>Bonjour {prenom|default("à vous")} {nom},</p>
<p>Nous gardons votre référence {reference} et votre adresse de {ville} ({code_postal}) sous la main. Les nouveautés de
la saison attendent {societe} : bibliothèques, bureaux, et l'entretien gratuit de vos meubles.</p>
<ul><li>Bibliothèque Saône</li><li>Bureau Fourvière</li><li>Entretien</li></ul><p>À bientôt, {prenom} !</p>"#;

pub(super) fn run(options: &Options) -> Result<()> {
    if !on_path("smtp-sink") {
        println!("{}", json!({ "bench": "send", "skipped": "smtp-sink is not installed" }));
        return Ok(());
    }
    let sink = Sink::start()?;
    // A fiftieth of the rows repeats another person.
    let file = contacts::csv(options.messages)?;
    let program = Program::new()?;
    program.json(&["import", &file.display().to_string()])?;
    let html = program.file("message.html", BODY)?;
    program.json(&[
        "template",
        "add",
        "--name",
        "Automne",
        "--subject",
        "Bonjour {prenom}",
        "--html",
        &html,
    ])?;
    let port = sink.port.to_string();
    let from = "atelier@firm.example";
    let line = ["connection", "add", "smtp", "--name", "Sink", "--host", "127.0.0.1", "--tls", "none"];
    program.json(&[&line[..], &["--port", &port, "--from", from]].concat())?;
    let draft = ["campaign", "create", "--name", "Mesure", "--template", "Automne", "--connection", "Sink"];
    program.json(&[&draft[..], &["--everyone"]].concat())?;

    let begun = Instant::now();
    let campaign = program.json(&["campaign", "send", "Mesure"])?;
    let seconds = begun.elapsed().as_secs_f64();
    let accepted = campaign["counts"]["accepted"].as_f64().unwrap_or(0.0);
    let line = json!({
        "bench": "send", "seconds": seconds, "counts": campaign["counts"], "messages_per_second": accepted / seconds,
    });
    println!("{line}");
    Ok(())
}

struct Sink {
    child: Child,
    port: u16,
}

impl Sink {
    fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("smtp-sink");
        if answer("id", &["-u"]).as_deref() == Some("0") {
            command.args(["-u", "nobody"]);
        }
        let sink =
            command.args([&format!("127.0.0.1:{port}"), "100"]).stdin(Stdio::null()).stderr(Stdio::null());
        let sink = Self { child: sink.spawn().context("cannot start smtp-sink")?, port };
        let until = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            anyhow::ensure!(Instant::now() < until, "smtp-sink does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(sink)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
