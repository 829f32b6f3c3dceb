//! `cargo xtask bench-voice [SECTION …]`: measures speaking, checking and mixing, and writes docs/benchmarks-voice.md.
//!
//! One file a section; each says what it could not measure and why.

mod desk;
mod durations;
mod english;
mod first_sound;
mod normaliser;
mod programmes;
mod scripts;
mod second;
mod syllables;
mod takes;

use crate::section::{self, Section};
use anyhow::Result;

const PAGE: &str = "docs/benchmarks-voice.md";

type Measure = fn() -> Result<Section>;

/// In the order of the page.
const SECTIONS: &[(&str, Measure)] = &[
    ("normaliser", normaliser::measure),
    ("takes", takes::measure),
    ("programmes", programmes::measure),
    ("desk", desk::measure),
    ("syllables", syllables::measure),
    ("english", english::measure),
    ("durations", durations::measure),
    ("first_sound", first_sound::measure),
];

/// Measures all sections and writes the page; only the named ones are printed and not written.
pub fn bench_voice(words: &[&str]) -> Result<()> {
    for word in words {
        let known: Vec<&str> = SECTIONS.iter().map(|(name, _)| *name).collect();
        anyhow::ensure!(known.contains(word), "there is no section {word:?}; there are {}", known.join(", "));
    }
    let mut sections = Vec::new();
    for (name, measure) in SECTIONS {
        if words.is_empty() || words.contains(name) {
            eprintln!("measuring {name} …");
            sections.push(measure()?);
        }
    }
    let page = section::page("The voice, measured", "bench-voice", &sections);
    println!("{page}");
    if words.is_empty() {
        std::fs::write(PAGE, &page)?;
    }
    Ok(())
}
