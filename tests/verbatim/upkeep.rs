//! Copies of the record, the doctor, and the check of the configuration: through the real program.

use std::process::Child;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::harness::{House, Ran, articles};

fn letters(path: &std::path::Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// A house with so many briefings.
fn house(count: usize) -> House {
    let house = House::new();
    let lines = house.file("articles.jsonl", &articles(0..count));
    house.succeed(&["ingest", letters(&lines)]);
    house
}

async fn change(house: &House, sql: &'static str) {
    let file = house.data().join("verbatim.db");
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(file))
        .await
        .expect("the record opens");
    let done = sqlx::query(sql).execute(&pool).await.expect("a change");
    assert!(done.rows_affected() > 0, "nothing was changed");
    pool.close().await;
}

fn ingesting(house: &House, numbers: std::ops::Range<usize>) -> Child {
    let lines = house.file("more.jsonl", &articles(numbers));
    house
        .command(&["ingest", letters(&lines)])
        .spawn()
        .expect("the program starts")
}

const QUESTION: &[&str] = &["ask", "--json", "what did Ada Vale say about the harbour"];

#[test]
fn a_copy_put_back_in_another_house_answers_the_same() {
    let (first, second) = (house(30), House::new());
    let copy = first.data().join("copy.db");
    let told = first.succeed(&["backup", letters(&copy)]);
    assert!(told.contains("30 articles, "), "{told}");
    let told = second.succeed(&["restore", letters(&copy)]);
    assert!(told.starts_with("30 articles with "), "{told}");
    assert_eq!(first.succeed(QUESTION), second.succeed(QUESTION));
}

#[test]
fn a_copy_is_made_while_articles_are_taken_in() {
    let house = house(20);
    let mut ingesting = ingesting(&house, 20..1_500);
    let mut copies = Vec::new();
    for number in 0.. {
        let copy = house.data().join(format!("copy-{number}.db"));
        house.succeed(&["backup", letters(&copy)]);
        copies.push(copy);
        if ingesting.try_wait().expect("it can be asked").is_some() {
            break;
        }
    }
    assert!(ingesting.wait().expect("it ends").success());
    for copy in copies {
        let other = House::new();
        other.succeed(&["restore", letters(&copy)]);
        let found = other.succeed(&["doctor"]);
        assert!(!found.contains("failure"), "{found}");
    }
}

