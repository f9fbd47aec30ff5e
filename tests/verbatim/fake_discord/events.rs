//! What people do: messages, commands, buttons.

use std::time::Instant;

use serde_json::{Value, json};

use super::{APPLICATION, BOT, CHANNEL, DIRECT, Dealt, FakeDiscord, GUILD, State};

/// A message of somebody.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    pub by: u64,
    pub text: &'a str,
    pub channel: u64,
    /// In a server, or directly to the bot.
    pub guild: bool,
    pub replies_to: Option<u64>,
    pub by_bot: bool,
    pub roles: Vec<u64>,
}

impl<'a> Said<'a> {
    pub fn in_channel(text: &'a str) -> Self {
        Self {
            by: 1_001,
            text,
            channel: CHANNEL,
            guild: true,
            replies_to: None,
            by_bot: false,
            roles: Vec::new(),
        }
    }

    pub fn directly(text: &'a str) -> Self {
        Self {
            channel: DIRECT,
            guild: false,
            ..Self::in_channel(text)
        }
    }
}

/// Who gives a command, and where.
#[derive(Debug, Clone)]
pub struct Asked {
    pub by: u64,
    pub locale: &'static str,
    pub guild: bool,
    /// Where in the server.
    pub channel: u64,
    /// What the member may do, as Discord counts it.
    pub permissions: u64,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            by: 1_001,
            locale: "en-US",
            guild: true,
            channel: CHANNEL,
            permissions: 0,
        }
    }
}

/// An interaction that was begun, by its token.
#[derive(Debug, Clone)]
pub struct Interaction {
    pub token: String,
    pub id: u64,
}

fn user(id: u64, bot: bool) -> Value {
    json!({"id": id.to_string(), "username": format!("user{id}"), "discriminator": "0", "global_name": null,
           "avatar": null, "bot": bot, "public_flags": 0, "flags": 0})
}

/// A command's data: each further word is a part, and the last one has the options.
fn nested(words: &str, options: Vec<Value>) -> Value {
    let mut parts: Vec<&str> = words.split(' ').collect();
    let word = parts.remove(0);
    let (mut options, mut kind) = (options, 1);
    for part in parts.into_iter().rev() {
        options = vec![json!({"name": part, "type": kind, "options": options})];
        kind = 2;
    }
    json!({"id": "5001", "name": word, "type": 1, "options": options})
}

impl FakeDiscord {
    /// Somebody says something; the message's number.
    pub fn say(&self, said: &Said<'_>) -> u64 {
        self.say_attaching(said, &[])
    }

    /// Somebody attaches a file, which lies at this address, to what they say.
    pub fn say_with_file(&self, said: &Said<'_>, (name, url, size): (&str, &str, usize)) -> u64 {
        let file =
            json!({"id": "801", "filename": name, "size": size, "url": url, "proxy_url": url});
        self.say_attaching(said, &[file])
    }

    fn say_attaching(&self, said: &Said<'_>, attached: &[Value]) -> u64 {
        let mut state = self.state();
        let id = state.number();
        let mentions = said.text.contains(&format!("<@{BOT}>"));
        let replied = said
            .replies_to
            .and_then(|id| state.messages.get(&id).cloned());
        let to_bot = replied
            .as_ref()
            .is_some_and(|message| message["author"]["id"] == json!(BOT.to_string()));
        let mut mentioned = Vec::new();
        if mentions || to_bot {
            mentioned.push(user(BOT, true));
        }
        // Without the intent, a bot reads only what is said to it.
        let may_read =
            !said.guild || !mentioned.is_empty() || state.sessions.intents() & (1 << 15) != 0;
        let mut message = json!({
            "id": id.to_string(),
            "channel_id": said.channel.to_string(),
            "author": user(said.by, said.by_bot),
            "content": if may_read { said.text } else { "" },
            "timestamp": "2025-11-25T10:00:00.000000+00:00",
            "edited_timestamp": null,
            "tts": false,
            "mention_everyone": false,
            "mentions": mentioned,
            "mention_roles": [],
            "attachments": attached,
            "embeds": [],
            "pinned": false,
            "flags": 0,
            "components": [],
            "type": if said.replies_to.is_some() { 19 } else { 0 },
        });
        if said.guild {
            message["guild_id"] = json!(GUILD.to_string());
            let roles: Vec<String> = said.roles.iter().map(u64::to_string).collect();
            message["member"] = json!({"roles": roles, "joined_at": "2025-01-01T00:00:00.000000+00:00",
                                       "deaf": false, "mute": false, "flags": 0});
        }
        if let Some(before) = said.replies_to {
            message["message_reference"] = json!({"type": 0, "channel_id": said.channel.to_string(),
                                                   "message_id": before.to_string()});
            message["referenced_message"] = replied.unwrap_or(Value::Null);
        }
        let mut kept = message.clone();
        kept["content"] = json!(said.text);
        state.messages.insert(id, kept);
        state.sessions.dispatch("MESSAGE_CREATE", message);
        id
    }

    /// Somebody gives a slash command with these options.
    pub fn command(&self, asked: &Asked, word: &str, options: &[(&str, &str)]) -> Interaction {
        let options: Vec<Value> = options
            .iter()
            .map(|(name, value)| json!({"name": name, "type": 3, "value": value}))
            .collect();
        let data = json!({"id": "5001", "name": word, "type": 1, "options": options});
        self.interact(asked, 2, data, None)
    }

