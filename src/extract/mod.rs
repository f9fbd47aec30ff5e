//! Pure: text in, statements out.

pub mod address;
mod blocks;
mod markdown;
mod page;
mod reading;

pub use page::decode as decode_page;
pub use reading::{Reading, read_item};
