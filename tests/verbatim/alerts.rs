//! Who hears of what, when, and how often.

use jiff::SignedDuration;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use verbatim::chat::card::Locale;
use verbatim::domain::{
    Arrival, Cadence, Condition, Conversation, Delivery, Digested, Gap, Language, News, Notice,
    Pause, Precision, QuietHours, SaidOn, Source, SourceId, SourceKind, SpeakerId, Stretch, When,
};
use verbatim::ports::{Outbox, SendError, SourceListener, SourceNews, Stored, Subscriptions};

use crate::town::{MORNING, Town, Trouble, anything, later, place, word};

const OPEN: &str = "Ada Vale=ada-vale: [The harbour will stay open all winter], she said.";
const CLOSED: &str = "Ada Vale=ada-vale: [The harbour will stay closed all winter], she said.";
const SHIPS: &str = "Tom Marsh=tom-marsh: [No ship was ever turned away from here], he said.";

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

#[tokio::test]
async fn a_statement_is_told_once_whatever_subscriptions_fit_and_outlets_carry_it() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.subscribe("quay", Condition::Speaker(SpeakerId("ada-vale".into())))
        .await;
    town.subscribe("pier", word("harbour")).await;
    town.subscribe("inn", word("concessions")).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.publish(town.carried_by("The Quay Gazette", "b", &[OPEN]))
        .await;
    town.settle().await;
    town.pass(minutes(10));
    town.publish(town.carried_by("The Pier Times", "c", &[OPEN]))
        .await;
    town.settle().await;

    let told = town.platform.messages("quay");
    assert_eq!(
        town.platform.read("quay"),
        ["The harbour will stay open all winter"]
    );
    let Notice::Alert { reasons, .. } = &told[0].notice else {
        panic!("{:?}", told[0].notice);
    };
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert_eq!(
        town.platform.read("pier"),
        ["The harbour will stay open all winter"]
    );
    assert!(town.platform.read("inn").is_empty());
}

#[tokio::test]
async fn words_that_several_said_together_are_told_to_who_follows_one_of_them() {
    let town = Town::new().await;
    let follow = |id: &str| Condition::Speaker(SpeakerId(id.into()));
    town.subscribe("quay", follow("ada-vale")).await;
    town.subscribe("pier", follow("tom-marsh")).await;
    let together = "Ada Vale and Tom Marsh: [We shall keep the lantern lit], both said.";
    let aide = "A spokesman for Ada Vale: [No ship was ever turned away], he said.";
    town.publish(town.article("a", &[together, aide])).await;
    town.settle().await;
    for place in ["quay", "pier"] {
        assert_eq!(town.platform.read(place), ["We shall keep the lantern lit"]);
    }
}

#[tokio::test]
async fn carriers_that_come_later_are_shown_in_the_message_that_was_sent() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    for (outlet, id) in [("The Quay Gazette", "b"), ("The Pier Times", "c")] {
        town.pass(SignedDuration::from_secs(10));
        town.publish(town.carried_by(outlet, id, &[OPEN])).await;
        town.settle().await;
    }
    assert_eq!(town.platform.edits(), 0, "it waits for more of them");
    town.pass(minutes(2));
    town.settle().await;

    assert_eq!(town.platform.edits(), 1);
    let messages = town.platform.messages("quay");
    assert_eq!(messages.len(), 1);
    let Notice::Alert { quoted, .. } = &messages[0].notice else {
        panic!("{:?}", messages[0].notice);
    };
    assert_eq!(quoted.carriers.len(), 3);
}

#[tokio::test]
async fn an_outlet_that_is_subscribed_to_is_heard_of_though_another_was_first() {
    let town = Town::new().await;
    let outlet = Condition::Outlet("The Quay Gazette".into());
    town.subscribe("quay", outlet).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.pass(minutes(10));
    town.publish(town.carried_by("The Quay Gazette", "b", &[OPEN]))
        .await;
    town.settle().await;
    assert_eq!(town.platform.read("quay").len(), 1);
}

#[tokio::test]
async fn pieces_of_one_utterance_are_one_alert() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    let mut incoming = town.article(
        "a",
        &[
            OPEN,
            "Ada Vale=ada-vale: [and every ship in the harbour knows it], she added.",
        ],
    );
    for statement in &mut incoming.statements {
        statement.utterance = 0;
    }
    town.publish(incoming).await;
    town.settle().await;
    let messages = town.platform.messages("quay");
    assert_eq!(messages.len(), 1);
    let Notice::Alert { quoted, .. } = &messages[0].notice else {
        panic!("{:?}", messages[0].notice);
    };
    assert_eq!(quoted.pieces.len(), 2);
}

