//! What matching a statement costs, beside every subscription as a query of its own, in one run.
//!
//! `cargo bench --bench matching` makes a million subscriptions (VERBATIM_BENCH_SUBSCRIPTIONS for another number) of
//! speakers and words by Zipf's law, a fifth with a phrase, a tenth with NOT, and prints
//!
//! - the time to match one statement, and that of the bare alternative: each subscription's tantivy query over an index
//!   of that one statement, measured on 10,000 subscriptions and scaled,
//! - statements a second on one core with 225,000 subscriptions, their analysis included,
//! - memory and build time.

#[expect(dead_code, reason = "the bench and the test use a part each")]
mod bare;
mod generated;

use std::hint::black_box;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tantivy::query::Query;
use verbatim::alerts::{Matchable, Matcher};
use verbatim::domain::{
    Article, Condition, Roster, Speaker, SpeakerId, Statement, SubscriptionId, Wanted, WhoseWords,
};
use verbatim::text::analyser;

use bare::{Bare, Fields};
use generated::Generator;

const SPEAKERS: usize = 2_000;
const SAMPLE: usize = 10_000;
const SMALLER: usize = 225_000;
const STATEMENTS: usize = 5_000;
const BARE_STATEMENTS: usize = 20;

/// People and what is wanted of them, each by Zipf's law.
struct Wishes {
    words: Generator,
    random: StdRng,
    shares: Vec<f64>,
}

impl Wishes {
    fn new(seed: u64) -> Self {
        let mut total = 0.0;
        let mut shares: Vec<f64> = (1..=SPEAKERS)
            .map(|rank| {
                total += 1.0 / rank as f64;
                total
            })
            .collect();
        for share in &mut shares {
            *share /= total;
        }
        Self {
            words: Generator::new(seed),
            random: StdRng::seed_from_u64(seed),
            shares,
        }
    }

    fn speaker(&mut self) -> SpeakerId {
        let at = self.random.random_range(0.0..1.0);
        let rank = self.shares.partition_point(|&share| share < at);
        SpeakerId(format!("speaker-{}", rank.min(SPEAKERS - 1)))
    }

    /// One of ten follows a person, four a person's words on something, three words whoever says them, two a phrase;
    /// one of ten says what is not wanted too.
    fn wanted(&mut self) -> Wanted {
        let topics = self.words.question();
        let mut topics = topics.split(' ').map(str::to_owned);
        let mut word = || Condition::Word(topics.next().unwrap_or_default());
        let mut parts = match self.random.random_range(0..10) {
            0 => vec![],
            1..=4 => vec![word()],
            5 => vec![Condition::Any(vec![word(), word()])],
            6 | 7 => vec![word(), word()],
            _ => {
                let (Condition::Word(first), Condition::Word(second)) = (word(), word()) else {
                    return self.wanted();
                };
                vec![Condition::Phrase(format!("{first} {second}"))]
            }
        };
        if parts.len() < 2 && (parts.is_empty() || self.random.random_bool(0.7)) {
            parts.push(Condition::Speaker(self.speaker()));
        }
        if self.random.random_bool(0.1) {
            let unwanted = self.words.question();
            let unwanted = unwanted.split(' ').next().unwrap_or_default().to_owned();
            parts.push(Condition::Not(Box::new(Condition::Word(unwanted))));
        }
        Wanted {
            condition: Condition::All(parts),
            words: WhoseWords::Speakers,
            first_use: false,
        }
    }
}

fn roster() -> Roster {
    let speaker = |rank| Speaker {
        id: SpeakerId(format!("speaker-{rank}")),
        name: format!("Ada{rank} Vale{rank}"),
        aliases: Vec::new(),
        handles: Vec::new(),
        gender: None,
        side: None,
        roles: Vec::new(),
    };
    Roster::new((0..SPEAKERS).map(speaker).collect(), Vec::new())
}

/// Statements of made-up articles by made-up people.
fn statements(wishes: &mut Wishes, count: usize) -> Vec<(Article, String, Statement)> {
    let mut made = Vec::with_capacity(count);
    for number in 0.. {
        let incoming = wishes.words.article(number);
        for mut statement in incoming.statements {
            if made.len() == count {
                return made;
            }
            statement.attribution.speaker_id = Some(wishes.speaker());
            let text = incoming.document.text.clone();
            made.push((incoming.article.clone(), text, statement));
        }
    }
    made
}

fn analysed(statements: &[(Article, String, Statement)], roster: &Roster) -> Vec<Matchable> {
    statements
        .iter()
        .flat_map(|(article, text, said)| Matchable::of_article(article, text, [said], roster))
        .collect()
}

