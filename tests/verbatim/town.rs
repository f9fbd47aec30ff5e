//! A town to tell alerts to: a record, a clock that is moved by hand, a platform that takes messages into memory, and
//! subscribers.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use verbatim::alerts::{AlertSettings, Deliveries, Gaps, Owing, Subscribers};
use verbatim::chat::card::{self, Locale};
use verbatim::domain::{
    Arrival, Clock, Condition, Conversation, Delivery, Language, MessageId, NewSubscription,
    Notice, Person, Platform, Roster, SourceId, Speaker, SpeakerId, Subscription, SubscriptionId,
    Wanted, When, WhoseWords,
};
use verbatim::ports::{Incoming, Messenger, Record, SendError, Stored, Subscriptions};

use crate::admin::texts;
use crate::kept::Kept;
use crate::sample;

/// A clock that stands until it is moved.
pub struct HandClock(Mutex<Timestamp>);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Messages as a platform has them, in the order in which they came. A message with a key that it has is the same message.
#[derive(Default)]
pub struct FakePlatform {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    messages: Vec<Message>,
    troubles: HashMap<Conversation, VecDeque<Trouble>>,
    edits: usize,
}

/// What goes wrong with one attempt.
pub enum Trouble {
    /// Nothing comes of it.
    Fails(SendError),
    /// The message is there, but we don't hear of it.
    AnswerLost,
}

#[derive(Clone)]
pub struct Message {
    pub to: Conversation,
    pub key: String,
    pub id: MessageId,
    pub notice: Notice,
    pub language: Language,
}

#[async_trait]
impl Messenger for FakePlatform {
    fn platform(&self) -> Platform {
        Platform::Discord
    }

    async fn send(
        &self,
        to: &Conversation,
        notice: &Notice,
        language: &Language,
        key: &str,
    ) -> Result<MessageId, SendError> {
        let mut state = self.state.lock().unwrap();
        let trouble = state.troubles.get_mut(to).and_then(VecDeque::pop_front);
        if let Some(Trouble::Fails(error)) = trouble {
            return Err(error);
        }
        let known = state
            .messages
            .iter()
            .find(|message| message.to == *to && message.key == key);
        let id = match known {
            Some(message) => message.id.clone(),
            None => {
                let id = MessageId(format!("m{}", state.messages.len()));
                state.messages.push(Message {
                    to: to.clone(),
                    key: key.to_owned(),
                    id: id.clone(),
                    notice: notice.clone(),
                    language: language.clone(),
                });
                id
            }
        };
        match trouble {
            Some(Trouble::AnswerLost) => Err(later("the connection broke off")),
            _ => Ok(id),
        }
    }

    async fn edit(
        &self,
        to: &Conversation,
        message: &MessageId,
        notice: &Notice,
        language: &Language,
    ) -> Result<(), SendError> {
        let mut state = self.state.lock().unwrap();
        state.edits += 1;
        let found = state
            .messages
            .iter_mut()
            .find(|found| found.to == *to && found.id == *message);
        match found {
            Some(found) => {
                found.notice = notice.clone();
                found.language = language.clone();
                Ok(())
            }
            None => Err(SendError::Refused {
                reason: "no such message".to_owned(),
            }),
        }
    }

    async fn direct(&self, person: &Person) -> Result<Conversation, SendError> {
        Ok(place(&format!("direct-{}", person.id)))
    }
}

pub fn later(reason: &str) -> SendError {
    SendError::Later {
        after: None,
        reason: reason.to_owned(),
    }
}

pub fn place(name: &str) -> Conversation {
    Conversation {
        platform: Platform::Discord,
        place: name.to_owned(),
        thread: None,
    }
}

impl FakePlatform {
    pub fn will(&self, to: &str, troubles: Vec<Trouble>) {
        let mut state = self.state.lock().unwrap();
        state
            .troubles
            .entry(place(to))
            .or_default()
            .extend(troubles);
    }

    pub fn messages(&self, to: &str) -> Vec<Message> {
        let state = self.state.lock().unwrap();
        state
            .messages
            .iter()
            .filter(|message| message.to == place(to))
            .cloned()
            .collect()
    }

    pub fn edits(&self) -> usize {
        self.state.lock().unwrap().edits
    }

    /// What a conversation was sent, in short: what the statements say.
    pub fn read(&self, to: &str) -> Vec<String> {
        self.messages(to)
            .iter()
            .map(|message| told(&message.notice))
            .collect()
    }
}

pub fn told(notice: &Notice) -> String {
    let words = Locale::English.words();
    let shown = texts(&card::notice(notice, &Roster::default(), words));
    match notice {
        Notice::Alert { quoted, late, .. } => {
            let late = if *late { " (late)" } else { "" };
            format!("{}{late}", quoted.statement.text)
        }
        Notice::Digest {
            statements,
            omitted,
            ..
        } => {
            let said: Vec<&str> = statements
                .iter()
                .map(|(quoted, _)| quoted.statement.text.as_str())
                .collect();
            format!("{}: {} + {omitted}", shown[0], said.join(" | "))
        }
        Notice::Edited { before, now, .. } => format!(
            "{} -> {}",
            before.statement.text,
            now.as_ref()
                .map_or("gone", |now| now.statement.text.as_str())
        ),
        Notice::Gaps(_) | Notice::News(_) | Notice::Told { .. } => {
            format!("{}: {}", shown[0], shown[1..].join(" / "))
        }
    }
}

