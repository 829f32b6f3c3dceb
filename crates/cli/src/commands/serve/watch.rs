//! What the door tells of the house: whether all is well, and its figures as a collector reads them.

use jiff::Timestamp;
use newsroom::health::{self, Figures, Newest};
use newsroom::{Clock, Config};
use server::openmetrics::{Family, Kind};
use server::{Checked, Seen, Watch};
use std::path::Path;

/// Looks at the data folder and the site when somebody asks. `keeps`: whether editions are made here, so that one that is
/// missing is this house's fault.
pub(super) fn watch(config: &Config, path: &Path, clock: Clock, keeps: bool) -> Watch {
    let (config, path) = (config.clone(), path.to_owned());
    Watch::new(move || {
        // The rota takes a changed configuration over while it runs; the folders stay, as they do there.
        let changed = newsroom::config::load(&path).unwrap_or_else(|_| config.clone());
        let now = Config { data: config.data.clone(), out: config.out.clone(), ..changed };
        look(&now, keeps, clock.now())
    })
}

fn look(config: &Config, keeps: bool, now: Timestamp) -> Seen {
    let checks: Vec<Checked> = health::checks(config, now)
        .into_iter()
        .filter(|check| keeps || check.name != "edition")
        .map(|check| Checked { name: check.name, is_well: check.is_well, said: check.said })
        .collect();
    let is_well = checks.iter().all(|check| check.is_well);
    let mut families = vec![
        Family::new("zaowan_build", Kind::Info, "what runs here").with(&[("version", env!("CARGO_PKG_VERSION"))], 1.0),
        gauge(
            "zaowan_ready",
            "1 if the last edition that was due is out and the data folder can be written",
            f64::from(u8::from(is_well)),
        ),
    ];
    match health::figures(config, now) {
        Ok(figures) => families.extend(of_figures(&figures, now)),
        Err(error) => tracing::warn!(%error, "there are no figures"),
    }
    Seen { checks, families }
}

fn gauge(name: &'static str, help: &'static str, value: f64) -> Family {
    Family::new(name, Kind::Gauge, help).with(&[], value)
}

fn seconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1000.0
}

fn of_figures(figures: &Figures, now: Timestamp) -> Vec<Family> {
    let mut runs =
        Family::new("zaowan_edition_runs", Kind::Counter, "runs of editions in the journal, by how they ended");
    for (outcome, n) in &figures.runs {
        runs.add(&[("outcome", outcome)], *n as f64);
    }
    let late =
        Family::new("zaowan_editions_late", Kind::Counter, "published editions that were out after they were due")
            .with(&[], figures.n_late as f64);
    let mut letters = Family::new("zaowan_outbox_messages", Kind::Gauge, "messages to channels, by how they stand");
    for (state, n) in &figures.letters {
        letters.add(&[("state", state)], *n as f64);
    }
    let mut families = vec![runs, late, letters];
    if let Some(due) = figures.next_due {
        families.push(gauge("zaowan_next_edition_due_timestamp_seconds", "when the next edition is due", seconds(due)));
    }
    families.extend(figures.newest.iter().flat_map(|newest| of_newest(newest, now)));
    families.extend(of_models(figures));
    families
}

fn of_newest(newest: &Newest, now: Timestamp) -> Vec<Family> {
    let mut stages =
        Family::new("zaowan_edition_stage_seconds", Kind::Gauge, "how long each stage of the newest edition took");
    for (stage, seconds) in &newest.stage_seconds {
        stages.add(&[("stage", stage)], *seconds);
    }
    let mut degraded = Family::new(
        "zaowan_edition_degraded",
        Kind::Gauge,
        "steps that made the newest edition less than it should be",
    );
    let mut counted: std::collections::BTreeMap<&str, f64> = std::collections::BTreeMap::new();
    for what in &newest.degraded {
        *counted.entry(what).or_default() += 1.0;
    }
    for (what, n) in counted {
        degraded.add(&[("what", what)], n);
    }
    let age = seconds(now) - seconds(newest.published_at);
    vec![
        Family::new("zaowan_edition", Kind::Info, "the newest edition").with(&[("id", &newest.id)], 1.0),
        gauge(
            "zaowan_edition_published_timestamp_seconds",
            "when the newest edition came out",
            seconds(newest.published_at),
        ),
        gauge("zaowan_edition_age_seconds", "how old the newest edition is", age),
        gauge("zaowan_edition_stories", "stories of the newest edition", newest.n_stories as f64),
        gauge("zaowan_edition_sentences", "sentences of the newest edition", newest.n_sentences as f64),
        gauge(
            "zaowan_edition_sentences_checked",
            "those of stories that a model of a rival house checked; code checks all",
            newest.n_checked as f64,
        ),
        gauge("zaowan_edition_audio_seconds", "length of the newest bulletin", newest.audio_seconds),
        gauge("zaowan_edition_cost_usd", "what the newest edition cost", newest.usd),
        stages,
        degraded,
    ]
}

fn of_models(figures: &Figures) -> Vec<Family> {
    let counter = |name, help| Family::new(name, Kind::Counter, help);
    let mut attempts =
        counter("zaowan_model_attempts", "attempts to ask a model or a voice, by what they were found to be");
    let mut tokens = counter("zaowan_model_tokens", "tokens of requests and replies");
    let mut cost = counter("zaowan_model_cost_usd", "what attempts cost, in US dollars");
    let mut failovers = counter("zaowan_model_failovers", "attempts that asked another since one had failed");
    let mut rows = figures.tallies.chunk_by(|a, b| (&a.vendor, &a.model) == (&b.vendor, &b.model));
    for rows in &mut rows {
        let Some(first) = rows.first() else { continue };
        let labels = [("vendor", first.vendor.as_str()), ("model", first.model.as_str())];
        let sum = |figure: fn(&gateway::Tally) -> u64| rows.iter().map(figure).sum::<u64>() as f64;
        for row in rows {
            attempts.add(&[labels[0], labels[1], ("verdict", &row.verdict)], row.n as f64);
        }
        tokens.add(&[labels[0], labels[1], ("direction", "input")], sum(|row| row.input));
        tokens.add(&[labels[0], labels[1], ("direction", "output")], sum(|row| row.output));
        cost.add(&labels, rows.iter().map(|row| row.microusd).sum::<i64>() as f64 / 1e6);
        failovers.add(&labels, sum(|row| row.failovers));
    }
    vec![attempts, tokens, cost, failovers]
}
