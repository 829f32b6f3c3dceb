//! A run that is killed goes on where it was and does no step twice.

use crate::program::{AS_OF, Place, serve};
use crate::random::Random;
use journal::{Journal, StepState};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

const KEY: &str = "2026-03-18-morning";

#[test]
fn a_run_killed_at_any_moment_ends_in_the_same_edition() {
    let (_runtime, server) = serve();
    let undisturbed = edition(&finished(&Place::with_sample(&server)));

    let number =
        |name: &str, usual: u64| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual);
    let first = number("ZAOWAN_SEED", 20_260_318);
    for seed in first..first + number("ZAOWAN_ROUNDS", 1) {
        eprintln!("seed {seed} (ZAOWAN_SEED)");
        killed_until_it_ends(&server, &undisturbed, Random(seed));
    }
}

fn killed_until_it_ends(server: &testkit::Server, undisturbed: &serde_json::Value, mut random: Random) {
    let place = Place::with_sample(server);
    for kill in 1..=6 {
        let mut child = place
            .command(&["run", "--at", AS_OF, "--slot", "morning"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // A kill at a time of day is a kill at any step: gathering takes 1.6 s, the rest less.
        std::thread::sleep(Duration::from_millis(150 + random.below(2200)));
        child.kill().unwrap();
        child.wait().unwrap();
        let polled = polled(&place);
        let before = server.hits();
        if kill == 6 {
            finished(&place);
            let after = server.hits();
            for host in polled.keys() {
                assert_eq!(
                    feed_hits(&after, host),
                    feed_hits(&before, host),
                    "{host} was asked again although its poll was recorded"
                );
            }
        }
    }
    let mut difference = undisturbed
        .as_object()
        .unwrap()
        .iter()
        .filter(|(key, value)| edition(&place)[key.as_str()] != **value)
        .map(|(key, _)| key.clone());
    assert_eq!(difference.next(), None);
    assert_eq!(steps_done_twice(&place), Vec::<String>::new());
}

fn finished(place: &Place) -> Place {
    let answer = place.zaowan(&["run", "--at", AS_OF, "--slot", "morning"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    Place { folder: tempfile::TempDir::new().unwrap() }.taking(place)
}

impl Place {
    /// The same site under another roof.
    fn taking(self, other: &Place) -> Self {
        let folder = self.path("site/editions").join(KEY);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::copy(other.path("site/editions").join(KEY).join("edition.json"), folder.join("edition.json")).unwrap();
        self
    }
}

/// The edition without the times it took.
fn edition(place: &Place) -> serde_json::Value {
    let text = std::fs::read_to_string(place.path("site/editions").join(KEY).join("edition.json")).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for field in ["timings", "published_at"] {
        json.as_object_mut().unwrap().remove(field);
    }
    json
}

/// The hosts of the sources whose poll is recorded.
fn polled(place: &Place) -> BTreeMap<String, ()> {
    let Ok(journal) = Journal::open(&place.path("zaowan-data/journal.db")) else { return BTreeMap::new() };
    let Ok(steps) = journal.steps(KEY) else { return BTreeMap::new() };
    let config = newsroom::config::load(&place.path("newsroom.toml")).unwrap();
    let host_of = |id: &str| {
        let source = config.sources.iter().find(|source| source.id.0 == id)?;
        Some(url::Url::parse(&source.url).ok()?.host_str()?.to_owned())
    };
    let done = steps.iter().filter(|step| step.state == StepState::Done);
    done.filter_map(|step| host_of(step.name.strip_prefix("gather/poll/")?)).map(|host| (host, ())).collect()
}

fn feed_hits(hits: &BTreeMap<String, usize>, host: &str) -> usize {
    hits.iter().filter(|(page, _)| page.starts_with(&format!("{host} "))).map(|(_, n)| n).sum()
}

fn steps_done_twice(place: &Place) -> Vec<String> {
    let steps = Journal::open(&place.path("zaowan-data/journal.db")).unwrap().steps(KEY).unwrap();
    let mut seen = BTreeMap::new();
    for step in steps.iter().filter(|step| step.state == StepState::Done) {
        *seen.entry(step.name.clone()).or_insert(0) += 1;
    }
    seen.into_iter().filter(|(_, n)| *n > 1).map(|(name, _)| name).collect()
}
