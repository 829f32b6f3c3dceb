//! Unsafe code is forbidden in every crate of the house, by the workspace's lints or by its own.

use crate::finding::Finding;
use crate::tree::File;

/// The root forbids `unsafe`, and every crate obeys it or says the same.
pub fn forbid_unsafe(files: &[File]) -> Vec<Finding> {
    let forbids_all = |text: &str| forbids(text, "[workspace.lints.rust]");
    let root = files.iter().filter(|file| file.path == "Cargo.toml" && !forbids_all(&file.text)).map(|file| {
        Finding::error(&file.path, "the workspace does not forbid unsafe code", "write unsafe_code = \"forbid\"")
    });
    let crates = files.iter().filter(|file| is_of_crate(&file.path) && !obeys(&file.text)).map(|file| {
        Finding::error(&file.path, "the crate does not forbid unsafe code", "write [lints] and workspace = true")
    });
    root.chain(crates).collect()
}

/// `fuzz` is a workspace of its own, whose macros need what the house forbids.
fn is_of_crate(path: &str) -> bool {
    path == "xtask/Cargo.toml" || path.starts_with("crates/") && path.ends_with("/Cargo.toml")
}

fn table<'a>(manifest: &'a str, heading: &str) -> impl Iterator<Item = &'a str> {
    let behind = manifest.lines().skip_while({
        let heading = heading.to_owned();
        move |line| line.trim() != heading
    });
    behind.skip(1).take_while(|line| !line.starts_with('[')).map(str::trim)
}

fn forbids(manifest: &str, heading: &str) -> bool {
    table(manifest, heading).any(|line| line == "unsafe_code = \"forbid\"")
}

fn obeys(manifest: &str) -> bool {
    table(manifest, "[lints]").any(|line| line == "workspace = true") || forbids(manifest, "[lints.rust]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{file, said};

    #[test]
    fn a_crate_outside_the_lints_is_found() {
        let root = "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n\n[workspace.lints.clippy]\n";
        let good = "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n\n[dependencies]\n";
        let bad = "[package]\n\n[lints]\n\n[dependencies]\nworkspace = true\n";
        let files = [file("Cargo.toml", root), file("crates/a/Cargo.toml", good), file("fuzz/Cargo.toml", bad)];
        assert_eq!(said(forbid_unsafe(&files)), Vec::<String>::new());
        let files = [file("Cargo.toml", &root.replace("forbid", "warn")), file("crates/b/Cargo.toml", bad)];
        let expected = [
            "Cargo.toml: the workspace does not forbid unsafe code",
            "crates/b/Cargo.toml: the crate does not forbid unsafe code",
        ];
        assert_eq!(said(forbid_unsafe(&files)), expected);
    }
}
