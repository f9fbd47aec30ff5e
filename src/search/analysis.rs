//! How terms, analysed by [`crate::text`], reach tantivy.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::text::Term;

/// The name under which tantivy knows [`Terms`].
pub(super) const TERMS: &str = "terms";

/// Stands between terms. No word holds it.
const SEPARATOR: char = '\u{1f}';

/// tantivy's tokenizers, with ours among them.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TERMS, Terms::default());
    manager
}

/// Appends terms to what [`Terms`] reads, words left out between them as gaps.
pub(super) fn append(joined: &mut String, terms: &[Term]) {
    let mut position = terms.first().map_or(0, |first| first.position);
    for term in terms {
        while position < term.position {
            joined.push(SEPARATOR);
            position += 1;
        }
        joined.push_str(&term.text);
        joined.push(SEPARATOR);
        position += 1;
    }
}

/// Appends terms without gaps, for a field without positions.
pub(super) fn append_close<'a>(joined: &mut String, terms: impl IntoIterator<Item = &'a str>) {
    for term in terms {
        joined.push_str(term);
        joined.push(SEPARATOR);
    }
}

/// Reads terms that were analysed before: they are parted by [`SEPARATOR`], and an empty one stands for a word left out.
#[derive(Clone, Default)]
pub(super) struct Terms {
    token: Token,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream {
            rest: text,
            next: 0,
            token: &mut self.token,
        }
    }
}

/// See [`Terms`].
pub(super) struct TermStream<'a> {
    rest: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((term, rest)) = self.rest.split_once(SEPARATOR) {
            self.rest = rest;
            let position = self.next;
            self.next += 1;
            if !term.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.token.position = position;
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
