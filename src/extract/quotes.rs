//! Stretches between quotation marks, and speech that a dash introduces.

use std::ops::Range;

use super::tokens::{Kind, Token, Tokens};
use super::vocabulary::*;

/// What a stretch is quoted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Double marks of any shape.
    Double,
    /// Single marks, which are often no quotation.
    Single,
    /// A dash at the paragraph's start.
    Dash,
}

/// A quoted stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The tokens between the marks.
    pub inner: Range<usize>,
    /// The tokens with the marks.
    pub outer: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// What it is quoted by.
    pub style: Style,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// Whether it goes on with the last span of an earlier paragraph, whose mark was never closed.
    pub continues: bool,
    /// Whether whoever said the stretch before goes on with it: a block, or what a cue inside the marks parted.
    pub follows: bool,
}

/// How far a single mark's partner is looked for, in tokens, and over how many marks: keeps the search linear.
const SINGLE_REACH: usize = 400;
const SINGLE_MARKS: usize = 12;

/// The mark at a token, two apostrophes as a double mark.
fn mark_at(cut: &Tokens<'_>, index: usize) -> Option<char> {
    let token = cut.tokens.get(index).filter(|t| t.kind == Kind::Mark)?;
    let c = cut.text.get(token.range())?.chars().next()?;
    Some(match (c, token.value) {
        ('\'', 2) => '"',
        ('`' | '‘', 2) => '“',
        ('’', 2) => '”',
        ('＂', _) => '"',
        ('`', _) => '‘',
        ('´', _) => '’',
        _ => c,
    })
}

/// Which marks close what was opened, in whatever language: outlets mix them.
fn usual_closers(open: char) -> &'static [char] {
    match open {
        '"' => &['"', '”', '“'],
        '“' | '‟' => &['”', '"'],
        '”' => &['”'],
        '„' => &['“', '”', '"', '‟'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‘' | '‛' => &['’', '\''],
        '‚' => &['‘', '’'],
        '‹' => &['›'],
        '›' => &['‹'],
        '\'' => &['\'', '’'],
        '’' => &['’'],
        '「' => &['」'],
        '『' => &['』'],
        _ => &[],
    }
}

/// Whether a mark closes what another opened: as the lexicon has it, or as is usual.
fn is_closer(vocabulary: &Vocabulary, open: char, mark: char) -> bool {
    vocabulary.is_pair(open, mark) || usual_closers(open).contains(&mark)
}

fn is_single(mark: char) -> bool {
    matches!(mark, '\'' | '‘' | '’' | '‚' | '‛')
}

/// Whether a mark stands before a word and not after one.
struct Flanks {
    spaced_before: bool,
    spaced_after: bool,
    word_after: bool,
    after_punctuation: bool,
    after_opening: bool,
}

fn flanks(cut: &Tokens<'_>, paragraph: &Range<usize>, index: usize) -> Flanks {
    let token = cut.tokens[index];
    let before = (index > paragraph.start).then(|| cut.tokens[index - 1]);
    let after = (index + 1 < paragraph.end).then(|| cut.tokens[index + 1]);
    let glued = |t: Option<Token>| t.filter(|t| !t.spaced);
    Flanks {
        spaced_before: token.spaced || before.is_none(),
        spaced_after: after.is_none_or(|t| t.spaced),
        word_after: glued(after).is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Number)),
        after_punctuation: !token.spaced
            && before.is_some_and(|t| matches!(t.kind, Kind::Stop | Kind::Comma)),
        after_opening: !token.spaced
            && before.is_some_and(|t| {
                matches!(t.kind, Kind::Open | Kind::Dash | Kind::Mark | Kind::Colon)
            }),
    }
}

