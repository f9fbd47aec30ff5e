//! Interactions: commands, suggestions for their options, and buttons. Each is acknowledged at once, as Discord waits for
//! no more than three seconds, and replied to when the reply is ready.

use std::time::Duration;

use serenity::model::Permissions;
use serenity::model::application::{
    CommandDataOption, CommandDataOptionValue, CommandInteraction, CommandType,
    ComponentInteraction, Interaction, ModalInteraction,
};
use serenity::model::channel::Message;

use super::attachment::link;
use super::gateway::{Handler, Origin};
use super::markup::{length, plain_within};
use super::press::Press;
use super::register::{check, check_message, is_speaker, text_options};
use super::render::body;
use super::rest::First;
use crate::chat::card::{self, Card, Locale, Part, Span, Words};
use crate::commands::{
    Command, CommandName, Invocation, Misuse, OptionName, Reply, TABLE, Work, invocation,
    invocation_with_file,
};
use crate::domain::{Asker, MessageId, TurnId};

/// Choices that Discord shows, and how long each may be.
const CHOICES: usize = 25;
const CHOICE: usize = 100;

/// So often at most a reply tells anew how a work stands.
pub(super) const STANDS: Duration = Duration::from_secs(3);

/// What came of an invocation.
pub(super) struct Carried {
    /// The reply.
    pub(super) card: Card,
    /// The turn that it shows.
    pub(super) turn: Option<TurnId>,
    /// What goes on after it.
    pub(super) work: Option<Work>,
}

impl Handler {
    pub(super) async fn interact(&self, interaction: Interaction) {
        match interaction {
            Interaction::Command(command) => self.command(&command).await,
            Interaction::Autocomplete(command) => self.suggest(&command).await,
            Interaction::Component(component) => self.press(&component).await,
            Interaction::Modal(modal) => self.modal(&modal).await,
            _ => {}
        }
    }

    async fn command(&self, command: &CommandInteraction) {
        let interaction = self
            .rest
            .interaction(command.application_id, command.id, &command.token);
        let words = Locale::of(&command.locale).words();
        let asker = self.asker(&origin_of(command));
        let understood = match command.data.kind {
            CommandType::Message => match claimed(command) {
                Some(claim) => check()
                    .ok_or_else(|| unknown(&command.data.name))
                    .and_then(|check| invocation(check, &claim, &[])),
                None => {
                    let card = told(words.tell("no-words"));
                    log(interaction.reply_privately(&body(&card, words)).await);
                    return;
                }
            },
            _ => self.understood(command),
        };
        let privately = understood.as_ref().map_or(true, is_private);
        if !log(interaction.acknowledge(First::Later { privately }).await) {
            return;
        }
        let Carried { card, turn, work } = self.carry_out(&asker, understood, words).await;
        let shown = body(&card, words);
        if card.is_private && !privately {
            log(interaction.reply_privately_instead(&shown).await);
            return;
        }
        match interaction.reply(&shown, card.picture.as_ref()).await {
            Ok(message) => self.shown(turn, &message.to_string()).await,
            Err(error) => tracing::warn!(%error, "a reply could not be shown"),
        }
        let Some(mut work) = work else { return };
        // Each further stand takes the place of the one before, for as long as Discord lets a reply be changed.
        while let Some(stand) = work.next(STANDS).await {
            let stand = body(&card::report(&stand.report, words), words);
            if let Err(error) = interaction.reply(&stand, None).await {
                tracing::warn!(%error, "how a work stands could not be told");
            }
        }
    }

    /// What a slash command asks for.
    fn understood(&self, given: &CommandInteraction) -> Result<Invocation, Misuse> {
        let (word, mut options) = (&given.data.name, given.data.options.as_slice());
        let mut command = named(TABLE, word).ok_or_else(|| unknown(word))?;
        while let Some((part, within)) = part_of(command, options) {
            command = part?;
            options = within;
        }
        let (text, others) = filled_in(command, options);
        let file = options.iter().find_map(|option| match option.value {
            CommandDataOptionValue::Attachment(id) => given.data.resolved.attachments.get(&id),
            _ => None,
        });
        match file {
            Some(file) => {
                let link = link(given.guild_id, given.channel_id, None);
                invocation_with_file(command, &text, self.files.attached(file, link))
            }
            None => invocation(command, &text, &others),
        }
    }

