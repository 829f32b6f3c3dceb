//! Rules of the house that the compiler does not know.

mod code;
mod errors;
mod lints;
mod map;
mod roles;

use crate::finding::Finding;
use crate::tree::{self, File};
use std::path::Path;

/// Checks all files of the repository.
pub fn check(root: &Path) -> anyhow::Result<Vec<Finding>> {
    Ok(findings(&tree::read(root)?))
}

fn findings(files: &[File]) -> Vec<Finding> {
    let tests = code::test_modules(files);
    let mut findings = Vec::new();
    for file in files {
        findings.extend(code::module_docs(file));
        findings.extend(code::size(file));
        findings.extend(code::printing(file, tests.contains(&file.path)));
        findings.extend(code::machine_paths(file));
    }
    findings.extend(roles::complete(files));
    findings.extend(lints::forbid_unsafe(files));
    findings.extend(errors::have_pages(files));
    findings.extend(map::names_the_rooms(files));
    findings
}

/// A file for a test.
#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

/// What was said, for a test.
#[cfg(test)]
fn said(findings: impl IntoIterator<Item = Finding>) -> Vec<String> {
    findings.into_iter().map(|finding| format!("{}: {}", finding.at, finding.what)).collect()
}
