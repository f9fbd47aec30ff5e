//! Replies as text for a terminal: 80 columns, in colour where the reader's terminal shows it.
//!
//! What comes from an article is hostile: control characters are taken out, so that a quotation can't move the cursor or
//! colour what follows it.

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::subscription;
use crate::chat::card::{Locale, corrected, message};
use crate::commands::{Answered, Command, Reply, Report};
use crate::domain::{
    Answer, Article, Asked, Compared, Count, Freshness, Hit, Passage, Precision, QuotedStatement,
    Roster, SaidOn, Voice, When,
};
use crate::text::{passage_link, shown as clean};

/// Columns that lines are broken at: what a terminal has at the least.
const COLUMNS: usize = 80;

/// Most outlets that are listed by name.
const OUTLETS: usize = 40;

/// How replies look: who the speakers are, and in which styles.
#[derive(Debug, Clone)]
pub struct Look<'a> {
    /// For the office that a speaker held.
    pub roster: &'a Roster,
    /// In which times are shown.
    pub zone: TimeZone,
    pub(super) quote: Style,
    pub(super) name: Style,
    pub(super) faint: Style,
    pub(super) warning: Style,
    pub(super) good: Style,
    pub(super) bad: Style,
}

impl<'a> Look<'a> {
    /// Styles for a terminal; an output that takes none strips them.
    pub fn new(roster: &'a Roster, zone: TimeZone) -> Self {
        Self {
            roster,
            zone,
            quote: Style::new().bold(),
            name: AnsiColor::Cyan.on_default(),
            faint: Style::new().dimmed(),
            warning: AnsiColor::Yellow.on_default(),
            good: AnsiColor::Green.on_default(),
            bad: AnsiColor::Red.on_default(),
        }
    }
}

/// A reply, ready to be printed.
pub fn reply(reply: &Reply, look: &Look) -> String {
    match reply {
        Reply::Answer(found) => answer(found, look),
        Reply::Context(hit) => context(hit, look),
        Reply::Verdict(found) => super::verdict::verdict(found, look),
        Reply::Lineage(found) => super::history::lineage(found, look),
        Reply::Timeline(found) => super::history::timeline(found, look),
        Reply::Sources { searched, outlets } => sources(searched, outlets, look),
        Reply::Report(found) => report(found),
        Reply::Work(work) => report(&work.now().report),
        Reply::Subscribed(told) => subscription::subscribed(told, look),
        Reply::AlreadySubscribed(one) => subscription::already(one, look),
        Reply::Subscriptions { here, elsewhere } => subscription::list(here, elsewhere, look),
        Reply::SubscriptionChanged { subscription, now } => {
            subscription::changed(subscription, *now, look)
        }
        Reply::Explained(told) => subscription::explained(told, look),
        Reply::Help(table) => help(table, look),
    }
}

/// An error, ready to be printed.
pub fn error(error: &dyn std::fmt::Display, look: &Look) -> String {
    wrapped(&styled(look.warning, &clean(&error.to_string())), "")
}

/// A report, ready to be printed.
pub(super) fn report(report: &Report) -> String {
    let words = Locale::English.words();
    let mut out = wrapped(&message(&report.head, words), "");
    for line in &report.lines {
        out.push_str(&hanging("  ", "    ", &message(line, words)));
    }
    out
}

fn answer(answered: &Answered, look: &Look) -> String {
    let answer = &answered.answer;
    let mut out = String::new();
    if !answer.recognised.is_empty() {
        let parts: Vec<&str> = answer
            .recognised
            .iter()
            .map(|part| part.meaning.as_str())
            .collect();
        out.push_str(&wrapped(
            &styled(look.faint, &clean(&parts.join(" · "))),
            "",
        ));
        out.push('\n');
    }
    if !answer.answered {
        out.push_str(&wrapped("Nothing found.", ""));
        if answer.recognised.is_empty() && answer.hits.is_empty() {
            let hint = "Name whom you mean, what about, or words in quotation marks.";
            out.push_str(&wrapped(hint, ""));
        }
        out.push_str(&wrapped(
            &styled(look.faint, &searched(&answer.searched, &look.zone)),
            "",
        ));
        return out;
    }
    out.push_str(&told(answer, look));
    for (number, hit) in answer.hits.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        out.push_str(&one(answered.first() + number + 1, hit, look));
    }
    let beyond = answer
        .total
        .saturating_sub(answered.first() + answer.hits.len());
    let way = match answered.turn {
        None => "--limit N shows more",
        Some(_) if answered.page + 1 < answered.pages => "say \"more\" for the next",
        Some(_) => "ask more narrowly, or with --limit N",
    };
    if beyond > 0 {
        out.push('\n');
        let more = format!("{beyond} more fit; {way}.");
        out.push_str(&wrapped(&styled(look.faint, &more), ""));
    }
    out
}

