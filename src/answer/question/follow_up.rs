//! What a text asks that is said after another question: it may stand on its own, or leave out what still applies.

use std::ops::Range;

use crate::domain::{DateRange, Gender, Question, Recognised, WantedSpeaker};
use crate::ports::SearchIndex;
use crate::text::words;

use super::dates::AsOf;
use super::lexicon::{Cue, Part, all_lexicons};
use super::tokens::Tokens;
use super::{Asks, Parts, Understanding, asked_in, beginning, dates, is_mostly_name, quoted};
use crate::answer::AnswerError;

/// A topic of more words is a question, though it begins with "and".
const LONGEST_TOPIC: usize = 4;

/// Words of the name of somebody outside the roster.
const LONGEST_NAME: usize = 4;

/// What a text asks, said after another question.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::answer) enum Follows {
    /// A question that stands on its own, without the words that only go on from the one before.
    New(String),
    /// Further hits.
    More,
    /// Other people's words.
    Else,
    /// The question before, with something in it changed.
    Changed(Unfinished),
}

/// A question that needs the one before to be understood.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::answer) struct Unfinished {
    /// What the change is made to.
    pub(in crate::answer) base: Base,
    /// What is other than before.
    pub(in crate::answer) change: Change,
    /// Who is spoken of without being named.
    pub(in crate::answer) pronoun: Option<Pronoun>,
}

/// What a change is made to.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::answer) enum Base {
    /// The question before.
    Previous,
    /// A text that has its own topic and speaker, but whose days are told by the answer before.
    Text(String),
}

/// What is other than in the question before.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::answer) struct Change {
    /// Whose words.
    pub(in crate::answer) speaker: Option<Speaker>,
    /// On what.
    pub(in crate::answer) topic: Option<String>,
    /// When.
    pub(in crate::answer) days: Option<Days>,
    /// In which outlet.
    pub(in crate::answer) outlet: Option<String>,
}

/// Who is named in a follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::answer) struct Speaker {
    /// The name as written, or all names with what stands between.
    pub(in crate::answer) written: String,
    /// Whether it is one name.
    pub(in crate::answer) is_one: bool,
}

/// Days that a follow-up tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::answer) enum Days {
    /// By themselves.
    These(DateRange),
    /// Those before what was shown.
    Earlier,
    /// Those after.
    Later,
    /// Those from the last of what was shown on.
    SinceThen,
}

/// A word that stands for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::answer) enum Pronoun {
    /// "he"
    He,
    /// "she"
    She,
    /// "they"
    They,
}

impl Pronoun {
    /// Whether it may stand for somebody of that gender, if one is known.
    pub(in crate::answer) fn fits(self, gender: Option<Gender>) -> bool {
        match (self, gender) {
            (Self::He, Some(gender)) => gender == Gender::Male,
            (Self::She, Some(gender)) => gender == Gender::Female,
            _ => true,
        }
    }
}

