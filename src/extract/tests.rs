//! Extraction through its public surface, with the lexicons that we publish and people who don't exist.

use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::{Extractor, Settings};
use crate::config::{read_lexicon, read_speakers};
use crate::domain::{
    Document, Language, Lexicon, Mark, MarkKind, Precision, Statement, StatementKind, When,
};
use crate::text::fingerprint;

const ROSTER: &str = r#"
    [[speaker]]
    id = "ada-vale"
    name = "Ada Vale"
    aliases = ["Vale", "Ада Вейл"]
    handles = ["adavale"]
    gender = "female"
    roles = [{ title = "harbour commissioner", since = "2024-01-01", as_written = ["harbour commissioner", "Riverton's top pilot"] }]
    [[speaker]]
    id = "tom-marsh"
    name = "Tom Marsh"
    aliases = ["Marsh", "Tomas Marsh"]
    gender = "male"
    roles = [
        { title = "President of Fenland", since = "2020-01-01", until = "2024-12-31", as_written = ["Fenland president"] },
    ]
    [[speaker]]
    id = "eve-lund"
    name = "Eve Lund"
    gender = "female"
    roles = [
        { title = "President of Fenland", since = "2025-01-01", as_written = ["Fenland president"] },
    ]
"#;

const LEXICONS: [&str; 7] = [
    include_str!("../../config/lexicon/de.toml"),
    include_str!("../../config/lexicon/en.toml"),
    include_str!("../../config/lexicon/es.toml"),
    include_str!("../../config/lexicon/fr.toml"),
    include_str!("../../config/lexicon/pl.toml"),
    include_str!("../../config/lexicon/ru.toml"),
    include_str!("../../config/lexicon/uk.toml"),
];

fn lexicons() -> Vec<Lexicon> {
    LEXICONS.map(|text| read_lexicon(text).unwrap()).to_vec()
}

fn extractor() -> Extractor {
    Extractor::new(lexicons(), Arc::new(read_speakers(ROSTER).unwrap()))
}

/// Published on Thursday, 20 November 2025.
fn document(language: &str, text: &str) -> Document {
    Document {
        text: text.to_owned(),
        language: Language::new(language),
        published: Some(When::day(date(2025, 11, 20))),
        ..Document::default()
    }
}

fn statements(language: &str, text: &str) -> Vec<Statement> {
    extractor().statements(&document(language, text))
}

fn reported(language: &str, text: &str) -> Vec<Statement> {
    let mut found = statements(language, text);
    found.retain(|s| s.kind == StatementKind::Reported);
    found
}

fn quotations(language: &str, text: &str) -> Vec<Statement> {
    let mut found = statements(language, text);
    found.retain(|s| s.kind != StatementKind::Reported);
    found
}

/// Texts with what they tell as reported speech, in order, each with its speaker.
fn assert_reported(language: &str, cases: &[(&str, Vec<(&str, &str)>)]) {
    for (text, wanted) in cases {
        assert_eq!(said(&reported(language, text)), *wanted, "{text}");
    }
}

/// Words and speakers, "-" where there is none.
fn said(found: &[Statement]) -> Vec<(&str, &str)> {
    found
        .iter()
        .map(|s| {
            (
                s.text.as_str(),
                s.attribution.speaker.as_deref().unwrap_or("-"),
            )
        })
        .collect()
}

#[test]
fn an_article_with_quotations_a_bare_block_a_post_and_an_introduced_line_is_read_whole() {
    let text = "\
Senior officials have arrived in Fenland to discuss the harbour. This follows reports on talks between Riverton and the coast.
Fenland President Tom Marsh made matters worse on this point after his own trip north to ‘revive’ stalled talks, saying that “only” the coast and, in particular, the old pilots’ guild, “have the boats to bring this quarrel to an end.”
The first condition for calm waters and a lasting settlement is that we sail in close company with all our partners, and that the guild remains fair, strong, and near to us.
New papers suggest the draft for the harbour involves giving up one pier and cutting the fleet. One coastal pilot said the second condition sounded more like a smuggler’s dream than a serious offer.
Ada Vale, Riverton’s top pilot, also complained on Wednesday evening that while word of a deal is “good,” for “any deal to float, it needs pilots and fishermen at the table.”
In this quarrel, there is one bully and one victim. So far, we haven’t seen any give from Fenland’s side.
Riverton has always supported efforts for a fair and lasting peace at sea.
— Ada Vale (@adavale) November 19, 2025
But for any deal to float, it needs pilots and fishermen at the table.
In this quarrel, there is one bully and one victim. So far, we haven't seen any give from Fenland's side.… pic.twitter.com/Ab12Cd34
Ned R. Holt, who is a former lighthouse keeper for the Riverton Board, jibed that “for three years the guild didn’t want any talks,” but “now that some are happening they feel left out,” adding:
Slow boats have consequences.
";
    let found = statements("en", text);
    let all: Vec<_> = found
        .iter()
        .map(|s| {
            (
                s.kind,
                s.text.as_str(),
                s.attribution.speaker.as_deref().unwrap_or("-"),
                s.utterance,
            )
        })
        .collect();
    use StatementKind::{Block, Post, Quotation, Reported};
    assert_eq!(
        all,
        [
            (Quotation, "only", "Tom Marsh", 0),
            (
                Quotation,
                "have the boats to bring this quarrel to an end.",
                "Tom Marsh",
                0
            ),
            (
                Block,
                "The first condition for calm waters and a lasting settlement is that we sail in close company with all our partners, and that the guild remains fair, strong, and near to us.",
                "Tom Marsh",
                1
            ),
            (
                Reported,
                "the second condition sounded more like a smuggler’s dream than a serious offer",
                "One coastal pilot",
                2
            ),
            (Quotation, "good,", "Ada Vale", 3),
            (
                Quotation,
                "any deal to float, it needs pilots and fishermen at the table.",
                "Ada Vale",
                3
            ),
            (
                Post,
                "In this quarrel, there is one bully and one victim. So far, we haven’t seen any give from Fenland’s side.",
                "Ada Vale",
                4
            ),
            (
                Post,
                "Riverton has always supported efforts for a fair and lasting peace at sea.",
                "Ada Vale",
                4
            ),
            (
                Post,
                "But for any deal to float, it needs pilots and fishermen at the table.",
                "Ada Vale",
                4
            ),
            (
                Quotation,
                "for three years the guild didn’t want any talks,",
                "Ned R. Holt",
                5
            ),
            (
                Quotation,
                "now that some are happening they feel left out,",
                "Ned R. Holt",
                5
            ),
            (Block, "Slow boats have consequences.", "Ned R. Holt", 5),
        ]
    );
    let on = |index: usize| found[index].said_on.unwrap();
    assert_eq!((on(4).date, on(4).stated), (date(2025, 11, 19), true));
    assert_eq!((on(6).date, on(6).stated), (date(2025, 11, 19), true));
    assert_eq!((on(0).date, on(0).stated), (date(2025, 11, 20), false));
    let cue = |index: usize| found[index].attribution.cue.as_deref();
    assert_eq!(
        [cue(0), cue(4), cue(9), cue(11)],
        [
            Some("saying"),
            Some("complained"),
            Some("jibed"),
            Some("adding")
        ]
    );
    assert_eq!(
        found[6].attribution.as_written.as_deref(),
        Some("Ada Vale (@adavale)")
    );
    assert_eq!(
        found[6].attribution.speaker_id.as_ref().unwrap().0,
        "ada-vale"
    );
}

#[test]
fn pronouns_surnames_and_roles_are_resolved() {
    let text = "\
The ferry must run, said Clara Penn, the mayor of Riverton.

“We need boats,” she said. “We need them now.”

Penn met Tom Marsh in Riverton. “It was a good evening,” he said.

“I agree with him,” the mayor said.";
    assert_eq!(
        said(&quotations("en", text)),
        [
            ("We need boats,", "Clara Penn"),
            ("We need them now.", "Clara Penn"),
            ("It was a good evening,", "Tom Marsh"),
            ("I agree with him,", "Clara Penn"),
        ]
    );
}

#[test]
fn a_namesake_in_the_article_goes_before_the_roster() {
    let text = "“We sail,” said Ned Marsh, a pilot.\n\n“At dawn,” Marsh added.";
    assert_eq!(
        said(&quotations("en", text)),
        [("We sail,", "Ned Marsh"), ("At dawn,", "Ned Marsh")]
    );
    let found = quotations("en", "“At dawn,” Marsh added.");
    assert_eq!(said(&found), [("At dawn,", "Tom Marsh")]);
    // So does whom the article names as the holder of an office.
    let text = "The Fenland president, Jan Weir, met the pilots.\n\n“We will keep the pier,” the Fenland president said.";
    assert_eq!(
        said(&quotations("en", text)),
        [("We will keep the pier,", "Jan Weir")]
    );
}

#[test]
fn an_office_is_whoever_held_it_on_that_day() {
    let text = "“We will keep the pier,” the Fenland president said.";
    assert_eq!(
        said(&quotations("en", text)),
        [("We will keep the pier,", "Eve Lund")]
    );
    let mut earlier = document("en", text);
    earlier.published = Some(When::day(date(2023, 5, 1)));
    assert_eq!(
        said(&extractor().statements(&earlier)),
        [("We will keep the pier,", "Tom Marsh")]
    );
}

#[test]
fn the_only_one_with_such_an_office_is_meant() {
    let text = "Ada Vale met the pilots.\n\n“We will keep the pier,” the commissioner said.";
    assert_eq!(
        said(&quotations("en", text)),
        [("We will keep the pier,", "Ada Vale")]
    );
}

#[test]
fn unnamed_sources_keep_their_description() {
    let text =
        "“The boats are late,” a senior official at the port said on condition of anonymity.";
    let found = quotations("en", text);
    assert_eq!(
        found[0].attribution.speaker.as_deref(),
        Some("a senior official")
    );
    assert_eq!(found[0].attribution.speaker_id, None);
}

#[test]
fn a_name_behind_a_role_is_who_it_is() {
    let text = "The mayor's lawyer, Alan Pike, said the claim was “false from start to end.”";
    assert_eq!(
        said(&quotations("en", text)),
        [("false from start to end.", "Alan Pike")]
    );
}

#[test]
fn every_kind_of_mark_is_read() {
    for (open, close) in [
        ("\"", "\""),
        ("“", "”"),
        ("''", "''"),
        ("``", "''"),
        ("«", "»"),
        ("‘", "’"),
        ("'", "'"),
        ("„", "“"),
    ] {
        let text = format!(
            "{open}We don't need the ministers' boats today,{close} said Clara Penn, the mayor."
        );
        assert_eq!(
            said(&quotations("en", &text)),
            [("We don't need the ministers' boats today,", "Clara Penn")],
            "{open}…{close}"
        );
    }
}

#[test]
fn marks_inside_marks_part_nothing() {
    let text = "“He told me ‘never again’ and left,” Clara Penn said.";
    assert_eq!(
        said(&quotations("en", text)),
        [("He told me ‘never again’ and left,", "Clara Penn")]
    );
}

#[test]
fn apostrophes_are_no_marks() {
    let text = "The pilots’ boats weren’t the mayors’ boats, and the '90s weren't rock 'n' roll for Riverton's pilots.";
    assert_eq!(quotations("en", text), []);
}

#[test]
fn a_quotation_over_paragraphs_is_one_statement() {
    let text = "“We begin here,” Tom Marsh said.\n\n“We go on with the boats.\n\n“And then we sail.\n\n“And there it ends.”\n\nThe boats left.";
    let found = quotations("en", text);
    let words: Vec<_> = found
        .iter()
        .map(|s| (s.text.as_str(), s.utterance))
        .collect();
    assert_eq!(
        words,
        [
            ("We begin here,", 0),
            (
                "We go on with the boats.\n\n“And then we sail.\n\n“And there it ends.",
                1
            )
        ]
    );
    assert!(
        found
            .iter()
            .all(|s| s.attribution.speaker.as_deref() == Some("Tom Marsh"))
    );
}

#[test]
fn a_quotation_runs_on_over_paragraphs_until_its_mark() {
    let text = "«За добу ми бачили одинадцять човнів.\n\nЧастину з них забрала крига.\n\nРіка спокійна», — сказав капітан Максим Орлик.\n\nРада збереться у п'ятницю.";
    let found = quotations("uk", text);
    let end = "Ріка спокійна";
    assert_eq!(found.len(), 1, "{:?}", said(&found));
    assert!(found[0].text.starts_with("За добу") && found[0].text.ends_with(end));
    let speaker = found[0].attribution.speaker.as_deref();
    assert_eq!(speaker, Some("Максим Орлик"));
    let text =
        "“We fought for the pier for nine years.\n\n“Nobody helped us then,” Clara Penn said.";
    let found = quotations("en", text);
    assert_eq!(found.len(), 1, "{:?}", said(&found));
    let speaker = found[0].attribution.speaker.as_deref();
    assert_eq!(speaker, Some("Clara Penn"));
}

