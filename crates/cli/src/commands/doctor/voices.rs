//! What the doctor says about voices: who speaks as whom, and who cannot be asked and why.

use super::Finding;
use crate::commands::models::open_to_look;
use gateway::Purpose;
use news::Anchor;
use newsroom::Config;
use newsroom::voices::{cast, wanted_of};

/// A programme is spoken without any vendor, so nothing here is fatal.
pub fn findings(config: &Config) -> Vec<Finding> {
    if !config.sound {
        return Vec::new();
    }
    let gateway = match open_to_look(config) {
        Ok(gateway) => gateway,
        Err(failure) => return vec![Finding { state: "WARN", what: "voices", detail: failure.what }],
    };
    let anchors = [Anchor::A, Anchor::B].into_iter().take(config.anchors);
    let speaks = |anchor: Anchor| {
        let voices: Vec<String> =
            wanted_of(config, &gateway, anchor).iter().map(|(.., route)| route.to_string()).collect();
        let floor = config.voices.get(&anchor).map(|voice| voice.floor.clone());
        let chain: Vec<String> = voices.into_iter().chain(floor).collect();
        Finding { state: "ok", what: "voices", detail: format!("{}: {}", anchor.key(), chain.join(", then ")) }
    };
    let mut found: Vec<Finding> = anchors.map(speaks).collect();
    let skipped = cast(config, &gateway, &Purpose::default()).skipped;
    found.extend(skipped.into_iter().map(|skipped| {
        let detail = format!("{} is passed over as {}: {}", skipped.voice, skipped.anchor.key(), skipped.why);
        Finding { state: "WARN", what: "voices", detail }
    }));
    found
}
