//! Whoever is named in a text outside its quoted stretches: names with titles and roles, pronouns, descriptions.

use std::ops::Range;

use crate::domain::Gender;

use super::tokens::{Kind, Token, Tokens};
use super::vocabulary::*;

/// What somebody is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum MentionKind {
    /// A name, with a title or role before it or not.
    Name,
    /// "he", "she"
    Pronoun,
    /// "they"
    They,
    /// "it"
    It,
    /// "who"
    Relative,
    /// "the minister": one person or body by what it is.
    Description,
    /// "officials": several.
    Group,
    /// "the poll": a noun phrase whose head is in no list.
    Thing,
}

/// How a mention stands to the cue that takes it for its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Relation {
    /// None.
    None,
    /// "Vale said"
    Subject,
    /// "Vale, the minister, said"
    SubjectApposition,
    /// "Vale of Riverton, in a letter said"; "Vale took the floor and said"
    SubjectFar,
    /// "said Vale"
    Inverted,
    /// "according to Vale"
    Source,
    /// "Vale zufolge"
    AfterSource,
    /// "Vale: …" at the paragraph's start
    Prefix,
    /// "Vale's statement"
    Owner,
}

/// Somebody named at a place.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Its tokens, title and role included.
    pub tokens: Range<usize>,
    /// The tokens of the name alone; empty if there is none.
    pub name: Range<usize>,
    /// The token that tells what it is: its last, but for what it belongs to ("президент України").
    pub head: usize,
    /// What it is.
    pub kind: MentionKind,
    /// As far as the mention itself tells.
    pub gender: Option<Gender>,
    /// How it stands to its cue.
    pub relation: Relation,
    /// The cue, as a token.
    pub cue: Option<usize>,
    /// Its paragraph.
    pub paragraph: usize,
    /// Whether a preposition governs it, so that it is no subject.
    pub governed: bool,
    /// Whether "'s" follows.
    pub owns: bool,
    /// Its tokens with what belongs to it behind ("a spokesman for the ministry").
    pub phrase: Range<usize>,
    /// Tokens of the description behind a comma, if any.
    pub apposition: Range<usize>,
}

/// For each token, the quoted stretch that holds it, marks included.
pub const OUTSIDE: u32 = u32::MAX;

/// Finds the mentions of a text in order and puts them behind what `found` holds, which is nothing but room.
pub fn mentions(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    inside: &[u32],
    mut found: Vec<Mention>,
) -> Vec<Mention> {
    let known = Known::of(cut, vocabulary);
    for (paragraph, place) in cut.paragraphs.iter().enumerate() {
        let mut index = place.body + usize::from(opens_question(cut, &place.tokens));
        while index < place.tokens.end {
            if inside[index] != OUTSIDE {
                index += 1;
                continue;
            }
            let next = nobody_until(cut, index, place.tokens.end);
            let called = || is_called(cut, vocabulary, index) || speaks(cut, vocabulary, index);
            if let Some(next) = next.filter(|_| !called()) {
                index = next;
                continue;
            }
            match mention_at(cut, vocabulary, inside, &known, index, place.tokens.end) {
                Some((mut mention, next)) => {
                    mention.paragraph = paragraph;
                    if is_one_of(cut, &mention) {
                        mention.tokens.start -= 2;
                        mention.phrase.start -= 2;
                    }
                    mention.governed = is_governed(cut, inside, &found, &mention);
                    let end = mention.tokens.end;
                    let owns = |t: &Token| t.is(POSSESSIVE_MARK) || owns_as_many(cut, end);
                    mention.owns = cut.tokens.get(end).is_some_and(owns);
                    found.push(mention);
                    if vocabulary.has_cases() {
                        join_posted(cut, &mut found);
                    }
                    index = next.max(index + 1);
                }
                None => index += 1,
            }
        }
    }
    join_offices(cut, vocabulary, &mut found);
    join_bodies(cut, vocabulary, &mut found);
    join_genitives(cut, &mut found);
    found
}

/// Whether one of several is meant: "one of the sources".
fn is_one_of(cut: &Tokens<'_>, mention: &Mention) -> bool {
    let before = cut.tokens[..mention.tokens.start].iter().rev();
    let mut before = before.take(2);
    let of = before.next().is_some_and(|t| t.is(GENITIVE));
    let one = before
        .next()
        .is_some_and(|t| t.is(DETERMINER) && !t.is(DEFINITE | GENITIVE));
    matches!(mention.kind, MentionKind::Group | MentionKind::Thing) && of && one
}

/// What a text shows of its names.
struct Known {
    /// Words that stand in capitals where no sentence begins and end their run of capitals: surnames and bodies' names.
    capitals: Vec<u64>,
    /// Words in capitals right behind a given name.
    surnames: Vec<u64>,
    /// Where every noun has a capital: words right behind a title, a role or another word in capitals.
    introduced: Vec<u64>,
    /// Surnames with their particles ("van der Holt"), as one key each.
    particled: Vec<u64>,
}

impl Known {
    fn of(cut: &Tokens<'_>, vocabulary: &Vocabulary) -> Self {
        let mut known = Self {
            capitals: Vec::new(),
            surnames: Vec::new(),
            introduced: Vec::new(),
            particled: Vec::new(),
        };
        for sentence in &cut.sentences {
            for index in sentence.clone() {
                let token = &cut.tokens[index];
                if token.upper {
                    let within = index >= sentence.start + 2;
                    known.see(cut, index, within);
                    let names = within || token.is(ANY_TITLE | ANY_ROLE);
                    if vocabulary.nouns_capitalised && names {
                        known
                            .introduced
                            .extend(surname(cut, index).map(|next| next.key));
                    }
                }
            }
        }
        for keys in [
            &mut known.capitals,
            &mut known.surnames,
            &mut known.introduced,
            &mut known.particled,
        ] {
            keys.sort_unstable();
            keys.dedup();
        }
        known
    }

    /// Takes what a word in capitals shows, `within` a sentence or where one begins.
    fn see(&mut self, cut: &Tokens<'_>, index: usize, within: bool) {
        let token = &cut.tokens[index];
        let surname = surname(cut, index);
        if within && token.is_word() && surname.is_none() && token.flags & FUNCTION == 0 {
            self.capitals.push(token.key);
        }
        if token.is(GIVEN_MALE | GIVEN_FEMALE) {
            self.surnames.extend(surname.map(|next| next.key));
            self.particled.extend(
                particled(cut, index + 1)
                    .map(|name| keys_key(cut.tokens[name].iter().map(|t| t.key))),
            );
        }
    }
}

/// The word in capitals right behind another.
fn surname<'c>(cut: &'c Tokens<'_>, index: usize) -> Option<&'c Token> {
    let next = cut.tokens.get(index + 1);
    next.filter(|next| next.upper && next.is_word())
}

/// Words between an office and its holder's name at most ("minister of Fisheries Ada Vale").
const OFFICE: usize = 5;

/// Takes an office and the name behind what the office is of for one mention: "le ministre de la Pêche Ada Vale".
fn join_offices(cut: &Tokens<'_>, vocabulary: &Vocabulary, found: &mut Vec<Mention>) {
    found.dedup_by(|mention, office| {
        let joins = is_office_of(cut, vocabulary, office, mention);
        if joins {
            office.tokens.end = mention.tokens.end;
            office.phrase.end = mention.phrase.end;
            office.name = mention.name.clone();
            office.kind = mention.kind;
            office.gender = mention.gender.or(office.gender);
            office.owns = mention.owns;
        }
        joins
    });
}

/// Whether a mention is the name of whoever holds the office that the one before it names.
fn is_office_of(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    office: &Mention,
    mention: &Mention,
) -> bool {
    if mention.name.len() < 2 || office.paragraph != mention.paragraph {
        return false;
    }
    let between = office.tokens.end..mention.tokens.start;
    let words = cut.tokens.get(between).unwrap_or_default();
    let is_role = |at: usize| cut.tokens[at].is(ANY_ROLE | ANY_TITLE);
    // In a language of cases, what the office is of may stand bare between the two.
    let own = cut.tokens[mention.tokens.start].is(ANY_ROLE | ANY_TITLE)
        && mention.tokens.start < mention.name.start;
    let bare = words.is_empty() || is_quoted_name(words);
    let of_case = vocabulary.has_cases() && bare && !(office.governed && own);
    let of_place = || {
        mention.name.start == mention.tokens.start
            && (1..=OFFICE).contains(&words.len())
            && words.last().is_some_and(|t| t.upper && t.is_word())
            && words.iter().all(|t| {
                let capital = t.upper && !t.is(CUE);
                t.is_word() && (capital || t.is(PREPOSITION | GENITIVE | DETERMINER | INSIDE))
            })
    };
    (of_case || of_place())
        && office.tokens.clone().any(is_role)
        && (office.name.len() < 2 || office.name.clone().any(is_role))
}

/// Whether tokens are a body's name in quotation marks: "директор компанії «Обрій» Петро Вакуленко".
fn is_quoted_name(tokens: &[Token]) -> bool {
    let [open, name @ .., close] = tokens else {
        return false;
    };
    let is_mark = |token: &Token| token.kind == Kind::Mark;
    let is_part = |token: &Token| token.is_word() || token.kind == Kind::Dash;
    is_mark(open)
        && is_mark(close)
        && (1..=OFFICE).contains(&name.len())
        && name[0].upper
        && name.iter().all(is_part)
}

/// Takes a body and what it is of, both in capitals, for one name: "the Department of Justice".
fn join_bodies(cut: &Tokens<'_>, vocabulary: &Vocabulary, found: &mut Vec<Mention>) {
    if vocabulary.nouns_capitalised {
        return;
    }
    found.dedup_by(|of, body| {
        let joins = is_body_of(cut, body, of);
        if joins {
            let capital = |at: &usize| cut.tokens[*at].upper && !cut.tokens[*at].is(DETERMINER);
            let start = match body.name.is_empty() {
                true => body.tokens.clone().find(capital).unwrap_or(body.head),
                false => body.name.start,
            };
            body.name = start..of.tokens.end;
            body.tokens.end = of.tokens.end;
            body.phrase.end = of.phrase.end;
            body.kind = MentionKind::Name;
            body.owns = of.owns;
        }
        joins
    });
}

fn is_body_of(cut: &Tokens<'_>, body: &Mention, of: &Mention) -> bool {
    let head = &cut.tokens[body.head];
    let article = usize::from(cut.tokens[of.tokens.start].is(DETERMINER));
    let joined = body.tokens.end + 1 == of.tokens.start && cut.tokens[body.tokens.end].is(GENITIVE);
    (joined || goes_on(cut, body, of))
        && body.paragraph == of.paragraph
        && matches!(body.kind, MentionKind::Name | MentionKind::Description)
        && head.upper
        && head.is(ORGANISATION)
        && cut.tokens[of.tokens.start + article..of.tokens.end]
            .iter()
            .all(|t| t.upper && t.is_word() && !t.is(GIVEN_MALE | GIVEN_FEMALE))
        && (of.name.is_empty() || of.name.start == of.tokens.start + article)
}

/// Whether one more word is what a joined body is of: "the Ministry of Fish and Shipping".
fn goes_on(cut: &Tokens<'_>, body: &Mention, of: &Mention) -> bool {
    body.tokens.end + 1 == of.tokens.start
        && cut.tokens[body.tokens.end].is(CONJUNCTION)
        && of.tokens.len() == 1
        && !cut.tokens[of.tokens.start].is(ORGANISATION | PLACE)
        && cut.tokens[body.name.clone()].iter().any(|t| t.is(GENITIVE))
}

