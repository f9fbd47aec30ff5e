//! Understanding a question: text, words, recognised parts, query. Each part takes its words out of the question; what
//! is left is looked for.

mod comparison;
mod dates;
mod follow_up;
mod lexicon;
mod names;
mod spelling;
mod synonyms;
mod tokens;

pub use dates::ACCEPTED;
pub(super) use dates::AsOf;
pub(super) use follow_up::{Base, Change, Days, Follows, Pronoun, Speaker, Unfinished};
pub use synonyms::{Synonyms, SynonymsError};

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{
    Concept, DateRange, Form, Kinds, Order, Phrase, Query, Recognised, Roster, Tells, WantedSpeaker,
};
use crate::ports::{SearchError, SearchIndex};
use crate::text::{analyser, fold, languages_of, name_terms, words};

use super::{AnswerError, Question, Ranking};
use dates::Dated;
use lexicon::{Cue, Lexicon, Part};
use names::{Entity, FAR_VERB, Mention, Names, Standing, standing};
use synonyms::LONGEST_PHRASE;
use tokens::Tokens;

/// Bytes of a question that are read.
const LONGEST_QUESTION: usize = 4000;

/// Quoted phrases that are looked for.
const MOST_PHRASES: usize = 4;

/// Spellings of one person that are looked for where they are the topic.
const MOST_SPELLINGS: usize = 32;

/// What questions are understood by.
pub(super) struct Understanding {
    names: Names,
    synonyms: Synonyms,
}

/// What is asked of the statements that fit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asks {
    /// The best of them.
    Statements,
    /// How many there are.
    Count,
    /// Whose they are.
    Voices,
    /// The best of each of these speakers.
    Comparison(Vec<Side>),
}

/// One of those who are compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Side {
    /// As shown.
    pub(super) who: String,
    /// Any of these.
    pub(super) speakers: Vec<WantedSpeaker>,
}

/// A question, understood twice: for statements, whose speakers filter, and for passages, where every word counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Understood {
    pub(super) recognised: Vec<Recognised>,
    pub(super) asks: Asks,
    pub(super) statements: Query,
    pub(super) passages: Query,
}

impl Understanding {
    pub(super) fn new(roster: Arc<Roster>, synonyms: Synonyms) -> Self {
        Self {
            names: Names::new(roster),
            synonyms,
        }
    }

    /// What the question asks for.
    pub(super) fn understand(
        &self,
        question: &Question,
        index: &dyn SearchIndex,
        ranking: &Ranking,
        as_of: AsOf,
    ) -> Result<Understood, AnswerError> {
        let text = beginning(&question.text);
        let languages = asked_in(&self.names, text);
        let tokens = Tokens::new(text, &languages);
        let options = options_said(question, as_of)?;
        // For passages alone every word counts, as in any search of documents.
        let plain = !(question.kinds.quotation || question.kinds.reported);
        let every_word = plain.then(|| {
            let every_word = tokens.telling();
            self.concepts(&tokens, &every_word, &languages, ranking, &[])
        });
        let Parts {
            mut tokens,
            mut recognised,
            phrases,
            order,
            mut asks,
            said,
            outlet,
            mut who,
            asked_words,
            left,
            ..
        } = self.parts(question, tokens, index, as_of, options)?;
        if !question.not_by.is_empty() {
            asks = Asks::Voices;
        }
        let outlets: Vec<String> = match (&question.outlet, outlet) {
            (Some(outlet), _) => vec![outlet.clone()],
            (None, Some((_, name))) => vec![name],
            (None, None) => Vec::new(),
        };
        if !plain {
            // A word of the talks in some language is none mistyped, whether anybody said it so or not.
            let known = |at: &usize| {
                let mut terms = tokens.terms(*at).iter().flatten();
                terms.any(|term| self.synonyms.knows(std::slice::from_ref(term)))
            };
            let unknown: Vec<usize> = left.iter().copied().filter(|at| !known(at)).collect();
            spelling::correct(&mut tokens, &unknown, index, &mut recognised)?;
        }
        let mut names: Vec<usize> = who.named.clone().collect();
        names.extend(asked_words.iter().filter(|at| !left.contains(at)));
        let passages = Query {
            concepts: every_word.unwrap_or_else(|| {
                self.concepts(&tokens, &asked_words, &languages, ranking, &names)
            }),
            outlets,
            said: if plain { options } else { said },
            kinds: Kinds {
                passage: question.kinds.passage,
                ..Kinds::NONE
            },
            limit: question.limit,
            ..Query::default()
        };
        let mut concepts = self.concepts(&tokens, &left, &languages, ranking, &names);
        concepts.append(&mut who.topics);
        if asks == Asks::Count {
            recognised.extend(mentioning(&concepts, !who.preferred.is_empty()));
        }
        let is_new =
            |part: &&Recognised| !recognised.iter().any(|known| known.meaning == part.meaning);
        let kept: Vec<Recognised> = question.kept.iter().filter(is_new).cloned().collect();
        recognised.extend(kept);
        let statements = Query {
            concepts,
            phrases,
            speakers: who.speakers,
            not_by: question.not_by.clone(),
            preferred: who.preferred,
            said,
            kinds: Kinds {
                passage: false,
                ..question.kinds
            },
            order,
            everybody: asks == Asks::Voices,
            mentions: asks == Asks::Count,
            ..passages.clone()
        };
        Ok(Understood {
            recognised,
            asks,
            statements,
            passages,
        })
    }

