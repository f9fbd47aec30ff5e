//! For the tests of whoever makes messages of cards: replies and notices in which every text that somebody else wrote tries
//! to be more than text.

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::{Card, Locale, error, notice, reply};
use crate::commands::{Answered, CommandError, Misuse, Reply, Report, Told};
use crate::domain::{
    Answer, Article, ArticleId, Asked, Attribution, Carriage, Carrier, Claim, ClaimedSpeaker,
    Compared, Comparison, Condition, Conversation, CorrectedField, Correction, Count, Delivery,
    Digested, Finding, Found, Freshness, Gap, Hit, Language, Lineage, NewSubscription, News,
    Notice, Passage, Pause, Person, Piece, Platform, QuotedStatement, Recognised, RevisionId,
    Roster, SourceId, Statement, StatementId, StatementKind, Stretch, Subscription, SubscriptionId,
    Verdict, Voice, Wanted, When, WhoseWords, Wording,
};

/// What is tried.
const TRIES: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">a</a>",
    "<a href='https://matrix.to/#/@ada:example.org'>Ada</a>",
    "</blockquote></p></strong>",
    "<!--",
    "]]><![CDATA[",
    "&lt;b&gt; &#60;b&#62; &amp",
    "<font data-mx-color=\"#f00\" data-mx-bg-color=red>",
    "<span data-mx-spoiler>s</span>",
    "<mx-reply>",
    "\" onmouseover=\"x",
    "' style='position:fixed",
    "@room",
    "@everyone @here <@123456789012345678> <@&42> <#7> <t:1:R> <:a:1> :smile:",
    "https://matrix.to/#/@ada:example.org",
    "https://matrix.to/#/!room:example.org?via=example.org",
    "matrix:u/ada:example.org",
    "[a](https://evil.example) ](https://evil.example)",
    "||s|| **b** __u__ ~~d~~ `c` ``` ~~~",
    "```\n> q\n# h\n- l\n1. n\n-# s",
    "$x$ \\(x\\) \\",
    "\u{202e}gnirts\u{202c} \u{2066}\u{2069}\u{200e}\u{200f}\u{61c}",
    "\u{200b}\u{2060}\u{feff}\u{ad}\u{3164}\u{e0041}\u{fff9}",
    "\u{0}\u{7}\u{8}\u{1b}[31m\u{1b}]8;;http://e.x\u{7}\u{85}\u{9f}",
    "\r\n\t\u{b}\u{c}\u{2028}\u{2029}\u{a0}",
    "{ $before } {\"x\"}",
    "👩‍👩‍👧‍👦🇺🇦क्षि e\u{301}\u{301}\u{301}",
];

/// A hostile text, now and then a huge one.
pub(in crate::chat) fn text() -> impl Strategy<Value = String> {
    let some = prop::collection::vec(
        prop_oneof![
            4 => prop::sample::select(TRIES).prop_map(str::to_owned),
            2 => "[a-zа-я東 .]{0,20}",
            1 => any::<String>(),
        ],
        0..4,
    );
    let times = prop_oneof![30 => 1_usize..3, 1 => 100_usize..400];
    (some, times).prop_map(|(some, times)| some.concat().repeat(times))
}

/// A hostile address.
pub(in crate::chat) fn url() -> impl Strategy<Value = String> {
    prop_oneof![
        text(),
        text().prop_map(|path| format!("https://example.org/{path}")),
        text().prop_map(|host| format!("http://{host}/a")),
        text().prop_map(|user| format!("https://{user}@matrix.to/#/@ada:example.org")),
        Just("https://matrix.to/#/@ada:example.org".to_owned()),
        Just("https://MATRIX.TO:443?#/#/@ada:example.org".to_owned()),
    ]
}

/// A card of a reply, an error or a notice in any language, each text of which is hostile.
pub(in crate::chat) fn card() -> impl Strategy<Value = Card> {
    let texts = prop::collection::vec(text(), 24);
    let urls = prop::collection::vec(url(), 3);
    let locale = prop::sample::select(&Locale::ALL[..]);
    (texts, urls, 0_usize..22, locale)
        .prop_map(|(texts, urls, which, locale)| shown(&Given { texts, urls }, which, locale))
}

/// The texts of a card.
struct Given {
    texts: Vec<String>,
    urls: Vec<String>,
}

impl Given {
    fn text(&self, number: usize) -> String {
        self.texts[number % self.texts.len()].clone()
    }

    fn texts(&self, numbers: std::ops::Range<usize>) -> Vec<String> {
        numbers.map(|number| self.text(number)).collect()
    }

