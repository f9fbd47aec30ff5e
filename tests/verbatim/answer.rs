//! Questions to answers, over an index and a record of their own.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use verbatim::answer::{Answerer, FollowUp, Question, Ranking, Synonyms};
use verbatim::domain::{
    Answer, ArticleId, Asker, FixedClock, Found, Kinds, NewTurn, Place, Roster, Side, SideId,
    Speaker, SpeakerId, Turn, TurnId, When,
};
use verbatim::ports::{Incoming, Record};
use verbatim::search::{IndexSettings, TantivyIndex, Weights};

use crate::kept::Kept;
use crate::sample::article;
use crate::search::follow;

/// Everything a question needs, over some articles.
struct House {
    record: Kept,
    index: Arc<TantivyIndex>,
    answerer: Answerer,
    _folder: tempfile::TempDir,
}

async fn house(articles: Vec<Incoming>) -> House {
    house_with(articles, Weights::default()).await
}

async fn house_with(articles: Vec<Incoming>, weights: Weights) -> House {
    let folder = tempfile::tempdir().unwrap();
    let record = Kept::new().await;
    record.store(articles, Timestamp::UNIX_EPOCH).await.unwrap();
    let settings = IndexSettings {
        weights,
        ..IndexSettings::default()
    };
    let index = Arc::new(TantivyIndex::open(folder.path(), settings).unwrap());
    follow(index.as_ref(), &*record, 100).await;
    let synonyms = Synonyms::read(include_str!("../../config/synonyms.toml")).unwrap();
    let answerer = Answerer::new(
        Arc::new(record.clone()),
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
async fn words_that_several_said_together_are_found_by_each_of_them() {
    let line =
        "Ada Vale and Tom Marsh: \"[The old lantern stays lit],\" Vale and Marsh said together.";
    let day = date(2025, 3, 11);
    let together = article("lantern", "en", day, "Lantern stays", &[line]);
    let house = house(articles().into_iter().chain([together]).collect()).await;
    for question in [
        "what did Vale say about the lantern?",
        "Marsh on the lantern",
    ] {
        let answer = ask(&house, question).await;
        assert_eq!(texts(&answer)[0], "The old lantern stays lit", "{question}");
    }
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
async fn what_was_removed_is_not_answered_with() {
    let house = house(articles()).await;
    house
        .record
        .remove(&ArticleId("ferry".to_owned()), Timestamp::UNIX_EPOCH)
        .await
        .unwrap();
    follow(house.index.as_ref(), &*house.record, 100).await;
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

#[tokio::test]
async fn a_question_of_only_small_words_finds_nothing() {
    let house = house(articles()).await;
    for question in [
        "",
        "   ",
        "what did they say",
        "?!",
        "…",
        "who said it to them then",
    ] {
        let answer = ask(&house, question).await;
        assert!(!answer.answered && answer.hits.is_empty(), "{question:?}");
    }
}

#[tokio::test]
async fn a_speaker_without_a_topic_is_answered_with_the_newest_words() {
    let house = house(articles()).await;
    let answer = ask(&house, "latest from Ada Vale").await;
    assert!(answer.answered);
    assert_eq!(
        texts(&answer),
        [
            "Ferries will call at the old pier from Monday",
            "There will be no ceasefire in our quarrel with rust"
        ]
    );
    let answer = ask(&house, "when did Vale first mention the quarrel").await;
    assert!(
        answer.hits[0]
            .text()
            .starts_with("There will be no ceasefire")
    );
}

#[tokio::test]
async fn a_mistyped_name_is_understood_and_an_ordinary_word_is_not_taken_for_one() {
    let house = house(articles()).await;
    let answer = ask(&house, "what did Marhs say about the crews").await;
    assert_eq!(answer.recognised[0].meaning, "Tom Marsh");
    assert!(answer.hits[0].text().starts_with("Nobody asked"));
    for question in [
        "how marshy is the ground",
        "harsh words about the crews",
        "a march on the quay",
        "march on the quay",
    ] {
        let answer = ask(&house, question).await;
        assert!(
            answer.recognised.is_empty(),
            "{question:?}: {:?}",
            answer.recognised
        );
    }
}

#[tokio::test]
async fn words_in_quotation_marks_must_stand_together() {
    let house = house(articles()).await;
    let answer = ask(&house, "who said \"before the quay was shut\"").await;
    assert!(answer.answered);
    assert_eq!(
        answer.hits[0].text(),
        "Nobody asked the crews before the quay was shut"
    );
    let answer = ask(&house, "who said \u{201c}shut before the quay\u{201d}").await;
    let found = texts(&answer);
    assert!(
        !found.contains(&"Nobody asked the crews before the quay was shut"),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_day_in_the_question_bounds_what_is_found_and_is_shown_back() {
    let house = house(articles()).await;
    let answer = ask(&house, "what did Vale say on 9 March 2025").await;
    assert!(
        answer
            .recognised
            .iter()
            .any(|part| part.meaning == "on 9 Mar 2025")
    );
    assert_eq!(
        texts(&answer),
        ["There will be no ceasefire in our quarrel with rust"]
    );
    let mut question = Question::new("what did Vale say", 5);
    question.since = Some("10 March".to_owned());
    let answer = house.answerer.ask(&question).await.unwrap();
    assert_eq!(
        texts(&answer),
        ["Ferries will call at the old pier from Monday"]
    );
}

#[tokio::test]
async fn a_side_is_asked_by_any_of_its_names_and_is_a_topic_beside_a_person() {
    let house = house(articles()).await;
    let answer = ask(&house, "what do the fishermen say about the quay").await;
    assert_eq!(
        answer.hits[0].text(),
        "Nobody asked the crews before the quay was shut"
    );
    let answer = ask(&house, "what did Vale say about the fleet").await;
    let meanings: Vec<_> = answer
        .recognised
        .iter()
        .map(|part| part.meaning.as_str())
        .collect();
    assert_eq!(meanings, ["Ada Vale"]);
}

#[tokio::test]
async fn nobody_speaks_three_times_in_a_row_where_others_say_as_much() {
    let articles = vec![article(
        "quay",
        "en",
        date(2025, 3, 9),
        "At the north quay",
        &[
            "Ada Vale=ada-vale: \"[The quay repairs begin early on Monday],\" she said.",
            "Ada Vale=ada-vale: \"[The quay repairs cost a small fortune],\" she said.",
            "Ada Vale=ada-vale: \"[The quay repairs need much more patience],\" she said.",
            "Tom Marsh=tom-marsh: \"[The quay repairs annoy every single crew],\" he said.",
        ],
    )];
    let speakers = |answer: &Answer| -> Vec<String> {
        answer
            .hits
            .iter()
            .filter_map(|hit| match &hit.found {
                Found::Statement(quoted) => quoted.statement.attribution.speaker.clone(),
                Found::Passage(_) => None,
            })
            .collect()
    };
    let never = Weights {
        variety: 2.0,
        ..Weights::default()
    };
    let plain = house_with(articles.clone(), never).await;
    let answer = ask(&plain, "quay repairs").await;
    assert_eq!(speakers(&answer)[..3], ["Ada Vale"; 3]);
    let house = house(articles).await;
    let answer = ask(&house, "quay repairs").await;
    assert_eq!(
        speakers(&answer),
        ["Ada Vale", "Ada Vale", "Tom Marsh", "Ada Vale"]
    );
    let answer = ask(&house, "what did Vale say about the quay repairs").await;
    assert_eq!(speakers(&answer), ["Ada Vale"; 3]);
}

#[tokio::test]
async fn of_articles_the_one_with_the_rarer_word_comes_first_the_more_that_counts() {
    let text = |words: &str| format!("Notes of the day: {words}.");
    let mut articles = vec![
        article("rare", "en", date(2025, 3, 9), "", &[&text("dredger")]),
        article(
            "frequent",
            "en",
            date(2025, 3, 9),
            "",
            &[&text("ferry pilot")],
        ),
    ];
    for (number, word) in ["ferry", "pilot"].repeat(3).into_iter().enumerate() {
        let id = format!("another-{number}");
        articles.push(article(&id, "en", date(2025, 3, 9), "", &[&text(word)]));
    }
    let first = async |rare: f32| {
        let weights = Weights {
            rare,
            ..Weights::default()
        };
        let house = house_with(articles.clone(), weights).await;
        let asked = Question {
            kinds: Kinds {
                passage: true,
                ..Kinds::NONE
            },
            ..Question::new("dredger ferry pilot", 3)
        };
        let answer = house.answerer.ask(&asked).await.unwrap();
        answer.hits[0].article().id.0.clone()
    };
    assert_eq!(first(0.5).await, "frequent");
    assert_eq!(first(3.0).await, "rare");
}

#[tokio::test]
async fn an_outlet_is_recognised_by_its_name() {
    let mut all = articles();
    all[1].article.outlet = Some("Pier News".to_owned());
    let house = house(all).await;
    let answer = ask(&house, "what did Vale say in pier news").await;
    assert!(
        answer
            .recognised
            .iter()
            .any(|part| part.meaning == "in pier news")
    );
    assert_eq!(
        texts(&answer),
        ["Ferries will call at the old pier from Monday"]
    );
}

#[tokio::test]
async fn the_first_article_that_carried_words_stands_for_them_unless_another_is_asked_for() {
    let carrying = |name: &str, day: i8, speaker: &str, outlet: &str| {
        let said = format!(
            "{speaker}: \"[The harbour will stay closed until the new crane is safe],\" was the answer."
        );
        let title = "Harbour closed";
        let mut carrier = article(name, "en", date(2025, 3, day), title, &[&said]);
        carrier.article.outlet = Some(outlet.to_owned());
        carrier
    };
    let house = house(vec![
        carrying("second", 10, "Ada Vale=ada-vale", "Pier News"),
        carrying("first", 9, "Ada Vale=ada-vale", "Quay Post"),
        carrying("another", 8, "Tom Marsh=tom-marsh", "Sea Post"),
    ])
    .await;
    let shown = async |question: &str| {
        let answer = ask(&house, question).await;
        let hits = answer.hits.iter();
        hits.map(|hit| hit.article().id.0.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown("what did Vale say about the crane").await, ["first"]);
    assert_eq!(
        shown("what did Marsh say about the crane").await,
        ["another"]
    );
    assert_eq!(
        shown("what did Vale say about the crane in pier news").await,
        ["second"]
    );
}

#[tokio::test]
async fn passages_alone_are_one_for_each_article_and_exact() {
    let house = house(articles()).await;
    let mut question = Question::new("the old crane at the north quay", 5);
    question.kinds = Kinds {
        passage: true,
        ..Kinds::NONE
    };
    let answer = house.answerer.ask(&question).await.unwrap();
    assert_eq!(
        answer.hits[0].text(),
        "The old crane at the north quay failed on Sunday."
    );
    let ids: Vec<_> = answer
        .hits
        .iter()
        .map(|hit| hit.article().id.0.as_str())
        .collect();
    assert_eq!(ids, ["crane", "ferry"]);
}

fn turn(question: Question, answer: &Answer) -> Turn {
    let asker = Asker::operator();
    Turn {
        id: TurnId(1),
        page: 0,
        said: NewTurn {
            person: asker.person,
            conversation: asker.conversation,
            asked: Timestamp::UNIX_EPOCH,
            question,
            hits: answer.hits.iter().map(Place::from).collect(),
            total: answer.total,
        },
    }
}

fn any_question() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Vale"),
        Just("the board"),
        Just("Марш"),
        Just("since"),
        Just("between"),
        Just("and"),
        Just("last"),
        Just("week"),
        Just("20"),
        Just("March"),
        Just("2025-02-30"),
        Just("0.0.0"),
        Just("99999999999999999999"),
        Just("\""),
        Just("„"),
        Just("“"),
        Just("»"),
        Just("about"),
        Just("what did"),
        Just("ferries"),
        Just("ago"),
        Just("🙂🙃"),
        Just("مرحبا"),
        Just("\u{202e}"),
        Just("é\u{301}\u{301}"),
        Just("ﷺ"),
        Just("\u{1f}"),
        Just("first"),
        Just("and"),
        Just("vs"),
        Just("compare"),
        Just("how often"),
        Just("before that"),
        Just("what about"),
        Just("he"),
        Just("according to"),
        Just("who else"),
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(word.clone(), 0..40).prop_map(|words| words.join(" ")),
        prop::collection::vec(word, 0..40).prop_map(|words| words.concat()),
    ]
}

#[test]
fn no_question_is_too_strange() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let house = runtime.block_on(house(articles()));
    let mut runner = TestRunner::new(Config::with_cases(300));
    runner
        .run(&any_question(), |text| {
            let question = Question::new(text.as_str(), 5);
            let answer = runtime.block_on(house.answerer.ask(&question)).unwrap();
            for hit in &answer.hits {
                prop_assert!(!hit.text().is_empty());
            }
            let mut option = Question::new("ferries", 5);
            option.since = Some(text.clone());
            option.speaker = Some(text.clone());
            let turn = turn(Question::new(text.as_str(), 5), &answer);
            runtime
                .block_on(house.answerer.follow(&turn, "and Marsh?"))
                .unwrap();
            let followed = runtime
                .block_on(house.answerer.follow(&turn, &text))
                .unwrap();
            if let FollowUp::Changed(question) = followed {
                runtime.block_on(house.answerer.ask(&question)).unwrap();
            }
            let _ = runtime.block_on(house.answerer.ask(&option));
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_question_is_too_long() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let house = runtime.block_on(house(articles()));
    let long = [
        "\u{201c}a quay\u{201d} ".repeat(1000),
        "\"".repeat(1000),
        "Vale Marsh quay ".repeat(700),
        "x".repeat(10_000),
        "the ".repeat(2500),
        "🙂".repeat(2500),
        "كلمة ".repeat(2000),
        "ﷺ".repeat(3000),
        "a.".repeat(5000),
        "since 20 March until ".repeat(500),
    ];
    for text in long {
        let question = Question::new(text.as_str(), 5);
        let start = std::time::Instant::now();
        let answer = runtime.block_on(house.answerer.ask(&question)).unwrap();
        let turn = turn(question, &answer);
        runtime
            .block_on(house.answerer.follow(&turn, &text))
            .unwrap();
        // An unoptimised build on a busy machine; what is quadratic takes minutes.
        assert!(
            start.elapsed().as_secs() < 5,
            "{:.40}: {:?}",
            text,
            start.elapsed()
        );
    }
}
