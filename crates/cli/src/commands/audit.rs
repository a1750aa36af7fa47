//! `sellify audit`: reading the audit log, verifying it, exporting it, and checking an export without any vault.

mod check;
mod report;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use sellify_app::{
    App, AuditEntryDetails, AuditEntryView, AuditQuery, ExportOptions, ExportRange, PageRequest,
};
use sellify_domain::Timestamp;
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{BY, Globals, RECOVERY_CODE};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// List entries, newest first
    List(List),
    /// Show one entry with its details
    Show {
        /// Its number
        seq: u64,
    },
    /// Check the whole log: nobody edited, removed, reordered or added anything
    Verify(Verify),
    /// Write a file that anybody can check, without the vault
    Export(Export),
    /// Check such a file; needs no vault
    Check(check::Check),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Who did it, exactly as it is listed
    #[arg(long)]
    actor: Option<String>,
    /// What was done (`contact.deleted`); a noun alone (`contact`) means all its verbs
    #[arg(long)]
    action: Option<String>,
    /// To what: an id
    #[arg(long)]
    object: Option<String>,
    /// Part of the object or the actor, the beginning of a hash, or a number
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    #[command(flatten)]
    period: Period,
    /// How many to show
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
    /// Go on where the page before ended (`next` of its JSON)
    #[arg(long)]
    cursor: Option<String>,
}

#[derive(Debug, Args)]
struct Period {
    /// Not before this day (UTC), as 2027-01-31
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<time::Date>,
    /// Up to and including this day (UTC)
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<time::Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The recovery code, to check the codes of the checkpoints as well; `-` reads it from standard input
    #[arg(long, value_name = "CODE", env = RECOVERY_CODE, hide_env_values = true)]
    recovery_code: Option<String>,
    /// An earlier export of this log: what it holds must still be there
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write
    #[arg(long, short, alias = "output", value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    period: Period,
    /// Leave the details out: they may name people
    #[arg(long)]
    without_details: bool,
}

impl Audit {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        if let Self::Check(check) = self {
            return check.run(globals.output());
        }
        let app = globals.open().await?;
        let done = match self {
            Self::List(list) => list.run(&app, globals).await,
            Self::Show { seq } => show(&app, globals, seq).await,
            Self::Verify(verify) => verify.run(&app, globals).await,
            Self::Export(export) => export.run(&app, globals).await,
            Self::Check(_) => Ok(()),
        };
        app.quit().await?;
        done
    }
}

/// An entry as it is printed.
#[derive(Serialize)]
struct Shown {
    seq: u64,
    at: i64,
    time: String,
    actor: String,
    action: String,
    object: String,
    object_name: Option<String>,
    hash: String,
    has_details: bool,
}

#[derive(Serialize)]
struct Listed {
    items: Vec<Shown>,
    next: Option<String>,
    total: u64,
}

impl From<&AuditEntryView> for Shown {
    fn from(view: &AuditEntryView) -> Self {
        let row = &view.row;
        Self {
            seq: row.seq,
            at: row.at.as_millis(),
            time: row.at.to_rfc3339(),
            actor: row.actor.clone(),
            action: row.action.clone(),
            object: row.object.clone(),
            object_name: view.object_name.clone(),
            hash: report::hex(&row.hash),
            has_details: row.payload_ct.is_some(),
        }
    }
}

impl List {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let query = AuditQuery {
            actor: self.actor,
            action: self.action,
            object: self.object,
            from: self.period.from(),
            to: self.period.to(),
            text: self.search,
            page: PageRequest { cursor: self.cursor, limit: self.limit },
        };
        let page = app.audit_entries(query).await?;
        let items = page.items.iter().map(Shown::from).collect();
        let listed = Listed { items, next: page.next, total: page.total };
        globals.output().say(&listed, |listed| {
            let mut table = Table::new(&["no", "time", "actor", "action", "object", "hash"]);
            for entry in &listed.items {
                let object = entry.object_name.as_ref().unwrap_or(&entry.object).clone();
                let hash = entry.hash.chars().take(8).collect();
                let (time, actor, action) = (&entry.time, &entry.actor, &entry.action);
                table.row([entry.seq.to_string(), time.clone(), actor.clone(), action.clone(), object, hash]);
            }
            format!("{}\n{} of {} entries\n", table.text(), listed.items.len(), listed.total)
        })
    }
}

