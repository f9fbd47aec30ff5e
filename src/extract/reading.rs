//! From an item as it arrived to an article and the document that statements are read from.

use jiff::SignedDuration;

use crate::domain::{Body, Document, Item, Language, Precision, When};
use crate::text::sure_language;

use super::{address, markdown, page};

/// What is known of an article once it has been read: its fields for the record and its document.
///
/// What the carrier says ([`Item`]) outranks what the page says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Canonical address, without tracking parameters.
    pub url: Option<String>,
    /// Publisher, as shown.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// By whom.
    pub authors: Vec<String>,
    /// When it says that it was published.
    pub published: Option<When>,
    /// When it says that it was last changed.
    pub modified: Option<When>,
    /// Language of the text; "und" where nobody says and none is recognised.
    pub language: Language,
    /// The text and what its source marks in it.
    pub document: Document,
}

/// Reads an item: pure, total (every input has a reading, be it an empty one) and linear in the size of its body.
pub fn read_item(item: &Item) -> Reading {
    let page = match &item.body {
        Body::Text(text) => page::Page {
            text: text.clone(),
            ..page::Page::default()
        },
        Body::Markdown(source) => {
            let read = markdown::read(source, item.title.as_deref());
            page::Page {
                title: read.title,
                text: read.text,
                marks: read.marks,
                ..page::Page::default()
            }
        }
        Body::Html(html) => page::read(html, item.url.as_deref()),
    };
    let url = page
        .url
        .or_else(|| item.url.as_deref().and_then(address::canonical));
    let title = item.title.clone().or(page.title);
    let outlet = item
        .outlet
        .clone()
        .or(page.outlet)
        .or_else(|| url.as_deref().and_then(address::host));
    // Sites in two languages often declare one for both; letters that only one of them has don't lie.
    let language = [item.language.clone(), by_letters(&page.text), page.language]
        .into_iter()
        .find(|language| !language.is_unknown())
        .unwrap_or_else(|| recognise(&page.text));
    let published =
        known_by(item.published, page.published).or_else(|| day_in_name(item, url.as_deref()));
    Reading {
        url,
        outlet: outlet.clone(),
        title: title.clone(),
        authors: if item.authors.is_empty() {
            page.authors
        } else {
            item.authors.clone()
        },
        published,
        modified: item.modified.or(page.modified),
        language: language.clone(),
        document: Document {
            title,
            text: page.text,
            marks: page.marks,
            language,
            published,
            outlet,
            sole_speaker: item.sole_speaker.clone(),
        },
    }
}

/// What the carrier says of a moment, else what the page says; where both mean the same, as the page writes it, which knows
/// its publisher's clock.
fn known_by(carrier: Option<When>, page: Option<When>) -> Option<When> {
    let same = |carrier: &When, page: &When| {
        let apart = carrier.at.duration_since(page.at).abs();
        page.precision == Precision::Minute && apart < SAME_MOMENT
    };
    match (carrier, page) {
        (Some(carrier), Some(page)) if same(&carrier, &page) => Some(page),
        (carrier, page) => carrier.or(page),
    }
}

/// Nearer moments are one, written with seconds or without.
const SAME_MOMENT: SignedDuration = SignedDuration::from_mins(1);

/// Bytes of a text by which its language is told; more make it slower, not surer.
const SAMPLE: usize = 4096;

fn sample(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text)
}

/// The language of a Cyrillic text by letters that Ukrainian, Russian or Belarusian alone have; unknown where there are
/// few of them, or of several languages.
fn by_letters(text: &str) -> Language {
    let (mut ukrainian, mut russian, mut belarusian) = (0, 0, 0);
    for c in sample(text).chars() {
        match c {
            'ї' | 'є' | 'ґ' | 'Ї' | 'Є' | 'Ґ' => ukrainian += 1,
            'ў' | 'Ў' => belarusian += 1,
            'ы' | 'э' | 'ъ' | 'ё' | 'Ы' | 'Э' | 'Ъ' | 'Ё' => russian += 1,
            _ => {}
        }
    }
    // Belarusian has the Russian ones too, and Bulgarian one of them.
    let code = if belarusian > 1 && ukrainian == 0 {
        "be"
    } else if ukrainian > 1 && ukrainian > 4 * russian {
        "uk"
    } else if russian > 1
        && russian > 4 * ukrainian
        && belarusian == 0
        && sample(text).contains(['ы', 'э'])
    {
        "ru"
    } else {
        return Language::unknown();
    };
    Language::new(code)
}

/// The language of a text by its letters' triples; unknown where that is not sure.
fn recognise(text: &str) -> Language {
    let sample = sample(text);
    match whatlang::detect(sample) {
        Some(found) if found.is_reliable() => Language::new(two_letters(found.lang())),
        found => {
            // A line or two: its small words tell.
            let guessed = found.map_or("", |found| two_letters(found.lang()));
            sure_language(sample, guessed).map_or_else(Language::unknown, Language::new)
        }
    }
}

