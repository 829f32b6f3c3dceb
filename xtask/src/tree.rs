//! The files of the repository as git sees them: those it tracks and those it would.

use anyhow::{Context, ensure};
use std::path::Path;
use std::process::Command;

/// One text file; files of other kinds are not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// From the root, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// Reads all text files that are tracked or would be.
pub fn read(root: &Path) -> anyhow::Result<Vec<File>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("git does not start")?;
    ensure!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    let listed = String::from_utf8(output.stdout).context("a file has a name that is not UTF-8")?;
    let mut files = Vec::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        // A file that was removed and not yet committed, a sound or a picture: nothing to read there.
        if let Ok(text) = std::fs::read_to_string(root.join(path)) {
            files.push(File { path: path.to_owned(), text });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Ok(files)
}
