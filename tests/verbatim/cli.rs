//! What a person at the command line sees: answers, and errors that name their cause and the way out.

use crate::harness::{House, articles, project};

fn told(house: &House, arguments: &[&str], expected: &[&str]) {
    let ran = house.run(arguments);
    assert_ne!(ran.code, Some(0), "{arguments:?} succeeded: {}", ran.out);
    for part in expected {
        assert!(
            ran.err.contains(part),
            "{arguments:?}: {part:?} is not in: {}",
            ran.err
        );
    }
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn the_first_question_takes_in_the_sample_corpus_and_is_answered() {
    let house = House::new();
    let out = house.succeed(&["ask", "What did Kallas say about concessions?"]);
    assert!(out.contains("any concessions"), "{out}");
    assert!(out.contains("Kaja Kallas, EU High Representative"), "{out}");
    assert!(out.contains("#:~:text="), "{out}");
    assert!(!out.contains('\u{1b}'), "a pipe gets no colour: {out}");
}

#[test]
fn lines_fit_eighty_columns_but_for_links() {
    let house = House::new();
    let out = house.succeed(&["ask", "what did Zelensky say about dignity"]);
    let long: Vec<&str> = out
        .lines()
        .filter(|line| line.chars().count() > 80 && !line.contains("://"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn what_was_never_said_is_not_found_and_it_says_what_was_searched() {
    let house = House::new();
    let ran = house.run(&["ask", "what did Macron say about grain"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("Nothing found"), "{}", ran.out);
    assert!(ran.out.contains("statements in 36 articles"), "{}", ran.out);
}

#[test]
fn a_broken_configuration_is_named_with_file_and_key() {
    let house = House::new();
    let config = house.config(&[("verbatim.toml", "dada_dir = \"x\"\n".to_owned())]);
    told(
        &house,
        &["--config", &config, "ask", "x"],
        &["verbatim.toml", "dada_dir"],
    );
    told(
        &house,
        &["--config", "/nowhere", "ask", "x"],
        &["/nowhere", "--config"],
    );
}

#[test]
fn a_roster_with_two_people_of_one_name_is_named_with_both() {
    let house = House::new();
    let twice = "[[speaker]]\nid = \"a\"\nname = \"Ada Vale\"\n[[speaker]]\nid = \"b\"\nname = \"Ada Vale\"\n";
    let config = house.config(&[("speakers.toml", twice.to_owned())]);
    told(
        &house,
        &["--config", &config, "ask", "x"],
        &["speakers.toml", "Ada Vale"],
    );
}

#[test]
fn a_file_that_is_not_there_is_named_with_the_way_out() {
    let house = House::new();
    told(
        &house,
        &["ingest", "/no/such/file.txt"],
        &["/no/such/file.txt", "http://"],
    );
    told(
        &house,
        &["extract", "/no/such/file.txt"],
        &["/no/such/file.txt", "standard input"],
    );
    told(
        &house,
        &["ask", "--batch", "/no/such/file.jsonl"],
        &["/no/such/file.jsonl"],
    );
}

#[test]
fn a_bad_date_and_an_unknown_speaker_are_told_what_would_do() {
    let house = House::new();
    told(
        &house,
        &["ask", "concessions", "--since", "2025-13-40"],
        &["2025-13-40", "2025-11-20"],
    );
    told(
        &house,
        &["ask", "concessions", "--speaker", "Kalllass"],
        &["Kalllass", "Kaja Kallas"],
    );
    told(
        &house,
        &["ask", "concessions", "--outlet", "Ukrinfrm"],
        &["Ukrinfrm", "Ukrinform via MENAFN"],
    );
}

#[test]
fn one_bad_item_never_stops_the_rest() {
    let house = House::new();
    let lines = format!("{}not json\n{}", articles(0..2), articles(2..3));
    let file = house.file("mixed.jsonl", &lines);
    let out = house.succeed(&["ingest", file.to_str().expect("letters")]);
    assert!(
        out.starts_with("3 new, 0 changed, 0 unchanged, 1 failed"),
        "{out}"
    );
    assert!(out.contains("mixed.jsonl:3"), "{out}");
}

#[test]
fn a_batch_prints_one_line_a_question_with_article_bytes_words_and_score() {
    let house = House::new();
    let file = house.file("a.jsonl", &articles(0..3));
    house.succeed(&["ingest", file.to_str().expect("letters")]);
    let questions = house.file(
        "q.jsonl",
        "{\"id\": \"one\", \"question\": \"what did Ada Vale say about the harbour\"}\n{\"id\": 2, \"question\": \"grain\"}\n",
    );
    let out = house.succeed(&[
        "ask",
        "--batch",
        questions.to_str().expect("letters"),
        "--limit",
        "20",
    ]);
    let lines: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["id"], "one");
    let hit = &lines[0]["hits"][0];
    let article = crate::harness::article(0);
    let text = article["text"].as_str().expect("a text");
    let (start, end) = (
        hit["start"].as_u64().expect("bytes"),
        hit["end"].as_u64().expect("bytes"),
    );
    assert_eq!(hit["article"], "briefing-0");
    assert_eq!(&text[start as usize..end as usize], hit["text"]);
    assert_eq!(lines[1]["answered"], false);
}

#[test]
fn passages_alone_give_one_hit_an_article() {
    let house = House::new();
    let file = house.file("a.jsonl", &articles(0..30));
    house.succeed(&["ingest", file.to_str().expect("letters")]);
    let out = house.succeed(&[
        "ask",
        "--json",
        "--kinds",
        "passage",
        "--limit",
        "30",
        "harbour ships",
    ]);
    let answer: serde_json::Value = serde_json::from_str(&out).expect("a JSON object");
    let hits = answer["hits"].as_array().expect("hits");
    let articles: std::collections::HashSet<&str> = hits
        .iter()
        .filter_map(|hit| hit["article"].as_str())
        .collect();
    assert_eq!((hits.len(), articles.len()), (30, 30));
}

#[test]
fn extraction_prints_every_article_with_statements_equal_to_their_bytes() {
    let house = House::new();
    let corpus = project().join("corpus/2025-11-20-kallas-on-board.md");
    let out = house.succeed(&["extract", corpus.to_str().expect("letters")]);
    let seen: serde_json::Value = serde_json::from_str(&out).expect("a JSON object");
    let text = seen["text"].as_str().expect("a text");
    let statements = seen["statements"].as_array().expect("statements");
    assert!(statements.len() >= 2, "{out}");
    for statement in statements {
        let place = |key: &str| statement[key].as_u64().expect("bytes") as usize;
        assert_eq!(&text[place("start")..place("end")], statement["text"]);
    }
    assert_eq!(statements[0]["speaker"], "Kaja Kallas");
}

#[test]
fn an_article_is_of_the_day_that_its_publisher_s_clock_showed() {
    let house = House::new();
    let line = r#"{"id": "ferry", "title": "Ferry", "published": "2025-11-20T22:30:00-05:00",
        "text": "“The ferry sails at dawn,” Ada Vale said today."}"#;
    let file = house.file("ferry.jsonl", &line.replace('\n', " "));
    let file = file.to_str().expect("letters");
    let seen = house.succeed(&["extract", "--jsonl", file]);
    let seen: serde_json::Value = serde_json::from_str(&seen).expect("a JSON object");
    assert_eq!(seen["date"], "2025-11-20T22:30:00-05:00");
    assert_eq!(seen["statements"][0]["said_on"]["date"], "2025-11-20");
    house.succeed(&["ingest", file]);
    let answer = house.succeed(&["ask", "--json", "what did Ada Vale say about the ferry"]);
    assert!(answer.contains("\"published\":\"2025-11-20\""), "{answer}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let house = House::new();
    house.succeed(&["ask", "Kallas concessions"]);
    for arguments in [&["ask", "--json", "Kallas"][..], &["timeline", "Kallas"]] {
        let mut child = house
            .command(arguments)
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let ended = child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn the_transcript_in_the_readme_is_what_the_program_prints() {
    let readme = std::fs::read_to_string(project().join("README.md")).expect("the page");
    let begins = "$ verbatim ask \"What did Kallas say about concessions?\" --limit 2\n";
    let shown = readme
        .split_once(begins)
        .and_then(|(_, after)| after.split_once("```"))
        .map(|(shown, _)| shown)
        .expect("the transcript");
    let house = House::new();
    let question = "What did Kallas say about concessions?";
    assert_eq!(house.succeed(&["ask", question, "--limit", "2"]), shown);
}

#[test]
fn as_many_more_are_promised_as_a_greater_limit_shows() {
    let house = House::new();
    let shown = |limit: &str| {
        let question = "What did Kallas say about concessions?";
        house.succeed(&["ask", question, "--limit", limit])
    };
    // One of the hits is in two pieces, which are two statements of the record.
    let all = shown("9");
    let hits = (1..=9).filter(|number| all.contains(&format!("\n {number}  ")));
    let beyond = hits.count() - 1;
    assert!(all.contains("[…]") && beyond > 1, "{all}");
    let promised = format!("\n{beyond} more fit; --limit N shows more.\n");
    assert!(shown("1").ends_with(&promised), "{}", shown("1"));
}
