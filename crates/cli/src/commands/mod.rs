//! The commands, one file each.

pub mod archive;
pub mod channels;
pub mod demo;
pub mod doctor;
pub mod edition;
mod editions;
pub mod init;
pub mod journal;
pub mod models;
pub mod run;
pub mod serve;
pub mod source;
pub mod voices;
pub mod watch;

use crate::fail::Failure;
use newsroom::Config;
use std::path::{Path, PathBuf};

/// The option that every command with a configuration takes.
#[derive(Debug, Clone, clap::Args)]
pub struct ConfigFile {
    /// The configuration.
    #[arg(long, global = true, value_name = "FILE", default_value = "newsroom.toml")]
    config: PathBuf,
}

impl ConfigFile {
    /// Reads and checks it.
    pub fn load(&self) -> Result<Config, Failure> {
        Ok(newsroom::config::load(&self.config)?)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.config
    }
}

/// Writes a file that appears whole or not at all.
pub fn write_whole(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::other(
            &format!("cannot write {}: {error}", path.display()),
            "",
            "correct the folder's rights or free some space",
        )
    };
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
