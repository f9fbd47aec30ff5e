//! Stems: the part of a word that its forms share.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

/// How words of one language are reduced to their stems.
pub(super) enum Stemming {
    /// By the language's Snowball algorithm.
    Snowball(Stemmer),
    /// By Snowball, once a folded ending has its accents back, without which the algorithm doesn't know it.
    Accented(Stemmer, &'static [(&'static str, &'static str)]),
    /// By cutting the longest known ending.
    Endings(&'static [&'static str]),
    /// The folded word itself.
    None,
}

/// Endings of Ukrainian nouns, adjectives, participles and verbs, folded. There is no Snowball algorithm for Ukrainian;
/// cutting endings makes the case forms of most nouns one, but not alternations within the stem (Київ, Києва).
const UKRAINIAN: &[&str] = &[
    "ування",
    "юваннями",
    "уваннями",
    "енням",
    "еннями",
    "ення",
    "ань",
    "ання",
    "анням",
    "іння",
    "інням",
    "ями",
    "ами",
    "ові",
    "еві",
    "єві",
    "ого",
    "ому",
    "ими",
    "іми",
    "їми",
    "ією",
    "ість",
    "ості",
    "істю",
    "ться",
    "тися",
    "ають",
    "уєть",
    "ують",
    "юють",
    "увати",
    "ювати",
    "ував",
    "увала",
    "ували",
    "ить",
    "ать",
    "ять",
    "ило",
    "или",
    "ила",
    "ало",
    "али",
    "ала",
    "ити",
    "ати",
    "яти",
    "іти",
    "уть",
    "ють",
    "єть",
    "еть",
    "ій",
    "ої",
    "ою",
    "ею",
    "єю",
    "ах",
    "ях",
    "ів",
    "їв",
    "ам",
    "ям",
    "ом",
    "ем",
    "єм",
    "ий",
    "им",
    "их",
    "іх",
    "їх",
    "ії",
    "ія",
    "ію",
    "ав",
    "ив",
    "а",
    "я",
    "у",
    "ю",
    "о",
    "е",
    "є",
    "и",
    "і",
    "ї",
    "й",
    "ь",
];

/// Endings of Polish nouns, adjectives and verbs, folded. There is no Snowball algorithm for Polish here either.
const POLISH: &[&str] = &[
    "owaniami", "owami", "owach", "owom", "owo", "owa", "owaniem", "owania", "owanie", "aniami",
    "aniem", "ania", "anie", "eniami", "eniem", "enia", "enie", "osciami", "oscia", "osci", "osc",
    "owego", "owemu", "owych", "owymi", "owym", "owej", "owie", "owi", "ami", "ach", "ego", "emu",
    "ych", "ymi", "ich", "imi", "iej", "owe", "owy", "uja", "uje", "owac", "owal", "owala",
    "owali", "ala", "ali", "alo", "ila", "ili", "ilo", "om", "ow", "em", "ej", "ym", "im", "ac",
    "ic", "yc", "al", "il", "yl", "ie", "ia", "iu", "a", "e", "i", "o", "u", "y",
];

/// What stays of a word is at least this long, in letters, or the ending stays too.
const SHORTEST_STEM: usize = 3;

impl Stemming {
    /// The stemming of a language by its ISO 639-1 code.
    pub(super) fn of(code: &str) -> Self {
        let snowball = |algorithm| Self::Snowball(Stemmer::create(algorithm));
        match code {
            "en" => snowball(Algorithm::English),
            "de" => snowball(Algorithm::German),
            "fr" => snowball(Algorithm::French),
            "ru" => snowball(Algorithm::Russian),
            "it" => snowball(Algorithm::Italian),
            "nl" => snowball(Algorithm::Dutch),
            "sv" => snowball(Algorithm::Swedish),
            "da" => snowball(Algorithm::Danish),
            "no" | "nb" | "nn" => snowball(Algorithm::Norwegian),
            "fi" => snowball(Algorithm::Finnish),
            "hu" => snowball(Algorithm::Hungarian),
            "ro" => snowball(Algorithm::Romanian),
            "tr" => snowball(Algorithm::Turkish),
            "es" => Self::Accented(
                Stemmer::create(Algorithm::Spanish),
                &[("cion", "ción"), ("sion", "sión")],
            ),
            "pt" => Self::Accented(
                Stemmer::create(Algorithm::Portuguese),
                &[("cao", "ção"), ("coes", "ções")],
            ),
            "uk" => Self::Endings(UKRAINIAN),
            "pl" => Self::Endings(POLISH),
            _ => Self::None,
        }
    }

    /// The stem of a folded word, folded again by the caller where an algorithm may bring accents back.
    pub(super) fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        match self {
            Self::Snowball(stemmer) => stemmer.stem(folded),
            Self::Accented(stemmer, endings) => endings
                .iter()
                .find_map(|(plain, accented)| {
                    let head = folded.strip_suffix(plain)?;
                    Some(Cow::Owned(
                        stemmer.stem(&format!("{head}{accented}")).into_owned(),
                    ))
                })
                .unwrap_or_else(|| stemmer.stem(folded)),
            Self::Endings(endings) => Cow::Borrowed(without_ending(folded, endings)),
            Self::None => Cow::Borrowed(folded),
        }
    }
}

fn without_ending<'a>(word: &'a str, endings: &[&str]) -> &'a str {
    endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .filter(|head| head.chars().count() >= SHORTEST_STEM)
        .min_by_key(|head| head.len())
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_forms_of_a_ukrainian_noun_share_a_stem() {
        let ukrainian = Stemming::of("uk");
        for form in [
            "поступка",
            "поступки",
            "поступку",
            "поступками",
            "поступках",
        ] {
            assert_eq!(ukrainian.stem(form), "поступк", "{form}");
        }
        for form in ["переговори", "переговорів", "переговорах", "переговорами"]
        {
            assert_eq!(ukrainian.stem(form), "переговор", "{form}");
        }
    }

    #[test]
    fn case_forms_of_a_polish_noun_share_a_stem() {
        let polish = Stemming::of("pl");
        for form in ["rozmowa", "rozmowy", "rozmowie", "rozmowach", "rozmowami"] {
            assert_eq!(polish.stem(form), "rozm", "{form}");
        }
    }

    #[test]
    fn a_spanish_noun_typed_without_its_accent_has_the_stem_of_its_plural() {
        let spanish = Stemming::of("es");
        assert_eq!(spanish.stem("negociacion"), spanish.stem("negociaciones"));
    }

    #[test]
    fn a_short_word_keeps_its_ending() {
        assert_eq!(Stemming::of("uk").stem("мир"), "мир");
        assert_eq!(Stemming::of("uk").stem("рада"), "рад");
        assert_eq!(Stemming::of("pl").stem("dom"), "dom");
    }
}
