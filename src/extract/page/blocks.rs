//! From the article's elements to its text: paragraphs parted by one blank line, and what the page marks in them.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::domain::{Mark, MarkKind};

use super::content::Content;
use super::dom::{Dom, Id, is_block, push_squeezed, squeeze};

/// A stretch of text that stands by itself on the page.
#[derive(Debug, Clone)]
struct Block {
    text: String,
    linked: usize,
    heading: bool,
    item: Option<Id>,
    quote: Option<Quote>,
    /// A quotation's attribution: in the text, outside of the quotation's mark.
    attribution: bool,
    /// Kept in the title's place or dropped as boilerplate.
    first_heading: bool,
}

/// The quotation that a block is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quote {
    id: Id,
    look: Look,
}

/// What kind of quotation an element looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Block,
    Pull,
    Post,
}

/// A line that only labels a control or a service.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^\W*(?:print|drucken|imprimer|imprimir|e-?mail|facebook|flipboard|google\+?|instagram|linked-?in|mail|pdf|",
        r"pinterest|pocket|reddit|telegram|twitter|x|tumblr|viber|wechat|whatsapp|xing|mehr zum thema:?|",
        r"(?:advertisement|anzeige|werbung|publicité|publicidad|reklama|реклама)(?: continues below)?|",
        r"(?:share|teilen|partager|compartir|udostępnij|поделиться|поділитися)(?: this| on| via| auf| sur| en| na)?(?: [\w+]+){0,3}|",
        r"(?:like this|loading|related|read more|continue reading|story continues below)[.…: ]*|",
        r"(?:tags?|schlagwörter|kategorien|filed under|posted in)\s*:?)\W*$"
    ))
    .ok()
});

/// The article's text and what is marked in it.
pub(super) fn read(dom: &Dom, content: &Content, title: Option<&str>) -> (String, Vec<Mark>) {
    let mut blocks = Vec::new();
    for &root in &content.roots {
        collect(dom, content, root, &mut blocks);
    }
    let blocks = part_attributions(dom, blocks);
    assemble(tidy(blocks, title))
}

/// Walks the root's subtree and cuts it in blocks.
fn collect(dom: &Dom, content: &Content, root: Id, blocks: &mut Vec<Block>) {
    let mut writer = Writer::default();
    let range = dom.subtree(root);
    let mut open: Vec<Id> = Vec::new();
    let mut at = range.start;
    loop {
        while let Some(&last) = open.last() {
            if dom.subtree(last).end > at {
                break;
            }
            open.pop();
            writer.close(dom, last, blocks);
        }
        if at >= range.end {
            break;
        }
        let Some(node) = dom.nodes.get(at) else { break };
        if content.dropped.get(at).copied().unwrap_or_default() && at != root {
            if is_block(node.name()) {
                writer.flush(blocks);
            }
            at = node.end;
            continue;
        }
        match node.text() {
            Some(text) => writer.text(text),
            None => {
                writer.open(dom, at, blocks);
                open.push(at);
            }
        }
        at += 1;
    }
    writer.flush(blocks);
}

