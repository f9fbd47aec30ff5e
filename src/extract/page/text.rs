//! From the article's elements to its text: paragraphs parted by one blank line, and what the page marks in them.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::domain::Mark;

use super::super::blocks::{self, Block, Look, Quote};
use super::about::{self, About, fold};
use super::content::Content;
use super::dom::{Dom, Id, is_block, push_squeezed};
use super::pattern;

/// A line that only labels a control or a service.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\W*(?:print|drucken|imprimer|imprimir|e-?mail|facebook|flipboard|google\+?|instagram|linked-?in|mail|pdf|",
        r"pinterest|pocket|reddit|telegram|twitter|x|tumblr|viber|wechat|whatsapp|xing|mehr zum thema:?|",
        r"(?:advertisement|anzeige|werbung|publicité|publicidad|reklama|реклама)(?: continues below)?|",
        r"(?:share|teilen|partager|compartir|udostępnij|поделиться|поділитися)(?: this| on| via| auf| sur| en| na)?(?: [\w+]+){0,3}|",
        r"(?:like this|loading|related|read more|continue reading|story continues below)[.…: ]*|",
        r"(?:tags?|schlagwörter|kategorien|filed under|posted in)\s*:?)\W*$"
    ))
});

/// The article's text and what is marked in it.
pub(super) fn read(dom: &Dom, content: &Content, about: &About) -> (String, Vec<Mark>) {
    let mut blocks = Vec::new();
    for &root in &content.roots {
        collect(dom, content, root, &mut blocks);
    }
    if let Some(id) = about
        .description
        .as_deref()
        .and_then(|lead| missing_lead(dom, content, &blocks, lead))
    {
        let mut first = Vec::new();
        collect(dom, content, id, &mut first);
        for block in &mut first {
            block.level = 0;
        }
        first.append(&mut blocks);
        blocks = first;
    }
    let mut blocks = tidy(blocks::part_attributions(blocks), about);
    forget_layout_quotes(&mut blocks);
    blocks::join(blocks)
}

