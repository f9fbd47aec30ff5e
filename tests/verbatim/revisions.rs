//! The same article again changes nothing; an edited one becomes a new revision, and what was said before stays readable.

use verbatim::domain::StatementId;
use verbatim::ports::{Change, Position, Record};

use crate::harness::{House, article};

#[test]
fn a_file_is_the_same_by_whichever_way_it_is_named() {
    let house = House::new();
    let file = house.file("ferry.txt", "“The ferry sails at dawn,” said Ada Vale.");
    let file = file.canonicalize().expect("it is there");
    let folder = file.parent().expect("it lies in a folder");
    let again = folder.join("..").join(folder.file_name().expect("a name"));
    let around = again.join("ferry.txt");
    for (path, told) in [
        (&around, "1 new, 0 changed"),
        (&file, "0 new, 0 changed, 1 unchanged"),
    ] {
        let path = path.to_str().expect("a path of letters");
        assert!(house.succeed(&["ingest", path]).starts_with(told), "{path}");
    }
    assert!(
        house
            .succeed(&["ask", "what did Ada Vale say about the ferry"])
            .contains(file.to_str().expect("a path of letters"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_article_becomes_a_new_revision_and_its_old_statements_stay() {
    let house = House::new();
    let first = house.file("a.jsonl", &article(1).to_string());
    let path = first.to_str().expect("a path of letters");
    assert!(
        house
            .succeed(&["ingest", path])
            .starts_with("1 new, 0 changed, 0 unchanged, 0 failed")
    );
    assert!(
        house
            .succeed(&["ingest", path])
            .starts_with("0 new, 0 changed, 1 unchanged, 0 failed")
    );

    let record = house.record().await;
    let old = current(&record).await;
    let mut edited = article(1);
    let text = edited["text"]
        .as_str()
        .expect("a text")
        .replace("not a day later", "perhaps a day later");
    edited["text"] = text.into();
    house.file("a.jsonl", &edited.to_string());
    assert!(
        house
            .succeed(&["ingest", path])
            .starts_with("0 new, 1 changed, 0 unchanged, 0 failed")
    );

    let new = current(&record).await;
    assert!(new.iter().all(|id| !old.contains(id)));
    let words = |quoted: &[StatementId]| {
        let (record, ids) = (record.clone(), quoted.to_vec());
        async move {
            let quoted = record.quoted(&ids).await.expect("the record is read");
            quoted
                .into_iter()
                .map(|quoted| quoted.expect("it is as it was stored").statement.text)
                .collect::<Vec<_>>()
                .join("|")
        }
    };
    assert!(words(&old).await.contains("not a day later"));
    assert!(words(&new).await.contains("perhaps a day later"));
    let asked = house.succeed(&[
        "ask",
        "--kinds",
        "quotation",
        "when will the harbour open, Tom Marsh?",
    ]);
    assert!(
        asked.contains("perhaps a day later") && !asked.contains("not a day later"),
        "{asked}"
    );
}

async fn current(record: &dyn Record) -> Vec<StatementId> {
    let changes = record
        .changes_after(Position::default(), 10)
        .await
        .expect("the record is read");
    changes
        .into_iter()
        .filter_map(|(_, change)| match change {
            Change::Put(indexed) => Some(indexed.statements),
            Change::Removed(_) => None,
        })
        .flatten()
        .map(|found| found.id)
        .collect()
}
