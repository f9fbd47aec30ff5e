//! The languages that we speak ourselves: the words around quotations, never the quotations.

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

use crate::domain::Language;

/// A language of ours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English, for whoever speaks none of the others.
    #[default]
    English,
    /// Ukrainian.
    Ukrainian,
    /// Russian.
    Russian,
    /// German.
    German,
    /// French.
    French,
}

impl Locale {
    /// All of them, English first.
    pub const ALL: [Self; 5] = [
        Self::English,
        Self::Ukrainian,
        Self::Russian,
        Self::German,
        Self::French,
    ];

    /// The locale of a language tag ("uk", "en-GB"); English where we don't speak it.
    pub fn of(tag: &str) -> Self {
        Self::find(tag).unwrap_or_default()
    }

    /// The locale of a language tag, where we speak it.
    pub fn find(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| locale.code().eq_ignore_ascii_case(language))
    }

    /// Its code, in two letters.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Ukrainian => "uk",
            Self::Russian => "ru",
            Self::German => "de",
            Self::French => "fr",
        }
    }

    /// The words of this language.
    pub fn words(self) -> &'static Words {
        &WORDS[self as usize]
    }

    /// The file of its messages.
    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("locales/en.ftl"),
            Self::Ukrainian => include_str!("locales/uk.ftl"),
            Self::Russian => include_str!("locales/ru.ftl"),
            Self::German => include_str!("locales/de.ftl"),
            Self::French => include_str!("locales/fr.ftl"),
        }
    }
}

static WORDS: LazyLock<[Words; 5]> = LazyLock::new(|| Locale::ALL.map(Words::new));

/// The messages of one language.
pub struct Words {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

/// An argument of a message.
pub(crate) type Given<'a> = (&'static str, fluent_bundle::FluentValue<'a>);

impl Words {
    fn new(locale: Locale) -> Self {
        // Plural rules go by it.
        let language: LanguageIdentifier = locale.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // What is put in is not from right to left unless it says so itself, and the marks would be quoted with it.
        bundle.set_use_isolating(false);
        // A test reads every file whole; a line that can't be read costs that message alone.
        let resource = FluentResource::try_new(locale.source().to_owned())
            .unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        Self { locale, bundle }
    }

    /// Which language it is.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The words of this language where we speak it, else these.
    pub fn or_of(&'static self, language: &Language) -> &'static Self {
        Locale::find(language.code()).map_or(self, Locale::words)
    }

    /// The message of this name; in English where this language lacks it, and the name itself where that does too.
    pub fn tell(&self, name: &str) -> String {
        self.tell_with(name, &[])
    }

    /// The message of this name, if this very language has it.
    pub fn find(&self, name: &str) -> Option<String> {
        self.format(name, &[])
    }

    /// The same as [`tell`](Self::tell), with arguments. What they hold is put in as it is.
    pub(crate) fn tell_with(&self, name: &str, given: &[Given<'_>]) -> String {
        let own = self.format(name, given);
        let english = || Locale::English.words().format(name, given);
        own.or_else(english).unwrap_or_else(|| name.to_owned())
    }

    fn format(&self, name: &str, given: &[Given<'_>]) -> Option<String> {
        let pattern = self.bundle.get_message(name)?.value()?;
        let mut arguments = FluentArgs::new();
        for (key, value) in given {
            arguments.set(*key, value.clone());
        }
        let mut errors = Vec::new();
        let told = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| told.into_owned())
    }

    /// A day ("20 November 2025").
    pub(crate) fn day(&self, date: Date) -> String {
        self.tell_with(
            "day",
            &[
                ("day", date.day().to_string().into()),
                (
                    "month",
                    self.tell(&format!("month-of-{}", date.month())).into(),
                ),
                ("year", date.year().to_string().into()),
            ],
        )
    }

    /// A minute ("20 November 2025, 14:05 UTC").
    pub(crate) fn minute(&self, at: Timestamp) -> String {
        let utc = at.to_zoned_datetime(TimeZone::UTC);
        format!("{}, {}", self.day(utc.date()), utc.strftime("%H:%M UTC"))
    }

    /// A month ("November 2025").
    pub(crate) fn month(&self, date: Date) -> String {
        self.tell_with(
            "month",
            &[
                (
                    "month",
                    self.tell(&format!("month-{}", date.month())).into(),
                ),
                ("year", date.year().to_string().into()),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The names of a file's messages: what stands before "=" at a line's beginning.
    fn names(locale: Locale) -> BTreeSet<&'static str> {
        let source = locale.source();
        if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
            panic!("{locale:?}: {errors:?}");
        }
        source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn tags_of_whatever_form_find_their_language() {
        assert_eq!(Locale::of("uk"), Locale::Ukrainian);
        assert_eq!(Locale::of("en-GB"), Locale::English);
        assert_eq!(Locale::of("de_CH"), Locale::German);
        assert_eq!(Locale::of("pt-BR"), Locale::English);
        assert_eq!(Locale::of(""), Locale::English);
    }

    #[test]
    fn every_language_has_every_message() {
        let english = names(Locale::English);
        assert!(english.len() > 20);
        for locale in Locale::ALL {
            assert_eq!(names(locale), english, "{locale:?}");
        }
    }
}