#[tokio::test]
async fn order_is_kept_while_the_platform_fails_and_others_do_not_wait() {
    let town = Town::new().await;
    town.subscribe("quay", word("ship")).await;
    town.subscribe("pier", word("ship")).await;
    let lines: Vec<String> = (0..5)
        .map(|n| {
            format!(
                "Tom Marsh=tom-marsh: [Ship number {n} was turned away from here today], he said."
            )
        })
        .collect();
    town.platform.will(
        "quay",
        vec![
            Trouble::Fails(later("overloaded")),
            Trouble::AnswerLost,
            Trouble::Fails(later("overloaded")),
        ],
    );
    for (n, line) in lines.iter().enumerate() {
        town.publish(town.article(&format!("a{n}"), &[line])).await;
    }
    town.settle().await;
    assert_eq!(town.platform.read("pier").len(), 5);
    assert!(town.platform.read("quay").is_empty());
    for _ in 0..4 {
        town.pass(minutes(20));
        town.settle().await;
    }
    let expected: Vec<String> = (0..5)
        .map(|n| format!("Ship number {n} was turned away from here today"))
        .collect();
    assert_eq!(town.platform.read("quay"), expected);
    assert_eq!(town.platform.read("pier"), expected);

    let log = town
        .record
        .list_attempts(&place("quay"), 100)
        .await
        .unwrap();
    let outcomes: Vec<&str> = log
        .iter()
        .rev()
        .filter_map(|attempt| attempt.outcome.as_deref())
        .collect();
    assert_eq!(
        outcomes,
        [
            "later",
            "later",
            "later",
            "delivered",
            "delivered",
            "delivered",
            "delivered",
            "delivered"
        ]
    );
    assert_eq!(log.iter().map(|attempt| attempt.number).max(), Some(4));
}

#[tokio::test]
async fn a_message_that_is_refused_does_not_hold_up_the_next() {
    let town = Town::new().await;
    town.subscribe("quay", anything()).await;
    let refused = SendError::Refused {
        reason: "too long".to_owned(),
    };
    town.platform.will("quay", vec![Trouble::Fails(refused)]);
    town.publish(town.article("a", &[OPEN])).await;
    town.publish(town.article("b", &[SHIPS])).await;
    town.settle().await;
    assert_eq!(
        town.platform.read("quay"),
        ["No ship was ever turned away from here"]
    );
}

#[tokio::test]
async fn a_closed_conversation_is_paused_its_owner_told_once_and_what_waits_is_kept() {
    let town = Town::new().await;
    let id = town.subscribe("quay", anything()).await;
    let closed = || {
        Trouble::Fails(SendError::Closed {
            reason: "Missing Access".to_owned(),
        })
    };
    town.platform.will("quay", vec![closed(), closed()]);
    town.publish(town.article("a", &[OPEN])).await;
    town.publish(town.article("b", &[SHIPS])).await;
    for _ in 0..3 {
        town.settle().await;
        town.pass(minutes(30));
    }
    assert!(town.platform.read("quay").is_empty());
    assert_eq!(
        town.get(id).await.pause,
        Some(Pause::Closed {
            reason: "Missing Access".to_owned()
        })
    );
    let owner = town.platform.read("direct-ada");
    assert_eq!(owner.len(), 1, "{owner:?}");
    assert!(
        owner[0].contains("quay") && owner[0].contains("Missing Access"),
        "{owner:?}"
    );
    assert_eq!(
        town.record.count_waiting(town.now()).await.unwrap().closed,
        1
    );

    // Resumed while it is still closed, it is paused again; resumed when it is open, what waited is sent in order.
    for _ in 0..2 {
        town.change(id, |subscription| subscription.pause = None)
            .await;
        town.settle().await;
    }
    assert_eq!(
        town.platform.read("quay"),
        [
            "The harbour will stay open all winter (late)",
            "No ship was ever turned away from here (late)"
        ]
    );
}

#[tokio::test]
async fn a_new_subscription_opens_a_closed_conversation_again() {
    let town = Town::new().await;
    let first = town.subscribe("quay", anything()).await;
    let closed = SendError::Closed {
        reason: "Missing Access".to_owned(),
    };
    town.platform.will("quay", vec![Trouble::Fails(closed)]);
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    town.record.remove_subscription(first).await.unwrap();
    town.subscribe("quay", word("ship")).await;
    town.publish(town.article("b", &[SHIPS])).await;
    town.settle().await;
    assert_eq!(
        town.platform.read("quay"),
        ["No ship was ever turned away from here"]
    );
}

