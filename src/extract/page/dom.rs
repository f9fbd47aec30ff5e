//! A parsed page as a flat list of nodes in document order.
//!
//! The tree is parsed once. Every later step is a loop over this list or over a subtree's range of it, so that no step
//! recurses and none is slower than linear in the page.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink, Node as Parsed};

/// Elements may be nested this deep; start tags below are ignored, as browsers do beyond 512. The tree builder walks its
/// open elements at each tag, so that an unbounded depth would make it quadratic.
const MAX_DEPTH: u32 = 256;

/// Attributes, or spaces between them, that one tag may have. The tokenizer compares each with all before it.
const MAX_ATTRIBUTES: usize = 2048;

/// Bytes of a page that are read; a page above this is cut. Fetching stops at the same size.
const MAX_BYTES: usize = 16 << 20;

/// Nodes and bytes up to which a subtree's text is read as one label: enough for any headline, byline or lead, and a
/// bound on what nested elements can cost together.
const MAX_LABEL_NODES: usize = 2_000;
const MAX_LABEL_BYTES: usize = 10_000;

/// Where a node stands in the list.
pub(super) type Id = usize;

/// An element or a text of the page.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// The element that it stands in; the root's is itself.
    pub parent: Id,
    /// One past the last node of its subtree.
    pub end: Id,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    /// An element with its lower-case name.
    Element(&'a str, &'a Element),
    /// Characters.
    Text(&'a str),
}

impl<'a> Node<'a> {
    /// The element's lower-case name; "" for a text.
    pub fn name(&self) -> &'a str {
        match self.kind {
            Kind::Element(name, _) => name,
            Kind::Text(_) => "",
        }
    }

    /// The attribute's value, if this is an element that has it.
    pub fn attr(&self, name: &str) -> Option<&'a str> {
        match self.kind {
            Kind::Element(_, element) => element.attr(name),
            Kind::Text(_) => None,
        }
    }

    /// The characters, if this is a text.
    pub fn text(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Text(text) => Some(text),
            Kind::Element(..) => None,
        }
    }
}

/// The page in document order; a node's subtree is the range from it to its `end`.
#[derive(Debug)]
pub(super) struct Dom<'a> {
    /// All elements and texts. The first is the document itself.
    pub nodes: Vec<Node<'a>>,
    /// Each node's id and classes in lower case; "" where it has none.
    names: Vec<String>,
    /// The characters of each text, runs of white space counted as one; 0 for an element.
    weights: Vec<usize>,
}

impl<'a> Dom<'a> {
    /// Flattens a parsed tree.
    pub fn new(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(html.tree.values().len());
        let mut open: Vec<Id> = Vec::new();
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => {
                    let id = nodes.len();
                    let parent = open.last().copied().unwrap_or(0);
                    let kind = match node.value() {
                        Parsed::Element(element) => Kind::Element(element.name(), element),
                        Parsed::Text(text) => Kind::Text(text),
                        Parsed::Document | Parsed::Fragment => Kind::Text(""),
                        _ => continue,
                    };
                    nodes.push(Node {
                        parent,
                        end: id + 1,
                        kind,
                    });
                    open.push(id);
                }
                ego_tree::iter::Edge::Close(node) => {
                    let listed = matches!(
                        node.value(),
                        Parsed::Element(_) | Parsed::Text(_) | Parsed::Document | Parsed::Fragment
                    );
                    if listed && let Some(id) = open.pop() {
                        let end = nodes.len();
                        if let Some(node) = nodes.get_mut(id) {
                            node.end = end;
                        }
                    }
                }
            }
        }
        let names = nodes.iter().map(called).collect();
        let weights = nodes
            .iter()
            .map(|node| node.text().map_or(0, weight))
            .collect();
        Self {
            nodes,
            names,
            weights,
        }
    }

    /// The characters of a text, runs of white space counted as one; 0 for an element.
    pub fn weight(&self, id: Id) -> usize {
        self.weights.get(id).copied().unwrap_or_default()
    }

    /// The node's id and classes in lower case; "" where it has none.
    pub fn called(&self, id: Id) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    /// The ids of a node's subtree, itself first.
    pub fn subtree(&self, id: Id) -> std::ops::Range<Id> {
        id..self.nodes.get(id).map_or(id, |node| node.end)
    }

    /// The node's ancestors, nearest first, without the document.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            let parent = self.nodes.get(at)?.parent;
            if parent == 0 {
                return None;
            }
            at = parent;
            Some(parent)
        })
    }

    /// The characters of a subtree, white space squeezed: a label or a line, not more than some pages of text.
    pub fn text_of(&self, id: Id) -> String {
        let mut out = String::new();
        let mut at = id;
        let end = self.subtree(id).end.min(id + MAX_LABEL_NODES);
        while let Some(node) = self
            .nodes
            .get(at)
            .filter(|_| at < end && out.len() < MAX_LABEL_BYTES)
        {
            if matches!(node.name(), "script" | "style" | "template") {
                at = node.end;
                continue;
            }
            if let Some(text) = node.text() {
                let text = text
                    .get(..text.floor_char_boundary(MAX_LABEL_BYTES))
                    .unwrap_or(text);
                out.push_str(text);
            } else if is_block(node.name()) || node.name() == "br" {
                out.push(' ');
            }
            at += 1;
        }
        squeeze(&out)
    }

    /// All elements of this name, in document order.
    pub fn named<'b>(&'b self, name: &'b str) -> impl Iterator<Item = Id> + 'b {
        self.nodes
            .iter()
            .enumerate()
            .filter(move |(_, node)| node.name() == name)
            .map(|(id, _)| id)
    }
}

