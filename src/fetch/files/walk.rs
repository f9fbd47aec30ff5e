//! The files of a folder, in the order of their names.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Walks a folder and those in it, as far as it is asked to. Hidden entries and READMEs are passed over; a folder that
/// links lead to again is walked once.
pub(super) struct Walk {
    /// What is still to be looked at, the next one last.
    ahead: Vec<PathBuf>,
    walked: HashSet<PathBuf>,
}

impl Walk {
    pub fn new(folder: PathBuf) -> Self {
        Self {
            ahead: vec![folder],
            walked: HashSet::new(),
        }
    }

    /// Puts the entries of a folder ahead.
    fn enter(&mut self, folder: &Path) -> io::Result<()> {
        if !self.walked.insert(folder.canonicalize()?) {
            return Ok(());
        }
        let mut entries = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()?;
        entries.retain(|path| is_wanted(path));
        entries.sort_unstable_by(|a, b| b.file_name().cmp(&a.file_name()));
        self.ahead.append(&mut entries);
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, (PathBuf, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let path = self.ahead.pop()?;
            if !path.is_dir() {
                return Some(Ok(path));
            }
            if let Err(error) = self.enter(&path) {
                return Some(Err((path, error)));
            }
        }
    }
}

fn is_wanted(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let is_hidden = name.starts_with('.');
    let is_readme = name == "readme" || name.starts_with("readme.");
    !is_hidden && !is_readme
}
