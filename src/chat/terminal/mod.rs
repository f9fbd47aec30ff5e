//! The terminal: the commands of a chat platform at a prompt, and replies as text.

mod history;
mod prompt;
mod render;
mod subscription;
mod verdict;

pub use prompt::{PromptError, prompt};
pub use render::{Look, error, reply};
