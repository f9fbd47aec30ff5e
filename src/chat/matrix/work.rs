//! Acting on what is due in a room: one worker a room, one thing after the other.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedUserId, TransactionId};
use matrix_sdk::{Room, RoomState};

use super::addressed::{self, Way};
use super::attachment::File;
use super::bot::Bot;
use super::event::{self, Message, Seen, Sign, see};
use super::render::render;
use super::{failure, rooms, send, trust};
use crate::chat::card::{self, Card, Part, Span};
use crate::commands::{
    Answered, CommandError, Invocation, Misuse, Reply, Work, parse, parse_with_file,
};
use crate::domain::{Asker, MessageId, TurnId};
use crate::ports::{Progress, Received, RecordError, SendError, Shown, ShownPage};

/// For so long, messages may be unreadable before we say so: keys often come a moment later.
const GRACE: Duration = Duration::from_secs(10);

/// Between two notices of unreadable messages in one thread.
const TELL_AGAIN: Duration = Duration::from_secs(24 * 3_600);

/// Between two notices to one person that they are too fast.
const SLOWED_AGAIN: Duration = Duration::from_secs(30);

/// How long after a question plain words may go on from it, alone with us.
const GOES_ON: Duration = Duration::from_secs(30 * 60);

/// People who are remembered for that.
const SLOWED: usize = 1_000;

