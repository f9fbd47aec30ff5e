//! Questions as people ask them about the sample corpus, with the words that must be among the first three hits and who
//! must have said them; and questions that nobody there has answered.

use crate::harness::House;

/// Question, speaker, words that one of the first three hits holds.
const ANSWERED: &[(&str, &str, &str)] = &[
    (
        "What did Kallas say about concessions?",
        "Kaja Kallas",
        "any concessions",
    ),
    (
        "kallas on concesions from russia",
        "Kaja Kallas",
        "any concessions",
    ),
    (
        "what is needed for a plan to work according to Kaja Kallas",
        "Kaja Kallas",
        "on board",
    ),
    (
        "who said \"one aggressor and one victim\"",
        "Kaja Kallas",
        "one aggressor and one victim",
    ),
    (
        "позиція Каллас щодо поступок Росії",
        "Kaja Kallas",
        "поступки",
    ),
    ("что сказала Каллас про уступки", "Kaja Kallas", "поступки"),
    (
        "co Kallas mówi o ustępstwach Rosji",
        "Kaja Kallas",
        "поступки",
    ),
    (
        "¿qué dice Kallas de las concesiones rusas?",
        "Kaja Kallas",
        "поступки",
    ),
    ("co powiedział Tusk o planie", "Donald Tusk", "about us"),
    (
        "¿qué dijo Rubio sobre Ginebra?",
        "Marco Rubio",
        "most productive and meaningful meeting",
    ),
    (
        "kto mówił o gwarancjach bezpieczeństwa",
        "Giorgia Meloni",
        "security guarantees",
    ),
    ("Zełenski godność", "Volodymyr Zelenskyy", "гідності"),
    (
        "what does the EU foreign policy chief think about a ceasefire",
        "Kaja Kallas",
        "ceasefire",
    ),
    (
        "is ukraine losing according to kallas",
        "Kaja Kallas",
        "losing is also flat out false",
    ),
    (
        "kallas pressure on the aggressor",
        "Kaja Kallas",
        "Pressure should be put on the aggressor",
    ),
    (
        "how do europeans want to weaken russia",
        "Kaja Kallas",
        "to weaken Russia",
    ),
    (
        "what did the French foreign minister say about a ceasefire",
        "Jean-Noël Barrot",
        "ceasefire on the contact line",
    ),
    (
        "que dit Barrot de la capitulation",
        "Jean-Noël Barrot",
        "la paix",
    ),
    (
        "Barrot obstacle à la paix",
        "Jean-Noël Barrot",
        "obstacle à la paix",
    ),
    ("Macron on capitulation", "Emmanuel Macron", "capitulation"),
    (
        "what does macron say protects Ukraine first",
        "Emmanuel Macron",
        "sa propre armée",
    ),
    (
        "Macron plan des États-Unis",
        "Emmanuel Macron",
        "États-Unis",
    ),
    ("JD Vance about victory", "JD Vance", "victory is at hand"),
    (
        "what must any peace plan do according to Vance",
        "JD Vance",
        "Stop the killing",
    ),
    (
        "will zelensky have to like it",
        "Donald Trump",
        "have to like it",
    ),
    (
        "is it trump's final offer",
        "Donald Trump",
        "not my final offer",
    ),
    ("Trump deadline thanksgiving", "Donald Trump", "deadline"),
    (
        "what is trump's deadline now",
        "Donald Trump",
        "The deadline for me",
    ),
    (
        "did trump call it a plan or a concept",
        "Donald Trump",
        "It was a concept",
    ),
    (
        "Trump about the killing",
        "Donald Trump",
        "we want the killing to stop",
    ),
    (
        "what did Trump say about Russia taking punishment",
        "Donald Trump",
        "They are taking punishment",
    ),
    (
        "what did the White House press secretary say about Witkoff and Rubio",
        "Karoline Leavitt",
        "working on a plan",
    ),
    (
        "Leavitt optimistic meeting",
        "Karoline Leavitt",
        "very optimistic",
    ),
    (
        "what does Orban want Europeans to do",
        "Viktor Orbán",
        "immediately and unconditionally support",
    ),
    (
        "Ушаков о европейском плане",
        "Yuri Ushakov",
        "не конструктивный",
    ),
    (
        "what did Yermak say about progress",
        "Andriy Yermak",
        "very good progress",
    ),
    (
        "хто сказав що земля не продається",
        "Khrystyna Hayovyshyn",
        "не продається",
    ),
    (
        "Wadephul Energieinfrastruktur",
        "Johann Wadephul",
        "Energieinfrastruktur",
    ),
    (
        "was sagt Wadephul über die Abstimmung mit Deutschland",
        "Johann Wadephul",
        "enge Abstimmung",
    ),
    (
        "what does Dmitriev say about warmongers",
        "Kirill Dmitriev",
        "warmongers",
    ),
    (
        "Dmitriev on attackers of the plan",
        "Kirill Dmitriev",
        "attackers of the Peace Plan",
    ),
    ("what did sybiha share", "Andrii Sybiha", "recent contacts"),
    (
        "Песков принуждение Зеленского",
        "Dmitry Peskov",
        "принуждение Зеленского",
    ),
    (
        "what does the Kremlin spokesman say about Zelensky",
        "Dmitry Peskov",
        "принуждение Зеленского",
    ),
    (
        "Putin about the basis of a settlement",
        "Vladimir Putin",
        "basis of a final peace settlement",
    ),
    (
        "did the US get Ukraine's consent, according to Putin",
        "Vladimir Putin",
        "consent of the Ukrainian side",
    ),
    ("Путин о плане на Аляске", "Vladimir Putin", "на Аляске"),
    (
        "что путин сказал про текст плана",
        "Vladimir Putin",
        "текст",
    ),
    (
        "Tusk decisions about Poland",
        "Donald Tusk",
        "will be taken by Poles",
    ),
    (
        "who said nothing about us without us",
        "Donald Tusk",
        "Nothing about us without us",
    ),
    (
        "what does zelenskiy say about dignity",
        "Volodymyr Zelenskyy",
        "loss of dignity",
    ),
    (
        "Zelensky on political games",
        "Volodymyr Zelenskyy",
        "political games",
    ),
    (
        "що сказав Зеленський про гідність",
        "Volodymyr Zelenskyy",
        "втрата гідності",
    ),
    (
        "how will Zelenskyy talk with America",
        "Volodymyr Zelenskyy",
        "calm dialogue",
    ),
    (
        "who started the war according to zelensky",
        "Volodymyr Zelenskyy",
        "started this war",
    ),
    ("Merz über Großmächte", "Friedrich Merz", "Großmächte"),
    (
        "was sagt Merz zur Zustimmung der Ukraine",
        "Friedrich Merz",
        "Zustimmung der Ukraine",
    ),
    (
        "what does Merz fear if Ukraine collapses",
        "Friedrich Merz",
        "kollabiert",
    ),
    (
        "Rubio most productive meeting",
        "Marco Rubio",
        "productive and meaningful",
    ),
    (
        "does rubio declare victory",
        "Marco Rubio",
        "declare victory",
    ),
    (
        "von der Leyen on borders",
        "Ursula von der Leyen",
        "borders cannot be changed by force",
    ),
    (
        "what does the Commission president say about Ukraine's armed forces",
        "Ursula von der Leyen",
        "armed forces",
    ),
    ("Costa momentum", "António Costa", "new momentum"),
    ("Starmer sleeves", "Keir Starmer", "sleeves rolled up"),
    (
        "Rutte on the EU and NATO elements",
        "Mark Rutte",
        "discussed separately",
    ),
    (
        "what does the NATO chief think of the plan's elements",
        "Mark Rutte",
        "thought through",
    ),
    (
        "Erdogan phone call with Putin",
        "Recep Tayyip Erdoğan",
        "phone call",
    ),
    (
        "Meloni on security guarantees",
        "Giorgia Meloni",
        "security guarantees",
    ),
    ("Лавров про дух Анкориджа", "Sergei Lavrov", "Анкориджа"),
    (
        "latest from Kallas",
        "Kaja Kallas",
        "one aggressor and one victim",
    ),
];

