//! Links that lead to the very words.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Words at either end of a passage by which a browser finds it; a passage of up to twice as many is given whole.
const WORDS: usize = 5;

/// What is encoded: hyphens and commas too, since they part the directive.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// `url` with a text fragment that makes a browser scroll to `words` and mark them.
///
/// The syntax is that of the WICG's URL Fragment Text Directives: `#:~:text=start,end`, percent-encoded. A fragment that
/// the address has already is kept before it.
pub fn passage_link(url: &str, words: &str) -> String {
    if words.trim().is_empty() {
        return url.to_owned();
    }
    let mut link = url.to_owned();
    link.push_str(if url.contains('#') {
        ":~:text="
    } else {
        "#:~:text="
    });
    if words.split_whitespace().nth(2 * WORDS).is_none() {
        encode(&mut link, words.split_whitespace());
    } else {
        encode(&mut link, words.split_whitespace().take(WORDS));
        link.push(',');
        let from_end = words.split_whitespace().rev().take(WORDS);
        encode(&mut link, from_end.collect::<Vec<_>>().into_iter().rev());
    }
    link
}

fn encode<'w>(link: &mut String, words: impl Iterator<Item = &'w str>) {
    for (number, word) in words.enumerate() {
        if number > 0 {
            link.push_str("%20");
        }
        link.extend(utf8_percent_encode(word, ENCODED));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_passage_is_given_whole() {
        assert_eq!(
            passage_link("https://example.org/a", "Well-meant, he said"),
            "https://example.org/a#:~:text=Well%2Dmeant%2C%20he%20said"
        );
    }

    #[test]
    fn a_long_passage_is_given_by_its_ends() {
        let words = "one two three four five six seven eight nine ten eleven";
        assert_eq!(
            passage_link("https://example.org/a#top", words),
            "https://example.org/a#top:~:text=one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven"
        );
    }
}
