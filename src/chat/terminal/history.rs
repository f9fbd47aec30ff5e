//! What became of words over time, as text: a statement's lineage, a speaker's timeline.

use jiff::ToSpan;

use super::render::{Look, hanging, published, searched, statement, styled, wrapped};
use super::verdict::difference;
use crate::domain::{Carriage, Lineage, Precision, Timeline, Week, When};
use crate::text::shown as clean;

/// Columns of the longest bar.
const LONGEST_BAR: usize = 40;

/// Rows of weeks without statements that are shown one by one; longer rows are told in one line.
const FEW_EMPTY: i32 = 2;

pub(super) fn lineage(lineage: &Lineage, look: &Look) -> String {
    let mut out = String::new();
    let Some(first) = lineage.wordings.first() else {
        return wrapped("Nothing carries it.", "");
    };
    let speaker = first.quoted.statement.attribution.speaker.as_deref();
    out.push_str(&wrapped(
        &styled(look.name, &clean(speaker.unwrap_or("Unattributed"))),
        "",
    ));
    let quoted = format!("“{}”", clean(&first.quoted.words()));
    out.push_str(&hanging("    ", "    ", &styled(look.quote, &quoted)));
    for (number, wording) in (1..).zip(&lineage.wordings).skip(1) {
        out.push_str(&format!("\nWording {number}, beside the first:\n"));
        out.push_str(&difference(&wording.difference, look));
    }
    if lineage.wordings.len() > 1 {
        let legend = "[-in the first wording only-] {+in this one only+}";
        out.push_str(&hanging("    ", "    ", &styled(look.faint, legend)));
    }
    out.push_str("\nCarried, the earliest first:\n");
    for carriage in &lineage.carriages {
        let carrier = &carriage.carrier;
        let name = carrier.outlet.as_deref().unwrap_or(&carrier.article.0);
        let mut line = format!("{} · {}", published(carrier.published), clean(name));
        if lineage.wordings.len() > 1 {
            line.push_str(&format!(" · wording {}", carriage.wording + 1));
        }
        out.push_str(&hanging("    ", "      ", &line));
        if let Some(url) = &carrier.url {
            // A link is never broken, so that it can be clicked.
            out.push_str(&format!("      {}\n", styled(look.faint, &clean(url))));
        }
    }
    if first_is_open(&lineage.carriages) {
        let told = "Several carried it on the first day, and not all say at what time.";
        out.push_str(&wrapped(&styled(look.faint, told), ""));
    }
    out
}

/// Whether more than one article may have been the first.
fn first_is_open(carriages: &[Carriage]) -> bool {
    let [first, second, ..] = carriages else {
        return false;
    };
    let same_day = |a: When, b: When| {
        a.date() == b.date() && (a.precision == Precision::Day || b.precision == Precision::Day)
    };
    first
        .carrier
        .published
        .zip(second.carrier.published)
        .is_none_or(|(first, second)| same_day(first, second))
}

pub(super) fn timeline(timeline: &Timeline, look: &Look) -> String {
    let mut title = styled(look.name, &clean(&timeline.speaker));
    if let Some(topic) = &timeline.topic {
        title.push_str(&format!(" · {}", clean(topic)));
    }
    let mut out = wrapped(&title, "");
    if timeline.weeks.is_empty() && timeline.undated == 0 {
        out.push_str("Nothing found.\n");
    } else {
        out.push_str(&bars(&timeline.weeks, look));
        out.push_str(&counted(timeline));
    }
    if let Some(first) = &timeline.first {
        out.push_str("First:\n");
        out.push_str(&statement("    ", "    ", first, look));
    }
    if let Some(latest) = &timeline.latest
        && timeline
            .first
            .as_ref()
            .is_some_and(|first| first.id != latest.id)
    {
        out.push_str("Latest:\n");
        out.push_str(&statement("    ", "    ", latest, look));
    }
    let told = searched(&timeline.searched, &look.zone);
    out.push_str(&wrapped(&styled(look.faint, &told), ""));
    out
}

fn bars(weeks: &[Week], look: &Look) -> String {
    let most = weeks.iter().map(|week| week.statements).max().unwrap_or(1);
    let mut out = String::new();
    let mut before: Option<Week> = None;
    for week in weeks {
        if let Some(before) = before {
            out.push_str(&empty_weeks(before, *week, look));
        }
        // Never none for a week that has some.
        let length = (week.statements * LONGEST_BAR).div_ceil(most.max(1));
        let mark = if before.is_none() {
            styled(look.warning, "  ◂ first")
        } else {
            String::new()
        };
        out.push_str(&format!(
            "  {}  {} {}{mark}\n",
            week.monday.strftime("%_d %b %Y"),
            styled(look.good, &"█".repeat(length)),
            week.statements,
        ));
        before = Some(*week);
    }
    out
}

fn empty_weeks(before: Week, after: Week, look: &Look) -> String {
    let days = (after.monday - before.monday).get_days();
    let empty = days / 7 - 1;
    if empty > FEW_EMPTY {
        let told = format!("  … {empty} weeks without a statement\n");
        return styled(look.faint, &told);
    }
    (1..=empty)
        .filter_map(|weeks| before.monday.checked_add((7 * weeks).days()).ok())
        .map(|monday| format!("  {}  0\n", monday.strftime("%_d %b %Y")))
        .collect()
}

fn counted(timeline: &Timeline) -> String {
    let many = |number: usize| if number == 1 { "" } else { "s" };
    let mut told = format!("{} statement{}", timeline.total, many(timeline.total));
    if timeline.undated > 0 {
        told.push_str(&format!(" and {} whose week isn't known", timeline.undated));
    }
    if timeline.is_cut {
        told.push_str(", the first of more");
    }
    told.push_str(", by the week's Monday.");
    wrapped(&told, "")
}