    /// What the words of a question are, stage by stage: each takes its own out of what is left.
    fn parts<'q>(
        &self,
        question: &Question,
        mut tokens: Tokens<'q>,
        index: &dyn SearchIndex,
        as_of: AsOf,
        options: DateRange,
    ) -> Result<Parts<'q>, AnswerError> {
        let plain = !(question.kinds.quotation || question.kinds.reported);
        let mut recognised = options_told(question, options);
        let phrases = phrases(&mut tokens, &mut recognised);
        let mut asks = if plain {
            Asks::Statements
        } else {
            asks(&mut tokens)
        };
        let order = match order(&mut tokens) {
            Order::Relevance => question.order,
            asked => asked,
        };
        let mut said = options;
        let mut dated = None;
        if let Some(found) = dates::find(&tokens, as_of) {
            recognised.push(Recognised {
                written: tokens.written(found.words.clone()).to_owned(),
                meaning: dates::describe(found.range),
            });
            tokens.take(found.words.clone());
            said = DateRange {
                since: said.since.or(found.range.since),
                until: said.until.or(found.range.until),
            };
            dated = Some(found);
        }
        let outlet = if plain || question.outlet.is_some() {
            None
        } else {
            outlet(&mut tokens, index, &mut recognised)?
        };
        let asked_words = tokens.left(true);
        let mut who = Who::default();
        let today = as_of.today;
        let compared = if plain || question.speaker.is_some() {
            None
        } else {
            self.compared(&mut tokens, index)?
        };
        match &question.speaker {
            Some(speaker) => {
                self.wanted(speaker, index, said, today, &mut who)?;
                who.asked = self.take_names(speaker, &mut tokens);
            }
            None => match compared {
                Some(compared) => {
                    asks = Asks::Comparison(self.sides(&tokens, compared, said, today, &mut who));
                    self.topics(&mut tokens, &mut who);
                }
                None => self.who(&mut tokens, index, said, today, &mut who)?,
            },
        }
        recognised.append(&mut who.recognised);
        let left = tokens.left(true);
        Ok(Parts {
            tokens,
            recognised,
            phrases,
            order,
            asks,
            said,
            dated,
            outlet,
            who,
            asked_words,
            left,
        })
    }

    /// The speakers that an option names.
    fn wanted(
        &self,
        given: &str,
        index: &dyn SearchIndex,
        said: DateRange,
        today: Date,
        who: &mut Who,
    ) -> Result<(), AnswerError> {
        let entities = self.names.find(given);
        if !entities.is_empty() && self.speak(entities, given, said, today, who) {
            return Ok(());
        }
        if index.knows_speaker(given)? {
            who.add_named(given, given);
            return Ok(());
        }
        Err(AnswerError::UnknownSpeaker {
            given: given.to_owned(),
            nearest: self.names.nearest(given, 3),
        })
    }

    /// Who is asked about, and who is only spoken of.
    fn who(
        &self,
        tokens: &mut Tokens<'_>,
        index: &dyn SearchIndex,
        said: DateRange,
        today: Date,
        who: &mut Who,
    ) -> Result<(), SearchError> {
        let mut mentions = self.names.mentions(tokens);
        for at in 0..tokens.len() {
            let known = mentions.iter().any(|mention| mention.words.contains(&at));
            if !known
                && may_be_name(tokens, at)
                && let Some(mention) = self.names.mistyped(tokens, at)
                && !is_ordinary(tokens, at, index)?
            {
                mentions.push(mention);
            }
        }
        mentions.sort_by_key(|mention| mention.words.start);
        let mut others = Vec::new();
        for (at, mention) in mentions.iter().enumerate() {
            if let Some(name) = self.namesake(tokens, mention, index)? {
                others.push((at, name));
            }
        }
        for (at, name) in others.into_iter().rev() {
            let surname = mentions.remove(at).words;
            let words = surname.start - 1..surname.end;
            if standing(tokens, &words) == Standing::Speaker {
                who.add_named(tokens.written(words.clone()), &name);
                who.asked.push(words.clone());
                tokens.take(words);
            }
        }
        let asks_who = (0..tokens.len().min(3)).any(|at| tokens.is(at, Part::Who));

        let is_side = |mention: &Mention| {
            mention
                .entities
                .iter()
                .all(|entity| matches!(entity, Entity::Side(_)))
        };
        let heading = heading(tokens, &mentions);
        let mut stands: Vec<(Mention, Standing)> = Vec::new();
        for (at, mention) in mentions.into_iter().enumerate() {
            let mut standing = standing(tokens, &mention.words);
            if at < heading {
                standing = Standing::Speaker;
            }
            // "Trump and Putin": the second stands as the first does.
            if standing == Standing::Open
                && let Some((before, inherited)) = stands.last()
                && tokens.before(mention.words.start).is_some_and(|at| {
                    at == before.words.end && (tokens.is(at, Part::And) || tokens.is(at, Part::By))
                })
            {
                standing = *inherited;
            }
            stands.push((mention, standing));
        }
        let people_speak = stands
            .iter()
            .any(|(mention, standing)| !is_side(mention) && *standing == Standing::Speaker);
        let alone = stands
            .iter()
            .filter(|(mention, _)| !is_side(mention))
            .count()
            == 1;
        for (mention, standing) in stands {
            let written = tokens.written(mention.words.clone());
            let speaks =
                standing == Standing::Speaker && !(is_side(&mention) && (people_speak || asks_who));
            if speaks && self.speak(&mention.entities, written, said, today, who) {
                who.asked.push(mention.words.clone());
                tokens.take(mention.words);
                continue;
            }
            let Some(topic) = self.topic(&mention, written) else {
                continue;
            };
            if standing == Standing::Open && alone && !asks_who {
                self.prefer(&mention.entities, written, who);
                who.asked.push(mention.words.clone());
            }
            who.topics.push(topic);
            tokens.take(mention.words);
        }
        if who.speakers.is_empty() && who.preferred.is_empty() && !asks_who {
            outsider(tokens, index, who)?;
        }
        Ok(())
    }

    /// The name of somebody else whose words are indexed, where what the roster takes for one of its people is their
    /// surname only: "Jane Marsh" where the roster has Tom.
    fn namesake(
        &self,
        tokens: &Tokens<'_>,
        mention: &Mention,
        index: &dyn SearchIndex,
    ) -> Result<Option<String>, SearchError> {
        let [Entity::Person(person)] = mention.entities.as_slice() else {
            return Ok(None);
        };
        let Some(before) = mention.words.start.checked_sub(1) else {
            return Ok(None);
        };
        if mention.words.len() != 1 || tokens.ends_name(before) || tokens.is(before, Part::Article)
        {
            return Ok(None);
        }
        let name = tokens.written(before..mention.words.end);
        let is_own = self.names.person(*person).is_some_and(|person| {
            let given = &tokens.tokens[before].name;
            let mut names = person.aliases.iter().chain([&person.name]);
            names.any(|name| name_terms(name).any(|part| part == *given))
        });
        Ok((!is_own && index.knows_speaker(name)?).then(|| name.to_owned()))
    }

    /// Adds the people that a name means as speakers, if it means any.
    fn speak(
        &self,
        entities: &[Entity],
        written: &str,
        said: DateRange,
        today: Date,
        who: &mut Who,
    ) -> bool {
        let before = who.speakers.len();
        let mut meanings: Vec<String> = Vec::new();
        for &entity in entities {
            match entity {
                Entity::Person(index) => {
                    if let Some(person) = self.names.person(index) {
                        who.add(WantedSpeaker::Roster(person.id.clone()));
                        who.add(WantedSpeaker::Named(person.name.clone()));
                        meanings.push(person.name.clone());
                    }
                }
                Entity::Office(index, role) => {
                    if self.names.holds(index, role, said, today)
                        && let Some(person) = self.names.person(index)
                    {
                        who.add(WantedSpeaker::Roster(person.id.clone()));
                        meanings.push(person.name.clone());
                    }
                }
                Entity::Side(index) => {
                    let Some(side) = self.names.side(index) else {
                        continue;
                    };
                    for person in self.names.roster.of_side(&side.id) {
                        who.add(WantedSpeaker::Roster(person.id.clone()));
                    }
                    for form in singular_and_plural(written) {
                        who.add(WantedSpeaker::Named(form));
                    }
                    meanings.push(side.name.clone());
                }
            }
        }
        if who.speakers.len() == before {
            return false;
        }
        who.recognised.push(Recognised {
            written: written.to_owned(),
            meaning: meanings.join(", "),
        });
        true
    }

    /// Prefers the words of people who may be asked about.
    fn prefer(&self, entities: &[Entity], written: &str, who: &mut Who) {
        for &entity in entities {
            if let Entity::Person(index) = entity
                && let Some(person) = self.names.person(index)
            {
                who.preferred.push(person.name.clone());
                who.recognised.push(Recognised {
                    written: written.to_owned(),
                    meaning: person.name.clone(),
                });
            }
        }
    }

    /// A person who is spoken of, by all their spellings.
    fn topic(&self, mention: &Mention, written: &str) -> Option<Concept> {
        let mut forms: Vec<Form> = Vec::new();
        for &entity in &mention.entities {
            let Entity::Person(index) = entity else {
                continue;
            };
            let person = self.names.person(index)?;
            let names = [written]
                .into_iter()
                .chain(person.aliases.iter().map(String::as_str))
                .filter(|name| words(name).count() == 1);
            for name in names {
                for language in languages_of(name) {
                    let Some(term) = analyser(language).term(name) else {
                        continue;
                    };
                    let terms = vec![term];
                    if forms.len() < MOST_SPELLINGS && !forms.iter().any(|f| f.terms == terms) {
                        forms.push(Form { terms, weight: 1.0 });
                    }
                }
            }
        }
        (!forms.is_empty()).then(|| Concept {
            written: written.to_owned(),
            tells: Tells::Name,
            forms,
        })
    }

    /// What the words at `wanted` look for; those at `named` are of a name.
    fn concepts(
        &self,
        tokens: &Tokens<'_>,
        wanted: &[usize],
        languages: &[&str],
        ranking: &Ranking,
        named: &[usize],
    ) -> Vec<Concept> {
        let terms: Vec<Vec<String>> = (0..languages.len())
            .map(|language| {
                let term = |&at: &usize| tokens.terms(at).get(language).cloned().flatten();
                wanted
                    .iter()
                    .map(|at| term(at).unwrap_or_default())
                    .collect()
            })
            .collect();
        let mut concepts = Vec::new();
        let mut next = 0;
        while next < wanted.len() {
            let following: Vec<&[String]> = terms.iter().map(|terms| &terms[next..]).collect();
            let (concept, length) =
                self.concept(tokens, &wanted[next..], &following, languages, ranking);
            let tells = if named.contains(&wanted[next]) {
                Tells::Name
            } else if tokens.is(wanted[next], Part::Speech) {
                Tells::Manner
            } else {
                Tells::Topic
            };
            // A word said again asks for nothing more.
            let asked_again = |concept: &Concept| {
                concepts
                    .iter()
                    .any(|known: &Concept| known.forms == concept.forms)
            };
            concepts.extend(
                concept
                    .filter(|concept| !asked_again(concept))
                    .map(|concept| Concept { tells, ..concept }),
            );
            next += length.max(1);
        }
        concepts
    }

    /// The concept of the first of these words, or of the set phrase that begins there, and how many words it takes.
    /// `terms` are the words as each of the languages analyses them, empty where nothing is left of one.
    fn concept(
        &self,
        tokens: &Tokens<'_>,
        wanted: &[usize],
        terms: &[&[String]],
        languages: &[&str],
        ranking: &Ranking,
    ) -> (Option<Concept>, usize) {
        let whole = |terms: &&[String]| terms.iter().all(|term| !term.is_empty());
        let phrase = (1..=LONGEST_PHRASE.min(wanted.len()))
            .rev()
            .find(|&length| {
                let mut phrases = terms.iter().map(|terms| &terms[..length]).filter(whole);
                length == 1 || phrases.any(|phrase| self.synonyms.knows(phrase))
            });
        let length = phrase.unwrap_or(1);
        let mut forms: Vec<Form> = Vec::new();
        for terms in terms.iter().map(|terms| &terms[..length]).filter(whole) {
            if !forms.iter().any(|form| form.terms == terms) {
                forms.push(Form {
                    terms: terms.to_vec(),
                    weight: 1.0,
                });
            }
        }
        if forms.is_empty() {
            return (None, length);
        }
        for own in forms.clone() {
            let (synonym, translation) = (ranking.synonym, ranking.translation);
            let others = self
                .synonyms
                .of(&own.terms, languages, synonym, translation);
            for other in others {
                if !forms.iter().any(|form| form.terms == other.terms) {
                    forms.push(other);
                }
            }
        }
        let written = wanted[..length]
            .iter()
            .map(|&at| tokens.tokens[at].written)
            .collect::<Vec<_>>()
            .join(" ");
        let concept = Concept {
            written,
            tells: Tells::Topic,
            forms,
        };
        (Some(concept), length)
    }
}

