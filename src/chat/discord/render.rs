//! Cards as Discord's messages: an embed, buttons and a picture, within every limit by construction.
//!
//! The limits are those of Discord's documentation on messages, embeds and components: a title of 256 characters, a
//! description of 4,096, a footer of 2,048, 6,000 in all; five rows of five buttons with a label of 80 and an id of 100;
//! 1,024 for a picture's description.

use serde::Serialize;

use super::markup::{address, escape, escape_within, length, plain_within};
use super::press::Press;
use crate::chat::card::{Action, Card, Line, Part, Span, Words};
use crate::domain::{Precision, Stretch};

const TITLE: usize = 256;
const DESCRIPTION: usize = 4_096;
const FOOTER: usize = 1_000;
const LABEL: usize = 80;
const ALT: usize = 1_024;
const BUTTONS_A_ROW: usize = 5;
const ROWS: usize = 5;

/// A line of a card, rendered.
const LINE: usize = 1_500;
/// A link's text.
const LINK_TEXT: usize = 200;
/// Lines of a list.
const LIST: usize = 50;
/// What a quotation is cut down to where a card holds too much, step by step.
const QUOTES: [usize; 9] = [4_000, 2_000, 1_300, 900, 600, 400, 250, 150, 80];
/// What stands for words that are left out.
const OMITTED: &str = "[…]";

/// A colour at the embed's side: that of a printed page's ink.
const COLOUR: u32 = 0x33_4e_68;

/// A message without its files, as it is sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Body {
    /// The one embed.
    pub embeds: [Embed; 1],
    /// Rows of buttons.
    pub components: Vec<Row>,
    /// Nobody is notified, whatever the text says.
    pub allowed_mentions: NoMentions,
    /// The picture's name and description; where a message is edited, none takes away what was there.
    pub attachments: Vec<Attachment>,
}

/// An embed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Embed {
    /// Its first line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<Footer>,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The colour at its side.
    pub color: u32,
}

/// An embed's last line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Footer {
    /// Without markup.
    pub text: String,
}

/// An embed's picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    /// Where it is: among the message's files.
    pub url: String,
}

/// A row of buttons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    #[serde(rename = "type")]
    kind: u8,
    /// One to five.
    pub components: Vec<Button>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Button {
    #[serde(rename = "type")]
    kind: u8,
    style: u8,
    /// What is on it.
    pub label: String,
    /// What [`Press`] reads.
    pub custom_id: String,
    /// Whether it can't be pressed.
    pub disabled: bool,
}

/// That nobody is to be notified.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct NoMentions {
    parse: [u8; 0],
}

/// A file of the message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attachment {
    /// Its place among the files.
    pub id: &'static str,
    /// Its name.
    pub filename: String,
    /// What it shows.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// A card as a message. `words` are those of the card's language, for the buttons.
pub fn body(card: &Card, words: &Words) -> Body {
    let picture = card.picture.as_ref();
    let mut embed = Embed {
        title: title(&card.title),
        description: description(&card.parts),
        footer: footer(&card.footer),
        image: picture.map(|picture| Image {
            url: format!("attachment://{}", file_name(&picture.name)),
        }),
        color: COLOUR,
    };
    if embed.title.is_empty() && embed.description.is_empty() {
        embed.description = "…".to_owned();
    }
    Body {
        embeds: [embed],
        components: rows(&card.actions, words),
        allowed_mentions: NoMentions::default(),
        attachments: picture
            .map(|picture| Attachment {
                id: "0",
                filename: file_name(&picture.name),
                description: plain_within(&picture.alt, ALT),
            })
            .into_iter()
            .collect(),
    }
}

/// A name that Discord keeps as it is: ASCII letters, digits, full stops, hyphens and low lines.
pub(super) fn file_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .take(100)
        .collect();
    if name.is_empty() {
        "picture.png".to_owned()
    } else {
        name
    }
}

/// Titles know markup, but no links or moments.
fn title(line: &Line) -> String {
    escape_within(&plain(line), TITLE, OMITTED)
}

/// Footers know no markup at all.
fn footer(line: &Line) -> Option<Footer> {
    let text = plain_within(&plain(line), FOOTER);
    (!text.is_empty()).then_some(Footer { text })
}

