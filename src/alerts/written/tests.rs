use jiff::civil::time;
use proptest::prelude::*;

use super::read::{all, any, not};
use super::*;
use crate::domain::{Condition, Language, Side, SideId, Speaker, SpeakerId, Weekday, WhoseWords};

fn speaker(id: &str, name: &str, aliases: &[&str]) -> Speaker {
    Speaker {
        id: SpeakerId(id.to_owned()),
        name: name.to_owned(),
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        handles: Vec::new(),
        gender: None,
        side: None,
        roles: Vec::new(),
    }
}

fn roster() -> Roster {
    let side = |id: &str, aliases: &[&str]| Side {
        id: SideId(id.to_owned()),
        name: id.to_uppercase(),
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        members: Vec::new(),
    };
    Roster::new(
        vec![
            speaker("ada-vale", "Ada Vale", &["Vale", "Ада Вейл", "Вейл"]),
            speaker("tom-marsh", "Tom Marsh", &["Marsh"]),
            speaker("jane-marsh", "Jane Marsh", &["Marsh", "van der Marsh"]),
            speaker("rosa-lund", "Rosa Lund", &["Lund"]),
        ],
        vec![side("harbour", &["the port"]), side("island", &[])],
    )
}

fn outlets() -> Vec<String> {
    ["Harbour Post", "Island \"Daily\" News", "Island Herald"]
        .map(str::to_owned)
        .to_vec()
}

fn parsed(text: &str) -> Result<Written, WrittenError> {
    let (roster, outlets) = (roster(), outlets());
    read(
        text,
        Known {
            roster: &roster,
            outlets: &outlets,
        },
    )
}

/// The one form of what a text says.
fn form(text: &str) -> String {
    match parsed(text) {
        Ok(written) => written.text(&roster()),
        Err(error) => panic!("{text}: {error}"),
    }
}