#[test]
fn a_name_in_marks_within_a_cue_parts_nothing() {
    for text in [
        "\"Ми готові до переговорів, – сказав міністр Ян Корж у коментарі виданню \"Нова доба\". – Але гавань лишиться нашою\".",
        "«Ми готові до переговорів, — сказав Ян Корж в ефірі «Радіо Північ». — Але гавань лишиться нашою».",
    ] {
        let found = quotations("uk", text);
        let words = ["Ми готові до переговорів,", "Але гавань лишиться нашою"];
        assert_eq!(said(&found), words.map(|words| (words, "Ян Корж")));
    }
}

#[test]
fn speech_behind_a_dash_may_follow_a_sentence() {
    let text = "Kapitan Jan Weir odrzucił zarzuty. – Jesteśmy gotowi do rozmów – powiedział Weir.";
    let found = quotations("pl", text);
    assert_eq!(said(&found), [("Jesteśmy gotowi do rozmów", "Jan Weir")]);
    let text = "Kapitan Jan Weir wrócił. – Nie wiadomo po co.";
    assert_eq!(quotations("pl", text).len(), 0);
}

#[test]
fn titles_and_nicknames_are_no_statements() {
    let text = "Clara Penn wrote a book called “The Long Pier” last year. Ned “Barge” Holt reads it every winter.";
    assert_eq!(quotations("en", text), []);
}

#[test]
fn words_without_a_speaker_are_unattributed() {
    let found = quotations(
        "en",
        "“Nobody saw the boats leave the harbour that night, and nobody ever will.”",
    );
    assert_eq!(
        said(&found),
        [(
            "Nobody saw the boats leave the harbour that night, and nobody ever will.",
            "-"
        )]
    );
    assert_eq!(found[0].attribution.cue, None);
}

#[test]
fn a_post_is_read_where_the_page_marks_it() {
    let text = "It began with a post.\n\nThe harbour isn’t for sale.\n\nThe mayor was silent.";
    let mut document = document("en", text);
    let start = text.find("The harbour").unwrap();
    let end = text.find("sale.").unwrap() + 5;
    document.marks = vec![Mark {
        range: start..end,
        kind: MarkKind::Post {
            author: "Ada Vale (@adavale) 18 November 2025".to_owned(),
        },
    }];
    let found = extractor().statements(&document);
    assert_eq!(said(&found), [("The harbour isn’t for sale.", "Ada Vale")]);
    assert_eq!(found[0].kind, StatementKind::Post);
    assert_eq!(found[0].said_on.unwrap().date, date(2025, 11, 18));
}

#[test]
fn an_author_line_behind_the_words_shows_a_post() {
    let text = "Fish don’t vote. — Ada Vale (@adavale) 19 November 2025\nThe mayor slept.";
    let found = statements("en", text);
    assert_eq!(said(&found), [("Fish don’t vote.", "Ada Vale")]);
    assert_eq!(found[0].said_on.unwrap().date, date(2025, 11, 19));
}

#[test]
fn a_block_quotation_is_a_block_and_a_heading_is_nothing() {
    let text = "What “matters” now\n\nClara Penn wrote to the pilots:\n\nWe sail at dawn.";
    let mut document = document("en", text);
    let block = text.find("We sail").unwrap();
    document.marks = vec![
        Mark {
            range: 0.."What “matters” now".len(),
            kind: MarkKind::Heading,
        },
        Mark {
            range: block..text.len(),
            kind: MarkKind::Blockquote,
        },
    ];
    let found = extractor().statements(&document);
    assert_eq!(said(&found), [("We sail at dawn.", "Clara Penn")]);
    assert_eq!(found[0].kind, StatementKind::Block);
}

#[test]
fn words_lifted_from_the_article_count_once() {
    let text = "“We sail at dawn, come what may,” Clara Penn said.\n\n“We sail at dawn”\n\nThe boats left.";
    let mut document = document("en", text);
    let start = text.rfind("“We").unwrap();
    document.marks = vec![Mark {
        range: start..start + "“We sail at dawn”".len(),
        kind: MarkKind::PullQuote,
    }];
    assert_eq!(
        said(&extractor().statements(&document)),
        [("We sail at dawn, come what may,", "Clara Penn")]
    );
}

#[test]
fn a_release_is_its_speaker_s_own_words() {
    let mut document = document("en", "Dear pilots.\n\nWe sail “soon”.\n");
    document.sole_speaker = Some("Ада Вейл".to_owned());
    let found = extractor().statements(&document);
    assert_eq!(
        said(&found),
        [
            ("Dear pilots.", "Ada Vale"),
            ("We sail “soon”.", "Ada Vale")
        ]
    );
    assert!(found.iter().all(|s| s.kind == StatementKind::Release));
}

#[test]
fn a_written_down_talk_has_its_speakers_before_the_colons() {
    let text = "Ada Vale: When will our boats be back here?\nTom Marsh: They will be back when they are back.";
    assert_eq!(
        said(&statements("en", text)),
        [
            ("When will our boats be back here?", "Ada Vale"),
            ("They will be back when they are back.", "Tom Marsh")
        ]
    );
}

#[test]
fn reported_speech_is_kept_apart() {
    let text = "Clara Penn said on Tuesday that the boats were late and would stay away.\n\nAccording to Tom Marsh, the boats are not late.\n\nThe pier will be closed for a week, the mayor said.";
    let found = statements("en", text);
    assert!(
        found.iter().all(|s| s.kind == StatementKind::Reported),
        "{found:#?}"
    );
    assert_eq!(
        said(&found),
        [
            ("that the boats were late and would stay away", "Clara Penn"),
            ("the boats are not late", "Tom Marsh"),
            ("The pier will be closed for a week", "the mayor"),
        ]
    );
    assert_eq!(found[0].said_on.unwrap().date, date(2025, 11, 18));
}

#[test]
fn the_day_is_read_as_exactly_as_it_is_given() {
    for (when, day, precision) in [
        ("yesterday", date(2025, 11, 19), Precision::Day),
        ("on Thursday", date(2025, 11, 20), Precision::Day),
        ("on Friday", date(2025, 11, 14), Precision::Day),
        ("on Nov. 3", date(2025, 11, 3), Precision::Day),
        ("on 24 December", date(2024, 12, 24), Precision::Day),
        ("on March 5, 2019", date(2019, 3, 5), Precision::Day),
        ("last week", date(2025, 11, 10), Precision::Week),
        ("in May", date(2025, 5, 1), Precision::Month),
    ] {
        let text = format!("“We sail at dawn,” Clara Penn said {when}.");
        let found = quotations("en", &text);
        let on = found[0].said_on.unwrap();
        assert_eq!(
            (on.date, on.precision, on.stated),
            (day, precision, true),
            "{when}"
        );
    }
}

#[test]
fn without_a_date_of_publication_no_day_is_made_up() {
    let mut document = document("en", "“We sail at dawn,” Clara Penn said on Monday.");
    document.published = None;
    assert_eq!(extractor().statements(&document)[0].said_on, None);
}

#[test]
fn a_surer_threshold_leaves_speakers_unnamed_and_words_in_place() {
    let roster = Arc::new(read_speakers(ROSTER).unwrap());
    let sure = Settings {
        speaker: 1.01,
        ..Settings::default()
    };
    let extractor = Extractor::with_settings(lexicons(), roster, sure);
    let found = extractor.statements(&document("en", "“We sail at dawn,” Clara Penn said."));
    assert_eq!(said(&found), [("We sail at dawn,", "-")]);
}

#[test]
fn german_french_spanish_polish_ukrainian_and_russian_are_read_by_their_lexicons() {
    let ada = "Ada Vale";
    for (language, text, wanted) in [
        (
            "de",
            "„Wir sind bereit“, sagte Anna Wald, die Ministerin für Fischerei. „Aber nicht heute“, fügte sie am Mittwoch hinzu.",
            vec![
                ("Wir sind bereit", "Anna Wald"),
                ("Aber nicht heute", "Anna Wald"),
            ],
        ),
        (
            "fr",
            "« Nous sommes prêts », a déclaré Marie Valois, ministre de la Pêche. « Mais pas aujourd’hui », a-t-elle ajouté.",
            vec![
                ("Nous sommes prêts", "Marie Valois"),
                ("Mais pas aujourd’hui", "Marie Valois"),
            ],
        ),
        (
            "es",
            "—Estamos listos —dijo Ana Robles—. Pero no hoy.",
            vec![
                ("Estamos listos", "Ana Robles"),
                ("Pero no hoy.", "Ana Robles"),
            ],
        ),
        (
            "pl",
            "– Jesteśmy gotowi do drogi – powiedziała Anna Wolna. – Ale nie dziś.",
            vec![
                ("Jesteśmy gotowi do drogi", "Anna Wolna"),
                ("Ale nie dziś.", "Anna Wolna"),
            ],
        ),
        (
            "uk",
            "— Ми готові до розмови, — сказала Ада Вейл. — Але не сьогодні.",
            vec![("Ми готові до розмови,", ada), ("Але не сьогодні.", ada)],
        ),
        (
            "uk",
            "«Ми готові до розмови, — сказала Ада Вейл у середу. — Але не сьогодні».",
            vec![("Ми готові до розмови,", ada), ("Але не сьогодні", ada)],
        ),
        (
            "ru",
            "«Это наша работа», — заявила Ада Вейл в среду.",
            vec![("Это наша работа", ada)],
        ),
    ] {
        assert_eq!(said(&quotations(language, text)), wanted, "{language}");
    }
}

#[test]
fn a_name_in_another_case_is_the_same_name() {
    let text = "«Переговоры идут», — сказал Пётр Рыбин.\n\nПо словам Рыбина, «решение уже принято».\n\nОн добавил, что лодки готовы.";
    let found = statements("ru", text);
    assert_eq!(
        said(&found),
        [
            ("Переговоры идут", "Пётр Рыбин"),
            ("решение уже принято", "Пётр Рыбин"),
            ("что лодки готовы", "Пётр Рыбин"),
        ]
    );
    assert_eq!(found[2].kind, StatementKind::Reported);
}

/// Whether the quotations of each text, in order, are these people's.
fn assert_speakers(cases: &[(&str, &str, &[&str])]) {
    for (language, text, speakers) in cases {
        let found = quotations(language, text);
        let named: Vec<&str> = said(&found).into_iter().map(|(_, name)| name).collect();
        assert_eq!(named, *speakers, "{language}: {text}");
    }
}

#[test]
fn offices_and_bodies_before_a_name_are_no_part_of_it() {
    assert_speakers(&[
        (
            "en",
            "NATO Secretary-General Mark Rutland met the press. UN spokeswoman Ada Brindle said: \"We are watching the harbour closely.\" Rutland told reporters: \"Nothing has been signed so far.\" \"We will come back to it,\" the secretary-general added.",
            &["Ada Brindle", "Mark Rutland", "Mark Rutland"][..],
        ),
        (
            "en",
            "The president of the Riverton Council Mary Holt opened the talks. \"We are close to a deal,\" Holt told reporters in Geneva. Foreign Minister of Fenland Carl Brandt said the deal \"is not a gift.\" \"There is a lot of work to do,\" the foreign minister said. His Riverton counterpart, Joan Lake, agreed. \"Much work,\" she said. \"It is a start,\" the Kremlin said in a statement. \"We welcome it,\" said European Commission President Ursula Brand.",
            &[
                "Mary Holt",
                "Carl Brandt",
                "Carl Brandt",
                "Joan Lake",
                "Kremlin",
                "Ursula Brand",
            ][..],
        ),
        (
            "en",
            "White House press secretary Carla Lane said the president \"feels good about it.\" Special envoy Stephan Wicks and his son-in-law Jared Cross flew in. \"They did well,\" Lane said. \"They really did,\" the press secretary added. Asked about the talks, Wicks said: \"We made progress on every point.\" \"A good day,\" said Cross.",
            &[
                "Carla Lane",
                "Carla Lane",
                "Carla Lane",
                "Stephan Wicks",
                "Jared Cross",
            ][..],
        ),
        (
            "fr",
            "Le ministre de la Pêche Jean-Luc Morel a reçu la presse lundi. « Nous allons agrandir le port », a déclaré M. Morel. « L'argent est là », a ajouté le ministre. La maire de Rivière, Anne de La Tour, n'y croit pas. « Il manque la moitié de la somme », a-t-elle répondu. Selon elle, « le projet est mal préparé ».",
            &[
                "Jean-Luc Morel",
                "Jean-Luc Morel",
                "Anne de La Tour",
                "Anne de La Tour",
            ][..],
        ),
        (
            "es",
            "El presidente de Fenlandia, Adán Ríos, se reunió con la ministra de Exteriores Clara del Monte. «Estamos cerca», afirmó el presidente. «Muy cerca», confirmó la ministra. Según Del Monte, «falta una página». El portavoz del Gobierno, Luis Prado, aseguró que no habrá firma. «No se firmará hoy», dijo Prado a los periodistas.",
            &[
                "Adán Ríos",
                "Clara del Monte",
                "Clara del Monte",
                "Luis Prado",
            ][..],
        ),
        (
            "uk",
            "Міністр рибальства України Остап Гайворон зустрівся з пресою у понеділок. «Ми розбудуємо порт», – сказав Гайворон. «Гроші вже є», – додав міністр. За словами мерки Річкового Оксани Берегової, «бракує половини грошей». «Це не план», – заявила Берегова. За її словами, «місто не має коштів на такі мрії».",
            &[
                "Остап Гайворон",
                "Остап Гайворон",
                "Оксана Берегова",
                "Оксана Берегова",
                "Оксана Берегова",
            ][..],
        ),
        (
            "ru",
            "Официальный представитель МИД Речной республики Анна Сергеевна Волгина провела брифинг. «Мы не видим оснований для спешки», — отметила она. Глава МИД Павел Орлов был краток: «Все сказано». Посол Приморья при ООН Игорь Лужин возразил: «Время уходит, господа». «Мы ждать не будем», — подчеркнул дипломат.",
            &[
                "Анна Сергеевна Волгина",
                "Павел Орлов",
                "Игорь Лужин",
                "дипломат",
            ][..],
        ),
    ]);
}