/// What the words of a question are.
struct Parts<'q> {
    tokens: Tokens<'q>,
    recognised: Vec<Recognised>,
    phrases: Vec<Phrase>,
    order: Order,
    asks: Asks,
    /// The days that options and words allow.
    said: DateRange,
    /// The words that are a date.
    dated: Option<Dated>,
    /// The words that are an outlet, what stands before it included, and its name.
    outlet: Option<(Range<usize>, String)>,
    who: Who,
    /// What was left when people were not yet found.
    asked_words: Vec<usize>,
    /// What is looked for.
    left: Vec<usize>,
}

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_QUESTION))
        .unwrap_or_default()
}

/// What the options say, as it is shown back.
fn options_told(question: &Question, said: DateRange) -> Vec<Recognised> {
    let dates: Vec<&str> = [&question.since, &question.until]
        .into_iter()
        .filter_map(Option::as_deref)
        .collect();
    let mut told = Vec::new();
    if !dates.is_empty() {
        told.push(Recognised {
            written: dates.join(" – "),
            meaning: dates::describe(said),
        });
    }
    told.extend(question.outlet.as_ref().map(|outlet| Recognised {
        written: outlet.clone(),
        meaning: format!("in {outlet}"),
    }));
    told
}

/// What is counted, as it is shown back; names are not where they are rather the speaker's.
fn mentioning(concepts: &[Concept], by_names: bool) -> Option<Recognised> {
    let topics = concepts
        .iter()
        .filter(|concept| match concept.tells {
            Tells::Topic => true,
            Tells::Name => !by_names,
            Tells::Manner => false,
        })
        .map(|concept| concept.written.as_str());
    let written = topics.collect::<Vec<_>>().join(", ");
    (!written.is_empty()).then(|| Recognised {
        meaning: format!("mentioning {written}"),
        written,
    })
}

