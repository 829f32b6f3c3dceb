//! `zaowan archive`: finds what was published and what came in; backs everything up, and restores it.

use super::ConfigFile;
use crate::fail::Failure;
use crate::say;
use crate::summary::megabytes;
use clap::Subcommand;
use newsroom::backup::{self, Backup};
use newsroom::{Clock, Config};
use std::path::PathBuf;

/// Search what was published and what came in; back it up, or restore it.
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
    /// Write everything this newsroom remembers and has published into one file; an edition may be made meanwhile.
    Backup {
        /// The file, a tar. It appears whole or not at all.
        file: PathBuf,
    },
    /// Put a backup in the place of the data folder and the site; every byte of it is checked before.
    Restore {
        /// The file.
        file: PathBuf,
        /// Also where something stands: it is moved aside and kept.
        #[arg(long)]
        replace: bool,
    },
}

impl Archive {
    /// Searches.
    pub fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        match &self.command {
            Command::Search { query, limit } => search(&config, query, *limit, json),
            Command::Backup { file } => {
                let backup = backup::write(&config, file, Clock::system().now())?;
                tell(&backup, &format!("{}: written", file.display()), json)
            }
            Command::Restore { file, replace } => {
                let backup = backup::restore(&config, file, *replace, Clock::system().now())?;
                tell(&backup, &format!("{}: restored", file.display()), json)
            }
        }
    }
}

fn tell(backup: &Backup, what: &str, json: bool) -> Result<u8, Failure> {
    if json {
        say::json(backup);
        return Ok(0);
    }
    let head = &backup.head;
    say::out(&format!(
        "{what}; {} as of {}, {} files, {}",
        head.newsroom,
        head.made_at.strftime("%Y-%m-%d %H:%M:%SZ"),
        backup.n_files,
        megabytes(backup.bytes)
    ));
    for path in &backup.aside {
        say::err(&format!("what stood before is kept as {}; remove it when all is well", path.display()));
    }
    Ok(0)
}

fn search(config: &Config, query: &str, limit: usize, json: bool) -> Result<u8, Failure> {
    let path = config.data.join("archive.db");
    if !path.exists() {
        return Err(Failure::other(
            &format!("there is no archive at {}", path.display()),
            "no edition was made here yet",
            "zaowan run",
        ));
    }
    let hits = archive::Archive::open(&path)?.search(query, limit)?;
    if json {
        say::json(&hits);
        return Ok(0);
    }
    for hit in &hits {
        let place = hit.edition.as_deref().unwrap_or(&hit.url);
        say::out(&format!("{}  {}\n    {}\n    {place}", hit.at.strftime("%Y-%m-%d %H:%M"), hit.title, hit.snippet));
    }
    if hits.is_empty() {
        say::err(&format!("nothing found for {query:?}"));
    }
    Ok(0)
}
