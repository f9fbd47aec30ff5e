//! `sources`: what is indexed, and how fresh.

use super::{CommandError, Commands, Reply};

pub(super) async fn reply(commands: &Commands) -> Result<Reply, CommandError> {
    Ok(Reply::Sources {
        searched: commands.record.freshness().await?,
        outlets: commands.record.outlets().await?,
    })
}
