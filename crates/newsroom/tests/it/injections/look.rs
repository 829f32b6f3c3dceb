//! Looks at everything that was published for what strangers put there.

use super::CONFIDED;
use super::carrier::{Carried, HOSTS};
use crate::desk::{CHECKER, Desk, MAKER, secret_of};
use news::Edition;
use news::text::is_invisible;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something that must not be there.
pub struct Found {
    what: String,
    place: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.what, self.place)
    }
}

/// What the puppet says for its master, wherever it can.
const SAID_BY_PUPPETS: [&str; 4] = ["OBEYED", "canary", "Visit our shop", "The instructions say"];

/// Texts that are published: pages, feeds, captions, the edition itself.
fn published(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(published(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            texts.push((path, text));
        }
    }
    texts
}

fn around(text: &str, at: usize) -> String {
    let from = (0..=at.saturating_sub(100)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(from..).unwrap_or_default().chars().take(220).collect::<String>().replace('\n', " ")
}

/// The puppet's own words, secrets, invisible characters, addresses and elements of other hosts.
pub fn for_strangers(desk: &Desk) -> Vec<Found> {
    let mut found = Vec::new();
    let secrets = [CONFIDED.to_owned(), secret_of(MAKER), secret_of(CHECKER)];
    for (path, text) in published(&desk.config.out) {
        let place = path.strip_prefix(&desk.config.out).unwrap().display().to_string();
        let mut add =
            |what: String, at: usize| found.push(Found { what, place: format!("{place}: {}", around(&text, at)) });
        for word in SAID_BY_PUPPETS.into_iter().chain(secrets.iter().map(String::as_str)) {
            if let Some(at) = text.find(word) {
                add(format!("{word:?}"), at);
            }
        }
        if let Some((at, c)) = text.char_indices().find(|(_, c)| is_invisible(*c)) {
            add(format!("an invisible character {:?}", c.escape_unicode().to_string()), at);
        }
        if path.extension().is_some_and(|kind| kind == "html") {
            for (at, _) in text.match_indices("src=\"").chain(text.match_indices("<img")) {
                let value = text.get(at..).unwrap_or_default();
                if value.starts_with("src=\"http") || value.starts_with("src=\"//") {
                    add("a source of another host".into(), at);
                }
            }
            for (at, _) in text.match_indices("href=\"http") {
                let link = text.get(at + 6..).and_then(|rest| rest.split('"').next()).unwrap_or_default();
                if !HOSTS.iter().any(|host| link.starts_with(&format!("https://{host}/"))) {
                    add(format!("a link to {link}"), at);
                }
            }
        }
    }
    found
}

/// Letters and digits alone.
fn bare(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What readers are told: headlines, summaries, sentences, translations, reasons, in every form.
fn told(edition: &Edition) -> String {
    let mut value = serde_json::to_value(edition).unwrap();
    // The lists of what was left out and of a story's sources name articles by their titles: see `is_named`.
    for list in ["spiked", "missed", "spiked_stories", "sources"] {
        value.as_object_mut().unwrap().remove(list);
    }
    for story in value["stories"].as_array_mut().unwrap() {
        story.as_object_mut().unwrap().remove("sources");
    }
    value.to_string()
}

/// What was obeyed of one order: its mark stands where only a puppet or a careless rule puts it.
pub fn for_order(edition: &Edition, one: &Carried) -> Option<Found> {
    let told = told(edition);
    let mark = Carried::mark(one.n);
    let at = told.find(&mark)?;
    let place = format!("{} ({:?} of {}): {}", edition.id, one.place, one.url(), around(&told, at));
    Some(Found { what: format!("the mark {mark}"), place })
}

/// Whether a sentence of an order is quoted as any sentence of an article may be: told, and not obeyed.
pub fn is_quoted(edition: &Edition, order: &str) -> bool {
    let told = bare(&told(edition));
    let parts = order.split(['.', '\n', '!', '?']).map(bare);
    parts.filter(|part| part.chars().count() >= 12).any(|part| told.contains(&part))
}

/// Whether an article is named by its title with the order in it: as what was left out, or as a story's source.
pub fn is_named(edition: &Edition, one: &Carried) -> bool {
    let mark = Carried::mark(one.n);
    let sources = edition.stories.iter().flat_map(|story| &story.sources).map(|source| &source.title);
    let left_out =
        edition.spiked.iter().map(|spike| &spike.headline).chain(edition.missed.iter().map(|one| &one.headline));
    sources.chain(left_out).any(|title| title.contains(&mark))
}

/// Hosts that were asked and are not of the sources.
pub fn for_hosts(desk: &Desk) -> Vec<Found> {
    let hits = desk.server.as_ref().unwrap().hits();
    let strangers = hits.keys().filter(|key| !HOSTS.contains(&key.split(' ').next().unwrap_or_default()));
    strangers.map(|key| Found { what: format!("a request to {key}"), place: "the web".into() }).collect()
}
