//! From a text to what it says. Pure.

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::names::Names;
use super::tokens::{Token, tokens};
use super::{DEFAULT_ZONE, Known, Written, WrittenError};
use crate::alerts::matchable::phrase_terms;
use crate::domain::{Condition, Delivery, Language, QuietHours, Wanted, Weekday, WhoseWords};
use crate::text::{LANGUAGES, analyser, languages_of, words};

/// Letters of the longest text: what fits into one message of either platform with room for the rest.
pub(super) const LONGEST: usize = 1_000;

/// People, words and so on that one subscription may name.
pub(super) const MOST_LEAVES: usize = 60;

/// Brackets within each other.
const DEEPEST: usize = 8;

/// Letters of the shortest beginning of a word that is worth looking for.
pub(super) const SHORTEST_PREFIX: usize = 3;

/// Words of the longest name that is looked for among bare words.
const LONGEST_NAME: usize = 6;

/// When a digest is sent that says no time.
const MORNING: Time = Time::constant(8, 0, 0, 0);

/// The fields, for whoever types another.
pub(super) const FIELDS: [&str; 13] = [
    "by:", "side:", "outlet:", "lang:", "word:", "kind:", "first:", "every:", "at:", "on:", "tz:",
    "quiet:", "speaker:",
];

/// What a subscription's text says.
///
/// # Errors
/// [`WrittenError`]: what is wrong, and what to write instead.
pub fn read(text: &str, known: Known<'_>) -> Result<Written, WrittenError> {
    if text.chars().count() > LONGEST {
        return Err(WrittenError::TooLong);
    }
    let mut reader = Reader {
        tokens: tokens(text)?,
        next: 0,
        names: Names::new(known),
        settings: Settings::default(),
    };
    let condition = reader.all(0)?;
    if reader.next < reader.tokens.len() {
        return Err(WrittenError::Bracket);
    }
    let Some(condition) = condition else {
        return Err(WrittenError::Empty);
    };
    if leaves(&condition) > MOST_LEAVES {
        return Err(WrittenError::TooLong);
    }
    if !asks(&condition) {
        return Err(WrittenError::OnlyNot);
    }
    reader.settings.written(condition)
}

/// How many conditions are none of others.
fn leaves(condition: &Condition) -> usize {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().map(leaves).sum(),
        Condition::Not(part) => leaves(part),
        _ => 1,
    }
}

/// Whether nothing fits that has nothing of what is named.
fn asks(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(asks),
        Condition::Any(parts) => parts.iter().all(asks),
        Condition::Not(_) => false,
        _ => true,
    }
}

/// All of these: nested ones and what is said twice made one.
pub(super) fn all(parts: Vec<Condition>) -> Condition {
    join(parts, Condition::All, |part| match part {
        Condition::All(parts) => Ok(parts),
        other => Err(other),
    })
}

/// Any of these: nested ones and what is said twice made one.
pub(super) fn any(parts: Vec<Condition>) -> Condition {
    join(parts, Condition::Any, |part| match part {
        Condition::Any(parts) => Ok(parts),
        other => Err(other),
    })
}

fn join(
    parts: Vec<Condition>,
    make: fn(Vec<Condition>) -> Condition,
    open: fn(Condition) -> Result<Vec<Condition>, Condition>,
) -> Condition {
    let mut flat: Vec<Condition> = Vec::with_capacity(parts.len());
    for part in parts {
        for part in open(part).unwrap_or_else(|part| vec![part]) {
            if !flat.contains(&part) {
                flat.push(part);
            }
        }
    }
    match flat.pop() {
        Some(only) if flat.is_empty() => only,
        Some(last) => {
            flat.push(last);
            make(flat)
        }
        None => make(flat),
    }
}

/// The contrary.
pub(super) fn not(condition: Condition) -> Condition {
    match condition {
        Condition::Not(part) => *part,
        other => Condition::Not(Box::new(other)),
    }
}

