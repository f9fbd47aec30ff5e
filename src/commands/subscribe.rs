//! `subscribe`: hear of each new statement that fits.

use std::sync::Arc;

use jiff::SignedDuration;

use super::{CommandError, Commands, Previewed, Reply, Subscribed, ask};
use crate::alerts::owed::speaker;
use crate::alerts::written::{self, Known, Written, written_condition};
use crate::alerts::{Matchable, fits, preview};
use crate::domain::{
    Asker, Condition, NewSubscription, Roster, Standing, Subscription, SubscriptionId, TurnId,
    Wanted, WantedSpeaker, Whose,
};
use crate::ports::{Change, Position};
use crate::text::words;

/// Articles that a preview looks at.
const LOOKED_AT: usize = 2_000;

/// Changes of the record that are looked through at once for who used words before.
const BATCH: usize = 200;

pub(super) async fn reply(
    commands: &Commands,
    asker: &Asker,
    text: &str,
) -> Result<Reply, CommandError> {
    let written = read(commands, text).await?;
    add(commands, asker, written).await
}

pub(super) async fn read(commands: &Commands, text: &str) -> Result<Written, CommandError> {
    let outlets = commands.record.outlets().await?;
    let known = Known {
        roster: &commands.following.roster,
        outlets: &outlets,
    };
    Ok(written::read(text, known)?)
}

async fn add(commands: &Commands, asker: &Asker, written: Written) -> Result<Reply, CommandError> {
    let following = &commands.following;
    let text = written.text(&following.roster);
    let here = Whose::Conversation(asker.conversation.clone());
    let most = commands.limits.subscriptions_a_community;
    let mut others = following
        .subscriptions
        .list_subscriptions(&here, most)
        .await?
        .into_iter();
    if let Some(same) = others.find(|other| other.given.written == text) {
        return Ok(Reply::AlreadySubscribed(Box::new(same)));
    }
    within_limits(commands, asker).await?;
    let new = NewSubscription {
        owner: asker.person.clone(),
        conversation: asker.conversation.clone(),
        community: asker.community.clone(),
        is_private: asker.is_private,
        created: commands.clock.now(),
        written: text,
        wanted: written.wanted,
        delivery: written.delivery,
        zone: written.zone,
        quiet: written.quiet,
        language: asker.language.clone(),
    };
    let previewed = look_back(commands, &new.wanted).await?;
    let id = following.subscriptions.add_subscription(&new).await?;
    mark_used(commands, id, &new.wanted).await?;
    following
        .subscribers
        .follow(&*following.subscriptions)
        .await?;
    Ok(Reply::Subscribed(Box::new(Subscribed {
        subscription: Subscription {
            id,
            given: new,
            pause: None,
            muted_until: None,
        },
        is_new: true,
        previewed,
    })))
}

async fn within_limits(commands: &Commands, asker: &Asker) -> Result<(), CommandError> {
    if asker.standing == Standing::Owner {
        return Ok(());
    }
    let limits = &commands.limits;
    let mut counted = vec![(
        Whose::Person(asker.person.clone()),
        limits.subscriptions_a_person,
    )];
    if let Some(community) = &asker.community {
        let platform = asker.conversation.platform;
        counted.push((
            Whose::Community(platform, community.clone()),
            limits.subscriptions_a_community,
        ));
    }
    for (whose, most) in counted {
        let there = commands.following.subscriptions.count_subscriptions(&whose);
        if there.await? >= most {
            return Err(CommandError::TooMany { most });
        }
    }
    Ok(())
}

