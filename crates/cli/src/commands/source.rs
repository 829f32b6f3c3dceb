//! `zaowan source`: adds, lists, checks, imports and exports sources.

use super::{ConfigFile, write_whole};
use crate::fail::Failure;
use crate::say;
use crate::table::{fit, table};
use clap::Subcommand;
use jiff::Timestamp;
use news::Source as NewsSource;
use newsroom::{Clock, Config};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use wire::health::{Health, health};
use wire::{Options, Seen, Wire};

/// Add, list, check, import or export sources.
#[derive(Debug, clap::Args)]
pub struct Source {
    #[command(flatten)]
    config: ConfigFile,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add one to newsroom.toml.
    Add {
        /// A feed, a site, a sitemap, or a folder.
        url: String,
        /// The name a reader sees.
        #[arg(long)]
        name: Option<String>,
        /// What it is about.
        #[arg(long)]
        beat: Option<String>,
        /// The publisher family.
        #[arg(long)]
        owner: Option<String>,
        /// Which links of a page without a feed are articles.
        #[arg(long)]
        link_rule: Option<String>,
    },
    /// List them.
    List,
    /// Read each and say whether it is green or red, how fresh it is, and what is wrong.
    Check {
        /// Only these (ids).
        ids: Vec<String>,
        /// Set the clock: 2026-02-10T07:00:00+08:00.
        #[arg(long, value_name = "RFC3339")]
        at: Option<Timestamp>,
    },
    /// Add those of an OPML file.
    Import {
        /// The OPML file.
        file: PathBuf,
    },
    /// Write them as OPML.
    Export {
        /// The file; stdout if left out.
        file: Option<PathBuf>,
    },
}

impl Source {
    /// Does what was asked.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        match &self.command {
            Command::Add { url, name, beat, owner, link_rule } => {
                let keys = [("name", name), ("beat", beat), ("owner", owner), ("link_rule", link_rule)];
                let row =
                    row(url, keys.into_iter().filter_map(|(key, value)| value.as_deref().map(|value| (key, value))));
                append(self.config.path(), &[row])?;
                say::err(&format!("added {url}"));
            }
            Command::List => list(&config, json),
            Command::Check { ids, at } => {
                return check(&config, ids, at.unwrap_or_else(|| Clock::system().now()), json).await;
            }
            Command::Import { file } => import(self.config.path(), &config, file)?,
            Command::Export { file } => export(&config, file.as_deref())?,
        }
        Ok(0)
    }
}

/// A `[[source]]` table as text, so that the file's comments stay.
fn row<'a>(url: &str, keys: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let quote = |value: &str| toml::Value::String(value.to_owned()).to_string();
    let mut text = format!("\n[[source]]\nurl = {}\n", quote(url));
    for (key, value) in keys {
        text.push_str(&format!("{key} = {}\n", quote(value)));
    }
    text
}

/// Adds rows to the file if the whole is still a valid configuration.
fn append(path: &Path, rows: &[String]) -> Result<(), Failure> {
    let old = std::fs::read_to_string(path)
        .map_err(|source| newsroom::config::Error::Unreadable { path: path.to_owned(), source })?;
    let new = format!("{}\n{}", old.trim_end(), rows.concat());
    newsroom::config::parse(&new, path)?;
    write_whole(path, &new)
}

fn list(config: &Config, json: bool) {
    if json {
        return say::json(&config.sources);
    }
    let mut rows =
        vec![vec!["id".to_owned(), "name".into(), "owner".into(), "beat".into(), "trust".into(), "url".into()]];
    rows.extend(config.sources.iter().map(|source| {
        vec![
            source.id.to_string(),
            source.name.clone(),
            source.owner.clone(),
            source.beat.clone(),
            source.trust.to_string(),
            source.url.clone(),
        ]
    }));
    say::out(&table(&rows));
}

#[derive(Serialize)]
struct Checked {
    id: String,
    name: String,
    #[serde(flatten)]
    health: Health,
}