struct Reader<'a> {
    tokens: Vec<Token>,
    next: usize,
    names: Names<'a>,
    settings: Settings,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += usize::from(token.is_some());
        token
    }

    /// Everything up to the closing bracket or the end; `None` where that is nothing.
    fn all(&mut self, depth: usize) -> Result<Option<Condition>, WrittenError> {
        let mut parts: Vec<Condition> = Vec::new();
        let (mut has_and, mut has_or, mut open_and) = (false, false, false);
        while let Some(token) = self.peek() {
            match token {
                Token::Close => break,
                Token::And if parts.is_empty() || open_and => {
                    return Err(WrittenError::Dangling("AND"));
                }
                Token::And => {
                    (has_and, open_and) = (true, true);
                    self.next += 1;
                }
                Token::Or => return Err(WrittenError::Dangling("OR")),
                Token::Field { name, values } if depth == 0 && Settings::has(name) => {
                    let (name, values) = (name.clone(), values.clone());
                    self.settings.take(&name, values)?;
                    self.next += 1;
                }
                _ => {
                    let (part, alternatives) = self.any(depth)?;
                    has_or |= alternatives;
                    open_and = false;
                    for other in &parts {
                        apart(other, &part, &self.names)?;
                    }
                    parts.push(part);
                }
            }
        }
        if open_and {
            return Err(WrittenError::Dangling("AND"));
        }
        if has_and && has_or {
            return Err(WrittenError::Mixed);
        }
        Ok((!parts.is_empty()).then(|| all(parts)))
    }

    /// One part, or several with OR between them, and whether they are several.
    fn any(&mut self, depth: usize) -> Result<(Condition, bool), WrittenError> {
        let mut parts = vec![self.part(depth)?];
        while self.peek() == Some(&Token::Or) {
            self.next += 1;
            match self.peek() {
                None | Some(Token::Or | Token::And | Token::Close) => {
                    return Err(WrittenError::Dangling("OR"));
                }
                Some(_) => parts.push(self.part(depth)?),
            }
        }
        let several = parts.len() > 1;
        Ok((any(parts), several))
    }

    fn part(&mut self, depth: usize) -> Result<Condition, WrittenError> {
        if matches!(self.peek(), Some(Token::Bare(_))) {
            return self.bare();
        }
        match self.take() {
            Some(Token::Not) => {
                // A row of NOTs is as deep as brackets are.
                if depth >= DEEPEST {
                    return Err(WrittenError::TooDeep);
                }
                match self.peek() {
                    None | Some(Token::And | Token::Or | Token::Close) => {
                        Err(WrittenError::DanglingNot)
                    }
                    Some(_) => self.part(depth + 1).map(not),
                }
            }
            Some(Token::Open) => {
                if depth >= DEEPEST {
                    return Err(WrittenError::TooDeep);
                }
                let within = self.all(depth + 1)?;
                if self.take() != Some(Token::Close) {
                    return Err(WrittenError::Bracket);
                }
                within.ok_or(WrittenError::EmptyBrackets)
            }
            Some(Token::Quoted(text)) => phrase(text),
            Some(Token::Field { name, values }) => self.field(&name, values),
            // Those are looked for before a part is read.
            Some(Token::And) => Err(WrittenError::Dangling("AND")),
            Some(Token::Or) => Err(WrittenError::Dangling("OR")),
            Some(Token::Close) => Err(WrittenError::Bracket),
            Some(Token::Bare(text)) => word(&text),
            None => Err(WrittenError::Empty),
        }
    }

    /// A name of one or several words, else a word.
    fn bare(&mut self) -> Result<Condition, WrittenError> {
        let bare: Vec<String> = self.tokens[self.next..]
            .iter()
            .take(LONGEST_NAME)
            .map_while(|token| match token {
                Token::Bare(text) if !text.contains('*') => Some(text.clone()),
                _ => None,
            })
            .collect();
        for length in (1..=bare.len()).rev() {
            if let Some(id) = self.names.person(&bare[..length].join(" "))? {
                self.next += length;
                return Ok(Condition::Speaker(id));
            }
        }
        match self.take() {
            Some(Token::Bare(text)) => word(&text),
            _ => Err(WrittenError::Empty),
        }
    }

    fn field(&self, name: &str, values: Vec<String>) -> Result<Condition, WrittenError> {
        let field = format!("{name}:");
        if Settings::has(name) {
            return Err(WrittenError::Within { field });
        }
        let example = match name {
            "by" | "speaker" => "by:\"Kaja Kallas\"",
            "side" => "side:russia",
            "outlet" => "outlet:reuters",
            "lang" => "lang:uk",
            "word" => "word:rice",
            _ => return Err(WrittenError::NoSuchField { field }),
        };
        if values.is_empty() {
            return Err(WrittenError::NoValue { field, example });
        }
        let parts: Result<Vec<Condition>, WrittenError> = values
            .into_iter()
            .map(|value| match name {
                "by" | "speaker" => self.names.speaker(&value),
                "side" => self.names.get_side(&value).map(Condition::Side),
                "outlet" => self.names.outlet(&value).map(Condition::Outlet),
                "lang" => language(&value).map(Condition::Language),
                _ => word(&value),
            })
            .collect();
        parts.map(any)
    }
}

