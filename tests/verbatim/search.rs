//! The index by itself: following the record, generations, filters.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use verbatim::domain::{
    ArticleId, Concept, DateRange, Form, Kinds, Order, Query, Tells, WantedSpeaker,
};
use verbatim::ports::{Change, Position, Record, SearchIndex};
use verbatim::search::{IndexSettings, TantivyIndex};
use verbatim::text::analyser;

use crate::kept::Kept;
use crate::sample::article;

pub fn open(folder: &Path) -> TantivyIndex {
    TantivyIndex::open(folder, IndexSettings::default()).unwrap()
}

/// Lets the index follow the record, in steps of `step` changes.
pub async fn follow(index: &dyn SearchIndex, record: &dyn Record, step: usize) {
    loop {
        let changes = record.changes_after(index.position(), step).await.unwrap();
        let Some((upto, _)) = changes.last() else {
            break;
        };
        let upto = *upto;
        let changes: Vec<Change> = changes.into_iter().map(|(_, change)| change).collect();
        index.apply(&changes, upto).unwrap();
    }
}

fn looking_for(words: &str) -> Query {
    Query {
        concepts: analyser("en")
            .terms(words)
            .into_iter()
            .map(|term| Concept {
                written: term.text.clone(),
                tells: Tells::Topic,
                forms: vec![Form {
                    terms: vec![term.text],
                    weight: 1.0,
                }],
            })
            .collect(),
        limit: 10,
        ..Query::default()
    }
}

fn ids(index: &dyn SearchIndex, query: &Query) -> Vec<i64> {
    let candidates = index.search(query).unwrap();
    // The record counts from 1.
    candidates
        .statements
        .iter()
        .map(|hit| hit.id.0 - 1)
        .collect()
}

/// Four statements: 0 and 1 of Ada Vale, 2 of Tom Marsh, 3 the words of 0 in an earlier article.
async fn harbour() -> Kept {
    let record = Kept::new().await;
    let later = article(
        "later",
        "en",
        date(2025, 3, 10),
        "Harbour to close",
        &[
            "Ada Vale=ada-vale: \"[The harbour will stay closed until the new crane is safe],\" she said.",
            "Ada Vale=ada-vale~: She added that [ferries would call at the old pier].",
            "Tom Marsh: \"[Nobody asked the fishermen],\" said Tom Marsh.",
        ],
    );
    let mut earlier = article(
        "earlier",
        "en",
        date(2025, 3, 9),
        "Crane fails again",
        &[
            "Ada Vale=ada-vale: \"[the harbour will stay closed until the new crane is safe]\", Vale wrote.",
        ],
    );
    earlier.article.outlet = Some("Pier News".to_owned());
    record
        .store(vec![later, earlier], Timestamp::UNIX_EPOCH)
        .await
        .unwrap();
    record
}

#[tokio::test]
async fn what_was_applied_is_found_at_once_and_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    assert_eq!(index.position(), Position(0));
    follow(&index, &*record, 1).await;
    assert_eq!(index.counts(), (4, 2));
    assert_eq!(ids(&index, &looking_for("fishermen")), [2]);
    drop(index);
    let index = open(folder.path());
    assert_eq!(index.position(), Position(2));
    assert_eq!(index.counts(), (4, 2));
    assert_eq!(ids(&index, &looking_for("fisherman fishermen")), [2]);
}

#[tokio::test]
async fn a_change_applied_twice_is_as_one_and_a_removed_article_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    let changes: Vec<Change> = record
        .changes_after(Position(0), 10)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, change)| change)
        .collect();
    index.apply(&changes, Position(2)).unwrap();
    index.apply(&changes, Position(2)).unwrap();
    assert_eq!(index.counts(), (4, 2));
    let gone = Change::Removed(ArticleId("later".to_owned()));
    index.apply(&[gone], Position(3)).unwrap();
    assert_eq!(index.counts(), (1, 1));
    assert_eq!(ids(&index, &looking_for("fishermen")), [0i64; 0]);
}

#[tokio::test]
async fn the_same_words_are_one_statement() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    follow(&index, &*record, 10).await;
    assert_eq!(ids(&index, &looking_for("crane safe")).len(), 1);
    // Where an outlet is asked for, its own article is shown.
    let mut query = looking_for("crane safe");
    query.outlets = vec!["the harbour post".to_owned()];
    assert_eq!(ids(&index, &query), [0]);
}

