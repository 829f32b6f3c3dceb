//! Which room may use which, and which outside crate belongs to which room.
//!
//! The table is compared with the manifests both ways: an arrow that is not in it is refused, and so is one that
//! nobody uses, so that the table never promises more than the house does.

use crate::finding::Finding;
use crate::metadata::{self, Manifests};
use std::collections::BTreeSet;
use std::path::Path;

/// One room: its level, and the rooms it is built with. An arrow points to a lower level, so there is no circle.
struct Room {
    name: &'static str,
    level: u8,
    uses: &'static [&'static str],
    /// Only its tests use these.
    tests_use: &'static [&'static str],
}

const fn room(
    name: &'static str,
    level: u8,
    uses: &'static [&'static str],
    tests_use: &'static [&'static str],
) -> Room {
    Room { name, level, uses, tests_use }
}

const ROOMS: &[Room] = &[
    room("news", 1, &[], &[]),
    room("sqlite", 1, &[], &[]),
    room("testkit", 1, &[], &["news"]),
    room("journal", 2, &["sqlite"], &[]),
    room("gateway", 2, &["sqlite"], &["testkit"]),
    room("crew", 2, &["news"], &[]),
    room("wire", 2, &["news"], &["testkit"]),
    room("gates", 2, &["news"], &[]),
    room("archive", 2, &["news", "sqlite"], &[]),
    room("audio", 3, &["gateway", "news"], &["testkit"]),
    room("publish", 3, &["news", "wire"], &[]),
    room("desk", 3, &["crew", "gates", "news"], &[]),
    room("newsroom", 4, &["archive", "audio", "desk", "gateway", "journal", "news", "publish", "wire"], &["testkit"]),
    room("server", 5, &["audio", "gateway"], &["testkit"]),
    room(
        "cli",
        6,
        &["archive", "audio", "gateway", "journal", "news", "newsroom", "publish", "server", "testkit", "wire"],
        &[],
    ),
    room("xtask", 7, &["archive", "audio", "gates", "gateway", "news", "newsroom", "testkit", "wire"], &[]),
];

/// An outside crate that belongs to some rooms only.
struct Owned {
    external: &'static str,
    rooms: &'static [&'static str],
    /// Only their tests may use it.
    in_tests: &'static [&'static str],
    why: &'static str,
}

const fn owned(
    external: &'static str,
    rooms: &'static [&'static str],
    in_tests: &'static [&'static str],
    why: &'static str,
) -> Owned {
    Owned { external, rooms, in_tests, why }
}

const OWNED: &[Owned] = &[
    owned(
        "rusqlite",
        &["archive", "gateway", "journal", "sqlite"],
        &[],
        "only the archive, the journal and the gateway's ledger know SQL, and sqlite opens their files",
    ),
    owned(
        "reqwest",
        &["gateway", "newsroom", "publish", "wire"],
        &["server", "testkit"],
        "sources are reached through wire, vendors through gateway, channels through publish, a collector of traces from newsroom",
    ),
    owned("tokio-tungstenite", &["gateway", "testkit"], &[], "voices are reached through gateway, and simulated"),
    owned("lettre", &["publish"], &[], "channels are reached through publish"),
    owned("axum", &["server"], &[], "only the server answers other programs"),
    owned("hyper", &["server", "testkit", "xtask"], &[], "only the server, the testkit and measurements serve"),
    owned("hyper-util", &["server", "testkit", "xtask"], &[], "only the server, the testkit and measurements serve"),
    owned("clap", &["cli"], &[], "only the command line reads arguments"),
    owned("indicatif", &["cli"], &[], "only the command line prints"),
    owned("tracing-subscriber", &["cli"], &[], "only the command line prints"),
    owned("anyhow", &["cli", "xtask"], &[], "a room has an error of its own"),
    owned("mp3lame-encoder", &["audio"], &[], "only audio makes sound"),
    owned("nanomp3", &["audio"], &[], "only audio reads sound"),
    owned("opus-pure", &["audio"], &[], "only audio makes sound"),
    owned("tar", &["newsroom"], &[], "only a backup is a tar"),
    owned("maud", &["publish"], &[], "only publish makes pages"),
];

/// Outside crates a room of pure types has no use for, as they do I/O or read the clock for it.
const NEVER_IN_NEWS: &[&str] = &["tokio", "reqwest", "hyper", "rusqlite", "futures", "tempfile", "tracing", "anyhow"];

/// Compares the tables with the manifests.
pub fn check(root: &Path) -> anyhow::Result<Vec<Finding>> {
    let manifests = metadata::read(root)?;
    let mut findings = downward(ROOMS);
    findings.extend(arrows(ROOMS, &manifests));
    findings.extend(externals(OWNED, &manifests));
    Ok(findings)
}

/// Arrows of the table that do not point down.
fn downward(rooms: &[Room]) -> Vec<Finding> {
    let level = |name: &str| rooms.iter().find(|room| room.name == name).map(|room| room.level);
    let mut findings = Vec::new();
    for room in rooms {
        // What only tests use may lie anywhere: it makes no circle in what is built.
        for used in room.uses {
            match level(used) {
                Some(level) if level < room.level => {}
                Some(_) => findings.push(table(format!("the arrow {} -> {used} does not point down", room.name))),
                None => findings.push(table(format!("{} uses {used}, which is not in the table", room.name))),
            }
        }
    }
    findings
}

