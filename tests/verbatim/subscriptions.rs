//! Subscribing by command, over articles of the last days about people who don't exist.

use std::path::PathBuf;

use jiff::{Timestamp, ToSpan};
use verbatim::app::App;
use verbatim::chat::card::{self, Locale};
use verbatim::commands::{CommandError, Commands, Invocation, Now, Reply, parse};
use verbatim::domain::{
    Asker, Conversation, Language, Person, Platform, Roster, Standing, SubscriptionId,
};

use crate::harness::House;

struct Town {
    house: House,
    commands: Commands,
}

/// So many articles, each with one statement on the harbour by Ada Vale and one on grain by Tom Marsh.
fn articles(count: usize) -> String {
    let today = Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    (0..count)
        .map(|number| {
            let published = today - (number as i64 + 1).days();
            let article = serde_json::json!({
                "id": format!("town-{number}"),
                "title": "News of the town",
                "url": format!("https://example.org/town/{number}"),
                "outlet": "The Town Crier",
                "published": published.to_string(),
                "language": "en",
                "text": format!(
                    "\"The safe harbour of quay {number} opens again,\" Foreign Minister Ada Vale said.\n\n\
                     \"Our grain barges from field {number} are sold,\" Governor Tom Marsh told reporters."
                ),
            });
            format!("{article}\n")
        })
        .collect()
}

impl Town {
    async fn new(settings: &str) -> Self {
        let house = House::new();
        let sources = ("sources.toml", String::new());
        let config = house.config(&[sources, ("verbatim.toml", settings.to_owned())]);
        let file = house.file("articles.jsonl", &articles(5));
        let file = file.to_str().expect("a path of letters").to_owned();
        house.succeed(&["--config", &config, "ingest", &file]);
        let app = App::new(PathBuf::from(config), Some(house.data())).expect("it is configured");
        let commands = app.commands().await.expect("they can be put together");
        Self { house, commands }
    }

    async fn give(&self, asker: &Asker, line: &str) -> Result<Reply, CommandError> {
        let invocation = parse(line, '!').unwrap_or_else(|misuse| panic!("{line}: {misuse}"));
        let reply = self.commands.dispatch(asker, invocation).await;
        if let Ok(reply) = &reply {
            // Whatever is replied can be shown in every language.
            for locale in Locale::ALL {
                card::reply(reply, &Roster::default(), locale.words());
            }
        }
        reply
    }

    async fn subscribed(&self, asker: &Asker, line: &str) -> SubscriptionId {
        match self.give(asker, line).await {
            Ok(Reply::Subscribed(told)) => told.subscription.id,
            other => panic!("{line}: {other:?}"),
        }
    }
}