#[tokio::test]
async fn a_daily_digest_comes_once_at_its_local_time_on_both_sides_of_the_clocks_change() {
    let town = Town::new().await;
    town.at("2025-10-25T10:00:00Z");
    town.subscribe_with("quay", word("harbour"), |given| {
        given.delivery = Delivery::Daily {
            at: time(9, 0, 0, 0),
        };
    })
    .await;
    let publish = async |n: usize| {
        let line = format!(
            "Ada Vale=ada-vale: [The harbour has counted {n} ships since it was opened], she said."
        );
        let mut incoming = town.article(&format!("a{n}"), &[&line]);
        incoming.statements[0].said_on = None;
        town.publish(incoming).await;
    };
    publish(1).await;
    publish(2).await;
    // Clocks go back in the night: 09:00 is 06:00 UTC on the 25th and 07:00 UTC on the 26th.
    town.at("2025-10-26T06:59:59Z");
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());
    town.at("2025-10-26T07:00:00Z");
    town.settle().await;
    let first = "Daily digest, 26 October 2025: The harbour has counted 2 ships since it was opened | \
                 The harbour has counted 1 ships since it was opened + 0";
    assert_eq!(town.platform.read("quay"), [first]);
    publish(3).await;
    town.at("2025-10-27T06:59:00Z");
    town.settle().await;
    assert_eq!(town.platform.read("quay").len(), 1);
    town.at("2025-10-27T07:00:00Z");
    town.settle().await;
    assert_eq!(
        town.platform.read("quay")[1],
        "Daily digest, 27 October 2025: The harbour has counted 3 ships since it was opened + 0"
    );
}

#[tokio::test]
async fn a_digest_that_was_cut_off_is_the_same_digest_the_next_time() {
    let town = Town::with(verbatim::alerts::AlertSettings {
        digest: 1,
        ..Default::default()
    })
    .await;
    town.subscribe_with("quay", anything(), |given| {
        given.delivery = Delivery::Hourly
    })
    .await;
    town.publish(town.article("a", &[OPEN])).await;
    town.publish(town.article("b", &[SHIPS])).await;
    town.platform.will("quay", vec![Trouble::AnswerLost]);
    town.pass(minutes(60));
    town.settle().await;
    // More is due by the time that it is sent again.
    town.publish(town.article(
        "c",
        &["Ines Okoro: [A third of all quays has no crane at all], she said."],
    ))
    .await;
    town.pass(minutes(60));
    town.settle().await;
    let messages = town.platform.read("quay");
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(
        messages[0].ends_with("No ship was ever turned away from here + 1"),
        "{messages:?}"
    );
    assert!(
        messages[1].ends_with("A third of all quays has no crane at all + 0"),
        "{messages:?}"
    );
}

#[tokio::test]
async fn what_one_wants_at_once_does_not_wait_for_the_digest_of_another() {
    let town = Town::new().await;
    town.subscribe_with("quay", word("harbour"), |given| {
        given.delivery = Delivery::Hourly
    })
    .await;
    town.subscribe("quay", word("winter")).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    town.pass(minutes(120));
    town.settle().await;
    assert_eq!(
        town.platform.read("quay"),
        ["The harbour will stay open all winter"]
    );
}

#[tokio::test]
async fn quiet_hours_hold_alerts_until_they_end_in_order() {
    let town = Town::new().await;
    town.subscribe_with("quay", anything(), |given| {
        given.quiet = Some(QuietHours {
            from: time(22, 0, 0, 0),
            until: time(7, 0, 0, 0),
        });
    })
    .await;
    town.at("2025-11-20T20:30:00Z");
    town.publish(town.article("a", &[OPEN])).await;
    town.at("2025-11-21T03:00:00Z");
    town.publish(town.article("b", &[SHIPS])).await;
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());
    town.at("2025-11-21T05:00:00Z");
    town.settle().await;
    assert_eq!(
        town.platform.read("quay"),
        [
            "The harbour will stay open all winter",
            "No ship was ever turned away from here"
        ]
    );
}

#[tokio::test]
async fn a_retry_does_not_break_into_quiet_hours() {
    let town = Town::new().await;
    town.subscribe_with("quay", word("harbour"), |given| {
        given.quiet = Some(QuietHours {
            from: time(22, 0, 0, 0),
            until: time(7, 0, 0, 0),
        });
    })
    .await;
    // 21:59 in Kyiv.
    town.at("2025-11-20T19:59:00Z");
    town.platform
        .will("quay", vec![Trouble::Fails(later("overloaded"))]);
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    town.pass(minutes(20));
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());
    town.at("2025-11-21T05:00:00Z");
    town.settle().await;
    assert_eq!(town.platform.read("quay").len(), 1);
}

