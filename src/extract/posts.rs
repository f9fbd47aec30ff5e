//! Posts with an author line: "— Ada Vale (@adavale) November 20, 2025".

use std::ops::Range;

use jiff::civil::Date;

use crate::domain::{Document, MarkKind};
use crate::text::fingerprint;

use super::dates::date_at;
use super::features::Outline;
use super::furniture::{is_furniture, without_furniture};
use super::mentions::{MentionKind, Relation};
use super::tokens::Tokens;
use super::vocabulary::{SAYING, SOURCE, Vocabulary};

/// An author line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// As the line gives it.
    pub name: String,
    /// Without "@".
    pub handle: String,
    /// The day that the line gives.
    pub date: Option<Date>,
}

/// A post: the bytes of its lines, and who wrote it.
#[derive(Debug, Clone)]
pub struct Post {
    /// Each line's bytes, furniture left out, a copy of an earlier line left out.
    pub lines: Vec<Range<usize>>,
    /// The paragraphs that belong to it, author line included.
    pub paragraphs: Vec<usize>,
    /// Who wrote it.
    pub author: Author,
}

/// Longer than this, in bytes, the text above a post's nearest line is no part of it.
const LONGEST_ABOVE: usize = 300;
/// How far below its author line a post's picture address is looked for.
const LINES_BELOW: usize = 5;
const LONGEST_BELOW: usize = 1200;

/// Reads "Ada Vale (@adavale) November 20, 2025". The name is what stands before the bracket, without a dash.
pub fn read_author(line: &str, vocabulary: &Vocabulary) -> Option<Author> {
    let open = line.find("(@")?;
    let close = open + line.get(open..)?.find(')')?;
    let handle = line.get(open + 2..close)?.trim();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    if handle.is_empty() || handle.len() > 100 || !handle.chars().all(fits) {
        return None;
    }
    let name = line
        .get(..open)?
        .trim()
        .trim_start_matches(['—', '–', '-', '―'])
        .trim();
    if name.is_empty() || name.chars().count() > 80 {
        return None;
    }
    let cut = Tokens::new(line.get(close + 1..).unwrap_or_default(), vocabulary);
    let all = 0..cut.tokens.len();
    let date = all
        .clone()
        .take(8)
        .find_map(|index| date_at(&cut, index, &all, None))
        .map(|said| said.date);
    Some(Author {
        name: name.to_owned(),
        handle: handle.to_owned(),
        date,
    })
}

/// Where an author line begins in a paragraph: at a dash, with "(@" behind it and little more.
fn author_line(text: &str) -> Option<usize> {
    let open = memchr::memmem::find(text.as_bytes(), b"(@")?;
    let start = text.get(..open)?.rfind(['—', '–', '―'])?;
    let rest = text.get(open..)?;
    let short = rest.chars().count() <= 90 && open - start <= 100;
    short.then_some(start)
}

/// The posts of a text: those the page marks, and those an author line shows.
pub fn posts(
    outline: &Outline<'_>,
    document: &Document,
    vocabulary: &Vocabulary,
    narrates: impl Fn(usize) -> bool,
) -> Vec<Post> {
    let text = outline.cut.text;
    let paragraphs = &outline.cut.paragraphs;
    let mut found: Vec<Post> = Vec::new();
    let mut taken = vec![false; paragraphs.len()];
    for mark in &document.marks {
        let MarkKind::Post { author } = &mark.kind else {
            continue;
        };
        let inside: Vec<usize> = overlapping(paragraphs, &mark.range);
        let author = read_author(author, vocabulary).or_else(|| {
            let name = author.trim().trim_start_matches(['—', '–', '-']).trim();
            (!name.is_empty()).then(|| Author {
                name: name.to_owned(),
                handle: String::new(),
                date: None,
            })
        });
        let Some(author) = author else { continue };
        let lines = inside
            .iter()
            .map(|&p| clamp(&paragraphs[p].range, &mark.range))
            .collect();
        inside.iter().for_each(|&p| taken[p] = true);
        found.push(finish(text, lines, inside, author));
    }
    for index in 0..paragraphs.len() {
        let range = paragraphs[index].range.clone();
        let line = text.get(range.clone()).unwrap_or_default();
        let Some(start) = author_line(line) else {
            continue;
        };
        if taken[index] {
            continue;
        }
        let Some(author) = line.get(start..).and_then(|l| read_author(l, vocabulary)) else {
            continue;
        };
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut members = vec![index];
        let lead = line.get(..start).unwrap_or_default().trim_end();
        let mut length = 0;
        if !lead.is_empty() {
            lines.push(range.start..range.start + lead.len());
            length = LONGEST_ABOVE / 2;
        }
        for above in (0..index).rev() {
            let size = paragraphs[above].range.len();
            let first = lines.is_empty();
            if taken[above] || narrates(above) || (!first && length + size > LONGEST_ABOVE) {
                break;
            }
            length += size;
            lines.push(paragraphs[above].range.clone());
            members.push(above);
        }
        lines.reverse();
        for below in below(outline, index, &taken, &narrates) {
            lines.push(paragraphs[below].range.clone());
            members.push(below);
        }
        if lines.is_empty() {
            continue;
        }
        members.iter().for_each(|&p| taken[p] = true);
        members.sort_unstable();
        found.push(finish(text, lines, members, author));
    }
    found.sort_by_key(|post| post.lines.first().map(|line| line.start));
    found
}

