//! `zaowan voices test`: each configured voice says a line, which is checked as the lines of an edition are.

use super::purpose;
use crate::commands::models::open_to_look;
use crate::fail::Failure;
use crate::say as print;
use crate::table::table;
use audio::cast::Seat;
use news::{Anchor, Language};
use newsroom::Config;
use serde::Serialize;

/// How one voice did.
#[derive(Debug, Serialize)]
struct Row {
    anchor: &'static str,
    voice: String,
    language: String,
    first_ms: Option<u64>,
    seconds: Option<f64>,
    verdict: String,
}

pub(super) async fn test(config: &Config, json: bool) -> Result<u8, Failure> {
    let gateway = open_to_look(config)?;
    let mut rows = Vec::new();
    for anchor in [Anchor::A, Anchor::B].into_iter().take(config.anchors) {
        for seat in newsroom::voices::seats(config, &gateway, anchor, &purpose("test"))? {
            let language = seat.language.or(config.languages.first().copied()).unwrap_or(Language::EN);
            rows.push(try_one(anchor, &seat, language).await);
        }
        for skipped in newsroom::voices::cast(config, &gateway, &purpose("test")).skipped {
            if skipped.anchor == anchor {
                let (voice, verdict) = (skipped.voice, format!("not asked: {}", skipped.why));
                rows.push(Row { voice, verdict, ..nothing(anchor) });
            }
        }
    }
    let all_well = rows.iter().all(|row| row.verdict == "good");
    if json {
        print::json(&rows);
    } else {
        print::out(&table(&lines(&rows)));
    }
    Ok(u8::from(!all_well))
}

fn nothing(anchor: Anchor) -> Row {
    let (voice, language, verdict) = Default::default();
    Row { anchor: anchor.key(), voice, language, first_ms: None, seconds: None, verdict }
}

async fn try_one(anchor: Anchor, seat: &Seat, language: Language) -> Row {
    let text = match language {
        Language::ZH => "早上好，今天的新闻有五条，天气晴，最高气温二十三度。",
        _ => "Good morning. There are five stories today, and the sky is clear.",
    };
    let row = Row { voice: seat.voice.route().to_string(), language: language.to_string(), ..nothing(anchor) };
    match audio::cast::trial(seat, text, language).await {
        Ok(trial) => Row {
            first_ms: Some(trial.first.as_millis() as u64),
            seconds: Some(trial.seconds),
            verdict: trial.wrong.unwrap_or_else(|| "good".into()),
            ..row
        },
        Err(why) => Row { verdict: why, ..row },
    }
}

fn lines(rows: &[Row]) -> Vec<Vec<String>> {
    let mut lines =
        vec![["anchor", "voice", "language", "first sound", "seconds", "verdict"].map(String::from).to_vec()];
    lines.extend(rows.iter().map(|row| {
        vec![
            row.anchor.to_owned(),
            row.voice.clone(),
            row.language.clone(),
            row.first_ms.map(|ms| format!("{ms} ms")).unwrap_or_default(),
            row.seconds.map(|seconds| format!("{seconds:.1}")).unwrap_or_default(),
            row.verdict.clone(),
        ]
    }));
    lines
}
