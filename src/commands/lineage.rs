//! `lineage`: who carried a statement first, and how its wording changed.

use super::{CommandError, Reply};
use crate::answer::check::Checker;
use crate::domain::{Claim, Finding};

/// The lineage of the statement that the words come from; where they come from none, or from several, what the check of
/// them came to.
///
/// # Errors
/// The claim can't be checked as it was given, or the machinery failed.
pub async fn trace(checker: &Checker, claim: &Claim) -> Result<Reply, CommandError> {
    let verdict = checker.check(claim).await?;
    match &verdict.finding {
        Finding::Exact(found) | Finding::Near(found) | Finding::OtherSpeaker(found) => {
            let lineage = checker.lineage(&found.quoted).await?;
            Ok(Reply::Lineage(Box::new(lineage)))
        }
        Finding::Composite(_) | Finding::NotFound { .. } => Ok(Reply::Verdict(Box::new(verdict))),
    }
}
