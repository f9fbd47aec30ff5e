//! What extraction knows of a language: the words by which a text says who said what.

use serde::{Deserialize, Serialize};

use super::language::Language;

/// One language's words. Every word is compared folded (case, accents and apostrophes). `word*` stands for all words
/// that begin so, which spares an inflected language its endings, `*word` for all that end so, which spares a
/// compounding one its compounds; the longest that fits counts, and a word listed in full outranks both.
///
/// An entry of several words ("according to") is a phrase. Lists may be left out; an empty list finds nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// The language, as documents name it.
    pub language: Language,
    /// Whether the weights that come with the program were fitted to articles in this language: then they tell reported
    /// speech better than form alone does.
    #[serde(default)]
    pub fitted: bool,
    /// How quoted words are marked.
    #[serde(default)]
    pub marks: Marks,
    /// Words that attribute.
    #[serde(default)]
    pub cues: Cues,
    /// Words that stand for somebody.
    #[serde(default)]
    pub people: People,
    /// The small words that hold a sentence together.
    #[serde(default)]
    pub grammar: Grammar,
    /// Words that date.
    #[serde(default)]
    pub dates: DateWords,
    /// Words that end in a full stop which ends no sentence, written without it.
    #[serde(default)]
    pub abbreviations: Vec<String>,
}

/// How quoted words are marked. Straight double marks and two apostrophes are known in every language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Opening and closing mark, one character each, outer marks before inner ones. Empty: every pair in use anywhere.
    #[serde(default)]
    pub pairs: Vec<[String; 2]>,
    /// Whether a dash at a paragraph's start introduces speech, and one after a comma interrupts it for the cue.
    #[serde(default)]
    pub dash_speech: bool,
    /// Whether commas may part a cue from what is quoted, inside the marks ("« Nous partons, dit-elle. Demain. »").
    #[serde(default)]
    pub incises: bool,
}

/// Words that attribute.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    /// Verbs of saying in every form that tells ("said", "told"): what they govern was said.
    #[serde(default)]
    pub saying: Vec<String>,
    /// Verbs that judge, name or think ("called", "dismissed", "hopes"): they attribute quoted words within their
    /// clause, and a clause of their own only with a word that opens one ("hopes that") or, where the verb does not come
    /// second, with its own subject and auxiliary ("hopes she can").
    #[serde(default)]
    pub judging: Vec<String>,
    /// Forms without a subject of their own ("adding", "saying"). Those that judge ("praising") are among `judging` too.
    #[serde(default)]
    pub participles: Vec<String>,
    /// What stands behind whom another quotes ("as saying" in "the Herald quoted Vale as saying"): whoever stands before it
    /// said what follows, not who quotes.
    #[serde(default)]
    pub cited: Vec<String>,
    /// Verbs of saying whose object said it ("цитує Вейл"), not who quotes.
    #[serde(default)]
    pub quoting: Vec<String>,
    /// Verbs that say that something is not so ("denied"): the clause that they govern is not what was said.
    #[serde(default)]
    pub denying: Vec<String>,
    /// Words that open a clause which tells who said what stands before it ("…, as Vale said").
    #[serde(default)]
    pub echoing: Vec<String>,
    /// Verbs of saying whose subject is nobody ("heißt es in dem Papier"): whoever spoke before did not say what they tell.
    #[serde(default)]
    pub impersonal: Vec<String>,
    /// Those of these verbs whose object is who is told ("told"): the clause that they govern does not begin with it.
    #[serde(default)]
    pub telling: Vec<String>,
    /// Those of these verbs that ask ("asked"): whoever is asked speaks next.
    #[serde(default)]
    pub asking: Vec<String>,
    /// What words are given out in ("statement", "post").
    #[serde(default)]
    pub nouns: Vec<String>,
    /// What stands before a source ("according to").
    #[serde(default)]
    pub before_source: Vec<String>,
    /// Prepositions that make whoever they put first in a sentence the source of what follows a comma ("Pour Vale, …").
    #[serde(default)]
    pub opening_source: Vec<String>,
    /// What stands after a source (German "zufolge").
    #[serde(default)]
    pub after_source: Vec<String>,
    /// What says that quoted words are no statement ("so-called", "titled", "nicknamed").
    #[serde(default)]
    pub naming: Vec<String>,
}

