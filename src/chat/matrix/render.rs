//! From a card to HTML and plain text. The one place where a card's text becomes markup: everything is escaped, nothing in
//! it turns the reading direction or hides, and only http and https become links.

use url::Url;

use crate::chat::card::{Card, Line, Part, Span};
use crate::domain::Stretch;
use crate::text::shown_within;

/// Bytes of both bodies together. An event may have 65,536 (Matrix specification 1.16, "Size limits"); an edit carries
/// its text twice, and encryption makes three bytes four.
const MOST: usize = 20_000;

/// Of these, what a title or a footer may have.
const EDGE: usize = 2_000;

/// What stands where something is left out.
const OMITTED: &str = "[…]";

/// A message's two bodies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rendered {
    /// For clients that show HTML.
    pub(super) html: String,
    /// For the others.
    pub(super) plain: String,
}

impl Rendered {
    fn bytes(&self) -> usize {
        self.html.len() + self.plain.len()
    }
}

/// A card as a message, cut with […] where it is too long for one.
pub(super) fn render(card: &Card) -> Rendered {
    let mut rendered = Rendered::default();
    let title = (!blank(&card.title)).then(|| within_edge(&card.title, strong_line));
    let footer = (!blank(&card.footer)).then(|| within_edge(&card.footer, footer));
    let kept = title
        .iter()
        .chain(&footer)
        .map(Rendered::bytes)
        .sum::<usize>();
    if let Some(title) = title {
        push(&mut rendered, title);
    }
    let mut left = MOST.saturating_sub(kept);
    for each in &card.parts {
        let shown = part(each);
        if shown.bytes() > left {
            push(&mut rendered, part(&cut(each, left)));
            break;
        }
        left -= shown.bytes();
        push(&mut rendered, shown);
    }
    if let Some(footer) = footer {
        push(&mut rendered, footer);
    }
    rendered
}

/// A title or footer; where it is too long, its beginning.
fn within_edge(line: &Line, show: impl Fn(&Line) -> Rendered) -> Rendered {
    let shown = show(line);
    if shown.bytes() <= EDGE {
        return shown;
    }
    let text: String = line.iter().map(text_of).collect();
    // Escaping makes a character up to six times as long, and the text is there twice.
    let kept = beginning(&text, EDGE / 8);
    show(&vec![Span::Text(format!("{kept} {OMITTED}"))])
}

/// What of a part fits into so many bytes, with a mark that something is missing.
fn cut(part: &Part, bytes: usize) -> Part {
    match part {
        Part::Quote { words, is_own } => {
            // Escaping makes a character up to six times as long, and the text is there twice.
            let kept = beginning(words, bytes / 8);
            Part::Quote {
                words: format!("{kept} {OMITTED}"),
                is_own: *is_own,
            }
        }
        _ => Part::Line(vec![Span::Text(OMITTED.to_owned())]),
    }
}

fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end))
        .unwrap_or_default();
    &text[..end]
}

fn push(to: &mut Rendered, part: Rendered) {
    to.html.push_str(&part.html);
    if !to.plain.is_empty() {
        to.plain.push('\n');
    }
    to.plain.push_str(&part.plain);
}

fn blank(line: &Line) -> bool {
    line.iter().all(|span| text_of(span).trim().is_empty())
}

fn text_of(span: &Span) -> &str {
    match span {
        Span::Text(text) | Span::Strong(text) | Span::Typed(text) => text,
        Span::Link { text, .. } | Span::Moment { text, .. } => text,
    }
}

fn strong_line(line: &Line) -> Rendered {
    Rendered {
        html: format!("<p><strong>{}</strong></p>", html_line(line)),
        plain: plain_line(line),
    }
}

fn footer(line: &Line) -> Rendered {
    Rendered {
        html: format!("<p><em>{}</em></p>", html_line(line)),
        plain: plain_line(line),
    }
}

fn part(part: &Part) -> Rendered {
    match part {
        Part::Line(line) => Rendered {
            html: format!("<p>{}</p>", html_line(line)),
            plain: plain_line(line),
        },
        Part::Quote { words, is_own } => {
            let words = if *is_own {
                marked(words)
            } else {
                words.clone()
            };
            Rendered {
                html: format!("<blockquote>{}</blockquote>", escape_lines(&words)),
                plain: words
                    .lines()
                    .map(|line| format!("> {}", shown_within(line)))
                    .collect::<Vec<_>>()
                    .join("\n"),
            }
        }
        Part::Source(lines) => Rendered {
            html: format!("<p>{}</p>", joined(lines, html_line, "<br>")),
            plain: joined(lines, plain_line, "\n"),
        },
        Part::Difference(stretches) => difference(stretches),
        Part::List(lines) => Rendered {
            html: format!(
                "<ul>{}</ul>",
                joined(lines, |line| format!("<li>{}</li>", html_line(line)), "")
            ),
            plain: joined(lines, |line| format!("- {}", plain_line(line)), "\n"),
        },
    }
}

fn joined(lines: &[Line], show: impl Fn(&Line) -> String, between: &str) -> String {
    lines.iter().map(show).collect::<Vec<_>>().join(between)
}