#[tokio::test]
async fn a_pause_a_mute_and_a_removal_hold_at_once() {
    let town = Town::new().await;
    let digest = |given: &mut verbatim::domain::NewSubscription| given.delivery = Delivery::Hourly;
    let paused = town.subscribe_with("quay", word("harbour"), digest).await;
    let removed = town.subscribe_with("pier", word("harbour"), digest).await;
    let muted = town.subscribe("inn", word("harbour")).await;
    let until = town.now() + minutes(180);
    town.change(muted, |one| one.muted_until = Some(until))
        .await;
    town.publish(town.article("a", &[OPEN])).await;
    town.change(paused, |one| one.pause = Some(Pause::Asked))
        .await;
    town.record.remove_subscription(removed).await.unwrap();
    town.pass(minutes(240));
    town.settle().await;
    for conversation in ["quay", "pier", "inn"] {
        assert!(
            town.platform.read(conversation).is_empty(),
            "{conversation}"
        );
    }
    // What came during the mute is never sent; what comes later is.
    town.reread().await;
    town.publish(town.article("b", &[CLOSED])).await;
    town.settle().await;
    assert_eq!(
        town.platform.read("inn"),
        ["The harbour will stay closed all winter"]
    );
}

#[tokio::test]
async fn a_digest_that_is_changed_to_at_once_sends_what_waited() {
    let town = Town::new().await;
    let id = town
        .subscribe_with("quay", word("harbour"), |given| {
            given.delivery = Delivery::Daily {
                at: time(9, 0, 0, 0),
            };
        })
        .await;
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());
    town.change(id, |one| one.given.delivery = Delivery::AtOnce)
        .await;
    town.settle().await;
    assert_eq!(town.platform.read("quay").len(), 1);
}

#[tokio::test]
async fn an_archive_and_a_first_look_alert_nobody_but_news_of_an_outage_does_late() {
    let town = Town::new().await;
    town.subscribe("quay", anything()).await;
    town.arrive(town.article("a", &[OPEN]), Arrival::Backfill)
        .await;
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());

    // Five days without the source: what was published meanwhile is late, what was published long before is old.
    let looked = town.now() - SignedDuration::from_hours(5 * 24);
    let mut late = town.article("b", &[SHIPS]);
    late.article.published = Some(When::minute(
        town.now() - SignedDuration::from_hours(4 * 24),
    ));
    late.statements[0].said_on = None;
    town.publish_after(late, looked).await;
    let mut old = town.article("c", &[CLOSED]);
    old.article.published = Some(When::minute(looked - SignedDuration::from_hours(49)));
    old.statements[0].said_on = None;
    town.publish_after(old, looked).await;
    let recent = "Ines Okoro: [A third of all quays has no crane at all], she said.";
    town.publish_after(town.article("d", &[recent]), looked)
        .await;
    town.settle().await;
    assert_eq!(
        town.platform.read("quay"),
        [
            "No ship was ever turned away from here (late)",
            "A third of all quays has no crane at all"
        ]
    );
}

#[tokio::test]
async fn words_of_long_ago_are_no_news_though_the_article_is() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    let mut incoming = town.article("a", &[OPEN]);
    incoming.statements[0].said_on = Some(SaidOn {
        date: date(2025, 6, 3),
        precision: Precision::Day,
        stated: true,
    });
    town.publish(incoming).await;
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());
}

#[tokio::test]
async fn what_was_published_before_a_source_was_followed_is_its_archive() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    let mut incoming = town.article("a", &[OPEN]);
    incoming.article.published = Some(When::minute(town.now() - minutes(90)));
    let arrival = Arrival::Followed {
        source: SourceId("harbour-post".to_owned()),
        since: town.now() - minutes(60),
        looked: town.now() - minutes(10),
        due: town.now(),
        is_page: true,
    };
    town.arrive(incoming, arrival).await;
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());
}

#[tokio::test]
async fn what_a_new_source_publishes_is_news_though_it_was_said_the_day_before() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    let mut incoming = town.article("a", &[OPEN]);
    let yesterday = (town.now() - SignedDuration::from_hours(36)).to_zoned_datetime(TimeZone::UTC);
    incoming.statements[0].said_on = Some(SaidOn {
        date: yesterday.date(),
        precision: Precision::Day,
        stated: true,
    });
    let arrival = Arrival::Followed {
        source: SourceId("harbour-post".to_owned()),
        since: town.now() - minutes(10),
        looked: town.now() - minutes(5),
        due: town.now(),
        is_page: true,
    };
    town.arrive(incoming, arrival).await;
    town.settle().await;
    assert_eq!(town.platform.read("quay").len(), 1);
}

