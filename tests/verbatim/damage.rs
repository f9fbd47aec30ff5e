//! A byte of the record that is changed by hand is noticed, and nothing is quoted from it.

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::harness::{House, articles};

const QUESTION: &[&str] = &[
    "ask",
    "--kinds",
    "quotation",
    "--json",
    "what did Ada Vale say about day 3",
];

async fn with_change(sql: &'static str) -> serde_json::Value {
    let house = House::new();
    let lines = house.file("articles.jsonl", &articles(3..4));
    house.succeed(&["ingest", lines.to_str().expect("a path of letters")]);
    let before: serde_json::Value =
        serde_json::from_str(&house.succeed(QUESTION)).expect("one JSON object");
    assert!(before["hits"][0]["text"].is_string(), "{before}");
    let pool = SqlitePool::connect_with(
        SqliteConnectOptions::new().filename(house.data().join("verbatim.db")),
    )
    .await
    .expect("the record opens");
    let changed = sqlx::query(sql)
        .execute(&pool)
        .await
        .expect("a change")
        .rows_affected();
    assert!(changed > 0, "nothing was changed");
    pool.close().await;
    serde_json::from_str(&house.run(QUESTION).out).expect("one JSON object")
}

#[tokio::test]
async fn a_byte_changed_in_the_text_is_noticed() {
    let after = with_change(
        "UPDATE revision SET text = replace(text, 'not a day later', 'but a day later')",
    )
    .await;
    assert_eq!(after["hits"], serde_json::json!([]));
    assert_eq!(after["answered"], false);
}

#[tokio::test]
async fn a_byte_changed_in_the_words_is_noticed() {
    let after = with_change("UPDATE statement SET text = replace(text, 'not', 'but')").await;
    assert!(!after.to_string().contains("but a day later"));
}

#[tokio::test]
async fn another_name_beside_the_words_is_noticed() {
    let after = with_change("UPDATE statement SET speaker = 'Tom Marsh'").await;
    assert_eq!(after["hits"], serde_json::json!([]));
}

#[tokio::test]
async fn a_place_moved_by_a_byte_is_noticed() {
    let after =
        with_change("UPDATE statement SET first_byte = first_byte + 1, end_byte = end_byte + 1")
            .await;
    assert_eq!(after["hits"], serde_json::json!([]));
}
