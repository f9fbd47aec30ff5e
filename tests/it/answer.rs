//! Questions to answers, over the index and a record in memory.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use verbatim::answer::{Answerer, Question, Ranking, Synonyms};
use verbatim::domain::{
    Answer, ArticleId, FixedClock, Roster, Side, SideId, Speaker, SpeakerId, When,
};
use verbatim::ports::{Incoming, Record};
use verbatim::search::TantivyIndex;

use crate::memory_record::MemoryRecord;
use crate::sample::article;
use crate::search::{follow, open};

/// Everything a question needs, over some articles.
struct House {
    record: Arc<MemoryRecord>,
    index: Arc<TantivyIndex>,
    answerer: Answerer,
    _folder: tempfile::TempDir,
}

async fn house(articles: Vec<Incoming>) -> House {
    let folder = tempfile::tempdir().unwrap();
    let record = Arc::new(MemoryRecord::default());
    record.store(articles, Timestamp::UNIX_EPOCH).await.unwrap();
    let index = Arc::new(open(folder.path()));
    follow(index.as_ref(), record.as_ref(), 100).await;
    let synonyms = Synonyms::read(include_str!("../../config/synonyms.toml")).unwrap();
    let answerer = Answerer::new(
        record.clone(),
        index.clone(),
        Arc::new(roster()),
        synonyms,
        Ranking::default(),
        Arc::new(FixedClock(When::day(date(2025, 3, 12)).at)),
    );
    House {
        record,
        index,
        answerer,
        _folder: folder,
    }
}

fn roster() -> Roster {
    let speaker = |id: &str, name: &str, aliases: &[&str], side: &str| Speaker {
        id: SpeakerId(id.to_owned()),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        handles: vec![],
        gender: None,
        side: Some(SideId(side.to_owned())),
        roles: vec![],
    };
    Roster::new(
        vec![
            speaker("ada-vale", "Ada Vale", &["Vale", "Вейл"], "harbour"),
            speaker("tom-marsh", "Tom Marsh", &["Marsh", "Марш"], "fleet"),
        ],
        vec![
            Side {
                id: SideId("harbour".to_owned()),
                name: "Harbour Board".to_owned(),
                aliases: vec!["the board".to_owned(), "Harbour officials".to_owned()],
                members: vec![],
            },
            Side {
                id: SideId("fleet".to_owned()),
                name: "Fishing fleet".to_owned(),
                aliases: vec!["the fleet".to_owned(), "fishermen".to_owned()],
                members: vec![],
            },
        ],
    )
}

fn articles() -> Vec<Incoming> {
    vec![
        article(
            "crane",
            "en",
            date(2025, 3, 9),
            "Crane fails again",
            &[
                "The old crane at the north quay failed on Sunday.",
                "Ada Vale=ada-vale: \"[There will be no ceasefire in our quarrel with rust],\" Vale wrote.",
                "Tom Marsh=tom-marsh: \"[Nobody asked the crews before the quay was shut],\" said Tom Marsh.",
                "One harbour official~: One harbour official said [the plan looked like a wish-list of the crane makers].",
            ],
        ),
        article(
            "ferry",
            "en",
            date(2025, 3, 10),
            "Ferries move",
            &["Ada Vale=ada-vale: \"[Ferries will call at the old pier from Monday],\" Vale said."],
        ),
    ]
}

fn texts(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.text()).collect()
}

async fn ask(house: &House, question: &str) -> Answer {
    house
        .answerer
        .ask(&Question::new(question, 5))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_question_by_surname_is_answered_with_that_speakers_words() {
    let house = house(articles()).await;
    let answer = ask(&house, "what did Vale say about the ferries?").await;
    assert!(answer.answered);
    assert_eq!(
        answer.hits[0].text(),
        "Ferries will call at the old pier from Monday"
    );
    assert_eq!(answer.recognised[0].meaning, "Ada Vale");
    let other = "Nobody asked the crews before the quay was shut";
    assert!(
        !texts(&answer).contains(&other),
        "Marsh was not asked about"
    );
}

#[tokio::test]
async fn a_question_in_russian_finds_english_words_by_name_and_synonym() {
    let house = house(articles()).await;
    let answer = ask(&house, "что Вейл сказала о перемирии?").await;
    assert!(answer.answered);
    assert_eq!(
        answer.hits[0].text(),
        "There will be no ceasefire in our quarrel with rust"
    );
}

#[tokio::test]
async fn a_speaker_who_said_nothing_on_the_topic_is_not_answered_for() {
    let house = house(articles()).await;
    let answer = ask(&house, "what did Marsh say about volcanoes").await;
    assert!(!answer.answered, "{:?}", texts(&answer));
}

#[tokio::test]
async fn sources_without_a_name_are_found_by_what_they_are_called() {
    let house = house(articles()).await;
    let answer = ask(&house, "what do harbour officials think of the plan").await;
    assert!(answer.answered);
    assert!(
        answer.hits[0]
            .text()
            .starts_with("the plan looked like a wish-list")
    );
}

#[tokio::test]
async fn a_damaged_statement_is_left_out() {
    let house = house(articles()).await;
    house
        .record
        .overwrite_text(&ArticleId("ferry".to_owned()), "other words");
    let answer = ask(&house, "what did Vale say about the ferries?").await;
    assert!(texts(&answer).iter().all(|text| !text.contains("Ferries")));
}

#[tokio::test]
async fn what_was_removed_is_not_answered_with() {
    let house = house(articles()).await;
    house.record.remove(&ArticleId("ferry".to_owned()));
    follow(house.index.as_ref(), house.record.as_ref(), 100).await;
    let answer = ask(&house, "ferries").await;
    assert!(!answer.answered);
}

#[tokio::test]
async fn a_bad_date_and_an_unknown_speaker_are_explained() {
    let house = house(articles()).await;
    let mut question = Question::new("ferries", 5);
    question.since = Some("soonish".to_owned());
    let error = house.answerer.ask(&question).await.unwrap_err().to_string();
    assert!(
        error.contains("--since \"soonish\"") && error.contains("2025-11-20"),
        "{error}"
    );
    let mut question = Question::new("ferries", 5);
    question.speaker = Some("Ada Vail".to_owned());
    let error = house.answerer.ask(&question).await.unwrap_err().to_string();
    assert!(
        error.contains("Ada Vail") && error.contains("Ada Vale"),
        "{error}"
    );
}
