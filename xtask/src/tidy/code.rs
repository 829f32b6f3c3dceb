//! Rules for one file: module docs, size, printing, paths of somebody's machine.

use crate::finding::Finding;
use crate::tree::File;
use std::collections::BTreeSet;

/// Above this a file is more than one idea.
const MAX_LINES: usize = 500;

/// Macros that print. The names are put together so that this file does not find itself.
const PRINTING: &[&str] = &["println!", "print!", "eprintln!", "eprint!", "dbg!"];

/// Folders of one person's machine, without the slash in front.
const MACHINE_FOLDERS: &[&str] = &["work", "home", "root"];

/// Every Rust file says first what it is.
pub fn module_docs(file: &File) -> Option<Finding> {
    let says = file.text.trim_start_matches('\u{feff}').starts_with("//!");
    (file.is_rust() && !says).then(|| {
        Finding::error(
            &file.path,
            "the file does not begin with `//!`",
            "say in one to five lines what it is and never does",
        )
    })
}

/// A long file is worth a thought.
pub fn size(file: &File) -> Option<Finding> {
    let n = file.text.lines().count();
    (file.is_rust() && n > MAX_LINES).then(|| {
        Finding::advice(&file.path, format!("the file has {n} lines"), "split it where its second idea begins")
    })
}

/// Only the command line prints; tests, build scripts and xtask may.
pub fn printing(file: &File, is_test: bool) -> Vec<Finding> {
    if is_test || !is_room_code(&file.path) {
        return Vec::new();
    }
    // What follows a test module with a body is tests: they come last in a file.
    let lines: Vec<&str> = file.text.lines().collect();
    let n_lines = lines.windows(2).position(|pair| is_test_mark(pair[0]) && pair[1].trim_end().ends_with('{'));
    lines
        .iter()
        .take(n_lines.unwrap_or(lines.len()))
        .enumerate()
        .filter_map(|(index, line)| Some((index + 1, prints(line)?)))
        .map(|(line, printing)| {
            let at = format!("{}:{line}", file.path);
            Finding::error(at, format!("{printing} in a room that never prints"), "return the text, or use tracing")
        })
        .collect()
}

/// The paths of modules that are only built for tests: `#[cfg(test)]` above `mod name;`, with or without a
/// `#[path = "…"]`.
pub fn test_modules(files: &[File]) -> BTreeSet<String> {
    files.iter().filter(|file| file.is_rust()).flat_map(test_modules_of).collect()
}

fn test_modules_of(file: &File) -> Vec<String> {
    let mut paths = Vec::new();
    let mut attributes: Vec<&str> = Vec::new();
    for line in file.text.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes.push(line);
            continue;
        }
        if let Some(name) = declared(line)
            && attributes.iter().any(|attribute| is_test_mark(attribute))
        {
            match attributes.iter().find_map(|attribute| path_given(attribute)) {
                Some(path) => paths.push(format!("{}/{path}", folder_of(&file.path))),
                None => paths.extend(module_paths(&file.path, name)),
            }
        }
        attributes.clear();
    }
    paths
}

