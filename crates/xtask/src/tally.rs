//! Counting: what libtest, vitest and Playwright say at the end of their output.

/// Tests counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Whose output it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runner {
    Libtest,
    Vitest,
    Playwright,
}

/// The sum of all closing lines in one output.
pub(crate) fn count(runner: Runner, output: &str) -> Tally {
    let mut sum = Tally::default();
    for line in output.lines() {
        let line = without_colours(line);
        let line = line.trim();
        let counted = match runner {
            Runner::Libtest => line.strip_prefix("test result: ").map(numbers_before_words),
            Runner::Vitest => line.strip_prefix("Tests ").map(numbers_before_words),
            Runner::Playwright => playwright(line),
        };
        sum.add(counted.unwrap_or_default());
    }
    sum
}

/// `12 passed; 1 failed` and `1 failed | 12 passed (13)` alike.
fn numbers_before_words(line: &str) -> Tally {
    let words: Vec<&str> =
        line.split([' ', ';', '|', '(', ')', '.', ',']).filter(|word| !word.is_empty()).collect();
    let before = |word: &str| {
        words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
    };
    Tally { passed: before("passed"), failed: before("failed") }
}

/// Playwright gives each count its own line: `12 passed (3.4s)`, `1 failed`, `2 did not run`, `1 flaky`.
fn playwright(line: &str) -> Option<Tally> {
    let (number, rest) = line.split_once(' ')?;
    let number = number.parse().ok()?;
    let whole = |word: &str| rest == word || rest.starts_with(&format!("{word} ("));
    // Flaky: passed at the second try. Playwright prints its name, so that it can be mended.
    if ["passed", "flaky"].into_iter().any(whole) {
        Some(Tally { passed: number, failed: 0 })
    } else if ["failed", "did not run", "interrupted"].into_iter().any(whole) {
        Some(Tally { passed: 0, failed: number })
    } else {
        None
    }
}

/// Drops ANSI colour sequences, which some runners print even into a file.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.find(|c: char| c.is_ascii_alphabetic()).map_or("", |end| &after[end + 1..]);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn libtest_lines_are_summed() {
        let output = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                      noise 5 passed\n\
                      test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(count(Runner::Libtest, output), tally(15, 2));
    }

    #[test]
    fn vitest_counts_tests_and_not_files() {
        let output = " Test Files  1 failed | 4 passed (5)\n      Tests  1 failed | 31 passed (32)\n";
        assert_eq!(count(Runner::Vitest, output), tally(31, 1));
    }

    #[test]
    fn vitest_in_colours_is_read() {
        let output = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m42 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (42)\u{1b}[39m";
        assert_eq!(count(Runner::Vitest, output), tally(42, 0));
    }

    #[test]
    fn playwright_counts_what_did_not_run_as_failed() {
        let output = "  2 failed\n    [chromium] › home.spec.ts:3:1 › opens\n  1 flaky\n  3 did not run\n  17 passed (12.3s)\n";
        assert_eq!(count(Runner::Playwright, output), tally(18, 5));
    }
}
