//! Discord: one connection for each shard, interactions and messages in, embeds and buttons out.

mod settings;

#[cfg(feature = "discord")]
mod attachment;
#[cfg(feature = "discord")]
mod gateway;
#[cfg(feature = "discord")]
mod interactions;
#[cfg(feature = "discord")]
mod markup;
#[cfg(feature = "discord")]
mod messages;
#[cfg(feature = "discord")]
mod messenger;
#[cfg(feature = "discord")]
mod press;
#[cfg(feature = "discord")]
mod register;
#[cfg(feature = "discord")]
mod render;
#[cfg(feature = "discord")]
mod rest;
#[cfg(feature = "discord")]
mod seen;

#[cfg(feature = "discord")]
pub use gateway::{Discord, DiscordError};
#[cfg(feature = "discord")]
pub use messenger::DiscordMessenger;
pub use settings::{DiscordSettings, Shards};