    /// Carries out what was understood.
    pub(super) async fn carry_out(
        &self,
        asker: &Asker,
        understood: Result<Invocation, Misuse>,
        words: &Words,
    ) -> Carried {
        // It is never closed.
        let _at_work = self.at_work.acquire().await;
        match self.desk.commands.hear(asker, understood).await {
            Ok(reply) => {
                let turn = match &reply {
                    Reply::Answer(answered) => answered.turn,
                    _ => None,
                };
                Carried {
                    card: card::reply(&reply, &self.desk.roster, words),
                    turn,
                    work: match reply {
                        Reply::Work(work) => Some(work),
                        _ => None,
                    },
                }
            }
            Err(error) => {
                if error.is_fault() {
                    tracing::error!(%error, "a command failed");
                }
                Carried {
                    card: card::error(&error, words),
                    turn: None,
                    work: None,
                }
            }
        }
    }

    /// Remembers which message shows a turn, so that replies to it follow up.
    pub(super) async fn shown(&self, turn: Option<TurnId>, message: &str) {
        let Some(turn) = turn else {
            return;
        };
        let message = MessageId(message.to_owned());
        if let Err(error) = self.desk.commands.turns.mark_shown(turn, &message).await {
            tracing::error!(%error, "what a message shows could not be kept");
        }
    }

    async fn press(&self, component: &ComponentInteraction) {
        let interaction =
            self.rest
                .interaction(component.application_id, component.id, &component.token);
        let words = Locale::of(&component.locale).words();
        let Some(press) = Press::read(&component.data.custom_id) else {
            let card = told(words.tell("unknown-button"));
            log(interaction.reply_privately(&body(&card, words)).await);
            return;
        };
        let asker = self.asker(&Origin {
            user: component.user.id,
            channel: component.channel_id,
            guild: component.guild_id,
            roles: component
                .member
                .as_ref()
                .map_or(&[][..], |member| &member.roles),
            manages: component
                .member
                .as_ref()
                .is_some_and(|member| manages(member.permissions)),
            locale: Some(&component.locale),
        });
        let first = if press.turns_the_message() {
            First::ChangeLater
        } else {
            First::Later { privately: true }
        };
        if !log(interaction.acknowledge(first).await) {
            return;
        }
        let Carried { card, turn, .. } =
            self.carry_out(&asker, Ok(press.invocation()), words).await;
        let body = body(&card, words);
        if first == First::ChangeLater && card.is_private {
            log(interaction.add_privately(&body).await);
            return;
        }
        match interaction.reply(&body, card.picture.as_ref()).await {
            Ok(message) if first == First::ChangeLater => {
                self.shown(turn, &message.to_string()).await;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "a reply could not be shown"),
        }
    }

    /// We show no forms: one of another version.
    async fn modal(&self, modal: &ModalInteraction) {
        let interaction = self
            .rest
            .interaction(modal.application_id, modal.id, &modal.token);
        let words = Locale::of(&modal.locale).words();
        let card = told(words.tell("unknown-button"));
        log(interaction.reply_privately(&body(&card, words)).await);
    }

    async fn suggest(&self, command: &CommandInteraction) {
        let interaction = self
            .rest
            .interaction(command.application_id, command.id, &command.token);
        let focused = command.data.autocomplete();
        let choices = match focused {
            Some(focused) => match option_name(focused.name) {
                Some(option) => self.choices(option, focused.value).await,
                None => Vec::new(),
            },
            None => Vec::new(),
        };
        log(interaction.suggest(&choices).await);
    }

    async fn choices(&self, option: OptionName, typed: &str) -> Vec<String> {
        let suggested = self
            .desk
            .commands
            .suggest(option, typed, &self.desk.roster)
            .await;
        match suggested {
            // A name that would have to be cut is none.
            Ok(mut names) => {
                names.retain(|name| (1..=CHOICE).contains(&length(name)));
                names.truncate(CHOICES);
                names
            }
            Err(error) => {
                tracing::error!(%error, "nothing could be suggested");
                Vec::new()
            }
        }
    }
}

/// Whether it worked; what didn't is logged.
fn log(done: Result<(), crate::ports::SendError>) -> bool {
    match done {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "Discord did not take a reply");
            false
        }
    }
}