fn weight(text: &str) -> usize {
    let (mut count, mut space) = (0, true);
    for c in text.chars() {
        let is_space = c.is_whitespace();
        if !(is_space && space) {
            count += 1;
        }
        space = is_space;
    }
    count
}

fn called(node: &Node) -> String {
    match (node.attr("id"), node.attr("class")) {
        (None, None) => String::new(),
        (Some(one), None) | (None, Some(one)) => one.to_lowercase(),
        (Some(id), Some(class)) => format!("{id} {class}").to_lowercase(),
    }
}

/// Whether an element of this name starts a line of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Runs of white space become one space; characters that show nothing go; the ends are trimmed.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push_squeezed(&mut out, c);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Adds a character to squeezed text: white space only where it parts two words, nothing that is invisible.
pub(super) fn push_squeezed(out: &mut String, c: char) {
    match c {
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
        c if c.is_whitespace() => {
            if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        }
        c if c.is_control() => {}
        c => out.push(c),
    }
}

/// Parses a page, however broken.
pub(super) fn parse(html: &str) -> Html {
    let html = html
        .get(..html.floor_char_boundary(MAX_BYTES))
        .unwrap_or(html);
    let html = without_crowded_tags(html);
    let builder = TreeBuilder::new(
        HtmlTreeSink::new(Html::new_document()),
        TreeBuilderOpts::default(),
    );
    let tokenizer = Tokenizer::new(
        Shallow {
            inner: builder,
            depth: Cell::new(0),
            ignored: Cell::new(0),
        },
        TokenizerOpts::default(),
    );
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&html));
    while let html5ever::TokenizerResult::Script(_)
    | html5ever::TokenizerResult::EncodingIndicator(_) = tokenizer.feed(&input)
    {}
    tokenizer.end();
    tokenizer.sink.inner.sink.finish()
}

/// Passes tokens on to the tree builder, without the tags that would nest deeper than [`MAX_DEPTH`].
struct Shallow<S> {
    inner: S,
    depth: Cell<u32>,
    ignored: Cell<u32>,
}

impl<S> Shallow<S> {
    /// Whether the tag is to be passed on.
    fn keeps(&self, tag: &Tag) -> bool {
        if never_nests(&tag.name) {
            return true;
        }
        let (depth, ignored) = (self.depth.get(), self.ignored.get());
        match tag.kind {
            TagKind::StartTag if depth >= MAX_DEPTH => {
                self.ignored.set(ignored.saturating_add(1));
                false
            }
            TagKind::StartTag => {
                if !tag.self_closing {
                    self.depth.set(depth + 1);
                }
                true
            }
            TagKind::EndTag if ignored > 0 => {
                self.ignored.set(ignored - 1);
                false
            }
            TagKind::EndTag => {
                self.depth.set(depth.saturating_sub(1));
                true
            }
        }
    }
}

/// Elements whose end tag is left out at will, or that hold no elements: their number says nothing about depth.
fn never_nests(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "body"
            | "br"
            | "col"
            | "dd"
            | "dt"
            | "embed"
            | "head"
            | "hr"
            | "html"
            | "img"
            | "input"
            | "li"
            | "link"
            | "meta"
            | "noscript"
            | "optgroup"
            | "option"
            | "p"
            | "param"
            | "rp"
            | "rt"
            | "script"
            | "source"
            | "style"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "track"
            | "wbr"
    )
}

impl<S: TokenSink> TokenSink for Shallow<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<S::Handle> {
        match &token {
            Token::TagToken(tag) if !self.keeps(tag) => TokenSinkResult::Continue,
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            _ => self.inner.process_token(token, line),
        }
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Cuts a tag short where it has more than [`MAX_ATTRIBUTES`]; no honest page has.
fn without_crowded_tags(html: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut copied = 0;
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        at += offset + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut breaks, mut cut, mut quote) = (0, None, None);
        while let Some(&byte) = bytes.get(at) {
            // A closed value and a space may each be followed by another attribute.
            let parts = match (quote, byte) {
                (Some(open), byte) if open == byte => {
                    quote = None;
                    true
                }
                (Some(_), _) => false,
                (None, b'>') => break,
                (None, b'"' | b'\'') if is_value_start(bytes, at) => {
                    quote = Some(byte);
                    false
                }
                (None, b'"' | b'\'' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') => true,
                (None, _) => false,
            };
            if parts {
                breaks += 1;
                if breaks > MAX_ATTRIBUTES && cut.is_none() {
                    cut = Some(at + 1);
                }
            }
            at += 1;
        }
        if let Some(cut) = cut {
            let out = out.get_or_insert_with(String::new);
            out.push_str(html.get(copied..cut).unwrap_or_default());
            copied = at;
        }
    }
    match out {
        None => Cow::Borrowed(html),
        Some(mut out) => {
            out.push_str(html.get(copied..).unwrap_or_default());
            Cow::Owned(out)
        }
    }
}

/// Whether the quotation mark at this place opens an attribute's value: an equals sign stands before it.
fn is_value_start(bytes: &[u8], at: usize) -> bool {
    bytes
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(16)
        .find(|byte| !byte.is_ascii_whitespace())
        == Some(&b'=')
}
