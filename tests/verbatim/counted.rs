//! Counts, comparisons and lists of speakers, over the sample corpus.

use serde_json::Value;

use crate::harness::{House, articles};

fn corpus() -> House {
    let house = House::new();
    house.succeed(&["ingest", "corpus"]);
    house
}

fn asked(house: &House, question: &str) -> Value {
    let ran = house.run(&["ask", "--json", question]);
    serde_json::from_str(&ran.out).expect("a JSON object")
}

fn meanings(answer: &Value) -> Vec<&str> {
    let recognised = answer["recognised"].as_array().expect("a list");
    recognised
        .iter()
        .filter_map(|part| part["meaning"].as_str())
        .collect()
}

fn speakers(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().expect("a list");
    hits.iter()
        .filter_map(|hit| hit["speaker"].as_str())
        .collect()
}

/// Question, what is shown back, quotations. Each statement stands in the corpus once, or its carriers count as one.
const COUNTED: &[(&str, &str, u64)] = &[
    (
        "how often has Kallas mentioned concessions",
        "Kaja Kallas · mentioning concessions",
        3,
    ),
    (
        "how many times did Trump mention a deadline?",
        "Donald Trump · mentioning deadline",
        3,
    ),
    (
        "how many times did Trump mention a deadline since 22 November?",
        "since 22 Nov 2025 · Donald Trump · mentioning deadline",
        1,
    ),
    (
        "wie oft hat Merz Großmächte erwähnt",
        "Friedrich Merz · mentioning Großmächte",
        1,
    ),
    (
        "wie oft hat Merz die Ukraine erwähnt?",
        "Friedrich Merz · mentioning Ukraine",
        2,
    ),
    (
        "combien de fois Barrot a-t-il mentionné la capitulation",
        "Jean-Noël Barrot · mentioning capitulation",
        1,
    ),
    (
        "как часто Путин упоминал план",
        "Vladimir Putin · mentioning план",
        1,
    ),
    (
        "скільки разів Зеленський згадував гідність",
        "Volodymyr Zelenskyy · mentioning гідність",
        3,
    ),
    (
        "how often was capitulation mentioned",
        "mentioning capitulation",
        2,
    ),
    (
        "how often has Starmer mentioned fishing quotas",
        "Keir Starmer · mentioning fishing, quotas",
        0,
    ),
];