pub struct Town {
    pub record: Arc<Kept>,
    pub clock: Arc<HandClock>,
    pub platform: Arc<FakePlatform>,
    pub deliveries: Arc<Deliveries>,
    pub gaps: Gaps,
    standing: Arc<Subscribers>,
    owing: Owing,
}

/// The morning on which everything begins: 10:00 in Kyiv.
pub const MORNING: Timestamp = Timestamp::constant(1_763_625_600, 0);

impl Town {
    pub async fn new() -> Self {
        Self::with(AlertSettings::default()).await
    }

    pub async fn with(settings: AlertSettings) -> Self {
        let record = Arc::new(Kept::new().await);
        let inner = Arc::new((**record).clone());
        let clock = Arc::new(HandClock(Mutex::new(MORNING)));
        let platform = Arc::new(FakePlatform::default());
        let standing = Arc::new(Subscribers::new(Arc::new(roster()), &[]));
        Self {
            deliveries: Arc::new(Deliveries {
                outbox: inner.clone(),
                subscriptions: inner.clone(),
                record: inner.clone(),
                messengers: vec![platform.clone()],
                clock: clock.clone(),
                settings: settings.clone(),
            }),
            gaps: Gaps {
                outbox: inner.clone(),
                subscriptions: inner,
                clock: clock.clone(),
                settings: settings.clone(),
            },
            owing: Owing::new(standing.clone(), settings),
            record,
            clock,
            platform,
            standing,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&self, time: SignedDuration) {
        *self.clock.0.lock().unwrap() += time;
    }

    /// Moves the clock to this moment.
    pub fn at(&self, moment: &str) {
        *self.clock.0.lock().unwrap() = moment.parse().unwrap();
    }

    /// Sends what is due now.
    pub async fn settle(&self) {
        self.deliveries.settle().await.unwrap();
    }

    pub async fn subscribe(&self, to: &str, condition: Condition) -> SubscriptionId {
        self.subscribe_with(to, condition, |_| {}).await
    }

    pub async fn subscribe_with(
        &self,
        to: &str,
        condition: Condition,
        change: impl FnOnce(&mut NewSubscription),
    ) -> SubscriptionId {
        let mut given = NewSubscription {
            owner: Person {
                platform: Platform::Discord,
                id: "ada".to_owned(),
            },
            conversation: place(to),
            community: Some("nowhere".to_owned()),
            is_private: false,
            created: self.now(),
            written: format!("{condition:?}"),
            wanted: Wanted {
                condition,
                words: WhoseWords::Speakers,
                first_use: false,
            },
            delivery: Delivery::AtOnce,
            zone: "Europe/Kyiv".to_owned(),
            quiet: None,
            language: Language::unknown(),
        };
        change(&mut given);
        let id = self.record.add_subscription(&given).await.unwrap();
        self.reread().await;
        id
    }

    /// Changes a subscription as its owner would.
    pub async fn change(&self, id: SubscriptionId, change: impl FnOnce(&mut Subscription)) {
        let mut subscription = self.get(id).await;
        change(&mut subscription);
        assert!(self.record.put_subscription(&subscription).await.unwrap());
        self.reread().await;
    }

    pub async fn get(&self, id: SubscriptionId) -> Subscription {
        self.record.find_subscription(id).await.unwrap().unwrap()
    }

    /// Takes the subscriptions from the record, as whoever matches does.
    pub async fn reread(&self) {
        self.standing.follow(&**self.record).await.unwrap();
    }

    /// An article of a source that is read every ten minutes.
    pub async fn publish(&self, incoming: Incoming) -> Stored {
        let looked = self.now() - SignedDuration::from_mins(10);
        self.publish_after(incoming, looked).await
    }

    /// The same, where the source was last read at `looked`.
    pub async fn publish_after(&self, incoming: Incoming, looked: Timestamp) -> Stored {
        let arrival = Arrival::Followed {
            source: SourceId("harbour-post".to_owned()),
            since: MORNING - SignedDuration::from_hours(24 * 30),
            looked,
            due: looked + Duration::from_secs(600),
            is_page: true,
        };
        self.arrive(incoming, arrival).await
    }

    pub async fn arrive(&self, incoming: Incoming, arrival: Arrival) -> Stored {
        let stored = self
            .record
            .take_in(vec![(incoming, arrival)], &self.owing, self.now())
            .await
            .unwrap();
        stored[0]
    }

    /// An article that is published now, of one or more lines as in [`sample::article`].
    pub fn article(&self, id: &str, lines: &[&str]) -> Incoming {
        let mut incoming =
            sample::article(id, "en", date(2025, 11, 20), "News from the harbour", lines);
        incoming.article.published = Some(When::minute(self.now()));
        incoming
    }

    pub fn carried_by(&self, outlet: &str, id: &str, lines: &[&str]) -> Incoming {
        let mut incoming = self.article(id, lines);
        incoming.article.outlet = Some(outlet.to_owned());
        incoming
    }
}

fn roster() -> Roster {
    let speaker = |(id, name): (&str, &str)| Speaker {
        id: SpeakerId(id.to_owned()),
        name: name.to_owned(),
        aliases: vec![],
        handles: vec![],
        gender: None,
        side: None,
        roles: vec![],
    };
    let people = [("ada-vale", "Ada Vale"), ("tom-marsh", "Tom Marsh")];
    Roster::new(people.map(speaker).into(), vec![])
}

/// Whatever is said.
pub fn anything() -> Condition {
    Condition::All(Vec::new())
}

pub fn word(word: &str) -> Condition {
    Condition::Word(word.to_owned())
}
