//! A question's words, and which of them are understood already.

use std::cell::OnceCell;
use std::ops::Range;

use crate::text::{Word, analyser, latin, normal_word, words};

use super::lexicon::{Cue, Lexicon, Part, Parts, lexicons, word_of};

/// A longer question is read up to here: nobody asks for more in one breath, and every further word costs.
pub(super) const MOST_WORDS: usize = 120;

/// A word of the question.
#[derive(Debug)]
pub(super) struct Token<'q> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// As written.
    pub(super) written: &'q str,
    /// Its [spelling](Self::spelling) as every language analyses it.
    normal: String,
    /// As lexicons have it.
    pub(super) word: String,
    /// As names are compared.
    pub(super) name: String,
    /// What it may do in a language of the question.
    parts: Parts,
    /// Whether a language of the question passes over it.
    passed_over: bool,
    /// Whether a stage has understood it.
    pub(super) taken: bool,
    /// The word that is meant, where this one is mistyped.
    meant: Option<String>,
    /// What each language of the question makes of it, looked up when it is first asked for.
    terms: OnceCell<Vec<Option<String>>>,
}

impl Token<'_> {
    /// The word to analyse: as written, but for typing errors and the country typed "us".
    pub(super) fn spelling(&self) -> &str {
        if let Some(meant) = &self.meant {
            meant
        } else if self.word == "usa" {
            "usa"
        } else {
            self.written
        }
    }
}

/// The words of a text, without web addresses, which name nothing, and with what is written together after "#" or "@"
/// apart: a post that is asked about names its topics and people so.
fn telling_words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace)
        .flat_map(move |piece| {
            let start = at;
            at += piece.len();
            let told = &piece[..address(piece).unwrap_or(piece.len())];
            words(told).flat_map(move |word| {
                let tagged = told[..word.start].ends_with(['#', '@']);
                let parts = if tagged {
                    parts(word.text)
                } else {
                    std::iter::once(0..word.text.len()).collect()
                };
                parts.into_iter().map(move |part| Word {
                    start: start + word.start + part.start,
                    text: &word.text[part],
                })
            })
        })
}

/// Where the handle stands in the line that closes a post: in brackets, with a day and nothing else behind. At the end
/// of the text if no such line does.
fn signature(text: &str) -> Range<usize> {
    let none = text.len()..text.len();
    let Some(start) = text.rfind("(@") else {
        return none;
    };
    let Some(length) = text[start..].find(')') else {
        return none;
    };
    let handle = start..start + length;
    let behind: Vec<&str> = words(&text[handle.end..]).map(|word| word.text).collect();
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let dated = (2..=4).contains(&behind.len())
        && behind.iter().any(is_year)
        && behind.iter().any(|word| is_day(word));
    if dated { handle } else { none }
}

fn is_day(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where a web address begins in a piece of text without white space, if one does: with its scheme, or where a host's
/// name is followed by a path.
fn address(piece: &str) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| piece.find(scheme))
        .min();
    scheme.or_else(|| {
        let host = &piece[..piece.find('/')?];
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let begins = host.rfind(|c| !is_host(c)).map_or(0, |at| {
            at + host[at..].chars().next().map_or(0, char::len_utf8)
        });
        let (_, domain) = host[begins..].rsplit_once('.')?;
        (domain.len() >= 2 && domain.chars().all(|c| c.is_ascii_lowercase())).then_some(begins)
    })
}

/// What is written together, with its words apart: "Stop The War".
pub(super) fn apart(together: &str) -> String {
    let words: Vec<&str> = parts(together)
        .into_iter()
        .map(|part| &together[part])
        .collect();
    words.join(" ")
}

/// The words that are written together, each with a capital or parted by an underscore: "StopTheWar".
fn parts(together: &str) -> Vec<Range<usize>> {
    let letters: Vec<(usize, char)> = together.char_indices().collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, &(at, c)) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before].1);
        let after = letters.get(index + 1).map(|after| after.1);
        let begins = before.is_some_and(|before| {
            (c.is_uppercase() && !before.is_uppercase())
                || (c.is_uppercase() && after.is_some_and(char::is_lowercase))
                || (c.is_numeric() != before.is_numeric() && before != '_')
        });
        if (begins || c == '_') && start < at {
            parts.push(start..at);
            start = at;
        }
        if c == '_' {
            start = at + 1;
        }
    }
    if start < together.len() {
        parts.push(start..together.len());
    }
    parts
}

