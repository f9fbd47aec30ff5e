//! Who a mention is: pronouns, bare surnames, titles and roles resolved to the people of the article and the roster.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;

use crate::domain::{Gender, Roster, SpeakerId};
use crate::text::fold;

use super::features::Outline;
use super::mentions::{Mention, MentionKind, Relation, in_headline};
use super::tokens::{Kind, Token, Tokens};
use super::vocabulary::*;

/// The roster by every name and role, folded. Made once.
#[derive(Debug, Default)]
pub struct Names {
    people: Vec<Person>,
    by_name: HashMap<u64, usize>,
    by_handle: HashMap<String, usize>,
    by_role: HashMap<u64, Vec<usize>>,
}

#[derive(Debug)]
struct Person {
    id: SpeakerId,
    name: String,
    gender: Option<Gender>,
    roles: Vec<(u64, Option<Date>, Option<Date>)>,
    /// The offices' names, folded, with their days.
    titles: Vec<(String, Option<Date>, Option<Date>)>,
    /// The first words of the full names, folded.
    given: Vec<String>,
}

impl Names {
    /// Takes everybody of a roster.
    pub fn new(roster: &Roster) -> Self {
        let mut names = Self::default();
        for speaker in roster.speakers() {
            let index = names.people.len();
            for name in std::iter::once(&speaker.name).chain(&speaker.aliases) {
                names.by_name.entry(words_of(name)).or_insert(index);
            }
            for handle in &speaker.handles {
                names.by_handle.entry(fold(handle)).or_insert(index);
            }
            let mut roles = Vec::new();
            for role in &speaker.roles {
                for written in std::iter::once(&role.title).chain(&role.as_written) {
                    let written = words_of(written);
                    let holders = names.by_role.entry(written).or_default();
                    if holders.last() != Some(&index) {
                        holders.push(index);
                    }
                    roles.push((written, role.since, role.until));
                }
            }
            let titles = speaker.roles.iter().flat_map(|role| {
                let written = std::iter::once(&role.title).chain(&role.as_written);
                written.map(|title| (fold(title), role.since, role.until))
            });
            let given = std::iter::once(&speaker.name)
                .chain(&speaker.aliases)
                .filter_map(|name| name.split_once(' '))
                .map(|(first, _)| fold(first));
            names.people.push(Person {
                titles: titles.collect(),
                given: given.collect(),
                id: speaker.id.clone(),
                name: speaker.name.clone(),
                gender: speaker.gender,
                roles,
            });
        }
        names
    }

    fn holder(&self, role: u64, on: Option<Date>) -> Option<usize> {
        let holders = self.by_role.get(&role)?;
        let held = |person: &&usize| {
            self.people[**person]
                .roles
                .iter()
                .any(|(written, since, until)| {
                    *written == role
                        && on.is_none_or(|on| {
                            since.is_none_or(|s| s <= on) && until.is_none_or(|u| on <= u)
                        })
                })
        };
        let mut now = holders.iter().filter(held);
        match (now.next(), now.next()) {
            (Some(&only), None) => Some(only),
            _ => None,
        }
    }

    /// Whether a person held an office on that day whose name holds a word: a "foreign minister" is "the minister".
    fn is_called(&self, person: usize, word: &str, on: Option<Date>) -> bool {
        self.people[person]
            .titles
            .iter()
            .any(|(title, since, until)| {
                title.contains(word)
                    && on.is_none_or(|on| {
                        since.is_none_or(|s| s <= on) && until.is_none_or(|u| on <= u)
                    })
            })
    }

    /// The person of a surname whose given name is this one in another case.
    fn inflected(&self, first: &str, last: u64) -> Option<usize> {
        let person = *self.by_name.get(&keys_key(std::iter::once(last)))?;
        let first = fold(first);
        let length = first.chars().count().saturating_sub(2).max(2);
        let begin: String = first.chars().take(length).collect();
        let given = &self.people[person].given;
        given
            .iter()
            .any(|name| name.starts_with(&begin))
            .then_some(person)
    }

    /// The person with that name or handle.
    pub fn find(&self, name: &str, handle: &str) -> Option<(String, SpeakerId)> {
        let by_handle = || self.by_handle.get(&fold(handle.trim_start_matches('@')));
        let index = self.by_name.get(&words_of(name)).or_else(by_handle)?;
        let person = &self.people[*index];
        Some((person.name.clone(), person.id.clone()))
    }
}

/// One key for a name's or role's words, whatever stands before and between them.
fn words_of(name: &str) -> u64 {
    let cut = Tokens::new(name, &Vocabulary::default());
    words_at(&cut, &(0..cut.tokens.len()))
}

/// The same for words of a text.
fn words_at(cut: &Tokens<'_>, tokens: &Range<usize>) -> u64 {
    keys_key(keys_at(cut, tokens).filter(|&key| key != 0))
}

fn keys_at(cut: &Tokens<'_>, tokens: &Range<usize>) -> impl DoubleEndedIterator<Item = u64> {
    let tokens = cut.tokens.get(tokens.clone()).unwrap_or_default();
    tokens.iter().map(|token| token.key)
}

/// Somebody in the article.
#[derive(Debug, Clone, Default)]
struct Entity {
    /// The tokens of the fullest name, or of the description.
    name: Range<usize>,
    /// The name in the nominative, where the article has it in another case.
    shown: Option<String>,
    gender: Option<Gender>,
    person: Option<usize>,
    /// The tokens by which they are called what they are: "minister", "president".
    roles: Vec<usize>,
    /// How much speaks for a person rather than a place or a body.
    human: u8,
    plural: bool,
    /// Whether it is a body or a place by its name.
    is_nobody: bool,
}

