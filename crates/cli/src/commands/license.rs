//! `sellify license`: asking for a licence, installing the answer, how it stands, giving it back. Without a network.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use sellify_app::{App, LicenseState, LicenseView};
use sellify_domain::Timestamp;
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{BY, Globals};

/// No text of the vendor is longer; more is some other file.
const LONGEST: u64 = 64 * 1_024;

#[derive(Debug, Subcommand)]
pub(crate) enum License {
    /// Write a request for the vendor; it holds nothing secret
    Request(Request),
    /// Install the vendor's answer; `-` reads it from standard input
    Activate(Activate),
    /// How the licence stands, and why
    Status,
    /// Give this computer back, so that the vendor can license another one
    Release(Release),
    /// Take a revocation list or a list of keys from the vendor
    Revocations {
        /// The file; `-` reads standard input
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Request {
    /// Where to write it; on the screen when left out
    #[arg(long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// The order it belongs to
    #[arg(long, value_name = "CODE")]
    order: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Activate {
    /// The licence
    file: PathBuf,
    /// Replace the licence in force even when it is the better one
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Release {
    /// Where to write the block for the vendor; on the screen when left out
    #[arg(long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Confirms: sending stops on this computer, and only the vendor can undo it
    #[arg(long)]
    yes: bool,
}

/// What programs read. Times are in milliseconds since 1970.
#[derive(Serialize)]
struct Status {
    state: LicenseState,
    edition: Option<String>,
    licensee: Option<String>,
    expires_at: Option<Timestamp>,
    grace_until: Option<Timestamp>,
    days_left: Option<u32>,
    sending: bool,
    reasons: Vec<&'static str>,
}

#[derive(Serialize)]
struct Block {
    path: Option<PathBuf>,
    check: String,
    text: String,
}

impl License {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let done = match self {
            Self::Request(request) => request.run(&app, globals).await,
            Self::Activate(activate) => activate.run(&app, globals).await,
            Self::Status => match app.license().await {
                Ok(view) => say(globals, view),
                Err(error) => Err(error.into()),
            },
            Self::Release(release) => release.run(&app, globals).await,
            Self::Revocations { file } => revocations(&app, globals, &file).await,
        };
        app.quit().await?;
        done
    }
}

impl Request {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let made = app.request_license(&BY, self.order.as_deref()).await?;
        let block = Block { path: self.out, check: made.check, text: made.text };
        block.hand_over(globals, "Send this request to your vendor. It holds nothing secret.")
    }
}

impl Activate {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let text = read(&self.file)?;
        say(globals, app.activate_license(&BY, &text, self.replace).await?)
    }
}

impl Release {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        if !self.yes {
            return Err(Failure::usage("Releasing this computer stops sending on it. Nothing was changed.")
                .with_hint(
                    "Say so with --yes. Your data stays readable, and can be exported and backed up.",
                ));
        }
        let released = app.release_license(&BY).await?;
        let block = Block { path: self.out, check: released.check, text: released.text };
        block.hand_over(globals, "This computer is released. Send this block to your vendor.")
    }
}

async fn revocations(app: &App, globals: &Globals, file: &Path) -> Result<(), Failure> {
    let text = read(file)?;
    say(globals, app.import_license_list(&BY, &text).await?)
}

impl Block {
    fn hand_over(self, globals: &Globals, sentence: &str) -> Result<(), Failure> {
        if let Some(path) = &self.path {
            std::fs::write(path, &self.text).map_err(|error| Failure::unwritable(path, &error))?;
        }
        globals.output().say(&self, |block| match &block.path {
            Some(path) => format!("{sentence}\n  File:  {}\n  Check: {}", path.display(), block.check),
            None => format!("{sentence}\n\n{}\nCheck: {}", block.text, block.check),
        })
    }
}

fn say(globals: &Globals, view: LicenseView) -> Result<(), Failure> {
    let license = view.license.as_ref();
    let status = Status {
        state: view.state,
        edition: license.map(|license| license.edition.clone()),
        licensee: license.map(|license| holder(&license.licensee.company, &license.licensee.name)),
        expires_at: view.expires_at,
        grace_until: view.grace_until,
        days_left: view.days_left,
        sending: view.entitlements.sending,
        reasons: view.reasons.clone(),
    };
    globals.output().say(&status, for_people)
}

fn holder(company: &str, name: &str) -> String {
    let parts: Vec<&str> = [company, name].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn for_people(status: &Status) -> String {
    let mut text = format!("{}\n", sentence(status));
    if let Some(licensee) = &status.licensee {
        text += &format!("Licensed to {licensee} ({}).\n", status.edition.as_deref().unwrap_or_default());
    }
    if !status.sending {
        text += "Reading, search, export, backup, restore and the audit log work as before.\n";
    }
    text
}

fn sentence(status: &Status) -> String {
    let day =
        |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.to_rfc3339().chars().take(10).collect());
    let until = day(status.expires_at);
    match status.state {
        LicenseState::Trial => {
            format!("You are trying Sellify: {} days are left.", status.days_left.unwrap_or(0))
        }
        LicenseState::Valid if status.expires_at.is_none() => {
            "The licence is in order and does not end.".into()
        }
        LicenseState::Valid => format!("The licence is in order until {until}."),
        LicenseState::Drift => {
            "The licence is in order. A part of this computer has changed: ask the vendor for a refreshed one."
                .into()
        }
        LicenseState::ClockSuspect => {
            "The licence is in order. This computer's clock is behind: set its date and time.".into()
        }
        LicenseState::Grace => format!(
            "The licence ended on {until}. Everything still works until {}.",
            day(status.grace_until)
        ),
        LicenseState::Expired => format!("The licence ended on {until}. Sending is stopped."),
        LicenseState::Revoked => "The vendor withdrew this licence. Sending is stopped.".into(),
        LicenseState::WrongMachine => {
            "This licence is for another computer. Sending is stopped on this one.".into()
        }
        LicenseState::NotYetValid => "This licence begins later. Sending waits until then.".into(),
        LicenseState::None => {
            "There is no licence, and the trial is over. Sending is stopped. `sellify license request` asks for one."
                .into()
        }
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    let unreadable = |error| Failure::unreadable(path, &error);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().take(LONGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    // Bytes that are no text end as a licence of the wrong form, with its sentence.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