/// Two parts that no statement has both of are a mistake: "kallas merz" wants either.
fn apart(one: &Condition, other: &Condition, names: &Names<'_>) -> Result<(), WrittenError> {
    let never = match (one, other) {
        (
            Condition::Speaker(_) | Condition::Named(_),
            Condition::Speaker(_) | Condition::Named(_),
        )
        | (Condition::Outlet(_), Condition::Outlet(_))
        | (Condition::Language(_), Condition::Language(_)) => one != other,
        _ => false,
    };
    if never {
        return Err(WrittenError::Both {
            first: super::write::condition(one, names),
            second: super::write::condition(other, names),
        });
    }
    Ok(())
}

/// What a token without quotation marks is looked for as.
fn word(token: &str) -> Result<Condition, WrittenError> {
    if let Some(at) = token.find('*') {
        let bad = || WrittenError::Prefix(token.to_owned());
        let (prefix, rest) = token.split_at(at);
        if rest.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '*') != "*" {
            return Err(bad());
        }
        let mut found = words(prefix);
        let (Some(only), None) = (found.next(), found.next()) else {
            return Err(bad());
        };
        let long_enough = only.text.chars().count() >= SHORTEST_PREFIX;
        // The asterisk stands at the word, not behind something that is none.
        if !long_enough || only.end() != prefix.len() {
            return Err(bad());
        }
        return Ok(Condition::Prefix(only.text.to_owned()));
    }
    let mut found = words(token);
    let Some(first) = found.next() else {
        return Err(WrittenError::NoWord(token.to_owned()));
    };
    if let Some(last) = found.last() {
        // "cease-fire" is two words that stand together.
        let together = token.get(first.start..last.end()).unwrap_or(token);
        return phrase(together.to_owned());
    }
    if is_too_common(first.text) {
        return Err(WrittenError::TooCommon(first.text.to_owned()));
    }
    Ok(Condition::Word(first.text.to_owned()))
}

fn phrase(text: String) -> Result<Condition, WrittenError> {
    if words(&text).next().is_none() {
        return Err(WrittenError::NoWord(text));
    }
    if is_too_common(&text) {
        return Err(WrittenError::TooCommon(text));
    }
    Ok(Condition::Phrase(text))
}

/// Whether the language that the words are in passes over all of them. Latin letters count as English ones, since what
/// is a stop word elsewhere ("war", "die") is none there.
fn is_too_common(text: &str) -> bool {
    let is_latin = text.chars().all(|c| !c.is_alphabetic() || c <= '\u{24f}');
    let languages = if is_latin {
        vec!["en"]
    } else {
        languages_of(text)
    };
    languages
        .into_iter()
        .any(|code| phrase_terms(analyser(code), text).is_empty())
}

fn language(value: &str) -> Result<Language, WrittenError> {
    const NAMES: [&str; LANGUAGES.len()] = [
        "english",
        "ukrainian",
        "russian",
        "german",
        "french",
        "spanish",
        "polish",
        "italian",
        "dutch",
        "portuguese",
    ];
    let lower = value.to_lowercase();
    let named = NAMES.iter().position(|name| *name == lower);
    let code = named.map_or(lower.as_str(), |at| LANGUAGES[at]);
    let language = Language::new(code);
    if language.is_unknown() || !code.chars().all(|c| c.is_ascii_lowercase()) {
        return Err(WrittenError::Value {
            field: "lang:".to_owned(),
            takes: "a language's code, as in: lang:uk or lang:en,de",
            value: value.to_owned(),
        });
    }
    Ok(language)
}

/// What concerns the whole subscription.
#[derive(Debug, Default)]
struct Settings {
    kind: Option<WhoseWords>,
    first: Option<bool>,
    every: Option<Every>,
    at: Option<Time>,
    on: Option<Weekday>,
    zone: Option<String>,
    quiet: Option<QuietHours>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Every {
    Statement,
    Hour,
    Day,
    Week,
}

impl Settings {
    fn has(name: &str) -> bool {
        matches!(
            name,
            "kind" | "first" | "every" | "at" | "on" | "tz" | "quiet"
        )
    }

