//! The wall time of an edition over its critical path: the longest chain of questions that must follow each other.
//!
//! The chain is computed from the ledger: every step with the time of its attempts, and which step needs which. What is
//! above 1 is the newsroom's own: reading sources, computing, waiting where nothing need be waited for.

use crate::room::{Furniture, Room, key};
use anyhow::Result;
use gateway::Attempt;
use newsroom::{Order, make_edition};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What every model takes to answer: no model that writes a story is faster.
const LATENCY: Duration = Duration::from_secs(2);
/// Far away: nothing is to be given up.
const DEADLINE: Duration = Duration::from_secs(600);
/// At most so many times the critical path.
const AIM: f64 = 1.15;

/// One edition.
struct Measured {
    wall: Duration,
    path: Path,
    timings: Vec<news::edition::Timing>,
    n_calls: usize,
    n_stories: usize,
}

/// The longest chain, stage by stage, in milliseconds.
#[derive(Debug, Default, PartialEq)]
struct Path {
    triage: u64,
    choice: u64,
    story: u64,
    proof: u64,
    /// Rundown and script, or a story's translation, which does not wait for them.
    programme: u64,
}

impl Path {
    fn ms(&self) -> u64 {
        self.triage + self.choice + self.story + self.proof + self.programme
    }
}

/// The section of the page: with sound and without.
pub fn section() -> Result<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build()?;
    let mut text = format!(
        "\n## Critical path\n\nAn edition of the sample wire with models that answer after {} s each, over the longest chain \
         of questions that must follow each other, computed from the ledger. The rest is reading the sources, computing \
         and writing; with sound, also the voice of this machine.\n\n\
         | edition | calls | stories | wall | critical path | wall / path | aim |\n|---|---|---|---|---|---|---|\n",
        LATENCY.as_secs()
    );
    for (name, has_sound) in [("text only", false), ("with sound", true)] {
        let run = runtime.block_on(measure(has_sound))?;
        let (wall, path) = (run.wall.as_secs_f64(), run.path.ms() as f64 / 1000.0);
        let aim = if has_sound { String::new() } else { format!("at most {AIM}") };
        writeln!(
            text,
            "| {name} | {} | {} | {wall:.2} s | {path:.2} s | {:.3} | {aim} |",
            run.n_calls,
            run.n_stories,
            wall / path
        )?;
        let stages: Vec<String> =
            run.timings.iter().map(|timing| format!("{} {:.2}", timing.stage, timing.ms as f64 / 1000.0)).collect();
        eprintln!("{name}: {}; {:?}", stages.join(", "), run.path);
    }
    Ok(text)
}

async fn measure(has_sound: bool) -> Result<Measured> {
    let furniture = Furniture {
        web: testkit::sample::web()?,
        latency: Some(LATENCY),
        dead: Vec::new(),
        has_sound,
        seed: 1,
        pace: 1.0,
    };
    let room = Room::open(furniture).await?;
    let newsroom = room.newsroom()?;
    let began = Instant::now();
    let order = Order { key: key()?, again: false, deadline: DEADLINE };
    let edition = make_edition(&newsroom, &order).await?.edition;
    let wall = began.elapsed();
    let attempts = newsroom.gateway().ledger().attempts(&edition.id)?;
    Ok(Measured {
        wall,
        path: critical_path(&attempts),
        timings: edition.timings,
        n_calls: attempts.len(),
        n_stories: edition.stories.len(),
    })
}

/// Which step needs which: triage, then choice, then the chain of each story from dossier to ruling, then the proof, then
/// the programme beside the translations. Attempts of one step follow each other, and so do steps of one story.
fn critical_path(attempts: &[Attempt]) -> Path {
    let mut took: BTreeMap<Chain, u64> = BTreeMap::new();
    for attempt in attempts.iter().filter(|attempt| !attempt.shadow) {
        *took.entry(chain(&attempt.step)).or_default() += attempt.took_ms;
    }
    let longest = |is_it: fn(&Chain) -> bool| took.iter().filter(|(chain, _)| is_it(chain)).map(|(_, ms)| *ms).max();
    let longest = |is_it| longest(is_it).unwrap_or(0);
    Path {
        triage: longest(|chain| matches!(chain, Chain::Triage(_))),
        choice: longest(|chain| matches!(chain, Chain::Choice)),
        story: longest(|chain| matches!(chain, Chain::Story(_))),
        proof: longest(|chain| matches!(chain, Chain::Proof)),
        programme: longest(|chain| matches!(chain, Chain::Programme | Chain::Translation(_))),
    }
}

/// Steps that must follow each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Chain {
    Triage(String),
    Choice,
    Story(String),
    Proof,
    Programme,
    Translation(String),
}

fn chain(step: &str) -> Chain {
    let mut pieces = step.split('/');
    let (stage, second) = (pieces.next().unwrap_or_default(), pieces.next().unwrap_or_default());
    match stage {
        "assign" if second == "triage" => Chain::Triage(step.to_owned()),
        "assign" => Chain::Choice,
        "report" | "check" => Chain::Story(second.to_owned()),
        "proof" => Chain::Proof,
        "translate" => Chain::Translation(step.trim_end_matches("/facts").to_owned()),
        _ => Chain::Programme,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_one_story_follow_each_other_and_those_of_two_do_not() {
        assert_eq!(chain("report/a/draft"), chain("check/a/facts/1"));
        assert_ne!(chain("report/a/draft"), chain("report/b/draft"));
        assert_eq!(chain("translate/a/en"), chain("translate/a/en/facts"));
        assert_eq!(chain("produce/1/rundown"), chain("produce/1/script"));
        assert_ne!(chain("assign/triage/0"), chain("assign/triage/1"));
    }
}