#[derive(Serialize)]
struct ShownDetails {
    #[serde(flatten)]
    entry: Shown,
    details: Option<serde_json::Value>,
    commitment: String,
    prev: String,
}

async fn show(app: &App, globals: &Globals, seq: u64) -> Result<(), Failure> {
    let AuditEntryDetails { entry, details } = app.audit_entry(seq).await?;
    let (commitment, prev) = (report::hex(&entry.row.commitment), report::hex(&entry.row.prev));
    let shown = ShownDetails { entry: Shown::from(&entry), details, commitment, prev };
    globals.output().say(&shown, |shown| {
        let details = match &shown.details {
            Some(details) => serde_json::to_string_pretty(details).unwrap_or_default(),
            None => "erased; the commitment stays".into(),
        };
        let object = match &shown.entry.object_name {
            Some(name) => format!("{} ({name})", shown.entry.object),
            None => shown.entry.object.clone(),
        };
        let entry = &shown.entry;
        let text = format!(
            "no          {}\ntime        {}\nactor       {}\naction      {}\nobject      {object}\nhash        {}\nbefore it   {}\ncommitment  {}\ndetails     {details}",
            entry.seq, entry.time, entry.actor, entry.action, entry.hash, shown.prev, shown.commitment
        );
        // A name in the vault must not be able to move the terminal's cursor.
        text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
    })
}

impl Verify {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let code = self.recovery_code.map(super::unlock::typed).transpose()?;
        let anchors = self.against.iter().map(|file| check::anchor(file)).collect::<Result<Vec<_>, _>>()?;
        let found = app.verify_audit_with(code.as_deref(), anchors).await?;
        report::say(globals.output(), &found)
    }
}

#[derive(Serialize)]
struct Exported {
    path: String,
    bytes: usize,
    entries: u64,
    first_seq: u64,
    last_seq: u64,
    head: String,
    merkle_root: String,
    key: String,
}

impl Export {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let range = ExportRange { from: self.period.from(), to: self.period.to() };
        let options = ExportOptions { range, without_details: self.without_details };
        let made = app.export_audit(&BY, options).await?;
        std::fs::write(&self.out, &made.bytes).map_err(|error| Failure::unwritable(&self.out, &error))?;
        let manifest = made.manifest;
        let exported = Exported {
            path: self.out.display().to_string(),
            bytes: made.bytes.len(),
            entries: manifest.entries,
            first_seq: manifest.first_seq,
            last_seq: manifest.last_seq,
            key: manifest.key_fingerprint(),
            head: manifest.head,
            merkle_root: manifest.merkle_root,
        };
        globals.output().say(&exported, |exported| {
            format!(
                "{}: entries {} to {}, signed with key {}.\nThis file is not encrypted. Whoever gets it can check it with `sellify audit check`.",
                exported.path, exported.first_seq, exported.last_seq, exported.key
            )
        })
    }
}

impl Period {
    fn from(&self) -> Option<Timestamp> {
        self.from.map(midnight)
    }

    /// The end of the last day.
    fn to(&self) -> Option<Timestamp> {
        self.to.and_then(time::Date::next_day).map(midnight)
    }
}

fn midnight(day: time::Date) -> Timestamp {
    Timestamp::from_millis(day.midnight().assume_utc().unix_timestamp() * 1_000)
}

fn day(text: &str) -> Result<time::Date, String> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(text, format).map_err(|_| "write a day as 2027-01-31".to_owned())
}