/// For each mention the entity that it names.
pub struct Resolved {
    entities: Vec<Entity>,
    of: Vec<Option<usize>>,
}

impl Resolved {
    /// The name and roster id of whoever a mention names, or `None` where it names nobody known; then the mention's own
    /// words tell.
    pub fn speaker(
        &self,
        cut: &Tokens<'_>,
        names: &Names,
        mention: usize,
    ) -> Option<(String, Option<SpeakerId>)> {
        let entity = &self.entities[(*self.of.get(mention)?)?];
        Some(match entity.person {
            Some(person) => {
                let person = &names.people[person];
                (person.name.clone(), Some(person.id.clone()))
            }
            None => {
                let written = || cut.slice(&entity.name).to_owned();
                (entity.shown.clone().unwrap_or_else(written), None)
            }
        })
    }
}

/// Shows a name that the article has in another case by its nominative, where the given name is known and the surname
/// stands somewhere as a subject.
fn nominatives(outline: &Outline<'_>, vocabulary: &Vocabulary, people: &mut People) {
    let cut = &outline.cut;
    let subject = |mention: &Mention| {
        matches!(
            mention.relation,
            Relation::Subject | Relation::SubjectApposition | Relation::Inverted | Relation::Prefix
        ) && !mention.governed
    };
    // A subject stands surest before its verb; what stands behind one may be an object.
    let sure = |mention: &Mention| mention.relation != Relation::Inverted;
    let mut surnames: Vec<Option<usize>> = vec![None; people.entities.len()];
    for is_wanted in [sure, |_: &Mention| true] {
        for (mention, entity) in outline.mentions.iter().zip(&people.of_name) {
            if let Some(entity) = *entity
                && subject(mention)
                && is_wanted(mention)
                && !mention.name.is_empty()
            {
                let last = mention.name.end - 1;
                surnames[entity].get_or_insert(last);
            }
        }
    }
    for (entity, surname) in people.entities.iter_mut().zip(surnames) {
        let words = cut.tokens[entity.name.clone()].iter().map(|t| t.key);
        if entity.person.is_none()
            && let Some(body) = vocabulary.body(words)
        {
            entity.shown = Some(body.to_owned());
            continue;
        }
        let Some(surname) = surname.filter(|_| entity.person.is_none()) else {
            continue;
        };
        let given = || vocabulary.nominative(cut.word(entity.name.start));
        entity.shown = match entity.name.len() {
            1 if vocabulary.has_cases() => Some(cut.word(surname).to_owned()),
            2 => given().map(|given| format!("{given} {}", cut.word(surname))),
            _ => continue,
        };
    }
}

/// How far back, in mentions, a pronoun's person is looked for.
const LOOK_BACK: usize = 40;

/// Resolves all mentions. `on` is the day by which offices are understood.
pub fn resolve(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    names: &Names,
    on: Option<Date>,
) -> Resolved {
    let mut people = gather(outline, vocabulary, names, on);
    let mentions = &outline.mentions;
    let mut of: Vec<Option<usize>> = Vec::with_capacity(mentions.len());
    for (index, mention) in mentions.iter().enumerate() {
        let entity = match mention.kind {
            MentionKind::Name => people.of_name[index],
            MentionKind::Pronoun | MentionKind::They | MentionKind::It => {
                pronoun(outline, &people.entities, &of, index)
            }
            MentionKind::Relative => {
                antecedent(outline, index).and_then(|antecedent| of[antecedent])
            }
            MentionKind::Description => {
                description(outline, vocabulary, names, &mut people, &of, index, on)
            }
            MentionKind::Group | MentionKind::Thing => apposed(outline, &of, index).or_else(|| {
                people.entities.push(Entity {
                    name: mention.phrase.clone(),
                    plural: mention.kind == MentionKind::Group,
                    ..Entity::default()
                });
                Some(people.entities.len() - 1)
            }),
        };
        if let (Some(entity), MentionKind::Pronoun) = (entity, mention.kind) {
            let known = &mut people.entities[entity];
            known.gender = known.gender.or(mention.gender);
            known.human = known.human.saturating_add(1);
        }
        of.push(entity);
    }
    Resolved {
        entities: people.entities,
        of,
    }
}

/// Farther back, in mentions, nobody is whom "who" means.
const ANTECEDENTS: usize = 6;

/// Whom "who" means: the mention before it; or, behind what is told of somebody, they: "Vale, a pilot from Riverton, Ohio,
/// who said".
fn antecedent(outline: &Outline<'_>, index: usize) -> Option<usize> {
    let (mentions, tokens) = (&outline.mentions, &outline.cut.tokens);
    let last = index
        .checked_sub(1)
        .filter(|&before| mentions[before].paragraph == mentions[index].paragraph)?;
    let is_name = |at: usize| mentions[at].kind == MentionKind::Name;
    let parted = |at: usize| tokens[mentions[at].tokens.end].kind == Kind::Comma;
    // A place that tells where another is.
    let inner = last.checked_sub(1).filter(|&place| {
        is_name(place)
            && is_name(last)
            && parted(place)
            && mentions[place].tokens.end + 1 == mentions[last].tokens.start
    });
    let inner = inner.unwrap_or(last);
    let told = &mentions[inner];
    if !told.governed || !is_name(inner) || !parted(last) {
        return Some(last);
    }
    let tells = |m: &Mention| {
        let within = m.apposition.start <= told.tokens.start && told.tokens.end == m.apposition.end;
        within && matches!(m.kind, MentionKind::Name | MentionKind::Description)
    };
    let near = index.saturating_sub(ANTECEDENTS)..inner;
    Some(near.rev().find(|&at| tells(&mentions[at])).unwrap_or(last))
}