/// In quotation marks.
fn marked(words: &str) -> String {
    format!("“{words}”")
}

fn difference(stretches: &[Stretch]) -> Rendered {
    let mut html = Vec::new();
    let mut plain = Vec::new();
    for stretch in stretches {
        match stretch {
            Stretch::Kept { said } => {
                html.push(escape(said));
                plain.push(shown_within(said));
            }
            Stretch::Dropped { said } => {
                html.push(format!("<strong>{}</strong>", escape(said)));
                plain.push(format!("[-{}-]", shown_within(said)));
            }
            Stretch::Omitted { said } => {
                html.push(format!("<em>[… {} …]</em>", escape(said)));
                plain.push(format!("[… {} …]", shown_within(said)));
            }
            Stretch::Added { claimed } => {
                html.push(format!("<del>{}</del>", escape(claimed)));
                plain.push(format!("{{+{}+}}", shown_within(claimed)));
            }
            Stretch::Changed { said, claimed } => {
                html.push(format!(
                    "<del>{}</del> <strong>{}</strong>",
                    escape(claimed),
                    escape(said)
                ));
                plain.push(format!(
                    "[-{}-] {{+{}+}}",
                    shown_within(said),
                    shown_within(claimed)
                ));
            }
            Stretch::Gap => {
                html.push(format!("<em>{OMITTED}</em>"));
                plain.push(OMITTED.to_owned());
            }
        }
    }
    Rendered {
        html: format!("<p>{}</p>", html.join(" ")),
        plain: plain.join(" "),
    }
}

fn html_line(line: &Line) -> String {
    line.iter().map(html_span).collect()
}

fn plain_line(line: &Line) -> String {
    line.iter()
        .map(|span| {
            let text = shown_within(text_of(span));
            match address(span) {
                Some(address) => format!("{text} {address}"),
                None => text,
            }
        })
        .collect()
}

fn html_span(span: &Span) -> String {
    match span {
        Span::Text(text) | Span::Moment { text, .. } => escape(text),
        Span::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Span::Typed(text) => format!("<code>{}</code>", escape(text)),
        Span::Link { text, .. } => match address(span) {
            Some(address) => format!("<a href=\"{}\">{}</a>", escape(&address), escape(text)),
            None => escape(text),
        },
    }
}

/// Where a span leads, if it is a link into the web. An address that clients would show as a person or a room is none.
fn address(span: &Span) -> Option<String> {
    let Span::Link { url, .. } = span else {
        return None;
    };
    let parsed = Url::parse(url).ok()?;
    let host = parsed.host_str()?.trim_end_matches('.');
    let is_web = matches!(parsed.scheme(), "http" | "https");
    if !is_web || host == "matrix.to" || host.ends_with(".matrix.to") {
        return None;
    }
    // As it was written, unless something in it would not be seen as that.
    let is_plain = !url.contains(char::is_whitespace) && shown_within(url) == *url;
    Some(if is_plain { url.clone() } else { parsed.into() })
}

fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("<br>")
}