/// The element that shows the article's first paragraph above the article's own element: the page describes itself with
/// the same words.
fn missing_lead(dom: &Dom, content: &Content, blocks: &[Block], lead: &str) -> Option<Id> {
    let lead = fold(lead);
    let start: String = lead.chars().take(60).collect();
    if start.chars().count() < 40
        || blocks
            .iter()
            .any(|block| fold(&block.text).contains(&start))
    {
        return None;
    }
    let first = *content.roots.first()?;
    let end = dom.subtree(first).end;
    (0..end).find(|&id| {
        dom.nodes.get(id).is_some_and(|node| {
            matches!(node.name(), "p" | "div" | "h2" | "h3" | "h4" | "section")
                && dom.subtree(id).len() <= 16
                && !dom
                    .subtree(id)
                    .skip(1)
                    .any(|id| dom.nodes.get(id).is_some_and(|node| is_block(node.name())))
                && fold(&dom.text_of(id)).starts_with(&start)
        })
    })
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
    headings: Vec<u8>,
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
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn open(&mut self, dom: &Dom, id: Id, blocks: &mut Vec<Block>) {
        let Some(node) = dom.nodes.get(id) else {
            return;
        };
        let name = node.name();
        let attributes = self.is_attribution(dom, id);
        if is_block(name) || attributes {
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
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings.push(level(name)),
            "li" => self.items.push(id),
            _ => {}
        }
        if let Some(look) = look(dom, id) {
            self.quotes.push(Quote { id, look });
        }
        if attributes {
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
        if !self.attributions.is_empty() {
            return false;
        }
        match node.name() {
            "footer" | "figcaption" => true,
            // A work's name is a <cite> as well; an attribution comes last.
            "cite" => {
                let end = dom.subtree(quote.id).end;
                (node.end..end).take(64).all(|id| {
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
            level: self.headings.last().copied().unwrap_or(0),
            item: self.items.first().copied(),
            quote: self.quotes.first().copied(),
            attribution: !self.attributions.is_empty(),
        });
    }
}

fn level(name: &str) -> u8 {
    name.as_bytes()
        .get(1)
        .map_or(0, |digit| digit.saturating_sub(b'0'))
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

/// Leaves out what is no text of the article: labels, calls to subscribe, the headline's repetition, doubled paragraphs,
/// headings with nothing under them.
fn tidy(mut blocks: Vec<Block>, about: &About) -> Vec<Block> {
    let above = blocks
        .iter()
        .position(|block| block.text.len() >= LONG || block.quote.is_some())
        .unwrap_or(blocks.len())
        .min(8);
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        at > above || !tells_about(block, about)
    });
    let mut seen = std::collections::HashSet::new();
    blocks.retain(|block| {
        let is_text = block.text.chars().any(char::is_alphanumeric);
        let is_furniture = block.quote.is_none() && is_furniture(block);
        let is_new =
            block.quote.is_some() || block.text.len() < 60 || seen.insert(block.text.clone());
        is_text && !is_furniture && is_new
    });
    let mut next = Some(1);
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks.into_iter().rev() {
        let is_bare = block.level > 0 && next.is_some_and(|next| next > 0 && next <= block.level);
        if !is_bare {
            next = Some(block.level);
            kept.push(block);
        }
    }
    kept.reverse();
    kept
}

/// Old pages indent the whole article with `<blockquote>`: where there is nothing else, nothing is quoted.
fn forget_layout_quotes(blocks: &mut [Block]) {
    let of = |blocks: &[Block], id: Option<usize>| -> usize {
        blocks
            .iter()
            .filter(|block| id.is_none() || block.quote.map(|quote| quote.id) == id)
            .map(|block| block.text.len())
            .sum()
    };
    let all = of(blocks, None);
    let Some(first) = blocks
        .iter()
        .filter_map(|block| block.quote)
        .find(|quote| quote.look == Look::Block)
    else {
        return;
    };
    let is_layout = all > 1500
        && of(blocks, Some(first.id)) * 100 > all * 95
        && !blocks.iter().any(|block| block.attribution);
    if is_layout {
        for block in blocks {
            block.quote = None;
        }
    }
}

/// Bytes of a paragraph that is prose: what stands above the first may be the article's data.
const LONG: usize = 120;

/// Whether a short line above the article's prose only says what the article's data says: headline, authors, date.
fn tells_about(block: &Block, about: &About) -> bool {
    let shown = fold(&block.text);
    let title = about.title.as_deref().map(fold).unwrap_or_default();
    // With a section or the way there before it, where it is long enough to be no chance.
    let repeats = shown == title
        || (title.split(' ').count() >= 3
            && shown.ends_with(&title)
            && shown.len() <= title.len() + 40);
    if !title.is_empty() && repeats {
        return true;
    }
    let is_line = block.text.len() < 100
        && block.text.split_whitespace().count() <= 12
        && !block
            .text
            .ends_with(['.', '!', '?', ':', '"', '”', '»', '“'])
        && block.level == 0
        && block.item.is_none();
    if !is_line {
        return false;
    }
    let names = about.authors.iter().map(|name| fold(name));
    let rest = names.fold(shown.clone(), |rest, name| rest.replacen(&name, "", 1));
    let is_byline = rest.len() < shown.len() && rest.split_whitespace().count() <= 2;
    is_byline || about::has_date(&block.text)
}

/// Whether a block is the page's own business: the label of a control, a call to subscribe, a pointer elsewhere.
fn is_furniture(block: &Block) -> bool {
    let length = block.text.len();
    let is = |pattern: &LazyLock<Regex>| pattern.is_match(&block.text);
    (length < 80 && is(&LABEL))
        || (length < 240 && is(&CALL))
        || (length < 300 && block.linked * 4 > length && is(&POINTER))
}

/// A call to subscribe, to follow, to get the app.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\W*(?:(?:please\s+)?subscribe (?:now |today )?(?:to|for|here)\b|sign up (?:now |here |today )?(?:for|to) (?:our|the|receive|get)|",
        r"(?:please\s+)?(?:follow|like|join) us on\b|follow \S+(?: \S+)? on (?:twitter|facebook|instagram|x|telegram)|",
        r"for (?:the latest|more) \S.*\b(?:download|subscribe|follow)\b|download (?:our|the \S+)(?: \S+)? apps?\b|get (?:our|the) \S*\s?newsletter|",
        r"s[ií]g[ue]*enos (?:en|a través)|suscr[ií]b[ae]|abonnez-vous|inscrivez-vous à|suivez-nous|folgen sie uns|folge uns|",
        r"(?:jetzt )?(?:unseren )?newsletter abonnieren|melde dich .*newsletter|abonniere[n]? |obserwuj nas|zapisz się|dołącz do nas|",
        r"підпис(?:уйтесь|уйтеся|атися|атись)|приєднуйтесь|читайте нас|стежте за нами|подписывайтесь|присоединяйтесь|следите за нами|",
        r"our standards:|all rights reserved|©)"
    ))
});

/// A pointer to another article.
static POINTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\W*(?:read (?:also|more|next|the full)|also read|see also|related|more on|more from|don't miss|watch|listen|",
        r"lesen sie (?:auch|mehr)|lies auch|mehr (?:zum thema|dazu)|siehe auch|auch interessant|lire aussi|à lire|voir aussi|",
        r"lea también|lee también|te puede interesar|ver también|czytaj (?:też|także|również|więcej)|zobacz (?:też|także|również)|",
        r"(?:tags?|categor(?:y|ies)|filed under|posted in|topics|keywords|schlagwörter|themen|теги|мітки)\s*:.*|читайте (?:також|ще|больше|также|більше)|дивіться також|смотрите также|leggi anche|leia também|lees ook)(?:\b|$)"
    ))
});
