//! Replies and errors as cards.

use fluent_bundle::FluentValue;

use super::locale::Words;
use super::said::{date_of, passage, statement, strong, text};
use super::subscription;
use super::{Action, Card, Line, Part, Picture, Span};
use crate::commands::{
    AdminError, Answered, Command, CommandError, Given, Reply, Report, Told, picture,
};
use crate::domain::{
    Asked, Comparison, Count, Finding, Found, Freshness, Hit, Lineage, Roster, Stretch, Timeline,
    Verdict,
};
use crate::text::shown;

/// Outlets that are listed by name.
const OUTLETS: usize = 40;

/// Carriers that a lineage lists.
const CARRIERS: usize = 12;

/// Letters of a text that is put in a message.
const PUT_IN: usize = 600;

/// Weeks that a timeline lists; the picture shows all.
const WEEKS: usize = 12;

/// A reply, in these words.
pub fn reply(reply: &Reply, roster: &Roster, words: &Words) -> Card {
    match reply {
        Reply::Answer(answered) => answer(answered, roster, words),
        Reply::Context(hit) => context(hit, roster, words),
        Reply::Verdict(found) => verdict(found, roster, words),
        Reply::Lineage(found) => lineage(found, roster, words),
        Reply::Timeline(found) => timeline(found, roster, words),
        Reply::Sources { searched, outlets } => sources(searched, outlets, words),
        Reply::Report(found) => report(found, words),
        Reply::Work(work) => report(&work.now().report, words),
        Reply::Subscribed(told) => subscription::subscribed(told, roster, words),
        Reply::AlreadySubscribed(one) => subscription::already(one, words),
        Reply::Subscriptions { here, elsewhere } => subscription::list(here, elsewhere, words),
        Reply::SubscriptionChanged { subscription, now } => {
            subscription::changed(subscription, *now, words)
        }
        Reply::Explained(told) => subscription::explained(told, roster, words),
        Reply::Help(table) => help(table, words),
    }
}

/// Why there is no reply. What the machinery failed at is for the log, not for the chat.
pub fn error(error: &CommandError, words: &Words) -> Card {
    let told = match error {
        CommandError::NotAllowed { word, .. } => {
            words.tell_with("not-allowed", &[("command", word.as_str().into())])
        }
        CommandError::NotYours => words.tell("not-yours"),
        CommandError::Gone => words.tell("gone"),
        CommandError::NoMore => words.tell("no-more"),
        CommandError::TooFast { wait } => {
            words.tell_with("too-fast", &[("seconds", wait.as_secs().into())])
        }
        CommandError::Admin(AdminError::Busy(work)) => {
            words.tell_with("work-busy", &[("work", (*work).into())])
        }
        fault if fault.is_fault() => words.tell("fault"),
        mistake => mistake.to_string(),
    };
    Card {
        parts: vec![Part::Line(vec![text(told)])],
        is_private: true,
        ..Card::default()
    }
}

fn answer(answered: &Answered, roster: &Roster, words: &Words) -> Card {
    let answer = &answered.answer;
    let recognised: Vec<String> = answer
        .recognised
        .iter()
        .map(|part| shown(&part.meaning))
        .collect();
    let mut card = Card {
        title: vec![Span::Text(recognised.join(" · "))],
        footer: vec![Span::Text(searched(&answer.searched, words))],
        ..Card::default()
    };
    if !answer.answered {
        card.parts
            .push(Part::Line(vec![Span::Strong(words.tell("nothing-found"))]));
        if answer.recognised.is_empty() {
            card.parts
                .push(Part::Line(vec![Span::Text(words.tell("name-whom"))]));
        } else if let Some(turn) = answered.turn {
            // Whoever asks for what nobody has said yet may want to hear when somebody does.
            card.actions.push(Action::Follow { turn });
        }
        return card;
    }
    card.parts.extend(told_before(&answer.asked, roster, words));
    for hit in &answer.hits {
        card.parts.extend(one(hit, roster, words));
    }
    let Some(turn) = answered.turn else {
        return card;
    };
    if answered.pages > 1 {
        let told = words.tell_with(
            "page-of",
            &[
                ("page", (answered.page + 1).into()),
                ("pages", answered.pages.into()),
            ],
        );
        card.footer.insert(0, Span::Text(format!("{told} · ")));
        card.actions.push(Action::Page {
            turn,
            shown: answered.page,
            pages: answered.pages,
        });
    }
    let hits = answered.first()..answered.first() + answer.hits.len();
    card.actions.extend(
        (1..)
            .zip(hits)
            .map(|(number, hit)| Action::Context { turn, hit, number }),
    );
    card.actions.push(Action::Follow { turn });
    card
}