/// The quoted stretches of a text, in order, none inside another.
pub fn spans(cut: &Tokens<'_>, vocabulary: &Vocabulary) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    // The mark of a paragraph's last stretch, if it was never closed.
    let mut pending: Option<char> = None;
    // The paragraph and the token that close it, if nothing is opened before.
    let mut closing: Option<(usize, usize)> = None;
    for paragraph in 0..cut.paragraphs.len() {
        let tokens = cut.paragraphs[paragraph].tokens.clone();
        let first = found.len();
        if vocabulary.dash_speech {
            dash_speech(cut, paragraph, &mut found);
        }
        if found.len() > first {
            pending = None;
            continue;
        }
        let mut open: Option<(char, usize)> = None;
        let mut continues = false;
        let mut index = tokens.start;
        if let Some(mark) = pending
            && let Some((last, close)) = closing
        {
            let end = tokens.end.min(close);
            found.push(Span {
                inner: tokens.start..end,
                outer: tokens.start..tokens.end.min(end + 1),
                ..span(tokens.start, end, paragraph, mark, true, true)
            });
            if paragraph < last {
                continue;
            }
            index = end + 1;
        }
        while index < tokens.end {
            let Some(mark) = mark_at(cut, index) else {
                index += 1;
                continue;
            };
            let flanks = flanks(cut, &tokens, index);
            match open {
                Some((opened, at))
                    if closes(cut, vocabulary, opened, mark, &flanks, index, &tokens) =>
                {
                    found.push(span(at, index, paragraph, opened, true, continues));
                    open = None;
                    continues = false;
                }
                Some((opened, at)) if names_in_cue(cut, vocabulary, opened, mark, at..index) => {
                    index = name_end(cut, vocabulary, mark, index, &tokens).unwrap_or(index);
                }
                Some((opened, at)) if reopens(opened, mark, &flanks) => {
                    // The closing mark is missing: what was opened ends where the next begins.
                    if mark != opened || !is_single(opened) {
                        found.push(span(at, index, paragraph, opened, false, continues));
                    }
                    open = Some((mark, index));
                    continues = false;
                }
                None if opens(cut, vocabulary, mark, &flanks, index, &tokens) => {
                    open = Some((mark, index));
                    continues = index == tokens.start && pending == Some(mark);
                }
                _ => {}
            }
            index += 1;
        }
        (pending, closing) = (None, None);
        if let Some((opened, at)) = open
            && !is_single(opened)
        {
            found.push(span(at, tokens.end, paragraph, opened, false, continues));
            pending = Some(opened);
            closing = closed_in(cut, vocabulary, opened, paragraph + 1);
        }
        // An unclosed stretch counts only where the next paragraph goes on with it, or it fills its own to the end.
    }
    let mut found = keep_sound(cut, found);
    if vocabulary.dash_speech {
        found = found
            .into_iter()
            .flat_map(|span| part_at_cue(cut, span))
            .collect();
    }
    if vocabulary.incises {
        found = found
            .into_iter()
            .flat_map(|span| part_at_incises(cut, span))
            .collect();
    }
    settle_style(cut, &mut found);
    found
}

/// Paragraphs that a quotation runs on over, without a mark of its own in each, at most.
const RUNS_ON: usize = 8;

/// The paragraph, and in it the token, in which a quotation that nothing closed before `from` is closed, where no other
/// begins before.
fn closed_in(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    opened: char,
    from: usize,
) -> Option<(usize, usize)> {
    let paragraphs = cut.paragraphs.get(from..)?.iter().take(RUNS_ON);
    let marks = paragraphs.map(|p| first_mark(cut, vocabulary, opened, &p.tokens));
    let (paragraph, (at, closes)) = (from..)
        .zip(marks)
        .find_map(|(paragraph, mark)| Some((paragraph, mark?)))?;
    closes.then_some((paragraph, at))
}