/// A card of one line for whoever asked.
fn told(line: String) -> Card {
    Card {
        parts: vec![Part::Line(vec![Span::Text(line)])],
        is_private: true,
        ..Card::default()
    }
}

fn manages(permissions: Option<Permissions>) -> bool {
    permissions.is_some_and(|permissions| {
        permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
    })
}

fn origin_of(command: &CommandInteraction) -> Origin<'_> {
    let member = command.member.as_ref();
    Origin {
        user: command.user.id,
        channel: command.channel_id,
        guild: command.guild_id,
        roles: member.map_or(&[][..], |member| &member.roles),
        manages: member.is_some_and(|member| manages(member.permissions)),
        locale: Some(&command.locale),
    }
}

/// Whether only the asker cares, so far as that is clear before there is a reply.
fn is_private(invocation: &Invocation) -> bool {
    matches!(
        invocation,
        Invocation::Sources
            | Invocation::Help
            | Invocation::Context { .. }
            | Invocation::ListSubscriptions
            | Invocation::Explain { .. }
            | Invocation::Admin(_)
    )
}

/// The words of the message that is to be checked; of a message without any, those of its first embed.
fn claimed(command: &CommandInteraction) -> Option<String> {
    if command.data.name != check_message() {
        return None;
    }
    let message = command.data.resolved.messages.values().next()?;
    let words = words_of(message);
    (!words.is_empty()).then_some(words)
}

fn words_of(message: &Message) -> String {
    /// A message is never longer; an embed may be.
    const LONGEST: usize = 4_096;
    let content = plain_within(&message.content, LONGEST);
    if !content.is_empty() {
        return content;
    }
    let embed = message.embeds.first();
    let text = embed.and_then(|embed| embed.description.as_deref().or(embed.title.as_deref()));
    plain_within(text.unwrap_or_default(), LONGEST)
}

fn unknown(word: &str) -> Misuse {
    Misuse::NoSuchCommand {
        word: word.to_owned(),
    }
}

fn option_name(word: &str) -> Option<OptionName> {
    match word {
        "speaker" => Some(OptionName::Speaker),
        "outlet" => Some(OptionName::Outlet),
        _ => None,
    }
}

type Within<'a> = (Result<&'static Command, Misuse>, &'a [CommandDataOption]);

/// The part that the options name, with its own options.
fn part_of<'a>(command: &'static Command, options: &'a [CommandDataOption]) -> Option<Within<'a>> {
    options.iter().find_map(|option| match &option.value {
        CommandDataOptionValue::SubCommand(within)
        | CommandDataOptionValue::SubCommandGroup(within) => Some((
            named(command.parts, &option.name).ok_or_else(|| Misuse::NoSuchPart {
                command,
                word: option.name.clone(),
            }),
            within.as_slice(),
        )),
        _ => None,
    })
}

fn named(commands: &'static [Command], word: &str) -> Option<&'static Command> {
    commands.iter().find(|command| command.word == word)
}

/// The words of the command's text in their order, and its options.
fn filled_in(
    command: &'static Command,
    options: &[CommandDataOption],
) -> (String, Vec<(OptionName, String)>) {
    let value = |word: &str| {
        options
            .iter()
            .find(|option| option.name == word)
            .and_then(|option| match &option.value {
                CommandDataOptionValue::String(text) => Some(text.trim().to_owned()),
                CommandDataOptionValue::Integer(number) => Some(number.to_string()),
                CommandDataOptionValue::Number(number) => Some(number.to_string()),
                _ => None,
            })
            .filter(|text| !text.is_empty())
    };
    let mut text = Vec::new();
    let mut given = Vec::new();
    for (word, _) in text_options(command) {
        let Some(said) = value(&word) else {
            continue;
        };
        match command.name {
            // A name in quotation marks ends where they do.
            CommandName::Timeline if is_speaker(&word) => {
                text.push(format!("\"{}\"", said.replace('"', " ").trim()));
            }
            CommandName::Latest if is_speaker(&word) => given.push((OptionName::Speaker, said)),
            _ => text.push(said),
        }
    }
    for option in command.options {
        if let Some(said) = value(option.word) {
            given.push((option.name, said));
        }
    }
    (text.join(" "), given)
}
