//! From a page's bytes to its characters.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes at a page's start in which its declaration is looked for.
const HEAD: usize = 4096;

/// Decodes a page that came without a word about its encoding: by its byte order mark, else as UTF-8 where it is valid,
/// else as its `<meta charset>` says, else as Windows-1252. Never fails; bytes that mean nothing become U+FFFD.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if Encoding::for_bom(bytes).is_none() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Cow::Borrowed(text);
        }
        let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or(bytes);
        let encoding = declared(head)
            .filter(|found| *found != UTF_8)
            .unwrap_or_else(|| {
                // Declared or not, a page that is UTF-8 but for a few bytes stays UTF-8.
                if String::from_utf8_lossy(bytes).matches('\u{fffd}').count() * 500 < bytes.len()
                    && declared(head).is_some()
                {
                    UTF_8
                } else {
                    WINDOWS_1252
                }
            });
        return encoding.decode_without_bom_handling(bytes).0;
    }
    UTF_8.decode(bytes).0
}

/// The encoding that a page's head declares.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.match_indices("charset").find_map(|(at, word)| {
        let rest = head
            .get(at + word.len()..)?
            .trim_start()
            .strip_prefix('=')?;
        let label: String = rest
            .trim_start()
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
            .collect();
        Encoding::for_label(label.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_encoding_is_used_where_the_bytes_are_no_utf8() {
        let mut page = b"<meta charset=\"windows-1250\"><p>".to_vec();
        page.extend(encoding_rs::WINDOWS_1250.encode("Ciężka rozmowa").0.iter());
        assert!(decode(&page).ends_with("Ciężka rozmowa"));
        let mut page =
            b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>".to_vec();
        page.extend(encoding_rs::KOI8_R.encode("разговор").0.iter());
        assert!(decode(&page).ends_with("разговор"));
    }

    #[test]
    fn utf8_is_kept_whatever_is_declared_and_anything_else_is_western() {
        assert_eq!(
            decode("<meta charset=latin1>мир".as_bytes()),
            "<meta charset=latin1>мир"
        );
        assert_eq!(decode(b"caf\xe9"), "caf\u{e9}");
        assert_eq!(decode(b"\xef\xbb\xbfhi"), "hi");
        assert_eq!(decode(b"\xff\xfeh\0i\0"), "hi");
    }
}
