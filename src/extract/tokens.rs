//! Text as tokens with their place and what each can be, cut in paragraphs and sentences.

use std::ops::Range;

use super::dateline::behind_dateline;
use super::vocabulary::*;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, or letters and digits.
    Word,
    /// Digits.
    Number,
    /// A quotation mark or apostrophe.
    Mark,
    /// ","
    Comma,
    /// What can end a sentence: ". ! ? …"
    Stop,
    /// ":"
    Colon,
    /// ";"
    Semicolon,
    /// A dash between words.
    Dash,
    /// "(" or "["
    Open,
    /// ")" or "]"
    Close,
    /// Anything else that is seen.
    Other,
}

/// A token of the text.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What it can be.
    pub flags: Flags,
    /// The key of the word; 0 for what is none.
    pub key: u64,
    /// What it is made of.
    pub kind: Kind,
    /// Which day or month; for a mark of two characters 2.
    pub value: u8,
    /// Whether it begins with a capital.
    pub upper: bool,
    /// Whether white space or the paragraph's start is before it.
    pub spaced: bool,
    /// Whether it begins a paragraph.
    pub first: bool,
}

impl Token {
    /// Its bytes.
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it can be any of these.
    #[inline]
    pub fn is(&self, flags: Flags) -> bool {
        self.flags & flags != 0
    }

    /// Whether it is a word.
    #[inline]
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// A paragraph: bytes without white space around, and its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The first token behind its dateline; its first if it has none.
    pub body: usize,
    /// Its sentences.
    pub sentences: Range<usize>,
}

/// A text cut up.
#[derive(Debug)]
pub struct Tokens<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens in order.
    pub tokens: Vec<Token>,
    /// Its paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// Its sentences as ranges of tokens.
    pub sentences: Vec<Range<usize>>,
    /// For each token its sentence.
    pub sentence_of: Vec<u32>,
}

/// Room for the tokens of a text, and the words that texts of one vocabulary had so far: what comes from one text serves
/// the next.
#[derive(Debug, Default)]
pub struct Room {
    tokens: Vec<Token>,
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Range<usize>>,
    sentence_of: Vec<u32>,
    words: Vec<Kept>,
}

/// Takes a vector's room and leaves none.
pub fn emptied<T>(room: &mut Vec<T>) -> Vec<T> {
    let mut taken = std::mem::take(room);
    taken.clear();
    taken
}

impl<'a> Tokens<'a> {
    /// Cuts up a text with what a vocabulary knows of its words. A text over 4 GiB has no tokens.
    pub fn new(text: &'a str, vocabulary: &Vocabulary) -> Self {
        Self::in_room(text, vocabulary, &mut Room::default())
    }

    /// The same in the room that an earlier text left.
    pub fn in_room(text: &'a str, vocabulary: &Vocabulary, room: &mut Room) -> Self {
        let mut cut = Self {
            text,
            tokens: emptied(&mut room.tokens),
            paragraphs: emptied(&mut room.paragraphs),
            sentences: emptied(&mut room.sentences),
            sentence_of: emptied(&mut room.sentence_of),
        };
        if u32::try_from(text.len()).is_err() {
            return cut;
        }
        cut.tokens.reserve(text.len() / 5);
        let mut words = Words::new(text, vocabulary, std::mem::take(&mut room.words));
        for range in paragraphs(text) {
            let first = cut.tokens.len();
            tokenize(&mut words, range.clone(), &mut cut.tokens);
            let tokens = first..cut.tokens.len();
            let from = cut.sentences.len();
            let body = behind_dateline(text, &cut.tokens, &tokens);
            if body > first {
                cut.sentences.push(first..body);
            }
            cut_sentences(text, &cut.tokens, body..tokens.end, &mut cut.sentences);
            let sentences = from..cut.sentences.len();
            cut.paragraphs.push(Paragraph {
                range,
                tokens,
                body,
                sentences,
            });
        }
        room.words = words.kept;
        cut.sentence_of.resize(cut.tokens.len(), 0);
        for (index, sentence) in (0..).zip(&cut.sentences) {
            cut.sentence_of[sentence.clone()].fill(index);
        }
        cut
    }

