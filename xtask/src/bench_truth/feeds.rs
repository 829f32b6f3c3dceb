//! The section "Feeds".

use super::data::Data;
use super::section::Section;
use anyhow::Result;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Feeds");
    section.note_row("Feeds", "not measured yet", "");
    Ok(section)
}