/// As many things one person is called at most.
const ROLES: usize = 12;

struct People {
    entities: Vec<Entity>,
    by_person: HashMap<usize, usize>,
    of_name: Vec<Option<usize>>,
}

/// As much speaks for a person in whoever is known to be one.
const KNOWN: u8 = 4;

impl People {
    /// Takes in somebody under a name; `person` is who that is in the roster.
    fn enter(&mut self, names: &Names, name: Range<usize>, person: Option<usize>) -> usize {
        let entity = self.entities.len();
        self.entities.push(Entity {
            name,
            gender: person.and_then(|person| names.people[person].gender),
            person,
            human: if person.is_some() { KNOWN } else { 0 },
            ..Entity::default()
        });
        if let Some(person) = person {
            self.by_person.entry(person).or_insert(entity);
        }
        entity
    }
}

/// Gathers everybody whom the article names, full names first, then surnames to them.
fn gather(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    names: &Names,
    on: Option<Date>,
) -> People {
    let cut = &outline.cut;
    let mut people = People {
        entities: Vec::new(),
        by_person: HashMap::new(),
        of_name: vec![None; outline.mentions.len()],
    };
    let mut by_words: HashMap<u64, usize> = HashMap::new();
    let mut by_last: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut by_first: HashMap<u64, Option<usize>> = HashMap::new();
    let name_of = |mention: usize| outline.mentions[mention].name.clone();
    let mut order: Vec<usize> = (0..outline.mentions.len())
        .filter(|&i| outline.mentions[i].kind == MentionKind::Name && !name_of(i).is_empty())
        .collect();
    let in_full = || {
        let names = order.iter().map(|&i| name_of(i));
        names.filter(|name| !is_bare(cut, name))
    };
    let full: HashSet<u64> = in_full().map(|name| words_at(cut, &name)).collect();
    let surnames: HashSet<u64> = in_full().map(|name| cut.tokens[name.end - 1].key).collect();
    // "Understated Vale" in a headline, "Then Vale": a capital that may only begin the sentence names after the others.
    let doubtful = |i: usize| {
        let start = name_of(i).start;
        let may_begin = cut.begins_sentence(start) || in_headline(cut, start);
        may_begin && !cut.tokens[start].is(GIVEN_MALE | GIVEN_FEMALE)
    };
    order.sort_by_cached_key(|&i| (is_bare(cut, &name_of(i)), doubtful(i), i));
    // "President Ada Vale's envoy": she may be named nowhere else in full.
    for name in outline.mentions.iter().filter_map(|m| owner(cut, m)) {
        let words = words_at(cut, &name);
        let last = cut.tokens[name.end - 1].key;
        if surnames.contains(&last) || by_last.contains_key(&last) {
            continue;
        }
        let person = names.by_name.get(&words).copied();
        let entity = people.enter(names, name, person);
        people.entities[entity].human = KNOWN;
        by_last.insert(last, vec![entity]);
        by_words.insert(words, entity);
    }
    for index in order {
        let mention = &outline.mentions[index];
        let name = known_name(cut, names, &full, &mention.name);
        // "the High Representative" has the looks of a name, and is an office.
        let office = || {
            let from = mention.tokens.start;
            cut.tokens[from]
                .is(DEFINITE)
                .then(|| names.holder(words_at(cut, &(from + 1..mention.tokens.end)), on))
                .flatten()
        };
        let inflected = || {
            (vocabulary.has_cases() && name.len() == 2)
                .then(|| names.inflected(cut.word(name.start), cut.tokens[name.end - 1].key))
                .flatten()
        };
        let person = names
            .by_name
            .get(&words_at(cut, &name))
            .copied()
            .or_else(office)
            .or_else(inflected);
        let stem = |token: usize| vocabulary.name_key(cut.word(token), cut.tokens[token].key);
        let words = keys_key(name.clone().map(stem));
        let first = stem(name.start);
        let last = stem(last_word(cut, &name));
        let bare = is_bare(cut, &name);
        // "Rose said" of Tom Rose: that a surname is a given name too tells nothing of him.
        let untold = bare && mention.tokens.len() == mention.name.len();
        let genders =
            |entity: usize| untold || agree(mention.gender, people.entities[entity].gender);
        // Whom the article itself names in full goes before the roster's namesake.
        let same_last = || {
            let fits = |&same: &usize| {
                let entity = &people.entities[same];
                // Two departments are two.
                let alike = || {
                    stem(entity.name.start) == first
                        || initial_fits(cut, &name, &entity.name)
                        || is_surname_of(cut, &name, &entity.name)
                };
                let fits = bare || !is_body(cut, &name) && alike();
                let person = bare || person.is_none() || entity.person == person;
                fits && genders(same) && person
            };
            let same: Vec<usize> = by_last.get(&last)?.iter().copied().filter(fits).collect();
            let nearest = (same.len() > 1).then(|| last_of(outline, &people, &same, index));
            nearest.flatten().or_else(|| same.first().copied())
        };
        let in_roster = || person.and_then(|person| people.by_person.get(&person).copied());
        let known = bare
            .then(same_last)
            .flatten()
            .or_else(in_roster)
            .or_else(|| {
                by_words
                    .get(&words)
                    .copied()
                    .filter(|&same| !bare || genders(same))
            })
            .or_else(same_last)
            .or_else(|| {
                (name.len() == 1 && person.is_none())
                    .then(|| by_first.get(&last).copied().flatten())
                    .flatten()
            });
        let entity = known.unwrap_or_else(|| people.enter(names, name.clone(), person));
        by_words.entry(words).or_insert(entity);
        let place = cut.tokens[name.end - 1].is(PLACE);
        for last in std::iter::once(last).chain((!place).then(|| stem(name.end - 1))) {
            let same = by_last.entry(last).or_default();
            if same.len() < NAMESAKES && !same.contains(&entity) {
                same.push(entity);
            }
        }
        if name.len() > 1 {
            by_first
                .entry(first)
                .and_modify(|other| {
                    if *other != Some(entity) {
                        *other = None;
                    }
                })
                .or_insert(Some(entity));
        }
        rename(cut, &mut people.entities[entity], &name);
        learn(outline, vocabulary, &mut people.entities[entity], mention);
        people.of_name[index] = Some(entity);
    }
    if vocabulary.has_cases() {
        nominatives(outline, vocabulary, &mut people);
    }
    people
}