/// The block being written and where it stands.
#[derive(Default)]
struct Writer {
    text: String,
    linked: usize,
    links: usize,
    preformatted: usize,
    headings: Vec<Id>,
    items: Vec<Id>,
    quotes: Vec<Quote>,
    attributions: Vec<Id>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let before = self.text.len();
        for c in text.chars() {
            if self.preformatted > 0 && c == '\n' {
                self.line_end();
            } else {
                push_squeezed(&mut self.text, c);
            }
        }
        if self.links > 0 {
            self.linked += self.text.len().saturating_sub(before);
        }
    }

    fn line_end(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn open(&mut self, dom: &Dom, id: Id, blocks: &mut Vec<Block>) {
        let Some(node) = dom.nodes.get(id) else {
            return;
        };
        let name = node.name();
        if is_block(name) || self.is_attribution(dom, id) {
            self.flush(blocks);
        }
        match name {
            "br" => {
                if self.text.ends_with('\n') {
                    self.flush(blocks);
                } else {
                    self.line_end();
                }
            }
            "a" => self.links += 1,
            "pre" => self.preformatted += 1,
            "q" => self.text.push('“'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings.push(id),
            "li" => self.items.push(id),
            _ => {}
        }
        if let Some(look) = look(dom, id) {
            self.quotes.push(Quote { id, look });
        }
        if self.is_attribution(dom, id) {
            self.attributions.push(id);
        }
    }

    fn close(&mut self, dom: &Dom, id: Id, blocks: &mut Vec<Block>) {
        let Some(node) = dom.nodes.get(id) else {
            return;
        };
        let name = node.name();
        if is_block(name) || self.attributions.last() == Some(&id) {
            self.flush(blocks);
        }
        match name {
            "a" => self.links = self.links.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "q" => {
                self.text.truncate(self.text.trim_end().len());
                self.text.push('”');
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.headings.pop();
            }
            "li" => {
                self.items.pop();
            }
            _ => {}
        }
        if self.quotes.last().is_some_and(|quote| quote.id == id) {
            self.quotes.pop();
        }
        if self.attributions.last() == Some(&id) {
            self.attributions.pop();
        }
    }

    /// Whether this element, within a quotation, holds its attribution.
    fn is_attribution(&self, dom: &Dom, id: Id) -> bool {
        let Some(quote) = self.quotes.first() else {
            return false;
        };
        let Some(node) = dom.nodes.get(id) else {
            return false;
        };
        match node.name() {
            "footer" | "figcaption" => true,
            // A work's name is a <cite> as well; an attribution comes last.
            "cite" => {
                let end = dom.subtree(quote.id).end;
                (node.end..end).all(|id| {
                    dom.nodes
                        .get(id)
                        .is_none_or(|node| node.text().is_none_or(|text| text.trim().is_empty()))
                })
            }
            _ => false,
        }
    }

    fn flush(&mut self, blocks: &mut Vec<Block>) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        blocks.push(Block {
            text: text.nfc().collect(),
            linked,
            heading: !self.headings.is_empty(),
            item: self.items.first().copied(),
            quote: self.quotes.first().copied(),
            attribution: !self.attributions.is_empty(),
            first_heading: false,
        });
    }
}

/// What kind of quotation an element is, if it is one.
fn look(dom: &Dom, id: Id) -> Option<Look> {
    let node = dom.nodes.get(id)?;
    let named = |words: &[&str]| {
        [node.attr("class"), node.attr("id")]
            .into_iter()
            .flatten()
            .any(|names| {
                let names = names.to_ascii_lowercase();
                words.iter().any(|word| names.contains(word))
            })
    };
    let pull = ["pullquote", "pull-quote", "pull_quote"];
    match node.name() {
        "blockquote"
            if named(&[
                "twitter",
                "tweet",
                "mastodon",
                "bluesky",
                "telegram",
                "instagram",
                "fb-post",
                "fb-xfbml",
                "reddit",
                "tiktok",
                "threads",
                "truthsocial",
                "vk-post",
            ]) =>
        {
            Some(Look::Post)
        }
        "blockquote" if named(&pull) => Some(Look::Pull),
        "blockquote" => {
            let pulled = dom.ancestors(id).take(2).any(|id| {
                dom.nodes.get(id).is_some_and(|node| {
                    node.attr("class").is_some_and(|names| {
                        let names = names.to_ascii_lowercase();
                        pull.iter().any(|word| names.contains(word))
                    })
                })
            });
            Some(if pulled { Look::Pull } else { Look::Block })
        }
        "aside" | "div" | "figure" | "p" | "section" if named(&pull) => Some(Look::Pull),
        _ => None,
    }
}