/// Arrows of the table and of the manifests that are not in the other.
fn arrows(rooms: &[Room], manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in manifests.keys().filter(|name| !rooms.iter().any(|room| room.name == name.as_str())) {
        findings.push(Finding::error(
            manifest(name),
            format!("the room {name} is not in the table of xtask/src/arch.rs"),
            "add it with its level and arrows, and say why in docs/decisions",
        ));
    }
    for room in rooms {
        let Some(found) = manifests.get(room.name) else {
            findings.push(table(format!("there is no room {}", room.name)));
            continue;
        };
        findings.extend(compare(room.name, "", room.uses, &found.rooms));
        findings.extend(compare(room.name, " in its tests", room.tests_use, &found.dev_rooms));
    }
    findings
}

fn compare(room: &str, where_used: &str, allowed: &[&str], found: &BTreeSet<String>) -> Vec<Finding> {
    let refused = found.iter().filter(|used| !allowed.contains(&used.as_str())).map(|used| {
        Finding::error(
            manifest(room),
            format!("{room} uses {used}{where_used}, which the table of arrows does not allow"),
            "move the code to a room that may, or add the arrow to xtask/src/arch.rs with a paragraph in docs/decisions",
        )
    });
    let unused = allowed
        .iter()
        .filter(|used| !found.contains(**used))
        .map(|used| table(format!("the arrow {room} -> {used}{where_used} is used by nobody")));
    refused.chain(unused).collect()
}

/// Outside crates in rooms they do not belong to.
fn externals(owned: &[Owned], manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (room, found) in manifests {
        for rule in owned.iter().filter(|rule| !rule.rooms.contains(&room.as_str())) {
            let may_in_tests = rule.in_tests.contains(&room.as_str());
            let is_used =
                found.externals.contains(rule.external) || !may_in_tests && found.dev_externals.contains(rule.external);
            if is_used {
                let todo = format!("{}; use it through {}", rule.why, rule.rooms.join(" or "));
                findings.push(Finding::error(manifest(room), format!("{room} uses {}", rule.external), todo));
            }
        }
        if room == "news" {
            findings.extend(NEVER_IN_NEWS.iter().filter(|never| found.externals.contains(**never)).map(|never| {
                Finding::error(
                    manifest(room),
                    format!("news uses {never}"),
                    "news does no I/O: move it to another room",
                )
            }));
        }
    }
    findings
}

fn table(what: String) -> Finding {
    Finding::error("xtask/src/arch.rs", what, "correct the table of arrows, or the room's Cargo.toml")
}

fn manifest(room: &str) -> String {
    if room == "xtask" { "xtask/Cargo.toml".to_owned() } else { format!("crates/{room}/Cargo.toml") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Manifest;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// Each room with the rooms it uses.
    fn house(rooms: &[(&str, &[&str])]) -> Manifests {
        let manifest = |uses: &[&str]| Manifest { rooms: set(uses), ..Manifest::default() };
        rooms.iter().map(|(name, uses)| ((*name).to_owned(), manifest(uses))).collect()
    }

    fn said(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.what.as_str()).collect()
    }

    const SMALL: &[Room] = &[room("news", 1, &[], &[]), room("wire", 2, &["news"], &[])];

    #[test]
    fn the_table_of_this_house_points_down() {
        assert_eq!(downward(ROOMS), []);
    }

    #[test]
    fn a_house_like_the_table_is_in_order() {
        assert_eq!(arrows(SMALL, &house(&[("news", &[]), ("wire", &["news"])])), []);
    }

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_refused() {
        let findings = arrows(SMALL, &house(&[("news", &["wire"]), ("wire", &["news"])]));
        assert_eq!(said(&findings), ["news uses wire, which the table of arrows does not allow"]);
        assert_eq!(findings[0].at, "crates/news/Cargo.toml");
    }

    #[test]
    fn an_arrow_nobody_uses_is_refused() {
        let findings = arrows(SMALL, &house(&[("news", &[]), ("wire", &[])]));
        assert_eq!(said(&findings), ["the arrow wire -> news is used by nobody"]);
    }

    #[test]
    fn a_room_on_one_side_only_is_refused() {
        let findings = arrows(SMALL, &house(&[("news", &[]), ("attic", &[])]));
        assert_eq!(
            said(&findings),
            ["the room attic is not in the table of xtask/src/arch.rs", "there is no room wire"]
        );
    }

    #[test]
    fn an_arrow_of_tests_is_not_one_of_the_room() {
        let mut found = house(&[("news", &[]), ("wire", &[])]);
        found.entry("wire".into()).or_default().dev_rooms = set(&["news"]);
        assert_eq!(
            said(&arrows(SMALL, &found)),
            [
                "the arrow wire -> news is used by nobody",
                "wire uses news in its tests, which the table of arrows does not allow",
            ]
        );
    }

    #[test]
    fn a_circle_in_the_table_is_found() {
        let circle = [room("a", 1, &["b"], &[]), room("b", 2, &["a", "c"], &[])];
        assert_eq!(
            said(&downward(&circle)),
            ["the arrow a -> b does not point down", "b uses c, which is not in the table",]
        );
    }

    #[test]
    fn an_outside_crate_stays_in_its_room() {
        let rules = [owned("reqwest", &["wire"], &["testkit"], "there is one HTTP door out")];
        let mut found = house(&[("news", &[]), ("publish", &[]), ("testkit", &[]), ("wire", &[])]);
        for (room, is_dev) in [("wire", false), ("testkit", true), ("publish", true)] {
            let manifest = found.entry(room.into()).or_default();
            let externals = if is_dev { &mut manifest.dev_externals } else { &mut manifest.externals };
            externals.insert("reqwest".into());
        }
        found.entry("news".into()).or_default().externals = set(&["serde", "tokio"]);
        let findings = externals(&rules, &found);
        assert_eq!(said(&findings), ["news uses tokio", "publish uses reqwest"]);
        assert_eq!(findings[1].todo, "there is one HTTP door out; use it through wire");
    }
}