#[test]
fn statements_are_counted_once_however_many_articles_carry_them() {
    let house = corpus();
    let mut wrong = Vec::new();
    for (question, shown, quotations) in COUNTED {
        let answer = asked(&house, question);
        let asked = &answer["asked"];
        if asked["for"] != "count"
            || asked["quotations"] != *quotations
            || meanings(&answer).join(" · ") != *shown
            || answer["answered"] != (*quotations > 0)
        {
            wrong.push(format!("{question}: {:?} {asked}", meanings(&answer)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_count_tells_the_first_and_the_latest_and_shows_what_it_counted() {
    let house = corpus();
    let answer = asked(&house, "how many times did Trump mention a deadline");
    let asked = &answer["asked"];
    assert_eq!(asked["first"]["published"], "2025-11-21");
    assert_eq!(asked["latest"]["published"], "2025-11-26");
    assert_eq!(answer["hits"].as_array().map(Vec::len), Some(3));
    for hit in answer["hits"].as_array().expect("hits") {
        assert_eq!(hit["speaker"], "Donald Trump");
        let words = hit["text"].as_str().expect("words").to_lowercase();
        assert!(words.contains("deadline"), "{words}");
    }
    let told = house.succeed(&["ask", "how many times did Trump mention a deadline"]);
    assert!(
        told.contains("3 quotations, in 2 articles of 2 outlets"),
        "{told}"
    );
    assert!(told.contains("Latest: number"), "{told}");
}

#[test]
fn carriers_are_counted_as_articles_and_not_as_statements() {
    let house = House::new();
    let mut lines = articles(0..4);
    // The words of the first briefing again, by another outlet a day later.
    let again = articles(0..1)
        .replace("briefing-0", "again-0")
        .replace("briefings/0", "again/0")
        .replace("The Example", "The Echo")
        .replace("\"2025-11-20\"", "\"2025-11-21\"");
    lines.push_str(&again);
    let file = house.file("articles.jsonl", &lines);
    house.succeed(&["ingest", file.to_str().expect("letters")]);
    let answer = asked(&house, "how often has Ada Vale mentioned the harbour");
    let asked = &answer["asked"];
    // Briefings 0 and 3 are hers.
    assert_eq!(asked["quotations"], 2, "{asked}");
    assert_eq!(asked["articles"], 3, "{asked}");
    assert_eq!(asked["outlets"], 2, "{asked}");
    assert_eq!(asked["latest"]["published"], "2025-11-20", "{asked}");
}

#[test]
fn who_is_compared_is_answered_for_in_turn() {
    let house = corpus();
    for question in [
        "Trump vs Zelensky on the plan",
        "trump versus zelensky on the plan",
        "compare Trump and Zelensky on the plan",
        "compare what Trump and Zelensky say about the plan",
        "difference between Trump and Zelensky on the plan",
        "what is the difference between Trump and Zelenskyy about the plan",
        "vergleiche Trump und Selenskyj zum Plan",
        "Unterschied zwischen Trump und Selenskyj beim Plan",
        "différence entre Trump et Zelensky sur le plan",
        "сравни Трампа и Зеленского о плане",
        "різниця між Трампом і Зеленським щодо плану",
    ] {
        let answer = asked(&house, question);
        let asked = &answer["asked"];
        assert_eq!(asked["for"], "comparison", "{question}: {answer}");
        assert_eq!(
            meanings(&answer),
            ["Donald Trump", "Volodymyr Zelenskyy"],
            "{question}"
        );
        let of: Vec<&str> = speakers(&answer);
        assert!(
            of.starts_with(&["Donald Trump", "Volodymyr Zelenskyy"]),
            "{question}: {of:?}"
        );
        assert_eq!(asked["sides"][1]["answered"], true, "{question}");
    }
}

#[test]
fn a_side_without_an_answer_is_told_and_not_filled_up() {
    let house = corpus();
    let answer = asked(&house, "Kallas vs Starmer on concessions");
    assert_eq!(answer["asked"]["sides"][0]["answered"], true);
    assert_eq!(answer["asked"]["sides"][1]["answered"], false);
    assert!(
        speakers(&answer)
            .iter()
            .all(|speaker| *speaker == "Kaja Kallas")
    );
    let told = house.succeed(&["ask", "Kallas vs Starmer on concessions"]);
    assert!(told.contains("Keir Starmer: nothing found"), "{told}");
}

#[test]
fn whoever_is_unknown_is_not_compared() {
    let house = corpus();
    let answer = asked(&house, "land vs security guarantees");
    assert_eq!(answer["asked"]["for"], "statements", "{answer}");
}

#[test]
fn who_has_spoken_is_everybody_with_the_number_of_their_statements() {
    let house = corpus();
    for question in [
        "who has spoken about a ceasefire",
        "who has spoken about a ceasefire since 20 November 2025",
        "wer hat über einen Waffenstillstand gesprochen",
        "qui a parlé d'un cessez-le-feu",
        "кто говорил о прекращении огня",
        "хто говорив про припинення вогню",
    ] {
        let answer = asked(&house, question);
        let voices = answer["asked"]["voices"].as_array().cloned();
        let voices = voices.unwrap_or_else(|| panic!("{question}: {}", answer["asked"]));
        let of = |name: &str| voices.iter().find(|voice| voice["speaker"] == name);
        assert_eq!(
            of("Jean-Noël Barrot").map(|voice| &voice["statements"]),
            Some(&Value::from(2)),
            "{question}: {voices:?}"
        );
        let kallas = of("Kaja Kallas").and_then(|voice| voice["statements"].as_u64());
        assert!(kallas > Some(1), "{question}: {voices:?}");
        assert_eq!(answer["answered"], true);
    }
}