/// The days that the options allow.
fn options_said(question: &Question, as_of: AsOf) -> Result<DateRange, AnswerError> {
    let read = |option: &'static str, given: &Option<String>| {
        let Some(given) = given else { return Ok(None) };
        dates::read(given, as_of)
            .map(Some)
            .ok_or_else(|| AnswerError::Date {
                option,
                given: given.clone(),
            })
    };
    Ok(DateRange {
        since: read("since", &question.since)?.map(|(first, _)| first),
        until: read("until", &question.until)?.map(|(_, last)| last),
    })
}

/// Who was found in a question.
#[derive(Default)]
struct Who {
    speakers: Vec<WantedSpeaker>,
    /// Names outside the roster that may be the speaker's, and the words that they are.
    preferred: Vec<String>,
    named: Range<usize>,
    /// The words that name whoever is asked about, as far as words of the question do.
    asked: Vec<Range<usize>>,
    topics: Vec<Concept>,
    recognised: Vec<Recognised>,
}

impl Who {
    fn add(&mut self, speaker: WantedSpeaker) {
        if !self.speakers.contains(&speaker) {
            self.speakers.push(speaker);
        }
    }

    fn add_named(&mut self, written: &str, name: &str) {
        self.add(WantedSpeaker::Named(name.to_owned()));
        self.recognised.push(Recognised {
            written: written.to_owned(),
            meaning: name.to_owned(),
        });
    }
}

