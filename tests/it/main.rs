//! Everything that is tested from outside the crate, in one binary.

mod answer;
mod memory_record;
mod sample;
mod search;
