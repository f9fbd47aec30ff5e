//! Notices as cards.

use super::locale::Words;
use super::said::{statement, text};
use super::{Card, Line, Part, Span};
use crate::domain::{Notice, Roster};
use crate::text::shown;

/// A notice, in these words.
pub fn notice(notice: &Notice, roster: &Roster, words: &Words) -> Card {
    match notice {
        Notice::Alert {
            quoted,
            reasons,
            late,
        } => {
            let mut title = because(reasons);
            if *late {
                title.push(Span::Text(format!(" · {}", words.tell("late"))));
            }
            Card {
                title,
                parts: statement(quoted, roster, words),
                ..Card::default()
            }
        }
        Notice::Digest {
            title,
            statements,
            omitted,
        } => {
            let mut parts = Vec::new();
            for (quoted, reasons) in statements {
                parts.push(Part::Line(because(reasons)));
                parts.extend(statement(quoted, roster, words));
            }
            if *omitted > 0 {
                let told = words.tell_with("and-more", &[("more", (*omitted).into())]);
                parts.push(Part::Line(vec![Span::Text(told)]));
            }
            Card {
                title: vec![text(title)],
                parts,
                ..Card::default()
            }
        }
        Notice::Edited {
            now,
            before,
            difference,
        } => {
            let told = if now.is_some() { "edited" } else { "vanished" };
            let mut parts = vec![Part::Difference(difference.clone())];
            parts.extend(statement(now.as_ref().unwrap_or(before), roster, words));
            Card {
                title: vec![Span::Text(words.tell(told))],
                parts,
                ..Card::default()
            }
        }
        Notice::Told { title, lines } => Card {
            title: vec![text(title)],
            parts: lines
                .iter()
                .map(|line| Part::Line(vec![text(line)]))
                .collect(),
            ..Card::default()
        },
    }
}

fn because(reasons: &[String]) -> Line {
    let reasons: Vec<String> = reasons.iter().map(|reason| shown(reason)).collect();
    vec![Span::Text(reasons.join(" · "))]
}
