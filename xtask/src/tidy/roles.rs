//! Every role has its file with a prompt, a check and a floor.

use crate::finding::Finding;
use crate::tree::File;
use news::Role;

/// What a role lacks.
pub fn complete(files: &[File]) -> Vec<Finding> {
    Role::ALL.into_iter().flat_map(|role| lacks(role, files)).collect()
}

fn lacks(role: Role, files: &[File]) -> Vec<Finding> {
    let key = role.key();
    let path = format!("crates/desk/src/{key}.rs");
    let Some(file) = find(files, &path).or_else(|| find(files, &format!("crates/desk/src/{key}/mod.rs"))) else {
        let what = format!("the role {key} has no file");
        return vec![Finding::error(path, what, "write it: input, output, prompt, check, floor")];
    };
    let mut findings = Vec::new();
    for deed in ["floor", "check"] {
        if !has_function(file, deed) {
            findings.push(lack(file, &format!("the role {key} has no `pub fn {deed}`")));
        }
    }
    let has_prompt = has_function(file, "prompt") || find(files, &format!("crates/desk/prompts/{key}.md")).is_some();
    if !has_prompt {
        findings.push(lack(file, &format!("the role {key} has neither `pub fn prompt` nor prompts/{key}.md")));
    }
    findings
}

fn find<'a>(files: &'a [File], path: &str) -> Option<&'a File> {
    files.iter().find(|file| file.path == path)
}

fn has_function(file: &File, name: &str) -> bool {
    ["pub fn ", "pub async fn "].iter().any(|begin| {
        file.text.lines().any(|line| {
            line.strip_prefix(begin)
                .and_then(|rest| rest.strip_prefix(name))
                .is_some_and(|rest| rest.starts_with(['(', '<']))
        })
    })
}

fn lack(file: &File, what: &str) -> Finding {
    Finding::error(&file.path, what, "a role is one file with its prompt, its check and its floor")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{file, said};

    /// A desk in which every role is complete.
    fn desk() -> Vec<File> {
        let text = "pub fn prompt() {}\npub fn check() {}\npub fn floor<T>() {}\n";
        Role::ALL.iter().map(|role| file(&format!("crates/desk/src/{}.rs", role.key()), text)).collect()
    }

    #[test]
    fn a_complete_desk_lacks_nothing() {
        assert_eq!(complete(&desk()), []);
    }

    #[test]
    fn a_role_without_a_file_is_found() {
        let mut files = desk();
        files.retain(|file| !file.path.ends_with("/translator.rs"));
        assert_eq!(said(complete(&files)), ["crates/desk/src/translator.rs: the role translator has no file"]);
        files.push(file("crates/desk/src/translator/mod.rs", &desk()[0].text));
        assert_eq!(complete(&files), []);
    }

    #[test]
    fn a_role_without_its_parts_is_found() {
        let mut files = desk();
        files[0].text = "pub fn floor_of() {}\n    pub fn check() {}\n".to_owned();
        assert_eq!(
            said(complete(&files)),
            [
                "crates/desk/src/wire_editor.rs: the role wire_editor has no `pub fn floor`",
                "crates/desk/src/wire_editor.rs: the role wire_editor has no `pub fn check`",
                "crates/desk/src/wire_editor.rs: the role wire_editor has neither `pub fn prompt` nor prompts/wire_editor.md",
            ]
        );
        files.push(file("crates/desk/prompts/wire_editor.md", "You sort arrivals."));
        assert_eq!(complete(&files).len(), 2);
    }
}
