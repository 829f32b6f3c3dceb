//! `zaowan edition`: lists, shows, explains, corrects and replays editions, and says which models were asked.

mod calls;
mod correct;
mod show;
mod why;

use super::ConfigFile;
use crate::fail::Failure;
use crate::table::{fit, table};
use crate::{display, say, summary};
use clap::Subcommand;
use news::{Edition as Published, EditionKey};
use newsroom::{Clock, Config, Newsroom, pipeline};
use std::path::PathBuf;

/// List, show, explain, correct or replay editions; say which models were asked.
#[derive(Debug, clap::Args)]
pub struct Edition {
    #[command(flatten)]
    config: ConfigFile,
    /// The site's folder, instead of publish.out.
    #[arg(long, value_name = "DIR", global = true)]
    out: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List what was published.
    List,
    /// Show an edition: its stories, everything that was left out with its reason, and the story of the run that made it.
    Show {
        /// Such as 2026-02-10-morning; the newest if left out.
        id: Option<String>,
    },
    /// Say why a story is in, or not in, an edition: its sources, and the minutes from its items to its sentences.
    Why {
        /// Words of a headline or of a sentence, or a story's id.
        words: String,
        /// The edition; the newest if left out.
        #[arg(long)]
        id: Option<String>,
    },
    /// List every attempt to ask a model: why, what it was found to be, how long it took, what it cost.
    Calls {
        /// Such as 2026-02-10-morning; the newest if left out.
        id: Option<String>,
        /// What the models thought, too. It is kept in the ledger and never published.
        #[arg(long)]
        thoughts: bool,
    },
    /// Add a correction to a published story: to its page, to the feeds, to the next bulletin.
    Correct(correct::Correct),
    /// Withdraw a published story: a note stands in its place.
    Kill(correct::Kill),
    /// Look again at the sources of what was published, and correct what does not stand any more.
    Recheck {
        /// Such as 2026-02-10-morning; the editions of the last days if left out.
        id: Option<String>,
    },
    /// Run an edition again from its record, without network or voice, and compare.
    Replay {
        /// Such as 2026-02-10-morning.
        id: String,
    },
}

impl Edition {
    /// Does what was asked.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let mut config = self.config.load()?;
        if let Some(out) = &self.out {
            config.out.clone_from(out);
        }
        match &self.command {
            Command::List => list(&config, json),
            Command::Show { id } => show::run(&config, id.as_deref(), json)?,
            Command::Why { words, id } => return Ok(why::run(&find(&config, id.as_deref())?, words, json)),
            Command::Calls { id, thoughts } => calls::run(&config, &find(&config, id.as_deref())?, *thoughts, json)?,
            Command::Correct(asked) => return asked.run(config, json),
            Command::Kill(asked) => return asked.run(config, json),
            Command::Recheck { id } => return correct::recheck(config, id.as_deref(), json).await,
            Command::Replay { id } => return replay(config, id, json).await,
        }
        Ok(0)
    }
}

fn list(config: &Config, json: bool) {
    let editions = published(config);
    if json {
        let rows: Vec<_> = editions.iter().map(|edition| serde_json::json!({ "id": edition.id, "stories": edition.stories.len(), "published_at": edition.published_at, "audio_seconds": edition.audio.as_ref().map(|audio| audio.seconds), "degraded": edition.degraded })).collect();
        return say::json(&rows);
    }
    let mut rows = vec![vec!["edition".to_owned(), "stories".into(), "sound".into(), "first story".into()]];
    rows.extend(editions.iter().map(|edition| {
        let sound = edition.audio.as_ref().map_or_else(|| "-".into(), |audio| format!("{:.0} s", audio.seconds));
        let first = edition.stories.first().map(|story| fit(&story.headline, 60)).unwrap_or_default();
        vec![edition.id.clone(), edition.stories.len().to_string(), sound, first]
    }));
    say::out(&table(&rows));
}

/// What stands in the site's folder, newest first.
fn published(config: &Config) -> Vec<Published> {
    let folders = std::fs::read_dir(config.out.join("editions")).into_iter().flatten().flatten();
    let read = |folder: std::fs::DirEntry| {
        serde_json::from_slice(&std::fs::read(folder.path().join("edition.json")).ok()?).ok()
    };
    let mut editions: Vec<Published> = folders.filter_map(read).collect();
    editions.sort_by(|a, b| (b.as_of, &b.id).cmp(&(a.as_of, &a.id)));
    editions
}

fn find(config: &Config, id: Option<&str>) -> Result<Published, Failure> {
    let editions = published(config);
    let known: Vec<String> = editions.iter().take(5).map(|edition| edition.id.clone()).collect();
    let found = editions.into_iter().find(|edition| id.is_none_or(|id| id == edition.id));
    found.ok_or_else(|| {
        let what = id.map_or_else(|| "there is no edition yet".into(), |id| format!("there is no edition `{id}`"));
        let remedy = if known.is_empty() { "zaowan run".into() } else { format!("one of {}", known.join(", ")) };
        Failure::other(&what, &format!("none stands in {}", config.out.display()), &remedy)
    })
}

async fn replay(config: Config, id: &str, json: bool) -> Result<u8, Failure> {
    let key = EditionKey::parse(id).ok_or_else(|| {
        Failure::usage(&format!("`{id}` is not an edition"), "", "write one such as 2026-02-10-morning")
    })?;
    let standing = find(&config, Some(id)).ok();
    let newsroom = Newsroom::open(config, Clock::system(), display::sink(json))?;
    let outcome = pipeline::replay(&newsroom, &key).await?;
    summary::print(&outcome, json);
    let is_same = standing.as_ref().is_some_and(|standing| is_same(standing, &outcome.edition));
    say::err(if is_same {
        "replayed from the record: the same edition as the one that stands"
    } else {
        "replayed from the record: it differs from what stands"
    });
    Ok(u8::from(!is_same))
}

/// Whether what stands is what was made, apart from the corrections that followed it.
fn is_same(standing: &Published, made: &Published) -> bool {
    let corrected = Published { corrections: standing.corrections.clone(), ..made.clone() };
    *standing == corrected || *standing == publish::public_edition(&corrected)
}
