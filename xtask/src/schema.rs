//! The JSON schemas other programs rely on, made from the types.

use crate::finding::Finding;
use anyhow::Context;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Writes the schemas.
pub fn write(root: &Path) -> anyhow::Result<()> {
    for (path, schema) in schemas()? {
        let file = root.join(path);
        fs::create_dir_all(file.parent().context("a schema lies in a folder")?)?;
        fs::write(&file, printed(&schema)?).with_context(|| format!("cannot write {path}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

/// Compares the schemas that stand with the types.
pub fn check(root: &Path) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (path, schema) in schemas()? {
        findings.extend(drift(path, fs::read_to_string(root.join(path)).ok().as_deref(), &printed(&schema)?));
    }
    Ok(findings)
}

fn schemas() -> anyhow::Result<[(&'static str, Value); 2]> {
    let edition = serde_json::to_value(schemars::schema_for!(news::Edition))?;
    Ok([("schemas/edition.schema.json", edition), ("schemas/newsroom.schema.json", newsroom::config::written_schema())])
}

fn printed(schema: &Value) -> anyhow::Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(schema)?))
}

fn drift(path: &str, standing: Option<&str>, wanted: &str) -> Option<Finding> {
    let todo = "run `cargo xtask schema`, and look whether the change breaks those who read it";
    match standing {
        None => Some(Finding::error(path, "the schema is missing", todo)),
        Some(standing) if standing != wanted => {
            let line = 1 + standing.lines().zip(wanted.lines()).take_while(|(a, b)| a == b).count();
            Some(Finding::error(format!("{path}:{line}"), "the schema is not that of the types", todo))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_that_drifted_is_found_at_its_line() {
        assert_eq!(drift("s.json", Some("{\n}\n"), "{\n}\n"), None);
        assert_eq!(drift("s.json", Some("{\n  1\n}\n"), "{\n  2\n}\n").map(|found| found.at), Some("s.json:2".into()));
        assert_eq!(drift("s.json", None, "{}").map(|found| found.what), Some("the schema is missing".into()));
    }

    #[test]
    fn the_edition_schema_names_what_the_contract_names() {
        let [(_, edition), _] = schemas().unwrap();
        let required: Vec<&str> = edition["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for field in [
            "id",
            "date",
            "slot",
            "as_of",
            "published_at",
            "languages",
            "degraded",
            "stories",
            "spiked",
            "credits",
            "ledger",
            "timings",
            "labels",
            "corrections",
        ] {
            assert!(required.contains(&field), "{field} is not required");
        }
        assert!(edition["properties"]["audio"].is_object());
    }
}
