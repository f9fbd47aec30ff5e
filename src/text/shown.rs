//! Stored or typed text, made fit to be shown.

/// Takes out what would steer a terminal, hide words or turn the reading direction, and makes every space one.
pub fn shown(text: &str) -> String {
    // Most texts need nothing done.
    if is_plain(text.as_bytes()) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = shown.len();
        if before > 0 {
            shown.push(' ');
        }
        shown.extend(word.chars().filter(|&c| !steers(c)));
        if shown.len() == before + 1 && before > 0 {
            shown.pop();
        }
    }
    shown
}

/// Whether a text is of letters, digits and signs that every terminal shows, with single spaces between.
fn is_plain(text: &[u8]) -> bool {
    let mut before = b' ';
    for &byte in text {
        if !(byte.is_ascii_graphic() || byte == b' ' && before != b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// The same for a part of a line: every space of it stays, as a plain one.
pub fn shown_within(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|&c| !steers(c))
        .collect()
}

/// Controls, and characters that are not seen and change how others are: marks of direction, the tags and the fillers
/// that some clients show as nothing. The joiners stay, since Persian words and emoji need them.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_steer_a_reader_is_taken_out() {
        assert_eq!(shown("a\u{1b}[31mred\u{7} \u{202e}b\n\n c"), "a[31mred b c");
        assert_eq!(
            shown("see\u{200b}n \u{feff} as\u{2066} written"),
            "seen as written"
        );
        assert_eq!(
            shown_within(" a\u{1b}[31m\n\u{2028}\u{202e}b\u{a0}\u{200b} "),
            " a[31m  b  "
        );
    }
}
