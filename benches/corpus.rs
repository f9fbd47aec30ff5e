//! A corpus made up of made-up words, as large as wanted: nothing is kept, every article is made again from its number.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use verbatim::domain::{
    Article, ArticleId, Attribution, Document, Freshness, Language, Piece, Precision,
    QuotedStatement, Revision, RevisionId, SaidOn, Statement, StatementId, StatementKind, When,
};
use verbatim::ports::{
    Change, Damaged, Incoming, IndexedArticle, Position, Record, RecordError, SourceState, Stored,
};

/// Statements of each article.
pub const PER_ARTICLE: usize = 10;

/// The day of the newest article.
pub const LAST_DAY: Date = date(2025, 11, 24);

/// Different words. Their frequencies fall as Zipf found: the second half as often as the first, and so on.
const WORDS: usize = 60_000;
const SPEAKERS: usize = 5_000;

/// Articles by number.
#[derive(Clone)]
pub struct Corpus {
    articles: usize,
    /// How often the words up to each occur, of 1.
    shares: Vec<f64>,
    /// Articles that were read before, so that what is measured is not how they are made.
    read: Arc<Mutex<HashMap<usize, Arc<IndexedArticle>>>>,
}

impl Corpus {
    /// A corpus of so many articles.
    pub fn new(articles: usize) -> Self {
        let mut sum = 0.0;
        let mut shares: Vec<f64> = (1..=WORDS)
            .map(|rank| {
                // As in English, without the few words that an analyser passes over.
                sum += 1.0 / (rank as f64 + 20.0);
                sum
            })
            .collect();
        shares.iter_mut().for_each(|share| *share /= sum);
        Self {
            articles,
            shares,
            read: Arc::default(),
        }
    }

    /// How many there are.
    pub fn articles(&self) -> usize {
        self.articles
    }

    fn word(&self, random: &mut SmallRng) -> String {
        let point: f64 = random.random();
        spelled(self.shares.partition_point(|share| *share < point))
    }

    fn sentence(&self, random: &mut SmallRng, words: usize) -> String {
        let words: Vec<String> = (0..words).map(|_| self.word(random)).collect();
        words.join(" ")
    }

    /// A question: two to five words that one statement holds, or words by chance.
    pub fn question(&self, seed: usize) -> Vec<String> {
        let mut random = SmallRng::seed_from_u64(0x9e37 + seed as u64);
        let length = random.random_range(2..=5);
        let article = self.article(random.random_range(0..self.articles));
        let statement = &article.statements[random.random_range(0..PER_ARTICLE)].1;
        let held: Vec<&str> = statement.text.split(' ').collect();
        let mut words: Vec<String> = Vec::new();
        while words.len() < length {
            let word = if seed.is_multiple_of(2) {
                held[random.random_range(0..held.len())].to_owned()
            } else {
                self.word(&mut random)
            };
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    /// The article of that number.
    pub fn article(&self, number: usize) -> IndexedArticle {
        let mut random = SmallRng::seed_from_u64(number as u64);
        let day = LAST_DAY
            .checked_sub(i64::from(random.random_range(0..1000)).days())
            .expect("a day");
        let title = self.sentence(&mut random, 8);
        let mut text = String::new();
        let mut statements = Vec::new();
        for place in 0..PER_ARTICLE {
            let start = text.len();
            let before = random.random_range(0..10);
            text.push_str(&self.sentence(&mut random, before));
            text.push_str(" \u{201c}");
            let from = text.len();
            let length = random.random_range(6..=40);
            text.push_str(&self.sentence(&mut random, length));
            let range = from..text.len();
            text.push_str("\u{201d} ");
            let after = random.random_range(2..10);
            text.push_str(&self.sentence(&mut random, after));
            let paragraph = start..text.len();
            text.push_str("\n\n");
            let speaker = random.random_range(0..SPEAKERS);
            let said_on = SaidOn {
                date: day,
                precision: Precision::Day,
                stated: false,
            };
            let statement = Statement {
                text: text[range.clone()].to_owned(),
                range,
                kind: StatementKind::Quotation,
                attribution: Attribution {
                    speaker: Some(format!("{} {}", spelled(speaker), spelled(WORDS + speaker))),
                    ..Attribution::default()
                },
                said_on: Some(said_on),
                paragraph,
                utterance: place as u32,
            };
            statements.push((
                StatementId((number * PER_ARTICLE + place) as i64),
                statement,
            ));
        }
        let language = Language::new("en");
        IndexedArticle {
            article: Article {
                id: ArticleId(number.to_string()),
                url: None,
                outlet: Some(format!("Outlet {}", number % 50)),
                title: Some(title.clone()),
                authors: Vec::new(),
                published: Some(When::day(day)),
                modified: None,
                first_seen: When::day(day).at,
                language: language.clone(),
            },
            revision: RevisionId(number as i64),
            document: Document {
                title: Some(title),
                text,
                language,
                ..Document::default()
            },
            statements,
        }
    }
}

/// The word of that rank. All end so that no stemmer shortens them.
fn spelled(mut rank: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "ko", "du", "fi", "ga", "hu", "jo", "ki", "la", "mo", "nu", "pi", "ra", "so", "tu",
        "vi", "wa", "xo", "zu", "bri",
    ];
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
        rank /= SYLLABLES.len();
        if rank == 0 {
            break;
        }
    }
    word.push('k');
    word
}

#[async_trait]
impl Record for Corpus {
    async fn store(&self, _: Vec<Incoming>, _: Timestamp) -> Result<Vec<Stored>, RecordError> {
        Ok(Vec::new())
    }

    async fn has_revision(&self, _: &ArticleId, _: &str) -> Result<bool, RecordError> {
        Ok(false)
    }

    async fn quoted(
        &self,
        ids: &[StatementId],
    ) -> Result<Vec<Result<QuotedStatement, Damaged>>, RecordError> {
        let quoted = ids.iter().map(|id| {
            let number = id.0 as usize;
            let article = number / PER_ARTICLE;
            let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            let indexed = read
                .entry(article)
                .or_insert_with(|| Arc::new(self.article(article)));
            let (id, statement) = indexed.statements[number % PER_ARTICLE].clone();
            Ok(QuotedStatement {
                id,
                paragraph: indexed.document.text[statement.paragraph.clone()].to_owned(),
                pieces: vec![Piece {
                    range: statement.range.clone(),
                    text: statement.text.clone(),
                    after_gap: false,
                }],
                article: indexed.article.clone(),
                revision: indexed.revision,
                statement,
                carriers: Vec::new(),
            })
        });
        Ok(quoted.collect())
    }

    async fn texts(&self, _: &[ArticleId]) -> Result<Vec<(Article, Revision)>, RecordError> {
        Ok(Vec::new())
    }

    async fn changes_after(
        &self,
        _: Position,
        _: usize,
    ) -> Result<Vec<(Position, Change)>, RecordError> {
        Ok(Vec::new())
    }

    async fn position(&self) -> Result<Position, RecordError> {
        Ok(Position(1))
    }

    async fn freshness(&self) -> Result<Freshness, RecordError> {
        Ok(Freshness::default())
    }

    async fn outlets(&self) -> Result<Vec<String>, RecordError> {
        Ok(Vec::new())
    }

    async fn source_state(&self, _: &str) -> Result<SourceState, RecordError> {
        Ok(SourceState::default())
    }

    async fn put_source_state(&self, _: &str, _: &SourceState) -> Result<(), RecordError> {
        Ok(())
    }
}
