//! `zaowan init`: writes a newsroom.toml with a starter pack.

use super::write_whole;
use crate::fail::Failure;
use crate::say;
use std::path::PathBuf;

/// Write a newsroom.toml with a starter pack of public sources.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// Where to write it.
    #[arg(default_value = "newsroom.toml")]
    path: PathBuf,
    /// Leave a file that is there alone, without an error.
    #[arg(long)]
    if_missing: bool,
}

impl Init {
    /// Never overwrites: a configuration is somebody's work.
    pub fn run(&self, json: bool) -> Result<u8, Failure> {
        let is_there = self.path.exists();
        if is_there && !self.if_missing {
            let what = format!("{} is there already", self.path.display());
            return Err(Failure::usage(&what, "a configuration is never overwritten", "edit it, or name another file"));
        }
        if !is_there {
            write_whole(&self.path, newsroom::starter::STARTER)?;
        }
        let config = newsroom::config::load(&self.path)?;
        if json {
            say::json(&serde_json::json!({ "path": self.path, "written": !is_there, "sources": config.sources.len() }));
        } else if !is_there {
            say::err(&format!("wrote {} with {} sources. Next: zaowan run", self.path.display(), config.sources.len()));
        }
        Ok(0)
    }
}
