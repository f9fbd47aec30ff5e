//! Subscriptions as text for a terminal.

use jiff::Timestamp;

use super::render::{Look, hanging, minute, statement, styled, wrapped};
use crate::commands::{Explained, Now, Subscribed};
use crate::domain::{Pause, Subscription};
use crate::text::shown as clean;

pub(super) fn subscribed(told: &Subscribed, look: &Look) -> String {
    let subscription = &told.subscription;
    let mut out = wrapped(
        &if told.is_new {
            format!("Subscribed, as number {}.", subscription.id)
        } else {
            format!("Subscription {} is now:", subscription.id)
        },
        "",
    );
    out.push_str(&hanging(
        "    ",
        "    ",
        &clean(&subscription.given.written),
    ));
    let found = &told.previewed.found;
    let count = match found.alerts {
        0 => "nothing: does it ask for too much?".to_owned(),
        1 => "one alert.".to_owned(),
        alerts => format!("{alerts} alerts."),
    };
    let tried = if found.articles == 0 {
        format!(
            "There is no article of the last {} days to try it on.",
            found.days
        )
    } else {
        format!(
            "Of the {} articles of the last {} days it would have sent {count}",
            found.articles, found.days
        )
    };
    out.push_str(&wrapped(&tried, ""));
    if found.is_part {
        out.push_str(&wrapped(
            "There are more articles; only the newest count.",
            "",
        ));
    }
    if found.is_too_broad() {
        let warning =
            "That is a lot: add a name or a phrase, or have it as a digest with every:day.";
        out.push_str(&wrapped(&styled(look.warning, warning), ""));
    }
    for (quoted, reasons) in &told.previewed.samples {
        out.push('\n');
        let reasons = clean(&reasons.join(" · "));
        out.push_str(&hanging("    ", "    ", &styled(look.faint, &reasons)));
        out.push_str(&statement("    ", "    ", quoted, look));
    }
    out
}

pub(super) fn already(subscription: &Subscription, look: &Look) -> String {
    let told = format!(
        "This is subscribed to already, as number {}:",
        subscription.id
    );
    wrapped(&told, "") + line(subscription, look).as_str()
}

pub(super) fn list(here: &[Subscription], elsewhere: &[Subscription], look: &Look) -> String {
    let mut out = String::new();
    if here.is_empty() {
        out.push_str(&wrapped("Nothing is subscribed to here.", ""));
    }
    for subscription in here {
        out.push_str(&line(subscription, look));
    }
    if !elsewhere.is_empty() {
        out.push_str(&wrapped("Yours elsewhere:", ""));
    }
    for subscription in elsewhere {
        out.push_str(&line(subscription, look));
    }
    out
}

pub(super) fn changed(subscription: &Subscription, now: Now, look: &Look) -> String {
    let id = subscription.id;
    let told = match now {
        Now::Paused => format!("Subscription {id} is paused."),
        Now::Sending => format!("Subscription {id} sends again."),
        Now::Removed => format!("Subscription {id} is removed."),
        Now::Muted { until } => format!("Subscription {id} is muted until {}.", at(until, look)),
    };
    let written = clean(&subscription.given.written);
    wrapped(&told, "") + hanging("    ", "    ", &written).as_str()
}

pub(super) fn explained(told: &Explained, look: &Look) -> String {
    let mut out = statement("    ", "    ", &told.quoted, look);
    out.push_str(&wrapped(
        match &told.delivered {
            None => "Nothing of it was to be sent here.",
            Some(delivered) => match delivered.outcome.as_deref() {
                Some("delivered") => "It was sent here.",
                Some("gathered") | None => "It waits to be sent here.",
                Some(_) => "It was to be sent here, and was not.",
            },
        },
        "",
    ));
    if told.subscriptions.is_empty() {
        out.push_str(&wrapped("Nothing is subscribed to here.", ""));
    }
    for (subscription, why) in &told.subscriptions {
        out.push_str(&line(subscription, look));
        for (told, style, found) in [
            ("fits", look.good, &why.fits),
            ("fails", look.bad, &why.fails),
        ] {
            if !found.is_empty() {
                let found = clean(&found.join(", "));
                out.push_str(&hanging(
                    "      ",
                    "      ",
                    &format!("{}: {found}", styled(style, told)),
                ));
            }
        }
    }
    out
}

fn line(subscription: &Subscription, look: &Look) -> String {
    let mut line = clean(&subscription.given.written);
    match &subscription.pause {
        Some(Pause::Asked) => line.push_str(" · paused"),
        Some(Pause::Closed { reason }) => {
            line.push_str(&format!(" · paused: {}", clean(reason)));
        }
        None => {}
    }
    if let Some(until) = subscription.muted_until {
        line.push_str(&format!(" · muted until {}", at(until, look)));
    }
    let number = format!("{:>4}", subscription.id.0);
    hanging(
        &format!("{}  ", styled(look.name, &number)),
        "      ",
        &line,
    )
}

fn at(at: Timestamp, look: &Look) -> String {
    minute(at, &look.zone)
}
