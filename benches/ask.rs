//! What a question costs, beside the bare search for the same terms, in one run.
//!
//! `cargo bench --bench ask` makes a corpus of a million statements, asks questions of two to five words, and prints
//! medians, 99th percentiles and ratios for
//!
//! - tantivy alone: the ten best of the same words on the statements' text,
//! - SQLite FTS5 (bm25, porter) on the same text,
//! - the search index's part of an answer,
//! - the whole answer: question to text on a terminal, the record read and checked,
//! - the same for a question how often a word was mentioned.
//!
//! VERBATIM_BENCH_STATEMENTS gives another number of statements, or several ("100000,1000000,10000000"), which are made
//! one after the other and removed; VERBATIM_BENCH_PLOT names a file in which the growth is then drawn as SVG. A million
//! take about 1.2 GiB of disk while they are measured.

mod generated;
mod plot;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use sqlx::Connection;
use sqlx::QueryBuilder;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection};
use tantivy::collector::TopDocs;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexReader, TantivyDocument, Term};
use verbatim::answer::{Answerer, Question, Ranking, Synonyms};
use verbatim::chat::terminal::{Look, reply};
use verbatim::commands::{Answered, Reply};
use verbatim::config::read_speakers;
use verbatim::domain::{
    Answer, Concept, FixedClock, Form, Found, Kinds, Query as Asked, Roster, StatementId, Tells,
};
use verbatim::ingest::reindex;
use verbatim::ports::{Record, SearchIndex};
use verbatim::search::{IndexSettings, TantivyIndex};
use verbatim::storage::SqliteRecord;

use generated::{Generator, STATEMENTS};

/// What the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const QUESTIONS: usize = 1_000;
/// Where the generator of texts begins, and that of questions.
const TEXTS: u64 = 20_251_120;
const ASKED: u64 = 20_251_123;
/// Questions that are asked before any is measured.
const WARM: usize = 1_000;
const FTS_QUESTIONS: usize = 60;

/// tantivy as anybody would set it up: one field; the words are of no language, so that there is nothing to stem.
struct Bare {
    reader: IndexReader,
    field: tantivy::schema::Field,
    index: Index,
}

impl Bare {
    fn create(folder: &Path) -> tantivy::Result<(Self, tantivy::IndexWriter)> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("default")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        schema.add_text_field(
            "text",
            TextOptions::default().set_indexing_options(indexing),
        );
        std::fs::create_dir_all(folder)?;
        let index = Index::create_in_dir(folder, schema.build())?;
        let writer = index.writer_with_num_threads(2, 256 << 20)?;
        // All segments become one at the end: none may be merged away meanwhile.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok((Self::of(index)?, writer))
    }

    fn open(folder: &Path) -> tantivy::Result<Self> {
        Self::of(Index::open_in_dir(folder)?)
    }

    fn of(index: Index) -> tantivy::Result<Self> {
        Ok(Self {
            reader: index.reader()?,
            field: index.schema().get_field("text")?,
            index,
        })
    }

    fn search(&self, question: &str) -> tantivy::Result<usize> {
        let mut tokenizer = self
            .index
            .tokenizers()
            .get("default")
            .expect("it is built in");
        let mut stream = tokenizer.token_stream(question);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        while let Some(token) = stream.next() {
            let term = Term::from_field_text(self.field, &token.text);
            clauses.push((
                Occur::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            ));
        }
        let query = BooleanQuery::new(clauses);
        Ok(self
            .reader
            .searcher()
            .search(&query, &TopDocs::with_limit(10).order_by_score())?
            .len())
    }
}

#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn take<T>(&mut self, work: impl FnOnce() -> T) {
        let begun = Instant::now();
        black_box(work());
        self.0.push(begun.elapsed());
    }

    fn at(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        self.0[(last as f64 * share) as usize].as_secs_f64() * 1e3
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `cargo test --benches` only has to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(MAKE) {
        let folder = arguments.next().ok_or("no folder to make a corpus in")?;
        let statements = arguments.next().ok_or("no number of statements")?.parse()?;
        let corpus = Corpus(folder.into());
        return tokio::runtime::Runtime::new()?.block_on(make(&corpus, statements));
    }
    let sizes = std::env::var("VERBATIM_BENCH_STATEMENTS").unwrap_or_else(|_| "1000000".to_owned());
    let mut lines: Vec<plot::Line> = Vec::new();
    for size in sizes.split(',') {
        let statements: usize = size.trim().parse()?;
        let medians = tokio::runtime::Runtime::new()?.block_on(run(statements))?;
        for (name, median) in medians {
            let point = (statements as f64, median);
            match lines.iter_mut().find(|line| line.name == name) {
                Some(line) => line.points.push(point),
                None => lines.push(plot::Line {
                    name,
                    points: vec![point],
                }),
            }
        }
    }
    if let Ok(file) = std::env::var("VERBATIM_BENCH_PLOT") {
        std::fs::write(&file, plot::drawn(&lines))?;
        println!("drawn in {file}");
    }
    Ok(())
}