    /// Somebody gives a part of a slash command.
    pub fn part(&self, asked: &Asked, word: &str, part: &str) -> Interaction {
        let part = json!({"name": part, "type": 1, "options": []});
        let data = json!({"id": "5001", "name": word, "type": 1, "options": [part]});
        self.interact(asked, 2, data, None)
    }

    /// Somebody gives a command, or the part of one that its further words name, with these options.
    pub fn words(&self, asked: &Asked, words: &str, options: &[(&str, &str)]) -> Interaction {
        let options: Vec<Value> = options
            .iter()
            .map(|(name, value)| json!({"name": name, "type": 3, "value": value}))
            .collect();
        self.interact(asked, 2, nested(words, options), None)
    }

    /// Somebody gives a command with a file, which lies at this address.
    pub fn with_file(
        &self,
        asked: &Asked,
        words: &str,
        (name, url, size): (&str, &str, usize),
    ) -> Interaction {
        let id = self.state().number().to_string();
        let mut data = nested(
            words,
            vec![json!({"name": "file", "type": 11, "value": id})],
        );
        data["resolved"] = json!({"attachments": {&id: {
            "id": id, "filename": name, "size": size, "url": url, "proxy_url": url, "ephemeral": true}}});
        self.interact(asked, 2, data, None)
    }

    /// Somebody types in an option of a slash command.
    pub fn type_in(&self, asked: &Asked, word: &str, option: &str, typed: &str) -> Interaction {
        let options = json!([{"name": option, "type": 3, "value": typed, "focused": true}]);
        let data = json!({"id": "5001", "name": word, "type": 1, "options": options});
        self.interact(asked, 4, data, None)
    }

    /// Somebody chooses "Check quote" on a message.
    pub fn check_message(&self, asked: &Asked, message: u64) -> Interaction {
        let found = self.state().messages[&message].clone();
        let mut resolved = serde_json::Map::new();
        let mut found = found;
        if let Some(message) = found.as_object_mut() {
            message.remove("guild_id");
            message.remove("member");
        }
        resolved.insert(message.to_string(), found);
        let data = json!({"id": "5002", "name": "Check quote", "type": 3, "target_id": message.to_string(),
                          "resolved": {"messages": resolved}});
        self.interact(asked, 2, data, None)
    }

    /// Somebody presses a button with this id on a message.
    pub fn press(&self, asked: &Asked, message: u64, custom_id: &str) -> Interaction {
        let data = json!({"custom_id": custom_id, "component_type": 2, "id": 2});
        self.interact(asked, 3, data, Some(message))
    }

    pub fn interact(&self, asked: &Asked, kind: u8, data: Value, on: Option<u64>) -> Interaction {
        let mut state = self.state();
        let id = state.number();
        let token = format!("token-of-{id}");
        let channel = if asked.guild { asked.channel } else { DIRECT };
        let mut event = json!({
            "id": id.to_string(),
            "application_id": APPLICATION.to_string(),
            "type": kind,
            "data": data,
            "channel_id": channel.to_string(),
            "channel": {"id": channel.to_string(), "type": if asked.guild { 0 } else { 1 }, "name": "talks",
                        "permissions": "0"},
            "token": token,
            "version": 1,
            "app_permissions": "274878024704",
            "locale": asked.locale,
            "entitlements": [],
            "authorizing_integration_owners": {"0": GUILD.to_string()},
            "context": if asked.guild { 0 } else { 1 },
            "attachment_size_limit": 10_485_760,
        });
        if asked.guild {
            event["guild_id"] = json!(GUILD.to_string());
            event["guild_locale"] = json!("en-US");
            event["member"] = json!({"user": user(asked.by, false), "roles": [], "nick": null, "avatar": null,
                "joined_at": "2025-01-01T00:00:00.000000+00:00", "premium_since": null, "deaf": false, "mute": false,
                "pending": false, "flags": 0, "permissions": asked.permissions.to_string(),
                "communication_disabled_until": null});
        } else {
            event["user"] = user(asked.by, false);
        }
        if let Some(message) = on {
            event["message"] = state.messages.get(&message).cloned().unwrap_or(Value::Null);
        }
        state.interactions.insert(
            token.clone(),
            Dealt {
                begun: Some(Instant::now()),
                on,
                ..Dealt::default()
            },
        );
        state.sessions.dispatch("INTERACTION_CREATE", event);
        Interaction { token, id }
    }

    /// The body of the reply to an interaction, wherever it came, and whether only the asker sees it.
    pub async fn reply(&self, interaction: &Interaction) -> (Value, bool) {
        let token = interaction.token.clone();
        self.wait(&format!("a reply to {token}"), move |state| {
            reply(state, &token)
        })
        .await
    }
}

fn reply(state: &mut State, token: &str) -> Option<(Value, bool)> {
    let (_, kind) = state.interactions[token].acknowledged?;
    let deferred_privately = state.interactions[token].privately;
    let of = |request: &&super::Request| request.path.contains(token) && request.status < 300;
    let last = state.requests.iter().rfind(of)?;
    match kind {
        // At once.
        4 | 8 => Some((last.body["data"].clone(), deferred_privately)),
        // Behind the acknowledgement.
        _ => {
            let privately = match last.method.as_str() {
                "POST" => last.body["flags"].as_u64() == Some(64),
                _ => deferred_privately,
            };
            let follows = last.path.starts_with("/webhooks/") && last.method != "DELETE";
            follows.then(|| (last.body.clone(), privately))
        }
    }
}
