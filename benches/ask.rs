//! What a question costs beside a bare search: a generated corpus of a million statements (or as many as
//! `VERBATIM_BENCH_STATEMENTS` says), questions of two to five words, three ways in one run:
//!
//! - bare: tantivy's top ten for the same words, on an index of nothing but the statements' text;
//! - search: the candidates of [`SearchIndex::search`], second look and all;
//! - ask: from the question's text to the answer, the statements read from a record.
//!
//! Prints medians and 99th percentiles, and each as a multiple of the bare search's.

mod corpus;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, ReloadPolicy, TantivyDocument, Term};
use verbatim::answer::{Answerer, Question, Ranking, Synonyms};
use verbatim::domain::{Concept, FixedClock, Form, Kinds, Query, Roster, When};
use verbatim::ports::{Change, Position, Record, SearchIndex};
use verbatim::search::{IndexSettings, TantivyIndex};

use corpus::{Corpus, PER_ARTICLE};

const QUESTIONS: usize = 1000;

fn main() {
    let statements = std::env::var("VERBATIM_BENCH_STATEMENTS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(1_000_000);
    let corpus = Corpus::new(statements / PER_ARTICLE);
    let folder = tempfile::tempdir().expect("a folder for the indexes");
    let bare = Bare::build(&folder.path().join("bare"), &corpus);
    let index = Arc::new(build(&folder.path().join("index"), &corpus));
    let (found, articles) = index.counts();
    println!("{found} statements in {articles} articles");
    println!(
        "index: bare {} MiB, ours {} MiB",
        size(&folder.path().join("bare")) >> 20,
        size(&folder.path().join("index")) >> 20
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let answerer = Answerer::new(
        Arc::new(corpus.clone()) as Arc<dyn Record>,
        Arc::clone(&index) as Arc<dyn SearchIndex>,
        Arc::new(Roster::default()),
        Synonyms::default(),
        Ranking::default(),
        Arc::new(FixedClock(When::day(corpus::LAST_DAY).at)),
    );

    let questions: Vec<Vec<String>> = (0..QUESTIONS).map(|seed| corpus.question(seed)).collect();
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    // Once to warm up, then measured, the three of one question after another, so that all share one state of the machine.
    for measured in [false, true] {
        for words in &questions {
            let query = query(words);
            let question = Question {
                kinds: Kinds {
                    passage: false,
                    ..Kinds::ALL
                },
                ..Question::new(words.join(" "), 10)
            };
            let spent = [
                time(|| bare.search(words)),
                time(|| index.search(&query).expect("a search").statements.len()),
                time(|| {
                    let answer = runtime
                        .block_on(answerer.ask(&question))
                        .expect("an answer");
                    answer.hits.len()
                }),
            ];
            if measured {
                for (times, spent) in times.iter_mut().zip(spent) {
                    times.push(spent);
                }
            }
        }
    }
    for times in &mut times {
        times.sort_unstable();
    }
    let at = |way: usize, share: f64| times[way][((QUESTIONS - 1) as f64 * share) as usize];
    println!(
        "{:8} {:>10} {:>7} {:>10} {:>7}",
        "", "median", "", "p99", ""
    );
    for (way, name) in ["bare", "search", "ask"].into_iter().enumerate() {
        let ratio = |share| at(way, share).as_secs_f64() / at(0, share).as_secs_f64();
        println!(
            "{name:8} {:>10.1?} {:>6.2}x {:>10.1?} {:>6.2}x",
            at(way, 0.5),
            ratio(0.5),
            at(way, 0.99),
            ratio(0.99),
        );
    }
}

fn time(act: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    std::hint::black_box(act());
    start.elapsed()
}

fn query(words: &[String]) -> Query {
    Query {
        concepts: words
            .iter()
            .map(|word| Concept {
                written: word.clone(),
                is_name: false,
                forms: vec![Form {
                    terms: vec![word.clone()],
                    weight: 1.0,
                }],
            })
            .collect(),
        kinds: Kinds {
            passage: false,
            ..Kinds::ALL
        },
        limit: 10,
        ..Query::default()
    }
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

fn build(folder: &Path, corpus: &Corpus) -> TantivyIndex {
    let start = Instant::now();
    let index = TantivyIndex::open(folder, IndexSettings::default()).expect("an index");
    let mut next = index.rebuild().expect("a generation");
    for article in 0..corpus.articles() {
        next.add(&[Change::Put(Box::new(corpus.article(article)))])
            .expect("a change");
    }
    next.finish(Position(1)).expect("a commit");
    next.swap().expect("a swap");
    println!("ours built in {:.1?}", start.elapsed());
    index
}

/// Nothing but the statements' text.
struct Bare {
    reader: tantivy::IndexReader,
    text: tantivy::schema::Field,
}

impl Bare {
    fn build(folder: &Path, corpus: &Corpus) -> Self {
        let start = Instant::now();
        std::fs::create_dir(folder).expect("a folder");
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("default")
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = schema.add_text_field(
            "text",
            TextOptions::default().set_indexing_options(indexing),
        );
        let index = Index::create_in_dir(folder, schema.build()).expect("an index");
        let mut writer: tantivy::IndexWriter = index
            .writer_with_num_threads(2, 128 << 20)
            .expect("a writer");
        for article in 0..corpus.articles() {
            for (_, statement) in corpus.article(article).statements {
                let mut document = TantivyDocument::default();
                document.add_text(text, &statement.text);
                writer.add_document(document).expect("a document");
            }
        }
        writer.commit().expect("a commit");
        // As ours is, after a rebuild: one segment.
        let segments = index.searchable_segment_ids().expect("segments");
        writer.merge(&segments).wait().expect("a merge");
        writer.wait_merging_threads().expect("merges");
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .expect("a reader");
        println!("bare built in {:.1?}", start.elapsed());
        Self { reader, text }
    }

    fn search(&self, words: &[String]) -> usize {
        let any = words
            .iter()
            .map(|word| {
                let term = Term::from_field_text(self.text, word);
                let query: Box<dyn tantivy::query::Query> =
                    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                (Occur::Should, query)
            })
            .collect();
        let top = TopDocs::with_limit(10).order_by_score();
        let searcher = self.reader.searcher();
        searcher
            .search(&BooleanQuery::new(any), &top)
            .expect("a search")
            .len()
    }
}
