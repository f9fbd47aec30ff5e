//! A text cut in what a subscription is made of.

use super::WrittenError;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    /// What stood between quotation marks.
    Quoted(String),
    /// A word, or what somebody takes for one.
    Bare(String),
    /// `name:value` or `name:"one value","another"`.
    Field {
        /// In small letters.
        name: String,
        values: Vec<String>,
    },
}

/// Quotation marks as people type them, and as their devices make them of these.
const QUOTES: [char; 7] = ['"', '“', '”', '„', '‟', '«', '»'];

/// Whether a mark begins or ends a phrase.
pub(super) fn is_quote(c: char) -> bool {
    QUOTES.contains(&c)
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, WrittenError> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let behind = &rest[first.len_utf8()..];
        rest = match first {
            '(' => push(&mut found, Token::Open, behind),
            ')' => push(&mut found, Token::Close, behind),
            '|' => push(&mut found, Token::Or, behind),
            '-' | '−' | '–' if begins_part(behind) => push(&mut found, Token::Not, behind),
            _ if is_quote(first) => {
                let (quoted, after) = quoted(rest)?;
                push(&mut found, Token::Quoted(quoted), after)
            }
            _ => {
                let (token, after) = word(rest)?;
                push(&mut found, token, after)
            }
        }
        .trim_start();
    }
    Ok(found)
}

fn push<'t>(found: &mut Vec<Token>, token: Token, after: &'t str) -> &'t str {
    found.push(token);
    after
}

fn begins_part(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '(' || is_quote(c);
    text.chars().next().is_some_and(is_part)
}

/// What stands between the quotation mark that `text` begins with and the next, white space made one, and what follows.
fn quoted(text: &str) -> Result<(String, &str), WrittenError> {
    let mut marks = text.char_indices().filter(|&(_, c)| is_quote(c));
    let begin = marks.next().map_or(0, |(at, c)| at + c.len_utf8());
    let Some((end, mark)) = marks.next() else {
        return Err(WrittenError::OpenQuote(text.chars().take(30).collect()));
    };
    let words: Vec<&str> = text[begin..end].split_whitespace().collect();
    Ok((words.join(" "), &text[end + mark.len_utf8()..]))
}

/// The word, operator or field that `text` begins with, and what follows.
fn word(text: &str) -> Result<(Token, &str), WrittenError> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|') || is_quote(c);
    let end = text.find(ends).unwrap_or(text.len());
    let (written, after) = text.split_at(end);
    let field = written
        .split_once(':')
        .filter(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()));
    if let Some((name, _)) = field {
        let (values, after) = values(&text[name.len() + 1..])?;
        let name = name.to_ascii_lowercase();
        return Ok((Token::Field { name, values }, after));
    }
    let token = match written {
        "AND" => Token::And,
        "OR" => Token::Or,
        "NOT" => Token::Not,
        _ => Token::Bare(written.to_owned()),
    };
    Ok((token, after))
}

/// The values at the start of `text`, parted by commas, and what follows.
fn values(text: &str) -> Result<(Vec<String>, &str), WrittenError> {
    let mut values = Vec::new();
    let mut rest = text;
    loop {
        let value;
        (value, rest) = if rest.starts_with(is_quote) {
            quoted(rest)?
        } else {
            let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|');
            let end = rest.find(|c| ends(c) || is_quote(c)).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        };
        if !value.is_empty() {
            values.push(value);
        }
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Ok((values, rest)),
        }
    }
}