    /// Leaves the room to a later text.
    pub fn leave(self, room: &mut Room) {
        room.tokens = self.tokens;
        room.paragraphs = self.paragraphs;
        room.sentences = self.sentences;
        room.sentence_of = self.sentence_of;
    }

    /// The years in a word that says how old somebody is: "24-year-old", "57-Jährige".
    pub fn age(&self, token: usize) -> Option<&str> {
        let (years, behind) = self.word(token).split_once(['-', '‑'])?;
        let is_number = years.bytes().all(|byte| byte.is_ascii_digit());
        let is_age = (1..=3).contains(&years.len()) && is_number;
        (is_age && behind.chars().any(char::is_alphabetic)).then_some(years)
    }

    /// Whether a number between commas stands from here on, as an age does: "Vale, 59, said".
    pub fn is_age_between(&self, commas: usize) -> bool {
        let kinds = [Kind::Comma, Kind::Number, Kind::Comma];
        let told = self.tokens.get(commas..commas + kinds.len());
        told.is_some_and(|told| told.iter().map(|t| t.kind).eq(kinds))
    }

    /// The words of a token, as written.
    #[inline]
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens
            .get(index)
            .and_then(|token| self.text.get(token.range()))
            .unwrap_or_default()
    }

    /// The sentence that a token stands in, as a range of tokens.
    #[inline]
    pub fn sentence(&self, index: usize) -> Option<&Range<usize>> {
        let number = *self.sentence_of.get(index)?;
        self.sentences.get(number as usize)
    }

    /// Whether a token begins its sentence, be it behind a mark.
    pub fn begins_sentence(&self, index: usize) -> bool {
        let sentence = self.sentence(index);
        sentence.is_some_and(|sentence| sentence.start + 1 >= index)
    }

    /// The bytes from the first of some tokens to the last.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        match (
            self.tokens.get(tokens.start),
            tokens
                .end
                .checked_sub(1)
                .and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) if first.start <= last.end => {
                first.start as usize..last.end as usize
            }
            _ => 0..0,
        }
    }

    /// The text from the first of some tokens to the last.
    pub fn slice(&self, tokens: &Range<usize>) -> &'a str {
        self.text.get(self.bytes(tokens)).unwrap_or_default()
    }
}

/// The paragraphs of a text: its lines without white space around, empty ones left out.
///
/// A line that begins in lower case after one that ends without punctuation goes on with the same paragraph: the text
/// was wrapped there.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut blank = true;
    for end in line_ends(text) {
        let line = text.get(start..end).unwrap_or_default();
        let trimmed = line.trim_matches(is_blank);
        let lead = line.len() - line.trim_start_matches(is_blank).len();
        let range = start + lead..start + lead + trimmed.len();
        start += line.len();
        if trimmed.is_empty() {
            blank = true;
            continue;
        }
        match found.last_mut() {
            Some(last)
                if !blank
                    && trimmed.starts_with(char::is_lowercase)
                    && text.get(last.clone()).is_some_and(|before| {
                        before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
                    }) =>
            {
                last.end = range.end;
            }
            _ => found.push(range),
        }
        blank = false;
    }
    found
}

