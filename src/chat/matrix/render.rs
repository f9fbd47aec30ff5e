//! From a card to HTML and plain text. The one place where a card's text becomes markup: everything is escaped, and only
//! http and https become links.

use crate::chat::card::{Card, Line, Part, Span};
use crate::domain::Stretch;

/// Bytes of both bodies together. An event may have 65,536 (Matrix specification 1.16, "Size limits"); an edit carries
/// its text twice, and encryption makes three bytes four.
const MOST: usize = 20_000;

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
    let title = (!card.title.is_empty() && !blank(&card.title)).then(|| strong_line(&card.title));
    let footer = (!blank(&card.footer)).then(|| footer(&card.footer));
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

/// What of a part fits into so many bytes, with a mark that something is missing.
fn cut(part: &Part, bytes: usize) -> Part {
    match part {
        Part::Quote { words, is_own } => {
            // Escaping makes a character up to six times as long, and the text is there twice.
            let kept: String = beginning(words, bytes / 8).to_owned();
            Part::Quote {
                words: format!("{kept} […]"),
                is_own: *is_own,
            }
        }
        _ => Part::Line(vec![Span::Text("[…]".to_owned())]),
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
                    .map(|line| format!("> {line}"))
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
                plain.push(said.clone());
            }
            Stretch::Dropped { said } => {
                html.push(format!("<strong>{}</strong>", escape(said)));
                plain.push(format!("[-{said}-]"));
            }
            Stretch::Omitted { said } => {
                html.push(format!("<em>[… {} …]</em>", escape(said)));
                plain.push(format!("[… {said} …]"));
            }
            Stretch::Added { claimed } => {
                html.push(format!("<del>{}</del>", escape(claimed)));
                plain.push(format!("{{+{claimed}+}}"));
            }
            Stretch::Changed { said, claimed } => {
                html.push(format!(
                    "<del>{}</del> <strong>{}</strong>",
                    escape(claimed),
                    escape(said)
                ));
                plain.push(format!("[-{said}-] {{+{claimed}+}}"));
            }
            Stretch::Gap => {
                html.push("<em>[…]</em>".to_owned());
                plain.push("[…]".to_owned());
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
        .map(|span| match span {
            Span::Link { text, url } if is_web(url) => format!("{text} {url}"),
            other => text_of(other).to_owned(),
        })
        .collect()
}

fn html_span(span: &Span) -> String {
    match span {
        Span::Text(text) | Span::Moment { text, .. } => escape(text),
        Span::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Span::Typed(text) => format!("<code>{}</code>", escape(text)),
        Span::Link { text, url } if is_web(url) => {
            format!("<a href=\"{}\">{}</a>", escape(url), escape(text))
        }
        Span::Link { text, .. } => escape(text),
    }
}

/// An address that clients would show as a person's or a room's is no link.
fn is_web(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && !lower.contains("://matrix.to/")
}

fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("<br>")
}

/// Text as HTML, in content and in attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
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

    proptest! {
        #[test]
        fn no_text_becomes_markup(words in ".*", name in ".*", url in ".*") {
            let rendered = render(&card(vec![
                Part::Quote { words: words.clone(), is_own: false },
                Part::Source(vec![vec![
                    Span::Strong(name.clone()),
                    Span::Typed(name),
                    Span::Link { text: words, url: format!("https://{url}") },
                ]]),
            ]));
            let mut html = rendered.html;
            for ours in ["<blockquote>", "</blockquote>", "<p>", "</p>", "<strong>", "</strong>", "<code>", "</code>",
                "<br>", "</a>"] {
                html = html.replace(ours, "");
            }
            let links = html.matches("<a href=\"").count();
            prop_assert!(links <= 1);
            prop_assert_eq!(html.matches('<').count(), links);
            prop_assert_eq!(html.matches('>').count(), links);
            prop_assert_eq!(html.matches('"').count(), links * 2);
        }

        #[test]
        fn a_message_fits_into_an_event(words in proptest::collection::vec("[&<é ]{0,3000}", 0..20)) {
            let parts = words.into_iter().map(|words| Part::Quote { words, is_own: true }).collect();
            prop_assert!(render(&card(parts)).bytes() <= MOST + 200);
        }
    }
}
