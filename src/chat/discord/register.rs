//! The commands, as Discord shows them: made from the one table, in every language that we speak, and registered only
//! where they differ from what Discord has.

use serde_json::{Map, Value, json};
use serenity::model::id::{ApplicationId, GuildId};

use super::rest::Rest;
use crate::chat::card::{Locale, Words};
use crate::commands::{Command, CommandName, OptionName, TABLE};
use crate::ports::SendError;

/// Discord's languages that ours serve beside English, which is there without being named.
const LANGUAGES: [Locale; 4] = [
    Locale::Ukrainian,
    Locale::Russian,
    Locale::German,
    Locale::French,
];

/// Discord's limit for names of commands and options.
const NAME: usize = 32;
/// Discord's limit for descriptions.
const DESCRIPTION: usize = 100;
/// Characters that a text option may hold: Discord's limit.
const TEXT: usize = 6_000;

/// The name of the message command that checks a quotation, by which it comes back.
pub fn check_message() -> String {
    Locale::English.words().tell("name-check-message")
}

/// Whether a word of a command's text names a speaker.
pub fn is_speaker(word: &str) -> bool {
    word == "speaker"
}

/// The words of a command's text as options of their own: the name, and whether it has to be given. "SPEAKER [TOPIC]" is
/// `speaker`, which has to, and `topic`, which needn't; "ID|ADDRESS" is named by the first.
pub fn text_options(command: &Command) -> impl Iterator<Item = (String, bool)> {
    command.text.split_whitespace().map(|word| {
        let name = word.trim_matches(['[', ']']).to_lowercase();
        let name = name.split('|').next().unwrap_or_default();
        let is_taken = command.options.iter().any(|option| option.word == name);
        // No two options may have one name.
        let name = if is_taken { "which" } else { name };
        (name.to_owned(), !word.starts_with('['))
    })
}

/// All commands, as Discord takes them.
pub fn commands() -> Vec<Value> {
    let mut commands: Vec<Value> = TABLE.iter().map(command).collect();
    let mut check = Map::new();
    check.insert("type".to_owned(), json!(3));
    check.insert("name".to_owned(), json!(check_message()));
    let names = |words: &Words| words.find("name-check-message");
    localise(&mut check, "name_localizations", NAME, names);
    everywhere(&mut check);
    commands.push(Value::Object(check));
    commands
}

fn command(command: &Command) -> Value {
    let mut made = described(command);
    made.insert("type".to_owned(), json!(1));
    made.insert("options".to_owned(), json!(options(command)));
    everywhere(&mut made);
    Value::Object(made)
}

/// In servers and in messages to us; installed by servers.
fn everywhere(made: &mut Map<String, Value>) {
    made.insert("contexts".to_owned(), json!([0, 1]));
    made.insert("integration_types".to_owned(), json!([0]));
}

fn described(command: &Command) -> Map<String, Value> {
    let path = command.path().replace(' ', "-");
    named(
        command.word,
        &format!("name-{path}"),
        &format!("command-{path}"),
        command.help,
    )
}

fn named(word: &str, name: &str, told: &str, help: &str) -> Map<String, Value> {
    let english = Locale::English.words().find(told);
    let mut made = Map::new();
    made.insert("name".to_owned(), json!(within(word, NAME)));
    localise(&mut made, "name_localizations", NAME, |words| {
        words.find(name).map(|name| name.to_lowercase())
    });
    let description = within(english.as_deref().unwrap_or(help), DESCRIPTION);
    made.insert("description".to_owned(), json!(description));
    localise(
        &mut made,
        "description_localizations",
        DESCRIPTION,
        |words| words.find(told),
    );
    made
}

fn localise(
    made: &mut Map<String, Value>,
    key: &str,
    limit: usize,
    tell: impl Fn(&Words) -> Option<String>,
) {
    let told: Map<String, Value> = LANGUAGES
        .iter()
        .filter_map(|locale| {
            let told = tell(locale.words())?;
            Some((locale.code().to_owned(), json!(within(&told, limit))))
        })
        .collect();
    if !told.is_empty() {
        made.insert(key.to_owned(), Value::Object(told));
    }
}

fn within(text: &str, limit: usize) -> String {
    super::markup::plain_within(text, limit)
}