/// How many names a question begins with, joined by "and", before it says what about: "Vale and Marsh on ferries".
fn heading(tokens: &Tokens<'_>, mentions: &[Mention]) -> usize {
    let mut end = None;
    for (count, mention) in mentions.iter().enumerate() {
        let before = tokens.before(mention.words.start);
        let joined = match (end, before) {
            (None, before) => before.is_none(),
            (Some(end), before) => before == Some(end) && tokens.is(end, Part::And),
        };
        if !joined {
            return 0;
        }
        end = Some(mention.words.end);
        if tokens.is(mention.words.end, Part::About) {
            return count + 1;
        }
    }
    0
}

/// A description in both numbers, since "European diplomats" asks for "One European diplomat" too.
fn singular_and_plural(written: &str) -> Vec<String> {
    let mut forms = vec![written.to_owned()];
    if let Some(singular) = written.strip_suffix('s').filter(|s| s.len() > 3) {
        forms.push(singular.to_owned());
    }
    forms
}

/// Whether a name may stand at `index`, by the words around it or by its capital.
fn may_be_name(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(token) = tokens.tokens.get(index) else {
        return false;
    };
    let parts = [
        Part::Filler,
        Part::Subject,
        Part::About,
        Part::By,
        Part::Article,
    ];
    let dates = |lexicon: &&Lexicon| {
        lexicon.month(&token.word).is_some() || lexicon.weekday(&token.word).is_some()
    };
    let known = parts.into_iter().any(|part| tokens.is(index, part));
    if token.taken || known || tokens.lexicons.iter().any(dates) {
        return false;
    }
    let capital = index > 0 && token.written.chars().next().is_some_and(char::is_uppercase);
    let before = tokens.before(index);
    let after_verb =
        before.is_some_and(|at| tokens.is(at, Part::Subject) || tokens.is(at, Part::By));
    let says = (index + 1..=index + FAR_VERB).any(|at| tokens.is(at, Part::Speech));
    let heads = index == 0 && (tokens.is(index + 1, Part::About) || tokens.len() <= 3);
    capital || tokens.is(index + 1, Part::Speech) || (after_verb && says) || heads
}

