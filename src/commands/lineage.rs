//! `lineage`: who carried a statement first, and how its wording changed.

use super::{CommandError, Commands, Reply};
use crate::domain::{Claim, Finding};

/// The lineage of the statement that the words come from; where they come from none, or from several, what the check of
/// them came to.
pub(super) async fn reply(commands: &Commands, claim: &Claim) -> Result<Reply, CommandError> {
    let verdict = commands.checker.check(claim).await?;
    match &verdict.finding {
        Finding::Exact(found) | Finding::Near(found) | Finding::OtherSpeaker(found) => {
            let lineage = commands.checker.lineage(&found.quoted).await?;
            Ok(Reply::Lineage(Box::new(lineage)))
        }
        Finding::Composite(_) | Finding::NotFound { .. } => Ok(Reply::Verdict(Box::new(verdict))),
    }
}