/// The first double mark of a paragraph that another could open, and whether it closes that.
fn first_mark(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    opened: char,
    paragraph: &Range<usize>,
) -> Option<(usize, bool)> {
    let mut marks = paragraph
        .clone()
        .filter_map(|at| Some((at, mark_at(cut, at)?)));
    let (at, mark) = marks.find(|(_, mark)| !is_single(*mark))?;
    let flanks = flanks(cut, paragraph, at);
    let ends = at > paragraph.start && !flanks.spaced_before && !flanks.word_after;
    let closes = ends && closes(cut, vocabulary, opened, mark, &flanks, at, paragraph);
    Some((at, closes))
}

/// Words in a name in quotation marks at most.
const NAME: usize = 6;

/// Whether a mark opens a name within the cue that parts a quotation: "«Ми готові, — сказав Корж в ефірі «Маяка». — Але …»".
fn names_in_cue(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    opened: char,
    mark: char,
    open: Range<usize>,
) -> bool {
    let same = mark == opened && matches!(mark, '"' | '«' | '„' | '“');
    let last = || {
        let mut near = open.clone().skip(1).rev().take(CUE_REACH);
        near.find(|at| parts(cut, *at))
    };
    vocabulary.dash_speech && same && last().is_some_and(|dash| is_cue_at(cut, dash, open.end))
}

/// Farther behind the dash that begins it, in tokens, a cue goes on with no name: keeps the search linear.
const CUE_REACH: usize = 60;

/// Whether a dash behind a comma or a stop may part what is quoted from a cue.
fn parts(cut: &Tokens<'_>, index: usize) -> bool {
    cut.tokens[index].kind == Kind::Dash
        && matches!(cut.tokens[index - 1].kind, Kind::Comma | Kind::Stop)
}

/// Where a name ends that a mark opens: at the mark that closes it.
fn name_end(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    opened: char,
    index: usize,
    paragraph: &Range<usize>,
) -> Option<usize> {
    (index + 1..paragraph.end.min(index + 2 + NAME))
        .find(|at| mark_at(cut, *at).is_some_and(|mark| is_closer(vocabulary, opened, mark)))
}

/// Whether a verb of saying follows a dash at once.
fn is_cue_at(cut: &Tokens<'_>, dash: usize, end: usize) -> bool {
    let mut behind = cut.tokens[dash + 1..end]
        .iter()
        .take(3)
        .take_while(|t| t.is_word());
    behind.any(|t| t.is(SAYING))
}

/// Fewer words than this in single marks are no statement where double marks are at hand.
const SINGLE_WORDS: usize = 3;

/// Single marks are how a text quotes only if it has no double ones; else a word or two in them is a word set apart.
fn settle_style(cut: &Tokens<'_>, found: &mut Vec<Span>) {
    if found.iter().any(|span| span.style == Style::Double) {
        found.retain(|span| span.style != Style::Single || span.inner.len() >= SINGLE_WORDS);
    } else {
        let ends = |span: &Span| {
            let last = span.inner.clone().last().map(|last| cut.tokens[last].kind);
            matches!(last, Some(Kind::Comma | Kind::Stop))
        };
        found.retain(|span| {
            span.style != Style::Single || span.inner.len() >= SINGLE_WORDS || ends(span)
        });
        found
            .iter_mut()
            .filter(|span| span.style == Style::Single)
            .for_each(|span| span.style = Style::Double);
    }
}

fn span(
    at: usize,
    end: usize,
    paragraph: usize,
    mark: char,
    closed: bool,
    continues: bool,
) -> Span {
    let style = if is_single(mark) {
        Style::Single
    } else {
        Style::Double
    };
    Span {
        inner: at + 1..end,
        outer: at..if closed { end + 1 } else { end },
        paragraph,
        style,
        closed,
        continues,
        follows: false,
    }
}

