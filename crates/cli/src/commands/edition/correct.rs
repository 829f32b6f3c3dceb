//! `zaowan edition correct`, `kill` and `recheck`: what follows a published edition.

use crate::fail::Failure;
use crate::{display, say};
use news::edition::Corrected;
use news::{CorrectionKind, EditionKey};
use newsroom::corrections::{self, Hand};
use newsroom::{Clock, Config, Newsroom};

/// What is wrong in which story.
#[derive(Debug, clap::Args)]
pub struct Correct {
    /// Such as 2026-02-10-morning.
    id: String,
    /// The story's id, or words of its headline.
    #[arg(long)]
    story: String,
    /// What readers are told, in the story's language: "15 people died, not 12".
    #[arg(long)]
    why: String,
    /// The words that were wrong, for the record.
    #[arg(long)]
    before: Option<String>,
    /// The words that are right, for the record.
    #[arg(long)]
    after: Option<String>,
}

/// Which story is withdrawn, and why.
#[derive(Debug, clap::Args)]
pub struct Kill {
    /// Such as 2026-02-10-morning.
    id: String,
    /// The story's id, or words of its headline.
    #[arg(long)]
    story: String,
    /// What readers are told in its place.
    #[arg(long)]
    why: String,
}

impl Correct {
    /// Corrects the story.
    pub fn run(&self, config: Config, json: bool) -> Result<u8, Failure> {
        let hand = Hand {
            story: self.story.clone(),
            kind: CorrectionKind::Corrected,
            why: self.why.clone(),
            before: self.before.clone(),
            after: self.after.clone(),
        };
        by_hand(config, &self.id, &hand, json)
    }
}

impl Kill {
    /// Withdraws the story.
    pub fn run(&self, config: Config, json: bool) -> Result<u8, Failure> {
        let (story, why) = (self.story.clone(), self.why.clone());
        let hand = Hand { story, kind: CorrectionKind::Killed, why, before: None, after: None };
        by_hand(config, &self.id, &hand, json)
    }
}

fn by_hand(config: Config, id: &str, hand: &Hand, json: bool) -> Result<u8, Failure> {
    if hand.why.trim().is_empty() {
        return Err(Failure::usage("--why is empty", "readers are told why", "write one sentence"));
    }
    let key = key(id)?;
    let newsroom = Newsroom::open(config, Clock::system(), display::sink(true))?;
    let made = corrections::by_hand(&newsroom, &key, hand)?;
    print(&made, json);
    Ok(0)
}

/// Looks again; exit 0 whether something was found or not.
pub async fn recheck(config: Config, id: Option<&str>, json: bool) -> Result<u8, Failure> {
    let key = id.map(key).transpose()?;
    let newsroom = Newsroom::open(config, Clock::system(), display::sink(true))?;
    let rechecked = corrections::recheck(&newsroom, key.as_ref()).await?;
    if json {
        say::json(&rechecked);
        return Ok(0);
    }
    rechecked.unknown.iter().for_each(|why| say::err(&format!("could not be read: {why}")));
    say::err(&format!("looked at {} pages", rechecked.n_looked));
    print(&rechecked.corrected, false);
    Ok(0)
}

fn key(id: &str) -> Result<EditionKey, Failure> {
    let remedy = "write one such as 2026-02-10-morning";
    EditionKey::parse(id).ok_or_else(|| Failure::usage(&format!("`{id}` is not an edition"), "", remedy))
}

fn print(made: &[Corrected], json: bool) {
    if json {
        return say::json(&made);
    }
    for corrected in made {
        let correction = &corrected.correction;
        say::out(&format!("{}  {}\n    {}", corrected.edition, corrected.headline, correction.text));
        say::out(&format!("    {}", correction.why));
    }
    if made.is_empty() {
        say::err("nothing to correct");
    }
}
