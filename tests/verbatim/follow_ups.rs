//! Conversations about the sample corpus: what is asked after another question, in every language that questions come in.

use std::sync::Arc;

use jiff::Timestamp;
use verbatim::answer::{Answerer, FollowUp, Question, Ranking, Synonyms};
use verbatim::config::read_speakers;
use verbatim::domain::{Answer, Asker, FixedClock, Found, NewTurn, Place, Turn, TurnId};

use crate::harness::House;

/// A house with the sample corpus, and who answers there as of the end of November 2025.
async fn answering() -> (House, Answerer) {
    let house = House::new();
    house.succeed(&["ingest", "corpus"]);
    let answerer = Answerer::new(
        Arc::new(house.record().await),
        Arc::new(house.index()),
        Arc::new(read_speakers(include_str!("../../config/speakers.toml")).expect("speakers")),
        Synonyms::read(include_str!("../../config/synonyms.toml")).expect("synonyms"),
        Ranking::default(),
        Arc::new(FixedClock(
            "2025-11-27T10:00:00Z".parse::<Timestamp>().expect("a time"),
        )),
    );
    (house, answerer)
}

async fn asked(answerer: &Answerer, question: Question) -> (Turn, Answer) {
    let answer = answerer.ask(&question).await.expect("it is answered");
    let asker = Asker::operator();
    let turn = Turn {
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
    };
    (turn, answer)
}

fn speakers(answer: &Answer) -> Vec<&str> {
    answer
        .hits
        .iter()
        .filter_map(|hit| match &hit.found {
            Found::Statement(quoted) => quoted.statement.attribution.speaker.as_deref(),
            Found::Passage(_) => None,
        })
        .collect()
}

fn meanings(answer: &Answer) -> String {
    let meanings = answer.recognised.iter().map(|part| part.meaning.as_str());
    meanings.collect::<Vec<_>>().join(" · ")
}

/// A question, what is asked then, what is shown back, and words of the best hits.
const CHANGED: &[(&str, &str, &str, &str)] = &[
    (
        "what did Trump say about the plan",
        "and Zelensky?",
        "Volodymyr Zelenskyy · about plan",
        "28 complicated points",
    ),
    (
        "what did Trump say about the plan",
        "what about Merz",
        "Friedrich Merz · about plan",
        "",
    ),
    (
        "Trump on a deadline",
        "and what does Kallas think?",
        "Kaja Kallas · about deadline",
        "",
    ),
    (
        "what did Kallas say about concessions",
        "and about a ceasefire?",
        "Kaja Kallas",
        "ceasefire",
    ),
    (
        "what did Kallas say about concessions",
        "what did she say about a ceasefire",
        "Kaja Kallas",
        "ceasefire",
    ),
    (
        "what did Kallas say about concessions",
        "and sanctions?",
        "Kaja Kallas",
        "",
    ),
    (
        "who said \"one aggressor and one victim\"",
        "what did she say about a ceasefire",
        "Kaja Kallas",
        "ceasefire",
    ),
    (
        "what did Kallas say about the aggressor",
        "before that?",
        "until 19 Nov 2025 · Kaja Kallas · about aggressor",
        "",
    ),
    (
        "what did Trump say about the plan last week",
        "and Putin?",
        "17 Nov 2025 to 23 Nov 2025 · Vladimir Putin · about plan",
        "мирного урегулирования",
    ),
    (
        "what did Trump say about a deadline on 21 November",
        "since then?",
        "since 21 Nov 2025 · Donald Trump · about deadline",
        "deadline",
    ),
    (
        "what did Trump say about a deadline on 21 November",
        "after that",
        "since 22 Nov 2025 · Donald Trump · about deadline",
        "The deadline for me",
    ),
    ("latest from Kallas", "before that", "until ", ""),
    ("latest from Kallas", "and Rubio?", "Marco Rubio", ""),
    (
        "how often has Kallas mentioned concessions",
        "and Meloni?",
        "Giorgia Meloni · mentioning concessions",
        "",
    ),
    (
        "compare Kallas and Merz on Ukraine",
        "and Tusk?",
        "Donald Tusk · about Ukraine",
        "Nothing about us",
    ),
    (
        "Kallas and Barrot on a ceasefire",
        "and Merz?",
        "Friedrich Merz · about ceasefire",
        "",
    ),
    (
        "what did Trump say about the plan",
        "in November?",
        "1 Nov 2025 to 30 Nov 2025 · Donald Trump · about plan",
        "plan",
    ),
    (
        "what did Trump say about the plan",
        "according to Novinite?",
        "in Novinite · Donald Trump · about plan",
        "It was a concept",
    ),
    (
        "was sagt Merz zur Ukraine",
        "und Wadephul?",
        "Johann Wadephul · about Ukraine",
        "",
    ),
    (
        "was sagt Merz zur Ukraine",
        "und was sagt er zu Großmächten",
        "Friedrich Merz",
        "Großmächte",
    ),
    (
        "was sagt Merz zur Ukraine",
        "davor?",
        "until 21 Nov 2025 · Friedrich Merz · about Ukraine",
        "",
    ),
    (
        "que dit Barrot de la capitulation",
        "et Macron ?",
        "Emmanuel Macron · about capitulation",
        "capitulation",
    ),
    (
        "que dit Barrot de la capitulation",
        "et sur le cessez-le-feu ?",
        "Jean-Noël Barrot",
        "ceasefire",
    ),
    (
        "что сказал Путин о плане",
        "а Зеленский?",
        "Volodymyr Zelenskyy · about плане",
        "",
    ),
    (
        "что сказал Путин о плане",
        "а что он сказал об Аляске",
        "Vladimir Putin",
        "Аляск",
    ),
    (
        "позиція Каллас щодо поступок Росії",
        "а Зеленський?",
        "Volodymyr Zelenskyy · about поступок Росії",
        "",
    ),
    (
        "що сказав Зеленський про гідність",
        "до цього?",
        "until 20 Nov 2025 · Volodymyr Zelenskyy · about гідність",
        "",
    ),
    (
        "що сказав Зеленський про гідність",
        "а про план?",
        "Volodymyr Zelenskyy",
        "28",
    ),
];