/// As many of one surname are told apart.
const NAMESAKES: usize = 8;

/// Of several with one surname, the one whom the article was about last before a mention.
fn last_of(outline: &Outline<'_>, people: &People, same: &[usize], index: usize) -> Option<usize> {
    let before = || {
        let named = (0..index).rev().take(LOOK_BACK * 2);
        named.filter_map(|at| Some((at, people.of_name[at].filter(|of| same.contains(of))?)))
    };
    // "Ada Vale, mother of the pilot Tom Vale"
    let about = |at: usize| !outline.mentions[at].governed && !outline.mentions[at].owns;
    let led = before().find(|(at, _)| about(*at));
    led.or_else(|| before().next()).map(|(_, entity)| entity)
}

/// The full name of the person whose something a mention is.
fn owner(cut: &Tokens<'_>, mention: &Mention) -> Option<Range<usize>> {
    let mut tokens = mention.tokens.clone();
    let end = tokens.find(|&at| cut.tokens[at].is(POSSESSIVE_MARK))?;
    let names = |at: &usize| {
        let token = &cut.tokens[*at];
        token.upper && token.is_word() && !token.is(ANY_ROLE | ANY_TITLE)
    };
    let length = (mention.tokens.start..end).rev().take_while(names).count();
    let name = end - length..end;
    let given = name.len() > 1 && cut.tokens[name.start].is(GIVEN_MALE | GIVEN_FEMALE);
    given.then_some(name)
}

/// The word by which a name is taken up again: the surname, or what a body is ("the Ministry" for "the Ministry of Fish").
fn last_word(cut: &Tokens<'_>, name: &Range<usize>) -> usize {
    bodies(cut, name).next_back().unwrap_or(name.end - 1)
}

/// The words of a name that tell what body it is of.
fn bodies(cut: &Tokens<'_>, name: &Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    name.clone().filter(|&at| cut.tokens[at].is(ORGANISATION))
}

fn is_body(cut: &Tokens<'_>, name: &Range<usize>) -> bool {
    bodies(cut, name).next().is_some()
}

fn is_place(cut: &Tokens<'_>, name: &Range<usize>) -> bool {
    name.clone().all(|at| {
        let token = &cut.tokens[at];
        token.is(PLACE) && !token.is(GIVEN_MALE | GIVEN_FEMALE)
    })
}

/// Whether a name is a surname alone, with particles or without ("van der Holt").
fn is_bare(cut: &Tokens<'_>, name: &Range<usize>) -> bool {
    let particles = name.clone().take_while(|&at| cut.tokens[at].is(PARTICLE));
    name.len() <= particles.count() + 1
}

/// The words of a name that the roster knows, where more stands before them ("Riverton Commissioner Ada Vale"), or that
/// the article has for a full name (`full`) elsewhere, where no given name stands before them; else all.
fn known_name(
    cut: &Tokens<'_>,
    names: &Names,
    full: &HashSet<u64>,
    name: &Range<usize>,
) -> Range<usize> {
    let given = |at: usize| cut.tokens[at].is(GIVEN_MALE | GIVEN_FEMALE);
    let endings = || (name.start..name.end.saturating_sub(1)).map(|start| start..name.end);
    endings()
        .find(|words| names.by_name.contains_key(&words_at(cut, words)))
        .or_else(|| {
            endings()
                .skip(1)
                .filter(|words| !given(name.start) && given(words.start))
                .find(|words| full.contains(&words_at(cut, words)))
        })
        .unwrap_or_else(|| name.clone())
}

/// "Republican Ada Vale" is shown as "Ada Vale", once the article writes that too.
fn rename(cut: &Tokens<'_>, entity: &mut Entity, name: &Range<usize>) {
    let (long, short) = (entity.name.len(), name.len());
    if !is_bare(cut, name) && short < long && !is_surname_of(cut, name, &entity.name) {
        let tail = entity.name.end - short..entity.name.end;
        if keys_at(cut, &tail).eq(keys_at(cut, name)) {
            entity.name = name.clone();
        }
    }
}

/// "Orne Vale" is "Ada Orne Vale": a surname of two words.
fn is_surname_of(cut: &Tokens<'_>, name: &Range<usize>, full: &Range<usize>) -> bool {
    let given = cut.tokens[full.start].is(GIVEN_MALE | GIVEN_FEMALE);
    let tail = full.start + 1..full.end;
    given
        && name.len() > 1
        && tail.len() == name.len()
        && keys_at(cut, &tail).eq(keys_at(cut, name))
}

/// "J. Vale" is "John Vale".
fn initial_fits(cut: &Tokens<'_>, name: &Range<usize>, known: &Range<usize>) -> bool {
    let first = |tokens: &Range<usize>| cut.word(tokens.start).trim_end_matches('.').to_owned();
    let (a, b) = (first(name), first(known));
    let short = a.chars().count() == 1 || b.chars().count() == 1;
    short && a.chars().next() == b.chars().next()
}

