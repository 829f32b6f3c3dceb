//! `edition.md`: an edition as Markdown, for people and programs that prefer plain text.

use crate::feeds::disclosure;
use crate::page::safe_link;
use crate::{About, corrections, when, words, words::Tongue};
use jiff::tz::TimeZone;
use news::edition::{Edition, PublishedSource, PublishedStory};
use news::{Precision, Spike};
use std::collections::BTreeMap;
use std::fmt::Write;

/// So many of each reason are listed; the rest is counted, and stands in `edition.json`.
const MAX_PER_REASON: usize = 40;

/// The whole edition as Markdown.
pub(crate) fn edition(about: &About, edition: &Edition) -> String {
    let tongue = Tongue::of(&edition.languages);
    let zone = when::zone(&edition.timezone);
    let mut out = String::new();
    head(&mut out, about, edition, tongue, &zone);
    for (n, story) in edition.stories.iter().enumerate() {
        write_story(&mut out, n + 1, story, tongue, &zone);
        for note in corrections::plain_notes(edition, &story.id, &zone, tongue) {
            let _ = writeln!(out, "> **{}**\n", plain(&note));
        }
    }
    left_out(&mut out, &edition.spiked, tongue);
    out
}

fn head(out: &mut String, about: &About, edition: &Edition, tongue: Tongue, zone: &TimeZone) {
    let name = if edition.newsroom.is_empty() { &about.name } else { &edition.newsroom };
    let slot = words::slot(&edition.slot, tongue);
    let _ = write!(
        out,
        "---\nid: {}\ndate: {}\npublished_at: {}\nlanguages: [{}]\nai_generated: true\nsample: {}\n---\n\n",
        serde_json::Value::from(edition.id.as_str()),
        edition.date,
        when::rfc3339(edition.published_at, zone),
        edition.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        edition.sample,
    );
    let _ = writeln!(out, "# {} · {} {}\n", plain(name), when::day(edition.date, tongue), plain(&slot));
    if edition.sample {
        let _ =
            writeln!(out, "**{}**\n", tongue.say(("样刊：其中新闻均为虚构。", "Sample: the news in it is invented.")));
    }
    for line in disclosure(tongue).lines() {
        let _ = writeln!(out, "> {line}\n");
    }
    for degraded in &edition.degraded {
        let means = words::degraded_means(&degraded.what, edition.audio.is_some()).map(|means| tongue.say(means));
        let what = plain(&words::degraded(&degraded.what, tongue));
        let _ = writeln!(out, "- **{what}** {} {}", means.unwrap_or_default(), plain(&degraded.why));
    }
    if !edition.degraded.is_empty() {
        out.push('\n');
    }
    if let Some(audio) = &edition.audio {
        let listen = tongue.say(("收听", "Listen"));
        let _ = writeln!(out, "[{listen}]({}) · {}\n", crate::site::MP3, when::length(audio.seconds, tongue));
    }
}

fn write_story(out: &mut String, n: usize, story: &PublishedStory, tongue: Tongue, zone: &TimeZone) {
    let _ = writeln!(out, "## {n}. {}\n", plain(&story.headline));
    let owners = match (story.corroboration, tongue.is_zh()) {
        (n, true) => format!("{n} 家独立来源"),
        (1, false) => "1 independent owner".to_owned(),
        (n, false) => format!("{n} independent owners"),
    };
    let at = when::moment(story.dated_at, zone, story.dating.precision, tongue);
    let _ = writeln!(out, "*{} · {at} · {owners}*\n", plain(&words::beat(&story.beat, tongue)));
    for paragraph in story.sentences.chunks(3) {
        let sentences: Vec<String> = paragraph.iter().map(|sentence| sentence_with_marks(story, sentence)).collect();
        // Chinese too needs a space here: the numbers of the sources stand between the sentences.
        let _ = writeln!(out, "{}\n", sentences.join(" "));
    }
    for (n, source) in story.sources.iter().enumerate() {
        source_line(out, n + 1, source, tongue, zone);
    }
    out.push('\n');
}

/// The sentence with the numbers of the sources it rests on.
fn sentence_with_marks(story: &PublishedStory, sentence: &news::edition::PublishedSentence) -> String {
    let mut numbers: Vec<usize> = sentence
        .citations
        .iter()
        .filter_map(|citation| story.sources.iter().position(|source| source.item == citation.item))
        .map(|position| position + 1)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let marks: String = numbers.iter().map(|n| format!(" \\[{n}\\]")).collect();
    format!("{}{marks}", plain(&sentence.text))
}

fn source_line(out: &mut String, n: usize, source: &PublishedSource, tongue: Tongue, zone: &TimeZone) {
    let title = match safe_link(&source.url) {
        // Round brackets would end the link early.
        Some(link) => format!("[{}](<{link}>)", plain(&source.title)),
        None => plain(&source.title),
    };
    let at = source.published_at.map(|at| when::moment(at, zone, Precision::Minute, tongue)).unwrap_or_default();
    let _ = writeln!(out, "{n}. {}, {title} {at}", plain(&source.name));
}

fn left_out(out: &mut String, spiked: &[Spike], tongue: Tongue) {
    if spiked.is_empty() {
        return;
    }
    let _ = writeln!(out, "## {} ({})\n", tongue.say(("未采用的消息", "Left out, and why")), spiked.len());
    let mut by_reason: BTreeMap<_, Vec<&Spike>> = BTreeMap::new();
    for spike in spiked {
        by_reason.entry(spike.reason).or_default().push(spike);
    }
    for (reason, spikes) in by_reason {
        let _ = writeln!(out, "### {} ({})\n", tongue.say(words::reason(reason)), spikes.len());
        for spike in spikes.iter().take(MAX_PER_REASON) {
            let _ = writeln!(out, "- {}: {}", plain(&spike.headline), plain(&spike.detail));
        }
        if spikes.len() > MAX_PER_REASON {
            let _ = writeln!(out, "- … {} (edition.json)", spikes.len() - MAX_PER_REASON);
        }
        out.push('\n');
    }
}

/// Text that Markdown takes as text: on one line, with every mark that means something escaped. Addresses too: some
/// readers make links of bare ones.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '@') {
            out.push('\\');
        }
        out.push(c);
    }
    out.replace("://", "\\://").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_text_cannot_make_markup() {
        assert_eq!(plain("[x](javascript:1)\n# <b>"), "\\[x\\](javascript:1) \\# \\<b\\>");
        assert_eq!(
            plain("see https://a.example, www.a.example, b@a.example"),
            "see https\\://a.example, www\\.a.example, b\\@a.example"
        );
    }
}
