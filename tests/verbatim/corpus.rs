//! The sample corpus: every quotation of its table is found, in its speaker's mouth.

use std::collections::HashMap;

use crate::harness::{House, project};

/// A row of the table: file, id where the file has several articles, speaker, first words.
struct Row {
    file: String,
    id: Option<String>,
    speaker: String,
    words: String,
}

fn rows() -> Vec<Row> {
    let readme = std::fs::read_to_string(project().join("corpus/README.md")).expect("the table");
    readme
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ");
            let (place, speaker, words) = (cells.next()?, cells.next()?, cells.next()?);
            let (file, id) = match place.split_once(" › ") {
                Some((file, id)) => (file, Some(id.to_owned())),
                None => (place, None),
            };
            file.starts_with("2025").then(|| Row {
                file: file.to_owned(),
                id,
                speaker: speaker.to_owned(),
                words: words.trim_end_matches(" …").to_owned(),
            })
        })
        .collect()
}

fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[test]
fn every_quotation_of_the_table_is_found_with_its_speaker() {
    let house = House::new();
    let mut seen: HashMap<String, Vec<serde_json::Value>> = HashMap::new();
    let mut wrong = Vec::new();
    let rows = rows();
    assert!(rows.len() > 90, "the table was not read");
    for row in &rows {
        let articles = seen.entry(row.file.clone()).or_insert_with(|| {
            let path = project().join("corpus").join(&row.file);
            let out = house.succeed(&["extract", path.to_str().expect("letters")]);
            out.lines()
                .map(|line| serde_json::from_str(line).expect("a JSON object"))
                .collect()
        });
        let found = articles
            .iter()
            .filter(|article| row.id.as_deref().is_none_or(|id| article["id"] == id))
            .flat_map(|article| article["statements"].as_array().into_iter().flatten())
            .any(|statement| {
                let says = statement["text"]
                    .as_str()
                    .is_some_and(|text| folded(text).contains(&folded(&row.words)));
                // A joint statement is the leaders' who signed it; the table says so in its own words.
                let speaker = statement["speaker"].as_str().unwrap_or_default();
                says && statement["kind"] != "reported"
                    && (speaker == row.speaker
                        || row.speaker.ends_with("(joint)") && speaker.ends_with("leaders"))
            });
        if !found {
            wrong.push(format!("{} · {} · {}", row.file, row.speaker, row.words));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        rows.len()
    );
}