/// What is told before the hits: a count, whom is compared, who spoke.
fn told_before(asked: &Asked, roster: &Roster, words: &Words) -> Vec<Part> {
    match asked {
        Asked::Statements => Vec::new(),
        Asked::Count(count) => {
            let mut parts = vec![Part::Line(vec![Span::Strong(counted(count, words))])];
            for (name, quoted) in [("first", &count.first), ("latest", &count.latest)] {
                if let Some(quoted) = quoted {
                    parts.push(Part::Line(vec![Span::Strong(words.tell(name))]));
                    parts.extend(statement(quoted, roster, words));
                }
            }
            parts.push(Part::Line(vec![Span::Strong(words.tell("examples"))]));
            parts
        }
        Asked::Comparison(sides) => vec![Part::List(
            sides
                .iter()
                .map(|side| many(Some(&side.who), side.total, words))
                .collect(),
        )],
        Asked::Voices { voices, others } => {
            let mut lines: Vec<Line> = voices
                .iter()
                .map(|voice| many(voice.speaker.as_deref(), voice.statements, words))
                .collect();
            if *others > 0 {
                let more = words.tell_with("and-more", &[("more", (*others).into())]);
                lines.push(vec![Span::Text(more)]);
            }
            vec![Part::List(lines)]
        }
    }
}

fn counted(count: &Count, words: &Words) -> String {
    let name = if count.is_cut {
        "counted-cut"
    } else {
        "counted"
    };
    words.tell_with(
        name,
        &[
            ("quotations", count.quotations.into()),
            ("reported", count.reported.into()),
            ("articles", count.articles.into()),
            ("outlets", count.outlets.into()),
        ],
    )
}

/// "Somebody: so many".
fn many(who: Option<&str>, statements: usize, words: &Words) -> Line {
    let who = who.map_or_else(|| words.tell("unattributed"), shown);
    vec![
        Span::Strong(who),
        Span::Text(": ".to_owned()),
        Span::Text(words.tell_with("statements", &[("statements", statements.into())])),
    ]
}

fn one(hit: &Hit, roster: &Roster, words: &Words) -> Vec<Part> {
    match &hit.found {
        Found::Statement(quoted) => statement(quoted, roster, words),
        Found::Passage(found) => passage(found, words),
    }
}

fn context(hit: &Hit, roster: &Roster, words: &Words) -> Card {
    let mut parts = vec![
        Part::Line(vec![Span::Text(words.tell("the-paragraph"))]),
        Part::Quote {
            words: shown(hit.around()),
            is_own: false,
        },
    ];
    parts.extend(
        one(hit, roster, words)
            .into_iter()
            .filter(|part| matches!(part, Part::Source(_))),
    );
    Card {
        parts,
        is_private: true,
        ..Card::default()
    }
}

fn verdict(verdict: &Verdict, roster: &Roster, words: &Words) -> Card {
    let mut parts = match &verdict.finding {
        Finding::Exact(found) => exact(found, roster, words),
        Finding::Near(found) => near(found, roster, words),
        Finding::OtherSpeaker(found) => {
            let mut parts = vec![heading("other-speaker", "other-speaker-told", words)];
            parts.extend(statement(&found.quoted, roster, words));
            parts
        }
        Finding::Composite(found) => {
            let mut parts = vec![heading("composite", "composite-told", words)];
            for part in found {
                match &part.comparison {
                    Some(comparison) => parts.extend(statement(&comparison.quoted, roster, words)),
                    None => parts.push(Part::Difference(vec![Stretch::Added {
                        claimed: shown(&part.claimed),
                    }])),
                }
            }
            parts
        }
        Finding::NotFound { reported } => {
            let mut parts = vec![heading("not-found", "not-found-told", words)];
            if let Some(found) = reported {
                parts.push(Part::Line(vec![Span::Text(words.tell("only-reported"))]));
                parts.extend(statement(&found.quoted, roster, words));
            }
            parts
        }
    };
    if let Some(claimed) = &verdict.speaker
        && !fits(&verdict.finding)
    {
        let names = shown(&claimed.meant.join(" / "));
        let told = if claimed.known {
            "not-by"
        } else {
            "nothing-of-theirs"
        };
        let line = words.tell_with(told, &[("speaker", names.into())]);
        parts.push(Part::Line(vec![Span::Text(line)]));
    }
    if verdict.unchecked > 0 {
        let told = words.tell_with("unchecked", &[("words", verdict.unchecked.into())]);
        parts.push(Part::Line(vec![Span::Text(told)]));
    }
    Card {
        parts,
        footer: vec![Span::Text(searched(&verdict.searched, words))],
        ..Card::default()
    }
}

fn fits(finding: &Finding) -> bool {
    match finding {
        Finding::Exact(found) | Finding::Near(found) => found.speaker_fits,
        Finding::OtherSpeaker(_) => false,
        Finding::Composite(_) => true,
        Finding::NotFound { .. } => true,
    }
}

