//! The bare alternative to the matcher: an index of one statement, and every subscription a query of it.

use tantivy::collector::Count;
use tantivy::directory::RamDirectory;
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{
    Field, IndexRecordOption, STRING, Schema, TantivyDocument, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RawTokenizer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, Searcher, Term};
use verbatim::domain::{Article, Condition, Roster, Statement, Wanted, WhoseWords};
use verbatim::text::{Analyser, fold, name_terms, words};

/// A way to cut a text in tokens.
type Cut = fn(&Analyser, &str) -> Vec<(u32, String)>;

/// A tokenizer out of our analysis.
#[derive(Clone)]
struct Ours {
    analyser: &'static Analyser,
    cut: Cut,
}

struct OurStream {
    tokens: std::vec::IntoIter<(u32, String)>,
    token: Token,
}

impl Tokenizer for Ours {
    type TokenStream<'a> = OurStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> OurStream {
        OurStream {
            tokens: (self.cut)(self.analyser, text).into_iter(),
            token: Token::default(),
        }
    }
}

impl TokenStream for OurStream {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.tokens.next() else {
            return false;
        };
        self.token.position = position as usize;
        self.token.text = text;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn terms(analyser: &Analyser, text: &str) -> Vec<(u32, String)> {
    analyser
        .terms(text)
        .into_iter()
        .map(|term| (term.position, term.text))
        .collect()
}

fn forms(analyser: &Analyser, text: &str) -> Vec<(u32, String)> {
    let forms = words(text).map(|word| analyser.normal(word.text));
    (0..).zip(forms).collect()
}

fn names(_: &Analyser, text: &str) -> Vec<(u32, String)> {
    (0..).zip(name_terms(text)).collect()
}

/// An index of one statement.
pub struct Bare {
    searcher: Searcher,
    pub fields: Fields,
}

/// Its fields, and the language that it is in.
#[derive(Clone, Copy)]
pub struct Fields {
    analyser: &'static Analyser,
    own: Field,
    around: Field,
    forms: Field,
    name: Field,
    speaker: Field,
    side: Field,
    outlet: Field,
    language: Field,
    kind: Field,
    every: Field,
}

/// What every document has in the field of that name.
const EVERY: &str = "every";

impl Fields {
    pub fn new(analyser: &'static Analyser) -> (Self, Schema) {
        let mut schema = Schema::builder();
        let indexed = |tokenizer| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions),
            )
        };
        let fields = Self {
            analyser,
            own: schema.add_text_field("own", indexed("terms")),
            around: schema.add_text_field("around", indexed("terms")),
            forms: schema.add_text_field("forms", indexed("forms")),
            name: schema.add_text_field("name", indexed("names")),
            speaker: schema.add_text_field("speaker", STRING),
            side: schema.add_text_field("side", STRING),
            outlet: schema.add_text_field("outlet", STRING),
            language: schema.add_text_field("language", STRING),
            kind: schema.add_text_field("kind", STRING),
            every: schema.add_text_field("every", STRING),
        };
        (fields, schema.build())
    }

    /// What is wanted as a query.
    pub fn query(&self, wanted: &Wanted) -> Box<dyn Query> {
        let condition = self.condition(&wanted.condition);
        let occur = match wanted.words {
            WhoseWords::Either => return condition,
            WhoseWords::Articles => Occur::Must,
            WhoseWords::Speakers => Occur::MustNot,
        };
        let reported = term(self.kind, "reported");
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, condition),
            (occur, reported),
        ]))
    }

    fn condition(&self, condition: &Condition) -> Box<dyn Query> {
        let all = |parts: Vec<(Occur, Box<dyn Query>)>| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(parts))
        };
        match condition {
            Condition::All(parts) if parts.is_empty() => Box::new(AllQuery),
            Condition::All(parts) => all(parts
                .iter()
                .map(|part| (Occur::Must, self.condition(part)))
                .collect()),
            Condition::Any(parts) => all(parts
                .iter()
                .map(|part| (Occur::Should, self.condition(part)))
                .collect()),
            // A phrase that is nowhere, excluded on its own, trips an assertion of tantivy 0.27: what is excluded is
            // joined with what every document has.
            Condition::Not(part) => all(vec![
                (Occur::Must, Box::new(AllQuery)),
                (
                    Occur::MustNot,
                    all(vec![
                        (Occur::Must, self.condition(part)),
                        (Occur::Must, term(self.every, EVERY)),
                    ]),
                ),
            ]),
            Condition::Speaker(id) => term(self.speaker, &id.0),
            Condition::Named(name) => all(name_terms(name)
                .map(|part| (Occur::Must, term(self.name, &part)))
                .collect()),
            Condition::Side(id) => term(self.side, &id.0),
            Condition::Outlet(name) => term(self.outlet, &fold(name)),
            Condition::Language(language) => term(self.language, language.code()),
            Condition::Word(word) => self.row(self.around, word),
            Condition::Phrase(phrase) => self.row(self.own, phrase),
            Condition::Prefix(prefix) => {
                let folded = fold(prefix).replace('\'', "");
                let term = Term::from_field_text(self.forms, &folded);
                Box::new(PhrasePrefixQuery::new(vec![term]))
            }
        }
    }

    /// Terms in a row, as the tokenizer gives them.
    fn row(&self, field: Field, text: &str) -> Box<dyn Query> {
        match terms(self.analyser, text).as_slice() {
            [] => Box::new(EmptyQuery),
            [(_, only)] => term(field, only),
            several => Box::new(PhraseQuery::new_with_offset(
                several
                    .iter()
                    .map(|(position, text)| {
                        (*position as usize, Term::from_field_text(field, text))
                    })
                    .collect(),
            )),
        }
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

impl Bare {
    /// An index of a statement of an article whose text is `text`, in the analyser's language.
    pub fn new(
        article: &Article,
        text: &str,
        statement: &Statement,
        roster: &Roster,
        analyser: &'static Analyser,
    ) -> tantivy::Result<Self> {
        let (fields, schema) = Fields::new(analyser);
        let tokenizers = TokenizerManager::new();
        for (name, cut) in [("terms", terms as Cut), ("forms", forms), ("names", names)] {
            tokenizers.register(name, Ours { analyser, cut });
        }
        tokenizers.register("raw", RawTokenizer::default());
        let mut writer = Index::builder()
            .schema(schema)
            .tokenizers(tokenizers)
            .single_segment_index_writer(RamDirectory::create(), 15_000_000)?;
        let paragraph = &text[statement.paragraph.clone()];
        let mut document = TantivyDocument::default();
        document.add_text(fields.every, EVERY);
        document.add_text(fields.own, &statement.text);
        document.add_text(fields.around, paragraph);
        document.add_text(fields.forms, paragraph);
        document.add_text(fields.language, article.language.code());
        let kind = if statement.kind.is_quotation() {
            "quotation"
        } else {
            "reported"
        };
        document.add_text(fields.kind, kind);
        if let Some(name) = &statement.attribution.speaker {
            document.add_text(fields.name, name);
        }
        if let Some(outlet) = &article.outlet {
            document.add_text(fields.outlet, fold(outlet));
        }
        if let Some(id) = &statement.attribution.speaker_id {
            document.add_text(fields.speaker, &id.0);
            let of = roster.find(id).and_then(|speaker| speaker.side.as_ref());
            for side in roster.sides() {
                if of.is_some_and(|of| roster.belongs(of, &side.id)) {
                    document.add_text(fields.side, &side.id.0);
                }
            }
        }
        writer.add_document(document)?;
        let index = writer.finalize()?;
        Ok(Self {
            searcher: index.reader()?.searcher(),
            fields,
        })
    }

    /// Whether the statement is found by a query.
    pub fn finds(&self, query: &dyn Query) -> bool {
        let found = self.searcher.search(query, &Count);
        found.expect("it is in memory") == 1
    }
}