#[tokio::test]
async fn a_change_of_words_is_told_to_those_who_got_them_and_to_nobody_else() {
    let town = Town::new().await;
    town.subscribe("quay", word("open")).await;
    town.subscribe("pier", word("ship")).await;
    town.publish(town.article("a", &[OPEN, SHIPS])).await;
    town.settle().await;
    town.pass(minutes(30));
    assert_eq!(
        town.publish(town.article("a", &[CLOSED, SHIPS])).await,
        Stored::Changed
    );
    town.settle().await;
    let edited = "The harbour will stay open all winter -> The harbour will stay closed all winter";
    assert_eq!(
        town.platform.read("quay"),
        ["The harbour will stay open all winter", edited]
    );
    assert_eq!(town.platform.read("pier").len(), 1);
    let Notice::Edited { difference, .. } = &town.platform.messages("quay")[1].notice else {
        panic!("no edit");
    };
    assert_eq!(
        *difference,
        [
            Stretch::Kept {
                said: "The harbour will stay".into()
            },
            Stretch::Changed {
                said: "open".into(),
                claimed: "closed".into()
            },
            Stretch::Kept {
                said: "all winter".into()
            },
        ]
    );

    // A further change is told of the words as they were told last; none is told of the same state.
    town.pass(minutes(30));
    let third = "Ada Vale=ada-vale: [The harbour will stay closed all summer], she said.";
    town.publish(town.article("a", &[third, SHIPS])).await;
    town.publish(town.article("a", &[third, SHIPS, "Nothing else was said."]))
        .await;
    town.settle().await;
    assert_eq!(
        town.platform.read("quay")[2..],
        ["The harbour will stay closed all winter -> The harbour will stay closed all summer"]
    );
}

#[tokio::test]
async fn words_that_vanish_are_told_and_another_punctuation_is_not() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.publish(town.article("a", &[OPEN, SHIPS])).await;
    town.settle().await;
    let shouted = "Ada Vale=ada-vale: [The Harbour will stay open, all winter!], she said.";
    town.publish(town.article("a", &[shouted, SHIPS])).await;
    let unquoted = "Ada Vale said that the harbour will stay open all winter.";
    town.publish(town.article("a", &[unquoted, SHIPS])).await;
    town.settle().await;
    assert_eq!(town.platform.read("quay").len(), 1);
    town.publish(town.article("a", &["Ada Vale spoke.", SHIPS]))
        .await;
    town.settle().await;
    assert_eq!(
        town.platform.read("quay")[1],
        "The harbour will stay open all winter -> gone"
    );
}

#[tokio::test]
async fn a_page_that_could_not_be_read_this_time_is_no_retraction() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.publish(town.article("a", &[OPEN, SHIPS])).await;
    town.settle().await;
    town.publish(town.article("a", &["Accept cookies?"])).await;
    town.publish(town.article("a", &[OPEN, SHIPS])).await;
    town.settle().await;
    assert_eq!(town.platform.read("quay").len(), 1);
}

#[tokio::test]
async fn an_edit_of_words_that_nobody_saw_yet_changes_what_is_sent() {
    let town = Town::new().await;
    town.subscribe_with("quay", word("harbour"), |given| {
        given.delivery = Delivery::Hourly
    })
    .await;
    town.subscribe_with("pier", word("harbour"), |given| {
        given.quiet = Some(QuietHours {
            from: time(9, 0, 0, 0),
            until: time(11, 0, 0, 0),
        });
    })
    .await;
    town.publish(town.article("a", &[OPEN])).await;
    town.pass(minutes(5));
    town.publish(town.article("a", &[CLOSED])).await;
    town.pass(minutes(70));
    town.settle().await;
    assert_eq!(
        town.platform.read("pier"),
        ["The harbour will stay closed all winter"]
    );
    let digest = town.platform.read("quay");
    assert_eq!(digest.len(), 1, "{digest:?}");
    assert!(
        digest[0].ends_with("The harbour will stay closed all winter + 0"),
        "{digest:?}"
    );
}

#[tokio::test]
async fn an_edited_statement_of_an_archive_is_no_news() {
    let town = Town::new().await;
    town.subscribe("quay", anything()).await;
    town.arrive(town.article("a", &[OPEN]), Arrival::Backfill)
        .await;
    town.publish(town.article("a", &[CLOSED, SHIPS])).await;
    town.settle().await;
    assert_eq!(
        town.platform.read("quay"),
        ["No ship was ever turned away from here"]
    );
}

