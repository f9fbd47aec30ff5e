//! Quote check over the corpus and over generated statements of people who don't exist: a thousand claims, unaltered and
//! altered, each of which has to come out as what it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use verbatim::answer::check::{CheckError, Checker};
use verbatim::domain::{
    Article, ArticleId, Attribution, Claim, Comparison, Document, Finding, Language,
    QuotedStatement, Roster, Speaker, SpeakerId, Statement, StatementKind, Stretch, Verdict, When,
};
use verbatim::ingest::follow;
use verbatim::ports::{Change, Incoming, Position, Record, SearchIndex};

use crate::harness::House;

const PEOPLE: [&str; 8] = [
    "Ada Vale",
    "Tom Marsh",
    "Ines Okoro",
    "Piet Lund",
    "Rosa Quill",
    "Ivo Tarn",
    "Mina Holt",
    "Otto Brae",
];

const WHO: [&str; 12] = [
    "the harbour council",
    "our island",
    "the northern fleet",
    "every fishing village",
    "the lighthouse board",
    "this ministry",
    "the river commission",
    "my government",
    "the old parliament",
    "the ferry company",
    "the union of dockers",
    "our neighbours across the strait",
];

const DOES: [&str; 12] = [
    "will open",
    "has rejected",
    "must protect",
    "would never sell",
    "is rebuilding",
    "cannot accept",
    "will inspect",
    "has promised",
    "should return",
    "expects to finish",
    "wants to close",
    "does not recognise",
];

const WHAT: [&str; 14] = [
    "{n} new bridges",
    "the treaty of the seven bays",
    "a corridor for grain ships",
    "{n} tonnes of copper",
    "the bridge at Low Ferry",
    "an inquiry into the flooded mines",
    "the border along the salt marsh",
    "{n} wooden boats",
    "a truce among the shepherds",
    "the customs house",
    "{n} million crowns of aid",
    "the map of the outer reefs",
    "a school for pilots",
    "the lease of the quarry",
];

const WHEN: [&str; 10] = [
    "before the first frost",
    "within {n} days",
    "as soon as the tide allows",
    "whatever the critics may say",
    "because people in the valley asked for it",
    "without any foreign troops",
    "if both captains sign the letter",
    "after the election in spring",
    "on the terms that were agreed last year",
    "and nobody should doubt that",
];

fn clause(random: &mut StdRng) -> String {
    let mut pick = |from: &[&str]| from.choose(random).copied().unwrap_or_default().to_owned();
    let (who, does, what, when) = (pick(&WHO), pick(&DOES), pick(&WHAT), pick(&WHEN));
    let mut text = format!("{who} {does} {what} {when}");
    while text.contains("{n}") {
        text = text.replacen("{n}", &random.random_range(2..900).to_string(), 1);
    }
    text
}

