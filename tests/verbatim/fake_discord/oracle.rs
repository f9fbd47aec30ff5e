//! Judges what the bot sends: by Discord's own OpenAPI description where `VERBATIM_DISCORD_OPENAPI` names it, with every
//! object closed, since the description permits unknown keys; by twilight's rules; and by a few that neither has.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use jsonschema::Validator;
use parking_lot::Mutex;
use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_model::channel::message::{Component, Embed};

use super::State;

static DOCUMENTS: LazyLock<Option<[Value; 2]>> = LazyLock::new(|| {
    let file = std::env::var_os("VERBATIM_DISCORD_OPENAPI")?;
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("VERBATIM_DISCORD_OPENAPI names {}: {error}", file.display())
    });
    let open: Value = serde_json::from_str(&text).expect("the description is JSON");
    let mut closed = open.clone();
    close(&mut closed["components"]["schemas"]);
    Some([open, closed])
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Every object that lists its properties has no others.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let lists = object.contains_key("properties") && !object.contains_key("allOf");
            if lists && !object.contains_key("additionalProperties") {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
            object.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}

pub struct Oracle;

impl Oracle {
    pub fn new() -> Self {
        if DOCUMENTS.is_none() {
            eprintln!(
                "skipped: VERBATIM_DISCORD_OPENAPI is not set, so bodies are not compared with Discord's description"
            );
        }
        Self
    }

    pub fn request(
        &self,
        state: &mut State,
        method: &str,
        path: &str,
        body: &Value,
        files: &[(String, usize)],
    ) {
        if body.is_null() {
            return;
        }
        let mut wrong = Vec::new();
        if let Some([_, closed]) = &*DOCUMENTS {
            let schema = |operation: &Value| {
                operation["requestBody"]["content"]["application/json"]["schema"].clone()
            };
            wrong.extend(against(closed, "request", method, path, schema, body));
        }
        let data = if path.ends_with("/callback") {
            &body["data"]
        } else {
            body
        };
        if path.ends_with("/commands") {
            wrong.extend(commands(body));
        } else if body["type"] == json!(8) {
            wrong.extend(choices(data));
        } else {
            let says = matches!(body["type"].as_u64(), None | Some(4 | 7))
                // To open a direct conversation says nothing there.
                && path != "/users/@me/channels";
            wrong.extend(message(data, files, says));
        }
        state.wrong.extend(
            wrong
                .into_iter()
                .map(|wrong| format!("{method} {path}: {wrong}: {body}")),
        );
    }

    /// The fake's own answers are Discord's, too.
    pub fn response(&self, state: &mut State, method: &str, path: &str, body: &Value) {
        // Of a channel only what is asked for is told.
        if body.is_null() || path.starts_with("/channels/") && method == "GET" {
            return;
        }
        if let Some([open, _]) = &*DOCUMENTS {
            let schema = |operation: &Value| {
                operation["responses"]["200"]["content"]["application/json"]["schema"].clone()
            };
            let wrong = against(open, "response", method, path, schema, body);
            state.wrong.extend(
                wrong
                    .into_iter()
                    .map(|wrong| format!("the fake's answer to {method} {path}: {wrong}: {body}")),
            );
        }
    }
}

fn against(
    document: &Value,
    which: &str,
    method: &str,
    path: &str,
    schema: impl Fn(&Value) -> Value,
    body: &Value,
) -> Vec<String> {
    let Some((template, operations)) = document["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(template, _)| fits(template, path))
        // A path without parameters is the more exact.
        .min_by_key(|(template, _)| template.matches('{').count())
    else {
        return vec!["no such path in Discord's description".to_owned()];
    };
    let key = format!("{which} {method} {template}");
    let validator = VALIDATORS.lock().get(&key).cloned();
    let validator = validator.unwrap_or_else(|| {
        let schema = schema(&operations[method.to_lowercase()]);
        let whole = json!({"allOf": [schema], "components": document["components"]});
        let made = jsonschema::draft202012::new(&whole).expect("Discord's schema compiles");
        let made = Arc::new(made);
        VALIDATORS.lock().insert(key, Arc::clone(&made));
        made
    });
    validator
        .iter_errors(body)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(path)
            .all(|(template, path)| template.starts_with('{') || *template == path)
}

fn commands(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for command in body.as_array().into_iter().flatten() {
        let mut whole = command.clone();
        whole["version"] = json!("1");
        if whole["description"].is_null() {
            whole["description"] = json!("");
        }
        match serde_json::from_value::<Command>(whole) {
            Ok(read) if command["type"] == json!(1) => {
                if let Err(error) = twilight_validate::command::command(&read) {
                    wrong.push(error.to_string());
                }
            }
            Ok(read) => {
                if let Err(error) = twilight_validate::command::name(&read.name) {
                    wrong.push(error.to_string());
                }
            }
            Err(error) => wrong.push(format!("no command to twilight: {error}")),
        }
        if command["type"] == json!(1) && command["description"].as_str().is_none_or(str::is_empty)
        {
            wrong.push("a command without a description".to_owned());
        }
        required_first(&command["options"], &mut wrong);
        names(command, command["type"] == json!(1), &mut wrong);
    }
    wrong
}

fn required_first(options: &Value, wrong: &mut Vec<String>) {
    let mut optional = false;
    for option in options.as_array().into_iter().flatten() {
        let required = option["required"] == json!(true);
        if required && optional {
            wrong.push(format!(
                "{} is required behind an option that isn't",
                option["name"]
            ));
        }
        optional |= !required;
        required_first(&option["options"], wrong);
    }
}

/// Names in every language are lower case, without spaces.
fn names(command: &Value, slash: bool, wrong: &mut Vec<String>) {
    let localised = command["name_localizations"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, name)| name);
    for name in localised.chain([&command["name"]]) {
        let name = name.as_str().unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        if slash && (name.is_empty() || name.to_lowercase() != name || !name.chars().all(is_word)) {
            wrong.push(format!("{name:?} is no command's or option's name"));
        }
        if name.chars().count() > 32 {
            wrong.push(format!("{name:?} is too long"));
        }
    }
    for option in command["options"].as_array().into_iter().flatten() {
        names(option, slash, wrong);
    }
}