/// Questions to which nothing there is an answer.
const NOT_FOUND: &[&str] = &[
    "qué dijo Macron sobre el trigo",
    "co Macron powiedział o zbożu",
    "what did Macron say about grain",
    "Starmer on fishing quotas",
    "what did Putin say about the weather in Sochi",
    "who said \"the moon is made of cheese\"",
    "Zelensky on football",
    "what did Trump say about tariffs on Canada",
    "what did von der Leyen say about vaccines",
    "Meloni about the referendum in Italy",
    "who said \"victory belongs to the brave\"",
    "who said \"two aggressors and one victim\"",
    "what did Lavrov say about Syria",
    "was sagt Merz über die Rente",
    "que dit Macron sur les retraites",
    "что сказал Путин о пенсионной реформе",
    "how many ships did Ukraine sink",
    "what is the capital of Mongolia",
];

fn batch(questions: &[&str]) -> Vec<serde_json::Value> {
    let house = House::new();
    let lines: String = questions
        .iter()
        .map(|question| {
            format!(
                "{}\n",
                serde_json::json!({"id": question, "question": question})
            )
        })
        .collect();
    let file = house.file("questions.jsonl", &lines);
    let out = house.succeed(&[
        "ask",
        "--limit",
        "3",
        "--batch",
        file.to_str().expect("letters"),
    ]);
    out.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object"))
        .collect()
}