fn heading(kind: &str, told: &str, words: &Words) -> Part {
    Part::Line(vec![
        Span::Strong(words.tell(kind)),
        Span::Text(format!(" {}", words.tell(told))),
    ])
}

fn has(comparison: &Comparison, kind: fn(&Stretch) -> bool) -> bool {
    comparison.difference.iter().any(kind)
}

fn exact(found: &Comparison, roster: &Roster, words: &Words) -> Vec<Part> {
    let left_out = has(found, |stretch| matches!(stretch, Stretch::Omitted { .. }));
    let told = match (found.whole, left_out) {
        (true, _) => "exact-whole",
        (false, false) => "exact-part",
        (false, true) => "exact-left-out",
    };
    let mut parts = vec![heading("exact", told, words)];
    parts.extend(statement(&found.quoted, roster, words));
    parts
}

fn near(found: &Comparison, roster: &Roster, words: &Words) -> Vec<Part> {
    let differs = has(found, |stretch| {
        matches!(
            stretch,
            Stretch::Dropped { .. } | Stretch::Added { .. } | Stretch::Changed { .. }
        )
    });
    let told = if differs {
        "near-differs"
    } else {
        "near-unchecked"
    };
    let mut parts = vec![heading("near", told, words)];
    if differs {
        parts.push(Part::Difference(found.difference.clone()));
        // What the marks mean, told by themselves.
        parts.push(Part::Difference(vec![
            Stretch::Dropped {
                said: words.tell("legend-said"),
            },
            Stretch::Added {
                claimed: words.tell("legend-claimed"),
            },
        ]));
    }
    parts.push(Part::Line(vec![Span::Text(words.tell("what-was-said"))]));
    parts.extend(statement(&found.quoted, roster, words));
    parts
}

fn lineage(lineage: &Lineage, roster: &Roster, words: &Words) -> Card {
    let Some(first) = lineage.wordings.first() else {
        return told(words.tell("carried-by-none"));
    };
    let mut parts = statement(&first.quoted, roster, words);
    for (number, wording) in (1..).zip(&lineage.wordings).skip(1) {
        let title = words.tell_with("wording", &[("number", usize::to_owned(&number).into())]);
        parts.push(Part::Line(vec![Span::Strong(title)]));
        parts.push(Part::Difference(wording.difference.clone()));
    }
    let mut lines: Vec<Line> = Vec::new();
    for carriage in lineage.carriages.iter().take(CARRIERS) {
        let carrier = &carriage.carrier;
        let mut line = date_of(carrier.published, words);
        line.push(Span::Text(" · ".to_owned()));
        let name = carrier.outlet.as_deref().unwrap_or(&carrier.article.0);
        match &carrier.url {
            Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
                line.push(Span::Link {
                    text: shown(name),
                    url: shown(url),
                });
            }
            _ => line.push(text(name)),
        }
        lines.push(line);
    }
    let more = lineage.carriages.len().saturating_sub(CARRIERS);
    if more > 0 {
        lines.push(vec![Span::Text(
            words.tell_with("and-more", &[("more", more.into())]),
        )]);
    }
    parts.push(Part::Line(vec![Span::Strong(words.tell("carried"))]));
    parts.push(Part::List(lines));
    Card {
        parts,
        ..Card::default()
    }
}

fn timeline(timeline: &Timeline, roster: &Roster, words: &Words) -> Card {
    let mut title = shown(&timeline.speaker);
    if let Some(topic) = timeline.topic.as_deref().filter(|topic| !topic.is_empty()) {
        title = format!("{title} · {}", shown(topic));
    }
    let footer = vec![Span::Text(searched(&timeline.searched, words))];
    if timeline.weeks.is_empty() {
        return Card {
            title: vec![Span::Text(title)],
            parts: vec![Part::Line(vec![Span::Strong(words.tell("nothing-found"))])],
            footer,
            ..Card::default()
        };
    }
    let counted = words.tell_with(
        "statements-in-weeks",
        &[
            ("statements", timeline.total.into()),
            ("weeks", timeline.weeks.len().into()),
        ],
    );
    let mut parts = vec![Part::Line(vec![Span::Text(counted.clone())])];
    let shown_weeks = timeline.weeks.len().saturating_sub(WEEKS);
    parts.push(Part::List(
        timeline.weeks[shown_weeks..]
            .iter()
            .map(|week| {
                vec![
                    Span::Text(format!("{}: ", words.day(week.monday))),
                    Span::Strong(week.statements.to_string()),
                ]
            })
            .collect(),
    ));
    for (name, quoted) in [("first", &timeline.first), ("latest", &timeline.latest)] {
        let repeated = name == "latest"
            && timeline.first.as_ref().map(|first| first.id)
                == timeline.latest.as_ref().map(|latest| latest.id);
        if let Some(quoted) = quoted
            && !repeated
        {
            parts.push(Part::Line(vec![Span::Strong(words.tell(name))]));
            parts.extend(statement(quoted, roster, words));
        }
    }
    let picture = match picture(timeline) {
        Ok(png) => Some(Picture {
            size: size(&png),
            png,
            name: "timeline.png".to_owned(),
            alt: alt(timeline, &title, &counted, words),
        }),
        Err(error) => {
            // The weeks stand in the text too.
            tracing::error!(%error, "the timeline's picture could not be made");
            None
        }
    };
    Card {
        title: vec![Span::Text(title)],
        parts,
        footer,
        picture,
        ..Card::default()
    }
}

