//! Standard output. Whoever reads it may stop reading ("| head"): that ends the printing, and is no error.

use std::io::{ErrorKind, Write};

/// Prints text, its styles only where a terminal shows them.
///
/// # Errors
/// What the system says where the output can't be written for another reason than that nobody reads it.
pub(super) fn print(text: &str) -> std::io::Result<()> {
    let mut output = anstream::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints one JSON value on a line of its own.
///
/// # Errors
/// As [`print`]; or the value can't be written as JSON.
pub(super) fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    Ok(print(&format!("{}\n", serde_json::to_string(value)?))?)
}