/// The two-letter code of a language that has one, else its three-letter code.
fn two_letters(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match lang {
        Eng => "en",
        Ukr => "uk",
        Rus => "ru",
        Deu => "de",
        Fra => "fr",
        Spa => "es",
        Pol => "pl",
        Ita => "it",
        Por => "pt",
        Nld => "nl",
        Ces => "cs",
        Slk => "sk",
        Ron => "ro",
        Hun => "hu",
        Bul => "bg",
        Srp => "sr",
        Hrv => "hr",
        Slv => "sl",
        Lit => "lt",
        Lav => "lv",
        Est => "et",
        Fin => "fi",
        Swe => "sv",
        Dan => "da",
        Nob => "no",
        Tur => "tr",
        Ell => "el",
        Bel => "be",
        Mkd => "mk",
        Kat => "ka",
        Hye => "hy",
        Aze => "az",
        Heb => "he",
        Ara => "ar",
        Pes => "fa",
        Hin => "hi",
        Ben => "bn",
        Urd => "ur",
        Cmn => "zh",
        Jpn => "ja",
        Kor => "ko",
        Vie => "vi",
        Tha => "th",
        Ind => "id",
        Cat => "ca",
        Lat => "la",
        Epo => "eo",
        other => other.code(),
    }
}

/// The day that the article's address, its id or its file's name tells ("briefing-2025-11-20.txt").
fn day_in_name(item: &Item, url: Option<&str>) -> Option<When> {
    let file = item.place.rsplit(['/', '\\']).next();
    let id = item.id.as_ref().map(|id| id.0.as_str());
    [url, id, file]
        .into_iter()
        .flatten()
        .find_map(page::day_in_address)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::MarkKind;

    fn item(body: Body) -> Item {
        Item {
            place: String::new(),
            id: None,
            url: None,
            outlet: None,
            title: None,
            authors: Vec::new(),
            published: None,
            modified: None,
            language: Language::unknown(),
            sole_speaker: None,
            body,
        }
    }

    #[test]
    fn a_line_or_two_is_in_the_language_of_its_small_words() {
        for (text, language) in [
            (
                "President Tom Marsh met the pilots near Riverton on Friday. “You are late,” he told them.",
                "en",
            ),
            (
                "Слова Задорожної наводить видання «Берег», яке вона очолює.",
                "uk",
            ),
            (
                "Слова Задорожной приводит издание «Берег», которое она возглавляет, и это мы видели.",
                "ru",
            ),
            ("Riverton Herald", "und"),
            ("Zítra vyplujeme na moře, řekl Jan Loďka.", "cs"),
        ] {
            let read = read_item(&item(Body::Text(text.to_owned())));
            assert_eq!(read.language.code(), language, "{text}");
        }
    }

    #[test]
    fn a_text_without_a_date_has_the_day_of_its_name() {
        let day = |place: &str, id: Option<&str>| {
            let named = Item {
                place: place.to_owned(),
                id: id.map(|id| crate::domain::ArticleId(id.to_owned())),
                ..item(Body::Text("Words.".to_owned()))
            };
            read_item(&named)
                .published
                .map(|when| when.date().to_string())
        };
        let (file, other) = ("/2020/01/01/briefing-2025-11-20.txt", "briefing.txt");
        assert_eq!(day(file, None).as_deref(), Some("2025-11-20"));
        assert_eq!(
            day(file, Some("paper_2025-11-19_harbour")).as_deref(),
            Some("2025-11-19")
        );
        assert_eq!(day(other, Some("harbour-1234")), None);
    }

    #[test]
    fn the_same_moment_is_of_the_day_that_the_page_tells_by_its_own_clock() {
        let html = r#"<meta property="article:published_time" content="2025-11-20T22:30:00-05:00"><p>Words.</p>"#;
        let published = |carrier: &str| {
            let carried = Item {
                published: carrier.parse().ok().map(When::minute),
                ..item(Body::Html(html.to_owned()))
            };
            let published = read_item(&carried).published.expect("both tell it");
            (published.date().to_string(), published.at.to_string())
        };
        let moment = "2025-11-21T03:30:00Z".to_owned();
        let own = ("2025-11-20".to_owned(), moment.clone());
        assert_eq!(published(&moment), own);
        assert_eq!(published("2025-11-21T03:30:20Z"), own);
        let other = "2025-11-21T05:00:00Z".to_owned();
        assert_eq!(published(&other), ("2025-11-21".to_owned(), other.clone()));
    }

    #[test]
    fn what_the_carrier_says_outranks_the_page() {
        let html = r#"<html lang=de><head><link rel=canonical href="https://paper.example/a"><title>The page's</title>
            <meta name=author content="Tom Marsh"><meta property="article:published_time" content="2025-11-19">
            <meta property="og:site_name" content="The Page"></head><p>Words.</p>"#;
        let page = read_item(&item(Body::Html(html.to_owned())));
        assert_eq!(page.title.as_deref(), Some("The page's"));
        assert_eq!(page.outlet.as_deref(), Some("The Page"));
        assert_eq!(page.language.code(), "de");
        let carrier = Item {
            url: Some("https://paper.example/a?utm_source=feed".to_owned()),
            outlet: Some("The Paper".to_owned()),
            title: Some("The feed's".to_owned()),
            authors: vec!["Ada Vale".to_owned()],
            published: "2025-11-20".parse().ok().map(When::day),
            language: Language::new("en"),
            sole_speaker: Some("Ada Vale".to_owned()),
            ..item(Body::Html(html.to_owned()))
        };
        let read = read_item(&carrier);
        assert_eq!(read.url.as_deref(), Some("https://paper.example/a"));
        assert_eq!(read.outlet, carrier.outlet);
        assert_eq!(read.title, carrier.title);
        assert_eq!(read.authors, carrier.authors);
        assert_eq!(read.published, carrier.published);
        assert_eq!(read.language, carrier.language);
        let document = read.document;
        assert_eq!(document.text, "Words.");
        assert_eq!(
            (
                document.title,
                document.outlet,
                document.published,
                document.sole_speaker
            ),
            (
                carrier.title,
                carrier.outlet,
                carrier.published,
                carrier.sole_speaker
            )
        );
    }

    #[test]
    fn a_text_without_a_language_is_recognised_by_its_words() {
        for (text, code) in [
            (
                "Переговори тривали до пізнього вечора, її і їх чекали, і ніхто не виходив із зали, доки не прочитали папір.",
                "uk",
            ),
            (
                "Переговоры шли до позднего вечера, и никто не выходил из зала, пока не прочли всю бумагу.",
                "ru",
            ),
            (
                "The talks went on until late in the evening, and nobody left the hall before the paper was read.",
                "en",
            ),
            (
                "Die Gespräche dauerten bis spät in den Abend, und niemand verließ den Saal, bevor alles gelesen war.",
                "de",
            ),
        ] {
            assert_eq!(
                read_item(&item(Body::Text(text.to_owned())))
                    .language
                    .code(),
                code,
                "{text}"
            );
        }
        assert!(
            read_item(&item(Body::Text("1 2 3".to_owned())))
                .language
                .is_unknown()
        );
    }

    #[test]
    fn letters_of_one_language_outweigh_a_declared_other() {
        let html = "<html lang=uk><p>Переговоры шли до позднего вечера, и мы были там, чтобы это услышать.</p>";
        assert_eq!(
            read_item(&item(Body::Html(html.to_owned())))
                .language
                .code(),
            "ru"
        );
        let html = "<html lang=uk><p>Переговори тривали до вечора.</p>";
        assert_eq!(
            read_item(&item(Body::Html(html.to_owned())))
                .language
                .code(),
            "uk"
        );
    }

    proptest! {
        #[test]
        fn a_text_is_kept_byte_for_byte(text in any::<String>()) {
            let read = read_item(&item(Body::Text(text.clone())));
            prop_assert_eq!(read.document.text, text);
            prop_assert!(read.document.marks.is_empty());
        }

        #[test]
        fn any_markdown_is_read(source in "[#>*_`~\\-+=|\\[\\]()<>!&;a-zА-я0-9 \\n—@.]{0,200}") {
            let document = read_item(&item(Body::Markdown(source))).document;
            prop_assert!(!document.text.contains("\n\n\n"));
            for mark in &document.marks {
                prop_assert!(document.text.get(mark.range.clone()).is_some_and(|words| !words.trim().is_empty()));
                prop_assert!(!matches!(mark.kind, MarkKind::PullQuote));
            }
        }
    }

    #[test]
    fn huge_and_crooked_markdown_takes_bounded_time() {
        for source in [
            "> ".repeat(200_000) + "deep",
            "- ".repeat(200_000) + "deep",
            "*a ".repeat(300_000),
            "[".repeat(500_000),
            "a\n\n".repeat(500_000),
            "`".repeat(1_000_000),
            "<a ".repeat(300_000),
        ] {
            let start = std::time::Instant::now();
            let _ = read_item(&item(Body::Markdown(source.clone())));
            let took = start.elapsed();
            assert!(
                took.as_secs() < 20,
                "{}…: {took:?}",
                source.chars().take(8).collect::<String>()
            );
        }
    }
}
