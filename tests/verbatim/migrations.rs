//! A record that an earlier version of the program wrote is brought up to date with everything in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::date;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use verbatim::alerts::{Owing, Subscribers};
use verbatim::domain::{
    Arrival, ArticleId, Asker, Condition, Delivery, Digested, Language, MessageId, NewSubscription,
    NewTurn, News, Person, Platform, Question, Source, SourceId, SourceKind, Speaker,
    SpeakerChange, SpeakerId, StatementId, SubscriptionId, TurnId, Wanted, When, Whose, WhoseWords,
};
use verbatim::ports::{
    Act, Administration, AttachedFile, Change, Content, Inbox, NewEvent, NewSpeaker, Outbox,
    Outcome, Position, Progress, Record, Shown, SourceState, Subscriptions, Turns,
};
use verbatim::storage::SqliteRecord;

use crate::harness::project;
use crate::sample;
use crate::town::{MORNING, place};

/// Migrations that bring nothing new: what was there is found with less work.
const ONLY_QUICKER: [i64; 1] = [8];

const ROOM: &str = "!square:example.org";

fn migrations() -> PathBuf {
    project().join("src/storage/migrations")
}

fn event(name: &str) -> MessageId {
    MessageId(format!("${name}"))
}

/// What of a record people can tell, by the version that brought it.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    since: i64,
    what: String,
}

/// Something of everything that the program keeps.
async fn fill(record: &SqliteRecord) {
    let lines = [
        "Ada Vale: she said [the harbour will stay open all winter] today.",
        "Ada Vale: [the coal is paid for], she said,",
        "Ada Vale: [and nobody goes cold].",
    ];
    let mut article = sample::article("a", "en", date(2025, 11, 20), "Harbour news", &lines);
    // The second is said in two pieces, of which the first stands in another article too.
    article.statements[2].utterance = article.statements[1].utterance;
    let carrier = sample::article("b", "en", date(2025, 11, 21), "Coal", &lines[1..2]);
    article.article.published = Some(When::minute(MORNING));
    article.article.modified = Some(When::minute_ahead(MORNING, -300));
    article.article.url = Some("https://example.org/a".to_owned());
    let subscribers = std::sync::Arc::new(Subscribers::new(std::sync::Arc::default(), &[]));
    let given = NewSubscription {
        owner: Person {
            platform: Platform::Discord,
            id: "ada".to_owned(),
        },
        conversation: place("quay"),
        community: Some("nowhere".to_owned()),
        is_private: false,
        created: MORNING,
        written: "harbour".to_owned(),
        wanted: Wanted {
            condition: Condition::Word("harbour".to_owned()),
            words: WhoseWords::Speakers,
            first_use: false,
        },
        delivery: Delivery::AtOnce,
        zone: "UTC".to_owned(),
        quiet: None,
        language: Language::unknown(),
    };
    record.add_subscription(&given).await.unwrap();
    subscribers.follow(record).await.unwrap();
    let owing = Owing::new(subscribers, verbatim::alerts::AlertSettings::default());
    let arrival = Arrival::Followed {
        source: SourceId("harbour-post".to_owned()),
        since: MORNING - jiff::SignedDuration::from_hours(24),
        looked: MORNING,
        due: MORNING,
        is_page: true,
    };
    let arrived = vec![(article, arrival), (carrier, Arrival::Backfill)];
    Record::take_in(record, arrived, &owing, MORNING)
        .await
        .unwrap();
    let due = Outbox::list_due(record, &place("quay"), MORNING, 9)
        .await
        .unwrap();
    let entry = record.claim(due[0].id, MORNING).await.unwrap().unwrap();
    let delivered = Outcome::Delivered(MessageId("m1".to_owned()));
    record.finish(entry.id, &delivered, MORNING).await.unwrap();
    let state = SourceState {
        since: Some(MORNING),
        fetched: Some(MORNING),
        failures: 2,
        error: Some("it is silent".to_owned()),
        ..SourceState::default()
    };
    record
        .put_source_state("https://example.org/rss", &state)
        .await
        .unwrap();
    let turn = NewTurn {
        person: given.owner.clone(),
        conversation: place("quay"),
        asked: MORNING,
        question: Question::new("what of the harbour?", 3),
        hits: Vec::new(),
        total: 1,
    };
    let turn = record.keep_turn(&turn).await.unwrap();
    record
        .mark_shown(turn, &MessageId("m2".to_owned()))
        .await
        .unwrap();
    let arrived = ["one", "two"].map(|name| NewEvent {
        event: event(name),
        waits_for: None,
    });
    Inbox::take_in(record, ROOM, &arrived, &event("two"), MORNING)
        .await
        .unwrap();
    let shown = Shown {
        message: event("answer"),
        room: ROOM.to_owned(),
        thread: event("one"),
        question: event("one"),
        page: None,
    };
    record
        .settle(&event("one"), &Progress::Done, &[shown], MORNING)
        .await
        .unwrap();
    administer(record).await;
}

