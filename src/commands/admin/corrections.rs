//! `admin remove`, `admin reinstate` and `admin correct`: what was wrongly taken in, or taken out. The words of a statement
//! are never changed, and whatever is corrected says so wherever it is shown.

use super::{AdminError, Office, kept, speakers};
use crate::commands::{CommandError, Report, Told};
use crate::domain::{ArticleId, StatementId};
use crate::ports::{Act, ArticleCorrection, NewSpeaker};

/// What is written for nobody known.
const NOBODY: &str = "-";

fn wrong(told: impl Into<String>) -> CommandError {
    AdminError::Wrong(told.into()).into()
}

fn no_statement(id: StatementId) -> CommandError {
    wrong(format!(
        "there is no statement {} that can be found: admin find WORDS shows the numbers",
        id.0
    ))
}

pub(super) async fn remove_statement(
    office: &Office,
    id: StatementId,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    if !office.administration.remove_statement(id, act).await? {
        return Err(no_statement(id));
    }
    office.follow().await?;
    Ok(Report::new(
        Told::new("statement-removed").with("id", id.0.unsigned_abs()),
    ))
}

pub(super) async fn correct_statement(
    office: &Office,
    id: StatementId,
    speaker: &str,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let speaker = if speaker.trim() == NOBODY {
        NewSpeaker {
            name: None,
            id: None,
        }
    } else {
        let name = kept("the speaker", speaker)?;
        let people = office.people().await?;
        match speakers::find(&people, &name) {
            Some(person) => NewSpeaker {
                name: Some(person.name.clone()),
                id: Some(person.id.clone()),
            },
            None => NewSpeaker {
                name: Some(name),
                id: None,
            },
        }
    };
    let corrected = office
        .administration
        .correct_statement(id, &speaker, act)
        .await?
        .ok_or_else(|| no_statement(id))?;
    office.follow().await?;
    Ok(Report::new(
        Told::new("statement-corrected")
            .with("id", id.0.unsigned_abs())
            .with(
                "before",
                corrected.before.unwrap_or_else(|| NOBODY.to_owned()),
            )
            .with(
                "after",
                corrected.after.unwrap_or_else(|| NOBODY.to_owned()),
            ),
    ))
}

async fn article(office: &Office, named: &str) -> Result<ArticleId, CommandError> {
    let found = office.administration.find_article(named.trim()).await?;
    found.ok_or_else(|| {
        wrong("no article that can be found has that id or address: admin find WORDS shows them")
    })
}

pub(super) async fn remove_article(
    office: &Office,
    named: &str,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let id = article(office, named).await?;
    office.administration.remove_article(&id, act).await?;
    office.follow().await?;
    Ok(Report::new(Told::new("article-removed").with("id", id.0)))
}

pub(super) async fn reinstate_statement(
    office: &Office,
    id: StatementId,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    if !office.administration.reinstate_statement(id, act).await? {
        return Err(wrong(format!(
            "there is no statement {} that was removed, in an article that can be found: admin audit shows what was",
            id.0
        )));
    }
    office.follow().await?;
    Ok(Report::new(
        Told::new("statement-reinstated").with("id", id.0.unsigned_abs()),
    ))
}

pub(super) async fn reinstate_article(
    office: &Office,
    named: &str,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let none =
        || wrong("no article of that id or address was removed here: admin audit shows what was");
    let found = office
        .administration
        .find_removed_article(named.trim())
        .await?;
    let id = found.ok_or_else(none)?;
    if !office.administration.reinstate_article(&id, act).await? {
        return Err(none());
    }
    office.follow().await?;
    Ok(Report::new(
        Told::new("article-reinstated").with("id", id.0),
    ))
}

pub(super) async fn correct_article(
    office: &Office,
    named: &str,
    correction: &ArticleCorrection,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let correction = ArticleCorrection {
        outlet: correction
            .outlet
            .as_deref()
            .map(|outlet| kept("the outlet", outlet))
            .transpose()?,
        published: correction.published,
    };
    if correction == ArticleCorrection::default() {
        return Err(wrong(
            "say what is right: --outlet NAME or --published DATE",
        ));
    }
    let id = article(office, named).await?;
    let made = office
        .administration
        .correct_article(&id, &correction, act)
        .await?;
    office.follow().await?;
    let lines = made.into_iter().map(|correction| {
        Told::new("correction-made")
            .with("field", correction.field.name())
            .with(
                "before",
                correction.before.unwrap_or_else(|| NOBODY.to_owned()),
            )
            .with(
                "after",
                correction.after.unwrap_or_else(|| NOBODY.to_owned()),
            )
    });
    Ok(Report {
        head: Told::new("article-corrected").with("id", id.0),
        lines: lines.collect(),
    })
}