async fn check(config: &Config, ids: &[String], now: Timestamp, json: bool) -> Result<u8, Failure> {
    if let Some(unknown) = ids.iter().find(|id| !config.sources.iter().any(|source| source.id.0 == **id)) {
        return Err(Failure::usage(
            &format!("there is no source `{unknown}`"),
            "",
            "`zaowan source list` shows their ids",
        ));
    }
    let sources: Vec<NewsSource> =
        config.sources.iter().filter(|source| ids.is_empty() || ids.contains(&source.id.0)).cloned().collect();
    let checked = poll(config, sources, now).await?;
    let n_green = checked.iter().filter(|row| row.health.green).count();
    if json {
        say::json(&checked);
    } else {
        say::out(&table(&health_rows(&checked)));
        say::err(&format!("{n_green} of {} sources are green", checked.len()));
    }
    Ok(u8::from(n_green == 0))
}

async fn poll(config: &Config, sources: Vec<NewsSource>, now: Timestamp) -> Result<Vec<Checked>, Failure> {
    let network = &config.network;
    let wire = Wire::new(Options {
        user_agent: network.user_agent.clone(),
        replay: network.replay,
        allow_private: network.allow_private.clone(),
        total_timeout: network.timeout,
        host_delay: network.host_delay,
        max_pages: 3,
        ..Options::default()
    })?;
    let mut tasks = tokio::task::JoinSet::new();
    for (n, source) in sources.into_iter().enumerate() {
        let wire = wire.clone();
        tasks.spawn(async move {
            let poll = wire.poll(&source, &Seen::default(), now).await;
            (n, Checked { id: source.id.to_string(), name: source.name.clone(), health: health(&source, &poll, now) })
        });
    }
    let mut checked: Vec<(usize, Checked)> = tasks.join_all().await;
    checked.sort_by_key(|(n, _)| *n);
    Ok(checked.into_iter().map(|(_, row)| row).collect())
}

fn health_rows(checked: &[Checked]) -> Vec<Vec<String>> {
    let mut rows = vec![vec![
        "".to_owned(),
        "source".into(),
        "newest".into(),
        "items".into(),
        "dated".into(),
        "extracted".into(),
        "what is wrong".into(),
    ]];
    for Checked { name, health, .. } in checked {
        let age = health.newest_age_hours.map_or_else(|| "-".into(), |hours| format!("{hours:.1} h"));
        rows.push(vec![
            if health.green { "green".into() } else { "RED".into() },
            fit(name, 28),
            age,
            health.n_items.to_string(),
            health.n_dated.to_string(),
            health.n_extracted.to_string(),
            health.error.clone().unwrap_or_default(),
        ]);
    }
    rows
}

fn import(path: &Path, config: &Config, file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::usage(&format!("cannot read {}: {error}", file.display()), "", "name an OPML file")
    })?;
    let mut known: BTreeSet<String> = config.sources.iter().map(|source| source.url.clone()).collect();
    let outlines = wire::opml::read(&text)?;
    let n_all = outlines.len();
    let fresh: Vec<String> = outlines
        .iter()
        .filter(|outline| known.insert(outline.url.clone()))
        .map(|outline| {
            let title = (!outline.title.is_empty()).then_some(("name", outline.title.as_str()));
            let beat = outline.beat.as_deref().map(|beat| ("beat", beat));
            row(&outline.url, title.into_iter().chain(beat))
        })
        .collect();
    append(path, &fresh)?;
    say::err(&format!("added {} of {n_all} sources; {} were there already", fresh.len(), n_all - fresh.len()));
    Ok(())
}

fn export(config: &Config, file: Option<&Path>) -> Result<(), Failure> {
    let opml = wire::opml::write(&config.name, &config.sources);
    match file {
        Some(file) => write_whole(file, &opml),
        None => {
            say::out(&opml);
            Ok(())
        }
    }
}
