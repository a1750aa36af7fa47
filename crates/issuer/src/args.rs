//! The command line, for people: what can be asked, and with which words.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sellify_licensing::KeyPurpose;

/// Sellify's vendor tool: key pairs, licences, revocation lists. Never give it to customers.
///
/// Exit codes: 0 done, 1 a file cannot be written, 2 the command line or the request cannot be followed,
/// 3 verification failed, 4 the key cannot be used.
#[derive(Debug, Parser)]
#[command(name = "sellify-issuer", version)]
pub(crate) struct Cli {
    /// The folder of the issue log; default: this one
    #[arg(long, global = true, value_name = "DIR", default_value = ".", env = "SELLIFY_ISSUER_FOLDER")]
    pub(crate) folder: PathBuf,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a key pair: a private key file under a passphrase, and its public half
    Keygen(Keygen),
    /// Sign a licence for a request, or a new revision of a licence
    Issue(Box<Issue>),
    /// Print a licence of the log again
    Resend(Resend),
    /// Show what a file says: licence, request, release or list
    Inspect(Inspect),
    /// Check a licence or a list; exit code 3 when it does not hold
    Verify(Verify),
    /// Withdraw a licence; the next revocation list tells it
    Revoke(Revoke),
    /// Sign the revocation list that the log amounts to
    Crl(SignCrl),
    /// Sign a list of keys to trust and to withdraw
    Keylist(SignKeyList),
    /// Check the issue log and list it
    Log,
}

/// The private key to sign with.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    /// The private key file
    #[arg(long, value_name = "FILE", required_unless_present = "development")]
    pub(crate) key: Option<PathBuf>,
    /// A file with the passphrase, or `-` for standard input; asked for when it is left out
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Sign with the development key, which everybody has; released programs refuse it
    #[arg(long, conflicts_with = "key")]
    pub(crate) development: bool,
}

/// Where the result goes and whether to ask first.
#[derive(Debug, Args)]
pub(crate) struct OutArgs {
    /// Where to write it; default: standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Do not ask for confirmation
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Purpose {
    /// Signs licences
    License,
    /// Signs revocation lists
    Crl,
    /// Signs key lists, and withdraws keys; keep it offline
    Keylist,
}

impl From<Purpose> for KeyPurpose {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::License => Self::License,
            Purpose::Crl => Self::Crl,
            Purpose::Keylist => Self::KeyList,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Keygen {
    /// What it will sign
    #[arg(long)]
    pub(crate) purpose: Purpose,
    /// A name for people, such as `license-2026`
    #[arg(long)]
    pub(crate) name: String,
    /// Where to write the private key; default: NAME.key.age in the folder
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// A file of public keys (such as assets/license-keys.json) to add its public half to
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    /// The last day of issue that it vouches for
    #[arg(long, value_name = "DATE")]
    pub(crate) not_after: Option<String>,
    /// Take this Ed25519 private key (PEM, PKCS#8) instead of making one
    #[arg(long, value_name = "FILE")]
    pub(crate) import: Option<PathBuf>,
    /// A file with the passphrase, or `-` for standard input; asked for twice when it is left out
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// scrypt work factor as a power of two; default: about one second on this computer
    #[arg(long, hide = true, value_parser = clap::value_parser!(u8).range(10..=20))]
    pub(crate) work_factor: Option<u8>,
}

#[derive(Debug, Args)]
pub(crate) struct Issue {
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) out: OutArgs,
    /// The customer's activation request
    #[arg(long, value_name = "FILE", conflicts_with = "any_computer")]
    pub(crate) request: Option<PathBuf>,
    /// A new revision of this licence, for the same computers unless there is a request
    #[arg(long, value_name = "LICENCE")]
    pub(crate) lid: Option<String>,
    /// For any computer, without a request
    #[arg(long)]
    pub(crate) any_computer: bool,
    /// The plan that was bought; default for a new revision: as before
    #[arg(long)]
    pub(crate) plan: Option<String>,
    /// A file of plans in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub(crate) plans: Option<PathBuf>,
    /// Who it is for; default for a new revision: as before
    #[arg(long)]
    pub(crate) licensee: Option<String>,
    /// The firm; default for a new revision: as before
    #[arg(long)]
    pub(crate) company: Option<String>,
    /// Last day (2027-12-31), months (13m), days (30d) or `perpetual`; default: 13m, and for a new revision as before
    #[arg(long, value_name = "WHEN")]
    pub(crate) exp: Option<String>,
    /// First day; default: now
    #[arg(long, value_name = "DATE")]
    pub(crate) nbf: Option<String>,
    /// Last day on which new versions are included; default: the licence's last day
    #[arg(long, value_name = "DATE")]
    pub(crate) maint: Option<String>,
    /// Days of grace after the end; default: 14, and for a new revision as before
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=30))]
    pub(crate) grace_days: Option<u8>,
    /// Keep the computers it is already for, and add the one of the request
    #[arg(long, requires = "request")]
    pub(crate) add_computer: bool,
    /// How many computers it may be for
    #[arg(long)]
    pub(crate) max_computers: Option<u32>,
    /// The order has a licence already: issue a further one
    #[arg(long, conflicts_with = "lid")]
    pub(crate) further: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Resend {
    /// Which licence
    #[arg(long, value_name = "LICENCE")]
    pub(crate) lid: String,
    /// Which revision; default: the newest
    #[arg(long)]
    pub(crate) rev: Option<u32>,
    /// Where to write it; default: standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// Public keys to check with.
#[derive(Debug, Args)]
pub(crate) struct TableArgs {
    /// A file of public keys; default: those built into this program
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The file, or `-` for standard input
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The file, or `-` for standard input
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// A revocation list to hold a licence against
    #[arg(long, value_name = "FILE")]
    pub(crate) crl: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// Which licence
    #[arg(long, value_name = "LICENCE", required_unless_present = "release")]
    pub(crate) lid: Option<String>,
    /// Up to which revision; default: the newest
    #[arg(long)]
    pub(crate) rev: Option<u32>,
    /// The customer's release block: withdraws what it gives back
    #[arg(long, value_name = "FILE", conflicts_with = "lid")]
    pub(crate) release: Option<PathBuf>,
    /// Why, for the log
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
    /// Do not ask for confirmation
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SignCrl {
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) out: OutArgs,
    /// Withdraw this key too; only a key for key lists may
    #[arg(long, value_name = "KEY ID")]
    pub(crate) withdraw_key: Vec<String>,
    /// Leave out that keys were withdrawn, once every program in use knows it by itself
    #[arg(long)]
    pub(crate) without_withdrawn_keys: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SignKeyList {
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) out: OutArgs,
    /// A file of public keys whose licence and revocation keys are to be trusted
    #[arg(long, value_name = "FILE")]
    pub(crate) add: Option<PathBuf>,
    /// Withdraw this key
    #[arg(long, value_name = "KEY ID")]
    pub(crate) withdraw_key: Vec<String>,
}
