//! The matcher against the bare alternative: every subscription a query over an index of one statement.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use verbatim::alerts::{Matchable, Matcher, fits, why};
use verbatim::domain::{
    Article, ArticleId, Attribution, Condition, Language, Roster, Side, SideId, Speaker, SpeakerId,
    Statement, StatementKind, SubscriptionId, Wanted, WhoseWords,
};
use verbatim::text::{analyser, analyser_of};

#[expect(dead_code, reason = "the bench and the test use a part each")]
#[path = "../../benches/bare/mod.rs"]
mod bare;

const SUBSCRIPTIONS: i64 = 10_000;
const STATEMENTS: usize = 10_000;

const ENGLISH: &str = "harbour harbours ferry ferries Ferry's concession concessions concede conceded ceding talk talks \
    talked ceasefire cease-fire US us U.S guarantee guarantees guaranteed security secure the of will not and is at \
    border borders territorial territory negotiate negotiation negotiators 1,000 2025 don't won't NATO grain grains \
    Vale Marsh winter wintering";
const UKRAINIAN: &str = "поступка поступки поступками переговори переговорів перемовини гавань гавані пором пороми \
    безпека безпеки гарантії гарантій і не що на із це є мир миру зерно зерна зернова територія території об'єкт \
    об’єкта кордон кордони кордонів НАТО США Вейл 2025 їжак йшли";
const RUSSIAN: &str = "уступка уступки уступками переговоры переговоров гавань гавани паром паромы безопасность \
    безопасности гарантии гарантий и не что на из это мир мира зерно зерна зерновая территория территории объект \
    объекта граница границы границ НАТО США Вейл 2025 ёлка елки съезд";

const NAMES: [(&str, Option<&str>); 6] = [
    ("Ada Vale", Some("ada-vale")),
    ("Tom Marsh", Some("tom-marsh")),
    ("Rosa Lund", Some("rosa-lund")),
    ("Bo Quint", None),
    ("Бо Квінт", None),
    ("Ada Quint", None),
];

const OUTLETS: [&str; 4] = ["Harbour Post", "Île Matin", "ÎLE MATIN", "Острів"];

fn roster() -> Roster {
    let side = |id: &str, members: &[&str]| Side {
        id: SideId(id.to_owned()),
        name: id.to_owned(),
        aliases: Vec::new(),
        members: members.iter().map(|&id| SideId(id.to_owned())).collect(),
    };
    let speaker = |name: &str, id: &str, side: Option<&str>| Speaker {
        id: SpeakerId(id.to_owned()),
        name: name.to_owned(),
        aliases: Vec::new(),
        handles: Vec::new(),
        gender: None,
        side: side.map(|id| SideId(id.to_owned())),
        roles: Vec::new(),
    };
    Roster::new(
        vec![
            speaker("Ada Vale", "ada-vale", Some("harbour")),
            speaker("Tom Marsh", "tom-marsh", Some("island")),
            speaker("Rosa Lund", "rosa-lund", None),
        ],
        vec![
            side("harbour", &[]),
            side("island", &[]),
            side("coast", &["harbour", "island"]),
        ],
    )
}

struct Made {
    random: StdRng,
    words: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Made {
    fn new(seed: u64) -> Self {
        let words = [("en", ENGLISH), ("uk", UKRAINIAN), ("ru", RUSSIAN)];
        Self {
            random: StdRng::seed_from_u64(seed),
            words: words
                .into_iter()
                .map(|(code, words)| (code, words.split_whitespace().collect()))
                .collect(),
        }
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        *of.choose(&mut self.random).expect("there is one")
    }

    fn language(&mut self) -> &'static str {
        self.one(&["en", "uk", "ru"])
    }

    fn text(&mut self, language: &str, most: usize) -> String {
        let words = self.words[language].clone();
        let count = self.random.random_range(1..=most);
        let mut text = String::new();
        for at in 0..count {
            let between = self.one(&[" ", " ", " ", ", ", " — ", ". "]);
            text.push_str(if at == 0 { "" } else { between });
            let word = self.one(&words);
            match self.random.random_range(0..8) {
                0 => text.push_str(&word.to_uppercase()),
                // Words of another language stand in any text.
                1 if self.random.random_bool(0.2) => {
                    let language = self.language();
                    let words = self.words[language].clone();
                    text.push_str(self.one(&words));
                }
                _ => text.push_str(word),
            }
        }
        text
    }