/// Whether a preposition governs a mention, or the one that a conjunction joins it to ("with Vale and Marsh").
fn is_governed(cut: &Tokens<'_>, inside: &[u32], found: &[Mention], mention: &Mention) -> bool {
    let start = cut.paragraphs[mention.paragraph].tokens.start;
    let Some(before) = mention.tokens.start.checked_sub(1).filter(|b| *b >= start) else {
        return false;
    };
    let token = &cut.tokens[before];
    // "of Riverton, Maine": the place of a place.
    let place = mention.tokens.len() == 1 && cut.tokens[mention.head].is(PLACE);
    let joined = || {
        (token.is(CONJUNCTION) || token.kind == Kind::Comma && place)
            && found
                .last()
                .is_some_and(|last| last.governed && last.tokens.end == before)
    };
    // "a day after Vale said": the preposition opens her clause.
    let verb = cut.tokens.get(mention.tokens.end);
    let opens = || token.is(OPENING) && verb.is_some_and(|t| t.is(SAYING | JUDGING));
    let preposition = token.is(PREPOSITION) && !token.is(SOURCE) && !opens();
    inside[before] == OUTSIDE && (preposition || joined())
}

/// Lets a description go on into what belongs to it, which then is no subject of its own.
fn join_genitives(cut: &Tokens<'_>, found: &mut [Mention]) {
    for index in (1..found.len()).rev() {
        let (head, tail) = found.split_at_mut(index);
        let (Some(head), Some(next)) = (head.last_mut(), tail.first_mut()) else {
            continue;
        };
        let end = head.tokens.end;
        let described = matches!(
            head.kind,
            MentionKind::Description | MentionKind::Group | MentionKind::Thing
        );
        let named = matches!(
            next.kind,
            MentionKind::Name | MentionKind::Description | MentionKind::Group | MentionKind::Thing
        );
        let joined = next.tokens.start == end && cut.tokens[end].is(GENITIVE)
            || next.tokens.start == end + 1 && cut.tokens[end].is(GENITIVE);
        if described && named && joined && head.paragraph == next.paragraph {
            let whole = next.phrase.end - head.phrase.start;
            head.phrase.end = if whole <= LONGEST_PHRASE {
                next.phrase.end
            } else {
                next.tokens.end
            };
            next.governed = true;
            if head.kind == MentionKind::Group {
                let end = listed(cut, tail);
                for further in &mut tail[..end] {
                    further.governed = true;
                    head.phrase.end = further.phrase.end;
                }
            }
        }
    }
}

/// What joins two who are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    Comma,
    And,
}

/// What alone stands between two mentions of a paragraph, if that joins them.
pub fn link(cut: &Tokens<'_>, one: &Mention, other: &Mention) -> Option<Link> {
    let between = cut.tokens.get(one.phrase.end..other.tokens.start)?;
    let comma = |token: &Token| token.kind == Kind::Comma;
    let link = match between {
        [only] if only.is(CONJUNCTION) => Link::And,
        [first, second] if comma(first) && second.is(CONJUNCTION) => Link::And,
        [only] if comma(only) => Link::Comma,
        _ => return None,
    };
    (one.paragraph == other.paragraph).then_some(link)
}

/// Those who are listed together at most.
pub const LISTED: usize = 8;

/// Whom several belong to where those are listed: "the leaders of Norland, Sudland and Westmark". Gives the end of the
/// list, which is 0 where the first is alone.
fn listed(cut: &Tokens<'_>, mentions: &[Mention]) -> usize {
    for end in 1..mentions.len().min(LISTED) {
        let (before, next) = (&mentions[end - 1], &mentions[end]);
        let named = [before, next].iter().all(|m| m.kind == MentionKind::Name);
        match link(cut, before, next).filter(|_| named) {
            Some(Link::Comma) => {}
            Some(Link::And) => return end + 1,
            None => break,
        }
    }
    0
}

fn plain(tokens: Range<usize>, kind: MentionKind, gender: Option<Gender>) -> Mention {
    Mention {
        phrase: tokens.clone(),
        head: tokens.end - 1,
        tokens,
        name: 0..0,
        kind,
        gender,
        relation: Relation::None,
        cue: None,
        paragraph: 0,
        governed: false,
        owns: false,
        apposition: 0..0,
    }
}

/// Words in one with what belongs to it at most.
const LONGEST_PHRASE: usize = 24;
/// Words in a noun phrase at most: what is longer is no mention.
const LONGEST: usize = 12;

fn mention_at(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    inside: &[u32],
    known: &Known,
    index: usize,
    end: usize,
) -> Option<(Mention, usize)> {
    let token = cut.tokens[index];
    if !matches!(token.kind, Kind::Word | Kind::Number) || is_place_of(cut, index) {
        return None;
    }
    // "said van der Holt"
    if let Some(name) = particled(cut, index).filter(|name| name.end <= end)
        && known
            .particled
            .binary_search(&keys_key(cut.tokens[name.clone()].iter().map(|t| t.key)))
            .is_ok()
    {
        let mut mention = plain(name.clone(), MentionKind::Name, None);
        mention.name = name;
        let next = mention.tokens.end;
        return Some((mention, next));
    }
    if token.is(PRONOUN) && !token.is(DETERMINER | POSSESSIVE)
        || token.is(HE | SHE) && !is_possessed(cut, index, end)
    {
        let (kind, gender) = match () {
            () if token.is(HE) => (MentionKind::Pronoun, Some(Gender::Male)),
            () if token.is(SHE) => (MentionKind::Pronoun, Some(Gender::Female)),
            () if token.is(THEY) => (MentionKind::They, None),
            () => (MentionKind::It, None),
        };
        return Some((plain(index..index + 1, kind, gender), index + 1));
    }
    if token.is(RELATIVE) && !token.is(THAT) {
        return Some((
            plain(index..index + 1, MentionKind::Relative, None),
            index + 1,
        ));
    }
    noun_phrase(cut, vocabulary, inside, known, index, end)
}

/// Whether a word is the place of a place: "of Riverton, Ala., said".
fn is_place_of(cut: &Tokens<'_>, index: usize) -> bool {
    let comma = |at: usize| cut.tokens.get(at).is_some_and(|t| t.kind == Kind::Comma);
    cut.tokens[index].is(ABBREVIATION)
        && comma(index + 1)
        && index >= 2
        && comma(index - 1)
        && cut.tokens[index - 2].upper
}

/// The place up to which no mention can begin, if none can here: nobody is named by plain words alone.
fn nobody_until(cut: &Tokens<'_>, index: usize, end: usize) -> Option<usize> {
    const TELLING: Flags = PRONOUN
        | RELATIVE
        | PARTICLE
        | DETERMINER
        | POSSESSIVE
        | TODAY
        | GROUP
        | ORGANISATION
        | ANY_ROLE
        | ANY_TITLE;
    let telling = |token: &Token| token.upper || token.is(TELLING);
    let run = &cut.tokens[index..end];
    let goes_on =
        |t: &Token| matches!(t.kind, Kind::Word | Kind::Number) && !t.is(FUNCTION) && !telling(t);
    let plain = run.iter().take_while(|t| goes_on(t)).count();
    match run.get(plain) {
        Some(token)
            if telling(token)
                && (plain == 0 || matches!(token.kind, Kind::Word | Kind::Number)) =>
        {
            (plain >= LONGEST).then(|| index + plain + 1 - LONGEST)
        }
        // What ends the run ends all that begin in it.
        _ => Some(index + plain + 1),
    }
}

/// Whether a source is called by what begins here, whatever it is: "according to leaked maps".
fn is_called(cut: &Tokens<'_>, vocabulary: &Vocabulary, index: usize) -> bool {
    let mut before = cut.tokens[..index].iter().rev();
    let behind = before.find(|t| !t.is(INSIDE)).is_some_and(|t| t.is(SOURCE));
    behind && (cut.tokens[index].upper || !vocabulary.nouns_capitalised)
}

/// Words before the verb that several people who are in no list may be called by at most.
const SPEAKERS: usize = 3;

/// Whether a clause begins here with several people whom no article tells, and a verb of saying: "weather experts say".
fn speaks(cut: &Tokens<'_>, vocabulary: &Vocabulary, index: usize) -> bool {
    let before = index.checked_sub(1).map(|before| &cut.tokens[before]);
    let begins = before.is_none_or(|t| !t.is_word() || t.is(CONJUNCTION | INTERROGATIVE | THAT));
    if !begins || vocabulary.has_cases() || vocabulary.nouns_capitalised {
        return false;
    }
    let mut words = cut.tokens[index..].iter().take(SPEAKERS + 1);
    let verb = words.position(|t| !t.is_word() || t.upper || t.flags & (FUNCTION | CUE) != 0);
    let verb = verb.filter(|at| *at > 0).map(|at| index + at);
    verb.is_some_and(|verb| {
        let several = vocabulary.may_possess(cut.word(verb - 1));
        several && cut.tokens[verb].is(SAYING) && is_verb(cut, verb)
    })
}

fn is_possessed(cut: &Tokens<'_>, index: usize, end: usize) -> bool {
    // "her" before a noun is a possessive.
    cut.tokens[index].is(POSSESSIVE)
        && index + 1 < end
        && cut.tokens[index + 1].is_word()
        && cut.tokens[index + 1].flags & (FUNCTION | CUE) == 0
}

/// Whether a word can stand inside a noun phrase.
fn is_nominal(cut: &Tokens<'_>, vocabulary: &Vocabulary, index: usize, first: bool) -> bool {
    let token = cut.tokens[index];
    if token.is(POSSESSIVE_MARK) {
        return !first;
    }
    if matches!(token.kind, Kind::Number) {
        return !first;
    }
    if token.kind != Kind::Word {
        return false;
    }
    let person = token.is(ANY_TITLE | ANY_ROLE | GROUP | ORGANISATION | GIVEN_MALE | GIVEN_FEMALE);
    let before = (!first)
        .then(|| index.checked_sub(1).map(|b| cut.tokens[b]))
        .flatten();
    // "Theresa May", which is a small word too.
    let may = || {
        let given = before.is_some_and(|t| t.upper && t.is(GIVEN_MALE | GIVEN_FEMALE));
        token.is(MONTH) && token.upper && given
    };
    if token.is(FUNCTION & !(WEEKDAY | MONTH)) && !person && !may() {
        return false;
    }
    if token.is(WEEKDAY | MONTH) && !token.is(GIVEN_MALE | GIVEN_FEMALE) {
        // "Theresa May"
        let next = cut.tokens.get(index + 1);
        let named = |t: &Token| t.upper && t.is_word() && !t.is(WEEKDAY | MONTH | ANY_TITLE);
        // "Jan Weir", but "in May Vale said"
        let dated = index
            .checked_sub(1)
            .is_some_and(|at| cut.tokens[at].is(PREPOSITION | ADVERB | MONTH | WEEKDAY));
        let titled = before.is_some_and(|t| t.upper && t.is(ANY_TITLE | ANY_ROLE));
        let given = (before.is_none() && !dated || titled) && next.is_some_and(named);
        let surname = before.is_some_and(|t| named(&t));
        return token.is(MONTH)
            && token.upper
            && next.is_none_or(|t| t.kind != Kind::Number)
            && (given || surname);
    }
    if token.is(CUE) && !person {
        // A cue ends the phrase, unless a given name, title or initial makes it a surname ("Barney Frank"), or both have a
        // capital in running text ("the United States").
        return token.upper
            && before.is_some_and(|t| {
                let names = GIVEN_MALE | GIVEN_FEMALE | ANY_TITLE | ANY_ROLE | ABBREVIATION;
                let running = || !vocabulary.nouns_capitalised && !in_headline(cut, index);
                t.upper && (t.is(names) || t.is_word() && running())
            });
    }
    true
}

