//! `explain`: why a statement is sent here or not.

use super::{CommandError, Commands, Explained, Reply};
use crate::alerts::{Matchable, Why, why};
use crate::domain::{Asker, StatementId, Subscription, Whose};
use crate::ports::{IndexedArticle, IndexedStatement};

/// What becomes of the statement, or of the nearest one of the article, by each subscription of the conversation.
pub(super) async fn reply(
    commands: &Commands,
    asker: &Asker,
    about: &str,
) -> Result<Reply, CommandError> {
    let (article, only) = find(commands, about).await?;
    let statements: Vec<&IndexedStatement> = article
        .statements
        .iter()
        .filter(|one| only.is_none_or(|id| one.id == id))
        .collect();
    if statements.is_empty() {
        return Err(CommandError::NoStatement);
    }
    let following = &commands.following;
    let seen = Matchable::of_article(
        &article.article,
        &article.document.text,
        statements.iter().map(|one| &one.statement),
        &following.roster,
    );
    let most = commands.limits.subscriptions_a_community;
    let here = Whose::Conversation(asker.conversation.clone());
    let subscriptions = following
        .subscriptions
        .list_subscriptions(&here, most)
        .await?;
    let mut found: Vec<(Subscription, StatementId, Why)> = Vec::new();
    for subscription in subscriptions {
        let told = |seen: &Matchable| why(&subscription.given.wanted, seen, &following.roster);
        let nearest = statements
            .iter()
            .zip(&seen)
            .map(|(one, seen)| (one.id, told(seen)))
            .min_by_key(|(_, why)| why.fails.len());
        if let Some((id, why)) = nearest {
            found.push((subscription, id, why));
        }
    }
    // Those that it fits come first.
    found.sort_by_key(|(_, _, why)| why.fails.len());
    let shown = found.first().map_or(statements[0].id, |(_, id, _)| *id);
    let quoted = commands.record.quoted(&[shown]).await?;
    let Some(Ok(quoted)) = quoted.into_iter().next() else {
        return Err(CommandError::NoStatement);
    };
    let fingerprint = statements
        .iter()
        .find(|one| one.id == shown)
        .map_or(0, |one| one.fingerprint);
    let told = following.outbox.find_told(&asker.conversation, fingerprint);
    Ok(Reply::Explained(Box::new(Explained {
        quoted,
        delivered: told.await?,
        subscriptions: found.into_iter().map(|(one, _, why)| (one, why)).collect(),
        now: commands.clock.now(),
    })))
}

/// The article that is meant, and the statement where one is.
async fn find(
    commands: &Commands,
    about: &str,
) -> Result<(IndexedArticle, Option<StatementId>), CommandError> {
    if let Ok(number) = about.trim_start_matches('#').parse() {
        let id = StatementId(number);
        let quoted = commands.record.quoted(&[id]).await?;
        let Some(Ok(quoted)) = quoted.into_iter().next() else {
            return Err(CommandError::NoStatement);
        };
        let article = commands.record.find_article(&quoted.article.id).await?;
        return Ok((article.ok_or(CommandError::NoStatement)?, Some(id)));
    }
    // Our links lead to the words: what they end with for that is no part of the address.
    let address = about.trim_matches(['<', '>']);
    let address = address.split("#:~:").next().unwrap_or(address);
    let known = commands.record.find_by_url(address).await?;
    let known = known.ok_or(CommandError::NoStatement)?;
    let article = commands.record.find_article(&known.id).await?;
    Ok((article.ok_or(CommandError::NoStatement)?, None))
}
