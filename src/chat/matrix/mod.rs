//! The bot on Matrix.
//!
//! What comes in goes into the [inbox](crate::ports::Inbox) before anything is done about it (`sync.rs`), under its event
//! id and in one step with the room's cursor. Holes (a limited timeline, a start after a kill: the SDK keeps its place in
//! the sync before we see what came) are filled by reading back to the cursor (`gap.rs`). One worker a room then takes
//! from the inbox what is due (`work.rs`); all it sends has a transaction id made of the event's, so that the homeserver
//! shows once what is sent twice.

mod settings;

#[cfg(feature = "matrix")]
mod addressed;
#[cfg(feature = "matrix")]
mod attachment;
#[cfg(feature = "matrix")]
mod bot;
#[cfg(feature = "matrix")]
mod courtesy;
#[cfg(feature = "matrix")]
mod event;
#[cfg(feature = "matrix")]
mod failure;
#[cfg(feature = "matrix")]
mod gap;
#[cfg(feature = "matrix")]
mod messenger;
#[cfg(feature = "matrix")]
mod render;
#[cfg(feature = "matrix")]
mod rooms;
#[cfg(feature = "matrix")]
mod send;
#[cfg(feature = "matrix")]
mod session;
#[cfg(feature = "matrix")]
mod sync;
#[cfg(feature = "matrix")]
mod tasks;
#[cfg(feature = "matrix")]
mod trust;
#[cfg(feature = "matrix")]
mod work;

#[cfg(feature = "matrix")]
pub use bot::{Parts, serve};
#[cfg(feature = "matrix")]
pub use messenger::MatrixMessenger;
#[cfg(feature = "matrix")]
pub use session::{Session, open_now};
pub use settings::{Secrets, Settings, SetupError};
#[cfg(feature = "matrix")]
pub use trust::{Identity, Verified, set_up, verify};