fn source(id: &str, outlet: &str) -> Source {
    Source {
        id: SourceId(id.to_owned()),
        kind: SourceKind::Feed {
            url: format!("https://example.org/{id}").parse().unwrap(),
        },
        outlet: Some(outlet.to_owned()),
        language: verbatim::domain::Language::new("en"),
        every: std::time::Duration::from_secs(600),
        enabled: true,
    }
}

#[tokio::test]
async fn after_an_outage_those_whom_it_concerns_get_one_notice() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.subscribe("quay", word("ship")).await;
    town.subscribe("pier", Condition::Outlet("The Far Away".into()))
        .await;
    let before = town.now() - SignedDuration::from_hours(6);
    let read = |at| SourceNews::Read {
        before,
        due: before + minutes(10),
        at,
    };
    let now = town.now();
    for _ in 0..2 {
        // A crash may tell it twice.
        town.gaps
            .told(&source("post", "The Harbour Post"), &read(now))
            .await;
        town.gaps
            .told(&source("gazette", "The Quay Gazette"), &read(now))
            .await;
    }
    let on_time = SourceNews::Read {
        before: now - minutes(10),
        due: now,
        at: now,
    };
    town.gaps
        .told(&source("times", "The Pier Times"), &on_time)
        .await;
    town.settle().await;
    assert!(
        town.platform.read("quay").is_empty(),
        "others may recover yet"
    );
    town.pass(minutes(5));
    town.settle().await;
    let told = town.platform.read("quay");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains(
            "The Harbour Post: 20 November 2025, 02:00 UTC to 20 November 2025, 08:00 UTC"
        ),
        "{told:?}"
    );
    assert!(told[0].contains("The Quay Gazette"), "{told:?}");
    assert!(!told[0].contains("The Pier Times"), "{told:?}");
    assert!(town.platform.read("pier").is_empty());
}

#[tokio::test]
async fn a_first_use_is_told_once_a_speaker_and_not_if_an_archive_has_an_earlier_one() {
    let town = Town::new().await;
    town.subscribe_with("quay", word("surrender"), |given| {
        given.wanted.first_use = true
    })
    .await;
    let said = |speaker: &str, n: usize| {
        format!(
            "{speaker}: [Nobody will surrender the harbour of pier {n} to anybody], was the answer."
        )
    };
    town.arrive(
        town.article("old", &[&said("Ines Okoro=ines", 0)]),
        Arrival::Backfill,
    )
    .await;
    for (n, speaker) in [
        "Ada Vale=ada-vale",
        "Ada Vale=ada-vale",
        "Tom Marsh",
        "Tom Marsh",
        "Ines Okoro=ines",
        "?",
    ]
    .into_iter()
    .enumerate()
    {
        town.publish(town.article(&format!("a{n}"), &[&said(speaker, n + 1)]))
            .await;
    }
    town.settle().await;
    assert_eq!(
        town.platform.read("quay"),
        [
            "Nobody will surrender the harbour of pier 1 to anybody",
            "Nobody will surrender the harbour of pier 3 to anybody"
        ]
    );
}

#[tokio::test]
async fn what_a_message_shows_and_what_became_of_a_statement_can_be_looked_up() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    let message = &town.platform.messages("quay")[0];
    let Notice::Alert { quoted, .. } = &message.notice else {
        panic!("{:?}", message.notice);
    };
    let shown = town
        .record
        .list_shown(&place("quay"), &message.id)
        .await
        .unwrap();
    assert_eq!(shown, [quoted.id]);
}

#[tokio::test]
async fn what_waited_for_a_week_is_not_sent_any_more() {
    let town = Town::new().await;
    let id = town.subscribe("quay", word("harbour")).await;
    let closed = SendError::Closed {
        reason: "gone".to_owned(),
    };
    town.platform.will("quay", vec![Trouble::Fails(closed)]);
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    town.pass(SignedDuration::from_hours(24 * 8));
    town.change(id, |one| one.pause = None).await;
    town.settle().await;
    assert!(town.platform.read("quay").is_empty());
    assert_eq!(
        town.record.count_waiting(town.now()).await.unwrap(),
        Default::default()
    );
    assert!(town.now() > MORNING);
}

