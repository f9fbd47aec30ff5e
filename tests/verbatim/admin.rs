//! What those who run the bot do from a chat, and what nobody else can.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use verbatim::app::App;
use verbatim::chat::card::{self, Card, Line, Locale, Part, Span};
use verbatim::chat::terminal;
use verbatim::commands::{
    AdminInvocation, Command, CommandError, Commands, Invocation, OptionName, Reply, Report, TABLE,
    invocation, parse,
};
use verbatim::domain::{
    Asker, Conversation, Found, Language, Person, Platform, Question, Roster, Standing,
};

use verbatim::ports::{Administration, Attached};

use crate::harness::{House, articles, project};

/// The program in a house with so many briefings, put together in this process.
async fn commands(house: &House, count: usize) -> (App, Commands) {
    let lines = house.file("articles.jsonl", &articles(0..count));
    house.succeed(&["ingest", lines.to_str().expect("letters")]);
    let app = App::new(project().join("config"), Some(house.data())).expect("a configuration");
    let commands = app.administered().await.expect("it is put together");
    (app, commands)
}

fn asker(standing: Standing, platform: Platform) -> Asker {
    Asker {
        person: Person {
            platform,
            id: format!("{standing:?}"),
        },
        conversation: Conversation {
            platform,
            place: "harbour".to_owned(),
            thread: None,
        },
        community: Some("nowhere".to_owned()),
        is_private: false,
        standing,
        language: Language::unknown(),
    }
}

fn owner() -> Asker {
    asker(Standing::Owner, Platform::Discord)
}