/// Where each line of a text ends, its break included: at a line feed, a carriage return, a line or paragraph separator.
fn line_ends(text: &str) -> impl Iterator<Item = usize> {
    // The separators are U+2028 and U+2029: E2 80 A8 and E2 80 A9.
    let breaks = memchr::memchr3_iter(b'\n', b'\r', 0xe2, text.as_bytes());
    let ends = breaks.filter_map(|at| match text.as_bytes()[at] {
        0xe2 => text
            .get(at..at + 3)
            .is_some_and(|c| matches!(c, "\u{2028}" | "\u{2029}"))
            .then_some(at + 3),
        _ => Some(at + 1),
    });
    let rest = !text.ends_with(['\n', '\r', '\u{2028}', '\u{2029}']) && !text.is_empty();
    ends.chain(rest.then_some(text.len()))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '‹'
            | '›'
            | '\''
            | '`'
            | '´'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
    )
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// Whether a character belongs to a word. The answer for the scripts of the languages at hand comes without a search.
#[inline]
fn is_of_word(c: char) -> bool {
    match c {
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// What a word of the text is.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    entry: Entry,
    key: u64,
    /// Its length without a possessive ending.
    used: u32,
    /// Whether it begins with a capital, behind a particle perhaps.
    upper: bool,
}

/// A word found before, of up to [`KEPT`] bytes; no word is 0.
#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    word: [u64; 2],
    found: Found,
}

/// The words of a text looked up. Most come again, so that the last ones found are kept.
struct Words<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    kept: Vec<Kept>,
}

/// Longer, in bytes, words are looked up each time.
const KEPT: usize = 16;
/// As many words are kept for longer texts, and for more than one.
const SLOTS: usize = 4096;

impl<'a> Words<'a> {
    fn new(text: &'a str, vocabulary: &'a Vocabulary, mut kept: Vec<Kept>) -> Self {
        if kept.is_empty() {
            let size = (text.len() / 16).next_power_of_two().clamp(16, SLOTS);
            kept.resize(size, Kept::default());
        }
        Self {
            text,
            vocabulary,
            kept,
        }
    }

    /// The sixteen bytes from here on as one number, the first the lowest, where the text has as many.
    #[inline(always)]
    fn chunk(&self, at: usize) -> Option<u128> {
        let bytes = self.text.as_bytes().get(at..)?;
        bytes.first_chunk().map(|&chunk| u128::from_le_bytes(chunk))
    }

    fn find(&mut self, range: &Range<usize>) -> Found {
        if range.len() > KEPT {
            return self.look_up(range);
        }
        let chunk = self.chunk(range.start).unwrap_or_else(|| {
            let bytes = &self.text.as_bytes()[range.clone()];
            let from_last = bytes.iter().rev();
            from_last.fold(0, |word, &byte| word << 8 | u128::from(byte))
        });
        self.find_short(range, chunk)
    }

    /// Finds a word of up to [`KEPT`] bytes that a chunk begins with.
    #[inline(always)]
    fn find_short(&mut self, range: &Range<usize>, chunk: u128) -> Found {
        let (low, high) = (chunk as u64, (chunk >> 64) as u64);
        let first = |half: u64, bytes: usize| half & (u64::MAX >> (64 - 8 * bytes));
        let word = match range.len() {
            0 => [0, 0],
            length @ 1..=8 => [first(low, length), 0],
            length => [low, first(high, length - 8)],
        };
        let mixed = (word[0] ^ word[1].rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = (mixed >> 40) as usize & (self.kept.len() - 1);
        if self.kept[slot].word != word {
            self.kept[slot] = Kept {
                word,
                found: self.look_up(range),
            };
        }
        self.kept[slot].found
    }

    #[cold]
    #[inline(never)]
    fn look_up(&self, range: &Range<usize>) -> Found {
        let vocabulary = self.vocabulary;
        let word = self.text.get(range.clone()).unwrap_or_default();
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let upper = capital || particle_name(word, vocabulary);
        let length = vocabulary.possessor(word);
        let stem = word.get(..length).unwrap_or(word);
        let key = word_key(word);
        let whole = vocabulary.find(word, key);
        if length == word.len() || whole.flags & !VERB_ENDING != 0 {
            return Found {
                entry: whole,
                key,
                used: word.len() as u32,
                upper,
            };
        }
        let key = word_key(stem);
        Found {
            entry: vocabulary.find(stem, key),
            key,
            used: length as u32,
            upper,
        }
    }
}

/// How many ASCII letters a chunk begins with. Most words end in its first half.
#[inline(always)]
fn letters(chunk: u128) -> usize {
    match letters_of_half(chunk as u64) {
        8 => 8 + letters_of_half((chunk >> 64) as u64),
        length => length,
    }
}

#[inline(always)]
fn letters_of_half(half: u64) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // A byte's high bit tells; no sum carries into the next byte, since all of them are below 0x80 first.
    let low = (half | (ONES * 0x20)) & (ONES * 0x7f);
    let from_a = low + ONES * (0x80 - b'a' as u64);
    let past_z = low + ONES * (0x7f - b'z' as u64);
    let others = (!from_a | past_z | half) & (ONES * 0x80);
    (others.trailing_zeros() / 8) as usize
}

