//! Articles for tests, written as lines: what stands between `[` and `]` is a statement of the speaker named before.

use jiff::civil::Date;
use verbatim::domain::{
    Article, ArticleId, Attribution, Document, Language, Precision, SaidOn, SpeakerId, Statement,
    StatementKind, When,
};
use verbatim::ports::Incoming;

/// An article: one paragraph a line, each with at most one statement, written `Speaker: before [words] after`.
/// `Speaker~` makes it indirect speech, `Speaker=id` somebody of the roster. Other lines are reporting.
pub fn article(id: &str, language: &str, day: Date, title: &str, lines: &[&str]) -> Incoming {
    let mut text = String::new();
    let mut statements = Vec::new();
    for line in lines {
        let start = text.len();
        let Some((speaker, told)) = line.split_once(": ").filter(|(_, told)| told.contains('['))
        else {
            text.push_str(line);
            text.push_str("\n\n");
            continue;
        };
        let (before, rest) = told.split_once('[').unwrap();
        let (words, after) = rest.split_once(']').unwrap();
        text.push_str(before);
        let from = text.len();
        text.push_str(words);
        let range = from..text.len();
        text.push_str(after);
        let paragraph = start..text.len();
        text.push_str("\n\n");
        let (speaker, kind) = match speaker.strip_suffix('~') {
            Some(speaker) => (speaker, StatementKind::Reported),
            None => (speaker, StatementKind::Quotation),
        };
        let (name, id) = match speaker.split_once('=') {
            Some((name, id)) => (name, Some(SpeakerId(id.to_owned()))),
            None => (speaker, None),
        };
        statements.push(Statement {
            range,
            text: words.to_owned(),
            kind,
            attribution: Attribution {
                speaker: (name != "?").then(|| name.to_owned()),
                speaker_id: id,
                ..Attribution::default()
            },
            said_on: Some(SaidOn {
                date: day,
                precision: Precision::Day,
                stated: false,
            }),
            paragraph,
            utterance: statements.len() as u32,
        });
    }
    let language = Language::new(language);
    Incoming {
        article: Article {
            id: ArticleId(id.to_owned()),
            url: None,
            outlet: Some("The Harbour Post".to_owned()),
            title: Some(title.to_owned()),
            authors: Vec::new(),
            published: Some(When::day(day)),
            modified: None,
            first_seen: When::day(day).at,
            language: language.clone(),
        },
        document: Document {
            title: Some(title.to_owned()),
            text,
            language,
            ..Document::default()
        },
        statements,
    }
}