#[tokio::test]
async fn what_a_follow_up_leaves_out_is_kept_and_shown_back() {
    let (_house, answerer) = answering().await;
    let mut wrong = Vec::new();
    for (before, then, shown, words) in CHANGED {
        let (turn, _) = asked(&answerer, Question::new(*before, 3)).await;
        let followed = answerer
            .follow(&turn, then)
            .await
            .expect("it is understood");
        let FollowUp::Changed(question) = followed else {
            wrong.push(format!("{before} > {then}: {followed:?}"));
            continue;
        };
        let text = question.text.clone();
        let (_, answer) = asked(&answerer, question).await;
        let back = meanings(&answer);
        let found = answer.hits.iter().any(|hit| hit.text().contains(words));
        if !back.starts_with(shown) || (!words.is_empty() && !found) {
            let hits: Vec<&str> = answer.hits.iter().map(|hit| hit.text()).collect();
            wrong.push(format!("{before} > {then}: {text} [{back}] {hits:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        CHANGED.len()
    );
}

/// What stands on its own, whatever was asked before.
const NEW: &[&str] = &[
    "what did Macron say about capitulation",
    "and what did Macron say about capitulation?",
    "Zelensky",
    "what did Zelensky say",
    "latest from Witkoff",
    "is it trump's final offer",
    "did trump call it a plan or a concept",
    "will zelensky have to like it",
    "why?",
    "who said nothing about us without us",
    "who spoke yesterday",
    "who has spoken about the plan",
    "Trump vs Zelensky on NATO",
    "how often has Merz mentioned security guarantees",
    "more sanctions on Russia",
    "what did Kallas say about a later deadline",
    "and what is the capital of Mongolia in the winter season",
    "was sagt Merz über die Rente",
    "que dit Macron sur les retraites",
    "что сказал Путин о пенсионной реформе",
    "хто сказав що земля не продається",
    "",
    "?!",
    "and",
    "he",
];

#[tokio::test]
async fn what_stands_on_its_own_is_a_question_of_its_own() {
    let (_house, answerer) = answering().await;
    let (turn, _) = asked(
        &answerer,
        Question::new("what did Trump say about the plan", 3),
    )
    .await;
    for text in NEW {
        let followed = answerer
            .follow(&turn, text)
            .await
            .expect("it is understood");
        assert!(matches!(followed, FollowUp::New(_)), "{text}: {followed:?}");
    }
}

#[tokio::test]
async fn more_is_asked_for_in_every_language() {
    let (_house, answerer) = answering().await;
    let (turn, _) = asked(
        &answerer,
        Question::new("what did Trump say about the plan", 3),
    )
    .await;
    for text in [
        "more",
        "More, please!",
        "show me more",
        "what else did he say?",
        "next page",
        "mehr",
        "was noch?",
        "encore",
        "la suite",
        "ещё",
        "дальше",
        "ще",
        "покажи ще",
    ] {
        let followed = answerer
            .follow(&turn, text)
            .await
            .expect("it is understood");
        assert_eq!(followed, FollowUp::More, "{text}");
    }
}

#[tokio::test]
async fn who_else_is_everybody_who_was_not_heard() {
    let (_house, answerer) = answering().await;
    for text in [
        "who else?",
        "and who else said something about it?",
        "wer noch?",
        "qui d'autre ?",
        "кто ещё?",
        "хто ще?",
    ] {
        let first = Question::new("what did Trump say about the plan", 3);
        let (turn, answer) = asked(&answerer, first).await;
        assert!(
            speakers(&answer)
                .iter()
                .all(|speaker| *speaker == "Donald Trump")
        );
        let FollowUp::Changed(others) = answerer
            .follow(&turn, text)
            .await
            .expect("it is understood")
        else {
            panic!("{text} is a follow-up");
        };
        let (turn, answer) = asked(&answerer, others).await;
        let heard: Vec<String> = speakers(&answer)
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        assert_eq!(heard.len(), 3, "{text}");
        assert!(
            !heard.iter().any(|name| name == "Donald Trump"),
            "{heard:?}"
        );
        assert!(
            meanings(&answer).contains("about plan · not by Donald Trump"),
            "{}",
            meanings(&answer)
        );
        let FollowUp::Changed(others) = answerer
            .follow(&turn, text)
            .await
            .expect("it is understood")
        else {
            panic!("{text} is a follow-up");
        };
        let (_, answer) = asked(&answerer, others).await;
        let again = speakers(&answer);
        assert!(!again.is_empty());
        assert!(
            again
                .iter()
                .all(|name| *name != "Donald Trump" && !heard.iter().any(|known| known == name)),
            "{again:?}"
        );
    }
}

#[tokio::test]
async fn nothing_shown_leaves_nothing_to_go_back_to() {
    let (_house, answerer) = answering().await;
    let (turn, answer) = asked(&answerer, Question::new("Starmer on fishing quotas", 3)).await;
    let turn = Turn {
        page: 0,
        said: NewTurn {
            hits: Vec::new(),
            ..turn.said
        },
        ..turn
    };
    assert!(!answer.answered);
    for text in ["before that?", "since then"] {
        let followed = answerer
            .follow(&turn, text)
            .await
            .expect("it is understood");
        assert!(matches!(followed, FollowUp::New(_)), "{text}: {followed:?}");
    }
}

#[tokio::test]
async fn a_changed_question_survives_being_stored() {
    let (_house, answerer) = answering().await;
    let (turn, _) = asked(
        &answerer,
        Question::new("what did Trump say about the plan", 3),
    )
    .await;
    let FollowUp::Changed(question) = answerer
        .follow(&turn, "who else?")
        .await
        .expect("it is understood")
    else {
        panic!("it is a follow-up");
    };
    let stored = serde_json::to_string(&question).expect("JSON");
    let read: Question = serde_json::from_str(&stored).expect("JSON");
    assert_eq!(read, question);
    let old = r#"{"text":"ferries","speaker":null,"outlet":null,"since":null,"until":null,
        "kinds":{"quotation":true,"reported":true,"passage":true},"limit":5}"#;
    let read: Question = serde_json::from_str(old).expect("as it was stored before");
    assert_eq!(read, Question::new("ferries", 5));
}