/// So much before a moment.
pub(super) fn ago(now: Timestamp, time: Duration) -> Timestamp {
    now.saturating_sub(time).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Why something could not be acted on now.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Send(#[from] SendError),
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Acts on everything that is due in a room, then ends.
pub(super) async fn work(bot: Arc<Bot>, id: OwnedRoomId) {
    let Some(room) = bot
        .client
        .get_room(&id)
        .filter(|room| room.state() == RoomState::Joined)
    else {
        bot.working.lock().remove(&id);
        return;
    };
    let mut tries = 0;
    let mut last_read = None;
    loop {
        if bot.shutdown.is_cancelled() {
            return;
        }
        let due = bot.parts.inbox.list_due(id.as_str(), 1).await;
        let outcome = match due.as_deref() {
            Ok([received, ..]) => {
                if last_read.is_none() {
                    bot.courtesies.type_(&id, true);
                }
                if received.progress == Progress::Due {
                    last_read = Some(received.event.clone());
                }
                act(&bot, &room, received)
                    .await
                    .map_err(|failure| (failure, received.event.clone()))
            }
            Ok([]) => {
                if let Some(event) = last_read.take() {
                    bot.courtesies.type_(&id, false);
                    if let Ok(event) = OwnedEventId::try_from(event.0) {
                        bot.courtesies.read(&id, event);
                    }
                }
                bot.at_hand.lock().remove(&id);
                let mut working = bot.working.lock();
                match working.get_mut(&id) {
                    Some(again) if *again => *again = false,
                    _ => {
                        working.remove(&id);
                        return;
                    }
                }
                continue;
            }
            Err(error) => {
                tracing::error!(%error, "what is due can't be read");
                Err((
                    Failure::Send(SendError::Later {
                        after: None,
                        reason: error.to_string(),
                    }),
                    MessageId(String::new()),
                ))
            }
        };
        let Err((failure, event)) = outcome else {
            tries = 0;
            continue;
        };
        let after = match failure {
            Failure::Send(SendError::Closed { reason } | SendError::Refused { reason }) => {
                tracing::warn!(room = %id, event = event.0, reason, "not answered");
                tell_why(&bot, &room, &event).await;
                match settle(&bot, &event, &Progress::Done, &[]).await {
                    Ok(()) => continue,
                    Err(_) => None,
                }
            }
            Failure::Send(SendError::Later { after, reason }) => {
                tracing::warn!(room = %id, event = event.0, reason, "answering later");
                after
            }
            Failure::Record(error) => {
                tracing::error!(%error, "the record fails");
                None
            }
        };
        let pause = failure::pause(tries, after);
        tries += 1;
        tokio::select! {
            () = bot.shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Tells whoever asked why there is no answer, where it is for want of permission.
async fn tell_why(bot: &Arc<Bot>, room: &Room, event: &MessageId) {
    let Ok(id) = OwnedEventId::try_from(event.0.as_str()) else {
        return;
    };
    if let Ok(Some(event)) = fetch(room, &id).await
        && let Some(sender) = event.sender()
    {
        rooms::tell_if_mute(bot, room, &sender).await;
    }
}

async fn settle(
    bot: &Bot,
    event: &MessageId,
    progress: &Progress,
    shown: &[Shown],
) -> Result<(), RecordError> {
    bot.parts
        .inbox
        .settle(event, progress, shown, bot.parts.clock.now())
        .await
}

async fn act(bot: &Arc<Bot>, room: &Room, received: &Received) -> Result<(), Failure> {
    let Ok(id) = OwnedEventId::try_from(received.event.0.as_str()) else {
        settle(bot, &received.event, &Progress::Done, &[]).await?;
        return Ok(());
    };
    if received.progress == Progress::Shown {
        add_buttons(bot, room, received).await?;
        settle(bot, &received.event, &Progress::Done, &[]).await?;
        return Ok(());
    }
    let at_hand = bot
        .at_hand
        .lock()
        .get_mut(room.room_id())
        .and_then(|events| events.remove(&id));
    let event = match at_hand {
        Some(event) => Some(event),
        None => fetch(room, &id).await?,
    };
    let done = match &event {
        Some(event) => act_on(bot, room, &id, event).await,
        None => Ok((Progress::Done, Vec::new())),
    };
    match done {
        Ok((progress, shown)) => {
            settle(bot, &received.event, &progress, &shown).await?;
            Ok(())
        }
        Err(failure) => {
            // For the next try.
            if let Some(event) = event {
                bot.keep(room, event);
            }
            Err(failure)
        }
    }
}

/// Acts on an event: how far that has come, and what was shown.
async fn act_on(
    bot: &Arc<Bot>,
    room: &Room,
    id: &EventId,
    event: &TimelineEvent,
) -> Result<(Progress, Vec<Shown>), Failure> {
    match see(event, &bot.own) {
        None => Ok((Progress::Done, Vec::new())),
        Some(Seen::Unreadable { session, .. }) => Ok((Progress::Waiting { session }, Vec::new())),
        Some(Seen::Message(message)) => answer(bot, room, id, &message).await,
        Some(Seen::Edit { of, now }) => edit(bot, room, id, &of, now).await,
        Some(Seen::Reaction { sender, to, sign }) => {
            let shown = react(bot, room, id, &sender, &to, sign).await?;
            Ok((Progress::Done, shown))
        }
        Some(Seen::Verification { sender }) => {
            let shown = decline(bot, room, id, &sender).await?;
            Ok((Progress::Done, shown))
        }
        Some(Seen::Redaction { of }) => {
            take_back(bot, room, &of).await?;
            Ok((Progress::Done, Vec::new()))
        }
    }
}

/// An event as the homeserver has it; nothing where it has none.
async fn fetch(room: &Room, id: &EventId) -> Result<Option<TimelineEvent>, SendError> {
    match room.event(id, None).await {
        Ok(event) => Ok(Some(event)),
        Err(error) => match failure::meaning(&error) {
            later @ SendError::Later { .. } => Err(later),
            SendError::Closed { .. } | SendError::Refused { .. } => Ok(None),
        },
    }
}

/// A question or command: what was shown for it, and how far that is.
async fn answer(
    bot: &Arc<Bot>,
    room: &Room,
    id: &EventId,
    message: &Message,
) -> Result<(Progress, Vec<Shown>), Failure> {
    let Some(asked) = asked(bot, room, id, message).await? else {
        return Ok((Progress::Done, Vec::new()));
    };
    let asker = bot
        .asker(room, &message.sender, message.thread.as_ref())
        .await;
    let asked = match asked {
        Ok(Invocation::Say {
            text,
            previous: None,
        }) => Ok(Invocation::Say {
            text,
            previous: just_before(bot, &asker).await?,
        }),
        asked => asked,
    };
    let Some(Carried { card, page, work }) = carry_out(bot, &asker, &message.sender, asked).await
    else {
        return Ok((Progress::Done, Vec::new()));
    };
    let root = message.thread.as_deref().unwrap_or(id);
    let shown = show(bot, room, id, root, id, &message.sender, card, page).await?;
    follow_work(bot, room, work, &shown);
    Ok((after(bot, &shown), shown))
}

/// What goes with an answer is to be sent after it.
fn after(bot: &Bot, shown: &[Shown]) -> Progress {
    let has_page = shown.iter().any(|shown| shown.page.is_some());
    if has_page && bot.parts.settings.buttons {
        Progress::Shown
    } else {
        Progress::Done
    }
}

/// What a message asks of us; nothing where it is not said to us.
async fn asked(
    bot: &Arc<Bot>,
    room: &Room,
    id: &EventId,
    message: &Message,
) -> Result<Option<Result<Invocation, Misuse>>, Failure> {
    let previous = previous(bot, room, message).await?;
    let replies_to_us = match &message.replies_to {
        Some(to) => is_ours(bot, room, to).await?,
        None => false,
    };
    let is_more = message.text.trim().eq_ignore_ascii_case("more");
    let way = Way {
        mentions_us: message.mentions_us,
        replies_to_us: replies_to_us || (is_more && previous.is_some()),
        is_direct: bot.is_direct(room),
        has_fallback: message.replies_to.is_some(),
    };
    let Some(line) = addressed::line(&message.text, way, &bot.us()) else {
        return Ok(None);
    };
    let understood = understood(bot, room, id, message, &line).await?;
    Ok(Some(invocation(&line, understood, previous)))
}

/// What a line comes to, with the file that it is written under, or, where it lacks one, that it replies to.
async fn understood(
    bot: &Bot,
    room: &Room,
    id: &EventId,
    message: &Message,
    line: &str,
) -> Result<Result<Invocation, Misuse>, SendError> {
    let prefix = bot.parts.settings.prefix;
    let with = |file: File, sent_with: &EventId| {
        let file = file.attached(&bot.client, room.room_id(), sent_with);
        parse_with_file(line, prefix, file)
    };
    if let Some(file) = &message.file {
        return Ok(with(file.clone(), id));
    }
    let (misuse, to) = match (parse(line, prefix), &message.replies_to) {
        (Err(misuse), Some(to)) => (misuse, to),
        (understood, _) => return Ok(understood),
    };
    let file = fetch(room, to).await?.as_ref().and_then(event::file);
    Ok(match file {
        Some(file) => with(file, to).or(Err(misuse)),
        None => Err(misuse),
    })
}

fn invocation(
    line: &str,
    understood: Result<Invocation, Misuse>,
    previous: Option<ShownPage>,
) -> Result<Invocation, Misuse> {
    if line.eq_ignore_ascii_case("more")
        && let Some(shown) = previous
        && shown.page + 1 < shown.pages
    {
        return Ok(Invocation::Page {
            turn: shown.turn,
            page: shown.page + 1,
        });
    }
    Ok(match understood? {
        Invocation::Say { text, .. } => Invocation::Say {
            text,
            previous: previous.map(|shown| shown.turn),
        },
        other => other,
    })
}

/// The answer that a message is said to: the one it replies to, else the last of its thread.
async fn previous(
    bot: &Bot,
    room: &Room,
    message: &Message,
) -> Result<Option<ShownPage>, RecordError> {
    let inbox = &bot.parts.inbox;
    if let Some(to) = &message.replies_to
        && let Some(shown) = inbox.find_shown(&MessageId(to.to_string())).await?
        && shown.page.is_some()
    {
        return Ok(shown.page);
    }
    let Some(thread) = &message.thread else {
        return Ok(None);
    };
    let shown = inbox
        .find_shown_in_thread(room.room_id().as_str(), &MessageId(thread.to_string()))
        .await?;
    Ok(shown.and_then(|shown| shown.page))
}

/// The turn that plain words go on from where they are said to no answer: alone with us, to what was asked just before.
async fn just_before(bot: &Bot, asker: &Asker) -> Result<Option<TurnId>, RecordError> {
    if !asker.is_private {
        return Ok(None);
    }
    let since = ago(bot.parts.clock.now(), GOES_ON);
    let turns = &bot.parts.desk.commands.turns;
    let turn = turns
        .find_latest_turn(&asker.conversation, &asker.person, since)
        .await?;
    Ok(turn.map(|turn| turn.id))
}

async fn is_ours(bot: &Bot, room: &Room, message: &EventId) -> Result<bool, Failure> {
    let known = bot
        .parts
        .inbox
        .find_shown(&MessageId(message.to_string()))
        .await?;
    if known.is_some() {
        return Ok(true);
    }
    let event = fetch(room, message).await?;
    Ok(event.is_some_and(|event| event.sender().is_some_and(|sender| sender == bot.own)))
}

/// What came of a command.
struct Carried {
    /// The reply.
    card: Card,
    /// The page of an answer that it shows.
    page: Option<ShownPage>,
    /// What goes on after it.
    work: Option<Work>,
}

/// So often at most a message tells anew how a work stands.
const STANDS: Duration = Duration::from_secs(3);

/// Has what was shown first changed as a work goes on.
fn follow_work(bot: &Arc<Bot>, room: &Room, work: Option<Work>, shown: &[Shown]) {
    if let Some(work) = work
        && let Some(first) = shown.first()
        && let Ok(message) = OwnedEventId::try_from(first.message.0.as_str())
    {
        let told = tell(Arc::clone(bot), room.clone(), message, work);
        bot.tasks.spawn(told);
    }
}

/// Changes a message with each further stand of a work, until its end or ours.
async fn tell(bot: Arc<Bot>, room: Room, message: OwnedEventId, mut work: Work) {
    loop {
        let stand = tokio::select! {
            () = bot.shutdown.cancelled() => return,
            stand = work.next(STANDS) => stand,
        };
        let Some(stand) = stand else {
            return;
        };
        let rendered = render(&card::report(&stand.report, bot.words));
        let transaction = TransactionId::new();
        let mut tries = 0;
        // The last stand has to be told, and for any other, the next comes all the same.
        while let Err(error) = send::edit(&room, &message, &rendered, transaction.clone()).await {
            tracing::warn!(%error, "how a work stands could not be told");
            let SendError::Later { after, .. } = error else {
                break;
            };
            let pause = failure::pause(tries, after);
            tries += 1;
            tokio::select! {
                () = bot.shutdown.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}

/// The reply as a card, with the page that it shows and what goes on after it; nothing where even a refusal would be too
/// much.
async fn carry_out(
    bot: &Bot,
    asker: &Asker,
    sender: &OwnedUserId,
    asked: Result<Invocation, Misuse>,
) -> Option<Carried> {
    let desk = &bot.parts.desk;
    match desk.commands.hear(asker, asked).await {
        Ok(reply) => {
            let page = match &reply {
                Reply::Answer(answered) => shown_page(answered),
                _ => None,
            };
            Some(Carried {
                card: card::reply(&reply, &desk.roster, bot.words),
                page,
                work: match reply {
                    Reply::Work(work) => Some(work),
                    _ => None,
                },
            })
        }
        Err(CommandError::TooFast { .. }) if !may_be_slowed(bot, sender) => None,
        Err(error) => {
            if error.is_fault() {
                tracing::error!(%error, "a command failed");
            }
            Some(Carried {
                card: card::error(&error, bot.words),
                page: None,
                work: None,
            })
        }
    }
}

fn shown_page(answered: &Answered) -> Option<ShownPage> {
    answered.turn.map(|turn| ShownPage {
        turn,
        page: answered.page,
        pages: answered.pages,
        first: answered.first(),
        hits: answered.answer.hits.len(),
    })
}

/// Whether somebody is told (again) that they are too fast: not for every message, or we would be as fast as they.
fn may_be_slowed(bot: &Bot, sender: &OwnedUserId) -> bool {
    let now = bot.parts.clock.now();
    let long_ago = ago(now, SLOWED_AGAIN);
    let mut slowed = bot.slowed.lock();
    if slowed.len() >= SLOWED {
        slowed.retain(|_, told| *told > long_ago);
    }
    if slowed.get(sender).is_some_and(|told| *told > long_ago) || slowed.len() >= SLOWED {
        return false;
    }
    slowed.insert(sender.clone(), now);
    true
}

/// Sends a card into a thread, and its picture behind it. `cause` is the event that they are sent for, `question` the
/// one that they belong to.
#[expect(
    clippy::too_many_arguments,
    reason = "each is another thing, and there is one caller a kind"
)]
async fn show(
    bot: &Bot,
    room: &Room,
    cause: &EventId,
    root: &EventId,
    question: &EventId,
    sender: &OwnedUserId,
    mut card: Card,
    page: Option<ShownPage>,
) -> Result<Vec<Shown>, Failure> {
    let picture = card.picture.take();
    let mentioned = (!bot.is_direct(room)).then_some(sender);
    let row = |message: OwnedEventId, page| Shown {
        message: MessageId(message.to_string()),
        room: room.room_id().to_string(),
        thread: MessageId(root.to_string()),
        question: MessageId(question.to_string()),
        page,
    };
    let thread = (root, question);
    let message = send::send(
        room,
        &render(&card),
        Some(thread),
        mentioned,
        send::transaction("answer", cause.as_str()),
    )
    .await?;
    let shown_message = MessageId(message.to_string());
    if let Some(page) = page {
        let turns = &bot.parts.desk.commands.turns;
        turns.mark_shown(page.turn, &shown_message).await?;
    }
    let mut shown = vec![row(message, page)];
    if let Some(picture) = picture {
        let transaction = send::transaction("picture", cause.as_str());
        let sent = send::send_picture(room, picture, thread, transaction).await;
        match sent {
            Ok(message) => shown.push(row(message, None)),
            Err(later @ SendError::Later { .. }) => return Err(later.into()),
            // What the picture shows stands in the words too.
            Err(error) => tracing::warn!(%error, "the picture was not taken"),
        }
    }
    Ok(shown)
}

/// The signs that can be pressed under an answer.
async fn add_buttons(bot: &Bot, room: &Room, received: &Received) -> Result<(), Failure> {
    for shown in bot.parts.inbox.list_shown(&received.event).await? {
        let Some(page) = shown.page else { continue };
        let Ok(message) = OwnedEventId::try_from(shown.message.0.as_str()) else {
            continue;
        };
        for sign in Sign::ALL {
            let is_of_use = match sign {
                Sign::Back | Sign::Forward => page.pages > 1,
                Sign::Context => page.hits > 0,
                Sign::Follow => true,
            };
            if !is_of_use {
                continue;
            }
            let what = format!("sign-{sign:?}");
            let sent = send::react(
                room,
                &message,
                sign,
                send::transaction(&what, &shown.message.0),
            );
            match sent.await {
                Ok(()) => {}
                Err(later @ SendError::Later { .. }) => return Err(later.into()),
                // Where we may not react, people still may.
                Err(error) => {
                    tracing::debug!(%error, "no signs under an answer");
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// A question that was changed: its answer changes with it. One that was none before is answered now.
async fn edit(
    bot: &Arc<Bot>,
    room: &Room,
    id: &EventId,
    of: &OwnedEventId,
    now: Message,
) -> Result<(Progress, Vec<Shown>), Failure> {
    let nothing = Ok((Progress::Done, Vec::new()));
    let Some(original) = fetch(room, of).await? else {
        return nothing;
    };
    if original.sender().as_ref() != Some(&now.sender) {
        return nothing;
    }
    let (thread, replies_to) = match see(&original, &bot.own) {
        Some(Seen::Message(message)) => (message.thread, message.replies_to),
        _ => (None, None),
    };
    let question = MessageId(of.to_string());
    let mut before = bot.parts.inbox.list_shown(&question).await?.into_iter();
    let answer = before.next();
    let message = Message {
        thread,
        replies_to,
        // What was for us stays for us.
        mentions_us: now.mentions_us || answer.is_some(),
        ..now
    };
    let Some(asked) = asked(bot, room, of, &message).await? else {
        return nothing;
    };
    let asker = bot
        .asker(room, &message.sender, message.thread.as_ref())
        .await;
    let carried = carry_out(bot, &asker, &message.sender, asked).await;
    let Some(Carried {
        mut card,
        page,
        work,
    }) = carried
    else {
        return nothing;
    };
    let root = message.thread.as_deref().unwrap_or(of);
    let Some(answer) = answer else {
        let shown = show(bot, room, of, root, of, &message.sender, card, page).await?;
        follow_work(bot, room, work, &shown);
        return Ok((Progress::Done, shown));
    };
    let Ok(answer_id) = OwnedEventId::try_from(answer.message.0.as_str()) else {
        return nothing;
    };
    // What hung on the former answer, its picture or contexts, is of another question.
    for other in before {
        take_one_back(room, &other).await?;
    }
    let picture = card.picture.take();
    let transaction = send::transaction("edit", id.as_str());
    send::edit(room, &answer_id, &render(&card), transaction).await?;
    if let Some(page) = page {
        let turns = &bot.parts.desk.commands.turns;
        turns.mark_shown(page.turn, &answer.message).await?;
    }
    let mut shown = vec![Shown { page, ..answer }];
    follow_work(bot, room, work, &shown);
    if let Some(picture) = picture {
        let transaction = send::transaction("picture", id.as_str());
        let message = send::send_picture(room, picture, (root, of), transaction).await?;
        shown.push(Shown {
            message: MessageId(message.to_string()),
            page: None,
            ..shown[0].clone()
        });
    }
    Ok((Progress::Done, shown))
}

/// A sign under a message of ours.
async fn react(
    bot: &Arc<Bot>,
    room: &Room,
    id: &EventId,
    sender: &OwnedUserId,
    to: &OwnedEventId,
    sign: Sign,
) -> Result<Vec<Shown>, Failure> {
    let inbox = &bot.parts.inbox;
    let Some(shown) = inbox.find_shown(&MessageId(to.to_string())).await? else {
        return Ok(Vec::new());
    };
    let Some(page) = shown.page else {
        return Ok(Vec::new());
    };
    let (Ok(root), Ok(question)) = (
        OwnedEventId::try_from(shown.thread.0.as_str()),
        OwnedEventId::try_from(shown.question.0.as_str()),
    ) else {
        return Ok(Vec::new());
    };
    let asker = bot.asker(room, sender, Some(&root)).await;
    let wanted = match sign {
        Sign::Back => page.page.checked_sub(1),
        Sign::Forward => Some(page.page + 1).filter(|wanted| *wanted < page.pages),
        Sign::Context => {
            let card = contexts(bot, &asker, sender, page).await;
            let Some(card) = card else {
                return Ok(Vec::new());
            };
            return show(bot, room, id, &root, &question, sender, card, None).await;
        }
        Sign::Follow => {
            // News go into the room: nobody looks for them in the thread of an old question.
            let asker = bot.asker(room, sender, None).await;
            let asked = Ok(Invocation::Follow { turn: page.turn });
            let Some(Carried { card, .. }) = carry_out(bot, &asker, sender, asked).await else {
                return Ok(Vec::new());
            };
            return show(bot, room, id, &root, &question, sender, card, None).await;
        }
    };
    let Some(wanted) = wanted else {
        return Ok(Vec::new());
    };
    let asked = Ok(Invocation::Page {
        turn: page.turn,
        page: wanted,
    });
    let Some(Carried {
        card, page: now, ..
    }) = carry_out(bot, &asker, sender, asked).await
    else {
        return Ok(Vec::new());
    };
    if now.is_none() {
        // A refusal: said once, and not for each press.
        let now = bot.parts.clock.now();
        let room_id = room.room_id().as_str();
        return if inbox
            .may_tell(room_id, Some(&shown.message), TELL_AGAIN, now)
            .await?
        {
            show(bot, room, id, &root, &question, sender, card, None).await
        } else {
            Ok(Vec::new())
        };
    }
    let transaction = send::transaction("page", id.as_str());
    send::edit(room, to, &render(&card), transaction).await?;
    Ok(vec![Shown { page: now, ..shown }])
}

/// Somebody wants to compare emoji, and nobody is there: they are told how it is done.
async fn decline(
    bot: &Bot,
    room: &Room,
    id: &EventId,
    sender: &OwnedUserId,
) -> Result<Vec<Shown>, Failure> {
    // One that is over was not begun with us as we are now.
    if !trust::declined(&bot.client, sender, id.as_str()).await {
        return Ok(Vec::new());
    }
    let card = Card {
        parts: vec![Part::Line(vec![Span::Text(bot.words.tell("not-at-hand"))])],
        ..Card::default()
    };
    show(bot, room, id, id, id, sender, card, None).await
}

/// What stands around every hit of a page, in one card.
async fn contexts(bot: &Bot, asker: &Asker, sender: &OwnedUserId, page: ShownPage) -> Option<Card> {
    let mut whole: Option<Card> = None;
    for hit in page.first..page.first + page.hits {
        let asked = Ok(Invocation::Context {
            turn: page.turn,
            hit,
        });
        let Some(Carried { card, .. }) = carry_out(bot, asker, sender, asked).await else {
            break;
        };
        match &mut whole {
            None => whole = Some(card),
            Some(whole) => whole.parts.extend(card.parts),
        }
    }
    whole
}

/// A message was taken back: what we sent for it is too.
async fn take_back(bot: &Bot, room: &Room, of: &OwnedEventId) -> Result<(), Failure> {
    let of = MessageId(of.to_string());
    for shown in bot.parts.inbox.list_shown(&of).await? {
        take_one_back(room, &shown).await?;
    }
    let received = bot.parts.inbox.find_received(&of).await?;
    if received.is_some_and(|received| received.progress != Progress::Done) {
        settle(bot, &of, &Progress::Done, &[]).await?;
    }
    Ok(())
}

async fn take_one_back(room: &Room, shown: &Shown) -> Result<(), SendError> {
    let Ok(message) = OwnedEventId::try_from(shown.message.0.as_str()) else {
        return Ok(());
    };
    let transaction = send::transaction("redact", &shown.message.0);
    match send::redact(room, &message, transaction).await {
        // It is gone already, by somebody else's hand.
        Err(SendError::Closed { .. } | SendError::Refused { .. }) | Ok(()) => Ok(()),
        Err(later) => Err(later),
    }
}

/// Looks from time to time at what can't be read: tries it again after a while, and says once a thread that it is so.
pub(super) async fn look_after_unreadable(bot: Arc<Bot>, every: Duration) {
    let mut looked_at = std::collections::HashSet::new();
    loop {
        tokio::select! {
            () = bot.shutdown.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
        let before = ago(bot.parts.clock.now(), GRACE);
        let waiting = match bot.parts.inbox.list_waiting(before).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::error!(%error, "what waits for keys can't be read");
                continue;
            }
        };
        looked_at.retain(|event| waiting.iter().any(|received| received.event == *event));
        for received in waiting {
            if !looked_at.contains(&received.event) {
                match look_at(&bot, &received).await {
                    Ok(()) => {
                        looked_at.insert(received.event);
                    }
                    Err(error) => {
                        tracing::debug!(%error, "an unreadable message is looked at later")
                    }
                }
            }
        }
    }
}

async fn look_at(bot: &Arc<Bot>, received: &Received) -> Result<(), Failure> {
    let (Ok(id), Ok(room_id)) = (
        OwnedEventId::try_from(received.event.0.as_str()),
        OwnedRoomId::try_from(received.room.as_str()),
    ) else {
        return Ok(());
    };
    let Some(room) = bot.client.get_room(&room_id) else {
        return Ok(());
    };
    let Progress::Waiting { session } = &received.progress else {
        return Ok(());
    };
    let event = fetch(&room, &id).await?;
    let Some(Seen::Unreadable { thread, .. }) =
        event.as_ref().and_then(|event| see(event, &bot.own))
    else {
        // The keys came when nobody looked.
        bot.parts
            .inbox
            .make_due(Some((&received.room, session)))
            .await?;
        bot.wake(&room_id);
        return Ok(());
    };
    let key = thread.as_ref().map(|thread| MessageId(thread.to_string()));
    let now = bot.parts.clock.now();
    if !bot
        .parts
        .inbox
        .may_tell(&received.room, key.as_ref(), TELL_AGAIN, now)
        .await?
    {
        return Ok(());
    }
    let card = Card {
        parts: vec![Part::Line(vec![Span::Text(bot.words.tell("unreadable"))])],
        ..Card::default()
    };
    let root = thread.as_deref().unwrap_or(&id);
    let transaction = send::transaction("unreadable", id.as_str());
    send::send(&room, &render(&card), Some((root, &id)), None, transaction).await?;
    Ok(())
}
