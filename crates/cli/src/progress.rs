//! A progress bar on a terminal, nothing in a pipe.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// Progress of one piece of work; it disappears when dropped.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Progress in these units; a length of 0 means that the end is not known.
    pub(crate) fn new(out: Output, total: u64, template: &str) -> Self {
        let shown = !out.json && std::io::stderr().is_terminal();
        let target =
            if shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        if shown {
            bar.enable_steady_tick(Duration::from_millis(250));
        }
        Self(bar)
    }

    /// How far the work is, and a few words.
    pub(crate) fn set(&self, done: u64, total: u64, words: String) {
        self.0.set_length(total);
        self.0.set_position(done);
        self.0.set_message(words);
    }

    /// Prints a line above the bar.
    pub(crate) fn line(&self, text: &str) {
        self.0.println(text);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