#[test]
fn particles_initials_and_hyphens_belong_to_a_name() {
    assert_speakers(&[
        (
            "en",
            "Fenland Harbour Authority chief executive Lena van der Holt spoke first. \"The pier must stay open,\" van der Holt said. \"It is our lifeline,\" she told Riverton Radio. Sheikh Omar bin Rashid al-Tamir replied: \"We share that view entirely.\" \"But money is short,\" al-Tamir said.",
            &[
                "Lena van der Holt",
                "Lena van der Holt",
                "Omar bin Rashid al-Tamir",
                "Omar bin Rashid al-Tamir",
            ][..],
        ),
        (
            "en",
            "J. K. Marsden, the harbour master, and Anne-Marie Le Goff, a lawyer for the guild, testified on Monday. \"I saw no boats that night,\" said Marsden. \"He is mistaken about the night,\" Le Goff said. \"The lawyer is wrong,\" Marsden shot back. Ian MacAllister, a juror, told the Herald: \"We were confused by it all.\"",
            &[
                "J. K. Marsden",
                "Anne-Marie Le Goff",
                "J. K. Marsden",
                "Ian MacAllister",
            ][..],
        ),
        (
            "de",
            "Bundesfischereiminister Johann Brandt sprach am Montag in Flussstadt. „Wir werden den Hafen ausbauen“, sagte Brandt. „Das Geld ist da“, so der Minister. Die Hafenchefin Anna von der Linde widersprach. „Das Geld reicht nicht“, sagte von der Linde. „Wir brauchen das Doppelte“, erklärte sie.",
            &[
                "Johann Brandt",
                "Johann Brandt",
                "Anna von der Linde",
                "Anna von der Linde",
            ][..],
        ),
        (
            "de",
            "Die Hafenchefin Anna von der Linde widersprach. „Das Geld reicht nicht“, sagte von der Linde.",
            &["Anna von der Linde"][..],
        ),
        (
            "de",
            "Anna von der Linde widersprach. „Das Geld reicht nicht“, sagte von der Linde. Es kam auch Karl zu Stolberg. „Ich auch“, sagte zu Stolberg am Abend.",
            &["Anna von der Linde", "Karl zu Stolberg"][..],
        ),
    ]);
}

#[test]
fn a_name_in_an_oblique_case_is_shown_in_the_nominative() {
    assert_speakers(&[
        (
            "pl",
            "Minister rybołówstwa Jan Kowalczyk spotkał się w poniedziałek z prasą. „Rozbudujemy port” – powiedział Kowalczyk. „Pieniądze już są” – dodał minister. Według burmistrz Anny Zielińskiej „brakuje połowy pieniędzy”. „To nie jest plan” – powiedziała Zielińska. W rozmowie z Markiem Wysockim „nic nie ustalono” – przyznał Kowalczyk.",
            &[
                "Jan Kowalczyk",
                "Jan Kowalczyk",
                "Anna Zielińska",
                "Anna Zielińska",
                "Jan Kowalczyk",
            ][..],
        ),
        (
            "ru",
            "Министр рыболовства Степан Ильич Громов встретился с прессой в понедельник. «Мы расширим порт», — сказал Громов. «Деньги уже есть», — добавил министр. По словам мэра Речного Ольги Береговой, «не хватает половины денег». «Это не план», — заявила Береговая. По ее мнению, «город не потянет таких расходов». Переговоры с Иваном Лесным, сообщил Громов, «еще не начались».",
            &[
                "Степан Ильич Громов",
                "Степан Ильич Громов",
                "Ольга Береговая",
                "Ольга Береговая",
                "Ольга Береговая",
                "Степан Ильич Громов",
            ][..],
        ),
        (
            "ru",
            "Пресс-секретарь губернатора Олег Рыбин сообщил, что переговоры начнутся завтра. «Мы готовы к разговору», — добавил он. Министр обороны Приморья Игорь Лужин отказался от комментариев. «Ничего не скажу», — бросил министр. Глава делегации Дарья Белова заявила: «Документ почти готов». По словам Беловой, «осталась одна страница». Об этом Белова рассказала журналистам.",
            &["Олег Рыбин", "Игорь Лужин", "Дарья Белова", "Дарья Белова"][..],
        ),
        (
            "uk",
            "Керівник Офісу губернатора Андрій Рибак повідомив, що перемовини почнуться завтра. «Ми готові до розмови», — додав він. Міністерка оборони Примор'я Ірина Лужна відмовилася від коментарів. «Нічого не скажу», — кинула міністерка. «Все буде добре», — запевнила речниця Лужної Олена Тиха. Президент зустрівся з Андрієм Рибаком. «Була коротка зустріч», — розповів Рибак.",
            &["Андрій Рибак", "Ірина Лужна", "Олена Тиха", "Андрій Рибак"][..],
        ),
        (
            "pl",
            "Prezydent Fenlandii Adam Rybak spotkał się z premierem Janem Morskim. „Jesteśmy blisko” – powiedział prezydent. „Bardzo blisko” – potwierdził premier. Rzeczniczka rządu Maria Leśna dodała: „Została jedna strona”. Jej zdaniem „to dobry dokument”. „Nie podpiszemy go” – zapowiedział Morski.",
            &[
                "Adam Rybak",
                "Jan Morski",
                "Maria Leśna",
                "Maria Leśna",
                "Jan Morski",
            ][..],
        ),
    ]);
}

#[test]
fn a_role_is_the_one_who_was_introduced_by_it() {
    assert_speakers(&[
        (
            "de",
            "Nach einem Treffen mit seinem Kollegen Karl Stein zeigte sich Fischereiministerin Petra Winter zufrieden. „Wir haben viel erreicht“, sagte die Ministerin am Dienstag. „Es war ein gutes Gespräch“, sagte Stein. NATO-Generalsekretär Peter Falk mahnte zur Vorsicht: „Noch ist nichts unterschrieben.“ Laut Falk „fehlt noch ein Stück des Weges“.",
            &["Petra Winter", "Karl Stein", "Peter Falk", "Peter Falk"][..],
        ),
        (
            "es",
            "El ministro de Pesca, Juan Carlos de la Vega, habló el lunes en Riberas. «Vamos a ampliar el puerto», dijo De la Vega. «El dinero ya está», añadió el ministro. La alcaldesa María Fuentes lo negó. «Falta la mitad del dinero», respondió la alcaldesa. «No hay plan», dijo Fuentes.",
            &[
                "Juan Carlos de la Vega",
                "Juan Carlos de la Vega",
                "María Fuentes",
                "María Fuentes",
            ][..],
        ),
        (
            "en",
            "Vale's lawyer, Simon Grant, said his client was innocent. \"She was not there,\" Grant said. \"She was at home,\" he said. Prosecutor Helen Ward, who leads the case, told the court: \"She was seen at the pier.\" In a letter to the court, Ward wrote that \"three witnesses\" saw her. \"I was at home,\" Vale, 34, said. US Secretary of State Paul Ridge and his deputy, Jane Cole, met. \"It was constructive and useful,\" Ridge said after the meeting.",
            &[
                "Simon Grant",
                "Simon Grant",
                "Helen Ward",
                "Helen Ward",
                "Ada Vale",
                "Paul Ridge",
            ][..],
        ),
        (
            "fr",
            "Le président de la République Paul Marchand a rencontré son homologue fenlandais Karl Brandt. « Il faut une paix juste », a dit le président. « Nous y sommes presque », a assuré M. Brandt. La cheffe de la diplomatie, Claire Dubois, a mis en garde : « Rien n'est signé. » « Rien du tout », a insisté la ministre. D'après elle, « il manque une page ».",
            &[
                "Paul Marchand",
                "Karl Brandt",
                "Claire Dubois",
                "Claire Dubois",
                "Claire Dubois",
            ][..],
        ),
    ]);
}

#[test]
fn whoever_is_asked_speaks_next() {
    let text = "Clara Holt is the new mayor.\n\nA reporter asked Holt, “What do you see as the biggest problem?”\n\n“We have waited for three weeks,” she replied.";
    let found = quotations("en", text);
    assert_eq!(
        said(&found)[1],
        ("We have waited for three weeks,", "Clara Holt")
    );
    let text = "Eine Reporterin fragte Clara Holt: „Was ist das größte Problem?“\n\n„Wir warten seit drei Wochen“, antwortete sie.";
    let found = quotations("de", text);
    assert_eq!(
        said(&found)[1],
        ("Wir warten seit drei Wochen", "Clara Holt")
    );
}

#[test]
fn what_a_body_is_of_belongs_to_its_name_and_a_later_word_for_it_means_it() {
    assert_speakers(&[
        (
            "en",
            "\"We have left the town at last,\" the Fenland Ministry of Fish and Shipping said. \"There is no boat in sight,\" the ministry added. \"Nobody has told us of it,\" said the Center for Tidal Studies.",
            &[
                "Fenland Ministry of Fish and Shipping",
                "Fenland Ministry of Fish and Shipping",
                "Center for Tidal Studies",
            ][..],
        ),
        (
            "en",
            "The Harbour Court heard the case. \"We have waited for three weeks,\" the court said. \"It is far too late for that,\" a lower court had said.",
            &["Harbour Court", "a lower court"],
        ),
        (
            "uk",
            "«Ми залишили місто вранці», — заявило Міністерство рибальства Норвегії. «Човнів більше немає», — повідомили в міністерстві.",
            &[
                "Міністерство рибальства Норвегії",
                "Міністерство рибальства Норвегії",
            ],
        ),
        (
            "ru",
            "«Мы покинули город утром», — сообщило посольство Норвегии. «Лодок больше нет», — заявил президент Норвегии.",
            &["посольство Норвегии", "президент Норвегии"],
        ),
        (
            "pl",
            "„Opuściliśmy miasto rano” – powiedział prezydent Norwegii.",
            &["prezydent Norwegii"],
        ),
    ]);
}

#[test]
fn a_newspaper_that_is_told_something_is_not_what_is_said() {
    assert_speakers(&[
        (
            "ru",
            "Посол президента Норвегии Анна Ветрова заявила «Портовому Вестнику»: «Документ требует доработки». «Это неправда», — ответил офис президента Норвегии.",
            &["Анна Ветрова", "офис президента Норвегии"][..],
        ),
        (
            "en",
            "Clara Holt told “Harbour Post”: “We have waited for three weeks.”",
            &["Clara Holt"],
        ),
    ]);
}

#[test]
fn who_is_named_by_an_office_alone_is_shown_in_the_nominative() {
    assert_speakers(&[(
        "uk",
        "За словами міністра, «човни стоять у порту вже третій тиждень».",
        &["міністр"][..],
    )]);
}

#[test]
fn a_country_is_neither_he_nor_she() {
    let text = "Ada Holt spoke first. Norway did not answer her. “We have waited for three weeks,” she said.\n\nIraq stayed away. “We will wait for the boats,” he said.";
    let named: Vec<Option<String>> = quotations("en", text)
        .into_iter()
        .map(|statement| statement.attribution.speaker)
        .collect();
    assert_eq!(named, [Some("Ada Holt".to_owned()), None]);
}

#[test]
fn a_name_may_hold_a_word_of_saying() {
    let text = "Mayor Olivia Brand said the United States should pay for the boats. “We have waited for three weeks,” the State Department said.";
    let found = statements("en", text);
    assert_eq!(
        said(&found),
        [
            ("the United States should pay for the boats", "Olivia Brand"),
            ("We have waited for three weeks,", "State Department"),
        ]
    );
    let headline =
        "Olivia Brand Says Pier Stays Closed.\n\n“We have waited for three weeks,” Brand said.";
    let found = quotations("en", headline);
    assert_eq!(
        said(&found),
        [("We have waited for three weeks,", "Olivia Brand")]
    );
}