fn opens(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    mark: char,
    flanks: &Flanks,
    index: usize,
    paragraph: &Range<usize>,
) -> bool {
    let fits = match mark {
        '„' | '«' | '「' | '『' => true,
        '“' | '‟' => !flanks.spaced_after || flanks.spaced_before,
        '"' => !flanks.spaced_after || flanks.spaced_before,
        '”' => flanks.spaced_before && !flanks.spaced_after,
        '»' | '›' | '‹' => {
            !flanks.spaced_after && (flanks.spaced_before || flanks.after_opening)
        }
        '‚' => !flanks.spaced_after,
        '‘' | '‛' | '\'' | '’' => {
            (flanks.spaced_before || flanks.after_opening) && !flanks.spaced_after
        }
        _ => vocabulary.is_opening(mark) && !flanks.spaced_after,
    };
    fits && (!is_single(mark) || has_partner(cut, vocabulary, mark, index, paragraph))
}

/// Whether a single mark that could open has a partner that closes it, so that it is no apostrophe ("'tis", "'90s").
fn has_partner(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    mark: char,
    index: usize,
    paragraph: &Range<usize>,
) -> bool {
    if mark == '’'
        || (mark == '\''
            && cut
                .tokens
                .get(index + 1)
                .is_some_and(|t| t.kind == Kind::Number))
    {
        return false;
    }
    let end = paragraph.end.min(index + SINGLE_REACH);
    (index + 1..end)
        .filter_map(|at| mark_at(cut, at).map(|other| (at, other)))
        .take(SINGLE_MARKS)
        .any(|(at, other)| {
            is_closer(vocabulary, mark, other) && {
                let flanks = flanks(cut, paragraph, at);
                !cut.tokens[at].spaced
                    && !flanks.word_after
                    && !is_plural_possessive(cut, vocabulary, at, &flanks)
            }
        })
}

/// "the ministers’ plan": an apostrophe after s with a word behind.
fn is_plural_possessive(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    index: usize,
    flanks: &Flanks,
) -> bool {
    let after_s = index
        .checked_sub(1)
        .is_some_and(|before| vocabulary.may_possess(cut.word(before)));
    let lower_after = cut
        .tokens
        .get(index + 1)
        .is_some_and(|t| t.spaced && t.is_word() && !t.upper && t.flags & (FUNCTION | CUE) == 0);
    !flanks.after_punctuation && after_s && lower_after
}

fn closes(
    cut: &Tokens<'_>,
    vocabulary: &Vocabulary,
    opened: char,
    mark: char,
    flanks: &Flanks,
    index: usize,
    paragraph: &Range<usize>,
) -> bool {
    if !is_closer(vocabulary, opened, mark) {
        return false;
    }
    let single = is_single(mark);
    if single {
        // A word behind makes it an apostrophe.
        return !cut.tokens[index].spaced
            && !flanks.word_after
            && !is_plural_possessive(cut, vocabulary, index, flanks);
    }
    match mark {
        // These have one direction, or one here.
        '”' | '’' if opened != '”' => true,
        '»' | '›' | '«' | '‹' if opened != mark => true,
        // An ambiguous mark before a word and after a space would rather open.
        _ => {
            let opening = flanks.spaced_before && !flanks.spaced_after && index > paragraph.start;
            !(opening && flanks.word_after)
        }
    }
}

/// Whether a mark shows that what is open was never closed.
fn reopens(opened: char, mark: char, flanks: &Flanks) -> bool {
    let same_family = match opened {
        '"' => matches!(mark, '"'),
        '“' | '‟' => matches!(mark, '“'),
        '„' => mark == '„',
        '”' => matches!(mark, '“' | '”'),
        _ => false,
    };
    same_family && flanks.spaced_before && !flanks.spaced_after
}