fn at(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times[(last as f64 * share) as usize].as_secs_f64() * 1e3
}

/// Memory that the process holds, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0) * 4096
}

fn built(wanted: &[Wanted], sample: &[Matchable]) -> (Matcher, Duration, usize) {
    let before = resident();
    let begun = Instant::now();
    let mut matcher = Matcher::new(sample);
    for (id, wanted) in (0..).zip(wanted) {
        matcher.insert(SubscriptionId(id), wanted);
    }
    (matcher, begun.elapsed(), resident().saturating_sub(before))
}

fn main() -> tantivy::Result<()> {
    // `cargo test --benches` only has to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let count = std::env::var("VERBATIM_BENCH_SUBSCRIPTIONS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(1_000_000_usize);
    let roster = roster();
    let mut wishes = Wishes::new(3);
    let sample = statements(&mut wishes, 20_000);
    let sample = analysed(&sample, &roster);
    let said = statements(&mut wishes, STATEMENTS);
    let seen = analysed(&said, &roster);
    let wanted: Vec<Wanted> = (0..count).map(|_| wishes.wanted()).collect();
    let share = |is: fn(&Condition) -> bool| {
        let has = |wanted: &&Wanted| match &wanted.condition {
            Condition::All(parts) => parts.iter().any(is),
            other => is(other),
        };
        100 * wanted.iter().filter(has).count() / count.max(1)
    };
    println!(
        "{count} subscriptions: {} % with a phrase, {} % with NOT, {} % by a speaker",
        share(|part| matches!(part, Condition::Phrase(_))),
        share(|part| matches!(part, Condition::Not(_))),
        share(|part| matches!(part, Condition::Speaker(_))),
    );

    let (mut matcher, time, memory) = built(&wanted, &sample);
    println!(
        "built in {:.1} s; {} bytes a subscription, of the process {}",
        time.as_secs_f64(),
        matcher.size() / count.max(1),
        memory / count.max(1),
    );
    let mut fitting = 0;
    let mut times: Vec<Duration> = seen
        .iter()
        .map(|statement| {
            let begun = Instant::now();
            fitting += black_box(matcher.matches(statement)).len();
            begun.elapsed()
        })
        .collect();
    let ours = at(&mut times, 0.5);
    println!(
        "matching one statement: median {ours:.3} ms, 99th percentile {:.3} ms; {} fit on average",
        at(&mut times, 0.99),
        fitting / seen.len(),
    );
    let mut changes: Vec<Duration> = (0..1_000)
        .map(|_| {
            let id = wishes.random.random_range(0..count);
            let begun = Instant::now();
            matcher.insert(SubscriptionId(id as i64), &wanted[id]);
            begun.elapsed()
        })
        .collect();
    println!(
        "removing a subscription and adding it again: median {:.3} ms, 99th percentile {:.3} ms",
        at(&mut changes, 0.5),
        at(&mut changes, 0.99),
    );

    // The words are of no language, and are analysed as English ones like the statements.
    let (fields, _) = Fields::new(analyser("en"));
    let asked = wanted.len().min(SAMPLE);
    let queries: Vec<Box<dyn Query>> = wanted[..asked]
        .iter()
        .map(|wanted| fields.query(wanted, &|phrase| Box::new(phrase)))
        .collect();
    let mut times = Vec::new();
    for (statement, seen) in said.iter().zip(&seen).take(BARE_STATEMENTS) {
        let bare = Bare::new([statement], &roster, analyser("en"))?;
        let begun = Instant::now();
        let found = queries.iter().filter(|query| bare.is_found(&***query));
        let found = black_box(found.count());
        times.push(begun.elapsed());
        let ours = matcher.matches(seen);
        let ours = ours.iter().filter(|id| id.0 < asked as i64).count();
        assert_eq!(found, ours, "the bare alternative finds others");
    }
    let scaled = at(&mut times, 0.5) * count as f64 / asked as f64;
    println!(
        "the bare alternative: median {scaled:.0} ms, {:.0} times as long",
        scaled / ours
    );
    drop(matcher);

    let (matcher, _, _) = built(&wanted[..count.min(SMALLER)], &sample);
    let begun = Instant::now();
    for (article, text, statement) in &said {
        for seen in Matchable::of_article(article, text, [statement], &roster) {
            black_box(matcher.matches(&seen));
        }
    }
    println!(
        "{} subscriptions: {:.0} statements a second on one core, analysis included",
        matcher.len(),
        said.len() as f64 / begun.elapsed().as_secs_f64()
    );
    Ok(())
}