fn asker(name: &str, place: &str, standing: Standing, is_private: bool) -> Asker {
    Asker {
        person: Person {
            platform: Platform::Matrix,
            id: format!("@{name}:example.org"),
        },
        conversation: Conversation {
            platform: Platform::Matrix,
            place: place.to_owned(),
            thread: None,
        },
        community: (!is_private).then(|| place.to_owned()),
        is_private,
        standing,
        language: Language::unknown(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn subscribing_shows_what_would_have_been_sent() {
    let town = Town::new("").await;
    let moderator = asker("mod", "!square", Standing::Moderator, false);
    let line = "!subscribe by:\"Ada Vale\" harbours every:day";
    let Ok(Reply::Subscribed(told)) = town.give(&moderator, line).await else {
        panic!("it subscribes");
    };
    assert_eq!(
        told.subscription.given.written,
        "by:\"Ada Vale\" harbours every:day at:08:00"
    );
    assert_eq!(told.previewed.found.alerts, 5);
    let (quoted, why) = &told.previewed.samples[0];
    assert_eq!(
        quoted.statement.text,
        "The safe harbour of quay 0 opens again,"
    );
    assert_eq!(why, &["Ada Vale", "harbours"]);
    assert_eq!(told.previewed.samples.len(), 3);

    let Ok(Reply::AlreadySubscribed(same)) = town.give(&moderator, line).await else {
        panic!("it is subscribed to already");
    };
    assert_eq!(same.id, told.subscription.id);

    let Ok(Reply::Subscribed(told)) = town.give(&moderator, "!subscribe \"safe grain\"").await
    else {
        panic!("it subscribes");
    };
    assert_eq!(told.previewed.found.alerts, 0);
    let refused = town.give(&moderator, "!subscribe grain AND").await;
    assert!(
        matches!(refused, Err(CommandError::Written(_))),
        "{refused:?}"
    );
    drop(town.house);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_company_only_moderators_subscribe_and_alone_everybody() {
    let town = Town::new("").await;
    let member = asker("ann", "!square", Standing::Member, false);
    let alone = asker("ann", "!ann", Standing::Member, true);
    let other = asker("bob", "!bob", Standing::Member, true);
    let moderator = asker("mod", "!square", Standing::Moderator, false);
    for line in [
        "!subscribe grain",
        "!subscriptions mute 1 8",
        "!subscriptions remove 1",
    ] {
        let refused = town.give(&member, line).await;
        assert!(
            matches!(refused, Err(CommandError::NotAllowed { .. })),
            "{line}"
        );
    }
    let own = town.subscribed(&alone, "!subscribe grain").await;
    let square = town.subscribed(&moderator, "!subscribe harbour").await;

    // What is somebody else's is as if it were not there.
    for (asker, id) in [(&other, own), (&moderator, own), (&alone, square)] {
        let line = format!("!subscriptions pause {id}");
        let refused = town.give(asker, &line).await;
        assert!(
            matches!(refused, Err(CommandError::NoSuchSubscription { .. })),
            "{refused:?}"
        );
    }
    let Ok(Reply::Subscriptions { here, elsewhere }) = town.give(&member, "!subscriptions").await
    else {
        panic!("it lists");
    };
    assert_eq!(here.iter().map(|one| one.id).collect::<Vec<_>>(), [square]);
    assert_eq!(elsewhere, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_edited_muted_paused_resumed_and_removed() {
    let town = Town::new("").await;
    let alone = asker("ann", "!ann", Standing::Member, true);
    let id = town.subscribed(&alone, "!subscribe grain").await;
    let changed = async |line: String| match town.give(&alone, &line).await {
        Ok(Reply::SubscriptionChanged { subscription, now }) => (subscription, now),
        other => panic!("{line}: {other:?}"),
    };
    let (muted, now) = changed(format!("!subscriptions mute {id} 8")).await;
    let until = muted.muted_until.expect("it is muted");
    assert_eq!(now, Now::Muted { until });
    let left = until.duration_since(Timestamp::now());
    assert!((7..=8).contains(&left.as_hours()), "{left}");
    let (paused, _) = changed(format!("!subscriptions pause {id}")).await;
    assert!(!paused.is_active(Timestamp::now()));
    let (resumed, _) = changed(format!("!subscriptions resume {id}")).await;
    assert!(resumed.is_active(Timestamp::now()));
    let line = format!("!subscriptions edit {id} barges kind:any");
    let Ok(Reply::Subscribed(told)) = town.give(&alone, &line).await else {
        panic!("it is edited");
    };
    assert_eq!((told.subscription.id, told.is_new), (id, false));
    assert_eq!(told.subscription.given.written, "barges kind:any");
    changed(format!("!subscriptions remove {id}")).await;
    let Ok(Reply::Subscriptions { here, .. }) = town.give(&alone, "!subscriptions list").await
    else {
        panic!("it lists");
    };
    assert_eq!(here, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_kept() {
    let town = Town::new("[limits]\nsubscriptions_a_person = 2\n").await;
    let alone = asker("ann", "!ann", Standing::Member, true);
    town.subscribed(&alone, "!subscribe grain").await;
    town.subscribed(&alone, "!subscribe harbour").await;
    let refused = town.give(&alone, "!subscribe barges").await;
    assert!(
        matches!(refused, Err(CommandError::TooMany { most: 2 })),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_explained_what_fits_and_what_fails() {
    let town = Town::new("").await;
    let alone = asker("ann", "!ann", Standing::Member, true);
    town.subscribed(&alone, "!subscribe by:\"Tom Marsh\" barges")
        .await;
    town.subscribed(
        &alone,
        "!subscribe by:\"Ada Vale\" harbour NOT quay lang:en",
    )
    .await;
    let line = "!explain https://example.org/town/2#:~:text=harbour";
    let Ok(Reply::Explained(told)) = town.give(&alone, line).await else {
        panic!("it is explained");
    };
    assert_eq!(told.delivered, None);
    let (fitting, why) = &told.subscriptions[0];
    assert_eq!(fitting.given.written, "by:\"Tom Marsh\" barges");
    assert_eq!(why.fits, ["Tom Marsh", "barges"]);
    let (_, why) = &told.subscriptions[1];
    assert_eq!(why.fits, ["Ada Vale", "harbour", "lang:en"]);
    assert_eq!(why.fails, ["NOT quay"]);
    for line in [
        "!explain https://example.org/none",
        "!explain 99999",
        "!explain 2x",
    ] {
        let refused = town.give(&alone, line).await;
        assert!(
            matches!(refused, Err(CommandError::NoStatement)),
            "{refused:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_can_be_followed_once() {
    let town = Town::new("").await;
    let alone = asker("ann", "!ann", Standing::Member, true);
    let asked = town
        .give(&alone, "!ask what did Ada Vale say about the harbour")
        .await;
    let Ok(Reply::Answer(answered)) = asked else {
        panic!("it is answered: {asked:?}");
    };
    let turn = answered.turn.expect("it is kept");
    let follow = async || {
        town.commands
            .dispatch(&alone, Invocation::Follow { turn })
            .await
    };
    let Ok(Reply::Subscribed(told)) = follow().await else {
        panic!("it is followed");
    };
    assert_eq!(told.subscription.given.written, "by:\"Ada Vale\" harbour");
    assert_eq!(told.previewed.found.alerts, 5);
    assert!(matches!(follow().await, Ok(Reply::AlreadySubscribed(_))));
}