async fn administer(record: &SqliteRecord) {
    let operator = Asker::operator();
    let act = Act {
        by: &operator,
        at: MORNING,
        note: "her deputy spoke",
    };
    let note = record
        .begin_audit(&operator, "admin status", "", MORNING)
        .await
        .unwrap();
    record.end_audit(note, "done").await.unwrap();
    let source = Source {
        id: SourceId("post".to_owned()),
        kind: SourceKind::Feed {
            url: "https://example.org/rss".parse().unwrap(),
        },
        outlet: Some("The Harbour Post".to_owned()),
        language: Language::new("en"),
        every: std::time::Duration::from_secs(600),
        enabled: true,
    };
    assert!(record.add_source(&source, &act).await.unwrap());
    assert!(record.pause_source(&source.id, true).await.unwrap());
    let change = SpeakerChange::Add(Speaker {
        id: SpeakerId("tom-marsh".to_owned()),
        name: "Tom Marsh".to_owned(),
        aliases: Vec::new(),
        handles: Vec::new(),
        gender: None,
        side: None,
        roles: Vec::new(),
    });
    record.change_speaker(&change, &act).await.unwrap();
    let speaker = NewSpeaker {
        name: Some("Tom Marsh".to_owned()),
        id: Some(SpeakerId("tom-marsh".to_owned())),
    };
    record
        .correct_statement(StatementId(1), &speaker, &act)
        .await
        .unwrap()
        .expect("there is a statement");
    let file = AttachedFile {
        digest: "0".repeat(64),
        name: "notes.md".to_owned(),
        size: 7,
        link: None,
    };
    record.add_attached(&file, &act).await.unwrap();
}