/// Parts the author line from a quotation's last block and marks it as attribution.
fn part_attributions(dom: &Dom, blocks: Vec<Block>) -> Vec<Block> {
    let _ = dom;
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        let last = block.quote.is_some_and(|quote| {
            blocks
                .peek()
                .and_then(|next| next.quote)
                .is_none_or(|next| next.id != quote.id)
        });
        if !last || block.attribution {
            out.push(block);
            continue;
        }
        if is_author_line(&block.text) {
            block.attribution = true;
            out.push(block);
            continue;
        }
        let cut = block
            .text
            .rfind('\n')
            .filter(|cut| is_author_line(block.text.get(cut + 1..).unwrap_or_default()));
        if let Some(cut) = cut {
            let mut line = block.clone();
            line.text = line
                .text
                .get(cut + 1..)
                .unwrap_or_default()
                .trim()
                .to_owned();
            line.attribution = true;
            block.text.truncate(cut);
            block.text.truncate(block.text.trim_end().len());
            out.push(block);
            out.push(line);
        } else {
            out.push(block);
        }
    }
    out
}

/// "— Name (@handle) Month D, YYYY", "– Name, role": a dash, then few words that are no sentence.
fn is_author_line(line: &str) -> bool {
    let Some(rest) = line
        .trim()
        .strip_prefix(['—', '–', '―'])
        .or_else(|| line.trim().strip_prefix("--"))
        .or_else(|| line.trim().strip_prefix("- "))
    else {
        return false;
    };
    let rest = rest.trim();
    let words = rest.split_whitespace().count();
    (1..=16).contains(&words)
        && rest
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c == '@' || !c.is_ascii())
        && !rest.ends_with(['!', '?', ':', ';'])
}

/// Whether the author line is a post's: it names an account.
fn names_account(line: &str) -> bool {
    line.contains("(@") || line.contains(" @") || line.starts_with('@')
}

/// Leaves out what is no text of the article: labels, the headline's repetition, doubled paragraphs, headings at the end.
fn tidy(mut blocks: Vec<Block>, title: Option<&str>) -> Vec<Block> {
    let title = title.map(squeeze);
    if let Some(first) = blocks.iter_mut().find(|block| block.heading) {
        first.first_heading = title.as_deref().is_some_and(|title| title == first.text);
    }
    blocks.retain(|block| {
        !block.first_heading
            && block.text.chars().any(char::is_alphanumeric)
            && !(block.quote.is_none()
                && block.text.len() < 80
                && LABEL
                    .as_ref()
                    .is_some_and(|label| label.is_match(&block.text)))
    });
    let mut seen = std::collections::HashSet::new();
    blocks.retain(|block| {
        block.quote.is_some() || block.text.len() < 60 || seen.insert(block.text.clone())
    });
    while blocks.last().is_some_and(|block| block.heading) {
        blocks.pop();
    }
    blocks
}

/// Joins the blocks and measures the marks.
fn assemble(blocks: Vec<Block>) -> (String, Vec<Mark>) {
    let mut text = String::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut quote: Option<(Quote, std::ops::Range<usize>)> = None;
    let mut item: Option<(Id, std::ops::Range<usize>)> = None;
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
        if block.heading {
            marks.push(Mark {
                range: range.clone(),
                kind: MarkKind::Heading,
            });
        }
        match (block.quote, &mut quote) {
            (Some(_), _) if block.attribution => author.clone_from(&block.text),
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

fn close_item(marks: &mut Vec<Mark>, item: Option<(Id, std::ops::Range<usize>)>) {
    if let Some((_, range)) = item {
        marks.push(Mark {
            range,
            kind: MarkKind::ListItem,
        });
    }
}

fn close_quote(
    marks: &mut Vec<Mark>,
    quote: Option<(Quote, std::ops::Range<usize>)>,
    author: String,
) {
    let Some((quote, range)) = quote else { return };
    let author = author
        .trim_start_matches(['—', '–', '―', '-'])
        .trim()
        .to_owned();
    let kind = match quote.look {
        Look::Post => MarkKind::Post { author },
        Look::Block | Look::Pull if names_account(&author) => MarkKind::Post { author },
        Look::Pull => MarkKind::PullQuote,
        Look::Block => MarkKind::Blockquote,
    };
    marks.push(Mark { range, kind });
}
