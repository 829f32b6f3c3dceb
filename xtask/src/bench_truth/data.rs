//! The development data beside the project: found, unpacked, read; or not there.

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// Where the development data lies, if it does.
#[derive(Debug)]
pub struct Data {
    root: Option<PathBuf>,
}

impl Data {
    /// `ZAOWAN_DATA`, else `../shared/data`.
    pub fn find() -> Self {
        let root = std::env::var_os("ZAOWAN_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
        let root = root.is_dir().then_some(root);
        if root.is_none() {
            eprintln!("the development data is missing: ../shared/data is not there and ZAOWAN_DATA is not set");
        }
        Self { root }
    }

    /// The file at this path, if the data is there.
    pub fn path(&self, path: &str) -> Option<PathBuf> {
        self.root.as_ref().map(|root| root.join(path)).filter(|path| path.exists())
    }

    /// The bytes of a file, unpacked if its name ends in `.xz`; `None` if it is not there.
    pub fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let Some(found) = self.path(path) else { return Ok(None) };
        if !path.ends_with(".xz") {
            return Ok(Some(std::fs::read(found)?));
        }
        let output = Command::new("xz").arg("-dc").arg(&found).output().context("xz is not installed")?;
        anyhow::ensure!(output.status.success(), "{} cannot be unpacked", found.display());
        Ok(Some(output.stdout))
    }

    /// The rows of a `.jsonl` or `.jsonl.xz`; `None` if it is not there.
    pub fn rows(&self, path: &str) -> Result<Option<Vec<serde_json::Value>>> {
        let Some(bytes) = self.bytes(path)? else { return Ok(None) };
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        Ok(Some(lines.map(serde_json::from_slice).collect::<Result<_, _>>()?))
    }
}
