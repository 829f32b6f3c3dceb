//! `zaowan edition show`: what is in an edition, what was left out, and the story of the run that made it.

mod story;

use crate::fail::Failure;
use crate::say;
use crate::table::{fit, table};
use news::{Edition, EditionKey};
use newsroom::{Config, tale};

/// Shows an edition and its run; of an edition that never came out the run alone.
pub fn run(config: &Config, id: Option<&str>, json: bool) -> Result<(), Failure> {
    let found = super::find(config, id);
    let name = found.as_ref().map(|edition| edition.id.as_str()).ok().or(id).unwrap_or_default();
    let key = EditionKey::parse(name);
    let told = key.map(|key| tale::of_edition(config, &key, found.as_ref().ok())).transpose()?.flatten();
    if json {
        let mut value = match (found, &told) {
            (Ok(edition), _) => serde_json::to_value(&edition).unwrap_or_default(),
            (Err(_), Some(_)) => serde_json::json!({}),
            (Err(failure), None) => return Err(failure),
        };
        // Programs know the edition's own fields; the run stands beside them.
        value["run"] = serde_json::to_value(&told).unwrap_or_default();
        say::json(&value);
        return Ok(());
    }
    match (found, told) {
        (Ok(edition), told) => {
            contents(&edition);
            if let Some(told) = told {
                say::out(&format!("\n{}", story::text(&told)));
            }
            Ok(())
        }
        (Err(_), Some(told)) => {
            say::out(&story::text(&told));
            Ok(())
        }
        (Err(failure), None) => Err(failure),
    }
}

fn contents(edition: &Edition) {
    say::out(&format!("{} · {} · as of {}", edition.id, edition.newsroom, edition.as_of));
    for degraded in &edition.degraded {
        say::out(&format!("less than usual: {}: {}", degraded.what, degraded.why));
    }
    for (n, story) in edition.stories.iter().enumerate() {
        say::out(&format!("\n{}. {}  [{}, {} owners]", n + 1, story.headline, story.beat, story.corroboration));
        for sentence in &story.sentences {
            say::out(&format!("   {}", sentence.text));
        }
    }
    let mut rows = vec![vec!["left out".to_owned(), "headline".into(), "why".into()]];
    rows.extend(
        edition
            .spiked
            .iter()
            .map(|spike| vec![spike.reason.key().to_owned(), fit(&spike.headline, 50), spike.detail.clone()]),
    );
    say::out(&format!("\n{}", table(&rows)));
    if !edition.missed.is_empty() {
        let mut rows = vec![vec!["carried by".to_owned(), "and not here".into(), "why".into()]];
        rows.extend(edition.missed.iter().map(|missed| {
            let why = format!("{}: {}", missed.why.key(), missed.detail);
            vec![format!("{} owners", missed.owners.len()), fit(&missed.headline, 50), why]
        }));
        say::out(&format!("\n{}", table(&rows)));
    }
    let timings: Vec<String> =
        edition.timings.iter().map(|timing| format!("{} {:.2} s", timing.stage, timing.ms as f64 / 1000.0)).collect();
    say::out(&format!("\n{}", timings.join(" · ")));
}
