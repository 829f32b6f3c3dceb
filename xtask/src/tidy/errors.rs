//! Every code of an error has a page, and the table of pages names each.

use crate::finding::Finding;
use crate::tree::File;
use std::collections::BTreeSet;

const PAGES: &str = "docs/errors/";
const INDEX: &str = "docs/errors/README.md";

/// Codes without a page, and pages the table does not name.
pub fn have_pages(files: &[File]) -> Vec<Finding> {
    let pages: BTreeSet<&str> = files.iter().filter_map(|file| page(&file.path)).collect();
    let index = files.iter().find(|file| file.path == INDEX).map_or("", |file| file.text.as_str());
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust() && file.path.starts_with("crates/")) {
        for code in codes(&file.text).into_iter().filter(|code| !pages.iter().any(|page| is_of(page, code))) {
            let what = format!("the error {code} has no page");
            findings.push(Finding::error(
                &file.path,
                what,
                format!("write {PAGES}{code}-….md: what happened, why, what to try"),
            ));
        }
    }
    for page in pages.into_iter().filter(|page| !index.contains(&format!("({page})"))) {
        findings.push(Finding::error(INDEX, format!("the table does not name {page}"), "add its line"));
    }
    findings
}

fn page(path: &str) -> Option<&str> {
    path.strip_prefix(PAGES).filter(|name| name.ends_with(".md") && *name != "README.md")
}

fn is_of(page: &str, code: &str) -> bool {
    page.strip_prefix(code).is_some_and(|rest| rest.starts_with('-'))
}

/// The codes a file holds as whole strings: `"Z` and three digits.
fn codes(text: &str) -> BTreeSet<&str> {
    text.split('"')
        .filter(|part| part.len() == 4 && part.starts_with('Z') && part[1..].bytes().all(|byte| byte.is_ascii_digit()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{file, said};

    #[test]
    fn a_code_needs_a_page_and_a_page_its_line() {
        let mut files = vec![
            file("crates/cli/src/fail.rs", "f(\"Z001\", \"Zebra\"); g(\"Z002\"); g(\"Z001\")"),
            file("docs/errors/Z001-key.md", ""),
            file(INDEX, "| [Z001](Z001-key.md) |"),
        ];
        assert_eq!(said(have_pages(&files)), ["crates/cli/src/fail.rs: the error Z002 has no page"]);
        files.push(file("docs/errors/Z002-file.md", ""));
        assert_eq!(said(have_pages(&files)), ["docs/errors/README.md: the table does not name Z002-file.md"]);
        files[2].text.push_str("| [Z002](Z002-file.md) |");
        assert_eq!(have_pages(&files), []);
    }
}