#[test]
fn a_small_word_that_begins_a_sentence_is_nobody() {
    let text = "She asked Tom Grant about the pier. He began with a story. Then he described the old park.\n\n“Has anyone been there?” he asked.";
    let found = quotations("en", text);
    assert_eq!(said(&found), [("Has anyone been there?", "Tom Grant")]);
}

#[test]
fn an_office_behind_a_comma_is_whom_it_describes() {
    let text = "Clara Holt, chairman of the harbour board, said the pier would stay closed.";
    let found = statements("en", text);
    assert_eq!(said(&found), [("the pier would stay closed", "Clara Holt")]);
}

#[test]
fn speakers_alternate_in_talks_and_interviews() {
    assert_speakers(&[
        (
            "en",
            "Mayor Olivia Brand opened the session. The mayor said the town would rebuild its pier. \"It will be better than before,\" she told the council. Deputy Mayor Peter Quill disagreed. \"We cannot pay for it,\" he said.\n\n\"Then we shall borrow,\" Brand replied.\n\n\"And who pays it back?\" Quill asked.",
            &["Olivia Brand", "Peter Quill", "Olivia Brand", "Peter Quill"][..],
        ),
        (
            "en",
            "Q: When will the pier open?\n\nLena Holt: We hope to open it in the spring, if the weather is with us.\n\nQ: And the cost?\n\nLena Holt: It will cost what we said it would cost, no more.",
            &["Lena Holt", "Lena Holt"][..],
        ),
        (
            "uk",
            "— Ми готові до розмови, — сказав речник порту Данило Кравчук.\n\n— А гроші? — запитала журналістка Леся Мороз.\n\n— Гроші знайдуться, — відповів речник.",
            &["Данило Кравчук", "Леся Мороз", "Данило Кравчук"][..],
        ),
    ]);
}

#[test]
fn each_clause_of_a_sentence_has_a_speaker_of_its_own() {
    let names = "Mayor Elena Crowe and guild leader Tobias Penn met on Monday.\n\n";
    for (text, speakers) in [
        (
            "Crowe called the fees \"a gift to nobody,\" but Penn said they were \"fair and long overdue.\"",
            ["Elena Crowe", "Tobias Penn"],
        ),
        (
            "\"We will not sign,\" Crowe said, though Penn insisted that \"there is still time for a deal.\"",
            ["Elena Crowe", "Tobias Penn"],
        ),
        (
            "Crowe accused the guild of \"playing with fire\" after its leader, Tobias Penn, warned that \"nobody will sail.\"",
            ["Elena Crowe", "Tobias Penn"],
        ),
        (
            "After Penn asked last week \"Why has this taken four months?\" Crowe responded that \"it had to be done well.\"",
            ["Tobias Penn", "Elena Crowe"],
        ),
        (
            "Crowe said the fees were \"fair\" and told the guild they would be \"paid in full.\"",
            ["Elena Crowe", "Elena Crowe"],
        ),
        (
            "\"We must begin,\" Crowe said, adding if global temperatures continue to rise \"the pier will be lost.\"",
            ["Elena Crowe", "Elena Crowe"],
        ),
    ] {
        assert_speakers(&[("en", &format!("{names}{text}"), &speakers[..])]);
    }
}

#[test]
fn a_transcript_tells_who_speaks_before_each_turn() {
    let text = "Remarks by President Ada Vale and Secretary Jan Weir before a meeting\n\n\
        THE PRESIDENT: Thank you very much. I told him, \"You have to make a deal.\"\n\n\
        SECRETARY WEIR: We are close, and I want to thank the team.\n\n\
        Q    Madam President, do you trust them?\n\n\
        THE PRESIDENT: I do, and they called our plan \"the best in years.\"\n\n\
        QUESTION: And the fees, Secretary Weir?\n\n\
        SECRETARY WEIR: No comment on that one. I thank you.";
    assert_eq!(
        said(&statements("en", text)),
        [
            (
                "Thank you very much. I told him, \"You have to make a deal.\"",
                "Ada Vale"
            ),
            ("We are close, and I want to thank the team.", "Jan Weir"),
            (
                "I do, and they called our plan \"the best in years.\"",
                "Ada Vale"
            ),
            ("No comment on that one. I thank you.", "Jan Weir"),
        ]
    );
    let recorded = "[00:01] Elena Crowe: Thank you all for coming to the old pier.\n\n\
        00:07 Tobias Penn: We have questions about the fees.\n\n\
        [01:02:15] Elena Crowe: Then ask them, because I will not answer again.";
    assert_speakers(&[(
        "en",
        recorded,
        &["Elena Crowe", "Tobias Penn", "Elena Crowe"],
    )]);
}

#[test]
fn what_is_only_a_turn_of_phrase_or_was_not_said_is_nobodys_words() {
    for text in [
        "Ada Vale added insult to injury on this point following her own visit to the old pier.",
        "Ada Vale stopped short of saying that the plan for the pier was dead.",
    ] {
        assert_eq!(said(&statements("en", text)), [], "{text}");
    }
    let text = "Ada Vale came home at 3 a.m. \"We have a deal,\" she said.";
    assert_eq!(
        said(&statements("en", text)),
        [("We have a deal,", "Ada Vale")]
    );
}

#[test]
fn whoever_is_first_named_as_an_owner_is_known_by_the_surname() {
    let text = "President Ada Vale's special envoy, Tom Marsh, met the pilots.\n\n\
        Vale, speaking beside Fenland's prime minister, Clara Holt, said she \"would rather wait.\"";
    assert_eq!(
        said(&statements("en", text)),
        [("would rather wait.", "Ada Vale")]
    );
}

#[test]
fn what_an_office_is_of_is_no_part_of_its_holders_name() {
    assert_speakers(&[
        (
            "uk",
            "Президент Південної Кореї Пак Чі Сон заявив, що готовий «до розмови».\n\nРечниця Білого дому Мара Лінд сказала, що це «добрий знак».\n\nПосол Норвегії в Польщі Лев Ступак зазначив, що кордон «відкритий».",
            &["Пак Чі Сон", "Мара Лінд", "Лев Ступак"],
        ),
        (
            "ru",
            "Министр иностранных дел Южной Кореи Пак Чи Сон отметил: «Мы поддержим это».\n\nПосол Норвегии в Польше Лев Ступак сказал, что граница «открыта».",
            &["Пак Чи Сон", "Лев Ступак"],
        ),
    ]);
}

#[test]
fn a_body_that_judges_somebodys_words_said_what_it_calls_them() {
    assert_speakers(&[
        (
            "uk",
            "У Кремлі назвали заяву Данила Коржа «небезпечною грою».\n\nКорж каже, що план «майже готовий».",
            &["Кремль", "Данило Корж"],
        ),
        (
            "uk",
            "У МЗС назвали пропозицію Коржа «порожнім звуком», повідомляє «Маяк».\n\nКорж розповів «Маяку», що це «дрібниці».",
            &["МЗС", "Корж"],
        ),
        (
            "en",
            "Elena Crowe called Tobias Penn's statement \"a joke nobody asked for.\"",
            &["Elena Crowe"],
        ),
    ]);
}

#[test]
fn who_is_asked_or_spoken_of_is_not_who_speaks() {
    assert_speakers(&[
        (
            "en",
            "Harbour Minister Tomas Brandt was quoted as saying that \"the ice will hold until March.\" Prime Minister Sir Giles Penrose was asked whether he would resign. \"I will not answer that,\" Penrose said. According to Dr. Helga Stone, a physicist at Riverton University, \"the ice is thinner than it was.\" Stone said that she had measured it twice. \"We measured it twice last week,\" the physicist said.",
            &[
                "Tomas Brandt",
                "Giles Penrose",
                "Helga Stone",
                "Helga Stone",
            ][..],
        ),
        (
            "en",
            "Speaking to the BBC, former Fenland president Karel Novotny said he was ready for talks. \"I am ready to sit down tomorrow,\" Mr Novotny said. His wife, Eva Novotna, was less hopeful. \"He has said so before,\" Mrs Novotna told the broadcaster. A spokesman for the ministry declined to comment. \"We do not discuss rumours,\" the spokesman said.",
            &[
                "Karel Novotny",
                "Eva Novotna",
                "A spokesman for the ministry",
            ][..],
        ),
    ]);
}

#[test]
fn an_office_in_capitals_is_whoever_holds_it_in_the_article() {
    assert_speakers(&[
        (
            "en",
            "Fenland President Tom Marsh spoke on Monday.\n\n“We have waited for three weeks,” the President said.",
            &["Tom Marsh"],
        ),
        (
            "en",
            "The Prime Minister, Ada Vale, spoke on Monday. “We have waited for three weeks,” the Prime Minister said.",
            &["Ada Vale"],
        ),
        (
            "en",
            "Riverton Pilots Chief Executive, Clara Penn, said: “We have waited for three weeks.”",
            &["Clara Penn"],
        ),
        (
            "en",
            "Ada Major spoke on Monday. “We have waited for three weeks,” Major said.",
            &["Ada Major"],
        ),
    ]);
}

#[test]
fn a_name_keeps_its_initials_and_particles() {
    assert_speakers(&[
        (
            "en",
            "“We have waited for three weeks,” pilot Ada A. Holt told the Herald.",
            &["Ada A. Holt"],
        ),
        (
            "en",
            "“We are ready to sail,” said Laurence des Monts, the museum’s director.",
            &["Laurence des Monts"],
        ),
        (
            "ru",
            "«Мы ждём три недели», — сказал капитан И. Рыбин.",
            &["И. Рыбин"],
        ),
    ]);
}

#[test]
fn the_subject_of_a_cue_is_told_from_what_stands_near_it() {
    assert_speakers(&[
        (
            "en",
            "Senator Clara Penn of Fenland quickly accused Tom Marsh of arguing “the boats would be better off at home.”",
            &["Clara Penn"],
        ),
        (
            "en",
            "Additionally, if the pier stays closed, you might find yourself at home, cautions Clara Penn. “We have waited for three weeks,” she continued.",
            &["Clara Penn"],
        ),
        (
            "en",
            "Her deputy then urged the guild to sail. “We have waited for three weeks,” the deputy said.",
            &["Her deputy"],
        ),
    ]);
}

#[test]
fn a_pronoun_names_somebody_who_can_speak_or_nobody() {
    assert_speakers(&[
        (
            "en",
            "The Herald has passed many days without a word. “We have waited for three weeks,” they said.",
            &["-"],
        ),
        (
            "en",
            "Elka Vantor can be heard in the film. “We have waited for three weeks,” she says.",
            &["Elka Vantor"],
        ),
    ]);
}

#[test]
fn an_agency_that_is_credited_says_nothing_itself() {
    for (language, text, speaker) in [
        (
            "uk",
            "Про це заявив прем'єр-міністр Фенландії Тимур Маршенко, передає Укрінформ.\n\n«Ми не бачимо підстав для паніки», – сказав він на засіданні уряду.",
            "Тимур Маршенко",
        ),
        (
            "ru",
            "Об этом заявил премьер-министр Фенландии Тимур Маршенко, передает ТАСС.\n\n«Мы не видим оснований для паники», — сказал он на заседании правительства.",
            "Тимур Маршенко",
        ),
    ] {
        let found = statements(language, text);
        let named: Vec<&str> = said(&found).into_iter().map(|(_, name)| name).collect();
        assert_eq!(named, [speaker], "{text}: {found:?}");
    }
}

#[test]
fn several_who_speak_as_one_are_named_together() {
    assert_speakers(&[
        (
            "en",
            "Ada Vale met Jan Weir in Riverton. “We stand together,” Vale and Weir said in a joint statement. “The pier stays open,” said Ada Vale and Jan Weir.",
            &["Ada Vale and Jan Weir", "Ada Vale and Jan Weir"],
        ),
        (
            "en",
            "Ada Vale met Jan Weir in Riverton. According to Vale and Weir, the pier “stays open.”",
            &["Ada Vale and Jan Weir"],
        ),
        (
            "en",
            "The pilots wait.\n\nThe leaders of Fenland, Norland and Sudland said that “the river must stay open.”\n\nNorland and Sudland said the talks were “highly productive.”",
            &[
                "The leaders of Fenland, Norland and Sudland",
                "Norland and Sudland",
            ],
        ),
        (
            "en",
            "Clara Penn and Jan Holm wrote a paper. As Penn and Holm explained: “The two piers are alike.”",
            &["Clara Penn and Jan Holm"],
        ),
        (
            "en",
            "“It would help the pilots,” experts David Orne and Serena Kell of the institute wrote.",
            &["David Orne and Serena Kell"],
        ),
        // One of two offices is one.
        (
            "en",
            "“It is a worry for us all,” the Norland senator and party candidate Jan Holm told the Herald.",
            &["Jan Holm"],
        ),
        (
            "en",
            "Sen. Jan Holm spoke on Monday. “It is a worry for us all,” the Norland senator and presidential candidate said.",
            &["Jan Holm"],
        ),
        // One of whom the other is the object speaks alone.
        (
            "en",
            "The pilots wait. “They will come back,” Clara Penn said. Tom Marsh met Jan Weir and Penn said: “It is done at last.”",
            &["Clara Penn", "Clara Penn"],
        ),
    ]);
}

