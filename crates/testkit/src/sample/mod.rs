//! The sample wire: invented news from invented outlets around one fixed moment, with planted traps.
//!
//! The texts are data under `sample/` beside the sources and are embedded in the program; feeds and
//! pages are made from them here, each outlet in its own dialect. `sample/README.md` describes the set.

mod board;
mod faults;
mod key;
mod outlet;
mod press;

pub use key::{AnswerKey, Event, Expect, Trap};

use crate::{Server, Web};
use jiff::Timestamp;

/// The moment the sample wire is about, RFC 3339: a Wednesday morning in Shanghai.
pub const AS_OF: &str = "2026-03-18T06:30:00+08:00";

/// Serves the whole invented web of the sample wire on one loopback port.
///
/// Errors: `InvalidData` if a text file of the set is not well-formed, which a test rules out.
pub async fn serve() -> std::io::Result<Server> {
    web()?.serve().await
}

/// The configuration of the sample newsroom: a whole `newsroom.toml`.
pub fn config() -> &'static str {
    include_str!("../../sample/newsroom.toml")
}

/// What was planted in the sample wire, and what must become of it.
pub fn answer_key() -> AnswerKey {
    AnswerKey::parse(include_str!("../../sample/key.json"))
}

/// Sentences of the set in Chinese and in English, as the simulated translator knows them; empty if the file is no list.
pub fn translations() -> Vec<[String; 2]> {
    let table: toml::Table = toml::from_str(include_str!("../../sample/translations.toml")).unwrap_or_default();
    let text =
        |pair: &toml::Value, language: &str| pair.get(language).and_then(|text| text.as_str()).map(str::to_owned);
    let pairs = table.get("told").and_then(|told| told.as_array()).into_iter().flatten();
    pairs.filter_map(|pair| Some([text(pair, "zh")?, text(pair, "en")?])).collect()
}

/// Addresses of all articles of the set, in the order of the outlets; generated filler is not among them.
pub fn article_urls() -> std::io::Result<Vec<String>> {
    let outlets = outlet::all()?;
    let articles = outlets.iter().flat_map(|outlet| outlet.item.iter().map(|piece| outlet.url(&piece.path)));
    Ok(articles.chain(board::load()?.urls()).collect())
}

/// The web of the sample wire, for tests that add hosts of their own.
pub fn web() -> std::io::Result<Web> {
    let as_of = as_of();
    let mut web = Web::new();
    for outlet in outlet::all()? {
        web = press::publish(web, &outlet, as_of);
    }
    web = board::publish(web, &board::load()?, as_of);
    Ok(faults::publish(web))
}

fn as_of() -> Timestamp {
    AS_OF.parse().unwrap_or_default()
}

fn invalid(what: &str, why: impl std::fmt::Display) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, format!("sample wire, {what}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_is_a_wednesday_morning_in_shanghai() {
        let local = as_of().in_tz("Asia/Shanghai").unwrap();
        assert_eq!(local.strftime("%A %Y-%m-%d %H:%M").to_string(), "Wednesday 2026-03-18 06:30");
    }
}