/// The argument with which the program makes a corpus, and does nothing else.
const MAKE: &str = "make-corpus";

/// The files of a corpus.
struct Corpus(PathBuf);

impl Corpus {
    fn bare(&self) -> PathBuf {
        self.0.join("bare")
    }

    fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    fn record(&self) -> PathBuf {
        self.0.join("verbatim.db")
    }

    fn full_text(&self) -> PathBuf {
        self.0.join("fts.db")
    }
}

/// What is measured, and its median in milliseconds.
type Medians = Vec<(&'static str, f64)>;

/// Makes a corpus in a process of its own, so that the one that asks is as fresh as one that has just started, and measures.
async fn run(statements: usize) -> Result<Medians, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let making = Command::new(std::env::current_exe()?)
        .arg(MAKE)
        .arg(folder.path())
        .arg(statements.to_string())
        .status()?;
    if !making.success() {
        return Err(format!("the corpus could not be made: {making}").into());
    }
    let corpus = Corpus(folder.path().to_owned());
    let bare = Bare::open(&corpus.bare())?;
    let mut fts =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(corpus.full_text()))
            .await?;
    let record = Arc::new(SqliteRecord::open(&corpus.record()).await?);
    let index = Arc::new(TantivyIndex::open(
        &corpus.index(),
        IndexSettings::default(),
    )?);
    println!(
        "{} statements; record {} MiB, index {} MiB, bare index {} MiB",
        index.counts().0,
        std::fs::metadata(corpus.record())?.len() >> 20,
        size(&corpus.index())? >> 20,
        size(&corpus.bare())? >> 20,
    );
    let roster = Arc::new(read_speakers(include_str!("../config/speakers.toml"))?);
    let answerer = Answerer::new(
        record.clone(),
        index.clone(),
        Arc::clone(&roster),
        Synonyms::read(include_str!("../config/synonyms.toml"))?,
        Ranking::default(),
        Arc::new(FixedClock(jiff::Timestamp::UNIX_EPOCH)),
    );
    measure(&bare, &*record, &mut fts, &*index, &answerer, &roster).await
}

