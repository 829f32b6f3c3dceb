//! Every trap of the sample wire has the outcome that its answer key names.

use crate::desk::Desk;
use news::Edition;
use news::edition::PublishedStory;
use std::collections::BTreeSet;
use testkit::sample::{self, Expect, Trap};
use wire::{Options, Seen, Wire};

#[tokio::test(flavor = "multi_thread")]
async fn every_trap_has_its_outcome() {
    let desk = Desk::roomy().await;
    let edition = desk.morning().await;
    let mut missed = Vec::new();
    for trap in sample::answer_key().traps {
        if let Err(why) = outcome(&trap, &edition, &desk).await {
            missed.push(format!("{}: {why}\n    {}\n    {}", trap.id, trap.what, trap.urls.join("\n    ")));
        }
    }
    assert!(missed.is_empty(), "{} traps:\n{}", missed.len(), missed.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_edition_of_ordinary_size_holds_nothing_that_must_stay_out() {
    let desk = Desk::open().await;
    let edition = desk.morning().await;
    assert_eq!(edition.stories.len(), desk.config.max_stories);
    for trap in sample::answer_key().traps {
        if matches!(trap.expect, Expect::Spiked { .. } | Expect::NotPublished | Expect::Once | Expect::Apart) {
            assert_eq!(outcome(&trap, &edition, &desk).await, Ok(()), "{}", trap.id);
        }
    }
}

pub async fn outcome(trap: &Trap, edition: &Edition, desk: &Desk) -> Result<(), String> {
    let told = |url: &str| edition.stories.iter().find(|story| has(story, url));
    match &trap.expect {
        Expect::Merged => merged(trap, edition),
        Expect::Apart => {
            match edition.stories.iter().find(|story| trap.urls.iter().filter(|url| has(story, url)).count() > 1) {
                Some(story) => Err(format!("told as one: {}", story.headline)),
                None => Ok(()),
            }
        }
        Expect::Spiked { reasons } => spiked(trap, edition, reasons),
        Expect::NotPublished => match trap.urls.iter().find_map(|url| told(url)) {
            Some(story) => Err(format!("in a story: {}", story.headline)),
            None => Ok(()),
        },
        Expect::Published { at, probe } => {
            for url in &trap.urls {
                let story = told(url).ok_or_else(|| format!("not told; {}", whereabouts(url, edition)))?;
                let source = story.sources.iter().find(|source| source.url == *url).unwrap();
                if at.is_some() && source.published_at != *at {
                    return Err(format!("dated {:?}, not {at:?}", source.published_at));
                }
            }
            let json = serde_json::to_string(edition).unwrap();
            match probe {
                Some(probe) if !json.contains(probe.as_str()) => Err(format!("{probe:?} is not in edition.json")),
                _ => Ok(()),
            }
        }
        Expect::Once => match edition
            .stories
            .iter()
            .flat_map(|story| &story.sources)
            .filter(|source| trap.urls.contains(&source.url))
            .count()
        {
            0 | 1 => Ok(()),
            n => Err(format!("{n} times a source")),
        },
        Expect::Corroboration { owners } => {
            let story = trap.urls.iter().find_map(|url| told(url)).ok_or("not told")?;
            if story.corroboration == *owners {
                Ok(())
            } else {
                Err(format!("{} owners, not {owners}", story.corroboration))
            }
        }
        Expect::SourceProblem { source, kind } => source_problem(source, kind, desk).await,
        Expect::SourceRead { source, at_least } => {
            let name = &desk.config.sources.iter().find(|known| known.id.0 == *source).ok_or("no such source")?.name;
            let report = edition.sources.iter().find(|report| report.name == *name).ok_or("not reported")?;
            if report.items >= *at_least {
                Ok(())
            } else {
                Err(format!("{} items, not {at_least}: {:?}", report.items, report.problems))
            }
        }
        Expect::NotModified { source } => not_modified(source, desk).await,
    }
}

fn has(story: &PublishedStory, url: &str) -> bool {
    story.sources.iter().any(|source| source.url == url)
}

fn merged(trap: &Trap, edition: &Edition) -> Result<(), String> {
    let in_story = edition.stories.iter().any(|story| trap.urls.iter().all(|url| has(story, url)));
    let in_spike = edition.spiked.iter().any(|spike| trap.urls.iter().all(|url| spike.urls.contains(url)));
    if in_story || in_spike {
        return Ok(());
    }
    let places: BTreeSet<String> = trap.urls.iter().map(|url| whereabouts(url, edition)).collect();
    Err(format!("apart: {}", places.into_iter().collect::<Vec<_>>().join("; ")))
}

fn spiked(trap: &Trap, edition: &Edition, reasons: &[String]) -> Result<(), String> {
    for url in &trap.urls {
        if let Some(story) = edition.stories.iter().find(|story| has(story, url)) {
            return Err(format!("in a story: {}", story.headline));
        }
        let is_right = |spike: &&news::Spike| {
            spike.urls.contains(url) && reasons.iter().any(|reason| reason == spike.reason.key())
        };
        if edition.spiked.iter().find(is_right).is_none() {
            return Err(format!("not spiked for {reasons:?}; {}", whereabouts(url, edition)));
        }
    }
    Ok(())
}

fn whereabouts(url: &str, edition: &Edition) -> String {
    if let Some(story) = edition.stories.iter().find(|story| has(story, url)) {
        return format!("in the story {:?}", story.headline);
    }
    match edition.spiked.iter().find(|spike| spike.urls.iter().any(|spiked| spiked == url)) {
        Some(spike) => format!("spiked as {} ({}): {:?}", spike.reason.key(), spike.detail, spike.headline),
        None => "nowhere".to_owned(),
    }
}

fn wire_of(desk: &Desk) -> Wire {
    let network = &desk.config.network;
    Wire::new(Options {
        replay: network.replay,
        host_delay: network.host_delay,
        total_timeout: network.timeout,
        ..Options::default()
    })
    .unwrap()
}

async fn source_problem(id: &str, kind: &str, desk: &Desk) -> Result<(), String> {
    let source = desk.config.sources.iter().find(|known| known.id.0 == id).ok_or("no such source")?;
    let poll = wire_of(desk).poll(source, &Seen::default(), sample::answer_key().as_of).await;
    let kinds: Vec<String> = poll
        .problems
        .iter()
        .map(|problem| serde_json::to_value(problem.kind).unwrap().as_str().unwrap().to_owned())
        .collect();
    if kinds.iter().any(|found| found == kind) { Ok(()) } else { Err(format!("{kinds:?}")) }
}

async fn not_modified(id: &str, desk: &Desk) -> Result<(), String> {
    let source = desk.config.sources.iter().find(|known| known.id.0 == id).ok_or("no such source")?;
    let wire = wire_of(desk);
    let as_of = sample::answer_key().as_of;
    let first = wire.poll(source, &Seen::default(), as_of).await;
    let second = wire.poll(source, &first.seen, as_of).await;
    if second.not_modified && second.items.is_empty() && !first.items.is_empty() {
        Ok(())
    } else {
        Err(format!("{} items, then {}", first.items.len(), second.items.len()))
    }
}