impl Understanding {
    /// What a text asks after the question `previous`.
    pub(in crate::answer) fn follows(
        &self,
        text: &str,
        previous: &Question,
        index: &dyn SearchIndex,
        as_of: AsOf,
    ) -> Result<Follows, AnswerError> {
        let whole = beginning(text);
        // A word or two don't tell their language: the question before helps.
        let mut languages = asked_in(&self.names, whole);
        for language in asked_in(&self.names, beginning(&previous.text)) {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        let mut marks = Tokens::new(whole, &languages);
        marks.read_by(all_lexicons());
        // "who else" holds what asks for more in some languages.
        if says_only(&marks, Cue::Else) {
            return Ok(Follows::Else);
        }
        if says_only(&marks, Cue::More) {
            return Ok(Follows::More);
        }
        let opening = opening(&marks);
        let rest = marks
            .tokens
            .get(opening)
            .map_or("", |token| &whole[token.start..]);
        let is_opened = opening > 0;
        let mut marks = Tokens::new(rest, &languages);
        marks.read_by(all_lexicons());
        let pronoun = pronoun(&marks);
        let points_back = (0..marks.len()).any(|at| marks.phrase(at, Cue::It).is_some());
        let mut tokens = Tokens::new(rest, &languages);
        let relative = relative_days(&marks, &tokens, as_of);
        if let Some((words, _)) = &relative {
            tokens.take(words.clone());
        }
        let alone = Question::new(rest, previous.limit);
        let mut parts = self.parts(&alone, tokens, index, as_of, DateRange::default())?;
        if matches!(parts.asks, Asks::Count | Asks::Comparison(_)) {
            return Ok(Follows::New(rest.to_owned()));
        }
        if is_opened {
            whole_name(&mut parts, rest, index)?;
        }
        let topic = topic(&parts);
        let topic_words: usize = topic
            .iter()
            .map(|range| words(&rest[range.clone()]).count())
            .sum();
        let has_topic = !topic.is_empty();
        let has_speaker = !parts.who.asked.is_empty();
        // Within a whole sentence "later" is a word like others; "after that" is not.
        let whole_sentence = has_topic && pronoun.is_none() && !is_opened;
        let relative = relative
            .filter(|(words, _)| words.len() > 1 || !whole_sentence)
            .map(|(_, days)| days);
        let told = parts.dated.as_ref().map(|dated| Days::These(dated.range));
        let days = told.or(relative);
        let is_fragment = is_only_days_or_outlet(&parts, relative.is_some());
        let goes_on = match (has_speaker, has_topic) {
            (true, true) => {
                return Ok(match relative {
                    Some(days) => Follows::Changed(Unfinished {
                        base: Base::Text(rest.to_owned()),
                        change: Change {
                            days: Some(days),
                            ..Change::default()
                        },
                        pronoun: None,
                    }),
                    None => Follows::New(rest.to_owned()),
                });
            }
            (true, false) => is_opened || points_back || relative.is_some(),
            (false, true) => {
                pronoun.is_some()
                    || relative.is_some()
                    || (is_opened && topic_words <= LONGEST_TOPIC)
            }
            (false, false) => {
                (days.is_some() || parts.outlet.is_some())
                    && (is_fragment || is_opened || pronoun.is_some())
            }
        };
        if !goes_on {
            return Ok(Follows::New(if is_opened { rest } else { text }.to_owned()));
        }
        let asked = &parts.who.asked;
        let named =
            asked.iter().map(|words| words.start).min()..asked.iter().map(|words| words.end).max();
        let speaker = named.start.zip(named.end).map(|(start, end)| Speaker {
            written: parts.tokens.written(start..end).to_owned(),
            is_one: asked.len() == 1,
        });
        let stretch = topic
            .first()
            .zip(topic.last())
            .and_then(|(first, last)| rest.get(first.start..last.end));
        Ok(Follows::Changed(Unfinished {
            base: Base::Previous,
            change: Change {
                speaker,
                topic: stretch.map(str::to_owned),
                days,
                outlet: parts.outlet.as_ref().map(|(_, name)| name.clone()),
            },
            pronoun: pronoun.filter(|_| !has_speaker),
        }))
    }

    /// The question `previous` with that change; `days` are what the change's days come to. `None` where the change has
    /// no place in it.
    pub(in crate::answer) fn changed(
        &self,
        previous: &Question,
        change: &Change,
        days: Option<DateRange>,
        index: &dyn SearchIndex,
        as_of: AsOf,
    ) -> Result<Option<Question>, AnswerError> {
        let text = beginning(&previous.text);
        let parts = self.read(previous, index, as_of)?;
        let bytes = |words: &Range<usize>| bytes_of(&parts.tokens, words);
        let asked: Vec<Range<usize>> = parts.who.asked.iter().filter_map(bytes).collect();
        let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
        let mut question = Question {
            kept: Vec::new(),
            ..previous.clone()
        };
        if let Some(Speaker { written, is_one }) = &change.speaker {
            if !is_one && asked.is_empty() {
                return Ok(None);
            }
            edits.extend(replaced(&joined(&parts, &asked), written));
            question.speaker = is_one.then(|| written.clone());
            question.not_by.clear();
        }
        let before = topic(&parts);
        let mut appended = String::new();
        match &change.topic {
            Some(new) => {
                edits.extend(replaced(&before, new));
                question.not_by.clear();
                if before.is_empty() {
                    appended = format!(" {new}");
                }
            }
            None if parts.asks != Asks::Count => question.kept.extend(about(text, &before)),
            None => {}
        }
        if let Some(days) = days {
            let words = parts.dated.as_ref().map(|dated| &dated.words);
            edits.extend(words.and_then(bytes).map(|range| (range, "")));
            let told = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
            question.since = told(days.since);
            question.until = told(days.until);
        }
        if let Some(outlet) = &change.outlet {
            let words = parts.outlet.as_ref().map(|(words, _)| words);
            edits.extend(words.and_then(bytes).map(|range| (range, "")));
            question.outlet = Some(outlet.clone());
        }
        question.text = edited(text, edits) + appended.as_str();
        Ok(Some(question))
    }

    /// The question `previous`, asked of everybody but those who were heard.
    pub(in crate::answer) fn of_others(
        &self,
        previous: &Question,
        heard: Vec<(WantedSpeaker, String)>,
        index: &dyn SearchIndex,
        as_of: AsOf,
    ) -> Result<Question, AnswerError> {
        let text = beginning(&previous.text);
        let parts = self.read(previous, index, as_of)?;
        let bytes = |words: &Range<usize>| bytes_of(&parts.tokens, words);
        let asked: Vec<Range<usize>> = parts.who.asked.iter().filter_map(bytes).collect();
        let edits = replaced(&joined(&parts, &asked), "");
        let mut question = Question {
            text: edited(text, edits),
            speaker: None,
            kept: about(text, &topic(&parts)).into_iter().collect(),
            ..previous.clone()
        };
        let mut names: Vec<String> = previous
            .kept
            .iter()
            .filter_map(|part| part.meaning.strip_prefix(NOT_BY).map(str::to_owned))
            .collect();
        for (speaker, name) in heard {
            if !question.not_by.contains(&speaker) {
                question.not_by.push(speaker);
                names.push(name);
            }
        }
        if !names.is_empty() {
            let names = names.join(", ");
            question.kept.push(Recognised {
                meaning: format!("{NOT_BY}{names}"),
                written: names,
            });
        }
        Ok(question)
    }

    /// The one person of the roster whose words a question asks for, if it asks for one, and whether it asks for anybody.
    pub(in crate::answer) fn asked_of(
        &self,
        question: &Question,
        index: &dyn SearchIndex,
        as_of: AsOf,
    ) -> Result<(bool, Option<Gender>), AnswerError> {
        let who = self.read(question, index, as_of)?.who;
        let people = who.speakers.iter().filter_map(|speaker| match speaker {
            WantedSpeaker::Roster(id) => self.names.roster.find(id),
            WantedSpeaker::Named(_) => None,
        });
        let mut genders = people.map(|person| person.gender);
        let only = genders.next().filter(|_| genders.next().is_none());
        let asks = question.speaker.is_some() || !who.asked.is_empty();
        Ok((asks, only.flatten()))
    }

    /// The gender of somebody of the roster, by their name.
    pub(in crate::answer) fn gender_of(&self, name: &str) -> Option<Gender> {
        let entity = self.names.find(name).first()?;
        match entity {
            super::names::Entity::Person(person) => self.names.person(*person)?.gender,
            _ => None,
        }
    }

    fn read<'q>(
        &self,
        question: &'q Question,
        index: &dyn SearchIndex,
        as_of: AsOf,
    ) -> Result<Parts<'q>, AnswerError> {
        let text = beginning(&question.text);
        let tokens = Tokens::new(text, &asked_in(&self.names, text));
        self.parts(question, tokens, index, as_of, DateRange::default())
    }
}

