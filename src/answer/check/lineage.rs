//! Lineage: who carried a statement first, who after, and in which wording.

use jiff::{Timestamp, ToSpan};

use super::candidates::Wanted;
use super::claim::ClaimText;
use super::said::Said;
use super::{CheckError, Checker, Pool};
use crate::domain::{
    Carriage, Carrier, DateRange, Lineage, QuotedStatement, WantedSpeaker, Wording,
};

impl Checker {
    /// All that carry a statement: in the same words, or, by the same speaker and within days, in others. Of a statement
    /// without a speaker only the same words are known again.
    ///
    /// # Errors
    /// [`CheckError`] where the record or the index can't be read.
    pub async fn lineage(&self, quoted: &QuotedStatement) -> Result<Lineage, CheckError> {
        let mut wordings = vec![quoted.clone()];
        wordings.extend(self.variants(quoted).await?);
        wordings.sort_by_key(first_carried);
        let first = &wordings[0];
        let wordings: Vec<Wording> = wordings
            .iter()
            .map(|wording| Wording {
                difference: self.beside(first, wording).difference,
                quoted: Box::new(wording.clone()),
            })
            .collect();
        let mut carriages: Vec<Carriage> = wordings
            .iter()
            .enumerate()
            .flat_map(|(number, wording)| {
                wording.quoted.carriers.iter().map(move |carrier| Carriage {
                    carrier: carrier.clone(),
                    wording: number,
                })
            })
            .collect();
        carriages.sort_by_key(|carriage| carried(&carriage.carrier));
        Ok(Lineage {
            wordings,
            carriages,
        })
    }

    /// Other wordings by the same speaker.
    async fn variants(&self, quoted: &QuotedStatement) -> Result<Vec<QuotedStatement>, CheckError> {
        let attribution = &quoted.statement.attribution;
        let speaker = match (&attribution.speaker_id, &attribution.speaker) {
            (Some(id), _) => WantedSpeaker::Roster(id.clone()),
            (None, Some(name)) => WantedSpeaker::Named(name.clone()),
            (None, None) => return Ok(Vec::new()),
        };
        let text = self.as_claim(quoted);
        if text.words.is_empty() {
            return Ok(Vec::new());
        }
        let wording = self.wording(&text, 0..text.words.len())?;
        let mut wanted = Wanted::quotations().by(&[speaker]);
        wanted.said = around(quoted, self.settings.days_apart);
        let mut pool = Pool::default();
        let query = wording.anywhere(&wanted, &self.settings);
        self.bring(&query, &text, &mut pool).await?;
        let mut known: Vec<&[Carrier]> = vec![&quoted.carriers];
        let mut variants = Vec::new();
        for said in &pool.said {
            let other = &said.quoted;
            let is_known = known.iter().any(|carriers| {
                carriers
                    .iter()
                    .any(|c| c.article == other.article.id && c.text == other.statement.text)
            });
            if !is_known && self.are_one(quoted, other) {
                known.push(&other.carriers);
                variants.push((**other).clone());
            }
        }
        Ok(variants)
    }

    /// Whether two statements are one in two wordings: most words of the shorter one stand in the longer one, in order.
    fn are_one(&self, quoted: &QuotedStatement, other: &QuotedStatement) -> bool {
        let (a, b) = (self.as_claim(quoted), self.as_claim(other));
        let (shorter, longer) = if a.words.len() <= b.words.len() {
            (&a, other)
        } else {
            (&b, quoted)
        };
        let said = Said::read(longer.clone(), shorter, &self.names, &self.settings);
        let places = said.nearly(shorter, &self.settings);
        let kept = (0..places.len()).filter(|&at| places[at].is_some());
        let telling = kept.clone().filter(|&at| shorter.words[at].weight >= 1.0);
        telling.count() >= 2
            && shorter.weight(kept) >= self.settings.near * shorter.weight(0..shorter.words.len())
    }

    /// The second wording as a claim beside the first.
    fn beside(
        &self,
        first: &QuotedStatement,
        other: &QuotedStatement,
    ) -> crate::domain::Comparison {
        let claim = self.as_claim(other);
        let said = Said::read(first.clone(), &claim, &self.names, &self.settings);
        let places = said
            .exactly(&claim)
            .unwrap_or_else(|| said.nearly(&claim, &self.settings));
        said.compared(&claim, 0..claim.words.len(), &places, true)
    }

    fn as_claim(&self, quoted: &QuotedStatement) -> ClaimText {
        let pieces: Vec<&str> = quoted
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        let text = if pieces.is_empty() {
            quoted.statement.text.clone()
        } else {
            pieces.join(" ")
        };
        ClaimText::read(&text, &self.names, &self.settings)
    }
}

fn carried(carrier: &Carrier) -> (Timestamp, Timestamp) {
    let seen = carrier.first_seen;
    (carrier.published.map_or(seen, |when| when.at), seen)
}

fn first_carried(quoted: &QuotedStatement) -> (Timestamp, Timestamp) {
    let article = &quoted.article;
    let own = (article.appeared(), article.first_seen);
    quoted.carriers.iter().map(carried).min().unwrap_or(own)
}

/// The days around a statement; all days where it has none.
fn around(quoted: &QuotedStatement, days: i32) -> DateRange {
    let said = quoted.statement.said_on.map(|said| said.date);
    let day = said.or_else(|| quoted.article.published.map(|when| when.date()));
    day.map_or(DateRange::default(), |day| DateRange {
        since: day.checked_sub(days.days()).ok(),
        until: day.checked_add(days.days()).ok(),
    })
}