#[test]
fn nobody_speaks_in_a_dateline() {
    assert_speakers(&[
        (
            "en",
            "MARROW, Norland (AP) — The mayor on Monday called the attack “barbaric,” saying the town would rebuild.",
            &["The mayor"],
        ),
        (
            "en",
            "LONDON — The harbour office on Monday described the fire as “a crime against the river.”",
            &["The harbour office"],
        ),
        (
            "de",
            "Riverton (dpa) - Die Bürgermeisterin Ada Vale hat den Plan verteidigt. „Wir haben keine andere Wahl“, sagte sie am Montag.",
            &["Ada Vale"],
        ),
    ]);
    let found = statements(
        "en",
        "MARROW, Norland (AP) — A storm has closed the port, harbour officials said.",
    );
    let said: Vec<_> = found.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(said, ["A storm has closed the port"]);
}

#[test]
fn a_passive_verb_says_what_its_agent_said() {
    assert_speakers(&[
        (
            "en",
            "Mayor Ada Vale's proposal was described by Clara Penn as “a joke on all of us”. Vale was called “a clown” by Tom Marsh.",
            &["Clara Penn", "Tom Marsh"],
        ),
        (
            "en",
            "The pilots' claim was dismissed by the harbour office as “pure fantasy”.",
            &["the harbour office"],
        ),
    ]);
}

#[test]
fn who_was_told_or_who_passes_it_on_did_not_say_it() {
    assert_speakers(&[
        (
            "de",
            "Die Ministerin Marlene Hoff hat den Kanzler kritisiert. „Er hat sich über den Tisch ziehen lassen“, sagte Hoff den Zeitungen der Gruppe. „Das war ein Fehler“, sagte Hoff Journalisten in Brenn.",
            &["Marlene Hoff", "Marlene Hoff"],
        ),
        (
            "de",
            "Präsident Viktor Dahl wies das zurück. „Diese Leute haben noch nie einen Hafen gesehen“, sagte Dahl laut der Nachrichtenagentur SNA. „Wir warten jetzt erst einmal ab“, sagte Dahl dem „Nordkurier“.",
            &["Viktor Dahl", "Viktor Dahl"],
        ),
        (
            "uk",
            "Про це Вейл розповіла у програмі «Прямий ефір». «Ми почекаємо до весни», — сказав директор компанії «Обрій» Петро Вакуленко.",
            &["Петро Вакуленко"],
        ),
    ]);
}

#[test]
fn a_clause_about_the_subject_gives_nobody_its_verb() {
    let said = |text| -> Vec<(String, String)> {
        let found = statements("en", text).into_iter();
        let found = found.map(|s| (s.attribution.speaker.unwrap_or_default(), s.text));
        found.collect()
    };
    for text in [
        "Envoy Tom Marsh, speaking after talks with his Fenland counterpart, Jan Weir, said the pier was lost.",
        "Envoy Tom Marsh, who met the Norland president, Ada Vale, in Riverton on Monday, said the pier was lost.",
        "Envoy Tom Marsh, accompanied by his deputy, Clara Penn, said the pier was lost.",
    ] {
        let expected = ("Tom Marsh".to_owned(), "the pier was lost".to_owned());
        assert_eq!(said(text), [expected], "{text}");
    }
    for text in [
        "Mayor Ada Vale refused to say that the pier was lost.",
        "No pilot has said that the pier was lost.",
        "Mayor Ada Vale is expected to say that the pier was lost.",
        "The pilots' envoy has denied saying that the pier was lost.",
    ] {
        assert_eq!(said(text), [], "{text}");
    }
    let text = "Mayor Ada Vale declined to comment, but her spokesman said the report was false.";
    let found = said(text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, "the report was false");
}

#[test]
fn what_a_paper_says_is_not_whoever_spoke_before() {
    assert_speakers(&[
        (
            "uk",
            "Президентка Ада Вейл приїхала до гавані. «Я вдячна морякам за все», — зазначила Вейл.\n\n«Король готовий прийняти човни», — ідеться в пресрелізі палацу.",
            &["Ada Vale", "-"],
        ),
        (
            "de",
            "Bürgermeisterin Greta Sommer hat ein Ende des Streits verlangt. „Wir rufen beide Seiten auf, zu warten“, heißt es in dem Papier.",
            &["-"],
        ),
        (
            "en",
            "“It was a mess,” one of the pilots said. “He is tired of it,” said one of the mayor's aides.",
            &["one of the pilots", "one of the mayor's aides"],
        ),
        (
            "fr",
            "« C'est une victoire pour le port », a déclaré le ministre Jan Weir. « Nos garçons sont rentrés », s'est réjouie la présidente Ada Vale. « Je n'y crois pas du tout », soupire Marta Lund.",
            &["Jan Weir", "Ada Vale", "Marta Lund"],
        ),
    ]);
}

#[test]
fn a_month_may_be_part_of_a_name() {
    assert_speakers(&[(
        "en",
        "“We stand with Norland,” said Foreign Minister Jan Brandt. “It is a mistake,” said Mayor April Stone. “It means what it means,” said Minister Theresa May.",
        &["Jan Brandt", "April Stone", "Theresa May"],
    )]);
}

#[test]
fn whoever_is_quoted_by_another_said_it() {
    assert_speakers(&[
        (
            "en",
            "The Herald quoted Clara Penn as saying: “We will not sign it before the harbour opens.” “Not even then,” the Lantern quoted Tom Marsh as telling reporters. Clara Penn was quoted by the Lantern as saying: “We shall see what the harbour brings.”",
            &["Clara Penn", "Tom Marsh", "Clara Penn"],
        ),
        (
            "uk",
            "«Ми не підпишемо це, поки гавань зачинена», — цитує Вейл видання «Маяк».\n\nВидання «Маяк» цитує Вейл: «Ми почекаємо до весни».\n\n«Весна буде пізня», — наводить слова Вейл пресслужба гільдії.",
            &["Вейл", "Вейл", "Вейл"],
        ),
        (
            "ru",
            "«Мы не подпишем это, пока гавань закрыта», — цитирует Вейл ТАСС.\n\n«Мы подождём до весны», — приводит слова Вейл агентство «Маяк».",
            &["Вейл", "Вейл"],
        ),
        (
            "en",
            "Norway's foreign ministry said the move was “unfriendly to all of us”. A spokesman for Fenland's foreign ministry said: “We call on both sides to wait.”",
            &[
                "Norway's foreign ministry",
                "A spokesman for Fenland's foreign ministry",
            ],
        ),
        (
            "en",
            "President Tom Marsh faced the press on Monday. A journalist asked him whether he regretted the war. “Not for a single second,” he said.",
            &["Tom Marsh"],
        ),
        (
            "en",
            "Opposition leader Jan Weir said: “We have kept every promise.”",
            &["Jan Weir"],
        ),
        (
            "uk",
            "«Ракета влучила в житловий будинок», – написав у Telegram Белецький. Сама Береговська заявила: «Ми не отримували жодних пропозицій».",
            &["Белецький", "Береговська"],
        ),
        (
            "de",
            "Ähnlich äußerte sich Ministerin Eva Holm: „Wir haben die Lage im Griff.“",
            &["Eva Holm"],
        ),
    ]);
}

#[test]
fn what_is_told_between_a_speaker_and_what_they_say_is_no_part_of_it() {
    assert_reported(
        "en",
        &[
            (
                "Tom Marsh told the Evening Lantern he's already had hundreds of letters.",
                vec![("he's already had hundreds of letters", "Tom Marsh")],
            ),
            (
                "Tom Marsh told me he would never sign the paper.",
                vec![("he would never sign the paper", "Tom Marsh")],
            ),
            (
                "Tom Marsh reminded reporters the old pier had never been safe.",
                vec![("the old pier had never been safe", "Tom Marsh")],
            ),
            (
                "Clara Penn, who is not allowed to comment publicly, said the talks have begun.",
                vec![("the talks have begun", "Clara Penn")],
            ),
            (
                "Clara Penn, a pilot, said at the harbour, where she now works, that the boats were late.",
                vec![("that the boats were late", "Clara Penn")],
            ),
            (
                "Clara Penn lacks support in the council, which she left in May, said Tom Marsh, a pilot.",
                vec![(
                    "Clara Penn lacks support in the council, which she left in May",
                    "Tom Marsh",
                )],
            ),
            (
                "“Most people see why,” Clara Penn told the crowd, her voice lost in the wind.",
                vec![],
            ),
            (
                "Tom Marsh agreed, saying the boats were late.",
                vec![("the boats were late", "Tom Marsh")],
            ),
            // Whom a paper cites is no clause.
            (
                "The Lantern, citing two people familiar with the talks, reported that the boats were late.",
                vec![("that the boats were late", "Lantern")],
            ),
            (
                "Clara Penn's associates said she is not planning to run again.",
                vec![(
                    "she is not planning to run again",
                    "Clara Penn's associates",
                )],
            ),
        ],
    );
}

#[test]
fn what_journalists_are_told_about_is_not_what_they_are_told() {
    for (language, text, speaker) in [
        (
            "uk",
            "Міністр оборони Тарас Грим розповів журналістам про візит. «Усе йде за планом», – сказав міністр журналістам.",
            "Тарас Грим",
        ),
        (
            "ru",
            "Министр обороны Тарас Гром рассказал журналистам о визите. «Всё идёт по плану», — сказал министр журналистам.",
            "Тарас Гром",
        ),
    ] {
        assert!(reported(language, text).is_empty(), "{text}");
        assert_speakers(&[(language, text, &[speaker])]);
    }
}

#[test]
fn a_pronoun_means_whom_the_sentence_before_is_about() {
    for (text, speakers) in [
        (
            "Tom Crane said the deal was close. His predecessor, Vasil Burb, is less sure. “It will take years,” he said.",
            &["Vasil Burb"][..],
        ),
        (
            "Tom Crane was pleased. “We won,” he said.\n\nIkal Orun, who scored twice, was glad. “I love this club,” he said.",
            &["Tom Crane", "Ikal Orun"],
        ),
        (
            "Ada Vale praised the pilot Sol Adeyo. “He is a joy,” she said.\n\nAdeyo thanked his late grandmother. “She bought me my first boots,” he said.",
            &["Ada Vale", "Sol Adeyo"],
        ),
        (
            "A judge blocked the law.\n\nSenator Buck Ramsey said he would appeal. “We will not let this stand,” he said.",
            &["Buck Ramsey"],
        ),
        (
            "Ikal Orun, Jan Weir said, has created a zone of his own. “It is what he wants,” he said.",
            &["Jan Weir"],
        ),
    ] {
        assert_speakers(&[("en", text, speakers)]);
    }
}

#[test]
fn where_somebody_is_from_says_nothing() {
    for (text, speaker) in [
        (
            "Officials in Norland, speaking on condition of anonymity, said Vale would resign.",
            "Officials",
        ),
        (
            "Residents in Elmford, near the border, said they had heard shelling all night.",
            "Residents",
        ),
        (
            "Brenda Holloway, 43, of Mill Lane, Norland, said she had rung the line eleven times.",
            "Brenda Holloway",
        ),
        (
            "Pam Atterby (Lib Dem, Dunmere East) said that the roads were full.",
            "Pam Atterby",
        ),
        (
            "Pam Atterby (D-Riverton) said Jan Weir had told them that the roads were full.",
            "Pam Atterby",
        ),
        (
            "His partner at Lenox Mills, Lawrence Cummings, said that the roads were full.",
            "Lawrence Cummings",
        ),
    ] {
        let found = reported("en", text);
        assert_eq!(found.len(), 1, "{text}");
        let found = found[0].attribution.speaker.as_deref();
        assert_eq!(found, Some(speaker), "{text}");
    }
    let own = "Officials in Norland, speaking to the Courier because they may not talk, said Vale would resign.";
    let found = reported("en", own);
    assert!(found.iter().all(|s| !s.text.starts_with("Officials")));
}

#[test]
fn what_is_said_ends_where_something_else_begins() {
    assert_reported(
        "en",
        &[
            (
                "The attack killed eleven people, the governor, Stefan Holm, said.",
                vec![("The attack killed eleven people", "Stefan Holm")],
            ),
            (
                "After Ada Vale said the dam was safe, residents returned to their homes.",
                vec![("the dam was safe", "Ada Vale")],
            ),
            (
                "As Ada Vale said, the dam was safe.",
                vec![("the dam was safe", "Ada Vale")],
            ),
            (
                "Ada Vale said the dam was safe; engineers said it could burst.",
                vec![
                    ("the dam was safe", "Ada Vale"),
                    ("it could burst", "engineers"),
                ],
            ),
            (
                "The Harbour Office issued a statement saying that the dam was safe.",
                vec![("that the dam was safe", "Harbour Office")],
            ),
            (
                "Ada Vale met a pilot saying that the dam was safe.",
                vec![("that the dam was safe", "a pilot")],
            ),
            (
                "Local media reported that the bridge had collapsed. Nobody said that the dam was safe.",
                vec![("that the bridge had collapsed", "Local media")],
            ),
        ],
    );
}

