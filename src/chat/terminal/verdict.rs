//! What became of a claimed quotation, as text. Differing words are told by signs as well as by colour.

use super::render::{Look, hanging, searched, statement, styled, wrapped};
use crate::domain::{Comparison, Finding, Part, Stretch, Verdict};
use crate::text::shown as clean;

/// What the signs mean.
const LEGEND: &str = "[-said, not in the claim-] {+in the claim, not said+}";

/// Words of a claim that are shown back.
const SHOWN: usize = 400;

pub(super) fn verdict(verdict: &Verdict, look: &Look) -> String {
    let mut out = match &verdict.finding {
        Finding::Exact(found) => exact(found, look),
        Finding::Near(found) => near(found, verdict, look),
        Finding::Composite(parts) => composite(parts, look),
        Finding::OtherSpeaker(found) => other_speaker(found, verdict, look),
        Finding::NotFound { reported } => not_found(reported.as_ref(), verdict, look),
    };
    if verdict.unchecked > 0 {
        let told = format!(
            "The last {} words of the claim were not checked: it is longer than a claim may be. Check them on their own.",
            verdict.unchecked
        );
        out.push_str(&wrapped(&styled(look.warning, &told), ""));
    }
    out.push_str(&wrapped(
        &styled(look.faint, &searched(&verdict.searched, &look.zone)),
        "",
    ));
    out
}

fn heading(style: anstyle::Style, kind: &str, told: &str) -> String {
    wrapped(&format!("{} {told}", styled(style.bold(), kind)), "")
}

fn exact(found: &Comparison, look: &Look) -> String {
    let left_out = has(found, |stretch| matches!(stretch, Stretch::Omitted { .. }));
    let told = match (found.whole, left_out) {
        (true, _) => "These are the words, all of them.",
        (false, false) => "These words were said, as a part of what stands here:",
        (false, true) => "These words were said, with words in between left out:",
    };
    let mut out = heading(look.good, "Exact.", told);
    if left_out || has(found, |stretch| matches!(stretch, Stretch::Gap)) {
        out.push_str(&difference(&found.difference, look));
    }
    out.push_str(&source(found, look));
    out
}

fn near(found: &Comparison, verdict: &Verdict, look: &Look) -> String {
    let differs = has(found, |stretch| {
        matches!(
            stretch,
            Stretch::Dropped { .. } | Stretch::Added { .. } | Stretch::Changed { .. }
        )
    });
    let told = if differs {
        "Something like it was said, in other words."
    } else {
        "The words that were checked were said."
    };
    let mut out = heading(look.warning, "Not exact.", told);
    out.push_str(&difference(&found.difference, look));
    if differs {
        out.push_str(&hanging("    ", "    ", &styled(look.faint, LEGEND)));
    }
    out.push_str("What was said:\n");
    out.push_str(&source(found, look));
    if !found.speaker_fits {
        out.push_str(&not_by(found, verdict, look));
    }
    out
}

fn composite(parts: &[Part], look: &Look) -> String {
    let mut out = heading(
        look.warning,
        "Put together.",
        "The claim joins words of several statements:",
    );
    for (number, part) in (1..).zip(parts) {
        out.push('\n');
        let first = format!("{number:>2}  ");
        match &part.comparison {
            Some(found) => {
                let claimed = format!("“{}”", clean(&part.claimed));
                out.push_str(&hanging(&first, "    ", &claimed));
                out.push_str("    stands in:\n");
                out.push_str(&statement("    ", "    ", &found.quoted, look));
            }
            None => {
                let added = styled(look.bad, &format!("{{+{}+}}", clean(&part.claimed)));
                out.push_str(&hanging(&first, "    ", &added));
                out.push_str("    stands in none of these statements.\n");
            }
        }
    }
    out
}

fn other_speaker(found: &Comparison, verdict: &Verdict, look: &Look) -> String {
    let told = match &found.quoted.statement.attribution.speaker {
        Some(speaker) => format!("These are the words of {}.", clean(speaker)),
        None => "These words stand there without a speaker's name.".to_owned(),
    };
    let mut out = heading(look.warning, "Another speaker.", &told);
    out.push_str(&source(found, look));
    out.push_str(&not_by(found, verdict, look));
    out
}

/// That nobody whom the claim means is found to have said it.
fn not_by(found: &Comparison, verdict: &Verdict, look: &Look) -> String {
    let Some(claimed) = &verdict.speaker else {
        return String::new();
    };
    let meant = clean(&claimed.meant.join(" or "));
    let told = if !claimed.known {
        format!("No words of {meant} are in the record.")
    } else if found.quoted.statement.attribution.speaker.is_none() {
        format!("That it was {meant} is not said there.")
    } else {
        format!("No such words of {meant} were found.")
    };
    wrapped(&styled(look.warning, &told), "")
}

fn not_found(reported: Option<&Comparison>, verdict: &Verdict, look: &Look) -> String {
    let by = verdict
        .speaker
        .as_ref()
        .map(|speaker| format!(" by {}", clean(&speaker.meant.join(" or "))))
        .unwrap_or_default();
    let claim: String = verdict.claim.words.chars().take(SHOWN).collect();
    let told = format!("No statement{by} is close to “{}”.", clean(&claim));
    let mut out = heading(look.bad, "Not found.", &told);
    if verdict
        .speaker
        .as_ref()
        .is_some_and(|speaker| !speaker.known)
    {
        let told = "The record has no words of that speaker at all.";
        out.push_str(&wrapped(&styled(look.warning, told), ""));
    }
    if let Some(found) = reported {
        out.push_str("An article says it in its own words, which are no quotation:\n");
        out.push_str(&source(found, look));
    }
    out
}

fn source(found: &Comparison, look: &Look) -> String {
    statement("    ", "    ", &found.quoted, look)
}

fn has(found: &Comparison, is: impl Fn(&Stretch) -> bool) -> bool {
    found.difference.iter().any(is)
}

/// Claim and statement in one line, word by word.
pub(super) fn difference(stretches: &[Stretch], look: &Look) -> String {
    let dropped = |said: &str| styled(look.good, &format!("[-{}-]", clean(said)));
    let added = |claimed: &str| styled(look.bad, &format!("{{+{}+}}", clean(claimed)));
    let shown: Vec<String> = stretches
        .iter()
        .map(|stretch| match stretch {
            Stretch::Kept { said } => clean(said),
            Stretch::Dropped { said } => dropped(said),
            Stretch::Omitted { said } => styled(look.faint, &format!("[… {} …]", clean(said))),
            Stretch::Added { claimed } => added(claimed),
            Stretch::Changed { said, claimed } => format!("{} {}", dropped(said), added(claimed)),
            Stretch::Gap => styled(look.faint, "[…]"),
        })
        .collect();
    hanging("    ", "    ", &shown.join(" "))
}