fn told(text: &str) -> String {
    match parsed(text) {
        Ok(written) => panic!("{text}: {written:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn everything_that_can_be_said_is_read() {
    let text = "vale OR lund \"safe harbour\" NOT grain concess* outlet:post side:port lang:uk,en \
                kind:reported every:daily at:8 tz:europe/berlin quiet:22-07 first:yes";
    assert_eq!(
        form(text),
        "(by:\"Ada Vale\" OR by:\"Rosa Lund\") \"safe harbour\" NOT grain concess* \
         outlet:\"Harbour Post\" side:harbour (lang:uk OR lang:en) kind:reported first:yes \
         every:day at:08:00 quiet:22:00-07:00 tz:Europe/Berlin"
    );
}

#[test]
fn a_side_is_known_by_every_name() {
    assert_eq!(form("side:\"the port\""), "side:harbour");
    assert_eq!(form("side:HARBOUR"), "side:harbour");
    assert_eq!(
        told("side:moon"),
        "there is no side \"moon\". There are: harbour, island"
    );
}

#[test]
fn or_binds_what_stands_beside_it() {
    assert_eq!(form("ferries OR boats storm"), "(ferries OR boats) storm");
    assert_eq!(form("(ferries boats) OR storm"), "(ferries boats) OR storm");
    assert_eq!(form("ferries AND boats"), "ferries boats");
    assert_eq!(form("ferries | boats"), "ferries OR boats");
    assert_eq!(
        form("ferries -boats -\"the storm\""),
        "ferries NOT boats NOT \"the storm\""
    );
    assert_eq!(
        form("ferries NOT (boats OR storm)"),
        "ferries NOT (boats OR storm)"
    );
    assert!(told("ferries AND boats OR storm").contains("need brackets"));
}

#[test]
fn names_are_speakers_and_can_be_words() {
    assert_eq!(form("вейл"), "by:\"Ada Vale\"");
    assert_eq!(form("ada vale ferries"), "by:\"Ada Vale\" ferries");
    assert_eq!(form("jane marsh ferries"), "by:\"Jane Marsh\" ferries");
    assert_eq!(form("word:vale"), "word:vale");
    assert_eq!(form("\"vale\""), "\"vale\"");
    assert_eq!(form("by:vale,lund"), "by:\"Ada Vale\" OR by:\"Rosa Lund\"");
    assert_eq!(form("by:\"Bo Quint\""), "by:\"Bo Quint\"");
    assert_eq!(
        form("side:harbour NOT vale"),
        "side:harbour NOT by:\"Ada Vale\""
    );
}

#[test]
fn whoever_types_quotation_marks_on_a_phone_is_understood() {
    for text in ["“safe harbour”", "„safe harbour“", "«safe  harbour»"] {
        assert_eq!(form(text), "\"safe harbour\"");
    }
    assert_eq!(form("outlet:“harbour post”"), "outlet:\"Harbour Post\"");
    assert_eq!(form("outlet:daily"), "outlet:\"Island Daily News\"");
}

#[test]
fn words_that_are_written_together_are_a_phrase() {
    assert_eq!(form("ferry-boat, storm."), "\"ferry-boat\" storm");
    assert_eq!(form("O'Hara’s ferry"), "O'Hara’s ferry");
}

#[test]
fn a_digest_has_its_times() {
    assert_eq!(form("grain every:hour"), "grain every:hour");
    assert_eq!(form("grain every:day"), "grain every:day at:08:00");
    assert_eq!(
        form("grain every:weekly on:fri at:17.30"),
        "grain every:week on:friday at:17:30"
    );
    let weekly = Delivery::Weekly {
        on: Weekday::Friday,
        at: time(17, 30, 0, 0),
    };
    assert_eq!(
        parsed("grain every:week on:friday at:17:30")
            .unwrap()
            .delivery,
        weekly
    );
}

#[test]
fn every_mistake_is_told_with_the_way_out() {
    for (text, expected) in [
        ("", "say what to hear of"),
        ("kind:any", "say what to hear of"),
        ("NOT grain", "only what is not wanted"),
        ("grain OR NOT boats", "only what is not wanted"),
        ("\"safe harbour", "is not closed"),
        ("(grain", "each ( needs a )"),
        ("grain)", "each ( needs a )"),
        ("grain ()", "nothing between"),
        ("grain OR", "OR needs something on both sides"),
        ("OR grain", "OR needs something on both sides"),
        ("grain AND AND boats", "AND needs something on both sides"),
        ("grain NOT", "NOT needs something behind it"),
        ("vale lund", "write OR between them"),
        ("grain source:post", "there is no field source:"),
        ("grain outlet:", "as in: outlet:reuters"),
        ("grain (every:day)", "concerns the whole subscription"),
        ("grain OR every:day", "concerns the whole subscription"),
        ("grain every:day every:hour", "given twice"),
        (
            "grain every:minute",
            "every: takes statement, hour, day or week, not \"minute\"",
        ),
        ("grain at:25", "a time of day"),
        ("grain at:8", "every:day or every:week"),
        ("grain every:day on:monday", "goes with every:week"),
        ("grain quiet:22-22", "two times of day"),
        ("grain tz:Berlin", "Did you mean Europe/Berlin?"),
        ("grain tz:Moon/Base", "there is no time zone"),
        ("&&", "there is no word in"),
        ("the", "in nearly every sentence"),
        ("grain and boats", "written in capitals"),
        ("\"of the\"", "in nearly every sentence"),
        ("gr*", "at least 3 letters"),
        ("*grain", "an asterisk"),
        ("gra*in", "an asterisk"),
        ("ferry-bo*", "an asterisk"),
        ("marsh", "Tom Marsh or Jane Marsh"),
        ("by:Lunde", "Did you mean Rosa Lund?"),
        ("by:harbour", "write side:harbour"),
        (
            "outlet:island",
            "Did you mean Island \"Daily\" News or Island Herald?",
        ),
        ("outlet:gazette", "nothing here is from an outlet"),
        ("grain lang:klingon", "a language's code"),
    ] {
        let told = told(text);
        assert!(told.contains(expected), "{text}: {told}");
    }
    assert!(told(&"grain ".repeat(200)).contains("too long"));
    assert!(told(&format!("{}grain", "(".repeat(500))).contains("too deep"));
    assert!(told(&"NOT ".repeat(200)).contains("too deep"));
}

/// Texts that are read as one word.
fn a_word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{4,9}",
        "[а-яїєі]{4,9}",
        Just("OR".to_owned()),
        Just("vale".to_owned()),
        Just("U.S".to_owned()),
        Just("1,000".to_owned()),
    ]
}