#[tokio::test]
async fn filters_are_observed() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    follow(&index, &*record, 10).await;
    let by = |speaker: WantedSpeaker, words: &str| {
        let mut query = looking_for(words);
        query.speakers = vec![speaker];
        ids(&index, &query)
    };
    let marsh = WantedSpeaker::Named("MARSH".to_owned());
    assert_eq!(by(marsh, "harbour fishermen"), [2]);
    let cyrillic = WantedSpeaker::Named("Марш".to_owned());
    assert_eq!(by(cyrillic, "harbour fishermen"), [2]);
    let vale = WantedSpeaker::Roster(verbatim::domain::SpeakerId("ada-vale".to_owned()));
    assert_eq!(by(vale.clone(), "fishermen pier"), [1]);

    let mut query = looking_for("harbour ferries crane");
    query.kinds = Kinds {
        reported: true,
        ..Kinds::NONE
    };
    assert_eq!(ids(&index, &query), [1]);
    query.kinds = Kinds {
        quotation: true,
        ..Kinds::NONE
    };
    query.said = DateRange::day(date(2025, 3, 10));
    assert_eq!(ids(&index, &query)[0], 0);
    query.said = DateRange::day(date(2024, 3, 10));
    assert_eq!(ids(&index, &query), [0i64; 0]);

    let newest = Query {
        speakers: vec![vale],
        order: Order::First,
        limit: 1,
        ..Query::default()
    };
    assert_eq!(ids(&index, &newest), [3]);
}

#[tokio::test]
async fn what_does_not_count_hides_nothing_however_much_there_is_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let record = Kept::new().await;
    let day = date(2025, 3, 10);
    let quiet = "Ada Vale: \"[For years the crane has stood where nobody walks or looks at all]\".";
    let mut articles = vec![article("quiet", "en", day, "Quiet", &[quiet])];
    let loud: Vec<String> = (0..50).map(|number| format!("loud-{number}")).collect();
    for id in &loud {
        let line = format!("Tom Marsh~: [the crane {id}].");
        articles.push(article(id, "en", day, "Crane", &[&line]));
    }
    record.store(articles, Timestamp::UNIX_EPOCH).await.unwrap();
    let index = open(folder.path());
    follow(&index, &*record, 100).await;
    let mut query = looking_for("crane");
    assert!(!ids(&index, &query).contains(&0));
    query.kinds = Kinds {
        quotation: true,
        ..Kinds::NONE
    };
    assert_eq!(ids(&index, &query), [0], "the others are of another kind");
    query.kinds = Kinds::ALL;
    let gone: Vec<Change> = loud
        .into_iter()
        .map(|id| Change::Removed(ArticleId(id)))
        .collect();
    index.apply(&gone, Position(100)).unwrap();
    assert_eq!(ids(&index, &query), [0], "the others are gone");
}

#[tokio::test]
async fn a_long_search_that_others_help_with_finds_the_same_each_time() {
    const STATEMENTS: usize = 12;
    let folder = tempfile::tempdir().unwrap();
    let record = Kept::new().await;
    let words = [
        "crane", "pier", "harbour", "ferry", "rope", "anchor", "lantern",
    ];
    let line = |number: usize| {
        let said = words.iter().enumerate();
        let said = said.filter(|(at, _)| (number * 7_919 + at * at) % (at + 2) < 2);
        let said: Vec<&str> = said.map(|(_, word)| *word).collect();
        let ends = "and so on ".repeat(number % 5);
        format!("Tom Marsh: \"[{} number{number} {ends}].\"", said.join(" "))
    };
    let articles = (0..250).map(|article_number| {
        let first = article_number * STATEMENTS;
        let lines: Vec<String> = (first..first + STATEMENTS).map(line).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let id = format!("article-{article_number}");
        article(&id, "en", date(2025, 3, 10), "Harbour", &lines)
    });
    record
        .store(articles.collect(), Timestamp::UNIX_EPOCH)
        .await
        .unwrap();
    let index = open(folder.path());
    follow(&index, &*record, 500).await;
    let queries = [
        looking_for("crane pier harbour ferry rope"),
        looking_for("anchor lantern crane number2997"),
        looking_for("harbour"),
    ];
    let found: Vec<Vec<i64>> = queries.iter().map(|query| ids(&index, query)).collect();
    assert!(found.iter().all(|found| found.len() == 10));
    assert_eq!(found[1][0], 2_997);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for (query, found) in queries.iter().zip(&found).cycle().take(300) {
                    assert_eq!(&ids(&index, query), found);
                }
            });
        }
    });
}

#[tokio::test]
async fn a_speaker_is_known_by_any_words_of_the_name_in_any_script() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    follow(&index, &*record, 10).await;
    assert!(index.knows_speaker("Vale").unwrap());
    assert!(index.knows_speaker("ada vale").unwrap());
    assert!(index.knows_speaker("Ада").unwrap());
    assert!(!index.knows_speaker("Tom Vale").unwrap());
    assert!(!index.knows_speaker("…").unwrap());
}

