//! Kill -9 at any moment: the real program is ended in the middle of its work, started again, and everything is there.
//!
//! Two programs share these files: the tests of the command line run every case with a few kills, and
//! `cargo xtask torture` with hundreds.
//!
//! # How to add a case
//!
//! 1. Write `tests/torture/<name>.rs` with one `pub(crate) const CASE: Case`: what stands in the vault before
//!    (`prepare`), the one command that is killed (`act`), the files by whose appearance its delicate moments are
//!    known (`landmarks`), and what must hold afterwards beyond the contents of the vault (`check`).
//! 2. Name it in [`CASES`] below, and in the list of `crates/cli/tests/cli/torture.rs`.
//!
//! The harness makes a vault with contacts, a template, a connection with a password and audit entries; copies it for
//! every kill; starts `act`; kills it at a moment (half of them spread over its whole run, half right after a landmark
//! has appeared); every third time kills the start-up that follows as well; and then opens the vault and compares every
//! table that `act` has no business with, by number of rows and by checksum. Only kills that met the program alive count.

mod backup;
mod columns;
mod contents;
mod database;
mod dice;
mod house;
mod keystore;
mod restore;
mod talk;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use contents::Contents;
use dice::Dice;
pub(crate) use house::House;

/// Every case, in the order they run.
pub(crate) const CASES: &[Case] =
    &[keystore::CASE, database::CASE, columns::CASE, backup::CASE, restore::CASE];

/// One piece of work that must survive being killed.
pub(crate) struct Case {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// Adds to the vault what the work needs.
    pub(crate) prepare: fn(&House) -> Result<()>,
    /// The command that is killed; the number tells the kills apart.
    pub(crate) act: fn(&House, usize) -> Result<Command>,
    /// Beginnings of names in the data folder whose appearance marks a delicate moment.
    pub(crate) landmarks: &'static [&'static str],
    /// Tables that the work itself changes: they are not compared.
    pub(crate) changes: &'static [&'static str],
    /// Tables of which an earlier state may come back: they may shrink.
    pub(crate) replaced: &'static [&'static str],
    /// What must hold besides, with the vault closed.
    pub(crate) check: fn(&House) -> Result<()>,
}

/// What came of a case.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Kills that met the program alive.
    pub(crate) kills: usize,
    /// Of these, right after a landmark.
    pub(crate) at_landmarks: usize,
    /// Start-ups that were killed as well.
    pub(crate) second_kills: usize,
    /// What was lost, one sentence each.
    pub(crate) losses: Vec<String>,
}

/// The case of this name.
pub(crate) fn case(name: &str) -> Option<&'static Case> {
    CASES.iter().find(|case| case.name == name)
}

/// Kills the work so many times. The vault has so many contacts; the seed makes the moments repeatable.
///
/// # Errors
/// What kept the case from being tried at all; losses are part of the report.
pub(crate) fn torture(
    program: &Path,
    case: &Case,
    kills: usize,
    contacts: usize,
    seed: u64,
) -> Result<Report> {
    let model = House::with_contents(program, contacts).context("the vault could not be prepared")?;
    (case.prepare)(&model).with_context(|| format!("{}: the case could not be prepared", case.name))?;
    let before = Contents::of(&model)?;
    let whole = how_long(&model, case)?;
    let mut dice = Dice::new(seed);
    let mut report = Report::default();
    let mut tries = 0;
    while report.kills < kills {
        tries += 1;
        ensure!(tries <= 8 * kills + 20, "{}: the work ends before it can be killed", case.name);
        let house = model.copy()?;
        if !kill_once(&house, case, tries, whole, &mut dice, &mut report)? {
            continue;
        }
        if let Err(loss) = whole_again(&house, case, &before) {
            let folder = house.keep();
            report.losses.push(format!(
                "{} kill {} (seed {seed}): {loss:#}; kept in {folder}",
                case.name, report.kills
            ));
        }
    }
    Ok(report)
}

/// How long the work takes when nobody disturbs it, and that it can be done at all.
fn how_long(model: &House, case: &Case) -> Result<Duration> {
    let house = model.copy()?;
    let begun = Instant::now();
    let output = (case.act)(&house, 0)?.output()?;
    let took = begun.elapsed();
    if !output.status.success() {
        bail!("{}: the work fails undisturbed: {}", case.name, String::from_utf8_lossy(&output.stderr));
    }
    (case.check)(&house).with_context(|| format!("{}: undisturbed", case.name))?;
    Ok(took)
}

/// Whether the kill met the program alive.
fn kill_once(
    house: &House,
    case: &Case,
    number: usize,
    whole: Duration,
    dice: &mut Dice,
    report: &mut Report,
) -> Result<bool> {
    let mut act = (case.act)(house, number)?;
    let mut child = act.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let at_landmark = number.is_multiple_of(2) && !case.landmarks.is_empty();
    if at_landmark {
        let mark = case.landmarks[dice.below(case.landmarks.len())];
        wait_for_landmark(house, &mut child, mark, 20 * whole + Duration::from_secs(5))?;
        // Mostly at once, sometimes a little later: what follows a landmark is delicate too.
        let later = [0, 0, 0, 200, 1_000, 5_000, 20_000][dice.below(7)];
        std::thread::sleep(Duration::from_micros(dice.below(later + 1) as u64));
    } else {
        std::thread::sleep(whole.mul_f64(dice.fraction()));
    }
    if !kill(&mut child)? {
        return Ok(false);
    }
    report.kills += 1;
    report.at_landmarks += usize::from(at_landmark);
    if report.kills.is_multiple_of(3) {
        let mut opening = house.command(&["contacts", "list", "--json"]);
        let mut child = opening.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        std::thread::sleep(whole.min(Duration::from_millis(400)).mul_f64(dice.fraction()));
        report.second_kills += usize::from(kill(&mut child)?);
    }
    Ok(true)
}

/// Waits until a file of this name stands in the data folder, or the program ends.
fn wait_for_landmark(house: &House, child: &mut Child, name: &str, longest: Duration) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < longest && child.try_wait()?.is_none() {
        if house.holds(name) {
            return Ok(());
        }
    }
    Ok(())
}

/// On Unix this is SIGKILL: nothing is flushed, nothing rolled back. False: it had ended by itself.
fn kill(child: &mut Child) -> Result<bool> {
    let alive = child.try_wait()?.is_none();
    if alive {
        child.kill()?;
    }
    child.wait()?;
    Ok(alive)
}

fn whole_again(house: &House, case: &Case, before: &Contents) -> Result<()> {
    Contents::of(house)?.must_hold(before, case.changes, case.replaced)?;
    (case.check)(house)
}