/// A command's parts, or what its text and options are made of: what has to be given first, as Discord demands.
fn options(command: &Command) -> Vec<Value> {
    if !command.parts.is_empty() {
        return command.parts.iter().map(part).collect();
    }
    let texts = text_options(command).map(|(word, required)| {
        let mut made = option(&word, &format!("option-{word}-told"), command.text);
        if required {
            made.insert("required".to_owned(), json!(true));
        }
        if is_speaker(&word) {
            made.insert("autocomplete".to_owned(), json!(true));
        }
        Value::Object(made)
    });
    let others = command.options.iter().map(|given| {
        let mut made = option(
            given.word,
            &format!("option-{}-told", given.word),
            given.help,
        );
        if matches!(given.name, OptionName::Speaker | OptionName::Outlet) {
            made.insert("autocomplete".to_owned(), json!(true));
        }
        Value::Object(made)
    });
    let file = command.takes_file().then(|| {
        let mut made = named(
            "file",
            "option-file",
            "option-file-told",
            "A file with articles",
        );
        made.insert("type".to_owned(), json!(11));
        Value::Object(made)
    });
    texts.chain(others).chain(file).collect()
}

fn part(part: &Command) -> Value {
    let mut made = described(part);
    // Parts of parts are a group.
    made.insert(
        "type".to_owned(),
        json!(if part.parts.is_empty() { 1 } else { 2 }),
    );
    made.insert("options".to_owned(), json!(options(part)));
    Value::Object(made)
}

/// Every option is text: what a person writes for a date or a number is read where it is read for every platform.
fn option(word: &str, told: &str, help: &str) -> Map<String, Value> {
    let mut made = named(word, &format!("option-{word}"), told, help);
    made.insert("type".to_owned(), json!(3));
    made.insert("max_length".to_owned(), json!(TEXT));
    made
}

/// The command of the table that checks a claim.
pub fn check() -> Option<&'static Command> {
    Command::find(CommandName::Check)
}

/// Registers the commands where Discord has others: everywhere, or in these servers alone.
pub(super) async fn register(
    rest: &Rest,
    application: ApplicationId,
    guilds: &[u64],
) -> Result<(), SendError> {
    let wanted = commands();
    let mut places: Vec<Option<GuildId>> = guilds
        .iter()
        .filter(|id| **id != 0)
        .map(|id| Some(GuildId::new(*id)))
        .collect();
    if places.is_empty() {
        places.push(None);
    }
    for place in places {
        let there = rest.commands(application, place).await?;
        if same(&there, &wanted) {
            tracing::info!("the commands are registered already");
            continue;
        }
        rest.put_commands(application, place, &wanted).await?;
        tracing::info!(commands = wanted.len(), "the commands were registered");
    }
    Ok(())
}

/// Whether Discord has these very commands, in whatever order.
fn same(there: &[Value], wanted: &[Value]) -> bool {
    there.len() == wanted.len()
        && wanted
            .iter()
            .all(|wanted| there.iter().any(|there| has(there, wanted)))
}

/// Whether everything that we say is there, and nothing of what we leave out. Discord adds ids and versions, and tells
/// what is not set as null, false or nothing.
fn has(there: &Value, wanted: &Value) -> bool {
    /// What we say or might say.
    const OURS: [&str; 11] = [
        "autocomplete",
        "choices",
        "contexts",
        "description",
        "description_localizations",
        "integration_types",
        "max_length",
        "name",
        "name_localizations",
        "options",
        "required",
    ];
    let (Value::Object(there), Value::Object(wanted)) = (there, wanted) else {
        return there == wanted;
    };
    let unset = |value: Option<&Value>| match value {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::Array(values)) => values.is_empty(),
        Some(Value::Object(values)) => values.is_empty(),
        Some(Value::String(text)) => text.is_empty(),
        Some(_) => false,
    };
    let kind =
        |command: &Map<String, Value>| command.get("type").and_then(Value::as_u64).unwrap_or(1);
    kind(there) == kind(wanted)
        && OURS.iter().all(|key| {
            let (there, wanted) = (there.get(*key), wanted.get(*key));
            match (there, wanted) {
                (there, wanted) if unset(there) || unset(wanted) => unset(there) && unset(wanted),
                (Some(Value::Array(there)), Some(Value::Array(wanted))) if *key == "options" => {
                    there.len() == wanted.len()
                        && there
                            .iter()
                            .zip(wanted)
                            .all(|(there, wanted)| has(there, wanted))
                }
                (there, wanted) => there == wanted,
            }
        })
}