    fn statement(&mut self, number: usize) -> (Article, String, Statement) {
        let language = self.language();
        let mut text = format!("{}\n\n", self.text(language, 6));
        let begin = text.len();
        let before = self.text(language, 6);
        text.push_str(&format!("{before} \""));
        let start = text.len();
        let own = self.text(language, 12);
        text.push_str(&own);
        let end = text.len();
        let after = self.text(language, 6);
        text.push_str(&format!("\" {after}."));
        let paragraph = begin..text.len();
        text.push_str(&format!("\n\n{}", self.text(language, 6)));
        let (name, id) = self.one(&NAMES);
        let attributed = self.random.random_bool(0.9);
        // The language of a short text is often not known.
        let tag = if self.random.random_bool(0.1) {
            "und"
        } else {
            language
        };
        let article = Article {
            id: ArticleId(format!("article-{number}")),
            url: None,
            outlet: self
                .random
                .random_bool(0.9)
                .then(|| self.one(&OUTLETS).to_owned()),
            title: None,
            authors: Vec::new(),
            published: None,
            modified: None,
            first_seen: Timestamp::UNIX_EPOCH,
            language: Language::new(tag),
        };
        let statement = Statement {
            range: start..end,
            text: own,
            kind: self.one(&[
                StatementKind::Quotation,
                StatementKind::Post,
                StatementKind::Reported,
            ]),
            attribution: Attribution {
                speaker: attributed.then(|| name.to_owned()),
                speaker_id: id.filter(|_| attributed).map(|id| SpeakerId(id.to_owned())),
                as_written: None,
                cue: None,
                confidence: 1.0,
            },
            said_on: None,
            paragraph,
            utterance: 0,
        };
        (article, text, statement)
    }

    fn leaf(&mut self) -> Condition {
        let language = self.language();
        let words = self.words[language].clone();
        match self.random.random_range(0..14) {
            0 => Condition::Speaker(SpeakerId(self.one(&["ada-vale", "tom-marsh"]).to_owned())),
            1 => Condition::Named(self.one(&["Bo Quint", "quint", "Vale", "Ada"]).to_owned()),
            2 => Condition::Side(SideId(self.one(&["harbour", "coast", "moon"]).to_owned())),
            3 => Condition::Outlet(
                self.one(&["harbour post", "Ile matin", "острів"])
                    .to_owned(),
            ),
            4 => Condition::Language(Language::new(language)),
            5..=8 => {
                // What is written with a hyphen is a phrase.
                let single: Vec<&str> = words.into_iter().filter(|w| !w.contains('-')).collect();
                Condition::Word(self.one(&single).to_owned())
            }
            9 | 10 => {
                let word = self.one(&words);
                let letters = self.random.random_range(2..=5);
                Condition::Prefix(word.chars().take(letters).collect())
            }
            _ => {
                // A row of words that may well be said: of the same list, and short.
                let count = self.random.random_range(1..=3);
                let row: Vec<&str> = (0..count).map(|_| self.one(&words)).collect();
                Condition::Phrase(row.join(" "))
            }
        }
    }

    fn condition(&mut self, depth: usize) -> Condition {
        if depth == 0 || self.random.random_bool(0.3) {
            return self.leaf();
        }
        let count = self.random.random_range(0..=3);
        let mut parts = || (0..count).map(|_| self.condition(depth - 1)).collect();
        let parts: Vec<Condition> = parts();
        match self.random.random_range(0..5) {
            0 => Condition::Not(Box::new(self.condition(depth - 1))),
            1 | 2 => Condition::Any(parts),
            _ => Condition::All(parts),
        }
    }

    fn wanted(&mut self) -> Wanted {
        Wanted {
            condition: self.condition(3),
            words: self.one(&[
                WhoseWords::Speakers,
                WhoseWords::Articles,
                WhoseWords::Either,
            ]),
            first_use: false,
        }
    }
}