    fn article(&self, number: usize) -> Article {
        Article {
            id: ArticleId(self.text(number)),
            url: Some(self.urls[number % self.urls.len()].clone()),
            outlet: Some(self.text(number + 1)),
            title: Some(self.text(number + 2)),
            authors: self.texts(number + 3..number + 5),
            published: Some(When::day(date(2025, 11, 20))),
            modified: None,
            first_seen: Timestamp::UNIX_EPOCH,
            language: Language::new("en"),
        }
    }

    fn carrier(&self, number: usize) -> Carrier {
        let article = self.article(number);
        Carrier {
            article: article.id,
            outlet: article.outlet,
            title: article.title,
            url: article.url,
            published: article.published,
            first_seen: article.first_seen,
            text: self.text(number + 5),
        }
    }

    fn quoted(&self, number: usize) -> QuotedStatement {
        let piece = |number, after_gap| Piece {
            range: 0..1,
            text: self.text(number),
            after_gap,
        };
        QuotedStatement {
            id: StatementId(1),
            article: self.article(number),
            revision: RevisionId(1),
            statement: Statement {
                range: 0..1,
                text: self.text(number + 6),
                kind: if number.is_multiple_of(2) {
                    StatementKind::Quotation
                } else {
                    StatementKind::Reported
                },
                attribution: Attribution {
                    speaker: Some(self.text(number + 7)),
                    as_written: Some(self.text(number + 8)),
                    cue: Some(self.text(number + 9)),
                    ..Attribution::default()
                },
                said_on: None,
                paragraph: 0..1,
                utterance: 0,
            },
            paragraph: self.text(number + 10),
            pieces: vec![piece(number + 6, false), piece(number + 11, true)],
            carriers: vec![self.carrier(number), self.carrier(number + 12)],
            first_carried: None,
            corrections: [
                CorrectedField::Speaker,
                CorrectedField::Outlet,
                CorrectedField::Published,
                CorrectedField::Removed,
                CorrectedField::Reinstated,
            ]
            .map(|field| Correction {
                field,
                before: Some(self.text(number + 13)),
                after: Some(self.text(number + 14)),
                note: self.text(number + 15),
                at: Timestamp::UNIX_EPOCH,
            })
            .into(),
        }
    }

    fn difference(&self) -> Vec<Stretch> {
        vec![
            Stretch::Kept { said: self.text(0) },
            Stretch::Dropped { said: self.text(1) },
            Stretch::Gap,
            Stretch::Changed {
                said: self.text(2),
                claimed: self.text(3),
            },
            Stretch::Omitted { said: self.text(4) },
            Stretch::Added {
                claimed: self.text(5),
            },
        ]
    }

    fn comparison(&self) -> Comparison {
        Comparison {
            quoted: Box::new(self.quoted(0)),
            whole: false,
            speaker_fits: true,
            difference: self.difference(),
        }
    }

    fn answer(&self, asked: Asked, answered: bool) -> Reply {
        let hit = |found| Hit { found, score: 1.0 };
        let passage = Passage {
            article: self.article(3),
            revision: RevisionId(1),
            range: 0..1,
            text: self.text(16),
        };
        Reply::Answer(Box::new(Answered::whole(Answer {
            asked,
            recognised: vec![
                Recognised {
                    written: self.text(17),
                    meaning: self.text(18),
                },
                Recognised {
                    written: self.text(19),
                    meaning: self.text(20),
                },
            ],
            hits: vec![
                hit(Found::Statement(Box::new(self.quoted(0)))),
                hit(Found::Statement(Box::new(self.quoted(1)))),
                hit(Found::Passage(Box::new(passage))),
            ],
            answered,
            total: 3,
            searched: Freshness::default(),
        })))
    }

    fn verdict(&self, finding: Finding) -> Reply {
        Reply::Verdict(Box::new(Verdict {
            claim: Claim {
                words: self.text(17),
                speaker: Some(self.text(18)),
            },
            speaker: Some(ClaimedSpeaker {
                written: self.text(18),
                meant: self.texts(19..21),
                known: false,
            }),
            finding,
            unchecked: 3,
            searched: Freshness::default(),
        }))
    }

    fn conversation(&self) -> Conversation {
        Conversation {
            platform: Platform::Matrix,
            place: self.text(0),
            thread: Some(self.text(1)),
        }
    }

