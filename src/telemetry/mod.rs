//! What the program tells its operator of itself: log lines, measurements, and whether it is well.

mod http;
mod logs;
pub mod machine;
mod notify;
mod settings;
mod vitals;

pub use http::{Listening, listen};
pub use logs::{Level, Logs, NoLevel};
pub use notify::{READY, STOPPING, notify};
pub use settings::{LogFormat, Settings};
pub use vitals::{ListenError, Vitals};
