//! What the operator reads, in his language.

use super::check::What;
use super::memory::Known;
use crate::Config;
use jiff::Timestamp;
use news::Language;
use publish::channels::{Event, Message};

pub(super) fn message(config: &Config, known: &Known, event: Event, language: Language, now: Timestamp) -> Message {
    let is_zh = language == Language::ZH;
    let (zh, en) = title(known.trouble.what);
    let what = if is_zh { zh } else { en };
    let edition = known.trouble.edition.as_deref().unwrap_or_default();
    let title = match (event, is_zh) {
        (Event::Over, true) => format!("{}：已恢复 · {what} {edition}", config.name),
        (Event::Over, false) => format!("{}: over · {what} {edition}", config.name),
        (_, true) => format!("{}：警报 · {what} {edition}", config.name),
        (_, false) => format!("{}: alarm · {what} {edition}", config.name),
    };
    let zone = config.zone();
    let time = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%F %H:%M %Z").to_string();
    let since = time(known.since);
    let mut lines = vec![known.trouble.detail.clone()];
    lines.push(match (event, is_zh) {
        (Event::Over, true) => format!("自 {since} 起出现，{} 已恢复。", time(known.over_at.unwrap_or(now))),
        (Event::Over, false) => format!("It began at {since} and was over at {}.", time(known.over_at.unwrap_or(now))),
        (_, true) => format!("自 {since} 起。用 `zaowan watch --once` 再查一次。"),
        (_, false) => format!("Since {since}. `zaowan watch --once` looks again."),
    });
    Message {
        event,
        about: known.trouble.name(),
        newsroom: config.name.clone(),
        language,
        title: title.trim_end().to_owned(),
        lines,
        link: config.base_url.clone(),
        audio: None,
        at: now,
    }
}

fn title(what: What) -> (&'static str, &'static str) {
    match what {
        What::NoFeed => ("读者打不开订阅源", "readers cannot get the feed"),
        What::BadFeed => ("订阅源无法解析", "the feed cannot be read"),
        What::Empty => ("刊物是空的", "the paper is empty"),
        What::Late => ("到时间没有新一期", "an edition is not out"),
        What::CameLate => ("新一期晚出", "an edition came late"),
        What::WentBack => ("订阅源倒退到旧内容", "the feed went back to older news"),
        What::Page => ("页面打不开", "the page does not answer"),
        What::Sound => ("音频不能播放", "the sound does not play"),
    }
}
