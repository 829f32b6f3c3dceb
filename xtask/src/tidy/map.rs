//! The map of the house names exactly the rooms that stand.

use crate::finding::Finding;
use crate::tree::File;
use std::collections::BTreeSet;

const MAP: &str = "docs/ARCHITECTURE.md";

/// Rooms that are not on the map, and rooms on the map that do not stand.
pub fn names_the_rooms(files: &[File]) -> Vec<Finding> {
    let Some(map) = files.iter().find(|file| file.path == MAP) else {
        return vec![Finding::error(
            MAP,
            "there is no map of the house",
            "write it: bird's-eye view, code map, invariants",
        )];
    };
    let named = named(&map.text);
    let standing: BTreeSet<&str> = files.iter().filter_map(|file| room_of_manifest(&file.path)).collect();
    let missing = standing.difference(&named).map(|room| {
        Finding::error(MAP, format!("the map does not name `crates/{room}`"), "say what it is for, and where to begin")
    });
    let gone = named.difference(&standing).map(|room| {
        Finding::error(MAP, format!("the map names `crates/{room}`, which does not stand"), "take it off the map")
    });
    missing.chain(gone).collect()
}

fn room_of_manifest(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml").filter(|room| !room.contains('/'))
}

/// The rooms a text names as `crates/room`.
fn named(text: &str) -> BTreeSet<&str> {
    text.split("crates/")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            &rest[..end]
        })
        .filter(|room| !room.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{file, said};

    #[test]
    fn the_map_names_what_stands_and_nothing_else() {
        let mut files = vec![
            file("crates/news/Cargo.toml", ""),
            file("crates/wire/Cargo.toml", ""),
            file(MAP, "`crates/*` is flat: `crates/news` and crates/wire/src/poll.rs."),
        ];
        assert_eq!(names_the_rooms(&files), []);
        files[2].text = "Only `crates/news`, and `crates/attic`.".to_owned();
        assert_eq!(
            said(names_the_rooms(&files)),
            [
                "docs/ARCHITECTURE.md: the map does not name `crates/wire`",
                "docs/ARCHITECTURE.md: the map names `crates/attic`, which does not stand",
            ]
        );
        files.pop();
        assert_eq!(said(names_the_rooms(&files)), ["docs/ARCHITECTURE.md: there is no map of the house"]);
    }
}