fn choices(data: &Value) -> Vec<String> {
    let choices = data["choices"].as_array().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    if choices.len() > 25 {
        wrong.push(format!("{} choices", choices.len()));
    }
    for choice in &choices {
        for key in ["name", "value"] {
            let length = choice[key].as_str().map_or(0, |text| text.chars().count());
            if !(1..=100).contains(&length) {
                wrong.push(format!("a choice's {key} of {length} characters"));
            }
        }
    }
    wrong
}

fn message(body: &Value, files: &[(String, usize)], says: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    if !says {
        return wrong;
    }
    if body["allowed_mentions"] != json!({"parse": []}) {
        wrong.push("somebody could be mentioned".to_owned());
    }
    if body["content"]
        .as_str()
        .is_some_and(|text| text.chars().count() > 2_000)
    {
        wrong.push("too long a content".to_owned());
    }
    let mut embeds = body["embeds"].as_array().cloned().unwrap_or_default();
    if embeds.is_empty() && body["content"].as_str().is_none_or(str::is_empty) {
        wrong.push("an empty message".to_owned());
    }
    for embed in &mut embeds {
        if embed["title"].is_null() && embed["description"].is_null() && embed["image"].is_null() {
            wrong.push("an empty embed".to_owned());
        }
        embed["type"] = json!("rich");
        links(
            embed["description"].as_str().unwrap_or_default(),
            &mut wrong,
        );
        if let Some(picture) = embed["image"]["url"].as_str() {
            let name = picture.strip_prefix("attachment://").unwrap_or_default();
            let attached = body["attachments"][0]["filename"] == json!(name)
                && files.len() == 1
                && files[0].1 > 0;
            if !attached {
                wrong.push(format!("{picture} is not attached"));
            }
            if body["attachments"][0]["description"]
                .as_str()
                .is_none_or(str::is_empty)
            {
                wrong.push("a picture without a description".to_owned());
            }
        }
    }
    match serde_json::from_value::<Vec<Embed>>(json!(embeds)) {
        Ok(embeds) => {
            if let Err(error) = twilight_validate::message::embeds(&embeds) {
                wrong.push(error.to_string());
            }
        }
        Err(error) => wrong.push(format!("no embeds to twilight: {error}")),
    }
    let rows = body["components"].as_array().cloned().unwrap_or_default();
    match serde_json::from_value::<Vec<Component>>(json!(rows)) {
        Ok(components) => {
            if let Err(error) = twilight_validate::message::components(&components, false) {
                wrong.push(error.to_string());
            }
        }
        Err(error) => wrong.push(format!("no components to twilight: {error}")),
    }
    let buttons: Vec<&Value> = rows
        .iter()
        .flat_map(|row| row["components"].as_array().into_iter().flatten())
        .collect();
    for button in &buttons {
        if button["label"].as_str().is_none_or(str::is_empty) && button["emoji"].is_null() {
            wrong.push("a button without a label".to_owned());
        }
    }
    let mut ids: Vec<&str> = buttons
        .iter()
        .filter_map(|button| button["custom_id"].as_str())
        .collect();
    ids.sort_unstable();
    if ids.windows(2).any(|two| two[0] == two[1]) {
        wrong.push("two buttons with one id".to_owned());
    }
    if body["nonce"].as_str().is_some_and(|nonce| nonce.len() > 25) {
        wrong.push("too long a nonce".to_owned());
    }
    wrong
}

/// Links lead to the web only.
fn links(text: &str, wrong: &mut Vec<String>) {
    for (at, _) in text.match_indices("](") {
        if text[..at].ends_with('\\') {
            continue;
        }
        let address = &text[at + 2..];
        if !address.starts_with("https://") && !address.starts_with("http://") {
            wrong.push(format!(
                "a link to {}",
                address.chars().take(30).collect::<String>()
            ));
        }
    }
}