/// Whether a word of several letters certainly ends before a byte.
const fn ends_word(byte: u8) -> bool {
    byte < 0x80 && !byte.is_ascii_alphanumeric() && !matches!(byte, b'\'' | b'-' | b'_')
}

const ENDS_WORD: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        ends[byte] = ends_word(byte as u8);
        byte += 1;
    }
    ends
};

fn tokenize(words: &mut Words<'_>, range: Range<usize>, out: &mut Vec<Token>) {
    let (text, vocabulary) = (words.text, words.vocabulary);
    let bytes = text.as_bytes();
    let mut at = range.start;
    let mut spaced = true;
    let mut phrases = false;
    let first = out.len();
    while at < range.end {
        let byte = bytes[at];
        if byte == b' ' {
            spaced = true;
            at += 1;
            continue;
        }
        let start = at;
        let mut token = Token {
            start: start as u32,
            end: start as u32,
            flags: 0,
            key: 0,
            kind: Kind::Other,
            value: 0,
            upper: false,
            spaced,
            first: out.len() == first,
        };
        if byte.is_ascii_alphabetic()
            && let Some(chunk) = words.chunk(at)
        {
            // Most words are a few letters with a space or punctuation behind.
            let length = letters(chunk);
            let certain = (2..KEPT).contains(&length);
            if certain && ENDS_WORD[usize::from(bytes[at + length])] {
                let range = at..at + length;
                let found = words.find_short(&range, chunk);
                phrases |= found.entry.flags & PHRASE != 0;
                token.kind = Kind::Word;
                at = push_word(text, range, found, token, out);
                spaced = false;
                continue;
            }
        }
        let Some(c) = char_at(text, at) else { break };
        if is_blank(c) {
            spaced = true;
            at += c.len_utf8();
            continue;
        }
        if is_of_word(c) {
            let end = word_end(text, at, range.end);
            let small = text.get(at..end).and_then(|word| vocabulary.elided(word));
            let range = start..small.map_or(end, |length| start + length);
            token.kind = if c.is_ascii_digit() {
                Kind::Number
            } else {
                Kind::Word
            };
            let found = words.find(&range);
            phrases |= found.entry.flags & PHRASE != 0;
            at = push_word(text, range, found, token, out);
            spaced = false;
            continue;
        }
        let next = char_at(text, at + c.len_utf8());
        at += c.len_utf8();
        token.kind = match c {
            ',' | '،' | '、' => Kind::Comma,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' => {
                while let Some(more) = char_at(text, at)
                    && matches!(more, '.' | '!' | '?' | '…')
                    && at < range.end
                {
                    at += more.len_utf8();
                }
                Kind::Stop
            }
            ':' => Kind::Colon,
            ';' => Kind::Semicolon,
            '—' | '–' | '―' => Kind::Dash,
            '-' => {
                if next == Some('-') {
                    at += 1;
                    Kind::Dash
                } else if spaced && next.is_none_or(is_blank) {
                    Kind::Dash
                } else {
                    Kind::Other
                }
            }
            '(' | '[' | '{' => Kind::Open,
            ')' | ']' | '}' => Kind::Close,
            _ if is_mark(c) || vocabulary.is_mark(c) => {
                let double = matches!(
                    (c, next),
                    ('\'', Some('\'')) | ('`', Some('`')) | ('’', Some('’')) | ('‘', Some('‘'))
                );
                if double {
                    at += c.len_utf8();
                    token.value = 2;
                }
                Kind::Mark
            }
            _ => Kind::Other,
        };
        token.end = at as u32;
        out.push(token);
        spaced = false;
    }
    if phrases {
        find_phrases(first, vocabulary, out);
    }
}

