//! `subscriptions`: what is subscribed to, and changes of it.

use jiff::SignedDuration;

use super::{CommandError, Commands, Now, Reply, Subscribed, subscribe};
use crate::domain::{Asker, Pause, Standing, Subscription, SubscriptionId, Whose};

/// The subscriptions that send to this conversation; where nobody else reads also the asker's own elsewhere.
pub(super) async fn list(commands: &Commands, asker: &Asker) -> Result<Reply, CommandError> {
    let most = commands.limits.subscriptions_a_community;
    let kept = &commands.following.subscriptions;
    let here = Whose::Conversation(asker.conversation.clone());
    let here = kept.list_subscriptions(&here, most).await?;
    let mut elsewhere = Vec::new();
    if asker.is_private {
        let own = Whose::Person(asker.person.clone());
        elsewhere = kept.list_subscriptions(&own, most).await?;
        elsewhere.retain(|other| !here.iter().any(|one| one.id == other.id));
    }
    Ok(Reply::Subscriptions { here, elsewhere })
}

/// The subscription, where the asker may change it: whoever made it, and a moderator of where it sends to.
async fn own(
    commands: &Commands,
    asker: &Asker,
    id: SubscriptionId,
) -> Result<Subscription, CommandError> {
    let found = commands.following.subscriptions.find_subscription(id);
    let found = found.await?.filter(|found| may_change(asker, found));
    // Whether there is one that is somebody else's is nobody's business.
    found.ok_or(CommandError::NoSuchSubscription { id })
}

fn may_change(asker: &Asker, subscription: &Subscription) -> bool {
    let given = &subscription.given;
    let same_place = given.conversation == asker.conversation;
    let same_community = given.conversation.platform == asker.conversation.platform
        && given.community.is_some()
        && given.community == asker.community
        && !given.is_private;
    given.owner == asker.person
        || asker.standing == Standing::Owner
        || (asker.standing >= Standing::Moderator && (same_place || same_community))
}

async fn put(
    commands: &Commands,
    subscription: Subscription,
    now: Now,
) -> Result<Reply, CommandError> {
    let following = &commands.following;
    let id = subscription.id;
    if !following
        .subscriptions
        .put_subscription(&subscription)
        .await?
    {
        return Err(CommandError::NoSuchSubscription { id });
    }
    following
        .subscribers
        .follow(&*following.subscriptions)
        .await?;
    Ok(Reply::SubscriptionChanged {
        subscription: Box::new(subscription),
        now,
    })
}

pub(super) async fn edit(
    commands: &Commands,
    asker: &Asker,
    id: SubscriptionId,
    text: &str,
) -> Result<Reply, CommandError> {
    let mut subscription = own(commands, asker, id).await?;
    let written = subscribe::read(commands, text).await?;
    let following = &commands.following;
    subscription.given.written = written.text(&following.roster);
    subscription.given.wanted = written.wanted;
    subscription.given.delivery = written.delivery;
    subscription.given.zone = written.zone;
    subscription.given.quiet = written.quiet;
    if !asker.language.is_unknown() {
        subscription.given.language = asker.language.clone();
    }
    let previewed = subscribe::look_back(commands, &subscription.given.wanted).await?;
    if !following
        .subscriptions
        .put_subscription(&subscription)
        .await?
    {
        return Err(CommandError::NoSuchSubscription { id });
    }
    subscribe::mark_used(commands, id, &subscription.given.wanted).await?;
    following
        .subscribers
        .follow(&*following.subscriptions)
        .await?;
    Ok(Reply::Subscribed(Box::new(Subscribed {
        subscription,
        is_new: false,
        previewed,
    })))
}

pub(super) async fn pause(
    commands: &Commands,
    asker: &Asker,
    id: SubscriptionId,
) -> Result<Reply, CommandError> {
    let mut subscription = own(commands, asker, id).await?;
    subscription.pause = Some(Pause::Asked);
    put(commands, subscription, Now::Paused).await
}

pub(super) async fn resume(
    commands: &Commands,
    asker: &Asker,
    id: SubscriptionId,
) -> Result<Reply, CommandError> {
    let mut subscription = own(commands, asker, id).await?;
    subscription.pause = None;
    subscription.muted_until = None;
    put(commands, subscription, Now::Sending).await
}

pub(super) async fn mute(
    commands: &Commands,
    asker: &Asker,
    id: SubscriptionId,
    hours: u32,
) -> Result<Reply, CommandError> {
    let mut subscription = own(commands, asker, id).await?;
    let length = SignedDuration::from_hours(i64::from(hours));
    let until = commands
        .clock
        .now()
        .saturating_add(length)
        .unwrap_or_default();
    subscription.muted_until = Some(until);
    put(commands, subscription, Now::Muted { until }).await
}

pub(super) async fn remove(
    commands: &Commands,
    asker: &Asker,
    id: SubscriptionId,
) -> Result<Reply, CommandError> {
    let subscription = own(commands, asker, id).await?;
    let following = &commands.following;
    if !following.subscriptions.remove_subscription(id).await? {
        return Err(CommandError::NoSuchSubscription { id });
    }
    following
        .subscribers
        .follow(&*following.subscriptions)
        .await?;
    Ok(Reply::SubscriptionChanged {
        subscription: Box::new(subscription),
        now: Now::Removed,
    })
}
