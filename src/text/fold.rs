//! Folding: the form in which spellings that a reader takes for the same are equal.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds case, accents and typographic variants: "Šefčovič’s" becomes "sefcovic's", "Ёлка" "елка".
///
/// Compatibility forms are decomposed (NFKD), combining marks dropped, letters lower-cased, the apostrophes made one.
/// Cyrillic й and ї keep their marks, since и and і are other letters there; ё is folded to е, as Russian print does.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut push = |c: char| folded.extend(c.to_lowercase());
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => push(c),
            'й' | 'Й' => push('й'),
            'ї' | 'Ї' => push('ї'),
            'ё' | 'Ё' => push('е'),
            '’' | '‘' | 'ʼ' | '‛' | '`' | '´' => push('\''),
            'ł' | 'Ł' => push('l'),
            'ø' | 'Ø' => push('o'),
            'đ' | 'Đ' => push('d'),
            'ß' | 'ẞ' => {
                push('s');
                push('s');
            }
            'æ' | 'Æ' => {
                push('a');
                push('e');
            }
            'œ' | 'Œ' => {
                push('o');
                push('e');
            }
            c => std::iter::once(c)
                .nfkd()
                .filter(|c| !is_combining_mark(*c))
                .for_each(&mut push),
        }
    }
    folded
}

/// Writes folded Cyrillic in Latin letters, so that a name is found across scripts: "зеленський" becomes
/// "zelenskyi", "каллас" "kallas". Other letters are kept.
///
/// The table is that of Ukraine's Cabinet of Ministers (resolution 55 of 27 January 2010) without its special forms at a
/// word's start, with the Russian letters ы, э, ъ added as y, e and nothing.
pub fn latin(folded: &str) -> Cow<'_, str> {
    if !folded.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c)) {
        return Cow::Borrowed(folded);
    }
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match letter(c) {
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'є' => "ie",
        'ж' => "zh",
        'з' => "z",
        'и' | 'ы' => "y",
        'і' | 'й' => "i",
        'ї' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ь' | 'ъ' => "",
        'ю' => "iu",
        'я' => "ia",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_apostrophes_are_folded() {
        assert_eq!(fold("Šefčovič’s"), "sefcovic's");
        assert_eq!(fold("Łódź STRASSE ß"), "lodz strasse ss");
    }

    #[test]
    fn cyrillic_letters_of_their_own_keep_their_marks() {
        assert_eq!(fold("Йшли ЇЇ Ёлки"), "йшли її елки");
    }

    #[test]
    fn a_name_is_the_same_in_both_scripts() {
        assert_eq!(latin(&fold("Каллас")), "kallas");
        assert_eq!(latin(&fold("Зеленський")), "zelenskyi");
    }
}
