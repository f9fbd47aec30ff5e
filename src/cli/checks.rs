//! Checks as lines, for `doctor` and `config check`.

use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use crate::text::shown;
use crate::upkeep::{Check, State};

/// A line each, with the way out below where there is one.
pub(super) fn lines(checks: &[Check]) -> String {
    let mut out = String::new();
    for check in checks {
        let (word, style) = match check.state {
            State::Well => ("ok", AnsiColor::Green.on_default()),
            State::Warning => ("warning", AnsiColor::Yellow.on_default()),
            State::Failure => ("failure", AnsiColor::Red.on_default()),
        };
        out.push_str(&format!(
            "{style}{word:<7}{style:#}  {}: {}\n",
            shown(&check.what),
            shown(&check.found)
        ));
        if let Some(way_out) = &check.way_out {
            let faint = Style::new().dimmed();
            out.push_str(&format!("         {faint}{}{faint:#}\n", shown(way_out)));
        }
    }
    out
}

/// Success unless something does not work.
pub(super) fn code(checks: &[Check]) -> ExitCode {
    let fails = checks.iter().any(|check| check.state == State::Failure);
    if fails {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
