//! What somebody wants to hear of, where, and when.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::conversation::{Conversation, Person};
use super::language::Language;
use super::speaker::{SideId, SpeakerId};
use super::statement::StatementKind;

/// A subscription's id in the record, by which people name it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubscriptionId(pub i64);

impl fmt::Display for SubscriptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a statement has to be, or to hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// All of these; of none: anything.
    All(Vec<Condition>),
    /// At least one of these; of none: nothing.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// This person of the roster said it.
    Speaker(SpeakerId),
    /// Whoever said it bears all words of this name, in any script: somebody whom only articles name.
    Named(String),
    /// Whoever said it speaks for this side, or for a side that it groups.
    Side(SideId),
    /// An outlet of this name carries it, whatever the case and accents.
    Outlet(String),
    /// The article is in this language.
    Language(Language),
    /// This word, in any of its forms, is in the statement or the paragraph around it.
    Word(String),
    /// A word that begins so is in the statement or the paragraph around it.
    Prefix(String),
    /// These words stand together in the statement itself, each in any of its forms.
    Phrase(String),
}

/// Whose words a statement has to be in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoseWords {
    /// The speaker's own.
    #[default]
    Speakers,
    /// The article's: reported speech.
    Articles,
    /// Either.
    Either,
}

impl WhoseWords {
    /// Whether a statement of this kind is in it.
    pub fn covers(self, kind: StatementKind) -> bool {
        match self {
            Self::Speakers => kind.is_quotation(),
            Self::Articles => !kind.is_quotation(),
            Self::Either => true,
        }
    }
}

/// What a subscription is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// What a statement has to be or hold.
    pub condition: Condition,
    /// In whose words.
    #[serde(default)]
    pub words: WhoseWords,
    /// Whether of each speaker only the first statement that fits counts ("first time that Vale says a word").
    #[serde(default)]
    pub first_use: bool,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The week, as ISO 8601 begins it.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The English name, in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// As calendars have it.
    pub fn civil(self) -> jiff::civil::Weekday {
        use jiff::civil::Weekday as Civil;
        match self {
            Self::Monday => Civil::Monday,
            Self::Tuesday => Civil::Tuesday,
            Self::Wednesday => Civil::Wednesday,
            Self::Thursday => Civil::Thursday,
            Self::Friday => Civil::Friday,
            Self::Saturday => Civil::Saturday,
            Self::Sunday => Civil::Sunday,
        }
    }
}

/// When what matches is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Each at once.
    #[default]
    AtOnce,
    /// Together at every full hour.
    Hourly,
    /// Together once a day.
    Daily {
        /// At this time in the subscription's time zone.
        at: Time,
    },
    /// Together once a week.
    Weekly {
        /// On this day.
        on: Weekday,
        /// At this time in the subscription's time zone.
        at: Time,
    },
}

/// Hours of every day, in the subscription's time zone, in which nothing is sent: from `from` until before `until`, over
/// midnight where `until` is the earlier. What falls into them is sent when they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Their begin.
    pub from: Time,
    /// Their end.
    pub until: Time,
}

impl QuietHours {
    /// Whether this time of day lies within.
    pub fn contains(&self, time: Time) -> bool {
        if self.from <= self.until {
            (self.from..self.until).contains(&time)
        } else {
            time >= self.from || time < self.until
        }
    }
}

/// Why a subscription sends nothing until somebody changes that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// Somebody asked for it.
    Asked,
    /// The conversation is gone or closed to us.
    Closed {
        /// As the platform tells it.
        reason: String,
    },
}

/// A subscription before it has an id: everything that its text and its place say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSubscription {
    /// Who made it, and is told of its troubles.
    pub owner: Person,
    /// Where what matches is sent.
    pub conversation: Conversation,
    /// What the conversation belongs to, where the platform says: Discord's guild, Matrix's room.
    pub community: Option<String>,
    /// Whether nobody but the owner reads there.
    pub is_private: bool,
    /// When it was made.
    pub created: Timestamp,
    /// In the form in which it is shown and read back: the same again when it is parsed.
    pub written: String,
    /// What it is for.
    pub wanted: Wanted,
    /// When what matches is sent.
    #[serde(default)]
    pub delivery: Delivery,
    /// The time zone of all its times, by its name in the IANA database ("Europe/Kyiv").
    pub zone: String,
    /// When nothing is sent.
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    /// The language of whoever made it, as far as the platform tells: what is sent is told in it.
    #[serde(default)]
    pub language: Language,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// What it is.
    pub given: NewSubscription,
    /// Why it sends nothing, if it doesn't.
    #[serde(default)]
    pub pause: Option<Pause>,
    /// Until when it sends nothing: what matches meanwhile is never sent.
    #[serde(default)]
    pub muted_until: Option<Timestamp>,
}

impl Subscription {
    /// Whether something that matches at `now` is to be sent at all.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.pause.is_none() && self.muted_until.is_none_or(|until| until <= now)
    }
}

/// Whose subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Those that send to this conversation.
    Conversation(Conversation),
    /// Those that this person made, wherever they send to.
    Person(Person),
    /// Those that send to anywhere in this community of a platform.
    Community(super::conversation::Platform, String),
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn quiet_hours_may_reach_over_midnight() {
        let night = QuietHours {
            from: time(22, 0, 0, 0),
            until: time(7, 0, 0, 0),
        };
        assert!(night.contains(time(23, 30, 0, 0)) && night.contains(time(6, 59, 0, 0)));
        assert!(!night.contains(time(7, 0, 0, 0)) && !night.contains(time(21, 59, 0, 0)));
        let noon = QuietHours {
            from: time(12, 0, 0, 0),
            until: time(13, 0, 0, 0),
        };
        assert!(noon.contains(time(12, 0, 0, 0)) && !noon.contains(time(13, 0, 0, 0)));
    }
}