/// Everything that a record is asked for, as it answers.
async fn tell(record: &SqliteRecord) -> Vec<Told> {
    let mut told = Vec::new();
    let mut tell = |since: i64, what: String| told.push(Told { since, what });
    let quoted = record.quoted(&[StatementId(1), StatementId(2)]).await;
    let quoted: Vec<_> = quoted.unwrap().into_iter().map(Result::unwrap).collect();
    let [corrected, repeated] = quoted.as_slice() else {
        panic!("both are quoted as they were stored");
    };
    let (words, by) = (&corrected.statement.text, &corrected.statement.attribution);
    tell(1, format!("{words:?} {by:?} {:?}", corrected.carriers));
    tell(6, format!("{:?}", corrected.corrections));
    let (pieces, carriers) = (&repeated.pieces, &repeated.carriers);
    assert_eq!((pieces.len(), carriers.len()), (2, 2));
    tell(1, format!("{pieces:?} {carriers:?}"));
    let changes = record.changes_after(Position::default(), 9).await.unwrap();
    let statements = changes.iter().map(|(_, change)| match change {
        Change::Put(article) => article.statements.len(),
        Change::Removed(_) => 0,
    });
    tell(1, format!("{:?}", statements.collect::<Vec<_>>()));
    let modified = changes.iter().filter_map(|(_, change)| match change {
        Change::Put(article) => article.article.modified,
        Change::Removed(_) => None,
    });
    tell(
        9,
        format!(
            "{:?}",
            modified.map(|when| when.local()).collect::<Vec<_>>()
        ),
    );
    tell(1, format!("{:?}", record.freshness().await.unwrap()));
    let source = record.source_state("https://example.org/rss").await;
    tell(1, format!("{:?}", source.unwrap()));
    let turn = record.find_turn(TurnId(1)).await.unwrap();
    tell(2, format!("{:?}", turn));
    let shown = record
        .find_turn_shown(&place("quay"), &MessageId("m2".to_owned()))
        .await;
    tell(2, format!("{:?}", shown.unwrap().map(|turn| turn.id)));
    tell(
        3,
        format!("{:?}", Inbox::list_due(record, ROOM, 9).await.unwrap()),
    );
    tell(3, format!("{:?}", record.cursor(ROOM).await.unwrap()));
    let answer = record.find_shown(&event("answer")).await.unwrap();
    tell(3, format!("{:?}", answer));
    let here = Whose::Conversation(place("quay"));
    let subscriptions = record.list_subscriptions(&here, 9).await.unwrap();
    assert!(subscriptions.len() <= 1);
    tell(4, format!("{subscriptions:?}"));
    let by_number = record.find_subscription(SubscriptionId(1)).await.unwrap();
    tell(4, format!("{by_number:?}"));
    let attempts = record.list_attempts(&place("quay"), 9).await.unwrap();
    tell(5, format!("{attempts:?}"));
    let message = MessageId("m1".to_owned());
    let shown = Outbox::list_shown(record, &place("quay"), &message).await;
    tell(5, format!("{:?}", shown.unwrap()));
    let articles = record.list_told_articles(Timestamp::UNIX_EPOCH).await;
    let articles = articles.unwrap().into_iter().map(|told| told.article.id);
    tell(5, format!("{:?}", articles.collect::<Vec<_>>()));
    tell(6, format!("{:?}", record.list_audited(9).await.unwrap()));
    tell(
        6,
        format!("{:?}", record.list_added_sources().await.unwrap()),
    );
    tell(
        6,
        format!("{:?}", record.list_paused_sources().await.unwrap()),
    );
    tell(
        6,
        format!("{:?}", record.list_speaker_changes().await.unwrap()),
    );
    let attached = record.list_attached(&"0".repeat(64)).await.unwrap();
    tell(7, format!("{attached:?}"));
    told
}

async fn names(connection: &mut SqliteConnection, select: &str, column: &str) -> BTreeSet<String> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(select.to_owned()))
        .fetch_all(connection)
        .await
        .unwrap();
    rows.iter().map(|row| row.get(column)).collect()
}

/// A record as the program had it when it knew only the first migrations, with what such a program could keep of `full`.
async fn earlier(at: &Path, full: &Path, version: i64) {
    let options = SqliteConnectOptions::new()
        .filename(at)
        .create_if_missing(true)
        .foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let mut known = Migrator::new(migrations()).await.unwrap();
    known
        .migrations
        .to_mut()
        .retain(|migration| migration.version <= version);
    known.run(&mut connection).await.unwrap();
    sqlx::query("ATTACH DATABASE $1 AS present")
        .bind(full.to_str().unwrap())
        .execute(&mut connection)
        .await
        .unwrap();
    let tables = names(
        &mut connection,
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
         AND name NOT LIKE '_sqlx%'",
        "name",
    )
    .await;
    for table in tables {
        let of =
            |schema: &str| format!("SELECT name FROM pragma_table_info('{table}', '{schema}')");
        let then = names(&mut connection, &of("main"), "name").await;
        let now = names(&mut connection, &of("present"), "name").await;
        let columns: Vec<&str> = then.intersection(&now).map(String::as_str).collect();
        let columns = columns.join(", ");
        // Sequences of what came later are not there yet.
        let only = if table == "sequence" {
            "WHERE name IN (SELECT name FROM main.sequence)"
        } else {
            ""
        };
        let copy = format!(
            "INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM present.{table} {only}"
        );
        sqlx::query(sqlx::AssertSqlSafe(copy))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    connection.close().await.unwrap();
}

#[tokio::test]
async fn the_program_knows_every_migration_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("new.db");
    SqliteRecord::open(&at).await.unwrap().close().await;
    let options = SqliteConnectOptions::new().filename(&at);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let applied = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(applied)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let all = Migrator::new(migrations()).await.unwrap();
    let written = all.iter().map(|one| (one.version, one.checksum.to_vec()));
    assert_eq!(applied, written.collect::<Vec<_>>());
}

