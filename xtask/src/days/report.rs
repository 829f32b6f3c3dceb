//! What a reader needs to judge a run of days: what each edition told, and every pair of stories of two editions that
//! might be one story told twice.

use news::Edition;
use news::edition::PublishedStory;
use news::text::{overlap, terms};
use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

/// Stories whose words overlap so much are shown as a pair to be read.
const ALIKE: f64 = 0.3;

/// The report as Markdown.
pub fn report(editions: &[Edition]) -> Result<String, fmt::Error> {
    let mut page = String::new();
    for edition in editions {
        told(&mut page, edition)?;
    }
    let pairs = alike(editions);
    writeln!(page, "\n## Pairs to be read: the same thread, or words that overlap by {ALIKE} ({})\n", pairs.len())?;
    writeln!(page, "| overlap | thread | first told | told again |\n|---|---|---|---|")?;
    for pair in &pairs {
        writeln!(page, "{pair}")?;
    }
    Ok(page)
}

fn told(page: &mut String, edition: &Edition) -> fmt::Result {
    let n_items: u32 = edition.sources.iter().map(|source| source.items).sum();
    let (stories, spiked) = (edition.stories.len(), edition.spiked.len());
    writeln!(page, "\n## {}: {stories} stories of {n_items} items, {spiked} left out by name\n", edition.id)?;
    writeln!(page, "| | beat | owners | sources | told before | headline |\n|---|---|---|---|---|---|")?;
    for story in &edition.stories {
        let outlets: BTreeSet<&str> = story.sources.iter().map(|source| source.name.as_str()).collect();
        let before = story.previously.last().map_or("", |told| told.edition.as_str());
        writeln!(
            page,
            "| {} | {} | {} | {} | {before} | {} |",
            story.language,
            story.beat,
            story.corroboration,
            outlets.into_iter().collect::<Vec<_>>().join(", "),
            cell(&story.headline)
        )?;
    }
    Ok(())
}

/// Two stories of two editions that might be one.
struct Pair<'a> {
    overlap: f64,
    same_thread: bool,
    first: (&'a Edition, &'a PublishedStory),
    again: (&'a Edition, &'a PublishedStory),
}

impl fmt::Display for Pair<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thread = if self.same_thread { "same" } else { "" };
        let side =
            |(edition, story): &(&Edition, &PublishedStory)| format!("{}: {}", edition.id, cell(&story.headline));
        write!(f, "| {:.2} | {thread} | {} | {} |", self.overlap, side(&self.first), side(&self.again))
    }
}

/// Most alike first.
fn alike(editions: &[Edition]) -> Vec<Pair<'_>> {
    let told: Vec<(&Edition, &PublishedStory, Vec<String>)> = editions
        .iter()
        .flat_map(|edition| edition.stories.iter().map(move |story| (edition, story, terms(&words_of(story)))))
        .collect();
    let mut pairs = Vec::new();
    for (nth, (edition, story, words)) in told.iter().enumerate() {
        for (earlier, before, known) in told.iter().take(nth) {
            let same_thread = before.thread == story.thread;
            let overlap = overlap(known, words);
            if earlier.id != edition.id && (same_thread || overlap >= ALIKE) {
                pairs.push(Pair { overlap, same_thread, first: (earlier, before), again: (edition, story) });
            }
        }
    }
    pairs.sort_by(|a, b| b.overlap.total_cmp(&a.overlap));
    pairs
}

/// What a listener would know a story by.
fn words_of(story: &PublishedStory) -> String {
    let top = story.sentences.iter().take(2).map(|sentence| sentence.text.as_str());
    std::iter::once(story.headline.as_str()).chain(top).collect::<Vec<_>>().join("\n")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
