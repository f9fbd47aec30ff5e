//! `check`: whether something was said.

use super::{CommandError, Commands, Reply};
use crate::domain::Claim;

pub(super) async fn reply(commands: &Commands, claim: &Claim) -> Result<Reply, CommandError> {
    let verdict = commands.checker.check(claim).await?;
    Ok(Reply::Verdict(Box::new(verdict)))
}