/// Whether a word is a name that begins with a particle in small letters ("al-Tamir").
fn particle_name(word: &str, vocabulary: &Vocabulary) -> bool {
    word.split_once('-').is_some_and(|(particle, name)| {
        name.chars().next().is_some_and(char::is_uppercase)
            && vocabulary.find(particle, word_key(particle)).flags & PARTICLE != 0
    })
}

/// Where the word that begins at `at` ends: apostrophes, hyphens and full stops between letters are inside.
fn word_end(text: &str, at: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut letters_since_dot = 0usize;
    let mut dotted = true;
    while end < limit {
        if bytes[end].is_ascii_alphanumeric() {
            end += 1;
            letters_since_dot += 1;
            continue;
        }
        if bytes[end] == b' ' {
            break;
        }
        let Some(c) = char_at(text, end) else { break };
        if is_of_word(c) || is_joining(c) {
            end += c.len_utf8();
            letters_since_dot += 1;
            continue;
        }
        let after = char_at(text, end + c.len_utf8());
        let joins = match c {
            '\'' | '’' | 'ʼ' | '-' | '\u{2011}' | '\u{ad}' | '_' => {
                dotted = false;
                after.is_some_and(char::is_alphanumeric)
            }
            // "U.S", "3.5"
            '.' => {
                let single = dotted && letters_since_dot == 1;
                let number = bytes
                    .get(end.wrapping_sub(1))
                    .is_some_and(u8::is_ascii_digit);
                after.is_some_and(|a| {
                    (single && a.is_alphabetic()) || (number && a.is_ascii_digit())
                })
            }
            ',' => {
                bytes
                    .get(end.wrapping_sub(1))
                    .is_some_and(u8::is_ascii_digit)
                    && after.is_some_and(|a| a.is_ascii_digit())
            }
            _ => false,
        };
        if !joins || end + c.len_utf8() >= limit {
            break;
        }
        letters_since_dot = 0;
        end += c.len_utf8();
    }
    end
}

fn is_joining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Adds a word, and its possessive ending as a token of its own. Gives where the text goes on.
#[inline]
fn push_word(
    text: &str,
    range: Range<usize>,
    found: Found,
    mut token: Token,
    out: &mut Vec<Token>,
) -> usize {
    let used = range.start + found.used as usize;
    token.key = found.key;
    token.flags = found.entry.flags;
    token.value = found.entry.value;
    token.upper = found.upper;
    token.end = used as u32;
    let mut end = range.end;
    // A full stop belongs to an abbreviation, to initials ("J.") and to dotted letters ("U.S.").
    let after = text.as_bytes().get(end..).unwrap_or_default();
    let stop = used == end && after.first() == Some(&b'.');
    let word = || text.get(range.clone()).unwrap_or_default();
    // "of Riverton, Ala., said": no sentence ends before a comma.
    let goes_on = || after.get(1) == Some(&b',');
    let abbreviated = || is_initial(word(), &token) || word().contains('.') || goes_on();
    if stop && (token.is(ABBREVIATION) || abbreviated()) {
        // "Ada A. Vale": an initial is none of the small words that are written like it.
        token.flags = if is_initial(word(), &token) {
            token.flags & ANY_TITLE | ABBREVIATION
        } else {
            token.flags | ABBREVIATION
        };
        end += 1;
        token.end = end as u32;
        out.push(token);
        return end;
    }
    token.flags &= !ABBREVIATION;
    out.push(token);
    if used < end {
        out.push(Token {
            start: used as u32,
            end: end as u32,
            flags: POSSESSIVE_MARK,
            key: 0,
            kind: Kind::Word,
            value: 0,
            upper: false,
            spaced: false,
            first: false,
        });
    }
    end
}