#[test]
fn the_right_words_are_among_the_first_three() {
    let questions: Vec<&str> = ANSWERED.iter().map(|(question, _, _)| *question).collect();
    let mut wrong = Vec::new();
    for ((question, speaker, words), answer) in ANSWERED.iter().zip(batch(&questions)) {
        let right = answer["hits"].as_array().into_iter().flatten().any(|hit| {
            hit["speaker"] == *speaker
                && hit["text"]
                    .as_str()
                    .is_some_and(|text| text.contains(words))
        });
        if !right || answer["answered"] != true {
            wrong.push(format!(
                "{question} · {speaker}: {words} · answered {}",
                answer["answered"]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        ANSWERED.len()
    );
}

#[test]
fn what_nobody_said_is_not_answered() {
    let answered: Vec<String> = batch(NOT_FOUND)
        .into_iter()
        .filter(|answer| answer["answered"] == true)
        .map(|answer| answer["id"].to_string())
        .collect();
    assert!(answered.is_empty(), "{answered:#?}");
}

#[test]
fn quoted_words_are_found_word_for_word_or_not_at_all() {
    let answers = batch(&[
        "who said \"one aggressor\"",
        "who said \"ONE AGGRESSOR, and one victim\"",
        "who said \"une démarche qui va dans le bon sens\"",
    ]);
    for (answer, words) in answers
        .iter()
        .zip(["one aggressor", "one aggressor", "une démarche"])
    {
        let hits = answer["hits"].as_array().expect("hits");
        assert!(!hits.is_empty(), "{answer}");
        for hit in hits {
            let text = hit["text"].as_str().expect("words");
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

#[test]
fn who_has_spoken_of_something_is_everybody_once_before_anybody_twice() {
    let answers = batch(&["who has spoken about the plan"]);
    let hits = answers[0]["hits"].as_array().expect("hits");
    let speakers: std::collections::HashSet<String> =
        hits.iter().map(|hit| hit["speaker"].to_string()).collect();
    assert_eq!(speakers.len(), hits.len(), "{hits:#?}");
    assert_eq!(hits.len(), 3);
}