fn matchable(made: &(Article, String, Statement), roster: &Roster) -> Matchable {
    let (article, text, statement) = made;
    Matchable::of_article(article, text, [statement], roster).remove(0)
}

#[test]
fn a_statement_fits_exactly_the_subscriptions_whose_queries_find_it() {
    let roster = roster();
    let mut made = Made::new(7);
    let sample: Vec<Matchable> = (0..200)
        .map(|number| matchable(&made.statement(number), &roster))
        .collect();
    let mut matcher = Matcher::new(&sample);
    let mut all: BTreeMap<SubscriptionId, Wanted> = BTreeMap::new();
    for id in (0..SUBSCRIPTIONS).map(SubscriptionId) {
        let wanted = made.wanted();
        matcher.insert(id, &wanted);
        all.insert(id, wanted);
    }
    // Subscriptions change, go and come again.
    for _ in 0..SUBSCRIPTIONS {
        let id = SubscriptionId(made.random.random_range(0..SUBSCRIPTIONS));
        if made.random.random_bool(0.4) {
            assert_eq!(matcher.remove(id), all.remove(&id).is_some());
        } else {
            let wanted = made.wanted();
            matcher.insert(id, &wanted);
            all.insert(id, wanted);
        }
        assert_eq!(matcher.len(), all.len());
    }
    for id in (0..SUBSCRIPTIONS).map(SubscriptionId) {
        all.entry(id).or_insert_with(|| {
            let wanted = made.wanted();
            matcher.insert(id, &wanted);
            wanted
        });
    }

    let mut by_language: BTreeMap<&str, Vec<(Article, String, Statement)>> = BTreeMap::new();
    for number in 0..STATEMENTS {
        let statement = made.statement(number);
        let analyser = analyser_of(statement.0.language.code(), &statement.1);
        let same = by_language.entry(analyser.language()).or_default();
        same.push(statement);
    }
    let mut found = 0;
    for (language, statements) in by_language {
        let analyser = analyser(language);
        let bare = bare::Bare::new(&statements, &roster, analyser).expect("it is in memory");
        let mut expected: Vec<Vec<SubscriptionId>> = vec![Vec::new(); statements.len()];
        for (&id, wanted) in &all {
            let query = bare.fields.query(wanted, &|phrase| bare.found(phrase));
            for place in bare.finds(&*query) {
                expected[place].push(id);
            }
        }
        for (statement, expected) in statements.iter().zip(expected) {
            let seen = matchable(statement, &roster);
            let matches = matcher.matches(&seen);
            let differs = |id: &SubscriptionId| matches.contains(id) != expected.contains(id);
            assert!(
                matches == expected,
                "{statement:?}\n{:#?}",
                all.iter()
                    .filter(|(id, _)| differs(id))
                    .take(3)
                    .collect::<Vec<_>>()
            );
            // What is told of one subscription goes by the same rule.
            for _ in 0..10 {
                let id = SubscriptionId(made.random.random_range(0..SUBSCRIPTIONS));
                let told = why(&all[&id], &seen, &roster);
                assert_eq!(told.fails.is_empty(), expected.contains(&id), "{told:?}");
                assert_eq!(fits(&all[&id], &seen), expected.contains(&id));
            }
            found += matches.len();
        }
    }
    assert!(found > 100 * STATEMENTS, "{found}");
}

#[test]
fn a_matcher_that_everything_was_removed_from_finds_nothing() {
    let roster = roster();
    let mut made = Made::new(11);
    let mut matcher = Matcher::default();
    for id in (0..500).map(SubscriptionId) {
        let wanted = made.wanted();
        matcher.insert(id, &wanted);
        matcher.insert(id, &wanted);
    }
    assert_eq!(matcher.len(), 500);
    for id in (0..500).map(SubscriptionId) {
        assert!(matcher.remove(id));
        assert!(!matcher.remove(id));
    }
    assert!(matcher.is_empty());
    for number in 0..50 {
        let statement = matchable(&made.statement(number), &roster);
        assert_eq!(matcher.matches(&statement), []);
    }
}
