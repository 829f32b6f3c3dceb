//! The voices behind the door: the anchors as configured, those of this machine, and those of vendors by name.

use audio::cast::Spelling;
use audio::talk::{Talk, talk};
use futures::StreamExt;
use gateway::{Gateway, Purpose};
use news::{Anchor, Language};
use newsroom::Config;
use server::Speech;
use std::sync::Arc;

pub(super) async fn voices(config: &Config, gateway: &Gateway) -> Speech {
    let spelling = newsroom::voices::spelling(&config.speech);
    let label = if config.speech.label { label(config, gateway, &spelling).await } else { Vec::new() };
    let (config, gateway) = (config.clone(), gateway.clone());
    let listed = listed(&config);
    let cast = move |name: &str, purpose: &Purpose| {
        let anchor = anchors().find(|anchor| anchor.key() == name)?;
        newsroom::voices::seats(&config, &gateway, anchor, purpose).ok()
    };
    Speech { cast: Box::new(cast), listed, spelling, label: Arc::new(label) }
}

fn anchors() -> impl Iterator<Item = Anchor> {
    [Anchor::A, Anchor::B].into_iter()
}

fn listed(config: &Config) -> Vec<serde_json::Value> {
    let of_house = anchors().map(|anchor| {
        let name = config.voices.get(&anchor).map(|voice| voice.name.clone()).unwrap_or_default();
        serde_json::json!({"id": anchor.key(), "name": name, "vendor": "zaowan"})
    });
    let floor = audio::voices().into_iter().map(|voice| {
        serde_json::json!({"id": voice.id, "name": voice.description, "vendor": "espeak", "gender": voice.gender})
    });
    let vendors = newsroom::voices::known().into_iter().map(
        |voice| serde_json::json!({"id": voice.id, "name": voice.id, "vendor": voice.vendor, "gender": voice.gender}),
    );
    of_house.chain(floor).chain(vendors).collect()
}

/// The label as made by AI, said once when the door opens, so that it is heard at once.
async fn label(config: &Config, gateway: &Gateway, spelling: &Spelling) -> Vec<i16> {
    let language = config.languages.first().copied().unwrap_or(Language::EN);
    let Ok(seats) = newsroom::voices::seats(config, gateway, Anchor::A, &Purpose::default()) else { return Vec::new() };
    let text = publish::labels::spoken(language).to_owned();
    let asked = Talk { text, language: Some(language), seats, spelling: spelling.clone(), ..Talk::default() };
    let Ok(mut samples) = talk(asked) else { return Vec::new() };
    let mut label = Vec::new();
    while let Some(Ok(some)) = samples.next().await {
        label.extend(some);
    }
    label
}
