//! Markdown: its text without the syntax, its headings, block quotations and list items as marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::domain::Mark;

use super::blocks::{Block, Look, Quote, join, part_attributions};

/// A Markdown text as read.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    /// The headline, where the text begins with a first-level heading; it is not in `text`.
    pub title: Option<String>,
    /// Paragraphs parted by exactly one blank line.
    pub text: String,
    pub marks: Vec<Mark>,
}

/// Bytes that are read; a text above this is cut.
const MAX_BYTES: usize = 16 << 20;

/// Reads Markdown. Line ends within a paragraph are white space, as the syntax has it; two spaces before one keep it.
/// HTML within is left out, metadata at the start too. A first-level heading at the start is the headline, unless `title`
/// is known and another.
pub(super) fn read(source: &str, title: Option<&str>) -> Markdown {
    let source = source
        .get(..source.floor_char_boundary(MAX_BYTES))
        .unwrap_or(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut writer = Writer::default();
    for event in Parser::new_ext(source, options) {
        writer.take(event);
    }
    writer.flush();
    let mut blocks = writer.blocks;
    let title = match blocks.first() {
        Some(first) if first.level == 1 && title.is_none_or(|title| title.trim() == first.text) => {
            Some(blocks.remove(0).text)
        }
        _ => None,
    };
    let (text, marks) = join(part_attributions(blocks));
    Markdown { title, text, marks }
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    text: String,
    level: u8,
    skipped: usize,
    quotes: Vec<usize>,
    items: Vec<usize>,
    count: usize,
}

impl Writer {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
                if self.skipped == 0 =>
            {
                for c in text.chars() {
                    self.push(c);
                }
            }
            Event::SoftBreak => self.push(' '),
            Event::HardBreak => self.push('\n'),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    /// White space is squeezed; a line end stays one.
    fn push(&mut self, c: char) {
        if c == '\n' {
            self.text
                .truncate(self.text.trim_end_matches([' ', '\n']).len());
            if !self.text.is_empty() {
                self.text.push('\n');
            }
        } else if c.is_whitespace() {
            if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        } else if !c.is_control() {
            self.text.push(c);
        }
    }

    fn open(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.level = *level as u8;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.count += 1;
                self.quotes.push(self.count);
            }
            Tag::Item => {
                self.flush();
                self.count += 1;
                self.items.push(self.count);
            }
            Tag::MetadataBlock(_) | Tag::HtmlBlock | Tag::Image { .. } => self.skipped += 1,
            Tag::Paragraph
            | Tag::List(_)
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::TableRow
            | Tag::TableHead => {
                self.flush();
            }
            Tag::TableCell => self.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.level = 0;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.items.pop();
            }
            TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock | TagEnd::Image => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            TagEnd::Paragraph
            | TagEnd::List(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::TableRow
            | TagEnd::TableHead => self.flush(),
            _ => {}
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.blocks.push(Block {
            text: text.to_owned(),
            level: self.level,
            item: self.items.first().copied(),
            quote: self.quotes.first().map(|id| Quote {
                id: *id,
                look: Look::Block,
            }),
            ..Block::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MarkKind;

    fn marked(read: &Markdown) -> Vec<(&str, MarkKind)> {
        read.marks
            .iter()
            .map(|mark| (&read.text[mark.range.clone()], mark.kind.clone()))
            .collect()
    }

    #[test]
    fn text_loses_its_syntax_and_marks_are_ranges_of_it() {
        let read = read(
            "# The talks\n\nAda Vale *said* [so](https://a.example),\nagain.\n\n## Points\n\n- **one**\n- two\n\n> We go on.\n>\n> Together.\n\nThe end.",
            None,
        );
        assert_eq!(read.title.as_deref(), Some("The talks"));
        assert_eq!(
            read.text,
            "Ada Vale said so, again.\n\nPoints\n\none\n\ntwo\n\nWe go on.\n\nTogether.\n\nThe end."
        );
        assert_eq!(
            marked(&read),
            [
                ("Points", MarkKind::Heading),
                ("one", MarkKind::ListItem),
                ("two", MarkKind::ListItem),
                ("We go on.\n\nTogether.", MarkKind::Blockquote),
            ]
        );
    }

    #[test]
    fn a_quotations_author_line_is_outside_of_its_mark() {
        let read = read(
            "> We go on.\n>\n> — Ada Vale, address of November 20, 2025\n\nThe end.",
            None,
        );
        assert_eq!(marked(&read), [("We go on.", MarkKind::Blockquote)]);
        assert!(
            read.text
                .contains("\n\n— Ada Vale, address of November 20, 2025\n\n")
        );
        let post = super::read(
            "> We go on.\\\n> — Ada Vale (@adavale) November 20, 2025",
            None,
        );
        assert_eq!(
            marked(&post),
            [(
                "We go on.",
                MarkKind::Post {
                    author: "Ada Vale (@adavale) November 20, 2025".to_owned()
                }
            )]
        );
    }

    #[test]
    fn dialogue_in_a_quotation_is_no_author_line() {
        let read = read("> Так він сказав.\n>\n> — Ми не здамося, чуєте.", None);
        assert_eq!(read.marks.len(), 1);
        assert_eq!(read.marks[0].range, 0..read.text.len());
    }

    #[test]
    fn front_matter_and_html_are_left_out() {
        let read = read("---\ntitle: x\n---\n\n<div>hidden</div>\n\nShown.", None);
        assert_eq!(read.text, "Shown.");
    }

    #[test]
    fn a_first_heading_that_is_not_the_known_title_stays_in_the_text() {
        let same = read("# Talks\n\nThey met.", Some("Talks"));
        assert_eq!(same.text, "They met.");
        let other = read("# Day one\n\nThey met.", Some("Talks"));
        assert_eq!(
            (other.title, other.text.as_str()),
            (None, "Day one\n\nThey met.")
        );
    }
}