/// The lines below an author line that still belong to the post: those up to the one that ends in its picture's address.
fn below(
    outline: &Outline<'_>,
    author: usize,
    taken: &[bool],
    narrates: &impl Fn(usize) -> bool,
) -> Range<usize> {
    let paragraphs = &outline.cut.paragraphs;
    let text = outline.cut.text;
    let mut length = 0;
    for index in author + 1..paragraphs.len().min(author + 1 + LINES_BELOW) {
        let line = text
            .get(paragraphs[index].range.clone())
            .unwrap_or_default();
        length += line.len();
        if taken[index] || length > LONGEST_BELOW || author_line(line).is_some() || narrates(index)
        {
            break;
        }
        let ends_in_address = line
            .split_whitespace()
            .next_back()
            .is_some_and(|last| is_furniture(last) || last.contains("pic.twitter.com/"));
        if ends_in_address {
            return author + 1..index + 1;
        }
    }
    author + 1..author + 1
}

fn finish(text: &str, lines: Vec<Range<usize>>, paragraphs: Vec<usize>, author: Author) -> Post {
    let mut seen = std::collections::HashSet::new();
    let lines = lines
        .into_iter()
        .filter_map(|range| {
            let line = text.get(range.clone())?;
            let length = without_furniture(line);
            let words = line.get(..length)?;
            let fresh = words.chars().any(char::is_alphanumeric) && seen.insert(fingerprint(words));
            fresh.then(|| range.start..range.start + length)
        })
        .collect();
    Post {
        lines,
        paragraphs,
        author,
    }
}

/// The paragraphs that share bytes with a range.
pub fn overlapping(paragraphs: &[super::tokens::Paragraph], range: &Range<usize>) -> Vec<usize> {
    let first = paragraphs.partition_point(|p| p.range.end <= range.start);
    (first..paragraphs.len())
        .take_while(|&p| paragraphs[p].range.start < range.end)
        .collect()
}

/// A paragraph's bytes within a mark, the mark's borders taken only where they cut no character.
pub fn clamp(paragraph: &Range<usize>, mark: &Range<usize>) -> Range<usize> {
    paragraph.start.max(mark.start)..paragraph.end.min(mark.end)
}

/// Whether a paragraph tells about somebody else's words: somebody in it is the subject of a cue.
pub fn is_narrative(outline: &Outline<'_>, paragraph: usize) -> bool {
    let place = &outline.cut.paragraphs[paragraph].tokens;
    let first = outline
        .mentions
        .partition_point(|m| m.tokens.start < place.start);
    outline.mentions[first..]
        .iter()
        .take_while(|m| m.tokens.start < place.end)
        .any(|m| {
            let says = m
                .cue
                .is_some_and(|cue| outline.cut.tokens[cue].is(SAYING | SOURCE));
            let subject = matches!(
                m.relation,
                Relation::Subject
                    | Relation::SubjectApposition
                    | Relation::Inverted
                    | Relation::Source
            );
            says && subject && !matches!(m.kind, MentionKind::Thing | MentionKind::It)
        })
}
