//! `zaowan edition why`: a story's sources, its sentences with what they rest on, and its minutes.

use crate::say;
use crate::table::table;
use news::edition::{Missed, PublishedSentence, PublishedStory};
use news::{Edition, Minute, Spike, SpikedStory};

/// What an edition holds of the words that were asked about.
struct Found<'a> {
    told: Vec<&'a PublishedStory>,
    spiked: Vec<&'a Spike>,
    spiked_stories: Vec<&'a SpikedStory>,
    missed: Vec<&'a Missed>,
}

/// Prints it. Exit 1 if nothing matches.
pub fn run(edition: &Edition, words: &str, json: bool) -> u8 {
    let wanted = news::text::fold(words);
    let says = |text: &str| news::text::fold(text).contains(&wanted);
    let found = find(edition, words, &says);
    let is_left_nothing = found.spiked.is_empty() && found.spiked_stories.is_empty() && found.missed.is_empty();
    let is_nothing = found.told.is_empty() && is_left_nothing;
    if json {
        say::json(&serde_json::json!({
            "told": found.told, "spiked": found.spiked, "spiked_stories": found.spiked_stories,
            "missed": found.missed,
        }));
        return u8::from(is_nothing);
    }
    found.told.iter().for_each(|story| explain(story, &says));
    found.spiked.iter().for_each(|spike| left_out(spike));
    found.missed.iter().for_each(|missed| not_here(missed));
    for story in &found.spiked_stories {
        say::out(&format!("on the desk: {} ({})", story.headline, story.id));
        minutes(&story.minutes);
    }
    if is_nothing {
        say::err(&format!("nothing in {} matches {words:?}", edition.id));
    }
    u8::from(is_nothing)
}

fn find<'a>(edition: &'a Edition, words: &str, says: &dyn Fn(&str) -> bool) -> Found<'a> {
    let in_sentences = |sentences: &[PublishedSentence]| sentences.iter().any(|sentence| says(&sentence.text));
    let told = |story: &&PublishedStory| {
        story.id.as_str() == words
            || says(&story.headline)
            || in_sentences(&story.sentences)
            || story.translations.iter().any(|other| says(&other.headline) || in_sentences(&other.sentences))
    };
    let on_desk = |story: &&SpikedStory| story.id.as_str() == words || says(&story.headline);
    Found {
        told: edition.stories.iter().filter(told).collect(),
        spiked: edition.spiked.iter().filter(|spike| says(&spike.headline)).collect(),
        spiked_stories: edition.spiked_stories.iter().filter(on_desk).collect(),
        missed: edition.missed.iter().filter(|missed| says(&missed.headline)).collect(),
    }
}

fn left_out(spike: &Spike) {
    say::out(&format!(
        "left out ({}): {}\n    {}\n    {}",
        spike.reason.key(),
        spike.headline,
        spike.detail,
        spike.urls.join("\n    ")
    ));
}

fn not_here(missed: &Missed) {
    say::out(&format!(
        "carried by {} and not here ({}): {}\n    {}\n    {}",
        missed.owners.join(", "),
        missed.why.key(),
        missed.headline,
        missed.detail,
        missed.urls.join("\n    ")
    ));
}

fn explain(story: &PublishedStory, says: &dyn Fn(&str) -> bool) {
    let score = &story.score;
    say::out(&format!("in: {} ({})", story.headline, story.id));
    say::out(&format!(
        "    score {:.2}: corroboration {:.2}, urgency {:.2}, novelty {:.2}, recency {:.2}, trust {:.2}, substance {:.2}; \
         standing × {:.2}, beat × {:.2}, reader × {:.2}",
        score.total,
        score.corroboration,
        score.urgency,
        score.novelty,
        score.recency,
        score.trust,
        score.substance,
        score.standing,
        score.beat,
        score.reader
    ));
    for reason in &story.reasons {
        say::out(&format!("        {:+.2}  {} · {}", reason.points, reason.en, reason.zh));
    }
    say::out(&format!("    dated {} ({:?})", story.dated_at, story.dating.confidence));
    for source in &story.sources {
        say::out(&format!("    source {} ({}): {}", source.name, source.owner, source.url));
    }
    let translated = story.translations.iter().flat_map(|other| &other.sentences);
    let all: Vec<&PublishedSentence> = story.sentences.iter().chain(translated).collect();
    let asked: Vec<&PublishedSentence> = all.into_iter().filter(|sentence| says(&sentence.text)).collect();
    let shown = if asked.is_empty() { story.sentences.iter().collect() } else { asked };
    shown.into_iter().for_each(sentence);
    let checkers: Vec<&str> = story.checked_by.iter().map(|author| author.role.english()).collect();
    say::out(&format!(
        "    written by {} ({} {}), checked by {}",
        story.written_by.role.english(),
        story.written_by.vendor,
        story.written_by.model,
        checkers.join(", ")
    ));
    story.notes.iter().for_each(|note| say::out(&format!("    note: {note}")));
    minutes(&story.minutes);
}

fn sentence(sentence: &PublishedSentence) {
    say::out(&format!("    \"{}\"", sentence.text));
    for citation in &sentence.citations {
        say::out(&format!("        from {}: \"{}\"", citation.url, citation.quote));
    }
}

fn minutes(rows: &[Minute]) {
    if rows.is_empty() {
        return;
    }
    let heading = ["minutes", "by", "what", "why"].map(str::to_owned).to_vec();
    let row = |minute: &Minute| {
        let by = if minute.is_by_rules() { "rules".to_owned() } else { format!("{}/{}", minute.vendor, minute.model) };
        vec![
            format!("    {}", minute.step),
            format!("{} ({by})", minute.role.english()),
            minute.what.clone(),
            minute.why.clone(),
        ]
    };
    let table_rows: Vec<Vec<String>> = std::iter::once(heading).chain(rows.iter().map(row)).collect();
    say::out(&table(&table_rows));
}
