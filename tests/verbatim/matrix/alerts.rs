//! From a feed to a room: somebody subscribes by chat, and hears of what is published and edited afterwards.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::bot::{Bot, USER};
use super::person::{Person, Sight};
use super::synapse::{Synapse, is_skipped};
use crate::feeds::Site;
use crate::watched::{feed, page};

const RSS: &str = "application/rss+xml";

/// From the fetch to the message.
const SOON: Duration = Duration::from_secs(5);

fn says(sight: &Sight, words: &str) -> bool {
    sight.sender() == USER
        && sight.content()["msgtype"] == "m.notice"
        && sight.body().contains(words)
}

/// Publishes an article, and gives the moment when the bot fetched it.
fn publish(site: &Site, path: &str, feed_of: &[&str], article: String) -> Instant {
    site.put(path, 200, "text/html", article);
    site.put("/feed", 200, RSS, feed(site, feed_of));
    let begun = Instant::now();
    while !site.was_asked_for(path) {
        assert!(
            begun.elapsed() < Duration::from_secs(90),
            "{path} is not fetched"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    Instant::now()
}

#[test]
fn what_is_subscribed_to_in_a_room_is_told_there_soon_and_its_edit_too_and_in_the_rooms_successor()
{
    if is_skipped() {
        return;
    }
    let (synapse, site) = (Synapse::start(), Site::open());
    let _bot = following(&synapse, &site);
    let mut ada = Person::new(&synapse, "ada");
    let room = ada.create(true, &[USER]);
    ada.wait_for_members(&room, 2);
    let subscribed = ada.say(&room, "!subscribe harbour");
    let shown = ada.answer(&subscribed);
    assert!(shown.body().contains("harbour"), "{}", shown.body());

    // Old news are none.
    while !site.was_asked_for("/old") {
        std::thread::sleep(Duration::from_millis(20));
    }
    let words = "The harbour will be open until the last ship is in";
    let fetched = publish(&site, "/new", &["/new", "/old"], page("Tom Marsh", words));
    let alert = ada.see("the alert", |sight| says(sight, words));
    assert!(alert.at - fetched < SOON, "{:?}", alert.at - fetched);
    assert!(alert.decrypted);
    assert_eq!(alert.room, room);
    assert_eq!(alert.thread(), None);
    for part in ["Tom Marsh", "The Example", &format!("{}/new", site.address)] {
        assert!(alert.body().contains(part), "{part}: {}", alert.body());
    }
    let html = alert.content()["formatted_body"].as_str().expect("HTML");
    assert!(html.contains("<blockquote>"), "{html}");
    let reason = alert.body().lines().next().unwrap_or_default();
    assert!(reason.contains("harbour"), "{}", alert.body());
    assert_eq!(alert.content()["m.mentions"], json!({}));

    // The feed says nothing of the edit.
    let edited = "The harbour will be shut until the last ship is in";
    site.put("/new", 200, "text/html", page("Tom Marsh", edited));
    let told = ada.see("the edit", |sight| says(sight, "Edited after publication"));
    assert!(told.decrypted);
    assert!(
        told.body().contains("open") && told.body().contains("shut"),
        "{}",
        told.body()
    );

    // Where people go, news go.
    let upgraded = ada.raw(
        "POST",
        &format!("/rooms/{room}/upgrade"),
        json!({"new_version": "12"}),
    );
    let successor = upgraded["replacement_room"]
        .as_str()
        .expect("a room")
        .to_owned();
    ada.raw(
        "POST",
        &format!("/rooms/{successor}/invite"),
        json!({"user_id": USER}),
    );
    ada.see("the bot in the new room", |sight| {
        sight.room == successor
            && sight.event["state_key"] == USER
            && sight.content()["membership"] == "join"
    });
    ada.wait_for_members(&successor, 2);
    let listed = ada.say(&successor, "!subscriptions");
    assert!(ada.answer(&listed).body().contains("harbour"));
    let words = "Nobody leaves the harbour before the ice is gone";
    publish(
        &site,
        "/later",
        &["/later", "/new", "/old"],
        page("Rut Helm", words),
    );
    let alert = ada.see("the next alert", |sight| says(sight, words));
    assert_eq!(alert.room, successor);
    assert!(alert.decrypted);

    let alerts: Vec<Value> = ada
        .sights()
        .iter()
        .filter(|sight| {
            let news = ["Tom Marsh", "Rut Helm", "never closed"];
            // What was published before may stand in the preview, but is never an alert.
            let is_preview = sight.body().starts_with("Subscribed");
            !is_preview && news.iter().any(|words| says(sight, words))
        })
        .map(|sight| sight.content()["body"].clone())
        .collect();
    assert_eq!(alerts.len(), 3, "each was told once: {alerts:#?}");
}

/// A bot that follows a feed of one old article.
fn following(synapse: &Synapse, site: &Site) -> Bot {
    site.put(
        "/old",
        200,
        "text/html",
        page("Ada Vale", "The harbour was never closed to anybody"),
    );
    site.put("/feed", 200, RSS, feed(site, &["/old"]));
    let settings = "buttons = false\n\n[fetch]\nallow_hosts = [\"127.0.0.1\"]\ngap = \"0s\"\n\n[watch]\nlook_again = [\"3s\"]";
    let mut bot = Bot::new(synapse, 6, settings);
    bot.write(
        "sources.toml",
        &format!(
            "[[source]]\nid = \"example\"\nkind = \"feed\"\nurl = \"{}/feed\"\noutlet = \"The Example\"\nlanguage = \
             \"en\"\nevery = \"1m\"\nenabled = true\n",
            site.address
        ),
    );
    bot.start();
    bot
}

#[test]
fn where_a_room_is_closed_to_the_bot_whoever_subscribed_is_told_once_and_directly() {
    if is_skipped() {
        return;
    }
    let (synapse, site) = (Synapse::start(), Site::open());
    let bot = following(&synapse, &site);
    let mut ada = Person::new(&synapse, "ada");
    let mut tom = Person::new(&synapse, "tom");
    let rooms = [(), ()].map(|()| ada.create(true, &[USER, &tom.user]));
    for room in &rooms {
        tom.see("the invitation", |sight| sight.room == *room);
        tom.call("join", json!({"room": room}));
        ada.wait_for_members(room, 3);
        let subscribed = ada.say(room, "!subscribe harbour");
        assert!(ada.answer(&subscribed).body().contains("harbour"));
    }
    while !site.was_asked_for("/old") {
        std::thread::sleep(Duration::from_millis(20));
    }
    // Out of one, and silenced in the other.
    let [closed, silent] = &rooms;
    ada.raw(
        "POST",
        &format!("/rooms/{closed}/kick"),
        json!({"user_id": USER}),
    );
    let levels_path = format!("/rooms/{silent}/state/m.room.power_levels/");
    let levels = ada.raw("GET", &levels_path, Value::Null);
    let mut high = levels.clone();
    high["events_default"] = json!(50);
    high["events"]["m.room.message"] = json!(50);
    high["events"]["m.room.encrypted"] = json!(50);
    ada.raw("PUT", &levels_path, high);

    // Whoever asks there is told why there is no answer, where it can be read.
    ada.say(silent, "!ask who spoke of the harbour");
    let invited = ada.see("a direct room", |sight| {
        sight.sender() == USER && sight.event["state_key"] == "@ada:test.local"
    });
    let direct = invited.room;
    ada.call("join", json!({"room": direct}));
    let in_direct = |words: &'static str| {
        let direct = direct.clone();
        move |sight: &Sight| sight.room == direct && says(sight, words)
    };
    let told = ada.see("why", in_direct("I may not write in"));
    assert!(told.decrypted);

    let words = "The harbour will be open until the last ship is in";
    publish(&site, "/new", &["/new", "/old"], page("Tom Marsh", words));
    for room in &rooms {
        let told = ada.see("that it is closed", |sight| {
            in_direct("are paused")(sight) && sight.body().contains(room)
        });
        assert!(told.decrypted);
        assert!(told.body().contains("your subscription"), "{}", told.body());
    }
    // Longer than another would take.
    std::thread::sleep(SOON);
    let sights = ada.sights();
    let notices = sights.iter().filter(|sight| in_direct("are paused")(sight));
    assert_eq!(notices.count(), 2, "{}", bot.told());
    assert!(!sights.iter().any(|sight| says(sight, words)));

    // May the bot speak again, whoever resumes the subscription hears what waited.
    ada.raw("PUT", &levels_path, levels);
    let listed = ada.say(silent, "!subscriptions");
    let listed = ada.answer(&listed);
    assert!(listed.body().contains("paused"), "{}", listed.body());
    let resumed = ada.say(silent, "!subscriptions resume 2");
    assert!(ada.answer(&resumed).body().contains("sends again"));
    let waited = ada.see("what waited", |sight| says(sight, words));
    assert_eq!(&waited.room, silent);
}
