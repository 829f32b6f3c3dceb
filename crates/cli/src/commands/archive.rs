//! `zaowan archive search`: finds what was published and what came in.

use super::ConfigFile;
use crate::fail::Failure;
use crate::say;
use clap::Subcommand;

/// Search what was published and what came in.
#[derive(Debug, clap::Args)]
pub struct Archive {
    #[command(flatten)]
    config: ConfigFile,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find stories and items.
    Search {
        /// Words, zh or en.
        query: String,
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
}

impl Archive {
    /// Searches.
    pub fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        let Command::Search { query, limit } = &self.command;
        let path = config.data.join("archive.db");
        if !path.exists() {
            return Err(Failure::other(
                &format!("there is no archive at {}", path.display()),
                "no edition was made here yet",
                "zaowan run",
            ));
        }
        let hits = archive::Archive::open(&path)?.search(query, *limit)?;
        if json {
            say::json(&hits);
            return Ok(0);
        }
        for hit in &hits {
            let place = hit.edition.as_deref().unwrap_or(&hit.url);
            say::out(&format!(
                "{}  {}\n    {}\n    {place}",
                hit.at.strftime("%Y-%m-%d %H:%M"),
                hit.title,
                hit.snippet
            ));
        }
        if hits.is_empty() {
            say::err(&format!("nothing found for {query:?}"));
        }
        Ok(0)
    }
}
