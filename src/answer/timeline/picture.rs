//! A timeline as a picture: drawn as SVG, rendered to PNG. The fonts come with the program, so that it looks the same on
//! every machine and Cyrillic names are legible on all of them.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, Tree};
use thiserror::Error;

use crate::domain::{Timeline, Week};

/// Of the picture, in pixels: what chat platforms show without cutting.
const WIDTH: u32 = 1200;
/// See [`WIDTH`].
const HEIGHT: u32 = 675;

/// Weeks that are drawn at the most, so that a bar stays some pixels wide: the latest two years.
const MOST_WEEKS: usize = 104;

/// Weeks that have a label at the most, so that labels don't touch.
const MOST_LABELS: usize = 10;

/// Weeks whose bars have their number above at the most.
const MOST_NUMBERS: usize = 27;

// Where the bars stand.
const LEFT: f64 = 100.0;
const RIGHT: f64 = 1152.0;
const TOP: f64 = 232.0;
const BOTTOM: f64 = 528.0;

/// Where the flag of the first mention stands, above every bar and its number.
const FLAG: f64 = 172.0;

// Sizes of letters. On a telephone the picture is a third as wide, and has to be legible there.
const TITLE: u32 = 42;
const SUBTITLE: u32 = 26;
const LABEL: u32 = 22;
const NOTE: u32 = 20;

const INK: &str = "#1f2933";
const FAINT: &str = "#6b7785";
const RULE: &str = "#e1e5ea";
const BAR: &str = "#2f6fb3";
const MARK: &str = "#d9580d";

/// Why there is no picture.
#[derive(Debug, Error)]
#[error("the timeline can't be drawn: {0}")]
pub struct PictureError(String);

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    fonts.set_sans_serif_family("DejaVu Sans");
    Arc::new(fonts)
});

/// The timeline as a PNG of 1200 by 675 pixels.
///
/// # Errors
/// [`PictureError`] where the renderer fails.
pub fn picture(timeline: &Timeline) -> Result<Vec<u8>, PictureError> {
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let failed = |error: &dyn std::fmt::Display| PictureError(error.to_string());
    let tree = Tree::from_str(&svg(timeline), &options).map_err(|error| failed(&error))?;
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| failed(&"it has no pixels"))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(&error))
}

fn svg(timeline: &Timeline) -> String {
    let title = match &timeline.topic {
        Some(topic) => format!("{} · {topic}", timeline.speaker),
        None => timeline.speaker.clone(),
    };
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="DejaVu Sans"><rect width="{WIDTH}" height="{HEIGHT}" fill="#fcfcfa"/>"##
    );
    let title = fitted(&title, 40);
    text(
        &mut out,
        (48.0, 76.0),
        TITLE,
        INK,
        r#"font-weight="bold""#,
        &title,
    );
    text(
        &mut out,
        (48.0, 122.0),
        SUBTITLE,
        FAINT,
        "",
        &subtitle(timeline),
    );
    let drawn = weeks(&timeline.weeks);
    if drawn.is_empty() {
        let middle = (f64::from(WIDTH) / 2.0, 370.0);
        text(
            &mut out,
            middle,
            SUBTITLE,
            FAINT,
            r#"text-anchor="middle""#,
            "Nothing found",
        );
    } else {
        bars(&mut out, timeline, &drawn);
    }
    text(&mut out, (48.0, 645.0), NOTE, FAINT, "", &source(timeline));
    out.push_str("</svg>");
    out
}

/// Every week from the first to the last, those without statements among them; the latest if they are too many.
fn weeks(counted: &[Week]) -> Vec<Week> {
    let Some(last) = counted.last() else {
        return Vec::new();
    };
    let mut drawn: Vec<Week> = (0i64..)
        .take(MOST_WEEKS)
        .map_while(|back| last.monday.checked_sub((7 * back).days()).ok())
        .take_while(|&monday| monday >= counted[0].monday)
        .map(|monday| Week {
            monday,
            statements: counted
                .binary_search_by_key(&monday, |week| week.monday)
                .map_or(0, |at| counted[at].statements),
        })
        .collect();
    drawn.reverse();
    drawn
}