/// Before the names of those who are left out, as it is shown back.
const NOT_BY: &str = "not by ";

/// Whether a text says that and nothing else that could be asked.
fn says_only(tokens: &Tokens<'_>, cue: Cue) -> bool {
    (0..tokens.len()).any(|at| {
        tokens.phrase(at, cue).is_some_and(|length| {
            let mut others = (0..at).chain(at + length..tokens.len());
            others.all(|at| says_nothing(tokens, at))
        })
    })
}

/// Whether a word only says how something is asked.
fn says_nothing(tokens: &Tokens<'_>, at: usize) -> bool {
    let parts = [
        Part::Filler,
        Part::Article,
        Part::And,
        Part::Subject,
        Part::Who,
    ];
    let cues = [Cue::Opens, Cue::He, Cue::She, Cue::They, Cue::It];
    tokens.passed_over(at)
        || parts.into_iter().any(|part| tokens.is(at, part))
        || cues.into_iter().any(|cue| tokens.phrase(at, cue).is_some())
}

/// How many words at the start only go on from what was said before.
fn opening(tokens: &Tokens<'_>) -> usize {
    let mut at = 0;
    while let Some(length) = tokens.phrase(at, Cue::Opens) {
        at += length;
    }
    at
}

/// A pronoun that stands for a speaker.
fn pronoun(tokens: &Tokens<'_>) -> Option<Pronoun> {
    let pronouns = [
        (Cue::They, Pronoun::They),
        (Cue::He, Pronoun::He),
        (Cue::She, Pronoun::She),
    ];
    (0..tokens.len()).find_map(|at| {
        let speaks = |at: usize| tokens.is(at, Part::Subject) || tokens.is(at, Part::Speech);
        if !(at.checked_sub(1).is_some_and(speaks) || tokens.is(at + 1, Part::Speech)) {
            return None;
        }
        let stands = |(cue, pronoun)| tokens.phrase(at, cue).map(|_| pronoun);
        pronouns.into_iter().find_map(stands)
    })
}

