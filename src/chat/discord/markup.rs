//! Text as Discord's Markdown, so that it shows as it was written; and cut to fit.
//!
//! Discord counts characters; we count UTF-16 units, which are never fewer. A backslash before any character that is no
//! letter, digit or space makes Discord show that character.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::shown;

/// What Discord's limits count.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Whether `c` could be markup after `before`. The colon is among them so that neither bare addresses become links nor
/// `:names:` emoji; a full stop behind a digit, as that begins a list.
fn is_markup(before: Option<char>, c: char) -> bool {
    match c {
        '\\' | '*' | '_' | '~' | '|' | '`' | '>' | '<' | '#' | '[' | ']' | '(' | ')' | ':'
        | '@' | '-' | '+' => true,
        '.' => before.is_some_and(|before| before.is_ascii_digit()),
        _ => false,
    }
}

/// `text` on one line, with nothing in it that Discord would take for markup, a link, a mention or an emoji's name.
pub fn escape(text: &str) -> String {
    let text = shown(text);
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut before = None;
    for c in text.chars() {
        if is_markup(before, c) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// The same, of at most `limit` characters: what is too long ends at a word's end, or within a word at a character's,
/// with `mark` behind it.
pub fn escape_within(text: &str, limit: usize, mark: &str) -> String {
    let text = shown(text);
    let end = fitting(&text, limit, escaped_length);
    if end == text.len() {
        return escape(&text);
    }
    let room = limit.saturating_sub(length(&escape(mark)) + 1);
    let end = fitting(&text, room, escaped_length);
    join(escape(&text[..end]), escape(mark), limit)
}

/// `text` as it is, on one line, of at most `limit` characters, for where Discord knows no markup.
pub fn plain_within(text: &str, limit: usize) -> String {
    const MARK: &str = "…";
    let text = shown(text);
    if fitting(&text, limit, |_, grapheme| length(grapheme)) == text.len() {
        return text;
    }
    let end = fitting(
        &text,
        limit.saturating_sub(length(MARK) + 1),
        |_, grapheme| length(grapheme),
    );
    join(text[..end].to_owned(), MARK.to_owned(), limit)
}

fn join(kept: String, mark: String, limit: usize) -> String {
    let kept = kept.trim_end();
    let joined = match (kept.is_empty(), mark.as_str()) {
        (true, _) => mark,
        (false, "…") => format!("{kept}{mark}"),
        (false, _) => format!("{kept} {mark}"),
    };
    if length(&joined) <= limit {
        joined
    } else {
        String::new()
    }
}

fn escaped_length(before: Option<char>, grapheme: &str) -> usize {
    let mut before = before;
    let mut sum = 0;
    for c in grapheme.chars() {
        sum += c.len_utf16() + usize::from(is_markup(before, c));
        before = Some(c);
    }
    sum
}

/// Where the longest beginning of `text` ends that counts at most `limit`: between two words if there is one that ends,
/// else between two characters as readers see them.
fn fitting(text: &str, limit: usize, count: impl Fn(Option<char>, &str) -> usize) -> usize {
    let mut words = text.split_word_bound_indices().map(|(at, _)| at).peekable();
    let (mut used, mut word_end, mut end) = (0, 0, 0);
    let mut before = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        while words.next_if(|word| *word < at).is_some() {}
        if words.peek() == Some(&at) {
            word_end = at;
        }
        used += count(before, grapheme);
        if used > limit {
            return if word_end > 0 { word_end } else { end };
        }
        end = at + grapheme.len();
        before = grapheme.chars().next_back();
    }
    text.len()
}

/// `url` so that it can stand in a link's round brackets, if it is an address of the web that is not overly long.
pub fn address(url: &str) -> Option<String> {
    /// A text fragment of ten Cyrillic words behind a long address.
    const LONGEST: usize = 1_000;
    let parsed = url::Url::parse(url).ok()?;
    if !matches!(parsed.scheme(), "http" | "https") || parsed.host_str().is_none() {
        return None;
    }
    let written = |url: &str| {
        let mut written = String::with_capacity(url.len());
        for c in url.chars() {
            match c {
                '(' => written.push_str("%28"),
                ')' => written.push_str("%29"),
                '\\' => written.push_str("%5C"),
                '<' => written.push_str("%3C"),
                '>' => written.push_str("%3E"),
                '`' => written.push_str("%60"),
                '|' => written.push_str("%7C"),
                _ => written.push(c),
            }
        }
        written
    };
    let whole = written(parsed.as_str());
    if length(&whole) <= LONGEST {
        return Some(whole);
    }
    // Without the fragment it still leads to the page.
    let mut page = parsed;
    page.set_fragment(None);
    let page = written(page.as_str());
    (length(&page) <= LONGEST).then_some(page)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    use super::*;

    /// What Discord shows of escaped text.
    fn unescape(escaped: &str) -> String {
        let mut text = String::new();
        let mut characters = escaped.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '\\' if characters.peek().is_some_and(char::is_ascii_punctuation) => {
                    text.extend(characters.next());
                }
                _ => text.push(c),
            }
        }
        text
    }

    /// What of `escaped` is not behind a backslash.
    fn bare(escaped: &str) -> String {
        let mut bare = String::new();
        let mut characters = escaped.chars();
        while let Some(c) = characters.next() {
            if c == '\\' {
                characters.next();
                bare.push('\u{fffd}');
            } else {
                bare.push(c);
            }
        }
        bare
    }

    /// Text of all that means something to Discord, to Markdown or to Unicode.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-zа-яё0-9 ]{0,12}",
            3 => r"[\\*_~|`<>#\[\]():@.+&!/{}=^-]{1,6}",
            1 => Just("<@123456789012345678>".to_owned()),
            1 => Just("@everyone https://example.org/a_b_(c)?d=*e*".to_owned()),
            1 => Just("<t:0:R> <:smile:1> </ask:1> <#1> <@&1> :thumbsup:".to_owned()),
            1 => Just("[words](https://example.org)".to_owned()),
            1 => Just("\n> # - 1. -# ```\n".to_owned()),
            1 => Just("\u{202e}\u{200b}\u{feff}".to_owned()),
            1 => Just("👩‍👩‍👧‍👦🇺🇦e\u{301}\u{301}\u{301}क्षि".to_owned()),
            1 => any::<String>(),
        ];
        prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn escaped_text_shows_as_it_was_written(text in hostile()) {
            prop_assert_eq!(unescape(&escape(&text)), shown(&text));
        }

        #[test]
        fn no_markup_is_left_in_escaped_text(text in hostile()) {
            let escaped = escape(&text);
            let bare = bare(&escaped);
            prop_assert!(!bare.contains(['*', '_', '~', '|', '`', '<', '>', '#', '[', ']', '(', ')', ':', '@', '\n']));
            // An independent parser of Markdown finds nothing but text, wherever the text stands.
            let mut read = String::new();
            for event in Parser::new(&escaped) {
                match event {
                    Event::Text(text) => read.push_str(&text),
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                    other => prop_assert!(false, "{:?} in {:?}", other, escaped),
                }
            }
            // That parser knows entities, Discord doesn't.
            if !text.contains('&') {
                let text = shown(&text);
                prop_assert_eq!(read.trim(), text.trim());
            }
        }

        #[test]
        fn what_is_cut_keeps_its_limit_and_its_beginning(text in hostile(), limit in 0_usize..200) {
            let cut = escape_within(&text, limit, "[…]");
            prop_assert!(length(&cut) <= limit);
            let text = shown(&text);
            let told = unescape(&cut);
            if told != text {
                let kept = told.strip_suffix("[…]").unwrap_or(&told).trim_end();
                prop_assert!(text.starts_with(kept));
                let end = kept.len();
                prop_assert!(text.grapheme_indices(true).any(|(at, _)| at == end) || end == text.len());
            }
            prop_assert!(length(&plain_within(&text, limit)) <= limit);
        }

        #[test]
        fn an_address_stays_within_its_brackets(path in hostile()) {
            if let Some(address) = address(&format!("https://example.org/{path}")) {
                prop_assert!(!address.contains(['(', ')', '<', '>', '\\', ' ', '\n', '`']));
                prop_assert!(length(&address) <= 1_000);
                prop_assert!(address.starts_with("https://example.org/"));
            }
        }
    }

    #[test]
    fn what_is_too_long_ends_at_a_word() {
        assert_eq!(escape_within("one two three", 20, "[…]"), "one two three");
        assert_eq!(escape_within("one two three", 12, "[…]"), "one \\[…\\]");
        assert_eq!(plain_within("one two three", 9), "one two…");
        assert_eq!(plain_within("onetwothree", 6), "onet…");
        assert_eq!(plain_within("anything", 0), "");
    }

    #[test]
    fn only_the_web_is_linked() {
        assert_eq!(address("javascript:alert(1)"), None);
        assert_eq!(address("discord://x"), None);
        assert_eq!(address("no address"), None);
        assert_eq!(
            address("https://example.org/a_(b)#:~:text=c%20d").as_deref(),
            Some("https://example.org/a_%28b%29#:~:text=c%20d")
        );
    }
}