/// Whether a role is the one a description names: the same word, in another case perhaps, its abbreviation ("sen." for
/// "senator"), or the end of a compound ("Außenminister" for "Minister").
fn is_role(cut: &Tokens<'_>, vocabulary: &Vocabulary, known: usize, head: usize) -> bool {
    let (a, b) = (&cut.tokens[known], &cut.tokens[head]);
    let stem = |at: usize| vocabulary.name_key(cut.word(at), cut.tokens[at].key);
    let compound = || {
        if !vocabulary.nouns_capitalised && !vocabulary.has_cases() {
            return false;
        }
        let (long, short) = (fold(cut.word(known)), fold(cut.word(head)));
        let rest = long.strip_suffix(short.as_str());
        short.len() >= SHORTEST_OFFICE
            && rest.is_some_and(|rest| vocabulary.nouns_capitalised || rest.ends_with('-'))
    };
    a.key == b.key
        || vocabulary.has_cases() && stem(known) == stem(head)
        || compound()
        || a.is(ABBREVIATION) && {
            let short = fold(cut.word(known).trim_end_matches('.'));
            short.len() > 2 && fold(cut.word(head)).starts_with(&short)
        }
}

/// What a mention tells of whoever it names.
fn learn(outline: &Outline<'_>, vocabulary: &Vocabulary, entity: &mut Entity, mention: &Mention) {
    let cut = &outline.cut;
    entity.gender = entity.gender.or(mention.gender);
    let mut human = 0;
    let before = mention.tokens.start..mention.name.start;
    for token in before
        .clone()
        .chain(mention.apposition.clone())
        .filter(|&t| t < cut.tokens.len())
    {
        let flags = cut.tokens[token].flags;
        if flags & (ANY_ROLE | ANY_TITLE) != 0 {
            human += 1;
            // "посол президента Норвегії": whose envoy one is, one is not.
            let own = !vocabulary.has_cases() || human == 1;
            let new = |role: &usize| cut.tokens[*role].key != cut.tokens[token].key;
            if own && entity.roles.len() < ROLES && entity.roles.iter().all(new) {
                entity.roles.push(token);
            }
        }
        if entity.gender.is_none() && before.contains(&token) {
            if flags & (TITLE_MALE | ROLE_MALE) != 0 {
                entity.gender = Some(Gender::Male);
            } else if flags & (TITLE_FEMALE | ROLE_FEMALE) != 0 {
                entity.gender = Some(Gender::Female);
            }
        }
    }
    // "the ministry" is the one that the article has a name for.
    for token in bodies(cut, &mention.name) {
        if entity.roles.len() < ROLES {
            entity.roles.push(token);
        }
    }
    if mention.relation != Relation::None && mention.relation != Relation::Owner {
        human += 1;
    }
    // "Vale, 59," and "Vale, who".
    let behind = mention.tokens.end;
    let parted = cut
        .tokens
        .get(behind)
        .is_some_and(|t| t.kind == Kind::Comma);
    let who = outline.mention_of.get(behind + 1).filter(|_| parted);
    let who = who.and_then(|&who| outline.mentions.get(who as usize));
    let who = who.is_some_and(|m| m.kind == MentionKind::Relative);
    human += u8::from(who || cut.is_age_between(behind));
    if cut
        .tokens
        .get(mention.name.start)
        .is_some_and(|t| t.is(GIVEN_MALE | GIVEN_FEMALE))
        && mention.name.len() > 1
    {
        human += 2;
    }
    if is_body(cut, &mention.name) || is_place(cut, &mention.name) {
        human = 0;
        entity.is_nobody = entity.person.is_none();
    }
    entity.human = entity.human.saturating_add(human);
}