/// Longer, in tokens, a sentence is no headline.
const HEADLINE: usize = 24;

/// Whether a word stands in a sentence that is written in capitals throughout, small words aside.
pub fn in_headline(cut: &Tokens<'_>, index: usize) -> bool {
    let Some(sentence) = cut.sentence(index) else {
        return false;
    };
    let words = || {
        let tokens = &cut.tokens[sentence.clone()];
        tokens
            .iter()
            .filter(|t| t.is_word() && t.flags & FUNCTION == 0)
    };
    sentence.len() <= HEADLINE && words().count() > 2 && words().all(|t| t.upper)
}

fn noun_phrase(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    inside: &[u32],
    known: &Known,
    start: usize,
    end: usize,
) -> Option<(Mention, usize)> {
    let limit = end.min(start + LONGEST);
    let mut index = start;
    // "today's minister", but "Today Vale spoke"
    let own = |at: usize| cut.tokens.get(at).is_some_and(|t| t.is(POSSESSIVE_MARK));
    while index < limit
        && (cut.tokens[index].is(DETERMINER | POSSESSIVE)
            || cut.tokens[index].is(TODAY) && own(index + 1))
        && !cut.tokens[index].is(GROUP | ANY_TITLE | THAT)
        && cut.tokens[index].is_word()
    {
        index += 1;
    }
    if index == start && cut.tokens[start].is(TODAY) {
        return None;
    }
    let determined = index > start;
    let body = index;
    let mut capital_run: Option<usize> = None;
    let begins_sentence = cut.begins_sentence(start);
    let is_name = |index: usize| {
        !begins_sentence
            || index != start
            || cut.tokens[index].is(GIVEN_MALE | GIVEN_FEMALE)
            || !cut.tokens[index].is(VERB_ENDING)
                && known.capitals.binary_search(&cut.tokens[index].key).is_ok()
    };
    // "in dem Schreiben" has a noun that is written like a cue, "the State Department" a name.
    let follows_article = start
        .checked_sub(1)
        .is_some_and(|before| cut.tokens[before].is(DETERMINER | POSSESSIVE));
    // "according to press reports, …": what a source is called by ends with its last word, a cue or not.
    let source = is_called(cut, vocabulary, start);
    let closes_source = |at: usize| {
        let ends = || cut.tokens.get(at + 1).is_none_or(|t| !t.is_word());
        source && at > body && cut.tokens[at].is(CUE | VERB_ENDING) && ends()
    };
    // "according to a June report", "according to State Department cables": no source begins with a verb or a day.
    let opens_source = |at: usize| source && at == body && cut.tokens[at].is(CUE | MONTH);
    let mut name: Range<usize> = 0..0;
    while index < limit && inside[index] == OUTSIDE {
        let token = cut.tokens[index];
        if token.is(POSSESSIVE_MARK) {
            // "Vale's spokesman" goes on only with a role; else the phrase ends with the owner.
            let role_follows = cut.tokens[index + 1..limit.max(index + 1)]
                .iter()
                .take(4)
                .take_while(|t| t.is_word() && (t.flags & (FUNCTION | CUE) == 0))
                .any(|t| {
                    let body = t.is(ORGANISATION) && (source || !t.is(CUE_NOUN));
                    t.is(ANY_ROLE | GROUP | ANY_TITLE) || body
                });
            if !role_follows {
                break;
            }
            capital_run = None;
            name = 0..0;
            index += 1;
            continue;
        }
        let first = index == body;
        let particle = token.is(PARTICLE)
            && capital_run.is_some()
            && cut.tokens[index + 1..limit.max(index + 1)]
                .iter()
                .take(3)
                .find(|t| !t.is(PARTICLE))
                .is_some_and(|t| t.upper && t.is_word() && !vocabulary.nouns_capitalised_word(t));
        // "Ada Vale von der Hafenwacht": a full name goes on with no more, and what follows tells where she is from.
        let is_whole = vocabulary.nouns_capitalised && name.end == index && is_full(cut, &name);
        let particle = particle && !is_whole;
        // "sagte Vale den Zeitungen": only behind another is an article part of a name ("von der Vale").
        let particle = particle && (!token.is(DETERMINER) || cut.tokens[index - 1].is(PARTICLE));
        // "zdaniem Ady Vale Norwegia": a country behind a full name is none of it.
        let is_office = |at: &usize| cut.tokens[*at].is(ANY_ROLE | ANY_TITLE);
        let another = vocabulary.has_cases()
            && token.is(PLACE)
            && name.end == index
            && name.clone().rev().take_while(|at| !is_office(at)).count() > 1
            && !cut.tokens[name.clone()].iter().any(|t| t.is(ORGANISATION));
        // "цитує Вейл агентство", "цитирует Вейл ТАСС": a body behind a name is none of it either.
        let body_behind = vocabulary.has_cases()
            && !name.is_empty()
            && name.end == index
            && !cut.tokens[name.clone()].iter().any(|t| t.is(ORGANISATION))
            && !name.clone().any(|at| is_acronym(cut, at))
            && (is_acronym(cut, index) || token.is(ORGANISATION) && !token.upper);
        // "у Telegram Вейл": what is written in other letters is a name of its own.
        let before = (index > body).then(|| &cut.tokens[index - 1]);
        let foreign = vocabulary.has_cases()
            && before.is_some_and(|t| t.upper && t.kind == Kind::Word)
            && is_cyrillic(cut.word(index - 1)) != is_cyrillic(cut.word(index));
        // "sagte Vale Journalisten": who was told it.
        let told = vocabulary.nouns_capitalised
            && token.is(GROUP)
            && !name.is_empty()
            && name.end == index;
        if another || body_behind || foreign || told {
            break;
        }
        // "в Белом доме": a body's name goes on in small letters.
        let body_goes_on =
            token.is(INSIDE) && index > body && cut.tokens[index - 1].is(ORGANISATION | INSIDE);
        let goes_on = particle || body_goes_on;
        if !goes_on && !is_nominal(cut, vocabulary, index, first && !determined) {
            // "Mark", "Will" at the start of a name: a cue or a small word in capitals before a capital.
            let starts_name = first
                && token.upper
                && token.is(CUE | AUXILIARY | MONTH | GIVEN_MALE | GIVEN_FEMALE)
                && token.is(GIVEN_MALE | GIVEN_FEMALE)
                && index + 1 < limit
                && cut.tokens[index + 1].upper;
            // "Brand replied": a surname that is a cue too, as other places of the text show.
            let surname = first
                && !determined
                && !begins_sentence
                && token.upper
                && token.is(CUE)
                && (!follows_article || next_upper(cut, index, limit))
                && known.capitals.binary_search(&token.key).is_ok();
            // "the State Department": behind an article, no verb has a capital.
            let behind_article = first
                && determined
                && !vocabulary.nouns_capitalised
                && token.upper
                && token.is(CUE)
                && next_upper(cut, index, limit);
            let called = opens_source(index) || closes_source(index);
            if !starts_name && !surname && !behind_article && !called {
                break;
            }
        }
        let is_name_part = token.upper
            && !vocabulary.nouns_capitalised_word(&token)
            && !(token.is(GROUP | ANY_ROLE | ORGANISATION | ANY_TITLE)
                && capital_run.is_none()
                && (index == body)
                && !determined
                && !next_upper(cut, index, limit)
                && known.surnames.binary_search(&token.key).is_err());
        if body_goes_on && capital_run.is_none() {
            index += 1;
            continue;
        }
        if is_name_part || goes_on {
            let from = *capital_run.get_or_insert(index);
            name = from..index + 1;
        } else {
            // "New details": a capital that only begins the sentence is no name.
            let only_begins = name == (start..start + 1) && !is_name(start);
            if only_begins {
                name = 0..0;
            } else if capital_run.is_some()
                && !token.is(ANY_ROLE | GROUP | ORGANISATION | ANY_TITLE)
                && !name.is_empty()
                && !determined
                && !lower_then_role(cut, index, limit)
            {
                // "Vale focuses …": the name ends here.
                break;
            }
            let adjective = |index: usize| {
                cut.tokens[index..limit]
                    .iter()
                    .take(3)
                    .take_while(|t| t.is_word() && t.flags & (FUNCTION | CUE) == 0)
                    .any(|t| t.is(ANY_ROLE | GROUP) && !t.upper)
            };
            let verb = token.is(VERB_ENDING) && !closes_source(index);
            if index > body && verb && !adjective(index) {
                break;
            }
            // "до депутатів гільдії міністерка Вейл": what a preposition governs ends before an office that it doesn't.
            if index > body && begins_office(cut, vocabulary, start, index) {
                break;
            }
            // "a person familiar with it": what tells of somebody behind his role.
            if index > body && postmodified(cut, inside, vocabulary, source, index, end).is_some() {
                break;
            }
            // "several voters prefer …": several people end their phrase, unless more of it is known.
            let before = cut.tokens[index - 1.min(index)];
            let plural = index > body
                && before.is(GROUP)
                && !before.is(DETERMINER | CONJUNCTION)
                && !token.upper;
            if plural && !token.is(ANY_ROLE | GROUP | ORGANISATION | ANY_TITLE) {
                break;
            }
            capital_run = None;
        }
        index += 1;
        // Initials and abbreviations keep a name together; punctuation ends the phrase.
        if index < limit && matches!(cut.tokens[index].kind, Kind::Open) {
            break;
        }
    }
    // "her deputy then urged": a small word at the end is none of the phrase.
    let small = |at: usize| {
        let token = &cut.tokens[at];
        let lower = !token.upper || begins_sentence && at == start;
        token.is(ADVERB | CONJUNCTION) && lower && !token.is(GROUP)
    };
    while index > body && small(index - 1) {
        index -= 1;
    }
    if index == body {
        // "some", "both", "this" alone.
        let alone = determined && cut.tokens[start].is(GROUP | THEY);
        return alone.then(|| (plain(start..index, MentionKind::Group, None), index));
    }
    let mut tokens = start..index;
    // Titles before a name belong to the mention, but not to the name.
    let mut name = if name.end == index || capital_run.is_some() {
        name
    } else {
        0..0
    };
    if name.is_empty() {
        // The name may stand before lower-case words ("Daily News focuses").
        let last = cut.tokens[index - 1];
        if !last.is(ANY_ROLE | GROUP | ORGANISATION) {
            let run = last_capitals(cut, vocabulary, body..index);
            // "у Міністерстві риби": a capital that only begins what the body is called.
            let begins_body = |run: &Range<usize>| {
                vocabulary.has_cases() && run.len() == 1 && cut.tokens[run.start].is(ORGANISATION)
            };
            if let Some(run) = run.filter(|run| {
                run.len() > 1 || run.end == index || is_name(run.start) && !begins_body(run)
            }) {
                tokens = start..run.end;
                name = run;
            }
        }
    }
    // "von der Leyen" begins with its particles; "президент України Ада Вейл" names her behind the country.
    while !name.is_empty() && name.start > body && cut.tokens[name.start - 1].is(PARTICLE) {
        name.start -= 1;
    }
    // "Ukrainian President Volodymyr Zelensky": the name begins behind the last title or role.
    let title = name.clone().rev().skip(1).find(|&at| {
        let token = cut.tokens[at];
        let given = |at: usize| cut.tokens[at].is(GIVEN_MALE | GIVEN_FEMALE);
        (token.is(ANY_TITLE | ANY_ROLE) || token.is(GROUP) && given(at + 1)) && !given(at)
    });
    if let Some(title) = title {
        name.start = title + 1;
    }
    // "Riverton-born Ada Vale": a word that goes on in small letters behind its hyphen is no part of the name.
    let described = name.clone().rev().skip(1).find(|&at| {
        let parts = cut.word(at).rsplit_once('-');
        parts.is_some_and(|(_, last)| last.len() > 2 && last.starts_with(char::is_lowercase))
    });
    if let Some(described) = described {
        name.start = described + 1;
    }
    let is_given = |at: usize| cut.tokens[at].is(GIVEN_MALE | GIVEN_FEMALE);
    // "Habló Ada Vale": a capital that only begins the sentence is none of a full name.
    if name.len() > 2
        && name.start == start
        && !is_name(start)
        && is_given(start + 1)
        && !cut.tokens[start].is(ORGANISATION | GROUP)
    {
        name.start += 1;
        tokens.start += 1;
    }
    if name.len() > 2
        && !is_given(name.start)
        && let Some(given) = (name.start + 1..name.end - 1).find(|&at| is_given(at))
    {
        let before = &cut.tokens[body..name.start];
        let office = before
            .iter()
            .any(|t| t.is(ANY_ROLE | ANY_TITLE) || vocabulary.has_cases())
            || cut.tokens[name.start..given]
                .iter()
                .any(|t| t.is(ORGANISATION));
        // "de la Pêche Ada Vale": the preposition governs what stands before the name.
        let before = cut.tokens[..start].iter().rev().find(|t| !t.is(INSIDE));
        let preposition = before
            .is_some_and(|t| t.is(PREPOSITION | GENITIVE) && !t.is(SOURCE) && body == name.start);
        let behind = preposition && before.is_some_and(|t| t.is(GENITIVE));
        // "Schriftstellerin Ada Vale": where every noun has a capital, one before a given name tells what she is.
        if office || behind || vocabulary.nouns_capitalised {
            name.start = given;
        }
        if (behind || office && preposition) && !vocabulary.nouns_capitalised {
            tokens.start = given;
        }
    }
    // "ministra Riverton Ada Vale" in a language of cases: what the office is of stands in one.
    if vocabulary.has_cases()
        && name.len() == 3
        && name.start > body
        && !is_given(name.start)
        && !is_given(name.start + 1)
        && cut.tokens[body..name.start]
            .iter()
            .any(|t| t.is(ANY_ROLE | ANY_TITLE))
        && vocabulary.name_key(cut.word(name.start), cut.tokens[name.start].key)
            != cut.tokens[name.start].key
    {
        name.start += 1;
    }
    let mut head = None;
    if vocabulary.has_cases() {
        (head, name) = office_in(cut, body..index, name);
    }
    // "the Prime Minister", "Harbour Chief Executive": an office in capitals is no name, unless it is somebody's surname.
    let office = !name.is_empty() && {
        let last = &cut.tokens[name.end - 1];
        last.is(ANY_ROLE | ANY_TITLE)
            && !last.is(ABBREVIATION)
            && !name.clone().any(is_given)
            && known.surnames.binary_search(&last.key).is_err()
    };
    if office {
        name = 0..0;
    }
    // "the head of the FBI" without its small words: a role before an acronym is a description.
    let acronym = name.len() == 1
        && name.start > body
        && is_acronym(cut, name.start)
        && cut.tokens[name.start - 1].is(ANY_ROLE)
        // "PRESIDENT VALE": where all is in capitals, they tell nothing.
        && !is_acronym(cut, name.start - 1);
    if acronym {
        name = 0..0;
    }
    // "UN Ada Vale": a body's letters before a full name are no part of it.
    let full = name.len() > 2
        && is_acronym(cut, name.start)
        && !is_acronym(cut, name.start + 1)
        && (is_given(name.start + 1) || vocabulary.has_cases() && name.len() == 3)
        && !(name.start + 1..name.end).any(|at| cut.tokens[at].is(ORGANISATION));
    if full {
        name.start += 1;
        if tokens.start + 1 == name.start {
            tokens.start = name.start;
        }
    }
    // "Talks with Vale": a capital that may only begin the sentence, with a preposition behind, is no name.
    let begins = name == (start..start + 1) && !is_name(start);
    let preposition =
        |at: usize| at < end && cut.tokens[at].is(PREPOSITION) && !cut.tokens[at].is(GENITIVE);
    // "Vale in a letter said": but for a verb of saying soon behind it.
    let says = || {
        let soon = cut.tokens[start + 1..end].iter().take(NEAR);
        soon.take_while(|t| t.is_word()).any(|t| t.is(SAYING))
    };
    if begins && tokens.end == start + 1 && preposition(start + 1) && !says() {
        name = 0..0;
    }
    // "Mitte Mai"
    let month = vocabulary.nouns_capitalised
        && name.len() > 1
        && !is_given(name.start)
        && cut.tokens[name.end - 1].is(MONTH);
    if month {
        return None;
    }
    // "das Ende": where every noun has a capital, one behind an article is no name, nor is one that nothing shows for one.
    let noun = vocabulary.nouns_capitalised
        && name.len() == 1
        && (determined && name.start == body || !is_shown_name(cut, known, name.start));
    // "der Minister Norlands, Ada Vale,": what an office is of.
    let of = vocabulary.nouns_capitalised && determined && is_of_office(cut, body, &name);
    if noun || of {
        name = 0..0;
    }
    while name.len() > 1 && cut.tokens[name.start].is(DETERMINER) {
        name.start += 1;
    }
    let flags: Flags = cut.tokens[tokens.clone()]
        .iter()
        .fold(0, |all, t| all | t.flags);
    let first_name = cut.tokens.get(name.start).map_or(0, |t| t.flags);
    let is_inside = |at: &usize| cut.tokens[*at].is(INSIDE) && *at > tokens.start;
    let last = tokens.clone().rev().find(|at| !is_inside(at));
    let head_at = head
        .or_else(|| described_head(cut, vocabulary, &tokens, &name))
        .unwrap_or(last.unwrap_or(tokens.end - 1));
    let head = cut.tokens[head_at];
    let gender = gender_of(flags, if name.is_empty() { 0 } else { first_name })
        .or_else(|| gender_of_role(flags, cut.tokens[start].flags));
    let kind = if !name.is_empty() {
        MentionKind::Name
    } else if head.is(GROUP) && !is_one(cut, vocabulary, start, &head) {
        MentionKind::Group
    } else if acronym
        || head.is(ANY_ROLE | ORGANISATION | ANY_TITLE)
        || determined && cut.age(head_at).is_some()
    {
        MentionKind::Description
    } else if determined || source || noun {
        MentionKind::Thing
    } else if flags & (GROUP | ANY_ROLE | ORGANISATION) != 0 || speaks(cut, vocabulary, start) {
        MentionKind::Group
    } else {
        return None;
    };
    let mut mention = plain(tokens.clone(), kind, gender);
    mention.name = name;
    mention.head = head_at;
    if let Some(end) = postmodified(cut, inside, vocabulary, source, tokens.end, end) {
        mention.phrase.end = end;
    }
    if kind == MentionKind::Description && vocabulary.adjectives_follow {
        mention.phrase.end = genitive_end(cut, tokens.end, end);
    }
    Some((mention, tokens.end))
}