    fn take(&mut self, name: &str, values: Vec<String>) -> Result<(), WrittenError> {
        let field = format!("{name}:");
        let (takes, example) = match name {
            "kind" => ("quotation, reported or any", "kind:reported"),
            "first" => ("yes or no", "first:yes"),
            "every" => ("statement, hour, day or week", "every:day"),
            "at" => ("a time of day", "at:08:00"),
            "on" => ("a day of the week", "on:monday"),
            "tz" => ("a time zone's name", "tz:Europe/Kyiv"),
            _ => ("two times of day with a hyphen between them", "quiet:22-07"),
        };
        let [value] = values.as_slice() else {
            return Err(if values.is_empty() {
                WrittenError::NoValue { field, example }
            } else {
                WrittenError::Value {
                    field,
                    takes,
                    value: values.join(","),
                }
            });
        };
        let bad = || WrittenError::Value {
            field: field.clone(),
            takes,
            value: value.clone(),
        };
        let lower = value.to_lowercase();
        let twice = match name {
            "kind" => self.kind.replace(kind(&lower).ok_or_else(bad)?).is_some(),
            "first" => {
                let yes = match lower.as_str() {
                    "yes" | "true" | "use" => true,
                    "no" | "false" => false,
                    _ => return Err(bad()),
                };
                self.first.replace(yes).is_some()
            }
            "every" => self.every.replace(every(&lower).ok_or_else(bad)?).is_some(),
            "at" => self.at.replace(time(&lower).ok_or_else(bad)?).is_some(),
            "on" => self.on.replace(weekday(&lower).ok_or_else(bad)?).is_some(),
            "tz" => self.zone.replace(zone(value)?).is_some(),
            _ => self
                .quiet
                .replace(quiet_hours(&lower).ok_or_else(bad)?)
                .is_some(),
        };
        if twice {
            return Err(WrittenError::Twice { field });
        }
        Ok(())
    }

    fn written(self, condition: Condition) -> Result<Written, WrittenError> {
        let needs = |field: &str, with| WrittenError::Needs {
            field: field.to_owned(),
            with,
        };
        let every = self.every.unwrap_or(Every::Statement);
        if self.at.is_some() && !matches!(every, Every::Day | Every::Week) {
            return Err(needs("at:", "every:day or every:week"));
        }
        if self.on.is_some() && every != Every::Week {
            return Err(needs("on:", "every:week"));
        }
        let at = self.at.unwrap_or(MORNING);
        Ok(Written {
            wanted: Wanted {
                condition,
                words: self.kind.unwrap_or_default(),
                first_use: self.first.unwrap_or_default(),
            },
            delivery: match every {
                Every::Statement => Delivery::AtOnce,
                Every::Hour => Delivery::Hourly,
                Every::Day => Delivery::Daily { at },
                Every::Week => Delivery::Weekly {
                    on: self.on.unwrap_or(Weekday::Monday),
                    at,
                },
            },
            zone: self.zone.unwrap_or_else(|| DEFAULT_ZONE.to_owned()),
            quiet: self.quiet,
        })
    }
}

fn kind(value: &str) -> Option<WhoseWords> {
    match value {
        "quotation" | "quotations" | "quote" | "quotes" | "quoted" => Some(WhoseWords::Speakers),
        "reported" | "reporting" => Some(WhoseWords::Articles),
        "any" | "all" | "both" => Some(WhoseWords::Either),
        _ => None,
    }
}

fn every(value: &str) -> Option<Every> {
    match value {
        "statement" | "once" | "now" => Some(Every::Statement),
        "hour" | "hourly" => Some(Every::Hour),
        "day" | "daily" => Some(Every::Day),
        "week" | "weekly" => Some(Every::Week),
        _ => None,
    }
}

/// A day's whole English name, or its first three letters.
fn weekday(value: &str) -> Option<Weekday> {
    Weekday::ALL.into_iter().find(|day| {
        let name = day.name();
        name == value || name.get(..3) == Some(value)
    })
}

/// "8", "08:00" or "8.30", on the 24-hour clock.
fn time(value: &str) -> Option<Time> {
    let (hour, minute) = value.split_once([':', '.']).unwrap_or((value, "0"));
    let number = |digits: &str| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<i8>().ok()).flatten()
    };
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

/// "22-07", "22:30-7".
fn quiet_hours(value: &str) -> Option<QuietHours> {
    let (from, until) = value.split_once(['-', '–', '—'])?;
    let (from, until) = (time(from)?, time(until)?);
    (from != until).then_some(QuietHours { from, until })
}

/// The time zone of that name, in the database's own spelling.
fn zone(value: &str) -> Result<String, WrittenError> {
    let found = TimeZone::get(value)
        .ok()
        .and_then(|zone| zone.iana_name().map(str::to_owned));
    found.ok_or_else(|| {
        let city = value.rsplit('/').next().unwrap_or(value).replace(' ', "_");
        WrittenError::Zone {
            value: value.to_owned(),
            nearest: jiff::tz::db()
                .available()
                .map(|name| name.as_str().to_owned())
                .filter(|name| {
                    let last = name.rsplit('/').next().unwrap_or_default();
                    !city.is_empty() && last.eq_ignore_ascii_case(&city)
                })
                .take(3)
                .collect(),
        }
    })
}
