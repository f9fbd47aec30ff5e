//! Where a report was filed: "LONDON (AP) — …", "Sarn (dpa) - …". Nobody speaks there, and the first sentence begins
//! behind it.

use std::ops::Range;

use super::tokens::{Kind, Token};
use super::vocabulary::*;

/// Tokens of a dateline at most: "MARROW, North Province, Nov 12 (Reuters) —".
const LONGEST: usize = 14;

/// Letters of an agency's name at most where it is written small.
const AGENCY: usize = 4;

/// Where a paragraph goes on behind its dateline: its start if it has none.
pub fn behind_dateline(text: &str, tokens: &[Token], paragraph: &Range<usize>) -> usize {
    let start = paragraph.start;
    let run = &tokens[start..paragraph.end.min(start + LONGEST)];
    let dash = run.iter().position(|t| t.kind == Kind::Dash);
    let Some((dash, place)) = dash.map(|dash| (dash, &run[..dash])) else {
        return start;
    };
    // "NATO — which is an alliance — said" goes on in small letters.
    let begins = run
        .get(dash + 1)
        .is_some_and(|next| next.spaced && (next.upper || !next.is_word()));
    let words = place.iter().all(|t| match t.kind {
        Kind::Word => t.upper || t.is(PARTICLE | MONTH) || t.end - t.start <= AGENCY as u32,
        Kind::Number | Kind::Comma | Kind::Stop | Kind::Open | Kind::Close => true,
        _ => false,
    });
    let capitals = |token: &Token| {
        let word = text.get(token.range()).unwrap_or_default();
        word.chars().filter(|c| c.is_alphabetic()).count() > 2
            && word.chars().all(|c| !c.is_lowercase())
    };
    // "Sarn (dpa)", "Marrow (Reuters)", but not "Vale (SPD)".
    let agency = match place {
        [.., open, name, close] => {
            open.kind == Kind::Open
                && close.kind == Kind::Close
                && name.is_word()
                && (!name.upper || name.is(ORGANISATION))
        }
        _ => false,
    };
    let filed = place
        .first()
        .is_some_and(|first| first.is_word() && first.upper && (agency || capitals(first)));
    match filed && words && begins {
        true => start + dash + 1,
        false => start,
    }
}