#[test]
fn a_clause_that_its_cue_interrupts_is_told_on_both_sides() {
    for (language, text, wanted) in [
        (
            "en",
            "The bridge, the ministry said, will cost a million crowns.",
            vec![
                ("The bridge", "the ministry"),
                ("will cost a million crowns", "the ministry"),
            ],
        ),
        (
            "en",
            "The pier, Clara Penn said on Monday, will cost a million crowns.",
            vec![
                ("The pier", "Clara Penn"),
                ("will cost a million crowns", "Clara Penn"),
            ],
        ),
        (
            "en",
            "The ferry, according to Clara Penn, has three decks.",
            vec![
                ("The ferry", "Clara Penn"),
                ("has three decks", "Clara Penn"),
            ],
        ),
        (
            "en",
            "However, Clara Penn said, the ferry would run in winter.",
            vec![("the ferry would run in winter", "Clara Penn")],
        ),
        (
            "en",
            "The mayor, Clara Penn, said, after a pause, that the pier was closed.",
            vec![("that the pier was closed", "Clara Penn")],
        ),
        (
            "de",
            "Die Fähre, so das Ministerium, koste eine Million.",
            vec![
                ("Die Fähre", "das Ministerium"),
                ("koste eine Million", "das Ministerium"),
            ],
        ),
    ] {
        let found = reported(language, text);
        assert_eq!(said(&found), wanted, "{text}");
        let one = found.first().map(|s| s.utterance);
        assert!(found.iter().all(|s| Some(s.utterance) == one), "{text}");
    }
}

#[test]
fn a_question_that_somebody_asks_begins_where_it_is_opened() {
    assert_reported(
        "en",
        &[
            (
                "Clara Penn asked Tom Marsh on Monday if the pier was safe.",
                vec![("if the pier was safe", "Clara Penn")],
            ),
            (
                "Clara Penn asked Tom Marsh how high the wall would be.",
                vec![("how high the wall would be", "Clara Penn")],
            ),
            ("Tom Marsh was asked if the pier was safe.", vec![]),
        ],
    );
}

#[test]
fn what_leads_to_reported_speech_is_no_part_of_it() {
    assert_reported(
        "en",
        &[
            (
                "Clara Penn responded by saying that the pier does not pay.",
                vec![("that the pier does not pay", "Clara Penn")],
            ),
            (
                "Clara Penn wrote on Friday to say she had never suggested it should close.",
                vec![("she had never suggested it should close", "Clara Penn")],
            ),
            (
                "In announcing her retirement, Clara Penn said she never planned to stay in town for long.",
                vec![("she never planned to stay in town for long", "Clara Penn")],
            ),
            (
                "Clara Penn reiterated to the Herald that, in retrospect, what she did was a mistake.",
                vec![(
                    "that, in retrospect, what she did was a mistake",
                    "Clara Penn",
                )],
            ),
            (
                "Prices rose in May, the analysis said.",
                vec![("Prices rose in May", "the analysis")],
            ),
            // Whom or what somebody answers is not what they say.
            (
                "Clara Penn responded to those claims about the pier when they were made.",
                vec![],
            ),
        ],
    );
}

#[test]
fn where_nouns_have_capitals_a_name_is_told_from_what_stands_around_it() {
    assert_speakers(&[
        (
            "de",
            "Der Streik dauert an. „Wer wartet, verliert“, so der zuständige Gewerkschaftsvorstand Uwe Orne.",
            &["Uwe Orne"],
        ),
        (
            "de",
            "Der Streik dauert an. „Wir wollen das so“, so Vereinschef Konrad Holm zu den Beweggründen des Vereins.",
            &["Konrad Holm"],
        ),
        (
            "de",
            "Tom Marsh von der Hafenwacht sagte, dass „alle bleiben sollen“. Marsh sagte weiter: „Wir haben zwei Boote.“",
            &["Tom Marsh", "Tom Marsh"],
        ),
        (
            "de",
            "Der Innenminister Nordlands, Nils Orne, verteidigte den Plan als „klug und maßvoll“.",
            &["Nils Orne"],
        ),
        (
            "de",
            "Nordlands Außenminister Josef Holm erklärte Mitte Mai in Riverton: „Die Polizei kommt nicht mehr.“",
            &["Josef Holm"],
        ),
    ]);
}

#[test]
fn german_sources_stand_between_the_words_and_behind_them() {
    assert_reported(
        "de",
        &[
            (
                "Der Hafen wurde laut Polizei am Montag geräumt.",
                vec![
                    ("Der Hafen wurde", "Polizei"),
                    ("am Montag geräumt", "Polizei"),
                ],
            ),
            (
                "Nach einer Studie der Hafenwacht gehen nur wenige Jugendliche zur Schule.",
                vec![("gehen nur wenige Jugendliche zur Schule", "Hafenwacht")],
            ),
            (
                "Wie das Fischereiministerium heute bekannt gab, wird Nordland wieder fischen.",
                vec![("wird Nordland wieder fischen", "das Fischereiministerium")],
            ),
            (
                "Der Vorsitzende verwies darauf, dass viele Stellen abgebaut worden seien.",
                vec![(
                    "dass viele Stellen abgebaut worden seien",
                    "Der Vorsitzende",
                )],
            ),
            (
                "Der Vorsitzende ist der Meinung, dass der Hafen bleiben müsse.",
                vec![("dass der Hafen bleiben müsse", "Der Vorsitzende")],
            ),
            (
                "Die Fähre fährt nach Aussage einer Sprecherin am Montag wieder.",
                vec![
                    ("Die Fähre fährt", "Sprecherin"),
                    ("am Montag wieder", "Sprecherin"),
                ],
            ),
            // A law says nothing that it is followed by.
            ("Die Armee ist laut Gesetz mit der Wache betraut.", vec![]),
        ],
    );
}

#[test]
fn a_last_clause_tells_who_said_the_sentence() {
    for text in [
        "The pier is no place for boats, as Clara Penn said.",
        "The pier is no place for boats, as Clara Penn said on Monday.",
    ] {
        let wanted = [("The pier is no place for boats", "Clara Penn")];
        assert_eq!(said(&reported("en", text)), wanted, "{text}");
    }
}

#[test]
fn a_participle_goes_on_with_whom_the_sentence_is_about() {
    assert_reported(
        "en",
        &[
            (
                "Clara Penn spoke in Grand Riverton, vowing that the pier would stay.",
                vec![("that the pier would stay", "Clara Penn")],
            ),
            (
                "Clara Penn, who has criticized his campaign, offered help on Tuesday, stressing that the pier would stay.",
                vec![("that the pier would stay", "Clara Penn")],
            ),
            (
                "The Harbour Office released a statement on Wednesday saying that the dam was safe.",
                vec![("that the dam was safe", "Harbour Office")],
            ),
        ],
    );
}

#[test]
fn two_of_one_surname_are_told_apart() {
    assert_speakers(&[
        (
            "en",
            "Tom Carrick and Mary Carrick own the mill. “It is late,” Mrs Carrick said. “It is early,” Mr Carrick said.",
            &["Mary Carrick", "Tom Carrick"],
        ),
        // Whom the article is about, not whom it only names beside.
        (
            "en",
            "Patricia Orne, mother of the drowned pilot Sean Orne, spoke on Monday. “We were nose to nose with him,” Orne said.",
            &["Patricia Orne"],
        ),
        // A surname of two words.
        (
            "en",
            "Mary Orne Carrick owns the mill. “It is late,” Orne Carrick said.",
            &["Mary Orne Carrick"],
        ),
        (
            "en",
            "Icon Morton Orne Endorses Tom Marsh\n\nMorton Orne, the painter, has backed Tom Marsh. “He is the best,” Orne wrote.",
            &["Morton Orne"],
        ),
    ]);
}

#[test]
fn whom_an_article_goes_on_about_is_called_what_they_are() {
    assert_speakers(&[
        (
            "en",
            "Michael Holm wants to run the county. “The pier is lost,” the former mayor argued. “It is over,” he said.",
            &["Michael Holm", "Michael Holm"],
        ),
        (
            "en",
            "Tom Marsh opened a casino on Monday. “It was very nice,” the gambling tycoon told the Herald.",
            &["Tom Marsh"],
        ),
        // Anybody may be the judge, and of two any the candidate.
        (
            "en",
            "Tom Marsh was sentenced on Monday. “You betrayed this town,” the judge said.",
            &["the judge"],
        ),
        (
            "en",
            "Tom Marsh met Jan Weir. Clara Penn left after Marsh had gone, and “it is late,” the candidate said.",
            &["the candidate"],
        ),
    ]);
}

#[test]
fn who_asks_somebody_to_do_something_goes_on_speaking() {
    let text = "Mr. Holm asked her to call Mr. Marsh at once. “This is very important,” he wrote.";
    assert_speakers(&[("en", text, &["Holm"])]);
}

#[test]
fn who_is_asked_is_who_speaks_next() {
    let asked = "Marsh was asked whether he would resign. “I am not going anywhere,” he said.";
    assert_speakers(&[("en", asked, &["Tom Marsh"])]);
    let text = "A reporter asked Marsh if he would resign. He said he would stay until May.";
    let found = reported("en", text);
    let last = found.last().unwrap();
    assert_eq!(last.attribution.speaker.as_deref(), Some("Tom Marsh"));
}

#[test]
fn an_age_tells_who_is_meant() {
    for (language, text, speaker) in [
        (
            "en",
            "Tom Crane met the winner. Ben Asher, 24, scored twice. Crane left. “It was a horrible start,” the 24-year-old said.",
            "Ben Asher",
        ),
        (
            "en",
            "Ada Vale stormed into the last eight and told the secret of her success.\n\n“I eat it before every match,” the 18-year-old grinned.",
            "Ada Vale",
        ),
        (
            "de",
            "Landwirt Georg Huber steht vor seinem Feld. „Für uns ist Schluss“, sagte der 57-Jährige.",
            "Georg Huber",
        ),
    ] {
        assert_speakers(&[(language, text, &[speaker])]);
    }
}

#[test]
fn german_verbs_come_second_and_what_was_said_behind_their_subject() {
    assert_reported(
        "de",
        &[
            (
                "Karl Hoff gab am Montag jedoch an, er habe den Plan nicht gelesen.",
                vec![("er habe den Plan nicht gelesen", "Karl Hoff")],
            ),
            (
                "Am Montag sagte Karl Hoff, er habe den Plan nicht gelesen.",
                vec![("er habe den Plan nicht gelesen", "Karl Hoff")],
            ),
            (
                "Gegenüber der „Nordzeitung“ betonte Karl Hoff am Montag, dass der Hafen offen bleibe.",
                vec![("dass der Hafen offen bleibe", "Karl Hoff")],
            ),
            // What introduces a quotation, and what was asked, is nothing that was said.
            (
                "Karl Hoff kommentierte das mit den Worten: „Das war überfällig.“",
                vec![],
            ),
            (
                "Auf die Frage, ob der Plan tot sei, antwortete Karl Hoff: „Nein.“",
                vec![],
            ),
        ],
    );
    assert_speakers(&[(
        "de",
        "Der Politologe Hendrik Vogt widersprach. „Wir müssen jetzt handeln“, sagte er.",
        &["Hendrik Vogt"],
    )]);
}

#[test]
fn who_speaks_in_a_clause_of_their_own_is_not_whom_the_sentence_begins_with() {
    assert_speakers(&[
        (
            "en",
            "The mayor said she would not sign a plan that “rewards the aggressor,” a day after Tom Weir called it “a basis for a deal.”",
            &["The mayor", "Tom Weir"],
        ),
        (
            "en",
            "Fenland's Jan Orme said the plan should be backed “at once”; Norland's Tom Weir said any deal “must be fair to all.”",
            &["Jan Orme", "Tom Weir"],
        ),
        (
            "en",
            "Ada Vale called the plan “a start,” and said it “needs work.”",
            &["Ada Vale", "Ada Vale"],
        ),
    ]);
}

#[test]
fn an_office_of_another_country_is_anothers() {
    assert_speakers(&[(
        "en",
        "Westmark's president called the plan “a trap for us.” The Sudland president said it was “fair to all.” “It is not,” the Westmark president said.",
        &[
            "Westmark's president",
            "The Sudland president",
            "Westmark's president",
        ],
    )]);
}

#[test]
fn whom_a_preposition_puts_first_is_the_source_of_what_follows() {
    assert_speakers(&[
        (
            "fr",
            "Selon Ada Vale, le plan « ne tient pas debout ». Pour Hugo Lambert, « il faut aller vite ».",
            &["Ada Vale", "Hugo Lambert"],
        ),
        (
            "es",
            "Según Ada Vale, el plan “no se sostiene”. Para el ministro Hugo Luna, “hay que ir deprisa”.",
            &["Ada Vale", "Hugo Luna"],
        ),
    ]);
}