/// What it would have sent.
pub(super) async fn look_back(
    commands: &Commands,
    wanted: &Wanted,
) -> Result<Previewed, CommandError> {
    let days = SignedDuration::from_hours(24 * i64::from(preview::DAYS));
    let since = commands
        .clock
        .now()
        .saturating_sub(days)
        .unwrap_or_default();
    let articles = commands.record.list_recent(since, LOOKED_AT).await?;
    let (wanted, roster) = (wanted.clone(), Arc::clone(&commands.following.roster));
    // Thousands of articles are analysed: not on a thread that others wait for.
    let mut found =
        tokio::task::spawn_blocking(move || preview::preview(&wanted, &articles, &roster))
            .await
            .map_err(|_| CommandError::Broken)?;
    found.is_part = found.articles == LOOKED_AT;
    let ids: Vec<_> = found.samples.iter().map(|(id, _)| *id).collect();
    let quoted = commands.record.quoted(&ids).await?;
    let samples = quoted
        .into_iter()
        .filter_map(|quoted| match quoted {
            Ok(quoted) => {
                let (_, why) = found.samples.iter().find(|(id, _)| *id == quoted.id)?;
                Some((quoted, why.clone()))
            }
            Err(damaged) => {
                tracing::error!(%damaged, "a statement is not quoted");
                None
            }
        })
        .collect();
    Ok(Previewed { found, samples })
}

/// Notes who used the words of a subscription to first uses already, in all that is in the record.
pub(super) async fn mark_used(
    commands: &Commands,
    id: SubscriptionId,
    wanted: &Wanted,
) -> Result<(), CommandError> {
    if !wanted.first_use {
        return Ok(());
    }
    let mut position = Position::default();
    let mut used: Vec<String> = Vec::new();
    loop {
        let changes = commands.record.changes_after(position, BATCH).await?;
        let Some((last, _)) = changes.last() else {
            break;
        };
        position = *last;
        let (wanted, roster) = (wanted.clone(), Arc::clone(&commands.following.roster));
        let found = tokio::task::spawn_blocking(move || users(&wanted, &changes, &roster));
        used.extend(found.await.map_err(|_| CommandError::Broken)?);
    }
    used.sort_unstable();
    used.dedup();
    commands.following.outbox.mark_used(id, &used).await?;
    Ok(())
}

/// Who used the words in these articles.
fn users(wanted: &Wanted, changes: &[(Position, Change)], roster: &Roster) -> Vec<String> {
    let mut used = Vec::new();
    for (_, change) in changes {
        let Change::Put(article) = change else {
            continue;
        };
        let statements = article.statements.iter().map(|found| &found.statement);
        let text = &article.document.text;
        let seen = Matchable::of_article(&article.article, text, statements.clone(), roster);
        for (statement, seen) in statements.zip(&seen) {
            if fits(wanted, seen) {
                used.extend(speaker(statement));
            }
        }
    }
    used
}

/// Subscribes to the speakers and the topic of a question.
pub(super) async fn follow(
    commands: &Commands,
    asker: &Asker,
    turn: TurnId,
) -> Result<Reply, CommandError> {
    let turn = ask::turn(commands, turn).await?;
    let (speakers, topics) = commands.answerer.subject(&turn.said.question).await?;
    let roster = &commands.following.roster;
    // Of somebody of the roster the name is told too, for what is stored under it alone: here it adds nothing.
    let named: Vec<Condition> = speakers
        .iter()
        .filter_map(|speaker| match speaker {
            WantedSpeaker::Roster(id) => Some(Condition::Speaker(id.clone())),
            WantedSpeaker::Named(name) => {
                let known = roster.speakers().iter().any(|known| known.name == *name);
                (!known).then(|| Condition::Named(name.clone()))
            }
        })
        .collect();
    let mut parts: Vec<String> = Vec::new();
    if !named.is_empty() {
        parts.push(format!(
            "({})",
            written_condition(&Condition::Any(named), roster)
        ));
    }
    for topic in topics {
        let is_word = words(&topic).nth(1).is_none();
        parts.push(if is_word {
            format!("word:\"{topic}\"")
        } else {
            format!("\"{topic}\"")
        });
    }
    if parts.is_empty() {
        return Err(CommandError::NothingToFollow);
    }
    let written = read(commands, &parts.join(" ")).await?;
    add(commands, asker, written).await
}