    fn subscription(&self) -> Subscription {
        Subscription {
            id: SubscriptionId(7),
            given: NewSubscription {
                owner: Person {
                    platform: Platform::Matrix,
                    id: self.text(2),
                },
                conversation: self.conversation(),
                community: None,
                is_private: true,
                created: Timestamp::UNIX_EPOCH,
                written: self.text(3),
                wanted: Wanted {
                    condition: Condition::Word(self.text(4)),
                    words: WhoseWords::Speakers,
                    first_use: false,
                },
                delivery: Delivery::AtOnce,
                zone: "UTC".to_owned(),
                quiet: None,
                language: Language::unknown(),
            },
            pause: Some(Pause::Closed {
                reason: self.text(5),
            }),
            muted_until: None,
        }
    }
}

/// One of all kinds of cards in which somebody else's texts stand.
fn shown(given: &Given, which: usize, locale: Locale) -> Card {
    let words = locale.words();
    let roster = Roster::default();
    let told = |said: Notice| notice(&said, &roster, words);
    let replied = |said: Reply| reply(&said, &roster, words);
    let source = SourceId(given.text(0));
    let (from, until) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
    match which {
        0 => told(Notice::Alert {
            quoted: Box::new(given.quoted(0)),
            reasons: given.texts(16..19),
            late: true,
        }),
        1 => told(Notice::Digest {
            of: Digested::Titled(given.text(20)),
            statements: vec![
                (given.quoted(0), given.texts(16..18)),
                (given.quoted(1), given.texts(18..20)),
            ],
            omitted: 2,
        }),
        2 => told(Notice::Edited {
            now: Some(Box::new(given.quoted(0))),
            before: Box::new(given.quoted(1)),
            difference: given.difference(),
        }),
        3 => told(Notice::Gaps(vec![Gap {
            source,
            outlet: Some(given.text(1)),
            from,
            until,
        }])),
        4 => told(Notice::News(News::Closed {
            conversation: given.conversation(),
            reason: given.text(2),
            subscriptions: 2,
            language: Language::unknown(),
        })),
        5 => told(Notice::News(News::Failing {
            source,
            since: from,
            failures: 3,
            reason: given.text(1),
        })),
        6 => told(Notice::News(News::Recovered {
            source,
            from,
            until,
        })),
        7 => told(Notice::Told {
            title: given.text(0),
            lines: given.texts(1..4),
        }),
        8 => replied(given.answer(Asked::Statements, true)),
        9 => replied(given.answer(Asked::Statements, false)),
        10 => replied(given.answer(
            Asked::Count(Box::new(Count {
                first: Some(Box::new(given.quoted(0))),
                latest: Some(Box::new(given.quoted(1))),
                quotations: 2,
                ..Count::default()
            })),
            true,
        )),
        11 => replied(given.answer(
            Asked::Voices {
                voices: vec![Voice {
                    speaker: Some(given.text(21)),
                    statements: 2,
                }],
                others: 1,
            },
            true,
        )),
        12 => replied(given.answer(
            Asked::Comparison(vec![Compared {
                who: given.text(21),
                total: 1,
                answered: false,
            }]),
            true,
        )),
        13 => replied(given.verdict(Finding::Near(given.comparison()))),
        14 => replied(given.verdict(Finding::OtherSpeaker(given.comparison()))),
        15 => replied(given.verdict(Finding::NotFound {
            reported: Some(given.comparison()),
        })),
        16 => replied(Reply::Lineage(Box::new(Lineage {
            wordings: vec![
                Wording {
                    quoted: Box::new(given.quoted(0)),
                    difference: Vec::new(),
                },
                Wording {
                    quoted: Box::new(given.quoted(1)),
                    difference: given.difference(),
                },
            ],
            carriages: vec![
                Carriage {
                    carrier: given.carrier(0),
                    wording: 0,
                },
                Carriage {
                    carrier: given.carrier(1),
                    wording: 1,
                },
            ],
        }))),
        17 => replied(Reply::Subscriptions {
            here: vec![given.subscription()],
            elsewhere: vec![given.subscription()],
        }),
        18 => replied(Reply::AlreadySubscribed(Box::new(given.subscription()))),
        19 => replied(Reply::Sources {
            searched: Freshness::default(),
            outlets: given.texts(0..9),
        }),
        20 => {
            let audited = Told::new("audited")
                .with("moment", from)
                .with("person", given.text(0))
                .with("place", given.text(1))
                .with("command", given.text(2))
                .with("details", given.text(3))
                .with("outcome", given.text(4));
            replied(Reply::Report(Box::new(Report {
                head: Told::new("source-added")
                    .with("id", given.text(5))
                    .with("address", given.text(6)),
                lines: vec![audited],
            })))
        }
        _ => error(
            &CommandError::Misuse(Misuse::NoSuchCommand {
                word: given.text(0),
            }),
            words,
        ),
    }
}