/// The one whom a pronoun stands for: of those named before it that fit in gender and number, the best placed.
fn pronoun(
    outline: &Outline<'_>,
    entities: &[Entity],
    of: &[Option<usize>],
    index: usize,
) -> Option<usize> {
    let mentions = &outline.mentions;
    let mention = &mentions[index];
    let here = outline.cut.sentence_of[mention.tokens.start] as i64;
    let mut best: Option<(i64, usize)> = None;
    for before in (0..index).rev().take(LOOK_BACK) {
        let other = &mentions[before];
        if mention.paragraph - other.paragraph > 4 {
            break;
        }
        let Some(entity) = of[before] else { continue };
        // "A reporter asked him": somebody else.
        let asked_by = mention.tokens.start.checked_sub(1);
        let object = mention.relation != Relation::Subject;
        if object
            && other.relation == Relation::Subject
            && asked_by.is_some()
            && other.cue == asked_by
        {
            continue;
        }
        let known = &entities[entity];
        let same_kind = other.kind == mention.kind && other.gender == mention.gender;
        let speaks = other.relation != Relation::None;
        let head = &outline.cut.tokens[other.head];
        // A name of two words that nothing else tells of.
        let full = other.kind == MentionKind::Name && known.name.len().max(other.name.len()) > 1;
        let may_be_somebody = full && !other.governed && !is_body(&outline.cut, &other.name);
        let asked = is_asked(outline, other);
        let fits = match mention.kind {
            MentionKind::Pronoun | MentionKind::Description => {
                let gender = agree(known.gender, mention.gender);
                let somebody = known.human > 0 || may_be_somebody || asked;
                gender && !known.is_nobody && !known.plural && (somebody || same_kind)
            }
            // Days and boats say nothing: several people do, and bodies.
            MentionKind::They => {
                known.plural && (speaks || head.is(GROUP) && !head.is(DETERMINER)) || same_kind
            }
            _ => {
                let thing = other.kind == MentionKind::Thing;
                known.human == 0 && !known.plural && (!thing || speaks) || same_kind
            }
        };
        if !fits {
            continue;
        }
        let there = outline.cut.sentence_of[other.tokens.start] as i64;
        let mut score =
            -4 * (here - there).min(8) - 3 * (mention.paragraph - other.paragraph) as i64;
        if speaks {
            score += 5;
        }
        // "Vale's lawyer" may be anybody, "she" somebody whom the article has by name.
        let owned = other.kind == MentionKind::Description
            && known.gender.is_none()
            && outline.cut.tokens[other.tokens.clone()]
                .iter()
                .any(|t| t.is(POSSESSIVE | POSSESSIVE_MARK));
        let apposed = is_apposed(outline, before);
        if owned || known.human == 0 && !same_kind && !asked && !apposed {
            score -= 4;
        }
        if other.governed || other.owns {
            score -= 3;
        }
        // "A reporter asked Vale, “Why?”": it is Vale who speaks next. "A reporter asked whether …": likely somebody else.
        if asks_another(outline, of, before) {
            score -= 12;
        } else if here != there && asks_whether(outline, other) {
            score -= 4;
        }
        let begins = |at: usize| outline.cut.begins_sentence(mentions[at].tokens.start);
        let leads = begins(before) || apposed && begins(before - 1);
        if leads {
            score += 3;
        }
        // "His predecessor, Jan Weir, is less sure. “It will take years,” he said."
        let behind = other.tokens.end + usize::from(apposed);
        if leads && !speaks && here - there <= 1 && acts(outline, behind) {
            score += 5;
        }
        if known.gender == mention.gender && known.gender.is_some() {
            score += 4;
        }
        if same_kind {
            score += 2;
        }
        // Behind in the same clause it is an object ("Vale told Marsh that he …" aside).
        if here == there && speaks {
            score += 1;
        }
        score -= i64::try_from(index - before).unwrap_or(8).min(12) / 4;
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, entity));
        }
    }
    best.map(|(_, entity)| entity)
}

