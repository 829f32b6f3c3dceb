//! The manifests of the workspace, as cargo reads them.

use anyhow::{Context, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// What one room's manifest asks for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Rooms it is built with.
    pub rooms: BTreeSet<String>,
    /// Rooms only its tests are built with.
    pub dev_rooms: BTreeSet<String>,
    /// Other crates it is built with.
    pub externals: BTreeSet<String>,
    /// Other crates only its tests are built with.
    pub dev_externals: BTreeSet<String>,
}

/// The rooms of the workspace by name.
pub type Manifests = BTreeMap<String, Manifest>;

/// Asks cargo for the manifests.
pub fn read(root: &Path) -> anyhow::Result<Manifests> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root)
        .output()
        .context("cargo metadata does not start")?;
    ensure!(output.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    parse(&output.stdout)
}

/// Reads what `cargo metadata` prints.
pub fn parse(json: &[u8]) -> anyhow::Result<Manifests> {
    let metadata: Value = serde_json::from_slice(json).context("cargo metadata printed no JSON")?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let rooms: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut manifests = Manifests::new();
    for package in packages {
        let name = package["name"].as_str().context("a package has no name")?;
        let manifest = manifests.entry(name.to_owned()).or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let asked = dependency["name"].as_str().context("a dependency has no name")?;
            let is_dev = dependency["kind"].as_str() == Some("dev");
            let set = match (rooms.contains(asked), is_dev) {
                (true, false) => &mut manifest.rooms,
                (true, true) => &mut manifest.dev_rooms,
                (false, false) => &mut manifest.externals,
                (false, true) => &mut manifest.dev_externals,
            };
            set.insert(asked.to_owned());
        }
    }
    Ok(manifests)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn rooms_are_told_from_other_crates_and_tests_from_the_rest() {
        let json = br#"{"packages": [
            {"name": "news", "dependencies": [{"name": "serde", "kind": null}, {"name": "insta", "kind": "dev"}]},
            {"name": "wire", "dependencies": [{"name": "news", "kind": null}, {"name": "news", "kind": "dev"}]}
        ]}"#;
        let news = Manifest { externals: set(&["serde"]), dev_externals: set(&["insta"]), ..Manifest::default() };
        let wire = Manifest { rooms: set(&["news"]), dev_rooms: set(&["news"]), ..Manifest::default() };
        assert_eq!(parse(json).unwrap(), Manifests::from([("news".into(), news), ("wire".into(), wire)]));
    }
}
