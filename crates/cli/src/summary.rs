//! What a person is told when an edition is out: where to read and hear it, what is in it, what was left out and why.

use crate::say;
use crate::table::{fit, table};
use news::{Edition, SpikeReason};
use newsroom::pipeline::{Outcome, Standing};
use std::collections::BTreeMap;
use std::path::Path;

/// Prints the summary on stderr and the page's path on stdout; JSON instead if asked for.
pub fn print(outcome: &Outcome, json: bool) {
    let folder = outcome.page.parent().unwrap_or(Path::new("."));
    if json {
        say::json(&as_json(outcome, folder));
        return;
    }
    let edition = &outcome.edition;
    say::err("");
    say::err(&standing(outcome));
    if edition.sample {
        say::err("SAMPLE: every outlet and every event in it is invented. 样刊：媒体与事件均为虚构。");
    }
    stories(edition);
    left_out(edition);
    for degraded in &edition.degraded {
        say::err(&format!("degraded: {}: {}", degraded.what, degraded.why));
    }
    say::err("");
    say::err(&format!("read  {}", outcome.page.display()));
    if let Some(audio) = &edition.audio {
        let minutes = (audio.seconds / 60.0).floor();
        let sound = folder.join(&audio.url);
        say::err(&format!(
            "hear  {}   {minutes:.0}:{:02.0}, {:.1} LUFS, peak {:.1} dBTP",
            sound.display(),
            audio.seconds - minutes * 60.0,
            audio.lufs,
            audio.true_peak_db
        ));
    }
    if let Some(cost) = cost(edition) {
        say::err(&cost);
    }
    outcome.notices.iter().for_each(|notice| say::err(&format!("note  {notice}")));
    say::out(&outcome.page.display().to_string());
}

/// What models cost; nothing if none was asked.
fn cost(edition: &Edition) -> Option<String> {
    let by_models = || edition.credits.iter().filter(|credit| credit.vendor != "zaowan");
    let n_calls: u32 = by_models().map(|credit| credit.calls).sum();
    let by_vendor: Vec<String> =
        edition.ledger.by_vendor.iter().map(|(vendor, usd)| format!("{vendor} ${usd:.4}")).collect();
    (n_calls > 0).then(|| {
        format!(
            "cost  ${:.4} for {n_calls} calls ({}); `zaowan edition calls` lists each",
            edition.ledger.total_usd,
            by_vendor.join(", ")
        )
    })
}

fn standing(outcome: &Outcome) -> String {
    let edition = &outcome.edition;
    match &outcome.standing {
        Standing::New => format!("{} · {} stories", edition.id, edition.stories.len()),
        Standing::Unchanged => {
            format!("{} stands already and was not touched (Z010); --again looks at its sources again", edition.id)
        }
        Standing::Corrected(n) => {
            format!("{} stands (Z010); its sources were looked at again: {n} corrections", edition.id)
        }
        Standing::KeptLarger(why) => format!("{} was kept as it stood: {why}", edition.id),
    }
}

fn stories(edition: &Edition) {
    let mut rows = vec![vec!["".into(), "story".into(), "beat".into(), "owners".into(), "sentences".into()]];
    for (n, story) in edition.stories.iter().enumerate() {
        rows.push(vec![
            (n + 1).to_string(),
            fit(&story.headline, 64),
            story.beat.clone(),
            story.corroboration.to_string(),
            story.sentences.len().to_string(),
        ]);
    }
    say::err(&table(&rows));
}

fn left_out(edition: &Edition) {
    let mut by_reason: BTreeMap<SpikeReason, Vec<&str>> = BTreeMap::new();
    for spike in &edition.spiked {
        by_reason.entry(spike.reason).or_default().push(&spike.headline);
    }
    if by_reason.is_empty() {
        return;
    }
    say::err("");
    let mut rows = vec![vec!["left out".into(), "n".into(), "such as".into()]];
    for (reason, headlines) in by_reason {
        rows.push(vec![
            reason.key().into(),
            headlines.len().to_string(),
            fit(headlines.first().copied().unwrap_or_default(), 60),
        ]);
    }
    say::err(&table(&rows));
    let where_all = if edition.sample { "The page" } else { "`zaowan edition show`" };
    say::err(&format!("{where_all} lists each with its reason."));
}

fn as_json(outcome: &Outcome, folder: &Path) -> serde_json::Value {
    let standing = match &outcome.standing {
        Standing::New => "new",
        Standing::Unchanged => "unchanged",
        Standing::Corrected(_) => "corrected",
        Standing::KeptLarger(_) => "kept_larger",
    };
    serde_json::json!({
        "standing": standing,
        "page": outcome.page,
        "audio": outcome.edition.audio.as_ref().map(|audio| folder.join(&audio.url)),
        "edition": outcome.edition,
    })
}

/// A size for people.
pub fn megabytes(n_bytes: u64) -> String {
    format!("{:.1} MB", n_bytes as f64 / 1e6)
}