/// Every command of the table and every part, in their order.
fn all(commands: &'static [Command]) -> Vec<&'static Command> {
    commands
        .iter()
        .flat_map(|command| std::iter::once(command).chain(all(command.parts)))
        .collect()
}

/// A text and options with which any command of the table makes sense.
fn filled(command: &'static Command) -> Invocation {
    let options: Vec<(OptionName, String)> = command
        .options
        .iter()
        .map(|option| {
            let value = match option.name {
                OptionName::Kind => "page",
                OptionName::Every => "10m",
                OptionName::Language => "en",
                OptionName::Published | OptionName::Since | OptionName::Until => "2025-11-19",
                OptionName::Limit => "3",
                OptionName::Id => "another-id",
                OptionName::Side => "ukraine",
                OptionName::Into => "Kaja Kallas",
                _ => "Ada Vale",
            };
            (option.name, value.to_owned())
        })
        .collect();
    let text = match command.text {
        "" => "",
        "NUMBER" => "1",
        "NUMBER WHAT" | "NUMBER HOURS" => "1 8",
        "[LEVEL]" => "warn",
        "ADDRESS" | "NAME|ADDRESS" | "ID|ADDRESS" => "https://example.org/briefings/1",
        _ => "harbour",
    };
    invocation(command, text, &options)
        .unwrap_or_else(|error| panic!("{}: {error}", command.path()))
}

/// Every row of the record but for the audit log.
async fn dump(house: &House) -> Vec<String> {
    let file = SqliteConnectOptions::new()
        .filename(house.data().join("verbatim.db"))
        .read_only(true);
    let pool = SqlitePool::connect_with(file).await.expect("it opens");
    let mut rows = Vec::new();
    for (table, columns) in [
        (
            "article",
            "id || change || COALESCE(removed_ms, '') || outlet",
        ),
        (
            "statement",
            "id || COALESCE(speaker, '') || seal || COALESCE(removed_ms, '')",
        ),
        ("added_source", "id"),
        ("paused_source", "id"),
        ("speaker_change", "change"),
        ("correction", "id || note"),
        ("turn", "id"),
    ] {
        let select = format!("SELECT {columns} FROM {table} ORDER BY 1");
        let found = sqlx::query(sqlx::AssertSqlSafe(select))
            .fetch_all(&pool)
            .await;
        for row in found.expect(table) {
            rows.push(format!("{table}: {}", row.get::<String, _>(0)));
        }
    }
    pool.close().await;
    rows
}

/// Takes in later states of the first two articles. What the program prints.
fn ingest_edited(house: &House) -> String {
    let edited = |number| {
        let mut article = crate::harness::article(number);
        let text = article["text"].as_str().expect("a text");
        article["text"] = text.replace("well", "right").into();
        format!("{article}\n")
    };
    let lines: String = (0..2).map(edited).collect();
    let lines = house.file("edited.jsonl", &lines);
    house.succeed(&["ingest", lines.to_str().expect("letters")])
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_changes_nothing_and_stands_in_the_log() {
    let house = House::new();
    let (_app, commands) = commands(&house, 3).await;
    let before = dump(&house).await;
    let files = |house: &House| -> BTreeSet<PathBuf> {
        let entries = std::fs::read_dir(house.data()).expect("the folder");
        entries
            .map(|entry| entry.expect("an entry").path())
            .collect()
    };
    let there = files(&house);
    let mut refused = Vec::new();
    for platform in [Platform::Discord, Platform::Matrix] {
        for standing in [Standing::Member, Standing::Moderator] {
            for command in all(TABLE) {
                let path = command.path();
                if !path.starts_with("admin") || standing >= command.needs {
                    continue;
                }
                // A person of their own for each, or there are too many at once.
                let mut asker = asker(standing, platform);
                asker.person.id = format!("{standing:?} for {path}");
                asker.community = Some(path.clone());
                let reply = commands.dispatch(&asker, filled(command)).await;
                assert!(
                    matches!(reply, Err(CommandError::NotAllowed { .. })),
                    "{path} for {standing:?}: {reply:?}"
                );
                refused.push((path, asker.person.id));
            }
        }
    }
    assert!(refused.len() > 80, "{}", refused.len());
    assert_eq!(dump(&house).await, before);
    assert_eq!(files(&house), there);
    let file = SqliteConnectOptions::new().filename(house.data().join("verbatim.db"));
    let pool = SqlitePool::connect_with(file).await.expect("it opens");
    let noted: Vec<(String, String)> =
        sqlx::query_as("SELECT command, person FROM audit WHERE outcome = 'refused' ORDER BY id")
            .fetch_all(&pool)
            .await
            .expect("the log");
    assert_eq!(noted, refused);
}

/// The newest uses first, each as the log has it: command, details and how it went.
async fn audited(app: &App) -> Vec<(String, String, String)> {
    let record = app.record().await.expect("the record");
    let uses = record.list_audited(99).await.expect("the log");
    uses.into_iter()
        .map(|one| (one.command, one.details, one.outcome))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_read_stands_in_the_log_without_what_was_typed() {
    let house = House::new();
    let (app, commands) = commands(&house, 1).await;
    let before = dump(&house).await;
    // What is typed may be a password: none of it is kept.
    for (number, (line, command, why)) in [
        ("/admin hunter2", "admin", "no such part"),
        (
            "/admin sources ad https://me:hunter2@example.org/",
            "admin sources",
            "no such part",
        ),
        (
            "/admin sources add",
            "admin sources add",
            "nothing it can use stands behind it",
        ),
        (
            "/admin sources add hunter2 --outlet",
            "admin sources add",
            "--outlet without its value",
        ),
        (
            "/admin remove statement hunter2 --note x",
            "admin remove statement",
            "nothing it can use stands behind it",
        ),
        (
            "/admin remove article hunter2",
            "admin remove article",
            "--note is missing",
        ),
        (
            "/admin correct article a --published hunter2 --note x",
            "admin correct article",
            "no day",
        ),
        (
            "/subscriptions mute 12 hunter2",
            "subscriptions mute",
            "no number of hours",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        // A person of their own for each, or there are too many at once.
        let somebody = |standing| {
            let mut asker = asker(standing, Platform::Matrix);
            asker.person.id.push_str(&number.to_string());
            asker.community = Some(number.to_string());
            asker
        };
        let understood = parse(line, '/');
        assert!(understood.is_err(), "{line}");
        let reply = commands
            .hear(&somebody(Standing::Owner), understood.clone())
            .await;
        assert!(
            matches!(reply, Err(CommandError::Misuse(_))),
            "{line}: {reply:?}"
        );
        let expected = (command.to_owned(), why.to_owned(), "misuse".to_owned());
        assert_eq!(audited(&app).await[0], expected, "{line}");
        // Whoever may not give the command is told nothing of how it would be given.
        let reply = commands.hear(&somebody(Standing::Member), understood).await;
        assert!(
            matches!(reply, Err(CommandError::NotAllowed { .. })),
            "{line}: {reply:?}"
        );
        let refused = (command.to_owned(), why.to_owned(), "refused".to_owned());
        assert_eq!(audited(&app).await[0], refused, "{line}");
    }
    let noted = audited(&app).await.len();
    for line in ["/adminn status", "/check", "/ask harbour --since"] {
        let _ = commands.hear(&owner(), parse(line, '/')).await;
    }
    assert_eq!(
        audited(&app).await.len(),
        noted,
        "what anybody may do is nobody's business"
    );
    assert_eq!(dump(&house).await, before);
    let listed = told(&commands, "/admin audit").await.expect("it is told");
    assert!(!format!("{listed:?}").contains("hunter2"), "{listed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moderators_do_to_a_channels_subscriptions_stands_in_the_log() {
    let house = House::new();
    let (app, commands) = commands(&house, 1).await;
    let moderator = asker(Standing::Moderator, Platform::Discord);
    let member = asker(Standing::Member, Platform::Discord);
    let alone = Asker {
        is_private: true,
        community: None,
        ..asker(Standing::Member, Platform::Matrix)
    };
    let give = async |asker: &Asker, line: &str| {
        let _ = commands.hear(asker, parse(line, '/')).await;
    };
    give(&member, "/subscribe harbour").await;
    give(&moderator, "/subscribe harbour").await;
    for line in [
        "pause 1",
        "resume 1",
        "mute 1 8",
        "edit 1 ships",
        "remove 1",
    ] {
        give(&moderator, &format!("/subscriptions {line}")).await;
    }
    give(&moderator, "/subscriptions").await;
    give(&alone, "/subscribe harbour").await;
    let mut noted = audited(&app).await;
    noted.reverse();
    let noted: Vec<String> = noted
        .iter()
        .map(|(command, details, outcome)| format!("{command} | {details} | {outcome}"))
        .collect();
    assert_eq!(
        noted,
        [
            "subscribe | written: \"harbour\" | refused",
            "subscribe | written: \"harbour\" | done",
            "subscriptions pause | id: SubscriptionId(1) | done",
            "subscriptions resume | id: SubscriptionId(1) | done",
            "subscriptions mute | id: SubscriptionId(1), hours: 8 | done",
            "subscriptions edit | id: SubscriptionId(1), written: \"ships\" | done",
            "subscriptions remove | id: SubscriptionId(1) | done",
        ],
        "listing is anybody's, and in a direct message everybody subscribes for themselves"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_is_brought_back_and_says_so() {
    let house = House::new();
    let (app, commands) = commands(&house, 3).await;
    let words = "\"day 0 and not a day later\"";
    let id = quoted(&commands, words).await[0].id.0;
    let give = async |line: String| told(&commands, &line).await;
    let nothing = give(format!("/admin reinstate statement {id} --note x")).await;
    let nothing = nothing.expect_err("it was not removed").to_string();
    assert!(nothing.contains("admin audit"), "{nothing}");
    give(format!(
        "/admin remove statement {id} --note \"satire, it seemed\""
    ))
    .await
    .expect("removed");
    assert!(quoted(&commands, words).await.is_empty());
    let back = give(format!(
        "/admin reinstate statement {id} --note \"she did say it\""
    ))
    .await;
    assert_eq!(back.expect("it is back").head.name, "statement-reinstated");
    let again = give(format!("/admin reinstate statement {id} --note x")).await;
    assert!(again.is_err(), "it is there already");
    let found = quoted(&commands, words).await;
    let notes: Vec<&str> = found[0]
        .corrections
        .iter()
        .map(|made| made.note.as_str())
        .collect();
    assert_eq!(notes, ["satire, it seemed", "she did say it"]);
    let roster = app.roster().expect("the roster");
    let question = parse(&format!("/ask {words}"), '/').expect("a question");
    let reply = commands
        .dispatch(&owner(), question)
        .await
        .expect("an answer");
    for (locale, removed, reinstated) in [
        (Locale::English, "Removed on", "Reinstated on"),
        (Locale::Ukrainian, "Вилучено", "Повернуто"),
        (Locale::German, "Entfernt am", "Wiederhergestellt am"),
    ] {
        let shown = texts(&card::reply(&reply, &roster, locale.words())).join("\n");
        assert!(
            shown.contains(removed) && shown.contains("satire, it seemed"),
            "{shown}"
        );
        assert!(
            shown.contains(reinstated) && shown.contains("she did say it"),
            "{shown}"
        );
    }

    let article = "https://example.org/briefings/1";
    let words_there = "\"day 1 and not a day later\"";
    let nothing = give(format!("/admin reinstate article {article} --note x")).await;
    assert!(nothing.is_err(), "it was not removed");
    give(format!("/admin remove article {article} --note withdrawn"))
        .await
        .expect("removed");
    assert!(quoted(&commands, words_there).await.is_empty());
    let back = give(format!(
        "/admin reinstate article {article} --note \"they stand by it\""
    ))
    .await;
    assert_eq!(back.expect("it is back").head.name, "article-reinstated");
    let found = quoted(&commands, words_there).await;
    let notes: Vec<&str> = found[0]
        .corrections
        .iter()
        .map(|made| made.note.as_str())
        .collect();
    assert_eq!(notes, ["withdrawn", "they stand by it"]);

    // An article that went away with its source was removed by nobody, and only its source brings it back.
    let record = app.record().await.expect("the record");
    let gone = verbatim::domain::ArticleId("briefing-2".to_owned());
    verbatim::ports::Record::remove(&*record, &gone, jiff::Timestamp::now())
        .await
        .expect("it is removed");
    let nothing = give("/admin reinstate article briefing-2 --note x".to_owned()).await;
    assert!(nothing.is_err(), "{nothing:?}");

    // What comes of the article later is found too: the removal has ended.
    drop((record, app, commands));
    let out = ingest_edited(&house);
    assert!(out.starts_with("0 new, 2 changed"), "{out}");
    for question in [words, words_there] {
        let shown = house.succeed(&["ask", "--kinds", "quotation", question]);
        assert!(shown.contains("Reinstated on"), "{shown}");
    }
    house.succeed(&["reindex"]);
    let shown = house.succeed(&["ask", "--kinds", "quotation", words]);
    assert!(shown.contains("not a day later"), "{shown}");
    let found = house.run(&["doctor"]);
    assert_eq!(found.code, Some(0), "{}", found.out);
}

/// All text of a card.
pub(crate) fn texts(card: &Card) -> Vec<String> {
    let of_line = |line: &Line| -> String {
        line.iter()
            .map(|span| match span {
                Span::Text(text)
                | Span::Strong(text)
                | Span::Typed(text)
                | Span::Link { text, .. }
                | Span::Moment { text, .. } => text.as_str(),
            })
            .collect()
    };
    let mut texts = vec![of_line(&card.title), of_line(&card.footer)];
    for part in &card.parts {
        match part {
            Part::Line(line) => texts.push(of_line(line)),
            Part::Quote { words, .. } => texts.push(words.clone()),
            Part::Source(lines) | Part::List(lines) => texts.extend(lines.iter().map(of_line)),
            Part::Difference(_) => {}
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

fn is_name_of_a_message(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

async fn end(reply: Reply) -> Reply {
    match reply {
        Reply::Work(work) => {
            let last = tokio::time::timeout(Duration::from_secs(60), work.last()).await;
            Reply::Report(Box::new(last.expect("it ends").report))
        }
        other => other,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_answers_an_owner_in_every_language() {
    let house = House::new();
    let (app, commands) = commands(&house, 9).await;
    let roster = app.roster().expect("the roster");
    for command in all(TABLE) {
        let path = command.path();
        if !path.starts_with("admin") {
            continue;
        }
        let reply = commands.dispatch(&owner(), filled(command)).await;
        let cards: Vec<Card> = match reply {
            Ok(reply) => {
                let reply = end(reply).await;
                let shown = terminal::reply(
                    &reply,
                    &terminal::Look::new(&roster, jiff::tz::TimeZone::UTC),
                );
                assert!(!shown.trim().is_empty(), "{path}");
                Locale::ALL
                    .map(|locale| card::reply(&reply, &roster, locale.words()))
                    .into()
            }
            Err(error) => {
                assert!(!error.is_fault(), "{path}: {error}");
                Locale::ALL
                    .map(|locale| card::error(&error, locale.words()))
                    .into()
            }
        };
        for text in cards.iter().flat_map(texts) {
            assert!(
                !is_name_of_a_message(&text),
                "{path}: {text} is in no language"
            );
        }
    }
}

async fn told(commands: &Commands, line: &str) -> Result<Report, CommandError> {
    let invocation = parse(line, '/').unwrap_or_else(|error| panic!("{line}: {error}"));
    match end(commands.dispatch(&owner(), invocation).await?).await {
        Reply::Report(report) => Ok(*report),
        other => panic!("{line}: {other:?}"),
    }
}

async fn quoted(commands: &Commands, question: &str) -> Vec<verbatim::domain::QuotedStatement> {
    let answer = commands.answerer.ask(&Question::new(question, 20)).await;
    let hits = answer.expect("an answer").hits;
    hits.into_iter()
        .filter_map(|hit| match hit.found {
            Found::Statement(quoted) => Some(*quoted),
            Found::Passage(_) => None,
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_speaker_is_shown_as_such_and_stays_when_the_article_is_edited() {
    let house = House::new();
    let (app, commands) = commands(&house, 1).await;
    let before = quoted(&commands, "\"not a day later\"").await;
    let id = before[0].id.0;
    let line = format!(
        "/admin correct statement {id} --speaker \"Tom Marsh\" --note \"her deputy spoke\""
    );
    let report = told(&commands, &line).await.expect("it is corrected");
    assert_eq!(report.head.name, "statement-corrected");
    let after = quoted(&commands, "\"not a day later\"").await;
    assert_eq!(after[0].statement.text, before[0].statement.text);
    assert_eq!(
        after[0].statement.attribution.speaker.as_deref(),
        Some("Tom Marsh")
    );
    let made = &after[0].corrections[0];
    assert_eq!(
        (made.before.as_deref(), made.note.as_str()),
        (Some("Ada Vale"), "her deputy spoke")
    );
    let by_him = quoted(&commands, "Tom Marsh harbour").await;
    assert!(
        by_him
            .iter()
            .any(|quoted| quoted.statement.text.contains("not a day later"))
    );
    let reply = commands
        .dispatch(
            &owner(),
            parse("/ask \"not a day later\"", '/').expect("a question"),
        )
        .await
        .expect("an answer");
    let roster = app.roster().expect("the roster");
    let shown = texts(&card::reply(&reply, &roster, Locale::English.words())).join("\n");
    assert!(
        shown.contains("attributed to Ada Vale before. her deputy spoke"),
        "{shown}"
    );
    let look = terminal::Look::new(&roster, jiff::tz::TimeZone::UTC);
    let shown = terminal::reply(&reply, &look);
    let shown: Vec<&str> = shown.split_whitespace().collect();
    assert!(shown.join(" ").contains("her deputy spoke"), "{shown:?}");

    // The outlet edits another sentence: the words are the same, and so is the correction.
    let mut edited = crate::harness::article(0);
    let text = edited["text"]
        .as_str()
        .expect("a text")
        .replace("counted well", "counted right");
    edited["text"] = text.into();
    drop((app, commands));
    let lines = house.file("edited.jsonl", &format!("{edited}\n"));
    let out = house.succeed(&["ingest", lines.to_str().expect("letters")]);
    assert!(out.starts_with("0 new, 1 changed"), "{out}");
    let shown = house.succeed(&["ask", "\"not a day later\""]);
    let shown: Vec<&str> = shown.split_whitespace().collect();
    let shown = shown.join(" ");
    assert!(
        shown.contains("Tom Marsh") && shown.contains("her deputy spoke"),
        "{shown}"
    );
    let found = house.run(&["doctor"]);
    assert_eq!(found.code, Some(0), "{}", found.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_removed_is_not_found_again_however_often_it_is_published() {
    let house = House::new();
    let (app, commands) = commands(&house, 3).await;
    let id = quoted(&commands, "\"not a day later\" Ada Vale").await[0]
        .id
        .0;
    told(
        &commands,
        &format!("/admin remove statement {id} --note \"satire\""),
    )
    .await
    .expect("removed");
    assert!(
        quoted(&commands, "\"day 0 and not a day later\"")
            .await
            .is_empty(),
        "it is found still"
    );
    let again = told(
        &commands,
        &format!("/admin remove statement {id} --note \"satire\""),
    )
    .await;
    assert!(
        again
            .expect_err("it is gone")
            .to_string()
            .contains("admin find")
    );
    told(
        &commands,
        "/admin remove article https://example.org/briefings/1 --note \"withdrawn\"",
    )
    .await
    .expect("removed");
    drop((app, commands));
    let found = house.run(&["doctor"]);
    assert_eq!(found.code, Some(0), "{}", found.out);
    let out = ingest_edited(&house);
    assert!(out.starts_with("0 new, 1 changed, 1 unchanged"), "{out}");
    for question in [
        "\"day 0 and not a day later\"",
        "\"day 1 and not a day later\"",
    ] {
        let ran = house.run(&["ask", "--kinds", "quotation", question]);
        assert_eq!(ran.code, Some(1), "{question}: {}", ran.out);
    }
    house.succeed(&["reindex"]);
    let found = house.run(&["doctor"]);
    assert_eq!(found.code, Some(0), "{}", found.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_articles_outlet_and_day_are_corrected() {
    let house = House::new();
    let (_app, commands) = commands(&house, 2).await;
    let line = "/admin correct article briefing-0 --outlet \"The Other Example\" --published 2025-11-18 --note \"copied\"";
    let report = told(&commands, line).await.expect("it is corrected");
    assert_eq!(report.lines.len(), 2);
    let quoted = quoted(&commands, "\"day 0 and not a day later\"").await;
    let article = &quoted[0].article;
    assert_eq!(article.outlet.as_deref(), Some("The Other Example"));
    assert_eq!(
        article.published.expect("a day").date().to_string(),
        "2025-11-18"
    );
    assert_eq!(quoted[0].corrections.len(), 2);
    let nothing = told(&commands, "/admin correct article briefing-0 --note x").await;
    assert!(
        nothing
            .expect_err("nothing to correct")
            .to_string()
            .contains("--outlet")
    );
    assert!(
        parse(
            "/admin correct article briefing-0 --published soon --note x",
            '/'
        )
        .is_err()
    );
    assert!(
        parse("/admin correct article briefing-0", '/').is_err(),
        "a note is needed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_added_merged_and_renamed_in_what_is_stored_and_in_what_comes() {
    let house = House::new();
    let (app, commands) = commands(&house, 6).await;
    let added = told(&commands, "/admin speakers add \"Ada Vale\" --side ukraine")
        .await
        .expect("added");
    assert_eq!(added.head.given[1], ("statements", 6_u64.into()));
    told(&commands, "/admin speakers add \"Tom Marsh\"")
        .await
        .expect("added");
    for (line, expected) in [
        ("/admin speakers add \"ADA VALE\"", "merge"),
        ("/admin speakers add Kallas", "Kaja Kallas"),
        (
            "/admin speakers add \"New Name\" --side atlantis",
            "ukraine",
        ),
        (
            "/admin speakers alias \"Nobody Here\" --alias x",
            "speakers add",
        ),
        (
            "/admin speakers merge \"Ada Vale\" --into \"Ada Vale\"",
            "one person",
        ),
        (
            "/admin speakers rename \"Ada Vale\" --name \"Kaja Kallas\"",
            "Kaja Kallas",
        ),
        (
            "/admin speakers rename \"Ada Vale\" --name \"\u{200b}\"",
            "empty",
        ),
    ] {
        let error = told(&commands, line).await.expect_err(line);
        assert!(error.to_string().contains(expected), "{line}: {error}");
        assert!(!error.is_fault());
    }
    told(
        &commands,
        "/admin speakers merge \"Tom Marsh\" --into \"Ada Vale\"",
    )
    .await
    .expect("merged");
    told(
        &commands,
        "/admin speakers rename \"Ada Vale\" --name \"Ada Vale-Marsh\"",
    )
    .await
    .expect("renamed");
    let all = quoted(&commands, "\"not a day later\"").await;
    let speakers: BTreeSet<_> = all
        .iter()
        .filter_map(|quoted| quoted.statement.attribution.speaker.clone())
        .collect();
    let expected: BTreeSet<String> = ["Ada Vale-Marsh", "Ines Okoro"].map(str::to_owned).into();
    assert_eq!(speakers, expected);
    drop((app, commands));
    // What comes later has it too, though it writes the old names.
    let lines = house.file("later.jsonl", &articles(6..8));
    house.succeed(&["ingest", lines.to_str().expect("letters")]);
    let out = house.succeed(&[
        "ask",
        "--json",
        "--kinds",
        "quotation",
        "\"day 7 and not a day later\"",
    ]);
    assert!(out.contains("Ada Vale-Marsh"), "{out}");
    // And the next start knows the names in questions.
    let out = house.succeed(&["ask", "what did Tom Marsh say about the harbour"]);
    assert!(out.contains("Ada Vale-Marsh"), "{out}");
    let found = house.run(&["doctor"]);
    assert_eq!(found.code, Some(0), "{}", found.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_are_added_paused_and_removed_and_the_configured_ones_stay_the_operators() {
    let house = House::new();
    let (app, commands) = commands(&house, 1).await;
    let line =
        "/admin sources add https://feeds.example.org/rss --outlet \"The Example\" --every 10m";
    told(&commands, line).await.expect("added");
    let watched = |app: &App| {
        let sources = futures::executor::block_on(app.watched_sources()).expect("sources");
        sources
            .into_iter()
            .map(|source| source.id.0)
            .collect::<Vec<_>>()
    };
    assert!(watched(&app).contains(&"feeds-example-org".to_owned()));
    assert!(watched(&app).contains(&"ukrinform-en".to_owned()));
    for (line, expected) in [
        (line, "already"),
        ("/admin sources add ftp://example.org/rss", "https://"),
        (
            "/admin sources add https://me:secret@example.org/rss",
            "password",
        ),
        (
            "/admin sources add https://example.org/rss --id \"a b\"",
            "short name",
        ),
        (
            "/admin sources add https://example.org/rss --kind folder",
            "feed or page",
        ),
        (
            "/admin sources add https://example.org/rss --every 1s",
            "1m",
        ),
        (
            "/admin sources add https://example.org/rss --language klingonese",
            "code",
        ),
        ("/admin sources remove ukrinform-en", "sources.toml"),
        ("/admin sources pause nobody", "sources list"),
    ] {
        let error = told(&commands, line).await.expect_err(line);
        assert!(error.to_string().contains(expected), "{line}: {error}");
    }
    told(&commands, "/admin sources pause ukrinform-en")
        .await
        .expect("paused");
    told(&commands, "/admin sources pause feeds-example-org")
        .await
        .expect("paused");
    assert!(
        !watched(&app)
            .iter()
            .any(|id| id == "ukrinform-en" || id == "feeds-example-org")
    );
    let again = told(&commands, "/admin sources pause ukrinform-en")
        .await
        .expect("said");
    assert_eq!(again.head.name, "source-was-paused");
    told(&commands, "/admin sources resume ukrinform-en")
        .await
        .expect("resumed");
    told(&commands, "/admin sources remove feeds-example-org")
        .await
        .expect("removed");
    let left = watched(&app);
    assert!(
        left.contains(&"ukrinform-en".to_owned())
            && !left.contains(&"feeds-example-org".to_owned())
    );
    // The guard of addresses holds for whoever asks.
    let tested = told(&commands, "/admin sources test http://127.0.0.1:9/rss")
        .await
        .expect("said");
    assert_eq!(tested.head.name, "test-failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_taken_in_where_they_are_attached_and_paths_nowhere_but_at_the_prompt() {
    let house = House::new();
    let (app, commands) = commands(&house, 1).await;
    let file = house.file("more.jsonl", &articles(10..12));
    let path = file.to_str().expect("letters");
    let line = format!("/admin ingest {path}");
    let error = told(&commands, &line)
        .await
        .expect_err("no path from a chat");
    assert!(error.to_string().contains("attach"), "{error}");
    let attached = |name: &str, content: &[u8]| {
        Invocation::Admin(AdminInvocation::IngestFile {
            file: Attached {
                name: name.to_owned(),
                link: Some("https://chat.example.org/7".to_owned()),
                content: Arc::new(content.to_vec()),
            },
        })
    };
    let content = std::fs::read(&file).expect("the file");
    for (name, content, expected) in [
        ("more", content.as_slice(), "ending"),
        ("more.jsonl", b"".as_slice(), "empty"),
        ("more.jsonl", vec![b'x'; (10 << 20) + 1].as_slice(), "bytes"),
    ] {
        let error = commands
            .dispatch(&owner(), attached(name, content))
            .await
            .expect_err(name);
        assert!(error.to_string().contains(expected), "{name}: {error}");
    }
    let reply = commands
        .dispatch(&owner(), attached("../../../etc/more.jsonl", &content))
        .await;
    let Reply::Report(report) = end(reply.expect("it begins")).await else {
        panic!("no report");
    };
    assert_eq!(report.head.given[0], ("new", 2_u64.into()), "{report:?}");
    // Each article leads to its file, and the file to whoever attached it.
    let record = app.record().await.expect("the record");
    let kept = std::fs::read_dir(house.data().join("attachments")).expect("a folder");
    let digests: Vec<String> = kept
        .map(|entry| {
            entry
                .expect("a folder")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let [digest] = digests.as_slice() else {
        panic!("one file was kept: {digests:?}");
    };
    let attached = record.list_attached(digest).await.expect("it is read");
    let [(_, person, file)] = attached.as_slice() else {
        panic!("it was attached once: {attached:?}");
    };
    assert_eq!(person, "discord Owner");
    assert_eq!(file.name, "../../../etc/more.jsonl");
    assert_eq!(file.size, content.len() as u64);
    assert_eq!(file.link.as_deref(), Some("https://chat.example.org/7"));
    let audited = record.list_audited(10).await.expect("it is read");
    assert!(
        audited.iter().any(|one| one.details.contains("more.jsonl")
            && one.details.contains("https://chat.example.org/7")),
        "{audited:?}"
    );
    assert_eq!(
        quoted(&commands, "\"day 11 and not a day later\"")
            .await
            .len(),
        1
    );
    let reply = commands
        .dispatch(&Asker::operator(), parse(&line, '/').expect("a line"))
        .await;
    let Reply::Report(report) = end(reply.expect("it begins")).await else {
        panic!("no report");
    };
    assert_eq!(
        report.head.given[2],
        ("unchanged", 2_u64.into()),
        "{report:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_work_goes_on_at_a_time_is_cancelled_and_answers_go_on() {
    let house = House::new();
    let (_app, commands) = commands(&house, 1_500).await;
    let owner = owner();
    let begun = async |line: &str| {
        let invocation = parse(line, '/').expect(line);
        commands.dispatch(&owner, invocation).await
    };
    let Ok(Reply::Work(work)) = begun("/admin reindex").await else {
        panic!("it begins");
    };
    let busy = begun("/admin backup").await.expect_err("one at a time");
    assert!(busy.to_string().contains("admin cancel"), "{busy}");
    assert!(
        !quoted(&commands, "\"day 7 and not a day later\"")
            .await
            .is_empty()
    );
    told(&commands, "/admin cancel").await.expect("it is told");
    assert_eq!(work.last().await.report.head.name, "reindex-cancelled");
    assert!(
        !quoted(&commands, "\"day 7 and not a day later\"")
            .await
            .is_empty()
    );
    let done = told(&commands, "/admin reindex").await.expect("it ends");
    assert_eq!(done.head.name, "reindex-done");
    assert_eq!(done.head.given[1], ("articles", 1_500_u64.into()));
    let copied = told(&commands, "/admin backup").await.expect("it ends");
    assert_eq!(copied.head.name, "backup-done", "{copied:?}");
    let copies = std::fs::read_dir(house.data().join("backups")).expect("the folder");
    assert_eq!(copies.count(), 1);
    let none = told(&commands, "/admin cancel").await.expect("it is told");
    assert_eq!(none.head.name, "work-none");
}

/// Texts that try to be more than text.
pub(crate) fn hostile(rng: &mut StdRng) -> String {
    const BITS: &[&str] = &[
        "<script>alert(1)</script>",
        "@everyone",
        "<@123>",
        "<@&42>",
        "<#7>",
        "[a](http://e.x)",
        "**b**",
        "__u__",
        "`c`",
        "```\n",
        "||s||",
        "> q",
        "# h",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{200f}",
        "\u{feff}",
        "\u{0}",
        "\u{7}",
        "\u{1b}[31m",
        "\u{1b}]8;;http://e.x\u{7}",
        "\n",
        "\r",
        "\t",
        "\u{2028}",
        "\u{e0041}",
        "\u{ad}",
        "й",
        "東",
        "🙂",
        "e\u{301}\u{301}\u{301}",
        "{ $x }",
        "%s",
        "'; DROP TABLE audit;--",
        "\\",
        "\"",
        "--note",
        "https://e.x/?a=b&c",
        "matrix.to/#/@a:b",
        "</a>",
        "&lt;",
        "\u{3164}",
        "a",
        "Vale",
        " ",
        "-",
        "x",
    ];
    let mut text = String::new();
    for _ in 0..rng.random_range(1..12) {
        text.push_str(BITS[rng.random_range(0..BITS.len())]);
    }
    if rng.random_ratio(1, 40) {
        text = text.repeat(rng.random_range(10..400));
    }
    text
}

/// Nothing that steers is left, and nothing is longer than a message may be.
pub(crate) fn assert_inert(text: &str, from: &str) {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!text.chars().any(steers), "{from:?} is shown as {text:?}");
    assert!(text.chars().count() <= 3_000, "{from:?} is shown at length");
}

fn assert_shown_inert(reply: &Result<Reply, CommandError>, roster: &Roster, from: &str) {
    let words = Locale::English.words();
    let card = match reply {
        Ok(reply) => card::reply(reply, roster, words),
        Err(error) => {
            assert!(!error.is_fault(), "{from:?}: {error}");
            card::error(error, words)
        }
    };
    for text in texts(&card) {
        assert_inert(&text, from);
    }
    let look = terminal::Look::new(roster, jiff::tz::TimeZone::UTC);
    let shown = match reply {
        Ok(reply) => terminal::reply(reply, &look),
        Err(error) => terminal::error(error, &look),
    };
    // Our own styles are the only escapes.
    for line in anstream::adapter::strip_str(&shown).to_string().lines() {
        assert_inert(line, from);
    }
    let ours = shown.matches('\u{1b}').count();
    let styled = shown.matches("\u{1b}[").count();
    assert_eq!(ours, styled, "{from:?}: {shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_in_every_field_are_shown_as_text() {
    let house = House::new();
    let (app, commands) = commands(&house, 4).await;
    let roster = app.roster().expect("the roster");
    let mut rng = StdRng::seed_from_u64(20_251_124);
    let parts: Vec<&'static Command> = all(TABLE)
        .into_iter()
        // What makes the index follow is tried more rarely than what does not; the rest begins work or takes nothing.
        .filter(|command| {
            let path = command.path();
            path.starts_with("admin ")
                && command.parts.is_empty()
                && !(command.text.is_empty() && command.options.is_empty())
                && !["admin ingest", "admin sources test"].contains(&path.as_str())
        })
        .collect();
    let listed = [
        "/admin audit",
        "/admin sources list",
        "/admin stats",
        "/admin status",
    ];
    let (mut given, mut number) = (0, 0);
    while given < 10_000 {
        number += 1;
        let command = parts[number % parts.len()];
        // What makes the index follow takes a hundred times as long as what does not.
        let path = command.path();
        let follows = ["admin speakers", "admin correct", "admin remove"];
        if follows.iter().any(|start| path.starts_with(start)) && !rng.random_ratio(1, 20) {
            continue;
        }
        given += 1;
        let mut first = String::new();
        let options: Vec<(OptionName, String)> = command
            .options
            .iter()
            .map(|option| {
                // Now and then what makes the rest count, so that it is stored.
                let value = match option.name {
                    OptionName::Published => "2025-11-19".to_owned(),
                    OptionName::Kind => "feed".to_owned(),
                    OptionName::Every => "10m".to_owned(),
                    OptionName::Language => "en".to_owned(),
                    OptionName::Side => "ukraine".to_owned(),
                    OptionName::Id => format!("id-{number}"),
                    OptionName::Into => "Kaja Kallas".to_owned(),
                    _ => hostile(&mut rng),
                };
                first.push_str(&value);
                (option.name, value)
            })
            .collect();
        let text = match command.text {
            "NUMBER" if path == "admin remove statement" => "999".to_owned(),
            "NUMBER" => (1 + number % 12).to_string(),
            "ADDRESS" => format!("https://example.org/{number}/{}", hostile(&mut rng)),
            // Once it is removed, nothing of it can be corrected any more.
            "ID|ADDRESS" if path == "admin remove article" => hostile(&mut rng),
            "ID|ADDRESS" => format!("briefing-{}", number % 4),
            _ => hostile(&mut rng),
        };
        first.push_str(&text);
        let reply = match invocation(command, &text, &options) {
            Ok(invocation) => commands.dispatch(&owner(), invocation).await,
            Err(misuse) => Err(misuse.into()),
        };
        assert_shown_inert(&reply, &roster, &first);
        if given % 250 == 0 {
            for line in listed {
                let reply = commands
                    .dispatch(&owner(), parse(line, '/').expect(line))
                    .await;
                assert_shown_inert(&reply, &roster, line);
            }
            let question = parse("/ask harbour ships", '/').expect("a question");
            let reply = commands.dispatch(&owner(), question).await;
            assert_shown_inert(&reply, &roster, "an answer");
        }
    }
    drop(commands);
    drop(app);
    let found = house.run(&["doctor"]);
    assert_eq!(found.code, Some(0), "{}", found.out);
}

#[test]
fn the_prompt_has_all_of_it() {
    use std::io::Write as _;
    let house = House::new();
    let lines = house.file("articles.jsonl", &articles(0..3));
    house.succeed(&["ingest", lines.to_str().expect("letters")]);
    let mut child = house
        .command(&["chat"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut typed = child.stdin.take().expect("standard input");
    typed
        .write_all(
            b"/admin status\n/admin reindex\n/admin log debug\n/admin log loud\n/admin find harbour\n/admin audit\n/admin\n/quit\n",
        )
        .expect("it reads");
    drop(typed);
    let ran = crate::harness::Ran::from(child.wait_with_output().expect("it ends"));
    for expected in [
        "generation 1",
        "statements of 3 articles indexed in",
        "Logged until the next start: debug",
        "\"loud\" is no log level",
        "briefing-",
        "admin reindex",
        "/admin sources add ADDRESS",
    ] {
        assert!(
            ran.out.contains(expected),
            "{expected} is not in {}",
            ran.out
        );
    }
}
