//! `sellify connection`: the accounts that send.

use std::io::Read;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use sellify_app::{App, TypedSmtp};
use sellify_domain::TlsMode;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Connection {
    /// Save an account that sends
    #[command(subcommand)]
    Add(Add),
    /// List the accounts
    List,
    /// Connect, sign in and ask whether the sender may send; nothing is sent
    Test(Test),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Add {
    /// An SMTP account
    Smtp(Smtp),
}

#[derive(Debug, Args)]
pub(crate) struct Smtp {
    /// What to call it
    #[arg(long)]
    name: String,
    /// The server
    #[arg(long)]
    host: String,
    /// The port; 465 with --tls implicit, 587 with start-tls, 25 without TLS, when left out
    #[arg(long)]
    port: Option<u16>,
    /// How the line is protected
    #[arg(long, value_enum, default_value = "start-tls")]
    tls: Protection,
    /// The user name; without one there is no sign-in
    #[arg(long, default_value = "")]
    username: String,
    /// A file whose first line is the password; `-` reads it from standard input
    #[arg(long, value_name = "FILE", conflicts_with = "password")]
    password_file: Option<PathBuf>,
    /// The password, from the environment: on the command line every user of the computer could read it
    #[arg(long, env = "SELLIFY_SMTP_PASSWORD", hide_env_values = true, hide = true)]
    password: Option<String>,
    /// The address that messages come from
    #[arg(long, value_name = "ADDRESS")]
    from: String,
    /// The name beside it
    #[arg(long, value_name = "NAME", default_value = "")]
    from_name: String,
    /// The address that answers go to, if another one
    #[arg(long, value_name = "ADDRESS")]
    reply_to: Option<String>,
    /// The most messages in an hour
    #[arg(long, value_name = "N")]
    max_per_hour: Option<u32>,
    /// The most connections at once
    #[arg(long, value_name = "N", default_value_t = 2)]
    max_connections: u8,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Protection {
    /// TLS from the first byte (port 465)
    Implicit,
    /// Plain greeting, then TLS; refused when the server does not offer it (port 587)
    StartTls,
    /// No protection: only for a server on this computer
    None,
}

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The connection's name or id
    connection: String,
}

#[derive(Serialize)]
struct Tested {
    ok: bool,
    server: String,
    tls: Option<&'static str>,
    auth: Option<&'static str>,
    pipelining: bool,
    took_ms: u64,
}

impl Connection {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let done = match self {
            Self::Add(Add::Smtp(smtp)) => smtp.run(&app, globals).await,
            Self::List => list(&app, globals).await,
            Self::Test(test) => test.run(&app, globals).await,
        };
        app.quit().await?;
        done
    }
}

impl Smtp {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let (tls, usual_port) = match self.tls {
            Protection::Implicit => (TlsMode::Implicit, 465),
            Protection::StartTls => (TlsMode::StartTls, 587),
            Protection::None => (TlsMode::None, 25),
        };
        let password = match self.password_file {
            Some(path) => Some(password_in(&path)?),
            None => self.password.map(Zeroizing::new),
        };
        let smtp = TypedSmtp {
            host: self.host,
            port: self.port.unwrap_or(usual_port),
            tls,
            username: self.username,
            from_email: self.from,
            from_name: self.from_name,
            reply_to: self.reply_to,
            max_per_hour: self.max_per_hour,
            max_connections: self.max_connections,
        };
        let saved = app.create_connection(&BY, &self.name, smtp, password).await?;
        globals.output().say(&saved, |saved| {
            format!("Connection “{}” saved: {}\nTry it with `sellify connection test`.", saved.name, saved.id)
        })
    }
}

/// The first line, without its end.
fn password_in(path: &std::path::Path) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::new());
    let read = if path.as_os_str() == "-" {
        std::io::stdin().take(4_096).read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(4_096).read_to_string(&mut text))
    };
    read.map_err(|error| Failure::unreadable(path, &error))?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

async fn list(app: &App, globals: &Globals) -> Result<(), Failure> {
    let connections = app.connections().await?;
    globals.output().say(&connections, |connections| {
        let mut table = Table::new(&["name", "server", "from", "id"]);
        for connection in connections {
            let server = format!("{}:{}", connection.smtp.host, connection.smtp.port);
            let from = connection.smtp.from_email.to_string();
            table.row([connection.name.clone(), server, from, connection.id.to_string()]);
        }
        table.text()
    })
}

impl Test {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let connection = find::connection(app, &self.connection).await?;
        let found = app.test_connection(&BY, connection.id).await?;
        let tested = Tested {
            ok: true,
            server: found.server.server,
            tls: found.server.tls,
            auth: found.server.auth,
            pipelining: found.server.pipelining,
            took_ms: found.took_ms,
        };
        globals.output().say(&tested, |tested| {
            let line = tested.tls.unwrap_or("no TLS");
            let signed_in =
                tested.auth.map_or_else(|| "no sign-in".to_owned(), |auth| format!("signed in ({auth})"));
            format!("The server answers: {}, {line}, {signed_in}, {} ms", tested.server, tested.took_ms)
        })
    }
}
