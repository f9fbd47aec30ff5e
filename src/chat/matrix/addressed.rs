//! Whether words in a room are for us, and which of them. Pure.

use crate::commands::TABLE;
use crate::text::within;

/// How people call us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Us {
    /// `@name:server`.
    pub(super) id: String,
    /// The name that clients show, where there is one.
    pub(super) name: Option<String>,
    /// What commands begin with.
    pub(super) prefix: char,
}

/// How words came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// The message names us among those it mentions.
    pub(super) mentions_us: bool,
    /// It replies to a message of ours.
    pub(super) replies_to_us: bool,
    /// Nobody else is in the room.
    pub(super) is_direct: bool,
    /// It begins with a quotation of what it replies to.
    pub(super) has_fallback: bool,
}

/// The line that is for us: a command with its prefix, or plain words.
pub(super) fn line(text: &str, way: Way, us: &Us) -> Option<String> {
    let text = if way.has_fallback {
        without_fallback(text)
    } else {
        text
    };
    let text = text.trim();
    let is_for_us = way.mentions_us || way.replies_to_us || way.is_direct;
    if let Some(typed) = text.strip_prefix(us.prefix) {
        let word = typed.split_whitespace().next().unwrap_or_default();
        // Other bots have commands with the same prefix: what none of ours resembles is theirs.
        return (is_for_us || resembles(word)).then(|| text.to_owned());
    }
    let (said, was_called) = without_name(text, us);
    if !is_for_us && !was_called {
        return None;
    }
    let said = said.trim();
    if said.is_empty() {
        return Some(format!("{}help", us.prefix));
    }
    let is_command = TABLE
        .iter()
        .any(|command| command.text.is_empty() && command.word.eq_ignore_ascii_case(said));
    Some(if is_command {
        format!("{}{said}", us.prefix)
    } else {
        said.to_owned()
    })
}

fn resembles(word: &str) -> bool {
    let word = word.to_lowercase();
    TABLE.iter().any(|command| {
        command.word == word || (word.chars().count() > 2 && within(command.word, &word, 1))
    })
}

/// Without the lines that quote what is replied to (Matrix specification 1.12, "Fallbacks for rich replies").
fn without_fallback(text: &str) -> &str {
    let mut rest = text;
    while let Some(quoted) = rest.strip_prefix("> ") {
        rest = quoted.split_once('\n').map_or("", |(_, after)| after);
    }
    rest
}

/// Without our name before it, and whether it was called out there.
fn without_name<'a>(text: &'a str, us: &Us) -> (&'a str, bool) {
    let local = us.id.trim_start_matches('@').split(':').next();
    let link = format!("](https://matrix.to/#/{})", us.id);
    if let Some((_, after)) = text
        .strip_prefix('[')
        .and_then(|inner| inner.split_once(link.as_str()))
    {
        return (after.trim_start_matches([':', ',', ' ']), true);
    }
    let at_id = us.id.as_str();
    let names = std::iter::once(at_id)
        .chain(us.name.as_deref())
        .chain(local);
    for name in names.filter(|name| !name.is_empty()) {
        let Some(after) = beginning_with(text.strip_prefix('@').unwrap_or(text), name)
            .or_else(|| beginning_with(text, name))
        else {
            continue;
        };
        if let Some(said) = after.strip_prefix([':', ',']) {
            return (said, true);
        }
        if after.is_empty() || after.starts_with(char::is_whitespace) {
            // "Verbatim records are kept" is not said to us, "@verbatim:example.org who said" is.
            return (after, name == at_id);
        }
    }
    (text, false)
}

fn beginning_with<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let begun = text.get(..name.len())?;
    (begun.to_lowercase() == name.to_lowercase()).then(|| &text[name.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn us() -> Us {
        Us {
            id: "@verbatim:example.org".to_owned(),
            name: Some("Verbatim Bot".to_owned()),
            prefix: '!',
        }
    }

    fn heard(text: &str) -> Option<String> {
        line(text, Way::default(), &us())
    }

    #[test]
    fn a_command_is_for_us_and_another_bots_is_not() {
        assert_eq!(heard(" !ask grain "), Some("!ask grain".to_owned()));
        assert_eq!(heard("!aks grain"), Some("!aks grain".to_owned()));
        assert_eq!(heard("!weather Nowhere"), None);
        assert_eq!(heard("!"), None);
        assert_eq!(heard("who spoke of grain?"), None);
    }

    #[test]
    fn whoever_calls_us_by_name_talks_to_us() {
        for text in [
            "Verbatim Bot: who spoke of grain?",
            "verbatim, who spoke of grain?",
            "@verbatim:example.org who spoke of grain?",
            "@Verbatim: who spoke of grain?",
            "[Verbatim](https://matrix.to/#/@verbatim:example.org): who spoke of grain?",
        ] {
            assert_eq!(
                heard(text).as_deref(),
                Some("who spoke of grain?"),
                "{text}"
            );
        }
        assert_eq!(heard("Verbatim records are kept"), None);
        assert_eq!(heard("Verbatimly: no"), None);
    }

    #[test]
    fn a_mention_a_reply_and_a_direct_room_need_no_prefix() {
        let ways = [
            Way {
                mentions_us: true,
                ..Way::default()
            },
            Way {
                replies_to_us: true,
                ..Way::default()
            },
            Way {
                is_direct: true,
                ..Way::default()
            },
        ];
        for way in ways {
            assert_eq!(line("grain?", way, &us()).as_deref(), Some("grain?"));
            assert_eq!(line("!weather", way, &us()).as_deref(), Some("!weather"));
            assert_eq!(line("Help", way, &us()).as_deref(), Some("!Help"));
            assert_eq!(line("Verbatim Bot", way, &us()).as_deref(), Some("!help"));
        }
    }

    #[test]
    fn what_a_reply_quotes_is_not_asked() {
        let way = Way {
            replies_to_us: true,
            has_fallback: true,
            ..Way::default()
        };
        let text = "> <@verbatim:example.org> The harbour\n> opens\n\nand in winter?";
        assert_eq!(line(text, way, &us()).as_deref(), Some("and in winter?"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".*", mentions_us: bool, has_fallback: bool) {
            let way = Way { mentions_us, has_fallback, ..Way::default() };
            let _ = line(&text, way, &us());
        }
    }
}
