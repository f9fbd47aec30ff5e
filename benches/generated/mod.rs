//! A corpus that is made up, the same on every machine: words by Zipf's law, statements by people who don't exist.

use jiff::Timestamp;
use jiff::civil::date;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use verbatim::domain::{
    Article, ArticleId, Attribution, Document, Language, Precision, SaidOn, Statement,
    StatementKind, When,
};
use verbatim::ports::Incoming;

/// Different words of the language.
const VOCABULARY: usize = 60_000;

/// Statements of one article.
pub const STATEMENTS: usize = 10;

/// Different speakers.
const SPEAKERS: usize = 2_000;

/// Makes articles and questions.
pub struct Generator {
    words: Vec<String>,
    /// Share of all running words that the word of each rank and those before it have.
    shares: Vec<f64>,
    random: StdRng,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        let mut total = 0.0;
        let mut shares: Vec<f64> = (1..=VOCABULARY)
            .map(|rank| {
                total += 1.0 / rank as f64;
                total
            })
            .collect();
        for share in &mut shares {
            *share /= total;
        }
        Self {
            words: (0..VOCABULARY).map(word).collect(),
            shares,
            random: StdRng::seed_from_u64(seed),
        }
    }

    fn word(&mut self) -> &str {
        let at = self.random.random_range(0.0..1.0);
        let rank = self.shares.partition_point(|&share| share < at);
        &self.words[rank.min(VOCABULARY - 1)]
    }

    fn words(&mut self, count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count {
            if !text.is_empty() {
                text.push(' ');
            }
            let word = self.word().to_owned();
            text.push_str(&word);
        }
        text
    }

    /// An article with [`STATEMENTS`] statements, each in a paragraph of its own with as many words around.
    pub fn article(&mut self, number: usize) -> Incoming {
        let day = date(2022, 1, 1) + jiff::Span::new().days(number as i64 % 1_400);
        let mut text = String::new();
        let mut statements = Vec::with_capacity(STATEMENTS);
        for utterance in 0..STATEMENTS {
            let speaker = self.random.random_range(0..SPEAKERS);
            let speaker = format!("Ada{speaker} Vale{speaker}");
            let first = text.len();
            text.push('"');
            let start = text.len();
            let length = self.random.random_range(8..32);
            text.push_str(&self.words(length));
            let end = text.len();
            let around = self.words(12);
            text.push_str(&format!("\" {speaker} said. {around}."));
            statements.push(Statement {
                range: start..end,
                text: text[start..end].to_owned(),
                kind: StatementKind::Quotation,
                attribution: Attribution {
                    speaker: Some(speaker),
                    speaker_id: None,
                    as_written: None,
                    cue: Some("said".to_owned()),
                    confidence: 0.9,
                },
                said_on: Some(SaidOn {
                    date: day,
                    precision: Precision::Day,
                    stated: false,
                }),
                paragraph: first..text.len(),
                utterance: utterance as u32,
            });
            text.push_str("\n\n");
        }
        let title = self.words(8);
        let outlet = format!("Outlet {}", number % 50);
        let language = Language::new("en");
        Incoming {
            article: Article {
                id: ArticleId(format!("article-{number}")),
                url: Some(format!("https://example.org/{number}")),
                outlet: Some(outlet.clone()),
                title: Some(title.clone()),
                authors: Vec::new(),
                published: Some(When::day(day)),
                modified: None,
                first_seen: Timestamp::UNIX_EPOCH,
                language: language.clone(),
            },
            document: Document {
                title: Some(title),
                text,
                marks: Vec::new(),
                language,
                published: Some(When::day(day)),
                outlet: Some(outlet),
                sole_speaker: None,
            },
            statements,
        }
    }

    /// Two to five different words as running text has them, the thirty most frequent left out as a question leaves out
    /// what every sentence has.
    pub fn question(&mut self) -> String {
        let count = self.random.random_range(2..=5);
        let mut words: Vec<String> = Vec::new();
        while words.len() < count {
            let word = self.word().to_owned();
            if !self.words[..30].contains(&word) && !words.contains(&word) {
                words.push(word);
            }
        }
        words.join(" ")
    }
}

/// The word of a rank: syllables that no two ranks share.
fn word(rank: usize) -> String {
    const ONSETS: [&str; 16] = [
        "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "tr",
    ];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut rest = rank + 80;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(ONSETS[rest % 16]);
        rest /= 16;
        word.push_str(VOWELS[rest % 5]);
        rest /= 5;
    }
    // An ending that no stemmer takes away.
    word.push('k');
    word
}