fn is_initial(word: &str, token: &Token) -> bool {
    token.upper && !token.is(FIRST) && word.chars().count() == 1
}

fn find_phrases(first: usize, vocabulary: &Vocabulary, tokens: &mut [Token]) {
    let mut index = first;
    while index < tokens.len() {
        let token = &tokens[index];
        index += 1;
        if !token.is(PHRASE) {
            continue;
        }
        let matching = vocabulary.phrases(token.key).iter().find(|phrase| {
            phrase.rest.iter().enumerate().all(|(offset, key)| {
                tokens
                    .get(index + offset)
                    .is_some_and(|next| next.key == *key)
            })
        });
        if let Some(phrase) = matching {
            tokens[index - 1].flags = phrase.entry.flags;
            for later in &mut tokens[index..index + phrase.rest.len()] {
                later.flags = INSIDE;
            }
            index += phrase.rest.len();
        }
    }
}

/// Cuts a paragraph's tokens in sentences: at a full stop (or its like) and the marks and brackets closing after it,
/// when what follows can begin a sentence.
fn cut_sentences(text: &str, tokens: &[Token], range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut start = range.start;
    let mut index = range.start;
    while index < range.end {
        let token = &tokens[index];
        index += 1;
        let stop = token.kind == Kind::Stop;
        let abbreviation = token.is(ABBREVIATION);
        if !stop && !abbreviation {
            continue;
        }
        let mut marks = 0;
        while index < range.end
            && !tokens[index].spaced
            && matches!(tokens[index].kind, Kind::Mark | Kind::Close)
        {
            marks += 1;
            index += 1;
        }
        let Some(next) = tokens[..range.end].get(index) else {
            break;
        };
        if !next.spaced {
            continue;
        }
        // The word that would begin the sentence, behind opening marks and brackets.
        let opener = matches!(
            next.kind,
            Kind::Mark | Kind::Open | Kind::Dash | Kind::Other
        );
        let word = tokens[index..range.end]
            .iter()
            .take(3)
            .find(|t| matches!(t.kind, Kind::Word | Kind::Number));
        let begins = word.is_some_and(|w| {
            w.upper || (w.kind == Kind::Number) || (opener && next.kind == Kind::Mark && marks > 0)
        });
        if !begins {
            continue;
        }
        let ends = if abbreviation && !stop {
            // "in the U.S. The talks": only a small word in capitals tells, or a mark behind the time of day.
            let small = next.is(DETERMINER | PRONOUN | FIRST | CONJUNCTION | PREPOSITION);
            let timed = next.kind == Kind::Mark
                && word.is_some_and(|word| word.upper)
                && index >= 2
                && tokens[index - 2].kind == Kind::Number;
            (next.upper && small || timed)
                && text.get(token.range()).is_some_and(|t| t.contains('.'))
        } else {
            let asks = text
                .get(token.range())
                .is_some_and(|t| t.ends_with(['?', '!', '…']) || t.len() > 1);
            let number_before = index >= 2 && tokens[index - 2].kind == Kind::Number && marks == 0;
            if number_before && next.is(MONTH) {
                false
            } else if asks && marks > 0 {
                // "Really?" Bush said: the sentence goes on if its cue comes soon.
                !cue_follows(tokens, index..range.end)
            } else {
                true
            }
        };
        if ends {
            out.push(start..index);
            start = index;
        }
    }
    if start < range.end {
        out.push(start..range.end);
    }
}

fn cue_follows(tokens: &[Token], range: Range<usize>) -> bool {
    tokens[range]
        .iter()
        .take(6)
        .take_while(|t| matches!(t.kind, Kind::Word | Kind::Number))
        .any(|t| t.is(SAYING))
}