/// What the picture shows, for whoever can't see it.
fn alt(timeline: &Timeline, title: &str, counted: &str, words: &Words) -> String {
    let mut alt = format!("{title}. {counted}");
    if let Some(first) = &timeline.first {
        alt.push_str(&format!(
            " {}: “{}”",
            words.tell("first"),
            shown(&first.words())
        ));
    }
    alt
}

/// Width and height, which stand at bytes 16 and 20 of every PNG (RFC 2083, section 4.1.1).
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| {
        png.get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, u32::from_be_bytes)
    };
    (number(16), number(20))
}

fn sources(searched_in: &Freshness, outlets: &[String], words: &Words) -> Card {
    let mut parts = vec![Part::Line(vec![Span::Text(searched(searched_in, words))])];
    if !outlets.is_empty() {
        let mut names: Vec<String> = outlets
            .iter()
            .take(OUTLETS)
            .map(|name| shown(name))
            .collect();
        let more = outlets.len().saturating_sub(OUTLETS);
        if more > 0 {
            names.push(words.tell_with("and-more", &[("more", more.into())]));
        }
        parts.push(Part::Line(vec![
            Span::Strong(format!("{} ", words.tell("outlets"))),
            Span::Text(names.join(", ")),
        ]));
    }
    Card {
        parts,
        is_private: true,
        ..Card::default()
    }
}

fn help(table: &[Command], words: &Words) -> Card {
    let lines = table
        .iter()
        .flat_map(|command| std::iter::once(command).chain(command.listed_parts()))
        .map(|command| {
            let path = command.path();
            let about = words.tell(&format!("command-{}", path.replace(' ', "-")));
            vec![
                Span::Typed(format!("{path} {}", command.text).trim().to_owned()),
                Span::Text(format!(" {about}")),
            ]
        })
        .collect();
    Card {
        parts: vec![
            Part::Line(vec![Span::Text(words.tell("help"))]),
            Part::List(lines),
        ],
        is_private: true,
        ..Card::default()
    }
}

/// A report. What is put in its messages is bounded and inert as text; escaping is the platform's.
pub fn report(report: &Report, words: &Words) -> Card {
    let mut parts = vec![Part::Line(vec![Span::Strong(message(&report.head, words))])];
    if !report.lines.is_empty() {
        let lines = report
            .lines
            .iter()
            .map(|line| vec![Span::Text(message(line, words))]);
        parts.push(Part::List(lines.collect()));
    }
    Card {
        parts,
        is_private: true,
        ..Card::default()
    }
}

/// A message with what is put in, in these words.
pub(crate) fn message(told: &Told, words: &Words) -> String {
    let given: Vec<_> = told
        .given
        .iter()
        .map(|(name, given)| {
            let value: FluentValue = match given {
                Given::Text(text) => {
                    let mut text = shown(text);
                    if let Some((end, _)) = text.char_indices().nth(PUT_IN) {
                        text.truncate(end);
                        text.push('…');
                    }
                    text.into()
                }
                Given::Number(number) => (*number).into(),
                Given::Moment(at) => words.minute(*at).into(),
            };
            (*name, value)
        })
        .collect();
    words.tell_with(told.name, &given)
}

/// A card of one line.
pub(super) fn told(line: String) -> Card {
    Card {
        parts: vec![Part::Line(vec![strong(line)])],
        ..Card::default()
    }
}

/// What was searched, and how fresh it is.
fn searched(freshness: &Freshness, words: &Words) -> String {
    if freshness.articles == 0 {
        return words.tell("nothing-to-search");
    }
    let counted = words.tell_with(
        "searched",
        &[
            ("statements", freshness.statements.into()),
            ("articles", freshness.articles.into()),
            ("outlets", freshness.outlets.into()),
        ],
    );
    let Some(newest) = freshness.newest else {
        return counted;
    };
    let day = newest.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let newest = words.tell_with("newest", &[("date", words.day(day).into())]);
    format!("{counted} {newest}")
}