#[tokio::test]
async fn what_earlier_versions_kept_is_there_after_each_migration() {
    let folder = tempfile::tempdir().unwrap();
    let full = folder.path().join("full.db");
    let record = SqliteRecord::open(&full).await.unwrap();
    fill(&record).await;
    let expected = tell(&record).await;
    record.close().await;
    for told in &expected {
        assert!(!["None", "[]"].contains(&told.what.as_str()), "{told:?}");
    }
    let all = Migrator::new(migrations()).await.unwrap();
    let newest = all.iter().map(|migration| migration.version).max().unwrap();
    let mut brought: BTreeSet<i64> = expected.iter().map(|told| told.since).collect();
    brought.extend(ONLY_QUICKER);
    assert_eq!(
        brought,
        (1..=newest).collect(),
        "each migration brings something that is asked for"
    );
    for version in 1..newest {
        let at = folder.path().join(format!("version-{version}.db"));
        earlier(&at, &full, version).await;
        let record = SqliteRecord::open(&at).await.unwrap();
        let told = tell(&record).await;
        for (told, expected) in told.iter().zip(&expected) {
            if expected.since <= version {
                assert_eq!(told, expected, "after version {version}");
            }
        }
        // What came later can be kept now.
        administer_anew(&record).await;
        record.close().await;
        let again = SqliteRecord::open(&at).await.unwrap();
        assert_eq!(
            again.list_audited(99).await.unwrap()[0].command,
            "admin stats"
        );
    }
}

async fn administer_anew(record: &SqliteRecord) {
    let operator = Asker::operator();
    let note = record.begin_audit(
        &operator,
        "admin stats",
        "",
        MORNING + jiff::SignedDuration::from_mins(1),
    );
    record.end_audit(note.await.unwrap(), "done").await.unwrap();
    let act = Act {
        by: &operator,
        at: MORNING,
        note: "wrong",
    };
    let id = ArticleId("a".to_owned());
    assert!(record.remove_article(&id, &act).await.unwrap());
    assert!(record.reinstate_article(&id, &act).await.unwrap());
    let quoted = record.quoted(&[StatementId(1)]).await.unwrap();
    assert!(quoted[0].is_ok());
}

#[tokio::test]
async fn what_an_earlier_version_put_in_words_is_sent_in_these() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("verbatim.db");
    let record = SqliteRecord::open(&at).await.unwrap();
    let news = News::Recovered {
        source: SourceId("post".to_owned()),
        from: MORNING,
        until: MORNING,
    };
    for _ in 0..2 {
        record
            .tell(&place("quay"), "post", &news, MORNING)
            .await
            .unwrap();
    }
    let due = async || {
        let due = Outbox::list_due(&record, &place("quay"), MORNING, 9)
            .await
            .unwrap();
        assert_eq!(due.len(), 1, "it is told once");
        due.into_iter().map(|entry| entry.content).next()
    };
    assert_eq!(due().await, Some(Content::News(news)));
    let options = SqliteConnectOptions::new().filename(&at);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for (write, expected) in [
        (
            r#"UPDATE outbox SET kind = 'told', content = '["The source post fails",["Since noon."]]'"#,
            Content::Told {
                title: "The source post fails".to_owned(),
                lines: vec!["Since noon.".to_owned()],
            },
        ),
        (
            r#"UPDATE outbox SET kind = 'digest', content = '"Daily digest, 20 Nov 2025"'"#,
            Content::Digest {
                of: Digested::Titled("Daily digest, 20 Nov 2025".to_owned()),
                statements: Vec::new(),
            },
        ),
    ] {
        sqlx::query(write).execute(&mut connection).await.unwrap();
        assert_eq!(due().await, Some(expected));
    }
}