/// Leaves out unclosed stretches that can't be trusted, and empty ones.
fn keep_sound(cut: &Tokens<'_>, found: Vec<Span>) -> Vec<Span> {
    let continued: Vec<bool> = (0..found.len())
        .map(|index| found.get(index + 1).is_some_and(|next| next.continues))
        .collect();
    found
        .into_iter()
        .zip(continued)
        .filter(|(span, continued)| {
            let words = cut.tokens.get(span.inner.clone()).is_some_and(|inner| {
                inner
                    .iter()
                    .any(|t| matches!(t.kind, Kind::Word | Kind::Number))
            });
            let sentence_like = || {
                let paragraph = &cut.paragraphs[span.paragraph];
                let fills = span.outer.start == paragraph.tokens.start
                    || span.outer.start.checked_sub(1).is_some_and(|before| {
                        matches!(
                            cut.tokens[before].kind,
                            Kind::Colon | Kind::Comma | Kind::Stop
                        )
                    });
                let capital = cut.tokens[span.inner.start].upper;
                fills && capital && span.outer.end == paragraph.tokens.end
            };
            words && (span.closed || *continued || span.continues || sentence_like())
        })
        .map(|(span, _)| span)
        .collect()
}

/// "— Ми готові, — сказав він. — Завтра." A dash opens speech at the paragraph's start; a later one ends it when a cue
/// follows, and the next takes it up again ("—Estamos listos —dijo ella—. Mañana.").
fn dash_speech(cut: &Tokens<'_>, paragraph: usize, found: &mut Vec<Span>) {
    let Some(tokens) = speech_of(cut, paragraph).filter(|tokens| tokens.len() > 2) else {
        return;
    };
    let is_dash = |index: usize| cut.tokens[index].kind == Kind::Dash;
    let after_punctuation =
        |index: usize| matches!(cut.tokens[index - 1].kind, Kind::Comma | Kind::Stop);
    let cue_follows = |index: usize, reach: usize| {
        cut.tokens[index + 1..tokens.end]
            .iter()
            .take(reach)
            .take_while(|t| t.is_word())
            .any(|t| t.is(CUE))
    };
    let mut start = tokens.start + 1;
    let mut speaking = true;
    for index in tokens.start + 2..tokens.end {
        if !is_dash(index) {
            continue;
        }
        if speaking {
            let reach = if after_punctuation(index) { 6 } else { 2 };
            if cue_follows(index, reach) {
                push_dash(start..index, paragraph, found);
                speaking = false;
            }
        } else {
            // The punctuation behind the dash is that of the words before it.
            start = index + 1;
            while start < tokens.end && matches!(cut.tokens[start].kind, Kind::Comma | Kind::Stop) {
                start += 1;
            }
            speaking = true;
        }
    }
    if speaking {
        push_dash(start..tokens.end, paragraph, found);
    }
}

/// The tokens of a paragraph from the dash on that opens speech in it: at its start, or behind a sentence, where a verb of
/// saying tells that it is speech ("Weir odmówił. – Jesteśmy gotowi – powiedział.").
fn speech_of(cut: &Tokens<'_>, paragraph: usize) -> Option<Range<usize>> {
    let tokens = cut.paragraphs[paragraph].tokens.clone();
    let is_dash = |index: usize| cut.tokens[index].kind == Kind::Dash;
    if tokens.is_empty() || is_dash(tokens.start) {
        return (!tokens.is_empty()).then_some(tokens);
    }
    let opens = |index: &usize| {
        is_dash(*index)
            && cut.tokens[index - 1].kind == Kind::Stop
            && cut.tokens.get(index + 1).is_some_and(|t| t.upper)
    };
    let start = (tokens.start + 1..tokens.end).find(opens)?;
    let mut marks = tokens.clone().filter_map(|index| mark_at(cut, index));
    let mut later = (start + 2..tokens.end).filter(|index| is_dash(*index));
    let told = later.any(|dash| is_cue_at(cut, dash, tokens.end));
    (told && marks.all(is_single)).then_some(start..tokens.end)
}

/// "«Ми готові, — сказав він. — Завтра»": parts what is quoted from the cue that stands between dashes inside the marks.
fn part_at_cue(cut: &Tokens<'_>, span: Span) -> Vec<Span> {
    let inner = span.inner.clone();
    let is_dash = |index: usize| index > inner.start && parts(cut, index);
    let cue = |index: &usize| is_dash(*index) && is_cue_at(cut, *index, inner.end);
    let Some(first) = inner.clone().find(cue) else {
        return vec![span];
    };
    let second = (first + 1..inner.end).find(|&index| is_dash(index));
    let (before, behind) = parted(span, first..second.unwrap_or(inner.end));
    std::iter::once(before).chain(behind).collect()
}