/// A question cut in words.
pub(super) struct Tokens<'q> {
    pub(super) text: &'q str,
    pub(super) tokens: Vec<Token<'q>>,
    pub(super) languages: Vec<&'static str>,
    pub(super) lexicons: Vec<&'static Lexicon>,
}

impl<'q> Tokens<'q> {
    pub(super) fn new(text: &'q str, languages: &[&'static str]) -> Self {
        let mut tokens: Vec<Token<'q>> = telling_words(text)
            .take(MOST_WORDS)
            .map(|found| {
                let normal = normal_word(found.text);
                let word = word_of(&normal);
                Token {
                    normal,
                    start: found.start,
                    end: found.end(),
                    written: found.text,
                    name: latin(&word).into_owned(),
                    parts: Parts::default(),
                    passed_over: false,
                    word,
                    taken: false,
                    meant: None,
                    terms: OnceCell::new(),
                }
            })
            .collect();
        // "the us" is the country, however it is typed.
        for index in 1..tokens.len() {
            if tokens[index].word == "us" && tokens[index - 1].word == "the" {
                tokens[index].word = "usa".to_owned();
                tokens[index].name = "usa".to_owned();
                tokens[index].normal = "usa".to_owned();
            }
        }
        for token in &mut tokens {
            let stops = |language: &&str| analyser(language).passes_over(&token.normal);
            token.passed_over = languages.iter().any(stops);
        }
        let mut read = Self {
            text,
            tokens,
            languages: languages.to_vec(),
            lexicons: Vec::new(),
        };
        read.read_by(lexicons(languages));
        read
    }

    /// The word at `index` as each language of the question analyses it, in their order; nothing where nothing of it is
    /// left.
    pub(super) fn terms(&self, index: usize) -> &[Option<String>] {
        self.tokens.get(index).map_or(&[], |token| {
            token.terms.get_or_init(|| {
                let term = |language: &&str| analyser(language).term_of(&token.normal);
                self.languages.iter().map(term).collect()
            })
        })
    }

    /// Takes the word at `index` for another, which is mistyped there.
    pub(super) fn correct(&mut self, index: usize, meant: String) {
        if let Some(token) = self.tokens.get_mut(index) {
            token.normal = normal_word(&meant);
            token.meant = Some(meant);
            token.terms = OnceCell::new();
        }
    }

    /// Has the words do what they may by these lexicons.
    pub(super) fn read_by(&mut self, lexicons: Vec<&'static Lexicon>) {
        for token in &mut self.tokens {
            token.parts = Parts::default();
            for lexicon in &lexicons {
                token.parts.add(lexicon.parts_of(&token.word));
            }
        }
        self.lexicons = lexicons;
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the word at `index` can do that in a language of the question.
    pub(super) fn is(&self, index: usize, part: Part) -> bool {
        let token = self.tokens.get(index);
        token.is_some_and(|token| token.parts.has(part))
    }

    /// How many words, from `index` on, are a phrase that does that: the longest in a language of the question.
    pub(super) fn phrase(&self, index: usize, cue: Cue) -> Option<usize> {
        let stands = |phrase: &&Vec<String>| {
            let words = self.tokens.get(index..index + phrase.len());
            words.is_some_and(|words| {
                let mut both = words.iter().zip(phrase.iter());
                both.all(|(token, word)| !token.taken && token.word == *word)
            })
        };
        let of = |lexicon: &&'static Lexicon| lexicon.phrases(cue).iter().find(stands);
        self.lexicons.iter().filter_map(of).map(Vec::len).max()
    }

    /// Whether all words of a range are there and not yet understood.
    pub(super) fn free(&self, range: Range<usize>) -> bool {
        self.tokens
            .get(range)
            .is_some_and(|tokens| tokens.iter().all(|token| !token.taken))
    }

    /// Whether a language of the question passes over the word.
    pub(super) fn passed_over(&self, index: usize) -> bool {
        // What is meant by a mistyped word is never a word to pass over.
        let passed_over = |token: &Token<'_>| token.passed_over && token.meant.is_none();
        self.tokens.get(index).is_some_and(passed_over)
    }

    /// Whether the word at `index` is an English possessive.
    pub(super) fn is_owner(&self, index: usize) -> bool {
        let owner =
            |token: &Token<'_>| token.written.ends_with("'s") || token.written.ends_with("’s");
        self.tokens.get(index).is_some_and(owner)
    }

    /// Whether no name goes on at `index`.
    pub(super) fn ends_name(&self, index: usize) -> bool {
        let parts = [
            Part::Speech,
            Part::Filler,
            Part::About,
            Part::By,
            Part::Subject,
        ];
        !self.free(index..index + 1)
            || self.passed_over(index)
            || parts.into_iter().any(|part| self.is(index, part))
    }

    /// The words that nothing has understood and that are looked for; where it is `asked` what was said, without those
    /// that only say how it asks.
    pub(super) fn left(&self, asked: bool) -> Vec<usize> {
        (0..self.len())
            .filter(|&at| {
                let says_how = asked && self.is(at, Part::Filler);
                !(self.tokens[at].taken || self.passed_over(at) || says_how)
            })
            .collect()
    }

    /// The words by which documents are looked for: every one that is not passed over, but for what tells nothing of
    /// the line that closes a post ("— Ada Vale (@ada) May 1, 2025"): the handle, which says the name again, and the
    /// day, which is any number without its month.
    pub(super) fn telling(&self) -> Vec<usize> {
        let signed = signature(self.text);
        let tells = |&at: &usize| {
            let token = &self.tokens[at];
            let handle = signed.contains(&token.start);
            let day = token.start >= signed.end && is_day(token.written);
            !(handle || day)
        };
        self.left(false).into_iter().filter(tells).collect()
    }

    pub(super) fn take(&mut self, range: Range<usize>) {
        for token in self.tokens.get_mut(range).into_iter().flatten() {
            token.taken = true;
        }
    }

    /// The question's own words at a range.
    pub(super) fn written(&self, range: Range<usize>) -> &'q str {
        match self.tokens.get(range) {
            Some([first, .., last]) => self.text.get(first.start..last.end).unwrap_or_default(),
            Some([only]) => only.written,
            _ => "",
        }
    }

    /// The word before `index`, articles passed over.
    pub(super) fn before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|&at| !self.is(at, Part::Article))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        telling_words(text).map(|word| word.text).collect()
    }

    #[test]
    fn web_addresses_name_nothing() {
        assert_eq!(
            told("ferries https://t.co/aB3 run pic.example.com/xYz"),
            ["ferries", "run"]
        );
        assert_eq!(told("and/or 24/7"), ["and", "or", "24", "7"]);
        assert_eq!(told("seehttps://a.example (b.example/c"), ["see"]);
    }

    #[test]
    fn what_is_written_together_as_a_topic_is_parted() {
        assert_eq!(
            told("#OpenTheHarbour #BBCNews #vote2024 #save_our_ferry"),
            [
                "Open", "The", "Harbour", "BBC", "News", "vote", "2024", "save", "our", "ferry"
            ]
        );
        assert_eq!(
            told("McKay @AdaVale #ferries #ПаромиДомой"),
            ["McKay", "Ada", "Vale", "ferries", "Пароми", "Домой"]
        );
    }

    #[test]
    fn of_the_line_that_closes_a_post_the_name_month_and_year_tell() {
        let telling = |text| {
            let tokens = Tokens::new(text, &["en"]);
            let words = tokens.telling().into_iter();
            words
                .map(|at| tokens.tokens[at].written)
                .collect::<Vec<_>>()
        };
        let post = "12 ferries (@pier) run — Ada Vale (@ValeOfRiverton) May 1, 2025";
        let told = ["12", "ferries", "pier", "run", "Ada", "Vale", "May", "2025"];
        assert_eq!(telling(post), told);
        assert_eq!(
            telling("ferries — Ada Vale (@ada) runs 12 ferries"),
            ["ferries", "Ada", "Vale", "ada", "runs", "12", "ferries"]
        );
        assert_eq!(telling("ferries (@ada"), ["ferries", "ada"]);
    }

    #[test]
    fn every_word_stands_where_it_says() {
        let text = "Нет #СтопВойна https://t.co/x — «да» #Ünder_Ölfeld";
        for word in telling_words(text) {
            assert_eq!(&text[word.start..word.end()], word.text);
        }
    }
}