#[tokio::test]
async fn a_new_generation_takes_over_and_the_old_one_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("README.md"), "keep me").unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    follow(&index, &*record, 10).await;

    let mut next = index.rebuild().unwrap();
    let changes = record.changes_after(Position(0), 10).await.unwrap();
    for (_, change) in changes {
        next.add(&[change]).unwrap();
    }
    assert_eq!(next.finish(Position(2)).unwrap(), (4, 2));
    assert_eq!(
        ids(&index, &looking_for("fishermen")),
        [2],
        "answers go on meanwhile"
    );
    next.swap().unwrap();
    assert_eq!(index.position(), Position(2));
    assert_eq!(ids(&index, &looking_for("fishermen")), [2]);

    // A change after the swap goes to the new generation.
    let gone = Change::Removed(ArticleId("later".to_owned()));
    index.apply(&[gone], Position(3)).unwrap();
    assert_eq!(index.counts(), (1, 1));
    assert_eq!(generations(folder.path()), 1);
    assert!(folder.path().join("README.md").exists());
    drop(index);
    assert_eq!(open(folder.path()).counts(), (1, 1));
}

fn generations(folder: &Path) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_type().unwrap().is_dir())
        .count()
}

#[tokio::test]
async fn a_rebuild_given_up_leaves_no_trace_and_what_a_killed_one_left_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    follow(&index, &*record, 10).await;
    let mut next = index.rebuild().unwrap();
    next.add(&[Change::Removed(ArticleId("later".to_owned()))])
        .unwrap();
    assert_eq!(generations(folder.path()), 2);
    drop(next);
    assert_eq!(generations(folder.path()), 1);

    let left = folder.path().join("generation-1-000099");
    std::fs::create_dir(&left).unwrap();
    drop(index);
    let index = open(folder.path());
    assert!(!left.exists());
    assert_eq!(index.counts(), (4, 2));
}

#[tokio::test]
async fn an_index_that_cannot_be_read_is_begun_anew() {
    let record = harbour().await;
    let harms: [&dyn Fn(&Path); 4] = [
        &|folder| std::fs::write(folder.join("CURRENT"), "generation-0-000001\n").unwrap(),
        &|folder| std::fs::write(folder.join("CURRENT"), [0xff, 0xfe, 0]).unwrap(),
        &|folder| std::fs::remove_file(folder.join("CURRENT")).unwrap(),
        &|folder| {
            let name = std::fs::read_to_string(folder.join("CURRENT")).unwrap();
            std::fs::write(folder.join(name.trim()).join("meta.json"), "{").unwrap();
        },
    ];
    for harm in harms {
        let folder = tempfile::tempdir().unwrap();
        let index = open(folder.path());
        follow(&index, &*record, 10).await;
        drop(index);
        harm(folder.path());
        let index = open(folder.path());
        assert_eq!(index.position(), Position(0));
        follow(&index, &*record, 10).await;
        assert_eq!(index.counts(), (4, 2));
        assert_eq!(generations(folder.path()), 1);
    }
}

#[tokio::test]
async fn a_reader_sees_what_the_writer_of_another_process_commits_and_swaps() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let writer = open(folder.path());
    let reader = open(folder.path());
    follow(&writer, &*record, 10).await;
    assert_eq!(reader.counts(), (4, 2));
    let mut next = writer.rebuild().unwrap();
    next.finish(Position(0)).unwrap();
    next.swap().unwrap();
    assert_eq!(reader.counts(), (0, 0));
}

#[tokio::test]
async fn only_one_may_write_and_the_other_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (open(folder.path()), open(folder.path()));
    one.apply(&[], Position(1)).unwrap();
    let error = other.apply(&[], Position(1)).unwrap_err();
    assert!(error.reason.contains("another process"), "{error}");
    drop(one);
    other.apply(&[], Position(2)).unwrap();
    assert_eq!(other.position(), Position(2));
}

#[tokio::test]
async fn a_search_in_flight_outlives_the_generation_it_began_in() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = Arc::new(open(folder.path()));
    follow(index.as_ref(), &*record, 10).await;
    let all = changes(&*record).await;
    std::thread::scope(|scope| {
        let searches = scope.spawn(|| {
            for _ in 0..300 {
                assert_eq!(ids(index.as_ref(), &looking_for("fishermen")), [2]);
            }
        });
        for _ in 0..5 {
            let mut next = index.rebuild().unwrap();
            next.add(&all).unwrap();
            next.finish(Position(2)).unwrap();
            next.swap().unwrap();
        }
        searches.join().unwrap();
    });
}

async fn changes(record: &dyn Record) -> Vec<Change> {
    let changes = record.changes_after(Position(0), 100).await.unwrap();
    changes.into_iter().map(|(_, change)| change).collect()
}

#[tokio::test]
async fn a_term_of_a_thousand_letters_and_a_thousand_concepts_cost_little() {
    let folder = tempfile::tempdir().unwrap();
    let record = harbour().await;
    let index = open(folder.path());
    follow(&index, &*record, 10).await;
    let mut query = looking_for("fishermen");
    query
        .concepts
        .extend(std::iter::repeat_n(query.concepts[0].clone(), 1000));
    query
        .concepts
        .extend(looking_for(&"x".repeat(1000)).concepts);
    query.concepts.push(Concept {
        written: String::new(),
        tells: Tells::Topic,
        forms: vec![Form {
            terms: Vec::new(),
            weight: 1.0,
        }],
    });
    assert_eq!(ids(&index, &query), [2]);
}
