//! Links that lead to the very words.

use std::fmt::Write as _;

/// Words at either end of a passage by which a browser finds it; a passage of up to twice as many is given whole.
const WORDS: usize = 5;

/// `url` with a text fragment that makes a browser scroll to `words` and mark them.
///
/// The syntax is that of the WICG's URL Fragment Text Directives: `#:~:text=start,end`, percent-encoded, hyphens and
/// commas included since they part the directive. A fragment that the address has already is kept before it.
pub fn passage_link(url: &str, words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.is_empty() {
        return url.to_owned();
    }
    let mut link = url.to_owned();
    link.push_str(if url.contains('#') {
        ":~:text="
    } else {
        "#:~:text="
    });
    if all.len() <= 2 * WORDS {
        encode(&mut link, &all);
    } else {
        encode(&mut link, &all[..WORDS]);
        link.push(',');
        encode(&mut link, &all[all.len() - WORDS..]);
    }
    link
}

fn encode(link: &mut String, words: &[&str]) {
    for byte in words.join(" ").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            link.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(link, "%{byte:02X}");
        }
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