/// Whether a name has a given name and a surname.
fn is_full(cut: &Tokens<'_>, name: &Range<usize>) -> bool {
    let own = name.clone().rev();
    let mut own = own.take_while(|&at| !cut.tokens[at].is(ANY_ROLE | ANY_TITLE | PARTICLE));
    let surname = own.next().map(|at| &cut.tokens[at]);
    surname.is_some_and(|t| !t.is(GIVEN_MALE | GIVEN_FEMALE)) && own.next().is_some()
}

/// Whether a word that looks like a name is a genitive behind an office, whose holder a comma parts from it.
fn is_of_office(cut: &Tokens<'_>, body: usize, name: &Range<usize>) -> bool {
    let tokens = &cut.tokens;
    let capital = |at: usize| tokens.get(at).is_some_and(|t| t.upper && t.is_word());
    let comma = |at: usize| tokens.get(at).is_some_and(|t| t.kind == Kind::Comma);
    name.len() == 1
        && name.start > body
        && tokens[name.start - 1].is(ANY_ROLE | ANY_TITLE)
        && cut.word(name.start).ends_with('s')
        && comma(name.end)
        && capital(name.end + 1)
        && capital(name.end + 2)
        && (comma(name.end + 3)
            || tokens
                .get(name.end + 3)
                .is_some_and(|t| t.kind == Kind::Open))
}

/// Where a noun in small letters ends that a person or body belongs to: "el portavoz del gremio pesquero".
fn genitive_end(cut: &Tokens<'_>, start: usize, end: usize) -> usize {
    let tokens = cut.tokens.get(start..end).unwrap_or_default();
    let [preposition, noun, ..] = tokens else {
        return start;
    };
    let plain = |t: &&Token| {
        t.kind == Kind::Word
            && !t.upper
            && t.flags & (FUNCTION | CUE | ANY_ROLE | GROUP | ORGANISATION) == 0
    };
    if !preposition.is(GENITIVE) || !plain(&noun) {
        return start;
    }
    start + 1 + tokens[1..].iter().take(2).take_while(plain).count()
}

/// Whether an office in the nominative stands here, in a phrase that a preposition governs.
fn begins_office(cut: &Tokens<'_>, vocabulary: &Vocabulary, start: usize, index: usize) -> bool {
    let before = start.checked_sub(1).map(|before| &cut.tokens[before]);
    vocabulary.has_cases()
        && cut.tokens[index].is(ANY_ROLE | ANY_TITLE)
        && vocabulary.called(cut.word(index)).is_none()
        && before.is_some_and(|t| t.is(PREPOSITION) && !t.is(SOURCE))
}

/// The word for a person or body that adjectives stand behind: "le ministre allemand".
fn described_head(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    tokens: &Range<usize>,
    name: &Range<usize>,
) -> Option<usize> {
    if !vocabulary.adjectives_follow || !name.is_empty() {
        return None;
    }
    let calls = |at: &usize| cut.tokens[*at].is(ANY_ROLE | ANY_TITLE | GROUP | ORGANISATION);
    let head = tokens.clone().rev().find(calls)?;
    let adjective = |at: usize| !cut.tokens[at].upper && cut.tokens[at].kind == Kind::Word;
    (head + 1..tokens.end).all(adjective).then_some(head)
}

/// Where what tells of somebody behind his role ends, at a verb of saying: "a person familiar with the talks said". Where a
/// source is `called` so, a comma ends it: "according to two people briefed on the plan, …".
fn postmodified(
    cut: &Tokens<'_>,
    inside: &[u32],
    vocabulary: &Vocabulary,
    called: bool,
    start: usize,
    end: usize,
) -> Option<usize> {
    let head = &cut.tokens[start.checked_sub(1)?];
    let [word, preposition, ..] = cut.tokens.get(start..end)? else {
        return None;
    };
    let plain =
        |t: &Token| t.is_word() && !t.upper && t.flags & (FUNCTION | CUE | POSSESSIVE_MARK) == 0;
    let known = word.is(ANY_ROLE | ANY_TITLE | GROUP | ORGANISATION);
    let tells = head.is(ANY_ROLE | GROUP)
        && !head.upper
        && plain(word)
        && !known
        && preposition.is(PREPOSITION)
        && !preposition.is(GENITIVE);
    if vocabulary.verb_second || !tells {
        return None;
    }
    let ends = |at: &usize| {
        let token = &cut.tokens[*at];
        !token.is_word()
            || token.is(AUXILIARY | RELATIVE | THAT)
            || token.is(CUE) && is_verb(cut, *at)
    };
    let stop = (start + 2..end.min(start + LONGEST)).find(ends)?;
    let token = &cut.tokens[stop];
    // "a man appeared in front of the pier," tells of no source; "a man familiar with it has said" does.
    let speaks = |at: usize| cut.tokens.get(at).is_some_and(|t| t.is(SAYING));
    let closes = match token.kind {
        Kind::Comma => called,
        _ => speaks(stop) || token.is(AUXILIARY) && speaks(stop + 1),
    };
    (closes && inside[stop] == OUTSIDE).then_some(stop)
}

