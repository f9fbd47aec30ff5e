//! Pure: text in, statements out.

pub mod address;
mod page;
mod reading;

pub use reading::{Reading, read_item};
