//! Where people and Verbatim meet: one folder a platform. Each receives, renders and sends; none knows another. What two
//! platforms show alike is a card first.

pub mod card;
mod desk;
pub mod discord;
pub mod matrix;
pub mod terminal;

pub use desk::Desk;