fn sentence(random: &mut StdRng) -> String {
    let mut text = clause(random);
    if random.random_bool(0.5) {
        text = format!("{text}, and {}", clause(random));
    }
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

/// A statement in an article of its own.
pub fn said(number: usize, speaker: &Attribution, words: &str, day: i8) -> Incoming {
    let text = format!("The press was told of it on the quay: “{words}”\n\nIt rained.");
    let start = text.find(words).expect("the words are in the text");
    let name = speaker.speaker.as_deref().unwrap_or("nobody");
    Incoming {
        article: Article {
            id: ArticleId(format!("quay-{number}-{name}")),
            url: Some(format!("https://example.org/quay/{number}")),
            outlet: Some(format!("Gazette {}", number % 7)),
            title: Some(format!("Note {number}")),
            authors: Vec::new(),
            published: Some(When::day(jiff::civil::date(2025, 11, day))),
            modified: None,
            first_seen: Timestamp::UNIX_EPOCH,
            language: Language::new("en"),
        },
        document: Document {
            text: text.clone(),
            language: Language::new("en"),
            ..Document::default()
        },
        statements: vec![Statement {
            range: start..start + words.len(),
            text: words.to_owned(),
            kind: StatementKind::Quotation,
            attribution: speaker.clone(),
            said_on: None,
            paragraph: 0..text.find('\n').unwrap_or(text.len()),
            utterance: 0,
        }],
    }
}

pub fn by(name: &str) -> Attribution {
    Attribution {
        speaker: Some(name.to_owned()),
        confidence: 1.0,
        ..Attribution::default()
    }
}

pub async fn stored(
    house: &House,
    incoming: Vec<Incoming>,
) -> (Arc<dyn Record>, Arc<dyn SearchIndex>) {
    std::fs::create_dir_all(house.data()).expect("a folder for the data");
    let record: Arc<dyn Record> = Arc::new(house.record().await);
    let index: Arc<dyn SearchIndex> = Arc::new(house.index());
    for batch in incoming.chunks(100) {
        record
            .store(batch.to_vec(), Timestamp::UNIX_EPOCH)
            .await
            .expect("it is stored");
    }
    follow(&*record, &*index).await.expect("it is indexed");
    (record, index)
}

async fn all_quoted(record: &dyn Record) -> Vec<QuotedStatement> {
    let changes = record
        .changes_after(Position::default(), 10_000)
        .await
        .expect("the record is read");
    let mut ids = Vec::new();
    for (_, change) in changes {
        if let Change::Put(indexed) = change {
            let quotations = indexed
                .statements
                .iter()
                .filter(|found| found.statement.kind.is_quotation());
            ids.extend(quotations.map(|found| found.id));
        }
    }
    let mut quoted = Vec::new();
    for ids in ids.chunks(200) {
        let read = record.quoted(ids).await.expect("the record is read");
        quoted.extend(read.into_iter().map(|quoted| quoted.expect("it is sound")));
    }
    quoted
}

/// The words as a plain reading has them: letters and digits in lower case.
fn plain(text: &str) -> String {
    let mut plain = String::from(" ");
    for word in text
        .split(|c: char| !c.is_alphanumeric() && !"'’%$€-".contains(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
    {
        plain.push_str(&word.to_lowercase().replace('’', "'"));
        plain.push(' ');
    }
    plain
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Altered {
    NotAtAll,
    Dropped,
    Added,
    Swapped,
    Replaced,
    Negated,
    NumberChanged,
    Spliced,
    SpeakerSwapped,
}

use Altered::*;

const WAYS: [Altered; 9] = [
    NotAtAll,
    Dropped,
    Added,
    Swapped,
    Replaced,
    Negated,
    NumberChanged,
    Spliced,
    SpeakerSwapped,
];

const FOREIGN: [&str; 10] = [
    "gladly",
    "seven",
    "lanterns",
    "perhaps",
    "copper",
    "always",
    "hidden",
    "yesterday",
    "bitter",
    "wolves",
];

/// Words as they are written, marks and all.
fn split(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The same words as somebody may type them.
fn noisy(words: &[String], random: &mut StdRng) -> String {
    let mut words: Vec<String> = words.to_vec();
    match random.random_range(0..3) {
        0 => words = words.iter().map(|word| word.to_lowercase()).collect(),
        1 if !words.concat().contains('ß') => {
            words = words.iter().map(|word| word.to_uppercase()).collect();
        }
        _ => {}
    }
    if random.random_bool(0.5) {
        for word in &mut words {
            *word = word
                .trim_matches([',', '.', ';', ':', '!', '"', '“', '”'])
                .to_owned();
        }
    }
    let spaces = if random.random_bool(0.2) { "  " } else { " " };
    let text = words.join(spaces).replace('’', "'");
    match random.random_range(0..5) {
        0 => format!("“{text}”"),
        1 => format!("«{text}»"),
        2 => format!("…{text}…"),
        3 => format!("\"{text}...\""),
        _ => text,
    }
}

/// A claim made of a statement, or `None` where it can't be altered so.
fn claim(way: Altered, base: &Base, other: &Base, random: &mut StdRng) -> Option<Claim> {
    let mut words = split(&base.text);
    let count = words.len();
    let inner = random.random_range(1..count - 1);
    let mut speaker = random
        .random_bool(0.5)
        .then(|| base.speaker.clone())
        .flatten();
    match way {
        NotAtAll => {
            return Some(Claim {
                words: noisy(&words, random),
                speaker,
            });
        }
        Dropped => {
            words.remove(inner);
        }
        Added => words.insert(inner, FOREIGN.choose(random)?.to_string()),
        Swapped => words.swap(inner - 1, inner),
        Replaced => words[inner] = FOREIGN.choose(random)?.to_string(),
        Negated => match words
            .iter()
            .position(|word| word == "not" || word == "never")
        {
            Some(at) if at > 0 => {
                words.remove(at);
            }
            _ => words.insert(inner, "not".to_owned()),
        },
        NumberChanged => {
            let at = words
                .iter()
                .position(|word| word.chars().any(|c| c.is_ascii_digit()))?;
            words[at] = words[at]
                .chars()
                .map(|c| match c.to_digit(10) {
                    Some(digit) => char::from_digit((digit + 3) % 10, 10).unwrap_or('1'),
                    None => c,
                })
                .collect();
        }
        Spliced => {
            let more = split(&other.text);
            if count < 10 || more.len() < 10 {
                return None;
            }
            words.truncate(count / 2 + 1);
            words.extend_from_slice(&more[more.len() / 2 - 1..]);
            speaker = None;
        }
        SpeakerSwapped => {
            speaker = other.speaker.clone();
            if speaker.is_none() || speaker == base.speaker || base.speaker.is_none() {
                return None;
            }
        }
    }
    Some(Claim {
        words: words.join(" "),
        speaker,
    })
}

struct Base {
    text: String,
    speaker: Option<String>,
}

fn is_right(way: Altered, finding: &Finding) -> bool {
    match way {
        NotAtAll => matches!(finding, Finding::Exact(_)),
        Spliced => matches!(finding, Finding::Composite(_)),
        SpeakerSwapped => matches!(finding, Finding::OtherSpeaker(_)),
        _ => matches!(finding, Finding::Near(_)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_claims_come_out_as_what_they_are_and_no_altered_one_as_exact() {
    let mut random = StdRng::seed_from_u64(20);
    let house = House::new();
    house.succeed(&["ingest", "corpus"]);
    let generated = (0..600)
        .map(|number| {
            let speaker = PEOPLE.choose(&mut random).copied().unwrap_or_default();
            let words = sentence(&mut random);
            said(number, &by(speaker), &words, 1 + (number % 28) as i8)
        })
        .collect();
    let (record, index) = stored(&house, generated).await;
    let roster = verbatim::config::Config::new(crate::harness::project().join("config"))
        .and_then(|config| config.roster())
        .expect("the roster is read");
    let checker = Checker::new(Arc::clone(&record), index, Arc::new(roster));

    let mut uttered: BTreeMap<_, Base> = BTreeMap::new();
    for quoted in all_quoted(&*record).await {
        let pieces: Vec<&str> = quoted
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        let base = Base {
            text: pieces.join(" "),
            speaker: quoted.statement.attribution.speaker.clone(),
        };
        uttered.insert((quoted.article.id.0, quoted.statement.utterance), base);
    }
    let everything: Vec<(String, Option<String>)> = uttered
        .values()
        .map(|base| (plain(&base.text), base.speaker.clone()))
        .collect();
    let bases: Vec<Base> = uttered
        .into_values()
        .filter(|base| split(&base.text).len() >= 8)
        .collect();
    assert!(bases.len() > 620, "{} statements to alter", bases.len());

    let mut tried: BTreeMap<Altered, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut number = 0;
    while number < 1_000 {
        let way = WAYS[number % WAYS.len()];
        let mut drawn = bases.iter().collect::<Vec<_>>();
        drawn.partial_shuffle(&mut random, 2);
        let [.., other, base] = drawn.as_slice() else {
            unreachable!("there are statements");
        };
        let Some(claim) = claim(way, base, other, &mut random) else {
            continue;
        };
        let as_said = plain(&claim.words);
        let stands: Vec<&Option<String>> = everything
            .iter()
            .filter(|(text, _)| text.contains(as_said.as_str()))
            .map(|(_, speaker)| speaker)
            .collect();
        // What was altered into something that somebody said as well is not altered.
        let is_said = match way {
            NotAtAll => false,
            SpeakerSwapped => stands.contains(&&claim.speaker),
            _ => !stands.is_empty(),
        };
        if is_said {
            continue;
        }
        number += 1;
        let verdict = checker.check(&claim).await.expect("it is checked");
        is_sound(&verdict);
        assert!(
            way == NotAtAll || !matches!(verdict.finding, Finding::Exact(_)),
            "called exact: {claim:?}"
        );
        let (all, right) = tried.entry(way).or_default();
        *all += 1;
        if is_right(way, &verdict.finding) {
            *right += 1;
        } else {
            wrong.push(format!(
                "{way:?} came out {}: {claim:?}",
                verdict.finding.name()
            ));
        }
    }
    println!("{tried:?}\n{}", wrong.join("\n"));
    assert!(wrong.len() <= 20, "{tried:?}\n{}", wrong.join("\n"));
}

/// What is shown as said is stored bytes, and shows the claim's words.
fn is_sound(verdict: &Verdict) {
    let one = |comparison: &Comparison| {
        for stretch in &comparison.difference {
            let (Stretch::Kept { said }
            | Stretch::Dropped { said }
            | Stretch::Omitted { said }
            | Stretch::Changed { said, .. }) = stretch
            else {
                continue;
            };
            let pieces = &comparison.quoted.pieces;
            assert!(
                pieces
                    .iter()
                    .any(|piece| piece.text.contains(said.as_str())),
                "{said:?} is not stored so"
            );
        }
    };
    match &verdict.finding {
        Finding::Exact(found) | Finding::Near(found) | Finding::OtherSpeaker(found) => one(found),
        Finding::Composite(parts) => {
            for found in parts.iter().filter_map(|part| part.comparison.as_ref()) {
                one(found);
            }
        }
        Finding::NotFound { reported } => reported.iter().for_each(one),
    }
}

/// A small record about people who don't exist, one of whom has a name in two scripts.
async fn quay(house: &House) -> Checker {
    let roster = Roster::new(
        vec![Speaker {
            id: SpeakerId("ilya-brodsky".to_owned()),
            name: "Ilya Brodskyy".to_owned(),
            aliases: ["Brodsky", "Brodskij", "Бродський", "Бродського"]
                .map(str::to_owned)
                .into(),
            handles: Vec::new(),
            gender: None,
            side: None,
            roles: Vec::new(),
        }],
        Vec::new(),
    );
    let brodsky = Attribution {
        speaker_id: Some(SpeakerId("ilya-brodsky".to_owned())),
        ..by("Ilya Brodskyy")
    };
    let mut split_in_two = said(
        4,
        &by("Ada Vale"),
        "The lantern tax will go,” Vale said, “and it will not come back in another shape.",
        20,
    );
    let whole = split_in_two.statements[0].clone();
    let first = "The lantern tax will go,";
    let second = "and it will not come back in another shape.";
    let at = whole.range.start + whole.text.find(second).expect("it is there");
    split_in_two.statements = vec![
        Statement {
            range: whole.range.start..whole.range.start + first.len(),
            text: first.to_owned(),
            ..whole.clone()
        },
        Statement {
            range: at..at + second.len(),
            text: second.to_owned(),
            ..whole
        },
    ];
    let mut reported = said(
        5,
        &by("Tom Marsh"),
        "the winter market was to stay open until the ice melted",
        21,
    );
    reported.statements[0].kind = StatementKind::Reported;
    let (record, index) = stored(
        house,
        vec![
            said(
                1,
                &by("Ada Vale"),
                "We told Brodskyy that 12 lighthouses cost $5 million. They don’t come cheap. \
                 Nobody should sell them.",
                18,
            ),
            said(
                2,
                &brodsky,
                "No ferry leaves the island without my signature.",
                19,
            ),
            said(
                3,
                &by("Rosa Quill"),
                "Бродський обіцяв відкрити сім маяків до зими.",
                19,
            ),
            split_in_two,
            reported,
            said(
                6,
                &by("Mina Holt"),
                "The copper is ... wet copper ... and the boats leak … badly.",
                22,
            ),
        ],
    )
    .await;
    Checker::new(record, index, Arc::new(roster))
}

async fn verdict(checker: &Checker, words: &str, speaker: Option<&str>) -> Verdict {
    let claim = Claim {
        words: words.to_owned(),
        speaker: speaker.map(str::to_owned),
    };
    let verdict = checker.check(&claim).await.expect("it is checked");
    is_sound(&verdict);
    verdict
}

fn exact(verdict: &Verdict) -> &Comparison {
    match &verdict.finding {
        Finding::Exact(found) => found,
        other => panic!("{} for {:?}", other.name(), verdict.claim),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_exact_and_told_to_be_a_part() {
    let house = House::new();
    let checker = quay(&house).await;
    let part = verdict(&checker, "12 lighthouses cost $5 million", None).await;
    assert!(!exact(&part).whole);
    let whole = verdict(
        &checker,
        "no ferry leaves the island — without my signature",
        None,
    )
    .await;
    assert!(exact(&whole).whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_marked_omission_is_exact_and_shown() {
    let house = House::new();
    let checker = quay(&house).await;
    for mark in ["…", "...", "[…]", " [...] "] {
        let claim = format!("12 lighthouses cost $5 million{mark}nobody should sell them");
        let omitting = verdict(&checker, &claim, None).await;
        assert!(
            exact(&omitting).difference.contains(&Stretch::Omitted {
                said: "They don’t come cheap.".to_owned()
            }),
            "{omitting:?}"
        );
    }
    let unmarked = verdict(
        &checker,
        "12 lighthouses cost $5 million. Nobody should sell them",
        None,
    )
    .await;
    assert_eq!(unmarked.finding.name(), "near");
    let turned = verdict(
        &checker,
        "nobody should sell them … 12 lighthouses cost $5 million",
        None,
    )
    .await;
    assert_ne!(turned.finding.name(), "exact");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_the_statement_has_itself_hides_no_dropped_word() {
    let house = House::new();
    let checker = quay(&house).await;
    let as_said = "The copper is ... wet copper ... and the boats leak … badly";
    exact(&verdict(&checker, as_said, None).await);
    for altered in [
        "The copper is ... copper ... and the boats leak … badly",
        "The copper is ... wet copper ... and the boats … badly",
        "The lantern […] and it will not come back",
    ] {
        let found = verdict(&checker, altered, None).await.finding;
        assert_eq!(found.name(), "near", "{altered}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_of_one_utterance_are_one_statement() {
    let house = House::new();
    let checker = quay(&house).await;
    let claim = "The lantern tax will go, and it will not come back";
    let across = verdict(&checker, claim, Some("Vale")).await;
    assert!(exact(&across).difference.contains(&Stretch::Gap));
}

#[tokio::test(flavor = "multi_thread")]
async fn spellings_of_a_name_are_one_word_and_case_forms_are_not() {
    let house = House::new();
    let checker = quay(&house).await;
    for name in ["Brodsky", "brodskij", "BRODSKYY", "Бродський"] {
        let claim = format!("We told {name} that 12 lighthouses cost $5 million");
        exact(&verdict(&checker, &claim, None).await);
    }
    exact(&verdict(&checker, "Brodsky обіцяв відкрити сім маяків до зими", None).await);
    let inflected = "Бродського обіцяв відкрити сім маяків до зими";
    let inflected = verdict(&checker, inflected, None).await;
    assert_eq!(inflected.finding.name(), "near");
    let other = "We told Quill that 12 lighthouses cost $5 million";
    assert_eq!(verdict(&checker, other, None).await.finding.name(), "near");
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_and_numbers_decide() {
    let house = House::new();
    let checker = quay(&house).await;
    for altered in [
        "12 lighthouses cost €5 million",
        "12 lighthouses cost $50 million",
        "12 lighthouses cost 5 million",
        "They do come cheap. Nobody should sell them",
    ] {
        let found = verdict(&checker, altered, None).await.finding;
        assert_eq!(found.name(), "near", "{altered}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_claimed_speaker_is_found_by_any_spelling() {
    let house = House::new();
    let checker = quay(&house).await;
    let claim = "no ferry leaves the island without my signature";
    for name in [
        "Ilya Brodskyy",
        "President Brodsky",
        "Бродський",
        "Brodskiy",
    ] {
        exact(&verdict(&checker, claim, Some(name)).await);
    }
    let namesake = verdict(&checker, claim, Some("Fedir Brodsky")).await;
    assert_eq!(namesake.finding.name(), "other_speaker");
    let swapped = verdict(&checker, claim, Some("Ada Vale")).await;
    assert_eq!(swapped.finding.name(), "other_speaker");
    let stranger = verdict(&checker, claim, Some("Zacharias Nobody")).await;
    assert_eq!(stranger.finding.name(), "other_speaker");
    assert!(!stranger.speaker.expect("a speaker was named").known);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_an_article_says_is_no_quotation() {
    let house = House::new();
    let checker = quay(&house).await;
    let claim = "the winter market was to stay open until the ice melted";
    match verdict(&checker, claim, None).await.finding {
        Finding::NotFound {
            reported: Some(reported),
        } => assert_eq!(reported.quoted.statement.kind, StatementKind::Reported),
        other => panic!("{}", other.name()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_claims_get_a_plain_answer() {
    let house = House::new();
    let checker = quay(&house).await;
    let check = async |words: &str| {
        let claim = Claim {
            words: words.to_owned(),
            speaker: None,
        };
        checker.check(&claim).await
    };
    assert!(matches!(
        check(" …\u{202e}🙂🙂 ").await,
        Err(CheckError::NoWords)
    ));
    assert!(matches!(
        check("to be or not to be").await,
        Err(CheckError::OnlyCommonWords)
    ));
    let named = Claim {
        words: "the lantern tax".to_owned(),
        speaker: Some("…".to_owned()),
    };
    assert!(matches!(
        checker.check(&named).await,
        Err(CheckError::NoName { .. })
    ));
    for strange in [
        "lantern ".repeat(1_300),
        "\"".repeat(1_000) + "lantern",
        "ה".repeat(10_000),
        "lantern… ".repeat(1_000),
        "1 ".repeat(5_000),
    ] {
        let found = check(&strange).await.expect("it is checked").finding;
        assert_ne!(found.name(), "other_speaker");
    }
    let long = format!(
        "No ferry leaves the island without my signature. {}",
        "Reef ".repeat(2_500)
    );
    let cut = check(&long).await.expect("it is checked");
    assert!(cut.unchecked > 0);
    assert_ne!(cut.finding.name(), "exact");
}