#[test]
fn french_cues_stand_inside_the_marks() {
    for (text, wanted) in [
        (
            "« Les bateaux sont prêts, assure Ada Vale. Nous partirons demain. »",
            vec![
                ("Les bateaux sont prêts", "Ada Vale"),
                ("Nous partirons demain.", "Ada Vale"),
            ],
        ),
        (
            "« Les bateaux sont prêts, assure Ada Vale. Nous partirons demain, ajoute-t-elle. Il le faut. »",
            vec![
                ("Les bateaux sont prêts", "Ada Vale"),
                ("Nous partirons demain", "Ada Vale"),
                ("Il le faut.", "Ada Vale"),
            ],
        ),
        (
            "Ada Vale est arrivée. « Le port, a-t-elle expliqué, reste ouvert. »",
            vec![("Le port", "Ada Vale"), ("reste ouvert.", "Ada Vale")],
        ),
        (
            "La ministre Ada Vale est arrivée. « Nous verrons, a dit la ministre. »",
            vec![("Nous verrons", "Ada Vale")],
        ),
        // A verb of saying within what is said.
        (
            "« Il vient, dit la vérité, et repart », a raconté Ada Vale.",
            vec![("Il vient, dit la vérité, et repart", "Ada Vale")],
        ),
    ] {
        assert_eq!(said(&quotations("fr", text)), wanted, "{text}");
    }
}

#[test]
fn a_quotation_with_any_number_of_cues_inside_its_marks_is_parted_at_each() {
    let count = 20_000;
    let text = format!(
        "« {}»",
        "Le port reste ouvert, dit Ada Vale. ".repeat(count)
    );
    let found = quotations("fr", &text);
    assert_eq!(found.len(), count);
    assert!(found.iter().all(|s| s.text == "Le port reste ouvert"));
}

#[test]
fn a_clause_about_somebody_ends_where_their_own_verb_follows() {
    for (text, wanted) in [
        (
            "Clara Penn, who said the pier was closed, resigned on Monday.",
            ("the pier was closed", "Clara Penn"),
        ),
        // Whom "who" means stands before what is told of them.
        (
            "“It is late,” said Clara Penn, a pilot from Marrow, Norland, who said the pier was closed.",
            ("the pier was closed", "Clara Penn"),
        ),
    ] {
        assert_eq!(said(&reported("en", text)), [wanted], "{text}");
    }
}

#[test]
fn reported_speech_begins_and_ends_where_its_speaker_does() {
    for (text, wanted) in [
        (
            "Tom Marsh called the plan sound, and said that the boats were late and would stay away.",
            vec![("that the boats were late and would stay away", "Tom Marsh")],
        ),
        (
            "Clara Penn said that the boats were late and would stay away, but Tom Marsh said that they would be back in May.",
            vec![
                ("that the boats were late and would stay away", "Clara Penn"),
                ("that they would be back in May", "Tom Marsh"),
            ],
        ),
        (
            "Clara Penn told the Herald the boats were late and would stay away.",
            vec![("the boats were late and would stay away", "Clara Penn")],
        ),
        (
            "Clara Penn said the plan for the pier that the council drew up was too dear.",
            vec![(
                "the plan for the pier that the council drew up was too dear",
                "Clara Penn",
            )],
        ),
        (
            "Clara Penn met Tom Marsh on Monday and said the boats were late.",
            vec![("the boats were late", "Clara Penn")],
        ),
        (
            "Clara Penn thanked Tom Marsh for his support and told reporters that the boats were late.",
            vec![("that the boats were late", "Clara Penn")],
        ),
        (
            "The strike came just hours after Clara Penn warned that the boats were late.",
            vec![("that the boats were late", "Clara Penn")],
        ),
        (
            "Tom Marsh, the pilot, told reporters on a conference call that the boats were late.",
            vec![("that the boats were late", "Tom Marsh")],
        ),
        // What somebody did not say is nothing that was said; nor is silence.
        ("Clara Penn did not say that the boats were late.", vec![]),
        ("Clara Penn never said that the boats were late.", vec![]),
        ("Clara Penn denied that the boats were late.", vec![]),
        (
            "Clara Penn's office did not respond to a request for comment.",
            vec![],
        ),
        (
            "Clara Penn said, according to the Lantern, that the boats were late.",
            vec![("that the boats were late", "Clara Penn")],
        ),
        // A word that could be a cue ends no clause in its middle.
        (
            "Clara Penn said she had no plans to explain the harbour to anybody.",
            vec![(
                "she had no plans to explain the harbour to anybody",
                "Clara Penn",
            )],
        ),
        (
            "Clara Penn said there were hundreds of emails from people who love the harbour.",
            vec![(
                "there were hundreds of emails from people who love the harbour",
                "Clara Penn",
            )],
        ),
        (
            "The agency cited Clara Penn as saying that the harbour would open in May.",
            vec![("that the harbour would open in May", "Clara Penn")],
        ),
        (
            "Contrary to what was written, Clara Penn says she never opened the harbour.",
            vec![("she never opened the harbour", "Clara Penn")],
        ),
        (
            "The guild has struck an agreement with the council, according to Clara Penn, ending a long strike.",
            vec![(
                "The guild has struck an agreement with the council",
                "Clara Penn",
            )],
        ),
        (
            "But the next day, according to Clara Penn, the guild made further demands.",
            vec![
                ("But the next day", "Clara Penn"),
                ("the guild made further demands", "Clara Penn"),
            ],
        ),
        (
            "The guild has lost a third of its boats, according to Clara Penn, a pilot.",
            vec![("The guild has lost a third of its boats", "Clara Penn")],
        ),
    ] {
        assert_eq!(said(&statements("en", text)), wanted, "{text}");
    }
}

