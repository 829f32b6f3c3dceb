//! `cargo xtask bench-truth [SECTION …]`: measures the text layer and the gates, and writes docs/benchmarks-truth.md.
//!
//! One file a section; each says what it could not measure and why. What needs the development data beside the
//! project (`../shared/data`, or `ZAOWAN_DATA`) says so where that is missing.

mod articles;
mod corpus;
mod data;
mod dates;
mod feeds;
mod gates;
mod md5;
mod near_duplicates;
pub mod peers;
mod scale;
mod stories;

use crate::section::{self, Section};
use anyhow::Result;
pub use data::Data;

const PAGE: &str = "docs/benchmarks-truth.md";

type Measure = fn(&Data) -> Result<Section>;

/// In the order of the page.
const SECTIONS: [(&str, Measure); 7] = [
    ("feeds", feeds::measure),
    ("articles", articles::measure),
    ("dates", dates::measure),
    ("stories", stories::measure),
    ("near-duplicates", near_duplicates::measure),
    ("gates", gates::measure),
    ("scale", scale::measure),
];

/// Measures all sections and writes the page; only the named ones are printed and not written.
pub fn bench_truth(words: &[&str]) -> Result<()> {
    for word in words {
        let known = SECTIONS.map(|(name, _)| name);
        anyhow::ensure!(known.contains(word), "there is no section {word:?}; there are {}", known.join(", "));
    }
    let data = Data::find();
    let mut sections = Vec::new();
    for (name, measure) in SECTIONS {
        if words.is_empty() || words.contains(&name) {
            eprintln!("measuring {name} …");
            sections.push(measure(&data)?);
        }
    }
    let page = section::page("The truth, measured", "bench-truth", &sections);
    println!("{page}");
    if words.is_empty() {
        std::fs::write(PAGE, &page)?;
    }
    Ok(())
}