/// Farther behind the comma that begins it, in tokens, a cue between commas goes on no more.
const INCISE: usize = 14;

/// "« Nous sommes prêts, assure Ada Vale. Demain aussi. »": parts what is quoted from each cue that stands between commas, or
/// a comma and a stop, inside the marks.
fn part_at_incises(cut: &Tokens<'_>, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut rest = Some(span);
    while let Some(span) = rest.take() {
        match incise(cut, &span.inner) {
            Some(cue) => {
                let (before, behind) = parted(span, cue);
                pieces.push(before);
                rest = behind;
            }
            None => pieces.push(span),
        }
    }
    pieces
}

/// The first cue between commas in a range, from its comma to what ends it.
fn incise(cut: &Tokens<'_>, inner: &Range<usize>) -> Option<Range<usize>> {
    let ends = |at: &usize| matches!(cut.tokens[*at].kind, Kind::Comma | Kind::Stop);
    let comma = |at: &usize| {
        *at > inner.start && cut.tokens[*at].kind == Kind::Comma && says(cut, at + 1..inner.end)
    };
    let first = inner.clone().find(comma)?;
    let mut near = first + 1..inner.end.min(first + INCISE);
    let last = inner.end <= first + INCISE;
    let end = near.find(ends).or(last.then_some(inner.end))?;
    Some(first..end)
}

/// Whether a verb of saying and whoever says it stand at the start of a range: "assure Ada Vale", "a dit la ministre",
/// "dit-elle".
fn says(cut: &Tokens<'_>, range: Range<usize>) -> bool {
    let inverted = |at: usize| {
        let token = &cut.tokens[at];
        token.is(PRONOUN) && cut.word(at).contains('-')
    };
    let mut at = range.start;
    let helps = range.contains(&at) && cut.tokens[at].is(AUXILIARY);
    if range.contains(&at) && inverted(at) {
        return !helps || cut.tokens.get(at + 1).is_some_and(|t| t.is(SAYING));
    }
    at += usize::from(helps);
    if !range.contains(&at) || !cut.tokens[at].is(SAYING) || cut.tokens[at].upper {
        return false;
    }
    let mut rest = cut.tokens[at + 1..range.end]
        .iter()
        .skip_while(|t| t.is(INSIDE));
    let somebody = |t: &Token| t.upper && t.is_word() || t.is(ANY_TITLE);
    match rest.next() {
        Some(t) if t.is(DETERMINER | POSSESSIVE) => {
            let next = rest.next();
            next.is_some_and(|t| t.is(ANY_ROLE | GROUP | ORGANISATION))
        }
        next => next.is_some_and(somebody),
    }
}

/// A stretch without the cue that stands within it: what stands before, and, if anything does, what stands behind.
fn parted(span: Span, cue: Range<usize>) -> (Span, Option<Span>) {
    let inner = span.inner.clone();
    let before = Span {
        inner: inner.start..cue.start,
        outer: span.outer.start..cue.start,
        closed: true,
        ..span.clone()
    };
    let behind = (cue.end + 1 < inner.end).then(|| Span {
        inner: cue.end + 1..inner.end,
        outer: cue.end + 1..span.outer.end,
        continues: false,
        follows: true,
        ..span
    });
    (before, behind)
}

fn push_dash(inner: Range<usize>, paragraph: usize, found: &mut Vec<Span>) {
    if !inner.is_empty() {
        found.push(Span {
            outer: inner.start - 1..inner.end,
            inner,
            paragraph,
            style: Style::Dash,
            closed: true,
            continues: false,
            follows: false,
        });
    }
}