/// Whether two may be one, as far as their genders tell.
fn agree(one: Option<Gender>, other: Option<Gender>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Tokens of what is told of somebody between commas at most.
const TOLD: usize = 14;

/// Whether a verb stands here, or behind what stands between commas from here on: "Vale has", "Vale, 59, has", "Vale, who
/// scored twice, was".
fn acts(outline: &Outline<'_>, behind: usize) -> bool {
    let tokens = &outline.cut.tokens;
    let is_comma = |t: &Token| t.kind == Kind::Comma;
    let parted = tokens.get(behind).is_some_and(is_comma);
    let verb = match parted {
        true => {
            let sentence = outline.cut.sentence_of[behind];
            let told = (behind + 1..tokens.len()).take(TOLD);
            // "Trump, Sexton said, has": who speaks stands between the commas.
            let mut ends = told
                .take_while(|&at| outline.cut.sentence_of[at] == sentence)
                .take_while(|&at| !tokens[at].is(SAYING))
                .filter(|&at| is_comma(&tokens[at]));
            ends.next().map(|end| end + 1)
        }
        false => Some(behind),
    };
    let verb = verb.and_then(|verb| tokens.get(verb));
    verb.is_some_and(|t| t.is(AUXILIARY) || t.is_word() && !t.upper && !t.is(FUNCTION))
}

/// Letters by which "Norland's" and "the Norlandish" tell of the same country.
const SAME_COUNTRY: usize = 4;

/// Whether two offices are of different countries or bodies: "Norland's president", "the Sudland president".
fn is_of_another(cut: &Tokens<'_>, known: usize, head: usize) -> bool {
    let of = |role: usize| {
        let mut before = (role.saturating_sub(2)..role).rev();
        let word = before.find(|&at| !cut.tokens[at].is(POSSESSIVE_MARK))?;
        let token = &cut.tokens[word];
        let tells = token.upper && token.is_word() && !token.is(FUNCTION | ANY_TITLE | ANY_ROLE);
        tells.then(|| fold(cut.word(word)))
    };
    let (Some(one), Some(other)) = (of(known), of(head)) else {
        return false;
    };
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    same.count() < SAME_COUNTRY.min(one.chars().count())
}

/// Whether a mention is all that stands between commas behind the one before it.
fn is_apposed(outline: &Outline<'_>, index: usize) -> bool {
    let mentions = &outline.mentions;
    let before = index.checked_sub(1).map(|before| &mentions[before]);
    before.is_some_and(|m| m.apposition == mentions[index].tokens && !m.apposition.is_empty())
}

/// Whether a mention stands right behind a verb of asking, or is who is asked: "asked Vale", "Vale was asked".
fn is_asked(outline: &Outline<'_>, mention: &Mention) -> bool {
    let tokens = &outline.cut.tokens;
    let before = mention.tokens.start.checked_sub(1);
    let behind = tokens.get(mention.tokens.end..mention.tokens.end + 2);
    matches!(
        mention.kind,
        MentionKind::Name | MentionKind::Description | MentionKind::Pronoun
    ) && (before.is_some_and(|verb| tokens[verb].is(ASKING))
        || matches!(behind, Some([auxiliary, verb]) if auxiliary.is(AUXILIARY) && verb.is(ASKING)))
}

/// Whether a mention is the subject of a verb of asking that has somebody else behind it.
fn asks_another(outline: &Outline<'_>, of: &[Option<usize>], index: usize) -> bool {
    let asker = &outline.mentions[index];
    let subject = matches!(
        asker.relation,
        Relation::Subject | Relation::SubjectApposition
    );
    // "asked Vale to come" asks no question.
    let demands = |asked: &Mention| {
        let behind = outline.cut.tokens.get(asked.tokens.end);
        behind.is_some_and(|t| t.is(PREPOSITION) && !t.is(INTERROGATIVE))
    };
    subject
        && outline.mentions.get(index + 1).is_some_and(|asked| {
            asker.cue == asked.tokens.start.checked_sub(1)
                && is_asked(outline, asked)
                && !demands(asked)
        })
        && of.get(index + 1).is_some_and(|asked| *asked != of[index])
}

/// Words behind a verb of asking among which its question begins: "asked her on Monday whether".
const ASKED: usize = 4;

/// Whether a mention is the subject of a verb of asking that opens an indirect question.
fn asks_whether(outline: &Outline<'_>, asker: &Mention) -> bool {
    let tokens = &outline.cut.tokens;
    asker.relation == Relation::Subject
        && asker.cue.is_some_and(|cue| {
            let mut behind = tokens[cue + 1..].iter().take(ASKED);
            tokens[cue].is(ASKING) && behind.any(|t| t.is(INTERROGATIVE))
        })
}

/// "Ada Vale, a friend of the museum,": whom a description behind a comma describes.
fn apposed(outline: &Outline<'_>, of: &[Option<usize>], index: usize) -> Option<usize> {
    let mentions = &outline.mentions;
    let mention = &mentions[index];
    let last = index.checked_sub(1)?;
    let named = &mentions[last];
    // "Ada Vale, commissioner of the harbour," needs no article.
    let determined = mention.kind == MentionKind::Description
        || outline.cut.tokens[mention.tokens.start].is(DETERMINER);
    let describes = named.kind == MentionKind::Name
        && !named.governed
        && named.paragraph == mention.paragraph
        && !named.apposition.is_empty()
        && named.apposition.start == mention.tokens.start;
    (determined && describes).then(|| of[last]).flatten()
}

/// "the minister": somebody in the article who is called so, or the roster's holder of the office.
fn description(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    names: &Names,
    people: &mut People,
    of: &[Option<usize>],
    index: usize,
    on: Option<Date>,
) -> Option<usize> {
    let cut = &outline.cut;
    let mention = &outline.mentions[index];
    let first = &cut.tokens[mention.tokens.start];
    let head = mention.head;
    if cut.age(head).is_some()
        && let Some(entity) = aged(outline, people, of, index)
    {
        return Some(entity);
    }
    // "the chairman, Ada Vale,": the name behind the comma is who it is.
    let named = (index + 1..outline.mentions.len().min(index + 5)).find(|&next| {
        let next = &outline.mentions[next];
        next.kind == MentionKind::Name
            && mention.apposition.start == next.tokens.start
            && next.tokens.end == mention.apposition.end
    });
    if let Some(entity) = named.and_then(|next| people.of_name[next]) {
        let known = &mut people.entities[entity];
        if known.roles.len() < ROLES {
            known.roles.push(head);
        }
        known.human = known.human.saturating_add(1);
        return Some(entity);
    }
    if let Some(entity) = apposed(outline, of, index) {
        return Some(entity);
    }
    // "Madam President," means as much as "the president".
    let addressed = first.is(TITLE_MALE | TITLE_FEMALE) && mention.tokens.len() > 1;
    if first.is(DEFINITE) || addressed || !vocabulary.has_definite {
        let from = mention.tokens.start + usize::from(first.is(DEFINITE) || addressed);
        let mut wordings = vec![from..mention.phrase.end, mention.phrase.clone()];
        // The foreign secretary of another country is another's.
        if mention.phrase.end == mention.tokens.end {
            wordings.push(from..mention.tokens.end);
        }
        let held = wordings
            .iter()
            .find_map(|words| names.holder(words_at(cut, words), on));
        let known = held.and_then(|person| people.by_person.get(&person).copied());
        if known.is_some() {
            return known;
        }
        // "the court" may be the Supreme Court, "the lower court" is another.
        let bare = vocabulary.nouns_capitalised || from + 1 == mention.tokens.end;
        let of_name = |role: usize| cut.tokens[role].upper && cut.tokens[role].is(ORGANISATION);
        for before in (0..index).rev().take(LOOK_BACK * 2) {
            let Some(entity) = of[before] else { continue };
            let known = &people.entities[entity];
            let genders = agree(mention.gender, known.gender);
            // Whom the article names so comes before the roster's holder of the office, whom it only calls so after them.
            let named = held.is_none() || outline.mentions[before].kind == MentionKind::Name;
            if genders
                && named
                && known
                    .roles
                    .iter()
                    .filter(|&&role| bare || !(known.name.contains(&role) && of_name(role)))
                    .filter(|&&role| !is_of_another(cut, role, head))
                    .any(|&role| is_role(cut, vocabulary, role, head))
            {
                return Some(entity);
            }
        }
        if let Some(person) = held {
            return Some(people.enter(names, mention.phrase.clone(), Some(person)));
        }
        if let Some(entity) = only_holder(outline, names, people, of, index, on)
            .or_else(|| only_such(outline, people, of, index))
            .or_else(|| called_again(outline, vocabulary, people, of, index))
        {
            return Some(entity);
        }
    }
    let human = if cut.tokens[head].is(ANY_ROLE | ANY_TITLE) {
        2
    } else {
        0
    };
    let alone = mention.phrase.len() == 1;
    let words = cut.tokens[mention.phrase.clone()].iter().map(|t| t.key);
    let called = alone.then(|| vocabulary.called(cut.word(head))).flatten();
    let called = vocabulary.body(words).or(called);
    people.entities.push(Entity {
        name: mention.phrase.clone(),
        shown: called.map(str::to_owned),
        roles: vec![head],
        gender: mention.gender,
        human,
        ..Entity::default()
    });
    Some(people.entities.len() - 1)
}

/// Whom an article calls by an age: whose it gives ("Ada Vale, 24,"), else whoever a pronoun would mean.
fn aged(
    outline: &Outline<'_>,
    people: &People,
    of: &[Option<usize>],
    index: usize,
) -> Option<usize> {
    let cut = &outline.cut;
    let mention = &outline.mentions[index];
    let age = cut.age(mention.head)?;
    let given = (0..index).rev().take(LOOK_BACK).find(|&before| {
        let named = &outline.mentions[before];
        let mark = named.tokens.end;
        named.kind == MentionKind::Name
            && mark + 1 < cut.tokens.len()
            && matches!(cut.tokens[mark].kind, Kind::Comma | Kind::Open)
            && cut.word(mark + 1) == age
    });
    let given = given.and_then(|before| of[before]);
    given.or_else(|| pronoun(outline, &people.entities, of, index))
}

/// Whom an article that goes on about somebody calls by what they are or were: "Ada Vale … the former mayor", "the tycoon".
/// A judge or a reporter may be anybody, and so may who is told apart by a name ("the Norland senator").
fn called_again(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    people: &People,
    of: &[Option<usize>],
    index: usize,
) -> Option<usize> {
    let cut = &outline.cut;
    let mention = &outline.mentions[index];
    let speaks = |mention: &Mention| !matches!(mention.relation, Relation::None | Relation::Owner);
    let words = cut
        .tokens
        .get(mention.tokens.start + 1..mention.tokens.end)?;
    let tells = vocabulary.is_epithet(cut.tokens[mention.head].key)
        || words.iter().any(|word| vocabulary.is_once(word.key));
    // "the former secretary of state"
    let behind = cut.tokens.get(mention.tokens.end);
    let whole = mention.phrase.end <= mention.tokens.end
        && behind.is_none_or(|t| !t.is(PREPOSITION | GENITIVE | POSSESSIVE_MARK));
    if !speaks(mention) || !tells || !whole || words.iter().any(|word| word.upper) {
        return None;
    }
    let entity = pronoun(outline, &people.entities, of, index)?;
    let known = &people.entities[entity];
    let start = cut.tokens.get(known.name.start)?;
    let sure =
        known.person.is_some() || start.is(GIVEN_MALE | GIVEN_FEMALE) && !is_bare(cut, &known.name);
    // Who spoke last, and nobody else between.
    let sentence = cut.sentence_of[mention.tokens.start];
    let named = |at: &usize| outline.mentions[*at].kind == MentionKind::Name && of[*at].is_some();
    let before = || (0..index).rev().take(LOOK_BACK);
    let leads = |m: &Mention| {
        matches!(
            m.relation,
            Relation::Subject | Relation::SubjectApposition | Relation::Inverted
        ) || cut.begins_sentence(m.tokens.start)
    };
    let last = before().find(|&at| leads(&outline.mentions[at]) && of[at].is_some());
    let alone = before()
        .take_while(|&at| cut.sentence_of[outline.mentions[at].tokens.start] == sentence)
        .filter(named)
        .all(|at| of[at] == Some(entity));
    (sure && alone && last.is_some_and(|at| of[at] == Some(entity))).then_some(entity)
}

/// Shorter, in bytes, a word is part of too many offices' names.
const SHORTEST_OFFICE: usize = 5;

/// The only man or the only woman whom a paragraph names before a word for an office that tells which of the two is meant:
/// "La cheffe de la diplomatie, Ada Vale, … la ministre".
fn only_such(
    outline: &Outline<'_>,
    people: &People,
    of: &[Option<usize>],
    index: usize,
) -> Option<usize> {
    let mention = &outline.mentions[index];
    let gender = mention.gender.filter(|_| mention.phrase.len() <= 2)?;
    let named = (0..index)
        .rev()
        .take(LOOK_BACK * 2)
        .take_while(|&before| outline.mentions[before].paragraph == mention.paragraph)
        .filter(|&before| outline.mentions[before].kind == MentionKind::Name)
        .filter_map(|before| of[before]);
    let only = the_only(named.filter(|&entity| {
        let known = &people.entities[entity];
        agree(known.gender, Some(gender)) && !known.is_nobody && known.human > 0
    }))?;
    people.entities[only].gender.is_some().then_some(only)
}

/// The only one named before who holds an office that the roster gives such a name; of two, neither.
fn only_holder(
    outline: &Outline<'_>,
    names: &Names,
    people: &People,
    of: &[Option<usize>],
    index: usize,
    on: Option<Date>,
) -> Option<usize> {
    let mention = &outline.mentions[index];
    // "the minister", not "the fishing minister" of some other country.
    if mention.phrase.len() > 2 {
        return None;
    }
    let word = fold(outline.cut.word(mention.tokens.end - 1));
    if word.len() < SHORTEST_OFFICE {
        return None;
    }
    let named = of[..index].iter().rev().take(LOOK_BACK * 2).flatten();
    the_only(named.copied().filter(|&entity| {
        let known = &people.entities[entity];
        let genders = agree(mention.gender, known.gender);
        let called = |person| names.is_called(person, &word, on);
        genders && known.person.is_some_and(called)
    }))
}

/// The one that all of these are, if they are one.
fn the_only(mut entities: impl Iterator<Item = usize>) -> Option<usize> {
    let first = entities.next()?;
    entities.all(|entity| entity == first).then_some(first)
}