/// Words that stand for somebody.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// "he"
    #[serde(default)]
    pub he: Vec<String>,
    /// "she"
    #[serde(default)]
    pub she: Vec<String>,
    /// "it"
    #[serde(default)]
    pub it: Vec<String>,
    /// "they"
    #[serde(default)]
    pub they: Vec<String>,
    /// The speaker himself: "I", "we", "our".
    #[serde(default)]
    pub first_person: Vec<String>,
    /// Whom the speaker addresses: "you".
    #[serde(default)]
    pub second_person: Vec<String>,
    /// Words before a name that tell a man ("Mr").
    #[serde(default)]
    pub titles_male: Vec<String>,
    /// Words before a name that tell a woman ("Mrs").
    #[serde(default)]
    pub titles_female: Vec<String>,
    /// Other words before a name ("President", "Dr").
    #[serde(default)]
    pub titles: Vec<String>,
    /// What a man is called by his office or part ("spokesman").
    #[serde(default)]
    pub roles_male: Vec<String>,
    /// What a woman is called so ("spokeswoman").
    #[serde(default)]
    pub roles_female: Vec<String>,
    /// What anybody is called so ("minister", "official").
    #[serde(default)]
    pub roles: Vec<String>,
    /// What an article calls somebody again whom it has named ("the tycoon"); beside the roles, of which these are some.
    #[serde(default)]
    pub epithets: Vec<String>,
    /// Words that make any role one ("the former mayor").
    #[serde(default)]
    pub once: Vec<String>,
    /// Several people ("officials", "critics").
    #[serde(default)]
    pub groups: Vec<String>,
    /// What bodies that speak are called ("ministry", "party").
    #[serde(default)]
    pub organisations: Vec<String>,
    /// Bodies by name, each as it is called and then in its other cases ("Kreml", "Kremls").
    #[serde(default)]
    pub bodies: Vec<Vec<String>>,
    /// Countries and cities, which are nobody's name ("Norway"); in a language of cases, as they stand behind an office too.
    #[serde(default)]
    pub places: Vec<String>,
    /// Small words inside names ("von", "de").
    #[serde(default)]
    pub particles: Vec<String>,
    /// Endings that a name takes in other cases, so that "Рибака" is known for "Рибак".
    #[serde(default)]
    pub name_endings: Vec<String>,
    /// Given names of men.
    #[serde(default)]
    pub given_male: Vec<String>,
    /// Given names of women.
    #[serde(default)]
    pub given_female: Vec<String>,
}

/// The small words that hold a sentence together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Whether every noun is capitalised, so that a capital tells no name.
    #[serde(default)]
    pub nouns_capitalised: bool,
    /// Whether the verb comes second and its subject may follow it ("Am Montag sagte Vale"), with the verb that tells at
    /// the clause's end behind an auxiliary ("hat … gesagt").
    #[serde(default)]
    pub verb_second: bool,
    /// Whether an adjective stands behind its noun (French "le ministre allemand").
    #[serde(default)]
    pub adjectives_follow: bool,
    /// Whether a verb may stand without its subject (Spanish "dijo", "he said").
    #[serde(default)]
    pub pro_drop: bool,
    /// Words that open a noun phrase ("the", "one", "several").
    #[serde(default)]
    pub determiners: Vec<String>,
    /// Those of them that point to somebody known ("the"). A language without any has none to list: then every
    /// description of one person may point to somebody known.
    #[serde(default)]
    pub definite: Vec<String>,
    /// Words that open an indirect question ("whether"): what stands behind them is left open, not said.
    #[serde(default)]
    pub interrogatives: Vec<String>,
    /// Those of the determiners that stand before several where a word of a role has one form for one and several
    /// (German "die Minister").
    #[serde(default)]
    pub plurals: Vec<String>,
    /// Words by which one noun phrase goes on into another that belongs to it ("of", German "des").
    #[serde(default)]
    pub genitives: Vec<String>,
    /// "his", "their".
    #[serde(default)]
    pub possessives: Vec<String>,
    /// Endings that make a name or noun a possessor ("'s").
    #[serde(default)]
    pub possessive_endings: Vec<String>,
    /// Prepositions.
    #[serde(default)]
    pub prepositions: Vec<String>,
    /// What may open a clause that another completes ("after", "while"), prepositions too.
    #[serde(default)]
    pub opening: Vec<String>,
    /// Conjunctions.
    #[serde(default)]
    pub conjunctions: Vec<String>,
    /// Auxiliary verbs and forms of "to be".
    #[serde(default)]
    pub auxiliaries: Vec<String>,
    /// Those of them that make what follows passive ("was asked").
    #[serde(default)]
    pub passives: Vec<String>,
    /// Those of the prepositions that stand before who does what a passive verb tells ("by").
    #[serde(default)]
    pub agents: Vec<String>,
    /// Words that open a clause that is the content of what was said ("that").
    #[serde(default)]
    pub that: Vec<String>,
    /// Forms of verbs that tell what another said (German "sei", "habe"): a clause by a verb of saying that has one was
    /// said.
    #[serde(default)]
    pub reporting: Vec<String>,
    /// Words that open a relative clause ("who").
    #[serde(default)]
    pub relatives: Vec<String>,
    /// Adverbs that stand by a verb ("also", "later").
    #[serde(default)]
    pub adverbs: Vec<String>,
    /// "not", "never".
    #[serde(default)]
    pub negations: Vec<String>,
    /// Endings of verbs of saying whose subject is a man (Ukrainian "в" in "сказав").
    #[serde(default)]
    pub he_endings: Vec<String>,
    /// The same of a woman ("ла" in "сказала").
    #[serde(default)]
    pub she_endings: Vec<String>,
    /// Determiners that stand before a man, where the word for his role may be a woman's too (French "un").
    #[serde(default)]
    pub he_determiners: Vec<String>,
    /// The same before a woman ("une").
    #[serde(default)]
    pub she_determiners: Vec<String>,
    /// Prepositions by which a body says something, where the verb has no other subject (Ukrainian "у" in "сказали у
    /// Кремлі").
    #[serde(default)]
    pub within: Vec<String>,
    /// Endings of verb forms, by which a verb that is in no list ends a noun phrase ("ed").
    #[serde(default)]
    pub verb_endings: Vec<String>,
}