fn context(hit: &Hit, look: &Look) -> String {
    let mut out = wrapped("The paragraph around:", "");
    out.push_str(&hanging("    ", "    ", &clean(hit.around())));
    out.push_str(&one(1, hit, look));
    out
}

/// What is told before the hits.
fn told(answer: &Answer, look: &Look) -> String {
    match &answer.asked {
        Asked::Statements => String::new(),
        Asked::Count(count) => counted(count, &answer.hits, look),
        Asked::Comparison(sides) => {
            let side = |side: &Compared| match side.answered {
                true => format!("{}: {}", clean(&side.who), number(side.total, "statement")),
                false => format!("{}: nothing found", clean(&side.who)),
            };
            lines(sides.iter().map(side))
        }
        Asked::Voices { voices, others } => {
            let voice = |voice: &Voice| {
                let speaker = voice.speaker.as_deref().unwrap_or("Unattributed");
                format!(
                    "{}: {}",
                    clean(speaker),
                    number(voice.statements, "statement")
                )
            };
            let more = (*others > 0).then(|| format!("and {}", number(*others, "other")));
            lines(voices.iter().map(voice).chain(more))
        }
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    let mut out: String = lines.map(|line| wrapped(&line, "  ")).collect();
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn counted(count: &Count, hits: &[Hit], look: &Look) -> String {
    let mut told = if count.is_cut { "More than " } else { "" }.to_owned();
    told.push_str(&number(count.quotations, "quotation"));
    if count.reported > 0 {
        told.push_str(&format!(" and {} times in reported speech", count.reported));
    }
    told.push_str(&format!(
        ", in {} of {}",
        number(count.articles, "article"),
        number(count.outlets, "outlet")
    ));
    let mut out = wrapped(&told, "");
    out.push('\n');
    for (label, quoted) in [("First", &count.first), ("Latest", &count.latest)] {
        let Some(quoted) = quoted else { continue };
        let is_shown = |hit: &Hit| match &hit.found {
            crate::domain::Found::Statement(shown) => shown.id == quoted.id,
            crate::domain::Found::Passage(_) => false,
        };
        match hits.iter().position(is_shown) {
            Some(at) => {
                let date = date_of(quoted);
                out.push_str(&wrapped(&format!("{label}: number {}. {date}", at + 1), ""));
            }
            None => {
                out.push_str(&wrapped(&format!("{label}:"), ""));
                out.push_str(&statement("    ", "    ", quoted, look));
            }
        }
        out.push('\n');
    }
    out
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn one(number: usize, hit: &Hit, look: &Look) -> String {
    let (first, rest) = (format!("{number:>2}  "), "    ");
    match &hit.found {
        crate::domain::Found::Statement(quoted) => statement(&first, rest, quoted, look),
        crate::domain::Found::Passage(passage) => reporting(&first, rest, passage, look),
    }
}

pub(super) fn statement(first: &str, rest: &str, quoted: &QuotedStatement, look: &Look) -> String {
    let attribution = &quoted.statement.attribution;
    let is_quotation = quoted.statement.kind.is_quotation();
    let words = clean(&quoted.words());
    let shown = if is_quotation {
        styled(look.quote, &format!("“{words}”"))
    } else {
        words
    };
    let mut out = hanging(first, rest, &shown);
    let speaker = attribution.speaker.as_deref().unwrap_or("Unattributed");
    let mut line = styled(look.name, &clean(speaker));
    if let Some(role) = quoted.role(look.roster) {
        line.push_str(&format!(", {}", clean(role)));
    }
    if !is_quotation {
        line.push_str(&styled(
            look.warning,
            " (reported speech: the article's words)",
        ));
    }
    out.push_str(&hanging(rest, rest, &line));
    out.push_str(&source(
        rest,
        &date_of(quoted),
        &quoted.article,
        &quoted.statement.text,
        look,
    ));
    out.push_str(&carriers(rest, quoted, look));
    for made in &quoted.corrections {
        let told = corrected(made, Locale::English.words());
        out.push_str(&hanging(rest, rest, &styled(look.warning, &told)));
    }
    out
}

fn reporting(first: &str, rest: &str, passage: &Passage, look: &Look) -> String {
    let mut out = hanging(first, rest, &clean(&passage.text));
    let by = styled(look.warning, "Reporting, in the article's own words");
    out.push_str(&hanging(rest, rest, &by));
    let date = published(passage.article.published);
    out.push_str(&source(rest, &date, &passage.article, &passage.text, look));
    out
}

/// Date, outlet and title, and under them the link.
fn source(indent: &str, date: &str, article: &Article, words: &str, look: &Look) -> String {
    let mut parts = vec![date.to_owned()];
    parts.extend(article.outlet.as_deref().map(clean));
    parts.extend(article.title.as_deref().map(clean));
    let mut out = hanging(indent, indent, &parts.join(" · "));
    let link = match &article.url {
        Some(url) => passage_link(&clean(url), words),
        None => format!("no web address; taken in as {}", clean(&article.id.0)),
    };
    // A link is never broken, so that it can be clicked.
    out.push_str(&format!("{indent}{}\n", styled(look.faint, &link)));
    out
}

fn carriers(indent: &str, quoted: &QuotedStatement, look: &Look) -> String {
    let others: Vec<String> = quoted.other_carriers().into_iter().map(clean).collect();
    let told = match others.as_slice() {
        [] => return String::new(),
        [one] => format!("Also carried by {one}"),
        [one, two] => format!("Also carried by {one} and {two}"),
        [one, two, rest @ ..] => format!("Also carried by {one}, {two} and {} more", rest.len()),
    };
    hanging(indent, indent, &styled(look.faint, &told))
}

fn sources(searched_in: &Freshness, outlets: &[String], look: &Look) -> String {
    let mut out = wrapped(&searched(searched_in, &look.zone), "");
    let mut names: Vec<String> = outlets
        .iter()
        .take(OUTLETS)
        .map(|name| clean(name))
        .collect();
    if outlets.len() > OUTLETS {
        names.push(format!("and {} more", outlets.len() - OUTLETS));
    }
    if !names.is_empty() {
        out.push_str(&wrapped(&format!("Outlets: {}", names.join(", ")), "  "));
    }
    out
}

/// What was searched, and how fresh it is, as a sentence.
pub(super) fn searched(freshness: &Freshness, zone: &TimeZone) -> String {
    if freshness.articles == 0 {
        return "There is nothing to search yet: take articles in with `verbatim ingest`."
            .to_owned();
    }
    let many = |count: u64, what: &str| number(usize::try_from(count).unwrap_or(usize::MAX), what);
    let mut told = format!(
        "Searched: {} in {}",
        many(freshness.statements, "statement"),
        many(freshness.articles, "article"),
    );
    if freshness.outlets > 0 {
        told.push_str(&format!(" of {}", many(freshness.outlets, "outlet")));
    }
    if let Some(newest) = freshness.newest {
        told.push_str(&format!(", the newest of {}", day(newest, &TimeZone::UTC)));
    }
    if let Some(updated) = freshness.updated {
        told.push_str(&format!("; last updated {}", minute(updated, zone)));
    }
    told.push('.');
    told
}

fn help(table: &[Command], look: &Look) -> String {
    let mut out = wrapped(
        "Type a question, as in: what did Kallas say about concessions? Commands:",
        "",
    );
    let typed = |command: &Command| format!("/{} {}", command.path(), command.text);
    let commands = || {
        table
            .iter()
            .flat_map(|command| std::iter::once(command).chain(command.listed_parts()))
    };
    let width = commands().map(|command| typed(command).len()).max();
    let width = width.unwrap_or_default();
    for command in commands() {
        let name = styled(look.name, &format!("{:<width$}", typed(command)));
        let rest = " ".repeat(width + 4);
        out.push_str(&hanging(&format!("  {name}  "), &rest, command.help));
        for option in command.options {
            let typed = format!("--{} {}", option.word, option.value);
            out.push_str(&format!("      {typed:<16}  {}\n", option.help));
        }
    }
    out.push_str(&wrapped("/quit or Ctrl-D leaves.", ""));
    out
}

fn date_of(quoted: &QuotedStatement) -> String {
    match quoted.statement.said_on {
        Some(said) => said_on(said),
        None => published(quoted.article.published),
    }
}

fn said_on(said: SaidOn) -> String {
    let verb = if said.stated { "Said" } else { "Published" };
    let date = said.date;
    match said.precision {
        Precision::Minute | Precision::Day => format!("{verb} on {}", date.strftime("%-d %B %Y")),
        Precision::Week => format!("{verb} in the week of {}", date.strftime("%-d %B %Y")),
        Precision::Month => format!("{verb} in {}", date.strftime("%B %Y")),
        Precision::Year => format!("{verb} in {}", date.strftime("%Y")),
    }
}

pub(super) fn published(published: Option<When>) -> String {
    published.map_or_else(
        || "No date given".to_owned(),
        |when| format!("Published on {}", when.date().strftime("%-d %B %Y")),
    )
}

fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%-d %B %Y")
        .to_string()
}

pub(super) fn minute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%-d %B %Y, %H:%M %Z")
        .to_string()
}

pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

pub(super) fn wrapped(text: &str, indent: &str) -> String {
    hanging("", indent, text)
}

/// A text in lines of [`COLUMNS`] that are broken at spaces, the first behind `first`, the others behind `rest`. A longer
/// word stays whole, so that a link can be clicked.
pub(super) fn hanging(first: &str, rest: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8 + COLUMNS);
    let mut indent = first;
    for line in text.split('\n') {
        hang(&mut out, indent, rest, line);
        indent = rest;
    }
    out
}