#[test]
fn whatever_is_told_of_a_source_or_a_speaker_what_they_said_is_whole() {
    let closed = "the pier will open in May";
    for (text, clause, speaker) in [
        (
            "According to two people briefed on the plan, the pier will open in May.",
            closed,
            "two people briefed on the plan",
        ),
        (
            "According to a pilot who was not allowed to speak, the pier will open in May.",
            closed,
            "a pilot",
        ),
        (
            "According to Clara Penn, head of the guild, the pier will open in May.",
            closed,
            "Clara Penn",
        ),
        (
            "According to a June report by the guild, the pier will open in May.",
            closed,
            "a June report",
        ),
        (
            "According to local media, the pier will open in May.",
            closed,
            "local media",
        ),
        (
            "The guild has plans that would close the pier, according to Clara Penn, head of the guild.",
            "The guild has plans that would close the pier",
            "Clara Penn",
        ),
        (
            "Sailors who saw the new map said the pier will open in May.",
            closed,
            "Sailors",
        ),
        (
            "If the boats are late, harbour experts say the pier will open in May.",
            closed,
            "harbour experts",
        ),
        (
            "Clara Penn, of Riverton, Ala., said the pier will open in May.",
            closed,
            "Clara Penn",
        ),
        (
            "Clara Penn said the pilot who saw the map was wrong.",
            "the pilot who saw the map was wrong",
            "Clara Penn",
        ),
        (
            "Pressed by reporters, Clara Penn said there was no plan for the pier.",
            "there was no plan for the pier",
            "Clara Penn",
        ),
    ] {
        let found = statements("en", text);
        assert!(
            said(&found).contains(&(clause, speaker)),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_text_that_breaks_off_is_read_to_its_end() {
    for (language, text) in [
        ("fr", "A dit Vale."),
        ("fr", "A dit"),
        ("en", "Voters who"),
        ("en", "According to"),
        ("en", "According to Vale,"),
        ("en", "of Riverton, Ala.,"),
        ("uk", "За його словами"),
        ("ru", "В Белом"),
    ] {
        assert_eq!(said(&statements(language, text)), [], "{text}");
    }
}

#[test]
fn form_alone_tells_reported_speech_where_no_weights_do() {
    for (language, text, clause, speaker) in [
        (
            "uk",
            "За словами двох обізнаних моряків, причал відкриють у травні.",
            "причал відкриють у травні",
            "двох обізнаних моряків",
        ),
        (
            "uk",
            "Причал зачинено. У Кремлі заявили, що не бачили плану.",
            "що не бачили плану",
            "Кремль",
        ),
        (
            "uk",
            "Марта Вейл наголосила, що причал «не чекає» і відкриється в травні.",
            "що причал «не чекає» і відкриється в травні",
            "Марта Вейл",
        ),
        (
            "ru",
            "Верес в ответ заявил, что причал откроют в мае.",
            "что причал откроют в мае",
            "Верес",
        ),
        (
            "ru",
            "Ранее в Белом доме сообщили, что плана не видели.",
            "что плана не видели",
            "Белый дом",
        ),
        (
            "ru",
            "«Мы готовы», — сказал Павел Верес. По его словам, причал откроют в мае.",
            "причал откроют в мае",
            "Павел Верес",
        ),
        (
            "de",
            "Ada Falk sagte am Donnerstag in Kiel, der Hafen dürfe nicht schließen.",
            "der Hafen dürfe nicht schließen",
            "Ada Falk",
        ),
        (
            "de",
            "Die Ministerin Ada Falk sagte, sie habe von keinem Plan gehört.",
            "sie habe von keinem Plan gehört",
            "Ada Falk",
        ),
        (
            "es",
            "Ada Vale dijo que no ha oído hablar del muelle.",
            "que no ha oído hablar del muelle",
            "Ada Vale",
        ),
        (
            "es",
            "Según el ministro, el muelle no ha recibido ningún barco.",
            "el muelle no ha recibido ningún barco",
            "el ministro",
        ),
        (
            "fr",
            "Le plan n'est pas acceptable, a estimé Ada Vale.",
            "Le plan n'est pas acceptable",
            "Ada Vale",
        ),
        (
            "pl",
            "Ada Vale powiedziała, że port nie zostanie zamknięty.",
            "że port nie zostanie zamknięty",
            "Ada Vale",
        ),
        (
            "pl",
            "Zdaniem Ady Vale Norwegia musi otworzyć port.",
            "Norwegia musi otworzyć port",
            "Ada Vale",
        ),
    ] {
        let found = statements(language, text);
        assert!(
            said(&found).contains(&(clause, speaker)),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn whoever_says_one_thing_in_other_words_and_adds_another_in_his_own_says_both() {
    let found = statements(
        "en",
        "Clara Penn said it was too early to open the pier but added, “You all have an idea of the cost.”",
    );
    let wanted = [
        ("it was too early to open the pier", "Clara Penn"),
        ("You all have an idea of the cost.", "Clara Penn"),
    ];
    assert_eq!(said(&found), wanted);
}

#[test]
fn what_a_question_leaves_open_is_not_reported_as_said() {
    let texts = [
        "Tom Marsh was asked whether the pier would open in May.",
        "Tom Marsh told reporters what the new pier would cost the town.",
    ];
    for text in texts {
        assert_eq!(said(&statements("en", text)), [], "{text}");
    }
    let text = "À son arrivée à Nantes, jeudi, Ada Vale a répondu aux informations sur un plan pour le port.";
    assert_eq!(said(&statements("fr", text)), [], "{text}");
}

#[test]
fn a_pronoun_that_nobody_is_found_for_names_nobody() {
    let found = statements(
        "de",
        "So heißt es in dem Schreiben wörtlich: „Der Hafen bleibt bis zum Sommer zu.“",
    );
    assert_eq!(said(&found), [("Der Hafen bleibt bis zum Sommer zu.", "-")]);
}

#[test]
fn a_word_that_only_opens_a_sentence_is_no_part_of_a_name() {
    for (language, text) in [
        (
            "de",
            "Der Pilot Ben Arning kam spät. Natürlich sei das Papier leer, sagte Arning. „Wir warten“, so Arning.",
        ),
        (
            "es",
            "Ben Arning habló. Ahora Arning afirma que los barcos no pararán. «No hay acuerdo», insistió Arning.",
        ),
        (
            "fr",
            "Paul Arning est arrivé. Maintenant Arning affirme que les bateaux partiront. « Tout est prêt », assure Arning.",
        ),
        (
            "pl",
            "Ben Arning przyjechał. Tymczasem Arning oświadczył, że flota wypłynie. „Czekamy” – dodał Arning.",
        ),
        (
            "ru",
            "Бен Арнинг приехал. Между тем Арнинг заявил, что флот выйдет. «Мы ждем», — добавил Арнинг.",
        ),
        (
            "uk",
            "Бен Арнінг приїхав. Водночас Арнінг заявив, що флот вийде. «Ми чекаємо», — додав Арнінг.",
        ),
    ] {
        let found = statements(language, text);
        assert!(found.len() >= 2, "{language}: {found:?}");
        for statement in &found {
            let speaker = statement.attribution.speaker.as_deref();
            assert!(
                matches!(
                    speaker,
                    Some("Ben Arning" | "Paul Arning" | "Бен Арнинг" | "Бен Арнінг")
                ),
                "{language}: {speaker:?}"
            );
        }
    }
}

#[test]
fn a_verb_without_a_subject_goes_on_with_whoever_is_spoken_of() {
    let es = "El embajador Darío Horn llegó tarde. «Sin garantías no hay nada», añadió. «Es un papel», dijo a la red Costa.";
    assert_eq!(
        said(&quotations("es", es)),
        [
            ("Sin garantías no hay nada", "Darío Horn"),
            ("Es un papel", "Darío Horn"),
        ]
    );
    let es = "Habló la ministra Ada Berg. «No habrá nada», declaró a la radio el portavoz del gremio, Ben Arning.";
    assert_eq!(
        said(&quotations("es", es)),
        [("No habrá nada", "Ben Arning")]
    );
    let pl = "– Nie będzie ustępstw – deklaruje w rozmowie z „Wybrzeżem” rzecznik gildii Jan Marsz. – Czekamy na papier – dodaje.";
    assert_eq!(
        said(&quotations("pl", pl)),
        [
            ("Nie będzie ustępstw", "Jan Marsz"),
            ("Czekamy na papier", "Jan Marsz"),
        ]
    );
    // Where verbs have subjects, nobody is whom a text leaves out.
    let ru = "Бен Арнинг написал об этом. «Решение примем в пятницу», — говорится на сайте.";
    assert_eq!(
        said(&quotations("ru", ru)),
        [("Решение примем в пятницу", "-")]
    );
}

#[test]
fn a_body_speaks_within_itself_and_a_person_does_not() {
    assert_speakers(&[
        (
            "uk",
            "«Поступок не буде», — повідомили в міністерстві.",
            &["міністерство"],
        ),
        (
            "ru",
            "«Уступок не будет», — сообщили в Кремле.",
            &["Кремль"],
        ),
        (
            "ru",
            "«Уступок не будет», — сказал в Кремле посол Данила Горн.",
            &["Данила Горн"],
        ),
        (
            "uk",
            "«Поступок не буде», — сказав у міністерстві посол Дмитро Горн.",
            &["Дмитро Горн"],
        ),
    ]);
}

#[test]
fn an_office_with_one_name_for_both_is_whose_the_verb_or_the_article_says() {
    assert_speakers(&[
        (
            "ru",
            "Министр Рута Вейл заявила, что флот выйдет. «Мы готовы», — подчеркнула она.",
            &["Рута Вейл"],
        ),
        (
            "uk",
            "Посол Рута Вейл заявила, що флот вийде. «Ми готові», — наголосила вона.",
            &["Рута Вейл"],
        ),
        (
            "fr",
            "Ben Arning est parti. Selon un diplomate norvégien, le plan est mort. « On attend », glisse-t-il.",
            &["un diplomate norvégien"],
        ),
        (
            "fr",
            "Ben Arning est parti. La ministre norvégienne a parlé. « On attend », a-t-elle ajouté.",
            &["La ministre norvégienne"],
        ),
    ]);
}

#[test]
fn whoever_is_only_named_near_words_without_a_cue_did_not_say_them() {
    for (language, text) in [
        (
            "es",
            "En la provincia de Córdoba, donde Ben Arning vive, el rubro de «alimentos y bebidas» creció mucho.",
        ),
        (
            "fr",
            "Ben Arning arrive ; le 5 mai paraît un texte sur « la fin de la pêche en mer ».",
        ),
    ] {
        for (words, speaker) in said(&quotations(language, text)) {
            assert_eq!(speaker, "-", "{words}");
        }
    }
}

#[test]
fn small_words_before_an_apostrophe_are_words_of_their_own() {
    let found = quotations(
        "fr",
        "L'ambassadeur d'Italie, Dario Horn, s'est dit « très inquiet ». « Ce n'est qu'un papier », a-t-il ajouté.",
    );
    assert_eq!(
        said(&found),
        [
            ("très inquiet", "Dario Horn"),
            ("Ce n'est qu'un papier", "Dario Horn")
        ]
    );
    assert_eq!(
        found[0].attribution.as_written.as_deref(),
        Some("L'ambassadeur d'Italie")
    );
}

#[test]
fn a_day_in_what_was_said_is_not_the_day_it_was_said() {
    for (language, text) in [
        (
            "en",
            "Ben Arning said that the fleet would sail on Tuesday.",
        ),
        (
            "en",
            "Ben Arning, who visited Riverton on Monday, said the plan was dead.",
        ),
        ("uk", "Бен Арнінг заявив, що флот вийде в море у вівторок."),
        ("pl", "Ben Arning oświadczył, że flota wypłynie we wtorek."),
    ] {
        let found = statements(language, text);
        assert_eq!(found.len(), 1, "{found:?}");
        let said = found[0].said_on.expect("the article has a day");
        assert!(!said.stated, "{text}: {said:?}");
    }
    let found = statements(
        "en",
        "Ben Arning said on Monday that the fleet would sail on Tuesday.",
    );
    let said = found[0].said_on.expect("it is told");
    assert_eq!((said.date, said.stated), (date(2025, 11, 17), true));
}

#[test]
fn who_is_told_by_what_he_knows_is_shown_with_it() {
    let found = statements(
        "en",
        "A person familiar with the talks said the plan was dead.",
    );
    assert_eq!(
        said(&found),
        [("the plan was dead", "A person familiar with the talks")]
    );
}

#[test]
fn a_phrase_for_a_pronoun_is_shown_whole_as_written() {
    let found = quotations(
        "uk",
        "Бен Арнінг приїхав. За його словами, «ніхто не хоче війни за рибу».",
    );
    assert_eq!(
        said(&found),
        [("ніхто не хоче війни за рибу", "Бен Арнінг")]
    );
    assert_eq!(
        found[0].attribution.as_written.as_deref(),
        Some("За його словами")
    );
}

#[test]
fn a_newspaper_in_marks_is_no_statement() {
    let found = quotations(
        "de",
        "„Wir sind bereit“, sagte Ben Arning der Zeitung „Küste“.",
    );
    assert_eq!(said(&found), [("Wir sind bereit", "Ben Arning")]);
}

#[test]
fn a_language_is_added_by_its_lexicon_alone() {
    let lexicon = r#"
        language = "qzz"
        [marks]
        pairs = [["⟦", "⟧"]]
        [cues]
        saying = ["zumbol*"]
        before_source = ["dak"]
        [people]
        she = ["vi"]
        roles_female = ["plen"]
        [dates]
        yesterday = ["morp"]
    "#;
    let extractor = Extractor::new(vec![read_lexicon(lexicon).unwrap()], Arc::default());
    let text =
        "⟦Ruk tol benga dor vin⟧, zumbolan Ela Dorn, plen. ⟦Fan tol benga dor⟧, vi zumbolan morp.";
    let found = extractor.statements(&document("qzz", text));
    assert_eq!(
        said(&found),
        [
            ("Ruk tol benga dor vin", "Ela Dorn"),
            ("Fan tol benga dor", "Ela Dorn")
        ]
    );
    assert_eq!(found[0].attribution.cue.as_deref(), Some("zumbolan"));
    assert_eq!(found[1].said_on.unwrap().date, date(2025, 11, 19));
}

#[test]
fn a_speaker_who_is_named_by_a_day_is_no_date() {
    let found = quotations(
        "en",
        "Today Ada Vale was firm. “We will not sign it before the harbour opens,” and she left.",
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].said_on.unwrap().date, date(2025, 11, 20));
}

#[test]
fn a_language_without_a_lexicon_still_shows_what_is_quoted() {
    let found = quotations(
        "cs",
        "„Zítra vyplujeme na moře,“ řekl Jan Loďka. \"Počasí je dobré,\" dodal.",
    );
    let words: Vec<_> = found.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(words, ["Zítra vyplujeme na moře,", "Počasí je dobré,"]);
}

#[test]
fn the_same_words_have_one_fingerprint_whatever_surrounds_them() {
    let plain = quotations("en", "\"We sail at dawn,\" Clara Penn said.");
    let curly = quotations("en", "“We sail at dawn,” said Clara Penn.");
    assert_eq!(fingerprint(&plain[0].text), fingerprint(&curly[0].text));
}

/// Text as hostile as it comes, and text that is nearly language.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("''".to_owned()),
        Just("'".to_owned()),
        Just("’".to_owned()),
        Just("‘".to_owned()),
        Just("«".to_owned()),
        Just("»".to_owned()),
        Just("„".to_owned()),
        Just("— ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just(". ".to_owned()),
        Just(", ".to_owned()),
        Just(": ".to_owned()),
        Just(" said ".to_owned()),
        Just(" Ada Vale ".to_owned()),
        Just(" she ".to_owned()),
        Just(" that ".to_owned()),
        Just("adding:".to_owned()),
        Just(" according to ".to_owned()),
        Just(" (@adavale) November 20, 2025".to_owned()),
        Just(" pic.twitter.com/x".to_owned()),
        Just(" the minister ".to_owned()),
        Just("'s ".to_owned()),
        Just(" Nov. 31 ".to_owned()),
        "\\PC{0,6}",
        "[a-zа-яіїєґ ]{1,12}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The words of each list of a lexicon, whatever the list is for.
fn lists(value: &toml::Value) -> Vec<Vec<String>> {
    let words = |list: &[toml::Value]| {
        let words = list.iter().filter_map(toml::Value::as_str);
        words.map(|word| word.replace('*', "")).collect()
    };
    match value {
        toml::Value::Array(list) => {
            let inner = list.iter().flat_map(lists);
            inner
                .chain([words(list)])
                .filter(|l: &Vec<String>| !l.is_empty())
                .collect()
        }
        toml::Value::Table(table) => table.values().flat_map(lists).collect(),
        _ => Vec::new(),
    }
}

/// A language, and text of nothing but the words that its lexicon knows, in any order: whatever a rule looks for stands
/// beside whatever else.
fn known_words() -> impl Strategy<Value = (String, String)> {
    (0..LEXICONS.len()).prop_flat_map(|number| {
        let lexicon: toml::Value = toml::from_str(LEXICONS[number]).unwrap();
        let language = lexicon["language"].as_str().unwrap().to_owned();
        let word = prop::sample::select(lists(&lexicon)).prop_flat_map(prop::sample::select);
        let piece = prop_oneof![
            8 => (word, prop::bool::ANY).prop_map(|(word, capital)| {
                let mut letters = word.chars();
                let first = letters.next().filter(|_| capital);
                first.map_or(word.clone(), |first| {
                    first.to_uppercase().chain(letters).collect()
                })
            }),
            2 => prop::sample::select(vec!["“", "”", "\"", ",", ".", ":", "\n\n", "—", "'s", "Ada Vale", "61", "(", ")"])
                .prop_map(str::to_owned),
        ];
        let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "));
        (Just(language), text)
    })
}

fn check(document: &Document, found: &[Statement]) -> Result<(), TestCaseError> {
    for statement in found {
        let range = statement.range.clone();
        prop_assert_eq!(
            document.text.get(range.clone()),
            Some(statement.text.as_str())
        );
        prop_assert!(!statement.text.is_empty());
        let paragraph = &statement.paragraph;
        prop_assert!(document.text.get(paragraph.clone()).is_some());
        prop_assert!(paragraph.start <= range.start && range.end <= paragraph.end);
        prop_assert!((0.0..=1.0).contains(&statement.attribution.confidence));
        prop_assert!(statement.kind.is_quotation() || statement.attribution.speaker.is_some());
    }
    prop_assert!(found.is_sorted_by_key(|s| s.range.start));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_statement_is_exactly_its_range_of_any_text(
        text in any_text(),
        language in prop::sample::select(vec!["en", "de", "uk", "fr", "es", "xx"]),
        marks in prop::collection::vec((0usize..300, 0usize..300, 0u8..4), 0..4),
        alone in prop::option::of("[A-Z][a-z]{0,5}"),
    ) {
        let extractor = EXTRACTOR.get_or_init(extractor);
        let mut document = document(language, &text);
        document.sole_speaker = alone;
        document.marks = marks
            .into_iter()
            .map(|(start, length, kind)| Mark {
                range: start..start + length,
                kind: match kind {
                    0 => MarkKind::Heading,
                    1 => MarkKind::Blockquote,
                    2 => MarkKind::PullQuote,
                    _ => MarkKind::Post { author: "Ada Vale (@adavale) 1 May".to_owned() },
                },
            })
            .collect();
        let found = extractor.statements(&document);
        check(&document, &found)?;
        prop_assert_eq!(&found, &extractor.statements(&document));
    }

    #[test]
    fn every_statement_is_exactly_its_range_whatever_words_meet((language, text) in known_words()) {
        let document = document(&language, &text);
        check(&document, &EXTRACTOR.get_or_init(extractor).statements(&document))?;
    }
}

static EXTRACTOR: std::sync::OnceLock<Extractor> = std::sync::OnceLock::new();
