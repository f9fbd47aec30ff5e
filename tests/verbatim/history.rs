//! Lineage and timeline of what people who don't exist said, through the real program.

use serde_json::{Value, json};

use crate::harness::House;

fn article(id: &str, outlet: &str, published: &str, words: &str) -> Value {
    json!({
        "id": id,
        "title": format!("Note {id}"),
        "url": format!("https://example.org/{id}"),
        "outlet": outlet,
        "published": published,
        "language": "en",
        "text": format!("\"{words}\" Foreign Minister Ada Vale said on the quay."),
    })
}

fn house(articles: &[Value]) -> House {
    let house = House::new();
    let lines: String = articles.iter().map(|line| format!("{line}\n")).collect();
    let file = house.file("notes.jsonl", &lines);
    house.succeed(&["ingest", file.to_str().expect("a path of letters")]);
    house
}

fn frost() -> House {
    let first =
        "We will open the harbour to grain ships before the first frost, and nobody will stop us,";
    house(&[
        article(
            "v3",
            "Gazette C",
            "2025-11-22",
            "We will open the harbour to grain ships before the first frost,",
        ),
        article(
            "v2",
            "Gazette B",
            "2025-11-21",
            "We are going to open the harbour to grain ships before the frost,",
        ),
        article("v1", "Gazette A", "2025-11-20", first),
        article("v5", "Gazette E", "2025-11-23", first),
        article(
            "v4",
            "Gazette D",
            "2025-12-22",
            "We will open the harbour to grain ships before the second frost,",
        ),
        article(
            "v6",
            "Gazette F",
            "2025-11-21",
            "Nobody has counted the copper in the flooded mines yet,",
        ),
    ])
}

fn parsed(printed: &str) -> Value {
    serde_json::from_str(printed).expect("it is JSON")
}

#[test]
fn a_lineage_has_every_carrier_in_time_order_and_each_wording_once() {
    let told = frost().succeed(&[
        "lineage",
        "open the harbour to grain ships before the first frost",
        "--json",
    ]);
    let told = parsed(&told);
    let outlets: Vec<(&str, u64)> = told["carriages"]
        .as_array()
        .expect("carriages")
        .iter()
        .map(|one| {
            let outlet = one["outlet"].as_str().expect("an outlet");
            (outlet, one["wording"].as_u64().expect("a number"))
        })
        .collect();
    // What is said again a month later is another statement.
    assert_eq!(
        outlets,
        [
            ("Gazette A", 0),
            ("Gazette B", 1),
            ("Gazette C", 2),
            ("Gazette E", 0)
        ]
    );
    let second = &told["wordings"][1]["difference"];
    assert!(
        second
            .as_array()
            .expect("a difference")
            .contains(&json!({"kind": "changed", "said": "will", "claimed": "are going to"})),
        "{second}"
    );
}

#[test]
fn a_lineage_of_words_that_nobody_said_is_refused() {
    let ran = frost().run(&["lineage", "the lighthouse was sold to a circus in spring"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.starts_with("Not found."), "{}", ran.out);
}

#[test]
fn a_timeline_counts_by_week_and_tells_the_first_mention() {
    let house = frost();
    let told = parsed(&house.succeed(&["timeline", "Vale", "harbour", "--json"]));
    assert_eq!(
        told["weeks"],
        json!([
            {"monday": "2025-11-17", "statements": 3},
            {"monday": "2025-12-22", "statements": 1},
        ])
    );
    assert_eq!(told["first"]["article"], "v1");
    assert_eq!(told["latest"]["article"], "v4");
    let shown = house.succeed(&["timeline", "Ada Vale"]);
    assert!(shown.contains("… 4 weeks without a statement"), "{shown}");
    assert!(
        shown.contains("17 Nov 2025") && shown.contains("4  ◂ first"),
        "{shown}"
    );
}

#[test]
fn a_timeline_is_drawn_to_a_file_that_can_be_written_or_the_reason_is_told() {
    let house = frost();
    let file = house.file("timeline.png", "");
    let name = file.to_str().expect("a path of letters");
    house.succeed(&["timeline", "Ada Vale", "--png", name]);
    let png = std::fs::read(&file).expect("the picture is there");
    assert!(png.starts_with(b"\x89PNG"));
    let ran = house.run(&["timeline", "Ada Vale", "--png", "/nowhere/at/all.png"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .contains("/nowhere/at/all.png: the picture can't be written"),
        "{}",
        ran.err
    );
}

#[test]
fn whom_nobody_knows_has_no_timeline() {
    let ran = frost().run(&["timeline", "Zacharias Nobody"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .contains("no speaker is called \"Zacharias Nobody\""),
        "{}",
        ran.err
    );
}

#[test]
fn a_check_shows_the_difference_without_colour_and_its_exit_code_tells_exact_from_not() {
    let house = frost();
    let exact = house.run(&["check", "nobody has counted the copper"]);
    assert_eq!(exact.code, Some(0));
    assert!(
        exact
            .out
            .starts_with("Exact. These words were said, as a part"),
        "{}",
        exact.out
    );
    let near = house.run(&[
        "check",
        "Somebody has counted the copper in the flooded mines",
    ]);
    assert_eq!(near.code, Some(1));
    assert!(
        near.out
            .contains("[-Nobody-] {+Somebody+} has counted the copper"),
        "{}",
        near.out
    );
    let told = house.run(&[
        "check",
        "--json",
        "Somebody has counted the copper in the flooded mines",
    ]);
    let told = parsed(&told.out);
    assert_eq!(told["verdict"], "near");
    assert_eq!(told["statement"]["article"], "v6");
    let empty = house.run(&["check", "…"]);
    assert!(
        empty.err.contains("there is no word in the claim"),
        "{}",
        empty.err
    );
}