fn plain(line: &Line) -> String {
    line.iter()
        .map(|span| match span {
            Span::Text(text)
            | Span::Strong(text)
            | Span::Typed(text)
            | Span::Link { text, .. }
            | Span::Moment { text, .. } => text.as_str(),
        })
        .collect()
}

/// The text: as much of each quotation as the whole has room for; where even short ones are too much, what comes last
/// goes, each quotation with its source.
fn description(parts: &[Part]) -> String {
    let mut shortest = Vec::new();
    for quote in QUOTES {
        let groups = groups(parts, quote);
        let whole = groups.join("\n\n");
        if length(&whole) <= DESCRIPTION {
            return whole;
        }
        shortest = groups;
    }
    let more = escape(OMITTED);
    let room = DESCRIPTION - length(&more) - 2;
    let mut kept = String::new();
    for group in shortest {
        let with = length(&kept) + length(&group) + 2;
        if with > room {
            break;
        }
        if !kept.is_empty() {
            kept.push_str("\n\n");
        }
        kept.push_str(&group);
    }
    if kept.is_empty() {
        return more;
    }
    format!("{kept}\n\n{more}")
}

/// What belongs together: a quotation or comparison and its source; a heading and what it is of.
fn groups(parts: &[Part], quote: usize) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut before: Option<&Part> = None;
    for part in parts {
        let rendered = render(part, quote);
        if rendered.is_empty() {
            continue;
        }
        let belongs = matches!(
            (before, part),
            (
                Some(Part::Quote { .. } | Part::Difference(_)),
                Part::Source(_)
            ) | (
                Some(Part::Line(_)),
                Part::Quote { .. } | Part::List(_) | Part::Difference(_)
            )
        );
        match groups.last_mut() {
            Some(group) if belongs => {
                group.push('\n');
                group.push_str(&rendered);
            }
            _ => groups.push(rendered),
        }
        before = Some(part);
    }
    groups
}

fn render(part: &Part, quote: usize) -> String {
    match part {
        Part::Line(line) => spans(line, LINE),
        Part::Quote { words, is_own } => {
            let words = escape_within(words, quote, OMITTED);
            if *is_own {
                format!("> “{words}”")
            } else {
                format!("> {words}")
            }
        }
        Part::Source(lines) => lines
            .iter()
            .map(|line| spans(line, LINE))
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        Part::Difference(stretches) => format!("> {}", difference(stretches, quote)),
        Part::List(lines) => list(lines),
    }
}

fn list(lines: &[Line]) -> String {
    let mut items: Vec<String> = lines
        .iter()
        .take(LIST)
        .map(|line| format!("- {}", spans(line, LINE)))
        .collect();
    // A list that is too long for a message ends where it can.
    let mut room = DESCRIPTION / 2;
    let fits = items
        .iter()
        .take_while(|item| {
            let item = length(item) + 1;
            let fits = item <= room;
            room = room.saturating_sub(item);
            fits
        })
        .count();
    if fits < lines.len() {
        items.truncate(fits);
        items.push(format!("- {}", escape(OMITTED)));
    }
    items.join("\n")
}

/// What was said and isn't claimed is struck out, what is claimed and wasn't said is bold.
fn difference(stretches: &[Stretch], limit: usize) -> String {
    let mut shown = String::new();
    for stretch in stretches {
        let told = match stretch {
            Stretch::Kept { said } => escape(said),
            Stretch::Dropped { said } => marked("~~", said, limit),
            Stretch::Omitted { .. } | Stretch::Gap => escape(OMITTED),
            Stretch::Added { claimed } => marked("**", claimed, limit),
            Stretch::Changed { said, claimed } => {
                format!(
                    "{} {}",
                    marked("~~", said, limit),
                    marked("**", claimed, limit)
                )
            }
        };
        if length(&shown) + length(&told) + 1 > limit {
            // A long stretch of the same words may be cut, marked ones may not.
            let room = limit.saturating_sub(length(&shown) + 1);
            let cut = match stretch {
                Stretch::Kept { said } => escape_within(said, room, OMITTED),
                _ => escape_within(OMITTED, room, ""),
            };
            return join(shown, &cut);
        }
        shown = join(shown, &told);
    }
    shown
}

fn join(mut shown: String, told: &str) -> String {
    if !shown.is_empty() && !told.is_empty() {
        shown.push(' ');
    }
    shown.push_str(told);
    shown
}

