//! What posting services append to the words of a post.

/// Whether a piece between spaces is an address and no word that was said.
pub fn is_furniture(piece: &str) -> bool {
    let piece = piece.trim_start_matches(['…', '.', '(', '[', '“', '"', '-', '—', '–']);
    let begins = |prefix: &str| {
        piece
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    [
        "http://",
        "https://",
        "www.",
        "pic.twitter.com/",
        "pic.x.com/",
        "t.co/",
    ]
    .iter()
    .any(|prefix| begins(prefix))
}

/// How many bytes of a text come before the furniture at its end, white space and the cut-off's "…" left out as well.
pub fn without_furniture(text: &str) -> usize {
    let mut kept = text.trim_end();
    let mut cut = false;
    while let Some(last) = kept.split_whitespace().next_back() {
        // "side.… pic.twitter.com/xyz" and "side.…pic.twitter.com/xyz"
        let glued = [
            "pic.twitter.com/",
            "pic.x.com/",
            "https://t.co/",
            "http://t.co/",
        ]
        .iter()
        .filter_map(|prefix| last.find(prefix))
        .min();
        let Some(at) = glued.or_else(|| is_furniture(last).then_some(0)) else {
            break;
        };
        kept = kept[..kept.len() - last.len() + at].trim_end();
        cut = true;
    }
    if cut {
        kept = kept.trim_end_matches('…').trim_end();
    }
    kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_cut_and_words_are_not() {
        let text = "It never was.… pic.twitter.com/Ab12";
        assert_eq!(&text[..without_furniture(text)], "It never was.");
        let text = "We wait…";
        assert_eq!(&text[..without_furniture(text)], "We wait…");
        let text = "It is here https://t.co/1 https://t.co/2 ";
        assert_eq!(&text[..without_furniture(text)], "It is here");
    }
}