fn a_leaf() -> impl Strategy<Value = Condition> {
    let outlet = |at: usize| Condition::Outlet(outlets()[at].clone());
    prop_oneof![
        Just(Condition::Speaker(SpeakerId("ada-vale".to_owned()))),
        Just(Condition::Speaker(SpeakerId("tom-marsh".to_owned()))),
        Just(Condition::Named("Bo Quint".to_owned())),
        Just(Condition::Side(SideId("island".to_owned()))),
        (0..3_usize).prop_map(outlet),
        Just(Condition::Language(Language::new("uk"))),
        a_word()
            .prop_filter("read as it is", |word| matches!(
                parsed(&format!("word:\"{word}\"")).map(|read| read.wanted.condition),
                Ok(Condition::Word(read)) if read == *word
            ))
            .prop_map(Condition::Word),
        "[a-zа-я]{3,8}".prop_map(Condition::Prefix),
        "[a-z]{5,8}( [a-zї'-]{1,8}[a-z]){1,3}".prop_map(Condition::Phrase),
    ]
}

fn a_condition() -> impl Strategy<Value = Condition> {
    a_leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(all),
            prop::collection::vec(inner.clone(), 1..4).prop_map(any),
            inner.prop_map(not),
        ]
    })
}

fn a_delivery() -> impl Strategy<Value = Delivery> {
    let at = (0..24_i8, 0..60_i8).prop_map(|(hour, minute)| time(hour, minute, 0, 0));
    prop_oneof![
        Just(Delivery::AtOnce),
        Just(Delivery::Hourly),
        at.clone().prop_map(|at| Delivery::Daily { at }),
        (at, 0..7_usize).prop_map(|(at, day)| Delivery::Weekly {
            on: Weekday::ALL[day],
            at
        }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_back_is_read_as_the_same(
        condition in a_condition(),
        delivery in a_delivery(),
        words in prop_oneof![
            Just(WhoseWords::Speakers),
            Just(WhoseWords::Articles),
            Just(WhoseWords::Either)
        ],
        first_use: bool,
        zone in prop_oneof![Just("UTC"), Just("Europe/Kyiv")],
        quiet in prop::option::of(Just(QuietHours {
            from: time(22, 30, 0, 0),
            until: time(7, 0, 0, 0)
        })),
    ) {
        let written = Written {
            wanted: Wanted { condition, words, first_use },
            delivery,
            zone: zone.to_owned(),
            quiet,
        };
        let text = written.text(&roster());
        match parsed(&text) {
            Ok(read) => {
                prop_assert_eq!(&read, &written, "{}", text);
                prop_assert_eq!(read.text(&roster()), text);
            }
            // A condition that no text may have is refused, and never read as another.
            Err(
                WrittenError::OnlyNot
                | WrittenError::TooLong
                | WrittenError::TooDeep
                | WrittenError::Both { .. },
            ) => {}
            Err(error) => prop_assert!(false, "{}: {}", text, error),
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_read_or_refused(text in "\\PC{0,200}", marks in "[()\"“*:,| -]{0,40}") {
        for text in [text.clone(), marks.clone(), format!("{marks}{text}"), format!("by:{text}")] {
            if let Ok(read) = parsed(&text) {
                let form = read.text(&roster());
                let again = parsed(&form);
                prop_assert_eq!(again.as_ref(), Ok(&read), "{} -> {}", text, form);
            }
        }
    }
}
