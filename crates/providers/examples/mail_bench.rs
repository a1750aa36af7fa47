//! Measures messages a second to an SMTP sink: fills a template, builds each message, sends it; one JSON line.
//!
//! `mail_bench --port 2525 --count 10000 --conns 4 --batch 64 --html body.html --text body.txt`. Templates say
//! `{{ name }}` for the eight variables of the shared benchmark. The ledger is not part of this measurement.
#![expect(clippy::print_stdout, reason = "the measurement is the output")]

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use sellify_campaign::{Messenger, MessengerError, Outgoing, SendOutcome};
use sellify_domain::{EmailAddress, RecipientId, SmtpSettings, Timestamp, TlsMode};
use sellify_providers::SmtpMessenger;
use sellify_providers::mail::{Letter, build};

const MOMENT: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn option(name: &str, default: &str) -> String {
    let mut arguments = std::env::args().skip_while(|argument| argument != &format!("--{name}"));
    arguments.nth(1).unwrap_or_else(|| default.to_owned())
}

fn number(name: &str, default: usize) -> usize {
    option(name, "").parse().unwrap_or(default)
}

/// A template cut at its variables: text, name, text, name, …, text.
struct Pieces(Vec<String>);

impl Pieces {
    fn read(path: &str) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        Ok(Self(text.split("{{ ").flat_map(|part| part.split(" }}")).map(str::to_owned).collect()))
    }

    fn fill(&self, values: &HashMap<&str, String>, escape: bool) -> String {
        let mut out = String::with_capacity(4_096);
        for (n, piece) in self.0.iter().enumerate() {
            match (n % 2, values.get(piece.as_str())) {
                (1, Some(value)) if escape => {
                    for c in value.chars() {
                        match c {
                            '&' => out.push_str("&amp;"),
                            '<' => out.push_str("&lt;"),
                            '>' => out.push_str("&gt;"),
                            _ => out.push(c),
                        }
                    }
                }
                (1, Some(value)) => out.push_str(value),
                _ => out.push_str(piece),
            }
        }
        out
    }
}

/// The eight values that every other program of the benchmark uses for message `i`.
fn values(i: usize) -> HashMap<&'static str, String> {
    const FIRST: [&str; 8] = ["Zoé", "Léa", "Noël", "Inès", "Hugo", "Anaïs", "Jules", "Chloé"];
    const LAST: [&str; 8] = ["Lefèvre", "Müller", "Dupont", "O'Brien", "Garçon", "Petit", "Bœuf", "Roux"];
    const CITY: [&str; 4] = ["Lyon", "Orléans", "Nîmes", "Paris"];
    HashMap::from([
        ("first_name", FIRST[i % 8].to_owned()),
        ("last_name", LAST[(i / 8) % 8].to_owned()),
        ("email", format!("contact{i}@exemple.test")),
        ("company", format!("Société {} & Fils", i % 977)),
        ("city", CITY[i % 4].to_owned()),
        ("offer", format!("Pack n° {}", i % 31)),
        ("amount", format!("{},{:02} €", i % 1_900 + 10, i % 100)),
        ("link", format!("https://exemple.test/o/{i:08x}")),
    ])
}

fn compose(i: usize, from: &EmailAddress, html: &Pieces, text: &Pieces) -> Option<Outgoing> {
    let values = values(i);
    let to = EmailAddress::from_normalised(values["email"].clone());
    let recipient = RecipientId::generate(MOMENT);
    let letter = Letter {
        id: recipient,
        from,
        from_name: "Sellify",
        reply_to: None,
        to: &to,
        to_name: &format!("{} {}", values["first_name"], values["last_name"]),
        subject: &format!("{} : {}", values["first_name"], values["offer"]),
        html: &html.fill(&values, true),
        text: &text.fill(&values, false),
        date: MOMENT,
    };
    let message = build(&letter).ok()?;
    Some(Outgoing { recipient, from: from.clone(), to, message })
}

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let (count, conns, batch) = (number("count", 10_000), number("conns", 4), number("batch", 64));
    let settings = SmtpSettings {
        host: option("host", "127.0.0.1"),
        port: u16::try_from(number("port", 2_525)).unwrap_or(2_525),
        tls: TlsMode::None,
        username: String::new(),
        from_email: EmailAddress::from_normalised("news@sellify.test"),
        from_name: "Sellify".to_owned(),
        reply_to: None,
        max_per_hour: None,
        max_connections: 16,
    };
    let (Ok(html), Ok(text)) = (Pieces::read(&option("html", "")), Pieces::read(&option("text", ""))) else {
        return ExitCode::FAILURE;
    };
    let templates = Arc::new((html, text));
    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for worker in 0..conns {
        let (messenger, templates) = (SmtpMessenger::new(settings.clone(), None), Arc::clone(&templates));
        running.spawn(async move {
            let from = EmailAddress::from_normalised("news@sellify.test");
            let mut session = messenger.open().await?;
            let mut accepted = 0_usize;
            let mine: Vec<usize> = (worker..count).step_by(conns).collect();
            for numbers in mine.chunks(batch) {
                let batch = numbers.iter().filter_map(|&i| compose(i, &from, &templates.0, &templates.1));
                let outcomes = session.send(batch.collect()).await;
                accepted += outcomes.iter().filter(|o| matches!(o, SendOutcome::Accepted(_))).count();
            }
            session.close().await;
            Ok::<usize, MessengerError>(accepted)
        });
    }
    let mut accepted = 0;
    while let Some(Ok(Ok(more))) = running.join_next().await {
        accepted += more;
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{}",
        serde_json::json!({ "peer": format!("sellify_c{conns}_b{batch}"), "seconds": seconds, "messages": accepted })
    );
    if accepted == count { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