fn bars(out: &mut String, timeline: &Timeline, drawn: &[Week]) {
    let most = drawn.iter().map(|week| week.statements).max().unwrap_or(0);
    let step = tick(most);
    let top = most.div_ceil(step).max(1) * step;
    let height = |count: usize| (BOTTOM - TOP) * count as f64 / top as f64;
    for count in (0..=top).step_by(step) {
        let y = BOTTOM - height(count);
        let _ = write!(
            out,
            r##"<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.1}" y2="{y:.1}" stroke="{RULE}" stroke-width="1.5"/>"##
        );
        let place = (LEFT - 12.0, y + 6.0);
        text(
            out,
            place,
            LABEL,
            FAINT,
            r#"text-anchor="end""#,
            &count.to_string(),
        );
    }
    let slot = (RIGHT - LEFT) / drawn.len() as f64;
    let width = (slot * 0.72).clamp(2.0, 72.0);
    let every = drawn.len().div_ceil(MOST_LABELS);
    let mut year = None;
    for (number, week) in drawn.iter().enumerate() {
        let middle = LEFT + slot * (number as f64 + 0.5);
        let (tall, y) = (height(week.statements), BOTTOM - height(week.statements));
        if week.statements > 0 {
            let round = (width / 6.0).min(5.0).min(tall);
            let _ = write!(
                out,
                r##"<rect x="{:.1}" y="{y:.1}" width="{width:.1}" height="{tall:.1}" rx="{round:.1}" fill="{BAR}"/>"##,
                middle - width / 2.0
            );
            if drawn.len() <= MOST_NUMBERS {
                let count = week.statements.to_string();
                text(
                    out,
                    (middle, y - 10.0),
                    LABEL,
                    INK,
                    r#"text-anchor="middle""#,
                    &count,
                );
            }
        }
        if number.is_multiple_of(every) {
            let centred = r#"text-anchor="middle""#;
            let label = week.monday.strftime("%-d %b").to_string();
            text(out, (middle, BOTTOM + 34.0), LABEL, INK, centred, &label);
            if year != Some(week.monday.year()) {
                year = Some(week.monday.year());
                let label = week.monday.year().to_string();
                text(out, (middle, BOTTOM + 64.0), LABEL, FAINT, centred, &label);
            }
        }
    }
    mark_first(out, timeline, drawn, slot, |count| BOTTOM - height(count));
}