/// The file in `#[path = "x_tests.rs"]`; it lies beside the file that declares it.
fn path_given(attribute: &str) -> Option<&str> {
    attribute.strip_prefix("#[path = \"")?.strip_suffix("\"]")
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn is_test_mark(line: &str) -> bool {
    line.trim() == "#[cfg(test)]"
}

/// The name in `mod name;` or `pub mod name;`.
fn declared(line: &str) -> Option<&str> {
    line.trim().trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')
}

/// Where a module may lie that a file declares.
fn module_paths(declaring: &str, name: &str) -> [String; 2] {
    let (folder, own) = declaring.rsplit_once('/').unwrap_or(("", declaring));
    let folder = match own {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => format!("{folder}/{}", own.trim_end_matches(".rs")),
    };
    [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")]
}

/// No file names a folder of the machine it was written on.
pub fn machine_paths(file: &File) -> Vec<Finding> {
    file.text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some((index + 1, machine_path(line)?)))
        .map(|(line, path)| {
            let at = format!("{}:{line}", file.path);
            Finding::error(
                at,
                format!("{path} is a path of somebody's machine"),
                "write it from the root of the repository",
            )
        })
        .collect()
}

fn is_room_code(path: &str) -> bool {
    let mut parts = path.split('/');
    let is_room = parts.next() == Some("crates") && parts.next().is_some_and(|room| room != "cli");
    is_room && parts.next() == Some("src") && path.ends_with(".rs")
}

fn prints(line: &str) -> Option<&'static str> {
    let code = line.split("//").next().unwrap_or("");
    PRINTING.iter().copied().find(|name| {
        let called = format!("{name}(");
        code.match_indices(&called).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

/// A path counts from where it begins: `https://a.example/home/1` and `../home/` are none.
fn machine_path(line: &str) -> Option<String> {
    for folder in MACHINE_FOLDERS {
        let path = format!("/{folder}/");
        let begins = |at: usize| {
            !line[..at].ends_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '~' | '}' | '>' | '$' | ')' | '*')
            })
        };
        if line.match_indices(&path).any(|(at, _)| begins(at)) {
            return Some(path);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{file, said};

    #[test]
    fn every_rust_file_begins_with_its_docs() {
        assert_eq!(module_docs(&file("a.rs", "//! What it is.\n")), None);
        assert_eq!(module_docs(&file("a.md", "# Title\n")), None);
        assert_eq!(
            said(module_docs(&file("a.rs", "use std::fs;\n//! Late.\n"))),
            ["a.rs: the file does not begin with `//!`"]
        );
    }

    #[test]
    fn a_long_file_is_advice_and_no_error() {
        let long = file("a.rs", &"// a line\n".repeat(501));
        assert_eq!(size(&long).map(|finding| finding.is_error), Some(false));
        assert_eq!(size(&file("a.rs", &"// a line\n".repeat(500))), None);
    }

    #[test]
    fn a_room_that_prints_is_found_with_its_line() {
        let text = "//! Docs.\n// println!(\"in a comment\");\nfn f() {\n    eprintln!(\"no\");\n}\n";
        assert_eq!(
            said(printing(&file("crates/wire/src/a.rs", text), false)),
            ["crates/wire/src/a.rs:4: eprintln! in a room that never prints"]
        );
        for path in ["crates/cli/src/a.rs", "xtask/src/a.rs", "crates/wire/tests/it/a.rs", "crates/wire/build.rs"] {
            assert_eq!(printing(&file(path, text), false), [], "{path}");
        }
    }

    #[test]
    fn tests_at_the_end_of_a_file_may_print() {
        let text = "fn f() {}\n#[cfg(test)]\nmod tests {\n    fn g() { println!(\"yes\"); }\n}\n";
        assert_eq!(printing(&file("crates/wire/src/a.rs", text), false), []);
        let text = "#[cfg(test)]\nmod bench;\nfn f() {\n    println!(\"no\");\n}\n";
        assert_eq!(printing(&file("crates/wire/src/a.rs", text), false).len(), 1, "only the other file is tests");
        assert_eq!(prints("    self.pretty_println!(x)"), None);
    }

    #[test]
    fn a_module_of_tests_in_a_file_of_its_own_may_print() {
        let files = [
            file("crates/wire/src/cluster.rs", "mod score;\n#[cfg(test)]\nmod bench;\n"),
            file("crates/wire/src/feed/mod.rs", "#[cfg(test)]\nmod tests;\n"),
        ];
        let tests = test_modules(&files);
        let paths = ["cluster/bench.rs", "cluster/bench/mod.rs", "feed/tests.rs", "feed/tests/mod.rs"];
        assert_eq!(tests, paths.map(|path| format!("crates/wire/src/{path}")).into());
        let elsewhere = "#[cfg(test)]\n#[path = \"dedupe_tests.rs\"]\nmod tests;\n#[path = \"plain.rs\"]\nmod plain;\n";
        let beside = test_modules(&[file("crates/wire/src/dedupe.rs", elsewhere)]);
        assert_eq!(beside, ["crates/wire/src/dedupe_tests.rs".to_owned()].into());
        let printing_file = file("crates/wire/src/cluster/bench.rs", "println!(\"1 ms\");");
        assert_eq!(printing(&printing_file, true), []);
        assert_eq!(printing(&printing_file, false).len(), 1);
    }

    #[test]
    fn a_path_of_a_machine_is_found() {
        let path = ["see ", "/ho", "me/me/notes"].concat();
        assert_eq!(machine_paths(&file("a.md", &path)).len(), 1, "{path}");
        for fine in ["https://a.example/home/1", "../root/x", "a/home/b", "the home", "~/home/x", "${HOME}/home/x"] {
            assert_eq!(machine_paths(&file("a.md", fine)), [], "{fine}");
        }
    }
}