/// A word in so many statements is a word, whatever name it comes near.
const ORDINARY: u64 = 5;

/// Whether the word at `at` is one that statements often hold.
fn is_ordinary(
    tokens: &Tokens<'_>,
    at: usize,
    index: &dyn SearchIndex,
) -> Result<bool, SearchError> {
    for term in tokens.terms(at).iter().flatten() {
        if index.frequency(term)? >= ORDINARY {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Of the statements that a name is in or around, at least one in so many is by somebody who bears it.
const STATEMENTS_PER_BEARER: u64 = 10;

/// Whether the word at `at` is one that people are called by more than it is used as a word.
fn is_mostly_name(
    tokens: &Tokens<'_>,
    at: usize,
    index: &dyn SearchIndex,
) -> Result<bool, SearchError> {
    let Some(token) = tokens.tokens.get(at) else {
        return Ok(false);
    };
    let bearing = index.bearing(token.spelling())?;
    if bearing < ORDINARY {
        return Ok(false);
    }
    for term in tokens.terms(at).iter().flatten() {
        if index.frequency(term)? > STATEMENTS_PER_BEARER * bearing {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Somebody outside the roster whose words are indexed: the longest run of words, where a speaker may stand, that
/// together are a name there.
fn outsider(
    tokens: &mut Tokens<'_>,
    index: &dyn SearchIndex,
    who: &mut Who,
) -> Result<(), SearchError> {
    const LONGEST: usize = 4;
    for start in 0..tokens.len() {
        let begins = match tokens.before(start) {
            Some(at) => tokens.is(at, Part::Subject) || tokens.is(at, Part::By),
            None => tokens.len() > 1,
        };
        for length in (1..=LONGEST).rev() {
            let words = start..start + length;
            let follows = tokens.is(words.end, Part::Speech);
            // A name ends where its words do: "ex" is none in "the ex attorney general".
            let ends = tokens.ends_name(words.end) || length > 1;
            if !((begins && (ends || is_mostly_name(tokens, start, index)?)) || follows)
                || !tokens.free(words.clone())
                || words.clone().any(|at| {
                    tokens.passed_over(at)
                        || [
                            Part::Filler,
                            Part::Subject,
                            Part::About,
                            Part::By,
                            Part::Article,
                        ]
                        .into_iter()
                        .any(|part| tokens.is(at, part))
                })
            {
                continue;
            }
            let written = tokens.written(words.clone());
            let mut known = Vec::new();
            for form in singular_and_plural(written) {
                if index.knows_speaker(&form)? {
                    known.push(form);
                }
            }
            if !known.is_empty() {
                who.recognised.push(Recognised {
                    written: written.to_owned(),
                    meaning: written.to_owned(),
                });
                // "European diplomats", when one European diplomat has spoken: they are nobody else.
                let is_group = length > 1 && known.iter().any(|form| form != written);
                who.asked.push(words.clone());
                if is_group {
                    for form in known {
                        who.add(WantedSpeaker::Named(form));
                    }
                    tokens.take(words);
                } else {
                    who.preferred = known;
                    who.named = words;
                }
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The outlet that the question names after "in", "from" or "according to", if any: its words and those before it, and
/// its name.
fn outlet(
    tokens: &mut Tokens<'_>,
    index: &dyn SearchIndex,
    recognised: &mut Vec<Recognised>,
) -> Result<Option<(Range<usize>, String)>, SearchError> {
    const LONGEST: usize = 5;
    for before in 0..tokens.len() {
        let word = tokens.is(before, Part::Within) || tokens.is(before, Part::By);
        let source = tokens.phrase(before, Cue::Source);
        let Some(mut start) = source.or(word.then_some(1)).map(|length| before + length) else {
            continue;
        };
        if source.is_some() && tokens.is(start, Part::Article) {
            start += 1;
        }
        for length in (1..=LONGEST).rev() {
            let words = start..start + length;
            let name = tokens.written(words.clone());
            if tokens.free(words.clone()) && index.knows_outlet(name)? {
                recognised.push(Recognised {
                    written: name.to_owned(),
                    meaning: format!("in {name}"),
                });
                tokens.take(words.clone());
                return Ok(Some((before..words.end, name.to_owned())));
            }
        }
    }
    Ok(None)
}

/// Whether the newest or the oldest is asked for.
fn order(tokens: &mut Tokens<'_>) -> Order {
    for at in 0..tokens.len() {
        if tokens.is(at, Part::Latest) && at <= 2 {
            tokens.take(at..at + 1);
            return Order::Latest;
        }
        let asks_when = (0..at).any(|before| tokens.is(before, Part::When));
        let first_said = tokens.is(at + 1, Part::Filler) || tokens.is(at + 1, Part::Speech);
        if tokens.is(at, Part::First) && (asks_when || first_said) {
            tokens.take(at..at + 1);
            return Order::First;
        }
    }
    Order::Relevance
}

/// Words within which a question says that it asks for a number.
const ASKS_SOON: usize = 3;

/// What is asked of the statements, but for a comparison.
fn asks(tokens: &mut Tokens<'_>) -> Asks {
    for at in 0..ASKS_SOON {
        if let Some(length) = tokens.phrase(at, Cue::Count) {
            tokens.take(at..at + length);
            return Asks::Count;
        }
    }
    if asks_for_everybody(tokens) {
        Asks::Voices
    } else {
        Asks::Statements
    }
}

/// Whether it is asked who has spoken about something, not who said certain words.
fn asks_for_everybody(tokens: &Tokens<'_>) -> bool {
    let spoke = |at: usize| tokens.is(at, Part::Filler) && tokens.is(at + 1, Part::About);
    // The German participle stands at the end, after the topic.
    let has_spoken = tokens.is(1, Part::Subject)
        && tokens.is(2, Part::About)
        && tokens.is(tokens.len().saturating_sub(1), Part::Filler);
    tokens.is(0, Part::Who) && (has_spoken || (1..tokens.len().min(5)).any(spoke))
}

/// What the question puts in quotation marks.
fn phrases(tokens: &mut Tokens<'_>, recognised: &mut Vec<Recognised>) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for quoted in quoted(tokens.text) {
        let written = tokens.text.get(quoted.clone()).unwrap_or_default();
        let Some(phrase) = phrase(written, &tokens.languages) else {
            continue;
        };
        recognised.push(Recognised {
            written: phrase.written.clone(),
            meaning: format!("the words “{}”", phrase.written),
        });
        phrases.push(phrase);
        let inside: Vec<usize> = (0..tokens.len())
            .filter(|&at| {
                let token = &tokens.tokens[at];
                quoted.start <= token.start && token.end <= quoted.end
            })
            .collect();
        for at in inside {
            tokens.take(at..at + 1);
        }
        if phrases.len() == MOST_PHRASES {
            break;
        }
    }
    phrases
}

/// The stretches of a text within quotation marks, in pairs of the same kind.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match open {
            None => {
                let close = match c {
                    '"' => '"',
                    '“' | '”' => '”',
                    '„' => '“',
                    '«' => '»',
                    '»' => '«',
                    _ => continue,
                };
                open = Some((at + c.len_utf8(), close));
            }
            Some((start, close)) if c == close || (close == '“' && c == '”') => {
                open = None;
                found.push(start..at);
            }
            Some(_) => {}
        }
    }
    found
}

/// The languages that a question may be in: what it quotes may be in another.
fn asked_in(names: &Names, text: &str) -> Vec<&'static str> {
    let mut own = String::with_capacity(text.len());
    let mut from = 0;
    for quoted in quoted(text) {
        own.push_str(text.get(from..quoted.start).unwrap_or_default());
        from = quoted.end;
    }
    own.push_str(text.get(from..).unwrap_or_default());
    let asks = words(&own).next().is_some();
    names.languages(if asks { &own } else { text })
}

/// A phrase, as every language that it may be in analyses it: those of its letters that most is written in, whatever
/// few words of it suggest, and those of the question. One without a word to look for is none.
fn phrase(written: &str, asked_in: &[&'static str]) -> Option<Phrase> {
    const MOST_TERMS: usize = 40;
    let mut forms: Vec<Vec<(u32, String)>> = Vec::new();
    let cyrillic = fold(written)
        .chars()
        .any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    let common: &[&'static str] = if cyrillic {
        &["uk", "ru"]
    } else {
        &["en", "de", "fr", "es", "pl"]
    };
    let mut languages = languages_of(written);
    languages.extend(asked_in.iter().chain(common));
    for language in languages {
        let terms = analyser(language).terms(written);
        let Some(first) = terms.first().map(|term| term.position) else {
            continue;
        };
        let form: Vec<(u32, String)> = terms
            .into_iter()
            .take(MOST_TERMS)
            .map(|term| (term.position - first, term.text))
            .collect();
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    (!forms.is_empty()).then(|| Phrase {
        written: written.trim().to_owned(),
        forms,
    })
}