#[tokio::test]
async fn a_running_delivery_sends_what_is_written_at_once_and_ends_when_told() {
    let town = Town::with(verbatim::alerts::AlertSettings {
        // The poll is no help here.
        poll: std::time::Duration::from_secs(3600),
        ..Default::default()
    })
    .await;
    town.subscribe("quay", word("harbour")).await;
    let shutdown = tokio_util::sync::CancellationToken::new();
    let running = tokio::spawn(town.deliveries.clone().run(shutdown.clone()));
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    town.publish(town.article("a", &[OPEN])).await;
    let arrived = async {
        while town.platform.read("quay").is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), arrived)
        .await
        .expect("it is sent at once");
    shutdown.cancel();
    tokio::time::timeout(std::time::Duration::from_secs(5), running)
        .await
        .expect("it ends")
        .unwrap();
}

#[tokio::test]
async fn an_article_of_thousands_of_statements_that_all_change_is_stored_in_time() {
    let town = Town::new().await;
    town.subscribe("quay", anything()).await;
    let lines = |state: &str| -> Vec<String> {
        (0..3_000)
            .map(|n| format!("Tom Marsh=tom-marsh: [Ship number {n} was {state} the harbour of Nowhere today], he said."))
            .collect()
    };
    let (before, after) = (lines("seen from"), lines("lost to"));
    let article = |lines: &[String]| {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        town.article("a", &lines)
    };
    town.publish(article(&before)).await;
    let begun = std::time::Instant::now();
    town.publish(article(&after)).await;
    println!("{:?}", begun.elapsed());
    assert!(begun.elapsed() < std::time::Duration::from_secs(60));
    // Nobody saw the former words yet: each alert takes up its edit.
    let shown = town.record.count_waiting(town.now()).await.unwrap();
    assert_eq!(shown.due, 6_000);
    let first = town
        .record
        .list_due(&place("quay"), town.now(), 1)
        .await
        .unwrap();
    let claimed = town.record.claim(first[0].id, town.now()).await.unwrap();
    assert!(claimed.is_some());
    assert_eq!(
        town.record.count_waiting(town.now()).await.unwrap().due,
        5_999
    );
}

#[tokio::test]
async fn what_nobody_asked_for_is_told_in_the_language_of_whoever_subscribed() {
    let town = Town::new().await;
    let speaks = |language: &'static str| {
        move |given: &mut verbatim::domain::NewSubscription| {
            given.language = Language::new(language);
        }
    };
    town.subscribe_with("quay", word("harbour"), speaks("uk"))
        .await;
    town.subscribe_with("pier", word("harbour"), speaks("de"))
        .await;
    town.subscribe("mole", word("harbour")).await;
    // Where several subscribed, whoever wants this is who is spoken to.
    town.subscribe_with("isle", word("submarine"), speaks("fr"))
        .await;
    town.subscribe_with("isle", word("harbour"), speaks("ru"))
        .await;
    let gone = || {
        Trouble::Fails(SendError::Closed {
            reason: "Missing Access".to_owned(),
        })
    };
    town.platform.will("pier", vec![gone()]);
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    let languages = |place: &str| -> Vec<String> {
        let messages = town.platform.messages(place);
        messages
            .iter()
            .map(|one| one.language.to_string())
            .collect()
    };
    assert_eq!(languages("quay"), ["uk"]);
    assert_eq!(languages("isle"), ["ru"]);
    assert_eq!(languages("mole"), ["und"], "the platform's own");
    // Of whose subscription it is that is paused; they have no subscription where they are told.
    assert_eq!(languages("direct-ada"), ["de"]);
    let now = town.now();
    let before = now - SignedDuration::from_hours(6);
    let read = SourceNews::Read {
        before,
        due: before + minutes(10),
        at: now,
    };
    town.gaps
        .told(&source("post", "The Harbour Post"), &read)
        .await;
    town.pass(minutes(5));
    town.settle().await;
    assert_eq!(languages("quay"), ["uk", "uk"]);
    assert!(matches!(
        town.platform.messages("quay")[1].notice,
        Notice::Gaps(_)
    ));
}

/// A notice as its card's lines.
fn lines_of(notice: &Notice, locale: Locale) -> String {
    let roster = verbatim::domain::Roster::default();
    let card = verbatim::chat::card::notice(notice, &roster, locale.words());
    crate::admin::texts(&card).join("\n")
}