#[test]
fn no_file_is_overwritten_unless_it_is_said() {
    let house = house(3);
    let copy = house.data().join("copy.db");
    house.succeed(&["backup", letters(&copy)]);
    let again = house.run(&["backup", letters(&copy)]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("name another file"), "{}", again.err);

    let lines = house.file("more.jsonl", &articles(3..6));
    house.succeed(&["ingest", letters(&lines)]);
    let refused = house.run(&["restore", letters(&copy)]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert!(house.succeed(&["doctor"]).contains("of 6 articles"));

    let told = house.succeed(&["restore", letters(&copy), "--force"]);
    assert!(told.contains("3 articles with "), "{told}");
    assert!(told.contains("before-restore-1"), "{told}");
    assert!(house.succeed(&["doctor"]).contains("of 3 articles"));
    // What was replaced is still whole.
    let former = house.data().join("verbatim.db.before-restore-1");
    let other = House::new();
    let told = other.succeed(&["restore", letters(&former)]);
    assert!(told.starts_with("6 articles"), "{told}");
}

#[tokio::test]
async fn a_record_in_use_is_not_replaced() {
    let house = house(3);
    let copy = house.data().join("copy.db");
    house.succeed(&["backup", letters(&copy)]);
    let open = house.record().await;
    let refused = house.run(&["restore", letters(&copy), "--force"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("is in use"), "{}", refused.err);
    open.close().await;
    house.succeed(&["restore", letters(&copy), "--force"]);
}

#[test]
fn what_is_no_copy_is_refused_and_nothing_is_changed() {
    let house = house(3);
    let text = house.file(
        "copy.db",
        "not a database at all, but long enough to be read as one",
    );
    let none = house.data().join("none.db");
    for (file, expected) in [
        (letters(&text), "no sound copy"),
        (letters(&none), "none.db"),
    ] {
        let refused = house.run(&["restore", file, "--force"]);
        assert_eq!(refused.code, Some(1), "{}", refused.out);
        assert!(refused.err.contains(expected), "{}", refused.err);
    }
    assert!(house.succeed(&["doctor"]).contains("of 3 articles"));
    let left: Vec<_> = std::fs::read_dir(house.data())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .filter(|name| name.to_string_lossy().contains("restoring"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

fn failing(ran: &Ran) -> Vec<&str> {
    ran.out
        .lines()
        .filter(|line| line.starts_with("failure"))
        .collect()
}

#[tokio::test]
async fn the_doctor_finds_a_changed_byte() {
    for sql in [
        "UPDATE statement SET text = replace(text, 'not', 'but') WHERE id = 1",
        "UPDATE statement SET speaker = 'Tom Marsh' WHERE id = 1",
        "UPDATE revision SET text = replace(text, 'not a day later', 'but a day later') WHERE id = 1",
    ] {
        let house = house(3);
        let well = house.run(&["doctor"]);
        assert_eq!(
            (well.code, failing(&well)),
            (Some(0), Vec::new()),
            "{}",
            well.out
        );
        change(&house, sql).await;
        let ran = house.run(&["doctor"]);
        assert_eq!(ran.code, Some(1), "{sql}: {}", ran.out);
        assert!(
            failing(&ran).iter().any(|line| line.contains("briefing-0")),
            "{sql}: {}",
            ran.out
        );
        assert!(ran.out.contains("verbatim restore"), "{}", ran.out);
        // A copy of it says so too, and is made all the same.
        let copy = house.data().join("copy.db");
        let copied = house.run(&["backup", letters(&copy)]);
        assert_eq!(copied.code, Some(1));
        assert!(copied.err.contains("not sound"), "{}", copied.err);
        assert!(copy.exists());
    }
}

#[tokio::test]
async fn the_doctor_finds_an_index_of_another_record() {
    let house = house(6);
    change(
        &house,
        "UPDATE sequence SET value = 2 WHERE name = 'change'",
    )
    .await;
    let ran = house.run(&["doctor"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("follows another record"), "{}", ran.out);
}

#[tokio::test]
async fn the_doctor_finds_rows_that_are_gone() {
    let house = house(3);
    change(&house, "DELETE FROM statement WHERE id = 2").await;
    let ran = house.run(&["doctor"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(
        ran.out.contains("has not as many statements"),
        "{}",
        ran.out
    );
}

#[test]
fn the_doctor_never_shows_a_token() {
    let house = house(1);
    let output = house
        .command(&["doctor"])
        .env("DISCORD_TOKEN", "a-very-secret-value")
        .env_remove("VERBATIM_MATRIX_STORE_KEY")
        .output()
        .expect("the program starts");
    let ran = Ran::from(output);
    assert!(ran.out.contains("DISCORD_TOKEN is set"), "{}", ran.out);
    assert!(
        ran.out.contains("VERBATIM_MATRIX_STORE_KEY is not set"),
        "{}",
        ran.out
    );
    assert!(!format!("{}{}", ran.out, ran.err).contains("secret-value"));
}

#[test]
fn the_doctor_works_in_an_empty_house_and_with_a_broken_configuration() {
    let house = House::new();
    let empty = house.run(&["doctor"]);
    assert_eq!(empty.code, Some(0), "{}{}", empty.out, empty.err);
    assert!(empty.out.contains("there is none"), "{}", empty.out);
    assert!(!house.data().exists(), "looking makes nothing");
    let config = house.config(&[("verbatim.toml", "dada_dir = \"x\"\n".to_owned())]);
    let broken = house.run(&["--config", &config, "doctor"]);
    assert_eq!(broken.code, Some(1));
    assert!(broken.out.contains("dada_dir"), "{}", broken.out);
}

#[test]
fn the_configuration_that_we_publish_passes_and_each_mistake_is_named_with_file_and_key() {
    let house = House::new();
    let good = house.run(&["config", "check"]);
    assert_eq!(good.code, Some(0), "{}", good.out);
    assert_eq!(
        good.out
            .lines()
            .filter(|line| line.starts_with("ok"))
            .count(),
        11
    );
    let config = house.config(&[
        ("verbatim.toml", "[fetch]\ntimeouts = \"3s\"\n".to_owned()),
        (
            "sources.toml",
            "[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"https://example.org\"\ncolour = 1\n"
                .to_owned(),
        ),
        (
            "speakers.toml",
            "[[speaker]]\nid = \"a\"\nname = \"Ada Vale\"\nrole = 1\n".to_owned(),
        ),
        ("lexicon/en.toml", "language = \"en\"\nodd = 1\n".to_owned()),
        ("source.toml", String::new()),
    ]);
    let bad = house.run(&["--config", &config, "config", "check"]);
    assert_eq!(bad.code, Some(1), "{}", bad.out);
    for (file, key) in [
        ("verbatim.toml", "timeouts"),
        ("sources.toml", "colour"),
        ("speakers.toml", "role"),
        ("lexicon/en.toml", "odd"),
        ("source.toml", "no part of the program reads"),
    ] {
        assert!(
            bad.out
                .lines()
                .any(|line| line.contains(file) && line.contains(key)),
            "{file}, {key}: {}",
            bad.out
        );
    }
    let ran = house.run(&["--config", "/no/such/folder", "config", "check"]);
    assert_eq!(ran.code, Some(78));
    assert!(ran.err.contains("--config DIR"), "{}", ran.err);
}