async fn make(corpus: &Corpus, statements: usize) -> Result<(), Box<dyn std::error::Error>> {
    let (bare, mut writer) = Bare::create(&corpus.bare())?;
    let mut fts = SqliteConnection::connect_with(
        &SqliteConnectOptions::new()
            .filename(corpus.full_text())
            .create_if_missing(true),
    )
    .await?;
    sqlx::query("CREATE VIRTUAL TABLE statement USING fts5(text, tokenize = 'porter')")
        .execute(&mut fts)
        .await?;
    let record = SqliteRecord::open(&corpus.record()).await?;
    let index = TantivyIndex::open(&corpus.index(), IndexSettings::default())?;

    let mut generator = Generator::new(TEXTS);
    let articles = statements / STATEMENTS;
    let begun = Instant::now();
    for first in (0..articles).step_by(500) {
        let batch: Vec<_> = (first..articles.min(first + 500))
            .map(|number| generator.article(number))
            .collect();
        let texts = batch
            .iter()
            .flat_map(|article| &article.statements)
            .map(|statement| &statement.text);
        for text in texts.clone() {
            let mut document = TantivyDocument::default();
            document.add_text(bare.field, text);
            writer.add_document(document)?;
        }
        let mut insert: QueryBuilder<Sqlite> = QueryBuilder::new("INSERT INTO statement (text) ");
        insert.push_values(texts, |mut row, text| {
            row.push_bind(text.clone());
        });
        insert.build().execute(&mut fts).await?;
        record.store(batch, jiff::Timestamp::UNIX_EPOCH).await?;
    }
    writer.commit()?;
    let segments = bare.index.searchable_segment_ids()?;
    writer.merge(&segments).wait()?;
    writer.wait_merging_threads()?;
    println!("made and stored in {:.0} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    // Both indexes in one segment, as a rebuild leaves ours.
    reindex(&record, &index, &|_, _| ()).await?;
    println!(
        "indexed from the record in {:.0} s",
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

async fn measure(
    bare: &Bare,
    record: &dyn Record,
    fts: &mut SqliteConnection,
    index: &dyn SearchIndex,
    answerer: &Answerer,
    roster: &Roster,
) -> Result<Medians, Box<dyn std::error::Error>> {
    let look = Look::new(roster, TimeZone::UTC);
    let mut generator = Generator::new(ASKED);
    // Bots run for weeks: what is measured is one whose files the system has mapped, not one that starts.
    let warm: Vec<String> = (0..WARM).map(|_| generator.question()).collect();
    for question in &warm {
        bare.search(question)?;
        answered(answerer, &look, question).await?;
    }
    let [
        mut bared,
        mut searched,
        mut read,
        mut shown,
        mut whole,
        mut counted,
        mut full_text,
    ]: [Times; 7] = Default::default();
    for number in 0..QUESTIONS {
        let question = generator.question();
        bared.take(|| bare.search(&question));
        let asked = query(&question);
        searched.take(|| index.search(&asked));
        let begun = Instant::now();
        let answer = answerer.ask(&Question::new(&question, 10)).await?;
        let ids: Vec<StatementId> = statements_of(&answer);
        let answer = Reply::Answer(Box::new(Answered::whole(answer)));
        let asked_in = begun.elapsed();
        shown.take(|| reply(&answer, &look));
        whole
            .0
            .push(asked_in + shown.0.last().copied().unwrap_or_default());
        let begun = Instant::now();
        black_box(record.quoted(&ids).await?);
        read.0.push(begun.elapsed());
        if number < FTS_QUESTIONS {
            let word = question.split(' ').next().unwrap_or_default();
            let often = format!("how often was {word} mentioned");
            let begun = Instant::now();
            black_box(answered(answerer, &look, &often).await?);
            counted.0.push(begun.elapsed());
            let terms: Vec<String> = question
                .split(' ')
                .map(|word| format!("\"{word}\""))
                .collect();
            let begun = Instant::now();
            let found: Vec<i64> = sqlx::query_scalar(
                "SELECT rowid FROM statement WHERE statement MATCH $1 ORDER BY bm25(statement) LIMIT 10",
            )
            .bind(terms.join(" OR "))
            .fetch_all(&mut *fts)
            .await?;
            black_box(found);
            full_text.0.push(begun.elapsed());
        }
    }
    let (median, late) = (bared.at(0.5), bared.at(0.99));
    println!(
        "{:<28}{:>12}{:>8}{:>12}{:>8}",
        "", "median ms", "×", "p99 ms", "×"
    );
    let mut medians = Medians::new();
    for (name, times) in [
        ("tantivy alone, ten best", &mut bared),
        ("search index", &mut searched),
        ("record, read and checked", &mut read),
        ("shown on a terminal", &mut shown),
        ("whole answer", &mut whole),
        ("whole answer, a count", &mut counted),
        ("SQLite FTS5", &mut full_text),
    ] {
        println!(
            "{name:<28}{:>12.3}{:>8.2}{:>12.3}{:>8.2}",
            times.at(0.5),
            times.at(0.5) / median,
            times.at(0.99),
            times.at(0.99) / late
        );
        medians.push((name, times.at(0.5)));
    }
    println!("memory of the process: {}", memory());
    Ok(medians)
}

/// The question as a query of its words alone.
fn query(question: &str) -> Asked {
    let concept = |word: &str| Concept {
        written: word.to_owned(),
        tells: Tells::Topic,
        forms: vec![Form {
            terms: vec![word.to_owned()],
            weight: 1.0,
        }],
    };
    Asked {
        concepts: question.split(' ').map(concept).collect(),
        kinds: Kinds {
            passage: false,
            ..Kinds::ALL
        },
        limit: 10,
        ..Asked::default()
    }
}

fn statements_of(answer: &Answer) -> Vec<StatementId> {
    let found = answer.hits.iter().map(|hit| &hit.found);
    found
        .filter_map(|found| match found {
            Found::Statement(quoted) => Some(quoted.id),
            Found::Passage(_) => None,
        })
        .collect()
}

async fn answered(
    answerer: &Answerer,
    look: &Look<'_>,
    question: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let answer = answerer.ask(&Question::new(question, 10)).await?;
    Ok(reply(
        &Reply::Answer(Box::new(Answered::whole(answer))),
        look,
    ))
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // Segments that were merged may go while they are counted.
        total += if path.is_dir() {
            size(&path)?
        } else {
            path.metadata().map_or(0, |found| found.len())
        };
    }
    Ok(total)
}

/// Resident memory, pages of the index that are mapped included, as Linux tells it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status
        .lines()
        .filter(|line| line.starts_with("VmHWM") || line.starts_with("RssAnon"));
    lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(", ")
}
