//! The bare alternative to the matcher: statements in an index, and every subscription a query of it.

use tantivy::collector::{Count, DocSetCollector};
use tantivy::directory::RamDirectory;
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, TermQuery,
    TermSetQuery,
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

/// An index of statements in one language.
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
    place: Field,
}

/// What is made of a phrase.
pub type MadeOf<'p> = &'p dyn Fn(PhraseQuery) -> Box<dyn Query>;

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
            place: schema.add_text_field("place", STRING),
        };
        (fields, schema.build())
    }

    fn document(
        &self,
        place: usize,
        article: &Article,
        text: &str,
        statement: &Statement,
        roster: &Roster,
    ) -> TantivyDocument {
        let fields = self;
        let paragraph = &text[statement.paragraph.clone()];
        let mut document = TantivyDocument::default();
        document.add_text(fields.place, place.to_string());
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
        document
    }

    /// What is wanted as a query.
    pub fn query(&self, wanted: &Wanted, phrase: MadeOf<'_>) -> Box<dyn Query> {
        let condition = self.condition(&wanted.condition, phrase);
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

    fn condition(&self, condition: &Condition, phrase: MadeOf<'_>) -> Box<dyn Query> {
        let all = |parts: Vec<(Occur, Box<dyn Query>)>| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(parts))
        };
        match condition {
            Condition::All(parts) if parts.is_empty() => Box::new(AllQuery),
            Condition::All(parts) => all(parts
                .iter()
                .map(|part| (Occur::Must, self.condition(part, phrase)))
                .collect()),
            Condition::Any(parts) => all(parts
                .iter()
                .map(|part| (Occur::Should, self.condition(part, phrase)))
                .collect()),
            Condition::Not(part) => all(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, self.condition(part, phrase)),
            ]),
            Condition::Speaker(id) => term(self.speaker, &id.0),
            Condition::Named(name) => all(name_terms(name)
                .map(|part| (Occur::Must, term(self.name, &part)))
                .collect()),
            Condition::Side(id) => term(self.side, &id.0),
            Condition::Outlet(name) => term(self.outlet, &fold(name)),
            Condition::Language(language) => term(self.language, language.code()),
            Condition::Word(word) => self.row(self.around, word, phrase),
            Condition::Phrase(written) => self.row(self.own, written, phrase),
            Condition::Prefix(prefix) => {
                let folded = fold(prefix).replace('\'', "");
                let term = Term::from_field_text(self.forms, &folded);
                Box::new(PhrasePrefixQuery::new(vec![term]))
            }
        }
    }

    /// Terms in a row, as the tokenizer gives them.
    fn row(&self, field: Field, text: &str, phrase: MadeOf<'_>) -> Box<dyn Query> {
        match terms(self.analyser, text).as_slice() {
            [] => Box::new(EmptyQuery),
            [(_, only)] => term(field, only),
            several => phrase(PhraseQuery::new_with_offset(
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
    /// An index of statements, each with its article and that article's text, in the analyser's language.
    pub fn new<'s>(
        statements: impl IntoIterator<Item = &'s (Article, String, Statement)>,
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
        for (place, (article, text, statement)) in statements.into_iter().enumerate() {
            writer.add_document(fields.document(place, article, text, statement, roster))?;
        }
        let index = writer.finalize()?;
        Ok(Self {
            searcher: index.reader()?.searcher(),
            fields,
        })
    }

    /// Which statements a query finds, by their places among those that the index was made of.
    pub fn finds(&self, query: &dyn Query) -> Vec<usize> {
        let found = self.searcher.search(query, &DocSetCollector);
        let found = found.expect("it is in memory");
        let mut places: Vec<usize> = found.iter().map(|doc| doc.doc_id as usize).collect();
        places.sort_unstable();
        places
    }

    /// Whether a query finds anything.
    pub fn is_found(&self, query: &dyn Query) -> bool {
        self.searcher
            .search(query, &Count)
            .expect("it is in memory")
            > 0
    }

    /// A query that finds what this phrase finds. tantivy 0.27 trips an assertion of its own over phrases within
    /// conditions of several parts, where it is built with assertions.
    pub fn found(&self, phrase: PhraseQuery) -> Box<dyn Query> {
        let places = self.finds(&phrase).into_iter();
        Box::new(TermSetQuery::new(places.map(|place| {
            Term::from_field_text(self.fields.place, &place.to_string())
        })))
    }
}
