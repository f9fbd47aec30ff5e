//! Where people and Verbatim meet: one folder a platform. Each receives, renders and sends; none knows another.

pub mod terminal;