#[tokio::test]
async fn every_notice_is_told_in_every_language() {
    let town = Town::new().await;
    town.subscribe("quay", anything()).await;
    let daily = |given: &mut verbatim::domain::NewSubscription| {
        given.delivery = Delivery::Daily {
            at: jiff::civil::time(9, 0, 0, 0),
        };
    };
    town.subscribe_with("pier", anything(), daily).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    town.publish(town.article("a", &[CLOSED])).await;
    town.pass(minutes(1));
    town.settle().await;
    town.pass(SignedDuration::from_hours(24));
    town.settle().await;
    let mut notices: Vec<Notice> = ["quay", "pier"]
        .iter()
        .flat_map(|place| town.platform.messages(place))
        .map(|message| message.notice)
        .collect();
    let (from, until) = (MORNING, MORNING + minutes(95));
    let post = verbatim::domain::SourceId("harbour-post".to_owned());
    let closed = |thread: Option<&str>, subscriptions| {
        Notice::News(News::Closed {
            conversation: Conversation {
                thread: thread.map(str::to_owned),
                ..place("quay")
            },
            reason: "Missing Access".to_owned(),
            subscriptions,
            language: Language::unknown(),
        })
    };
    notices.extend([
        Notice::Digest {
            of: Digested::Lately {
                cadence: Cadence::Hourly,
                at: jiff::civil::date(2025, 11, 20).at(14, 0, 0, 0),
            },
            statements: Vec::new(),
            omitted: 0,
        },
        Notice::Digest {
            of: Digested::Lately {
                cadence: Cadence::Weekly,
                at: jiff::civil::date(2025, 11, 20).at(14, 0, 0, 0),
            },
            statements: Vec::new(),
            omitted: 3,
        },
        Notice::Gaps(vec![Gap {
            source: post.clone(),
            outlet: Some("The Harbour Post".to_owned()),
            from,
            until,
        }]),
        closed(None, 1),
        closed(Some("night watch"), 2),
        closed(None, 5),
        Notice::News(News::Failing {
            source: post.clone(),
            since: from,
            failures: 3,
            reason: "connection refused".to_owned(),
        }),
        Notice::News(News::Recovered {
            source: post,
            from,
            until,
        }),
    ]);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/notices");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        for locale in Locale::ALL {
            let told: Vec<String> = notices.iter().map(|one| lines_of(one, locale)).collect();
            insta::assert_snapshot!(locale.code(), told.join("\n\n"));
        }
    });
}

#[tokio::test]
async fn old_deliveries_are_forgotten_but_not_what_keeps_anybody_from_being_told_twice() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    // Another carrier, which changes the message that is there.
    town.publish(town.carried_by("The Quay Gazette", "b", &[OPEN]))
        .await;
    town.pass(minutes(5));
    town.settle().await;
    assert_eq!(town.platform.edits(), 1);
    let now = town.now();
    let outage = SourceNews::Read {
        before: now - SignedDuration::from_hours(6),
        due: now - SignedDuration::from_hours(5),
        at: now,
    };
    let post = source("post", "The Harbour Post");
    town.gaps.told(&post, &outage).await;
    town.pass(minutes(5));
    town.settle().await;
    assert_eq!(town.platform.messages("quay").len(), 2);
    let attempts = async || {
        town.record
            .list_attempts(&place("quay"), 99)
            .await
            .unwrap()
            .len()
    };
    assert_eq!(attempts().await, 3);
    assert_eq!(town.deliveries.forget().await.unwrap(), 0, "nothing is old");

    town.pass(SignedDuration::from_hours(24 * 91));
    // Three attempts, and the entry by which the message was changed: nothing is known by that.
    assert_eq!(town.deliveries.forget().await.unwrap(), 4);
    assert_eq!(attempts().await, 0);
    assert_eq!(town.deliveries.forget().await.unwrap(), 0);

    // The words are known still, and so is the gap; an edit is told to whoever was told the words.
    town.publish(town.article("c", &[OPEN])).await;
    town.gaps.told(&post, &outage).await;
    town.pass(minutes(5));
    town.settle().await;
    assert_eq!(town.platform.messages("quay").len(), 2);
    town.publish(town.article("a", &[CLOSED])).await;
    town.settle().await;
    let told = town.platform.read("quay");
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[2].contains(" -> "), "{told:?}");
}

#[tokio::test]
async fn forgetting_goes_in_small_steps() {
    let town = Town::new().await;
    town.subscribe("quay", word("harbour")).await;
    town.publish(town.article("a", &[OPEN])).await;
    town.settle().await;
    for carrier in 0..510 {
        let outlet = format!("Gazette {carrier}");
        town.publish(town.carried_by(&outlet, &outlet, &[OPEN]))
            .await;
        town.pass(minutes(2));
        town.settle().await;
    }
    let changed = town.platform.edits() as u64;
    assert_eq!(changed, 510);
    town.pass(SignedDuration::from_hours(24 * 91));
    // Each change with its attempt, and the attempt by which the message was sent.
    assert_eq!(town.deliveries.forget().await.unwrap(), 2 * changed + 1);
    assert_eq!(town.platform.read("quay").len(), 1);
}
