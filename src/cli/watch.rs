//! How far a long command has come: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::ingest::{Progress, Summary};
use crate::ports::ItemFailure;

/// Plain lines come at every so many items, so that a log of a large run stays readable.
const LINE_EVERY: usize = 1_000;

/// Shows a run's progress on standard error.
pub(super) struct Watched {
    bar: Option<ProgressBar>,
    verb: &'static str,
    told: std::sync::atomic::AtomicUsize,
}

impl Watched {
    pub(super) fn new(verb: &'static str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(Duration::from_millis(100));
            bar.set_message(verb);
            bar
        });
        Self {
            bar,
            verb,
            told: 0.into(),
        }
    }

    /// How much of a known total is done.
    pub(super) fn of(&self, done: u64, total: u64) {
        match &self.bar {
            Some(bar) => {
                if bar.length() != Some(total) {
                    bar.set_length(total);
                    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")
                    {
                        bar.set_style(style);
                    }
                }
                bar.set_position(done);
            }
            None => self.line(done as usize, &format!("{done} of {total}")),
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&self, done: usize, told: &str) {
        let step = done / LINE_EVERY;
        if self
            .told
            .fetch_max(step, std::sync::atomic::Ordering::Relaxed)
            < step
        {
            eprintln!("{}: {told}", self.verb);
        }
    }
}

impl Progress for Watched {
    fn advanced(&self, summary: &Summary) {
        let told = format!(
            "{} articles, {} statements, {} failed",
            summary.new + summary.changed + summary.unchanged,
            summary.statements,
            summary.failed.len()
        );
        match &self.bar {
            Some(bar) => bar.set_message(format!("{}: {told}", self.verb)),
            None => self.line(summary.total(), &told),
        }
    }

    // Each failure stands in the summary at the end, with its reason.
    fn failed(&self, _: &ItemFailure) {}
}
