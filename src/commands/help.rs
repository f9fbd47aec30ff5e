//! `help`: the table itself.

use super::{Reply, TABLE};

pub(super) fn reply() -> Reply {
    Reply::Help(TABLE)
}
