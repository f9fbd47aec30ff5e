//! Bytes to text: UTF-8, UTF-16 that says so, and whatever a page or a server declares.

use encoding_rs::{Encoding, UTF_8};

use super::Problem;

/// How far into a page its charset declaration may stand. The HTML standard says 1024 bytes; pages are less tidy.
const DECLARED_WITHIN: usize = 4096;

/// Of a page's characters, one in so many may be broken; with more, the declared encoding is not its own.
const BROKEN_ONE_IN: usize = 1000;

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";

/// Whether bytes are no text in any encoding that we know.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    !is_utf16(bytes) && bytes.contains(&0)
}

/// Decodes a text. It has to be whole: a broken byte would be quoted.
pub(super) fn text(bytes: &[u8], charset: Option<&str>) -> Result<String, Problem> {
    match encoding(bytes, charset).filter(|&encoding| encoding != UTF_8) {
        None => utf8(bytes).map(str::to_owned),
        Some(encoding) => {
            let (text, _, broken) = encoding.decode(bytes);
            if broken {
                return Err(Problem::from(format!(
                    "the text is not {} all through: save it as UTF-8",
                    encoding.name()
                )));
            }
            Ok(text.into_owned())
        }
    }
}

/// Decodes a page as browsers do: by its byte order mark, the server's word, or its own; a stray broken byte becomes
/// U+FFFD.
pub(super) fn html(bytes: &[u8], charset: Option<&str>) -> Result<String, Problem> {
    let Some(encoding) = encoding(bytes, charset).or_else(|| declared(bytes)) else {
        return utf8(bytes).map(str::to_owned).map_err(|problem| Problem {
            reason: format!("{}, and the page declares no charset", problem.reason),
            ..problem
        });
    };
    let (text, used, broken) = encoding.decode(bytes);
    if broken && text.matches('\u{fffd}').count() > text.len() / BROKEN_ONE_IN + 1 {
        return Err(Problem::from(format!(
            "the page says that it is {}, but it is not",
            used.name()
        )));
    }
    Ok(text.into_owned())
}

/// Whether the file that begins so is UTF-16.
pub(super) fn is_utf16(start: &[u8]) -> bool {
    Encoding::for_bom(start).is_some_and(|(encoding, _)| encoding != UTF_8)
}

/// One line of a file in UTF-8.
pub(super) fn line(bytes: &[u8], is_first: bool) -> Result<&str, String> {
    let bytes = if is_first { without_bom(bytes) } else { bytes };
    std::str::from_utf8(bytes).map_err(|error| {
        format!(
            "the line is not UTF-8 at its byte {}",
            error.valid_up_to() + 1
        )
    })
}

/// The byte order mark outranks what anybody says.
fn encoding(bytes: &[u8], charset: Option<&str>) -> Option<&'static Encoding> {
    Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| charset.and_then(|label| Encoding::for_label(label.as_bytes())))
}

/// The charset of a `<meta charset>`, `<meta http-equiv>` or XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(DECLARED_WITHIN)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    ["charset", "encoding"].iter().find_map(|key| {
        head.match_indices(key).find_map(|(start, _)| {
            let value = head
                .get(start + key.len()..)?
                .trim_start()
                .strip_prefix('=')?;
            let label = value
                .trim_start_matches([' ', '"', '\''])
                .split(['"', '\'', ' ', ';', '>', '/', '?'])
                .next()?;
            let encoding = Encoding::for_label(label.as_bytes())?;
            // A page that can be read this far is not UTF-16, whatever it says (the HTML standard's own rule).
            let is_wide = !encoding.is_ascii_compatible();
            Some(if is_wide { UTF_8 } else { encoding })
        })
    })
}

fn utf8(bytes: &[u8]) -> Result<&str, Problem> {
    let bytes = without_bom(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let read = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = read.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Problem {
            line: Some(line),
            reason: format!(
                "byte {} is not UTF-8: save the file as UTF-8",
                error.valid_up_to() + 1
            ),
        }
    })
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes)
}