fn hang(out: &mut String, first: &str, rest: &str, line: &str) {
    if line.is_empty() {
        return out.push('\n');
    }
    out.push_str(first);
    let mut column = width(first);
    let (mut spaces, mut begun) = (0, false);
    for word in line.trim_end_matches(' ').split(' ') {
        let wide = width(word);
        if (begun || spaces > 0) && !word.is_empty() && column + spaces + wide > COLUMNS {
            out.push('\n');
            out.push_str(rest);
            (column, spaces) = (width(rest), 0);
        }
        out.extend(std::iter::repeat_n(' ', spaces));
        out.push_str(word);
        column += spaces + wide;
        (spaces, begun) = (1, begun || !word.is_empty());
    }
    out.push('\n');
}

/// How many columns a text takes, without what only colours it. Most are plain, and need no looking up.
fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        text.len()
    } else {
        textwrap::core::display_width(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_eighty_columns() {
        let text = "word ".repeat(60);
        let shown = hanging(" 1  ", "    ", &text);
        assert!(shown.lines().count() > 3);
        assert!(
            shown.lines().all(|line| line.chars().count() <= COLUMNS),
            "{shown}"
        );
    }

    proptest::proptest! {
        #[test]
        fn lines_are_broken_as_the_library_does(text in "(\\PC{0,90} ?| {1,3}|\\PC{0,5} ){0,30}") {
            let options = textwrap::Options::new(COLUMNS)
                .initial_indent(" 1  ")
                .subsequent_indent("    ")
                .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
                .word_separator(textwrap::WordSeparator::AsciiSpace)
                .break_words(false)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            let lines = |text: &str| -> Vec<String> {
                text.lines().map(|line| line.trim_end().to_owned()).collect()
            };
            let ours = hanging(" 1  ", "    ", &text);
            let theirs = textwrap::fill(&text, options) + "\n";
            proptest::prop_assert_eq!(lines(&ours), lines(&theirs));
        }
    }
}
