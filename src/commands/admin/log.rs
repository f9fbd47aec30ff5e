//! `admin log`: how much is logged, until the program ends.

use super::{AdminError, Office};
use crate::commands::{CommandError, Report, Told};

pub(super) fn log(office: &Office, level: Option<&str>) -> Result<Report, CommandError> {
    let name = match level {
        None => "log-level",
        Some(level) => {
            office.logging.set_level(level).map_err(AdminError::Wrong)?;
            "log-level-set"
        }
    };
    Ok(Report::new(
        Told::new(name).with("level", office.logging.level()),
    ))
}
