//! Killed at any point, the next start is sound: nothing committed is lost, nothing is there twice, and the index finds
//! what a fresh one finds.

use std::collections::HashSet;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use verbatim::domain::{Concept, Form, Kinds, Query, StatementId};
use verbatim::ingest::follow;
use verbatim::ports::{Change, Position, Record, SearchIndex};
use verbatim::search::TantivyIndex;

use crate::harness::{House, articles};

const POINTS: usize = 50;
const ARTICLES: usize = 400;

/// Runs the program and kills it after `wait`, unless it ended before. Whether it was killed.
fn killed(house: &House, arguments: &[&str], wait: Duration) -> bool {
    let mut child = house
        .command(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(wait);
    let ended = child.try_wait().expect("its state can be had").is_some();
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    !ended
}

fn duration_of(house: &House, arguments: &[&str]) -> Duration {
    let begun = Instant::now();
    house.succeed(arguments);
    begun.elapsed()
}

/// Every statement of the record's current texts: its id, and where it stands.
async fn statements(record: &dyn Record) -> Vec<(StatementId, String)> {
    let changes = record
        .changes_after(Position::default(), usize::MAX)
        .await
        .expect("the record is read");
    let mut all = Vec::new();
    for (_, change) in changes {
        if let Change::Put(indexed) = change {
            for found in &indexed.statements {
                let place = format!("{} {:?}", indexed.article.id, found.statement.range);
                all.push((found.id, place));
            }
        }
    }
    all
}

/// The statements that the index finds for each article's own number.
fn found(index: &TantivyIndex) -> Vec<HashSet<StatementId>> {
    (0..ARTICLES)
        .map(|number| {
            let query = Query {
                concepts: vec![Concept {
                    written: number.to_string(),
                    tells: verbatim::domain::Tells::Topic,
                    forms: vec![Form {
                        terms: vec![number.to_string()],
                        weight: 1.0,
                    }],
                }],
                kinds: Kinds::ALL,
                limit: 50,
                ..Query::default()
            };
            let hits = index.search(&query).expect("the index is read");
            hits.statements.into_iter().map(|hit| hit.id).collect()
        })
        .collect()
}

async fn is_sound(house: &House) -> usize {
    let record = house.record().await;
    let statements = statements(&record).await;
    let places: HashSet<&String> = statements.iter().map(|(_, place)| place).collect();
    assert_eq!(places.len(), statements.len(), "a statement is there twice");
    let ids: Vec<StatementId> = statements.iter().map(|(id, _)| *id).collect();
    for quoted in record
        .quoted(&ids[..ids.len().min(500)])
        .await
        .expect("the record is read")
    {
        quoted.expect("every stored statement can be quoted");
    }
    let index = house.index();
    follow(&record, &index).await.expect("the index follows");
    assert_eq!(index.counts().0, statements.len() as u64);
    statements.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ingest_that_is_killed_loses_nothing_and_doubles_nothing() {
    let whole = House::new();
    let lines = whole.file("articles.jsonl", &articles(0..ARTICLES));
    let path = lines.to_str().expect("a path of letters");
    let time = duration_of(&whole, &["ingest", path]);

    let mut random = StdRng::seed_from_u64(20_251_120);
    let mut house = House::new();
    let (mut kills, mut before, mut tries) = (0, 0, 0);
    while kills < POINTS {
        tries += 1;
        assert!(
            tries < POINTS * 20,
            "the program ended before nearly every kill"
        );
        let wait = time.mul_f64(random.random_range(0.0..1.0));
        if killed(&house, &["ingest", path], wait) {
            kills += 1;
        }
        let now = is_sound(&house).await;
        assert!(
            now >= before,
            "statements were lost: {before} before, {now} after"
        );
        before = now;
        if now == is_sound(&whole).await {
            // All is in: begin again with an empty house.
            house = House::new();
            before = 0;
        }
    }
    house.succeed(&["ingest", path]);
    assert_eq!(is_sound(&house).await, is_sound(&whole).await);
    let followed = found(&house.index());
    house.succeed(&["reindex"]);
    assert_eq!(followed, found(&house.index()));
    assert!(followed.iter().all(|hits| !hits.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reindex_that_is_killed_leaves_an_index_that_answers() {
    let house = House::new();
    let lines = house.file("articles.jsonl", &articles(0..ARTICLES));
    house.succeed(&["ingest", lines.to_str().expect("a path of letters")]);
    let time = duration_of(&house, &["reindex"]);
    let expected = found(&house.index());

    let mut random = StdRng::seed_from_u64(20_251_121);
    let (mut kills, mut tries) = (0, 0);
    while kills < POINTS {
        tries += 1;
        assert!(
            tries < POINTS * 20,
            "the program ended before nearly every kill"
        );
        if killed(
            &house,
            &["reindex"],
            time.mul_f64(random.random_range(0.0..1.0)),
        ) {
            kills += 1;
        }
        assert_eq!(expected, found(&house.index()));
    }
    house.succeed(&["reindex"]);
    assert_eq!(expected, found(&house.index()));
    let generations = std::fs::read_dir(house.data().join("index"))
        .expect("the index is a folder")
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .count();
    assert_eq!(generations, 1, "a killed rebuild left its folder");
}