/// `text` between two `marks`; nothing where there is no text.
fn marked(marks: &str, text: &str, limit: usize) -> String {
    let text = escape_within(text, limit.saturating_sub(2 * marks.len()), OMITTED);
    if text.is_empty() {
        return text;
    }
    format!("{marks}{text}{marks}")
}

/// A line of at most `limit` characters.
fn spans(line: &Line, limit: usize) -> String {
    let mut rendered = String::new();
    for span in line {
        let room = limit.saturating_sub(length(&rendered));
        let told = match span {
            Span::Text(text) => spaced(text, room, |text, room| escape_within(text, room, OMITTED)),
            Span::Strong(text) => spaced(text, room, |text, room| marked("**", text, room)),
            Span::Typed(text) => typed(text, room),
            Span::Link { text, url } => link(text, url, room),
            Span::Moment {
                at,
                precision,
                text,
                ..
            } => {
                let style = if *precision == Precision::Minute {
                    'f'
                } else {
                    'D'
                };
                let told = format!("<t:{}:{style}>", at.as_second());
                if length(&told) <= room {
                    told
                } else {
                    escape_within(text, room, OMITTED)
                }
            }
        };
        rendered.push_str(&told);
    }
    rendered.trim().to_owned()
}

/// Text that keeps the space at its ends, which parts it from its neighbours.
fn spaced(text: &str, limit: usize, render: impl Fn(&str, usize) -> String) -> String {
    let space = |is: bool| if is { " " } else { "" };
    let told = render(text, limit.saturating_sub(2));
    if told.is_empty() {
        return space(!text.is_empty() && limit > 0).to_owned();
    }
    format!(
        "{}{told}{}",
        space(text.starts_with(char::is_whitespace)),
        space(text.ends_with(char::is_whitespace))
    )
}

/// Within `backticks` nothing can be escaped: text that has one of its own is shown without them.
fn typed(text: &str, limit: usize) -> String {
    let plain = plain_within(text, limit.saturating_sub(2));
    if plain.is_empty() || plain.contains('`') {
        return escape_within(text, limit, OMITTED);
    }
    format!("`{plain}`")
}

/// A link, if it leads to the web and fits; else its text.
fn link(text: &str, url: &str, limit: usize) -> String {
    let plain = || escape_within(text, LINK_TEXT.min(limit), OMITTED);
    let Some(url) = address(url) else {
        return plain();
    };
    let room = limit.saturating_sub(length(&url) + 4);
    let shown = escape_within(text, LINK_TEXT.min(room), OMITTED);
    if shown.is_empty() {
        return plain();
    }
    format!("[{shown}]({url})")
}

fn rows(actions: &[Action], words: &Words) -> Vec<Row> {
    let (mut pages, mut contexts) = (Vec::new(), Vec::new());
    for action in actions {
        match *action {
            Action::Page {
                turn,
                shown,
                pages: count,
            } => {
                let last = count.saturating_sub(1);
                // At an end, the button's id names the page that is shown: no two buttons may have one id.
                pages.push(button(
                    "◀".to_owned(),
                    Press::Page {
                        turn,
                        page: shown.saturating_sub(1),
                    },
                    shown == 0,
                ));
                let next = if shown == 0 {
                    1
                } else {
                    shown.saturating_add(1).min(last.max(shown))
                };
                pages.push(button(
                    "▶".to_owned(),
                    Press::Page { turn, page: next },
                    shown >= last,
                ));
            }
            Action::Context { turn, hit, number } => contexts.push(button(
                words.tell_with("button-context", &[("number", number.into())]),
                Press::Context { turn, hit },
                false,
            )),
            Action::Follow { turn } => pages.push(button(
                words.tell("button-follow"),
                Press::Follow { turn },
                false,
            )),
        }
    }
    pages
        .chunks(BUTTONS_A_ROW)
        .chain(contexts.chunks(BUTTONS_A_ROW))
        .take(ROWS)
        .map(|buttons| Row {
            kind: 1,
            components: buttons.to_vec(),
        })
        .collect()
}