/// Words that tell days by what was shown, where they are not part of a date.
fn relative_days(
    marks: &Tokens<'_>,
    tokens: &Tokens<'_>,
    as_of: AsOf,
) -> Option<(Range<usize>, Days)> {
    if dates::find(tokens, as_of).is_some() {
        return None;
    }
    let cues = [
        (Cue::SinceThen, Days::SinceThen),
        (Cue::Earlier, Days::Earlier),
        (Cue::Later, Days::Later),
    ];
    (0..marks.len()).find_map(|at| {
        cues.into_iter()
            .find_map(|(cue, days)| Some((at..at + marks.phrase(at, cue)?, days)))
    })
}

/// Takes what is left, where it is an outlet's or a speaker's name and nothing else, for that.
fn whole_name(
    parts: &mut Parts<'_>,
    rest: &str,
    index: &dyn SearchIndex,
) -> Result<(), AnswerError> {
    let (Some(&first), Some(&last)) = (parts.left.first(), parts.left.last()) else {
        return Ok(());
    };
    let name_words = first..last + 1;
    let name = parts.tokens.written(name_words.clone()).to_owned();
    let is_whole = quoted(rest).is_empty()
        && parts.who.asked.is_empty()
        && name_words.len() <= LONGEST_NAME
        && parts.asked_words.iter().all(|at| name_words.contains(at));
    if !is_whole {
        return Ok(());
    }
    if index.knows_outlet(&name)? {
        parts.outlet = Some((name_words.clone(), name));
    } else if index.knows_speaker(&name)?
        && (name_words.len() > 1 || is_mostly_name(&parts.tokens, first, index)?)
    {
        parts.who.asked.push(name_words.clone());
    } else {
        return Ok(());
    }
    parts.asked_words.clear();
    parts.left.clear();
    Ok(())
}