/// A flag over the week of the first mention, if it is among those drawn. `tall` tells where a bar ends.
fn mark_first(
    out: &mut String,
    timeline: &Timeline,
    drawn: &[Week],
    slot: f64,
    tall: impl Fn(usize) -> f64,
) {
    let Some(day) = timeline.first.as_deref().and_then(super::day) else {
        return;
    };
    let week = |week: &Week| week.monday <= day && day < week.monday.saturating_add(7.days());
    let Some(number) = drawn.iter().position(week) else {
        return;
    };
    let x = LEFT + slot * (number as f64 + 0.5);
    // Down to the bar, or to the number above it.
    let end = if drawn.len() <= MOST_NUMBERS {
        tall(drawn[number].statements) - 36.0
    } else {
        tall(drawn[number].statements)
    };
    let _ = write!(
        out,
        r##"<line x1="{x:.1}" x2="{x:.1}" y1="{FLAG}" y2="{end:.1}" stroke="{MARK}" stroke-width="2.5"/><circle cx="{x:.1}" cy="{FLAG}" r="8" fill="{MARK}"/>"##
    );
    let told = match timeline.topic {
        Some(_) => format!("first mention: {}", day.strftime("%-d %b %Y")),
        None => format!("first statement: {}", day.strftime("%-d %b %Y")),
    };
    let (anchor, x) = if x > f64::from(WIDTH) / 2.0 {
        (r#"text-anchor="end""#, x - 18.0)
    } else {
        ("", x + 18.0)
    };
    text(out, (x, FLAG + 8.0), LABEL, MARK, anchor, &told);
}

fn subtitle(timeline: &Timeline) -> String {
    let statements = counted(timeline.total, "statement");
    let (Some(first), Some(last)) = (timeline.weeks.first(), timeline.weeks.last()) else {
        return "Statements by week".to_owned();
    };
    let shown = |date: Date| date.strftime("%-d %b %Y").to_string();
    let end = last.monday.saturating_add(Span::new().days(6));
    let more = if timeline.is_cut { "the first " } else { "" };
    format!(
        "{more}{statements} by week, {} to {}",
        shown(first.monday),
        shown(end)
    )
}

fn source(timeline: &Timeline) -> String {
    let searched = &timeline.searched;
    let mut told = format!(
        "Verbatim · quotations in {} of {}",
        counted(searched.articles as usize, "article"),
        counted(searched.outlets as usize, "outlet")
    );
    if let Some(newest) = searched.newest {
        let day = newest.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        told.push_str(&format!(", until {}", day.strftime("%-d %b %Y")));
    }
    if timeline.undated > 0 {
        told.push_str(&format!(" · {} more without a week", timeline.undated));
    }
    told
}

fn counted(number: usize, thing: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{ending}")
}

/// The distance of the rules: 1, 2 or 5 times a power of ten, so that there are at most six.
fn tick(most: usize) -> usize {
    (0..)
        .flat_map(|power| [1, 2, 5].map(|first| first * 10usize.saturating_pow(power)))
        .find(|step| most <= step * 6)
        .unwrap_or(usize::MAX)
}

fn text(out: &mut String, (x, y): (f64, f64), size: u32, fill: &str, more: &str, words: &str) {
    let _ = write!(
        out,
        r##"<text x="{x:.1}" y="{y:.1}" font-size="{size}" fill="{fill}" {more}>{}</text>"##,
        escaped(words)
    );
}

/// At most so many characters.
fn fitted(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let kept: String = words.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// As XML text, without what XML can't hold.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::Freshness;

    fn timeline(speaker: &str, topic: Option<&str>, weeks: &[(Date, usize)]) -> Timeline {
        Timeline {
            speaker: speaker.to_owned(),
            topic: topic.map(str::to_owned),
            recognised: Vec::new(),
            weeks: weeks
                .iter()
                .map(|&(monday, statements)| Week { monday, statements })
                .collect(),
            first: None,
            latest: None,
            total: weeks.iter().map(|(_, statements)| statements).sum(),
            undated: 0,
            is_cut: false,
            searched: Freshness::default(),
        }
    }

    fn drawn(timeline: &Timeline) -> Pixmap {
        let png = picture(timeline).expect("it is drawn");
        let pixels = Pixmap::decode_png(&png).expect("it is a PNG");
        assert_eq!((pixels.width(), pixels.height()), (WIDTH, HEIGHT));
        pixels
    }

    #[test]
    fn cyrillic_names_are_drawn_letter_by_letter() {
        // Without glyphs, names of one length would be the same row of boxes.
        let name = |name| drawn(&timeline(name, None, &[(date(2025, 11, 17), 3)]));
        assert_ne!(name("Валенко").data(), name("Маршенк").data());
        assert_ne!(name("Ґєїі").data(), name("Ыэъё").data());
    }

    #[test]
    fn a_taller_bar_has_more_ink() {
        let blue = |statements| {
            let weeks = [(date(2025, 11, 10), 10), (date(2025, 11, 24), statements)];
            let pixels = drawn(&timeline("Ada Vale", Some("grain"), &weeks));
            let is_bar = |pixel: &&resvg::tiny_skia::PremultipliedColorU8| {
                (pixel.red(), pixel.green(), pixel.blue()) == (0x2f, 0x6f, 0xb3)
            };
            pixels.pixels().iter().filter(is_bar).count()
        };
        assert!(blue(8) > blue(2));
    }

    #[test]
    fn strange_timelines_are_drawn_too() {
        drawn(&timeline("", None, &[]));
        let long = "a <b>&\u{0}\u{202e}\u{ffff} ".repeat(500);
        drawn(&timeline(
            &long,
            Some(&long),
            &[(Date::MAX, usize::MAX >> 20)],
        ));
        drawn(&timeline(
            "Ada Vale",
            None,
            &[(Date::MIN, 1), (date(2025, 11, 17), 2)],
        ));
    }

    #[test]
    fn rules_are_at_round_numbers() {
        assert_eq!([0, 6, 7, 31, 120, 121].map(tick), [1, 1, 2, 10, 20, 50]);
    }
}