/// The word for the office or body that a phrase is about in a language of cases, where what it is of stands bare behind
/// it ("президент Норвегії"), and the name of a person in it, which a place before it is no part of ("президент Норвегії
/// Ада Вейл").
fn office_in(
    cut: &Tokens<'_>,
    phrase: Range<usize>,
    mut name: Range<usize>,
) -> (Option<usize>, Range<usize>) {
    let is_given = |token: &Token| token.is(GIVEN_MALE | GIVEN_FEMALE);
    let is_office = |at: &usize| cut.tokens[*at].is(ANY_ROLE | ANY_TITLE | ORGANISATION | GROUP);
    let end = if name.is_empty() {
        phrase.end
    } else {
        name.start
    };
    let Some(office) = (phrase.start..end).find(is_office) else {
        return (None, name);
    };
    let is_of = |at: usize| {
        let token = &cut.tokens[at];
        !is_given(token) && (token.is(PLACE | ORGANISATION) || is_acronym(cut, at))
    };
    if name.clone().all(is_of) {
        return (Some(office), 0..0);
    }
    // "Президент Південної Кореї Ада Вейл", "речниця Білого дому Ада Вейл": she is named behind what it is of.
    let goes_on = |at: usize| cut.tokens[at].is(INSIDE);
    if let Some(last) = name
        .clone()
        .rev()
        .skip(1)
        .find(|&at| is_of(at) || goes_on(at))
    {
        name.start = last + 1;
    }
    (None, name)
}

/// Whether anything shows that a word is a name where every noun has a capital: what it is known as, the names, titles and
/// roles before it here or elsewhere, or a verb of saying beside it.
fn is_shown_name(cut: &Tokens<'_>, known: &Known, at: usize) -> bool {
    const SHOWN: Flags =
        GIVEN_MALE | GIVEN_FEMALE | PLACE | ORGANISATION | ANY_TITLE | ANY_ROLE | GROUP;
    let says = |at: Option<usize>| {
        let token = at.and_then(|at| cut.tokens.get(at));
        token.is_some_and(|t| t.is(SAYING))
    };
    let before = at.checked_sub(1);
    let token = &cut.tokens[at];
    token.is(SHOWN)
        || is_acronym(cut, at)
        || known.surnames.binary_search(&token.key).is_ok()
        || known.introduced.binary_search(&token.key).is_ok()
        || before.is_some_and(|before| cut.tokens[before].is(ANY_TITLE | ANY_ROLE | ABBREVIATION))
        || says(before)
        || says(Some(at + 1))
}

