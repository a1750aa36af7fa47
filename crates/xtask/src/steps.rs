//! Running the steps of `cargo xtask test`: one log each, a failing step's tail shown, counts summed.

use crate::process::log_into;
use crate::repo;
use crate::tally::{Runner, Tally, count};
use anyhow::Result;
use std::fs;
use std::process::Command;
use std::time::Instant;

/// As much of a failing log as a person reads.
const TAIL_LINES: usize = 120;

/// The steps run so far.
#[derive(Default)]
pub(crate) struct Steps {
    total: Tally,
}

impl Steps {
    /// A check without tests of its own: it counts only when it fails.
    pub(crate) fn check(&mut self, name: &str, command: &mut Command) -> Result<bool> {
        self.step(name, command, None)
    }

    /// A test runner whose closing lines are counted.
    pub(crate) fn tests(&mut self, name: &str, runner: Runner, command: &mut Command) -> Result<bool> {
        self.step(name, command, Some(runner))
    }

    /// A step that could not even start, with the reason.
    pub(crate) fn fail(&mut self, name: &str, reason: &str) {
        println!("FAILED  {name}: {reason}");
        self.total.failed += 1;
    }

    /// Prints the closing line, alone, and says whether all is well.
    pub(crate) fn close(&self) -> bool {
        println!("\n{} passed, {} failed", self.total.passed, self.total.failed);
        self.total.failed == 0
    }

    fn step(&mut self, name: &str, command: &mut Command, runner: Option<Runner>) -> Result<bool> {
        let log = repo::target().join("xtask").join("logs").join(format!("{}.log", name.replace(' ', "-")));
        let begun = Instant::now();
        let status = log_into(command.env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never"), &log)?;
        let output = String::from_utf8_lossy(&fs::read(&log)?).into_owned();

        let mut counted = runner.map(|runner| count(runner, &output)).unwrap_or_default();
        if !status.success() && counted.failed == 0 {
            counted.failed = 1;
        }
        if status.success() && runner.is_some() && counted == Tally::default() {
            // A runner that ran nothing has checked nothing.
            println!("no test ran in: {name}");
            counted.failed = 1;
        }
        self.total.add(counted);

        let passed = counted.failed == 0;
        let verdict = if passed { "ok    " } else { "FAILED" };
        println!("{verdict}  {name} ({}){}", spoken(begun), of_tests(counted, runner));
        if !passed {
            print_tail(&output);
        }
        Ok(passed)
    }
}

fn spoken(begun: Instant) -> String {
    let seconds = begun.elapsed().as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}

fn of_tests(counted: Tally, runner: Option<Runner>) -> String {
    match runner {
        Some(_) => format!(": {} of {} tests", counted.passed, counted.passed + counted.failed),
        None => String::new(),
    }
}

/// The lines that name the failures first, then the end of the log.
fn print_tail(output: &str) {
    let lines: Vec<&str> = output.lines().collect();
    let start = lines.len().saturating_sub(TAIL_LINES);
    for line in lines[..start].iter().filter(|line| names_a_failure(line)) {
        println!("    | {line}");
    }
    for line in &lines[start..] {
        println!("    | {line}");
    }
}

fn names_a_failure(line: &str) -> bool {
    line.starts_with("error")
        || line.contains("panicked at")
        || (line.starts_with("test ") && line.ends_with("FAILED"))
}
