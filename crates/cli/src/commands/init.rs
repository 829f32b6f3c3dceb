//! `zaowan init`: writes a newsroom.toml with a starter pack, and says whose models it could use here.

use super::models::nearby_lines;
use super::write_whole;
use crate::fail::Failure;
use crate::say;
use gateway::Vendor;
use gateway::discover::{self, Nearby};
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
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let is_there = self.path.exists();
        if is_there && !self.if_missing {
            let what = format!("{} is there already", self.path.display());
            return Err(Failure::usage(&what, "a configuration is never overwritten", "edit it, or name another file"));
        }
        if !is_there {
            write_whole(&self.path, newsroom::starter::STARTER)?;
            self.lay_charter()?;
        }
        let config = newsroom::config::load(&self.path)?;
        if is_there && !json {
            return Ok(0);
        }
        let vendors = Vendor::in_environment(&|name| std::env::var(name).ok());
        let nearby = discover::nearby(&discover::usual_places()).await;
        if json {
            let names: Vec<&str> = vendors.iter().map(|vendor| vendor.name.as_str()).collect();
            let written = !is_there;
            let n_sources = config.sources.len();
            say::json(&serde_json::json!({
                "path": self.path, "written": written, "sources": n_sources, "vendors": names, "nearby": nearby,
            }));
            return Ok(0);
        }
        say::err(&format!("wrote {} with {} sources.", self.path.display(), config.sources.len()));
        say_models(&vendors, &nearby);
        say::err("Next: zaowan run");
        Ok(0)
    }
}

impl Init {
    /// The sample of the house rules, where there are none yet.
    fn lay_charter(&self) -> Result<(), Failure> {
        let path = self.path.with_file_name(newsroom::charter::FILE);
        if path.exists() { Ok(()) } else { write_whole(&path, newsroom::charter::SAMPLE) }
    }
}

/// Whose models an edition made now would use, and which it could.
fn say_models(vendors: &[Vendor], nearby: &[Nearby]) {
    let keys: Vec<String> = vendors.iter().map(|vendor| format!("{} ({})", vendor.name, vendor.key_from)).collect();
    match keys.as_slice() {
        [] => say::err("Models: the environment holds no vendor's key, so rules that need no model do the work."),
        [one] => say::err(&format!("Models: {one}. Add a second vendor's key, and they check each other's work.")),
        _ => say::err(&format!("Models: {}. `zaowan models test` tries them.", keys.join(", "))),
    }
    for server in nearby {
        let (name, place, n_models) = (&server.vendor, &server.base_url, server.models.len());
        say::err(&format!("{name} answers at {place} with {n_models} models; to use it, add:"));
        say::err(&indented(&nearby_lines(server)));
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