fn is_acronym(cut: &Tokens<'_>, at: usize) -> bool {
    let word = cut.word(at);
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

fn is_cyrillic(word: &str) -> bool {
    word.starts_with(|c| ('\u{400}'..='\u{4ff}').contains(&c))
}

/// Whether a word that one and several are called by means one here, as its article tells.
fn is_one(cut: &Tokens<'_>, vocabulary: &Vocabulary, start: usize, head: &Token) -> bool {
    let first = &cut.tokens[start];
    vocabulary.has_plurals && head.is(ANY_ROLE) && first.is(DETERMINER) && !first.is(PLURAL)
}

fn next_upper(cut: &Tokens<'_>, index: usize, limit: usize) -> bool {
    index + 1 < limit && cut.tokens[index + 1].upper && cut.tokens[index + 1].is_word()
}

fn lower_then_role(cut: &Tokens<'_>, index: usize, limit: usize) -> bool {
    cut.tokens[index..limit]
        .iter()
        .take(4)
        .take_while(|t| t.is_word() && t.flags & (FUNCTION | CUE) == 0)
        .any(|t| t.is(ANY_ROLE | GROUP | ANY_TITLE))
}

fn last_capitals(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    range: Range<usize>,
) -> Option<Range<usize>> {
    let mut end = range.end;
    while end > range.start
        && (!cut.tokens[end - 1].upper || vocabulary.nouns_capitalised_word(&cut.tokens[end - 1]))
    {
        end -= 1;
    }
    let mut start = end;
    while start > range.start {
        // "Ada van der Holt": particles stand inside a name.
        let before = &cut.tokens[range.start..start];
        let particles = before.iter().rev().take_while(|t| t.is(PARTICLE)).count();
        let begins = before.len() > particles && before[before.len() - particles - 1].upper;
        if !begins {
            break;
        }
        start -= particles + 1;
    }
    (start < end).then_some(start..end)
}

fn gender_of(flags: Flags, first_name: Flags) -> Option<Gender> {
    // "министра Ольги Береговой": an office's gender tells less than the given name.
    let given = first_name & (GIVEN_MALE | GIVEN_FEMALE);
    let title = flags & (TITLE_MALE | TITLE_FEMALE);
    let flags = if given == GIVEN_FEMALE && title == 0 {
        flags & !(ROLE_MALE | ROLE_FEMALE)
    } else {
        flags
    };
    if flags & (TITLE_MALE | ROLE_MALE) != 0 && flags & (TITLE_FEMALE | ROLE_FEMALE) == 0 {
        return Some(Gender::Male);
    }
    if flags & (TITLE_FEMALE | ROLE_FEMALE) != 0 && flags & (TITLE_MALE | ROLE_MALE) == 0 {
        return Some(Gender::Female);
    }
    match (first_name & GIVEN_MALE != 0, first_name & GIVEN_FEMALE != 0) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// Whether a role is a man's or a woman's, by the determiner before it.
fn gender_of_role(flags: Flags, first: Flags) -> Option<Gender> {
    match (first & DETERMINER_MALE != 0, first & DETERMINER_FEMALE != 0) {
        _ if flags & (ANY_ROLE | ANY_TITLE) == 0 => None,
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// Whether an inverted cue begins its clause ("…, said Vale"), unlike that in "he says he".
pub fn begins_clause(
    cut: &Tokens<'_>,
    inside: &[u32],
    paragraph: &Range<usize>,
    cue: usize,
) -> bool {
    // "…, a estimé Vale"
    let verb = (paragraph.start..cue).rev();
    let verb = verb.take_while(|&at| cut.tokens[at].is(AUXILIARY)).last();
    let before = verb.unwrap_or(cue).checked_sub(1);
    let Some(before) = before.filter(|b| *b >= paragraph.start) else {
        return true;
    };
    let token = cut.tokens[before];
    inside[before] != OUTSIDE
        || !token.is_word() && token.kind != Kind::Number
        || token.is(ADVERB | SECOND | FIRST) && !token.is(CUE)
}

/// The name that particles begin here: "van der Holt".
fn particled(cut: &Tokens<'_>, index: usize) -> Option<Range<usize>> {
    let particle = |at: &usize| cut.tokens.get(*at).is_some_and(|t| t.is(PARTICLE));
    if !particle(&index) {
        return None;
    }
    let last = (index + 1..index + 4).find(|at| !particle(at))?;
    let word = cut.tokens.get(last)?;
    (word.upper && word.is_word()).then_some(index..last + 1)
}

/// Links mentions with the cues whose subjects they are.
pub fn relate(cut: &Tokens<'_>, inside: &[u32], vocabulary: &Vocabulary, mentions: &mut [Mention]) {
    let verb_second = vocabulary.verb_second;
    let mut has_subject = vec![false; cut.tokens.len()];
    // The cue whose subject a relative clause before it tells of, which nothing in that clause is.
    let mut told_of = None;
    for index in 0..mentions.len() {
        let (mut relation, mut cue, apposition) =
            forward(cut, inside, verb_second, &mentions[index]);
        // "Vale of Riverton said": she did, not Riverton.
        let mut before = mentions[index.saturating_sub(BESIDE)..index].iter();
        if matches!(relation, Relation::Subject | Relation::SubjectFar)
            && before.any(|head| belongs_to(&mentions[index], head))
        {
            (relation, cue) = (Relation::None, None);
        }
        // "In Riverton sagte der Minister", "…, sagte er": the subject stands behind the verb.
        if verb_second
            && let Some(verb) = cue
            && let Some(next) = mentions[index + 1..]
                .iter()
                .take_while(|m| m.tokens.start <= verb + 2)
                .find(|m| m.tokens.start > verb)
                .filter(|next| cut.tokens[next.tokens.start - 1].is_word())
            && (mentions[index].governed || next.kind == MentionKind::Pronoun)
            && relation != Relation::Source
            // "У Кремлі назвали заяву Вейл …"
            && !(names_body(cut, &mentions[index]) && is_somebodys(cut, next))
        {
            (relation, cue) = (Relation::None, None);
        }
        if cue.is_some() && cue == told_of {
            (relation, cue) = (Relation::None, None);
        }
        // "… in Parliament, which she left, said Vale": she did, not Parliament.
        let far = relation == Relation::SubjectApposition && mentions[index].governed;
        if far && cue.is_some_and(|cue| names_speaker(cut, &mentions[index + 1..], cue)) {
            (relation, cue) = (Relation::None, None);
        }
        if relation == Relation::SubjectApposition && apposition.is_empty() {
            told_of = cue;
        }
        if let Some(cue) = cue {
            has_subject[cue] = true;
        }
        let mention = &mut mentions[index];
        mention.relation = relation;
        mention.cue = cue;
        mention.apposition = apposition;
    }
    let mut inverted = Vec::new();
    for mention in mentions.iter_mut() {
        if let Some((relation, cue)) = backward(cut, inside, verb_second, mention, &has_subject) {
            let weak = matches!(
                mention.relation,
                Relation::None | Relation::SubjectFar | Relation::Owner
            );
            if weak || relation == Relation::Source {
                mention.relation = relation;
                mention.cue = Some(cue);
                if relation == Relation::Inverted && mention.kind != MentionKind::Thing {
                    inverted.push(cue);
                }
            }
        }
    }
    // "Eine Lösung sieht Vale": where the verb comes second, a thing before it is what the one behind it speaks of.
    for mention in mentions.iter_mut().filter(|_| verb_second) {
        let object = mention.kind == MentionKind::Thing
            && matches!(mention.relation, Relation::Subject | Relation::SubjectFar)
            && mention
                .cue
                .is_some_and(|cue| inverted.binary_search(&cue).is_ok());
        if object {
            (mention.relation, mention.cue) = (Relation::None, None);
        }
    }
    if !vocabulary.fitted {
        // "l'avancée des travaux repose … dénonce": how far what is told of a thing goes, nothing tells.
        for thing in mentions.iter_mut().filter(|m| m.kind == MentionKind::Thing) {
            if thing.relation == Relation::SubjectFar {
                (thing.relation, thing.cue) = (Relation::None, None);
            }
        }
        find_joined(cut, mentions);
        find_late_subjects(cut, inside, &has_subject, mentions);
    }
    find_cited(cut, mentions);
    find_quoted(cut, mentions);
    find_agents(cut, inside, mentions);
    leave_beside(cut, mentions);
    leave_places(cut, mentions);
    leave_brackets(cut, mentions);
    leave_papers(cut, mentions);
    for mention in mentions {
        if mention.relation == Relation::None
            && let Some(cue) = said_within(cut, inside, vocabulary, &has_subject, mention)
        {
            (mention.relation, mention.cue) = (Relation::Inverted, Some(cue));
            mention.governed = false;
        }
        if let Some(gender) = gender_by_verb(cut, vocabulary, mention) {
            mention.gender = Some(gender);
        }
    }
}

/// Whether the name of whoever says it stands right behind a cue, and nothing that they say: "…, said Vale, a pilot."
fn names_speaker(cut: &Tokens<'_>, behind: &[Mention], cue: usize) -> bool {
    let name = behind
        .iter()
        .take(BESIDE)
        .find(|m| m.tokens.start == cue + 1);
    let parted = |before: usize| cut.tokens[before].kind == Kind::Comma;
    let last = |m: &Mention| cut.tokens.get(m.tokens.end).is_none_or(|t| !t.is_word());
    name.is_some_and(|m| m.kind == MentionKind::Name && last(m))
        && cue.checked_sub(1).is_some_and(parted)
}

/// Gives a verb behind "and" to whom its sentence begins with, not to the object of the verb before: "Вейл зустріла Марша
/// і сказала".
fn find_joined(cut: &Tokens<'_>, mentions: &mut [Mention]) {
    for index in 1..mentions.len() {
        let Some(cue) = mentions[index]
            .cue
            .filter(|_| mentions[index].relation == Relation::SubjectFar)
        else {
            continue;
        };
        let first = mentions[index.saturating_sub(BESIDE)..index].iter();
        let mut first = first.filter(|m| m.cue == Some(cue) && !m.governed);
        let goes_on = |m: &Mention| {
            m.relation == Relation::SubjectFar
                && matches!(
                    m.kind,
                    MentionKind::Name | MentionKind::Description | MentionKind::Pronoun
                )
        };
        if is_joined(cut, cue) && first.any(goes_on) {
            (mentions[index].relation, mentions[index].cue) = (Relation::None, None);
        }
    }
}

/// Words between "and" and the verb that it joins at most: "and has not yet said".
pub const LINKS: usize = 4;

/// Whether "and" joins a cue to a verb before it, adverbs aside.
pub fn is_joined(cut: &Tokens<'_>, cue: usize) -> bool {
    let mut before = cut.tokens[..cue].iter().rev().take(LINKS);
    before
        .find(|t| t.is(CONJUNCTION) || !t.is(ADVERB | AUXILIARY))
        .is_some_and(|t| t.is(CONJUNCTION))
}

/// Gives what is quoted to whom is quoted: "the Herald quoted Vale as saying", "Vale was quoted by the Herald as saying".
fn find_cited(cut: &Tokens<'_>, mentions: &mut [Mention]) {
    for index in 1..mentions.len() {
        let (before, rest) = mentions.split_at_mut(index);
        let (Some(quoting), [cited, ..]) = (before.last_mut(), rest) else {
            continue;
        };
        let Some(cue) = cited.cue.filter(|&cue| cut.tokens[cue].is(CITED)) else {
            continue;
        };
        let mut between = quoting.tokens.end..cited.tokens.start;
        let Some(verb) = between.find(|&at| cut.tokens[at].is(CUE)) else {
            continue;
        };
        let passive = verb
            .checked_sub(1)
            .is_some_and(|be| cut.tokens[be].is(PASSIVE));
        let (speaker, other) = if cited.governed || passive {
            (quoting, cited)
        } else {
            (cited, quoting)
        };
        (speaker.relation, speaker.cue) = (Relation::Subject, Some(cue));
        (other.relation, other.cue) = (Relation::None, None);
    }
}

/// Farther, in mentions, nobody is a verb's subject.
const BESIDE: usize = 8;

/// Whether a mention has the word or the letters of a body in it.
fn names_body(cut: &Tokens<'_>, mention: &Mention) -> bool {
    let mut words = mention.tokens.clone();
    words.any(|at| cut.tokens[at].is(ORGANISATION) || is_acronym(cut, at))
}

/// Gives what is quoted to the person behind a verb that quotes: "цитує Вейл «Маяк»", "ТАСС цитирует Вейл".
fn find_quoted(cut: &Tokens<'_>, mentions: &mut [Mention]) {
    let is_body = |m: &Mention| names_body(cut, m);
    for index in 0..mentions.len() {
        let mention = &mentions[index];
        // A body in between quotes: "цитирует ТАСС министра".
        let between = index.checked_sub(1).map(|before| &mentions[before]);
        let between = between.filter(|m| m.tokens.end == mention.tokens.start && is_body(m));
        let start = between.map_or(mention.tokens.start, |body| body.tokens.start);
        let mut before = cut.tokens[..start].iter().enumerate().rev();
        let verb = before.find(|(_, t)| !t.is(INSIDE));
        let Some((verb, _)) = verb.filter(|(_, t)| t.is(QUOTING)) else {
            continue;
        };
        let is_person = matches!(
            mention.kind,
            MentionKind::Name | MentionKind::Description | MentionKind::Pronoun
        ) && !is_body(mention);
        if !is_person {
            continue;
        }
        let end = mentions.len().min(index + BESIDE);
        let beside = &mut mentions[index.saturating_sub(BESIDE)..end];
        for other in beside.iter_mut().filter(|m| m.cue == Some(verb)) {
            (other.relation, other.cue) = (Relation::None, None);
        }
        let speaker = &mut mentions[index];
        (speaker.relation, speaker.cue) = (Relation::Inverted, Some(verb));
        speaker.governed = false;
    }
}

/// Farther before what names its agent, in tokens, no verb is passive.
const PASSIVE_REACH: usize = 30;

/// Gives what a passive verb says to its agent: "the plan was dismissed by Vale as “…”", "was called “…” by Vale".
fn find_agents(cut: &Tokens<'_>, inside: &[u32], mentions: &mut [Mention]) {
    for agent in mentions {
        let Some(by) = agent.tokens.start.checked_sub(1) else {
            continue;
        };
        if !cut.tokens[by].is(AGENT) || inside[by] != OUTSIDE {
            continue;
        }
        let start = cut.paragraphs[agent.paragraph].tokens.start;
        let before = (start.max(by.saturating_sub(PASSIVE_REACH))..by).rev();
        let before = before.filter(|&at| inside[at] == OUTSIDE);
        let mut before = before.take_while(|&at| cut.tokens[at].kind != Kind::Stop);
        let is_passive = |cue: &usize| {
            let mut verbs = cut.tokens[..*cue].iter().rev();
            let verb = verbs.find(|t| !t.is(ADVERB) || t.is(PASSIVE));
            verb.is_some_and(|t| t.is(PASSIVE))
        };
        let Some(cue) = before.find(|&at| cut.tokens[at].is(CUE)).filter(is_passive) else {
            continue;
        };
        (agent.relation, agent.cue) = (Relation::Inverted, Some(cue));
        agent.governed = false;
    }
}

/// Tokens between who issues a paper and it at most: "sent Tom Marsh a".
const ISSUING: usize = 5;

/// Gives what a paper says to whoever issues it: "the guild issued a statement saying".
fn leave_papers(cut: &Tokens<'_>, mentions: &mut [Mention]) {
    for index in 1..mentions.len() {
        let paper = &mentions[index];
        // "issued a statement on Monday, saying"
        let when =
            |t: &Token| t.kind == Kind::Comma || t.is(WEEKDAY | TODAY | YESTERDAY | PREPOSITION);
        let says = |cue: usize| {
            let between = cut.tokens.get(paper.tokens.end..cue);
            cut.tokens[cue].is(PARTICIPLE)
                && between.is_some_and(|between| between.len() <= LINKS && between.iter().all(when))
        };
        let Some(cue) = paper.cue.filter(|&cue| says(cue)) else {
            continue;
        };
        let is_paper = paper.kind == MentionKind::Thing || cut.tokens[paper.head].is(CUE_NOUN);
        if !is_paper || paper.governed {
            continue;
        }
        let mut before = (index.saturating_sub(2)..index).rev();
        let issuer = before.find(|&issuer| {
            let m = &mentions[issuer];
            let verb = m.tokens.end..paper.tokens.start;
            let mut between = cut.tokens[verb.clone()].iter();
            cut.begins_sentence(m.tokens.start)
                && !m.governed
                && !matches!(m.kind, MentionKind::Thing | MentionKind::It)
                && (1..=ISSUING).contains(&verb.len())
                && between.all(|t| t.is_word() && !t.is(PREPOSITION | CONJUNCTION))
        });
        if let Some(issuer) = issuer {
            (mentions[index].relation, mentions[index].cue) = (Relation::None, None);
            (mentions[issuer].relation, mentions[issuer].cue) = (Relation::SubjectFar, Some(cue));
        }
    }
}

/// Tokens in brackets behind a name at most.
const BRACKETED: usize = 10;

/// Gives a verb behind brackets to whose name stands before them: "Ada Vale (Lib Dem, Riverton East) said".
fn leave_brackets(cut: &Tokens<'_>, mentions: &mut [Mention]) {
    for index in 1..mentions.len() {
        let told = &mentions[index];
        let Some(cue) = told.cue.filter(|&cue| told.tokens.end <= cue) else {
            continue;
        };
        let near = told.tokens.start.saturating_sub(BRACKETED)..told.tokens.start;
        let bracket = |t: &Token| matches!(t.kind, Kind::Open | Kind::Close);
        let Some(open) = near.rev().find(|&at| bracket(&cut.tokens[at])) else {
            continue;
        };
        let mut behind = cut.tokens[told.tokens.end..cue].iter();
        let closed = cut.tokens[open].kind == Kind::Open && behind.any(|t| t.kind == Kind::Close);
        let mut before = (0..index).rev().take(BESIDE);
        let named = before.find(|&named| mentions[named].tokens.end == open);
        let own = |named: &usize| mentions[*named].cue.is_none_or(|own| own == cue);
        let Some(named) = named.filter(|named| closed && own(named)) else {
            continue;
        };
        let relation = std::mem::replace(&mut mentions[index].relation, Relation::None);
        mentions[index].cue = None;
        if mentions[named].cue.replace(cue).is_none() {
            mentions[named].relation = relation;
        }
    }
}

/// Gives a verb behind what is told between commas to whom it is told of, not to where they are from: "Officials in
/// Riverton, speaking in private, said", "Ada Vale, 43, of Mill Lane, Riverton, said".
fn leave_places(cut: &Tokens<'_>, mentions: &mut [Mention]) {
    for index in 1..mentions.len() {
        let told = &mentions[index];
        let parted = |at: usize| cut.tokens.get(at).is_some_and(|t| t.kind == Kind::Comma);
        let Some(cue) = told.cue.filter(|_| {
            let subject = matches!(
                told.relation,
                Relation::Subject | Relation::SubjectApposition
            );
            subject && parted(told.tokens.end) && told.kind != MentionKind::Relative
        }) else {
            continue;
        };
        let before = &mentions[index - 1];
        // Where a place is: "Mill Lane, Riverton".
        let within = !told.governed
            && before.governed
            && before.kind == MentionKind::Name
            && told.kind == MentionKind::Name
            && parted(before.tokens.end)
            && before.tokens.end + 1 == told.tokens.start;
        let place = if within { index - 1 } else { index };
        let Some(preposition) = mentions[place].tokens.start.checked_sub(1) else {
            continue;
        };
        let Some(head) = place.checked_sub(1).map(|head| &mentions[head]) else {
            continue;
        };
        let between = head.tokens.end..preposition;
        let aged = between.len() == 3 && cut.is_age_between(between.start);
        let joined = aged || between.start == between.end && !within;
        // "Tom Weir (Lab), Vale's opponent in the north, called": the head is told of somebody itself.
        let tells = place.checked_sub(2).map(|of| mentions[of].tokens.end);
        let told_of = head.tokens.start.checked_sub(1).is_some_and(|comma| {
            let closed = comma
                .checked_sub(1)
                .is_some_and(|at| cut.tokens[at].kind == Kind::Close);
            parted(comma) && (tells == Some(comma) || closed)
        });
        let free = head.cue.is_none_or(|own| own == cue) && !head.governed && !told_of;
        let speaks = matches!(
            head.kind,
            MentionKind::Name | MentionKind::Description | MentionKind::Group | MentionKind::Thing
        );
        if mentions[place].governed
            && cut.tokens[preposition].is(PREPOSITION)
            && joined
            && free
            && speaks
            && cut.sentence_of[head.tokens.start] == cut.sentence_of[cue]
        {
            let apposition = std::mem::take(&mut mentions[index].apposition);
            (mentions[index].relation, mentions[index].cue) = (Relation::None, None);
            let head = &mut mentions[place - 1];
            (head.relation, head.cue) = (Relation::SubjectApposition, Some(cue));
            head.apposition = apposition;
        }
    }
}

/// Gives no cue to whom only a clause about its subject names: "Vale, who met the mayor, Clara Holt, said", "Vale, speaking
/// beside Holt, said".
fn leave_beside(cut: &Tokens<'_>, mentions: &mut [Mention]) {
    for index in 0..mentions.len() {
        let subject = &mentions[index];
        let (Some(cue), Relation::SubjectApposition) = (subject.cue, subject.relation) else {
            continue;
        };
        let opening = cut.tokens.get(subject.apposition.start);
        let tells = opening.is_some_and(|t| {
            t.is_word() && !t.upper && (t.is(RELATIVE | CUE) || t.flags & FUNCTION == 0)
        });
        if subject.governed || !tells {
            continue;
        }
        let end = mentions.len().min(index + BESIDE);
        for other in &mut mentions[index + 1..end] {
            let joined = cut.tokens[other.tokens.start - 1].is(CONJUNCTION);
            if other.cue == Some(cue) && other.tokens.end <= cue && !joined {
                (other.relation, other.cue) = (Relation::None, None);
            }
        }
    }
}

/// Words between a verb of saying and its subject at most.
const LATE: usize = 12;

/// Links a verb of saying that has no subject yet with the first person behind it whom no preposition governs: "mówił w
/// Rivertonie premier Vale", "declaró a la radio el portavoz". Where the weights know the language, they tell by
/// themselves.
fn find_late_subjects(
    cut: &Tokens<'_>,
    inside: &[u32],
    has_subject: &[bool],
    mentions: &mut [Mention],
) {
    for index in 0..mentions.len() {
        let mention = &mentions[index];
        let person = matches!(
            mention.kind,
            MentionKind::Name | MentionKind::Description | MentionKind::Group
        );
        if !person || mention.governed || mention.relation != Relation::None {
            continue;
        }
        let start = mention.tokens.start;
        // "w rozmowie z „Wybrzeżem”": a newspaper's name.
        let is_mark = |at: Option<usize>| {
            let token = at.and_then(|at| cut.tokens.get(at));
            token.is_some_and(|t| t.kind == Kind::Mark)
        };
        if is_mark(start.checked_sub(1)) && is_mark(Some(mention.tokens.end)) {
            continue;
        }
        let first = cut.paragraphs[mention.paragraph]
            .tokens
            .start
            .max(start.saturating_sub(LATE));
        let opens = |t: &Token| {
            t.is(THAT | RELATIVE | AUXILIARY | CONJUNCTION)
                || matches!(
                    t.kind,
                    Kind::Comma | Kind::Stop | Kind::Colon | Kind::Semicolon | Kind::Dash
                )
        };
        let cue = (first..start)
            .rev()
            .take_while(|&at| inside[at] == OUTSIDE && !opens(&cut.tokens[at]))
            .find(|&at| cut.tokens[at].is(SAYING) && is_verb(cut, at));
        let Some(cue) = cue.filter(|&cue| !has_subject[cue]) else {
            continue;
        };
        let taken = mentions[..index].iter().rev().take(LATE);
        let free = taken
            .take_while(|m| m.tokens.start + LATE > cue)
            .all(|m| m.cue != Some(cue) && (m.governed || m.tokens.end <= cue));
        if free && start > cue + 1 {
            (mentions[index].relation, mentions[index].cue) = (Relation::Inverted, Some(cue));
        }
    }
}

/// The verb of what was said within a body, be it in a paper of its own: "сказали у Кремлі", "йдеться в заяві гільдії".
fn said_within(
    cut: &Tokens<'_>,
    inside: &[u32],
    vocabulary: &Vocabulary,
    has_subject: &[bool],
    mention: &Mention,
) -> Option<usize> {
    let start = cut.paragraphs[mention.paragraph].tokens.start;
    let paper = |at: &usize| cut.tokens[*at].is(CUE_NOUN);
    let before = |at: usize| at.checked_sub(1).filter(|before| *before >= start);
    // What is told in a paper may be one mention with whose it is.
    let own = mention.tokens.len() > 1 && paper(&mention.tokens.start);
    let of = before(mention.tokens.start).filter(|at| paper(at) && !own);
    let preposition = before(of.unwrap_or(mention.tokens.start))?;
    let cue = before(preposition)?;
    let is_body = cut.tokens[mention.head].is(ORGANISATION)
        || is_acronym(cut, mention.head)
        || own
        || of.is_some();
    let verb = &cut.tokens[cue];
    (is_body
        && cut.tokens[preposition].is(WITHIN)
        && verb.is(SAYING)
        && !has_subject[cue]
        && inside[cue] == OUTSIDE
        && vocabulary.gender_of_subject(cut.word(cue)).is_none())
    .then_some(cue)
}

/// Whether a person is a man or a woman, by the form of the verb whose subject they are: where offices have one name for
/// both, that tells more than the office does.
fn gender_by_verb(cut: &Tokens<'_>, vocabulary: &Vocabulary, mention: &Mention) -> Option<Gender> {
    let verb = mention.cue.filter(|_| {
        matches!(
            mention.relation,
            Relation::Subject
                | Relation::SubjectApposition
                | Relation::SubjectFar
                | Relation::Inverted
        )
    })?;
    let tokens = &cut.tokens[mention.tokens.clone()];
    let person = tokens
        .iter()
        .any(|t| t.is(ANY_ROLE | ANY_TITLE | GIVEN_MALE | GIVEN_FEMALE));
    let body = cut.tokens[mention.head].is(ORGANISATION);
    (person && !body)
        .then(|| vocabulary.gender_of_subject(cut.word(verb)))
        .flatten()
}

/// Whether a preposition alone ties a mention to the one before it, which is the subject of what follows if any is.
fn belongs_to(mention: &Mention, head: &Mention) -> bool {
    let beside =
        head.tokens.end + 1 == mention.tokens.start || head.phrase.end == mention.phrase.end;
    mention.governed
        && !head.governed
        && beside
        && head.paragraph == mention.paragraph
        && !matches!(head.relation, Relation::None | Relation::Owner)
}

/// The paragraph's tokens after a mention.
fn rest(cut: &Tokens<'_>, mention: &Mention) -> Range<usize> {
    mention.phrase.end..cut.paragraphs[mention.paragraph].tokens.end
}

const NEAR: usize = 4;
const APPOSITION: usize = 40;

/// What the words after a mention make of it.
fn forward(
    cut: &Tokens<'_>,
    inside: &[u32],
    verb_second: bool,
    mention: &Mention,
) -> (Relation, Option<usize>, Range<usize>) {
    let rest = rest(cut, mention);
    // "dit-il": verb and pronoun in one.
    if mention.kind == MentionKind::Pronoun && cut.tokens[mention.tokens.start].is(SAYING) {
        return (Relation::Inverted, Some(mention.tokens.start), 0..0);
    }
    let outside = |index: usize| rest.contains(&index) && inside[index] == OUTSIDE;
    let none = (Relation::None, None, 0..0);
    // "Vale: …" opens a paragraph.
    let paragraph = &cut.paragraphs[mention.paragraph].tokens;
    if mention.tokens.start <= behind_time(cut, paragraph) + 1
        && outside(rest.start)
        && cut.tokens[rest.start].kind == Kind::Colon
    {
        return (Relation::Prefix, Some(rest.start), 0..0);
    }
    let mut at = rest.start;
    // "(R-Ohio)" belongs to the name.
    if outside(at) && cut.tokens[at].kind == Kind::Open {
        at = skip_brackets(cut, at, rest.end);
    }
    let relative = (!mention.governed).then(|| cue_behind_relative(cut, inside, at..rest.end));
    if let Some(cue) = relative.flatten() {
        return (Relation::SubjectApposition, Some(cue), 0..0);
    }
    if let Some(cue) = adjacent_cue(cut, inside, at..rest.end) {
        return (Relation::Subject, Some(cue), 0..0);
    }
    if outside(at) && cut.tokens[at].is(AFTER_SOURCE) {
        return (Relation::AfterSource, Some(at), 0..0);
    }
    if outside(at) && (cut.tokens[at].is(POSSESSIVE_MARK) || owns_as_many(cut, at)) {
        let noun = (at + 1..rest.end.min(at + 5))
            .find(|&i| inside[i] == OUTSIDE && cut.tokens[i].is(CUE_NOUN));
        return match noun {
            Some(noun) => (Relation::Owner, Some(noun), 0..0),
            None => none,
        };
    }
    let comma = outside(at) && matches!(cut.tokens[at].kind, Kind::Comma | Kind::Dash | Kind::Open);
    if comma {
        // "The chairman, Ada Vale, said": the name closes the apposition.
        let closes = mention
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|b| b >= paragraph.start && cut.tokens[b].kind == cut.tokens[at].kind);
        if closes && let Some(cue) = adjacent_cue(cut, inside, at + 1..rest.end) {
            return (Relation::Subject, Some(cue), 0..0);
        }
        let end = rest.end.min(at + APPOSITION);
        let mut apposition = at + 1..at + 1;
        // "Then, if the pier can open, says Vale": a clause of its own is no apposition, "who can sail" is one.
        let mut relative = false;
        for index in at + 1..end {
            if inside[index] != OUTSIDE {
                continue;
            }
            let token = cut.tokens[index];
            relative |= token.is(RELATIVE);
            if token.is(AUXILIARY) && !relative && apposition.is_empty() {
                break;
            }
            match token.kind {
                Kind::Stop | Kind::Semicolon | Kind::Colon => break,
                Kind::Comma | Kind::Dash | Kind::Close => {
                    if apposition.is_empty() {
                        apposition.end = index;
                    }
                    if let Some(cue) = adjacent_cue(cut, inside, index + 1..rest.end) {
                        return (Relation::SubjectApposition, Some(cue), apposition);
                    }
                }
                _ => {}
            }
        }
        if apposition.is_empty() {
            let ends = |i: &usize| {
                matches!(
                    cut.tokens[*i].kind,
                    Kind::Stop | Kind::Semicolon | Kind::Comma | Kind::Mark | Kind::Dash
                )
            };
            let stop = (at + 1..end).find(ends).unwrap_or(end);
            // "in the Herald, the mayor said" is none: a cue belongs to what would be one.
            let clean = !cut.tokens[at + 1..stop].iter().any(|t| t.is(SAYING));
            apposition.end = if clean { stop } else { apposition.start };
        }
        return (Relation::None, None, apposition);
    }
    // "Vale of Riverton said", "Vale took the floor and said".
    let end = rest.end.min(at + 14);
    let mut verb = false;
    for (index, token) in cut.tokens.iter().enumerate().take(end).skip(at) {
        if inside[index] != OUTSIDE {
            break;
        }
        match token.kind {
            Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Comma => break,
            _ if token.is(SAYING | JUDGING) && is_verb(cut, index) => {
                // Behind another verb, only a second verb of the same subject.
                let joined = cut.tokens[index - 1].is(CONJUNCTION | ADVERB);
                // "has long said"
                let one = index >= 2 && cut.tokens[index - 2].is(AUXILIARY);
                return if verb && !joined && !one && !verb_second {
                    none
                } else {
                    (Relation::SubjectFar, Some(index), 0..0)
                };
            }
            _ if token.is(AUXILIARY) => verb = true,
            _ => {}
        }
    }
    none
}

/// The cue of whoever a relative clause tells of: "pilots who saw the map said".
fn cue_behind_relative(cut: &Tokens<'_>, inside: &[u32], rest: Range<usize>) -> Option<usize> {
    // "pilots in Riverton who"
    let place = cut.tokens[rest.clone()]
        .iter()
        .take(RELATIVE_HEAD)
        .take_while(|t| t.is(PREPOSITION | GENITIVE) || t.upper && t.is_word())
        .count();
    let start = rest.start + place;
    let relative = cut.tokens.get(start).filter(|_| start < rest.end)?;
    if !relative.is(RELATIVE) || relative.is(THAT) {
        return None;
    }
    let own = adjacent_cue(cut, inside, start + 1..rest.end);
    let verb = own.unwrap_or(start + 1);
    if cut.tokens.get(verb).is_none_or(|t| t.is(SAYING)) {
        return None;
    }
    let cue = (verb + 1..rest.end.min(start + RELATIVE_CLAUSE))
        .take_while(|&at| {
            let ends = matches!(
                cut.tokens[at].kind,
                Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Comma
            );
            inside[at] == OUTSIDE && !ends
        })
        .find(|&at| cut.tokens[at].is(SAYING) && is_verb(cut, at))?;
    // "who think that Vale said", "who came and said": another's verb, or one of the clause.
    let before = &cut.tokens[cue - 1];
    let another = before.upper || before.is(PRONOUN | CONJUNCTION | RELATIVE | PREPOSITION);
    (!another).then_some(cue)
}

/// Tokens between whom a relative clause tells of and the clause at most.
const RELATIVE_HEAD: usize = 4;
/// Tokens of a relative clause and the verb behind it at most.
const RELATIVE_CLAUSE: usize = 16;

/// Joins an office with the place where it is held and whoever holds it: "посол Норвегії в Польщі Ада Вейл".
fn join_posted(cut: &Tokens<'_>, found: &mut Vec<Mention>) {
    let [.., office, holder] = found.as_mut_slice() else {
        return;
    };
    let start = holder.tokens.start;
    let place = &cut.tokens[start];
    let posted = start
        .checked_sub(1)
        .is_some_and(|before| cut.tokens[before].is(WITHIN) && office.tokens.end == before);
    let named = holder.kind == MentionKind::Name && holder.name.end > start + 2;
    let is_office =
        office.kind == MentionKind::Description && cut.tokens[office.head].is(ANY_ROLE | ANY_TITLE);
    if posted && named && is_office && place.is(PLACE) && !place.is(GIVEN_MALE | GIVEN_FEMALE) {
        holder.tokens.start = office.tokens.start;
        holder.phrase.start = office.tokens.start;
        holder.name.start = start + 1;
        holder.governed = office.governed;
        found.remove(found.len() - 2);
    }
}

/// Whether a paragraph begins with the letter by which a transcript tells a question, and goes on with whom it is put to:
/// "Q Madam President, …".
fn opens_question(cut: &Tokens<'_>, paragraph: &Range<usize>) -> bool {
    match &cut.tokens[paragraph.clone()] {
        [letter, title, ..] => {
            letter.upper
                && letter.flags == 0
                && letter.is_word()
                && cut.word(paragraph.start).chars().count() == 1
                && title.upper
                && title.is(ANY_TITLE | ANY_ROLE)
        }
        _ => false,
    }
}

/// Where a paragraph goes on behind the time that a recording's transcript begins it with: "[00:01] Vale: …".
fn behind_time(cut: &Tokens<'_>, paragraph: &Range<usize>) -> usize {
    let is_time = |at: &usize| matches!(cut.tokens[*at].kind, Kind::Number | Kind::Colon);
    let bracket = usize::from(cut.tokens[paragraph.start].kind == Kind::Open);
    let first = paragraph.start + bracket;
    let end = paragraph.end.min(first + TIME);
    let time = (first..end).take_while(is_time).count();
    let closes = |at: usize| at < end && cut.tokens[at].kind == Kind::Close;
    match (bracket, time) {
        (_, 0) => paragraph.start,
        (0, _) => first + time,
        _ if closes(first + time) => first + time + 1,
        _ => paragraph.start,
    }
}

/// Tokens of a time at most: "01:02:03", and a bracket.
const TIME: usize = 6;

fn skip_brackets(cut: &Tokens<'_>, at: usize, end: usize) -> usize {
    (at + 1..end.min(at + 12))
        .find(|&i| cut.tokens[i].kind == Kind::Close)
        .map_or(at, |close| close + 1)
}

/// A cue right here, but for adverbs, auxiliaries and days: "also said", "has not said", "on Thursday said".
fn adjacent_cue(cut: &Tokens<'_>, inside: &[u32], range: Range<usize>) -> Option<usize> {
    for (index, token) in cut
        .tokens
        .iter()
        .enumerate()
        .take(range.end)
        .skip(range.start)
        .take(NEAR + 1)
    {
        if inside[index] != OUTSIDE {
            return None;
        }
        if token.is(CUE) && is_verb(cut, index) {
            return Some(index);
        }
        let day = WEEKDAY | TODAY | YESTERDAY;
        let on_day = token.is(PREPOSITION)
            && cut.tokens[..range.end]
                .get(index + 1)
                .is_some_and(|next| next.is(day));
        let passes = (on_day
            || token.is(ADVERB
                | AUXILIARY
                | NEGATION
                | WEEKDAY
                | TODAY
                | YESTERDAY
                | LAST_WEEK
                | LAST_MONTH
                | VERB_ENDING
                | INSIDE
                | RELATIVE))
            && !token.is(CUE);
        if !passes {
            return None;
        }
    }
    None
}

/// Whether an apostrophe stands here behind several owners, and before what is theirs: "the pilots' claim".
fn owns_as_many(cut: &Tokens<'_>, at: usize) -> bool {
    let (Some(before), Some(next)) = (at.checked_sub(1), cut.tokens.get(at + 1)) else {
        return false;
    };
    let attached = cut.tokens[before].end == cut.tokens[at].start;
    cut.tokens[at].kind == Kind::Mark
        && matches!(cut.word(at), "'" | "’")
        && attached
        && next.start > cut.tokens[at].end
        && cut.tokens[before].is(GROUP)
        && cut.word(before).ends_with('s')
}

/// Whether a word that can be a cue is one here: after an article, a preposition or a possessive it is a noun.
pub fn is_verb(cut: &Tokens<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|b| cut.tokens[b]) else {
        return true;
    };
    let token = cut.tokens[index];
    if owns_as_many(cut, index - 1) {
        return false;
    }
    if token.is(PARTICIPLE) {
        return true;
    }
    if before.is(PASSIVE) {
        return false;
    }
    let noun = before.is(DETERMINER | POSSESSIVE | POSSESSIVE_MARK)
        && !before.is(GROUP | THEY | HE | SHE | IT);
    // "hundreds of emails"
    let object =
        before.is(GENITIVE) || before.is(PREPOSITION) && !before.is(ADVERB) && !token.is(SAYING);
    // "the secretary of State": a capital where only small letters are verbs.
    let name = token.upper && before.is(GENITIVE) && !before.upper;
    !noun && !object && !name
}

/// Whether a name only tells whose something is that stands before it: "заяву Вейл".
fn is_somebodys(cut: &Tokens<'_>, mention: &Mention) -> bool {
    let first = &cut.tokens[mention.tokens.start];
    mention.kind == MentionKind::Name
        && mention.name.start > mention.tokens.start
        && !first.upper
        && !first.is(ANY_ROLE | ANY_TITLE | GROUP | ORGANISATION | DETERMINER | POSSESSIVE)
}

/// Whether somebody whom a preposition puts first in a sentence stands for what follows: "Pour Ada Vale, « c'est fini »."
fn speaks_for_itself(cut: &Tokens<'_>, mention: &Mention, preposition: usize) -> bool {
    let somebody = match mention.kind {
        MentionKind::Name => true,
        MentionKind::Description => cut.tokens[mention.head].is(ANY_ROLE | ANY_TITLE),
        _ => false,
    };
    let end = mention.tokens.end.max(mention.phrase.end);
    let parted = cut.tokens.get(end).is_some_and(|t| t.kind == Kind::Comma);
    somebody && parted && cut.begins_sentence(preposition)
}

/// What the words before a mention make of it.
fn backward(
    cut: &Tokens<'_>,
    inside: &[u32],
    verb_second: bool,
    mention: &Mention,
    has_subject: &[bool],
) -> Option<(Relation, usize)> {
    let paragraph = &cut.paragraphs[mention.paragraph].tokens;
    let before = mention
        .tokens
        .start
        .checked_sub(1)
        .filter(|b| *b >= paragraph.start)?;
    if inside[before] != OUTSIDE {
        return None;
    }
    let mut at = before;
    while at > paragraph.start && cut.tokens[at].is(INSIDE) {
        at -= 1;
    }
    let token = cut.tokens[at];
    if token.is(SOURCE) || token.is(OPENING_SOURCE) && speaks_for_itself(cut, mention, at) {
        return Some((Relation::Source, at));
    }
    // "said late on Thursday Vale" is rare; "said Thursday Vale", "told reporters Vale" are not subjects.
    let mut cue = at;
    for _ in 0..2 {
        let skips = ADVERB | WEEKDAY | TODAY | YESTERDAY;
        if cue > paragraph.start && cut.tokens[cue].is(skips) && !cut.tokens[cue].is(CUE) {
            cue -= 1;
        }
    }
    let token = cut.tokens[cue];
    // "…, said he was": the pronoun is the subject of what follows.
    let goes_on = matches!(
        mention.kind,
        MentionKind::Pronoun | MentionKind::They | MentionKind::It
    ) && cut
        .tokens
        .get(mention.tokens.end)
        .is_some_and(|t| t.is(AUXILIARY | CUE | VERB_ENDING | ADVERB | NEGATION));
    if inside[cue] == OUTSIDE
        && !goes_on
        && token.is(SAYING | JUDGING)
        && (!has_subject[cue]
            || verb_second && mention.kind == MentionKind::Name && !is_somebodys(cut, mention))
        && is_verb(cut, cue)
    {
        return Some((Relation::Inverted, cue));
    }
    None
}