/// Words that date.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// Seven lists, Monday's first: every form of the day's name.
    #[serde(default)]
    pub weekdays: Vec<Vec<String>>,
    /// Twelve lists, January's first.
    #[serde(default)]
    pub months: Vec<Vec<String>>,
    /// "today", "this morning".
    #[serde(default)]
    pub today: Vec<String>,
    /// "yesterday".
    #[serde(default)]
    pub yesterday: Vec<String>,
    /// "last week".
    #[serde(default)]
    pub last_week: Vec<String>,
    /// "last month".
    #[serde(default)]
    pub last_month: Vec<String>,
    /// "last year".
    #[serde(default)]
    pub last_year: Vec<String>,
}

impl Lexicon {
    /// Every list of words with its key, as a file names it.
    pub fn lists(&self) -> Vec<(&'static str, &[String])> {
        let Self {
            language: _,
            fitted: _,
            marks: _,
            cues,
            people,
            grammar,
            dates,
            abbreviations,
        } = self;
        let mut lists: Vec<(&'static str, &[String])> = vec![
            ("cues.saying", &cues.saying),
            ("cues.judging", &cues.judging),
            ("cues.participles", &cues.participles),
            ("cues.cited", &cues.cited),
            ("cues.quoting", &cues.quoting),
            ("cues.denying", &cues.denying),
            ("cues.impersonal", &cues.impersonal),
            ("cues.telling", &cues.telling),
            ("cues.asking", &cues.asking),
            ("cues.nouns", &cues.nouns),
            ("cues.before_source", &cues.before_source),
            ("cues.opening_source", &cues.opening_source),
            ("cues.after_source", &cues.after_source),
            ("cues.naming", &cues.naming),
            ("people.he", &people.he),
            ("people.she", &people.she),
            ("people.it", &people.it),
            ("people.they", &people.they),
            ("people.first_person", &people.first_person),
            ("people.second_person", &people.second_person),
            ("people.titles_male", &people.titles_male),
            ("people.titles_female", &people.titles_female),
            ("people.titles", &people.titles),
            ("people.roles_male", &people.roles_male),
            ("people.roles_female", &people.roles_female),
            ("people.roles", &people.roles),
            ("people.groups", &people.groups),
            ("people.organisations", &people.organisations),
            ("people.places", &people.places),
            ("people.particles", &people.particles),
            ("people.name_endings", &people.name_endings),
            ("people.given_male", &people.given_male),
            ("people.given_female", &people.given_female),
            ("grammar.determiners", &grammar.determiners),
            ("grammar.definite", &grammar.definite),
            ("grammar.opening", &grammar.opening),
            ("grammar.interrogatives", &grammar.interrogatives),
            ("grammar.plurals", &grammar.plurals),
            ("grammar.genitives", &grammar.genitives),
            ("grammar.he_endings", &grammar.he_endings),
            ("grammar.she_endings", &grammar.she_endings),
            ("grammar.he_determiners", &grammar.he_determiners),
            ("grammar.she_determiners", &grammar.she_determiners),
            ("grammar.within", &grammar.within),
            ("grammar.possessives", &grammar.possessives),
            ("grammar.possessive_endings", &grammar.possessive_endings),
            ("grammar.prepositions", &grammar.prepositions),
            ("grammar.conjunctions", &grammar.conjunctions),
            ("grammar.auxiliaries", &grammar.auxiliaries),
            ("grammar.passives", &grammar.passives),
            ("grammar.agents", &grammar.agents),
            ("grammar.that", &grammar.that),
            ("grammar.reporting", &grammar.reporting),
            ("grammar.relatives", &grammar.relatives),
            ("grammar.adverbs", &grammar.adverbs),
            ("grammar.negations", &grammar.negations),
            ("grammar.verb_endings", &grammar.verb_endings),
            ("dates.today", &dates.today),
            ("dates.yesterday", &dates.yesterday),
            ("dates.last_week", &dates.last_week),
            ("dates.last_month", &dates.last_month),
            ("dates.last_year", &dates.last_year),
            ("abbreviations", abbreviations),
        ];
        for (key, groups) in [
            ("people.bodies", &people.bodies),
            ("dates.weekdays", &dates.weekdays),
            ("dates.months", &dates.months),
        ] {
            lists.extend(groups.iter().map(|group| (key, group.as_slice())));
        }
        lists
    }
}
