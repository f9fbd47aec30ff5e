//! Blocks of a text on their way to a [`Document`](crate::domain::Document): whatever marks them, HTML or Markdown, they
//! are joined here by one blank line, and what is marked becomes byte ranges.

use std::ops::Range;

use crate::domain::{Mark, MarkKind};

/// A stretch of text that stands by itself: a paragraph, a heading, a list item's line.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// The words, white space squeezed, without a blank line.
    pub text: String,
    /// Bytes of the text that are links.
    pub linked: usize,
    /// 1 to 6 for a heading, else 0.
    pub level: u8,
    /// The list item that it is part of.
    pub item: Option<usize>,
    /// The quotation that it is part of.
    pub quote: Option<Quote>,
    /// A quotation's attribution: in the text, outside of the quotation's mark.
    pub attribution: bool,
}

/// The quotation that a block is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    pub id: usize,
    pub look: Look,
}

/// What kind of quotation an element looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Block,
    Pull,
    Post,
}

/// Parts the author line from a quotation's end and marks it as attribution.
pub(super) fn part_attributions(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        let Some(quote) = block.quote.filter(|_| !block.attribution) else {
            out.push(block);
            continue;
        };
        let same = |other: &Block| other.quote.is_some_and(|other| other.id == quote.id);
        let is_last = blocks
            .peek()
            .is_none_or(|next| !same(next) || next.attribution);
        let has_words_before = out.last().is_some_and(same);
        if is_last
            && (has_words_before || quote.look == Look::Post)
            && is_author_line(&block.text, quote.look)
        {
            block.attribution = true;
            out.push(block);
            continue;
        }
        let line = match block.text.rsplit_once('\n') {
            Some((_, line)) if is_last && is_author_line(line, quote.look) => line.to_owned(),
            _ => {
                out.push(block);
                continue;
            }
        };
        block.text.truncate(block.text.len() - line.len());
        block.text.truncate(block.text.trim_end().len());
        let attribution = Block {
            text: line.trim().to_owned(),
            attribution: true,
            ..block.clone()
        };
        out.extend([block, attribution]);
    }
    out
}

/// "— Name (@handle) Month D, YYYY", "– Name, role": a dash, then few words that are no sentence. A post's needs no dash
/// where it names an account and ends in a year.
fn is_author_line(line: &str, look: Look) -> bool {
    let line = line.trim();
    let has_year = line
        .split(|c: char| !c.is_ascii_digit())
        .any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")));
    let after_dash = line
        .strip_prefix(['—', '–', '―'])
        .or_else(|| line.strip_prefix("--"))
        .or_else(|| line.strip_prefix("- "));
    let Some(rest) = after_dash
        .or_else(|| (look == Look::Post && line.contains("(@") && has_year).then_some(line))
    else {
        return false;
    };
    let rest = rest.trim();
    let is_sentence = rest.ends_with(['.', '!', '?', '…']) && !has_year;
    (1..=16).contains(&rest.split_whitespace().count())
        && rest
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c == '@')
        && !is_sentence
        && !rest.ends_with([':', ';', ','])
}

/// Whether the author line is a post's: it names an account.
fn names_account(line: &str) -> bool {
    line.contains("(@") || line.contains(" @") || line.starts_with('@')
}

/// Joins the blocks and measures the marks.
pub(super) fn join(blocks: Vec<Block>) -> (String, Vec<Mark>) {
    let mut text = String::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut quote: Option<(Quote, Range<usize>)> = None;
    let mut item: Option<(usize, Range<usize>)> = None;
    let mut author = String::new();
    for block in &blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&block.text);
        let range = start..text.len();
        if quote.as_ref().map(|(open, _)| open.id) != block.quote.map(|quote| quote.id) {
            close_quote(&mut marks, quote.take(), std::mem::take(&mut author));
        }
        if item.as_ref().map(|(open, _)| *open) != block.item {
            close_item(&mut marks, item.take());
        }
        if block.level > 0 {
            marks.push(Mark {
                range: range.clone(),
                kind: MarkKind::Heading,
            });
        }
        match (block.quote, &mut quote) {
            (Some(_), _) if block.attribution => {
                let line = block.text.trim_start_matches(['—', '–', '―', '-', ' ']);
                if !author.is_empty() {
                    author.push(' ');
                }
                author.push_str(&line.replace('\n', " "));
            }
            (Some(_), Some((_, open))) => open.end = range.end,
            (Some(new), None) => quote = Some((new, range.clone())),
            (None, _) => {}
        }
        match (block.item, &mut item) {
            (Some(_), Some((_, open))) => open.end = range.end,
            (Some(id), None) => item = Some((id, range)),
            (None, _) => {}
        }
    }
    close_quote(&mut marks, quote, author);
    close_item(&mut marks, item);
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    (text, marks)
}

fn close_item(marks: &mut Vec<Mark>, item: Option<(usize, Range<usize>)>) {
    if let Some((_, range)) = item {
        marks.push(Mark {
            range,
            kind: MarkKind::ListItem,
        });
    }
}

fn close_quote(marks: &mut Vec<Mark>, quote: Option<(Quote, Range<usize>)>, author: String) {
    let Some((quote, range)) = quote else { return };
    let kind = match quote.look {
        Look::Post => MarkKind::Post { author },
        Look::Block | Look::Pull if names_account(&author) => MarkKind::Post { author },
        Look::Pull => MarkKind::PullQuote,
        Look::Block => MarkKind::Blockquote,
    };
    marks.push(Mark { range, kind });
}