fn button(label: String, press: Press, disabled: bool) -> Button {
    Button {
        kind: 2,
        // Grey: what can be done, and needn't.
        style: 2,
        label: plain_within(&label, LABEL),
        custom_id: press.id(),
        disabled,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::chat::card::{Locale, Picture, hostile};
    use crate::domain::TurnId;
    use crate::text::shown;

    fn hostile() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-z .]{0,30}",
            2 => r"[\\*_~|`<>#\[\]():@.+&-]{1,20}",
            1 => Just("<@123456789012345678> @everyone <t:1:R> https://example.org".to_owned()),
            1 => Just("](https://evil.example) \n\n> # - ```".to_owned()),
            1 => Just("👩‍👩‍👧‍👦🇺🇦क्षि".repeat(10)),
            1 => any::<String>(),
            1 => ("[a-zа-я*_ ]{1,40}", 1_usize..60).prop_map(|(text, times)| text.repeat(times)),
        ]
    }

    fn span() -> impl Strategy<Value = Span> {
        prop_oneof![
            hostile().prop_map(Span::Text),
            hostile().prop_map(Span::Strong),
            hostile().prop_map(Span::Typed),
            (hostile(), hostile()).prop_map(|(text, path)| Span::Link {
                text,
                url: format!("https://example.org/{path}"),
            }),
            (hostile(), hostile()).prop_map(|(text, url)| Span::Link { text, url }),
            (any::<i32>(), hostile(), any::<bool>()).prop_map(|(second, text, minute)| {
                Span::Moment {
                    at: Timestamp::from_second(i64::from(second)).unwrap(),
                    precision: if minute {
                        Precision::Minute
                    } else {
                        Precision::Day
                    },
                    text,
                }
            }),
        ]
    }

    fn line() -> impl Strategy<Value = Line> {
        prop::collection::vec(span(), 0..4)
    }

    fn stretch() -> impl Strategy<Value = Stretch> {
        prop_oneof![
            hostile().prop_map(|said| Stretch::Kept { said }),
            hostile().prop_map(|said| Stretch::Dropped { said }),
            hostile().prop_map(|said| Stretch::Omitted { said }),
            hostile().prop_map(|claimed| Stretch::Added { claimed }),
            (hostile(), hostile()).prop_map(|(said, claimed)| Stretch::Changed { said, claimed }),
            Just(Stretch::Gap),
        ]
    }

    fn part() -> impl Strategy<Value = Part> {
        prop_oneof![
            line().prop_map(Part::Line),
            (hostile(), any::<bool>()).prop_map(|(words, is_own)| Part::Quote { words, is_own }),
            prop::collection::vec(line(), 0..4).prop_map(Part::Source),
            prop::collection::vec(stretch(), 0..5).prop_map(Part::Difference),
            prop::collection::vec(line(), 0..5).prop_map(Part::List),
        ]
    }

    fn action() -> impl Strategy<Value = Action> {
        let turn = any::<i64>().prop_map(TurnId);
        (turn, any::<usize>(), any::<usize>(), 0_u8..3).prop_map(
            |(turn, one, two, kind)| match kind {
                0 => Action::Page {
                    turn,
                    shown: one.min(two),
                    pages: two.max(1),
                },
                1 => Action::Context {
                    turn,
                    hit: one,
                    number: two,
                },
                _ => Action::Follow { turn },
            },
        )
    }

    fn card() -> impl Strategy<Value = Card> {
        (
            line(),
            prop::collection::vec(part(), 0..6),
            line(),
            prop::collection::vec(action(), 0..12),
            prop::option::of((hostile(), hostile())),
        )
            .prop_map(|(title, parts, footer, actions, picture)| Card {
                title,
                parts,
                footer,
                actions,
                picture: picture.map(|(name, alt)| Picture {
                    png: vec![1],
                    name,
                    alt,
                    size: (1, 1),
                }),
                is_private: false,
            })
    }

    /// What Discord would take for markup: links' addresses, code and what is behind a backslash left out.
    fn bare(text: &str) -> String {
        let mut bare = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '\\' => {
                    let escaped = rest.chars().next().map_or(0, char::len_utf8);
                    rest = &rest[escaped..];
                }
                '`' => rest = rest.split_once('`').expect("code ends").1,
                ']' => {
                    let (address, after) = rest[1..].split_once(')').expect("a link ends");
                    assert!(
                        address.starts_with("https://") || address.starts_with("http://"),
                        "{address}"
                    );
                    rest = after;
                }
                _ => bare.push(c),
            }
        }
        bare
    }

    /// What a card comes to is harmless, and fits.
    fn look_at(card: &Card) -> Result<(), TestCaseError> {
        let body = body(card, Locale::English.words());
        let embed = &body.embeds[0];
        let footer = embed
            .footer
            .as_ref()
            .map_or(0, |footer| length(&footer.text));
        prop_assert!(length(&embed.title) <= 256);
        prop_assert!(length(&embed.description) <= 4_096);
        prop_assert!(footer <= 2_048);
        prop_assert!(length(&embed.title) + length(&embed.description) + footer <= 6_000);
        prop_assert!(!embed.title.is_empty() || !embed.description.is_empty());
        prop_assert!(body.components.len() <= 5);
        for row in &body.components {
            prop_assert!((1..=5).contains(&row.components.len()));
            for button in &row.components {
                prop_assert!((1..=80).contains(&length(&button.label)));
                prop_assert!(button.custom_id.len() <= 100);
                prop_assert!(Press::read(&button.custom_id).is_some());
            }
        }
        for attachment in &body.attachments {
            prop_assert!(length(&attachment.description) <= 1_024);
            prop_assert!(!attachment.filename.is_empty());
        }
        let description = bare(&body.embeds[0].description);
        prop_assert!(
            !description.contains(['@', '#', '|', '_', '(', ')']),
            "{}",
            description
        );
        // Only moments are in angle brackets.
        for (at, _) in description.match_indices('<') {
            prop_assert!(description[at..].starts_with("<t:"));
        }
        // Marks come in pairs.
        for line in description.lines() {
            prop_assert_eq!(line.matches("**").count() % 2, 0, "{}", line);
            prop_assert_eq!(line.matches("~~").count() % 2, 0, "{}", line);
        }
        Ok(())
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
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn every_card_fits_and_nothing_in_it_mentions_anybody_or_is_markup_of_its_own(card in card()) {
            look_at(&card)?;
        }

        #[test]
        fn a_quotation_that_fits_is_shown_whole(words in hostile()) {
            let part = Part::Quote { words: words.clone(), is_own: true };
            let shown_words = escape(&words);
            if length(&shown_words) < 3_500 {
                prop_assert_eq!(description(&[part]), format!("> “{shown_words}”"));
                prop_assert!(!shown(&words).is_empty() || shown_words.is_empty());
            }
        }
    }

    #[test]
    fn long_quotations_give_way_to_each_others_sources() {
        let quote = |words: &str| Part::Quote {
            words: words.repeat(400),
            is_own: true,
        };
        let source = |text: &str| Part::Source(vec![vec![Span::Text(text.to_owned())]]);
        let told = description(&[
            quote("one "),
            source("from A"),
            quote("two "),
            source("from B"),
            quote("three "),
            source("from C"),
        ]);
        for source in ["from A", "from B", "from C"] {
            assert!(told.contains(source), "{told}");
        }
        assert!(told.contains("\\[…\\]”"));
    }

    #[test]
    fn where_even_short_quotations_are_too_many_the_last_go_with_their_sources() {
        let parts: Vec<Part> = (0..200)
            .flat_map(|number| {
                [
                    Part::Quote {
                        words: "word ".repeat(30),
                        is_own: true,
                    },
                    Part::Source(vec![vec![Span::Text(format!("from number {number}"))]]),
                ]
            })
            .collect();
        let told = description(&parts);
        assert_eq!(
            told.matches('“').count(),
            told.matches("from number").count()
        );
        assert!(told.ends_with("\\[…\\]"));
        assert!(length(&told) <= DESCRIPTION);
    }

    #[test]
    fn a_page_in_the_middle_can_be_turned_both_ways_and_the_ends_one_way() {
        let pages = |shown: usize| {
            let rows = rows(
                &[Action::Page {
                    turn: TurnId(7),
                    shown,
                    pages: 3,
                }],
                Locale::English.words(),
            );
            rows[0]
                .components
                .iter()
                .map(|button| (button.custom_id.clone(), button.disabled))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            pages(0),
            [
                ("1:page:7:0".to_owned(), true),
                ("1:page:7:1".to_owned(), false)
            ]
        );
        assert_eq!(
            pages(1),
            [
                ("1:page:7:0".to_owned(), false),
                ("1:page:7:2".to_owned(), false)
            ]
        );
        assert_eq!(
            pages(2),
            [
                ("1:page:7:1".to_owned(), false),
                ("1:page:7:2".to_owned(), true)
            ]
        );
    }
}