/// Whether a text has a date or outlet and nothing else.
fn is_only_days_or_outlet(parts: &Parts<'_>, relative: bool) -> bool {
    let dated = parts.dated.as_ref().map(|dated| dated.words.clone());
    let outlet = parts.outlet.as_ref().map(|(words, _)| words.clone());
    let tokens = &parts.tokens;
    (0..tokens.len()).all(|at| {
        let among =
            |words: &Option<Range<usize>>| words.as_ref().is_some_and(|words| words.contains(&at));
        among(&dated)
            || among(&outlet)
            || (relative && tokens.tokens[at].taken)
            || [Part::And, Part::Article, Part::Within, Part::By]
                .into_iter()
                .any(|part| tokens.is(at, part))
    })
}

/// What a question is about, in bytes: runs of words that are neither who is asked, nor a day, nor an outlet, and what
/// stands in quotation marks.
fn topic(parts: &Parts<'_>) -> Vec<Range<usize>> {
    let tokens = &parts.tokens;
    let is_asked = |at: usize| parts.who.asked.iter().any(|words| words.contains(&at));
    let telling: Vec<usize> = parts
        .asked_words
        .iter()
        .copied()
        .filter(|&at| !is_asked(at))
        .collect();
    // "want" is what is asked of somebody, not what about.
    let only_manner = telling.iter().all(|&at| tokens.is(at, Part::Speech));
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut before: Option<usize> = None;
    for at in telling {
        if only_manner {
            break;
        }
        let Some(word) = bytes_of(tokens, &(at..at + 1)) else {
            continue;
        };
        let goes_on = before.is_some_and(|before| {
            (before + 1..at).all(|at| !is_asked(at) && !tokens.tokens[at].taken)
        });
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.end = word.end,
            None => runs.push(word),
        }
        before = Some(at);
    }
    for inside in quoted(tokens.text) {
        let opens = tokens.text[..inside.start].char_indices().next_back();
        let closes = tokens.text[inside.end..].chars().next();
        let start = opens.map_or(inside.start, |(at, _)| at);
        runs.push(start..inside.end + closes.map_or(0, char::len_utf8));
    }
    runs.sort_unstable_by_key(|run| run.start);
    runs
}

/// The topic as it is shown back.
fn about(text: &str, topic: &[Range<usize>]) -> Option<Recognised> {
    let runs = topic.iter().filter_map(|run| text.get(run.clone()));
    let written = runs.collect::<Vec<_>>().join(" ");
    (!written.is_empty()).then(|| Recognised {
        meaning: format!("about {written}"),
        written,
    })
}

fn bytes_of(tokens: &Tokens<'_>, words: &Range<usize>) -> Option<Range<usize>> {
    let words = tokens.tokens.get(words.clone())?;
    Some(words.first()?.start..words.last()?.end)
}

/// The stretches in which people are named, those that only a word like "and" parts as one.
fn joined(parts: &Parts<'_>, asked: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut sorted = asked.to_vec();
    sorted.sort_unstable_by_key(|range| range.start);
    for range in sorted {
        let is_joint = |from: usize| {
            let mut between = parts
                .tokens
                .tokens
                .iter()
                .enumerate()
                .filter(|(_, token)| from <= token.start && token.end <= range.start);
            between.all(|(at, _)| {
                parts.tokens.is(at, Part::And)
                    || parts.tokens.is(at, Part::Article)
                    || parts.tokens.is(at, Part::By)
            })
        };
        match all.last_mut() {
            Some(last) if is_joint(last.end) => last.end = range.end,
            _ => all.push(range),
        }
    }
    all
}

/// The first of these stretches replaced, the others taken out.
fn replaced<'n>(stretches: &[Range<usize>], new: &'n str) -> Vec<(Range<usize>, &'n str)> {
    let news = std::iter::once(new).chain(std::iter::repeat(""));
    stretches.iter().cloned().zip(news).collect()
}

/// A text with stretches replaced, and its white space made single. Of stretches that overlap the first counts.
fn edited(text: &str, mut edits: Vec<(Range<usize>, &str)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for (range, new) in edits {
        if range.start < from {
            continue;
        }
        made.push_str(text.get(from..range.start).unwrap_or_default());
        made.push_str(new);
        from = range.end;
    }
    made.push_str(text.get(from..).unwrap_or_default());
    made.split_whitespace().collect::<Vec<_>>().join(" ")
}
