//! The fields. One index holds two kinds of documents, statements and articles, that share none of the fields whose
//! statistics count.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::analysis::TERMS;

/// Counts up with every change of the fields or of how texts are analysed: an index of another version is built anew.
pub(super) const VERSION: u32 = 4;

/// A document of the index is one of these.
pub(super) const STATEMENT: &str = "statement";
/// See [`STATEMENT`].
pub(super) const ARTICLE: &str = "article";

/// The schema and its fields.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// [`STATEMENT`] or [`ARTICLE`].
    pub(super) document: Field,
    /// Id of the article: of every document, to remove what is out of date.
    pub(super) article: Field,
    /// Id of the statement.
    pub(super) statement: Field,
    /// What a statement can be found by, each term as often as it weighs: its own words, its paragraph, the article's
    /// title, the speaker. One field, so that BM25 over it is BM25F, and the best are found without reading the rest.
    pub(super) all: Field,
    /// The statement's own words, with positions.
    pub(super) words: Field,
    /// An article's title and text.
    pub(super) text: Field,
    /// The speaker's id in the roster.
    pub(super) speaker: Field,
    /// The words of the speaker's name, in Latin letters.
    pub(super) name: Field,
    /// The outlet, folded.
    pub(super) outlet: Field,
    /// [`kind_code`](super::documents::kind_code) of the statement.
    pub(super) kind: Field,
    /// The day of the statement, or of the article's publication: [`day_number`](super::documents::day_number).
    pub(super) said: Field,
    /// When the article was published, else first seen: seconds since 1970.
    pub(super) published: Field,
    /// Equal for statements of the same words.
    pub(super) fingerprint: Field,
    /// How many documents before it the statement's article stands: an article and its statements are added as one block
    /// and stay one. 0 for the article.
    pub(super) place: Field,
    /// A number of the speaker's name; 0 for nobody.
    pub(super) voice: Field,
    /// A number of the outlet's name, as filters compare it; 0 for none.
    pub(super) publisher: Field,
}

impl Fields {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let indexed = |option, fieldnorms| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(TERMS)
                    .set_index_option(option)
                    .set_fieldnorms(fieldnorms),
            )
        };
        let filter = || {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer("raw")
                    .set_index_option(IndexRecordOption::Basic)
                    .set_fieldnorms(false),
            )
        };
        let fast = || NumericOptions::from(FAST);
        let document = schema.add_text_field("document", filter());
        let article = schema.add_text_field("article", filter().set_fast("raw"));
        let statement = schema.add_i64_field("statement", fast());
        let all = schema.add_text_field("all", indexed(IndexRecordOption::WithFreqs, true));
        let words = schema.add_text_field(
            "words",
            indexed(IndexRecordOption::WithFreqsAndPositions, true),
        );
        let text = schema.add_text_field("text", indexed(IndexRecordOption::WithFreqs, true));
        let speaker = schema.add_text_field("speaker", filter());
        let name = schema.add_text_field("name", indexed(IndexRecordOption::Basic, false));
        let outlet = schema.add_text_field("outlet", filter());
        let kind = schema.add_u64_field("kind", fast());
        let said = schema.add_i64_field("said", fast());
        let published = schema.add_i64_field("published", fast());
        let fingerprint = schema.add_u64_field("fingerprint", INDEXED | FAST);
        let place = schema.add_u64_field("place", fast());
        let voice = schema.add_u64_field("voice", fast());
        let publisher = schema.add_u64_field("publisher", fast());
        Self {
            schema: schema.build(),
            document,
            article,
            statement,
            all,
            words,
            text,
            speaker,
            name,
            outlet,
            kind,
            said,
            published,
            fingerprint,
            place,
            voice,
            publisher,
        }
    }
}