/// Text as HTML, in content and in attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in shown_within(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chat::card::hostile::{self, text, url};

    fn card(parts: Vec<Part>) -> Card {
        Card {
            parts,
            ..Card::default()
        }
    }

    #[test]
    fn a_quotation_has_its_source_and_link_in_both_bodies() {
        let rendered = render(&card(vec![
            Part::Quote {
                words: "The harbour opens.".to_owned(),
                is_own: true,
            },
            Part::Source(vec![
                vec![Span::Strong("Ada Vale".to_owned())],
                vec![Span::Link {
                    text: "Briefing".to_owned(),
                    url: "https://example.org/1#:~:text=a&b".to_owned(),
                }],
            ]),
        ]));
        assert_eq!(
            rendered.html,
            "<blockquote>“The harbour opens.”</blockquote><p><strong>Ada Vale</strong><br>\
             <a href=\"https://example.org/1#:~:text=a&amp;b\">Briefing</a></p>"
        );
        assert_eq!(
            rendered.plain,
            "> “The harbour opens.”\nAda Vale\nBriefing https://example.org/1#:~:text=a&b"
        );
    }

    #[test]
    fn what_is_no_web_address_and_what_names_a_person_is_no_link() {
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "mxc://example.org/a",
            "https://matrix.to/#/@ada:example.org",
            "HTTPS://MATRIX.TO/#/!room:example.org",
            "https://matrix.to#/@ada:example.org",
            "https://matrix.to:443/#/@ada:example.org",
            "https://matrix.to./#/@ada:example.org",
            "https://ada@matrix.to/#/@ada:example.org",
            "https://www.matrix.to/#/@ada:example.org",
            "ht\ntps://matrix\u{ad}.to/#/@ada:example.org",
            "https:matrix.to/#/@ada:example.org",
            "https://",
        ] {
            let link = Span::Link {
                text: "here".to_owned(),
                url: url.to_owned(),
            };
            assert_eq!(html_span(&link), "here", "{url}");
        }
    }

    #[test]
    fn a_quotation_that_fills_no_event_is_cut_with_a_mark() {
        let rendered = render(&card(vec![
            Part::Quote {
                words: "wörter & ".repeat(10_000),
                is_own: true,
            },
            Part::Line(vec![Span::Text("after".to_owned())]),
        ]));
        assert!(rendered.bytes() <= MOST + 100, "{}", rendered.bytes());
        assert!(rendered.plain.ends_with("[…]”"));
    }

    fn span() -> impl Strategy<Value = Span> {
        prop_oneof![
            text().prop_map(Span::Text),
            text().prop_map(Span::Strong),
            text().prop_map(Span::Typed),
            (text(), url()).prop_map(|(text, url)| Span::Link { text, url }),
            text().prop_map(|text| Span::Moment {
                at: jiff::Timestamp::UNIX_EPOCH,
                precision: crate::domain::Precision::Minute,
                text,
            }),
        ]
    }

    fn line() -> impl Strategy<Value = Line> {
        prop::collection::vec(span(), 0..4)
    }

    fn stretch() -> impl Strategy<Value = Stretch> {
        prop_oneof![
            text().prop_map(|said| Stretch::Kept { said }),
            text().prop_map(|said| Stretch::Dropped { said }),
            text().prop_map(|said| Stretch::Omitted { said }),
            text().prop_map(|claimed| Stretch::Added { claimed }),
            (text(), text()).prop_map(|(said, claimed)| Stretch::Changed { said, claimed }),
            Just(Stretch::Gap),
        ]
    }

    fn any_part() -> impl Strategy<Value = Part> {
        prop_oneof![
            line().prop_map(Part::Line),
            (text(), any::<bool>()).prop_map(|(words, is_own)| Part::Quote { words, is_own }),
            prop::collection::vec(line(), 0..4).prop_map(Part::Source),
            prop::collection::vec(stretch(), 0..5).prop_map(Part::Difference),
            prop::collection::vec(line(), 0..5).prop_map(Part::List),
        ]
    }

    fn any_card() -> impl Strategy<Value = Card> {
        (line(), prop::collection::vec(any_part(), 0..5), line()).prop_map(
            |(title, parts, footer)| Card {
                title,
                parts,
                footer,
                ..Card::default()
            },
        )
    }

    /// What readers must never get: a character that is not seen, or that changes how others are.
    fn steering(text: &str) -> Option<char> {
        text.chars().find(|&c| {
            c.is_control()
                || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        })
    }

    /// What a card comes to is harmless, and fits.
    fn look_at(card: &Card) -> Result<(), TestCaseError> {
        let rendered = render(card);
        look_through(&rendered.html)?;
        let plain = rendered.plain.replace('\n', " ");
        prop_assert_eq!(steering(&plain), None, "{:?}", plain);
        prop_assert!(rendered.bytes() <= MOST + 200, "{}", rendered.bytes());
        Ok(())
    }

    /// Goes through HTML as a client reads it: only our elements, only links into the web as attributes.
    fn look_through(html: &str) -> Result<(), TestCaseError> {
        let parsed = scraper::Html::parse_fragment(html);
        prop_assert!(parsed.errors.is_empty(), "{:?}: {}", parsed.errors, html);
        for node in parsed.tree.root().descendants() {
            match node.value() {
                scraper::Node::Element(element) => {
                    let ours = [
                        "html",
                        "p",
                        "strong",
                        "em",
                        "code",
                        "blockquote",
                        "br",
                        "del",
                        "ul",
                        "li",
                        "a",
                    ];
                    prop_assert!(ours.contains(&element.name()), "<{}>", element.name());
                    for (name, value) in element.attrs() {
                        prop_assert_eq!((element.name(), name), ("a", "href"));
                        let to = Url::parse(value).expect("an address");
                        prop_assert!(matches!(to.scheme(), "http" | "https"), "{}", value);
                        let host = to.host_str().expect("a host");
                        prop_assert!(!host.contains("matrix.to"), "{}", value);
                        prop_assert_eq!(steering(value), None, "{:?}", value);
                    }
                }
                scraper::Node::Text(text) => {
                    prop_assert_eq!(steering(text), None, "{:?}", &**text);
                }
                scraper::Node::Document | scraper::Node::Fragment => {}
                other => prop_assert!(false, "{:?}", other),
            }
        }
        Ok(())
    }

    proptest! {
        // A card has a dozen texts.
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn nothing_in_a_card_is_markup_a_mention_or_hidden_and_every_card_fits(card in any_card()) {
            look_at(&card)?;
        }
    }

    proptest! {
        // Of each, two dozen texts are made.
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn no_text_in_a_reply_or_notice_is_more_than_text(card in hostile::card()) {
            look_at(&card)?;
        }
    }

    proptest! {
        #[test]
        fn a_message_fits_into_an_event(words in proptest::collection::vec("[&<é ]{0,3000}", 0..20)) {
            let parts = words.into_iter().map(|words| Part::Quote { words, is_own: true }).collect();
            prop_assert!(render(&card(parts)).bytes() <= MOST + 200);
        }
    }
}
